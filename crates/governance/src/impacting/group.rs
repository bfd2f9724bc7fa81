//! Who is affected by an AI system, by everything that names somebody, and who of them an assessment has looked at. That there is no impact
//! on people is never said while one of them was not looked at. Pure.

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::impact::{Direction, Impact};
use super::library::Impacts;
use super::plain;

/// A group that is affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name, as it was first told.
    pub name: String,
    /// Every name under which it goes, each with the record that says so.
    #[serde(skip)]
    pub names: Vec<(String, Id)>,
    /// Its entry among the interested parties.
    pub party: Option<Id>,
    /// Whether somebody says that it can defend itself less well than others.
    pub vulnerable: bool,
    /// The most people that somebody counts in it.
    pub people: Option<u64>,
    /// The records that name it.
    pub named_by: Vec<Id>,
    /// Impacts on it in assessments that stand, each by its key.
    pub assessed: Vec<String>,
    /// Assessments in work that speak of it.
    pub in_work: Vec<Id>,
}

/// How what is known of people, groups, society and the environment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No assessment of the system stands.
    NotAssessed,
    /// One stands, and groups that are affected were not looked at, or nobody is named.
    Unassessed,
    /// Everybody who is named was looked at, and there are impacts.
    Impacts,
    /// Everybody who is named was looked at, and no impact was found.
    NoneFound,
}

impl Standing {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Standing::NotAssessed => "not_assessed",
            Standing::Unassessed => "unassessed",
            Standing::Impacts => "impacts",
            Standing::NoneFound => "none_found",
        }
    }
}

/// What a record says of a group.
struct Named<'a> {
    by: &'a Id,
    name: &'a str,
    party: Option<Id>,
    vulnerable: bool,
    people: Option<u64>,
}

/// Everybody whom interested parties, the system itself and assessments name as affected, with what was looked at. What is named together with
/// an interested party is that party, under whatever name.
pub fn groups(
    library: &Impacts,
    system: Option<&RecordRow>,
    parties: &[RecordRow],
    assessments: &[RecordRow],
    impacts: &[Impact],
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for party in parties.iter().filter(|it| affected(library, it)) {
        let vulnerable = party.text("vulnerable") == Some("yes");
        let (by, party, name) = (&party.id, Some(party.id.clone()), party.title.as_str());
        add(&mut groups, Named { by, name, party, vulnerable, people: None });
    }
    let tables = assessments.iter().map(|it| (it, "affected", "people"));
    for (row, field, count) in system.map(|it| (it, "people_affected", "count")).into_iter().chain(tables) {
        for it in row.list(field) {
            let Some(name) = it["group"].as_str() else { continue };
            let party = it["party"].as_str().and_then(|it| it.parse().ok());
            let vulnerable = it["vulnerable"].as_bool() == Some(true);
            add(&mut groups, Named { by: &row.id, name, party, vulnerable, people: it[count].as_u64() });
        }
    }
    for it in impacts.iter().filter(|it| it.party.is_some()) {
        if let Some(of) = groups.iter_mut().find(|of| of.party == it.party) {
            of.names.push((it.group.clone(), it.assessment.clone()));
        }
    }
    for it in &mut groups {
        let own: Vec<&Impact> = impacts.iter().filter(|of| is(it, of)).collect();
        it.assessed = own.iter().filter(|it| it.stands).map(|it| it.key()).collect();
        it.in_work = own.iter().filter(|it| !it.stands).map(|it| it.assessment.clone()).collect();
        it.in_work.dedup();
    }
    groups
}

/// Whether an interested party is one that systems affect.
fn affected(library: &Impacts, party: &RecordRow) -> bool {
    // A party of which nobody said what sort it is may be affected.
    party.state != "no_longer_relevant"
        && party.text("group").is_none_or(|it| library.affected.iter().any(|of| of == it))
}

/// Adds what a record says of a group; groups that it shows to be one become one.
fn add(groups: &mut Vec<Group>, named: Named<'_>) {
    let mut own = Group {
        name: named.name.to_owned(),
        names: vec![(named.name.to_owned(), named.by.clone())],
        party: named.party,
        vulnerable: named.vulnerable,
        people: named.people,
        named_by: vec![named.by.clone()],
        assessed: Vec::new(),
        in_work: Vec::new(),
    };
    let same = |it: &Group| {
        let party = own.party.is_some() && it.party == own.party;
        party || it.goes_as(named.name)
    };
    let Some(first) = groups.iter().position(same) else { return groups.push(own) };
    for at in (first..groups.len()).rev().filter(|it| same(&groups[*it])).collect::<Vec<_>>() {
        own = groups.remove(at).with(own);
    }
    groups.insert(first, own);
}

impl Group {
    /// Whether this is one of its names.
    fn goes_as(&self, name: &str) -> bool {
        self.names.iter().any(|it| plain(&it.0) == plain(name))
    }

    /// Both as one, under the name of this one.
    fn with(mut self, other: Group) -> Group {
        let new = |own: &[Id], all: Vec<Id>| -> Vec<Id> { all.into_iter().filter(|it| !own.contains(it)).collect() };
        let named = new(&self.named_by, other.named_by);
        self.named_by.extend(named);
        self.names.extend(other.names);
        self.party = self.party.or(other.party);
        self.vulnerable |= other.vulnerable;
        self.people = self.people.max(other.people);
        self
    }
}

/// Whether an impact is one on a group.
pub fn is(group: &Group, impact: &Impact) -> bool {
    (impact.party.is_some() && impact.party == group.party) || group.goes_as(&impact.group)
}

/// How it stands, and why; `stands` is whether an assessment of the system stands.
pub fn standing(stands: bool, groups: &[Group], impacts: &[Impact]) -> (Standing, String) {
    let unseen: Vec<&str> = groups.iter().filter(|it| it.assessed.is_empty()).map(|it| it.name.as_str()).collect();
    let found = |direction: Direction| impacts.iter().filter(|it| it.stands && it.direction == direction).count();
    let (harms, benefits) = (found(Direction::Harm), found(Direction::Benefit));
    if !stands {
        return (Standing::NotAssessed, "no impact assessment of it stands, so nothing is known of impacts".to_owned());
    }
    if groups.is_empty() {
        let says =
            "nobody is named as affected, and that nobody is has to be shown: name who could be, and look at them";
        return (Standing::Unassessed, says.to_owned());
    }
    if !unseen.is_empty() {
        let says = format!(
            "{} of {} groups that are named as affected were not looked at: {}; harms that are known: {harms}, benefits: {benefits}",
            unseen.len(),
            groups.len(),
            unseen.join(", ")
        );
        return (Standing::Unassessed, says);
    }
    match harms + benefits {
        0 => (
            Standing::NoneFound,
            format!("all {} groups that are named were looked at, and no impact was found", groups.len()),
        ),
        _ => (
            Standing::Impacts,
            format!("all {} groups that are named were looked at; harms: {harms}, benefits: {benefits}", groups.len()),
        ),
    }
}
