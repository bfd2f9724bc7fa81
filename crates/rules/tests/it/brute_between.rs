//! What several tables are told to have wrong together, against every case counted out.

use std::collections::BTreeSet;

use rules::{Limits, Table, Vocabulary, verify_within};

use crate::random::{Chance, OUTCOMES, Plain, columns, table};

/// The rows behind an outcome: any of those that agree, or the one that wins.
fn speaking(plain: &Plain, at: &[usize], winner: usize) -> impl Iterator<Item = usize> {
    if plain.policy == "any" { plain.hits(at) } else { vec![winner] }.into_iter()
}

#[test]
fn contradictions_between_tables_are_those_that_counting_finds() {
    for seed in 0..1_500 {
        let mut chance = Chance(0xB0A2D + seed);
        let columns = columns(&mut chance);
        let policies = ["first", "any", "priority", "unique"];
        let (one, other) = (policies[chance.below(4)], policies[chance.below(4)]);
        let one = table("one", one, columns.clone(), 4, &mut chance);
        // The second table does not look at all inputs.
        let fewer = columns[..1 + chance.below(columns.len())].to_vec();
        let other = table("other", other, fewer, 4, &mut chance);
        let read = [&one, &other].map(|it| Table::parse_toml(&it.toml()).unwrap());
        let limits = Limits { faults: 10_000, ..Limits::default() };
        let findings = verify_within(&[&read[0], &read[1]], &Vocabulary::default(), &limits);
        let mut counted = BTreeSet::new();
        for at in one.cases() {
            if let (Ok(Some(a)), Ok(Some(b))) = (one.winner(&at), other.winner(&at[..other.columns.len()]))
                && one.outcomes[a] != other.outcomes[b]
            {
                counted.extend(speaking(&one, &at, a).flat_map(|a| {
                    speaking(&other, &at[..other.columns.len()], b).map(move |b| (a, b)).collect::<Vec<_>>()
                }));
            }
        }
        let between = |it: &&rules::Fault| it.fault == "contradiction" && it.tables.len() == 2;
        let found: Vec<&rules::Fault> = findings.faults.iter().filter(between).collect();
        let rows: BTreeSet<(usize, usize)> =
            found.iter().map(|it| (it.rows[0].row.parse().unwrap(), it.rows[1].row.parse().unwrap())).collect();
        assert_eq!(rows, counted, "seed {seed}\n{}\n{}", one.toml(), other.toml());
        for fault in found {
            let said = |at: usize| read[at].evaluate(&fault.cases[0]).unwrap().value("o").cloned();
            assert!(said(0).is_some() && said(1).is_some() && said(0) != said(1), "seed {seed}");
        }
    }
}

#[test]
fn outcomes_that_no_case_yields_through_a_second_table_are_those_that_counting_finds() {
    for seed in 0..1_500 {
        let mut chance = Chance(0x6_4AF + seed);
        let columns = columns(&mut chance);
        let policies = ["first", "any", "priority", "unique"];
        let before = table("before", policies[chance.below(4)], columns.clone(), 4, &mut chance);
        let mut taking = columns[..1].to_vec();
        taking.push(crate::random::Column {
            name: "o",
            sort: crate::random::Sort::Choice,
            optional: false,
            harm: None,
        });
        let after = table("after", policies[chance.below(4)], taking, 4, &mut chance);
        let letters = |text: String, from: [&str; 3], to: [&str; 3]| {
            from.iter()
                .zip(to)
                .fold(text, |text, (from, to)| text.replace(&format!("\"{from}\""), &format!("\"{to}\"")))
        };
        // What the first yields is what the second takes; its own outcome has another name.
        let first = Table::parse_toml(&letters(before.toml(), OUTCOMES, ["a", "b", "c"])).unwrap();
        let second =
            after.toml().replace("[[output]]\nname = \"o\"", "[[output]]\nname = \"z\"").replace("then.o", "then.z");
        let second = Table::parse_toml(&second).unwrap_or_else(|it| panic!("{it}\n{second}"));
        let findings = verify_within(&[&first, &second], &Vocabulary::default(), &Limits::default());
        let mut said = BTreeSet::new();
        for at in before.cases() {
            let Ok(Some(row)) = before.winner(&at) else { continue };
            if let Ok(Some(winner)) = after.winner(&[at[0], before.outcomes[row]]) {
                said.insert(after.outcomes[winner]);
            }
        }
        let never: BTreeSet<String> =
            (0..3).filter(|it| !said.contains(it)).map(|it| format!("z = {}", OUTCOMES[it])).collect();
        let found = findings.faults.iter().filter(|it| it.fault == "unreachable" && it.tables == ["after"]);
        let found: BTreeSet<String> = found.map(|it| it.fingerprint.rsplit(": ").next().unwrap().to_owned()).collect();
        assert_eq!(found, never, "seed {seed}\n{}\n{}", before.toml(), after.toml());
    }
}
