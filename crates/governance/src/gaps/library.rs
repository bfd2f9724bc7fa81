//! Scales, which step follows from evidence, and what gaps weigh: `data/library/gaps.toml`.

use conformity::Status;
use library::{Modality, Node};
use record::Catalog;
use serde::{Deserialize, Serialize};

use crate::libraries::{Libraries, Part, Words};

/// What assessments go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    /// Scales.
    pub scale: Vec<Scale>,
    /// What gaps weigh.
    pub weight: Weights,
    /// From when agreement is told.
    pub agreement: Agreement,
    /// Words of reports.
    pub words: Words,
}

/// A scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Its steps, the lowest first.
    pub level: Vec<Level>,
    /// Which step evidence shows.
    pub band: Vec<Band>,
}

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// How much counts as achieved, from 0 to 1.
    pub share: f64,
    /// By what it is recognised.
    pub anchor: String,
}

/// Which step a status shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The status of the requirement.
    pub status: Status,
    /// Days for which it has operated without a break, at least.
    #[serde(default)]
    pub days: i64,
    /// Name of the step.
    pub level: String,
}

/// What the gap of a requirement weighs.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Of what must be.
    pub shall: f64,
    /// Of what should be.
    pub should: f64,
    /// Of what may be.
    pub may: f64,
    /// Of what can be.
    pub can: f64,
    /// Of what is merely noted.
    pub note: f64,
    /// Of single requirements.
    #[serde(default)]
    pub requirement: Vec<Own>,
}

/// The weight of a single requirement.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// Its reference.
    pub reference: String,
    /// What its gap weighs.
    pub weight: f64,
}

/// From when agreement is told.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Ratings that two assessors share, at least.
    pub least: usize,
    /// Level of the interval.
    pub level: f64,
}

impl Scale {
    /// The place of a step by its name, however it is written.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.level.iter().position(|it| it.name.eq_ignore_ascii_case(name.trim()))
    }

    /// The step that evidence shows: of the bands of the status, the one with the most days that have passed.
    pub fn shown(&self, status: Status, days: i64) -> Option<usize> {
        let reached = self.band.iter().filter(|it| it.status == status && it.days <= days);
        self.place(&reached.max_by_key(|it| it.days)?.level)
    }

    /// How much is missing at a step, from 0 to 1.
    pub fn missing(&self, level: usize) -> f64 {
        self.level.get(level).map_or(1.0, |it| 1.0 - it.share)
    }

    /// The highest step.
    pub fn highest(&self) -> usize {
        self.level.len().saturating_sub(1)
    }

    /// Names of its steps, for whoever has to choose.
    pub fn names(&self) -> String {
        self.level.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn faults(&self) -> Vec<String> {
        let (mut found, name) = (Vec::new(), &self.name);
        let shares: Vec<f64> = self.level.iter().map(|it| it.share).collect();
        let rises = shares.windows(2).all(|it| it[0] < it[1]);
        if !rises || shares.first() != Some(&0.0) || shares.last() != Some(&1.0) {
            found.push(format!("the shares of scale `{name}` rise from 0 to 1; put its steps in order"));
        }
        let unknown = self.band.iter().filter(|it| self.place(&it.level).is_none());
        found.extend(unknown.map(|it| format!("scale `{name}` has no step `{}`", it.level)));
        let mut lowest = 0;
        for status in Status::ALL.into_iter().filter(|it| it.counts()) {
            let mut bands: Vec<&Band> = self.band.iter().filter(|it| it.status == status).collect();
            bands.sort_by_key(|it| it.days);
            if bands.first().is_none_or(|it| it.days != 0) {
                found.push(format!("scale `{name}` says nothing of `{}`; add a band for it", status.name()));
            }
            for band in bands {
                let place = self.place(&band.level).unwrap_or_default();
                if place < lowest {
                    found.push(format!(
                        "scale `{name}` gives `{}` a lower step than what is less; let bands rise with the status",
                        status.name()
                    ));
                }
                lowest = lowest.max(place);
            }
        }
        let beside = self.band.iter().filter(|it| !it.status.counts());
        found.extend(beside.map(|it| format!("scale `{name}`: `{}` is no step of anything", it.status.name())));
        found
    }
}

impl Gaps {
    /// A scale by its name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scale.iter().find(|it| it.name == name.trim())
    }
}

impl Weights {
    /// What the gap of a requirement weighs.
    pub fn of(&self, reference: &str, node: &Node) -> f64 {
        let own = self.requirement.iter().find(|it| it.reference == reference).map(|it| it.weight);
        own.unwrap_or(match node.modality.unwrap_or(Modality::Shall) {
            Modality::Shall => self.shall,
            Modality::Should => self.should,
            Modality::May => self.may,
            Modality::Can => self.can,
            Modality::Note => self.note,
        })
    }
}

/// Words without which no report can be written.
const WORDS: &[&str] = &[
    "title",
    "reads",
    "figures",
    "by_evidence",
    "by_ratings",
    "agreement",
    "effort",
    "moved",
    "distribution",
    "level",
    "anchor",
    "evidenced",
    "rated",
    "claimed",
    "heat",
    "clause",
    "gaps",
    "above",
    "alone",
    "differ",
    "requirement",
    "subject",
    "status",
    "why",
    "after",
    "who",
    "reason",
    "organisation",
    "none",
    "hidden",
    "place",
    "configuration",
    "baseline",
    "conclusion",
    "ratings",
    "state",
    "scale",
];

impl Part for Gaps {
    fn faults(&self, all: &Libraries, _: &Catalog) -> Vec<String> {
        let mut found: Vec<String> = self.scale.iter().flat_map(Scale::faults).collect();
        let it = &self.weight;
        let weights = [it.shall, it.should, it.may, it.can, it.note].into_iter();
        if weights.chain(it.requirement.iter().map(|it| it.weight)).any(|it| !it.is_finite() || it < 0.0) {
            found.push("a weight is a number from 0 on; write it so".to_owned());
        }
        let unknown = it.requirement.iter().filter(|it| all.shelf().find(&it.reference).is_none());
        found.extend(unknown.map(|it| format!("no library knows the requirement `{}`", it.reference)));
        if !(0.5..1.0).contains(&self.agreement.level) || self.agreement.least < 2 {
            found.push("agreement is told from 2 ratings on, at a level from 0.5 to below 1; write it so".to_owned());
        }
        found.extend(self.words.missing(WORDS));
        found
    }
}
