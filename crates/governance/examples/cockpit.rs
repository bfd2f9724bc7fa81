//! How long the derivation behind the risk cockpit takes for 10,000 risks, on this machine: what is read of records, levels by type, the days of the next assessment, and the
//! heat map of every type with its line. What a database takes to read records is not in it.
//!
//! `cargo run --release --package governance --example cockpit`

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use governance::risking::cockpit::grid::{Of, map};
use governance::risking::criteria::Criteria;
use governance::risking::due::dues;
use governance::risking::level::{Basis, Risk, Versions, judged};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use store::{Makers, RecordRow};

/// How many risks.
const RISKS: usize = 10_000;
/// How often it is done.
const TIMES: usize = 5;
/// Types of consequence.
const TYPES: [&str; 4] = ["individuals", "groups", "society", "organisation"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let by = Criteria::of(&row("RCR-1", criteria())?, &["low", "medium", "high", "critical"].map(str::to_owned));
    let versions = Versions::from([(by.id.clone(), by.version.clone())]);
    let rows: Vec<RecordRow> =
        (0..RISKS).map(|at| row(&format!("RSK-{}", at + 1), risk(at))).collect::<Result<_, _>>()?;
    println!("| risks | in cells | milliseconds |\n|--:|--:|--:|");
    for _ in 0..TIMES {
        let start = Instant::now();
        let risks: Vec<Risk> = rows.iter().map(Risk::of).collect();
        let told: Vec<_> = risks.iter().map(|it| judged(it, &by, &versions)).collect();
        let tiers = BTreeSet::from([Some("T2".to_owned())]);
        let on = date(2026, 11, 29);
        let due: usize =
            risks.iter().zip(&told).filter(|(it, all)| !dues(it, all, &tiers, Some(&by), &[], on).is_empty()).count();
        let pairs = || risks.iter().zip(told.iter().map(Vec::as_slice));
        let of = |of| map(pairs(), Some(&by), Of { of, basis: Basis::Current, opportunities: false });
        let placed: BTreeMap<&str, usize> = TYPES.iter().map(|it| (*it, of(it).placed())).collect();
        let took = start.elapsed().as_secs_f64() * 1_000.0;
        println!("| {due} | {} | {took:.1} |", placed.values().sum::<usize>());
    }
    Ok(())
}

fn criteria() -> Value {
    let names = ["1", "2", "3", "4", "5"];
    let levels = [
        "low, low, low, medium, medium",
        "low, low, medium, medium, high",
        "low, medium, medium, high, high",
        "medium, medium, high, high, critical",
        "medium, high, high, critical, critical",
    ];
    let matrix = names.iter().zip(levels).map(|(name, levels)| json!({ "likelihood": name, "levels": levels }));
    let scale = TYPES.iter().flat_map(|of| names.map(|it| json!({ "type": of, "level": it })));
    let line = TYPES.iter().map(|of| json!({ "type": of, "acceptable": "low", "tolerable": "medium" }));
    json!({
        "title": "Criteria", "scale_version": "1", "likelihood": names.map(|it| json!({ "level": it })), "consequences": scale.collect::<Vec<_>>(),
        "matrix": matrix.collect::<Vec<_>>(), "line": line.collect::<Vec<_>>(), "intervals": [{ "every": "P1Y" }],
    })
}

/// A risk that touches two types.
fn risk(at: usize) -> Value {
    let score = |times: usize| 1 + (at * times) % 5;
    let of = |more: usize| json!({ "type": TYPES[(at + more) % 4], "current": score(7 + more), "inherent": score(3 + more) });
    json!({
        "title": format!("Risk {at}"), "direction": "threat", "criteria": "RCR-1", "systems": [format!("SYS-{}", 1 + at % 500)],
        "likelihood": score(11), "inherent_likelihood": score(13), "by_type": [of(0), of(1)], "assessed_on": "2026-03-01",
    })
}

fn row(id: &str, document: Value) -> Result<RecordRow, Box<dyn std::error::Error>> {
    Ok(RecordRow {
        id: id.parse()?,
        kind: if id.starts_with("RSK") { "risk" } else { "risk_criteria" }.to_owned(),
        version: 1,
        state: if id.starts_with("RSK") { "evaluated" } else { "in_force" }.to_owned(),
        title: id.to_owned(),
        unit: None,
        owner: None,
        access: String::new(),
        retired: false,
        place: 0,
        created: Timestamp::UNIX_EPOCH,
        changed: Timestamp::UNIX_EPOCH,
        makers: Makers::default(),
        document: serde_json::from_value(document)?,
        commitment: [0; 32],
    })
}
