//! The datasheet of a dataset: what is known of it, and what follows, on paper and as data. It says what the page says, to whom the page
//! says it. Serves ISO/IEC 42001 A.4.3, A.7.2 to A.7.5 and 7.5.3.

use record::{Id, Kind, show};
use report::Document;
use report::model::Cell;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use store::RecordRow;

use super::arrows::arrows;
use super::whole::{OfVersion, Whole};
use super::{DATASET, VERSION};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::library::Packs;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Error};

impl Aims {
    /// The datasheet as a file with one of the endings of files; that it left is entered in the ledger.
    pub async fn datasheet(&self, actor: &Actor, id: &Id, ending: &str) -> Result<Vec<u8>, Error> {
        let configuration = self.configuration();
        let sheet = Datasheet {
            whole: self.data(actor, id).await?,
            said: &configuration.libraries.provenance.words,
            dataset: configuration.kind(DATASET)?,
            version: configuration.kind(VERSION)?,
        };
        let leaves = || sheet.tables().into_iter().map(Rows::leaf).collect();
        let bytes = self.filed(ending, &sheet, leaves, || sheet.document(&configuration.libraries.packs)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "a datasheet", ""))?;
        self.enter(actor, Event::new("export").with("kind", DATASET).with("rows", 1)).await?;
        Ok(bytes)
    }
}

/// A dataset with the words and kinds by which its sheet is written.
struct Datasheet<'a> {
    whole: Whole,
    said: &'a Words,
    dataset: &'a Kind,
    version: &'a Kind,
}

const FIELDS: [&str; 2] = ["field", "value"];
const FOLLOWS: [&str; 3] = ["question", "answer", "why"];
const VERSIONS: [&str; 7] = ["number", "version", "split", "rows", "day", "digest", "state"];
const STANDING: [&str; 4] = ["number", "question", "answer", "why"];
const ELEMENTS: [&str; 4] = ["number", "element", "clause", "known"];
const COLUMNS: [&str; 3] = ["number", "column", "type"];
const MEASURED: [&str; 8] = ["number", "measurement", "metric", "of", "measured", "interval", "n", "verdict"];
const GROUPS: [&str; 4] = ["number", "group", "share", "answer"];
const LINEAGE: [&str; 3] = ["from", "means", "to"];
const QUESTIONS: [&str; 7] = ["tier", "licence", "budget", "chain", "quality", "representation", "kept"];

/// Words without which no datasheet can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["reads", "none", "yes", "no", "about", "follows", "versions", "standing", "elements", "columns"];
    let more = ["measurements", "groups", "lineage", "provenance"];
    let heads: [&[&str]; 10] =
        [&FIELDS, &FOLLOWS, &VERSIONS, &STANDING, &ELEMENTS, &COLUMNS, &MEASURED, &GROUPS, &LINEAGE, &QUESTIONS];
    own.into_iter().chain(more).chain(heads.into_iter().flatten().copied()).collect()
}

/// The tables as data: each a list of rows by the heads of its columns.
impl Serialize for Datasheet<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = |head: &[String], cells: Vec<Cell>| -> Map<String, Value> {
            head.iter().cloned().zip(cells.into_iter().map(|it| json!(it.text))).collect()
        };
        let tables = self.tables().into_iter().map(|it| {
            let rows: Vec<_> = it.rows.into_iter().map(|cells| row(&it.head, cells)).collect();
            (it.anchor, json!(rows))
        });
        let tables: Map<String, Value> = tables.collect();
        let (dataset, on) = (&self.whole.dataset, self.whole.budget.today);
        json!({ "dataset": dataset.id, "title": dataset.title, "as_of": on, "tables": tables }).serialize(serializer)
    }
}

impl Datasheet<'_> {
    fn document(&self, packs: &Packs) -> Document {
        let (dataset, said) = (&self.whole.dataset, self.said);
        let sections = self.tables().into_iter().map(|it| it.section(said.say("none"))).collect();
        let document =
            document_of(packs, (dataset.title.clone(), said.say("reads")), self.whole.budget.today, sections);
        Document { marks: vec![(said.say("number").to_owned(), dataset.id.to_string())], ..document }
    }

    /// What people wrote of the dataset, what follows for it, its versions and what follows for each, and what it leads to.
    fn tables(&self) -> Vec<Rows> {
        let (whole, said) = (&self.whole, self.said);
        let say = |key: &str| said.say(key).to_owned();
        let each = |rows: &dyn Fn(&OfVersion) -> Vec<Vec<Cell>>| -> Vec<Vec<Cell>> {
            whole.versions.iter().flat_map(rows).collect()
        };
        let name = |id: &Id| match whole.lineage.row(id) {
            Some(row) => lead(row, format!("{id} {}", row.title)),
            None => Cell::words(id.to_string()),
        };
        let lineage = arrows(&whole.lineage, &whole.dataset.id).into_iter();
        let lineage = lineage.map(|it| vec![name(&it.from), Cell::words(it.means.clone()), name(&it.to)]);
        vec![
            Rows::said(say, "about", &FIELDS, fields(self.dataset, &whole.dataset)),
            Rows::said(say, "follows", &FOLLOWS, follows(said, whole)),
            Rows::said(say, "versions", &VERSIONS, each(&|it| vec![row(self.version, &it.row)])),
            Rows::said(say, "standing", &STANDING, each(&|it| standing(said, it))),
            Rows::said(say, "elements", &ELEMENTS, each(&|it| elements(said, it))),
            Rows::said(say, "columns", &COLUMNS, each(&columns)),
            Rows::said(say, "measurements", &MEASURED, each(&measured)),
            Rows::said(say, "groups", &GROUPS, each(&groups)),
            Rows::said(say, "lineage", &LINEAGE, lineage),
        ]
    }
}

fn lead(row: &RecordRow, text: String) -> Cell {
    Cell::leading(text, format!("/{}/{}", row.kind, row.id))
}

fn number(it: &OfVersion) -> Cell {
    lead(&it.row, it.row.id.to_string())
}

fn word(it: &str) -> Cell {
    Cell::words(it.replace('_', " "))
}

/// What people wrote, in the order of the kind; what is blank is left out.
fn fields(kind: &Kind, row: &RecordRow) -> Vec<Vec<Cell>> {
    let told = kind.fields.iter().filter(|it| it.is_input()).filter_map(|field| {
        let text = show(field, row.document.get(&field.name)?);
        (!text.is_empty()).then(|| vec![Cell::words(field.label.clone()), Cell::words(text)])
    });
    told.collect()
}

fn follows(said: &Words, whole: &Whole) -> Vec<Vec<Cell>> {
    let (tier, licensed, budget) = (&whole.tier, &whole.licensed, &whole.budget);
    let answers = [
        ("tier", tier.name(), tier.why.clone()),
        ("licence", licensed.verdict, licensed.why()),
        ("budget", budget.word, budget.why.clone()),
    ];
    answers.map(|(of, answer, why)| vec![Cell::words(said.say(of)), word(answer), Cell::words(why)]).to_vec()
}

/// A version as it is written down.
fn row(kind: &Kind, row: &RecordRow) -> Vec<Cell> {
    let written = |name: &str| {
        let field = kind.field(name).zip(row.document.get(name));
        Cell::words(field.map(|(field, value)| show(field, value)).unwrap_or_default())
    };
    let fields = ["title", "split", "rows", "produced_on", "file_digest"].map(written);
    [lead(row, row.id.to_string())].into_iter().chain(fields).chain([word(&row.state)]).collect()
}

fn standing(said: &Words, it: &OfVersion) -> Vec<Vec<Cell>> {
    let of =
        |key: &str, answer: &str, why: String| vec![number(it), Cell::words(said.say(key)), word(answer), why.into()];
    let known = it.provenance.iter().map(|it| of("provenance", &format!("{} %", it.percent()), it.why()));
    let chain = [of("chain", it.chain.0.word(), it.chain.1.clone())];
    let quality = it.quality.iter().map(|it| of("quality", it.word, it.why.clone()));
    let stands = it.representation.iter().map(|it| of("representation", it.word, it.why.clone()));
    let kept = it.kept.iter().map(|it| of("kept", it.word, it.why.clone()));
    known.chain(chain).chain(quality).chain(stands).chain(kept).collect()
}

/// Every element that is asked for, and whether it is known.
fn elements(said: &Words, it: &OfVersion) -> Vec<Vec<Cell>> {
    let asked = it.provenance.iter().flat_map(|it| &it.asked);
    let known = |there: bool| Cell::words(said.say(if there { "yes" } else { "no" }));
    asked
        .map(|asked| {
            let element = &asked.element;
            vec![number(it), element.label.clone().into(), element.clause.clone().into(), known(asked.there)]
        })
        .collect()
}

fn columns(it: &OfVersion) -> Vec<Vec<Cell>> {
    let text = |row: &Value, name: &str| Cell::words(row[name].as_str().unwrap_or_default());
    it.row.list("schema").map(|row| vec![number(it), text(row, "column"), text(row, "type")]).collect()
}

/// What the measurement that counts found; where none counts, the newest.
fn measured(it: &OfVersion) -> Vec<Vec<Cell>> {
    let counts = it.quality.as_ref().and_then(|it| it.by.as_ref());
    let chosen = it.measured.iter().find(|row| Some(&row.id) == counts).or(it.measured.first());
    let rows = chosen.into_iter().flat_map(|chosen| chosen.list("values").map(move |value| (chosen, value)));
    rows.map(|(chosen, value)| {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let said = |name: &str| value[name].as_f64().map(|it| it.to_string());
        let interval = said("low").zip(said("high")).map(|(low, high)| format!("[{low}, {high}]"));
        let number_of = |name: &str| Cell::words(said(name).unwrap_or_default());
        let told = [text("metric").into(), text("of").into(), number_of("value")];
        let last = [interval.unwrap_or_default().into(), number_of("n"), word(&text("verdict"))];
        [number(it), lead(chosen, chosen.id.to_string())].into_iter().chain(told).chain(last).collect()
    })
    .collect()
}

fn groups(it: &OfVersion) -> Vec<Vec<Cell>> {
    let groups = it.representation.iter().flat_map(|it| &it.groups);
    groups.map(|group| vec![number(it), group.name.clone().into(), group.said().into(), word(group.word)]).collect()
}
