//! An organisation of a self-test that is a list of records: entered one after the other into a store of its own, on a day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use governance::{Actor, Aims, Options, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Folder, Outcome};
use crate::exit::Failure;

/// A record of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    id: String,
    kind: String,
    state: String,
    fields: Document,
}

/// An organisation that was entered, and which number of the case each record is.
pub(super) struct House {
    pub aims: Aims,
    pub numbers: BTreeMap<Id, String>,
}

/// Reads a file of a case.
pub(super) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    serde_json::from_slice(&bytes).map_err(|it| Failure::input(format!("`{shown}` cannot be understood: {it}")))
}

/// Both sides of a capability.
pub(super) const SIDES: [&str; 2] = ["faulty", "clean"];
/// How near what is computed in another order must come.
pub(super) const SAME: f64 = 1e-9;

/// A side: its key, and its organisation as it is entered on the day of the key, in a folder that goes with what is returned.
pub(super) async fn side<K: DeserializeOwned>(
    folder: &Path,
    side: &str,
    day: impl Fn(&K) -> jiff::civil::Date,
) -> Result<(Folder, House, K), Failure> {
    side_with(folder, side, day, None).await
}

/// The same with a shipped file of the configuration in which a text is replaced everywhere.
pub(super) async fn side_with<K: DeserializeOwned>(
    folder: &Path,
    side: &str,
    day: impl Fn(&K) -> jiff::civil::Date,
    replaced: Option<&(String, String, String)>,
) -> Result<(Folder, House, K), Failure> {
    let (home, folder) = (Folder::make()?, folder.join(side));
    let key: K = json(&folder.join("key.json"))?;
    replaced.map(|it| laid_over(&home, it)).transpose()?;
    let house = enter(&home, day(&key), json(&folder.join("organisation.json"))?).await?;
    Ok((home, house, key))
}

/// The same with files of the folder `config` beside the sides laid over the configuration.
pub(super) async fn side_beside<K: DeserializeOwned>(
    folder: &Path,
    side: &str,
    day: impl Fn(&K) -> jiff::civil::Date,
    files: &[&str],
) -> Result<(Folder, House, K), Failure> {
    let (home, own) = (Folder::make()?, folder.join(side));
    for file in files {
        let to = home.path().join("store/config").join(file);
        let failed = |it: std::io::Error| Failure::failed(format!("`{}` cannot be written: {it}", to.display()));
        to.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
        std::fs::write(&to, crate::assignment::read_file(&folder.join("config").join(file))?).map_err(failed)?;
    }
    let key: K = json(&own.join("key.json"))?;
    let house = enter(&home, day(&key), json(&own.join("organisation.json"))?).await?;
    Ok((home, house, key))
}

/// Writes a shipped file with a text replaced into a folder that is laid over the configuration.
fn laid_over(home: &Folder, (path, from, to): &(String, String, String)) -> Result<(), Failure> {
    let shipped = governance::Configuration::load(None)?;
    let text = shipped.sources.iter().find(|it| it.path == *path).map(|it| it.text.clone()).unwrap_or_default();
    if !text.contains(from.as_str()) {
        return Err(Failure::input(format!("`{path}` does not hold `{from}`, which the case replaces")));
    }
    let overlay = home.path().join("store/config");
    let file = overlay.join(path);
    let write = || {
        std::fs::create_dir_all(file.parent().unwrap_or(&overlay))?;
        std::fs::write(&file, text.replace(from.as_str(), to))
    };
    write().map_err(|it| Failure::input(format!("`{}` cannot be written: {it}", file.display())))
}

/// Enters every record; links to what comes later are added at the end.
async fn enter(home: &Folder, day: jiff::civil::Date, entries: Vec<Entry>) -> Result<House, Failure> {
    let mut options = Options::embedded(home.path().join("store"));
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let noon = noon.map_err(|it| Failure::input(format!("the day of the key cannot be used: {it}")))?.timestamp();
    options.clock = Arc::new(move || noon);
    let aims = Aims::init(options, "selftest.example/aims")?;
    let operator = Actor::operator(Via::System);
    let names: BTreeSet<String> = entries.iter().map(|it| it.id.clone()).collect();
    let (mut known, mut later) = (BTreeMap::<String, Id>::new(), Vec::new());
    for entry in entries {
        let mut document = Document::new();
        for (field, value) in entry.fields {
            match translated(&value, &names, &known) {
                Some(value) => drop(document.insert(field, value)),
                None => later.push((entry.id.clone(), field, value)),
            }
        }
        let change = Change::Create { kind: entry.kind, state: Some(entry.state), document };
        known.insert(entry.id, aims.commit(&operator, change, None).await?.id);
    }
    for (id, field, value) in later {
        let (Some(id), Some(value)) = (known.get(&id).cloned(), translated(&value, &names, &known)) else { continue };
        let set = Document::from_iter([(field, value)]);
        aims.commit(&operator, Change::Edit { id, base: None, set, why: None }, None).await?;
    }
    Ok(House { aims, numbers: known.into_iter().map(|(name, id)| (id, name)).collect() })
}

/// A value with numbers of the store; nothing when it names a record that is not there yet.
fn translated(value: &Value, names: &BTreeSet<String>, known: &BTreeMap<String, Id>) -> Option<Value> {
    Some(match value {
        Value::String(text) if names.contains(text) => Value::from(known.get(text)?.to_string()),
        Value::Array(all) => all.iter().map(|it| translated(it, names, known)).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(row) => {
            let cell = |(name, it): (&String, &Value)| Some((name.clone(), translated(it, names, known)?));
            Value::Object(row.iter().map(cell).collect::<Option<Document>>()?)
        }
        other => other.clone(),
    })
}

impl House {
    /// The record that a key names.
    pub fn record(&self, name: &str) -> Result<Id, Failure> {
        let found = self.numbers.iter().find(|it| it.1 == name).map(|it| it.0.clone());
        found.ok_or_else(|| Failure::missing(format!("the key names `{name}`, which is not there")))
    }

    /// A value of a case with numbers of the store in the place of those of the case.
    pub fn stored(&self, value: &Value) -> Result<Value, Failure> {
        let known: BTreeMap<String, Id> = self.numbers.iter().map(|(id, name)| (name.clone(), id.clone())).collect();
        let names = known.keys().cloned().collect();
        translated(value, &names, &known).ok_or_else(|| Failure::missing("the case names what is not there"))
    }

    /// The number of a record in the case.
    pub fn number(&self, id: &Id) -> String {
        self.numbers.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Whether gaps are those of the key, each as its sort and the numbers of its records in their order.
    pub fn gaps<'a>(
        &self,
        found: impl Iterator<Item = (&'a str, &'a [Id])>,
        wanted: &[String],
        side: &str,
        outcome: &mut Outcome,
    ) {
        let line = |(sort, records): (&str, &[Id])| {
            let mut names: Vec<String> = records.iter().map(|it| self.number(it)).collect();
            names.sort();
            [vec![sort.to_owned()], names].concat().join(" ")
        };
        let mut found: Vec<String> = found.map(line).collect();
        found.sort();
        let missing: Vec<&String> = wanted.iter().filter(|it| !found.contains(it)).collect();
        let more: Vec<&String> = found.iter().filter(|it| !wanted.contains(it)).collect();
        outcome.check(found == wanted, || {
            format!("{side}: gaps that are missing: {missing:?}, that should not be: {more:?}")
        });
    }
}
