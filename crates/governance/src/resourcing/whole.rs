//! What is read for a resource plan, and how a scenario differs from it. Serves ISO/IEC 42001 7.1.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use store::Read;

use super::KIND;
use super::assessed::{Around, Assessed, Load, assess};
use super::fault::faults;
use super::plan::Plan;
use super::scenario::{Known, Scenario};
use crate::responsibility::ROLE;
use crate::tiering::{UNCLASSIFIED, UNDECIDED};
use crate::{Actor, Aims, Error};

/// A plan as it is, and as it would be.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The plan.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What is wrong with it.
    pub faults: Vec<String>,
    /// By the plan.
    pub now: Assessed,
    /// What differs, where something does.
    pub scenario: Option<Scenario>,
    /// By the scenario.
    pub then: Option<Assessed>,
    /// Figures that the scenario moves.
    pub deltas: Vec<Delta>,
}

/// A figure that a scenario moves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delta {
    /// Of which role or tier.
    pub of: String,
    /// Which figure, as in [`FIGURES`].
    pub figure: &'static str,
    /// By the plan.
    pub before: Option<f64>,
    /// By the scenario.
    pub after: Option<f64>,
}

/// A figure of a role.
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    of: fn(&Load) -> Option<f64>,
}

/// Figures of a role that a scenario can move.
pub const FIGURES: &[Figure] = &[
    Figure { name: "people", of: |it| Some(f64::from(it.people)) },
    Figure { name: "need", of: |it| Some(it.need) },
    Figure { name: "takes", of: |it| it.takes },
    Figure { name: "missing", of: |it| it.missing },
    Figure { name: "utilisation", of: |it| it.utilisation },
    Figure { name: "wait", of: |it| it.wait },
    Figure { name: "cost", of: |it| it.cost },
];

impl Aims {
    /// How a resource plan stands today, with the systems that this person may see, and what a scenario would make of it.
    pub async fn resources(&self, actor: &Actor, id: &Id, scenario: Scenario) -> Result<Told, Error> {
        let (this, actor, number) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            let row = this.readable(read, &who, &number, None)?;
            if row.kind != KIND {
                return Err(Error::Missing(format!("`{number}` is no resource plan; name one such as `RSP-1`")));
            }
            let plan = Plan::read(&row.document).map_err(|it| Error::problem("work", it))?;
            let around = this.around_plan(read, &who, &plan)?;
            Ok::<_, Error>((row.title, plan, around))
        };
        let (title, plan, around) = self.0.store.read_async(read).await?;
        known(&scenario, &around)?;
        enough(&scenario, &plan, &around)?;
        let (id, doing) = (id.clone(), "telling a resource plan");
        let told = tokio::task::spawn_blocking(move || told((id, title), &plan, &around, scenario));
        told.await.map_err(|it| Error::outside(doing, it))
    }

    /// Systems that this person may see by tier, the tiers, and the roles of a plan.
    pub(crate) fn around_plan(&self, read: &Read, actor: &Actor, plan: &Plan) -> Result<Around, Error> {
        let portfolio = self.tiers_in(read, actor)?;
        let aside = |it: &str| it == UNDECIDED || it == UNCLASSIFIED;
        let (mut live, mut undecided): (BTreeMap<String, Vec<Id>>, Vec<Id>) = Default::default();
        for it in portfolio.systems {
            if aside(&it.tier) { undecided.push(it.id) } else { live.entry(it.tier).or_default().push(it.id) }
        }
        let tiers = crate::tiering::in_force(&self.snapshot(read, None))?;
        Ok(Around { live, undecided, tiers, roles: self.roles_of(read, actor, &plan.roles())? })
    }

    /// Roles with the words by which they are known; of those that this person may not see, only the number.
    fn roles_of(&self, read: &Read, actor: &Actor, ids: &[Id]) -> Result<Vec<Known>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let seen = read.headings(ids)?;
        let seen = seen.iter().filter(|it| self.may_read_heading(&units, &configuration, actor, it));
        let seen: Vec<Id> = seen.filter(|it| it.kind == ROLE).map(|it| it.id.clone()).collect();
        let rows = read.records(&seen)?;
        let one = |id: &Id| {
            let row = rows.iter().find(|it| it.id == *id);
            let key = row.and_then(|it| it.text("key")).unwrap_or_default().to_owned();
            Known { id: id.clone(), key, name: row.map_or_else(|| id.to_string(), |it| it.title.clone()) }
        };
        Ok(ids.iter().map(one).collect())
    }
}

/// Refuses a scenario about tiers and roles that the plan does not know.
fn known(scenario: &Scenario, around: &Around) -> Result<(), Error> {
    let tier = |field: &str, it: &String| match around.tiers.contains(it) {
        true => Ok(()),
        false => Err(Error::problem(
            field,
            format!("`{it}` is no tier of the tables in force; use one of {}", around.tiers.join(", ")),
        )),
    };
    scenario.plus.iter().try_for_each(|it| tier("plus", &it.0))?;
    scenario.cadence.iter().try_for_each(|it| tier("cadence", &it.0))?;
    for (word, _) in &scenario.people {
        if !around.roles.iter().any(|it| it.is(word)) {
            let keys: Vec<&str> = around.roles.iter().map(|it| it.key.as_str()).collect();
            let says = format!("`{word}` is no role of the plan; use one of {}", keys.join(", "));
            return Err(Error::problem("people", says));
        }
    }
    Ok(())
}

/// Refuses to take away more AI systems than there are.
fn enough(scenario: &Scenario, plan: &Plan, around: &Around) -> Result<(), Error> {
    let all = super::demand::systems(plan, &around.live, &around.tiers, scenario);
    match all.iter().find(|it| it.now.len() as f64 + it.planned + it.more < -1e-9) {
        None => Ok(()),
        Some(it) => {
            let (there, tier) = (it.now.len() as f64 + it.planned, &it.tier);
            Err(Error::problem(
                "plus",
                format!("{tier} has {there:.1} AI systems in this plan; take away no more than these"),
            ))
        }
    }
}

/// A plan told as it is and as it would be; pure.
pub fn told((id, title): (Id, String), plan: &Plan, around: &Around, scenario: Scenario) -> Told {
    let now = assess(plan, around, &Scenario::default());
    let then = (!scenario.is_plan()).then(|| assess(plan, around, &scenario));
    Told {
        id,
        title,
        faults: faults(plan, &around.tiers, &around.roles),
        deltas: then.as_ref().map(|it| deltas(&now, it)).unwrap_or_default(),
        scenario: then.is_some().then_some(scenario),
        now,
        then,
    }
}

fn deltas(now: &Assessed, then: &Assessed) -> Vec<Delta> {
    let of_roles = now.roles.iter().zip(&then.roles).flat_map(|(before, after)| {
        FIGURES.iter().map(|it| Delta {
            of: before.role.name.clone(),
            figure: it.name,
            before: (it.of)(before),
            after: (it.of)(after),
        })
    });
    let waits = |it: &Assessed| -> Vec<(String, f64)> {
        let line = |it: &super::waiting::Wait| (format!("{} {}", it.tier, it.activity), it.lead);
        it.roles.iter().flat_map(|it| it.waits.iter().map(line)).collect()
    };
    let (before, after) = (waits(now), waits(then));
    let mut names: Vec<&String> = before.iter().chain(&after).map(|it| &it.0).collect();
    names.sort();
    names.dedup();
    let lead = |all: &[(String, f64)], name: &str| all.iter().find(|it| it.0 == name).map(|it| it.1);
    let of_work = names.iter().map(|name| Delta {
        of: (*name).clone(),
        figure: "lead",
        before: lead(&before, name),
        after: lead(&after, name),
    });
    of_roles.chain(of_work).filter(|it| it.before != it.after).collect()
}
