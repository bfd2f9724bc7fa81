//! A statement as a document and as sheets: the same rows in both, with the place in the ledger and the digest of what it says.

use std::collections::{BTreeMap, BTreeSet};

use conformity::soa::Entry;
use conformity::soa::difference::Move;
use jiff::civil::Date;
use report::Document;
use report::model::{Block, Figure, Section};
use sheet::Leaf;

use super::statement::Told;
use super::{CONTROL, STATEMENT};
use crate::derived::day;
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Configuration, Error};

impl Aims {
    /// A statement as a file; that it left is entered in the ledger.
    pub async fn statement_file(&self, actor: &Actor, id: &record::Id, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.statement(actor, id).await?;
        let configuration = self.configuration();
        let (leaves, today) = (|| leaves(&configuration.libraries.conformity.words, &told), day(self.clock()));
        let bytes = self.filed(ending, &told, leaves, || document(&configuration, &told, today)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "a statement", ""))?;
        self.enter(actor, Event::new("export").with("kind", STATEMENT).with("rows", told.statement.entries.len()))
            .await?;
        Ok(bytes)
    }
}

/// Entries, exceptions and differences.
fn tables(words: &Words, told: &Told) -> Vec<Rows> {
    let title = |control: &str| told.titles.get(control).cloned().unwrap_or_default();
    let yes = |it: Option<bool>| words.say(it.map_or("open", |it| if it { "yes" } else { "no" })).to_owned();
    // What a reader may not see is not named in what they take along.
    let list = |all: &BTreeSet<String>| {
        let named = all.iter().map(|it| if told.titles.contains_key(it) { it.as_str() } else { words.say("hidden") });
        named.collect::<Vec<_>>().join(", ")
    };
    let status = |it: &Entry| told.status.get(&it.control).map(|it| it.name().replace('_', " ")).unwrap_or_default();
    let entry = |it: &Entry| {
        vec![
            it.control.clone(),
            title(&it.control),
            yes(it.necessary),
            list(&it.because),
            it.why.clone(),
            list(&it.realised_by),
            status(it),
        ]
    };
    let exceptions = told.statement.exceptions.iter();
    let exception = |it: &conformity::soa::Exception| {
        let system = match told.titles.get(&it.system) {
            Some(title) => format!("{} {title}", it.system),
            None => words.say("hidden").to_owned(),
        };
        vec![it.control.clone(), system, yes(it.necessary), it.why.clone()]
    };
    let moved = |it: Move| match it {
        Move::Added => "added",
        Move::Dropped => "dropped",
        Move::Changed => "changed",
    };
    let differences = told.differences.iter().flat_map(|it| {
        let of = it.system.as_ref().filter(|it| told.titles.contains_key(*it)).cloned().unwrap_or_default();
        it.parts.iter().map(move |(part, old, new)| {
            vec![
                it.control.clone(),
                of.clone(),
                moved(it.moved).to_owned(),
                part.replace('_', " "),
                old.clone(),
                new.clone(),
            ]
        })
    });
    let say = |key: &str| words.say(key).to_owned();
    let head = ["control", "title_of", "necessary", "because", "why", "realised_by", "status"];
    vec![
        Rows::said(say, "entries", &head, told.statement.entries.iter().map(entry)),
        Rows::said(say, "exceptions", &["control", "system", "necessary", "why"], exceptions.map(exception)),
        Rows::said(say, "differences", &["control", "system", "moved", "part", "before", "after"], differences),
    ]
}

fn marks(words: &Words, told: &Told) -> Vec<(String, String)> {
    let scope = match &told.scope {
        Some(it) => format!("{} {} ({})", it.id, it.title, it.state.replace('_', " ")),
        None => told.scope_words.clone(),
    };
    let scope = (!scope.is_empty()).then(|| (words.say("scope").to_owned(), scope));
    let own = vec![
        (words.say("version").to_owned(), format!("{} v{} ({})", told.id, told.version, told.state.replace('_', " "))),
        (words.say("place").to_owned(), told.place.to_string()),
        (words.say("digest").to_owned(), told.digest.trim_start_matches("sha256:").to_owned()),
    ];
    own.into_iter().chain(scope).collect()
}

/// A statement as sheets: one of entries, one of exceptions, one of differences, and one that says which version it is.
pub fn leaves(words: &Words, told: &Told) -> Vec<Leaf> {
    let mut all: Vec<Leaf> = tables(words, told).into_iter().map(Rows::leaf).collect();
    let rows = marks(words, told).into_iter().map(|(name, value)| vec![name, value]).collect();
    all.push(Leaf {
        title: words.say("version").to_owned(),
        head: vec![words.say("title").to_owned(), told.title.clone()],
        rows,
    });
    all
}

/// A statement as a document.
pub fn document(configuration: &Configuration, told: &Told, today: Date) -> Document {
    let said = &configuration.libraries.conformity.words;
    let link = |cell: &str| cell.parse::<record::Id>().ok().map(|it| address(configuration, &it)).unwrap_or_default();
    let section = |mut it: Rows| {
        it.rows.iter_mut().flatten().for_each(|it| it.link = link(&it.text));
        it.section(said.say("none"))
    };
    let mut sections = vec![figures(said, told)];
    sections.extend(tables(said, told).into_iter().map(section));
    let items: Vec<String> = told.faults.iter().map(|it| format!("{}: {}", it.control, it.says)).collect();
    if !items.is_empty() {
        let blocks = vec![Block::Items { items }];
        sections.push(Section {
            title: said.say("faults").to_owned(),
            anchor: "faults".to_owned(),
            new_page: false,
            blocks,
        });
    }
    let document = document_of(&configuration.libraries.packs, (&told.title, said.say("reads")), today, sections);
    Document { marks: marks(said, told), ..document }
}

/// How many entries are necessary, and how far they are carried out.
fn figures(said: &Words, told: &Told) -> Section {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for it in &told.statement.entries {
        *counts
            .entry(said.say(it.necessary.map_or("open", |it| if it { "yes" } else { "no" })).to_owned())
            .or_default() += 1;
    }
    let of = told.statement.entries.len();
    let link = format!("/{STATEMENT}/{}", told.id);
    let figure = |(name, count): (String, usize)| Figure {
        name,
        value: format!("{count} of {of}"),
        link: link.clone(),
        ..Figure::default()
    };
    let figures = counts.into_iter().map(figure).collect();
    let blocks = vec![Block::Figures { figures }];
    Section { title: said.say("figures").to_owned(), anchor: "figures".to_owned(), new_page: false, blocks }
}

fn address(configuration: &Configuration, id: &record::Id) -> String {
    let kind = configuration.catalog.kind_of_prefix(&id.prefix).map_or(CONTROL, |it| it.kind.as_str());
    format!("/{kind}/{id}")
}
