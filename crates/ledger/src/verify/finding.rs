//! Findings and the report. Each kind of finding has one code; `CODES` lists them all.

use std::collections::BTreeMap;
use std::fmt;

/// Findings of one code that are written out; the rest are counted.
const MOST_OF_ONE_CODE: u64 = 100;

macro_rules! codes {
    ($($name:ident $text:literal $meaning:literal)*) => {
        /// What kind of finding it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $name,)*
        }

        /// Every code with its text and its meaning.
        pub const CODES: &[(Code, &str, &str)] = &[$((Code::$name, $text, $meaning),)*];

        impl Code {
            /// The code as reports write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    NoteMalformed "note-malformed" "the checkpoint is not a signed note"
    NoteSignature "note-signature" "no signature of a known key fits the checkpoint"
    OriginForeign "origin-foreign" "the checkpoint belongs to another ledger than its key"
    RootMismatch "root-mismatch" "the root rebuilt from the entries is not the signed one"
    HeadMismatch "head-mismatch" "the root rebuilt from the entries is not the one the store keeps"
    Consistency "consistency" "an earlier checkpoint is not a beginning of this ledger"
    EntryAltered "entry-altered" "an entry does not hash to its stored leaf"
    EntryMissing "entry-missing" "an entry between others is gone"
    EntryMalformed "entry-malformed" "an entry is not in the form of an entry"
    EntriesTruncated "entries-truncated" "the last entries are gone"
    EntriesSurplus "entries-surplus" "there are more entries than the checkpoint counts"
    TileAltered "tile-altered" "a stored tile is not the recomputed one"
    TileMissing "tile-missing" "a tile is gone"
    SeqGap "seq-gap" "an entry names another place than its own"
    TimeBackwards "time-backwards" "an entry is older than the one before it"
    ChainBroken "chain-broken" "a version does not follow the one before it"
    VersionWithoutEntry "version-without-entry" "no entry made this version"
    EntryWithoutVersion "entry-without-version" "the version that this entry made is gone"
    OpeningMismatch "opening-mismatch" "a document does not match its commitment"
    OpeningMissing "opening-missing" "a value is gone although no entry erased it"
    RecordStateMismatch "record-state-mismatch" "a record is not as its last entry left it"
    RecordWithoutEntry "record-without-entry" "no entry made this record"
    RecordMissing "record-missing" "a record of the ledger is gone"
    BlobAltered "blob-altered" "evidence differs from its digest"
    BlobMissing "blob-missing" "evidence is gone"
    BlobWithoutEntry "blob-without-entry" "no entry mentions this evidence"
    MemberAltered "member-altered" "a file that goes along is not the one that was sealed"
    MemberMissing "member-missing" "a file that goes along is gone"
    MemberUnsealed "member-unsealed" "a file was put in that nobody sealed"
    Unreadable "unreadable" "a part cannot be read"
    Erased "erased" "a value was erased, and an entry says so"
    Withheld "withheld" "a value is kept from this reader"
    NotIncluded "not-included" "evidence is listed and its content is not included"
    NotCompared "not-compared" "records and evidence were not compared with a ledger that is not whole"
    Unsigned "unsigned" "entries that no checkpoint covers yet"
    KeyNotPinned "key-not-pinned" "the key came together with what it is to prove"
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that verification has to say, and where.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: Code,
    /// Place in the ledger, from 0.
    pub place: Option<u64>,
    /// The record, such as `RSK-0042`.
    pub record: Option<String>,
    /// One sentence, lower case, no full stop.
    pub sentence: String,
}

/// What verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Whether there is no finding.
    pub verified: bool,
    /// Which ledger the checkpoint names.
    pub origin: String,
    /// Entries that the checkpoint counts.
    pub size: u64,
    /// Root rebuilt from the entries, in hexadecimal digits.
    pub root: String,
    /// Keys whose signatures fit the checkpoint.
    pub signed_by: Vec<String>,
    /// Entries read.
    pub entries: u64,
    /// Record versions read.
    pub versions: u64,
    /// Records read.
    pub records: u64,
    /// Pieces of evidence read.
    pub blobs: u64,
    /// What is wrong, at most a hundred of each code.
    pub findings: Vec<Finding>,
    /// What is worth knowing and not wrong, at most a hundred of each code.
    pub notes: Vec<Finding>,
    /// How often each code occurred.
    pub counts: BTreeMap<Code, u64>,
}

impl Report {
    /// Whether everything holds.
    pub fn ok(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether a code occurred, among findings or notes.
    pub fn has(&self, code: Code) -> bool {
        self.counts.contains_key(&code)
    }

    pub(crate) fn fault(&mut self, code: Code, place: Option<u64>, record: Option<&str>, sentence: String) {
        let finding = Finding { code, place, record: record.map(shown), sentence };
        if self.count(code) {
            self.findings.push(finding);
        }
    }

    pub(crate) fn note(&mut self, code: Code, place: Option<u64>, record: Option<&str>, sentence: String) {
        let finding = Finding { code, place, record: record.map(shown), sentence };
        if self.count(code) {
            self.notes.push(finding);
        }
    }

    fn count(&mut self, code: Code) -> bool {
        let count = self.counts.entry(code).or_insert(0);
        *count += 1;
        *count <= MOST_OF_ONE_CODE
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "ledger   {} with {} entries", shown(&self.origin), self.size)?;
        writeln!(out, "root     {}", self.root)?;
        let keys: Vec<String> = self.signed_by.iter().map(|it| shown(it)).collect();
        writeln!(out, "signed   {}", if keys.is_empty() { "by no known key".to_owned() } else { keys.join(", ") })?;
        let Report { entries, versions, records, blobs, .. } = self;
        writeln!(
            out,
            "read     {entries} entries, {versions} versions, {records} records, {blobs} pieces of evidence"
        )?;
        for (word, list) in [("note", &self.notes), ("FAULT", &self.findings)] {
            for it in list {
                writeln!(out, "{word:8} {it}")?;
            }
        }
        for (code, count) in self.counts.iter().filter(|it| *it.1 > MOST_OF_ONE_CODE) {
            writeln!(out, "…        {} more of {code}", count - MOST_OF_ONE_CODE)?;
        }
        match self.ok() {
            true if self.signed_by.is_empty() => {
                writeln!(out, "consistent in itself: nothing is signed yet, so nobody outside can tell")
            }
            true => writeln!(out, "verified: nothing was altered since the checkpoint was signed"),
            false => writeln!(out, "NOT verified: {} kinds of findings", self.kinds_of_findings()),
        }
    }
}

impl Report {
    fn kinds_of_findings(&self) -> usize {
        self.findings.iter().map(|it| it.code).collect::<std::collections::BTreeSet<_>>().len()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.code)?;
        if let Some(place) = self.place {
            write!(out, "#{place} ")?;
        }
        if let Some(record) = &self.record {
            write!(out, "{record} ")?;
        }
        out.write_str(&self.sentence)
    }
}

/// Text from outside without control characters and of bounded length.
pub(crate) fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    if text.chars().nth(80).is_some() {
        short.push('…');
    }
    short.replace("\\\"", "\"").replace("\\'", "'")
}
