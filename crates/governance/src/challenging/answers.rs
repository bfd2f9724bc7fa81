//! What policies may know of challenges: why challengers are not independent, who challenges in an exercise, and which run counts on top of another.

use std::collections::BTreeSet;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::exercise::{Exercise, Run};
use super::independence::told;
use super::{RECORDED, RUN};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// What keeps challengers of these exercises from being independent; empty where nothing does.
pub(crate) fn challenger_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let problem = |row: &&RecordRow| {
        let found = told(at, &Exercise::of(row))?.dependences;
        Ok(Known::Text(found.into_iter().map(|it| it.says).next().unwrap_or_default()))
    };
    rows.iter().map(problem).collect()
}

/// The people who challenge in the exercises of these runs.
pub(crate) fn run_challengers(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: BTreeSet<Id> = rows.iter().filter_map(|it| it.link("exercise")).collect();
    let exercises = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    let of = |row: &&RecordRow| {
        let exercise = exercises.iter().find(|it| Some(&it.id) == row.link("exercise").as_ref());
        let people = exercise.map(|it| targets(&it.document, "challengers")).unwrap_or_default();
        Known::Texts(people.iter().map(ToString::to_string).collect())
    };
    Ok(rows.iter().map(of).collect())
}

/// The run that counts on top of these; empty where none does.
pub(crate) fn later_run(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let exercises: BTreeSet<Id> = rows.iter().filter_map(|it| it.link("exercise")).collect();
    let links = at.read.links_to_any(&exercises.into_iter().collect::<Vec<_>>(), &[RUN])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == "exercise").map(|it| it.1.end.id).collect();
    let all = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    let runs: Vec<Run> = all.iter().filter(|it| !it.retired && it.state == RECORDED).map(Run::of).collect();
    let later = |row: &&RecordRow| {
        let own = runs.iter().filter(|it| it.exercise == row.link("exercise") && it.id().number > row.id.number);
        Known::Text(own.max_by_key(|it| it.id().number).map(|it| it.id().to_string()).unwrap_or_default())
    };
    Ok(rows.iter().map(later).collect())
}
