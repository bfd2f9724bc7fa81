//! The registers of the enterprise as data: `data/library/enterprise.toml`.
//!
//! A register is a library file and no kind: its scales are compared with ours, which are configuration too, whoever changes one changes how every risk is
//! read, and a configuration in force is versioned and entered in the ledger like a record.

use std::collections::{BTreeMap, BTreeSet};

use record::Catalog;
use serde::{Deserialize, Serialize};

use super::scale::{Band, Scales};
use super::{CONTROL, RISK, said};
use crate::libraries::{Libraries, Part, choices};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Our own scales.
    pub own: Own,
    /// The registers.
    #[serde(default)]
    pub register: Vec<Register>,
}

/// The ranges of our own scales.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// The gravest level that nobody has to accept.
    pub appetite: String,
    /// Chance in a year, a band a level of the scale.
    pub likelihood: Vec<Band>,
    /// Loss as a share of yearly turnover, a band a level of the scale.
    pub impact: Vec<Band>,
}

/// A register of the enterprise.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// By which records and commands name it.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// The gravest level that nobody has to accept.
    pub appetite: String,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// Chance in a year.
    pub likelihood: Vec<Band>,
    /// Loss as a share of yearly turnover.
    pub impact: Vec<Band>,
    /// The level of each cell.
    pub cells: Vec<Vec<String>>,
    /// Categories of risk, in its order.
    pub categories: Vec<String>,
    /// The header of each attribute of risks in its files.
    pub risk: BTreeMap<String, String>,
    /// The header of each attribute of controls in its files.
    pub control: BTreeMap<String, String>,
    /// Its words for states.
    pub states: Vec<Word>,
    /// What exists there and satisfies duties here.
    #[serde(default)]
    pub satisfies: Vec<Satisfies>,
}

/// A word for states, and the states of ours that it means.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word.
    pub says: String,
    /// States of risks.
    pub risk: Vec<String>,
    /// States of controls.
    pub control: Vec<String>,
}

/// Something of the enterprise that satisfies duties of the management system.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Satisfies {
    /// Its name.
    pub what: String,
    /// What it is.
    pub sort: Existing,
    /// The duties, by their names in the catalogue.
    pub duties: Vec<String>,
}

/// What can satisfy a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Existing {
    /// A committee.
    Committee,
    /// An assessment.
    Assessment,
    /// A control.
    Control,
}

impl Enterprise {
    /// The register of this name.
    pub fn find(&self, name: &str) -> Option<&Register> {
        self.register.iter().find(|it| it.name == name)
    }

    /// Our own scales with the matrix of the catalog.
    pub fn own(&self, catalog: &Catalog) -> Scales {
        let Own { appetite, likelihood, impact } = &self.own;
        Scales {
            likelihood: likelihood.clone(),
            impact: impact.clone(),
            levels: choices(catalog, RISK, "level"),
            cells: catalog.matrix("risk").map(|it| it.cells.clone()).unwrap_or_default(),
            appetite: appetite.clone(),
        }
    }
}

impl Register {
    /// Its scales.
    pub fn scales(&self) -> Scales {
        Scales {
            likelihood: self.likelihood.clone(),
            impact: self.impact.clone(),
            levels: self.levels.clone(),
            cells: self.cells.clone(),
            appetite: self.appetite.clone(),
        }
    }

    /// The headers of a kind in its files.
    pub fn headers(&self, kind: &str) -> &BTreeMap<String, String> {
        if kind == CONTROL { &self.control } else { &self.risk }
    }

    /// Its word for a state of ours.
    pub fn state(&self, kind: &str, state: &str) -> Option<&str> {
        self.states.iter().find(|it| it.means(kind).iter().any(|it| it == state)).map(|it| it.says.as_str())
    }

    /// The first state of ours that a word of its means.
    pub fn first_state(&self, kind: &str, word: &str) -> Option<&str> {
        self.states.iter().find(|it| it.says == word)?.means(kind).first().map(String::as_str)
    }

    fn faults(&self, duties: &BTreeSet<&str>, catalog: &Catalog) -> Vec<String> {
        let mut faults = self.scales().faults();
        for sort in said::SORTS {
            let headers = self.headers(sort.kind);
            faults.extend(["key", "title"].iter().filter(|it| !headers.contains_key(**it)).map(|it| {
                format!("`{}` names no header for `{it}`, without which no row can be told from another", sort.kind)
            }));
            let unknown = headers.keys().filter(|it| !sort.has(it));
            faults
                .extend(unknown.map(|it| format!("`{}` has no attribute `{it}`; it has {}", sort.kind, sort.names())));
            let states = catalog.kind(sort.kind).map(|it| it.states()).unwrap_or_default();
            let unknown =
                self.states.iter().flat_map(|it| it.means(sort.kind)).filter(|it| !states.contains(&it.as_str()));
            faults.extend(unknown.map(|it| format!("`{it}` is no state of `{}`", sort.kind)));
        }
        let unknown = self.satisfies.iter().flat_map(|it| &it.duties).filter(|it| !duties.contains(it.as_str()));
        faults.extend(unknown.map(|it| format!("`{it}` in `satisfies` is no duty of `library/duties.toml`")));
        let marked = self.categories.iter().chain(&self.levels).find(|it| it.contains([';', ':']));
        faults
            .extend(marked.map(|it| format!("`{it}` holds a mark that parts what entries say; leave out `;` and `:`")));
        faults.into_iter().map(|it| format!("register `{}`: {it}", self.name)).collect()
    }
}

impl Word {
    fn means(&self, kind: &str) -> &[String] {
        if kind == CONTROL { &self.control } else { &self.risk }
    }
}

impl Part for Enterprise {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let own = self.own(catalog);
        let mut faults: Vec<String> = own.faults().into_iter().map(|it| format!("`own`: {it}")).collect();
        for (scale, bands) in [("likelihood", &own.likelihood), ("consequence", &own.impact)] {
            let levels = catalog.scale(scale).map_or(0, |it| it.levels.len());
            if levels != bands.len() {
                faults.push(format!(
                    "`own`: the scale `{scale}` has {levels} levels, and {} bands are stated",
                    bands.len()
                ));
            }
        }
        let duties: BTreeSet<&str> = all.duties.duty.iter().map(|it| it.id.as_str()).collect();
        for (at, register) in self.register.iter().enumerate() {
            if self.register[..at].iter().any(|it| it.name == register.name) {
                faults.push(format!("there are two registers `{}`", register.name));
            }
            faults.extend(register.faults(&duties, catalog));
        }
        faults
    }
}
