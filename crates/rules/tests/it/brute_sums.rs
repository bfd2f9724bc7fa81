//! Tables whose rows are collected, held against every pair of cases: whether more harm ever gives a milder outcome.

use rules::{Case, Limits, Table, Value, Vocabulary, verify_within};

use crate::random::Chance;

/// Values of each input.
const VALUES: i64 = 5;

/// A random table of two or three whole inputs, with a direction each or none, whose rows ask for ranges.
fn table(chance: &mut Chance) -> (String, Vec<Option<bool>>) {
    let policy = ["collect sum", "collect count", "collect max", "collect min"][chance.below(4)];
    let inputs: Vec<Option<bool>> =
        (0..2 + chance.below(2)).map(|_| (!chance.one_in(4)).then(|| chance.one_in(2))).collect();
    let mut text = format!("table = \"t\"\npolicy = \"{policy}\"\n");
    for (at, harm) in inputs.iter().enumerate() {
        let harm = harm.map_or("", |more| if more { "harm = \"more\"\n" } else { "harm = \"less\"\n" });
        text += &format!(
            "[[input]]\nname = \"i{at}\"\ntype = \"number\"\nwhole = true\nleast = 0\nmost = {}\n{harm}",
            VALUES - 1
        );
    }
    let harm = if chance.one_in(2) { "more" } else { "less" };
    text += &format!("[[output]]\nname = \"o\"\ntype = \"number\"\nharm = \"{harm}\"\n");
    for row in 0..1 + chance.below(4) {
        text += &format!("[[row]]\nid = \"r{row}\"\n");
        for at in 0..inputs.len() {
            let (low, high) = (chance.below(VALUES as usize), chance.below(VALUES as usize));
            match chance.below(3) {
                0 => text += &format!("when.i{at} = '>= {low}'\n"),
                1 => text += &format!("when.i{at} = '[{}..{}]'\n", low.min(high), low.max(high)),
                _ => {}
            }
        }
        text += &format!("then.o = {}\n", chance.below(6) as i64 - 2);
    }
    (text, inputs)
}

fn cases(inputs: usize) -> Vec<Vec<i64>> {
    let mut all = vec![Vec::new()];
    for _ in 0..inputs {
        all = all.into_iter().flat_map(|it| (0..VALUES).map(move |value| [it.clone(), vec![value]].concat())).collect();
    }
    all
}

#[test]
fn sums_counts_greatest_and_least_are_proved_like_every_pair_of_cases_says() {
    let mut broken = [0, 0];
    for seed in 0..1_500 {
        let mut chance = Chance(0xADD + seed);
        let (text, inputs) = table(&mut chance);
        let table = Table::parse_toml(&text).unwrap();
        let findings = verify_within(&[&table], &Vocabulary::default(), &Limits { work: 1_000_000, faults: 20 });
        let found = findings.faults.iter().find(|it| it.fault == "monotone");
        let of = |at: &[i64]| {
            let mut case = Case::default();
            at.iter().enumerate().for_each(|(place, value)| case.set(&format!("i{place}"), Value::whole(*value)));
            case
        };
        let outcome = |case: &Case| table.evaluate(case).unwrap().value("o")?.bare().parse::<i128>().ok();
        let strict = |at: &[i64]| {
            outcome(&of(at)).map(|it| if text.contains("type = \"number\"\nharm = \"less\"") { -it } else { it })
        };
        let graver = |less: &[i64], more: &[i64]| {
            inputs.iter().zip(less.iter().zip(more)).all(|(harm, (a, b))| match harm {
                None => a == b,
                Some(true) => a <= b,
                Some(false) => a >= b,
            })
        };
        let all = cases(inputs.len());
        let adds = text.contains("sum") || text.contains("count");
        let unsettled = findings.unsettled.iter().any(|it| it.fault == "monotone");
        if !adds && all.iter().any(|it| strict(it).is_none()) && inputs.iter().any(Option::is_some) {
            assert!(unsettled && found.is_none(), "seed {seed}: {text}");
            continue;
        }
        // What nothing adds to is 0.
        let worth = |it: &[i64]| strict(it).unwrap_or_default();
        let milder = all.iter().any(|less| all.iter().any(|more| graver(less, more) && worth(more) < worth(less)));
        broken[usize::from(milder)] += 1;
        assert_eq!((found.is_some(), unsettled), (milder, false), "seed {seed}: {text}\n{:?}", findings.faults);
        if let Some(fault) = found {
            let values: Vec<i128> = fault.cases.iter().map(|it| outcome(it).unwrap_or_default()).collect();
            assert!(
                fault.cases.len() == 2 && values[0] != values[1] && !fault.rows.is_empty(),
                "seed {seed}: {fault:?}"
            );
        }
    }
    assert!(broken.iter().all(|it| *it > 100), "both sorts are tried: {broken:?}");
}
