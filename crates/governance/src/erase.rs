//! Erasing values from a record and all its versions, while the ledger stays as it is. Serves ISO/IEC 42001 7.5 and A.7.
//!
//! A version's commitment never changes; its document loses the values, and its opening loses the salts. Whoever verifies
//! sees that a value was there, that it is gone, and by which entry.

use ledger::{Opening, REASON, content};
use policy::Action;
use record::{Id, Kind};
use store::{RecordRow, VersionRow, Write};

use crate::event::Event;
use crate::{Actor, Aims, Error};

/// The title of a record whose title was erased.
pub(crate) const ERASED: &str = "(erased)";

/// What was erased.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Erased {
    /// The record.
    pub id: Id,
    /// Fields that lost their values.
    pub fields: Vec<String>,
    /// Versions that were touched.
    pub versions: u64,
    /// Place of the entry that says so.
    pub place: u64,
}

impl Aims {
    /// Erases fields of a record from every version; says why, and enters it in the ledger.
    pub async fn erase(&self, actor: &Actor, id: &Id, fields: &[String], why: &str) -> Result<Erased, Error> {
        if fields.is_empty() || why.trim().is_empty() {
            return Err(Error::input("erasing needs the names of fields and the reason or the request behind it"));
        }
        let (this, who, id, fields, why) = (self.clone(), actor.clone(), id.clone(), fields.to_vec(), why.to_owned());
        let outcome = self.0.store.write_async(move |tx| this.erase_in(tx, &who, &id, &fields, &why)).await;
        if let Err(Error::Refused(refusals)) = &outcome {
            self.enter_denial(actor, refusals).await?;
        }
        let erased = outcome?;
        self.scrub().await?;
        Ok(erased)
    }

    /// Sees to it that what was erased does not survive in the database's own files either.
    pub(crate) async fn scrub(&self) -> Result<(), Error> {
        let store = self.0.store.clone();
        tokio::task::spawn_blocking(move || store.scrub())
            .await
            .map_err(|it| Error::outside("scrubbing the store", it))??;
        Ok(())
    }

    fn erase_in(&self, tx: &mut Write, actor: &Actor, id: &Id, fields: &[String], why: &str) -> Result<Erased, Error> {
        let actor = self.with_roles(tx, actor)?;
        let row = self.readable(tx, &actor, id, None)?;
        let named: Vec<&str> = fields.iter().map(String::as_str).collect();
        self.ask(tx, &actor, Action::Erase, &row, &named, &[])?;
        known(self.configuration().kind(&row.kind)?, fields)?;
        self.erase_fields(tx, &actor, &row, fields, why)
    }

    /// Erases fields once it was decided that they go.
    pub(crate) fn erase_fields(
        &self,
        tx: &mut Write,
        actor: &Actor,
        row: &RecordRow,
        fields: &[String],
        why: &str,
    ) -> Result<Erased, Error> {
        let (configuration, id) = (self.configuration(), &row.id);
        let kind = configuration.kind(&row.kind)?;
        let named: Vec<&str> = fields.iter().map(String::as_str).collect();
        let reason = crate::evidence::digest_of(&[self.secret::<32>().as_bytes(), why.as_bytes()].concat());
        let event = Event::new("record.erase").about(id).with("fields", fields.join(",")).with("why", reason);
        let place = self.enter_in(tx, actor, &event)?;
        let mut touched = Vec::new();
        for mut version in tx.history(id)? {
            let whole = content(&version.record.document, version.made.why.as_deref());
            if !named.iter().any(|it| whole.contains_key(*it)) {
                continue;
            }
            let opening: Opening = serde_json::from_value(version.made.opening.clone()).map_err(Error::input)?;
            let opening = opening.erase(&whole, &named).map_err(Error::input)?;
            version.made.opening = serde_json::to_value(opening).map_err(Error::input)?;
            forget(&mut version, fields);
            touched.push(version);
        }
        let derive = |row: &RecordRow| crate::terms::derivatives(kind, row);
        tx.replace_openings(&touched, &derive)?;
        tx.forget_origins(id)?;
        let row = tx.record(id)?.ok_or_else(|| Error::no_record(id))?;
        crate::standing::renew(self, tx, &configuration, &[row], true)?;
        Ok(Erased { id: id.clone(), fields: fields.to_vec(), versions: touched.len() as u64, place })
    }
}

/// Takes the values out of a version, wherever it shows them.
fn forget(version: &mut VersionRow, fields: &[String]) {
    let gone = |name: &str| fields.iter().any(|it| it == name);
    version.record.document.retain(|name, _| !gone(name));
    if gone("title") {
        version.record.title = ERASED.to_owned();
    }
    if gone("owner") {
        version.record.owner = None;
    }
    if gone(REASON) {
        version.made.why = None;
    }
}

/// Every field is one of the kind, and may be left blank.
fn known(kind: &Kind, fields: &[String]) -> Result<(), Error> {
    for name in fields.iter().filter(|it| *it != REASON) {
        let field = kind.field(name).ok_or_else(|| Error::problem(name, format!("is not a field of {}", kind.kind)))?;
        if !field.is_input() {
            return Err(Error::problem(name, "is filled by the program; erase what it is computed from"));
        }
    }
    Ok(())
}
