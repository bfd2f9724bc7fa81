//! What is made from coverage: a statement whose entries follow from records, the next one in force, and a gap as an action, once.

use conformity::soa::propose::propose;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Query, RecordRow, Visible, Write};

use super::STATEMENT;
use super::kept::covered_in;
use super::statement::{around, read_statement, write_statement};
use crate::aims::{Admission, Committed};
use crate::derived::day;
use crate::{Actor, Aims, Error, Listing};

/// The kind of actions.
pub(crate) const ACTION: &str = "action";
/// The register under which an action names the gap that it closes.
pub(crate) const GAPS: &str = "conformity";
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
        let shelf = libraries.shelf();
        let name = if framework.trim().is_empty() { &libraries.conformity.rules.default } else { framework };
        let name = conformity::reference::framework(shelf, name);
        let Some(known) = shelf.framework(&name) else {
            let all: Vec<String> = shelf.frameworks().iter().map(|it| format!("`{}`", it.prefix)).collect();
            return Err(Error::problem("framework", format!("`{name}` is no framework; there are {}", all.join(", "))));
        };
        let statements = of_framework(tx, &name)?;
        let newest = |state: &str| statements.iter().rev().find(|it| it.state == state);
        let at = self.snapshot(tx, None);
        let covered = covered_in(&at, None, String::new(), day(at.time), 0)?;
        let around = around(&at, &name, &covered)?;
        if around.wanted.is_empty() {
            let says =
                format!("`{name}` has no reference controls, so that no statement of applicability goes through it");
            return Err(Error::problem("framework", says));
        }
        let (draft, former) = (newest("draft"), newest("in_force"));
        let before = draft.or(former).map(|it| read_statement(&it.document));
        let mut said = write_statement(&propose(&name, &around, before.as_ref()));
        drop(at);
        let change = match draft {
            Some(draft) => {
                said.remove("framework");
                Change::Edit { id: draft.id.clone(), base: None, set: said, why: None }
            }
            None => {
                let title = format!("{} of {}", libraries.conformity.say("title"), known.prefix);
                said.insert("title".to_owned(), json!(title));
                said.extend(actor.person.as_ref().map(|it| ("owner".to_owned(), json!(it))));
                said.extend(actor.person.as_ref().map(|it| ("authors".to_owned(), json!([it]))));
                said.extend(former.map(|it| ("supersedes".to_owned(), json!(it.id))));
                Change::Create { kind: STATEMENT.to_owned(), state: None, document: said }
            }
        };
        self.apply(tx, actor, &change, &Admission::default())
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
        let key = gap_key(&told.reference, &system.map(ToString::to_string).unwrap_or_default());
        if let Some(open) = self.open_action(actor, &key).await? {
            return Ok(open);
        }
        let lacks = if told.lacks.is_empty() { vec![told.why.clone()] } else { told.lacks.clone() };
        let mut document = Document::new();
        document
            .insert("title".to_owned(), json!(format!("Close the gap of {key}").chars().take(200).collect::<String>()));
        document.insert("form".to_owned(), json!("close_a_gap"));
        document.insert("details".to_owned(), json!(format!("{}: {}", told.title, lacks.join("; "))));
        document.insert("external_ids".to_owned(), json!([{ "register": GAPS, "key": key }]));
        if let Some(owner) = told.owners.first() {
            document.insert("owner".to_owned(), json!(owner));
        }
        if let Some(system) = system {
            document.insert("source".to_owned(), json!(system));
        }
        let change = Change::Create { kind: ACTION.to_owned(), state: None, document };
        Ok(self.commit(actor, change, None).await?.id)
    }

    /// The open action that names a gap.
    pub(super) async fn open_action(&self, actor: &Actor, key: &str) -> Result<Option<Id>, Error> {
        let listing = Listing { filter: format!("external_ids:{GAPS}"), limit: 1000, ..Listing::of(ACTION) };
        let page = self.list(actor, &listing).await?;
        let names = |it: &Value| it["register"] == GAPS && it["key"] == key;
        let open = page.rows.into_iter().find(|it| {
            let entries = it.document.get("external_ids").and_then(Value::as_array);
            OPEN.contains(&it.state.as_str()) && entries.is_some_and(|all| all.iter().any(names))
        });
        Ok(open.map(|it| it.id))
    }
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
fn of_framework(read: &store::Read, framework: &str) -> Result<Vec<RecordRow>, Error> {
    let mut rows = read.list(&Query { limit: u32::MAX, ..Query::of(STATEMENT, Visible::All) })?;
    rows.retain(|it| it.text("framework") == Some(framework));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}
