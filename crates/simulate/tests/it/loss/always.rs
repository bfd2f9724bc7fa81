//! What holds for every model.

use proptest::prelude::*;
use simulate::loss::contribution::together;
use simulate::loss::sensitivity::{drivers, tornado};
use simulate::loss::{Cause, Frequency, Layer, Model, Risk, Severity, Strike, Terms, Uncertain, quantify};

use super::{draws, question};

fn frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![
        (0.0..3.0).prop_map(|mean| Frequency::Poisson { mean }),
        (0.1..3.0, 1.1..4.0).prop_map(|(mean, more)| Frequency::NegativeBinomial { mean, variance: mean * more }),
        (1_u32..20, 0.0..0.3).prop_map(|(occasions, probability)| Frequency::Binomial { occasions, probability }),
        proptest::collection::vec(0_u32..5, 1..6).prop_map(|years| Frequency::Empirical { years }),
    ]
}

fn severity() -> impl Strategy<Value = Severity> {
    prop_oneof![
        (0.0..50.0).prop_map(|amount| Severity::Point { amount }),
        (1.0..10.0, 0.0..1.0, 11.0..200.0).prop_map(|(least, part, most)| Severity::Pert {
            least,
            likely: least + part * (most - least),
            most,
            weight: 4.0
        }),
        (1.0..20.0, 1.5..4.0, 100.0..1000.0).prop_map(|(least, index, cap)| Severity::Pareto {
            least,
            index,
            cap: Some(cap)
        }),
        proptest::collection::vec(0.0..90.0, 1..6).prop_map(|amounts| Severity::Empirical { amounts }),
        (1.0..50.0, 1.2..6.0).prop_map(|(median, times)| {
            let text = format!("law = 'lognormal'\nmedian = {median:?}\np90 = {:?}", median * times);
            toml::from_str(&text).unwrap()
        }),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    let layer = (0.0..40.0, proptest::option::of(1.0..80.0), proptest::option::of(1.0..200.0), 0.0..=1.0);
    let layer =
        layer.prop_map(|(retention, limit, aggregate_limit, share)| Layer { retention, limit, aggregate_limit, share });
    (proptest::option::of(20.0..300.0), 0.0..10.0, proptest::option::of(layer))
        .prop_map(|(cap, deductible, layer)| Terms { cap, deductible, layers: layer.into_iter().collect() })
}

fn model() -> impl Strategy<Value = Model> {
    let risk = (frequency(), severity(), terms(), 0.0..=1.0);
    (proptest::collection::vec(risk, 1..4), frequency(), 0.0..=1.0).prop_map(|(risks, of_cause, passes)| {
        let strike = |cause: &str, probability: f64| Strike { cause: cause.to_owned(), probability };
        let risks = risks.into_iter().enumerate().map(|(n, (frequency, severity, terms, probability))| Risk {
            id: format!("RSK-{n}"),
            system: (n != 1).then(|| format!("SYS-{}", n % 2)),
            frequency: Some(frequency),
            causes: vec![strike("first", probability), strike("second", 1.0 - probability)],
            severity,
            terms,
            treated: Default::default(),
            uncertain: Uncertain { frequency: None, severity: Some([0.5, 2.0]) },
        });
        let first = Cause { id: "first".into(), frequency: Some(of_cause), causes: vec![] };
        let second = Cause { id: "second".into(), frequency: None, causes: vec![strike("first", passes)] };
        Model { risks: risks.collect(), causes: vec![second, first] }
    })
}

/// Everything that is told of a model, to the last digit.
fn told(model: &Model) -> String {
    let portfolio = model.checked().unwrap();
    let found = quantify(&portfolio, &question(), draws(9_000, 11)).unwrap();
    let added = together(&portfolio, draws(9_000, 11), 0.9).unwrap();
    let moved = (tornado(&portfolio, draws(9_000, 11), 0.9).unwrap(), drivers(&portfolio, draws(20_000, 11)).unwrap());
    serde_json::to_string(&(found, added, moved)).unwrap()
}

/// The mean kept loss of a model, and that of the years in its tail.
fn cost(model: &Model) -> (f64, f64, f64) {
    let found = quantify(&model.checked().unwrap(), &question(), draws(2_000, 3)).unwrap();
    let total = &found.total;
    let of = |it: &measure::Measured| it.value().unwrap();
    (of(&total.expected), of(&total.quantiles[2].loss), of(&total.shortfalls[0].loss))
}

fn no_more(less: (f64, f64, f64), more: (f64, f64, f64)) -> bool {
    let near = |a: f64, b: f64| a <= b + 1e-9 * b.abs().max(1.0);
    near(less.0, more.0) && near(less.1, more.1) && near(less.2, more.2)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn threads_change_no_digit(model in model()) {
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| told(&model))
        };
        let one = with(1);
        prop_assert_eq!(&one, &with(2));
        prop_assert_eq!(&one, &with(8));
    }

    #[test]
    fn the_order_of_risks_and_causes_changes_no_digit(model in model()) {
        let turned = Model {
            risks: model.risks.iter().rev().cloned().collect(),
            causes: model.causes.iter().rev().cloned().collect(),
        };
        prop_assert_eq!(told(&model), told(&turned));
    }

    #[test]
    fn a_model_says_the_same_after_it_was_written_and_read(model in model()) {
        let again: Model = toml::from_str(&toml::to_string(&model).unwrap()).unwrap();
        prop_assert_eq!(&again, &model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn caps_deductibles_and_layers_never_raise_what_is_kept(model in model(), cap in 1.0..200.0) {
        let mut plain = model.clone();
        plain.risks.iter_mut().for_each(|it| it.terms = Terms::default());
        prop_assert!(no_more(cost(&model), cost(&plain)));
        let mut capped = plain.clone();
        capped.risks[0].terms.cap = Some(cap);
        prop_assert!(no_more(cost(&capped), cost(&plain)));
        let mut held = plain.clone();
        held.risks[0].terms.deductible = cap;
        prop_assert!(no_more(cost(&held), cost(&plain)));
    }

    #[test]
    fn more_severe_is_never_less(model in model(), times in 1.0..5.0) {
        let mut worse = model.clone();
        worse.risks[0].treated.severity = times;
        prop_assert!(no_more(cost(&model), cost(&worse)));
    }

    #[test]
    fn more_frequent_is_never_less(mean in 0.0..3.0, times in 1.0..3.0, severity in severity()) {
        let of = |mean: f64| {
            let risk = Risk {
                id: "R".into(), system: None, frequency: Some(Frequency::Poisson { mean }), causes: vec![], severity: severity.clone(),
                terms: Terms::default(), treated: Default::default(), uncertain: Default::default(),
            };
            cost(&Model { risks: vec![risk], causes: vec![] })
        };
        prop_assert!(no_more(of(mean), of(mean * times)));
    }

    #[test]
    fn what_is_kept_and_what_is_paid_sum_to_what_counts(model in model()) {
        let found = quantify(&model.checked().unwrap(), &question(), draws(2_000, 5)).unwrap();
        for risk in &found.risks {
            let (counted, paid) = (risk.counted.value().unwrap(), risk.paid.value().unwrap());
            let kept = risk.kept.expected.value().unwrap();
            prop_assert!((counted - paid - kept).abs() <= 1e-9 * counted.max(1.0), "{} {} {}", counted, paid, kept);
            prop_assert!(paid >= 0.0 && kept >= -1e-12);
        }
    }

    #[test]
    fn bands_of_layers_sum_to_the_whole(costs in proptest::collection::vec(0.0..200.0, 0..6), edges in proptest::collection::vec(1.0..60.0, 1..4)) {
        // Layers that follow on each other and pay everything leave nothing.
        let mut retention = 0.0;
        let mut layers: Vec<Layer> = edges.iter().map(|limit| {
            let layer = Layer { retention, limit: Some(*limit), aggregate_limit: None, share: 1.0 };
            retention += limit;
            layer
        }).collect();
        layers.push(Layer { retention, limit: None, aggregate_limit: None, share: 1.0 });
        let risk = |layers: Vec<Layer>| {
            let text = "[[risk]]\nid = 'R'\nfrequency = { law = 'poisson', mean = 1.0 }\nseverity = { law = 'point', amount = 1.0 }\n";
            let mut model = super::model(text);
            model.risks[0].terms.layers = layers;
            model.checked().unwrap().risks()[0].cover.clone()
        };
        let whole: f64 = costs.iter().sum();
        let year = risk(layers.clone()).year(costs.iter().copied());
        prop_assert!((year.paid - whole).abs() < 1e-9 && year.kept().abs() < 1e-9 && year.events as usize == costs.len());
        let parts: f64 = layers.iter().map(|it| risk(vec![it.clone()]).year(costs.iter().copied()).paid).sum();
        prop_assert!((parts - whole).abs() < 1e-9);
    }
}
