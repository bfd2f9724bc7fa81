//! What goes along with a bundle, such as the room of an evidence pack: the ledger keeps the digest of its manifest, and the manifest that of
//! every file.

use super::finding::{Code, Report, shown};
use super::members::MemberReader;
use crate::bundle::{BESIDE, BUNDLE, GUIDE_NAME, MANIFEST, MANIFEST_FACT, is_part};
use crate::entry::{Entry, Fact};
use crate::hex::to_hex;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of a file beside the ledger.
const MOST: usize = 512 << 20;

/// Members of a bundle, by name, and how to read one.
pub struct Beside<'a> {
    /// Names of all members, or at least of those in the folder of what goes along.
    pub names: Vec<String>,
    /// Reads a member.
    pub read: MemberReader<'a>,
}

/// What the manifest says, as far as it is looked at.
#[derive(Deserialize)]
struct Manifest {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    sha256: String,
}

/// What entries say of bundles that left.
#[derive(Default)]
pub(super) struct Sealed {
    /// Digests of manifests.
    manifests: BTreeSet<String>,
    /// Place of the last bundle that took something along; nothing where a bundle without came after it.
    last: Option<u64>,
}

impl Sealed {
    pub(super) fn entry(&mut self, place: u64, entry: &Entry) {
        if entry.kind != BUNDLE {
            return;
        }
        let manifest = match entry.facts.get(MANIFEST_FACT) {
            Some(Fact::Text(digest)) => Some(digest.clone()),
            _ => None,
        };
        self.last = manifest.is_some().then_some(place);
        self.manifests.extend(manifest);
    }

    /// Compares what goes along with what was sealed.
    pub(super) fn finish(self, beside: &Beside<'_>, report: &mut Report) {
        let folder = |name: &&String| name.starts_with(BESIDE) && name.as_bytes().get(BESIDE.len()) == Some(&b'/');
        let along: Vec<&String> = beside.names.iter().filter(folder).collect();
        let sealed = match self.manifest(beside, report) {
            Some(listed) => listed,
            None => {
                if let (Some(place), true) = (self.last, along.is_empty()) {
                    let sentence = format!("took `{MANIFEST}` along, and it is gone with all that it lists");
                    report.fault(Code::MemberMissing, Some(place), None, sentence);
                }
                BTreeMap::new()
            }
        };
        for (path, digest) in &sealed {
            match digest_of(beside, path) {
                Ok(Some(own)) if own == *digest => {}
                Ok(Some(_)) => report.fault(Code::MemberAltered, None, None, format!("`{}` was altered", shown(path))),
                Ok(None) => report.fault(Code::MemberMissing, None, None, format!("`{}` is gone", shown(path))),
                Err(why) => report.fault(Code::Unreadable, None, None, why),
            }
        }
        // Tools that pack anew put in names of folders, which hold nothing.
        let strange = |it: &&String| !it.ends_with('/') && !is_part(it) && *it != MANIFEST && !sealed.contains_key(*it);
        for name in beside.names.iter().filter(strange) {
            let sentence = format!("nobody vouches for `{}`", shown(name));
            // Elsewhere in the archive it says nothing in the organisation's name.
            match folder(&name) {
                true => report.fault(Code::MemberUnsealed, None, None, sentence),
                false => report.note(Code::MemberUnsealed, None, None, sentence),
            }
        }
    }

    /// Files that the manifest lists with their digests, where it is one that left; those of evidence are compared with the list of
    /// evidence.
    fn manifest(&self, beside: &Beside<'_>, report: &mut Report) -> Option<BTreeMap<String, String>> {
        let bytes = match (beside.read)(MANIFEST, MOST) {
            Ok(bytes) => bytes?,
            Err(error) => {
                report.fault(Code::Unreadable, None, None, error.to_string());
                return None;
            }
        };
        if !self.manifests.contains(&to_hex(&Sha256::digest(&bytes))) {
            let sentence = format!("no entry of the ledger knows `{MANIFEST}` as it stands");
            report.fault(Code::MemberAltered, None, None, sentence);
        }
        match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(it) => Some(it.files.into_iter().filter(|it| own(&it.path)).map(|it| (it.path, it.sha256)).collect()),
            Err(error) => {
                report.fault(Code::Unreadable, None, None, format!("`{MANIFEST}` cannot be read: {error}"));
                None
            }
        }
    }
}

/// Whether a listed file is looked at here.
fn own(path: &str) -> bool {
    path == GUIDE_NAME || !is_part(path)
}

fn digest_of(beside: &Beside<'_>, path: &str) -> Result<Option<String>, String> {
    let bytes = (beside.read)(path, MOST).map_err(|it| it.to_string())?;
    Ok(bytes.map(|it| to_hex(&Sha256::digest(&it))))
}
