//! Tables as people write them.

use rules::{Case, Graph, Limits, Period, Table, Value, Verdict, Vocabulary, verify, verify_within};

use crate::random::{Chance, columns, table};

const TIERS: &str = r#"
table = "tiering"
policy = "first"

[[input]]
name = "people"
type = "number"
whole = true
least = 0
harm = "more"

[[input]]
name = "share"
type = "number"
least = 0
most = 1

[[output]]
name = "tier"
type = "choice"
values = ["T1", "T2", "T3"]
harm = "less"

[[row]]
id = "many"
when.people = ">= 50_000"
then.tier = "T1"
says = "many people are affected"

[[row]]
id = "some"
when.people = "[1000..50000)"
when.share = "> 0.5"
then.tier = "T2"

[[row]]
id = "others"
then.tier = "T3"
"#;

#[test]
fn a_table_decides_and_says_why() {
    let table = Table::parse_toml(TIERS).unwrap();
    let case = Case::default().with("people", Value::whole(60_000));
    let outcome = table.evaluate(&case).unwrap();
    assert_eq!(outcome.value("tier"), Some(&Value::word("T1")));
    assert!(matches!(outcome.verdict, Verdict::Decided { row: 0, .. }));
    let case = table.case([("people", "2000")]).unwrap();
    let outcome = table.evaluate(&case).unwrap();
    assert_eq!(outcome.verdict, Verdict::Undecided { needs: vec!["share".to_owned()] });
    let explained = table.explain(&case.with("share", Value::Number(rules::Number::parse("0.5").unwrap()))).unwrap();
    assert_eq!(explained.says, "row `others` alone hits: tier = T3");
    assert_eq!(explained.rows[1].hit, Some(false));
}

#[test]
fn a_table_written_again_reads_as_the_same() {
    let table = Table::parse_toml(TIERS).unwrap();
    assert_eq!(Table::parse_toml(&table.to_toml()).unwrap(), table);
}

/// A table of every type of column, as TOML.
fn every_type() -> Table {
    Table::parse_toml(include_str!("every_type.toml")).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn a_table_of_every_type_goes_through_toml_and_a_grid_unchanged() {
    let table = every_type();
    assert_eq!(Table::parse_toml(&table.to_toml()).unwrap(), table);
    let grid = table.to_grid();
    assert_eq!(Table::parse_grid(&grid, &Vocabulary::default()).unwrap(), table);
    assert!(verify(&[&table], &Vocabulary::default()).clean(), "{:#?}", verify(&[&table], &Vocabulary::default()));
}

#[test]
fn random_tables_go_through_toml_and_a_grid_unchanged() {
    for seed in 0..500 {
        let mut chance = Chance(seed);
        let columns = columns(&mut chance);
        let table = Table::parse_toml(&table("t", "first", columns, 6, &mut chance).toml()).unwrap();
        assert_eq!(Table::parse_toml(&table.to_toml()).unwrap(), table);
        assert_eq!(Table::parse_grid(&table.to_grid(), &Vocabulary::default()).unwrap(), table, "seed {seed}");
    }
}

#[test]
fn a_cell_that_names_a_unit_speaks_of_everything_below_it() {
    let table = every_type();
    let tier = |unit: &str| {
        let case = table.case([("amount", "60000.5"), ("unit", unit), ("day", "2026-08-02"), ("kind of data", "")]);
        let case = case.unwrap().with("kind of data", Value::Set(["health".to_owned()].into()));
        table.evaluate(&case).unwrap().value("decider").cloned()
    };
    assert_eq!(tier("Payroll"), Some(Value::word("board, small")));
    assert_eq!(tier("Group"), Some(Value::word("head")));
}

#[test]
fn periods_add_up_and_compare_only_when_sure() {
    let period = |text: &str| Period::parse(text).unwrap();
    for text in ["P30D", "P1Y6M", "PT48H", "P2W", "P1M10DT2H", "PT90M", "P0D"] {
        assert_eq!(period(&period(text).to_string()), period(text), "{text}");
    }
    assert!(period("P31D").surely_exceeds(period("P30D")));
    assert!(period("P1M3D").surely_exceeds(period("P30D")));
    assert!(!period("P1M").surely_exceeds(period("P30D")));
    assert!(!period("P30D").surely_exceeds(period("P1M")));
    assert!(period("P32D").surely_exceeds(period("P1M")));
    assert!(!period("P1M").surely_exceeds(period("P1M")));
    // A year has 365 days at least and 366 at most; February is short.
    assert!(period("P1Y").surely_exceeds(period("P364D")) && !period("P1Y").surely_exceeds(period("P365D")));
    assert!(period("P1Y").may_exceed(period("P365D")) && !period("P1Y").may_exceed(period("P366D")));
    assert!(period("P31D").may_exceed(period("P1M")) && !period("P28D").may_exceed(period("P1M")));
    assert!(period("P1M20D").may_exceed(period("P50D")) && !period("P2M").may_exceed(period("P62D")));
    assert!(["", "P", "PT", "30D", "P1", "P1X", "PT1D", "P1D1Y", "P-1D"].iter().all(|it| Period::parse(it).is_err()));
}

#[test]
fn two_versions_differ_exactly_where_cases_do() {
    for seed in 0..500 {
        let mut chance = Chance(0xD1FF + seed);
        let columns = columns(&mut chance);
        let policies = ["first", "any", "priority", "unique"];
        let mut plain = || table("t", policies[chance.below(4)], columns.clone(), 4, &mut chance);
        let (old, new) = (plain(), plain());
        let read = [&old, &new].map(|it| Table::parse_toml(&it.toml()).unwrap());
        let found = rules::diff(&read[0], &read[1], &Limits::default()).unwrap();
        assert_eq!(found.unsettled, None);
        let all: Vec<Case> = old.cases().iter().map(|it| old.case(it)).collect();
        let replayed = rules::replay(&read[0], &read[1], &all).unwrap();
        assert_eq!(found.moved.is_empty(), replayed.moved.is_empty(), "seed {seed}");
        for moved in &found.moved {
            let place = all.iter().position(|it| *it == moved.case).unwrap();
            let mover = replayed.moved.iter().find(|it| it.place == place).unwrap();
            assert_eq!((&mover.from, &mover.to), (&moved.from, &moved.to), "seed {seed}");
        }
        let judged = |plain: &crate::random::Plain, at: &[usize]| match plain.winner(at) {
            Ok(row) => row.map_or(Ok(None), |it| Ok(Some(plain.outcomes[it]))),
            Err(rows) => Err(rows),
        };
        let movers = old.cases().iter().filter(|it| judged(&old, it) != judged(&new, it)).count();
        assert_eq!(replayed.moved.len(), movers, "seed {seed}");
    }
}

/// A table of one input of each type, to put a cell into.
fn with(line: &str, cell: &str) -> String {
    format!(
        "table = \"t\"\n[[input]]\nname = \"x\"\n{line}\n[[output]]\nname = \"o\"\ntype = \"text\"\n\
         [[row]]\nid = \"r\"\nwhen.x = '''{cell}'''\nthen.o = \"yes\"\n"
    )
}

#[test]
fn what_is_written_badly_is_refused_with_its_place() {
    let number = "type = \"number\"\nleast = 0\nmost = 100";
    let whole = "type = \"number\"\nwhole = true";
    let choice = "type = \"choice\"\nvalues = [\"T1\", \"T2\"]";
    let set = "type = \"set\"\nvalues = [\"a\", \"b\"]";
    let date = "type = \"date\"";
    let cells = [
        (number, ">= many"),
        (number, "NaN"),
        (number, "inf"),
        (number, "1e5"),
        (number, "101"),
        (number, "[5..3]"),
        (number, "[1..5"),
        (number, "[1 5]"),
        (number, "]5..5["),
        (number, "1,"),
        (number, "not(1"),
        (number, "1 2"),
        (number, "missing"),
        (number, "1234567890123456789"),
        (number, "not([0..100])"),
        (whole, "0.5"),
        (whole, "]1..2["),
        (choice, "T3"),
        (choice, "\"T1"),
        (choice, "T1, T9"),
        (set, "a"),
        (set, "any of (a, c)"),
        (set, "any of (a"),
        (date, "2026-02-30"),
        (date, "tomorrow"),
        ("type = \"flag\"", "maybe"),
        ("type = \"flag\"", "> true"),
        ("type = \"unit\"", "HR"),
        ("type = \"colour\"", "-"),
        ("type = \"number\"\nleast = 5\nmost = 3", "-"),
        ("type = \"number\"\nleast = nan", "-"),
        ("type = \"choice\"", "-"),
        ("type = \"choice\"\nvalues = [\"a\", \"a\"]", "-"),
        ("type = \"choice\"\nvalues = [\"a\"]\nleast = 1", "-"),
        ("type = \"set\"\nvalues = [\"a\"]\nharm = \"more\"", "-"),
        ("", "-"),
    ];
    let told = |text: &str| Table::parse_toml(text).map_or_else(|it| it.to_string(), |_| "accepted".to_owned());
    let mut lines: Vec<String> = cells
        .iter()
        .map(|(line, cell)| format!("{} | {cell}\n    {}", line.replace('\n', "; "), told(&with(line, cell))))
        .collect();
    let good = with("type = \"flag\"", "true");
    let whole_tables = [
        ("no rows", good.split("[[row]]").next().unwrap().to_owned()),
        ("no outputs", good.replace("[[output]]\nname = \"o\"\ntype = \"text\"\n", "")),
        ("no name", good.replace("table = \"t\"", "table = \" \"")),
        ("two rows of one name", format!("{good}[[row]]\nid = \"r\"\nthen.o = \"no\"\n")),
        ("a row that says nothing", good.replace("then.o = \"yes\"", "")),
        ("an input that is not there", good.replace("when.x", "when.y")),
        ("a policy that is not there", format!("policy = \"best\"\n{good}")),
        ("a key that is not there", format!("colour = \"red\"\n{good}")),
        ("priority without a list", format!("policy = \"priority\"\n{good}")),
        ("sums of text", format!("policy = \"collect sum\"\n{good}")),
        ("no TOML", "table =".to_owned()),
        ("two columns of one name", good.replace("name = \"o\"", "name = \"x\"").replace("then.o", "then.x")),
        ("a huge cell", with("type = \"number\"", &"1, ".repeat(5_000))),
        ("columns without end", {
            let inputs: String =
                (0..10_000).map(|it| format!("[[input]]\nname = \"i{it}\"\ntype = \"flag\"\n")).collect();
            format!("{good}{inputs}")
        }),
        (
            "units in a circle",
            format!("{good}[[unit]]\nname = \"A\"\nunder = \"B\"\n[[unit]]\nname = \"B\"\nunder = \"A\"\n"),
        ),
    ];
    lines.extend(whole_tables.iter().map(|(what, text)| format!("{what}\n    {}", told(text))));
    insta::assert_snapshot!("written_badly", lines.join("\n"));
}

#[test]
fn tables_that_wait_for_each_other_are_refused_with_the_path() {
    let table = |name: &str, takes: &str, yields: &str| {
        Table::parse_toml(&format!(
            "table = \"{name}\"\n[[input]]\nname = \"{takes}\"\ntype = \"flag\"\n[[output]]\nname = \"{yields}\"\ntype = \"flag\"\n\
             [[row]]\nid = \"1\"\nwhen.{takes} = true\nthen.{yields} = true\n[[row]]\nid = \"2\"\nwhen.{takes} = false\nthen.{yields} = false\n"
        ))
        .unwrap()
    };
    let (one, two, three) = (table("one", "a", "b"), table("two", "b", "c"), table("three", "c", "a"));
    let refused = Graph::new(&[&one, &two, &three]).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the tables wait for each other: `one` → `two` → `three` → `one`; rename an output or an input"
    );
    let found = verify(&[&one, &two, &three], &Vocabulary::default());
    assert_eq!(found.faults.iter().map(|it| it.fault).collect::<Vec<_>>(), ["cycle"]);
    let graph = Graph::new(&[&two, &one]).unwrap();
    let answer = graph.evaluate(&Case::default().with("a", Value::Flag(true))).unwrap();
    assert_eq!(answer.value("c"), Some(&Value::Flag(true)));
    assert_eq!(graph.explain(&Case::default().with("a", Value::Flag(true))).unwrap().len(), 2);
}

#[test]
fn what_takes_too_much_work_is_not_settled_and_never_clean() {
    let mut chance = Chance(1);
    // Clauses of three among thirty flags, too few to be contradictory together: whether they leave a case is not seen at once.
    let mut text = String::from("table = \"hard\"\npolicy = \"any\"\n");
    (0..30).for_each(|it| text.push_str(&format!("[[input]]\nname = \"f{it}\"\ntype = \"flag\"\n")));
    text.push_str("[[output]]\nname = \"o\"\ntype = \"text\"\n");
    for row in 0..220 {
        let mut flags: Vec<usize> = (0..30).collect();
        let picked: Vec<usize> = (0..3).map(|_| flags.remove(chance.below(flags.len()))).collect();
        let when: String = picked.iter().map(|it| format!("when.f{it} = {}\n", chance.one_in(2))).collect();
        text.push_str(&format!("[[row]]\nid = \"{row}\"\n{when}then.o = \"same\"\n"));
    }
    let table = Table::parse_toml(&text).unwrap();
    let found = verify_within(&[&table], &Vocabulary::default(), &Limits { work: 20_000, faults: 100 });
    assert!(!found.clean());
    assert!(found.unsettled.iter().any(|it| it.fault == "gap" && it.says.contains("not settled")), "{found:?}");
    let found = verify(&[&table], &Vocabulary::default());
    assert!(found.unsettled.is_empty(), "{:?}", found.unsettled);
}
