//! What policies may know of scopes: what contradicts them.

use policy::Fact as Known;
use store::RecordRow;

use super::SCOPE;
use super::boundary::Scope;
use super::check::{CHECKS, Sight};
use super::gathered::Around;
use super::verdict::judged;
use crate::Error;
use crate::contradictions::{Clash, clashes, sort};
use crate::derived::{Snapshot, day};

/// Contradictions with which a scope is not approved.
pub(crate) fn scope_faults(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    rows.iter().map(|it| faults(at, it).map(Known::Texts)).collect()
}

fn faults(at: &Snapshot, row: &RecordRow) -> Result<Vec<String>, Error> {
    if row.kind != SCOPE {
        return Ok(Vec::new());
    }
    let scope = Scope::read(row);
    let around = Around::read(at, day(at.time), &scope)?;
    let all = judged(&around, &scope);
    let library = &at.libraries.scoping;
    let blocks = |it: &Clash| sort(&library.check, it.sort).is_some_and(|it| it.blocks);
    let found = clashes(CHECKS, &Sight { around: &around, scope: &scope, all: &all });
    Ok(found.into_iter().filter(blocks).map(|it| it.says).collect())
}
