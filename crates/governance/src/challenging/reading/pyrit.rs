//! Files of PyRIT: results of attacks (`AttackResult.to_dict`, as its versions 0.9 to 1.1 write them), and exports of its memory as JSON, where each piece
//! of a conversation carries the scores that it got. PyRIT names no version in either.
//!
//! In an export of memory an attack is a conversation: what was sent first is the attack, and it succeeded where a score of true or false says true. A score
//! on a scale decides nothing, since its threshold stands in no file.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{day, text};
use super::{Found, Tool, refused};
use crate::Error;
use crate::challenging::attempt::{Attempt, Outcome};

/// Reads results of attacks, or an export of memory.
pub(super) fn read(rows: &[Value]) -> Result<Found, Error> {
    let mut found = Found::of(Tool::Pyrit);
    match rows.first().is_some_and(|it| it["role"].is_string()) {
        true => pieces(rows, &mut found)?,
        false => results(rows, &mut found)?,
    }
    Ok(found)
}

/// Results of attacks.
fn results(rows: &[Value], found: &mut Found) -> Result<(), Error> {
    for (place, it) in rows.iter().enumerate() {
        let place = format!("[{place}]");
        let outcome = match it["outcome"].as_str() {
            Some("success") => Outcome::Succeeded,
            Some("failure") => Outcome::Failed,
            Some("error" | "undetermined") => Outcome::Undecided,
            other => {
                let says = other.map_or("no outcome".to_owned(), |it| format!("the outcome `{it}`"));
                return Err(refused(format!(
                    "{place} has {says}, which PyRIT does not write; it is one of success, failure, error, undetermined"
                )));
            }
        };
        let objective = text(it, "objective").unwrap_or_default();
        let technique = technique(it);
        found.days.extend(day(it, "timestamp").map(|on| (on, place.clone())));
        found.tries.push(Attempt::of(&technique, objective, outcome, place));
    }
    found.on = found.days.iter().map(|it| it.0).max();
    Ok(())
}

/// The strategy of an attack, where its identifier stands in each version.
fn technique(it: &Value) -> String {
    let whole = &it["atomic_attack_identifier"];
    let ways = [
        &whole["children"]["attack_technique"]["children"]["attack"],
        &whole["children"]["attack"],
        &it["attack_identifier"],
    ];
    let named = ways.into_iter().find_map(|it| text(it, "class_name").or_else(|| text(it, "__type__")));
    named.unwrap_or_default().to_owned()
}

/// An export of memory.
fn pieces(rows: &[Value], found: &mut Found) -> Result<(), Error> {
    let mut order: Vec<&str> = Vec::new();
    let mut conversations: BTreeMap<&str, Vec<(usize, &Value)>> = BTreeMap::new();
    for (place, it) in rows.iter().enumerate() {
        let Some(id) = text(it, "conversation_id") else {
            return Err(refused(format!("[{place}] has no `conversation_id`; export the memory anew")));
        };
        if !conversations.contains_key(id) {
            order.push(id);
        }
        conversations.entry(id).or_default().push((place, it));
    }
    let mut on_a_scale = 0_u64;
    for id in order {
        let Some(all) = conversations.get(id) else { continue };
        let said = |it: &Value| text(it, "original_value").unwrap_or_default().to_owned();
        let Some((place, sent)) = all.iter().find(|it| it.1["role"] == "user") else { continue };
        let scores: Vec<&Value> = all.iter().flat_map(|it| it.1["scores"].as_array().into_iter().flatten()).collect();
        let judged: Vec<bool> = scores.iter().filter_map(|it| judged(it)).collect();
        on_a_scale += u64::from(judged.is_empty() && !scores.is_empty());
        let outcome = match judged.as_slice() {
            [] => Outcome::Undecided,
            all if all.contains(&true) => Outcome::Succeeded,
            _ => Outcome::Failed,
        };
        let place = format!("[{place}]");
        found.days.extend(day(sent, "timestamp").map(|on| (on, place.clone())));
        let technique =
            text(&sent["attack_identifier"], "__type__").or_else(|| text(&sent["orchestrator_identifier"], "__type__"));
        found.tries.push(Attempt::of(technique.unwrap_or_default(), &said(sent), outcome, place));
    }
    found.on = found.days.iter().map(|it| it.0).max();
    if on_a_scale > 0 {
        found.notes.push(format!(
            "{on_a_scale} conversations have scores on a scale, whose threshold stands in no export, so their outcome is undecided"
        ));
    }
    Ok(())
}

/// What a score of true or false says; nothing of any other.
fn judged(score: &Value) -> Option<bool> {
    (score["score_type"] == "true_false").then_some(())?;
    match &score["score_value"] {
        Value::Bool(it) => Some(*it),
        Value::String(it) => it.to_lowercase().parse().ok(),
        _ => None,
    }
}
