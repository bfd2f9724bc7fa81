//! Another likelihood for a risk, as attempts show it: proposed, and taken over by whoever answers for the risk, never by itself. Serves ISO/IEC 42001 8.2.

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{Read, RecordRow};

use super::around::contradicted;
use super::likelihood::Beside;
use crate::aims::Committed;
use crate::risking::RISK;
use crate::risking::taking::owns;
use crate::{Actor, Aims, Error};

/// A likelihood that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The risk.
    pub risk: Id,
    /// The version of the risk for which it is told.
    pub version: i64,
    /// Who answers for the risk, and takes it over.
    pub owner: Option<Id>,
    /// The exercise that shows it.
    pub exercise: Id,
    /// The level that the risk has, by its place from 1, and its name.
    pub from: (usize, String),
    /// The least level that fits.
    pub to: (usize, String),
    /// Why, in a sentence.
    pub because: String,
}

impl Proposal {
    /// The least level that fits; nothing where the assessment is not contradicted.
    pub(super) fn of(it: &Beside, risk: &RecordRow) -> Option<Proposal> {
        Some(Proposal {
            risk: risk.id.clone(),
            version: risk.version,
            owner: risk.owner.as_deref().and_then(|it| it.parse().ok()),
            exercise: it.exercise.clone(),
            from: it.assessed.clone()?,
            to: it.least.clone()?,
            because: it.says.clone(),
        })
    }
}

impl Aims {
    /// Takes a proposed likelihood over to a risk, by whoever answers for it; `base` is the version of the risk for which it was told.
    ///
    /// Errors: nothing to take over, or somebody who does not answer for the risk.
    pub async fn take_likelihood(
        &self,
        actor: &Actor,
        (risk, base): (&Id, Option<i64>),
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), risk.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != RISK {
                return Err(Error::Missing(format!("`{id}` is no risk; name one")));
            }
            let at = this.snapshot(read, None);
            let all = contradicted(&at, std::slice::from_ref(&row))?;
            let all = all.iter().filter_map(|it| Proposal::of(it, &row));
            let proposal = all.max_by_key(|it| it.to.0);
            let nothing = || Error::problem("", format!("nothing that was tried contradicts the likelihood of {id}"));
            let proposal = proposal.ok_or_else(nothing)?;
            owns(&who, &row)?;
            Ok((proposal, row.version))
        };
        let (proposal, version) = self.0.store.read_async(read).await?;
        let set: Document = [("likelihood".to_owned(), json!(proposal.to.0))].into_iter().collect();
        let why = Some(format!("taken over from {}: {}", proposal.exercise, proposal.because));
        let change = Change::Edit { id: risk.clone(), base: Some(base.unwrap_or(version)), set, why };
        self.commit(actor, change, key).await
    }
}
