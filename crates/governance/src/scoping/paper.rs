//! A scope as a document, as sheets and as data.

use record::Id;
use report::Document;
use report::model::{Block, Figure, Section};
use sheet::Leaf;

use super::statement::named;
use super::verdict::{IN, INTERFACE, Judged, OPEN, OUT};
use super::whole::{Asked, Function, Told};
use crate::contradictions::{Clash, Sort};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Configuration, Error};

/// Verdicts in the order of columns.
pub const VERDICTS: [&str; 4] = [IN, INTERFACE, OUT, OPEN];

impl Aims {
    /// A scope as a file; that it left is entered in the ledger.
    pub async fn scope_file(&self, actor: &Actor, asked: &Asked, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.scope(actor, asked).await?;
        let configuration = self.configuration();
        let bytes =
            self.filed(ending, &told, || leaves(&configuration, &told), || document(&configuration, &told)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "a scope", ""))?;
        self.enter(actor, Event::new("export").with("kind", super::SCOPE).with("rows", told.all.uses.len())).await?;
        Ok(bytes)
    }
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let name = |id: &Id| named(said, &told.titles, id);
    let clash = |(sort, it): &(Sort, Clash)| {
        let records = it.records.iter().map(name).collect::<Vec<_>>().join("; ");
        vec![sort.label.clone(), it.says.clone(), records, sort.next.clone()]
    };
    let cell = |of: &Function, verdict: &str| {
        of.cells.get(verdict).into_iter().flatten().map(name).collect::<Vec<_>>().join("; ")
    };
    let function = |it: &Function| {
        let own = if it.name.is_empty() { say("no_function") } else { it.name.clone() };
        std::iter::once(own).chain(VERDICTS.iter().map(|verdict| cell(it, verdict))).collect::<Vec<_>>()
    };
    let judged = |it: &Judged| vec![name(&it.id), say(&it.verdict), it.why(), it.asks.join("; ")];
    let grid = ["function", IN, INTERFACE, OUT, OPEN];
    let heads = |first: &'static str| [first, "verdict", "why", "next"];
    let of = &told.inventory;
    let figures = [of.known, of.registered, of.owned, of.housed].map(|it| it.to_string()).to_vec();
    vec![
        Rows::said(say, "grid", &grid, told.functions.iter().map(function)),
        Rows::said(say, "use", &heads("use"), told.all.uses.iter().map(judged)),
        Rows::said(say, "systems", &heads("system"), told.all.systems.iter().map(judged)),
        Rows::said(say, "units", &heads("unit"), told.all.units.iter().map(judged)),
        Rows::said(
            say,
            "contradictions",
            &["contradiction", "says", "records", "next"],
            told.clashes.iter().map(clash),
        ),
        Rows::said(say, "inventory", &["known", "registered", "owned", "housed"], [figures]),
    ]
}

/// By what the file can be made again.
fn marks(said: &Words, told: &Told) -> Vec<(String, String)> {
    let mut marks = vec![(said.say("as_of").to_owned(), told.on.to_string())];
    if let Some(it) = &told.scope {
        marks.push((said.say("state").to_owned(), it.state.replace('_', " ")));
        marks.push((said.say("version").to_owned(), it.version.to_string()));
    }
    let digest = told.statement.as_ref().map(|it| it.digest.trim_start_matches("sha256:").to_owned());
    marks.extend(digest.map(|it| (said.say("digest").to_owned(), it)));
    marks
}

/// A scope as sheets: the statement first.
fn leaves(configuration: &Configuration, told: &Told) -> Vec<Leaf> {
    let said = &configuration.libraries.scoping.words;
    let lines = told.statement.iter().flat_map(|it| &it.paragraphs).flat_map(|it| {
        let line = |text: &String| vec![it.title.clone(), text.clone()];
        it.lines.iter().map(line).collect::<Vec<_>>()
    });
    let marks = marks(said, told).into_iter().map(|(name, value)| vec![name, value]);
    let first = Leaf {
        title: said.say("statement").to_owned(),
        head: vec![said.say("statement").to_owned(), String::new()],
        rows: lines.chain(marks).collect(),
    };
    std::iter::once(first).chain(tables(said, told).into_iter().map(Rows::leaf)).collect()
}

/// A scope as a document.
fn document(configuration: &Configuration, told: &Told) -> Document {
    let said = &configuration.libraries.scoping.words;
    let paragraph = |text: String| Block::Paragraph { text, note: String::new() };
    let section = |title: &str, anchor: &str, blocks| Section {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
        new_page: false,
        blocks,
    };
    let figure = |verdict: &str| Figure {
        name: said.say(verdict).to_owned(),
        value: told.counts.get(verdict).copied().unwrap_or_default().to_string(),
        why: said.say("in_figures").to_owned(),
        link: "/scope".to_owned(),
        ..Figure::default()
    };
    let figures = Block::Figures { figures: VERDICTS.iter().map(|it| figure(it)).collect() };
    let mut sections = Vec::new();
    match &told.statement {
        None => {
            sections.push(section(said.say("statement"), "statement", vec![paragraph(said.say("all_in").to_owned())]))
        }
        Some(statement) => {
            sections.push(section(said.say("covers"), "covers", vec![figures]));
            for (at, it) in statement.paragraphs.iter().enumerate() {
                let lines = if it.lines.is_empty() { vec![said.say("none").to_owned()] } else { it.lines.clone() };
                sections.push(section(&it.title, &format!("s{at}"), lines.into_iter().map(paragraph).collect()));
            }
        }
    }
    sections.extend(tables(said, told).into_iter().map(|it| it.section(said.say("none"))));
    let title = told.scope.as_ref().map_or_else(|| said.say("title"), |it| it.title.as_str());
    let document = document_of(&configuration.libraries.packs, (title, said.say("reads")), told.on, sections);
    Document { marks: marks(said, told), ..document }
}
