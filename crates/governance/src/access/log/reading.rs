//! From the lines of a log to accesses: which column plays which part, what its cells say, and which lines say nothing.
//!
//! Headers are known by the names in `data/library/access.toml`, or by a mapping that somebody wrote.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use record::Id;
use serde::Deserialize;
use sheet::{Limits, Table};

use super::names::{Meaning, Names};
use super::{Event, Events, Rejected};
use crate::Error;
use crate::access::limits::LogColumn;

/// Most lines of a log.
const ROWS: usize = 2_000_000;
/// Most cells of a log.
const CELLS: usize = 40_000_000;

/// What somebody says about a log, as TOML.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The warehouse or system that wrote it.
    pub source: Option<String>,
    /// Header of the column that plays a part.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Persons by the names that the log has for them.
    #[serde(default)]
    pub persons: BTreeMap<String, String>,
    /// Datasets by the names of their tables.
    #[serde(default)]
    pub datasets: BTreeMap<String, String>,
    /// Purposes by the words that the log has for them.
    #[serde(default)]
    pub purposes: BTreeMap<String, String>,
    /// Time zone of times that name none, by its IANA name; UTC where nothing is said.
    pub zone: Option<String>,
    /// What stands between two names in a cell of columns; `,`, `;` or `|` where nothing is said.
    pub separator: Option<String>,
}

impl Mapping {
    /// The mapping that a text says.
    pub fn parse(text: &str, columns: &[LogColumn]) -> Result<Mapping, Error> {
        let mapping: Mapping = toml::from_str(text)
            .map_err(|it| Error::problem("mapping", format!("cannot be read: {}", it.message())))?;
        let parts: Vec<&str> = columns.iter().map(|it| it.part.as_str()).collect();
        if let Some(strange) = mapping.columns.keys().find(|it| !parts.contains(&it.as_str())) {
            let parts = parts.join(", ");
            return Err(Error::problem("mapping", format!("knows no part `{strange}`; the parts are {parts}")));
        }
        Ok(mapping)
    }

    fn zone(&self) -> Result<TimeZone, Error> {
        let Some(name) = &self.zone else { return Ok(TimeZone::UTC) };
        TimeZone::get(name).map_err(|_| {
            Error::problem(
                "mapping",
                format!("names the time zone `{name}`, which there is not; write one such as `Europe/Berlin`"),
            )
        })
    }
}

/// Whom and what names mean, with what a mapping says of them.
pub(crate) struct Meanings {
    pub people: Names,
    pub datasets: Names,
}

impl Meanings {
    /// Adds what a mapping says.
    pub fn with(mut self, mapping: &Mapping) -> Result<Meanings, Error> {
        for (names, said) in [(&mut self.people, &mapping.persons), (&mut self.datasets, &mapping.datasets)] {
            for (name, meant) in said {
                let Meaning::One(id) = names.get(meant) else {
                    return Err(Error::problem(
                        "mapping",
                        format!("of `{name}` names `{meant}`, which is not one record"),
                    ));
                };
                names.set(name, &id);
            }
        }
        Ok(self)
    }
}

/// Reads a log.
pub(crate) fn read(
    (bytes, name): (&[u8], &str),
    columns: &[LogColumn],
    mapping: &Mapping,
    meanings: &Meanings,
) -> Result<Events, Error> {
    let limits = Limits { rows: ROWS, cells: CELLS, ..Limits::default() };
    let table = sheet::read(bytes, name, &limits).map_err(Error::input)?;
    let places = places(&table, columns, mapping)?;
    let mut reading = Reading {
        zone: mapping.zone()?,
        purposes: mapping.purposes.iter().map(|(from, to)| (from.trim().to_lowercase(), to.clone())).collect(),
        separators: mapping.separator.as_ref().map_or_else(|| vec![',', ';', '|'], |it| it.chars().collect()),
        events: Events { tells_purpose: places.contains_key("purpose"), ..Events::default() },
        known: [HashMap::new(), HashMap::new()],
        places,
        meanings,
    };
    for row in &table.rows {
        match row.ragged {
            true => reading.reject(row.line, "the line has another number of cells than the header".to_owned()),
            false => {
                if let Err(why) = reading.line(row.line, &row.cells) {
                    reading.reject(row.line, why);
                }
            }
        }
    }
    reading.events.notes = silent(&reading.places);
    reading.events.all.sort_by_key(|it| (it.time, it.line));
    Ok(reading.events)
}

/// What a log does not tell, and what therefore cannot be judged.
fn silent(places: &HashMap<&str, usize>) -> Vec<String> {
    let notes = [
        ("purpose", "the log names no purposes, so none is held against the grants"),
        ("columns", "the log names no columns, so none is held against the grants"),
        ("rows", "the log counts no rows, so no amount is told as unusual"),
    ];
    notes.iter().filter(|it| !places.contains_key(it.0)).map(|it| it.1.to_owned()).collect()
}

/// The place of the column of each part.
fn places<'a>(table: &Table, known: &'a [LogColumn], mapping: &Mapping) -> Result<HashMap<&'a str, usize>, Error> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', '-', '.'], " ");
    let headers: Vec<String> = table.headers.iter().map(|it| plain(&it.text)).collect();
    let mut places = HashMap::new();
    for column in known {
        let chosen = mapping.columns.get(&column.part);
        let place = match chosen {
            Some(header) => headers.iter().position(|it| *it == plain(header)),
            None => column.headers.iter().find_map(|header| headers.iter().position(|it| it == header)),
        };
        match (place, chosen) {
            (Some(place), _) => drop(places.insert(column.part.as_str(), place)),
            (None, Some(header)) => {
                return Err(Error::problem(
                    "mapping",
                    format!("names the column `{header}` for `{}`, which the log does not have", column.part),
                ));
            }
            (None, None) if column.required => {
                return Err(Error::problem(
                    "log",
                    format!(
                        "has no column that tells the {}; name it in a mapping under `[columns]` as `{} = \"…\"`",
                        column.part, column.part
                    ),
                ));
            }
            (None, None) => {}
        }
    }
    Ok(places)
}

struct Reading<'a> {
    zone: TimeZone,
    purposes: HashMap<String, String>,
    separators: Vec<char>,
    events: Events,
    /// People and datasets by their names, as places among those of the log.
    known: [HashMap<String, usize>; 2],
    places: HashMap<&'a str, usize>,
    meanings: &'a Meanings,
}

impl Reading<'_> {
    fn reject(&mut self, line: u64, why: String) {
        self.events.rejected.push(Rejected { line, why });
    }

    fn line(&mut self, line: u64, cells: &[String]) -> Result<(), String> {
        let cell =
            |part: &str| self.places.get(part).and_then(|at| cells.get(*at)).map(|it| it.trim()).unwrap_or_default();
        let time = moment(cell("time"), &self.zone)?;
        let rows = match cell("rows") {
            "" => None,
            text => Some(text.parse::<u64>().map_err(|_| format!("`{text}` is no number of rows"))?),
        };
        let split = |text: &str| -> Vec<String> {
            text.split(|it| self.separators.contains(&it))
                .map(|it| it.trim().to_lowercase())
                .filter(|it| !it.is_empty())
                .collect()
        };
        let (columns, purpose) = (split(cell("columns")), cell("purpose").to_owned());
        let purpose = self.purposes.get(&purpose.to_lowercase()).cloned().unwrap_or(purpose);
        let (person, dataset) = (cell("person").to_owned(), cell("dataset").to_owned());
        let person = self.place(0, &person, "person")?;
        let dataset = self.place(1, &dataset, "dataset")?;
        let purpose = Some(purpose).filter(|it| !it.is_empty());
        self.events.all.push(Event { line, time, person, dataset, columns, purpose, rows });
        Ok(())
    }

    /// The place of the person or dataset of this name.
    fn place(&mut self, which: usize, name: &str, what: &str) -> Result<usize, String> {
        if let Some(place) = self.known[which].get(name) {
            return Ok(*place);
        }
        let names = if which == 0 { &self.meanings.people } else { &self.meanings.datasets };
        let id = match names.get(name) {
            Meaning::One(id) => id,
            Meaning::Several => return Err(format!("`{name}` means more than one {what}; say which in a mapping")),
            Meaning::Nobody => {
                return Err(format!("no {what} is called `{name}`; enter it, or say which in a mapping"));
            }
        };
        let all: &mut Vec<Id> = if which == 0 { &mut self.events.people } else { &mut self.events.datasets };
        let place = all.iter().position(|it| *it == id).unwrap_or_else(|| {
            all.push(id);
            all.len() - 1
        });
        self.known[which].insert(name.to_owned(), place);
        Ok(place)
    }
}

/// A moment as logs write it: with an offset, or in the zone of the log.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let wrong = || format!("`{text}` is no time; logs write `2026-03-02T09:30:00Z` or `2026-03-02 09:30:00`");
    let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|it| it.at(12, 0, 0, 0)));
    let zoned = local.map_err(|_| wrong())?.to_zoned(zone.clone()).map_err(|_| wrong())?;
    Ok(zoned.timestamp())
}
