//! What tables name beyond themselves: roles, bodies, lanes, measures and evidence. A table that names what there is not decides nothing
//! that anybody could follow, so it does not come into force.

use std::collections::BTreeSet;

use rules::{Domain, Row, Table, Value};

use store::Visible;

use super::purpose::Purpose;
use crate::Error;
use crate::bodies::{BODY, mandate, rights};
use crate::derived::{Snapshot, day};
use crate::responsibility::ROLE;
use crate::responsibility::organisation::Organisation;
use crate::{accepting, consequences, hazards, responsibility, reviewing};

/// Everything of one sort that there is.
type There = fn(&Snapshot) -> Result<BTreeSet<String>, Error>;

/// An output whose words mean something beyond its table.
struct Named {
    /// The table that asks for it, as it ships; what that one says is known in any case.
    table: &'static Purpose,
    output: &'static str,
    /// What its words are, after "there is no".
    sort: &'static str,
    there: There,
}

const fn of(table: &'static Purpose, output: &'static str, sort: &'static str, there: There) -> Named {
    Named { table, output, sort, there }
}

const ROLES: &str = "role with this key";
const NAMED: &[Named] = &[
    of(&rights::table::TABLE, "decider", ROLES, roles),
    of(&rights::table::TABLE, "cosigner", ROLES, roles),
    of(&rights::table::TABLE, "evidence", "evidence of this name", evidence),
    of(&accepting::authority::TABLE, "decider", ROLES, roles),
    of(&accepting::authority::TABLE, "cosigner", ROLES, roles),
    of(&responsibility::table::TABLE, "accountable", ROLES, roles),
    of(&responsibility::table::TABLE, "responsible", ROLES, roles),
    of(&responsibility::table::TABLE, "consulted", ROLES, roles),
    of(&responsibility::table::TABLE, "informed", ROLES, roles),
    of(&responsibility::table::TABLE, "challenger", ROLES, roles),
    of(&mandate::TABLE, "body", "governance body with this key", bodies),
    of(&reviewing::path::TABLE, "lane", "lane of this name", lanes),
    of(&consequences::table::TABLE, "measure", "measure of this name", measures),
    of(&consequences::table::TABLE, "approver", ROLES, roles),
    of(&hazards::table::TABLE, "hazard", "hazard of this name", known_hazards),
];

fn keys(at: &Snapshot, kind: &str) -> Result<BTreeSet<String>, Error> {
    Ok(at.list(kind, Vec::new())?.iter().filter_map(|it| it.text("key").map(str::to_owned)).collect())
}

/// The keys of roles.
pub(crate) fn roles(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    keys(at, ROLE)
}

/// The keys of governance bodies.
pub(crate) fn bodies(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    keys(at, BODY)
}

fn evidence(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    let known = at.libraries.deciding.evidence.iter().map(|it| it.name.clone());
    Ok(known.chain([rights::evidence::NOTHING_OPEN.to_owned()]).collect())
}

fn lanes(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    Ok(at.libraries.reviews.lane.iter().map(|it| it.name.clone()).collect())
}

fn measures(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    Ok(at.libraries.consequences.measure.iter().map(|it| it.name.clone()).collect())
}

fn known_hazards(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    Ok(at.libraries.hazards.hazard.iter().map(|it| it.name.clone()).collect())
}

/// The words that a row says of an output; none where it says nothing.
pub(crate) fn words(table: &Table, row: &Row, output: &str) -> Vec<String> {
    match table.output(output).and_then(|place| row.then.get(place)) {
        Some(Value::List(all)) => all.iter().map(Value::bare).collect(),
        Some(Value::Missing) | None => Vec::new(),
        Some(one) => vec![one.bare()].into_iter().filter(|it| !it.is_empty()).collect(),
    }
}

/// The one word that a row says of an output; blank where it says nothing.
pub(crate) fn word(table: &Table, row: &Row, output: &str) -> String {
    words(table, row, output).pop().unwrap_or_default()
}

/// Units that a table decides by and that there are not, or not where it puts them; names that only gather others are its own.
fn units(at: &Snapshot, table: &Table) -> Result<Option<String>, Error> {
    let trees =
        table.inputs.iter().filter_map(|it| if let Domain::Unit(units) = &it.domain { Some(units) } else { None });
    let pairs: Vec<(String, Option<String>)> = trees.flat_map(|it| it.pairs()).collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    let org = Organisation::read(at, &Visible::All, day(at.time), None)?;
    let of = |name: &str| org.units.iter().find(|it| it.1.title == name).map(|it| it.0);
    let gathers = |name: &String| pairs.iter().any(|it| it.1.as_ref() == Some(name));
    let wrong = |(name, above): &(String, Option<String>)| match (of(name), above.as_deref().and_then(of)) {
        (None, _) if !gathers(name) => {
            Some(format!("it decides by the unit `{name}`, and there is no unit of this name"))
        }
        (Some(own), Some(parent)) if !org.upwards(Some(own)).contains(parent) => Some(format!(
            "it puts `{name}` below `{}`, and the organisation does not",
            above.as_deref().unwrap_or_default()
        )),
        _ => None,
    };
    Ok(pairs.iter().find_map(wrong))
}

/// What a table of a purpose lacks or names that there is not, in words; nothing where it can be followed.
pub(super) fn unknown(at: &Snapshot, purpose: &str, table: &Table) -> Result<Option<String>, Error> {
    if let Some(problem) = units(at, table)? {
        return Ok(Some(problem));
    }
    for named in NAMED.iter().filter(|it| it.table.name == purpose) {
        let shipped = named.table.shipped();
        let first = shipped.iter().flat_map(|it| it.table.outputs.first()).any(|it| it.name == named.output);
        if first && table.output(named.output).is_none() {
            return Ok(Some(format!(
                "it has no output `{}`, which is what tables of its purpose decide",
                named.output
            )));
        }
        let usual =
            shipped.iter().flat_map(|it| it.table.rows.iter().flat_map(|row| words(&it.table, row, named.output)));
        let mut known = (named.there)(at)?;
        known.extend(usual);
        for row in &table.rows {
            if let Some(word) = words(table, row, named.output).into_iter().find(|it| !known.contains(it)) {
                return Ok(Some(format!("row `{}` says `{word}`, and there is no {}", row.id, named.sort)));
            }
        }
    }
    Ok(None)
}
