//! Checklists and reports as files: a sheet to fill in without the program, pages to print, and a report that is issued and kept.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::{Change, Document, Id};
use report::model::{Block, Cell, Figure, Section, Table};
use serde_json::{Value, json};
use sheet::Leaf;

use super::frozen::digest_of;
use super::whole::{Item, Sample, Told};
use super::{AUDIT, ITEM};
use crate::aims::{Admission, Committed};
use crate::derived::day;
use crate::event::Event;
use crate::evidence::StoredFile;
use crate::libraries::Words;
use crate::packing::REPORT;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::{Actor, Aims, Configuration, Error};

/// What of an audit leaves as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// The lines, to be filled in.
    Checklist,
    /// What came of it.
    Report,
}

impl Aims {
    /// A checklist or a report as a file; that it left is entered in the ledger.
    pub async fn audit_file(&self, actor: &Actor, id: &Id, paper: Paper, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.audit(actor, id).await?;
        let configuration = self.configuration();
        let words = &configuration.libraries.auditing.words;
        let today = day(self.clock());
        let document = || match paper {
            Paper::Checklist => checklist(&configuration, &told, today),
            Paper::Report => report(&configuration, &told, today),
        };
        let bytes = match (ending, paper) {
            ("xlsx", Paper::Report) => None,
            _ => self.filed(ending, &told, || leaves(words, &told), document).await?,
        };
        let bytes = bytes.ok_or_else(|| no_form(ending, "this", ", and sheets are of checklists"))?;
        self.enter(actor, Event::new("export").with("kind", ITEM).with("rows", told.items.len())).await?;
        Ok(bytes)
    }

    /// Issues the report of an audit: its pages and its data are kept under their digests, and the audit names it.
    pub async fn issue_audit_report(&self, actor: &Actor, id: &Id) -> Result<Committed, Error> {
        let told = self.audit(actor, id).await?;
        if !["reported", "closed"].contains(&told.state.as_str()) {
            let says = format!("{id} is {}; its report is issued once it is reported", told.state.replace('_', " "));
            return Err(Error::problem("report", says));
        }
        let data = serde_json::to_vec_pretty(&told).map_err(Error::input)?;
        let pages = self.set(report(&self.configuration(), &told, day(self.clock()))).await?;
        let pages = self.put_file(actor, &format!("{id}.pdf"), pages).await?;
        let data = self.put_file(actor, &format!("{id}.json"), data).await?;
        let document = issued(&told, day(self.clock()), &pages, &data);
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let outcome = self
            .0
            .store
            .write_async(move |tx| {
                let who = this.with_roles(tx, &who)?;
                let create = Change::Create { kind: REPORT.to_owned(), state: None, document };
                let made = this.apply(tx, &who, &create, &Admission::default())?;
                let issued = this.move_on(tx, &who, &made.id, "issue", None)?;
                let set = Document::from_iter([("report".to_owned(), json!(issued.id))]);
                this.apply(tx, &who, &Change::Edit { id, base: None, set, why: None }, &Admission::default())?;
                Ok(issued)
            })
            .await;
        self.denied(actor, outcome).await
    }
}

fn issued(told: &Told, today: Date, pages: &StoredFile, data: &StoredFile) -> Document {
    let names: Vec<String> = persons(told, "told").iter().map(|it| named(told, it).to_owned()).collect();
    let audience = if names.is_empty() { "the management concerned".to_owned() } else { names.join(", ") };
    let file = |file: &StoredFile, note: &str| json!({ "file": file, "note": note });
    let fields = [
        ("title", json!(format!("Report of {} {}", told.id, told.title).chars().take(200).collect::<String>())),
        ("form", json!("audit_report")),
        ("audience", json!(audience.chars().take(200).collect::<String>())),
        ("from", told.document.get("from").cloned().unwrap_or_default()),
        ("until", told.document.get("until").cloned().unwrap_or_default()),
        ("as_of", json!(today.to_string())),
        ("files", json!([file(pages, "the report as it is read"), file(data, "its data")])),
    ];
    fields.into_iter().filter(|it| !it.1.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn persons(told: &Told, field: &str) -> Vec<String> {
    crate::data::lineage::targets(&told.document, field).iter().map(ToString::to_string).collect()
}

/// The title of a record, as far as it may be seen.
fn named<'a>(told: &'a Told, id: &'a str) -> &'a str {
    told.titles.get(id).map_or(id, String::as_str)
}

/// Digest of the lines as they stand.
fn digest(told: &Told) -> String {
    digest_of(&serde_json::to_value(&told.items).unwrap_or_default())
}

/// A checklist as sheets: the lines to fill in, and which version it is.
pub fn leaves(words: &Words, told: &Told) -> Vec<Leaf> {
    let heads = |keys: &[&str]| keys.iter().map(|it| words.say(it).to_owned()).collect::<Vec<_>>();
    let row = |it: &Item| {
        vec![
            it.id.to_string(),
            it.version.to_string(),
            it.criterion.clone(),
            it.subject.clone(),
            it.question.clone(),
            it.method.clone(),
            it.wanted.clone(),
            it.because.clone(),
            it.proposed.clone(),
            it.answer.clone(),
            it.result.clone(),
            it.reason.clone(),
        ]
    };
    let head = [
        "number",
        "base",
        "criterion",
        "subject",
        "question",
        "method",
        "wanted",
        "because",
        "proposed",
        "answer",
        "result",
        "reason",
    ];
    let marks = vec![
        vec![AUDIT.to_owned(), format!("{} v{} ({})", told.id, told.version, told.state.replace('_', " "))],
        vec![words.say("digest").to_owned(), digest(told)],
        vec![words.say("offline").to_owned()],
    ];
    vec![
        Leaf { title: words.say("lines").to_owned(), head: heads(&head), rows: told.items.iter().map(row).collect() },
        Leaf {
            title: words.say("version").to_owned(),
            head: vec![told.title.clone(), String::new()],
            rows: squared(marks),
        },
    ]
}

/// Rows of two cells each.
fn squared(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.into_iter()
        .map(|mut it| {
            it.resize(2, String::new());
            it
        })
        .collect()
}

/// How papers are said.
struct Said<'a> {
    words: &'a Words,
    told: &'a Told,
}

/// A checklist as pages with room for answers.
pub fn checklist(configuration: &Configuration, told: &Told, today: Date) -> report::Document {
    let said = Said { words: &configuration.libraries.auditing.words, told };
    let sections = vec![said.figures(), said.lines(true), said.left_out()];
    said.document(configuration, "checklist", "offline", today, sections)
}

/// What came of an audit as pages.
pub fn report(configuration: &Configuration, told: &Told, today: Date) -> report::Document {
    let said = Said { words: &configuration.libraries.auditing.words, told };
    let sections = vec![
        said.texts(),
        said.team(),
        said.figures(),
        said.findings(),
        said.samples(),
        said.not_examined(),
        said.lines(false),
        said.frozen(),
    ];
    said.document(configuration, "report", "reads", today, sections)
}

impl Said<'_> {
    fn say(&self, key: &str) -> String {
        self.words.say(key).to_owned()
    }

    fn document(
        &self,
        configuration: &Configuration,
        title: &str,
        reads: &str,
        today: Date,
        sections: Vec<Section>,
    ) -> report::Document {
        let told = self.told;
        let title = format!("{}: {}", self.say(title), told.title);
        let marks = vec![
            (self.say("version"), format!("{} v{} ({})", told.id, told.version, told.state.replace('_', " "))),
            (self.say("digest"), digest(told).trim_start_matches("sha256:").to_owned()),
        ];
        let document = document_of(&configuration.libraries.packs, (title, self.say(reads)), today, sections);
        report::Document { marks, ..document }
    }

    fn section(&self, key: &str, blocks: Vec<Block>) -> Section {
        Section { title: self.say(key), anchor: key.replace('_', "-"), new_page: false, blocks }
    }

    fn plain(&self, text: String) -> Block {
        Block::Paragraph { text, note: String::new() }
    }

    /// A table, or that there is nothing.
    fn table(&self, key: &str, head: &[&str], widths: &[u8], rows: Vec<Vec<Cell>>) -> Section {
        let block = match rows.is_empty() {
            true => self.plain(self.say("none")),
            false => Block::Table(Table {
                caption: self.say(key),
                head: head.iter().map(|it| self.say(it)).collect(),
                widths: widths.to_vec(),
                rows,
            }),
        };
        self.section(key, vec![block])
    }

    fn texts(&self) -> Section {
        let text = |field: &str| self.told.document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let criteria: Vec<String> = self.told.checklist.criteria.keys().cloned().collect();
        let told: Vec<String> = persons(self.told, "told").iter().map(|it| named(self.told, it).to_owned()).collect();
        let lines = [
            ("objectives", text("objectives")),
            ("scope", text("scope")),
            ("criteria", criteria.join(", ")),
            ("period", format!("{} – {}", text("from"), text("until"))),
            ("told", format!("{} ({})", told.join(", "), text("told_on"))),
            ("conclusions", text("conclusions")),
        ];
        let items = lines.into_iter().map(|(key, value)| format!("{}: {value}", self.say(key))).collect();
        self.section("conclusions", vec![Block::Items { items }])
    }

    fn team(&self) -> Section {
        let row = |it: &super::team::Member| {
            let off: Vec<&str> = it.keeps_off.iter().map(String::as_str).collect();
            let declares =
                if off.is_empty() { it.declares.clone() } else { format!("{} ({})", it.declares, off.join(", ")) };
            vec![Cell::words(named(self.told, &it.person)), Cell::words(&it.part), Cell::words(declares)]
        };
        let mut section =
            self.table("team", &["person", "part", "declares"], &[4, 2, 6], self.told.team.iter().map(row).collect());
        if !self.told.not_assessable.is_empty() {
            section.blocks.push(Block::Items { items: self.told.not_assessable.clone() });
        }
        section
    }

    fn figures(&self) -> Section {
        let told = self.told;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for it in &told.items {
            let name = if it.result.is_empty() { it.state.clone() } else { it.result.clone() };
            *counts.entry(name.replace('_', " ")).or_default() += 1;
        }
        let of = told.items.len();
        let mut figures: Vec<Figure> = counts
            .into_iter()
            .map(|(name, count)| Figure { name, value: format!("{count} of {of}"), ..Figure::default() })
            .collect();
        let days = |it: Option<f64>| it.map(assess::number::number).unwrap_or_default();
        let planned = Figure { name: self.say("planned"), value: days(told.days_planned), ..Figure::default() };
        let used = Figure { name: self.say("used"), value: days(told.days_used), ..Figure::default() };
        figures.extend([planned, used].into_iter().filter(|it| !it.value.is_empty()));
        match figures.is_empty() {
            true => self.section("figures", vec![self.plain(self.say("none"))]),
            false => self.section("figures", vec![Block::Figures { figures }]),
        }
    }

    fn lines(&self, blank: bool) -> Section {
        let subject = |it: &Item| named(self.told, &it.subject).to_owned();
        let row = |it: &Item| {
            let mut cells = vec![
                Cell::leading(it.id.to_string(), format!("/{ITEM}/{}", it.id)),
                Cell::words(&it.criterion),
                Cell::words(subject(it)),
                Cell::words(&it.question),
                Cell::words(&it.method),
            ];
            cells.push(Cell::words(if blank { &it.wanted } else { &it.answer }));
            cells.push(Cell::words(if blank { String::new() } else { it.result.replace('_', " ") }));
            cells
        };
        let head =
            ["number", "criterion", "subject", "question", "method", if blank { "wanted" } else { "answer" }, "result"];
        self.table("lines", &head, &[3, 4, 3, 6, 3, 6, 3], self.told.items.iter().map(row).collect())
    }

    fn left_out(&self) -> Section {
        let row = |(name, why): (&String, &String)| vec![Cell::words(name), Cell::words(why)];
        self.table(
            "left_out",
            &["criterion", "because"],
            &[3, 8],
            self.told.checklist.left_out.iter().map(row).collect(),
        )
    }

    fn findings(&self) -> Section {
        let row = |it: &super::whole::Finding| {
            vec![
                Cell::leading(it.id.to_string(), format!("/{}/{}", super::FINDING, it.id)),
                Cell::words(&it.criterion),
                Cell::words(it.grade.replace('_', " ")),
                Cell::words(&it.condition),
            ]
        };
        let rows = self.told.findings.iter().map(row).collect();
        self.table("findings", &["record", "criterion", "grade", "condition"], &[2, 3, 3, 8], rows)
    }

    fn samples(&self) -> Section {
        let row = |(item, it): (&Item, &Sample)| {
            vec![
                Cell::leading(item.id.to_string(), format!("/{ITEM}/{}", item.id)),
                Cell::words(&item.criterion),
                Cell::words(supports(it)),
            ]
        };
        let all = self.told.items.iter().filter_map(|it| Some((it, it.sample.as_ref()?)));
        self.table("samples", &["number", "criterion", "sample"], &[2, 3, 9], all.map(row).collect())
    }

    fn not_examined(&self) -> Section {
        let all = self.told.items.iter().filter(|it| it.result == "not_examined");
        let row = |it: &Item| vec![Cell::words(it.id.to_string()), Cell::words(&it.criterion), Cell::words(&it.reason)];
        self.table("not_examined", &["number", "criterion", "reason"], &[2, 3, 8], all.map(row).collect())
    }

    fn frozen(&self) -> Section {
        let samples = self.told.items.iter().filter_map(|it| Some((it, it.sample.as_ref()?)));
        let rows = samples.flat_map(|(item, it)| {
            it.rows.iter().map(|row| {
                vec![
                    Cell::words(item.id.to_string()),
                    Cell::words(format!("{} v{}", row.record, row.version)),
                    Cell::words(row.place.to_string()),
                    Cell::words(row.digest.trim_start_matches("sha256:")),
                ]
            })
        });
        self.table("frozen", &["number", "record", "place", "digest"], &[2, 3, 2, 9], rows.collect())
    }
}

/// What a sample supports, in a sentence.
pub fn supports(it: &Sample) -> String {
    let of =
        format!("{} of {} records of `{} {}` as of {}", it.rows.len(), it.population, it.kind, it.filter, it.as_of);
    let share = |count: u64| {
        format!("{} %", assess::number::number((1000.0 * count as f64 / it.population.max(1) as f64).round() / 10.0))
    };
    let hidden =
        if it.hidden > 0 { format!("; {} more were not open to whoever drew", it.hidden) } else { String::new() };
    match &it.supported {
        None => format!("{of}; {}{hidden}", it.why),
        Some(found) => format!(
            "{of}; {} exceptions: with {} confidence {} to {} in the population ({} to {}), and at most {} ({}), which is {} the {} that are tolerated{hidden}",
            found.exceptions,
            share_of(found.confidence),
            found.interval.0,
            found.interval.1,
            share(found.interval.0),
            share(found.interval.1),
            found.at_most,
            share(found.at_most),
            if found.tolerated { "within" } else { "not within" },
            share_of(found.tolerable),
        ),
    }
}

fn share_of(value: f64) -> String {
    format!("{} %", assess::number::number(100.0 * value))
}
