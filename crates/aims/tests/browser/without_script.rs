//! With scripts switched off: every page can be read, and every form that a page shows can be sent.
//!
//! The forms are taken from the pages themselves, so a form that somebody adds is tried without anybody naming it here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use web::ROUTES;

use crate::chromium::Browser;
use crate::findings::Findings;
use crate::house::House;
use crate::pages::shared;
use crate::places::{Place, places};
use crate::visitor::Visitor;

/// Routes that people reach otherwise than by a form of an ordinary page, and how.
const OTHERWISE: &[(&str, &str)] = &[
    ("/start/demonstration/remove", "the page of a demonstration that runs has the form"),
    ("/measure/{key}/record", "the report of a measurement has the form"),
    ("/access/{id}/close", "a review of access that is open has the form"),
    ("/management-reviews/{id}/issue", "the page of a management review has the form"),
    ("/risk-assessments/{id}/take", "the page of an assessment that was concluded has the form"),
    ("/audits/{id}/lines", "an audit whose lines are not entered has the form"),
    ("/audits/{id}/sample", "the page of a line has the form"),
    ("/audits/{id}/freeze", "a line with a sample has the form"),
    ("/audits/{id}/finding", "the page of a line has the form"),
    ("/audits/{id}/issue", "an audit that is reported has the form"),
    ("/audits/{id}/answers", "the page of an audit has the form"),
    ("/conformity/action", "the page of a requirement has the form"),
    ("/gaps/{id}/rate", "an assessment under way has the form"),
    ("/documents/{id}/acknowledge", "the page of somebody who was asked to acknowledge has the form"),
    ("/retention/{rule}/decide", "a disposal after which nobody has decided about a model has the form"),
    ("/import/run", "the preview of an import has the form"),
    ("/import/chart/run", "the preview of an organisation chart has the form"),
    ("/import/errors", "the preview of an import with mistakes has the form"),
    ("/import/mapping", "the preview of an import has the form"),
    ("/import/{batch}/undo", "the report of an import has the form"),
    ("/accounts/{id}/enable", "the account of somebody who is shut out has the form"),
    ("/reminders/calendars/{id}/revoke", "a calendar that was made has the form"),
    ("/today/seen", "the day of somebody who is mentioned has the form"),
    ("/today/{id}/delegate", "the day of somebody who has something to do has the form"),
    ("/today/{id}/later", "the day of somebody who has something to do has the form"),
    ("/today/{id}/now", "the day of somebody who has put something off has the form"),
    ("/{kind}/bulk", "a list with something selected has the form"),
    ("/{kind}/{id}/comments/{comment}/{transition}", "a thread of comments has the form"),
    ("/{kind}/{id}/draft", "the form of a record has it as a second button"),
    ("/breaches/again", "a breach whose measure somebody else set has the form"),
    ("/conflicts/{id}/decide", "a conflict that was found has the form"),
    ("/conflicts/tables", "a procedure that was read has it as a second button"),
    ("/practice/{id}/run", "the page of a statement has the form"),
    ("/practice/{id}/ask", "the page of a statement that asks people has the form"),
    ("/practice/{id}/findings", "the page of a statement that is broken has the form"),
    ("/challenges/{id}/actions", "an exercise with attacks that no monitor saw has the form"),
    ("/challenges/{id}/runs", "an exercise under way has the form"),
    ("/risks/{id}/take", "a risk whose incidents show another likelihood has the form"),
    ("/challenges/{id}/take", "a risk whose likelihood is contradicted has the form"),
    ("/competences/quiz/{id}", "a quiz that may be taken has the form"),
    ("/concerns/follow/words", "the page of a concern that is followed has the form"),
    ("/concerns/{id}/answer", "the page of a concern has the form, for those who may read it"),
    ("/concerns/{id}/reporter", "the page of a concern has the form, for those who may read it"),
    ("/concerns/watch", "the page of a concern has the form, for those who may read it"),
    ("/enterprise-risk/import", "the form for a file of a register has it as a second button"),
    ("/enterprise-risk/{id}/settle", "an entry of a register that differs has the form"),
    ("/tables/{id}/check", "the editor of a table has it as a second button"),
    ("/tokens/{id}/revoke", "a token that was made has the form"),
    ("/{kind}/{id}/restore", "the page of a record out of use has the form"),
];

/// Letters that the shortest page has, which is the one to sign in.
const LEAST: u64 = 20;

/// A form of a page: where it goes, and which of the page's forms it is.
struct Form {
    route: String,
    number: u64,
    place: Place,
}

/// Method, action, buttons and number of each form with anything to fill in or to press.
const FORMS: &str = include_str!("js/forms.js");

/// Fills a form as somebody would who knows little: something in each field that needs it, files aside.
const FILL: &str = include_str!("js/fill.js");

#[test]
fn every_page_can_be_read_without_scripts() {
    let house = shared();
    let (places, _) = places(house);
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(house));
    browser.scripts(false);
    for place in places.iter().filter(|it| it.closely) {
        let Some((place, _)) = visitor.as_whom(place) else { continue };
        visitor.enter(&mut browser, &place);
        let said = browser
            .value("[document.querySelectorAll('h1').length, document.querySelector('main')?.innerText.length || 0]");
        if said[0] == 0 && place.status == 200 {
            findings.add(&place, "without scripts there is no heading");
        }
        if said[1].as_u64().unwrap_or_default() < LEAST {
            findings.add(&place, "without scripts there is next to nothing to read");
        }
    }
    findings.none();
}

#[test]
fn every_form_works_without_scripts() {
    let house = House::open();
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(&house));
    browser.scripts(false);
    let forms = forms(&house, &mut browser, &mut visitor, &mut findings);
    for route in ROUTES.iter().filter(|it| it.method == "POST" && !it.path.starts_with("/api/")) {
        let known = forms.contains_key(route.path) || OTHERWISE.iter().any(|(path, _)| *path == route.path);
        if !known {
            findings.add_route(route.path, "no page has a form that is sent there");
        }
    }
    for form in forms.values() {
        send(&house, &mut browser, form, &mut findings);
    }
    findings.none();
}

/// The forms of all pages, the first one of each route.
fn forms(
    house: &House,
    browser: &mut Browser,
    visitor: &mut Visitor<'_>,
    findings: &mut Findings,
) -> BTreeMap<String, Form> {
    let mut forms = BTreeMap::new();
    for place in places(house).0.iter().filter(|it| it.closely && it.status == 200) {
        let Some((place, _)) = visitor.as_whom(place) else { continue };
        visitor.enter(browser, &place);
        for form in browser.value(FORMS).as_array().into_iter().flatten() {
            let (method, action) = (form[0].as_str().unwrap_or_default(), form[1].as_str().unwrap_or_default());
            let Some(route) = route_of(&method.to_uppercase(), action) else {
                findings.add(&place, format!("a form is sent to {method} {action}, which is no route"));
                continue;
            };
            if form[2] == 0 {
                findings.add(&place, format!("the form for {action} has no button"));
                continue;
            }
            let name = if method == "get" { format!("GET {route}") } else { route.to_owned() };
            forms.entry(name).or_insert_with(|| Form {
                route: route.to_owned(),
                number: form[3].as_u64().unwrap_or_default(),
                place: place.clone(),
            });
        }
    }
    forms
}

/// The route to which a path leads; one without parameters goes before others, as in the router.
fn route_of(method: &str, path: &str) -> Option<&'static str> {
    let fits = |route: &&web::Route| {
        let (wanted, given): (Vec<_>, Vec<_>) = (route.path.split('/').collect(), path.split('/').collect());
        let part = |(wanted, given): (&&str, &&str)| wanted.starts_with('{') || wanted == given;
        wanted.len() == given.len() && wanted.iter().zip(&given).all(part)
    };
    let found = ROUTES.iter().filter(|it| it.method == method).filter(fits);
    found.min_by_key(|it| it.path.matches('{').count()).map(|it| it.path)
}

/// Sends a form from its page, in a session of its own, and looks at what came of it.
fn send(house: &House, browser: &mut Browser, form: &Form, findings: &mut Findings) {
    let mut visitor = Visitor::new(house);
    visitor.enter(browser, &form.place);
    let filled = browser.value(&format!("({FILL})({})", form.number));
    if filled[1] != true {
        return findings.add(&form.place, format!("the form for {} has no button that can be seen", form.route));
    }
    if filled[2] != "" {
        return findings
            .add(&form.place, format!("the form for {} does not take what was typed: {}", form.route, filled[2]));
    }
    if filled[0].as_u64().unwrap_or_default() > 0 {
        attach(browser, form.number);
    }
    if !browser.follows(|it| it.press("Enter")) {
        return findings.add(&form.place, format!("nothing comes of the form for {}", form.route));
    }
    let answers = browser.take_events(&["Network.responseReceived"]);
    let status =
        answers.iter().filter(|it| it["params"]["type"] == "Document").map(|it| &it["params"]["response"]["status"]);
    let status = status.filter_map(Value::as_u64).next_back().unwrap_or_default();
    // Refusals and problems are answers to a form; what cannot be read or found is none.
    if !matches!(status, 200 | 401 | 403 | 409 | 422) {
        let said = browser.text("document.querySelector('main')?.innerText.slice(0, 200)");
        findings.add(&form.place, format!("the form for {} ends with {status}: {said}", form.route));
    }
}

/// Chooses a small table for the first file input of a form.
fn attach(browser: &mut Browser, number: u64) {
    let file = std::env::temp_dir().join(format!("aims-form-{}.csv", std::process::id()));
    std::fs::write(&file, "Title,Nature\nFrom a file,legal\n").unwrap();
    let expression = format!("document.forms[{number}].querySelector('input[type=file]')");
    let found = browser.call("Runtime.evaluate", json!({ "expression": expression }));
    let params = json!({ "files": [file.display().to_string()], "objectId": found["result"]["objectId"] });
    browser.call("DOM.setFileInputFiles", params);
}
