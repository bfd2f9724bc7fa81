//! Deadlines, circular approvals, decisions that must be complete, and what tables that count pass on: against every case counted out.

use std::collections::BTreeSet;

use rules::{Fault, Limits, Table, Vocabulary, verify_within};

use crate::random::{Chance, Column, OUTCOMES, Plain, Sort, columns, table};

const SINGLE: [&str; 4] = ["first", "any", "priority", "unique"];

fn all() -> Limits {
    Limits { faults: 10_000, ..Limits::default() }
}

/// The table with other outputs: their declaration, and what each row says of them.
fn saying(plain: &Plain, outputs: &str, then: &dyn Fn(usize) -> String) -> String {
    let text = plain.toml();
    let (head, rest) = text.split_once("[[output]]").unwrap();
    let rows = &rest[rest.find("[[row]]").unwrap()..];
    let mut text = format!("{head}{outputs}\n");
    for (row, lines) in rows.split("[[row]]").skip(1).enumerate() {
        let when: String = lines.lines().filter(|it| !it.starts_with("then.")).map(|it| format!("{it}\n")).collect();
        text.push_str(&format!("[[row]]{when}{}\n", then(row)));
    }
    text
}

/// Rows that speak for a case: all that agree where any may, or the one that wins. `same` tells whether two rows say the same.
fn speaking(plain: &Plain, at: &[usize], same: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let hits = plain.hits(at);
    match plain.policy {
        "unique" if hits.len() > 1 => Vec::new(),
        "any" if hits.iter().any(|it| !same(*it, hits[0])) => Vec::new(),
        "any" => hits,
        _ => hits.into_iter().take(1).collect(),
    }
}

fn rows(fault: &Fault) -> BTreeSet<String> {
    fault.rows.iter().map(|it| format!("{}/{}", it.table, it.row)).collect()
}

const NAMES: [&str; 3] = ["one", "two", "three"];

/// Up to three tables over common columns, with a policy whose winner does not hang on the outputs.
fn several(chance: &mut Chance) -> Vec<Plain> {
    let columns = columns(chance);
    let policies = ["first", "any", "unique"];
    let count = 2 + chance.below(2);
    NAMES.iter().take(count).map(|name| table(name, policies[chance.below(3)], columns.clone(), 3, chance)).collect()
}

#[test]
fn deadlines_that_cannot_be_kept_are_those_that_counting_finds() {
    for seed in 0..1_000 {
        let mut chance = Chance(0xDEAD + seed);
        let plains = several(&mut chance);
        let means: Vec<bool> = plains.iter().map(|_| chance.one_in(2)).collect();
        let days: Vec<Vec<u32>> =
            plains.iter().map(|it| it.holds.iter().map(|_| 1 + chance.below(9) as u32).collect()).collect();
        let text = |at: usize| {
            let means = if means[at] { "takes" } else { "allows" };
            let outputs =
                format!("[[output]]\nname = \"w{at}\"\ntype = \"period\"\nclock = \"c\"\nmeans = \"{means}\"");
            saying(&plains[at], &outputs, &|row| format!("then.w{at} = \"P{}D\"", days[at][row]))
        };
        let read: Vec<Table> = (0..plains.len()).map(|it| Table::parse_toml(&text(it)).unwrap()).collect();
        let tables: Vec<&Table> = read.iter().collect();
        let mut counted = BTreeSet::new();
        for at in plains[0].cases() {
            let said = |table: usize| speaking(&plains[table], &at, &|a, b| days[table][a] == days[table][b]);
            let of = |takes: bool| {
                let chosen = (0..plains.len()).filter(|it| means[*it] == takes);
                chosen.flat_map(|it| said(it).into_iter().map(move |row| (it, row))).collect::<Vec<_>>()
            };
            let (limits, steps) = (of(false), of(true));
            for limit in limits {
                let allowed = days[limit.0][limit.1];
                let mut late: Vec<Vec<(usize, usize)>> = Vec::new();
                for mask in 1u32..1 << steps.len() {
                    let set: Vec<_> = (0..steps.len()).filter(|it| mask >> it & 1 == 1).map(|it| steps[it]).collect();
                    let tables: BTreeSet<usize> = set.iter().map(|it| it.0).collect();
                    if tables.len() == set.len() && set.iter().map(|it| days[it.0][it.1]).sum::<u32>() > allowed {
                        late.push(set);
                    }
                }
                let least = |set: &&Vec<(usize, usize)>| {
                    !late.iter().any(|it| it.len() < set.len() && it.iter().all(|it| set.contains(it)))
                };
                let named = |set: &Vec<(usize, usize)>| {
                    set.iter().chain([&limit]).map(|it| format!("{}/{}", NAMES[it.0], it.1)).collect::<BTreeSet<_>>()
                };
                counted.extend(late.iter().filter(least).map(named));
            }
        }
        let findings = verify_within(&tables, &Vocabulary::default(), &all());
        let found: Vec<&Fault> = findings.faults.iter().filter(|it| it.fault == "deadline").collect();
        assert!(found.iter().all(|it| it.reproduces(&tables)), "seed {seed}");
        assert_eq!(found.iter().map(|it| rows(it)).collect::<BTreeSet<_>>(), counted, "seed {seed}");
    }
}

#[test]
fn a_deadline_that_hangs_on_the_month_is_not_settled() {
    let told = |one: &str, other: &str, all_of: &str| {
        let output = |name: &str, means: &str| {
            format!("[[output]]\nname = \"{name}\"\ntype = \"period\"\nclock = \"c\"\nmeans = \"{means}\"\n")
        };
        let outputs = [output("x", "takes"), output("y", "takes"), output("all", "allows")].concat();
        let row = format!("[[row]]\nid = \"r\"\nthen.x = \"{one}\"\nthen.y = \"{other}\"\nthen.all = \"{all_of}\"\n");
        let text =
            format!("table = \"t\"\npolicy = \"first\"\n[[input]]\nname = \"a\"\ntype = \"flag\"\n{outputs}{row}");
        let table = Table::parse_toml(&text).unwrap();
        let findings = verify_within(&[&table], &Vocabulary::default(), &all());
        (findings.faults.len(), findings.unsettled.iter().filter(|it| it.says.contains("in some months")).count())
    };
    assert_eq!(told("P30D", "P1D", "P1M"), (0, 1));
    assert_eq!(told("P1M", "P20D", "P50D"), (0, 1));
    assert_eq!(told("P30D", "P2D", "P1M"), (1, 0), "no month has 32 days");
    assert_eq!(told("P20D", "P8D", "P1M"), (0, 0), "every month has 28 days");
    assert_eq!(told("P1M", "P1M", "P2M"), (0, 0));
}

#[test]
fn approvals_that_wait_for_themselves_are_those_that_counting_finds() {
    const WHO: [&str; 4] = ["ann", "bob", "cid", "dee"];
    for seed in 0..1_000 {
        let mut chance = Chance(0xC1C + seed);
        let plains = several(&mut chance);
        let pairs: Vec<Vec<(usize, usize)>> =
            plains.iter().map(|it| it.holds.iter().map(|_| (chance.below(4), chance.below(4))).collect()).collect();
        let outputs = "[approval]\nby = \"by\"\nneeds = \"needs\"\n[[output]]\nname = \"by\"\ntype = \"text\"\n[[output]]\nname = \"needs\"\ntype = \"text\"";
        let text = |at: usize| {
            let then = |row: usize| {
                let (by, needs) = pairs[at][row];
                format!("then.by = \"{}\"\nthen.needs = \"{}\"", WHO[by], WHO[needs])
            };
            // Each table takes a decision of its own, so that none contradicts another.
            saying(&plains[at], outputs, &then).replacen("policy", "decision = \"by\"\npolicy", 1)
        };
        let read: Vec<Table> = (0..plains.len()).map(|it| Table::parse_toml(&text(it)).unwrap()).collect();
        let tables: Vec<&Table> = read.iter().collect();
        let always = (chance.below(4), chance.below(4));
        let words = format!("[[approval]]\nby = \"{}\"\nneeds = \"{}\"\n", WHO[always.0], WHO[always.1]);
        let words = Vocabulary::parse_toml(&words).unwrap();
        let mut counted = BTreeSet::new();
        for at in plains[0].cases() {
            let mut edges = vec![(always.0, always.1, None)];
            for (table, plain) in plains.iter().enumerate() {
                for row in speaking(plain, &at, &|a, b| pairs[table][a] == pairs[table][b]) {
                    let (by, needs) = pairs[table][row];
                    edges.push((by, needs, Some(format!("{}/{row}", NAMES[table]))));
                }
            }
            let mut ways: Vec<Vec<usize>> = (0..edges.len()).map(|it| vec![it]).collect();
            while let Some(way) = ways.pop() {
                let last = edges[way[way.len() - 1]].1;
                if last == edges[way[0]].0 {
                    counted.insert(way.iter().filter_map(|it| edges[*it].2.clone()).collect::<BTreeSet<_>>());
                    continue;
                }
                let fresh = |it: &usize| edges[*it].0 == last && way.iter().all(|at| edges[*at].1 != edges[*it].1);
                ways.extend((0..edges.len()).filter(fresh).map(|it| [way.as_slice(), &[it]].concat()));
            }
        }
        let findings = verify_within(&tables, &words, &all());
        let found: Vec<&Fault> = findings.faults.iter().filter(|it| it.fault == "circular").collect();
        assert!(found.iter().all(|it| it.reproduces(&tables)), "seed {seed}");
        assert_eq!(found.iter().map(|it| rows(it)).collect::<BTreeSet<_>>(), counted, "seed {seed}");
    }
}

#[test]
fn a_decision_that_must_be_complete_has_a_gap_exactly_where_counting_finds_one() {
    for seed in 0..1_000 {
        let mut chance = Chance(0xC03 + seed);
        let mut plains = several(&mut chance);
        plains.iter_mut().for_each(|it| it.partial = true);
        let read: Vec<Table> = plains.iter().map(|it| Table::parse_toml(&it.toml()).unwrap()).collect();
        let tables: Vec<&Table> = read.iter().collect();
        let words = Vocabulary::parse_toml("complete = [\"o\"]").unwrap();
        let findings = verify_within(&tables, &words, &all());
        let found: Vec<&Fault> = findings.faults.iter().filter(|it| it.fault == "gap").collect();
        let open = plains[0].cases().into_iter().filter(|at| plains.iter().all(|it| it.hits(at).is_empty()));
        let open: Vec<_> = open.map(|at| plains[0].case(&at)).collect();
        assert_eq!(found.is_empty(), open.is_empty(), "seed {seed}");
        assert!(found.iter().all(|it| it.reproduces(&tables)), "seed {seed}");
    }
}

#[test]
fn outcomes_that_no_sum_or_count_leads_to_are_those_that_counting_finds() {
    let taken = Column { name: "o", sort: Sort::Number, optional: false, harm: None };
    for seed in 0..2_000 {
        let mut chance = Chance(0x503 + seed);
        let columns = columns(&mut chance);
        let how = ["sum", "min", "max", "count"][chance.below(4)];
        let before = table("before", "first", columns.clone(), 4, &mut chance);
        let numbers: Vec<i64> = before.holds.iter().map(|_| chance.below(4) as i64 - 1).collect();
        let text = saying(&before, "[[output]]\nname = \"o\"\ntype = \"number\"", &|row| {
            format!("then.o = {}", numbers[row].max(0))
        });
        let first = text.replace("policy = \"first\"", &format!("policy = \"collect {how}\""));
        let first = Table::parse_toml(&first).unwrap_or_else(|it| panic!("{it}\n{first}"));
        let after = table("after", SINGLE[chance.below(4)], vec![columns[0].clone(), taken.clone()], 4, &mut chance);
        let second =
            after.toml().replace("[[output]]\nname = \"o\"", "[[output]]\nname = \"z\"").replace("then.o", "then.z");
        let second = Table::parse_toml(&second).unwrap();
        let mut said = BTreeSet::new();
        for at in before.cases() {
            let hit: Vec<i64> = before.hits(&at).iter().map(|it| numbers[*it].max(0)).collect();
            let value = match how {
                _ if hit.is_empty() => continue,
                "sum" => hit.iter().sum(),
                "min" => *hit.iter().min().unwrap(),
                "max" => *hit.iter().max().unwrap(),
                _ => hit.len() as i64,
            };
            // The second table knows numbers up to four.
            if value <= 4
                && let Ok(Some(winner)) = after.winner(&[at[0], value as usize])
            {
                said.insert(after.outcomes[winner]);
            }
        }
        let never: BTreeSet<String> =
            (0..3).filter(|it| !said.contains(it)).map(|it| format!("z = {}", OUTCOMES[it])).collect();
        let findings = verify_within(&[&first, &second], &Vocabulary::default(), &all());
        let found = findings.faults.iter().filter(|it| it.fault == "unreachable" && it.tables == ["after"]);
        let found: BTreeSet<String> = found.map(|it| it.fingerprint.rsplit(": ").next().unwrap().to_owned()).collect();
        assert_eq!(found, never, "seed {seed}\n{}\n{}", first.to_toml(), second.to_toml());
        assert!(findings.unsettled.is_empty(), "seed {seed}");
    }
}

#[test]
fn points_that_only_add_up_are_enough_for_a_tier_and_too_many_ways_are_not_settled() {
    let flags: String = (0..40).map(|it| format!("[[input]]\nname = \"f{it}\"\ntype = \"flag\"\n")).collect();
    let rows: String =
        (0..40).map(|it| format!("[[row]]\nid = \"{it}\"\nwhen.f{it} = 'true'\nthen.points = 2\n")).collect();
    let points = format!(
        "table = \"points\"\npolicy = \"collect sum\"\npartial = true\n{flags}[[output]]\nname = \"points\"\ntype = \"number\"\n{rows}"
    );
    let tier = |cell: &str| {
        format!(
            "table = \"tier\"\npolicy = \"first\"\n[[input]]\nname = \"points\"\ntype = \"number\"\nwhole = true\n[[output]]\nname = \"tier\"\ntype = \"choice\"\nvalues = [\"high\", \"low\"]\n[[row]]\nid = \"a\"\nwhen.points = '{cell}'\nthen.tier = \"high\"\n[[row]]\nid = \"b\"\nthen.tier = \"low\"\n"
        )
    };
    let points = Table::parse_toml(&points).unwrap();
    let told = |cell: &str| {
        let tier = Table::parse_toml(&tier(cell)).unwrap();
        let findings = verify_within(&[&points, &tier], &Vocabulary::default(), &Limits { work: 500_000, faults: 10 });
        let reach = |it: &str| it == "unreachable";
        (findings.faults.iter().any(|it| reach(it.fault)), findings.unsettled.iter().any(|it| reach(it.fault)))
    };
    assert_eq!(told(">= 30"), (false, false), "no row says thirty, and fifteen of them do");
    assert_eq!(told("> 80"), (true, false), "all together say eighty");
    assert_eq!(told("31"), (false, true), "to see that no sum is odd takes every way of adding");
}
