//! A real inventory of 2,133 AI systems, as published, where the file is at hand.

use serde_json::json;

use crate::support::{Program, root};

#[test]
fn a_real_inventory_goes_in_whole_twice_and_out_again() {
    let file = root().join("../shared/data/federal-ai-use-cases-2024/inventory.csv");
    if !file.is_file() {
        println!("left out: the published inventory is not at hand");
        return;
    }
    let program = Program::empty();
    let file = file.display().to_string();
    let report = program.done(&["import", "ai_system", &file]);
    let count = |report: &serde_json::Value, name: &str| report[name].as_u64().unwrap();
    assert_eq!(report["rows"], 2133);
    assert_eq!(count(&report, "created") + count(&report, "rejected"), 2133, "every row is accounted for");
    assert!(count(&report, "rejected") <= 20, "{}", report["errors"]);
    for error in report["errors"].as_array().unwrap() {
        assert!(error["line"].as_u64() > Some(1) && error["column"].as_u64() > Some(0), "{error}");
        assert!(!error["reason"].as_str().unwrap().is_empty() && !error["next"].as_str().unwrap().is_empty());
    }
    let systems = program.done(&["list", "ai_system", "--limit", "1"])["total"].as_u64().unwrap();
    assert_eq!(systems, count(&report, "created"));
    assert!(program.done(&["list", "organization_unit", "--limit", "1"])["total"].as_u64() >= Some(41));

    let again = program.done(&["import", "ai_system", &file]);
    assert_eq!((&again["created"], &again["updated"]), (&json!(0), &json!(0)));
    assert_eq!(again["unchanged"], report["created"]);

    let undone = program.done(&["undo", &report["batch"].to_string()]);
    assert_eq!(undone["skipped"], json!([]));
    assert_eq!(program.done(&["list", "ai_system", "--limit", "1"])["total"], 0);
    assert_eq!(program.run(&["verify"]).code, 0);
}
