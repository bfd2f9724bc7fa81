//! Roots that the ledger must have had: the signed one, the one of a running store, the one that a reader kept.

use super::Source;
use super::finding::{Code, Report, shown};
use crate::checkpoint::Checkpoint;
use crate::merkle::Hash;
use crate::note;

/// A root that the ledger must have had at some size.
pub(super) struct Mark {
    pub size: u64,
    pub root: Hash,
    /// The finding when it had not.
    pub code: Code,
}

/// Reads the checkpoints and collects the roots to be met.
pub(super) fn collect(source: &Source<'_>, report: &mut Report) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(note) = &source.checkpoint {
        match Checkpoint::claimed(note) {
            Ok(it) => {
                signatures(note, &it, source, report);
                (report.origin, report.size) = (it.origin.clone(), it.size);
                marks.push(Mark { size: it.size, root: it.root, code: Code::RootMismatch });
            }
            Err(error) => report.fault(Code::NoteMalformed, None, None, error.to_string()),
        }
    } else if source.head.is_none() {
        report.fault(Code::NoteMalformed, None, None, "there is no checkpoint".to_owned());
    }
    if let Some((size, root)) = source.head {
        marks.push(Mark { size, root, code: Code::HeadMismatch });
        if size > report.size {
            let sentence = format!("{} entries are not yet covered by a signed checkpoint", size - report.size);
            report.note(Code::Unsigned, None, None, sentence);
        }
    }
    marks.extend(source.since.as_ref().and_then(|it| earlier(it, source, report)));
    marks
}

fn signatures(note: &str, checkpoint: &Checkpoint, source: &Source<'_>, report: &mut Report) {
    match note::open(note, &source.keys) {
        Ok(it) => report.signed_by = it.signed_by,
        Err(error) => return report.fault(Code::NoteSignature, None, None, error.to_string()),
    }
    if !report.signed_by.contains(&checkpoint.origin) {
        let (origin, key) = (shown(&checkpoint.origin), shown(&report.signed_by.join(", ")));
        let sentence = format!("the checkpoint is of ledger `{origin}` and the key is of `{key}`");
        report.fault(Code::OriginForeign, None, None, sentence);
    }
    if !source.pinned {
        let keys: Vec<String> = source.keys.iter().map(ToString::to_string).collect();
        let sentence =
            format!("the key came with the ledger; compare it with the one that you were given: {}", keys.join(" "));
        report.note(Code::KeyNotPinned, None, None, sentence);
    }
}

/// The root of an earlier checkpoint, which must be a beginning of the ledger.
fn earlier(note: &str, source: &Source<'_>, report: &mut Report) -> Option<Mark> {
    let wrong = match Checkpoint::open(note, &source.keys) {
        Ok(it) if it.origin == report.origin || report.origin.is_empty() => {
            return Some(Mark { size: it.size, root: it.root, code: Code::Consistency });
        }
        Ok(it) => format!("the earlier checkpoint is of another ledger, `{}`", shown(&it.origin)),
        Err(error) => format!("the earlier checkpoint cannot be used: {error}"),
    };
    report.fault(Code::Consistency, None, None, wrong);
    None
}
