//! What audits write: lines of the checklist, once each; samples drawn and frozen; and findings made of lines.

use std::collections::{BTreeMap, BTreeSet};

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Query, Read, RecordRow, Visible, Write};

use super::checklist::{Line, checklist};
use super::frozen::{Frozen, digest_of_population, said};
use super::gathered;
use super::sampling::{Wanted, draw};
use super::whole::{frozen, sample};
use super::{AUDIT, FINDING, ITEM};
use crate::aims::{Admission, Committed};
use crate::data::lineage::targets;
use crate::derived::day;
use crate::history::since;
use crate::{Actor, Aims, Error, Listing, Moment};

/// Most records of a population.
const MOST: u32 = 200_000;
/// Most records of a sample, which stand in one record.
const SAMPLED: usize = 2_000;
/// Letters of a title.
const TITLE: usize = 200;

/// What became of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entered {
    /// Lines that were made.
    pub made: Vec<Id>,
    /// Lines that were there already.
    pub kept: usize,
    /// Numbers of lines that follow no longer, which people may leave out with a reason.
    pub gone: Vec<Id>,
}

/// What a sample is asked of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Kind of the records; that of an earlier draw of the line, where it is blank.
    pub kind: String,
    /// Filter of their list.
    pub filter: String,
    /// The confidence; that of the library where there is none.
    pub confidence: Option<f64>,
    /// The rate that is tolerated; that of the library where there is none.
    pub tolerable: Option<f64>,
    /// Records chosen by judgement; by chance where there are none.
    pub chosen: Vec<Id>,
    /// Why they were chosen.
    pub because: String,
}

impl Aims {
    /// Enters the lines of a checklist that are not there yet; the same audit asked twice makes nothing twice.
    pub async fn make_lines(&self, actor: &Actor, audit: &Id) -> Result<Entered, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), audit.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                this.make_lines_in(tx, &who, &id)
            })
            .await;
        self.denied(actor, outcome).await
    }

    fn make_lines_in(&self, tx: &mut Write, actor: &Actor, id: &Id) -> Result<Entered, Error> {
        let row = self.audited(tx, actor, id, AUDIT)?;
        let (configuration, covered) = (self.configuration(), self.covered(tx)?);
        let at = self.snapshot(tx, None);
        let around = gathered::around(&at, &configuration.catalog, &row, &covered)?;
        let made = checklist(at.libraries.shelf(), &at.libraries.auditing, &around);
        let there = gathered::items(&at, std::slice::from_ref(id))?;
        drop(at);
        let known: BTreeMap<&str, &Id> = there.iter().filter_map(|it| Some((it.text("key")?, &it.id))).collect();
        let wanted: BTreeSet<&str> = made.lines.iter().map(|it| it.key.as_str()).collect();
        let gone = known.iter().filter(|it| !wanted.contains(it.0)).map(|it| (*it.1).clone()).collect();
        let new: Vec<&Line> = made.lines.iter().filter(|it| !known.contains_key(it.key.as_str())).collect();
        if new.len() > crate::aims::BULK_LIMIT {
            let says = format!("its scope asks for {} lines at once; name fewer criteria or AI systems", new.len());
            return Err(Error::problem("criteria", says));
        }
        let kept = made.lines.len() - new.len();
        let mut entered = Vec::with_capacity(new.len());
        for line in new {
            let document = fields(line, &row);
            let change = Change::Create { kind: ITEM.to_owned(), state: None, document };
            entered.push(self.apply(tx, actor, &change, &Admission::found())?.id);
        }
        Ok(Entered { made: entered, kept, gone })
    }

    /// A record of a kind that this person may see.
    fn audited(&self, read: &Read, actor: &Actor, id: &Id, kind: &str) -> Result<RecordRow, Error> {
        let row = self.readable(read, actor, id, None)?;
        if row.kind == kind {
            return Ok(row);
        }
        Err(Error::Missing(format!("{id} is no {}; `aims list {kind}` shows them", kind.replace('_', " "))))
    }

    /// Draws the sample of a line from the population of its audit's day, by chance from the seed of the audit or as somebody chose.
    pub async fn draw_sample(&self, actor: &Actor, item: &Id, asked: &Asked) -> Result<Committed, Error> {
        let (this, who, id, asked) = (self.clone(), actor.clone(), item.clone(), asked.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                let line = this.audited(tx, &who, &id, ITEM)?;
                let set = this.drawn(tx, &who, &line, &asked)?;
                let change = Change::Edit { id, base: Some(line.version), set, why: None };
                this.apply(tx, &who, &change, &Admission::found())
            })
            .await;
        self.denied(actor, outcome).await
    }

    fn drawn(&self, read: &Read, actor: &Actor, line: &RecordRow, asked: &Asked) -> Result<Document, Error> {
        if line.text("frozen_on").is_some() {
            return Err(Error::problem("sample", "its sample is frozen; make a line of your own for another one"));
        }
        let audit = targets(&line.document, "audit").pop().ok_or_else(|| Error::input("the line names no audit"))?;
        let audit = self.audited(read, actor, &audit, AUDIT)?;
        let as_of = audit.text("as_of").map(str::to_owned).ok_or_else(|| {
            Error::problem("as_of", format!("{} does not say as of which day records are pulled; enter it", audit.id))
        })?;
        let population = self.population(read, actor, line, asked, &as_of)?;
        let sampling = self.configuration().libraries.auditing.sampling.clone();
        let wanted = Wanted {
            confidence: asked.confidence.unwrap_or(sampling.confidence),
            tolerable: asked.tolerable.unwrap_or(sampling.tolerable),
        };
        if let Some(fault) = wanted.fault() {
            return Err(Error::problem("confidence", fault));
        }
        let mut set = population.fields(&as_of);
        let picked = match asked.chosen.is_empty() {
            true => by_chance(&population, &seed(read, &audit, line)?, wanted, &mut set)?,
            false => by_judgement(&population, asked, &mut set)?,
        };
        if picked.len() > SAMPLED {
            let says = format!(
                "{} records would be drawn, and a sample has at most {SAMPLED}; tolerate more, or filter",
                picked.len()
            );
            return Err(Error::problem("tolerable", says));
        }
        set.insert("sample".to_owned(), picked.iter().map(|it| sampled(it)).collect());
        set.insert("checked".to_owned(), Value::Null);
        Ok(set)
    }

    /// The records of a list as of a day that this person may see, and how many more there are.
    fn population(
        &self,
        read: &Read,
        actor: &Actor,
        line: &RecordRow,
        asked: &Asked,
        as_of: &str,
    ) -> Result<Population, Error> {
        let own = |field: &str| line.text(field).unwrap_or_default().to_owned();
        let (kind, filter) = match asked.kind.trim() {
            "" => (own("population_kind"), own("population_filter")),
            it => (it.to_owned(), asked.filter.trim().to_owned()),
        };
        let configuration = self.configuration();
        if configuration.catalog.kind(&kind).is_none() {
            let says = format!("`{kind}` is no kind of record; `aims kinds` lists them");
            return Err(Error::problem("population_kind", says));
        }
        let moment: Moment = as_of.parse()?;
        // A day that is not over yet is read as it stands now.
        let place = match moment {
            Moment::Time(time) if time >= self.clock() => read.head()?.size.saturating_sub(1),
            other => other.place(read)?.unwrap_or_default(),
        };
        let listing = Listing { filter: filter.clone(), ..Listing::of(&kind) };
        let of = |visible: Visible| -> Result<Query, Error> {
            let query = listing.query(&configuration.catalog, actor, visible, Some(place))?;
            Ok(Query { limit: MOST, offset: 0, ..query })
        };
        let visible = self.visible(read, actor)?;
        let mut rows = read.list(&of(visible)?)?;
        rows.sort_by_key(|it| it.id.number);
        let all = read.count(&of(Visible::All)?)?;
        let hidden = all.saturating_sub(rows.len() as u64);
        Ok(Population { kind, filter, place, hidden, rows: rows.iter().map(Frozen::of).collect() })
    }

    /// Freezes the sample of a line: what each record said is kept as one file under its digest, and the sample is fixed.
    pub async fn freeze_sample(&self, actor: &Actor, item: &Id) -> Result<Committed, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), item.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let line = this.audited(read, &who, &id, ITEM)?;
            if sample(&line).is_none() {
                return Err(Error::problem("sample", format!("{id} has no sample; draw one first")));
            }
            if line.text("frozen_on").is_some() {
                return Err(Error::problem("sample", format!("the sample of {id} is frozen already")));
            }
            let (mut records, mut access) = (Vec::new(), line.access.clone());
            for it in frozen(&line) {
                let record: Id = it.record.parse().map_err(Error::input)?;
                this.readable(read, &who, &record, None)?;
                let version = read.version(&record, it.version)?;
                if let Some(why) = it.differs(version.as_ref().map(|it| &it.record), &kept(&it)) {
                    return Err(Error::problem("sample", format!("{record} is not what was drawn: {why}")));
                }
                records.extend(version.as_ref().map(|it| said(&it.record)));
                access = version.map_or(access.clone(), |it| stricter(&access, &it.record.access));
            }
            Ok::<_, Error>((line.version, access, records))
        };
        let (base, access, records) = self.0.store.read_async(read).await?;
        let bytes = serde_json::to_vec_pretty(&json!({ "item": item, "records": records })).map_err(Error::input)?;
        let file = self.put_file(actor, &format!("{item}-frozen.json"), bytes).await?;
        let set = Document::from_iter([
            ("frozen".to_owned(), json!(file)),
            ("frozen_on".to_owned(), json!(day(self.clock()).to_string())),
            // Whoever reads the line can open what is frozen with it.
            ("access".to_owned(), json!(access)),
        ]);
        let (this, who, id) = (self.clone(), actor.clone(), item.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                let change = Change::Edit { id, base: Some(base), set, why: None };
                this.apply(tx, &who, &change, &Admission::found())
            })
            .await;
        self.denied(actor, outcome).await
    }

    /// Makes a finding of a line, with its criterion, what was seen and its evidence; the one that was made already, where there is one.
    pub async fn finding_of(&self, actor: &Actor, item: &Id) -> Result<Id, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), item.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                let line = this.audited(tx, &who, &id, ITEM)?;
                if let Some(made) = targets(&line.document, "finding").pop() {
                    return Ok(made);
                }
                let audit = targets(&line.document, "audit").pop();
                let title = audit.map(|it| this.audited(tx, &who, &it, AUDIT)).transpose()?.map(|it| it.title);
                let document = finding(&line, title, who.person.as_ref());
                let change = Change::Create { kind: FINDING.to_owned(), state: None, document };
                let made = this.apply(tx, &who, &change, &Admission::default())?.id;
                let set = Document::from_iter([("finding".to_owned(), json!(made))]);
                this.apply(tx, &who, &Change::Edit { id, base: None, set, why: None }, &Admission::default())?;
                Ok(made)
            })
            .await;
        self.denied(actor, outcome).await
    }
}

/// A population as it was pulled.
struct Population {
    kind: String,
    filter: String,
    place: u64,
    hidden: u64,
    rows: Vec<Frozen>,
}

impl Population {
    fn fields(&self, as_of: &str) -> Document {
        let fields = [
            ("population_kind", json!(self.kind)),
            ("population_filter", if self.filter.is_empty() { Value::Null } else { json!(self.filter) }),
            ("population_as_of", json!(as_of)),
            ("population_place", json!(self.place)),
            ("population_size", json!(self.rows.len())),
            ("population_hidden", json!(self.hidden)),
            ("population_digest", json!(digest_of_population(&self.rows))),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// From what samples of a line are drawn: the word of its audit, the line, and what the ledger holds of the entry that set the word. That is known to
/// nobody before the word is, so that no word can be chosen for the sample that it draws.
fn seed(read: &Read, audit: &RecordRow, line: &RecordRow) -> Result<String, Error> {
    let Some(word) = audit.text("seed").map(str::trim).filter(|it| !it.is_empty()) else {
        let says = format!(
            "{} has no seed, from which samples by chance follow; enter one before the first is drawn",
            audit.id
        );
        return Err(Error::problem("seed", says));
    };
    let all = read.history(&audit.id)?;
    let set = since(&all, |it, newest| it.text("seed") == newest.text("seed"));
    let entered = set.map(|it| ledger::to_hex(&it.record.commitment)).unwrap_or_default();
    Ok(format!("{word} {} {entered}", line.id))
}

fn by_chance<'a>(
    population: &'a Population,
    seed: &str,
    wanted: Wanted,
    set: &mut Document,
) -> Result<Vec<&'a Frozen>, Error> {
    let names: Vec<String> = population.rows.iter().map(|it| it.record.clone()).collect();
    let size = wanted.size(names.len() as u64);
    let drawn = draw(seed, &names, usize::try_from(size).unwrap_or(usize::MAX));
    let of: BTreeMap<&str, &Frozen> = population.rows.iter().map(|it| (it.record.as_str(), it)).collect();
    set.insert("drawn".to_owned(), json!("statistical"));
    set.insert("seed".to_owned(), json!(seed));
    set.insert("confidence".to_owned(), json!(wanted.confidence));
    set.insert("tolerable".to_owned(), json!(wanted.tolerable));
    set.insert("chosen_because".to_owned(), Value::Null);
    Ok(drawn.iter().filter_map(|it| of.get(it.as_str()).copied()).collect())
}

fn by_judgement<'a>(population: &'a Population, asked: &Asked, set: &mut Document) -> Result<Vec<&'a Frozen>, Error> {
    if asked.because.trim().is_empty() {
        return Err(Error::problem("chosen_because", "say why these records were chosen"));
    }
    for field in ["seed", "confidence", "tolerable"] {
        set.insert(field.to_owned(), Value::Null);
    }
    set.insert("drawn".to_owned(), json!("judgement"));
    set.insert("chosen_because".to_owned(), json!(asked.because.trim()));
    let one = |id: &Id| {
        let found = population.rows.iter().find(|it| it.record == id.to_string());
        found.ok_or_else(|| Error::problem("sample", format!("`{id}` is not in the population; choose one that is")))
    };
    asked.chosen.iter().map(one).collect()
}

fn sampled(it: &Frozen) -> Value {
    let mut row = json!({ "record": it.record, "version": it.version, "place": it.place, "digest": it.digest });
    if !it.blobs.is_empty() {
        row["blobs"] = json!(it.blobs.join(" "));
    }
    row
}

/// Files of a record that was just read, whose bytes are looked at when it is opened again.
fn kept(it: &Frozen) -> BTreeMap<String, bool> {
    it.blobs.iter().map(|it| (it.clone(), true)).collect()
}

/// The stricter of two words of who may read.
fn stricter(one: &str, other: &str) -> String {
    const ORDER: &[&str] = &["public", "internal", "confidential", "restricted"];
    let place = |it: &str| ORDER.iter().position(|word| *word == it).unwrap_or(1);
    ORDER[place(one).max(place(other))].to_owned()
}

/// The fields of a line.
fn fields(line: &Line, audit: &RecordRow) -> Document {
    let short = |text: String| text.chars().take(TITLE).collect::<String>();
    let subject = line.subject.as_deref().map(|it| format!(" of {it}")).unwrap_or_default();
    let id = line.criterion.rsplit_once(':').map_or(line.criterion.as_str(), |it| it.1);
    let (reference, record) = if line.recorded { (None, Some(&line.criterion)) } else { (Some(&line.criterion), None) };
    let proposed = line.live.as_ref().map(|it| format!("{}: {}", it.status.replace('_', " "), it.why));
    let filled = [
        ("title", json!(short(format!("{id} {}{subject}", line.title)))),
        ("audit", json!(audit.id)),
        ("key", json!(line.key)),
        ("criterion", json!(reference)),
        ("criterion_record", json!(record)),
        ("subject", json!(line.subject)),
        ("question", json!(line.question)),
        ("method", json!(line.method)),
        ("wanted", json!(line.wanted.join("; "))),
        ("because", json!(line.because.join("; "))),
        ("minutes", json!(line.minutes)),
        ("proposed", json!(proposed)),
        ("proposed_by", json!(line.live.as_ref().map(|it| it.records.clone()).unwrap_or_default())),
        ("population_kind", json!(line.sample.as_ref().map(|it| it.kind.clone()))),
        ("population_filter", json!(line.sample.as_ref().map(|it| it.filter.clone()))),
        ("owner", json!(audit.owner)),
        ("unit", json!(audit.unit)),
    ];
    let blank = |it: &Value| it.is_null() || it == "" || it.as_array().is_some_and(Vec::is_empty);
    filled.into_iter().filter(|it| !blank(&it.1)).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The fields of a finding that is made of a line.
fn finding(line: &RecordRow, audit: Option<String>, auditor: Option<&Id>) -> Document {
    let text = |field: &str| line.text(field).unwrap_or_default().to_owned();
    let about: Vec<Id> = targets(&line.document, "subject");
    // A finding against a record cites it by its number, which no library knows as a reference.
    let criterion = line.text("criterion_record").map_or_else(|| text("criterion"), str::to_owned);
    let said = sample(line).map(|it| match &it.supported {
        Some(found) => format!(
            "{} of {} drawn by chance from {} have exceptions; with {} confidence {} to {} in the population",
            found.exceptions, found.looked_at, found.population, found.confidence, found.interval.0, found.interval.1
        ),
        None => format!("{} of {} records, {}", it.rows.len(), it.population, it.why),
    });
    let short = |text: String| text.chars().take(TITLE).collect::<String>();
    let filled = [
        ("title", json!(short(format!("{} not met", line.title)))),
        ("in_audit", json!(targets(&line.document, "audit").pop())),
        ("audit", json!(audit)),
        ("criterion", json!(criterion)),
        ("criterion_records", json!(targets(&line.document, "criterion_record"))),
        ("about", json!(about)),
        ("condition", json!(text("answer"))),
        ("evidence", json!(targets(&line.document, "evidence"))),
        ("sample", json!(said.map(short))),
        ("auditor", json!(auditor)),
        ("owner", json!(targets(&line.document, "asked_of").pop())),
    ];
    let blank = |it: &Value| it.is_null() || it == "" || it.as_array().is_some_and(Vec::is_empty);
    filled.into_iter().filter(|it| !blank(&it.1)).map(|(name, value)| (name.to_owned(), value)).collect()
}
