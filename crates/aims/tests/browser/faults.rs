//! That the looking finds what is wrong: faults are put into a page, and each must be told.

use crate::chromium::{Browser, Theme};
use crate::findings::Findings;
use crate::look::{accessible, axe, fits, quiet};
use crate::pages::shared;
use crate::places::{LEAD, Place};
use crate::visitor::Visitor;

/// A wide box, an image without a name, pale words, a complaint, a broken script, a missing file and a foreign host.
const FAULTS: &str = r#"(async () => {
    document.querySelector("main").innerHTML += "<div id=wide style='width: 3000px'>wide</div><img src='/static/icon.svg'>"
        + "<p id=pale>pale</p>";
    document.getElementById("wide").style.width = "3000px";
    const pale = document.getElementById("pale");
    pale.style.color = "rgb(220, 220, 220)";
    pale.style.background = "rgb(255, 255, 255)";
    console.error("a complaint");
    setTimeout(() => { throw new Error("a broken script") });
    await fetch("/static/missing.js").catch(() => 0);
    await fetch("http://elsewhere.example/").catch(() => 0);
})()"#;

#[test]
fn what_is_wrong_is_found() {
    let house = shared();
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(house));
    let place = Place { route: "/kinds".to_owned(), path: "/kinds".to_owned(), who: LEAD, status: 200, closely: true };
    visitor.enter(&mut browser, &place);
    browser.value(FAULTS);
    quiet(&mut browser, &house.address, &place, &mut findings);
    fits(&mut browser, &place, &mut findings);
    accessible(&mut browser, &axe(), Theme::Light, &place, &mut findings);
    accessible(&mut browser, &axe(), Theme::Dark, &place, &mut findings);
    let told = findings.told();
    let faults = [
        "at 360 px",
        "at 1920 px",
        "div#wide",
        "image-alt",
        "axe, Light: color-contrast",
        "axe, Dark: color-contrast",
        "a complaint",
        "a broken script",
    ];
    for fault in faults.iter().chain(&["404 for", "Connecting to 'http://elsewhere.example/' violates"]) {
        assert!(told.contains(fault), "`{fault}` is not found in {told}");
    }
}
