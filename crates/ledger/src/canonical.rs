//! Canonical JSON (RFC 8785): sorted keys, no white space, one way to write each value. Whole numbers keep all digits.

use serde_json::{Map, Value};

/// The canonical bytes of a value.
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    write_value(value, &mut out);
    out
}

/// Appends the canonical bytes of a value.
pub(crate) fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(flag) => out.extend(if *flag { &b"true"[..] } else { b"false" }),
        Value::Number(number) => out.extend(number_text(number).as_bytes()),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(item, out);
            }
            out.push(b']');
        }
        Value::Object(map) => write_map(map, out),
    }
}

fn write_map(map: &Map<String, Value>, out: &mut Vec<u8>) {
    // The order of keys in memory depends on how serde_json was built, so it is never relied on.
    let mut members: Vec<(&String, &Value)> = map.iter().collect();
    members.sort_by(|left, right| left.0.encode_utf16().cmp(right.0.encode_utf16()));
    out.push(b'{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_text(name, out);
        out.push(b':');
        write_value(value, out);
    }
    out.push(b'}');
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend(b"\\\""),
            b'\\' => out.extend(b"\\\\"),
            0x08 => out.extend(b"\\b"),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            0x0c => out.extend(b"\\f"),
            b'\r' => out.extend(b"\\r"),
            0..0x20 => out.extend(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

fn number_text(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float_text(float),
        _ => number.to_string(),
    }
}

/// A floating-point number as ECMAScript writes it.
fn float_text(float: f64) -> String {
    let size = float.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&size) {
        return format!("{float}");
    }
    let text = format!("{float:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_way_to_write_each_value() {
        let value: Value = serde_json::from_str(
            r#"{"b": [1, -0.0, 1.0, 1e21, 1e-7, 0.1, 9007199254740993, 333333333.33333329], "a": "\u0007\t\"\\é\u20ac/", "": null,
                "\ud83d\ude00": true, "\ufb33": false}"#,
        )
        .unwrap();
        let text = String::from_utf8(canonical(&value)).unwrap();
        let expected = "{\"\":null,\"a\":\"\\u0007\\t\\\"\\\\é€/\",\"b\":[1,0,1,1e+21,1e-7,0.1,9007199254740993,333333333.3333333],\
            \"\u{1f600}\":true,\"\u{fb33}\":false}";
        assert_eq!(text, expected);
    }
}
