//! All AI systems by tier: who is where and why, who is undecided and lacks what, overrides with their end, and systems that are
//! alike and are not treated alike. And what another table would move. A fixed number of statements for any number of systems.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow};

use super::around::{Around, Frozen};
use super::counting::{By, Counted, by_subject, of_scheme};
use super::facts::{Fact, frozen, of_system};
use super::overriding;
use super::verdict::verdict;
use super::{CLASSIFICATION, CONFIRMED, OWN_TIER, UNDECIDED};
use crate::deciding::in_force::{Deciding, Tables};
use crate::deciding::shipped::{Ruled, scheme};
use crate::deciding::{self, RULES};
use crate::surroundings::{SYSTEM, counts};
use crate::{Actor, Aims, Error};

/// AI systems that are looked at.
const MOST: u32 = 10_000;

/// A system and its tier.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The system.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// The tier, or that it is undecided.
    pub tier: String,
    /// Why, or what is lacking.
    pub why: String,
}

/// An override.
#[derive(Debug, Clone, Serialize)]
pub struct Override {
    /// The classification.
    pub id: Id,
    /// The system.
    pub system: String,
    /// What it says instead.
    pub to: String,
    /// Its last day.
    pub expires: String,
    /// What it lacks, where it does not hold.
    pub problem: Option<String>,
}

/// Two systems that differ in one fact at most and have different tiers.
#[derive(Debug, Clone, Serialize)]
pub struct Unlike {
    /// The systems.
    pub systems: [Id; 2],
    /// Their tiers.
    pub tiers: [String; 2],
    /// The fact in which they differ; none where they are alike in all.
    pub fact: Option<String>,
}

/// All systems by tier.
#[derive(Debug, Default, Serialize)]
pub struct Portfolio {
    /// Every system that is neither retired nor refused, by number.
    pub systems: Vec<Line>,
    /// How many have each tier, in the order of the tiers, then those without.
    pub distribution: Vec<(String, usize)>,
    /// Overrides of confirmed classifications.
    pub overrides: Vec<Override>,
    /// Systems alike that are not treated alike.
    pub unlike: Vec<Unlike>,
}

/// A system that another table would move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The system.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// The outcome now.
    pub from: String,
    /// The outcome by that table.
    pub to: String,
}

/// A system with what its classifications say.
struct Placed {
    row: RecordRow,
    counted: Option<Counted>,
    facts: Vec<Fact>,
    frozen: Option<Tables>,
}

impl Aims {
    /// All AI systems that this person may see, by tier.
    pub async fn tiers(&self, actor: &Actor) -> Result<Portfolio, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0.store.read_async(move |read: &Read| this.tiers_in(read, &actor)).await
    }

    /// The same within a reading.
    pub(crate) fn tiers_in(&self, read: &Read, actor: &Actor) -> Result<Portfolio, Error> {
        let (around, classes, placed) = self.placed(read, actor, OWN_TIER)?;
        Ok(portfolio(&around, &classes, &placed, self.clock()))
    }

    /// Which systems a table would move, were it in force: by the facts that are kept where a classification counts, else by those
    /// of the record.
    pub async fn replay(&self, actor: &Actor, id: &Id) -> Result<Vec<Moved>, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            let row = this.readable(read, &who, &id, None)?;
            let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
            let by = scheme(&text("scheme")).filter(|_| row.kind == deciding::KIND).ok_or_else(|| {
                Error::Missing(format!(
                    "`{id}` is no decision table of a scheme of classification, so nothing follows from it"
                ))
            })?;
            let ruled = Ruled::read(row.text(RULES).unwrap_or_default(), Some((row.id.clone(), row.version)));
            let ruled = std::sync::Arc::new(ruled.map_err(|it| Error::problem(RULES, it.to_string()))?);
            let (around, _, placed) = this.placed(read, &actor, &by.name)?;
            let now = Tables::choose(&around.in_force, by);
            let others = around.in_force.into_iter().filter(|it| it.ruled.table.name != ruled.table.name);
            let first = Deciding::alone(&by.purpose, &by.name, ruled.clone());
            let then = Tables::choose(&[first].into_iter().chain(others).collect::<Vec<_>>(), by);
            Ok::<_, Error>(placed.iter().filter_map(|it| moved(it, &now, &then)).collect())
        };
        self.0.store.read_async(read).await
    }

    /// Systems that count and may be seen, with what counts for them of a scheme.
    fn placed(&self, read: &Read, actor: &Actor, by: &str) -> Result<(Around, Vec<RecordRow>, Vec<Placed>), Error> {
        let actor = self.with_roles(read, actor)?;
        let query = Query { limit: MOST, ..Query::of(SYSTEM, self.visible(read, &actor)?) };
        let rows: Vec<RecordRow> = read.list(&query)?.into_iter().filter(counts).collect();
        let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
        let links = read.links_to_any(&ids, &[CLASSIFICATION])?;
        let (units, configuration) = (self.units(read, &actor)?, self.configuration());
        let seen = links.into_iter().map(|it| it.1).filter(|it| it.field == "subject" && !it.end.retired);
        let seen = seen.filter(|it| self.may_read_heading(&units, &configuration, &actor, &it.end)).map(|it| it.end.id);
        let mut classes = read.records(&seen.collect::<Vec<_>>())?;
        classes.retain(|it| it.state == CONFIRMED && it.text("scheme") == Some(by));
        let refs: Vec<&RecordRow> = classes.iter().collect();
        let around = Around::read(&self.snapshot(read, None), &refs, true)?;
        let mut of = by_subject(&classes);
        let placed = rows.into_iter().map(|row| {
            let own = of.remove(&row.id).unwrap_or_default();
            let found = of_scheme(&own, &around, by, self.clock());
            let class = found.as_ref().and_then(|it| own.iter().find(|row| row.id == it.1));
            let tables = class.map(|it| around.frozen(it));
            let tables = if let Some(Frozen::Tables(it)) = tables { Some(it) } else { None };
            let facts = class
                .map(|it| frozen(it))
                .filter(|it| !it.is_empty())
                .unwrap_or_else(|| of_system(&around.libraries.facts, &row));
            Placed { counted: found.map(|it| it.0), facts, frozen: tables, row }
        });
        let placed = placed.collect();
        Ok((around, classes, placed))
    }
}

/// How one system would move.
fn moved(it: &Placed, now: &Tables, then: &Tables) -> Option<Moved> {
    let word = |tables: &Tables| verdict(tables, &it.facts).outcome.unwrap_or_else(|| UNDECIDED.to_owned());
    let (from, to) = (word(it.frozen.as_ref().unwrap_or(now)), word(then));
    (from != to).then(|| Moved { id: it.row.id.clone(), title: it.row.title.clone(), from, to })
}

fn portfolio(around: &Around, classes: &[RecordRow], placed: &[Placed], time: jiff::Timestamp) -> Portfolio {
    let now = around.now(OWN_TIER).unwrap_or_default();
    let systems: Vec<Line> = placed.iter().map(|it| line(it, &now)).collect();
    let words = now.outcomes().into_iter().map(str::to_owned);
    let mut order: Vec<String> = words.collect();
    let strange = systems.iter().map(|it| it.tier.clone()).filter(|it| it != UNDECIDED);
    strange.for_each(|it| {
        if !order.contains(&it) {
            order.push(it)
        }
    });
    order.push(UNDECIDED.to_owned());
    let count = |word: String| (word.clone(), systems.iter().filter(|it| it.tier == word).count());
    Portfolio {
        distribution: order.into_iter().map(count).collect(),
        overrides: classes.iter().filter_map(|it| overridden(it, around, &now, time)).collect(),
        unlike: unlike(placed),
        systems,
    }
}

fn line(it: &Placed, now: &Tables) -> Line {
    let known = it.counted.as_ref().and_then(|it| Some((it.outcome.clone()?, it.why.clone())));
    let (tier, why) = known.unwrap_or_else(|| {
        let found = verdict(now, &it.facts);
        let said = match &found.outcome {
            Some(outcome) => format!("its record gives {outcome}; let it be worked out and confirmed"),
            None => found.why(),
        };
        (UNDECIDED.to_owned(), said)
    });
    Line { id: it.row.id.clone(), title: it.row.title.clone(), tier, why }
}

fn overridden(row: &RecordRow, around: &Around, now: &Tables, time: jiff::Timestamp) -> Option<Override> {
    let to = overriding::outcome(row)?.to_owned();
    let own = if let Frozen::Tables(it) = around.frozen(row) { Some(it) } else { None };
    let base = verdict(own.as_ref().unwrap_or(now), &frozen(row)).outcome;
    let problem = overriding::problem(row, around, &now.outcomes(), base.as_deref(), time);
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Some(Override { id: row.id.clone(), system: text("subject"), to, expires: text("override_expires"), problem })
}

/// Pairs of systems with different tiers that differ in one fact at most.
fn unlike(placed: &[Placed]) -> Vec<Unlike> {
    let mut by: BTreeMap<(String, String), Vec<&Placed>> = BTreeMap::new();
    let decided = |it: &&Placed| it.counted.as_ref().is_some_and(|it| it.outcome.is_some() && it.by != By::Statement);
    for it in placed.iter().filter(decided) {
        let mut pairs: Vec<String> = it.facts.iter().map(|it| format!("{}={}", it.fact, it.value)).collect();
        pairs.sort();
        for fact in it.facts.iter().map(|it| it.fact.as_str()) {
            let rest: Vec<&str> =
                pairs.iter().map(String::as_str).filter(|it| !it.starts_with(&format!("{fact}="))).collect();
            by.entry((fact.to_owned(), rest.join(";"))).or_default().push(it);
        }
    }
    let mut found: BTreeMap<(Id, Id), Unlike> = BTreeMap::new();
    for ((fact, _), all) in by {
        for (place, one) in all.iter().enumerate() {
            for other in &all[place + 1..] {
                let value = |it: &Placed| it.facts.iter().find(|it| it.fact == fact).map(|it| it.value.clone());
                let tier = |it: &Placed| it.counted.as_ref().and_then(|it| it.outcome.clone()).unwrap_or_default();
                if tier(one) == tier(other) {
                    continue;
                }
                let differs = (value(one) != value(other)).then(|| fact.clone());
                let (systems, tiers) = ([one.row.id.clone(), other.row.id.clone()], [tier(one), tier(other)]);
                let key = (systems[0].clone(), systems[1].clone());
                found.entry(key).or_insert(Unlike { systems, tiers, fact: differs });
            }
        }
    }
    found.into_values().collect()
}
