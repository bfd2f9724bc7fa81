//! Decision rights as facts for policies: the people who may decide, what is said to others, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::evidence::Beside;
use super::holders::{Barred, Entitled, Holders};
use super::table::{Right, TABLE, right};
use crate::Error;
use crate::accepting::answers as accepting;
use crate::bodies::matter::{self, Matter};
use crate::derived::Snapshot;

/// What follows from rights for a record.
#[derive(Debug, Clone)]
pub struct Told {
    /// What is asked about it.
    pub matter: Matter,
    /// What the table says; why it says nothing, where it does.
    pub right: Result<Right, String>,
    /// Who may decide.
    pub able: Vec<Entitled>,
    /// Who holds such a role and may not.
    pub barred: Vec<Barred>,
    /// What is missing.
    pub missing: Vec<String>,
    /// Who is the only one to have signed as another, and so does not decide as well.
    pub signed_alone: BTreeSet<Id>,
}

impl Default for Told {
    fn default() -> Told {
        let right = Err("no table speaks of decision rights".to_owned());
        let (able, barred, missing) = (Vec::new(), Vec::new(), Vec::new());
        Told { matter: Matter::default(), right, able, barred, missing, signed_alone: BTreeSet::new() }
    }
}

impl Told {
    /// Who may decide: of those whom the table names, not whoever is the only one to have signed as another.
    pub fn deciding(&self) -> impl Iterator<Item = &Entitled> {
        self.able.iter().filter(|it| !self.signed_alone.contains(&it.person))
    }

    /// Who may decide, in words.
    pub fn who(&self) -> String {
        let right = match &self.right {
            Ok(right) => right,
            Err(why) => return why.clone(),
        };
        let people: Vec<String> = self.deciding().map(|it| it.person.to_string()).collect();
        let now = if people.is_empty() { "nobody holds such a role now".to_owned() } else { people.join(", ") };
        let barred = self.barred.iter().map(|it| format!("; {} {}", it.0, it.1)).take(3).collect::<String>();
        match right.deciders.is_empty() {
            true => format!("nobody may, by {}: {}", right.by, right.says),
            false => format!("{} may, by {}: {now}{barred}", right.deciders.join(" or "), right.by),
        }
    }
}

/// What follows from rights for each of these records, of which each is to be decided by an action.
pub(crate) fn told(at: &Snapshot, asked: &[(&RecordRow, String)]) -> Result<BTreeMap<Id, Told>, Error> {
    let rows: Vec<&RecordRow> = asked.iter().map(|it| it.0).collect();
    let Some(table) = TABLE.in_force(at)?.filter(|_| !rows.is_empty()) else { return Ok(BTreeMap::new()) };
    let mut matters = matter::read(at, &rows, true)?;
    let of = |it: &(&RecordRow, String)| {
        let matter = matters.get(&it.0.id).cloned().unwrap_or_default();
        (it.0.id.clone(), right(&table, &matter, &it.1))
    };
    let mut all: BTreeMap<Id, Told> = BTreeMap::new();
    let rights = accepting::narrow(at, asked, asked.iter().map(of).collect())?;
    for (id, right) in crate::consequences::answers::by_ladder(at, asked, rights)? {
        let matter = matters.remove(&id).unwrap_or_default();
        all.insert(id, Told { matter, right, ..Told::default() });
    }
    let rights = || all.values().filter_map(|it| it.right.as_ref().ok());
    let keys: BTreeSet<String> = rights().flat_map(|it| it.deciders.iter().chain(&it.cosigners)).cloned().collect();
    let holders = Holders::read(at, &keys)?;
    let needs = rights().any(|it| !it.evidence.is_empty() || !it.cosigners.is_empty());
    let systems = all.values().flat_map(|it| it.matter.systems.clone());
    let about: BTreeSet<Id> = systems.chain(all.keys().cloned()).collect();
    let beside = if needs { Beside::read(at, &about.into_iter().collect::<Vec<_>>())? } else { Beside::default() };
    for (row, action) in asked {
        let Some(told) = all.get_mut(&row.id) else { continue };
        let Ok(right) = told.right.clone() else { continue };
        (told.able, told.barred) = holders.entitled(&right, &told.matter, action);
        let signed = beside.signed(&right, row, (&told.matter, action), &holders, at.time);
        told.missing = beside.missing(&right, row, (&told.matter, action), &signed);
        let alone = signed.iter().filter(|it| it.1.len() == 1).flat_map(|it| it.1.iter().cloned());
        told.signed_alone = alone.collect();
        told.missing.extend(accepting::outlasts(at, row, &right));
    }
    Ok(all)
}

/// One fact about each record.
fn fact(at: &Snapshot, rows: &[&RecordRow], blank: Known, say: impl Fn(&Told) -> Known) -> Result<Vec<Known>, Error> {
    let asked: Vec<(&RecordRow, String)> =
        rows.iter().filter_map(|it| Some((*it, at.libraries.deciding.act_on(it)?.action.clone()))).collect();
    let told = at.rights(&asked)?;
    Ok(rows.iter().map(|it| told.get(&it.id).map_or_else(|| blank.clone(), &say)).collect())
}

/// The people who may decide.
pub(crate) fn may_decide(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let people = |it: &Told| Known::Texts(it.deciding().map(|it| it.person.to_string()).collect());
    fact(at, rows, Known::Texts(Vec::new()), people)
}

/// Who may decide, in words; empty where no table speaks of it.
pub(crate) fn who_decides(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    fact(at, rows, Known::Text(String::new()), |it| Known::Text(it.who()))
}

/// What is missing.
pub(crate) fn missing_evidence(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    fact(at, rows, Known::Texts(Vec::new()), |it| Known::Texts(it.missing.clone()))
}

/// Why an AI system is not put into use at all: the table of rights lets nobody approve it, whatever is decided; empty where somebody may.
pub(crate) fn not_into_use(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let asked: Vec<(&RecordRow, String)> = rows.iter().map(|it| (*it, INTO_USE.to_owned())).collect();
    let told = at.rights(&asked)?;
    let nobody = |it: &&Told| it.right.as_ref().is_ok_and(|it| it.deciders.is_empty());
    Ok(rows.iter().map(|it| Known::Text(told.get(&it.id).filter(nobody).map(Told::who).unwrap_or_default())).collect())
}

/// The action by which tables speak of use that begins.
const INTO_USE: &str = "approve";
