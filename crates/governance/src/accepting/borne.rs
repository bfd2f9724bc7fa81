//! What a risk bears now: its level with the controls that are there, and the side of the line of acceptance on which it lies; of several types of
//! consequence the worst, since whoever keeps the risk keeps all of them. Pure.

use serde::Serialize;
use store::RecordRow;

use crate::risking::level::{Basis, Judged, Verdict};

/// What a risk bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Borne {
    /// The level; nothing where it cannot be told.
    pub level: Option<String>,
    /// The side of the line, as the table of authority writes it.
    pub side: &'static str,
    /// By which criteria, or why it cannot be told.
    pub says: String,
}

/// Sides of the line from the mildest on, as the table of authority writes them.
const ACCEPTABLE: &str = "acceptable";
const TOLERABLE: &str = "tolerable";
const NO_CRITERIA: &str = "no_criteria";
const ABOVE: &str = "above";
const NOT_TOLD: &str = "not_told";

/// All of them.
pub(crate) const SIDES: [&str; 5] = [ACCEPTABLE, TOLERABLE, NO_CRITERIA, ABOVE, NOT_TOLD];

/// What a risk bears by criteria; `judged` is nothing where none are in force, `levels` are from the mildest.
pub fn borne(risk: &RecordRow, judged: Option<&[Judged]>, levels: &[String]) -> Borne {
    let stated = || risk.text("level").map(str::to_owned);
    let Some(judged) = judged else {
        let says = match stated() {
            Some(level) => format!("{} says {level}, and no risk criteria are in force", risk.id),
            None => format!("{} has no level, and no risk criteria are in force", risk.id),
        };
        return Borne { level: stated(), side: NO_CRITERIA, says };
    };
    let now = now(judged);
    let place = |it: &Judged| it.level.as_ref().and_then(|it| levels.iter().position(|of| of == it));
    let gravest = now.iter().max_by_key(|it| place(it)).filter(|it| it.level.is_some());
    let worst = now.iter().max_by_key(|it| (rank(it.verdict), place(it)));
    let Some(worst) = worst else {
        let says = format!("{} does not say who or what bears its consequences", risk.id);
        return Borne { level: stated(), side: NOT_TOLD, says };
    };
    let more = gravest.filter(|it| it.of != worst.of).map(|it| format!("; {}", it.says)).unwrap_or_default();
    Borne {
        level: gravest.and_then(|it| it.level.clone()).or_else(stated),
        side: side(worst.verdict),
        says: match worst.verdict {
            Verdict::NotAssessable => format!("{} cannot be held against the line: {}{more}", risk.id, worst.says),
            _ => format!("{} by {}{more}", risk.id, worst.says),
        },
    }
}

/// How it stands for each type: with the controls that are there now, or where that is not scored, with what is left after treatment.
fn now(judged: &[Judged]) -> Vec<&Judged> {
    let told = |it: &&Judged| it.verdict != Verdict::NotAssessable;
    let current = judged.iter().filter(|it| it.basis == Basis::Current);
    let left = |it: &Judged| judged.iter().find(|of| of.basis == Basis::Residual && of.of == it.of).filter(told);
    current.map(|it| if told(&it) { it } else { left(it).unwrap_or(it) }).collect()
}

/// What cannot be told goes before what is above the line: the table asks the same of both.
fn rank(it: Verdict) -> usize {
    match it {
        Verdict::Acceptable | Verdict::Pursue | Verdict::NotPursued => 0,
        Verdict::Tolerable => 1,
        Verdict::Above => 2,
        Verdict::NotAssessable => 3,
    }
}

fn side(it: Verdict) -> &'static str {
    match it {
        Verdict::Acceptable | Verdict::Pursue | Verdict::NotPursued => ACCEPTABLE,
        Verdict::Tolerable => TOLERABLE,
        Verdict::Above => ABOVE,
        Verdict::NotAssessable => NOT_TOLD,
    }
}

impl Borne {
    /// Whether nobody needs to accept it.
    pub fn acceptable(&self) -> bool {
        self.side == ACCEPTABLE
    }
}
