//! A run of disposal: planned from what is due, agreed to by another person, carried out as one change, and proved afterwards.
//!
//! Each item is judged once more in the transaction in which it goes. What is held, kept or shared stays, with the reason in the
//! manifest. Bytes are deleted after that transaction and until they are gone, so a crash between leaves nothing undecided. Copies
//! outside of this program, such as backups, are not reached by it; they are looked for by [`Aims::note_search`].

use std::collections::BTreeSet;

use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::{Condition, NewDue, Query, Read, RecordRow, Visible, Write};

use super::around::Around;
use super::conflict::conflicts;
use super::judge::{Kept, judge};
use super::library::Keeping;
use super::rule::Rule;
use super::{DISPOSAL, IN_FORCE};
use crate::aims::Committed;
use crate::data::lineage::targets;
use crate::derived::day;
use crate::event::Event;
use crate::evidence::{StoredFile, files_in};
use crate::{Actor, Aims, Error};

/// Most items of one run.
pub const ITEMS: usize = 500;
/// The job that deletes bytes.
pub(crate) const DESTROY: &str = "destroy";

/// What becomes of an item.
struct Fate {
    row: RecordRow,
    kept: Kept,
    /// Why it stays; `None` when it goes.
    stays: Option<String>,
    /// Files of all its versions.
    files: Vec<StoredFile>,
    /// Fields that hold them.
    fields: BTreeSet<String>,
}

impl Aims {
    /// Plans a run of everything that is due by a schedule, for somebody else to agree to.
    pub async fn plan_disposal(&self, actor: &Actor, rule: &Id) -> Result<Committed, Error> {
        let (this, who, wanted) = (self.clone(), actor.clone(), rule.clone());
        let plan = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &wanted, None)?;
            let visible = this.visible(read, &who)?;
            let (items, _, around) = super::survey::judged(&this.snapshot(read, None), &visible)?;
            let rule = schedule(&row, &around)?;
            let due = items.iter().filter(|it| it.kept.word == "due" && it.covered.contains(&rule.id));
            let due: Vec<Id> = due.take(ITEMS).map(|it| it.record.id.clone()).collect();
            if due.is_empty() {
                return Err(Error::input(format!(
                    "nothing is due by {} on {}; look at what is held",
                    rule.id, around.today
                )));
            }
            let method = if rule.method.is_empty() { "delete" } else { &rule.method };
            let title = format!("Disposal by {}, {}", rule.id, around.today);
            let mut document = Document::new();
            document.insert("title".to_owned(), json!(title));
            document.insert("rule".to_owned(), json!(rule.id));
            document.insert("items".to_owned(), json!(due));
            document.insert("method".to_owned(), json!(method));
            if let Some(person) = &who.person {
                document.insert("owner".to_owned(), json!(person));
            }
            Ok(document)
        };
        let document = self.0.store.read_async(plan).await?;
        self.commit(actor, Change::Create { kind: DISPOSAL.to_owned(), state: None, document }, None).await
    }

    /// Carries a run out: what may still go goes, and what the manifest says of each item is given back.
    pub(crate) fn carry_out(&self, tx: &mut Write, actor: &Actor, run: &RecordRow) -> Result<Document, Error> {
        let rule = targets(&run.document, "rule").pop();
        let rule = rule.map(|it| tx.record(&it)).transpose()?.flatten().ok_or_else(|| Error::no_record(&run.id))?;
        let items = tx.records(&targets(&run.document, "items"))?;
        let around = Around::read(&self.snapshot(tx, None), &items)?;
        let rule = schedule(&rule, &around)?;
        let fates = fates(tx, &around, rule, items)?;
        let erases = run.text("method") == Some("delete_and_erase");
        let mut manifest = Vec::new();
        for fate in &fates {
            if fate.stays.is_none() {
                self.end(tx, actor, fate, &run.id, erases)?;
            }
            manifest.extend(lines(&around.libraries.retention, fate, erases));
        }
        let (key, record, at) = (key(&run.id), Some(run.id.clone()), tx.time());
        tx.add_due(&NewDue { what: DESTROY.to_owned(), key, record, payload: json!({}), at })?;
        let day = json!(around.today.to_string());
        Ok(Document::from_iter([("manifest".to_owned(), json!(manifest)), ("performed_on".to_owned(), day)]))
    }

    /// Ends a record whose bytes go: the moves of its kind, then its files and, where asked, its personal values.
    fn end(&self, tx: &mut Write, actor: &Actor, fate: &Fate, run: &Id, erases: bool) -> Result<(), Error> {
        let row = &fate.row;
        let why = format!("disposed of by {run}: {}", fate.kept.why);
        let configuration = self.configuration();
        let Some(known) = configuration.libraries.retention.of(&row.kind) else { return Ok(()) };
        let kind = configuration.kind(&row.kind)?;
        let mut state = row.state.clone();
        for name in known.moves.iter().filter(|_| !row.retired) {
            if let Some(fits) = kind.transition(name).filter(|it| it.from.contains(&state)) {
                self.move_on(tx, actor, &row.id, name, Some(why.clone()))?;
                state.clone_from(&fits.to);
            }
        }
        let mut fields = fate.fields.clone();
        fields.extend(known.values.iter().filter(|_| erases).cloned());
        if fields.is_empty() {
            return Ok(());
        }
        let row = tx.record(&row.id)?.ok_or_else(|| Error::no_record(&row.id))?;
        self.erase_fields(tx, actor, &row, &fields.into_iter().collect::<Vec<_>>(), &why).map(|_| ())
    }

    /// Deletes the bytes that a run destroyed, unless a record carries them by now; may be repeated until it succeeds.
    pub(crate) async fn destroy(&self, id: &Id) -> Result<(), Error> {
        let run = id.clone();
        let left = self.0.store.read_async(move |read| left(read, &run)).await?;
        for (digest, _) in &left {
            self.0.files.delete(digest).await?;
        }
        let (this, run) = (self.clone(), id.clone());
        let forget = move |tx: &mut Write| {
            let system = Actor::operator(crate::Via::System);
            for (digest, size) in &left {
                tx.delete_blob(digest)?;
                let event = Event::new("file.erase").with("run", &run).carrying(digest, *size)?;
                this.enter_in(tx, &system, &event)?;
                prove_anew(&this, tx, digest)?;
            }
            let row = tx.record(&run)?.ok_or_else(|| Error::no_record(&run))?;
            crate::standing::refresh(&this, tx, &this.configuration(), &[row])
        };
        self.0.store.write_async(forget).await?;
        self.scrub().await
    }

    /// Deletes the bytes at once, so that no job has to do it later; what fails here is tried again as that job.
    pub(crate) async fn destroy_now(&self, id: &Id) {
        let (run, done) = (id.clone(), self.destroy(id).await);
        let settled = match done {
            Ok(()) => self.0.store.write_async(move |tx| Ok::<_, Error>(tx.cancel_due(&key(&run))?)).await.map(|_| ()),
            failed => failed,
        };
        if let Err(error) = settled {
            tracing::warn!(%error, run = %id, "bytes could not be deleted yet; it is tried again");
        }
    }

    /// Notes in a run that a place was searched for copies of what it destroyed, and how many were found.
    pub async fn note_search(
        &self,
        actor: &Actor,
        id: &Id,
        place: &str,
        files: u64,
        copies: u64,
    ) -> Result<Committed, Error> {
        let run = self.record(actor, id, &crate::Moment::Now).await?;
        let mut rows = run.document.get("searched").and_then(Value::as_array).cloned().unwrap_or_default();
        rows.push(
            json!({ "place": place, "searched_on": day(self.clock()).to_string(), "files": files, "copies": copies }),
        );
        let set = Document::from_iter([("searched".to_owned(), Value::Array(rows))]);
        self.commit(actor, Change::Edit { id: id.clone(), base: Some(run.version), set, why: None }, None).await
    }
}

/// The key of the job that deletes the bytes of a run.
fn key(run: &Id) -> String {
    format!("{DESTROY}/{run}")
}

/// The schedule in force that is this record, if no other one contradicts it.
fn schedule<'a>(row: &RecordRow, around: &'a Around) -> Result<&'a Rule, Error> {
    let rule = around.rules.iter().find(|it| it.id == row.id && !it.hold);
    let rule = rule.ok_or_else(|| {
        Error::input(format!("{} is no schedule in force ({}); name one whose state is {IN_FORCE}", row.id, row.state))
    })?;
    match conflicts(&around.rules).into_iter().find(|it| it.keeps == rule.id || it.destroys == rule.id) {
        Some(conflict) => {
            Err(Error::input(format!("nothing goes while rules contradict each other: {}", conflict.witness)))
        }
        None => Ok(rule),
    }
}

/// What becomes of each item: judged by the rules in force, and by whether others carry the same bytes.
fn fates(tx: &Write, around: &Around, rule: &Rule, items: Vec<RecordRow>) -> Result<Vec<Fate>, Error> {
    let mut fates = Vec::new();
    for row in items {
        let Some(item) = around.item(&row) else { continue };
        let kept = judge(&around.rules, &item, around.today);
        let stays = match kept.word {
            "due" | "may_go" if rule.covers(&item) => None,
            "due" | "may_go" => Some(format!("{} does not cover it", rule.id)),
            _ => Some(kept.why.clone()),
        };
        let (mut files, mut fields) = (Vec::<StoredFile>::new(), BTreeSet::new());
        for version in tx.history(&row.id)? {
            for (field, file) in files_in(&version.record.document) {
                fields.insert(field.to_owned());
                if !files.iter().any(|known| known.digest == file.digest) {
                    files.push(file);
                }
            }
        }
        fates.push(Fate { row, kept, stays, files, fields });
    }
    keep_shared(tx, &mut fates)?;
    Ok(fates)
}

/// Keeps what shares its bytes with a record that stays; what stays because of one may make another one stay.
fn keep_shared(tx: &Write, fates: &mut [Fate]) -> Result<(), Error> {
    let mut carried: Vec<Vec<Id>> = Vec::new();
    for fate in fates.iter() {
        let mut others = Vec::new();
        for file in fate.files.iter().filter(|_| fate.stays.is_none()) {
            others.extend(carriers(tx, &file.digest)?);
        }
        carried.push(others);
    }
    loop {
        let going: BTreeSet<Id> = fates.iter().filter(|it| it.stays.is_none()).map(|it| it.row.id.clone()).collect();
        let shared = |at: usize| Some((at, carried[at].iter().find(|it| !going.contains(it))?));
        let mut open = (0..fates.len()).filter(|at| fates[*at].stays.is_none());
        let Some((at, other)) = open.find_map(shared) else { return Ok(()) };
        fates[at].stays = Some(format!("{other} carries the same bytes"));
    }
}

/// The lines of a manifest about an item.
fn lines(retention: &Keeping, fate: &Fate, erases: bool) -> Vec<Value> {
    let (id, version) = (fate.row.id.to_string(), fate.row.version);
    let line =
        |outcome: &str, reason: &str| json!({ "item": id, "version": version, "outcome": outcome, "reason": reason });
    if let Some(why) = &fate.stays {
        return vec![line("kept", why)];
    }
    let reason = &fate.kept.why;
    let with = |file: &StoredFile| {
        let mut line = line("destroyed", reason);
        line["digest"] = json!(file.digest);
        line["bytes"] = json!(file.size);
        line
    };
    let mut all: Vec<Value> = fate.files.iter().map(with).collect();
    let known = retention.of(&fate.row.kind);
    if erases && known.is_some_and(|it| !it.values.is_empty()) {
        all.push(line("erased", reason));
    }
    let outside = fate.row.text("file_digest").filter(|it| !fate.files.iter().any(|file| file.digest == *it));
    if let Some(digest) = outside {
        let mut line = line("elsewhere", reason);
        line["digest"] = json!(digest);
        all.push(line);
    }
    if all.is_empty() { vec![line("elsewhere", reason)] } else { all }
}

/// Digests that a manifest says were destroyed here, with their bytes.
pub(crate) fn destroyed(run: &RecordRow) -> Vec<(String, u64)> {
    let rows = run.list("manifest");
    let here = rows.filter(|it| it["outcome"] == "destroyed");
    here.filter_map(|it| Some((it["digest"].as_str()?.to_owned(), it["bytes"].as_u64()?))).collect()
}

/// Renews the proof of every run whose manifest names these bytes, since they have come back or gone.
pub(crate) fn prove_anew(aims: &Aims, tx: &mut Write, digest: &str) -> Result<(), Error> {
    let conditions = vec![Condition::is("manifest", digest)];
    let named = Query { conditions, retired: true, limit: u32::MAX, ..Query::of(DISPOSAL, Visible::All) };
    let rows = tx.list(&named)?;
    crate::standing::refresh(aims, tx, &aims.configuration(), &rows)
}

/// Bytes that a run destroyed and that are still known, unless a record carries them.
fn left(read: &Read, id: &Id) -> Result<Vec<(String, u64)>, Error> {
    let run = read.record(id)?.ok_or_else(|| Error::no_record(id))?;
    let all = destroyed(&run);
    let kept = read.blobs_of(&all.iter().map(|it| it.0.clone()).collect::<Vec<_>>())?;
    let mut left = Vec::new();
    for (digest, size) in all.into_iter().filter(|it| kept.contains(&it.0)) {
        if carriers(read, &digest)?.is_empty() {
            left.push((digest, size));
        }
    }
    Ok(left)
}

/// Records that carry a file.
pub(crate) fn carriers(read: &Read, digest: &str) -> Result<Vec<Id>, Error> {
    let carries = Condition::is(crate::terms::FILE, digest);
    Ok(read.list_ids(&Query { conditions: vec![carries], retired: true, ..Query::all(Visible::All) })?)
}
