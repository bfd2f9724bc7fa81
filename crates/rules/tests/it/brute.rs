//! What one table is told to have wrong, against every case counted out.

use std::collections::BTreeSet;

use rules::{Fault, Findings, Limits, Table, Value, Verdict, Vocabulary, verify_within};

use crate::random::{Chance, Column, OUTCOMES, Plain, Sort, columns, table};

const POLICIES: [&str; 5] = ["unique", "first", "priority", "any", "collect"];

/// So many tables are counted out in a few seconds.
const TABLES: u64 = 10_000;

type Pairs = BTreeSet<BTreeSet<usize>>;

fn all() -> Limits {
    Limits { faults: 100_000, ..Limits::default() }
}

fn of<'a>(findings: &'a Findings, name: &str) -> Vec<&'a Fault> {
    findings.faults.iter().filter(|it| it.fault == name).collect()
}

fn first_rows(findings: &Findings, name: &str) -> BTreeSet<usize> {
    of(findings, name).iter().map(|it| it.rows[0].row.parse().unwrap()).collect()
}

fn pairs(findings: &Findings, name: &str) -> Pairs {
    of(findings, name).iter().map(|it| it.rows.iter().map(|at| at.row.parse().unwrap()).collect()).collect()
}

#[test]
fn every_fault_of_ten_thousand_tables_is_the_one_that_counting_finds() {
    for seed in 0..TABLES {
        let mut chance = Chance(seed);
        let policy = POLICIES[chance.below(5)];
        let columns = columns(&mut chance);
        let plain = table("t", policy, columns, 6, &mut chance);
        let read = Table::parse_toml(&plain.toml()).unwrap_or_else(|it| panic!("{it}\n{}", plain.toml()));
        let findings = verify_within(&[&read], &Vocabulary::default(), &all());
        let check = std::panic::catch_unwind(|| agree(&plain, &read, &findings));
        assert!(check.is_ok(), "seed {seed}\n{}\n{findings:#?}", plain.toml());
    }
}

fn agree(plain: &Plain, read: &Table, findings: &Findings) {
    assert!(findings.unsettled.is_empty());
    findings.faults.iter().for_each(|it| assert!(it.reproduces(&[read]), "{it:?}"));
    evaluation(plain, read);
    gaps(plain, read, findings);
    pairs_of_rows(plain, read, findings);
    never_winning(plain, read, findings);
    unreachable(plain, findings);
    monotone(plain, read, findings);
}

fn evaluation(plain: &Plain, read: &Table) {
    for at in plain.cases() {
        let outcome = read.evaluate(&plain.case(&at)).unwrap();
        assert_eq!(outcome.hits, plain.hits(&at));
        match (plain.winner(&at), &outcome.verdict) {
            (Err(rows), Verdict::Contradicted { rows: found }) => assert_eq!(&rows, found),
            (Ok(None), Verdict::Nothing) => {}
            (Ok(Some(row)), Verdict::Decided { row: found, values }) => {
                assert_eq!(row, *found);
                if plain.policy != "collect" {
                    assert_eq!(values[0].1, Value::word(OUTCOMES[plain.outcomes[row]]));
                }
            }
            other => panic!("{other:?}"),
        }
    }
}

fn gaps(plain: &Plain, read: &Table, findings: &Findings) {
    let gaps: Vec<Vec<usize>> = plain.cases().into_iter().filter(|it| plain.hits(it).is_empty()).collect();
    let found = of(findings, "gap");
    assert_eq!(found.is_empty(), gaps.is_empty());
    found.iter().for_each(|it| assert_eq!(read.evaluate(&it.cases[0]).unwrap().verdict, Verdict::Nothing));
    // The boxes, read as rows of a table of their own, cover exactly the gaps.
    let plain_words = |it: &Column| !it.optional && it.sort != Sort::Set;
    if found.is_empty() || !plain.columns.iter().all(plain_words) {
        return;
    }
    let mut text = plain.toml().split("[[row]]").next().unwrap().replace(plain.policy, "any");
    for (row, it) in found.iter().enumerate() {
        let when: String = it.region.iter().map(|(name, test)| format!("when.{name} = '{test}'\n")).collect();
        text.push_str(&format!("[[row]]\nid = \"{row}\"\n{when}then.o = \"p\"\n"));
    }
    let boxes = Table::parse_toml(&text).unwrap_or_else(|it| panic!("{it}\n{text}"));
    for at in plain.cases() {
        let inside = boxes.evaluate(&plain.case(&at)).unwrap().verdict != Verdict::Nothing;
        assert_eq!(inside, plain.hits(&at).is_empty());
    }
}

/// Places of all cases that a row hits.
fn hit_by(plain: &Plain, row: usize) -> BTreeSet<Vec<usize>> {
    plain.cases().into_iter().filter(|it| plain.hits(it).contains(&row)).collect()
}

fn pairs_of_rows(plain: &Plain, read: &Table, findings: &Findings) {
    let rows = plain.outcomes.len();
    let hit: Vec<_> = (0..rows).map(|it| hit_by(plain, it)).collect();
    let (mut duplicates, mut contradictions, mut overlaps) = (BTreeSet::new(), Pairs::new(), Pairs::new());
    for high in 0..rows {
        for low in 0..high {
            let same = plain.outcomes[low] == plain.outcomes[high];
            let meet = hit[low].intersection(&hit[high]).next().is_some();
            let contained = hit[low].is_subset(&hit[high]) || hit[high].is_subset(&hit[low]);
            if same && hit[low] == hit[high] {
                duplicates.insert(high);
            }
            if !same && meet && matches!(plain.policy, "unique" | "any") {
                contradictions.insert(BTreeSet::from([low, high]));
            }
            if same && meet && !contained && plain.policy == "unique" {
                overlaps.insert(BTreeSet::from([low, high]));
            }
        }
    }
    assert_eq!(first_rows(findings, "duplicate"), duplicates);
    assert_eq!(pairs(findings, "contradiction"), contradictions);
    assert_eq!(pairs(findings, "overlap"), overlaps);
    for name in ["duplicate", "contradiction", "overlap"] {
        for fault in of(findings, name) {
            let outcome = read.evaluate(&fault.cases[0]).unwrap();
            let rows: Vec<usize> = fault.rows.iter().map(|it| it.row.parse().unwrap()).collect();
            assert!(rows.iter().all(|it| outcome.hits.contains(it)));
            let clash = matches!(outcome.verdict, Verdict::Contradicted { .. });
            assert!(name == "duplicate" || clash);
        }
    }
}

fn never_winning(plain: &Plain, read: &Table, findings: &Findings) {
    let duplicates = first_rows(findings, "duplicate");
    let ordered = matches!(plain.policy, "first" | "priority");
    let wins: BTreeSet<usize> = plain.cases().iter().filter_map(|it| plain.winner(it).ok().flatten()).collect();
    let never = |row: &usize| ordered && !wins.contains(row) && !duplicates.contains(row);
    let shadowed: BTreeSet<usize> = (0..plain.outcomes.len()).filter(never).collect();
    assert_eq!(first_rows(findings, "shadowed"), shadowed);
    for fault in of(findings, "shadowed") {
        let row: usize = fault.rows[0].row.parse().unwrap();
        let outcome = read.evaluate(&fault.cases[0]).unwrap();
        assert!(outcome.hits.contains(&row));
        assert!(matches!(outcome.verdict, Verdict::Decided { row: winner, .. } if winner != row));
    }
    let subsumed: BTreeSet<usize> = (0..plain.outcomes.len())
        .filter(|it| subsumes(plain, *it) && !shadowed.contains(it) && !duplicates.contains(it))
        .collect();
    assert_eq!(first_rows(findings, "subsumed"), subsumed);
}

/// Whether another row says everything that a row says, so that it can go.
fn subsumes(plain: &Plain, row: usize) -> bool {
    let rows = 0..plain.outcomes.len();
    let order = |it: usize| if plain.policy == "priority" { (plain.outcomes[it], it) } else { (0, it) };
    let own = hit_by(plain, row);
    let same = |it: usize| plain.outcomes[it] == plain.outcomes[row];
    rows.clone().any(|by| {
        let wider = by != row && same(by) && own.is_subset(&hit_by(plain, by)) && own != hit_by(plain, by);
        match plain.policy {
            "collect" => false,
            "unique" | "any" => wider,
            _ => {
                let between = |it: usize| order(row) < order(it) && order(it) < order(by);
                let other =
                    |it: usize| between(it) && !same(it) && own.intersection(&hit_by(plain, it)).next().is_some();
                wider && order(by) > order(row) && !rows.clone().any(other)
            }
        }
    })
}

fn unreachable(plain: &Plain, findings: &Findings) {
    let said: BTreeSet<usize> = match plain.policy {
        "collect" => plain.cases().iter().flat_map(|it| plain.hits(it)).map(|it| plain.outcomes[it]).collect(),
        _ => {
            plain.cases().iter().filter_map(|it| plain.winner(it).ok().flatten()).map(|it| plain.outcomes[it]).collect()
        }
    };
    let found = of(findings, "unreachable");
    let never: Vec<&str> = (0..3).filter(|it| !said.contains(it)).map(|it| OUTCOMES[it]).collect();
    assert_eq!(found.len(), never.len());
    found.iter().zip(never).for_each(|(it, value)| assert!(it.fingerprint.ends_with(&format!("o = {value}"))));
}

/// Whether the second case has the same inputs with more harm where a direction is given.
fn more_harm(plain: &Plain, less: &[usize], more: &[usize]) -> bool {
    plain.columns.iter().zip(less.iter().zip(more)).all(|(column, (less, more))| {
        let missing = |at: &usize| column.optional && at + 1 == column.count();
        match column.harm {
            _ if less == more => true,
            None => false,
            Some(_) if missing(less) || missing(more) => false,
            Some(true) => less < more,
            Some(false) => less > more,
        }
    })
}

fn monotone(plain: &Plain, read: &Table, findings: &Findings) {
    let found = of(findings, "monotone");
    if plain.policy == "collect" || plain.columns.iter().all(|it| it.harm.is_none()) {
        return assert!(found.is_empty());
    }
    let cases = plain.cases();
    let strict = |at: &[usize]| plain.winner(at).ok().flatten().map(|it| 2 - plain.outcomes[it]);
    let broken = cases.iter().any(|less| {
        let strictness = strict(less);
        strictness.is_some()
            && cases.iter().any(|more| {
                matches!((strictness, strict(more)), (Some(a), Some(b)) if a > b) && more_harm(plain, less, more)
            })
    });
    assert_eq!(found.len(), usize::from(broken));
    for fault in found {
        let place = |case: &rules::Case| cases.iter().find(|it| plain.case(it) == *case).unwrap();
        let (less, more) = (place(&fault.cases[0]), place(&fault.cases[1]));
        assert!(more_harm(plain, less, more));
        let value = |case: &rules::Case| read.evaluate(case).unwrap().value("o").unwrap().bare();
        // The list runs from strict to mild.
        assert!(value(&fault.cases[0]) < value(&fault.cases[1]));
    }
}

#[test]
fn what_is_not_known_is_judged_like_all_completions() {
    for seed in 0..1_500 {
        let mut chance = Chance(0x5EED + seed);
        let policy = POLICIES[chance.below(4)];
        let columns = columns(&mut chance);
        let plain = table("t", policy, columns, 6, &mut chance);
        let read = Table::parse_toml(&plain.toml()).unwrap();
        let full = &plain.cases()[chance.below(plain.cases().len())];
        let hidden: Vec<bool> = plain.columns.iter().map(|it| !it.optional && chance.one_in(2)).collect();
        let mut case = rules::Case::default();
        for (place, column) in plain.columns.iter().enumerate().filter(|it| !hidden[it.0]) {
            case.set(column.name, column.value(full[place]));
        }
        let fits = |at: &Vec<usize>| (0..at.len()).all(|it| hidden[it] || at[it] == full[it]);
        let completions: Vec<Vec<usize>> = plain.cases().into_iter().filter(fits).collect();
        let judged = |at: &[usize]| plain.winner(at).map(|it| it.map(|row| plain.outcomes[row]));
        let agreed = completions.iter().all(|it| judged(it) == judged(&completions[0]));
        let depends = |place: usize| {
            let apart = |a: &[usize], b: &[usize]| (0..a.len()).all(|it| it == place || a[it] == b[it]);
            completions.iter().any(|a| completions.iter().any(|b| apart(a, b) && judged(a) != judged(b)))
        };
        let needed: Vec<String> =
            (0..hidden.len()).filter(|it| depends(*it)).map(|it| plain.columns[it].name.to_owned()).collect();
        match read.evaluate(&case).unwrap().verdict {
            Verdict::Undecided { needs } => assert_eq!((agreed, needs), (false, needed), "seed {seed}"),
            Verdict::Decided { values, .. } => {
                assert!(agreed, "seed {seed}");
                let said = judged(full).unwrap().map(|it| Value::word(OUTCOMES[it]));
                assert_eq!(Some(values[0].1.clone()), said, "seed {seed}");
            }
            Verdict::Nothing => assert!(agreed && judged(full) == Ok(None), "seed {seed}"),
            Verdict::Contradicted { .. } => assert!(agreed && judged(full).is_err(), "seed {seed}"),
        }
    }
}
