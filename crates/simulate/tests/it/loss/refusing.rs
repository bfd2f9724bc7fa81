//! Each mistake has one sentence that names its field and what is possible; the sound twin has none.

use simulate::loss::quantify;

use super::{draws, model, portfolio, question};

const SOUND: &str = r#"
[[cause]]
id = "supplier"
frequency = { law = "poisson", mean = 0.5 }
[[risk]]
id = "RSK-1"
frequency = { law = "poisson", mean = 2.0 }
causes = [{ cause = "supplier", probability = 0.6 }]
severity = { law = "pert", least = 1000.0, likely = 5000.0, most = 60000.0 }
terms = { deductible = 500.0, layers = [{ retention = 10000.0, limit = 40000.0, share = 0.9 }] }
"#;

/// The sound model with one thing changed, and what is said of it.
#[track_caller]
fn says(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    let flaws = model(&SOUND.replacen(from, to, 1)).checked().unwrap_err();
    let told: Vec<String> = flaws.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_sound_model_has_no_flaw() {
    assert!(model(SOUND).checked().is_ok());
}

#[test]
fn numbers_that_are_impossible_are_named_with_what_is_possible() {
    says("mean = 2.0", "mean = -2.0", &["`risk RSK-1.frequency.mean` is -2; it must be a number of 0 or more"]);
    says("mean = 2.0", "mean = nan", &["`risk RSK-1.frequency.mean` is NaN; it must be a number of 0 or more"]);
    says(
        "mean = 2.0",
        "mean = 20000.0",
        &[
            "`risk RSK-1.frequency` is 20000; it must be a law with at most 10000 events a year; tell more as one amount a year",
        ],
    );
    says(
        "likely = 5000.0",
        "likely = 500.0",
        &["`risk RSK-1.severity.likely` is 500; it must be from `least` to `most`, 1000 to 60000"],
    );
    says(
        "most = 60000.0",
        "most = 100.0",
        &["`risk RSK-1.severity.most` is 100; it must be above `least`, which is 1000"],
    );
    says(
        "probability = 0.6",
        "probability = 1.6",
        &["`risk RSK-1.causes.supplier` is 1.6; it must be a probability from 0 to 1"],
    );
    says("share = 0.9", "share = 9.0", &["`risk RSK-1.terms.layers[0].share` is 9; it must be a part from 0 to 1"]);
    says(
        "law = \"poisson\", mean = 2.0",
        "law = \"negative_binomial\", mean = 2.0, variance = 1.0",
        &["`risk RSK-1.frequency.variance` is 1; it must be above the mean; at the mean the law is `poisson`"],
    );
    says(
        "law = \"pert\", least = 1000.0, likely = 5000.0, most = 60000.0",
        "law = \"lognormal\", mean = 5.0, p90 = 9.0",
        &[
            "`risk RSK-1.severity` is lognormal, which needs `mean` and `deviation`, or two of `p5`, `p10`, `median`, `p90`, `p95`, `p99`, and nothing else",
        ],
    );
}

#[test]
fn layers_that_pay_more_than_there_is_are_refused() {
    says(
        "share = 0.9 }]",
        "share = 0.9 }, { retention = 45000.0, share = 0.2 }]",
        &[
            "`risk RSK-1.terms.layers` pay more than the whole of what an event costs above 45000; let them follow on each other or lower their shares",
        ],
    );
}

#[test]
fn risks_and_causes_that_hang_in_the_air_are_told() {
    says(
        "cause = \"supplier\"",
        "cause = \"weather\"",
        &["`risk RSK-1.causes` names `weather`, which is no cause of this model; enter it as one"],
    );
    says(
        "frequency = { law = \"poisson\", mean = 2.0 }\ncauses = [{ cause = \"supplier\", probability = 0.6 }]",
        "",
        &["`risk RSK-1` has neither `frequency` nor `causes`; say how often it happens, or what makes it happen"],
    );
    let twice = format!("{SOUND}{}", &SOUND[SOUND.find("[[risk]]").unwrap()..]);
    assert_eq!(
        model(&twice).checked().unwrap_err()[0].to_string(),
        "`risk RSK-1` stands here twice; leave one of them"
    );
}

#[test]
fn a_circle_of_causes_is_named() {
    let text = r#"
    cause = [
        { id = "a", causes = [{ cause = "c", probability = 0.1 }] },
        { id = "b", causes = [{ cause = "a", probability = 0.1 }], frequency = { law = "poisson", mean = 1.0 } },
        { id = "c", causes = [{ cause = "b", probability = 0.1 }] },
        { id = "d", causes = [{ cause = "c", probability = 0.1 }] },
    ]"#;
    let flaws = model(text).checked().unwrap_err();
    assert_eq!(
        flaws[0].to_string(),
        "`cause` goes round in a circle: `a` makes `b` makes `c` makes `a` happen; take one of these out"
    );
    let straight = text.replace(
        r#"{ id = "a", causes = [{ cause = "c", probability = 0.1 }] }"#,
        r#"{ id = "a", frequency = { law = "poisson", mean = 1.0 } }"#,
    );
    assert!(model(&straight).checked().is_ok());
}

#[test]
fn a_misspelt_field_is_no_field() {
    for (from, to) in [
        ("deductible", "deductable"),
        ("mean = 2.0", "men = 2.0"),
        ("mean = 2.0", "mean = 2.0, men = 2.0"),
        ("least = 1000.0", "least = 1000.0, lest = 5.0"),
        ("retention", "retained"),
        ("probability", "chance"),
        ("law = \"pert\"", "law = \"port\""),
    ] {
        let text = SOUND.replacen(from, to, 1);
        assert!(toml::from_str::<simulate::loss::Model>(&text).is_err(), "{text}");
    }
}

#[test]
fn draws_and_questions_that_are_impossible_are_refused() {
    let sound = portfolio(SOUND);
    let why = |years, level, quantile: f64| {
        let question = simulate::loss::Question { quantiles: vec![quantile], ..question() };
        let draws = simulate::loss::Draws { level, ..draws(years, 1) };
        quantify(&sound, &question, draws).map(drop).map_err(|it| it.to_string())
    };
    assert_eq!(why(1_000, 0.95, 0.5), Ok(()));
    assert_eq!(why(10, 0.95, 0.5).unwrap_err(), "`draws.years` is 10; it must be from 1000 to 5000000");
    assert_eq!(why(1_000, 95.0, 0.5).unwrap_err(), "`draws.level` is 95; it must be a probability above 0 and below 1");
    assert_eq!(why(1_000, 0.95, 1.0).unwrap_err(), "`quantiles` is 1; it must be a probability above 0 and below 1");
    let busy = portfolio(&SOUND.replace("mean = 2.0", "mean = 9000.0"));
    let why = quantify(&busy, &question(), draws(1_000_000, 1)).unwrap_err().to_string();
    assert!(why.contains("at most 444") && why.contains("for a model with 9001 events a year"), "{why}");
}
