//! Whom routes answer that tell of many: those who read what is internal, and nobody else who is signed in.

use web::{ROUTES, Route, Whom};

use super::sample;
use crate::house::{House, person};

#[test]
fn figures_of_many_are_for_those_who_read_what_is_internal() {
    let house = House::new();
    let operator = governance::Actor::operator(governance::Via::System);
    let stranger = house.wait(person(&house.aims, &operator, "Sam Stranger", "sam@test.example", &[]));
    let asks = |path: &str| house.anonymous("GET", path).header("cookie", &format!("aims={}", stranger.secret)).send();
    let insider = |it: &&Route| it.whom == Whom::Insider;
    assert!(ROUTES.iter().filter(insider).count() > 100);
    for route in ROUTES.iter().filter(insider) {
        let path = sample(route);
        let answer = asks(&path);
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        assert!(answer.text().contains("no role of yours reads what is internal"), "{path}: {}", answer.text());
        let reads = house.reader_asks("GET", &path).send();
        assert!(!reads.text().contains("no role of yours reads what is internal"), "{path}");
    }
    let today = asks("/");
    assert_eq!(today.status, 200);
    assert!(today.text().contains("href=\"/keys\""));
    for hidden in ["/conformity", "/import", "/accounts"] {
        assert!(!today.text().contains(&format!("href=\"{hidden}\"")), "{hidden} is offered to who may not see it");
        assert!(house.ask("GET", "/").send().text().contains(&format!("href=\"{hidden}\"")), "{hidden}");
    }
}
