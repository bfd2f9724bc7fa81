//! Every page of every route, looked at in a browser.

use std::sync::OnceLock;

use crate::chromium::{Browser, Theme};
use crate::findings::Findings;
use crate::house::House;
use crate::look::{accessible, axe, fits, printed, quiet, unfold};
use crate::places::{Place, places};
use crate::visitor::Visitor;

/// Browsers that look at the same time.
const BROWSERS: usize = 2;

/// The house that all tests of pages share; none of them changes anything.
pub fn shared() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(House::open)
}

#[test]
fn every_page_is_quiet_fits_and_is_accessible() {
    let house = shared();
    let (places, mut findings) = all_places(house);
    let source = axe();
    let parts = std::thread::scope(|scope| {
        let look = |part: usize| {
            let (places, source) = (&places, &source);
            scope.spawn(move || visit(house, places.iter().skip(part).step_by(BROWSERS), source))
        };
        let parts: Vec<_> = (0..BROWSERS).map(look).collect();
        parts.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    parts.into_iter().for_each(|it| findings.join(it));
    findings.none();
}

/// How a page is drawn does not hang on the database that it is read from, so that its answer is enough.
#[test]
fn every_page_answers_on_postgres() {
    let house = House::on_postgres();
    let (places, mut findings) = all_places(&house);
    let mut visitor = Visitor::new(&house);
    for place in &places {
        if let Some((place, status)) = visitor.as_whom(place).filter(|it| it.1 != it.0.status) {
            findings.add(&place, format!("answers {status}, should answer {}", place.status));
        }
    }
    findings.none();
}

/// Every place of every route, and routes for which there is none.
fn all_places(house: &House) -> (Vec<Place>, Findings) {
    let (places, unknown) = places(house);
    assert!(places.len() > 100, "there are pages to look at");
    let mut findings = Findings::default();
    unknown.iter().for_each(|it| findings.add_route("routes", it.as_str()));
    (places, findings)
}

fn visit<'a>(house: &House, places: impl Iterator<Item = &'a Place>, axe: &str) -> Findings {
    let (mut browser, mut findings, mut visitor) = (Browser::open(), Findings::default(), Visitor::new(house));
    for place in places {
        let Some((place, _)) = visitor.as_whom(place) else { continue };
        visitor.enter(&mut browser, &place);
        quiet(&mut browser, &house.address, &place, &mut findings);
        fits(&mut browser, &place, &mut findings);
        printed(&mut browser, &place, &mut findings);
        if place.closely {
            unfold(&mut browser);
            fits(&mut browser, &place, &mut findings);
            for theme in [Theme::Light, Theme::Dark, Theme::Contrast] {
                accessible(&mut browser, axe, theme, &place, &mut findings);
            }
        }
    }
    findings
}
