//! Many changes at once: all or none, one entry a record.

use serde_json::json;

use crate::house::House;

#[test]
fn all_or_none() {
    let house = House::new();
    let (a, b) = (house.make("risk", json!({ "title": "A" })), house.make("risk", json!({ "title": "B" })));
    let before = house.entries();
    let edit = |id: &str, base: i64| json!({ "edit": { "id": id, "base": base, "set": { "nature": "legal" } } });
    let bulk = |changes| house.ask("POST", "/api/v1/bulk").json(&json!({ "changes": changes })).send();
    bulk(json!([edit(&a, 1), edit(&b, 7)])).refused(409, "version");
    assert_eq!(house.entries(), before);
    let done = bulk(json!([edit(&a, 1), { "create": { "kind": "risk", "document": { "title": "C" } } }, edit(&b, 1)]));
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.json()["committed"].as_array().unwrap().len(), 3);
    assert_eq!(house.entries(), before + 3);
    bulk(json!([])).refused(400, "at least one");
    bulk(json!([{ "destroy": {} }])).refused(400, "`changes[0]` is no change");
}
