//! What incidents teach, against integrals over densities.

use simulate::loss::updating::{Prior, rate, share};

use super::{close, number, read, rows};

#[test]
fn rates_are_those_of_the_integrals() {
    for row in rows("updating") {
        let prior: Prior = read(&row["prior"]);
        let (exposure, ahead) = (number(&row["exposure"]), number(&row["ahead"]));
        let found = rate(&prior, read(&row["events"]), exposure, ahead, 0.9).unwrap();
        close(found.prior.equivalent_events, number(&row["shape"]), 1e-6, "as many events as the prior is worth");
        close(found.posterior.mean, number(&row["mean"]), 1e-6, "mean");
        close(found.posterior.low, number(&row["low"]), 1e-6, "low");
        close(found.posterior.high, number(&row["high"]), 1e-6, "high");
        close(found.conflict, number(&row["conflict"]), 1e-6, "conflict");
        close(found.any, number(&row["any"]), 1e-6, "any");
        let law = found.predictive.checked("predictive").unwrap();
        close(law.mean(), number(&row["ahead_mean"]), 1e-6, "mean of events to come");
        close(law.variance(), number(&row["ahead_variance"]), 1e-6, "variance of events to come");
        close(1.0 - law.cumulated(0), found.any, 1e-9, "any, by the law of events to come");
    }
}

#[test]
fn probabilities_are_those_of_the_integrals() {
    for row in rows("shares") {
        let prior: Prior = read(&row["prior"]);
        let found = share(&prior, read(&row["wrong"]), read(&row["occasions"]), read(&row["ahead"]), 0.9).unwrap();
        close(found.prior.equivalent_events, number(&row["first"]), 1e-6, "as many events as the prior is worth");
        close(found.posterior.mean, number(&row["mean"]), 1e-6, "mean");
        close(found.posterior.low, number(&row["low"]), 1e-6, "low");
        close(found.posterior.high, number(&row["high"]), 1e-6, "high");
        close(found.conflict, number(&row["conflict"]), 1e-6, "conflict");
        close(found.any, number(&row["any"]), 1e-6, "any");
    }
}

#[test]
fn by_hand_two_events_in_four_years_and_three_in_two_make_five_in_six() {
    let prior = Prior::Equivalent { events: 2.0, exposure: 4.0 };
    let found = rate(&prior, 3, 2.0, 1.0, 0.95).unwrap();
    assert_eq!((found.posterior.equivalent_events, found.posterior.equivalent_exposure), (5.0, 6.0));
    close(found.any, 1.0 - (6.0_f64 / 7.0).powi(5), 1e-12, "any");
    let none = rate(&prior, 0, 2.0, 1.0, 0.95).unwrap();
    assert!(none.posterior.mean < found.prior.mean && found.prior.mean < found.posterior.mean);
}

#[test]
fn a_stated_interval_holds_as_much_as_was_stated() {
    let prior = Prior::Interval { mean: 2.0, low: 1.0, high: 4.0, level: 0.8 };
    let of = |events| rate(&prior, events, 1.0, 1.0, 0.8).unwrap();
    close(of(2).prior.mean, 2.0, 1e-12, "mean");
    let (expected, far) = (of(2).conflict, of(30).conflict);
    assert!(expected > 0.5 && far < 1e-6, "{expected} {far}");
    let surer = Prior::Interval { mean: 2.0, low: 1.0, high: 4.0, level: 0.99 };
    assert!(rate(&surer, 2, 1.0, 1.0, 0.8).unwrap().prior.equivalent_events > of(2).prior.equivalent_events);
}

#[test]
fn prior_and_incidents_that_go_together_are_rarely_said_to_clash() {
    // Under its own law a prior predictive probability below 5 % comes in at most 5 of 100 cases.
    let prior = Prior::Equivalent { events: 3.0, exposure: 2.0 };
    let (mut clashes, mut whole) = (0.0, 0.0);
    let law = simulate::loss::Frequency::NegativeBinomial { mean: 4.5, variance: 4.5 + 4.5 * 4.5 / 3.0 }
        .checked("law")
        .unwrap();
    for (k, mass) in law.masses().of.iter().enumerate().take(200) {
        let conflict = rate(&prior, (law.masses().first + k) as u32, 3.0, 1.0, 0.9).unwrap().conflict;
        whole += mass;
        clashes += if conflict < 0.05 { *mass } else { 0.0 };
    }
    assert!(whole > 0.999 && clashes <= 0.05 && clashes > 0.005, "{clashes}");
}

#[test]
fn priors_that_cannot_be_are_refused() {
    let why = |prior| rate(&prior, 1, 1.0, 1.0, 0.9).unwrap_err().to_string();
    let interval = |mean, low, high| Prior::Interval { mean, low, high, level: 0.9 };
    assert_eq!(why(interval(1.0, 0.0, 2.0)), "`prior.low` is 0; it must be a number above 0");
    assert_eq!(why(interval(3.0, 1.0, 2.0)), "`prior.high` is 2; it must be above `prior.mean`, which is 3");
    assert!(why(interval(1.0, 0.999_99, 1.000_01)).contains("so narrow that no law fits"));
    assert_eq!(
        why(Prior::Equivalent { events: 0.0, exposure: 1.0 }),
        "`prior.events` is 0; it must be a number above 0"
    );
    let prior = Prior::Equivalent { events: 1.0, exposure: 10.0 };
    assert_eq!(
        share(&prior, 5, 4, 1, 0.9).unwrap_err().to_string(),
        "`wrong` is 5; it must be at most `occasions`, which is 4"
    );
    assert_eq!(
        rate(&prior, 5, -1.0, 1.0, 0.9).unwrap_err().to_string(),
        "`exposure` is -1; it must be a number above 0"
    );
}
