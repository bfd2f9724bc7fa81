//! Which risks were tested, of all that are open and of the top ones, and which never were. All are counted, so there is no interval. Pure.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::around::Around;
use super::likelihood::Beside;
use crate::accepting::library::span;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// How many.
    pub k: usize,
    /// Of how many.
    pub n: usize,
}

/// Which risks were tested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Top risks that were tested of late, of all top risks.
    pub top: Part,
    /// The same of all risks with AI systems.
    pub all: Part,
    /// Since when a test counts as of late.
    pub since: Option<Date>,
    /// Top risks that were not tested since then.
    pub top_untested: Vec<Id>,
    /// Risks that were never tested.
    pub never: Vec<Id>,
}

/// The coverage of these risks, by what was shown of them.
pub(crate) fn coverage<'a>(
    around: &Around,
    risks: impl Iterator<Item = &'a RecordRow>,
    besides: &[Beside],
) -> Coverage {
    let by = &around.libraries.challenging;
    let since = around.on.checked_sub(span(&by.tested_within)).ok();
    let mut found = Coverage { since, ..Coverage::default() };
    for risk in risks {
        let last = besides.iter().filter(|it| it.risk == risk.id).map(|it| it.on).max();
        let lately = last.is_some_and(|it| since.is_none_or(|since| it >= since));
        let top = risk.text("level").is_some_and(|it| by.top_levels.iter().any(|of| of == it));
        found.all.n += 1;
        found.all.k += usize::from(lately);
        if top {
            found.top.n += 1;
            found.top.k += usize::from(lately);
        }
        if top && !lately {
            found.top_untested.push(risk.id.clone());
        }
        if last.is_none() {
            found.never.push(risk.id.clone());
        }
    }
    found
}
