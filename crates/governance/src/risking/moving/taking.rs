//! A likelihood that is proposed, taken over by whoever answers for the risk, never by itself. It enters with a risk assessment that names the cause, in
//! one transaction. Serves ISO/IEC 42001 8.2.

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{Read, RecordRow, Write};

use super::super::level::Risk;
use super::super::quantifying::whole::Asked;
use super::super::taking::owns;
use super::super::{ASSESSMENT, RISK};
use super::proposing::Proposal;
use super::silent::CAUSE;
use crate::aims::{Admission, Committed};
use crate::writing::Keyed;
use crate::{Actor, Aims, Error};

impl Proposal {
    /// The fields of the risk assessment with which it enters.
    fn assessment(&self, risk: &RecordRow, by: &Id, on: Date) -> Document {
        let of = Risk::of(risk);
        let fields = json!({
            "title": format!("{} again, on {on}", risk.title), "covers": of.systems, "reason": "event", "cause": self.cause,
            "criteria": by, "assessors": self.owner.iter().collect::<Vec<_>>(), "risks": [risk.id], "assessed_on": on,
            "stages": of.stage.iter().collect::<Vec<_>>(), "impact_assessments": risk.document.get("impact_assessments"),
            "conclusion": format!("The likelihood of {} is {} and was {}: {}.", risk.id, self.to.1, self.from.1, self.because),
            "owner": risk.owner, "unit": risk.unit, "access": risk.document.get("access"),
        });
        let kept = |(name, value): (String, serde_json::Value)| (!record::is_blank(&value)).then_some((name, value));
        match fields {
            serde_json::Value::Object(all) => all.into_iter().filter_map(kept).collect(),
            _ => Document::new(),
        }
    }
}

/// What is made of a proposal that is taken over.
#[derive(Debug, Clone, Serialize)]
pub struct TakenOver {
    /// The risk as it stands.
    pub risk: Committed,
    /// The risk assessment with which it entered.
    pub assessment: Id,
}

impl Aims {
    /// Takes a likelihood over to a risk that incidents or its indicator show, by whoever answers for it, with a risk assessment that names the cause; `base`
    /// is the version of the risk for which it was told.
    ///
    /// Errors: nothing to take over, what keeps it from being told, or somebody who does not answer for the risk.
    pub async fn take_shown(
        &self,
        actor: &Actor,
        (risk, base): (&Id, Option<i64>),
        key: Option<&str>,
    ) -> Result<TakenOver, Error> {
        let (proposal, by) = self.shown_of(actor, risk).await?;
        let on = self.today();
        let likelihood = ("likelihood".to_owned(), json!(proposal.to.0));
        let more = [("assessed_on", json!(on)), ("criteria", json!(by)), (CAUSE, json!(proposal.cause))];
        let more = more.into_iter().map(|(name, it)| (name.to_owned(), it));
        let set: Document = more.chain([likelihood]).filter(|it| !record::is_blank(&it.1)).collect();
        let why = Some(proposal.because.clone());
        let edit = Change::Edit { id: risk.clone(), base: Some(base.unwrap_or(proposal.version)), set, why };
        let keyed = key.map(|it| Keyed::new(actor, it, std::slice::from_ref(&edit))).transpose()?;
        let (this, who) = (self.clone(), actor.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            if let Some(first) = keyed.as_ref().map(|it| it.first_outcome(tx)).transpose()?.flatten() {
                return this.repeat(tx, &who, first);
            }
            let row = tx.record(&proposal.risk)?.ok_or_else(|| Error::no_record(&proposal.risk))?;
            owns(&who, &row)?;
            let document = proposal.assessment(&row, &by, on);
            let make = Change::Create { kind: ASSESSMENT.to_owned(), state: Some("concluded".to_owned()), document };
            // The program says what was shown, and nobody typed it.
            let admission = Admission::found();
            let made = this.apply(tx, &who, &make, &admission)?;
            let all = vec![this.apply(tx, &who, &edit, &Admission::default())?, made];
            keyed.as_ref().map(|it| it.keep(tx, &all)).transpose()?;
            Ok::<_, Error>(all)
        };
        let outcome = self.0.store.write_async(work).await;
        let mut all = self.denied(actor, outcome).await?.into_iter();
        let gone = || Error::input("nothing was taken over");
        let (risk, assessment) = (all.next().ok_or_else(gone)?, all.next().ok_or_else(gone)?.id);
        Ok(TakenOver { risk, assessment })
    }

    /// The graver of what is proposed for a risk, and the criteria in force.
    async fn shown_of(&self, actor: &Actor, risk: &Id) -> Result<(Proposal, Id), Error> {
        let asked = Asked { risk: Some(risk.clone()), ..Asked::default() };
        let (this, who, id) = (self.clone(), actor.clone(), risk.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != RISK {
                return Err(Error::Missing(format!("`{id}` is no risk; name one")));
            }
            Ok((row, who))
        };
        let (row, who) = self.0.store.read_async(read).await?;
        let told = self.shown(actor, &asked).await?;
        let own = told.proposals.into_iter().filter(|it| it.risk == *risk);
        let Some(proposal) = own.max_by_key(|it| it.to.0) else {
            let why = told.untold.into_iter().find(|it| it.risk == *risk).map(|it| it.why);
            let none = "nothing that happened or was measured since its assessment shows another level".to_owned();
            return Err(Error::problem("", format!("{risk}: {}", why.unwrap_or(none))));
        };
        owns(&who, &row)?;
        let by = told.by.ok_or_else(|| Error::problem("", "no risk criteria are in force"))?;
        Ok((proposal, by))
    }
}
