//! Review campaigns: every grant of a dataset or of a steward is looked at again, confirmed or revoked with a reason, until a day.
//!
//! A campaign is a review request that names its grants, so whom it waits for and when it is overdue is told like for every
//! other. What becomes of grants that nobody reviewed is data (`data/library/access.toml`). Serves ISO/IEC 42001 A.7.2 and 8.1.

use jiff::Timestamp;
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::around::Around;
use super::limits::{Then, span};
use super::matrix::{Looked, looked};
use super::{GRANT, grant};
use crate::aims::Admission;
use crate::data::DATASET;
use crate::data::lineage::targets;
use crate::derived::{Answers, Snapshot, date, day, day_after};
use crate::{Actor, Aims, Error};

/// The kind of a campaign, and its sort among requests.
pub const CAMPAIGN: &str = "review_request";
/// What the campaigns among the requests are called.
pub const FORM: &str = "access_review";
/// The field that names the grants.
const ITEMS: &str = "items";

/// What became of a grant in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nobody has looked at it.
    Open,
    /// It is still needed.
    Confirmed,
    /// It was revoked.
    Revoked,
    /// It ended by itself.
    Lapsed,
}

/// A campaign.
#[derive(Debug, serde::Serialize)]
pub struct Campaign {
    /// Its number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Last day.
    pub due: String,
    /// Whether that day has passed while grants are open.
    pub overdue: bool,
    /// The grants, each with what became of it.
    pub grants: Vec<(Looked, Outcome)>,
}

/// What closing a campaign led to.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Closed {
    /// Grants that were confirmed, revoked or ended before.
    pub reviewed: usize,
    /// Grants that were revoked since nobody had reviewed them.
    pub revoked: Vec<Id>,
    /// Findings about grants that stay although nobody reviewed them.
    pub escalated: Vec<Id>,
    /// The decision that closes it.
    pub decision: Option<Id>,
}

/// What became of a grant since a campaign was opened.
fn outcome(grant: &RecordRow, opened: Timestamp, now: Timestamp) -> Outcome {
    let reviewed = date(&grant.document, "reviewed_on").is_some_and(|it| it >= day(opened));
    let ended = date(&grant.document, "expires").and_then(day_after).is_some_and(|it| it <= now);
    match grant.state.as_str() {
        "revoked" => Outcome::Revoked,
        _ if reviewed && grant.changed >= opened => Outcome::Confirmed,
        _ if ended || grant.retired => Outcome::Lapsed,
        _ => Outcome::Open,
    }
}

/// How many grants of campaigns have been looked at.
pub(crate) fn progress(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |row, open, all| {
        let done = all - open;
        let share = (done * 100).checked_div(all).unwrap_or(100);
        let due = grant::text(row, "due");
        (json!(share), format!("{done} of {all} grants looked at, due {due}"))
    })
}

/// Whether the last day of campaigns has passed while grants are open.
pub(crate) fn overdue(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |row, open, all| {
        let late = is_overdue(row, open, at.time);
        let due = grant::text(row, "due");
        (json!(late), format!("{open} of {all} grants are open, and the last day is {due}"))
    })
}

fn is_overdue(row: &RecordRow, open: usize, now: Timestamp) -> bool {
    let over = date(&row.document, "due").and_then(day_after).is_some_and(|it| it <= now);
    over && open > 0 && !["decided", "withdrawn"].contains(&row.state.as_str())
}

fn each(at: &Snapshot, rows: &[RecordRow], say: impl Fn(&RecordRow, usize, usize) -> (Value, String)) -> Answers {
    let campaigns = |row: &&RecordRow| row.text("form") == Some(FORM);
    let ids: Vec<Id> = rows.iter().filter(campaigns).flat_map(|it| targets(&it.document, ITEMS)).collect();
    let grants = if ids.is_empty() { Vec::new() } else { at.records(&ids)? };
    let answer = |row: &RecordRow| {
        if row.text("form") != Some(FORM) {
            return None;
        }
        let items = targets(&row.document, ITEMS);
        let own: Vec<&RecordRow> = grants.iter().filter(|it| items.contains(&it.id)).collect();
        let open = own.iter().filter(|it| outcome(it, row.created, at.time) == Outcome::Open).count();
        let (value, why) = say(row, open, own.len());
        let turns = date(&row.document, "due").and_then(day_after).into_iter();
        let ends = own.iter().filter_map(|it| date(&it.document, "expires").and_then(day_after));
        Some((value, why, turns.chain(ends).filter(|it| at.time < *it).min()))
    };
    Ok(rows.iter().map(answer).collect())
}

impl Aims {
    /// Opens a campaign over the grants in force of a dataset, or of the steward who answers for them.
    pub async fn open_access_review(&self, actor: &Actor, subject: &Id, due: Date) -> Result<Id, Error> {
        if due < day(self.clock()) {
            return Err(Error::problem(
                "due",
                format!("has passed with {due}; choose a day by which the grants can be reviewed"),
            ));
        }
        let (this, who, id) = (self.clone(), actor.clone(), subject.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            let grants = granted(read, &row)?;
            Ok::<_, Error>((row, grants))
        };
        let (row, grants) = self.0.store.read_async(look).await?;
        if grants.is_empty() {
            return Err(Error::input(format!("no access is granted under {subject}, so there is nothing to review")));
        }
        let steward = if row.kind == "person" { Some(row.id.to_string()) } else { row.owner.clone() };
        let document: Document = [
            ("title", json!(format!("review of access: {}", row.title))),
            ("subject", json!(row.id)),
            ("form", json!(FORM)),
            ("asked", json!("Is each of these grants still needed as it is? Confirm or revoke it, with the reason.")),
            ("due", json!(due.to_string())),
            (ITEMS, json!(grants)),
            ("owner", json!(steward)),
            ("unit", json!(row.unit)),
        ]
        .into_iter()
        .filter(|it| !it.1.is_null())
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let change = Change::Create { kind: CAMPAIGN.to_owned(), state: Some("in_review".to_owned()), document };
        let (this, who) = (self.clone(), actor.clone());
        let made = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            // The program puts it before those who look at it, so nobody has judged anything.
            this.apply(tx, &who, &change, &Admission::found())
        };
        let made = self.0.store.write_async(made).await;
        Ok(self.denied(actor, made).await?.id)
    }

    /// A campaign with what became of each grant.
    pub async fn access_review(&self, actor: &Actor, id: &Id) -> Result<Campaign, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            this.campaign(read, &row)
        };
        self.0.store.read_async(read).await
    }

    fn campaign(&self, read: &Read, row: &RecordRow) -> Result<Campaign, Error> {
        if row.text("form") != Some(FORM) {
            return Err(Error::input(format!("`{}` is no review of access", row.id)));
        }
        let at = self.snapshot(read, None);
        let grants = read.records(&targets(&row.document, ITEMS))?;
        let around = Around::of_grants(&at, &grants)?;
        let one = |it: &RecordRow| (looked(&around, it), outcome(it, row.created, at.time));
        let grants: Vec<(Looked, Outcome)> = grants.iter().map(one).collect();
        let open = grants.iter().filter(|it| it.1 == Outcome::Open).count();
        Ok(Campaign {
            id: row.id.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            due: grant::text(row, "due").to_owned(),
            overdue: is_overdue(row, open, at.time),
            grants,
        })
    }

    /// Closes a campaign: what nobody reviewed is revoked or escalated, and a decision says what came of it.
    pub async fn close_access_review(&self, actor: &Actor, id: &Id) -> Result<Closed, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let close = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            let row = this.readable(tx, &who, &id, None)?;
            let campaign = this.campaign(tx, &row)?;
            let open: Vec<&Looked> =
                campaign.grants.iter().filter(|it| it.1 == Outcome::Open).map(|it| &it.0).collect();
            if !open.is_empty() && !campaign.overdue {
                return Err(Error::input(format!(
                    "not all grants are reviewed ({} open), and {} is not over; let their steward review them first",
                    open.len(),
                    campaign.due
                )));
            }
            let mut closed = Closed { reviewed: campaign.grants.len() - open.len(), ..Closed::default() };
            for grant in open {
                this.settle(tx, &who, &row, grant, &mut closed)?;
            }
            this.decide(tx, &who, &row, &mut closed)?;
            Ok(closed)
        };
        self.denied(actor, self.0.store.write_async(close).await).await
    }

    /// Does with a grant that nobody reviewed what the rules say.
    fn settle(
        &self,
        tx: &mut Write,
        actor: &Actor,
        campaign: &RecordRow,
        grant: &Looked,
        closed: &mut Closed,
    ) -> Result<(), Error> {
        let fits = |it: &&super::limits::Unreviewed| {
            it.classes.is_empty() || it.classes.iter().any(|class| grant.opens.contains(class))
        };
        let configuration = self.configuration();
        let limits = &configuration.libraries.access;
        let then = limits.unreviewed.iter().find(fits).map_or(Then::Revoke, |it| it.then);
        let why = format!("nobody reviewed it in {} until {}", campaign.id, grant::text(campaign, "due"));
        if then == Then::Revoke {
            self.move_on(tx, actor, &grant.id, "revoke", Some(why))?;
            closed.revoked.push(grant.id.clone());
            return Ok(());
        }
        let answer_by = day(self.clock()).checked_add(span(&limits.escalation.answer_within)).ok();
        let document = json!({
            "title": format!("access that nobody reviewed: {}", grant.id),
            "audit": format!("review of access {}", campaign.id),
            "criterion": "grants of access are reviewed in every campaign",
            "about": grant.dataset.iter().collect::<Vec<_>>(),
            "condition": format!("{} ({}) stays in force, and {why}.", grant.id, grant.title),
            "grade": "observation", "access": "confidential",
            "answer_by": answer_by.map(|it| it.to_string()).unwrap_or_default(),
        });
        let mut document = document.as_object().cloned().unwrap_or_default();
        document.extend(campaign.owner.iter().map(|it| ("owner".to_owned(), json!(it))));
        let change = Change::Create { kind: "finding".to_owned(), state: Some("issued".to_owned()), document };
        closed.escalated.push(self.apply(tx, actor, &change, &Admission::default())?.id);
        Ok(())
    }

    /// The decision that closes a campaign.
    fn decide(&self, tx: &mut Write, actor: &Actor, campaign: &RecordRow, closed: &mut Closed) -> Result<(), Error> {
        let today = day(self.clock()).to_string();
        let document = json!({
            "title": format!("close {}", campaign.title), "subject": campaign.id, "form": "resolve", "outcome": "yes",
            "reasons": format!(
                "{} grants were reviewed or had ended, {} were revoked unreviewed, {} were escalated",
                closed.reviewed, closed.revoked.len(), closed.escalated.len()
            ),
            "deciders": actor.person.iter().collect::<Vec<_>>(), "decided_on": today,
        });
        let document = document.as_object().cloned().unwrap_or_default();
        let change = Change::Create { kind: "decision".to_owned(), state: None, document };
        let decision = self.apply(tx, actor, &change, &Admission::default())?.id;
        let set = Document::from_iter([("decision".to_owned(), json!(decision))]);
        let (id, transition) = (campaign.id.clone(), "decide".to_owned());
        self.apply(tx, actor, &Change::Move { id, base: None, transition, set, why: None }, &Admission::default())?;
        closed.decision = Some(decision);
        Ok(())
    }
}

/// The grants that are given under a dataset or a steward.
fn granted(read: &Read, subject: &RecordRow) -> Result<Vec<Id>, Error> {
    let under = match subject.kind.as_str() {
        DATASET => Condition::LinkedTo { field: Some("dataset".to_owned()), target: subject.id.clone() },
        "person" => Condition::Owner(Some(subject.id.to_string())),
        other => {
            return Err(Error::input(format!(
                "a campaign is opened for a dataset or for the steward of grants, not for a record of kind `{other}`"
            )));
        }
    };
    let conditions = vec![under, Condition::State(vec!["granted".to_owned()])];
    Ok(read.list_ids(&Query { conditions, limit: u32::MAX, ..Query::of(GRANT, Visible::All) })?)
}
