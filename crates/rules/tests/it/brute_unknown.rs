//! What follows where inputs are not known, against every completion counted out; and tables with more completions than anybody counts.

use rules::{Case, Table, Value, Verdict};

use crate::random::{Chance, OUTCOMES, Plain, columns, table};

const POLICIES: [&str; 9] =
    ["unique", "first", "priority", "any", "collect", "collect sum", "collect min", "collect max", "collect count"];

/// What a case is told, as a test can count it: nothing, rows that contradict each other, or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Nothing,
    Contradicted(Vec<usize>),
    Value(Value),
}

/// What a complete case is told; outcomes of a sum, of the least and of the greatest are their places as numbers.
fn told(plain: &Plain, at: &[usize]) -> Told {
    let hits = plain.hits(at);
    if hits.is_empty() {
        return Told::Nothing;
    }
    let places = || hits.iter().map(|it| plain.outcomes[*it] as i64);
    let word = |row: usize| Value::word(OUTCOMES[plain.outcomes[row]]);
    match plain.policy {
        "collect" => Told::Value(Value::List(hits.iter().map(|it| word(*it)).collect())),
        "collect sum" => Told::Value(Value::whole(places().sum())),
        "collect min" => Told::Value(Value::whole(places().min().unwrap())),
        "collect max" => Told::Value(Value::whole(places().max().unwrap())),
        "collect count" => Told::Value(Value::whole(hits.len() as i64)),
        _ => match plain.winner(at) {
            Err(rows) => Told::Contradicted(rows),
            Ok(row) => Told::Value(word(row.unwrap())),
        },
    }
}

/// The table as the program reads it: its output is a number where numbers are made of it.
fn read(plain: &Plain) -> Table {
    let mut text = plain.toml();
    if ["collect sum", "collect min", "collect max"].contains(&plain.policy) {
        text = text.replace("type = \"choice\"\nvalues = [\"p\", \"q\", \"r\"]\nharm = \"less\"", "type = \"number\"");
        for (place, word) in OUTCOMES.iter().enumerate() {
            text = text.replace(&format!("then.o = \"{word}\""), &format!("then.o = {place}"));
        }
    }
    Table::parse_toml(&text).unwrap_or_else(|it| panic!("{it}\n{text}"))
}

#[test]
fn every_policy_is_told_like_all_completions_together() {
    let (mut decided, mut undecided) = (0, 0);
    for seed in 0..4_500 {
        let mut chance = Chance(0xC0DE + seed);
        let policy = POLICIES[seed as usize % POLICIES.len()];
        let columns = columns(&mut chance);
        let plain = table("t", policy, columns, 6, &mut chance);
        let read = read(&plain);
        let full = plain.cases()[chance.below(plain.cases().len())].clone();
        let hidden: Vec<bool> = plain.columns.iter().map(|it| !it.optional && !chance.one_in(3)).collect();
        let known = plain.columns.iter().zip(&full).zip(&hidden).filter(|it| !it.1);
        let case = known.fold(Case::default(), |case, ((column, at), _)| case.with(column.name, column.value(*at)));
        let fits = |at: &Vec<usize>| (0..at.len()).all(|it| hidden[it] || at[it] == full[it]);
        let all: Vec<Vec<usize>> = plain.cases().into_iter().filter(fits).collect();
        let said: Vec<Told> = all.iter().map(|it| told(&plain, it)).collect();
        let depends = |place: usize| {
            let apart = |a: &[usize], b: &[usize]| (0..a.len()).all(|it| it == place || a[it] == b[it]);
            let pairs = (0..all.len()).flat_map(|a| (0..all.len()).map(move |b| (a, b)));
            pairs.into_iter().any(|(a, b)| apart(&all[a], &all[b]) && said[a] != said[b])
        };
        let outcome = read.evaluate(&case).unwrap();
        let verdict = match outcome.verdict {
            Verdict::Undecided { needs } => {
                let needed = (0..hidden.len()).filter(|it| depends(*it)).map(|it| plain.columns[it].name.to_owned());
                assert_eq!(needs, needed.collect::<Vec<_>>(), "seed {seed}");
                assert!(said.iter().any(|it| *it != said[0]), "seed {seed}");
                undecided += 1;
                continue;
            }
            Verdict::Nothing => Told::Nothing,
            Verdict::Contradicted { rows } => Told::Contradicted(rows),
            Verdict::Decided { values, .. } => Told::Value(values[0].1.clone()),
        };
        assert!(said.iter().all(|it| *it == verdict), "seed {seed}: {verdict:?} {said:?}\n{}", plain.toml());
        decided += 1;
    }
    assert!(decided > 1_000 && undecided > 1_000, "{decided} {undecided}");
}

/// A table of flags with these rows: what each asks of flags, and what it says.
fn flags(policy: &str, count: usize, form: &str, rows: &[(Vec<(usize, bool)>, String)]) -> Table {
    let mut text = format!("table = \"t\"\npolicy = \"{policy}\"\n");
    (0..count).for_each(|it| text.push_str(&format!("[[input]]\nname = \"f{it}\"\ntype = \"flag\"\n")));
    text.push_str(&format!("[[output]]\nname = \"o\"\ntype = {form}\n"));
    for (place, (when, then)) in rows.iter().enumerate() {
        let when: String = when.iter().map(|(flag, is)| format!("when.f{flag} = {is}\n")).collect();
        text.push_str(&format!("[[row]]\nid = \"{place}\"\n{when}then.o = {then}\n"));
    }
    Table::parse_toml(&text).unwrap_or_else(|it| panic!("{it}"))
}

/// Sixty-five questions of which each adds points: as many completions as no machine counts.
#[test]
fn a_score_of_sixty_five_questions_is_told_by_what_they_can_add_up_to() {
    let points: Vec<_> = (0..65).map(|it| (vec![(it, true)], (it % 4).to_string())).collect();
    let table = flags("collect sum", 65, "\"number\"", &points);
    let Verdict::Undecided { needs } = table.evaluate(&Case::default()).unwrap().verdict else { panic!("undecided") };
    // A question without points still tells a sum of nothing from no row at all, and so matters.
    assert_eq!(needs.len(), 65);
    let all = (0..65).fold(Case::default(), |case, it| case.with(&format!("f{it}"), Value::Flag(it % 4 != 0)));
    let known = table.evaluate(&all).unwrap();
    assert_eq!(known.value("o"), Some(&Value::whole((0..65).map(|it| it % 4).sum())));
    // Whatever nobody answered of questions without points, the sum stays.
    let some = (0..65).filter(|it| it % 4 != 0);
    let some = some.fold(Case::default(), |case, it| case.with(&format!("f{it}"), Value::Flag(it % 2 == 1)));
    let sum = (0..65).filter(|it| it % 4 != 0 && it % 2 == 1).map(|it| it % 4).sum();
    assert_eq!(table.evaluate(&some).unwrap().value("o"), Some(&Value::whole(sum)));
}

#[test]
fn rows_that_follow_each_other_over_forty_flags_agree_or_name_the_one_flag() {
    // The first flag that is set decides, and every row says the same: no row surely hits, and the answer stands all the same.
    let chain = |last: &str| -> Vec<(Vec<(usize, bool)>, String)> {
        let row = |at: usize| {
            let before = (0..at).map(|it| (it, false));
            (before.chain([(at, true)]).collect(), "\"same\"".to_owned())
        };
        let rest = ((0..40).map(|it| (it, false)).collect(), last.to_owned());
        (0..40).map(row).chain([rest]).collect()
    };
    for policy in ["unique", "first", "any"] {
        let same = flags(policy, 40, "\"text\"", &chain("\"same\""));
        assert_eq!(same.evaluate(&Case::default()).unwrap().value("o"), Some(&Value::word("same")), "{policy}");
        let other = flags(policy, 40, "\"text\"", &chain("\"other\""));
        let known = (0..39).fold(Case::default(), |case, it| case.with(&format!("f{it}"), Value::Flag(false)));
        let needs = |case: &Case| match other.evaluate(case).unwrap().verdict {
            Verdict::Undecided { needs } => needs,
            other => panic!("{other:?}"),
        };
        assert_eq!(needs(&known), ["f39"], "{policy}");
        assert_eq!(needs(&Case::default()).len(), 40, "{policy}");
        let set = Case::default().with("f20", Value::Flag(true));
        assert_eq!(other.evaluate(&set).unwrap().value("o"), Some(&Value::word("same")), "{policy}");
    }
}

#[test]
fn the_greatest_that_surely_hits_stands_whatever_the_rest_says() {
    let mut rows: Vec<_> = (0..30).map(|it| (vec![(it, true), (it + 1, true)], "1".to_owned())).collect();
    rows.push((Vec::new(), "5".to_owned()));
    let most = flags("collect max", 31, "\"number\"", &rows);
    assert_eq!(most.evaluate(&Case::default()).unwrap().value("o"), Some(&Value::whole(5)));
    let least = flags("collect min", 31, "\"number\"", &rows);
    assert!(
        matches!(least.evaluate(&Case::default()).unwrap().verdict, Verdict::Undecided { needs } if needs.len() == 31)
    );
}
