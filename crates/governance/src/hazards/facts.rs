//! What is known of a system where hazards are asked for: what its record says, and what the lineage of its data shows. What nobody entered
//! is not known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    let to = |field: &str, id: &Id| Condition::LinkedTo { field: Some(field.to_owned()), target: id.clone() };
    let models = at.list("model", vec![to("systems", &system.id)])?;
    let any = Condition::Any(models.iter().map(|it| to("model", &it.id)).collect());
    let versions = if models.is_empty() { Vec::new() } else { at.list("model_version", vec![any])? };
    let returned = returned(versions.iter(), &system.id, |ids| at.records(ids))?;
    Ok(told(at, system, returned))
}

/// What is known of a system by itself, with what its data show.
fn told(at: &Snapshot, system: &RecordRow, returned: Option<Fact>) -> Vec<Fact> {
    let mut facts = of_system(&at.libraries.facts, system);
    facts.extend(of_record(&at.libraries.hazards, system));
    facts.extend(returned);
    facts
}

/// The same of many systems: one statement for models, one for their versions, and one for each step of a derivation, however many systems there are.
pub(crate) fn known_of(at: &Snapshot, systems: &[RecordRow]) -> Result<Vec<Vec<Fact>>, Error> {
    let mut versions: HashMap<Id, Vec<RecordRow>> = HashMap::new();
    for it in at.list("model_version", Vec::new())? {
        it.link("model").into_iter().for_each(|of| versions.entry(of).or_default().push(it.clone()));
    }
    let mut models: HashMap<Id, Vec<Id>> = HashMap::new();
    for it in at.list("model", Vec::new())? {
        targets(&it.document, "systems").into_iter().for_each(|of| models.entry(of).or_default().push(it.id.clone()));
    }
    let of = |system: &RecordRow| {
        models.get(&system.id).into_iter().flatten().flat_map(|it| versions.get(it).into_iter().flatten())
    };
    let data = derived(at, systems.iter().flat_map(of).flat_map(trained_on).collect())?;
    let rows = |ids: &[Id]| Ok(ids.iter().filter_map(|it| data.get(it).cloned()).collect());
    systems.iter().map(|it| Ok(told(at, it, returned(of(it), &it.id, rows)?))).collect()
}

/// These versions of data and all from which they were derived.
fn derived(at: &Snapshot, starts: BTreeSet<Id>) -> Result<HashMap<Id, RecordRow>, Error> {
    let (mut found, mut next) = (HashMap::new(), starts);
    while !next.is_empty() {
        let rows = at.records(&next.into_iter().collect::<Vec<_>>())?;
        let before: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "derived_from")).collect();
        found.extend(rows.into_iter().map(|it| (it.id.clone(), it)));
        next = before.into_iter().filter(|it| !found.contains_key(it)).collect();
    }
    Ok(found)
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

/// Whether one of these versions of models of a system was trained on data that hold outputs of it, with the way along which; not known as long as no
/// training data are entered. `rows` reads versions of data, once for each step of a derivation.
fn returned<'a>(
    versions: impl Iterator<Item = &'a RecordRow>,
    system: &Id,
    rows: impl Fn(&[Id]) -> Result<Vec<RecordRow>, Error>,
) -> Result<Option<Fact>, Error> {
    let trained =
        versions.flat_map(|it| trained_on(it).map(|data| (data.clone(), format!("{data}, learned by {}", it.id))));
    let ways: BTreeMap<Id, String> = trained.collect();
    if ways.is_empty() {
        return Ok(None);
    }
    let way = comes_from(ways, system, rows)?;
    let source = match &way {
        Some(way) => format!("{system} → {way}"),
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
fn comes_from(
    mut ways: BTreeMap<Id, String>,
    system: &Id,
    read: impl Fn(&[Id]) -> Result<Vec<RecordRow>, Error>,
) -> Result<Option<String>, Error> {
    let mut seen: BTreeSet<Id> = ways.keys().cloned().collect();
    while !ways.is_empty() {
        let rows = read(&ways.keys().cloned().collect::<Vec<_>>())?;
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
