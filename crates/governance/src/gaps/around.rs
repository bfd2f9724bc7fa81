//! An assessment with what it is told from. One that is under way is told from what is live; a concluded one from the records, the day and the
//! configuration by which it was concluded, so that nothing that happens later moves it.

use std::sync::Arc;

use jiff::civil::Date;
use library::Framework;
use record::Id;
use store::{Read, RecordRow};

use super::cell::Subject;
use super::library::Scale;
use super::{ASSESSMENT, RATING};
use crate::bodies::matter::{units, upwards};
use crate::conformity::framework_named;
use crate::conformity::kept::{Covered, covered_in};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Configuration, Error, Moment};

/// The state in which an assessment says the same ever after.
pub(super) const CONCLUDED: &str = "concluded";

/// An assessment as it stood, and from when what it is told.
pub(crate) struct Around {
    /// The assessment.
    pub row: RecordRow,
    /// Its sheets.
    pub sheets: Vec<RecordRow>,
    /// The place of the ledger at which it is told; nothing for now.
    pub place: Option<u64>,
    /// The place from which evidence is told; nothing for now.
    pub evidence: Option<u64>,
    /// The day as of which practice is looked at.
    pub on: Date,
    /// Kinds and libraries by which it is told.
    pub configuration: Arc<Configuration>,
    /// What evidence shows.
    pub covered: Arc<Covered>,
}

impl Aims {
    /// An assessment as somebody may see it at a moment, with what it is told from.
    pub(crate) fn assessed(&self, read: &Read, actor: &Actor, id: &Id, moment: Option<u64>) -> Result<Around, Error> {
        let row = self.readable(read, actor, id, moment)?;
        if row.kind != ASSESSMENT {
            return Err(Error::Missing(format!("`{id}` is no assessment")));
        }
        let concluded = concluded(read, &row)?;
        let (row, place) = match concluded {
            Some(it) => (it.clone(), Some(it.place)),
            None => (row, moment),
        };
        let known = row.text("configuration").filter(|_| row.state == CONCLUDED);
        let configuration = self.configuration_of(known)?;
        let now = match place {
            Some(place) => told_at(read, &row, place)?,
            None => self.clock(),
        };
        let today = day(now);
        let on = date(&row.document, "baseline").unwrap_or(today).min(today);
        let (time, evidence) = match on < today {
            true => end_of(read, on)?,
            false => (now, place),
        };
        let evidence = evidence.map(|it| it.min(place.unwrap_or(u64::MAX)));
        let covered = match evidence {
            None => self.covered(read)?,
            Some(_) => {
                let at = Snapshot::new(read, &configuration, time, evidence);
                Arc::new(covered_in(&at, true, configuration.digest.clone(), on, 0)?)
            }
        };
        let at = Snapshot::new(read, &configuration, self.clock(), place);
        let sheets = sheets(&at, &row.id)?;
        Ok(Around { row, sheets, place, evidence, on, configuration, covered })
    }
}

/// The version with which an assessment was concluded, of those up to this one; nothing where it is under way.
fn concluded(read: &Read, row: &RecordRow) -> Result<Option<RecordRow>, Error> {
    if !["superseded", CONCLUDED].contains(&row.state.as_str()) {
        return Ok(None);
    }
    let mut history = read.history(&row.id)?;
    history.retain(|it| it.record.place <= row.place);
    let states: Vec<&str> = history.iter().map(|it| it.record.state.as_str()).collect();
    let entered = |at: &usize| states[*at] == CONCLUDED && (*at == 0 || states[at - 1] != CONCLUDED);
    let reopened = states.iter().rposition(|it| *it == "in_progress");
    let last = (0..states.len()).rev().find(entered).filter(|it| reopened.is_none_or(|at| at < *it));
    Ok(last.map(|it| history[it].record.clone()))
}

/// When what stood at a place was so: the day of the version itself, where it was made there.
fn told_at(read: &Read, row: &RecordRow, place: u64) -> Result<jiff::Timestamp, Error> {
    if row.place == place {
        return Ok(row.changed);
    }
    let entry = read.entries(place, 1)?.pop();
    Ok(entry.map_or(row.changed, |it| it.time))
}

/// The end of a day, with its place in the ledger.
fn end_of(read: &Read, on: Date) -> Result<(jiff::Timestamp, Option<u64>), Error> {
    let moment: Moment = on.to_string().parse()?;
    let place = moment.place(read).map_err(|it| Error::problem("baseline", it.to_string()))?;
    let Moment::Time(time) = moment else { return Err(Error::input("a day has an end")) };
    Ok((time, place))
}

/// The sheets of an assessment, by number.
pub(crate) fn sheets(at: &Snapshot, id: &Id) -> Result<Vec<RecordRow>, Error> {
    let mut rows = at.list(RATING, Vec::new())?;
    rows.retain(|it| it.text("assessment") == Some(id.to_string().as_str()));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}

impl Around {
    /// The moment from which evidence is told.
    pub(crate) fn evidence_at<'a>(&self, read: &'a Read, aims: &Aims) -> Snapshot<'a> {
        Snapshot::new(read, &self.configuration, aims.clock(), self.evidence)
    }

    /// The moment at which it is told.
    pub(crate) fn told_at<'a>(&self, read: &'a Read, aims: &Aims) -> Snapshot<'a> {
        Snapshot::new(read, &self.configuration, aims.clock(), self.place)
    }

    /// Its framework.
    pub(crate) fn framework(&self) -> Result<&Framework, Error> {
        framework_of(&self.configuration, &self.row)
    }

    /// Its scale.
    pub(crate) fn scale(&self) -> Result<&Scale, Error> {
        scale_of(&self.configuration, &self.row)
    }

    /// Its columns: the organisation first, then units, then AI systems.
    pub(crate) fn subjects(&self, at: &Snapshot) -> Result<Vec<Subject>, Error> {
        let all: Vec<String> = self.covered.matrix.systems.clone();
        let tree = units(at)?;
        let mut subjects =
            vec![Subject { id: String::new(), title: String::new(), systems: all.clone(), once: true, head: None }];
        let rows = at.records(&targets(&self.row.document, "units"))?;
        let head = |id: &Id| rows.iter().find(|it| it.id == *id)?.text("head").map(str::to_owned);
        for unit in targets(&self.row.document, "units").into_iter().filter(|it| it.prefix == "ORG") {
            let of = |name: &&String| {
                let row = name.parse().ok().and_then(|it| self.covered.record(SYSTEM, &it));
                row.is_some_and(|it| upwards(it.unit.clone(), &tree).0.contains(&unit))
            };
            subjects.push(column(&unit, all.iter().filter(of).cloned().collect(), head(&unit)));
        }
        for system in targets(&self.row.document, "systems") {
            let name = system.to_string();
            let owner = self.covered.record(SYSTEM, &system).and_then(|it| it.owner.clone());
            subjects.push(column(&system, all.iter().filter(|it| **it == name).cloned().collect(), owner));
        }
        Ok(subjects)
    }
}

fn column(id: &Id, systems: Vec<String>, head: Option<String>) -> Subject {
    Subject { id: id.to_string(), title: String::new(), systems, once: false, head }
}

/// Numbers of the columns that an assessment has, and whether any is beside the organisation.
pub(crate) fn columns(row: &RecordRow) -> Vec<String> {
    let units = targets(&row.document, "units").into_iter().chain(targets(&row.document, "systems"));
    std::iter::once(String::new()).chain(units.map(|it| it.to_string())).collect()
}

/// The framework of an assessment.
pub(crate) fn framework_of<'a>(configuration: &'a Configuration, row: &RecordRow) -> Result<&'a Framework, Error> {
    framework_named(&configuration.libraries, row.text("framework").unwrap_or_default())
}

/// The scale of an assessment.
pub(crate) fn scale_of<'a>(configuration: &'a Configuration, row: &RecordRow) -> Result<&'a Scale, Error> {
    let (gaps, name) = (&configuration.libraries.gaps, row.text("scale").unwrap_or_default());
    gaps.scale(name).ok_or_else(|| {
        let all: Vec<String> = gaps.scale.iter().map(|it| format!("`{}`", it.name)).collect();
        Error::problem("scale", format!("`{name}` is no scale; there are {}", all.join(", ")))
    })
}
