//! A server killed under load loses nothing that it acknowledged, and does nothing twice.
//!
//! Writers repeat what was not acknowledged with the same key, as every client has to.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Program, Server};

/// Kills a database.
const KILLS: usize = 4;
/// Writers at the same time.
const WRITERS: usize = 8;
/// Records that each life of the server must make before it is killed, so that there is load.
const EACH_LIFE: usize = 40;

/// What a writer wants: the key of the request, and the number of the record once it was acknowledged.
type Asked = Mutex<Vec<(String, Option<String>)>>;

/// Makes one record; its number, or nothing when no answer came.
fn make(url: &str, token: &str, key: &str) -> Option<String> {
    let body = json!({ "document": { "title": format!("Written as {key}"), "event": "x".repeat(200) } }).to_string();
    let request = ureq::post(format!("{url}/api/v1/records/risk"))
        .config()
        .timeout_global(Some(Duration::from_secs(20)))
        .http_status_as_error(false)
        .build()
        .header("authorization", format!("Bearer {token}"))
        .header("idempotency-key", key)
        .content_type("application/json");
    let mut response = request.send(body).ok()?;
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string().ok()?;
    assert!(status == 201, "{status}: {text}");
    serde_json::from_str::<Value>(&text).ok()?["id"].as_str().map(str::to_owned)
}

/// Writes until the server is gone, and then until nothing is left unacknowledged from before.
fn write(url: &str, token: &str, asked: &Asked, made: &AtomicUsize, stop: &AtomicBool, writer: usize) {
    let open: Vec<usize> = {
        let asked = asked.lock().unwrap();
        (0..asked.len()).filter(|it| asked[*it].1.is_none()).collect()
    };
    for index in open {
        let key = asked.lock().unwrap()[index].0.clone();
        let Some(id) = make(url, token, &key) else { return };
        asked.lock().unwrap()[index].1 = Some(id);
    }
    while !stop.load(Ordering::Relaxed) {
        let index = {
            let mut asked = asked.lock().unwrap();
            let key = format!("w{writer}-{}", asked.len());
            asked.push((key, None));
            asked.len() - 1
        };
        let key = asked.lock().unwrap()[index].0.clone();
        let Some(id) = make(url, token, &key) else { return };
        asked.lock().unwrap()[index].1 = Some(id);
        made.fetch_add(1, Ordering::Relaxed);
    }
}

/// One life of the server: writers write, and it is killed in the middle, unless it is the last one.
fn live(program: &Program, store: Option<&str>, token: &str, asked: &[Arc<Asked>], last: bool) {
    let data = program.data().display().to_string();
    let place = store.iter().flat_map(|it| ["--store", it]);
    let server = Server::start(&["--data", &data].into_iter().chain(place).collect::<Vec<_>>());
    let (made, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(last)));
    let writers: Vec<_> = asked
        .iter()
        .enumerate()
        .map(|(writer, asked)| {
            let (url, token, asked) = (server.url.clone(), token.to_owned(), asked.clone());
            let (made, stop) = (made.clone(), stop.clone());
            std::thread::spawn(move || write(&url, &token, &asked, &made, &stop, writer))
        })
        .collect();
    if last {
        writers.into_iter().for_each(|it| it.join().unwrap());
        return server.kill();
    }
    let begun = Instant::now();
    while made.load(Ordering::Relaxed) < EACH_LIFE && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    server.kill();
    stop.store(true, Ordering::Relaxed);
    writers.into_iter().for_each(|it| it.join().unwrap());
}

/// A token of an account that may write records.
fn token(program: &Program, store: &[&str]) -> String {
    let done = |arguments: &[&str]| program.done(&[arguments, store].concat());
    let roles = done(&["list", "role", "key:governance_lead"]);
    let role = roles["records"][0]["id"].as_str().unwrap().to_owned();
    let person =
        done(&["add", "person", "title=Writer", "email=writer@example.org"])["id"].as_str().unwrap().to_owned();
    let (person_is, role_is) = (format!("person={person}"), format!("role={role}"));
    let words = ["title=Writer leads", "from=2020-01-01", "basis=appointment", "--state", "accepted"];
    done(&[&["add", "role_assignment", &person_is, &role_is], &words[..]].concat());
    done(&["account", "add", "writer@example.org", "--person", &person]);
    done(&["token", "add", "writer@example.org", "--scopes", "read,change"])["token"].as_str().unwrap().to_owned()
}

fn nothing_is_lost(program: &Program, store: Option<&str>) {
    let flags: Vec<&str> = store.iter().flat_map(|it| ["--store", it]).collect();
    assert_eq!(program.run(&[&["init"], &flags[..]].concat()).code, 0);
    let token = token(program, &flags);
    let asked: Vec<Arc<Asked>> = (0..WRITERS).map(|_| Arc::default()).collect();
    for life in 0..=KILLS {
        live(program, store, &token, &asked, life == KILLS);
    }
    let asked: Vec<(String, Option<String>)> = asked.iter().flat_map(|it| it.lock().unwrap().clone()).collect();
    assert!(asked.len() >= KILLS * EACH_LIFE, "there was load");
    let export = program.run(&[&["export", "risk", "--to", "jsonl"], &flags[..]].concat());
    let stored: Vec<Value> = export.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (key, id) in &asked {
        let title = format!("Written as {key}");
        let found: Vec<_> = stored.iter().filter(|it| it.to_string().contains(&format!("\"{title}\""))).collect();
        assert_eq!(found.len(), 1, "`{key}` stands exactly once, acknowledged as {id:?}");
        let id = id.as_ref().expect("every request was acknowledged in the end");
        assert!(found[0].to_string().contains(id), "`{key}` is {id}");
    }
    assert_eq!(stored.len(), asked.len(), "nothing stands that nobody asked for");
    let verified = program.run(&[&["verify"], &flags[..]].concat());
    assert_eq!(verified.code, 0, "{}", verified.out);
    let doctor = program.run(&[&["doctor"], &flags[..]].concat());
    assert_eq!(doctor.code, 0, "{}", doctor.out);
}

#[test]
fn nothing_is_lost_or_doubled_on_sqlite() {
    nothing_is_lost(&Program::empty(), None);
}

#[test]
fn nothing_is_lost_or_doubled_on_postgresql() {
    match store::testing::postgres() {
        Ok(store::Place::Postgres(address)) => nothing_is_lost(&Program::empty(), Some(&address)),
        Ok(_) => panic!("the test harness gave no PostgreSQL"),
        Err(sentence) => panic!("{sentence}"),
    }
}
