//! Records that routes are tried on: tables that clash, and entries of registers.

use serde_json::json;

use super::{RULES, put};
use crate::house::House;

/// A table in force that says something of everything.
pub(super) fn clash(house: &House, says: &str, name: &str) {
    let rules = RULES.replace("table = \"points\"", &format!("table = \"{name}\"\ndecision = \"points\""));
    let rules = rules.replace("then.points = 3", &format!("then.points = {says}"));
    put(house, "decision_table", Some("in_force"), json!({ "title": name, "purpose": "threshold", "rules": rules }));
}

/// An entry of a register.
pub(super) const ENTRY: &[u8] =
    b"Risk ID,Risk,Likelihood,Impact,Category\nR-1,From there,possible,moderate,technology\n";

/// A risk that says something else than its entry in a register.
pub(super) fn entered(house: &House) -> String {
    let entry = json!([{ "register": "enterprise", "key": "R-2", "says": "likelihood: possible" }]);
    put(house, "risk", None, json!({ "title": "entered", "likelihood": 1, "external_ids": entry }))
}
