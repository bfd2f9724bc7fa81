//! Attestations: people are asked about records that a draw by a recorded seed chose, answer alone, and are held against what records show.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{Query, RecordRow, Visible, Write};

use super::MOST;
use super::asserted::{Assertion, SAMPLE, assertion};
use super::log::told::Share;
use crate::aims::Admission;
use crate::auditing::sampling::draw;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::documents::{ACKNOWLEDGEMENT, STATEMENT};
use crate::evidence::digest_of;
use crate::responsibility::PERSON;
use crate::{Actor, Aims, Error};

/// An attestation that records or a log contradict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contradicted {
    /// The attestation.
    pub id: Id,
    /// Who gave it.
    pub person: Option<String>,
    /// The record for which it was given.
    pub attests: Option<Id>,
    /// The day on which it was given.
    pub given_on: Option<Date>,
    /// What is otherwise.
    pub why: String,
}

/// What people say of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attested {
    /// Those who attest it, of those who answered.
    pub share: Option<Share>,
    /// Those who have not answered.
    pub open: u64,
    /// Those of them whose last day has passed.
    pub late: u64,
    /// Those who do not confirm it.
    pub declined: Vec<Id>,
    /// Attestations that records or a log contradict.
    pub contradicted: Vec<Contradicted>,
}

/// What people say; `broken` are records that break the statement, `log` says how a log does.
pub fn attested(
    rows: &[RecordRow],
    broken: &BTreeSet<Id>,
    log: Option<&str>,
    today: Date,
    level: f64,
) -> Option<Attested> {
    let rows: Vec<&RecordRow> = rows.iter().filter(|it| it.state != "lapsed" && !it.retired).collect();
    let of = |state: &'static str| rows.iter().filter(move |it| it.state == state);
    let (given, declined) = (of("given").count() as u64, of("declined").count() as u64);
    let against = |row: &&&RecordRow| {
        let attests = targets(&row.document, "attests").pop();
        let why = match &attests {
            Some(it) if broken.contains(it) => format!("{it} breaks it, as records show"),
            None if !broken.is_empty() => format!("{} records break it", broken.len()),
            _ => log?.to_owned(),
        };
        let person = row.text("person").map(str::to_owned);
        Some(Contradicted { id: row.id.clone(), person, attests, given_on: date(&row.document, "given_on"), why })
    };
    (!rows.is_empty()).then(|| Attested {
        share: Share::of(given, given + declined, level),
        open: of("asked").count() as u64,
        late: of("asked").filter(|it| date(&it.document, "due").is_some_and(|it| it < today)).count() as u64,
        declined: of("declined").map(|it| it.id.clone()).collect(),
        contradicted: of("given").filter_map(|it| against(&it)).collect(),
    })
}

/// What asking led to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskedFor {
    /// The seed of the draw.
    pub seed: String,
    /// Records of the population.
    pub population: usize,
    /// Attestations that are asked for now.
    pub made: Vec<Id>,
    /// Drawn records about which somebody is asked already.
    pub already: Vec<Id>,
    /// Drawn records for which nobody answers.
    pub nobody: Vec<Id>,
}

impl Aims {
    /// Asks those who answer for records of a sample whether a statement is kept.
    ///
    /// Errors: a statement that is not in force or says of no sample, and whatever policies refuse.
    pub async fn ask_attestations(&self, actor: &Actor, id: &Id) -> Result<AskedFor, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            let row = this.readable(tx, &who, &id, None)?;
            this.ask_in(tx, &who, &row)
        };
        let outcome = self.0.store.write_async(work).await;
        self.denied(actor, outcome).await
    }

    fn ask_in(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<AskedFor, Error> {
        let (of, size) = self.attested_by(row)?;
        let population = {
            let visible = self.visible(tx, actor)?;
            let query = Query { conditions: of.of.clone(), limit: MOST, ..Query::of(&of.kind, visible) };
            tx.list(&query)?
        };
        let seed = match row.text("seed").filter(|it| !it.is_empty()) {
            Some(it) => it.to_owned(),
            None => self.choose_seed(tx, actor, row)?,
        };
        let numbers: Vec<String> = population.iter().map(|it| it.id.to_string()).collect();
        let drawn: BTreeSet<String> = draw(&seed, &numbers, size).into_iter().collect();
        let known = attestations(&self.snapshot(tx, None), std::slice::from_ref(&row.id), &Visible::All)?;
        let mut told = AskedFor { seed, population: population.len(), ..AskedFor::default() };
        for subject in population.into_iter().filter(|it| drawn.contains(&it.id.to_string())) {
            let is_of = |it: &&RecordRow| it.state == "asked" && targets(&it.document, "attests").contains(&subject.id);
            if known.iter().any(|it| is_of(&it)) {
                told.already.push(subject.id);
                continue;
            }
            let person = if subject.kind == PERSON { Some(subject.id.to_string()) } else { subject.owner.clone() };
            let Some(person) = person else {
                told.nobody.push(subject.id);
                continue;
            };
            told.made.push(self.ask_one(tx, actor, (row, &subject), &person)?);
        }
        Ok(told)
    }

    /// What is asked of whom.
    fn attested_by(&self, row: &RecordRow) -> Result<(Assertion, usize), Error> {
        if row.kind != STATEMENT {
            return Err(Error::Missing(format!("{} is no statement of a policy", row.id)));
        }
        if row.state != "active" {
            return Err(Error::problem("state", "only a statement that is in force is attested; activate it first"));
        }
        let size = row.document.get(SAMPLE).and_then(serde_json::Value::as_u64).unwrap_or_default();
        let of = assertion(&self.configuration().catalog, &row.document).map_err(Error::Problems)?;
        match (of, usize::try_from(size).unwrap_or(usize::MAX)) {
            (Some(of), size @ 1..) => Ok((of, size)),
            (None, _) => {
                Err(Error::problem("records", "says of no records, so that nothing can be drawn; name their kind"))
            }
            (_, _) => Err(Error::problem(SAMPLE, "says for how many records people are asked; write 1 or more")),
        }
    }

    /// A seed that nobody chose: it follows from the version of the statement, and is kept with it.
    fn choose_seed(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<String, Error> {
        let digest = digest_of(format!("{} {} {:?}", row.id, row.version, row.commitment).as_bytes());
        let seed: String = digest.trim_start_matches("sha256:").chars().take(32).collect();
        let set = Document::from_iter([("seed".to_owned(), json!(seed))]);
        let change = Change::Edit { id: row.id.clone(), base: None, set, why: None };
        self.apply(tx, actor, &change, &Admission::default())?;
        Ok(seed)
    }

    fn ask_one(
        &self,
        tx: &mut Write,
        actor: &Actor,
        (row, subject): (&RecordRow, &RecordRow),
        person: &str,
    ) -> Result<Id, Error> {
        let within = self.configuration().libraries.practice.answer_within.parse::<Span>().unwrap_or_default();
        let due = self.today().checked_add(within).map_err(Error::input)?;
        let document = Document::from_iter(
            [
                ("title", json!(format!("{}: {}", row.title, subject.title))),
                ("person", json!(person)),
                ("owner", json!(person)),
                ("of", json!(row.id)),
                ("attests", json!(subject.id)),
                ("asked_on", json!(self.today())),
                ("due", json!(due)),
            ]
            .map(|(name, it)| (name.to_owned(), it)),
        );
        let change = Change::Create { kind: ACKNOWLEDGEMENT.to_owned(), state: None, document };
        Ok(self.apply(tx, actor, &change, &Admission::default())?.id)
    }
}

/// Attestations of these statements, as far as somebody may see them.
pub(super) fn attestations(at: &Snapshot, statements: &[Id], visible: &Visible) -> Result<Vec<RecordRow>, Error> {
    let rows = at.read.list(&Query { limit: MOST, as_of: at.place, ..Query::of(ACKNOWLEDGEMENT, visible.clone()) })?;
    Ok(rows.into_iter().filter(|it| targets(&it.document, "of").iter().any(|it| statements.contains(it))).collect())
}
