//! Scores that assessors agreed on, taken over to the risks that they scored: what would change, why, and what keeps it from being; and the act by
//! which whoever answers for a risk takes them over. Nothing is taken over by itself. Serves ISO/IEC 42001 6.1.2 and 8.2.

use std::collections::{BTreeMap, BTreeSet};

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Read, RecordRow};

use super::agreeing::{Key, Settled, Sheet, settled};
use super::answers::sheets;
use super::around::criteria;
use super::level::{Basis, Risk};
use super::{ASSESSMENT, CONCLUDED, RISK};
use crate::aims::Committed;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::{Actor, Aims, Error};

/// A score that would be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The type of consequence; nothing for likelihood.
    #[serde(rename = "type")]
    pub of: Option<String>,
    /// The level that the risk holds, by its place.
    pub from: Option<usize>,
    /// The level on which its assessors agreed.
    pub to: usize,
    /// How they came to it.
    pub because: String,
}

/// What would be taken over to a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taking {
    /// The risk.
    pub risk: Id,
    /// Who answers for it, and takes over.
    pub owner: Option<String>,
    /// The version of the risk for which this is told.
    pub version: i64,
    /// Scores that differ from those that it holds; none where only the criteria do.
    pub takes: Vec<Taken>,
    /// What keeps it from being taken over, in sentences.
    pub lacks: Vec<String>,
}

/// An assessment with the scales on which it was made.
struct Scored<'a> {
    run: &'a RecordRow,
    sheets: &'a [Sheet],
    settled: BTreeMap<Key, Settled>,
    /// Versions of scales by criteria.
    versions: BTreeMap<Id, String>,
}

impl Scored<'_> {
    /// The level on which assessors agreed and how, or why there is none.
    fn agreed(&self, key: &Key) -> Option<Result<(usize, String), String>> {
        let said: BTreeMap<&str, usize> =
            self.sheets.iter().filter_map(|it| Some((it.by.as_str(), *it.scores.get(key)?))).collect();
        let levels: BTreeSet<usize> = said.values().copied().collect();
        if let (1, Some(level)) = (levels.len(), levels.first()) {
            let who = said.keys().copied().collect::<Vec<_>>().join(", ");
            return Some(Ok((*level, format!("scored by {who}"))));
        }
        levels.first()?;
        let what = key.1.as_ref().map_or("likelihood".to_owned(), |of| format!("consequence for {of}"));
        let agreed = |it: &&Settled| said.keys().all(|who| it.agreed.iter().any(|of| of.to_string() == *who));
        Some(match self.settled.get(key).filter(agreed) {
            Some(it) => Ok((it.level, format!("settled: {}", it.why))),
            None => Err(format!("its assessors differ about the {what}, and not all of them agreed on a level")),
        })
    }

    /// What would be taken over to a risk; nothing where it holds all of it already.
    fn of(&self, row: &RecordRow) -> Option<Taking> {
        let (risk, run) = (Risk::of(row), self.run);
        let keys: BTreeSet<&Key> =
            self.sheets.iter().flat_map(|it| it.scores.keys()).filter(|it| it.0 == row.id).collect();
        let (mut takes, mut lacks) = (Vec::new(), Vec::new());
        for key in keys {
            let held = match &key.1 {
                None => risk.likelihood.get(&Basis::Current),
                Some(of) => risk.consequence.get(&(Basis::Current, of.clone())),
            };
            match self.agreed(key) {
                Some(Ok((to, because))) if held != Some(&to) => {
                    takes.push(Taken { of: key.1.clone(), from: held.copied(), to, because });
                }
                Some(Err(why)) => lacks.push(why),
                _ => {}
            }
        }
        let criteria = run.link("criteria");
        if takes.is_empty() && lacks.is_empty() && risk.criteria == criteria {
            return None;
        }
        let on = date(&run.document, "assessed_on");
        if let Some(later) = risk.assessed_on.filter(|it| on.is_some_and(|on| on < *it)) {
            lacks.push(format!("it was assessed again on {later}"));
        }
        lacks.extend(self.other_scales(&risk));
        Some(Taking { risk: row.id.clone(), owner: row.owner.clone(), version: row.version, takes, lacks })
    }

    /// Scores without controls or after treatment that would be read on other scales than those on which they were made.
    fn other_scales(&self, risk: &Risk) -> Option<String> {
        let version = |it: Option<&Id>| it.and_then(|it| self.versions.get(it)).map(String::as_str);
        let (own, new) = (version(risk.criteria.as_ref()), version(self.run.link("criteria").as_ref()));
        let others = |it: &Basis| *it != Basis::Current;
        let held = risk.likelihood.keys().any(others) || risk.consequence.keys().any(|it| others(&it.0));
        (held && own != new).then(|| {
            let own = own.map_or("scales that it does not name".to_owned(), |it| format!("the scales {it}"));
            let new = new.unwrap_or("no scales");
            format!("its scores without controls or after treatment were made on {own}, and would be read on {new}; score them anew or take them out first")
        })
    }

    /// The fields of a risk with what is taken over.
    fn set(&self, row: &RecordRow, taking: &Taking) -> Document {
        let mut set = Document::new();
        let mut by_type: Vec<Value> = row.list("by_type").cloned().collect();
        for it in &taking.takes {
            let Some(of) = &it.of else {
                set.insert("likelihood".to_owned(), json!(it.to));
                continue;
            };
            match by_type.iter_mut().find(|row| row["type"].as_str() == Some(of)) {
                Some(row) => row["current"] = json!(it.to),
                None => by_type.push(json!({ "type": of, "current": it.to })),
            }
        }
        if taking.takes.iter().any(|it| it.of.is_some()) {
            set.insert("by_type".to_owned(), Value::Array(by_type));
        }
        for (field, from) in [("criteria", "criteria"), ("assessed_on", "assessed_on")] {
            set.extend(self.run.document.get(from).map(|it| (field.to_owned(), it.clone())));
        }
        set
    }
}

/// What would be taken over from an assessment; nothing is told before each assessor has handed in.
pub(crate) fn takings(at: &Snapshot, run: &RecordRow) -> Result<Vec<Taking>, Error> {
    let sheets = sheets(at, &run.id)?;
    Ok(scored(at, run, &sheets)?
        .map(|(it, rows)| rows.iter().filter_map(|row| it.of(row)).collect())
        .unwrap_or_default())
}

/// An assessment that was concluded with the risks that were scored in it; nothing while somebody has not handed in.
fn scored<'a>(
    at: &Snapshot,
    run: &'a RecordRow,
    sheets: &'a [Sheet],
) -> Result<Option<(Scored<'a>, Vec<RecordRow>)>, Error> {
    let assessors = targets(&run.document, "assessors");
    let handed = |it: &Id| sheets.iter().any(|of| of.handed_in && of.by == it.to_string());
    let blind = sheets.iter().any(|it| !it.handed_in) || !assessors.iter().all(handed);
    if blind || !CONCLUDED.contains(&run.state.as_str()) {
        return Ok(None);
    }
    let ids: BTreeSet<Id> = sheets.iter().flat_map(|it| it.scores.keys()).map(|it| it.0.clone()).collect();
    let mut rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    rows.retain(|it| it.kind == RISK && it.state != super::OVER && !it.retired);
    let versions = criteria(at)?.into_iter().map(|it| (it.id, it.version)).collect();
    Ok(Some((Scored { run, sheets, settled: settled(run), versions }, rows)))
}

impl Aims {
    /// Takes over what assessors agreed on to a risk, by whoever answers for it; `base` is the version of the risk for which it was told.
    ///
    /// Errors: nothing to take over, something that keeps it from being, or somebody who does not answer for the risk.
    pub async fn take_scores(
        &self,
        actor: &Actor,
        assessment: &Id,
        (risk, base): (&Id, Option<i64>),
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let (this, who, run, id) = (self.clone(), actor.clone(), assessment.clone(), risk.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let run = this.readable(read, &who, &run, None)?;
            let row = this.readable(read, &who, &id, None)?;
            if run.kind != ASSESSMENT {
                return Err(Error::input(format!("`{}` is no risk assessment", run.id)));
            }
            let at = this.snapshot(read, None);
            let sheets = sheets(&at, &run.id)?;
            let scored = scored(&at, &run, &sheets)?;
            let told =
                scored.as_ref().and_then(|(it, rows)| Some((it, it.of(rows.iter().find(|it| it.id == row.id)?)?)));
            let Some((scored, taking)) = told else {
                return Err(Error::problem("", nothing(&run, &row)));
            };
            if let Some(why) = taking.lacks.first() {
                return Err(Error::problem("", format!("{}: {why}", row.id)));
            }
            owns(&who, &row)?;
            Ok((scored.set(&row, &taking), row.version, format!("taken over from {}", run.id)))
        };
        let (set, version, why) = self.0.store.read_async(read).await?;
        let change = Change::Edit { id: risk.clone(), base: Some(base.unwrap_or(version)), set, why: Some(why) };
        self.commit(actor, change, key).await
    }
}

/// Why there is nothing to take over.
fn nothing(run: &RecordRow, risk: &RecordRow) -> String {
    match CONCLUDED.contains(&run.state.as_str()) {
        true => format!("{} agreed on nothing that {} does not hold already", run.id, risk.id),
        false => format!("{} is {}; scores are taken over once it is concluded", run.id, run.state.replace('_', " ")),
    }
}

/// Whoever answers for a risk takes scores over, and the console.
pub(crate) fn owns(actor: &Actor, risk: &RecordRow) -> Result<(), Error> {
    let owner = risk.owner.as_deref().filter(|it| !it.is_empty());
    let own = actor.person.as_ref().is_some_and(|it| Some(it.to_string().as_str()) == owner);
    if own || actor.roles.iter().any(|it| it.role == "operator") {
        return Ok(());
    }
    let says = match owner {
        Some(owner) => format!("{owner} answers for {} and takes its scores over; ask them", risk.id),
        None => format!("nobody answers for {}; name its owner, who takes its scores over", risk.id),
    };
    Err(Error::problem("", says))
}
