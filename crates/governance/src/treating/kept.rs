//! What the program writes with a transition of a treatment: what was approved, since when it is in place, and what was shown.

use record::Document;
use serde_json::{Value, json};
use store::{RecordRow, Visible, Write};

use super::agreed::{digest, kept};
use super::around::Around;
use super::plan::Plan;
use super::success::told;
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// Fields that the program fills.
const KEPT: [&str; 5] = ["agreed_on", "agreed_digest", "agreed", "shown_on", "shown"];

fn fields(all: Value) -> Document {
    all.as_object().cloned().unwrap_or_default()
}

impl Aims {
    /// What the plan says and what it leaves, as they are approved.
    pub(crate) fn keep_agreement(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let at = self.snapshot(tx, None);
        let around = Around::of(&at, vec![Plan::of(row)])?;
        let left = around.plans.first().map(|it| kept(&around.left(it))).unwrap_or_default();
        Ok(fields(json!({ "agreed_on": around.on, "agreed_digest": digest(&row.document), "agreed": left })))
    }

    /// The day on which it is put in place, where nobody said another.
    pub(crate) fn keep_place(&self, _: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        Ok(match row.document.contains_key("in_place_on") {
            true => Document::new(),
            false => fields(json!({ "in_place_on": day(self.clock()) })),
        })
    }

    /// What records say on the day on which it is closed.
    pub(crate) fn keep_success(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let at = self.snapshot(tx, None);
        let told = told(&at, &Plan::of(row), &Visible::All)?;
        let rows: Value = told
            .looked
            .iter()
            .map(|it| match it.out_of {
                Some(n) => json!({ "says": it.says, "counted": it.counted, "out_of": n }),
                None => json!({ "says": it.says, "counted": it.counted }),
            })
            .collect();
        Ok(fields(json!({ "shown_on": day(at.time), "shown": rows })))
    }

    /// Begins anew: what was approved and shown is of the plan as it was.
    pub(crate) fn forget_kept(&self, _: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let held = KEPT.iter().chain(&["in_place_on"]).filter(|it| row.document.contains_key(**it));
        Ok(held.map(|it| ((*it).to_owned(), Value::Null)).collect())
    }
}
