//! Error pages: what happened, what to do, and a number that stands in the log too.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;
use store::{Place, Store, StoreError};

use crate::house::{Answer, House};

/// What the server writes to its log while these tests run.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log
    })
}

/// Everything that was written so far.
pub fn written() -> String {
    String::from_utf8(log().0.lock().unwrap().clone()).unwrap()
}

/// The line of the log under the number that an answer names.
#[track_caller]
fn logged(answer: &Answer) -> String {
    let number = answer.header("x-request-id");
    let text = written();
    let line = text.lines().find(|it| it.contains(number));
    line.unwrap_or_else(|| panic!("the log does not know {number}: {text}")).to_owned()
}

#[track_caller]
fn explains(answer: &Answer, status: u16, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.text());
    let page = answer.text();
    for word in words.iter().chain(&["What you can do", "Incident number", answer.header("x-request-id")]) {
        assert!(page.contains(word), "the page of {status} says `{word}`: {page}");
    }
}

#[test]
fn what_is_missing_or_refused_is_explained_under_its_number() {
    log();
    let house = House::new();
    let id = house.make("risk", json!({ "title": "A private matter" }));
    let missing = house.ask("GET", "/risk/RSK-9999").send();
    explains(&missing, 404, &["Not found", "RSK-9999", "Search for it"]);
    assert!(logged(&missing).contains("404"));
    let unknown = house.ask("GET", "/no/such/page/here").send();
    explains(&unknown, 404, &["nothing at this address"]);
    let wrong = house.ask("GET", "/risk?colour=secret-word").send();
    explains(&wrong, 400, &["colour", "Go back"]);
    assert!(!logged(&wrong).contains("secret-word"), "what people type stays out of the log");
    let refused = house.reader_asks("GET", "/accounts").send();
    explains(&refused, 403, &["Not permitted", "Ask one of those"]);
    let _ = id;
}

#[test]
fn a_failure_hides_its_cause_in_the_log() {
    log();
    let folder = OnceLock::new();
    let place = |home: &std::path::Path| {
        folder.set(home.to_owned()).unwrap();
        Place::Sqlite(home.join("aims.db"))
    };
    let house = House::with(place, web::Settings::default());
    let file = house.ask("POST", "/api/v1/files").parts(&[], &[("file", "a.txt", b"text")]).send().json();
    house.make("risk", json!({ "title": "x", "files": [{ "file": file }] }));
    let digest = file["digest"].as_str().unwrap();
    std::fs::remove_dir_all(folder.get().unwrap().join("blobs")).unwrap();
    let failed = house.ask("GET", &format!("/files/{digest}")).send();
    explains(&failed, 500, &["Something failed", "give the incident number"]);
    assert!(!failed.text().contains("blobs"), "{}", failed.text());
    let line = logged(&failed);
    assert!(line.contains("ERROR") && line.contains("reading the file failed"), "{line}");
    let program = house.ask("GET", &format!("/api/v1/files/{digest}")).send();
    program.refused(500, "incident number");
}

#[test]
fn a_busy_store_asks_to_come_again() {
    log();
    let folder = OnceLock::new();
    let place = |home: &std::path::Path| {
        folder.set(home.to_owned()).unwrap();
        Place::Sqlite(home.join("aims.db"))
    };
    let house = House::with(place, web::Settings::default());
    let other =
        Store::open(&Place::Sqlite(folder.get().unwrap().join("aims.db")), Arc::new(jiff::Timestamp::now)).unwrap();
    let (begun, holds) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = std::thread::spawn(move || {
        other.write(move |_| {
            begun.send(()).unwrap();
            released.recv().ok();
            Ok::<_, StoreError>(())
        })
    });
    holds.recv().unwrap();
    let page = house.ask("POST", "/risk/new").form(&[("f.title", "Patience")]).send();
    let program = house.ask("POST", "/api/v1/records/risk").json(&json!({ "document": { "title": "x" } })).send();
    release.send(()).unwrap();
    holder.join().unwrap().unwrap();
    explains(&page, 503, &["Busy", "Try again in a moment"]);
    assert_eq!(page.header("retry-after"), "2");
    program.refused(503, "busy");
    assert_eq!(program.header("retry-after"), "2");
    assert_eq!(house.ask("POST", "/risk/new").form(&[("f.title", "Patience")]).send().status, 303);
}
