//! The shipped schemes: fifty systems as a person labelled them, more harm never milder, and what is near by counting everything out.

use std::collections::BTreeMap;

use governance::deciding::in_force::Tables;
use governance::deciding::shipped::scheme;
use governance::tiering::facts::Fact;
use governance::tiering::verdict::{case, verdict};
use rules::{Domain, Harm, Policy, Value};
use serde::Deserialize;

fn shipped(name: &str) -> Tables {
    Tables::choose(&[], scheme(name).unwrap())
}

fn facts<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Fact> {
    let fact = |(name, value): (&str, &str)| Fact { fact: name.into(), value: value.into(), source: String::new() };
    pairs.into_iter().map(fact).collect()
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    unsaid: BTreeMap<String, String>,
    system: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    name: String,
    tier: String,
    why: String,
    facts: BTreeMap<String, String>,
}

#[test]
fn fifty_systems_have_the_tier_that_a_person_gave_them() {
    let file: File = toml::from_str(include_str!("files/labelled.toml")).unwrap();
    assert_eq!(file.system.len(), 50);
    let bank: File = toml::from_str(include_str!("files/bank.toml")).unwrap();
    let tables = shipped("own_tier");
    let mut unlike = Vec::new();
    for it in file.system.iter().chain(&bank.system) {
        assert!(!it.why.is_empty());
        let mut all = file.unsaid.clone();
        all.extend(it.facts.clone());
        let found = verdict(&tables, &facts(all.iter().map(|it| (it.0.as_str(), it.1.as_str()))));
        if found.outcome.as_deref() != Some(it.tier.as_str()) {
            unlike.push(format!("{}: labelled {}, found {:?}", it.name, it.tier, found));
        }
    }
    assert!(unlike.is_empty(), "{unlike:#?}");
}

/// Numbers without chance, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// The values of an input from the least to the greatest; numbers around every bound.
fn values(domain: &Domain) -> Vec<String> {
    match domain {
        Domain::Choice(values) => values.clone(),
        Domain::Flag => vec!["false".into(), "true".into()],
        _ => {
            [0, 1, 24, 25, 29, 30, 50, 58, 59, 75, 79, 80, 88, 89, 99, 100, 999, 1_000, 9_999, 10_000, 99_999, 100_000]
                .iter()
                .map(ToString::to_string)
                .collect()
        }
    }
}

#[test]
fn more_harm_never_gives_a_milder_outcome_in_ten_thousand_pairs() {
    for name in ["own_tier", "canada_aia", "bank_materiality"] {
        let tables = shipped(name);
        let outcomes = tables.outcomes();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let mut strict = 0;
        for _ in 0..10_000 {
            let (mut less, mut more) = (Vec::new(), Vec::new());
            for input in tables.inputs() {
                let mut all = values(&input.domain);
                if name == "canada_aia" {
                    all.retain(|it| it.parse::<u32>().is_ok_and(|it| it <= 100));
                }
                let harm = input.harm.unwrap_or_else(|| panic!("{} says what more of it means", input.name));
                let (one, other) = (dice.below(all.len()), dice.below(all.len()));
                let (low, high) = (one.min(other), one.max(other));
                let (low, high) = if harm == Harm::More { (low, high) } else { (high, low) };
                less.push((input.name.clone(), all[low].clone()));
                more.push((input.name.clone(), all[high].clone()));
            }
            let ask = |pairs: &[(String, String)]| {
                let found = verdict(&tables, &facts(pairs.iter().map(|it| (it.0.as_str(), it.1.as_str()))));
                let word = found.outcome.clone().unwrap_or_else(|| panic!("{pairs:?}: {found:?}"));
                outcomes.iter().position(|it| *it == word).unwrap()
            };
            let (mild, hard) = (ask(&less), ask(&more));
            assert!(hard <= mild, "{name}: {less:?} is {}, {more:?} is {}", outcomes[mild], outcomes[hard]);
            strict += usize::from(hard < mild);
        }
        assert!(strict > 1_000, "{name}: pairs that differ were tried");
    }
}

/// Points are a sum over rows that look at one input each and never fall with it; the tables around them are proved one by one, and
/// each takes what the one before yields in the same direction. So the composition is monotone for every case, not only those tried.
#[test]
fn the_parts_of_the_own_tiers_compose_to_a_proof() {
    let tables = shipped("own_tier");
    for ruled in &tables.all {
        let table = &ruled.table;
        assert!(table.inputs.iter().all(|it| it.harm.is_some()), "{}", table.name);
        assert!(table.outputs.iter().all(|it| it.harm.is_some()), "{}", table.name);
        if !matches!(table.policy, Policy::Collect(_)) {
            continue; // proved by the verifier, see the test of what ships
        }
        for row in &table.rows {
            assert!(
                row.when.iter().filter(|it| **it != rules::Test::Any).count() <= 1,
                "{} looks at one input",
                row.id
            );
        }
        for input in &table.inputs {
            let base = facts(table.inputs.iter().filter(|it| it.name != input.name).map(|it| (it.name.as_str(), "")));
            let mut last = None;
            for value in values(&input.domain) {
                let mut all: Vec<Fact> = base.clone();
                for it in &mut all {
                    let of = table.inputs.iter().find(|input| input.name == it.fact).unwrap();
                    it.value = values(&of.domain)[0].clone();
                }
                all.extend(facts([(input.name.as_str(), value.as_str())]));
                let case = table.case(all.iter().map(|it| (it.fact.as_str(), it.value.as_str()))).unwrap();
                let points = table.evaluate(&case).unwrap().value("points").cloned();
                let Some(Value::Number(points)) = points else { panic!("{value} gives points") };
                assert!(last.is_none_or(|it| it <= points), "{} at {value}", input.name);
                last = Some(points);
            }
        }
    }
}

#[test]
fn what_is_near_is_what_counting_everything_out_finds() {
    let tables = shipped("bank_materiality");
    let graph = tables.graph().unwrap();
    let inputs = tables.inputs();
    let all: Vec<Vec<String>> = inputs.iter().map(|it| values(&it.domain)).collect();
    let outcomes = tables.outcomes();
    let mut singles_seen = 0;
    let mut pairs_seen = 0;
    for code in 0..27 {
        let at = [code % 3, code / 3 % 3, code / 9];
        let name = |at: &[usize; 3]| facts((0..3).map(|it| (inputs[it].name.as_str(), all[it][at[it]].as_str())));
        let ask = |at: &[usize; 3]| {
            let word = verdict(&tables, &name(at)).outcome.unwrap();
            outcomes.iter().position(|it| *it == word).unwrap()
        };
        let now = ask(&at);
        let wanted = |it: &Value| outcomes.iter().position(|word| *word == it.bare()).is_some_and(|it| it > now);
        let found = graph.near(&case(&tables, &name(&at)).unwrap(), &tables.output, wanted).unwrap();
        let mut brute_singles = std::collections::BTreeSet::new();
        let mut brute_pairs = std::collections::BTreeSet::new();
        for other in 0..27 {
            let to = [other % 3, other / 3 % 3, other / 9];
            let differs: Vec<usize> = (0..3).filter(|it| at[*it] != to[*it]).collect();
            if ask(&to) > now {
                match differs.len() {
                    1 => drop(brute_singles.insert(inputs[differs[0]].name.clone())),
                    2 => drop(brute_pairs.insert((inputs[differs[0]].name.clone(), inputs[differs[1]].name.clone()))),
                    _ => {}
                }
            }
        }
        let single: std::collections::BTreeSet<String> =
            found.iter().filter(|it| it.changes.len() == 1).map(|it| it.changes[0].input.clone()).collect();
        assert_eq!(single, brute_singles, "{at:?}");
        if single.is_empty() {
            let mut pairs: std::collections::BTreeSet<(String, String)> = Default::default();
            for it in &found {
                pairs.insert((it.changes[0].input.clone(), it.changes[1].input.clone()));
            }
            let sorted =
                |it: std::collections::BTreeSet<(String, String)>| -> std::collections::BTreeSet<(String, String)> {
                    it.into_iter().map(|(a, b)| if a < b { (a, b) } else { (b, a) }).collect()
                };
            assert_eq!(sorted(pairs), sorted(brute_pairs), "{at:?}");
            pairs_seen += 1;
        } else {
            singles_seen += 1;
        }
    }
    assert!(singles_seen > 0 && pairs_seen > 0);
}

#[test]
fn the_law_is_asked_in_its_own_order() {
    let tables = shipped("eu_ai_act");
    let base = [
        ("is_ai", "true"),
        ("law_exclusion", "none"),
        ("prohibited_practice", "none"),
        ("safety_component", "false"),
        ("third_party_assessment", "false"),
        ("law_area", "none"),
        ("law_exception", "none"),
        ("profiling", "false"),
        ("talks_to_people", "false"),
        ("generative", "false"),
        ("reads_people", "false"),
    ];
    // Each pair of what is said and what follows is from the text of the law: Articles 2, 3(1), 5, 6(1) to 6(3) and 50.
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[], "minimal"),
        (&[("is_ai", "false"), ("prohibited_practice", "social_scoring")], "out_of_scope"),
        (&[("law_exclusion", "military"), ("law_area", "biometrics")], "out_of_scope"),
        (&[("prohibited_practice", "manipulation"), ("law_area", "employment")], "prohibited"),
        (&[("safety_component", "true")], "minimal"),
        (&[("safety_component", "true"), ("third_party_assessment", "true")], "high_risk"),
        (&[("law_area", "employment")], "high_risk"),
        (&[("law_area", "employment"), ("law_exception", "narrow_procedure")], "minimal"),
        (&[("law_area", "employment"), ("law_exception", "narrow_procedure"), ("profiling", "true")], "high_risk"),
        (
            &[("law_area", "education"), ("law_exception", "prepares_an_assessment"), ("talks_to_people", "true")],
            "transparency",
        ),
        (&[("generative", "true")], "transparency"),
        (&[("reads_people", "true")], "transparency"),
    ];
    for (said, outcome) in cases {
        let all: BTreeMap<&str, &str> = base.iter().chain(*said).copied().collect();
        assert_eq!(verdict(&tables, &facts(all)).outcome.as_deref(), Some(*outcome), "{said:?}");
    }
}

#[test]
fn canada_deducts_fifteen_percent_from_eighty_percent_of_mitigation_on() {
    let tables = shipped("canada_aia");
    let level = |raw: &str, mitigation: &str| {
        verdict(&tables, &facts([("raw_impact_share", raw), ("mitigation_share", mitigation)])).outcome.unwrap()
    };
    // By hand: 29 % less its 15 % is 24.65 %, 30 % is 25.5 %; 58 % is 49.3 %, 59 % is 50.15 %; 88 % is 74.8 %, 89 % is 75.65 %.
    for (raw, mitigation, expected) in [
        ("25", "0", "I"),
        ("25.1", "79.9", "II"),
        ("29", "80", "I"),
        ("30", "80", "II"),
        ("58", "90", "II"),
        ("59", "90", "III"),
        ("88", "100", "III"),
        ("89", "80", "IV"),
        ("76", "0", "IV"),
        ("100", "100", "IV"),
    ] {
        assert_eq!(level(raw, mitigation), expected, "{raw} {mitigation}");
    }
}
