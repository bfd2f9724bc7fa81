//! A file becomes a run of an exercise: read whole or not at all, counted together with the runs before it, and entered with its file in one transaction.
//!
//! The same bytes are brought into an exercise once. Volume stays in files: a run is one record, however many attempts it has.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Read, RecordRow, Write};

use super::attempt::{Attempt, Outcome, once};
use super::exercise::{Count, Exercise, Run};
use super::pool::{Moved, Pool, Replay};
use super::rate::Rate;
use super::reading::{Found, Given, read};
use super::{EXERCISE, OPEN, RECORDED, RUN};
use crate::access::log::keep::filled;
use crate::aims::Admission;
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// The attempts of a run, as they are kept beside its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// What wrote the file.
    pub tool: String,
    /// The version that it names.
    pub version: Option<String>,
    /// Every attack of the file.
    pub attempts: Vec<Attempt>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TakenIn {
    /// The run; nothing when it was only tried.
    pub id: Option<Id>,
    /// Whether it was brought in now; otherwise the same bytes had been before, or it was only tried.
    pub made: bool,
    /// Digest of the file.
    pub digest: String,
    /// What wrote it.
    pub tool: String,
    /// The version that it names.
    pub version: Option<String>,
    /// The day on which it was run.
    pub on: Option<Date>,
    /// Attempts in the file.
    pub attempts: u64,
    /// Attacks among them.
    pub attacks: u64,
    /// How often attacks of the file succeeded, of those whose outcome is known.
    pub success: Rate,
    /// How often a monitor saw them, of those of which that is known.
    pub detection: Rate,
    /// What it moved of what was tried before.
    pub moved: Moved,
    /// The paired test, where it tried something again.
    pub replay: Option<Replay>,
    /// What was read how, and what the file does not tell.
    pub notes: Vec<String>,
}

/// What is known before a file is read.
struct Before {
    exercise: Exercise,
    runs: Vec<Run>,
}

/// A file that was read and counted.
struct Counted {
    taken: TakenIn,
    report: Report,
    counts: BTreeMap<Option<Id>, Count>,
    undecided: u64,
}

impl Aims {
    /// Brings a file of attempts into an exercise, or only says what would come of it.
    ///
    /// Errors: an exercise that takes no runs now; a file that cannot be read whole, names risks that are not challenged or days to come; whatever policies
    /// refuse.
    pub async fn import_run(&self, actor: &Actor, exercise: &Id, given: Given, dry: bool) -> Result<TakenIn, Error> {
        let digest = crate::evidence::digest_of(&given.bytes);
        let (this, who, id, wanted) = (self.clone(), actor.clone(), exercise.clone(), given.clone());
        let look = move |read: &Read| this.before_run(read, &who, &id, &wanted);
        let (before, found) = self.denied(actor, self.0.store.read_async(look).await).await?;
        if let Some(row) = before.runs.iter().find(|it| it.row.text("digest") == Some(&digest)) {
            let level = self.configuration().libraries.challenging.confidence;
            return Ok(seen_before(row, digest, &found, level));
        }
        let mut pool = Pool::default();
        for run in &before.runs {
            let says =
                || format!("the attempts of {} cannot be read; withdraw it, and bring its file in again", run.id());
            let attempts = self.attempts_of(run).await.ok_or_else(|| Error::problem("exercise", says()))?;
            pool.take(run.id(), &attempts);
        }
        let counted = self.counted_run(&before.exercise, pool, found, digest)?;
        if dry {
            return Ok(counted.taken);
        }
        let file = self.put_file(actor, &given.name, given.bytes).await?;
        let report = serde_json::to_vec(&counted.report).map_err(Error::input)?;
        let report = self.put_file(actor, "attempts.json", report).await?;
        let mut fields = fields(&before.exercise, &counted);
        fields.extend([("file".to_owned(), json!(file)), ("report".to_owned(), json!(report))]);
        let (this, who, runs) = (self.clone(), actor.clone(), before.runs.len());
        let enter = move |tx: &mut Write| this.enter_run(tx, &who, &before.exercise, runs, fields.clone());
        let id = self.denied(actor, self.0.store.write_async(enter).await).await?;
        Ok(TakenIn { id: Some(id), made: true, ..counted.taken })
    }

    /// The exercise with its runs, and what the file holds.
    fn before_run(&self, read_from: &Read, who: &Actor, id: &Id, given: &Given) -> Result<(Before, Found), Error> {
        let who = self.with_roles(read_from, who)?;
        let row = self.readable(read_from, &who, id, None)?;
        if row.kind != EXERCISE {
            return Err(Error::Missing(format!("`{id}` is no exercise; name one")));
        }
        takes_runs(&row)?;
        let found = read(given, &self.configuration().libraries.challenging)?;
        Ok((Before { exercise: Exercise::of(&row), runs: runs_of(read_from, id)? }, found))
    }

    /// Attacks with the risks that they are about, and what they come to with the runs before.
    fn counted_run(&self, exercise: &Exercise, mut pool: Pool, found: Found, digest: String) -> Result<Counted, Error> {
        let (libraries, today) = (self.configuration().libraries.clone(), self.today());
        let level = libraries.challenging.confidence;
        fits(exercise, &found, today)?;
        let (attempts, mut notes) = (found.tries.iter().map(|it| it.tries).sum::<u64>(), found.notes);
        let mut all = once(found.tries);
        for it in &mut all {
            it.risk = it.risk.take().or_else(|| exercise.risk_of(&it.technique));
        }
        if (all.len() as u64) < attempts {
            notes.push(format!(
                "{attempts} attempts are {} attacks, since some were tried more than once; each counts once",
                all.len()
            ));
        }
        let run = Id::new("EXN", 0);
        let moved = pool.take(&run, &all);
        if let Some(strange) = moved.strange.first() {
            let says = format!(
                "{} attacks were never brought into {}, such as `{strange}`",
                moved.strange.len(),
                exercise.id()
            );
            return Err(Error::problem("file", format!("{says}; bring in their outcomes first, by the same names")));
        }
        let of = |outcome: Outcome| all.iter().filter(|it| it.outcome == Some(outcome)).count() as u64;
        let (succeeded, failed) = (of(Outcome::Succeeded), of(Outcome::Failed));
        let told = all.iter().filter(|it| it.seen.is_some()).count() as u64;
        let seen = all.iter().filter(|it| it.seen == Some(true)).count() as u64;
        let (tool, version) = (found.tool.name().to_owned(), found.version);
        Ok(Counted {
            counts: pool.counts(),
            undecided: of(Outcome::Undecided),
            taken: TakenIn {
                id: None,
                made: false,
                digest,
                tool: tool.clone(),
                version: version.clone(),
                on: Some(found.on.unwrap_or(today)),
                attempts,
                attacks: all.len() as u64,
                success: Rate::of(succeeded, succeeded + failed, level),
                detection: Rate::of(seen, told, level),
                replay: moved.replay(level),
                moved,
                notes,
            },
            report: Report { tool, version, attempts: all },
        })
    }

    /// Enters a run, where no other came in meanwhile.
    fn enter_run(
        &self,
        tx: &mut Write,
        actor: &Actor,
        exercise: &Exercise,
        runs: usize,
        fields: Document,
    ) -> Result<Id, Error> {
        let actor = self.with_roles(tx, actor)?;
        let row = tx.record(exercise.id())?.ok_or_else(|| Error::no_record(exercise.id()))?;
        takes_runs(&row)?;
        if runs_of(tx, exercise.id())?.len() != runs {
            let says = format!("another file came into {} meanwhile; send this one again", exercise.id());
            return Err(Error::problem("file", says));
        }
        let change = Change::Create { kind: RUN.to_owned(), state: None, document: fields };
        // The program counted it, and nobody typed it.
        let admission = Admission::found();
        Ok(self.apply(tx, &actor, &change, &admission)?.id)
    }
}

/// Whether an exercise takes runs.
fn takes_runs(row: &RecordRow) -> Result<(), Error> {
    if OPEN.contains(&row.state.as_str()) && !row.retired {
        return Ok(());
    }
    let next = match row.state.as_str() {
        "planned" => "start it first, so that scope, rules and independence are looked at",
        "closed" => "open it again to replay attacks",
        _ => "plan another one",
    };
    Err(Error::problem("exercise", format!("{} is {}; {next}", row.id, row.state)))
}

/// Runs of an exercise that count, by number.
fn runs_of(read: &Read, exercise: &Id) -> Result<Vec<Run>, Error> {
    let links = read.links_to_any(std::slice::from_ref(exercise), &[RUN])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "exercise").map(|it| it.1.end.id).collect();
    let rows = read.records(&ids)?;
    let mut found: Vec<Run> = rows.iter().filter(|it| !it.retired && it.state == RECORDED).map(Run::of).collect();
    found.sort_by_key(|it| it.id().number);
    Ok(found)
}

/// Whether risks and days that a file names can be.
fn fits(exercise: &Exercise, found: &Found, today: Date) -> Result<(), Error> {
    let strange = found.risks.iter().find(|it| exercise.hypothesis(&it.0).is_none());
    if let Some((risk, place)) = strange {
        let known = exercise.hypotheses.iter().map(|it| it.risk.to_string()).collect::<Vec<_>>().join(", ");
        let says =
            format!("{place} names {risk}, which {} does not challenge; its hypotheses are {known}", exercise.id());
        return Err(Error::problem("file", says));
    }
    let mut named = found.days.iter().map(|it| (it.0, it.1.as_str())).chain(found.on.map(|it| (it, "the file")));
    match named.find(|it| it.0 > today) {
        Some((on, place)) => {
            let says = format!("{place} says that it was tried on {on}, which has not come; mend the day");
            Err(Error::problem("file", says))
        }
        None => Ok(()),
    }
}

fn seen_before(run: &Run, digest: String, found: &Found, level: f64) -> TakenIn {
    let (succeeded, attacks) = (run.count("succeeded"), run.count("attacks"));
    TakenIn {
        id: Some(run.id().clone()),
        made: false,
        digest,
        tool: found.tool.name().to_owned(),
        version: found.version.clone(),
        on: Some(run.on),
        attempts: run.count("attempts"),
        attacks,
        success: Rate::of(succeeded, attacks - run.count("undecided").min(attacks), level),
        detection: Rate::of(0, 0, level),
        moved: Moved::default(),
        replay: None,
        notes: vec![format!("{} holds these bytes already; nothing was brought in", run.id())],
    }
}

/// The fields of a run.
fn fields(exercise: &Exercise, counted: &Counted) -> Document {
    let (it, row) = (&counted.taken, &exercise.row);
    let on = it.on.unwrap_or_else(|| day(row.changed)).to_string();
    let version = it.version.as_deref().map(|it| format!(" {it}")).unwrap_or_default();
    let of_risk = |(risk, it): (&Option<Id>, &Count)| {
        let risk = risk.as_ref()?;
        Some(
            json!({ "risk": risk, "attacks": it.attacks, "succeeded": it.succeeded, "told": it.told, "seen": it.seen }),
        )
    };
    let counts: Vec<_> = counted.counts.iter().filter_map(of_risk).collect();
    let count = |of: &[String]| of.len();
    filled(json!({
        "title": format!("{}{version}, {on}", it.tool), "exercise": exercise.id(), "tool": it.tool, "tool_version": it.version,
        "run_on": on, "digest": it.digest, "notes": it.notes.join("\n"), "attempts": it.attempts, "attacks": it.attacks,
        "succeeded": it.success.k, "undecided": counted.undecided, "fixed": count(&it.moved.fixed), "still": count(&it.moved.still),
        "regressed": count(&it.moved.regressed), "not_repeated": count(&it.moved.not_repeated), "counts": counts,
        "owner": row.owner, "unit": row.unit, "access": row.access,
    }))
}
