//! Indicators that are bound to frequencies by curves.

use measure::inference::share::clopper_pearson;
use measure::{Estimate, Interval, Measured, Method, Undefined};
use simulate::loss::indicator::{Curve, Outside};
use simulate::loss::{Frequency, quantify};

use super::{close, draws, question};

/// A ratio of selection rates: more events the lower it falls.
const FAIRNESS: &str = "form = 'linear'\npoints = [{ at = 0.5, frequency = 6.0 }, { at = 0.8, frequency = 1.0 }, { at = 1.0, frequency = 0.2 }]";

fn curve(text: &str) -> Curve {
    let curve: Curve = toml::from_str(text).unwrap();
    curve.checked("curve").unwrap();
    curve
}

fn seen(value: f64, low: f64, high: f64) -> Measured {
    let interval = Interval { low, high, level: 0.95, method: Method::Koopman };
    Ok(Estimate::plain(value, 500).unwrap().with(interval)).into()
}

#[test]
fn a_fall_of_the_indicator_moves_the_frequency_by_the_declared_curve() {
    let curve = curve(FAIRNESS);
    close(curve.bind(&seen(0.92, 0.9, 0.94)).unwrap().frequency, 0.52, 1e-12, "before");
    close(curve.bind(&seen(0.76, 0.7, 0.8)).unwrap().frequency, 1.0 + 0.04 / 0.3 * 5.0, 1e-12, "after");
    assert_eq!((curve.at(0.8), curve.at(1.0), curve.at(0.5)), (1.0, 0.2, 6.0));
}

#[test]
fn fewer_rows_leave_the_frequency_less_sure() {
    // The same ratio of 0.775 from 100 and from 1,000 rows.
    let curve = curve(FAIRNESS);
    let (few, many) = (curve.bind(&seen(0.775, 0.646, 0.93)).unwrap(), curve.bind(&seen(0.775, 0.732, 0.821)).unwrap());
    assert_eq!(few.frequency, many.frequency);
    assert!(few.low < many.low && many.high < few.high && few.outside.is_none());
    let spread = |it: &simulate::loss::indicator::Bound| it.mixed().unwrap().checked("law").unwrap().variance();
    assert!(spread(&few) > spread(&many));
    let [low, high] = few.factors().unwrap();
    assert!(low < 1.0 && high > 1.0 && low > few.low / few.frequency && high < few.high / few.frequency);
}

#[test]
fn the_interval_is_carried_over_every_bend() {
    let valley = curve(
        "form = 'linear'\npoints = [{ at = 0.0, frequency = 3.0 }, { at = 1.0, frequency = 1.0 }, { at = 2.0, frequency = 5.0 }]",
    );
    let bound = valley.bind(&seen(0.5, 0.4, 1.5)).unwrap();
    assert_eq!((bound.low, bound.high), (1.0, 3.0));
    let steps = curve(
        "form = 'step'\nfrom = 0.0\ntill = 1.0\nbase = 0.1\nsteps = [{ at = 0.1, frequency = 1.0 }, { at = 0.25, frequency = 4.0 }]",
    );
    let bound = steps.bind(&seen(0.08, 0.05, 0.25)).unwrap();
    assert_eq!((bound.frequency, bound.low, bound.high), (0.1, 0.1, 4.0));
    assert_eq!((steps.at(0.1), steps.at(0.099), steps.at(0.9)), (1.0, 0.1, 4.0));
    let logistic =
        curve("form = 'logistic'\nfrom = 0.0\ntill = 1.0\nbelow = 0.0\nabove = 8.0\nmiddle = 0.5\nwidth = 0.1");
    let bound = logistic.bind(&seen(0.5, 0.4, 0.6)).unwrap();
    close(bound.frequency, 4.0, 1e-12, "middle");
    close(bound.high, 8.0 / (1.0 + (-1.0_f64).exp()), 1e-12, "one width above");
    close(bound.low + bound.high, 8.0, 1e-12, "as far below");
}

#[test]
fn what_lies_outside_of_the_declared_range_is_said() {
    let curve = curve(FAIRNESS);
    let far = curve.bind(&seen(0.4, 0.3, 0.6)).unwrap();
    assert_eq!(far.frequency, 6.0);
    let Some(Outside::Value { end, by }) = far.outside else { panic!("{far:?}") };
    close(end + by, 0.6, 1e-12, "0.1 below 0.5");
    let near = curve.bind(&seen(0.98, 0.9, 1.1)).unwrap();
    assert!(matches!(near.outside, Some(Outside::Interval { end: 1.0, .. })), "{near:?}");
}

#[test]
fn without_data_there_is_no_frequency_but_the_reason() {
    let nothing: Measured = Err(Undefined::because("no row is in the denominator")).into();
    let why = curve(FAIRNESS).bind(&nothing).unwrap_err().to_string();
    assert_eq!(why, "the indicator was not measured: no row is in the denominator");
}

#[test]
fn the_frequency_holds_the_truth_as_often_as_the_indicator_does() {
    let jailbreaks =
        curve("form = 'logistic'\nfrom = 0.0\ntill = 1.0\nbelow = 0.1\nabove = 9.0\nmiddle = 0.3\nwidth = 0.08");
    let truth = jailbreaks.at(0.2);
    let covered = super::seeds(300, |seed| {
        let hits = measure::Chance::new(seed, 3).binomial(60, 0.2);
        let estimate = Estimate::plain(hits as f64 / 60.0, 60).unwrap().with(clopper_pearson(hits, 60, 0.95));
        let bound = jailbreaks.bind(&Ok(estimate).into()).unwrap();
        bound.low <= truth && truth <= bound.high
    });
    super::covers(covered, 300, "frequency");
}

#[test]
fn a_worse_indicator_costs_more() {
    let cost = |value: f64| {
        let mut model = super::model(
            "[[risk]]\nid = 'R'\nfrequency = { law = 'poisson', mean = 1.0 }\nseverity = { law = 'point', amount = 5.0 }\n",
        );
        model.risks[0].frequency =
            Some(curve(FAIRNESS).bind(&seen(value, value - 0.05, value + 0.05)).unwrap().mixed().unwrap());
        quantify(&model.checked().unwrap(), &question(), draws(20_000, 1)).unwrap().total.expected.value().unwrap()
    };
    assert!(cost(0.9) < cost(0.8) && cost(0.8) < cost(0.7));
    close(cost(0.6), 5.0 * (1.0 + 2.0 / 3.0 * 5.0), 0.05, "the mean stays that of the curve");
}

#[test]
fn curves_that_cannot_be_are_refused() {
    let why = |text: &str| toml::from_str::<Curve>(text).unwrap().checked("curve").unwrap_err().to_string();
    assert_eq!(
        why("form = 'linear'\npoints = [{ at = 0.0, frequency = 1.0 }]"),
        "`curve.points` is 1; it must be at least two points"
    );
    assert_eq!(
        why("form = 'linear'\npoints = [{ at = 1.0, frequency = 1.0 }, { at = 0.5, frequency = 1.0 }]"),
        "`curve.points.at` is 0.5; it must be above the one before, which is 1"
    );
    assert_eq!(
        why("form = 'step'\nfrom = 0.0\ntill = 1.0\nbase = 0.1\nsteps = [{ at = 4.0, frequency = 1.0 }]"),
        "`curve.steps` is 4; it must be within the range, from 0 to 1"
    );
    assert_eq!(
        why("form = 'logistic'\nfrom = 0.0\ntill = 1.0\nbelow = 0.0\nabove = 8.0\nmiddle = 0.5\nwidth = 0.0"),
        "`curve.width` is 0; it must be a number above 0"
    );
    assert!(toml::from_str::<Curve>("form = 'linear'\npoints = []\nslope = 3.0").is_err());
    let nothing_here =
        curve("form = 'step'\nfrom = 0.0\ntill = 1.0\nbase = 0.0\nsteps = [{ at = 0.5, frequency = 1.0 }]");
    let bound = nothing_here.bind(&seen(0.4, 0.3, 0.6)).unwrap();
    assert!(bound.mixed().unwrap_err().to_string().contains("use the laws at its ends"));
    assert_eq!(bound.laws()[2], Frequency::Poisson { mean: 1.0 });
}
