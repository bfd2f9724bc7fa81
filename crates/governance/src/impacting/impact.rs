//! The impacts of an assessment: each with who feels it, how, and what is not said of it yet. Pure.

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::STANDS;
use super::lane::Lane;
use super::library::Impacts;

/// Whether it is good or bad for those who feel it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is good for them.
    Benefit,
    /// It is bad for them.
    Harm,
    /// They were looked at, and nothing was found.
    None,
}

impl Direction {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Benefit => "benefit",
            Direction::Harm => "harm",
            Direction::None => "none",
        }
    }
}

/// An impact on a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Impact {
    /// The assessment.
    pub assessment: Id,
    /// Its row there, from 1.
    pub row: usize,
    /// Whether the result of the assessment stands.
    pub stands: bool,
    /// The group that feels it.
    pub group: String,
    /// The group as an interested party.
    pub party: Option<Id>,
    /// Who or what feels it.
    pub level: Lane,
    /// Whether it is good or bad.
    pub direction: Direction,
    /// What happens.
    pub effect: String,
    /// What it comes from.
    pub arises_from: Option<String>,
    /// The matter that it touches.
    pub theme: Option<String>,
    /// How grave, by its place in the scale, from 1.
    pub severity: Option<u64>,
    /// How often, by its place in the scale, from 1.
    pub likelihood: Option<u64>,
    /// About how many people in a year.
    pub people: Option<u64>,
    /// Whether it can be undone.
    pub reversible: Option<String>,
    /// How long it lasts.
    pub duration: Option<String>,
    /// What in the technology brings it about.
    pub causes: Vec<Id>,
    /// Columns that are asked of it and not filled.
    pub lacks: Vec<String>,
}

impl Impact {
    /// By what maps and messages name it.
    pub fn key(&self) -> String {
        format!("{}#{}", self.assessment, self.row)
    }

    /// Whether it is a harm of an assessment that stands.
    pub fn harms(&self) -> bool {
        self.stands && self.direction == Direction::Harm
    }
}

/// The impacts of an assessment, in its order; a row that names no level or direction of the kind says nothing.
pub fn impacts(library: &Impacts, assessment: &RecordRow) -> Vec<Impact> {
    let rows = assessment.list("impacts").enumerate();
    rows.filter_map(|(at, it)| impact(library, assessment, at + 1, it)).collect()
}

fn impact(library: &Impacts, of: &RecordRow, row: usize, it: &Value) -> Option<Impact> {
    let text = |column: &str| it[column].as_str().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let direction = match it["direction"].as_str()? {
        "benefit" => Direction::Benefit,
        "harm" => Direction::Harm,
        _ => Direction::None,
    };
    let asked = match direction {
        Direction::Harm => library.of_harms.as_slice(),
        Direction::Benefit => library.of_benefits.as_slice(),
        Direction::None => &[],
    };
    let blank =
        |column: &&String| it[column.as_str()].is_null() || it[column.as_str()].as_str().is_some_and(str::is_empty);
    Some(Impact {
        assessment: of.id.clone(),
        row,
        stands: STANDS.contains(&of.state.as_str()),
        group: text("group")?,
        party: text("party").and_then(|it| it.parse().ok()),
        level: Lane::named(it["level"].as_str()?)?,
        direction,
        effect: text("effect").unwrap_or_default(),
        arises_from: text("arises_from"),
        theme: text("theme"),
        severity: it["severity"].as_u64(),
        likelihood: it["likelihood"].as_u64(),
        people: it["people"].as_u64(),
        reversible: text("reversible"),
        duration: text("duration"),
        causes: it["causes"].as_array().into_iter().flatten().filter_map(|it| it.as_str()?.parse().ok()).collect(),
        lacks: asked.iter().filter(blank).cloned().collect(),
    })
}
