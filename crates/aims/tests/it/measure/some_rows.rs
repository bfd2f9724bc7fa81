//! Rules of some rows, of the spelling of words, and of how many rows there are beside a reference; days as days wherever they stand.

use serde_json::Value;

use super::honest::{report, rows, run};
use super::meant::{rules, verdicts};
use super::{line, notes};
use crate::support::Program;

/// Cases, every third of which is closed and says when; one closed case says nothing.
fn cases(program: &Program, silent: bool) {
    rows(program, "data.csv", "state,closed_on,amount,key", 90, |at| match at % 3 {
        0 if silent && at == 30 => format!("closed,,{at},K{at}"),
        0 => format!("closed,2026-01-{:02},{at},K{at}", 1 + at % 28),
        _ => format!("open,,-1,K{}", at % 2),
    });
}

#[test]
fn a_rule_speaks_of_the_rows_that_meet_its_conditions() {
    let program = Program::empty();
    let closed = "when = [{ check = \"in_set\", column = \"state\", values = [\"closed\"] }]";
    let asked = [
        format!("check = \"not_null\"\ncolumn = \"closed_on\"\n{closed}"),
        format!("check = \"range\"\ncolumn = \"amount\"\nlow = 0\n{closed}"),
        format!("check = \"unique\"\ncolumn = \"key\"\n{closed}"),
        format!("check = \"minimum\"\ncolumn = \"amount\"\nlow = 0\n{closed}"),
        format!("check = \"increasing\"\ncolumn = \"amount\"\nstrict = true\n{closed}"),
        format!("check = \"rows\"\nlow = 30\nhigh = 30\n{closed}"),
        "check = \"null\"\ncolumn = \"closed_on\"\nwhen = [{ check = \"not_in_set\", column = \"state\", values = [\"closed\"] }, \
         { check = \"range\", column = \"amount\", high = 0 }]"
            .to_owned(),
    ];
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let plan = rules(&program, &asked);
    cases(&program, false);
    let found = report(&program, &format!("quality DATA --plan {plan}"), 0);
    assert_eq!(verdicts(&found), ["pass"; 7]);
    let share = &found["rulings"][0]["found"];
    assert_eq!((&share["fraction"]["numerator"], &share["n"]), (&Value::from(30), &Value::from(30)), "{share}");

    cases(&program, true);
    let found = report(&program, &format!("quality DATA --plan {plan}"), 1);
    assert_eq!(verdicts(&found)[..2], ["fail", "pass"]);
    assert_eq!(found["rulings"][0]["examples"][0], "row 31: no value", "rows are counted in the file: {found}");

    // Without conditions the same rules are broken by the other rows.
    let plain: Vec<String> = asked[..5].iter().map(|it| it.replace(closed, "")).collect();
    let plan = rules(&program, &plain.iter().map(String::as_str).collect::<Vec<_>>());
    let found = report(&program, &format!("quality DATA --plan {plan}"), 1);
    assert_eq!(verdicts(&found), ["fail"; 5]);

    let nobody = "check = \"not_null\"\ncolumn = \"amount\"\nwhen = [{ check = \"in_set\", column = \"state\", values = [\"lost\"] }]";
    let plan = rules(&program, &[nobody]);
    let found = report(&program, &format!("quality DATA --plan {plan}"), 2);
    assert!(found["rulings"][0]["why"].as_str().unwrap().contains("no row meets the condition"), "{found}");
}

#[test]
fn conditions_that_cannot_be_asked_of_a_row_are_refused_with_their_line() {
    let program = Program::empty();
    cases(&program, false);
    for (when, said) in [
        ("{ check = \"unique\", column = \"key\" }", "takes checks of a row alone"),
        ("{ check = \"range\", column = \"amount\" }", "needs `low` or `high`"),
        ("{ check = \"not_null\", column = \"key\", mostly = 0.5 }", "neither `mostly`"),
    ] {
        let plan = rules(&program, &[&format!("check = \"not_null\"\ncolumn = \"key\"\nwhen = [{when}]")]);
        let refused = run(&program, &format!("quality DATA --plan {plan}"));
        assert!(
            refused.code == 3 && refused.err.contains(said) && refused.err.contains("plan.toml"),
            "{}",
            refused.err
        );
    }
    let plan = rules(
        &program,
        &["check = \"exists\"\ncolumns = [\"key\"]\nwhen = [{ check = \"not_null\", column = \"key\" }]"],
    );
    let refused = run(&program, &format!("quality DATA --plan {plan}"));
    assert!(refused.err.contains("`exists` takes no `when`"), "{}", refused.err);
    let plan = rules(
        &program,
        &["check = \"not_null\"\ncolumn = \"key\"\nwhen = [{ check = \"not_null\", column = \"gone\" }]"],
    );
    let found = report(&program, &format!("quality DATA --plan {plan}"), 2);
    assert!(found["rulings"][0]["why"].as_str().unwrap().contains("no column `gone`"), "{found}");
}

#[test]
fn words_are_held_against_a_spelling_of_days_and_against_json() {
    let program = Program::empty();
    let asked = ["check = \"date_format\"\ncolumn = \"d\"\nformat = \"%d.%m.%Y\"", "check = \"json\"\ncolumn = \"j\""];
    let plan = rules(&program, &asked);
    let write = |day: &'static str, json: &'static str| {
        rows(&program, "data.csv", "d;j", 20, |at| match at {
            7 => format!("{day};{json}"),
            _ => format!("{:02}.03.2026;{{}}", 1 + at % 28),
        });
    };
    write("30.03.2026", "[1]");
    report(&program, &format!("quality DATA --plan {plan} --text d"), 0);
    for (day, json) in [("31.02.2026", "[1"), ("2026-03-07", "yes")] {
        write(day, json);
        let found = report(&program, &format!("quality DATA --plan {plan} --text d"), 1);
        assert_eq!(verdicts(&found), ["fail", "fail"], "{day} {json}");
        assert_eq!(found["rulings"][0]["examples"][0], format!("row 8: {day}"));
    }
    write("30.03.2026", "[1]");
    let found = report(&program, &format!("quality DATA --plan {plan}"), 2);
    assert!(found["rulings"][0]["why"].as_str().unwrap().contains("`--text d`"), "{found}");
    let plan = rules(&program, &["check = \"date_format\"\ncolumn = \"d\"\nformat = \"day\""]);
    let refused = run(&program, &format!("quality DATA --plan {plan}"));
    assert!(refused.code == 3 && refused.err.contains("`day` is no way to spell a day"), "{}", refused.err);
}

#[test]
fn rows_are_counted_beside_those_of_a_reference() {
    let program = Program::empty();
    rows(&program, "data.csv", "x", 95, |at| at.to_string());
    rows(&program, "before.csv", "x", 100, |at| (at + 1000).to_string());
    for (low, code) in [("0.95", 0), ("0.96", 1)] {
        let text =
            format!("name = \"p\"\nfamily = \"quality\"\n[[rule]]\ncheck = \"rows_to_reference\"\nlow = {low}\n");
        let plan = program.file("plan.toml", text);
        let found = report(&program, &format!("quality DATA --reference BEFORE --plan {plan}"), code);
        assert_eq!(found["rulings"][0]["found"]["value"], 0.95);
        let alone = report(&program, &format!("quality DATA --plan {plan}"), 2);
        assert!(alone["rulings"][0]["why"].as_str().unwrap().contains("--reference"), "{alone}");
    }
}

#[test]
fn days_are_days_in_groups_limits_and_changes() {
    let program = Program::empty();
    rows(&program, "data.csv", "born,y,p", 90, |at| format!("195{}-01-01,{},{}", at % 3, at % 2, at / 3 % 2));
    let limit = "[[limit]]\nmetric = \"selection_rate\"\nof = \"born = 1950-01-01\"\nat_least = 0\n";
    let plan = program.file("plan.toml", format!("name = \"p\"\nfamily = \"fairness\"\n{limit}"));
    let found = report(&program, &format!("fairness DATA --label y --prediction p --group born --plan {plan}"), 0);
    assert!(line(&found, "selection_rate", "born = 1951-01-01")["value"].is_number());
    rows(&program, "later.csv", "born,y,p", 90, |at| format!("199{}-01-01,{},{}", at % 3, at % 2, at / 3 % 2));
    let drift = run(&program, "drift LATER --reference DATA");
    assert!(drift.out.contains("195") && drift.out.contains("-01-01") && !drift.out.contains("-7305"), "{}", drift.out);
    let profile = run(&program, "profile DATA");
    assert!(profile.out.contains("1951-01-01") && !profile.out.contains("-6940"), "{}", profile.out);
}

#[test]
fn how_columns_go_together_stands_in_a_summary_and_is_merged() {
    let program = Program::empty();
    let row = |at: usize| format!("{at},{},{},w{}", 2 * at + at % 7, at % 5, at % 3);
    rows(&program, "all.csv", "a,b,c,w", 200, row);
    rows(&program, "one.csv", "a,b,c,w", 80, row);
    rows(&program, "two.csv", "a,b,c,w", 120, |at| row(at + 80));
    for name in ["one", "two"] {
        let out = program.path(&format!("{name}.json")).display().to_string();
        assert_eq!(run(&program, &format!("summarise {} --out {out}", name.to_uppercase())).code, 0);
    }
    let (one, two) = (program.path("one.json"), program.path("two.json"));
    let table = |report: &Value| {
        let title = "How columns go together, the strongest pairs";
        report["tables"].as_array().unwrap().iter().find(|it| it["title"] == title).cloned()
    };
    let whole = table(&report(&program, "profile ALL", 0)).unwrap();
    let merged = report(&program, &format!("profile {} {}", one.display(), two.display()), 0);
    let merged = table(&merged).unwrap();
    let pairs = |it: &Value| -> Vec<(String, String, f64)> {
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        let rows = it["rows"].as_array().unwrap();
        rows.iter().map(|it| (text(&it[0]), text(&it[1]), it[3]["value"].as_f64().unwrap())).collect()
    };
    let (whole, merged) = (pairs(&whole), pairs(&merged));
    assert!(whole.len() >= 5 && whole.len() == merged.len());
    for (one, other) in whole.iter().zip(&merged) {
        assert!(one.0 == other.0 && one.1 == other.1 && (one.2 - other.2).abs() < 1e-12, "{one:?} {other:?}");
    }
    // A part without them leaves the rest without them, and says so; a part that was meddled with is refused.
    let text = std::fs::read_to_string(&two).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["pairs"]["names"][0] = "z".into();
    std::fs::write(&two, document.to_string()).unwrap();
    let refused = run(&program, &format!("profile {}", two.display()));
    assert!(refused.code == 3 && refused.err.contains("is not told of the columns"), "{}", refused.err);
    document.as_object_mut().unwrap().remove("pairs");
    std::fs::write(&two, document.to_string()).unwrap();
    let found = report(&program, &format!("profile {} {}", one.display(), two.display()), 0);
    assert!(table(&found).is_none() && notes(&found).contains("is not in all of its parts"), "{}", notes(&found));
}
