//! Models that were made with data which a disposal destroyed: those about which nobody has decided, and one decision about several of
//! them at once. Serves ISO/IEC 42001 A.6.2.3 and 5.3.
//!
//! Each model version gets a decision record of its own, with the same reasons; all are taken or none is.

use record::{Change, Document, Id};
use serde_json::json;
use store::{Heading, Read, RecordRow};

use super::DISPOSAL;
use crate::aims::Committed;
use crate::data::lineage::{Lineage, targets};
use crate::data::newer::{destroyed, stays};
use crate::derived::Snapshot;
use crate::{Actor, Aims, Error};

/// What is decided about several models.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The model versions.
    pub models: Vec<Id>,
    /// The type of decision, one by which a model may stay.
    pub form: String,
    /// Why they stay.
    pub reasons: String,
}

impl Aims {
    /// Model versions made with what a run destroyed that somebody may see and about which nobody has decided, by number.
    pub async fn undecided_models(&self, actor: &Actor, run: &Id) -> Result<Vec<Heading>, Error> {
        let (this, who, run) = (self.clone(), actor.clone(), run.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let run = this.readable(read, &who, &run, None)?;
            let all = undecided(&this.snapshot(read, None), &run)?;
            let configuration = this.configuration();
            let mut seen = Vec::new();
            for row in all {
                if this.may_read(read, &configuration, &who, &row)? {
                    seen.push(row.heading());
                }
            }
            Ok::<_, Error>(seen)
        };
        self.0.store.read_async(look).await
    }

    /// Takes one decision about each of these models, all or none; a repeated `key` takes none anew.
    ///
    /// Errors: no model, no reasons, a type by which no model stays, a model about which nothing is to be decided.
    pub async fn decide_models(
        &self,
        actor: &Actor,
        run: &Id,
        decided: Decided,
        key: Option<&str>,
    ) -> Result<Vec<Committed>, Error> {
        let open = self.undecided_models(actor, run).await?;
        let Decided { models, form, reasons } = decided;
        if models.is_empty() {
            return Err(Error::problem("models", "choose at least one model"));
        }
        if reasons.trim().is_empty() {
            return Err(Error::problem("reasons", "say why these models stay"));
        }
        let forms = &self.configuration().libraries.retention.model_stays;
        if !forms.contains(&form) {
            return Err(Error::problem("form", format!("a model stays by {}, not by `{form}`", forms.join(", "))));
        }
        let change = |id: &Id| {
            let model = open.iter().find(|it| it.id == *id);
            let model = model.ok_or_else(|| {
                Error::problem("models", format!("nothing is to be decided about {id}; load the page again"))
            })?;
            let fields = json!({
                "title": format!("{} stays after {run}", model.title), "subject": id, "form": form, "outcome": "yes",
                "reasons": reasons.trim(), "decided_on": self.today().to_string(), "deciders": actor.person.iter().collect::<Vec<_>>(),
                "owner": actor.person,
            });
            let document: Document = fields
                .as_object()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .filter(|it| !it.1.is_null() && it.1 != json!([]))
                .collect();
            Ok(Change::Create { kind: "decision".to_owned(), state: None, document })
        };
        let changes = models.iter().map(change).collect::<Result<Vec<Change>, Error>>()?;
        self.commit_all(actor, changes, key).await
    }
}

/// Model versions made with what a run destroyed that no decision lets stay.
fn undecided(at: &Snapshot, run: &RecordRow) -> Result<Vec<RecordRow>, Error> {
    if run.kind != DISPOSAL {
        return Err(Error::Missing(format!("`{}` is no disposal", run.id)));
    }
    let items = at.records(&targets(&run.document, "items"))?;
    let lineage = Lineage::around(at, &items)?;
    let gone = items.iter().filter(|it| destroyed(&lineage, it).is_some_and(|by| *by.0 == run.id));
    let made = gone.flat_map(|it| lineage.models(&it.id)).map(|it| it.model);
    let open = made.filter(|it| !it.retired && it.state != "withdrawn" && stays(&lineage, it).is_none());
    let mut open: Vec<RecordRow> = open.cloned().collect();
    open.sort_by_key(|it| it.id.number);
    open.dedup_by_key(|it| it.id.clone());
    Ok(open)
}
