//! What treatments save and cost, against closed forms.

use simulate::loss::Portfolio;
use simulate::loss::comparison::{Cost, Told, compare};

use super::{close, covers, draws, portfolio, seeds};

/// Two risks; the first is treated with these factors.
fn treated(frequency: f64, severity: f64) -> Portfolio {
    portfolio(&format!(
        "[[risk]]\nid = 'A'\nfrequency = {{ law = 'poisson', mean = 2.0 }}\nseverity = {{ law = 'lognormal', mean = 50.0, deviation = 60.0 }}\n\
         treated = {{ frequency = {frequency:?}, severity = {severity:?} }}\n\
         [[risk]]\nid = 'B'\nfrequency = {{ law = 'poisson', mean = 1.0 }}\nseverity = {{ law = 'point', amount = 30.0 }}\n"
    ))
}

fn cost(likely: f64) -> Cost {
    Cost { likely, least: None, most: None }
}

#[test]
fn what_is_saved_is_covered_and_the_same_chance_makes_it_sharp() {
    let (before, after) = (treated(1.0, 1.0), treated(0.6, 0.9));
    let truth = 100.0 - 0.6 * 0.9 * 100.0;
    let mut sharp = 0.0;
    let covered = seeds(200, |seed| {
        let found = compare(&before, &after, cost(10.0), draws(3_000, seed), 0.9).unwrap();
        let interval = found.expected.reduction.get().unwrap().interval.unwrap();
        let alone = |it: &simulate::loss::figures::Figures| {
            it.expected.get().unwrap().interval.map(|it| it.high - it.low).unwrap()
        };
        sharp += (interval.high - interval.low) / (alone(&found.before) + alone(&found.after)) / 200.0;
        interval.contains(truth)
    });
    covers(covered, 200, "reduction");
    assert!(sharp < 0.45, "paired years are sharper than years apart: {sharp}");
}

#[test]
fn cost_and_return_follow_from_the_reduction() {
    let range = Cost { likely: 10.0, least: Some(8.0), most: Some(15.0) };
    let found = compare(&treated(1.0, 1.0), &treated(0.5, 1.0), range, draws(50_000, 1), 0.95).unwrap();
    let saved = *found.expected.reduction.get().unwrap();
    let interval = saved.interval.unwrap();
    close(saved.value, 50.0, 0.03, "half of the events");
    let Told::Value { value, low, high } = found.expected.cost else { panic!("{found:?}") };
    assert_eq!((value, low, high), (10.0 / saved.value, 8.0 / interval.high, 15.0 / interval.low));
    let Told::Value { value, low, high } = found.returned else { panic!("{found:?}") };
    assert_eq!((value, low, high), (saved.value / 10.0 - 1.0, interval.low / 15.0 - 1.0, interval.high / 8.0 - 1.0));
    assert!(matches!(found.shortfall.cost, Told::Value { .. }) && found.shortfall.reduction.value().unwrap() > 50.0);
}

#[test]
fn a_treatment_without_effect_is_not_distinguished_and_one_that_harms_is_worse() {
    let before = treated(1.0, 1.0);
    let found = compare(&before, &before, cost(10.0), draws(2_000, 1), 0.9).unwrap();
    assert_eq!(found.expected.cost, Told::NotDistinguishable);
    let worse = compare(&before, &treated(1.3, 1.0), cost(10.0), draws(20_000, 1), 0.9).unwrap();
    assert_eq!((worse.expected.cost, worse.shortfall.cost), (Told::Worse, Told::Worse));
    let Told::Value { high, .. } = worse.returned else { panic!() };
    assert!(high < -1.0);
}

#[test]
fn a_reduction_is_seldom_claimed_where_there_is_none() {
    // The treatment moves cost from one risk to another of the same mean, so means stay and years differ.
    let pair = |a: f64, b: f64| {
        portfolio(&format!(
            "[[risk]]\nid = 'A'\nfrequency = {{ law = 'poisson', mean = {a:?} }}\nseverity = {{ law = 'pert', least = 0.0, likely = 4.0, most = 20.0 }}\n\
             [[risk]]\nid = 'B'\nfrequency = {{ law = 'poisson', mean = {b:?} }}\nseverity = {{ law = 'pert', least = 0.0, likely = 4.0, most = 20.0 }}\n"
        ))
    };
    let (before, after) = (pair(1.0, 3.0), pair(3.0, 1.0));
    let open = seeds(200, |seed| {
        compare(&before, &after, cost(1.0), draws(2_000, seed), 0.9).unwrap().expected.cost == Told::NotDistinguishable
    });
    covers(open, 200, "no reduction");
}

#[test]
fn insurance_saves_what_the_layer_pays() {
    let text = "[[risk]]\nid = 'A'\nfrequency = { law = 'poisson', mean = 2.0 }\nseverity = { law = 'uniform', least = 0.0, most = 100.0 }\n";
    let insured =
        format!("{text}terms = {{ layers = [{{ retention = 20.0, limit = 50.0, aggregate_limit = 60.0 }}] }}\n");
    let found = compare(&portfolio(text), &portfolio(&insured), cost(40.0), draws(20_000, 1), 0.9).unwrap();
    let question = super::question();
    let paid =
        simulate::loss::quantify(&portfolio(&insured), &question, draws(20_000, 1)).unwrap().risks[0].paid.clone();
    close(found.expected.reduction.value().unwrap(), paid.value().unwrap(), 1e-9, "what is saved is what is paid");
    assert!(portfolio(&insured).closed_total().mean.value().is_none(), "a limit of the year has no closed form");
}

#[test]
fn a_layer_pays_up_to_its_limits_of_the_event_and_of_the_year() {
    let year = |layer: &str, costs: &[f64]| {
        let text = format!(
            "[[risk]]\nid = 'A'\nfrequency = {{ law = 'poisson', mean = 2.0 }}\nseverity = {{ law = 'point', amount = 1.0 }}\n\
             terms = {{ deductible = 10.0, layers = [{{ retention = 20.0, limit = 50.0, {layer} }}] }}\n"
        );
        let year = portfolio(&text).risks()[0].cover.year(costs.iter().copied());
        (year.counted, year.paid, year.kept())
    };
    // By hand: 100 less the deductible counts 90; above 20 the layer holds 50 of it. 40 counts 30, of which 10. 5 counts nothing.
    let costs = [100.0, 40.0, 5.0, 100.0];
    assert_eq!(year("share = 1.0", &costs), (210.0, 110.0, 100.0));
    assert_eq!(year("share = 0.5", &costs), (210.0, 55.0, 155.0));
    assert_eq!(year("share = 1.0, aggregate_limit = 70.0", &costs), (210.0, 70.0, 140.0));
    assert_eq!(year("share = 0.5, aggregate_limit = 70.0", &costs), (210.0, 55.0, 155.0));
    assert_eq!(year("share = 1.0, aggregate_limit = 70.0", &[]), (0.0, 0.0, 0.0));
}

#[test]
fn drawn_years_keep_the_limit_of_the_year() {
    // Each of exactly three events costs 100, of which the layer would pay 50.
    let text = "[[risk]]\nid = 'A'\nfrequency = { law = 'binomial', occasions = 3, probability = 1.0 }\nseverity = { law = 'point', amount = 100.0 }\n\
                terms = { layers = [{ retention = 50.0, aggregate_limit = 120.0 }] }\n";
    let found = simulate::loss::quantify(&portfolio(text), &super::question(), draws(1_000, 1)).unwrap();
    assert_eq!((found.risks[0].paid.value(), found.total.expected.value()), (Some(120.0), Some(180.0)));
}

#[test]
fn costs_and_factors_that_cannot_be_are_refused() {
    let it = treated(1.0, 1.0);
    let why = |cost| compare(&it, &it, cost, draws(2_000, 1), 0.9).unwrap_err().to_string();
    assert_eq!(why(cost(0.0)), "`cost.likely` is 0; it must be a number above 0");
    assert_eq!(
        why(Cost { likely: 5.0, least: Some(6.0), most: None }),
        "`cost.least` is 6; it must be above 0 and at most `cost.likely`, which is 5"
    );
    let flaws = super::model(
        "[[risk]]\nid = 'A'\nfrequency = { law = 'empirical', years = [1] }\nseverity = { law = 'point', amount = 1.0 }\ntreated = { frequency = 0.5 }\n",
    );
    let why = flaws.checked().unwrap_err()[0].to_string();
    assert_eq!(
        why,
        "`risk A.treated.frequency` is 0.5, which this law of `frequency` cannot be multiplied by; state the law as it is with the controls"
    );
}
