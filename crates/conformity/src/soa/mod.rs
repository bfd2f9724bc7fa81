//! A statement of applicability: one entry for each reference control and each control of one's own, with why it is necessary or not.
//!
//! - [`propose`]: entries as treatments, obligations and controls that exist say them; what nobody justified is said to be missing.
//! - [`check`]: what contradicts the records, or is not said.
//! - [`difference`]: what two versions say differently.

pub mod check;
pub mod difference;
pub mod propose;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// An entry of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The control: the reference of a node, or the number of a control of one's own.
    pub control: String,
    /// Whether it is necessary; not decided, where nothing stands.
    pub necessary: Option<bool>,
    /// Why it is necessary or not, in words.
    pub why: String,
    /// Risks, obligations and objectives for which it is necessary.
    pub because: BTreeSet<String>,
    /// Controls of the organisation that carry it out.
    pub realised_by: BTreeSet<String>,
}

/// An AI system for which an entry is otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exception {
    /// The control, as in its entry.
    pub control: String,
    /// The AI system.
    pub system: String,
    /// Whether it is necessary for it.
    pub necessary: Option<bool>,
    /// Why.
    pub why: String,
}

/// A statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Statement {
    /// Prefix of the framework whose controls it goes through.
    pub framework: String,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Its exceptions.
    pub exceptions: Vec<Exception>,
}

/// A control of the organisation, as far as statements depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Its title.
    pub title: String,
    /// References that it meets.
    pub meets: BTreeSet<String>,
    /// Whether it has ended.
    pub ended: bool,
    /// Objectives that it serves.
    pub objectives: BTreeSet<String>,
}

/// A treatment of risks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Treatment {
    /// Whether it was approved and is not given up.
    pub approved: bool,
    /// Risks that it treats.
    pub risks: BTreeSet<String>,
    /// Controls that it brings.
    pub controls: BTreeSet<String>,
}

/// An obligation that applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duty {
    /// Controls that keep it.
    pub controls: BTreeSet<String>,
}

/// A reference control of the framework.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub title: String,
}

/// What is there around a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Reference controls of the framework, in order.
    pub wanted: Vec<Wanted>,
    /// References of the framework that are no reference controls: clauses, guidance, information; each with what it is.
    pub others: BTreeMap<String, String>,
    /// Controls of the organisation.
    pub controls: BTreeMap<String, Own>,
    /// Treatments.
    pub treatments: BTreeMap<String, Treatment>,
    /// Obligations that apply.
    pub duties: BTreeMap<String, Duty>,
    /// Risks that are there, whether or not they are treated.
    pub risks: BTreeSet<String>,
    /// Objectives that are there.
    pub objectives: BTreeSet<String>,
    /// AI systems that are there.
    pub systems: BTreeSet<String>,
    /// Reference controls with fresh proof that they operate, with those proofs.
    pub operating: BTreeMap<String, Vec<String>>,
}

impl Around {
    /// Reference controls that a control of the organisation meets; the control itself where it meets none.
    pub fn entries_of(&self, control: &str) -> BTreeSet<String> {
        let meets = self.controls.get(control).into_iter().flat_map(|it| &it.meets);
        let wanted: BTreeSet<String> =
            meets.filter(|it| self.wanted.iter().any(|wanted| wanted.reference == **it)).cloned().collect();
        if wanted.is_empty() { BTreeSet::from([control.to_owned()]) } else { wanted }
    }

    /// Treatments that were approved.
    pub fn approved(&self) -> impl Iterator<Item = (&String, &Treatment)> {
        self.treatments.iter().filter(|it| it.1.approved)
    }
}
