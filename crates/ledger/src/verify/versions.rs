//! Record versions as a stream: read in batches, opened on all cores, handed on in their order.

use super::finding::{Code, Report};
use super::parallel::{Pending, Pool};
use crate::bundle::VersionLine;
use crate::error::LedgerError;
use crate::merkle::Hash;
use std::collections::VecDeque;
use std::rc::Rc;

/// Lines of JSON, one at a time.
pub type Lines<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, LedgerError>> + 'a>;

/// Most lines and bytes of a batch.
const BATCH: (usize, usize) = (256, 1 << 20);

/// What is left of a version once its opening was checked.
pub(super) struct Checked {
    pub id: String,
    pub version: i64,
    pub place: u64,
    pub state: String,
    pub retired: bool,
    pub commitment: Hash,
    /// Why the opening fails, with its code.
    pub wrong: Option<(Code, String)>,
    pub erased: Vec<String>,
    pub withheld: usize,
}

/// The stream of versions with a look ahead.
pub(super) struct Feed<'a> {
    lines: Lines<'a>,
    pool: Rc<Pool>,
    waiting: VecDeque<Pending<Vec<Result<Checked, String>>>>,
    ready: VecDeque<Checked>,
    /// Lines read so far.
    pub read: u64,
    done: bool,
}

impl<'a> Feed<'a> {
    pub(super) fn new(lines: Lines<'a>, pool: Rc<Pool>) -> Feed<'a> {
        Feed { lines, pool, waiting: VecDeque::new(), ready: VecDeque::new(), read: 0, done: false }
    }

    /// Place of the next version.
    pub(super) fn next_place(&mut self, report: &mut Report) -> Option<u64> {
        while self.ready.is_empty() {
            self.fill(report);
            let batch = self.waiting.pop_front()?;
            self.receive(batch.wait(), report);
        }
        self.ready.front().map(|it| it.place)
    }

    /// Takes the next version.
    pub(super) fn take(&mut self) -> Option<Checked> {
        self.ready.pop_front()
    }

    /// Hands lines to the pool until it has enough to do.
    fn fill(&mut self, report: &mut Report) {
        while !self.done && self.waiting.len() < self.pool.depth() {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while batch.len() < BATCH.0 && bytes < BATCH.1 && !self.done {
                match self.lines.next() {
                    Some(Ok(line)) => {
                        bytes += line.len();
                        batch.push(line);
                    }
                    Some(Err(error)) => {
                        report.fault(Code::Unreadable, None, None, format!("the record versions end early: {error}"));
                        self.done = true;
                    }
                    None => self.done = true,
                }
            }
            self.waiting.push_back(self.pool.run(move || batch.iter().map(|it| check(it)).collect()));
        }
    }

    fn receive(&mut self, batch: Option<Vec<Result<Checked, String>>>, report: &mut Report) {
        let Some(batch) = batch else {
            return report.fault(Code::Unreadable, None, None, "some record versions could not be checked".to_owned());
        };
        for checked in batch {
            self.read += 1;
            match checked {
                Ok(checked) => self.ready.push_back(checked),
                Err(error) => {
                    let sentence = format!("line {} of the record versions cannot be read: {error}", self.read);
                    report.fault(Code::Unreadable, None, None, sentence);
                }
            }
        }
    }
}

fn check(line: &[u8]) -> Result<Checked, String> {
    let mut line: VersionLine = serde_json::from_slice(line).map_err(|it| it.to_string())?;
    if let Some(why) = line.why.take() {
        line.document.insert(crate::commitment::REASON.to_owned(), why.into());
    }
    let (mut erased, mut withheld) = (Vec::new(), 0);
    let wrong = match &line.opening {
        None => Some((Code::OpeningMissing, "has no opening, so its document cannot be checked".to_owned())),
        Some(opening) => {
            erased = opening.erased().map(str::to_owned).collect();
            withheld = opening.withheld().count();
            opening.verify(&line.document, &line.commitment).err().map(|it| (Code::OpeningMismatch, it.to_string()))
        }
    };
    let VersionLine { id, version, place, state, retired, commitment, .. } = line;
    Ok(Checked { id, version, place, state, retired, commitment, wrong, erased, withheld })
}
