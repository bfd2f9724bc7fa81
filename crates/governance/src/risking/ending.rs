//! What policies may know of the end of a risk: that it lies above the line, or that it was assessed or kept and stays in sight. Serves ISO/IEC 42001 6.1.2.

use policy::Fact;
use record::Id;
use store::RecordRow;

use super::RISK;
use super::moving::silent::last_assessed;
use crate::Error;
use crate::accepting::ACCEPTANCE;
use crate::derived::Snapshot;

/// The level of a risk that has no scores by type.
const LEVEL: &str = "level";
/// States of an acceptance that keeps a risk, or would again.
const KEEPS: [&str; 2] = ["granted", "suspended"];

/// Why risks lie above the line as they are now; empty where they do not, or that cannot be told.
pub(crate) fn above_the_line(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Fact>, Error> {
    let lines = at.lines()?;
    Ok(rows.iter().map(|it| Fact::Text(lines.above(it).unwrap_or_default())).collect())
}

/// Why risks stay in sight and are not retired: they were assessed, or an acceptance is about them; empty where nothing says so.
pub(crate) fn stays_in_sight(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Fact>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let links = at.read.links_to_any(&ids, &[ACCEPTANCE])?;
    let about: Vec<(Id, Id)> =
        links.into_iter().filter(|it| it.1.field == RISK).map(|it| (it.0, it.1.end.id)).collect();
    let kept = at.records(&about.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let keeps = |it: &&RecordRow| KEEPS.contains(&it.state.as_str()) && !it.retired;
    let one = |row: &&RecordRow| -> Result<Fact, Error> {
        if row.kind != RISK {
            return Ok(Fact::Text(String::new()));
        }
        let of = |it: &&RecordRow| about.iter().any(|(risk, by)| *risk == row.id && *by == it.id);
        let says = match kept.iter().filter(keeps).find(of) {
            Some(it) => Some(format!("{} is about it", it.id)),
            None => match last_assessed(at, row)? {
                Some(on) => Some(format!("it was assessed on {on}")),
                None => row.text(LEVEL).map(|it| format!("its level was judged as {it}")),
            },
        };
        Ok(Fact::Text(says.unwrap_or_default()))
    };
    rows.iter().map(one).collect()
}
