//! Values as people type them and as exports write them.

use record::{canonical, is_blank, parse_text, show};
use serde_json::{Value, json};

use crate::fixture::{catalog, thing};

fn parse(field: &str, text: &str) -> Result<Value, String> {
    let catalog = catalog();
    parse_text(&catalog, thing(&catalog).field(field).unwrap(), text)
}

#[test]
fn people_write_values_in_many_ways() {
    let table = [
        ("title", "  kept as it is ", json!("  kept as it is ")),
        ("title", " \n ", Value::Null),
        ("note", "a\r\nb", json!("a\nb")),
        ("size", " 2.50 ", json!(2.5)),
        ("size", "2.0", json!(2)),
        ("ratio", "1e3", json!(1000)),
        ("people", "12", json!(12)),
        ("share", "12.5 %", json!(12.5)),
        ("price", "12.50 eur", json!({ "amount": "12.50", "currency": "EUR" })),
        ("price", "EUR 12.50", json!({ "amount": "12.50", "currency": "EUR" })),
        ("begun", " 2026-01-31 ", json!("2026-01-31")),
        ("runs", "2026-01-01/2026-12-31", json!({ "from": "2026-01-01", "until": "2026-12-31" })),
        ("runs", "2026-01-01/..", json!({ "from": "2026-01-01" })),
        ("runs", "2026-01-01/", json!({ "from": "2026-01-01" })),
        ("open", "Yes", json!(true)),
        ("open", "0", json!(false)),
        ("level", "Very high", json!("very_high")),
        ("level", "VERY-HIGH", json!("very_high")),
        ("colours", "Blue; red,", json!(["red", "blue"])),
        ("odds", "2", json!(2)),
        ("odds", "often", json!(2)),
        ("party", "pty-1", json!("PTY-0001")),
        ("related", "thg-1, PTY-2\nTHG-3", json!(["THG-0001", "PTY-0002", "THG-0003"])),
        ("steps", "[{\"what\": \"a\"}]", json!([{ "what": "a" }])),
        ("steps", "[]", Value::Null),
        ("steps", "a; b", json!([{ "what": "a" }, { "what": "b" }])),
        (
            "steps",
            "a; still a | 2026-01-01\n\nb",
            json!([{ "what": "a; still a", "due": "2026-01-01" }, { "what": "b" }]),
        ),
        ("every", "p30d", json!("P30D")),
        ("page", " https://example.org ", json!("https://example.org")),
    ];
    for (field, text, value) in table {
        assert_eq!(parse(field, text), Ok(value), "{field} from `{text}`");
    }
}

#[test]
fn what_cannot_be_read_is_told() {
    let table = [
        ("size", "1,5", "`1,5` is not a number; write it like 1234.5, with a point and without separators"),
        ("size", "inf", "`inf` is not a number"),
        ("size", "11", "`11` is too great; the most is 10.5 m"),
        ("people", "-1", "`-1` is not a count"),
        ("price", "12", "`12` is not an amount of money; write it like 12.50 EUR"),
        ("begun", "1/2/2026", "`1/2/2026` is not a date"),
        ("runs", "2026", "`2026` is not a period"),
        ("open", "maybe", "`maybe` is neither yes nor no"),
        ("level", "hi", "`hi` is not a choice; the choices are low, medium, very_high"),
        ("colours", "red, pink", "`pink` is not a choice"),
        ("odds", "always", "`always` is not a level; the levels are 1 Rare, 2 Often"),
        ("odds", "9", "`9` is not a level of `Odds`"),
        ("party", "THG-1", "`THG-0001` is a record of kind `thing`"),
        ("related", "Anna", "`Anna` is not a record's number"),
        ("steps", "[what: a]", "`[what: a]` is not JSON; write it like `[{\"what\": …, \"due\": …}]`"),
        ("steps", "a | tomorrow", "due: `tomorrow` is not a date"),
        ("steps", "a | 2026-01-01 | b | c | d", "`a | 2026-01-01 | b | c | d` has 5 cells; the columns are what | due"),
    ];
    for (field, text, told) in table {
        let message = parse(field, text).unwrap_err();
        assert!(message.contains(told), "{field} from `{text}` should tell `{told}` and told `{message}`");
    }
}

#[test]
fn values_are_shown_for_exports() {
    let catalog = catalog();
    let shown = |field: &str, value: Value| show(thing(&catalog).field(field).unwrap(), &value);
    assert_eq!(shown("price", json!({ "amount": "12.50", "currency": "EUR" })), "12.50 EUR");
    assert_eq!(shown("runs", json!({ "from": "2026-01-01" })), "2026-01-01/..");
    assert_eq!(shown("colours", json!(["red", "blue"])), "red, blue");
    assert_eq!(shown("related", json!(["THG-0001", "PTY-0001"])), "THG-0001 PTY-0001");
    assert_eq!(shown("open", json!(false)), "no");
    assert_eq!(shown("note", Value::Null), "");
    assert_eq!(shown("people", json!("odd")), "\"odd\"", "what does not fit is shown as stored");
}

#[test]
fn canonical_json_is_that_of_rfc_8785() {
    // Numbers and their forms as in appendix B of RFC 8785.
    let numbers = [
        (0x0000000000000000u64, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x7fefffffffffffff, "1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44b52d02c7e14af5, "9.999999999999997e+22"),
        (0x44b52d02c7e14af6, "1e+23"),
        (0x444b1ae4d6e2ef50, "1e+21"),
        (0x3eb0c6f7a0b5ed8d, "0.000001"),
        (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
        (0x41b3de4355555553, "333333333.3333332"),
        (0xbecbf647612f3696, "-0.0000033333333333333333"),
    ];
    for (bits, text) in numbers {
        assert_eq!(canonical(&json!(f64::from_bits(bits))), text);
    }
    let whole = json!({ "b": [1, 2.0, null, true], "a": { "€": "\u{20ac}$\u{f}\nA'B\"\\/", "é": "" }, "\u{1f600}": 1, "\u{fb33}": 2 });
    let text = "{\"a\":{\"é\":\"\",\"€\":\"€$\\u000f\\nA'B\\\"\\\\/\"},\"b\":[1,2,null,true],\"😀\":1,\"\u{fb33}\":2}";
    assert_eq!(canonical(&whole), text);
}

#[test]
fn blank_is_what_holds_nothing() {
    for value in [json!(null), json!(""), json!(" \n"), json!([]), json!({})] {
        assert!(is_blank(&value), "{value}");
    }
    for value in [json!(false), json!(0), json!("0"), json!([null])] {
        assert!(!is_blank(&value), "{value}");
    }
}
