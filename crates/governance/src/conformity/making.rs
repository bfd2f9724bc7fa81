//! What is made from coverage: a statement whose entries follow from records, the next one in force, and a gap as an action, once.

use std::collections::BTreeMap;

use ::library::Framework;
use conformity::soa::propose::propose;
use record::{Change, Document, Id};
use serde_json::json;
use store::{Condition, Query, RecordRow, Visible, Write};

use super::checks::conditions;
use super::kept::covered_in;
use super::statement::{around, read_statement, write_statement};
use super::{FOR_SCOPE, STATEMENT, framework_named};
use crate::aims::{Admission, Committed};
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// The kind of actions.
pub(crate) const ACTION: &str = "action";
/// The register under which an action names the gap that it closes.
const GAPS: &str = "conformity";
/// States in which an action is still open.
pub(crate) const OPEN: &[&str] = &["open", "in_progress"];

impl Aims {
    /// Proposes the entries of a statement from treatments, obligations and controls that exist: in the draft that there is, else in a new one,
    /// with what people decided in the statement before. Nothing is justified that nobody justified.
    pub async fn propose_statement(&self, actor: &Actor, framework: &str) -> Result<Committed, Error> {
        let (this, who, framework) = (self.clone(), actor.clone(), framework.to_owned());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                this.propose_in(tx, &who, &framework)
            })
            .await;
        self.denied(actor, outcome).await
    }

    fn propose_in(&self, tx: &mut Write, actor: &Actor, framework: &str) -> Result<Committed, Error> {
        let libraries = self.configuration().libraries.clone();
        let known = framework_named(&libraries, framework)?;
        let name = known.prefix.clone();
        let drafts = Drafts::of(of_framework(tx, &name)?);
        let at = self.snapshot(tx, None);
        let covered = covered_in(&at, false, String::new(), day(at.time), 0)?;
        let around = around(&at, &name, &covered)?;
        if around.wanted.is_empty() {
            let says =
                format!("`{name}` has no reference controls, so that no statement of applicability goes through it");
            return Err(Error::problem("framework", says));
        }
        let before = drafts.newest().map(|it| read_statement(&it.document));
        let said = write_statement(&propose(&name, &around, before.as_ref()));
        drop(at);
        let change = self.drafting(tx, actor, known, &drafts, said)?;
        self.apply(tx, actor, &change, &Admission::default())
    }

    /// The change by which the draft of a framework says this: the one that there is, else a new one for the scope in force.
    pub(super) fn drafting(
        &self,
        tx: &Write,
        actor: &Actor,
        framework: &Framework,
        drafts: &Drafts,
        mut said: Document,
    ) -> Result<Change, Error> {
        let scope = crate::scoping::in_force(&self.snapshot(tx, None))?;
        let scope = scope.filter(|_| drafts.draft.as_ref().is_none_or(|it| it.link(FOR_SCOPE).is_none()));
        said.extend(scope.map(|it| (FOR_SCOPE.to_owned(), json!(it.id))));
        Ok(match &drafts.draft {
            Some(draft) => {
                said.remove("framework");
                Change::Edit { id: draft.id.clone(), base: None, set: said, why: None }
            }
            None => {
                let words = &self.configuration().libraries.conformity.words;
                let title = format!("{} of {}", words.say("title"), framework.prefix);
                said.insert("title".to_owned(), json!(title));
                said.extend(actor.person.as_ref().map(|it| ("owner".to_owned(), json!(it))));
                said.extend(actor.person.as_ref().map(|it| ("authors".to_owned(), json!([it]))));
                said.extend(drafts.in_force.as_ref().map(|it| ("supersedes".to_owned(), json!(it.id))));
                Change::Create { kind: STATEMENT.to_owned(), state: None, document: said }
            }
        })
    }

    /// A statement comes into force: every other one of its framework is superseded, in the transaction of that move.
    pub(crate) fn take_statement_over(
        &self,
        tx: &mut Write,
        actor: &Actor,
        row: &RecordRow,
    ) -> Result<Document, Error> {
        let framework = row.text("framework").unwrap_or_default().to_owned();
        for former in of_framework(tx, &framework)? {
            if former.state == "in_force" && former.id != row.id {
                self.move_on(tx, actor, &former.id, "supersede", Some(format!("{} takes its place", row.id)))?;
            }
        }
        Ok(Document::new())
    }

    /// An action that closes the gap of a requirement; the one that is open already, where there is one.
    pub async fn open_gap(&self, actor: &Actor, reference: &str, system: Option<&Id>) -> Result<Id, Error> {
        let told = self.requirement(actor, reference, system, None).await?;
        if let Some(open) = told.action {
            return Ok(open);
        }
        let key = gap_key(&told.reference, told.system.as_deref().unwrap_or_default());
        let lacks = if told.lacks.is_empty() { told.why } else { told.lacks.join("; ") };
        let details = format!("{}: {lacks}", told.title);
        let owner = told.owners.first().map(String::as_str);
        let document = gap_document(&key, details, told.system.into_iter().collect(), owner);
        let change = Change::Create { kind: ACTION.to_owned(), state: None, document };
        Ok(self.commit(actor, change, None).await?.id)
    }

    /// Open actions that close gaps, by the key of the gap, of those that this person may see.
    pub async fn gap_actions(&self, actor: &Actor) -> Result<BTreeMap<String, Id>, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &store::Read| {
            let who = this.with_roles(read, &who)?;
            let mut conditions = conditions(&this.configuration().catalog, ACTION, &format!("external_ids:{GAPS}"))?;
            conditions.push(Condition::State(OPEN.iter().map(|it| (*it).to_owned()).collect()));
            let visible = this.visible(read, &who)?;
            let rows = read.list(&Query { conditions, limit: u32::MAX, ..Query::of(ACTION, visible) })?;
            Ok(rows.iter().flat_map(|it| gaps_of(it).map(|key| (key, it.id.clone()))).collect())
        };
        self.0.store.read_async(read).await
    }
}

/// The fields of an action that closes a gap.
pub(crate) fn gap_document(key: &str, details: String, source: Vec<String>, owner: Option<&str>) -> Document {
    let title: String = format!("Close the gap of {key}").chars().take(200).collect();
    let fields = [
        ("title", json!(title)),
        ("form", json!("close_a_gap")),
        ("details", json!(details)),
        ("external_ids", json!([{ "register": GAPS, "key": key }])),
    ];
    let source = (!source.is_empty()).then(|| ("source", json!(source)));
    let all = fields.into_iter().chain(source).chain(owner.map(|it| ("owner", json!(it))));
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The key of a gap: its requirement, and of what it is; blank for the organisation.
pub(crate) fn gap_key(reference: &str, subject: &str) -> String {
    format!("{reference} {subject}").trim_end().to_owned()
}

/// Keys of the gaps that an action closes.
pub(crate) fn gaps_of(action: &RecordRow) -> impl Iterator<Item = String> {
    let own = action.list("external_ids").filter(|it| it["register"] == GAPS);
    own.filter_map(|it| it["key"].as_str().map(str::to_owned))
}

/// Statements of a framework, by number.
/// Statements of a framework that a new one goes by.
pub(super) struct Drafts {
    /// The newest draft.
    draft: Option<RecordRow>,
    /// The newest in force.
    in_force: Option<RecordRow>,
}

impl Drafts {
    pub fn of(statements: Vec<RecordRow>) -> Drafts {
        let newest = |state: &str| statements.iter().rev().find(|it| it.state == state).cloned();
        Drafts { draft: newest("draft"), in_force: newest("in_force") }
    }

    /// The draft, else what is in force.
    pub fn newest(&self) -> Option<&RecordRow> {
        self.draft.as_ref().or(self.in_force.as_ref())
    }
}

pub(super) fn of_framework(read: &store::Read, framework: &str) -> Result<Vec<RecordRow>, Error> {
    let mut rows = read.list(&Query { limit: u32::MAX, ..Query::of(STATEMENT, Visible::All) })?;
    rows.retain(|it| it.text("framework") == Some(framework));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}
