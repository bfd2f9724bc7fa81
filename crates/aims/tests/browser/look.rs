//! What is looked for on one page: its status, silence, requests that stay at home, no overflow, and what axe-core finds.

use std::path::PathBuf;

use serde_json::Value;

use crate::chromium::{Browser, Theme};
use crate::findings::Findings;
use crate::places::{Place, WIDTHS};

/// Rules of axe-core: WCAG 2.0, 2.1 and 2.2, levels A and AA.
const RULES: &str = r#"{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }"#;

/// Those of them that hang on colours, which are all that a theme changes.
const COLOURS: &str = r#"{ type: "rule", values: ["color-contrast", "link-in-text-block"] }"#;

/// Runs axe-core and tells up to three places of each violation.
const JUDGE: &str = include_str!("js/judge.js");

/// The version of axe-core that scripts/install brings.
const AXE: &str = "axe-core-4.14.1";

/// Events by which a page tells of itself.
const TOLD: &[&str] = &[
    "Runtime.exceptionThrown",
    "Runtime.consoleAPICalled",
    "Log.entryAdded",
    "Network.requestWillBeSent",
    "Network.responseReceived",
    "Network.loadingFailed",
];

/// The source of axe-core.
pub fn axe() -> String {
    // Beside the folder for the files of tests, which lies in the target folder whatever that is called.
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("..").join(AXE).join("axe.min.js");
    std::fs::read_to_string(path).expect("axe-core is not there; run scripts/install, then the tests again")
}

/// Status of the document, and whatever it complained of, loaded or failed to load.
pub fn quiet(browser: &mut Browser, address: &str, place: &Place, findings: &mut Findings) {
    let here = format!("{address}{}", place.path);
    for event in browser.take_events(TOLD) {
        let params = &event["params"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" => {
                findings.add(
                    place,
                    format!("script failed: {}", text(&params["exceptionDetails"]["exception"]["description"])),
                );
            }
            "Runtime.consoleAPICalled" if matches!(text(&params["type"]).as_str(), "error" | "warning" | "assert") => {
                findings.add(place, format!("console: {}", params["args"][0]["value"]));
            }
            // A page with a failing status is itself told as a failed resource.
            "Log.entryAdded" if params["entry"]["url"] != here.as_str() || params["entry"]["source"] != "network" => {
                let entry = &params["entry"];
                if matches!(text(&entry["level"]).as_str(), "error" | "warning") {
                    findings.add(place, format!("console: {} {}", text(&entry["text"]), text(&entry["url"])));
                }
            }
            "Network.requestWillBeSent" => {
                let url = text(&params["request"]["url"]);
                if !url.starts_with(address) && !url.starts_with("data:") && url != "about:blank" {
                    findings.add(place, format!("asks another host: {url}"));
                }
            }
            "Network.responseReceived" => answered(params, place, findings),
            "Network.loadingFailed" => findings.add(place, format!("failed to load: {}", text(&params["errorText"]))),
            _ => {}
        }
    }
}

fn answered(params: &Value, place: &Place, findings: &mut Findings) {
    let status = params["response"]["status"].as_u64().unwrap_or_default();
    let document = params["type"] == "Document";
    if document && status != u64::from(place.status) {
        findings.add(place, format!("answers {status}, should answer {}", place.status));
    }
    if !document && status >= 400 {
        findings.add(place, format!("{status} for {}", params["response"]["url"]));
    }
}

/// Whether anything sticks out of the window at the widths that people have.
pub fn fits(browser: &mut Browser, place: &Place, findings: &mut Findings) {
    for width in WIDTHS {
        browser.width(*width);
        let found = browser.value(OVERFLOW);
        if !found.is_null() {
            findings.add(place, format!("at {width} px: {}", found.as_str().unwrap_or_default()));
        }
    }
    browser.width(1280);
}

/// The element that sticks out most, when the page is wider than its window; what scrolls by itself does not count.
const OVERFLOW: &str = include_str!("js/overflow.js");

/// What axe-core finds: by all rules in the light theme, by those that hang on colours in the others.
pub fn accessible(browser: &mut Browser, axe: &str, theme: Theme, place: &Place, findings: &mut Findings) {
    browser.theme(theme);
    if browser.value("typeof axe").as_str() != Some("object") {
        browser.value(&format!("{axe}; 0"));
    }
    let run = JUDGE.replace("RULES", if theme == Theme::Light { RULES } else { COLOURS });
    let found = browser.value(&run);
    for one in found.as_array().into_iter().flatten().filter_map(Value::as_str) {
        findings.add(place, format!("axe, {theme:?}: {one}"));
    }
    browser.theme(Theme::Light);
}

/// Every row that is read on the screen is read on paper too, and the other way round but for what is folded.
pub fn printed(browser: &mut Browser, place: &Place, findings: &mut Findings) {
    const ROWS: &str = "(rows => [rows.length, rows.filter(it => !it.closest('details:not([open])')).length])\
        ([...document.querySelectorAll('main table tbody tr')].filter(it => it.checkVisibility()))";
    let shown = browser.value(ROWS);
    browser.paper();
    let printed = browser.value(ROWS);
    browser.theme(Theme::Light);
    if printed[0].as_u64() < shown[0].as_u64() {
        findings.add(place, format!("on paper there are {} of {} rows", printed[0], shown[0]));
    }
    if shown[1].as_u64() < printed[1].as_u64() {
        findings.add(place, format!("on the screen there are {} of {} rows", shown[1], printed[1]));
    }
}

/// Opens every fold of the page.
pub fn unfold(browser: &mut Browser) {
    browser.value("document.querySelectorAll('main details').forEach(it => it.open = true)");
}
