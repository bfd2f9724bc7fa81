//! Everything about one contract, for its page; and on whom the AI systems hang that somebody may see.
//!
//! What follows is computed from everything; records that the reader may not see are not named. A fixed number of statements.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::{Heading, Read, RecordRow};

use super::CONTRACT;
use super::around::Around;
use super::clause::{Coverage, coverage};
use super::concentration::{Concentration, Links, concentration, step};
use super::liability::uncovered;
use super::promise::{Judged, judge};
use crate::data::lineage::Lineage;
use crate::data::tier::of_system;
use crate::derived::date;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Titles by number, of those records that the reader may see.
pub type Titles = BTreeMap<Id, String>;

/// A contract with all that follows for it.
#[derive(Debug)]
pub struct OfContract {
    /// Topics that it must speak of, with the obligation that does; none for types of contracts that are asked nothing.
    pub coverage: Option<Coverage>,
    /// Its promises with how they stand.
    pub promises: Vec<(Id, Judged)>,
    /// What the liability leaves open, and how it was counted.
    pub uncovered: Option<(Value, String)>,
    /// Data under it whose licence ends, the earliest first.
    pub licences: Vec<(Id, Date)>,
    /// The day for which it is asked.
    pub today: Date,
    /// Titles of the records that are named.
    pub titles: Titles,
}

/// On whom AI systems hang, with the titles of what is named.
#[derive(Debug)]
pub struct Dependence {
    /// What hangs on whom.
    pub of: Concentration,
    /// Titles.
    pub titles: BTreeMap<Id, (String, String)>,
}

impl Aims {
    /// A contract with all that follows for it.
    pub async fn supply(&self, actor: &Actor, id: &Id) -> Result<OfContract, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            if row.kind != CONTRACT {
                return Err(Error::Missing(format!("`{id}` is no contract; `aims list {CONTRACT}` shows them")));
            }
            let around = Around::read(&this.snapshot(read, None), std::slice::from_ref(&row))?;
            let mut found = of_contract(&around, &row);
            let seen = this.visible_headings(read, &actor, found.named())?;
            found.titles = seen.into_iter().map(|it| (it.id, it.title)).collect();
            found.promises.retain(|it| found.titles.contains_key(&it.0));
            found.licences.retain(|it| found.titles.contains_key(&it.0));
            Ok::<_, Error>(found)
        };
        self.0.store.read_async(read).await
    }

    /// On whom the AI systems hang that this person may see.
    pub async fn dependence(&self, actor: &Actor) -> Result<Dependence, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let (mut links, mut ids) = (Links::new(), BTreeSet::new());
            let libraries = this.configuration().libraries.clone();
            let steps = libraries.concentration.way.iter().flat_map(|it| &it.path).filter_map(|it| step(it));
            for (kind, field) in steps.map(|it| (it.1, it.2)).chain([("external_party", "parent")]) {
                if let Entry::Vacant(place) = links.entry((kind.to_owned(), field.to_owned())) {
                    let pairs = read.links_of_field(kind, field)?.into_iter();
                    let pairs: Vec<(Id, Id)> =
                        pairs.filter_map(|it| it.0.parse().ok().zip(it.1.parse().ok())).collect();
                    ids.extend(pairs.iter().flat_map(|it| [it.0.clone(), it.1.clone()]));
                    place.insert(pairs);
                }
            }
            let systems = this.systems_seen(read, &actor)?;
            let seen = this.visible_headings(read, &actor, ids.into_iter().collect())?;
            let counting: BTreeSet<&Id> = seen.iter().filter(|it| this.lives(it)).map(|it| &it.id).collect();
            links.values_mut().for_each(|it| it.retain(|it| counting.contains(&it.0) && counting.contains(&it.1)));
            let parties = seen.iter().filter(|it| it.kind == PARTY && this.lives(it)).map(|it| it.id.clone()).collect();
            let titles = seen.iter().map(|it| (it.id.clone(), (it.kind.clone(), it.title.clone()))).collect();
            Ok::<_, Error>(Dependence { of: concentration(&libraries, &systems, &parties, &links), titles })
        };
        self.0.store.read_async(read).await
    }

    /// The AI systems that count and that this person may see, each with its tier.
    fn systems_seen(&self, read: &Read, actor: &Actor) -> Result<BTreeMap<Id, String>, Error> {
        let classified = read.links_of_field("classification", "subject")?;
        let classifications: Vec<Id> = classified.iter().filter_map(|it| it.0.parse().ok()).collect();
        let (mut after, mut rows) = (0, Vec::new());
        loop {
            let part = read.records_of(SYSTEM, after, PART)?;
            let Some(last) = part.last() else { break };
            after = last.id.number;
            rows.extend(part);
        }
        let seen = self.visible_headings(read, actor, rows.iter().map(|it| it.id.clone()).collect())?;
        let counting: BTreeSet<Id> = seen.into_iter().filter(|it| self.lives(it)).map(|it| it.id).collect();
        rows.retain(|it| counting.contains(&it.id));
        let all = rows.iter().cloned().chain(read.records(&classifications)?).collect();
        let lineage = Lineage::of(all, self.clock(), &self.configuration().libraries);
        Ok(rows.iter().map(|it| (it.id.clone(), of_system(&lineage, it).name().to_owned())).collect())
    }

    /// Those of these records that this person may see.
    fn visible_headings(&self, read: &Read, actor: &Actor, ids: Vec<Id>) -> Result<Vec<Heading>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let found = read.headings(&ids)?.into_iter();
        Ok(found.filter(|it| self.may_read_heading(&units, &configuration, actor, it)).collect())
    }

    /// Whether a record is neither retired nor over.
    fn lives(&self, it: &Heading) -> bool {
        let configuration = self.configuration();
        let over = |kind: &record::Kind| kind.lifecycle.finals.contains(&it.state);
        !it.retired && !configuration.catalog.kind(&it.kind).is_some_and(over)
    }
}

/// The kind of those on whom systems may hang.
const PARTY: &str = "external_party";

/// Records that are read at once.
const PART: u32 = 1000;

fn of_contract(around: &Around, row: &RecordRow) -> OfContract {
    let promises = around.obligations(&row.id).into_iter().filter_map(|it| Some((it.id.clone(), judge(around, it)?)));
    let ends = |it: &&RecordRow| Some((it.id.clone(), date(&it.document, "licence_until")?));
    let mut licences: Vec<(Id, Date)> = around.datasets(row).iter().filter_map(ends).collect();
    licences.sort_by_key(|it| it.1);
    OfContract {
        coverage: coverage(around, row),
        promises: promises.collect(),
        uncovered: uncovered(&row.document),
        licences,
        today: around.today,
        titles: Titles::new(),
    }
}

impl OfContract {
    /// The records that it names.
    fn named(&self) -> Vec<Id> {
        let topics = self.coverage.iter().flat_map(|it| &it.asked).filter_map(|it| it.1.clone());
        let breaches = self.promises.iter().flat_map(|it| &it.1.breaches);
        let deliveries = breaches.flat_map(|it| [Some(it.dataset.clone()), it.delivery.clone()]).flatten();
        let promises = self.promises.iter().map(|it| it.0.clone());
        let all: BTreeSet<Id> =
            topics.chain(deliveries).chain(promises).chain(self.licences.iter().map(|it| it.0.clone())).collect();
        all.into_iter().collect()
    }
}
