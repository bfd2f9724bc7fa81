//! What is known of a system where hazards are asked for: what its record says, and what the lineage of its data shows. What nobody entered
//! is not known.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde_json::Value;
use store::{Condition, RecordRow};

use super::library::Hazards;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::tiering::facts::{Fact, of_system};

/// The fact that outputs come back as training data.
pub const RETURN: &str = "outputs_return";

/// The field of a dataset version with the systems whose outputs it holds.
const HOLDS: &str = "outputs_of";

/// Every fact that is known of a system.
pub(crate) fn known(at: &Snapshot, system: &RecordRow) -> Result<Vec<Fact>, Error> {
    let mut facts = of_system(&at.libraries.facts, system);
    facts.extend(of_record(&at.libraries.hazards, system));
    facts.extend(returned(at, system)?);
    Ok(facts)
}

/// What the record of a system says by words of the library.
fn of_record(words: &Hazards, system: &RecordRow) -> Vec<Fact> {
    let source = format!("{}, version {}", system.id, system.version);
    let techniques: Vec<&str> = system.list("techniques").filter_map(Value::as_str).collect();
    let any = |of: &[String]| techniques.iter().any(|it| of.iter().any(|word| word == it));
    let technique = |of: &[String]| (!techniques.is_empty()).then(|| any(of));
    let all = [
        ("learns", technique(&words.learns)),
        ("language_model", technique(&words.language)),
        ("agentic", system.document.get("agentic").and_then(Value::as_bool)),
        ("supplied", system.text("origin").map(|it| words.supplied.iter().any(|word| word == it))),
    ];
    let fact = |(name, value): (&str, Option<bool>)| {
        Some(Fact { fact: name.to_owned(), value: value?.to_string(), source: source.clone() })
    };
    all.into_iter().filter_map(fact).collect()
}

/// Whether a version of a model of the system was trained on data that hold outputs of it, with the way along which; not known as long as no
/// training data are entered. One statement for models, one for their versions, and one for each step of a derivation.
fn returned(at: &Snapshot, system: &RecordRow) -> Result<Option<Fact>, Error> {
    let to = |field: &str, id: &Id| Condition::LinkedTo { field: Some(field.to_owned()), target: id.clone() };
    let models = at.list("model", vec![to("systems", &system.id)])?;
    if models.is_empty() {
        return Ok(None);
    }
    let any = Condition::Any(models.iter().map(|it| to("model", &it.id)).collect());
    let versions = at.list("model_version", vec![any])?;
    let trained = versions
        .iter()
        .flat_map(|it| trained_on(it).map(|data| (data.clone(), format!("{data}, learned by {}", it.id))));
    let ways: BTreeMap<Id, String> = trained.collect();
    if ways.is_empty() {
        return Ok(None);
    }
    let way = comes_from(at, ways, &system.id)?;
    let source = match &way {
        Some(way) => format!("{} → {way}", system.id),
        None => "training data of its models, and what they were derived from".to_owned(),
    };
    Ok(Some(Fact { fact: RETURN.to_owned(), value: way.is_some().to_string(), source }))
}

/// Data with which a version of a model was trained.
fn trained_on(version: &RecordRow) -> impl Iterator<Item = Id> + '_ {
    let train = version.list("data").filter(|it| it["used_for"] == "train");
    train.filter_map(|it| it["dataset_version"].as_str()?.parse().ok())
}

/// The way from a version that holds outputs of the system to one of these, each with the way from it to the model.
fn comes_from(at: &Snapshot, mut ways: BTreeMap<Id, String>, system: &Id) -> Result<Option<String>, Error> {
    let mut seen: BTreeSet<Id> = ways.keys().cloned().collect();
    while !ways.is_empty() {
        let rows = at.records(&ways.keys().cloned().collect::<Vec<_>>())?;
        if let Some(row) = rows.iter().find(|it| targets(&it.document, HOLDS).contains(system)) {
            return Ok(ways.remove(&row.id));
        }
        let before = |row: &RecordRow| -> Vec<(Id, String)> {
            let way = ways.get(&row.id).cloned().unwrap_or_default();
            targets(&row.document, "derived_from").into_iter().map(|it| (it.clone(), format!("{it} → {way}"))).collect()
        };
        let next: Vec<(Id, String)> = rows.iter().flat_map(before).collect();
        ways = next.into_iter().filter(|it| seen.insert(it.0.clone())).collect();
    }
    Ok(None)
}
