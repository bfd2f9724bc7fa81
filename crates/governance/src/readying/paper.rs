//! Readiness as a document, as sheets and as data.

use record::Id;
use report::Document;
use report::model::{Block, Cell, Figure, Section};
use serde::Serialize;
use sheet::Leaf;

use super::requests::Request;
use super::room::{Passed, Row};
use super::whole::Told;
use crate::certifying::library::Certifying;
use crate::certifying::truth::Change;
use crate::certifying::whole::Told as Certificate;
use crate::contradictions::{Clash, Sort};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Configuration, Error};

/// A file of a record, as it lies in a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Filed {
    /// The record.
    pub record: Id,
    /// Its name.
    pub name: String,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Where it lies in the archive.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

impl Aims {
    /// Readiness as a file; that it left is entered in the ledger.
    pub async fn readiness_file(
        &self,
        actor: &Actor,
        framework: &str,
        on: Option<jiff::civil::Date>,
        ending: &str,
    ) -> Result<Vec<u8>, Error> {
        let told = self.readiness(actor, framework, on).await?;
        let configuration = self.configuration();
        let bytes = self
            .filed(ending, &told, || leaves(&configuration, &told, &[]), || document(&configuration, &told, &[]))
            .await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "readiness", ""))?;
        self.enter(actor, Event::new("export").with("kind", "readiness").with("rows", told.rows.len())).await?;
        Ok(bytes)
    }
}

/// How many of how many, as people read it.
pub fn of(it: &Passed) -> String {
    match it.asked {
        0 => "–".to_owned(),
        asked => format!("{} / {asked} ({:.1} %)", it.ready, 100.0 * it.ready as f64 / asked as f64),
    }
}

/// Certificates, and what is otherwise than they say.
fn certificates(said: &Certifying, told: &Told, name: &dyn Fn(&str) -> String) -> Vec<Rows> {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
    let of = |it: &Option<Id>| it.as_ref().map(|it| name(&it.to_string())).unwrap_or_default();
    let certificate = |it: &Certificate| {
        let title = format!("{} {} {}", it.id, it.title, it.number);
        let valid = format!("{} – {}", day(it.issued), day(it.expires));
        let findings = it.findings.iter().map(|it| name(&it.id.to_string())).collect::<Vec<_>>().join("; ");
        let next = it.next().map(|it| format!("{} {}", it.stage.replace('_', " "), day(it.until))).unwrap_or_default();
        vec![title, of(&it.body), valid, it.standing.replace('_', " "), it.why.join("; "), next, findings]
    };
    let change = |(of, it): (&Id, &Change)| {
        let next = said.sort(it.sort).map(|it| it.next.clone()).unwrap_or_default();
        vec![of.to_string(), it.says.clone(), day(it.told), day(it.by), if it.open { next } else { String::new() }]
    };
    let changes = told.certificates.iter().flat_map(|of| of.changes.iter().map(move |it| (&of.id, it)));
    let say = |key: &str| said.words.say(key).to_owned();
    let head = ["certificate", "body", "valid", "standing", "why", "next_visit", "open_findings"];
    vec![
        Rows::said(say, "certificates", &head, told.certificates.iter().map(certificate)),
        Rows::said(say, "changes", &["certificate", "change", "told", "tell_by", "next"], changes.map(change)),
    ]
}

fn tables((said, cycles): (&Words, &Certifying), told: &Told, files: &[Filed]) -> Vec<Rows> {
    let name = |it: &str| match told.titles.get(it) {
        Some(title) => format!("{it} {title}"),
        None => it.to_owned(),
    };
    let say = |key: &str| said.say(key).to_owned();
    let blocked = |it: &Passed| {
        let stage = it.stage.label.clone();
        let row = |reference: &String| {
            let lacks = told.rows.iter().find(|it| it.reference == *reference).map(Row::missing).unwrap_or_default();
            vec![stage.clone(), reference.clone(), lacks]
        };
        it.blockers.iter().map(row).collect::<Vec<_>>()
    };
    let clash = |(sort, it): &(Sort, Clash)| {
        let records = it.records.iter().map(|it| name(&it.to_string())).collect::<Vec<_>>().join("; ");
        vec![sort.label.clone(), it.says.clone(), records, sort.next.clone()]
    };
    let room = |it: &Row| {
        let proof = it.proof.iter().map(|it| name(&it.record)).collect::<Vec<_>>().join("; ");
        let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
        let owners = it.owners.iter().map(|it| name(it)).collect::<Vec<_>>().join("; ");
        let fresh = day(it.proof.first().and_then(|it| it.fresh_until));
        let status = it.status.name().replace('_', " ");
        let title = format!("{} {}", it.id, it.title);
        vec![title, status, proof, fresh, day(it.operating_since), owners, it.missing()]
    };
    let file = |it: &Filed| {
        vec![
            Cell::words(name(&it.record.to_string())),
            Cell::leading(it.name.clone(), format!("../{}", it.path)),
            Cell::words(it.digest.trim_start_matches("sha256:")),
        ]
    };
    let request = |it: &Request| {
        let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
        let of = it.asked_of.as_ref().map(|it| name(&it.to_string())).unwrap_or_default();
        let evidence = it.evidence.iter().map(|it| name(&it.to_string())).collect::<Vec<_>>().join("; ");
        let (asked, answered) = (it.asked_on.to_string(), day(it.answered_on));
        vec![name(&it.item.to_string()), it.criterion.clone(), of, asked, answered, it.days.to_string(), evidence]
    };
    let asked_head = ["request", "requirement", "asked_of", "asked_on", "answered_on", "days", "proof"];
    let room_head = ["requirement", "status", "proof", "fresh_until", "since", "owner", "lacks"];
    let blocked = told.stages.iter().flat_map(blocked);
    let mut all = vec![
        Rows::said(say, "blockers", &["stage", "requirement", "lacks"], blocked),
        Rows::said(
            say,
            "contradictions",
            &["contradiction", "says", "records", "next"],
            told.clashes.iter().map(clash),
        ),
    ];
    all.extend(certificates(cycles, told, &name));
    all.extend([
        Rows::said(say, "requests", &asked_head, told.requests.all.iter().map(request)),
        Rows::said(say, "room", &room_head, told.rows.iter().map(room)),
    ]);
    if !files.is_empty() {
        all.push(Rows::said(say, "files", &["records", "file", "digest"], files.iter().map(file)));
    }
    all
}

/// By what the file can be made again.
fn marks(said: &Words, told: &Told) -> Vec<(String, String)> {
    vec![
        (said.say("as_of").to_owned(), told.on.to_string()),
        (said.say("place").to_owned(), told.place.to_string()),
        (said.say("configuration").to_owned(), told.configuration.trim_start_matches("sha256:").to_owned()),
    ]
}

/// Readiness as sheets.
pub fn leaves(configuration: &Configuration, told: &Told, files: &[Filed]) -> Vec<Leaf> {
    let (said, cycles) = (&configuration.libraries.readiness.words, &configuration.libraries.certifying);
    let stage =
        |it: &Passed| vec![it.stage.label.clone(), of(it), it.blockers.len().to_string(), it.stage.says.clone()];
    let marks = marks(said, told).into_iter().map(|(name, value)| vec![name, value, String::new(), String::new()]);
    let first = Leaf {
        title: said.say("stages").to_owned(),
        head: ["stage", "ready", "blockers", "looks_at"].map(|it| said.say(it).to_owned()).to_vec(),
        rows: told.stages.iter().map(stage).chain(marks).collect(),
    };
    std::iter::once(first).chain(tables((said, cycles), told, files).into_iter().map(Rows::leaf)).collect()
}

/// Readiness as a document.
pub fn document(configuration: &Configuration, told: &Told, files: &[Filed]) -> Document {
    let said = &configuration.libraries.readiness.words;
    let figure = |it: &Passed| Figure {
        name: it.stage.label.clone(),
        value: of(it),
        why: format!("{}; {} {}", it.stage.says, it.blockers.len(), said.say("blockers")),
        link: format!("/readiness?framework={}", told.framework.replace(' ', "%20")),
        ..Figure::default()
    };
    let figures = Block::Figures { figures: told.stages.iter().map(figure).collect() };
    let stages = Section {
        title: said.say("stages").to_owned(),
        anchor: "stages".to_owned(),
        new_page: false,
        blocks: vec![figures],
    };
    let tables = tables((said, &configuration.libraries.certifying), told, files)
        .into_iter()
        .map(|it| it.section(said.say("none")));
    let title = format!("{} {}", said.say("title"), told.framework);
    let sections = std::iter::once(stages).chain(tables).collect();
    let document = document_of(&configuration.libraries.packs, (title, said.say("reads")), told.on, sections);
    Document { marks: marks(said, told), ..document }
}
