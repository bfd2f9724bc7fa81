//! What follows for documents and acknowledgements: whether the last day has passed, and why no decision approves a policy.

use policy::Fact as Known;
use store::RecordRow;

use super::POLICY;
use super::check::{approval_problem, own_approver};
use super::whole::{approvals, paper};
use crate::Error;
use crate::derived::{Snapshot, day};

/// Why no decision approves these policies; empty where one does, and for documents that are none.
pub(crate) fn approval(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let policies = rows.iter().filter(|it| it.text("form") == Some(POLICY));
    let ids: Vec<_> = policies.map(|it| it.id.clone()).collect();
    let around = super::check::Around { today: day(at.time), approvals: approvals(at, &ids)?, ..Default::default() };
    let problem = |row: &&RecordRow| {
        if row.text("form") != Some(POLICY) {
            return String::new();
        }
        let paper = paper(row);
        let own = || Some(format!("{} wrote it and decided about it", own_approver(&around, &row.id, &paper)?));
        approval_problem(&around, &row.id).or_else(own).unwrap_or_default()
    };
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}
