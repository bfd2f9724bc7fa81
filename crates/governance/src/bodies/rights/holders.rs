//! Who holds a role for a matter now: by appointment, or on behalf of somebody for as long as the table lets a right be passed on.
//!
//! A delegate decides no further than whoever passed the right on, and no further than the limits of the assignment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Condition, Query, RecordRow, Visible};

use super::table::Right;
use crate::Error;
use crate::bodies::matter::Matter;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day, holds};
use crate::responsibility::organisation::{Person, person};
use crate::responsibility::{ASSIGNMENT, ROLE};
use crate::tiering::around::held_when;

/// Roles that are read; nobody keeps more.
const MOST: u32 = 1_000;

/// Roles with who holds them.
#[derive(Debug, Default)]
pub struct Holders {
    /// Keys of roles by their number.
    roles: BTreeMap<Id, String>,
    /// Assignments by number, also those on whose behalf others are held.
    assignments: BTreeMap<Id, RecordRow>,
    people: BTreeMap<Id, Person>,
    /// Tiers from the strictest on, where an assignment is limited by one.
    tiers: Vec<String>,
    day: Option<Date>,
    time: jiff::Timestamp,
}

/// What is asked of an assignment: a right about a matter on a day, with what was in force then.
struct Asked<'a> {
    right: &'a Right,
    matter: &'a Matter,
    action: &'a str,
    on: Date,
    held: &'a dyn Fn(&RecordRow) -> bool,
}

/// Somebody who may decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entitled {
    /// Who.
    pub person: Id,
    /// Key of the role.
    pub role: String,
    /// By which assignment.
    pub by: Id,
    /// On whose behalf, where the right was passed on.
    pub for_whom: Option<Id>,
}

/// Somebody who holds a role and may not decide by it, with the reason.
pub type Barred = (Id, String);

impl Holders {
    /// Who holds roles of these keys.
    pub(crate) fn read(at: &Snapshot, keys: &BTreeSet<String>) -> Result<Holders, Error> {
        if keys.is_empty() {
            return Ok(Holders::default());
        }
        let any = Condition::Any(keys.iter().map(|it| Condition::is("key", it)).collect());
        let query = Query { conditions: vec![any], limit: MOST, as_of: at.place, ..Query::of(ROLE, Visible::All) };
        let key = |it: &RecordRow| Some((it.id.clone(), it.text("key")?.to_owned()));
        let roles: BTreeMap<Id, String> = at.read.list(&query)?.iter().filter_map(key).collect();
        let ids: Vec<Id> = roles.keys().cloned().collect();
        let links = at.read.links_to_any(&ids, &[ASSIGNMENT])?;
        let held = links.into_iter().filter(|it| it.1.field == "role").map(|it| it.1.end.id);
        let mut rows = at.records(&held.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>())?;
        let behalf: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "on_behalf_of")).collect();
        rows.extend(at.records(&behalf)?);
        let people: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "person")).collect();
        let people = at.records(&people.into_iter().collect::<Vec<_>>())?;
        let by_tier = rows.iter().any(|it| it.list("limits").any(|it| it["tier"].is_string()));
        Ok(Holders {
            roles,
            tiers: if by_tier { crate::tiering::in_force(at)? } else { Vec::new() },
            assignments: rows.into_iter().map(|it| (it.id.clone(), it)).collect(),
            people: people.iter().map(|it| (it.id.clone(), person(it))).collect(),
            day: Some(day(at.time)),
            time: at.time,
        })
    }

    /// Who may decide a matter by a right, each once, and who holds such a role and may not.
    pub fn entitled(&self, right: &Right, matter: &Matter, action: &str) -> (Vec<Entitled>, Vec<Barred>) {
        let (mut able, mut barred) = (Vec::new(), Vec::new());
        let Some(on) = self.day else { return (able, barred) };
        let now = |it: &RecordRow| holds(it, self.time);
        let asked = Asked { right, matter, action, on, held: &now };
        for row in self.assignments.values() {
            let Some(role) = self.role(row).filter(|it| right.deciders.iter().any(|key| key == it)) else { continue };
            let Some(person) = row.link("person") else { continue };
            match self.bar(row, &asked) {
                None => able.push(self.one(person, role, row)),
                Some(why) => barred.push((person, format!("{} ({role}): {why}", row.id))),
            }
        }
        able.sort();
        able.dedup_by(|one, other| one.person == other.person);
        barred.retain(|it| !able.iter().any(|able| able.person == it.0));
        (able, barred)
    }

    /// Who could take or sign a decision by a role for a matter on its day, whatever they hold since: as they would today, by what held then.
    pub fn could(
        &self,
        key: &str,
        right: &Right,
        (matter, action): (&Matter, &str),
        decision: &RecordRow,
    ) -> BTreeSet<Id> {
        let on = date(&decision.document, "decided_on").unwrap_or_else(|| day(decision.created));
        let then = |it: &RecordRow| held_when(it, on, decision.created);
        let asked = Asked { right, matter, action, on, held: &then };
        let able = |it: &&RecordRow| self.role(it) == Some(key) && self.bar(it, &asked).is_none();
        self.assignments.values().filter(able).filter_map(|it| it.link("person")).collect()
    }

    fn role(&self, row: &RecordRow) -> Option<&str> {
        self.roles.get(&row.link("role")?).map(String::as_str)
    }

    fn one(&self, person: Id, role: &str, row: &RecordRow) -> Entitled {
        let on_behalf = row.link("on_behalf_of").and_then(|it| self.assignments.get(&it));
        let for_whom = on_behalf.and_then(|it| it.link("person"));
        Entitled { person, role: role.to_owned(), by: row.id.clone(), for_whom }
    }

    /// Why an assignment gives no right; nothing where it does.
    fn bar(&self, row: &RecordRow, asked: &Asked) -> Option<String> {
        if !(asked.held)(row) {
            return Some("does not hold today".to_owned());
        }
        if !reaches(row, asked.matter) {
            return Some("does not reach this".to_owned());
        }
        if !self.works(row, asked.on) {
            return Some("its holder does not work here today".to_owned());
        }
        self.limited(row, asked.action, &asked.matter.tier).or_else(|| self.passed_on(row, asked))
    }

    /// Whether whoever holds an assignment works here on a day; who is not known is taken to.
    fn works(&self, row: &RecordRow, on: Date) -> bool {
        row.link("person").and_then(|it| self.people.get(&it)).is_none_or(|it| it.works(on))
    }

    /// Why a right that was passed on does not count.
    fn passed_on(&self, row: &RecordRow, asked: &Asked) -> Option<String> {
        let basis = row.text("basis").unwrap_or_default();
        let Some(source) = row.link("on_behalf_of") else {
            return ["delegation", "deputising"].contains(&basis).then(|| "does not say on whose behalf".to_owned());
        };
        let Some(given) = self.assignments.get(&source) else { return Some(format!("{source} is not known here")) };
        if let Some(why) = broken(row, given, asked.held) {
            return Some(why);
        }
        if !self.works(given, asked.on) {
            return Some(format!("whoever holds {source} does not work here today"));
        }
        if !reaches(given, asked.matter) {
            return Some(gives_none(given));
        }
        if let Some(why) = self.limited(given, asked.action, &asked.matter.tier) {
            return Some(format!("{source} {why}"));
        }
        if basis == "deputising" {
            return None;
        }
        let since = date(&row.document, "from");
        let last = since.and_then(|it| it.checked_add(jiff::Span::new().days(asked.right.delegate_days)).ok());
        match (asked.right.delegate_days, last) {
            (0, _) => Some("this right is not passed on".to_owned()),
            (_, None) => Some("does not say from when it was passed on".to_owned()),
            (days, Some(last)) if asked.on > last => {
                Some(format!("was passed on for {days} days at most, until {last}"))
            }
            _ => None,
        }
    }

    /// Why the limits of an assignment leave something out.
    fn limited(&self, row: &RecordRow, action: &str, tier: &str) -> Option<String> {
        let bounds: Vec<&Value> = row.list("limits").filter(|it| it["action"].is_string()).collect();
        if bounds.is_empty() {
            return None;
        }
        let grave = |it: &str| self.tiers.iter().position(|known| *known == it);
        let fits = |it: &&&Value| {
            let mild = it["tier"].as_str().and_then(grave).is_none_or(|most| grave(tier).is_some_and(|it| most <= it));
            it["action"] == action && mild
        };
        (!bounds.iter().any(|it| fits(&it))).then(|| format!("is limited, and does not let {action} at {tier}"))
    }
}

/// Why nothing passes from one assignment to another that is held on its behalf, whatever the right; `held` is whether one is in force.
pub(crate) fn broken(row: &RecordRow, given: &RecordRow, held: &dyn Fn(&RecordRow) -> bool) -> Option<String> {
    if given.link("person") == row.link("person") {
        return Some("was passed on to oneself".to_owned());
    }
    if given.link("on_behalf_of").is_some() {
        return Some("was passed on twice".to_owned());
    }
    let gives = given.link("role") == row.link("role") && held(given);
    (!gives).then(|| gives_none(given))
}

/// The first moment at which what was passed on has ended, where nothing is passed on for more than so many days; deputies stand in for as long
/// as their own assignment says.
pub(crate) fn passed_until(row: &RecordRow, longest: i64) -> Option<jiff::Timestamp> {
    if row.link("on_behalf_of").is_none() || row.text("basis") == Some("deputising") {
        return None;
    }
    let last = date(&row.document, "from").and_then(|it| it.checked_add(jiff::Span::new().days(longest)).ok());
    // Without a first day nothing can be counted, so nothing is passed on.
    Some(last.and_then(crate::derived::day_after).unwrap_or(jiff::Timestamp::MIN))
}

fn gives_none(given: &RecordRow) -> String {
    format!("{} does not give this right today", given.id)
}

/// Whether an assignment reaches a matter: everywhere, its AI system, or a unit above it.
fn reaches(row: &RecordRow, matter: &Matter) -> bool {
    let Some(covers) = row.link("covers") else { return true };
    matter.systems.contains(&covers) || matter.unit_ids.contains(&covers)
}
