//! A letter of appointment: what an assignment of a role comes to, before or after it was accepted.

use jiff::civil::Date;
use record::Id;

use super::holders::standing;
use super::map::{Duty, Map, Part};
use super::organisation::{Assignment, Organisation};

/// What a letter of appointment says.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Letter {
    /// The assignment.
    pub assignment: Id,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: String,
    /// Who is appointed.
    pub person: Id,
    /// Name of the role.
    pub role: String,
    /// What the role covers; the whole organisation when nothing is named.
    pub covers: Option<Id>,
    /// On what ground.
    pub basis: String,
    /// The assignment whose authority it uses.
    pub on_behalf_of: Option<Id>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Who stands in at all times.
    pub deputy: Option<Id>,
    /// To whom the person reports.
    pub manager: Option<Id>,
    /// The duties, each with what the person does for it.
    pub duties: Vec<(Part, Duty)>,
    /// Names of groups of duties before which the holder is asked.
    pub consulted: Vec<String>,
    /// Names of groups of duties after which the holder is told.
    pub informed: Vec<String>,
}

/// The letter of an assignment, as if it were accepted and had begun; none where there is no such assignment.
pub fn letter(mut org: Organisation, id: &Id) -> Option<Letter> {
    let it = org.assignments.get(id)?.clone();
    org.day = it.from.filter(|from| org.day < *from).unwrap_or(org.day);
    if let Some(counted) = org.assignments.get_mut(id).filter(|it| it.state == "proposed") {
        counted.state = "accepted".to_owned();
    }
    let map = Map::of(org);
    let org = &map.org;
    let role = org.roles.get(&it.role);
    let key = role.map(|it| it.key.clone()).unwrap_or_default();
    let [consulted, informed] = [false, true].map(|told| groups(&map, &key, told));
    Some(Letter {
        duties: duties(&map, &it),
        role: role.map(|it| it.title.clone()).unwrap_or_default(),
        deputy: standing(org, Some(id)),
        manager: org.people.get(&it.person).and_then(|it| it.manager.clone()),
        consulted,
        informed,
        assignment: it.id,
        version: it.version,
        state: it.state,
        person: it.person,
        covers: it.covers,
        basis: it.basis,
        on_behalf_of: it.on_behalf_of,
        from: it.from,
        until: it.until,
    })
}

/// The duties that follow from an assignment, or from the one on whose behalf it is.
fn duties(map: &Map, it: &Assignment) -> Vec<(Part, Duty)> {
    let source = if it.passed_on() { it.on_behalf_of.as_ref() } else { Some(&it.id) };
    let owns = |by: &Option<Id>| by.is_some() && by.as_ref() == source;
    let parts = map.cells.iter().flat_map(|cell| cell.held().map(move |(part, holding)| (part, holding, cell)));
    parts.filter(|it| owns(&it.1.by)).map(|(part, _, cell)| (part, cell.duty.clone())).collect()
}

/// Groups of duties of which a role is told, or before which it is asked.
fn groups(map: &Map, key: &str, told: bool) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for cell in &map.cells {
        let Ok(named) = cell.named.as_ref() else { continue };
        let roles = if told { &named.informed } else { &named.consulted };
        if roles.iter().any(|it| it == key) && !all.contains(&cell.duty.group) {
            all.push(cell.duty.group.clone());
        }
    }
    all
}
