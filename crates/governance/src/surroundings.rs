//! AI systems with the records around them, for the inventory and the pages of systems; a fixed number of statements for any
//! number of systems. Serves ISO/IEC 42001 4.4 and A.4.2.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use record::Id;
use store::{Heading, LinkRow, Query, Read, RecordRow, Stage};

use crate::derived::{Standing, date};
use crate::health::{Around, BEHIND_RISKS, NEAR, Near, Sign, signs};
use crate::listing::{Listing, Page, Row, Titles};
use crate::{Actor, Aims, Error};

/// The kind of AI systems.
pub const SYSTEM: &str = "ai_system";

/// A page of the inventory.
#[derive(Debug, Clone)]
pub struct Inventory {
    /// The systems of this page.
    pub page: Page,
    /// What is known around each of them, in the order of the page.
    pub around: Vec<Summary>,
    /// How far the inventory covers what is known.
    pub coverage: Coverage,
    /// Every system that is not retired, by state.
    pub stages: BTreeMap<String, u64>,
}

/// What is known around one system.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Signs of its health.
    pub signs: Vec<Sign>,
    /// The tier that counts, and why; nothing where none is decided.
    pub tier: Option<(String, String)>,
    /// The class in the law that counts, and why.
    pub legal_class: Option<(String, String)>,
    /// The last day on which its risks, its impact or its class were assessed.
    pub reviewed: Option<Date>,
    /// Records around it by kind: how many are in use.
    pub counts: BTreeMap<String, usize>,
}

/// Figures of the inventory that can be computed from what is recorded; what nobody has found yet is in none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Systems known, without those that are retired or were refused.
    pub known: u64,
    /// Of these, systems that somebody has taken on, rather than only found.
    pub registered: u64,
    /// Of these, systems for which a person answers.
    pub owned: u64,
    /// Of these, systems that belong to a unit.
    pub housed: u64,
}

/// States in which a system does not count any more.
const ENDED: &[&str] = &["retired", "refused"];

/// Whether an AI system is neither retired nor refused.
pub fn counts(system: &RecordRow) -> bool {
    !system.retired && !ENDED.contains(&system.state.as_str())
}

impl Aims {
    /// A page of the inventory with the health of its systems.
    pub async fn inventory(&self, actor: &Actor, listing: &Listing) -> Result<Inventory, Error> {
        let (this, actor, listing) = (self.clone(), actor.clone(), listing.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let query = this.query(read, &actor, &listing)?;
                let (rows, total) = read.page(&query)?;
                let around = this.around(read, &actor, &rows)?;
                let titles = this.titles(read, &actor, &rows, query.as_of)?;
                let stages = read.stages(&Query::of(SYSTEM, query.visible.clone()))?;
                let coverage = coverage(&stages);
                let stages = stages.into_iter().map(|it| (it.state, it.count)).collect();
                let rows: Vec<Row> = rows.into_iter().map(|it| crate::reading::row(it, Vec::new())).collect();
                let next = listing.cursor(rows.len(), total)?;
                let page = Page { rows, total, next, titles };
                Ok(Inventory { page, around: around.iter().map(summary).collect(), coverage, stages })
            })
            .await
    }

    /// How far the inventory covers what is known.
    pub async fn coverage(&self, actor: &Actor) -> Result<Coverage, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let counted = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            Ok::<_, Error>(coverage(&read.stages(&Query::of(SYSTEM, this.visible(read, &actor)?))?))
        };
        self.0.store.read_async(counted).await
    }

    /// One system with everything around it, and the titles of what these records link to.
    pub async fn system(&self, actor: &Actor, id: &Id) -> Result<(Around, Titles), Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let row = this.readable(read, &actor, &id, None)?;
                let around = this.everything_around(read, &actor, row)?;
                let mut rows: Vec<RecordRow> = around.near.iter().map(|it| it.row.clone()).collect();
                rows.push(around.system.clone());
                let further = rows.iter().map(|it| it.id.clone()).collect();
                Ok((around, this.titles_with(read, &actor, &rows, further)?))
            })
            .await
    }

    /// Systems with the records around them that their health follows from, as far as this person may see them.
    fn around(&self, read: &Read, actor: &Actor, systems: &[RecordRow]) -> Result<Vec<Around>, Error> {
        around_systems(read, systems, self.today(), |links| self.visible_links(read, actor, links))
    }

    /// A system with every record that links to it, and what stands behind its risks.
    fn everything_around(&self, read: &Read, actor: &Actor, system: RecordRow) -> Result<Around, Error> {
        let id = system.id.clone();
        let here: Vec<(Id, LinkRow)> = read.links_to(&id, None)?.into_iter().map(|it| (id.clone(), it)).collect();
        let mut links = self.visible_links(read, actor, here)?;
        let risks: Vec<Id> = links.iter().filter(|it| it.1.kind == "risk").map(|it| it.1.id.clone()).collect();
        let kinds: Vec<&str> = BEHIND_RISKS.iter().chain(&["treatment"]).copied().collect();
        let behind = self.visible_links(read, actor, read.links_to_any(&risks, &kinds)?)?;
        links.extend(behind.into_iter().map(|it| (id.clone(), it.1)));
        let found = gathered(read, std::slice::from_ref(&system), links, self.today())?.pop();
        Ok(found.unwrap_or(Around { system, standing: Vec::new(), near: Vec::new(), today: self.today() }))
    }

    /// Links whose sources are in use and may be seen by this person.
    fn visible_links(
        &self,
        read: &Read,
        actor: &Actor,
        links: Vec<(Id, LinkRow)>,
    ) -> Result<Vec<(Id, Heading)>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let mut known: HashMap<Id, bool> = HashMap::new();
        let heads = links.into_iter().map(|(target, link)| (target, link.end)).filter(|(_, head)| {
            !head.retired
                && *known
                    .entry(head.id.clone())
                    .or_insert_with(|| self.may_read_heading(&units, &configuration, actor, head))
        });
        Ok(heads.collect())
    }
}

/// Systems with the records around them that their health follows from; `seen` leaves out what does not count.
pub(crate) fn around_systems(
    read: &Read,
    systems: &[RecordRow],
    today: Date,
    seen: impl Fn(Vec<(Id, LinkRow)>) -> Result<Vec<(Id, Heading)>, Error>,
) -> Result<Vec<Around>, Error> {
    let ids: Vec<Id> = systems.iter().map(|it| it.id.clone()).collect();
    let mut links = seen(read.links_to_any(&ids, NEAR)?)?;
    let risks: HashMap<Id, Vec<Id>> =
        links.iter().filter(|it| it.1.kind == "risk").fold(HashMap::new(), |mut of, it| {
            of.entry(it.1.id.clone()).or_default().push(it.0.clone());
            of
        });
    let risk_ids: Vec<Id> = risks.keys().cloned().collect();
    for (risk, head) in seen(read.links_to_any(&risk_ids, BEHIND_RISKS)?)? {
        links.extend(risks.get(&risk).into_iter().flatten().map(|system| (system.clone(), head.clone())));
    }
    gathered(read, systems, links, today)
}

/// Systems with the records behind these links and what is derived of them.
fn gathered(read: &Read, systems: &[RecordRow], links: Vec<(Id, Heading)>, today: Date) -> Result<Vec<Around>, Error> {
    let mut ids: Vec<Id> = links.iter().map(|it| it.1.id.clone()).collect();
    ids.sort();
    ids.dedup();
    let rows: HashMap<Id, RecordRow> = read.records(&ids)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut standings: HashMap<Id, Vec<Standing>> = HashMap::new();
    let own: Vec<Id> = ids.iter().chain(systems.iter().map(|it| &it.id)).cloned().collect();
    for it in read.standings(&own, &[])? {
        let why = it.why.as_str().unwrap_or_default().to_owned();
        let standing = Standing { name: it.name, value: it.value, why, until: it.until };
        standings.entry(it.record).or_default().push(standing);
    }
    let around = |system: &RecordRow| {
        let mut near: Vec<&Id> = links.iter().filter(|it| it.0 == system.id).map(|it| &it.1.id).collect();
        near.sort();
        near.dedup();
        let near = near.into_iter().filter_map(|id| {
            Some(Near { row: rows.get(id)?.clone(), standing: standings.get(id).cloned().unwrap_or_default() })
        });
        let standing = standings.get(&system.id).cloned().unwrap_or_default();
        Around { system: system.clone(), standing, near: near.collect(), today }
    };
    Ok(systems.iter().map(around).collect())
}

/// What a line of the inventory says of a system.
pub fn summary(around: &Around) -> Summary {
    let said = |name: &str| {
        let found = around.standing.iter().find(|it| it.name == name)?;
        let word = found
            .value
            .as_str()
            .filter(|it| ![crate::tiering::UNDECIDED, crate::tiering::UNCLASSIFIED].contains(it))?;
        Some((word.to_owned(), found.why.clone()))
    };
    let assessed = |it: &Near| match it.row.kind.as_str() {
        "risk" | "impact_assessment" => date(&it.row.document, "assessed_on"),
        "classification" => date(&it.row.document, "classified_on"),
        _ => None,
    };
    let mut counts = BTreeMap::new();
    for near in &around.near {
        *counts.entry(near.row.kind.clone()).or_default() += 1;
    }
    Summary {
        signs: signs(around),
        tier: said("tier"),
        legal_class: said("legal_class"),
        reviewed: around.near.iter().filter_map(assessed).max(),
        counts,
    }
}

/// How far the systems that count are taken on, owned and housed.
fn coverage(stages: &[Stage]) -> Coverage {
    let counted = || stages.iter().filter(|it| !ENDED.contains(&it.state.as_str()));
    let known: u64 = counted().map(|it| it.count).sum();
    let found: u64 = counted().filter(|it| it.state == "discovered").map(|it| it.count).sum();
    let unowned: u64 = counted().map(|it| it.unowned).sum();
    let unhoused: u64 = counted().map(|it| it.unhoused).sum();
    Coverage { known, registered: known - found, owned: known - unowned, housed: known - unhoused }
}
