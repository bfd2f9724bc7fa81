//! What no monitor saw becomes actions: one for each attack, once, however often it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{RecordRow, Write};

use super::library::Challenging;
use super::pool::Attack;
use super::whole::{Part, Waiting};
use crate::accepting::library::span;
use crate::aims::Admission;
use crate::conformity::making::ACTION;
use crate::derived::Snapshot;
use crate::{Actor, Aims, Error};

/// The register under which an action names the attack that it answers.
const CHALLENGES: &str = "challenges";
/// Characters of a title.
const TITLE: usize = 200;

/// What became of attacks that no monitor saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Actions that were made now.
    pub made: Vec<Id>,
    /// Actions that were there before.
    pub known: Vec<Id>,
    /// Attacks that are left for another request.
    pub left: usize,
}

/// Actions that answer attacks, by exercise and attack.
#[derive(Debug, Clone, Default)]
pub(super) struct Acted(BTreeMap<String, (Id, String)>);

/// The key of an attack in the register.
fn key(exercise: &Id, attack: &str) -> String {
    format!("{exercise} {attack}")
}

impl Acted {
    /// An attack with the action that answers it.
    pub(super) fn waiting(&self, exercise: &Id, attack: &Attack) -> Waiting {
        let action = self.0.get(&key(exercise, &attack.attack)).cloned();
        let (action, action_state) = action.unzip();
        Waiting { exercise: exercise.clone(), attack: attack.clone(), action, action_state }
    }
}

/// Actions that come from these exercises.
pub(super) fn acted(at: &Snapshot, exercises: &[Id]) -> Result<Acted, Error> {
    let links = at.read.links_to_any(exercises, &[ACTION])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == "source").map(|it| it.1.end.id).collect();
    let rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    let keys = |row: &RecordRow| {
        let own = row.list("external_ids").filter(|it| it["register"] == CHALLENGES);
        let own = own.filter_map(|it| it["key"].as_str().map(str::to_owned)).collect::<Vec<_>>();
        own.into_iter().map(|it| (it, (row.id.clone(), row.state.clone()))).collect::<Vec<_>>()
    };
    Ok(Acted(rows.iter().filter(|it| !it.retired).flat_map(keys).collect()))
}

impl Aims {
    /// Makes an action of every attack of an exercise that no monitor saw, all or none; those that have one keep it. More than a list holds are left for
    /// another request, the gravest first.
    ///
    /// Errors: as of [`Aims::challenges`]; whoever may not make actions.
    pub async fn act_on_missed(&self, actor: &Actor, exercise: &Id) -> Result<Made, Error> {
        let part = Part { exercise: Some(exercise.clone()), ..Part::default() };
        let told = self.challenges(actor, part).await?;
        if told.exercises.is_empty() {
            return Err(Error::no_record(exercise));
        }
        let (this, who, id) = (self.clone(), actor.clone(), exercise.clone());
        let enter = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            this.act_in(tx, &who, &id, &told.missed)
        };
        let outcome = self.0.store.write_async(enter).await;
        self.denied(actor, outcome).await
    }

    fn act_in(&self, tx: &mut Write, actor: &Actor, exercise: &Id, missed: &[Waiting]) -> Result<Made, Error> {
        let (by, row) = (self.configuration().libraries.clone(), tx.record(exercise)?);
        let row = row.ok_or_else(|| Error::no_record(exercise))?;
        // What was told may be older than what stands now.
        let known = acted(&self.snapshot(tx, None), std::slice::from_ref(exercise))?;
        let mut found = Made { made: Vec::new(), known: Vec::new(), left: 0 };
        for it in missed {
            if let Some((id, _)) = known.0.get(&key(exercise, &it.attack.attack)) {
                found.known.push(id.clone());
                continue;
            }
            if found.made.len() >= by.challenging.most_listed {
                found.left += 1;
                continue;
            }
            let document = document(&by.challenging, &row, &it.attack, self.today());
            let change = Change::Create { kind: ACTION.to_owned(), state: None, document };
            found.made.push(self.apply(tx, actor, &change, &Admission::default())?.id);
        }
        Ok(found)
    }
}

/// The fields of an action.
fn document(by: &Challenging, exercise: &RecordRow, attack: &Attack, today: jiff::civil::Date) -> Document {
    let what = [attack.says.as_str(), attack.technique.as_str()].into_iter().find(|it| !it.is_empty());
    let what = what.unwrap_or(attack.attack.as_str());
    let title: String = format!("See that a monitor sees: {what}").chars().take(TITLE).collect();
    let grave = attack.severity.as_deref().and_then(|it| by.act_within.get(it)).or_else(|| by.act_within.get("medium"));
    let due = grave.and_then(|it| today.checked_add(span(it)).ok());
    let outcome = match attack.last.succeeded() {
        Some(true) => "it succeeded",
        Some(false) => "it failed",
        None => "nobody can tell whether it succeeded",
    };
    let details = format!(
        "{} tried attack {} ({}), {outcome}, and no monitor saw it. It is done when the same attack is replayed and seen.",
        exercise.id, attack.attack, attack.technique
    );
    let source: Vec<&Id> = std::iter::once(&exercise.id).chain(&attack.risk).collect();
    let fields = [
        ("title", json!(title)),
        ("form", json!("close_a_gap")),
        ("details", json!(details)),
        ("source", json!(source)),
        ("external_ids", json!([{ "register": CHALLENGES, "key": key(&exercise.id, &attack.attack) }])),
        ("access", json!(exercise.access)),
    ];
    let mut document: Document = fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
    let more =
        [("due", due.map(|it| it.to_string())), ("owner", exercise.owner.clone()), ("unit", exercise.unit.clone())];
    document.extend(more.into_iter().filter_map(|(name, it)| Some((name.to_owned(), json!(it?)))));
    document
}
