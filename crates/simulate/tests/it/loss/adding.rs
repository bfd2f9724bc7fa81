//! How risks add up: common causes against enumeration, means that add, tails that do not, contributions that sum.

use simulate::loss::contribution::{Together, together};
use simulate::loss::{Model, quantify};

use super::{close, covers, draws, golden, model, number, portfolio, question, seeds};

/// The model of `scripts/loss.py`: power makes cloud and model happen, cloud makes model happen, and all three strike risks.
const CAUSES: &str = r#"
cause = [
    { id = "power", frequency = { law = "poisson", mean = 0.8 } },
    { id = "cloud", frequency = { law = "poisson", mean = 0.5 }, causes = [{ cause = "power", probability = 0.6 }] },
    { id = "model", causes = [{ cause = "cloud", probability = 0.5 }, { cause = "power", probability = 0.25 }] },
]
[[risk]]
id = "R1"
system = "S1"
frequency = { law = "poisson", mean = 1.5 }
causes = [{ cause = "model", probability = 0.7 }]
severity = { law = "generalised_pareto", threshold = 0.0, scale = 10.0, shape = 0.0 }
[[risk]]
id = "R2"
system = "S2"
causes = [{ cause = "model", probability = 0.4 }, { cause = "cloud", probability = 0.3 }]
severity = { law = "generalised_pareto", threshold = 0.0, scale = 25.0, shape = 0.0 }
[[risk]]
id = "R3"
system = "S1"
frequency = { law = "poisson", mean = 0.4 }
causes = [{ cause = "power", probability = 0.2 }]
severity = { law = "generalised_pareto", threshold = 0.0, scale = 5.0, shape = 0.0 }
"#;

#[test]
fn closed_figures_of_common_causes_are_those_of_every_way_that_events_can_take() {
    let (portfolio, key) = (portfolio(CAUSES), golden("causes"));
    for risk in portfolio.risks() {
        let events = portfolio.closed(risk).events.value().unwrap();
        close(events, number(&key["events"][&risk.id]), 1e-12, &risk.id);
    }
    let closed = portfolio.closed_total();
    close(closed.mean.value().unwrap(), number(&key["mean"]), 1e-12, "mean");
    close(closed.deviation.value().unwrap(), number(&key["deviation"]), 1e-12, "deviation");
    let alone: f64 = portfolio.risks().iter().map(|it| portfolio.closed(it).deviation.value().unwrap().powi(2)).sum();
    close(alone.sqrt(), number(&key["apart"]), 1e-12, "deviation as if each met its causes alone");
}

#[test]
fn drawn_common_causes_follow_the_closed_figures() {
    let (portfolio, key) = (portfolio(CAUSES), golden("causes"));
    let (mut mean, mut events) = (0, 0);
    seeds(300, |seed| {
        let found = quantify(&portfolio, &question(), draws(1_000, seed)).unwrap();
        let holds =
            |it: &measure::Measured, truth: f64| usize::from(it.get().unwrap().interval.unwrap().contains(truth));
        mean += holds(&found.total.expected, number(&key["mean"]));
        events += holds(&found.risks[1].events, number(&key["events"]["R2"]));
        true
    });
    covers(mean, 300, "mean of all");
    covers(events, 300, "events of R2");
}

/// Variance of the loss of all risks from the mean square of years, which no closed form enters.
fn deviation(found: &Together, common: bool) -> f64 {
    let figures = if common { &found.common } else { &found.apart };
    let of = figures.expected.get().unwrap();
    let interval = of.interval.unwrap();
    (interval.high - interval.low) / (2.0 * 1.959_964) * (of.n as f64).sqrt()
}

#[test]
fn striking_together_keeps_the_mean_and_lengthens_the_tail() {
    let (portfolio, key) = (portfolio(CAUSES), golden("causes"));
    let found = together(&portfolio, draws(200_000, 1), 0.99).unwrap();
    close(deviation(&found, true), number(&key["deviation"]), 0.015, "together");
    close(deviation(&found, false), number(&key["apart"]), 0.015, "apart");
    let mean = |it: &simulate::loss::figures::Figures| it.expected.value().unwrap();
    close(mean(&found.common), mean(&found.apart), 0.015, "means");
    let tail = |it: &simulate::loss::figures::Figures| it.shortfalls[0].loss.get().unwrap().interval.unwrap();
    assert!(tail(&found.common).low > tail(&found.apart).high, "{found:?}");
    let uncaused =
        CAUSES.replace("probability = 0.7", "probability = 0.0").replace("probability = 0.4", "probability = 0.0");
    let uncaused =
        uncaused.replace("probability = 0.3", "probability = 0.0").replace("probability = 0.2 ", "probability = 0.0 ");
    let found = together(&super::portfolio(&uncaused), draws(20_000, 1), 0.95).unwrap();
    assert_eq!(found.common, found.apart, "without causes there is nothing that could strike together");
}

#[test]
fn means_add_up() {
    let found = quantify(&portfolio(CAUSES), &question(), draws(20_000, 4)).unwrap();
    let parts: f64 = found.risks.iter().map(|it| it.kept.expected.value().unwrap()).sum();
    close(parts, found.total.expected.value().unwrap(), 1e-12, "mean");
}

#[test]
fn contributions_sum_to_the_shortfall_and_none_is_worse_than_alone() {
    for (text, years) in
        [(CAUSES, 50_000), (&CAUSES.replace("0.8 }", "0.01 }").replace("mean = 1.5", "mean = 0.01"), 50_000)]
    {
        for probability in [0.5, 0.9, 0.975] {
            let found = together(&portfolio(text), draws(years, 2), probability).unwrap();
            let whole = found.shortfall.value().unwrap();
            for parts in [&found.risks, &found.systems] {
                let sum: f64 = parts.iter().map(|it| it.contribution.value().unwrap()).sum();
                close(sum, whole, 1e-10, "contributions");
                close(parts.iter().map(|it| it.share.unwrap()).sum(), 1.0, 1e-10, "shares");
                let alone = |it: &simulate::loss::contribution::Part| {
                    it.contribution.value().unwrap() <= it.alone * (1.0 + 1e-10)
                };
                assert!(parts.iter().all(alone), "{parts:?}");
            }
            assert!(found.alone >= whole && found.diversification.unwrap() > 0.0);
        }
    }
}

#[test]
fn risks_that_always_come_together_save_nothing() {
    let pair = |id: &str| {
        format!(
            "[[risk]]\nid = '{id}'\ncauses = [{{ cause = 'c', probability = 1.0 }}]\nseverity = {{ law = 'point', amount = 7.0 }}\n"
        )
    };
    let text =
        format!("cause = [{{ id = 'c', frequency = {{ law = 'poisson', mean = 2.0 }} }}]\n{}{}", pair("A"), pair("B"));
    let found = together(&portfolio(&text), draws(20_000, 1), 0.9).unwrap();
    assert!(found.diversification.unwrap().abs() < 1e-12, "{found:?}");
    close(found.risks[0].contribution.value().unwrap(), found.risks[0].alone, 1e-12, "alone");
    assert!(deviation(&found, false) < deviation(&found, true));
}

#[test]
fn intervals_of_contributions_cover() {
    // Of two Poisson counts in one tail each event is of the first with the share of its mean, so contributions are known shares.
    let text = "[[risk]]\nid = 'A'\nfrequency = { law = 'poisson', mean = 6.0 }\nseverity = { law = 'point', amount = 1.0 }\n\
                [[risk]]\nid = 'B'\nfrequency = { law = 'poisson', mean = 2.0 }\nseverity = { law = 'point', amount = 1.0 }\n";
    let portfolio = portfolio(text);
    let truth = poisson_shortfall(8.0, 0.9) * 0.75;
    let covered = seeds(200, |seed| {
        let found = together(&portfolio, draws(8_000, seed), 0.9).unwrap();
        found.risks[0].contribution.get().unwrap().interval.unwrap().contains(truth)
    });
    covers(covered, 200, "contribution");
}

/// The mean of the worst `1 - p` of a Poisson law, from its probabilities.
fn poisson_shortfall(mean: f64, p: f64) -> f64 {
    let (mut mass, mut below, mut sum) = ((-mean).exp(), 0.0, 0.0);
    for k in 0..200 {
        let of_tail = (below + mass - p).clamp(0.0, mass);
        sum += of_tail * f64::from(k);
        below += mass;
        mass *= mean / f64::from(k + 1);
    }
    sum / (1.0 - p)
}

#[test]
fn an_event_that_comes_by_two_ways_strikes_once() {
    let text = r#"
    cause = [
        { id = "a", frequency = { law = "bernoulli", probability = 1.0 } },
        { id = "b", causes = [{ cause = "a", probability = 1.0 }] },
    ]
    [[risk]]
    id = "R"
    causes = [{ cause = "a", probability = 1.0 }, { cause = "b", probability = 1.0 }]
    severity = { law = "point", amount = 3.0 }
    "#;
    let found = quantify(&portfolio(text), &question(), draws(1_000, 1)).unwrap();
    assert_eq!(found.risks[0].events.value(), Some(1.0));
    assert_eq!(found.closed.mean.value(), Some(3.0));
}

#[test]
fn a_risk_has_the_same_numbers_alone_as_among_others() {
    let whole = model(CAUSES);
    let found = quantify(&whole.checked().unwrap(), &question(), draws(5_000, 1)).unwrap();
    for (risk, told) in whole.risks.iter().zip(&found.risks) {
        let own = Model { risks: vec![risk.clone()], causes: whole.causes.clone() };
        let alone = quantify(&own.checked().unwrap(), &question(), draws(5_000, 1)).unwrap();
        assert_eq!(alone.risks, std::slice::from_ref(told));
        assert_eq!(alone.total, told.kept);
    }
}

#[test]
fn a_tail_of_which_nothing_can_be_told_is_refused() {
    let heavy = CAUSES.replace("scale = 25.0, shape = 0.0", "scale = 25.0, shape = 0.6");
    let why = together(&portfolio(&heavy), draws(20_000, 1), 0.9).unwrap_err().to_string();
    assert_eq!(
        why,
        "`risk R2.severity` has no variance, so nothing can be told of its tail; cap what an event can cost"
    );
    let never =
        heavy.replace("probability = 0.4", "probability = 0.0").replace("probability = 0.3", "probability = 0.0");
    assert!(together(&portfolio(&never), draws(20_000, 1), 0.9).is_ok(), "what never happens has no tail");
    assert!(portfolio(&never).closed_total().deviation.value().is_some());
    let why = together(&portfolio(CAUSES), draws(2_000, 1), 0.99).unwrap_err().to_string();
    assert_eq!(why, "`draws.years` is 2000; it must be at least 40000, so that 400 lie in the tail");
}
