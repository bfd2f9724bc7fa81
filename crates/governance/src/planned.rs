//! Plans of measurement that records carry: the plan by its number, and which of them a question can be measured by.
//!
//! The state of the record is told with the plan; one that is over or retired measures nothing. Measuring is left to `assess`, entering
//! what was measured to [`crate::measuring`]. Serves ISO/IEC 42001 9.1 and A.6.2.4.

use assess::Family;
use assess::plan::Plan;
use record::Id;
use store::{Read, RecordRow};

use crate::evidence::StoredFile;
use crate::listing::Listing;
use crate::{Actor, Aims, Error};

/// The kind of a plan.
pub const PLAN: &str = "measurement_plan";

/// Most plans of which the files are read for a choice; others are named by their number.
const OFFERED: u32 = 100;

/// The state in which data and models are held against a plan.
const IN_FORCE: &str = "in_force";

/// A plan that a record carries.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The record.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// Its state.
    pub state: String,
    /// The plan, with what it leaves out from the shipped plan of its family.
    pub plan: Plan,
}

impl Planned {
    /// Whether data and models are held against it.
    pub fn in_force(&self) -> bool {
        self.state == IN_FORCE
    }
}

impl Aims {
    /// The plan that this record carries for a family, as far as this person may see it.
    ///
    /// Errors: a record that is no plan, is over or retired, or carries no file, or one that is no plan of the family; nothing visible of
    /// that number.
    pub async fn planned(&self, actor: &Actor, id: &Id, family: &'static Family) -> Result<Planned, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            this.readable(read, &actor, &id, None)
        };
        let row = self.0.store.read_async(read).await?;
        if let Some(sentence) = self.unusable(&row) {
            return Err(Error::Input(sentence));
        }
        let id = &row.id;
        let none = || {
            Error::input(format!("`{id}` carries no plan for the program; add one as its `file`, or name another plan"))
        };
        let file = file_of(&row).ok_or_else(none)?;
        self.read_plan(row, &file, family).await
    }

    /// The plans of a family that records carry and that still hold, as far as this person may see them, by title.
    pub async fn planned_for(&self, actor: &Actor, family: &'static Family) -> Result<Vec<Planned>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let listing = Listing { sort: vec!["title".to_owned()], limit: OFFERED, ..Listing::of(PLAN) };
            Ok::<_, Error>(read.page(&this.query(read, &actor, &listing)?)?.0)
        };
        let mut found = Vec::new();
        for row in self.0.store.read_async(read).await? {
            if let (None, Some(file)) = (self.unusable(&row), file_of(&row)) {
                found.extend(self.read_plan(row, &file, family).await.ok());
            }
        }
        Ok(found)
    }

    /// Why nothing can be measured by this record.
    fn unusable(&self, row: &RecordRow) -> Option<String> {
        let configuration = self.configuration();
        let kind = configuration.catalog.kind(&row.kind);
        let (id, label) = (&row.id, kind.map_or(row.kind.clone(), |it| it.label.to_lowercase()));
        let over = kind.is_some_and(|it| it.lifecycle.finals.contains(&row.state));
        match () {
            () if row.kind != PLAN => {
                Some(format!("`{id}` is no measurement plan but of kind `{label}`; `aims list {PLAN}` shows the plans"))
            }
            () if row.retired => Some(format!("`{id}` is retired, so nothing is measured by it; name another plan")),
            () if over => {
                Some(format!("`{id}` is {}, so nothing is measured by it any more; name the plan in force", row.state))
            }
            () => None,
        }
    }

    async fn read_plan(&self, row: RecordRow, file: &StoredFile, family: &'static Family) -> Result<Planned, Error> {
        let bytes = self.0.files.get(&file.digest).await?;
        let name = format!("{} of {}", file.name, row.id);
        let strange = |_| Error::input(format!("`{name}` is not text in UTF-8; save it as UTF-8"));
        let plan = Plan::complete(family, &name, &String::from_utf8(bytes).map_err(strange)?)?;
        Ok(Planned { id: row.id, title: row.title, state: row.state, plan })
    }
}

/// The file with the plan for the program.
fn file_of(row: &RecordRow) -> Option<StoredFile> {
    serde_json::from_value(row.document.get("file")?.clone()).ok()
}
