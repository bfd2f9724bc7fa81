//! Whether what is derived agrees with what it is derived from, and its renewal where it does not.

use std::collections::HashMap;

use record::Id;
use store::{Derivable, Query, Read, Rebuilt, RecordRow, Term, Visible, Write};

use crate::agreement::Agreement;
use crate::{Aims, Error};

/// What can be derived again, with its name.
const DERIVABLE: [(&str, Derivable); 4] = [
    ("links", Derivable::Links),
    ("terms", Derivable::Terms),
    ("search", Derivable::Search),
    ("classes", Derivable::Classes),
];

/// What the examination found.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct DoctorReport {
    /// Whether wrong derivatives were renewed.
    pub rebuilt: bool,
    /// Everything that was looked at.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Check {
    /// What.
    pub name: String,
    /// Whether it was as it should be.
    pub ok: bool,
    /// What was seen.
    pub saw: String,
}

impl DoctorReport {
    /// Whether everything was as it should be.
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|it| it.ok)
    }
}

impl Check {
    fn new(name: &str, ok: bool, saw: impl Into<String>) -> Check {
        Check { name: name.to_owned(), ok, saw: saw.into() }
    }
}

impl Aims {
    /// Compares everything derived with its recomputation, and looks at the surroundings; with `rebuild`, keeps what was recomputed.
    pub async fn doctor(&self, rebuild: bool) -> Result<DoctorReport, Error> {
        while self.refresh_expired().await? > 0 {}
        let this = self.clone();
        let examine = move |tx: &mut Write| this.recompute(tx);
        let mut checks = match rebuild {
            true => self.0.store.write_async(examine).await?,
            false => self.trial(examine).await?,
        };
        checks.push(self.rows().await?);
        checks.extend(self.surroundings().await?);
        Ok(DoctorReport { rebuilt: rebuild, checks })
    }

    /// Derives everything anew, and says for how many records it had been wrong.
    fn recompute(&self, tx: &mut Write) -> Result<Vec<Check>, Error> {
        let configuration = self.configuration();
        let (stale, terms) = self.recompute_standing(tx)?;
        let derive = |row: &RecordRow| {
            let kind = configuration.catalog.kind(&row.kind);
            let mut derived = kind.map(|kind| crate::terms::derivatives(kind, row)).unwrap_or_default();
            derived.terms.extend(terms.get(&row.id).into_iter().flatten().cloned());
            derived
        };
        let (followers, strayed) = crate::following::recompute(tx, &configuration)?;
        let mut checks = vec![
            Check::new("derived values", stale == 0, format!("{stale} records had stale ones")),
            Check::new(
                "readers",
                strayed == 0,
                format!("{strayed} of {followers} records had other readers than what they are about"),
            ),
        ];
        for (name, what) in DERIVABLE {
            let Rebuilt { records, changed } = tx.rebuild(what, &derive)?;
            checks.push(Check::new(name, changed == 0, format!("{changed} of {records} records disagreed")));
        }
        Ok(checks)
    }

    /// Renews derived values; returns for how many records they had been wrong, and the terms of all.
    fn recompute_standing(&self, tx: &mut Write) -> Result<(u64, HashMap<Id, Vec<Term>>), Error> {
        let configuration = self.configuration();
        let (mut stale, mut terms) = (0, HashMap::new());
        for kind in crate::derivable::kinds() {
            let rows = tx.list(&Query { retired: true, limit: u32::MAX, ..Query::of(kind, Visible::All) })?;
            let answers = crate::standing::answers(tx, &configuration, self.clock(), None, &rows)?;
            for (row, answers) in rows.iter().zip(answers) {
                let held = tx.standings(std::slice::from_ref(&row.id), &[])?;
                let mut kept: Vec<_> = held.iter().map(|it| (it.name.clone(), it.value.clone())).collect();
                let mut asked: Vec<_> = answers.iter().map(|it| (it.name.clone(), it.value.clone())).collect();
                kept.sort_by(|a, b| a.0.cmp(&b.0));
                asked.sort_by(|a, b| a.0.cmp(&b.0));
                if kept != asked {
                    stale += 1;
                    crate::standing::keep(tx, row, &answers, &held)?;
                }
                terms.insert(row.id.clone(), crate::standing::terms(&answers));
            }
        }
        Ok((stale, terms))
    }

    /// What rows say beside their documents.
    async fn rows(&self) -> Result<Check, Error> {
        let this = self.clone();
        let look = move |read: &Read| crate::agreement::examine(read, &this.configuration());
        let rows = self.0.store.read_async(look).await?;
        Ok(Check::new("rows", rows.wrong.is_empty(), disagreeing(&rows)))
    }

    /// The database's own files, the ledger's signature and the configuration.
    async fn surroundings(&self) -> Result<Vec<Check>, Error> {
        let this = self.clone();
        let look = move |read: &Read| {
            let head = read.head()?;
            let key = this.0.key.check(read);
            let same = head.configuration == this.configuration().digest;
            Ok::<_, Error>(vec![
                Check::new(
                    "checkpoint",
                    head.signed <= head.size,
                    format!("{} of {} entries are signed", head.signed, head.size),
                ),
                Check::new(
                    "signed head",
                    key.is_ok(),
                    key.err().map_or("agrees with the store".to_owned(), |it| it.to_string()),
                ),
                Check::new("configuration", same, head.configuration),
            ])
        };
        let mut checks = self.0.store.read_async(look).await?;
        let store = self.0.store.clone();
        let faults = tokio::task::spawn_blocking(move || store.integrity())
            .await
            .map_err(|it| Error::outside("examining the database", it))??;
        checks.push(Check::new(
            "database",
            faults.is_empty(),
            if faults.is_empty() { "sound".to_owned() } else { faults.join("; ") },
        ));
        Ok(checks)
    }
}

/// How many rows say something else than their document or entry, and the first of them.
fn disagreeing(rows: &Agreement) -> String {
    let count = format!("{} of {} rows say something else than their document or entry", rows.wrong.len(), rows.rows);
    let first: Vec<&str> = rows.wrong.iter().take(5).map(String::as_str).collect();
    if first.is_empty() { count } else { format!("{count}: {}", first.join("; ")) }
}
