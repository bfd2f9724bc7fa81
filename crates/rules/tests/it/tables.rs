//! Tables as people write them.

use rules::{Case, Table, Value, Verdict};

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
