//! A finding from a violation: made once for a record and a statement, and found again afterwards.

use record::{Change, Document, FieldType, Id, Target};
use serde_json::json;
use store::{Condition, Query, RecordRow, Visible, Write};

use super::asserted::{assertion, exceptions};
use super::tested::{Violation, tested};
use crate::aims::{Admission, Committed};
use crate::correcting::FINDING;
use crate::data::lineage::targets;
use crate::documents::STATEMENT;
use crate::{Actor, Aims, Error};

/// States of findings that no longer stand.
const GONE: &str = "withdrawn";

impl Aims {
    /// The finding that a record breaks a statement: the one that stands already, or a new one.
    ///
    /// Errors: a record that does not break it, as far as this person may see, and whatever policies refuse.
    pub async fn raise_violation(&self, actor: &Actor, statement: &Id, record: &Id) -> Result<Committed, Error> {
        let (this, who, ids) = (self.clone(), actor.clone(), (statement.clone(), record.clone()));
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            let (row, about) = (this.readable(tx, &who, &ids.0, None)?, this.readable(tx, &who, &ids.1, None)?);
            this.raise_in(tx, &who, &row, &about)
        };
        let outcome = self.0.store.write_async(work).await;
        self.denied(actor, outcome).await
    }

    fn raise_in(&self, tx: &mut Write, actor: &Actor, row: &RecordRow, about: &RecordRow) -> Result<Committed, Error> {
        let rule = format!("{} {}", row.id, about.id);
        let known = tx.list(&Query {
            conditions: vec![
                Condition::is("rule", &rule),
                Condition::Not(Box::new(Condition::State(vec![GONE.to_owned()]))),
            ],
            ..Query::of(FINDING, Visible::All)
        })?;
        if let Some(it) = known.into_iter().next() {
            return Ok(crate::writing::unchanged(it));
        }
        let visible = self.visible(tx, actor)?;
        let violation = {
            let at = self.snapshot(tx, None);
            let known = match row.kind == STATEMENT {
                true => assertion(&at.catalog, &row.document).map_err(Error::Problems)?,
                false => return Err(Error::Missing(format!("{} is no statement of a policy", row.id))),
            };
            let told = known.map(|it| tested(&at, &it, &exceptions(&row.document), &visible)).transpose()?;
            told.and_then(|it| it.all.into_iter().find(|it| it.id == about.id))
        };
        let says = || Error::Missing(format!("{} does not break {} any more", about.id, row.id));
        let document = self.finding(row, about, &violation.ok_or_else(says)?, rule);
        let change = Change::Create { kind: FINDING.to_owned(), state: None, document };
        self.apply(tx, actor, &change, &Admission::default())
    }

    fn finding(&self, row: &RecordRow, about: &RecordRow, violation: &Violation, rule: String) -> Document {
        let configuration = self.configuration();
        let field = configuration.catalog.kind(FINDING).and_then(|it| it.field("about")).map(|it| it.ty.clone());
        let may = |it: &Id| match (&field, configuration.catalog.kind_of_prefix(&it.prefix)) {
            (Some(FieldType::Links { to: Target::Kinds(all) }), Some(kind)) => all.contains(&kind.kind),
            _ => false,
        };
        let linked = about.document.keys().flat_map(|it| targets(&about.document, it));
        let mut of: Vec<Id> = std::iter::once(about.id.clone()).chain(linked).filter(|it| may(it)).collect();
        of.sort();
        of.dedup();
        let number = row.text("anchor").map(|it| format!("{it} ")).unwrap_or_default();
        let fields = [
            ("title", json!(format!("{}: {}", row.title, about.title))),
            ("criterion", json!(format!("{} {number}{}", row.id, row.title))),
            ("criterion_records", json!([row.id])),
            ("about", json!(of)),
            ("rule", json!(rule)),
            ("condition", json!(format!("{}: {}", about.id, violation.why.join("; ")))),
            ("grade", json!(configuration.libraries.practice.finding.grade)),
            ("sample", json!("every record that the statement is about")),
        ];
        let mut document: Document = fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
        document.retain(|_, it| *it != json!([]));
        document.extend(about.owner.iter().map(|it| ("owner".to_owned(), json!(it))));
        document.extend(about.unit.iter().map(|it| ("unit".to_owned(), json!(it))));
        document.insert("access".to_owned(), json!(about.access));
        document
    }
}
