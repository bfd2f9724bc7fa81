//! Self-test of the requirement libraries: identifiers as public lists have them, libraries with one mistake each beside a sound one, libraries whose
//! numbers are not those of the standard, what may be the criterion of a finding, and what comes next.
//!
//! The key is made by `scripts/library_key.py` from public lists, and the orders by an algorithm of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use governance::modality::guard::may_anchor;
use governance::modality::order::{Necessity, Standing, order};
use governance::{Actor, Aims, Configuration, Error, Options, Via};
use library::{Found, Framework, Shelf};
use record::{Change, Document};
use serde::Deserialize;
use serde_json::json;

use super::house;
use super::{Folder, Outcome};
use crate::exit::Failure;

/// What public lists say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    ids: BTreeMap<String, BTreeSet<String>>,
    titles: BTreeMap<String, String>,
    areas: BTreeMap<String, usize>,
    wrong_sums: Vec<Vec<usize>>,
    criteria: Vec<Criterion>,
}

/// A reference, and whether it may be a criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    reference: String,
    may: bool,
    #[serde(default)]
    instead: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    spoiled: Vec<Spoiled>,
    orders: Vec<Order>,
}

/// A library with a mistake, or with other identifiers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoiled {
    file: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    extra: Vec<String>,
    #[serde(default)]
    missing: Vec<String>,
}

/// What is met, what is left out, and the order that follows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    met: BTreeSet<String>,
    dropped: BTreeSet<String>,
    order: Vec<String>,
}

/// Compares what ships and what is spoiled with the key.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let key: Key = house::json(&folder.join("key.json"))?;
    let cases: Cases = house::json(&folder.join("cases.json"))?;
    let mut outcome = Outcome { origin: key.origin.clone(), ..Outcome::default() };
    let configuration = Configuration::load(None)?;
    let shelf = configuration.libraries.shelf();
    shipped(shelf, &key, &mut outcome);
    spoiled(folder, &key, &cases.spoiled, &mut outcome)?;
    guarded(shelf, &key, &mut outcome);
    next(shelf, &cases.orders, &mut outcome);
    refused(&key, &mut outcome).await?;
    Ok(outcome)
}

fn ids(of: &Framework) -> BTreeSet<String> {
    of.assessable().map(|it| it.id.clone()).collect()
}

/// Identifiers, titles and counts are those of the public lists, and nothing that ships has a fault.
fn shipped(shelf: &Shelf, key: &Key, outcome: &mut Outcome) {
    for (prefix, wanted) in &key.ids {
        let told = shelf.framework(prefix).map(ids).unwrap_or_default();
        outcome.check(told == *wanted, || format!("{prefix} has other identifiers than the public list"));
    }
    let title = |id: &str| shelf.find(&format!("ISO/IEC 42001:{id}")).map(|it| it.node.title.as_str());
    for (id, wanted) in &key.titles {
        outcome.check(title(id) == Some(wanted), || format!("{id} is called {:?}, not `{wanted}`", title(id)));
    }
    let controls = shelf.framework("ISO/IEC 42001").map(ids).unwrap_or_default();
    let area = |name: &str| controls.iter().filter(|it| it.starts_with(&format!("{name}."))).count();
    for (name, wanted) in &key.areas {
        outcome.check(area(name) == *wanted, || format!("{name} holds {} controls, not {wanted}", area(name)));
    }
    let sums: Vec<usize> = (2..=10).map(|it| area(&format!("A.{it}"))).collect();
    outcome
        .check(!key.wrong_sums.contains(&sums), || format!("the areas hold {sums:?} controls, as a wrong table says"));
    match shelf.faults().as_slice() {
        [] => outcome.clean += 1,
        all => outcome.false_alarms.extend(all.iter().map(ToString::to_string)),
    }
}

/// Each mistake is found at its place, other numbers are told, and the sound twin is silent.
fn spoiled(folder: &Path, key: &Key, all: &[Spoiled], outcome: &mut Outcome) -> Result<(), Failure> {
    let wanted = key.ids.get("ISO/IEC 42001").cloned().unwrap_or_default();
    for it in all {
        let of = framework(&folder.join("faulty").join(&it.file))?;
        let faults = of.faults();
        match it.sort.is_empty() {
            false => {
                let found = faults.iter().any(|fault| fault.sort == it.sort && fault.at == it.at);
                outcome.check(found, || format!("{}: no fault `{}` at `{}` in {faults:?}", it.file, it.sort, it.at));
            }
            true => {
                let told = ids(&of);
                let extra: Vec<String> = told.difference(&wanted).cloned().collect();
                let missing: Vec<String> = wanted.difference(&told).cloned().collect();
                let right = extra == it.extra && missing == it.missing && told != wanted;
                outcome.check(right, || format!("{}: {extra:?} are too many and {missing:?} missing", it.file));
            }
        }
    }
    let sound = framework(&folder.join("clean/sound.toml"))?;
    match sound.faults().as_slice() {
        [] if ids(&sound) == wanted => outcome.clean += 1,
        faults => outcome.false_alarms.push(format!("the sound library is told to be wrong: {faults:?}")),
    }
    Ok(())
}

fn framework(path: &Path) -> Result<Framework, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    toml::from_str(&String::from_utf8_lossy(&bytes))
        .map_err(|it| Failure::input(format!("`{shown}` cannot be understood: {it}")))
}

/// What may be a criterion is one, what may not is refused with what can be cited; a control that is left out as well.
fn guarded(shelf: &Shelf, key: &Key, outcome: &mut Outcome) {
    for it in &key.criteria {
        let told = may_anchor(shelf, &it.reference, &|_| Necessity::Undecided);
        let right = match &told {
            Ok(()) => it.may,
            Err(refused) => !it.may && (it.instead.is_empty() || refused.instead == [it.instead.clone()]),
        };
        outcome.check(right, || format!("{} is told as {told:?}", it.reference));
    }
    let left_out = |_: &Found| Necessity::NotNecessary { justified: true };
    for it in key.criteria.iter().filter(|it| it.may) {
        let instead = may_anchor(shelf, &it.reference, &left_out).err().map(|it| it.instead).unwrap_or_default();
        outcome.check(instead == ["ISO/IEC 42001:6.1.3"], || {
            format!("{} is left out and refers to {instead:?}", it.reference)
        });
    }
}

/// The order of what comes next is the one that an algorithm elsewhere gives, and what is met is not in it.
fn next(shelf: &Shelf, all: &[Order], outcome: &mut Outcome) {
    let Some(of) = shelf.framework("ISO/IEC 42001") else {
        outcome.missed.push("ISO/IEC 42001 is not on the shelf".to_owned());
        return;
    };
    for (at, it) in all.iter().enumerate() {
        let met = |found: &Found| match it.met.contains(&found.node.id) {
            true => Standing::Met,
            false => Standing::Unmet("it is not met".to_owned()),
        };
        let necessary = |found: &Found| match it.dropped.contains(&found.node.id) {
            true => Necessity::NotNecessary { justified: false },
            false => Necessity::Necessary,
        };
        let told: Vec<String> = order(of, &met, &necessary).into_iter().map(|it| it.id).collect();
        outcome.check(told == it.order, || format!("case {at}: the order is {told:?}"));
    }
}

/// Findings that cite what cannot be breached are refused by the one way in which records are written, and the others are entered.
async fn refused(key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let home = Folder::make()?;
    let mut options = Options::embedded(home.path().join("store"));
    options.clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    let aims = Aims::init(options, "selftest.example/aims")?;
    for (at, it) in key.criteria.iter().enumerate() {
        let (kind, field) = if at % 2 == 0 { ("finding", "criterion") } else { ("nonconformity", "requirement") };
        let mut document = Document::new();
        document.insert("title".to_owned(), json!(format!("About {}", it.reference)));
        document.insert(field.to_owned(), json!(it.reference));
        let change = Change::Create { kind: kind.to_owned(), state: None, document };
        let told = aims.commit(&Actor::operator(Via::System), change, None).await;
        let right = match &told {
            Ok(_) => it.may,
            Err(Error::Refused(refusals)) => {
                let words: Vec<&str> = refusals.iter().map(|it| it.message.as_str()).collect();
                !it.may && words.iter().any(|word| word.contains(&it.instead))
            }
            Err(_) => false,
        };
        let said = told.err().map(|it| it.to_string()).unwrap_or_default();
        outcome.check(right, || format!("a {kind} that cites {} is answered with `{said}`", it.reference));
    }
    Ok(())
}
