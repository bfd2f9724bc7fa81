//! Every page of every route, looked at in a browser.

use std::sync::OnceLock;

use crate::chromium::{Browser, Theme};
use crate::findings::Findings;
use crate::house::House;
use crate::look::{accessible, axe, fits, quiet, unfold};
use crate::places::{ADMINISTRATOR, LEAD, Place, places};

/// Browsers that look at the same time.
const BROWSERS: usize = 2;

/// The house that all tests of pages share; none of them changes anything.
pub fn shared() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(House::open)
}

#[test]
fn every_page_is_quiet_fits_and_is_accessible() {
    walk(shared(), true).none();
}

#[test]
fn every_page_is_quiet_and_fits_on_postgres() {
    walk(&House::on_postgres(), false).none();
}

/// Looks at every page, with several browsers.
fn walk(house: &House, thorough: bool) -> Findings {
    let (places, unknown) = places(house);
    assert!(places.len() > 100, "there are pages to look at");
    let mut findings = Findings::default();
    unknown.iter().for_each(|it| findings.add_route("routes", it.as_str()));
    let source = axe();
    let parts = std::thread::scope(|scope| {
        let look = |part: usize| {
            let (places, source) = (&places, &source);
            scope.spawn(move || {
                let mine = places.iter().skip(part).step_by(BROWSERS);
                visit(house, mine, thorough.then_some(source.as_str()))
            })
        };
        let parts: Vec<_> = (0..BROWSERS).map(look).collect();
        parts.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    parts.into_iter().for_each(|it| findings.join(it));
    findings
}

fn visit<'a>(house: &House, places: impl Iterator<Item = &'a Place>, axe: Option<&str>) -> Findings {
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(house));
    for place in places {
        let Some(place) = visitor.as_whom(place) else { continue };
        visitor.enter(&mut browser, &place);
        quiet(&mut browser, &house.address, &place, &mut findings);
        fits(&mut browser, &place, &mut findings);
        if let Some(axe) = axe.filter(|_| place.closely) {
            accessible(&mut browser, axe, Theme::Light, &place, &mut findings);
            unfold(&mut browser);
            fits(&mut browser, &place, &mut findings);
            accessible(&mut browser, axe, Theme::Dark, &place, &mut findings);
            accessible(&mut browser, axe, Theme::Contrast, &place, &mut findings);
        }
    }
    findings
}

/// Somebody who is shown in and out again as pages ask for it.
pub struct Visitor<'a> {
    house: &'a House,
    agent: ureq::Agent,
    secrets: std::collections::BTreeMap<&'static str, String>,
    inside: Option<&'static str>,
}

impl<'a> Visitor<'a> {
    pub fn new(house: &'a House) -> Visitor<'a> {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        Visitor { house, agent, secrets: Default::default(), inside: None }
    }

    /// The secret of a session of this person.
    pub fn secret(&mut self, who: &'static str) -> String {
        let house = self.house;
        self.secrets
            .entry(who)
            .or_insert_with(|| if who.is_empty() { String::new() } else { house.session(who) })
            .clone()
    }

    /// The place with who may see it; nothing when the address answers something else than a page.
    pub fn as_whom(&mut self, place: &Place) -> Option<Place> {
        let mut place = place.clone();
        let (mut status, mut page) = self.asked(&place);
        if status == 403 && place.status == 200 && place.who == LEAD {
            place.who = ADMINISTRATOR;
            (status, page) = self.asked(&place);
        }
        // What fails is shown to the browser whatever it is, so that it becomes a finding.
        (page || status != place.status).then_some(place)
    }

    fn asked(&mut self, place: &Place) -> (u16, bool) {
        let address = format!("{}{}", self.house.address, place.path);
        let cookie = format!("aims={}", self.secret(place.who));
        let answer = self.agent.get(&address).header("cookie", &cookie).call().unwrap();
        let media = answer.headers().get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
        (answer.status().as_u16(), media.starts_with("text/html"))
    }

    /// Goes to the place as the person who looks at it.
    pub fn enter(&mut self, browser: &mut Browser, place: &Place) {
        if self.inside != Some(place.who) {
            let secret = self.secret(place.who);
            let cookie = Some(("aims", secret.as_str())).filter(|_| !place.who.is_empty());
            browser.cookie(&self.house.address, cookie);
            self.inside = Some(place.who);
        }
        browser.goto(&format!("{}{}", self.house.address, place.path));
    }
}
