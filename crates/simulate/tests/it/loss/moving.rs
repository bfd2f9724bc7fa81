//! What moves the answer, against closed forms of sums of independent risks.

use simulate::loss::sensitivity::{Driver, Input, Part, drivers, tornado};

use super::{close, covers, draws, portfolio, seeds};

/// Two risks of points and exponential costs, of which one may be off.
const TWO: &str = "
[[risk]]
id = 'A'
frequency = { law = 'poisson', mean = 4.0 }
severity = { law = 'generalised_pareto', threshold = 0.0, scale = 10.0, shape = 0.0 }
uncertain = { frequency = [0.5, 2.0], severity = [0.9, 1.2] }
[[risk]]
id = 'B'
frequency = { law = 'poisson', mean = 3.0 }
severity = { law = 'point', amount = 8.0 }
uncertain = { severity = [1.0, 1.0] }
";

fn found(all: &[Driver], risk: &str, part: Part) -> Driver {
    all.iter().find(|it| it.risk == risk && it.part == part).unwrap().clone()
}

#[test]
fn shares_of_variance_are_those_of_the_closed_form() {
    // Var A = 4 · 200 = 800, of which 4 · 10² by the number of events; Var B = 3 · 64 = 192, all of it by their number.
    let whole = 800.0 + 192.0;
    let truths =
        [("A", Part::Loss, 800.0), ("A", Part::Events, 400.0), ("B", Part::Loss, 192.0), ("B", Part::Events, 192.0)];
    let portfolio = portfolio(TWO);
    let mut covered = [0; 4];
    seeds(60, |seed| {
        let all = drivers(&portfolio, draws(20_000, seed)).unwrap();
        for ((risk, part, truth), covered) in truths.iter().zip(&mut covered) {
            let share = *found(&all, risk, *part).variance.get().unwrap();
            *covered += usize::from(share.interval.unwrap().contains(truth / whole));
            close(share.value, truth / whole, 0.12, risk);
        }
        assert_eq!((all[0].risk.as_str(), all[0].part), ("A", Part::Loss), "the largest comes first");
        true
    });
    for (covered, truth) in covered.iter().zip(truths) {
        covers(*covered, 60, &format!("{truth:?}"));
    }
}

#[test]
fn what_is_alone_explains_everything_and_what_never_happens_nothing() {
    let text = "[[risk]]\nid = 'A'\nfrequency = { law = 'poisson', mean = 1.0 }\nseverity = { law = 'lognormal', median = 10.0, p90 = 60.0 }\n\
                [[risk]]\nid = 'B'\nfrequency = { law = 'poisson', mean = 0.0 }\nseverity = { law = 'point', amount = 1.0 }\n";
    let all = drivers(&portfolio(text), draws(40_000, 1)).unwrap();
    let alone = found(&all, "A", Part::Loss);
    close(alone.variance.value().unwrap(), 1.0, 1e-9, "share");
    close(alone.rank.value().unwrap(), 1.0, 1e-12, "rank");
    let idle = found(&all, "B", Part::Events);
    assert!(idle.variance.get().unwrap_err().to_string().contains("does not vary") && idle.rank.get().is_err());
}

#[test]
fn a_swing_moves_the_mean_as_the_closed_form_does() {
    let portfolio = portfolio(TWO);
    // Mean of A is 40: half of it is 20 less, twice 40 more; costs ten percent less or twenty more.
    let truths = [(Input::Frequency, -20.0, 40.0), (Input::Severity, -4.0, 8.0)];
    let mut covered = 0;
    seeds(100, |seed| {
        let swings = tornado(&portfolio, draws(4_000, seed), 0.9).unwrap();
        for (input, low, high) in truths {
            let swing = swings.iter().find(|it| it.risk == "A" && it.input == input).unwrap();
            for (end, truth) in [(&swing.low, low), (&swing.high, high)] {
                covered += usize::from(end.expected.get().unwrap().interval.unwrap().contains(truth));
            }
            assert!(swing.low.shortfall.value().unwrap() < 0.0 && swing.high.shortfall.value().unwrap() > 0.0);
        }
        assert_eq!((swings[0].risk.as_str(), swings[0].input), ("A", Input::Frequency), "the widest comes first");
        let still = swings.iter().find(|it| it.risk == "B").unwrap();
        assert_eq!(
            (still.width, still.low.expected.value()),
            (Some(0.0), Some(0.0)),
            "a factor of 1 moves nothing at all"
        );
        true
    });
    covers(covered, 400, "swings");
}

#[test]
fn the_same_chance_makes_swings_sharper_than_another_would() {
    let swings = tornado(&portfolio(TWO), draws(20_000, 1), 0.9).unwrap();
    let end = swings.iter().find(|it| it.input == Input::Severity && it.risk == "A").unwrap().high.expected.clone();
    let interval = end.get().unwrap().interval.unwrap();
    // Of two independent runs the difference has the deviation sqrt(2 · 992 + …) / sqrt(n): at least 0.31 a side at 95 %.
    assert!(0.5 * (interval.high - interval.low) < 0.16, "{interval:?}");
}

#[test]
fn a_law_that_cannot_be_multiplied_says_so() {
    let text = TWO.replace("law = 'poisson', mean = 4.0", "law = 'empirical', years = [3, 5]");
    let swings = tornado(&portfolio(&text), draws(2_000, 1), 0.9).unwrap();
    let swing = swings.iter().find(|it| it.input == Input::Frequency).unwrap();
    assert!(swing.width.is_none());
    assert_eq!(swing.low.expected.get().unwrap_err().to_string(), "the law of frequency cannot be multiplied by 0.5");
}
