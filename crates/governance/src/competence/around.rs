//! Roles, proofs, competences and AI systems, as competence needs them: read as sets, once for all who are asked about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::{Catalog, Id};
use serde_json::Value;
use store::RecordRow;

use super::proof::{Competence, Effect, Proof};
use super::standing::{Asked, Standing, altogether, stand};
use super::{COMPETENCE, RECORD};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::libraries::choices;
use crate::responsibility::UNIT;
use crate::responsibility::catalogue::UNKNOWN;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::UNCLASSIFIED;

/// A role, and what it asks for.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its number.
    pub id: Id,
    /// The word by which policies speak of it.
    pub key: String,
    /// Its name.
    pub title: String,
    /// What it asks for.
    pub asks: Vec<Asked>,
}

/// An AI system.
#[derive(Debug, Clone)]
pub struct System {
    /// Its number.
    pub id: Id,
    /// The units to which it belongs, from the nearest up.
    pub units: Vec<Id>,
    /// Its tier; nothing while it has none that is confirmed.
    pub tier: Option<String>,
    /// The day on which its tier may change by itself.
    pub turns: Option<Date>,
}

/// Everything by which is told how people stand.
#[derive(Debug, Default)]
pub struct Around {
    /// Levels, the lowest first.
    pub levels: Vec<String>,
    /// Competences with their names.
    pub competences: BTreeMap<Id, (String, Competence)>,
    /// Roles.
    pub roles: BTreeMap<Id, Role>,
    /// Proofs by person.
    pub proofs: BTreeMap<Id, Vec<Proof>>,
    /// AI systems that count, where some role asks by tier.
    pub systems: Vec<System>,
    /// AI systems by what else an assignment may cover: a component.
    parts: BTreeMap<Id, BTreeSet<Id>>,
    /// How many days before its end a proof is expiring.
    soon: i64,
}

/// Whose proofs are read.
pub(crate) enum Of<'a> {
    /// Everybody's.
    All,
    /// Those of some people.
    People(&'a BTreeSet<Id>),
}

impl Around {
    /// What is around these assignments.
    pub(crate) fn of_assignments(at: &Snapshot, rows: &[RecordRow]) -> Result<Around, Error> {
        let of = |field: &str| rows.iter().filter_map(|it| it.link(field)).collect::<BTreeSet<Id>>();
        let roles = at.records(&of("role").into_iter().collect::<Vec<_>>())?;
        Around::read(at, &roles, &Of::People(&of("person")), &of("covers"))
    }

    /// What is around these roles and people; `covered` is what assignments cover.
    pub(crate) fn read(at: &Snapshot, roles: &[RecordRow], of: &Of, covered: &BTreeSet<Id>) -> Result<Around, Error> {
        let levels = choices(&at.catalog, RECORD, "level");
        let roles: BTreeMap<Id, Role> =
            roles.iter().filter(|it| !it.retired).map(|it| (it.id.clone(), role(it, &levels))).collect();
        let asks = || roles.values().flat_map(|it| &it.asks);
        let mut around = Around { soon: at.libraries.competence.expiring_days, levels, ..Around::default() };
        let mut wanted: BTreeSet<Id> = asks().map(|it| it.competence.clone()).collect();
        if !wanted.is_empty() || matches!(of, Of::All) {
            let rows = proof_rows(at, of)?;
            wanted.extend(rows.iter().filter_map(|it| it.link("competence")));
            for it in proofs(at, &rows, &around.levels)? {
                around.proofs.entry(it.person.clone()).or_default().push(it);
            }
        }
        around.competences = competences(at, &wanted)?;
        if asks().any(|it| !it.tiers.is_empty()) {
            around.systems = systems(at)?;
            around.parts = parts(at, covered)?;
        }
        around.roles = roles;
        Ok(around)
    }

    /// AI systems in reach of an assignment that covers something, or everything.
    pub fn reach<'a>(&'a self, covers: Option<&'a Id>) -> impl Iterator<Item = &'a System> {
        self.systems.iter().filter(move |it| {
            let within = |of: &Id| {
                it.id == *of || it.units.contains(of) || self.parts.get(of).is_some_and(|all| all.contains(&it.id))
            };
            covers.is_none_or(within)
        })
    }

    /// What a role asks for where its holder has these AI systems in reach; one whose tier is not known counts as of every tier.
    pub fn asked(&self, role: &Id, covers: Option<&Id>) -> Vec<Asked> {
        let all = self.roles.get(role).map(|it| it.asks.as_slice()).unwrap_or_default();
        altogether(all.iter().filter(|it| it.tiers.is_empty() || self.reach(covers).any(|of| concerns(it, of))))
    }

    /// How a person stands to what a role asks for, on a day.
    pub fn standings(&self, person: &Id, role: &Id, covers: Option<&Id>, on: Date) -> Vec<Standing> {
        self.asked(role, covers).iter().filter_map(|it| self.stands(person, it, on)).collect()
    }

    /// How a person stands to one thing that is asked; nothing where that competence is not there.
    pub fn stands(&self, person: &Id, asked: &Asked, on: Date) -> Option<Standing> {
        let (_, of) = self.competences.get(&asked.competence)?;
        let proofs = self.proofs.get(person).map(Vec::as_slice).unwrap_or_default();
        Some(stand(asked, of, proofs, on, self.soon))
    }

    /// What is lacking, in words.
    pub fn lacks(&self, it: &Standing) -> String {
        let title = self.competences.get(&it.competence).map(|it| it.0.as_str()).unwrap_or_default();
        let level = self.levels.get(it.level).map(|it| it.replace('_', " ")).unwrap_or_default();
        let status = it.status.name().replace('_', " ");
        let until = it.until.map(|it| format!(" since {it}")).unwrap_or_default();
        format!("{title} ({}) at the level `{level}`: {status}{until}", it.competence)
    }

    /// The next day on which what an assignment asks for may change by itself.
    pub(crate) fn turns(&self, role: &Id, covers: Option<&Id>) -> Option<Date> {
        let tiered = self.roles.get(role)?.asks.iter().any(|it| !it.tiers.is_empty());
        self.reach(covers).filter(|_| tiered).filter_map(|it| it.turns).min()
    }
}

/// Whether something is asked because of an AI system.
pub fn concerns(asked: &Asked, system: &System) -> bool {
    asked.tiers.is_empty() || system.tier.as_ref().is_none_or(|it| asked.tiers.contains(it))
}

fn role(row: &RecordRow, levels: &[String]) -> Role {
    let asks = row.list("competences").filter_map(|it| {
        let text = |name: &str| it.get(name).and_then(Value::as_str);
        let tiers = it.get("tiers").and_then(Value::as_array).into_iter().flatten();
        let level = text("level").and_then(|it| levels.iter().position(|of| of == it)).unwrap_or_default();
        Some(Asked {
            // A row that was written in words before competences were records names none, and asks for nothing that can be told.
            competence: text("competence")?.parse().ok()?,
            level,
            tiers: tiers.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        })
    });
    Role {
        id: row.id.clone(),
        key: row.text("key").unwrap_or_default().to_owned(),
        title: row.title.clone(),
        asks: asks.collect(),
    }
}

/// Records of proofs.
fn proof_rows(at: &Snapshot, of: &Of) -> Result<Vec<RecordRow>, Error> {
    match of {
        Of::All => at.list(RECORD, Vec::new()),
        Of::People(people) => {
            let people: Vec<Id> = people.iter().cloned().collect();
            let links = at.read.links_to_any(&people, &[RECORD])?;
            let ids: BTreeSet<Id> =
                links.into_iter().filter(|it| it.1.field == "person").map(|it| it.1.end.id).collect();
            at.records(&ids.into_iter().collect::<Vec<_>>())
        }
    }
}

/// Proofs of these records; their evidence is read with them.
pub(crate) fn proofs(at: &Snapshot, rows: &[RecordRow], levels: &[String]) -> Result<Vec<Proof>, Error> {
    let ids: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "evidence")).collect();
    let mut shown = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    shown.retain(|it| !it.retired && !["rejected", "annulled"].contains(&it.state.as_str()));
    let shown: BTreeSet<Id> = shown.into_iter().map(|it| it.id).collect();
    let proof = |row: &RecordRow| {
        Some(Proof {
            id: row.id.clone(),
            person: row.link("person")?,
            competence: row.link("competence")?,
            level: row.text("level").and_then(|it| levels.iter().position(|of| of == it)),
            by: row.text("by").unwrap_or_default().to_owned(),
            evidenced: row.state == "evidenced"
                && targets(&row.document, "evidence").iter().any(|it| shown.contains(it)),
            revoked: row.state == "revoked",
            obtained: date(&row.document, "obtained"),
            until: date(&row.document, "valid_until"),
            effect: match (row.text("effect"), date(&row.document, "effect_judged_on")) {
                (Some("effective"), Some(day)) => Effect::Had(day),
                (Some(_), Some(day)) => Effect::HadNone(day),
                _ => Effect::NotJudged,
            },
        })
    };
    Ok(rows.iter().filter(|it| !it.retired).filter_map(proof).collect())
}

/// Competences with their names.
pub(crate) fn competences(at: &Snapshot, wanted: &BTreeSet<Id>) -> Result<BTreeMap<Id, (String, Competence)>, Error> {
    let wanted: Vec<Id> = wanted.iter().filter(|it| is_competence(&at.catalog, it)).cloned().collect();
    let competence = |row: RecordRow| {
        let means = row.document.get("means").and_then(Value::as_array).into_iter().flatten();
        let of = Competence {
            id: row.id.clone(),
            means: means.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
            validity: row.text("validity").and_then(|it| it.parse().ok()),
        };
        (row.id, (row.title, of))
    };
    Ok(at.records(&wanted)?.into_iter().map(competence).collect())
}

fn is_competence(catalog: &Catalog, id: &Id) -> bool {
    crate::reached::is_of(catalog, id, &[COMPETENCE])
}

/// AI systems that count, with their units and tiers.
fn systems(at: &Snapshot) -> Result<Vec<System>, Error> {
    let mut rows = at.list(SYSTEM, Vec::new())?;
    rows.retain(counts);
    let parents: BTreeMap<Id, Id> =
        at.list(UNIT, Vec::new())?.iter().filter_map(|it| Some((it.id.clone(), it.link("parent")?))).collect();
    let tiers = crate::tiering::answers::tiers(at, &rows)?;
    let system = |(row, tier): (&RecordRow, Option<crate::derived::Answer>)| {
        let (mut units, mut next) = (Vec::new(), row.link("unit"));
        while let Some(it) = next.filter(|it| !units.contains(it)) {
            next = parents.get(&it).cloned();
            units.push(it);
        }
        let turns = tier.as_ref().and_then(|it| it.2).map(day);
        let tier = tier.and_then(|it| it.0.as_str().map(str::to_owned)).filter(|it| it != UNCLASSIFIED);
        let tier = tier.map(|it| at.libraries.duties.tier(&it).to_owned()).filter(|it| it != UNKNOWN);
        System { id: row.id.clone(), units, tier, turns }
    };
    Ok(rows.iter().zip(tiers).map(system).collect())
}

/// AI systems of components among what is covered.
fn parts(at: &Snapshot, covered: &BTreeSet<Id>) -> Result<BTreeMap<Id, BTreeSet<Id>>, Error> {
    let wanted: Vec<Id> =
        covered.iter().filter(|it| crate::reached::is_of(&at.catalog, it, &["component"])).cloned().collect();
    let systems = |row: RecordRow| (row.id, targets(&row.document, "systems").into_iter().collect());
    Ok(at.records(&wanted)?.into_iter().map(systems).collect())
}
