//! How long classification, duties and the evidence that they want take for every AI system of a file, on this machine: as the file knows
//! them, and with all facts filled in by chance, so that every table and every date is reached.
//!
//! `cargo run --release --package governance --example obligations -- inventory.csv`

use std::collections::BTreeMap;
use std::time::Instant;

use governance::Configuration;
use governance::deciding::in_force::Tables;
use governance::deciding::shipped::{scheme, shipped};
use governance::import::{RowOutcome, convert, propose};
use governance::libraries::Libraries;
use governance::obligations::class::Classes;
use governance::obligations::duty::{Days, Judge, Verdict};
use governance::obligations::in_time::class_on;
use governance::obligations::subject::Subject;
use governance::obligations::whole::LAW;
use governance::tiering::facts::Fact;
use jiff::Timestamp;
use jiff::civil::date;
use record::Document;
use store::{Makers, RecordRow};

/// Chance with a seed: SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file with the inventory")?;
    let configuration = Configuration::load(None)?;
    let table = sheet::read(&std::fs::read(&path)?, &path, &sheet::Limits::default())?;
    let kind = configuration.catalog.kind("ai_system").ok_or("there is no kind `ai_system`")?;
    let mapping = propose(kind, &configuration.catalog, &table).mapping;
    let rows = convert(&mapping, &configuration.catalog, &table).map_err(|it| it.join("; "))?;
    let documents: Vec<Document> = rows
        .into_iter()
        .filter_map(|it| match it {
            RowOutcome::Ready(row) => Some(row.document),
            RowOutcome::Rejected(_) => None,
        })
        .collect();
    let subject = |(at, document): (usize, Document)| Ok(Subject::of(&configuration.libraries, &row(at, document)?));
    let known: Vec<Subject> =
        documents.into_iter().enumerate().map(subject).collect::<Result<_, Box<dyn std::error::Error>>>()?;
    println!(
        "| facts | AI systems | duties | seconds | applies | cannot decide | pieces of evidence |\n|---|--:|--:|--:|--:|--:|--:|"
    );
    told("as the file knows them", &configuration, &known);
    let mut chance = Chance(11);
    let filled: Vec<Subject> = known.iter().map(|it| filled(&configuration.libraries, it, &mut chance)).collect();
    told("all filled in by chance", &configuration, &filled);
    Ok(())
}

fn told(what: &str, configuration: &Configuration, subjects: &[Subject]) {
    let libraries = &configuration.libraries;
    let day = date(2026, 12, 15);
    let days = Days { on: day, known: day };
    let begun = Instant::now();
    let tables = scheme(LAW).map(|it| Tables::choose(&[], it)).unwrap_or_default();
    let classes = Classes::new(&libraries.obligations, &[]);
    let judge = Judge::new(libraries.shelf(), &libraries.obligations, &classes, days);
    let (mut counts, mut evidence) = (BTreeMap::<Verdict, usize>::new(), 0);
    for subject in subjects {
        let class = class_on(libraries.shelf(), &libraries.obligations, &tables, LAW, subject, days);
        let duties = judge.duties(subject);
        assert!(class.now.outcome.is_some() || !class.now.why().is_empty());
        for duty in &duties {
            assert!(!duty.why.is_empty() || !duty.needs.is_empty(), "{} has no reason", duty.reference);
            *counts.entry(duty.verdict).or_default() += 1;
            evidence += if duty.verdict == Verdict::Applies { duty.node.evidence.len() } else { 0 };
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let of = |it: Verdict| counts.get(&it).copied().unwrap_or_default();
    let duties: usize = counts.values().sum();
    println!(
        "| {what} | {} | {duties} | {seconds:.2} | {} | {} | {evidence} |",
        subjects.len(),
        of(Verdict::Applies),
        of(Verdict::CannotDecide)
    );
}

/// The same system with every fact that tables share known, by chance.
fn filled(libraries: &Libraries, subject: &Subject, chance: &mut Chance) -> Subject {
    let places = [["DE"], ["US-CO"], ["US-NY-NYC"], ["KR"], ["BR"]];
    let roles = [["provider"], ["deployer"], ["developer"]];
    let value = |input: &rules::Input, chance: &mut Chance| match &input.domain {
        rules::Domain::Choice(values) => values[chance.below(values.len())].clone(),
        rules::Domain::Flag => (chance.below(2) == 1).to_string(),
        _ => chance.below(30).to_string(),
    };
    let inputs = libraries.facts.fact.iter().filter_map(|it| shipped().vocabulary.input(&it.input));
    let facts = inputs.map(|it| Fact { fact: it.name.clone(), value: value(it, chance), source: "chance".to_owned() });
    let facts = facts.collect();
    Subject {
        facts,
        used: governance::obligations::place::Used::In(places[chance.below(places.len())].map(str::to_owned).to_vec()),
        roles: roles[chance.below(roles.len())].map(str::to_owned).to_vec(),
        in_service: Some(date(2025, 1, 1)),
        redesigned: Some(date(2025, 1, 1)),
        ..subject.clone()
    }
}

fn row(at: usize, document: Document) -> Result<RecordRow, Box<dyn std::error::Error>> {
    Ok(RecordRow {
        id: format!("SYS-{}", at + 1).parse()?,
        kind: "ai_system".to_owned(),
        version: 1,
        state: "operation".to_owned(),
        title: document.get("title").and_then(|it| it.as_str()).unwrap_or_default().to_owned(),
        unit: None,
        owner: None,
        access: String::new(),
        retired: false,
        place: 0,
        created: Timestamp::UNIX_EPOCH,
        changed: Timestamp::UNIX_EPOCH,
        document,
        makers: Makers::default(),
        commitment: [0; 32],
    })
}
