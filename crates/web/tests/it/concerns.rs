//! The channel for concerns: what a visitor sees, and that nothing of an anonymous reporter is anywhere afterwards.

use crate::errors::{log, written};
use crate::house::{Answer, House};

/// What a browser says of itself and its network, all of which must be nowhere afterwards.
const AGENT: &str = "ReporterBrowser/77.1";
const ADDRESS: &str = "203.0.113.77";
const COOKIE: &str = "c00k1e-0f-a-reporter";

/// Sends a form as a browser with traces of whoever sits before it.
fn sent(house: &House, path: &str, fields: &[(&str, &str)]) -> Answer {
    let ask = house.anonymous("POST", path).header("user-agent", AGENT).header("x-forwarded-for", ADDRESS);
    ask.header("cookie", &format!("aims={COOKIE}")).form(fields).send()
}

/// The code that a page shows.
pub fn code_of(page: &Answer) -> String {
    let text = page.text();
    let from = text.split("<code>").nth(1).unwrap_or_else(|| panic!("no code: {text}"));
    from.split("</code>").next().unwrap().to_owned()
}

/// An anonymous concern; its code.
pub fn raised(house: &House) -> Answer {
    let fields =
        [("reporter", "anonymous"), ("topic", "Scores"), ("words", "They are changed by hand."), ("concerned", "")];
    sent(house, "/concerns", &fields)
}

#[test]
fn an_anonymous_reporter_comes_back_by_the_code_and_leaves_no_trace() {
    log();
    let house = House::new();
    let page = raised(&house);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("set-cookie"), "");
    let code = code_of(&page);
    let read = sent(&house, "/concerns/follow", &[("code", &code)]);
    assert!(read.status == 200 && read.text().contains("Scores"), "{}", read.text());
    let added = sent(&house, "/concerns/follow/words", &[("code", &code.to_lowercase()), ("words", "Also on Friday.")]);
    assert!(added.status == 200 && added.text().contains("Also on Friday."), "{}", added.text());
    let wrong = sent(&house, "/concerns/follow", &[("code", "00000-00000")]);
    assert_eq!(wrong.status, 422);
    let plain = code.replace('-', "");
    let traces = [AGENT, ADDRESS, COOKIE, code.as_str(), plain.as_str()];
    let written = written();
    for folder in [house.folder().to_path_buf()] {
        for file in files(&folder) {
            let bytes = std::fs::read(&file).unwrap();
            for trace in traces {
                let found = bytes.windows(trace.len()).any(|it| it == trace.as_bytes());
                assert!(!found, "`{trace}` stands in {}", file.display());
            }
        }
    }
    for trace in traces {
        assert!(!written.contains(trace), "`{trace}` stands in the log");
    }
}

/// Every file below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn what_the_channel_cannot_take_is_said_on_its_page() {
    let house = House::new();
    let ask = |fields: &[(&str, &str)]| sent(&house, "/concerns", fields);
    let long = "x".repeat(20_001);
    for (fields, says) in [
        (vec![("reporter", "anonymous"), ("topic", "a"), ("words", "")], "is not there"),
        (vec![("reporter", "anonymous"), ("topic", "a"), ("words", long.as_str())], "at most 20000"),
        (vec![("reporter", "somebody"), ("topic", "a"), ("words", "b")], "takes named"),
        (vec![("reporter", "confidential"), ("topic", "a"), ("words", "b")], "is not there"),
    ] {
        let answer = ask(&fields);
        assert!(answer.status == 422 && answer.text().contains(says), "{}: {}", answer.status, answer.text());
    }
    assert_eq!(house.anonymous("GET", "/concerns").send().status, 200);
    assert_eq!(house.anonymous("GET", "/concerns/follow").send().status, 200);
    // Codes that are wrong again and again are not looked at any more.
    let last = (0..61).map(|it| sent(&house, "/concerns/follow", &[("code", &format!("{it}"))]).status).last();
    assert_eq!(last, Some(429));
}
