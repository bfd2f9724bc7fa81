//! A pack as a document: one page on paper, the figures and asks in full, and an annex with what moved, the records behind each figure and how
//! it is counted.

use assess::number::number;
use jiff::civil::Date;
use report::Document;
use report::model::{Block, Cell, Day, Section, Table};

use super::asks::{Ask, Asks};
use super::capacity::Capacity;
use super::cause::{Cause, Move};
use super::figure::{Figure, Value};
use super::library::{Form, Packs, Shows};
use super::pack::Pack;
use super::picture;
use crate::strategy::indicator::{Point, Reading};

/// Records of one figure that the annex names; the list of the figure has them all.
const NAMED: usize = 100;

/// The document of a pack, with the digest of its data.
pub fn document(pack: &Pack, packs: &Packs, digest: &str) -> Document {
    let said = Said { packs, as_of: pack.period.as_of };
    let period = packs.tell("period", &[("from", &pack.period.from), ("until", &pack.period.until)]);
    let mut sections: Vec<Section> = pack.sections.iter().map(|it| said.section(pack, it)).collect();
    sections.extend(said.annex(pack));
    let short = |it: &str| it.trim_start_matches("sha256:").chars().take(16).collect::<String>();
    let subtitle = format!("{period}. {}", pack.audience.says);
    Document {
        marks: vec![
            (packs.words.say("digest").to_owned(), digest.trim_start_matches("sha256:").to_owned()),
            (packs.words.say("configuration").to_owned(), short(&pack.configuration)),
            (packs.words.say("access").to_owned(), pack.access.clone()),
        ],
        front: said.front(pack),
        ..document_of(packs, (&pack.audience.title, subtitle), pack.period.as_of, sections)
    }
}

/// Sections as a document that tells of a day; what it can be made again by, `marks`, is for whoever makes it to add.
pub(crate) fn document_of(
    packs: &Packs,
    (title, subtitle): (impl Into<String>, impl Into<String>),
    on: Date,
    sections: Vec<Section>,
) -> Document {
    Document {
        title: title.into(),
        subtitle: subtitle.into(),
        language: "en".to_owned(),
        as_of: Day { year: on.year(), month: on.month(), day: on.day() },
        sections,
        words: words(packs),
        ..Document::default()
    }
}

/// The words of pages.
fn words(packs: &Packs) -> report::model::Words {
    let say = |key: &str| packs.words.say(key).to_owned();
    report::model::Words {
        as_of: say("as_of"),
        page: say("page"),
        of: say("of"),
        not_assessable: say("not_assessable"),
    }
}

/// Where a list of records as of a day is.
pub(crate) fn address(kind: &str, filter: &str, as_of: Date) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("filter", filter)
        .append_pair("as_of", &as_of.to_string())
        .finish();
    format!("/{kind}?{query}")
}

/// What is asked, of whom, and by when.
pub(super) fn asked(it: &Ask) -> Vec<Cell> {
    let of = match &it.of.body {
        Some(body) => Cell::leading(&it.of.name, format!("/{}/{body}", crate::bodies::BODY)),
        None => Cell::words(&it.of.name),
    };
    vec![
        Cell::leading(it.id.to_string(), format!("/{}/{}", it.kind, it.id)),
        Cell::words(&it.title),
        Cell::words(&it.asked),
        of,
        Cell::words(it.due.map(|it| it.to_string()).unwrap_or_default()),
    ]
}

/// How a pack is said.
pub(super) struct Said<'a> {
    pub(super) packs: &'a Packs,
    as_of: Date,
}

impl Said<'_> {
    pub(super) fn say(&self, key: &str) -> String {
        self.packs.words.say(key).to_owned()
    }

    pub(super) fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|it| self.say(it)).collect()
    }

    pub(super) fn plain(&self, text: String) -> Block {
        Block::Paragraph { text, note: String::new() }
    }

    fn section(&self, pack: &Pack, part: &super::pack::Part) -> Section {
        let own = || pack.figures.iter().filter(|it| it.section == part.name);
        let blocks = match part.shows {
            Shows::Figures => {
                let figures = Block::Figures { figures: own().map(|it| self.figure(it)).collect() };
                std::iter::once(figures).chain(picture::shares(own(), &part.name, self.packs)).collect()
            }
            Shows::Indicators => vec![self.indicators(&pack.indicators)],
            Shows::Asks => self.asks(&pack.asks),
            Shows::Capacity => vec![self.capacity(&pack.capacity)],
        };
        Section { title: part.title.clone(), anchor: part.name.clone(), new_page: false, blocks }
    }

    pub(super) fn figure(&self, it: &Figure) -> report::model::Figure {
        report::model::Figure {
            name: it.title.clone(),
            value: it.value.as_ref().map(|value| self.value(it.form, value)).unwrap_or_default(),
            why: it.why.clone(),
            certainty: it.value.as_ref().map(|value| self.certainty(it.form, value)).unwrap_or_default(),
            moved: self.moved(it),
            source: it.newest.map(|day| self.packs.tell("newest", &[("day", &day)])).unwrap_or_default(),
            link: if it.rows.is_empty() { String::new() } else { address(&it.kind, &it.filter, self.as_of) },
        }
    }

    fn value(&self, form: Form, it: &Value) -> String {
        match form {
            Form::Share => self.packs.tell("part", &[("part", &it.count), ("whole", &it.n)]),
            Form::Rate => number(it.value),
        }
    }

    fn certainty(&self, form: Form, it: &Value) -> String {
        let ends = |low: String, high: String| self.packs.tell("interval", &[("low", &low), ("high", &high)]);
        match form {
            Form::Share => {
                let interval = ends(share(it.interval.0), share(it.interval.1));
                format!("{}, {interval}", share(it.value))
            }
            Form::Rate => {
                let years = number(it.exposure.unwrap_or_default());
                let seen = self.packs.tell("exposure", &[("count", &it.count), ("years", &years)]);
                format!("{seen}, {}", ends(number(it.interval.0), number(it.interval.1)))
            }
        }
    }

    /// How many more or fewer records are counted than before, and whether that is for the better.
    fn moved(&self, it: &Figure) -> String {
        let Some(now) = &it.value else { return String::new() };
        let Some(before) = &it.before else {
            return self.packs.tell("no_before", &[("why", &it.before_why)]);
        };
        let difference = now.count.abs_diff(before.count);
        let key = match now.count.cmp(&before.count) {
            std::cmp::Ordering::Greater => "more",
            std::cmp::Ordering::Less => "fewer",
            std::cmp::Ordering::Equal => "same",
        };
        let said = self.packs.tell(key, &[("difference", &difference), ("day", &before.on)]);
        match it.trend {
            "none" => said,
            trend => format!("{said}, {}", self.say(trend)),
        }
    }

    fn asks(&self, asks: &Asks) -> Vec<Block> {
        if asks.shown.is_empty() {
            return vec![self.plain(self.say("nothing_asked"))];
        }
        let row = |it: &Ask| {
            let why: Vec<&str> = it.why.iter().map(|it| it.says.as_str()).collect();
            let behind = [why.join("; "), it.otherwise.join("; ")];
            asked(it).into_iter().chain(behind.map(Cell::words)).collect()
        };
        let table = Table {
            head: self.heads(&["record", "title", "asked", "asked_of", "due", "why_now", "if_not"]),
            widths: vec![2, 4, 2, 3, 2, 4, 4],
            rows: asks.shown.iter().map(row).collect(),
            ..Table::default()
        };
        let further =
            (asks.further > 0).then(|| self.plain(self.packs.tell("further_asks", &[("count", &asks.further)])));
        std::iter::once(Block::Table(table)).chain(further).collect()
    }

    fn indicators(&self, readings: &[Reading]) -> Block {
        if readings.is_empty() {
            return self.plain(self.say("no_indicators"));
        }
        let fresh = |it: &Reading| it.fresh.map(|it| self.say(if it { "yes" } else { "no" })).unwrap_or_default();
        let row = |it: &Reading| {
            let now = it.now.as_ref().map_or_else(
                || format!("{} {}", self.say("not_assessable"), it.why),
                |point| self.point(point, &it.unit),
            );
            let before = it.before.as_ref().map(|point| self.point(point, &it.unit)).unwrap_or_default();
            let target = if it.standing == "not_assessable" { self.say("not_told") } else { self.say(it.standing) };
            vec![
                Cell::leading(&it.title, format!("/{}/{}", crate::strategy::INDICATOR, it.id)),
                Cell::words(now),
                Cell::words(before),
                Cell::words(target),
                Cell::words(self.say(it.trend)),
                Cell::words(fresh(it)),
                Cell::words(&it.source),
            ]
        };
        Block::Table(Table {
            head: self.heads(&["title", "value", "before", "target", "trend", "fresh", "source"]),
            widths: vec![5, 5, 4, 3, 3, 2, 4],
            rows: readings.iter().map(row).collect(),
            ..Table::default()
        })
    }

    fn point(&self, it: &Point, unit: &str) -> String {
        let n = it.n.map(|n| format!(", n = {n}")).unwrap_or_default();
        let ends = it.interval.map(|(low, high)| {
            let ends = self.packs.tell("interval", &[("low", &number(low)), ("high", &number(high))]);
            format!(", {ends}")
        });
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        format!("{}{unit}{n}{} ({})", number(it.value), ends.unwrap_or_default(), it.on)
    }

    fn capacity(&self, it: &Capacity) -> Block {
        if it.plan.is_none() || it.roles.is_empty() {
            return self.plain(format!("{} {}", self.say("not_assessable"), it.why));
        }
        let maybe = |it: Option<f64>| it.map(number).unwrap_or_default();
        let row = |role: &super::capacity::Role| {
            let why = role.why.as_ref().map(|why| format!("{} {why}", self.say("not_assessable")));
            vec![
                Cell::words(&role.name),
                Cell::words(role.people.to_string()),
                Cell::words(maybe(role.takes)),
                Cell::words(maybe(role.missing)),
                Cell::words(role.use_of_hours.map(share).unwrap_or_default()),
                Cell::words(why.unwrap_or_else(|| role.formula.clone())),
            ]
        };
        Block::Table(Table {
            caption: it.title.clone(),
            head: self.heads(&["role", "people", "takes", "missing", "use", "formula"]),
            widths: vec![4, 2, 2, 2, 2, 8],
            rows: it.roles.iter().map(row).collect(),
        })
    }

    fn annex(&self, pack: &Pack) -> Vec<Section> {
        let section = |title: &str, anchor: &str, new_page: bool, blocks: Vec<Block>| Section {
            title: self.say(title),
            anchor: anchor.to_owned(),
            new_page,
            blocks,
        };
        vec![
            section("annex_moves", "annex-moves", true, vec![self.moves(pack)]),
            section("annex_rows", "annex-rows", false, self.rows(pack)),
            section("annex_formulas", "annex-formulas", false, vec![self.formulas(pack)]),
        ]
    }

    fn moves(&self, pack: &Pack) -> Block {
        let all = pack.figures.iter().flat_map(|figure| figure.moves.iter().map(move |it| (figure, it)));
        let rows: Vec<Vec<Cell>> = all
            .map(|(figure, it)| {
                vec![
                    Cell::words(&figure.title),
                    Cell::leading(it.id.to_string(), format!("/{}/{}", figure.kind, it.id)),
                    Cell::words(&it.title),
                    Cell::words(self.say(if it.entered { "entered" } else { "left" })),
                    Cell::words(self.because(it)),
                ]
            })
            .collect();
        match (rows.is_empty(), pack.before_why.is_empty()) {
            (true, false) => self.plain(format!("{} {}", self.say("not_assessable"), pack.before_why)),
            (true, true) => self.plain(self.say("nothing_moved")),
            (false, _) => Block::Table(Table {
                head: self.heads(&["figure", "record", "title", "moved", "because"]),
                widths: vec![4, 2, 5, 3, 6],
                rows,
                ..Table::default()
            }),
        }
    }

    fn because(&self, it: &Move) -> String {
        let text = |it: &serde_json::Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
        let field = |it: &super::cause::Changed| match (it.before.is_null(), it.after.is_null()) {
            (true, _) => format!("{} = {}", it.field, text(&it.after)),
            (_, true) => format!("{} ≠ {}", it.field, text(&it.before)),
            _ => format!("{} {} → {}", it.field, text(&it.before), text(&it.after)),
        };
        match it.cause {
            Cause::New => self.say("cause_new"),
            Cause::Period => self.say("cause_period"),
            Cause::Follows => self.packs.tell("cause_follows", &[("says", &it.says)]),
            Cause::Gone => self.say("cause_gone"),
            Cause::Changed => {
                let fields = it.fields.iter().map(field).collect::<Vec<_>>().join("; ");
                self.packs.tell("cause_changed", &[("fields", &fields)])
            }
        }
    }

    fn rows(&self, pack: &Pack) -> Vec<Block> {
        let table = |figure: &Figure| {
            // Why a record counts is said where that follows from other records.
            let says = figure.rows.iter().any(|it| !it.why.is_empty());
            let row = |it: &super::figure::Row| {
                let id = it.id.to_string();
                let why = says.then(|| Cell::words(&it.why));
                let cells = [
                    Cell::leading(&id, format!("/{}/{id}", figure.kind)),
                    Cell::words(&it.title),
                    Cell::words(it.state.replace('_', " ")),
                ];
                cells.into_iter().chain(why).collect()
            };
            let (heads, widths): (&[&str], _) = match says {
                true => (&["record", "title", "state", "because"], vec![2, 5, 2, 8]),
                false => (&["record", "title", "state"], vec![2, 8, 3]),
            };
            Block::Table(Table {
                caption: figure.title.clone(),
                head: self.heads(heads),
                widths,
                rows: figure.rows.iter().take(NAMED).map(row).collect(),
            })
        };
        let tables: Vec<Block> = pack.figures.iter().filter(|it| !it.rows.is_empty()).map(table).collect();
        if tables.is_empty() { vec![self.plain(self.say("no_rows"))] } else { tables }
    }

    fn formulas(&self, pack: &Pack) -> Block {
        let row = |it: &Figure| {
            vec![Cell::words(&it.title), Cell::words(&it.formula), Cell::words(format!("{} {}", it.kind, it.filter))]
        };
        Block::Table(Table {
            head: self.heads(&["figure", "formula", "source"]),
            widths: vec![3, 5, 5],
            rows: pack.figures.iter().map(row).collect(),
            ..Table::default()
        })
    }
}

pub(super) fn share(value: f64) -> String {
    format!("{} %", number((1000.0 * value).round() / 10.0))
}
