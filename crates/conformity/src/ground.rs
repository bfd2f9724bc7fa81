//! What is there: controls, proofs, judgements, exclusions and AI systems, as others read them from records. Days are days of the
//! calendar; a name is the number of a record.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From when what counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Records at least that make something operating.
    pub records: usize,
    /// Days that they must span at least.
    pub days: i64,
    /// How long a record counts as fresh where neither it nor the requirement says so, such as `P1Y`.
    pub fresh: String,
    /// The framework of references that name none.
    pub default: String,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { records: 2, days: 28, fresh: "P1Y".to_owned(), default: "ISO/IEC 42001".to_owned() }
    }
}

impl Rules {
    /// How long a record counts as fresh.
    pub fn fresh(&self) -> Span {
        self.fresh.parse().unwrap_or_else(|_| Span::new().years(1))
    }
}

/// An AI system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// Parts that the organisation plays for it; unknown where it is empty.
    pub parts: BTreeSet<String>,
    /// Its classes, such as `high_risk`; unknown where nothing stands.
    pub classes: Option<BTreeSet<String>>,
    /// Classes of which it is not known whether it is one.
    pub open: BTreeSet<String>,
    /// The day of its last significant change: older proof about it shows nothing of what it is now.
    pub since: Option<Date>,
}

/// How far a control has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Planned, suspended or ended: it holds nothing.
    None,
    /// Described.
    Designed,
    /// Carried out, as its owner says.
    Operating,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// References that it meets.
    pub meets: BTreeSet<String>,
    /// AI systems to which it applies; all where it is empty and it names nothing else either.
    pub systems: BTreeSet<String>,
    /// Whether it names what is no AI system, such as a unit or a model: it then counts for the AI systems behind that, and for the
    /// organisation.
    pub beyond: bool,
    /// How far it has come.
    pub stage: Stage,
    /// Its state, in the words of its kind.
    pub state: String,
    /// First day on which it was carried out: older proof shows nothing of it.
    pub since: Option<Date>,
    /// Who looks after it.
    pub owner: Option<String>,
}

/// The form of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// It says how something is to be.
    Document,
    /// It says what happened.
    Record,
}

/// A proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Kind of the record that holds it.
    pub kind: String,
    /// References that it serves itself.
    pub meets: BTreeSet<String>,
    /// Controls that it serves.
    pub controls: BTreeSet<String>,
    /// AI systems of which it says something; all where it is empty and it names nothing else either.
    pub systems: BTreeSet<String>,
    /// Whether it is about what is no AI system, such as a unit or a model: it then says something of the AI systems behind that, and of
    /// the organisation.
    pub beyond: bool,
    /// Its form.
    pub form: Form,
    /// First day that it covers.
    pub from: Date,
    /// Last day that it covers.
    pub until: Date,
    /// Last day on which it counts as fresh by its own words.
    pub expires: Option<Date>,
    /// Why it shows nothing yet, such as that nobody accepted it; nothing where it counts.
    pub refused: Option<String>,
    /// Whether what lies behind it says no: then it is no proof but a finding.
    #[serde(default)]
    pub denies: bool,
    /// Who looks after it.
    pub owner: Option<String>,
}

/// What a machine check or a measurement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so.
    Yes,
    /// What should be there is not there yet.
    Missing,
    /// It is not so.
    No,
    /// It cannot be told.
    Unknown,
}

/// What a machine check or a measurement says of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The node.
    pub reference: String,
    /// AI system of which it is said; of the organisation where none stands.
    pub system: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What is so when it passes, or why it is not.
    pub says: String,
    /// Records on which it rests.
    pub records: Vec<String>,
}

/// A control of a standard that is not necessary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// The statement that says so.
    pub by: String,
    /// Why, in its words.
    pub why: String,
}

/// Everything that is there on a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// The day.
    pub today: Date,
    /// AI systems.
    pub systems: BTreeMap<String, System>,
    /// Controls.
    pub controls: BTreeMap<String, Control>,
    /// Proofs.
    pub proofs: BTreeMap<String, Proof>,
    /// Judgements, by the node of which they are.
    pub judgements: BTreeMap<String, Vec<Judgement>>,
    /// Exclusions, by node; for all of the organisation, or for one AI system.
    pub excluded: BTreeMap<String, BTreeMap<Option<String>, Exclusion>>,
}
