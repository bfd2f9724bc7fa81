//! "Can I decide this?": the right, the evidence, the body and the policies together, with every reason; and the matrix of rights.

use record::{Id, Kind};
use serde::Serialize;
use store::{Read, RecordRow};

use super::holders::Entitled;
use super::table::{Right, TABLE, right};
use super::told::{Told, told};
use crate::bodies::gate;
use crate::bodies::matter::Matter;
use crate::bodies::whole::words_of;
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// Whether somebody may decide something, and why.
#[derive(Debug, Clone, Serialize)]
pub struct May {
    /// The record.
    pub id: Id,
    /// The action.
    pub action: String,
    /// Whether the one who asks may.
    pub may: bool,
    /// The tier that counts.
    pub tier: String,
    /// How far the change reaches.
    pub change_class: String,
    /// What the table says; nothing where it does not speak of it.
    pub right: Option<Right>,
    /// The last day on which a decision that is taken now counts; without end where there is none.
    pub counts_until: Option<jiff::civil::Date>,
    /// Who may decide now, as far as rights go.
    pub who: Vec<Entitled>,
    /// The body that decides before, where a chartered one has a mandate for it.
    pub body: Option<Id>,
    /// What is missing.
    pub missing: Vec<String>,
    /// Why the one who asks may not; nothing where nothing stands in the way.
    pub reasons: Vec<String>,
}

/// A cell of the matrix of rights.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The action.
    pub action: String,
    /// The tier.
    pub tier: String,
    /// The class of change.
    pub change_class: String,
    /// What the table says, or why it says nothing.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub right: Result<Right, String>,
}

impl Aims {
    /// Whether the one who asks may decide something about a record, with every reason.
    ///
    /// Errors: an action that nobody knows, with those that there are.
    pub async fn may_decide(&self, actor: &Actor, action: &str, id: &Id) -> Result<May, Error> {
        let known = words_of("action");
        if !known.iter().any(|it| it == action) {
            return Err(Error::problem(
                "action",
                format!("`{action}` is no action; ask for one of {}", known.join(", ")),
            ));
        }
        let (this, who, action, id) = (self.clone(), actor.clone(), action.to_owned(), id.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            this.may_in(read, &who, &action, &row)
        };
        self.0.store.read_async(look).await
    }

    fn may_in(&self, read: &Read, actor: &Actor, action: &str, row: &RecordRow) -> Result<May, Error> {
        let at = self.snapshot(read, None);
        let found = told(&at, &[(row, action.to_owned())])?.remove(&row.id).unwrap_or_default();
        let bodies = gate::chartered(&at)?;
        let body = gate::decides(&bodies, &found.matter, action, day(at.time)).map(|it| it.id.clone());
        let undecided = gate::undecided(&at, &[(row, action)])?.remove(&row.id);
        let act = at.libraries.deciding.act_on(row).filter(|it| it.action == action);
        let reasons = match act.map(|it| self.refused(read, actor, row, &it.transition)).transpose()? {
            // Policies know rights, evidence and bodies, and more; to whom nothing permits it they name whoever may begin it, which are
            // more than those who may decide.
            Some(Some(refusals)) if refusals.iter().any(|it| it.policy == policy::PERMISSION) => {
                lacking(&found, actor, undecided)
            }
            Some(Some(refusals)) => refusals.into_iter().map(|it| it.message).collect(),
            Some(None) => {
                let state = format!("{} is {}, and this is not decided there", row.id, row.state.replace('_', " "));
                std::iter::once(state).chain(lacking(&found, actor, None)).collect()
            }
            None => lacking(&found, actor, undecided),
        };
        let who = found.deciding().cloned().collect();
        Ok(May {
            id: row.id.clone(),
            action: action.to_owned(),
            may: reasons.is_empty(),
            tier: found.matter.tier.clone(),
            change_class: found.matter.change_class.clone(),
            counts_until: found.right.as_ref().ok().and_then(|it| counts_until(it, at.time)),
            right: found.right.ok(),
            who,
            body,
            missing: found.missing,
            reasons,
        })
    }

    /// What policies say against the transition that stands for an action; nothing where it does not begin in this state.
    fn refused(
        &self,
        read: &Read,
        actor: &Actor,
        row: &RecordRow,
        name: &str,
    ) -> Result<Option<Vec<policy::Refusal>>, Error> {
        let configuration = self.configuration();
        let kind: &Kind = configuration.kind(&row.kind)?;
        if !kind.transition(name).is_some_and(|it| it.from.contains(&row.state)) {
            return Ok(None);
        }
        match self.ask(read, actor, policy::Action::Move(name), row, &[], &[]) {
            Ok(_) => Ok(Some(Vec::new())),
            Err(Error::Refused(all)) => Ok(Some(all)),
            Err(other) => Err(other),
        }
    }

    /// The matrix of rights: every action at every tier, for a class of change; with the body that decides before.
    pub async fn decision_rights(&self, class: &str) -> Result<(Vec<Cell>, String), Error> {
        let (this, class) = (self.clone(), class.to_owned());
        let look = move |read: &Read| {
            let at = this.snapshot(read, None);
            let Some(table) = TABLE.in_force(&at)? else { return Ok::<_, Error>((Vec::new(), String::new())) };
            let mut cells = Vec::new();
            for action in words_of("action") {
                for tier in words_of("tier") {
                    let about = Matter { tier: tier.clone(), change_class: class.clone(), ..Matter::default() };
                    let right = right(&table, &about, &action);
                    cells.push(Cell { action: action.clone(), tier, change_class: class.clone(), right });
                }
            }
            Ok((cells, table.name()))
        };
        self.0.store.read_async(look).await
    }
}

/// Why somebody may not decide where no transition stands for the action.
fn lacking(found: &Told, actor: &Actor, undecided: Option<String>) -> Vec<String> {
    let able = found.deciding().any(|it| Some(&it.person) == actor.person.as_ref());
    let who = (!able).then(|| found.who());
    let missing = found.missing.iter().map(|it| format!("what is missing is {it}"));
    who.into_iter().chain(missing).chain(undecided).collect()
}

/// The last day on which a decision that is taken at a moment counts by a right.
fn counts_until(right: &Right, from: jiff::Timestamp) -> Option<jiff::civil::Date> {
    let span: jiff::Span = right.counts_for.as_ref()?.parse().ok()?;
    day(from).checked_add(span).ok()
}
