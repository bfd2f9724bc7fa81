//! Somebody who goes through the pages: signed in as whoever may see each of them.

use std::collections::BTreeMap;

use crate::chromium::Browser;
use crate::house::House;
use crate::places::{ADMINISTRATOR, LEAD, Place};

/// Somebody who is shown in and out again as pages ask for it.
pub struct Visitor<'a> {
    house: &'a House,
    agent: ureq::Agent,
    secrets: BTreeMap<&'static str, String>,
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

    /// The place with who may see it, and the status of its answer; nothing when the address answers something else than a page.
    pub fn as_whom(&mut self, place: &Place) -> Option<(Place, u16)> {
        let mut place = place.clone();
        let (mut status, mut page) = self.asked(&place);
        if status == 403 && place.status == 200 && place.who == LEAD {
            place.who = ADMINISTRATOR;
            (status, page) = self.asked(&place);
        }
        // Where an address leads elsewhere, that page is visited by itself.
        if status == 303 && place.status == 200 {
            return None;
        }
        // What fails is shown to the browser whatever it is, so that it becomes a finding.
        (page || status != place.status).then_some((place, status))
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
