//! Evidence: what entries mention, what is listed, and what the content hashes to.

use super::finding::{Code, Report};
use crate::bundle::BlobLine;
use crate::entry::Entry;
use crate::error::LedgerError;
use crate::hex::to_hex;
use crate::merkle::Hash;
use std::collections::HashMap;

/// Reads the content of evidence and returns its digest and size, `None` when it is not there.
pub type ContentReader<'a> = Box<dyn FnMut(&Hash) -> Result<Option<(Hash, u64)>, LedgerError> + 'a>;

struct Mention {
    place: u64,
    size: u64,
    erased: Option<u64>,
    listed: bool,
}

#[derive(Default)]
pub(super) struct Evidence {
    mentions: HashMap<Hash, Mention>,
}

impl Evidence {
    pub(super) fn entry(&mut self, place: u64, entry: &Entry) {
        for blob in &entry.blobs {
            let size = blob.n;
            let mention = self.mentions.entry(blob.h).or_insert(Mention { place, size, erased: None, listed: false });
            mention.erased = entry.erases().then_some(place);
        }
    }

    /// Checks one line of the list and, where it is included, the content.
    pub(super) fn listed(&mut self, line: &BlobLine, read: &mut ContentReader<'_>, report: &mut Report) {
        let name = to_hex(&line.digest);
        let Some(mention) = self.mentions.get_mut(&line.digest) else {
            return report.fault(Code::BlobWithoutEntry, None, None, format!("no entry mentions the evidence {name}"));
        };
        mention.listed = true;
        let place = Some(mention.place);
        if mention.size != line.size {
            let sentence =
                format!("evidence {name} is listed with {} bytes, its entry says {}", line.size, mention.size);
            return report.fault(Code::BlobAltered, place, None, sentence);
        }
        if !line.included {
            return report.note(
                Code::NotIncluded,
                place,
                None,
                format!("the content of evidence {name} is not included"),
            );
        }
        match read(&line.digest) {
            Ok(Some((digest, size))) if digest == line.digest && size == mention.size => {}
            Ok(Some(_)) => {
                report.fault(Code::BlobAltered, place, None, format!("the content of evidence {name} was altered"))
            }
            Ok(None) if mention.erased.is_some() => mention.listed = false,
            Ok(None) => report.fault(Code::BlobMissing, place, None, format!("the content of evidence {name} is gone")),
            Err(error) => report.fault(Code::Unreadable, place, None, format!("evidence {name}: {error}")),
        }
    }

    pub(super) fn finish(self, report: &mut Report) {
        let mut absent: Vec<(Hash, Mention)> = self.mentions.into_iter().filter(|it| !it.1.listed).collect();
        absent.sort_by_key(|it| (it.1.place, it.0));
        for (digest, mention) in absent {
            let (name, place) = (to_hex(&digest), Some(mention.place));
            match mention.erased {
                Some(by) => report.note(Code::Erased, place, None, format!("evidence {name} was erased by #{by}")),
                None => report.fault(Code::BlobMissing, place, None, format!("evidence {name} is gone")),
            }
        }
    }
}
