//! Checks: a table of values that are refused, with the words, and of values that are accepted.

use record::{Problem, check, incomplete};
use serde_json::{Value, json};

use crate::fixture::{catalog, document, thing};

/// The problems of a thing with this value in this field.
fn problems(field: &str, value: Value) -> Vec<Problem> {
    let catalog = catalog();
    let mut whole = document(json!({ "title": "a", "reason": "r" }));
    whole.insert(field.to_owned(), value);
    check(&catalog, thing(&catalog), None, &whole)
}

#[test]
fn values_are_refused_in_plain_words() {
    let digest = format!("sha256:{}", "0".repeat(64));
    let table: Vec<(&str, Value, &str)> = vec![
        ("titel", json!("x"), "`thing` has no field `titel`; did you mean `title`?"),
        ("zzz", json!("x"), "`thing` has no field `zzz`; the fields are note, size,"),
        ("late", json!(true), "the program answers it when asked and never stores it"),
        ("title", json!(7), "`7` is not text; put it in quotes"),
        ("title", json!("  "), "a blank value is no value"),
        ("title", json!("a\nb"), "character 2 is a line break; this field holds one line"),
        ("title", json!("a\u{7}"), "character 2 is the control character U+0007; remove it"),
        ("title", json!("é".repeat(501)), "501 characters are too many; the most is 500"),
        ("note", json!("a\0b"), "control character U+0000"),
        ("note", json!("x".repeat(100_001)), "100001 characters are too many; the most is 100000"),
        ("note", Value::Null, "a blank value is no value"),
        ("size", json!("7"), "`7` is not a number; write it like 12.5"),
        ("size", json!(10.6), "`10.6` is too great; the most is 10.5 m"),
        ("size", json!(-1.5), "`-1.5` is too small; the least is -1 m"),
        ("people", json!(2.5), "`2.5` is not a count; write a whole number from 0"),
        ("people", json!(-1), "`-1` is not a count"),
        ("people", json!(5_000_001), "`5000001` is too great; the most is 5000000"),
        ("share", json!(100.5), "`100.5` is too great; the most is 100"),
        ("price", json!("12"), "`12` does not look like `{\"amount\": \"12.50\""),
        ("price", json!({ "amount": "1" }), "the key `currency` is missing"),
        ("price", json!({ "amount": 1, "currency": "EUR" }), "`1` is not an amount; write a decimal in quotes"),
        ("price", json!({ "amount": "1,5", "currency": "EUR" }), "`1,5` is not an amount"),
        ("price", json!({ "amount": "1", "currency": "Euro" }), "`Euro` is not a currency; write its ISO 4217 code"),
        (
            "price",
            json!({ "amount": "1", "currency": "EUR", "vat": 1 }),
            "there is no key `vat`; the keys are amount, currency",
        ),
        ("begun", json!("2026-02-29"), "`2026-02-29` is not a date; write a real day like `2026-01-31`"),
        ("begun", json!("31.01.2026"), "`31.01.2026` is not a date"),
        ("begun", json!("2026-01-31T00:00"), "is not a date"),
        ("begun", json!(20260131), "`20260131` is not a date"),
        ("runs", json!({ "until": "2026-01-01" }), "the key `from` is missing"),
        (
            "runs",
            json!({ "from": "2026-01-02", "until": "2026-01-01" }),
            "the period ends on `2026-01-01`, before it begins",
        ),
        ("open", json!("yes"), "`yes` is neither true nor false"),
        ("level", json!("red"), "`red` is not a choice; the choices are low, medium, very_high"),
        ("level", json!("very high"), "did you mean `very_high`?"),
        ("colours", json!("red"), "`red` is not a list of choices"),
        ("colours", json!(["red", "red"]), "`red` is listed twice; remove one"),
        ("colours", json!(["red", "pink"]), "`pink` is not a choice"),
        ("odds", json!(3), "`3` is not a level of `Odds`; the levels are 1 Rare, 2 Often"),
        ("odds", json!(0), "`0` is not a level"),
        ("odds", json!(1.5), "`1.5` is not a level"),
        ("party", json!("Anna"), "`Anna` is not a record's number; write it like `SYS-0001`"),
        ("party", json!("pty-1"), "`pty-1` is written `PTY-0001`"),
        ("party", json!("ABC-0001"), "no kind of record has the prefix `ABC`"),
        ("party", json!("THG-0001"), "`THG-0001` is a record of kind `thing`; this field takes Party (PTY)"),
        ("related", json!(["THG-0001", "PTY-0001", "THG-0001"]), "`THG-0001` is listed twice"),
        ("related", json!(vec!["THG-0001"; 1001]), "1001 records' numbers are too many; the most is 1000"),
        (
            "proof",
            json!({ "digest": "x", "name": "a", "size": 1, "media": "a/b" }),
            "`x` is not `sha256:` and 64 hexadecimal",
        ),
        (
            "proof",
            json!({ "digest": digest, "name": "../a", "size": 1, "media": "a/b" }),
            "`../a` is not a file's name",
        ),
        (
            "proof",
            json!({ "digest": digest, "name": "a", "size": -1, "media": "a/b" }),
            "`-1` is not a whole number of bytes",
        ),
        ("steps", json!([{ "due": "2026-01-01" }]), "row 1, column `what`: a value is required"),
        (
            "steps",
            json!([{ "what": "a" }, { "what": "b", "due": "soon" }]),
            "row 2, column `due`: `soon` is not a date",
        ),
        ("steps", json!([{ "what": "a", "who": "b" }]), "row 1: there is no column `who`"),
        ("steps", json!([{ "what": "" }]), "row 1, column `what`: a blank value is no value"),
        ("steps", json!([{}]), "row 1: `{}` is not a row with columns and values"),
        ("steps", json!(vec![json!({ "what": "a" }); 1001]), "1001 rows are too many; the most is 1000"),
        ("every", json!("30 days"), "`30 days` is not a duration; write it like `P30D` or `PT4H`"),
        ("every", json!("P"), "`P` is not a duration"),
        ("every", json!("P1DT"), "`P1DT` is not a duration"),
        ("page", json!("example.org"), "`example.org` is not a web address; write it like `https://example.org/page`"),
        ("page", json!("javascript:alert(1)"), "is not a web address"),
        ("page", json!("https://user:secret@example.org"), "is not a web address"),
        ("page", json!("https:///path"), "is not a web address"),
    ];
    for (field, value, told) in table {
        let found = problems(field, value.clone());
        assert_eq!(found.len(), 1, "{field} = {value}: {found:?}");
        assert_eq!(found[0].field, field);
        assert!(
            found[0].message.contains(told),
            "{field} = {value} should tell `{told}` and told `{}`",
            found[0].message
        );
        assert!(found[0].message.len() < 400 && !found[0].message.ends_with('.'), "{}", found[0].message);
    }
}

#[test]
fn right_values_are_accepted() {
    let table = [
        ("title", json!("=1+1 ü 三 👩‍🔬")),
        ("title", json!("é".repeat(500))),
        ("note", json!("a\n\tb")),
        ("size", json!(-1)),
        ("ratio", json!(1e300)),
        ("people", json!(0)),
        ("share", json!(100)),
        ("price", json!({ "amount": "-0.05", "currency": "JPY" })),
        ("begun", json!("2024-02-29")),
        ("runs", json!({ "from": "2026-01-01", "until": "2026-01-01" })),
        ("open", json!(false)),
        ("related", json!(["THG-123456", "PTY-0001"])),
        ("every", json!("P1Y2M3W4DT5H6M7S")),
        ("page", json!("HTTPS://bücher.example:8080?q=ä#x")),
        ("page", json!("http://[::1]/")),
        ("score", json!(3)),
    ];
    for (field, value) in table {
        assert_eq!(problems(field, value.clone()), vec![], "{field} = {value}");
    }
}

#[test]
fn old_problems_do_not_refuse_a_change_elsewhere() {
    let catalog = catalog();
    let kind = thing(&catalog);
    let old = document(json!({ "level": "gone", "removed": 1, "open": true }));
    let mut new = old.clone();
    new.insert("share".to_owned(), json!(5));
    assert_eq!(check(&catalog, kind, Some(&old), &new), vec![]);
    let lacking: Vec<String> = incomplete(kind, &new).into_iter().map(|it| it.field).collect();
    assert_eq!(lacking, ["reason", "title", "owner"]);
    new.insert("level".to_owned(), json!("lost"));
    new.insert("removed".to_owned(), json!(2));
    let touched: Vec<String> = check(&catalog, kind, Some(&old), &new).into_iter().map(|it| it.field).collect();
    assert_eq!(touched, ["removed", "level"]);
}

#[test]
fn a_change_may_not_introduce_a_gap() {
    let catalog = catalog();
    let kind = thing(&catalog);
    let before = document(json!({ "title": "a", "level": "low" }));
    let cleared = check(&catalog, kind, Some(&before), &document(json!({ "level": "low" })));
    assert_eq!(cleared, vec![Problem::of("title", "a value is required")]);
    for (field, value, words) in [
        ("level", json!("very_high"), "very_high"),
        ("open", json!(true), "true"),
        ("colours", json!(["blue"]), "blue"),
    ] {
        let mut after = before.clone();
        after.insert(field.to_owned(), value);
        let told = format!("a value is required when `{field}` is `{words}`");
        assert_eq!(check(&catalog, kind, Some(&before), &after), vec![Problem::of("reason", told)]);
    }
}

#[test]
fn a_document_has_a_greatest_size_and_may_shrink_from_above_it() {
    let catalog = catalog();
    let kind = thing(&catalog);
    let rows = |count: usize| (0..count).map(|_| json!({ "what": "€".repeat(400) })).collect::<Vec<_>>();
    let large = document(json!({ "title": "a", "steps": rows(1000) }));
    let problems = check(&catalog, kind, None, &large);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].field.is_empty() && problems[0].message.contains("the most is 1048576"), "{problems:?}");
    let smaller = document(json!({ "title": "a", "steps": rows(990) }));
    assert_eq!(check(&catalog, kind, Some(&large), &smaller), vec![]);
}
