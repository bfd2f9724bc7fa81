//! The pages that say why something was not done: each status that people can meet, drawn like any other page.

use crate::chromium::{Browser, Theme};
use crate::findings::Findings;
use crate::house::House;
use crate::look::{accessible, axe, fits, quiet};
use crate::pages::shared;
use crate::places::{ENGINEER, LEAD, Place};
use crate::visitor::Visitor;

/// Sends the page's largest form as it stands after a change, whatever the browser thinks of it.
const SEND: &str = r"(change => {
    const form = [...document.forms].sort((a, b) => b.elements.length - a.elements.length)[0];
    change(form);
    form.noValidate = true;
    HTMLFormElement.prototype.submit.call(form);
})";

/// Forms that end badly: who sends them, from where, changed how, and the status that comes of it.
const BAD: &[(&str, &str, &str, u16)] = &[
    (LEAD, "/risk/new", "form => { form.elements['f.title'].value = '' }", 422),
    (
        LEAD,
        "/risk/RSK-0001/edit",
        "form => { form.elements['base'].value = '1'; form.elements['f.title'].value = 'Mine' }",
        409,
    ),
    (ENGINEER, "/organization_unit/new", "form => { form.elements['f.title'].value = 'Mine' }", 403),
];

fn place(route: &str, path: &str, who: &'static str, status: u16) -> Place {
    Place { route: route.to_owned(), path: path.to_owned(), who, status, closely: true }
}

fn look(browser: &mut Browser, axe: &str, place: &Place, findings: &mut Findings) {
    fits(browser, place, findings);
    for theme in [Theme::Light, Theme::Dark] {
        accessible(browser, axe, theme, place, findings);
    }
}

#[test]
fn what_a_bad_form_leads_to_is_a_good_page() {
    let house = shared();
    let (mut browser, mut findings, mut visitor, axe) =
        (Browser::open(), Findings::default(), Visitor::new(house), axe());
    for (who, path, change, status) in BAD {
        let place = place(&format!("error {status}"), path, who, *status);
        visitor.enter(&mut browser, &place);
        browser.follow(|it| {
            it.value(&format!("{SEND}({change})"));
        });
        let here = Place { path: browser.text("location.pathname"), ..place.clone() };
        quiet(&mut browser, &house.address, &here, &mut findings);
        look(&mut browser, &axe, &place, &mut findings);
        let text = browser.text("document.querySelector('[role=alert]')?.innerText");
        if text.trim().is_empty() {
            findings.add(&place, "nothing on the page is announced as an alert");
        }
    }
    findings.none();
}

/// The store is taken away under the running program.
#[test]
fn a_failure_of_the_store_is_told_on_a_page() {
    let house = House::open();
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(&house));
    let place = place("error 500", "/risk", LEAD, 500);
    visitor.secret(LEAD);
    house.ruin();
    visitor.enter(&mut browser, &place);
    quiet(&mut browser, &house.address, &place, &mut findings);
    look(&mut browser, &axe(), &place, &mut findings);
    let said = browser.text("document.querySelector('main').innerText");
    if !said.contains("Incident number") {
        findings.add(&place, format!("the page has no incident number: {said}"));
    }
    findings.none();
}
