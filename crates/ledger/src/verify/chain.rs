//! Each record's versions, one after the other: entries, versions, erasures, and records as they stand.

use super::finding::{Code, Report, shown};
use super::versions::{Checked, Feed};
use crate::bundle::RecordLine;
use crate::entry::Entry;
use crate::merkle::Hash;
use std::collections::{HashMap, HashSet};

/// How the last entry left a record.
struct Last {
    new: Hash,
    version: u32,
    state: u32,
    retired: bool,
    seen: bool,
}

/// An erasure: its place, and the fields unless it was the whole document.
type Erasure = (u64, Option<Vec<String>>);

/// Values of a version that are gone.
struct Gone {
    id: String,
    version: i64,
    place: u64,
    fields: Vec<String>,
}

#[derive(Default)]
pub(super) struct Chain {
    records: HashMap<Box<str>, Last>,
    states: Vec<String>,
    numbers: HashMap<String, u32>,
    erasures: HashMap<String, Vec<Erasure>>,
    gone: Vec<Gone>,
    withheld: u64,
    /// Places whose entry is missing or cannot be read; what depends on them is not reported again.
    pub blind: HashSet<u64>,
}

impl Chain {
    /// Follows one entry, together with the version that it made.
    pub(super) fn entry(&mut self, place: u64, entry: &Entry, versions: &mut Feed<'_>, report: &mut Report) {
        self.until(Some(place), versions, report);
        let here = versions.next_place(report) == Some(place);
        let version = if here { versions.take() } else { None };
        let ent = entry.ent.as_deref();
        if entry.erases()
            && let Some(id) = ent
        {
            let fields = entry.erased_fields().map(|it| it.into_iter().map(str::to_owned).collect());
            self.erasures.entry(id.to_owned()).or_default().push((place, fields));
        }
        match (ent, entry.new, version) {
            (Some(id), Some(new), version) => {
                self.follow(place, id, new, entry, report);
                match version {
                    Some(version) => self.version(place, id, entry, version, report),
                    None => {
                        let sentence = format!("version {} is gone", entry.ver.unwrap_or_default());
                        report.fault(Code::EntryWithoutVersion, Some(place), Some(id), sentence);
                    }
                }
            }
            (_, _, Some(version)) => without_entry(&version, report),
            _ => {}
        }
    }

    /// Reports the versions before `place`, or all that remain, that no entry claimed.
    pub(super) fn until(&mut self, place: Option<u64>, versions: &mut Feed<'_>, report: &mut Report) {
        while versions.next_place(report).is_some_and(|it| place.is_none_or(|place| it < place)) {
            if let Some(version) = versions.take()
                && !self.blind.contains(&version.place)
            {
                without_entry(&version, report);
            }
        }
    }

    fn follow(&mut self, place: u64, id: &str, new: Hash, entry: &Entry, report: &mut Report) {
        let version = u32::try_from(entry.ver.unwrap_or_default()).unwrap_or_default();
        let state = self.state(entry.state.as_deref().unwrap_or_default());
        let next = Last { new, version, state, retired: entry.retired, seen: false };
        let (expected, before) = self.records.get(id).map_or((1, None), |it| (it.version + 1, Some(it.new)));
        // After a missing entry a gap in the versions says nothing new.
        if (version != expected || entry.prev != before) && self.blind.is_empty() {
            let sentence = match (version == expected, before) {
                (true, _) => format!("version {version} does not continue the version before it"),
                (false, Some(_)) => format!("version {version} follows version {}", expected - 1),
                (false, None) => format!("the first version has the number {version}"),
            };
            report.fault(Code::ChainBroken, Some(place), Some(id), sentence);
        }
        match self.records.get_mut(id) {
            Some(last) => *last = next,
            None => {
                self.records.insert(id.into(), next);
            }
        }
    }

    fn version(&mut self, place: u64, id: &str, entry: &Entry, version: Checked, report: &mut Report) {
        if version.id != id || Some(version.version) != entry.ver {
            without_entry(&version, report);
            let sentence = format!("version {} is gone", entry.ver.unwrap_or_default());
            return report.fault(Code::EntryWithoutVersion, Some(place), Some(id), sentence);
        }
        let number = version.version;
        if let Some((code, why)) = version.wrong {
            report.fault(code, Some(place), Some(id), format!("version {number}: {why}"));
        } else if Some(version.commitment) != entry.new {
            let sentence = format!("version {number}: document and commitment are not those of the entry");
            report.fault(Code::OpeningMismatch, Some(place), Some(id), sentence);
        }
        if version.state != entry.state.as_deref().unwrap_or_default() || version.retired != entry.retired {
            let (is, was) = (shown(&version.state), shown(entry.state.as_deref().unwrap_or_default()));
            let sentence = format!(
                "version {number} is stored as `{is}`{}, the entry says `{was}`{}",
                retired(version.retired),
                retired(entry.retired)
            );
            report.fault(Code::RecordStateMismatch, Some(place), Some(id), sentence);
        }
        self.withheld += version.withheld as u64;
        if !version.erased.is_empty() {
            self.gone.push(Gone { id: version.id, version: number, place, fields: version.erased });
        }
    }

    /// Compares a record as it stands with how its last entry left it.
    pub(super) fn record(&mut self, line: &RecordLine, report: &mut Report) {
        let Some(last) = self.records.get_mut(line.id.as_str()) else {
            let sentence = "no entry of the ledger made it".to_owned();
            return report.fault(Code::RecordWithoutEntry, None, Some(&line.id), sentence);
        };
        last.seen = true;
        let state = self.states.get(last.state as usize).map_or("", String::as_str);
        if i64::from(last.version) != line.version || line.state != state || line.retired != last.retired {
            let sentence = format!(
                "is stored as version {} in `{}`{}, its last entry says version {} in `{}`{}",
                line.version,
                shown(&line.state),
                retired(line.retired),
                last.version,
                shown(state),
                retired(last.retired)
            );
            report.fault(Code::RecordStateMismatch, None, Some(&line.id), sentence);
        } else if let (Some(document), Some(opening)) = (&line.document, &line.opening)
            && let Err(error) = opening.verify(&crate::commitment::content(document, line.why.as_deref()), &last.new)
        {
            report.fault(Code::OpeningMismatch, None, Some(&line.id), format!("as it stands: {error}"));
        }
    }

    /// What can be said only at the end: erasures, withheld values, records that are gone.
    pub(super) fn finish(self, report: &mut Report) {
        for gone in &self.gone {
            for field in &gone.fields {
                let erasures = self.erasures.get(&gone.id).map_or(&[][..], Vec::as_slice);
                let by = erasures.iter().find(|(place, fields)| {
                    *place >= gone.place && fields.as_ref().is_none_or(|it| it.iter().any(|it| it == field))
                });
                let (place, id, field) = (Some(gone.place), Some(gone.id.as_str()), shown(field));
                match by {
                    Some((by, _)) => {
                        let sentence = format!("version {}: `{field}` was erased by #{by}", gone.version);
                        report.note(Code::Erased, place, id, sentence);
                    }
                    None => {
                        let sentence = format!("version {}: `{field}` is gone and no entry erased it", gone.version);
                        report.fault(Code::OpeningMissing, place, id, sentence);
                    }
                }
            }
        }
        if self.withheld > 0 {
            report.note(Code::Withheld, None, None, format!("{} values are kept from this reader", self.withheld));
        }
        let mut missing: Vec<&str> = self.records.iter().filter(|it| !it.1.seen).map(|it| it.0.as_ref()).collect();
        missing.sort_unstable();
        missing.iter().for_each(|it| {
            report.fault(Code::RecordMissing, None, Some(it), "is in the ledger and not among the records".to_owned());
        });
    }

    /// States are few; a number for each keeps records small.
    fn state(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.states.len() as u32;
        self.states.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

fn without_entry(version: &Checked, report: &mut Report) {
    let sentence = format!("no entry made version {}", version.version);
    report.fault(Code::VersionWithoutEntry, Some(version.place), Some(&version.id), sentence);
}

fn retired(it: bool) -> &'static str {
    if it { " (retired)" } else { "" }
}
