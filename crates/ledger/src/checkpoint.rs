//! Checkpoints (C2SP tlog-checkpoint): which log, how many entries, which root. No extension lines.

use crate::error::LedgerError;
use crate::merkle::Hash;
use crate::note::{self, SignerKey, VerifierKey};

/// The state of a log that a key vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: a name without line breaks, such as `aims.example/ledger/acme/1`.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, note::to_base64(&self.root))
    }

    /// Reads the three lines.
    pub fn parse(text: &str) -> Result<Checkpoint, LedgerError> {
        let wrong = || LedgerError::Note("a checkpoint has three lines: origin, size and root in base64".to_owned());
        let lines: Vec<&str> = text.strip_suffix('\n').ok_or_else(wrong)?.split('\n').collect();
        let [origin, size, root] = lines[..] else { return Err(wrong()) };
        let size = decimal(size).ok_or_else(wrong)?;
        let root = note::hash_from_base64(root).ok_or_else(wrong)?;
        if origin.is_empty() { Err(wrong()) } else { Ok(Checkpoint { origin: origin.to_owned(), size, root }) }
    }

    /// The checkpoint that a note claims, before anybody looks at its signatures.
    pub fn claimed(note: &str) -> Result<Checkpoint, LedgerError> {
        let at = note.rfind("\n\n").ok_or_else(|| LedgerError::Note("this is not a signed note".to_owned()))?;
        Checkpoint::parse(&note[..=at])
    }

    /// The signed note.
    pub fn sign(&self, keys: &[&SignerKey]) -> Result<String, LedgerError> {
        note::sign(&self.to_text(), keys)
    }

    /// Checks the note's signatures against known keys and reads it.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Checkpoint, LedgerError> {
        Checkpoint::parse(&note::open(note, keys)?.text)
    }
}

/// A number without sign and leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|it| it.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}
