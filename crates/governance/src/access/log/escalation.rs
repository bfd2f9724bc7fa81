//! The alerts of a log as one escalation: to those who answer for the data, as severe as the gravest alert, with the shortest time for
//! an answer. Serves ISO/IEC 42001 A.3.3.
//!
//! A log is one episode, as a monitor's drift is; the same bytes are brought in once, so it is raised once. Severity and time are data
//! (`data/tables/access_alerts.toml`).

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use record::{Document, Id};
use serde_json::json;
use store::RecordRow;

use super::Alert;
use super::keep::{LogReport, filled};
use crate::access::limits::{Rule, span};

/// Most alerts that an escalation tells; the findings and the report of the log have all.
const TOLD: usize = 10;

/// The escalation for what a log shows and the people whom it goes to; `None` where it shows nothing.
pub(super) fn escalation(
    rules: &[Rule],
    stewards: &HashMap<Id, RecordRow>,
    report: &LogReport,
    log: &Id,
    today: Date,
) -> Option<(Document, Vec<Id>)> {
    let rule_of = |alert: &Alert| rules.iter().enumerate().find(|it| it.1.name == alert.rule);
    let known: Vec<(usize, &Rule)> = report.alerts.iter().filter_map(rule_of).collect();
    let gravest = known.iter().min_by_key(|it| it.0)?.1;
    let answer_by = known.iter().filter_map(|it| today.checked_add(span(&it.1.answer_within)).ok()).min();
    let data: BTreeSet<&Id> = report.alerts.iter().map(|it| &it.dataset).collect();
    let people = answering(stewards, report);
    let count = report.alerts.len();
    let first = report.alerts.iter().find(|it| it.rule == gravest.name).and_then(|it| stewards.get(&it.dataset));
    let document = filled(json!({
        "title": format!("{}: {} in the log of access of {}", log, alerts_of(count), report.source),
        "trigger": log, "about": first.map(|it| &it.id), "severity": gravest.severity, "matter": "access",
        "concerned": report.alerts.iter().map(|it| &it.person).collect::<BTreeSet<_>>(), "raised_on": today.to_string(),
        "answer_by": answer_by.map(|it| it.to_string()), "episode": format!("{log}: alerts"), "to": people,
        "owner": people.first(), "unit": first.and_then(|it| it.unit.clone()), "access": "confidential",
        "reason": reason(report, data.len()),
    }));
    Some((document, people))
}

/// Those who answer for the data, without those whom an alert is about: nobody is told to look after themselves.
fn answering(stewards: &HashMap<Id, RecordRow>, report: &LogReport) -> Vec<Id> {
    let concerned: BTreeSet<&Id> = report.alerts.iter().map(|it| &it.person).collect();
    let of = |it: &Alert| stewards.get(&it.dataset)?.owner.as_ref()?.parse::<Id>().ok();
    let mut people: Vec<Id> = Vec::new();
    for person in report.alerts.iter().filter_map(of).filter(|it| !concerned.contains(it)) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}

fn alerts_of(count: usize) -> String {
    if count == 1 { "1 alert".to_owned() } else { format!("{count} alerts") }
}

fn reason(report: &LogReport, datasets: usize) -> String {
    let line = |it: &Alert| format!("{}: {} by {}, {}", it.rule, it.dataset, it.person, it.reason);
    let mut lines: Vec<String> = report.alerts.iter().take(TOLD).map(line).collect();
    if report.alerts.len() > TOLD {
        lines.push(format!("and {} more", report.alerts.len() - TOLD));
    }
    let of = if datasets == 1 { "1 dataset".to_owned() } else { format!("{datasets} datasets") };
    format!("{} about {of}; each is a finding.\n{}", alerts_of(report.alerts.len()), lines.join("\n"))
}
