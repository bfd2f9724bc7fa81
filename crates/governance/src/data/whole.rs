//! Everything about one dataset, for its page; and the lineage around any record as far as somebody may see it.
//!
//! What follows is computed from everything, and what is shown is what the reader may see. A fixed number of statements.

use record::Id;
pub use store::RecordRow;
use store::{Heading, Read};

use super::budget::{Budget, budget};
use super::chain::{Chain, chain};
use super::licence::{Licensed, licence};
use super::lineage::Lineage;
use super::provenance::{Provenance, provenance};
use super::quality::Quality;
use super::representation::{Representation, representation};
use super::retention::around::Around;
use super::retention::judge::Kept;
use super::tier::Tiered;
use super::trade_off::{TradeOff, trade_off};
use super::trend::{Trend, trends};
use crate::{Actor, Aims, Error};

/// A dataset with all that follows for it.
#[derive(Debug)]
pub struct Whole {
    /// The dataset.
    pub dataset: RecordRow,
    /// The records around it that the reader may see.
    pub lineage: Lineage,
    /// How strictly it is looked at.
    pub tier: Tiered,
    /// Whether its licence allows its uses.
    pub licensed: Licensed,
    /// Its versions, the newest first.
    pub versions: Vec<OfVersion>,
    /// What was spent of its privacy.
    pub budget: Budget,
    /// Treatments of its versions weighed against each other, where the reader may see all of them.
    pub trade_offs: Vec<TradeOff>,
    /// The numbers of quality over time, those that broke a limit first.
    pub trends: Vec<Trend>,
    /// Contracts with the party that supplies it.
    pub contracts: Vec<Heading>,
}

/// A version with all that follows for it.
#[derive(Debug)]
pub struct OfVersion {
    /// The version.
    pub row: RecordRow,
    /// What is known of where it comes from.
    pub provenance: Option<Provenance>,
    /// Whether its chain of digests holds.
    pub chain: Chain,
    /// Whether its quality is shown.
    pub quality: Option<Quality>,
    /// Whether it stands for those it is about.
    pub representation: Option<Representation>,
    /// What was measured of it, the newest first.
    pub measured: Vec<RecordRow>,
    /// How long it is kept.
    pub kept: Option<Kept>,
}

impl Aims {
    /// A dataset with all that follows for it.
    pub async fn data(&self, actor: &Actor, id: &Id) -> Result<Whole, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let dataset = this.readable(read, &actor, &id, None)?;
            let lineage = this.lineage_around(read, &dataset)?;
            let (tier, licensed) = (lineage.tier(&dataset), licence(&lineage, &dataset));
            let rows: Vec<RecordRow> = lineage.versions(&id).into_iter().filter(|it| !it.retired).cloned().collect();
            let around = Around::read(&this.snapshot(read, None), &rows)?;
            let mut versions: Vec<OfVersion> = rows.iter().rev().map(|it| of_version(&lineage, &around, it)).collect();
            let mut budget = budget(&lineage, &dataset, None);
            let mut trade_offs: Vec<TradeOff> =
                lineage.versions(&id).into_iter().filter_map(|it| trade_off(&lineage, it)).collect();
            let seen = this.seen(read, &actor, lineage)?;
            versions.retain(|it| seen.row(&it.row.id).is_some());
            versions.iter_mut().for_each(|it| it.measured.retain(|it| seen.row(&it.id).is_some()));
            budget.rows.retain(|it| seen.row(&it.version).is_some());
            trade_offs.retain(|it| it.versions().all(|it| seen.row(it).is_some()));
            let contracts = this.contracts(read, &actor, &dataset)?;
            let trends = trends(versions.iter().flat_map(|it| &it.measured));
            let lineage = seen;
            Ok::<_, Error>(Whole { dataset, lineage, tier, licensed, versions, budget, trade_offs, trends, contracts })
        };
        self.0.store.read_async(read).await
    }

    /// A record and the lineage around it, as far as this person may see it.
    pub async fn lineage(&self, actor: &Actor, id: &Id) -> Result<(RecordRow, Lineage), Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            let lineage = this.lineage_around(read, &row)?;
            Ok::<_, Error>((row, this.seen(read, &actor, lineage)?))
        };
        self.0.store.read_async(read).await
    }

    fn lineage_around(&self, read: &Read, row: &RecordRow) -> Result<Lineage, Error> {
        Lineage::around(&self.snapshot(read, None), std::slice::from_ref(row))
    }

    fn seen(&self, read: &Read, actor: &Actor, lineage: Lineage) -> Result<Lineage, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        Ok(lineage.seen(|it| self.may_read_heading(&units, &configuration, actor, &it.heading())))
    }

    /// Contracts with the party that supplies a dataset.
    fn contracts(&self, read: &Read, actor: &Actor, dataset: &RecordRow) -> Result<Vec<Heading>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let parties = super::lineage::targets(&dataset.document, "supplied_by");
        let links = read.links_to_any(&parties, &["contract"])?;
        let may = |it: &Heading| !it.retired && self.may_read_heading(&units, &configuration, actor, it);
        Ok(links.into_iter().filter(|it| it.1.field == "party").map(|it| it.1.end).filter(may).collect())
    }
}

fn of_version(lineage: &Lineage, around: &Around, row: &RecordRow) -> OfVersion {
    let mut measured: Vec<RecordRow> = lineage.from(&row.id, "measurement", "of").into_iter().cloned().collect();
    measured.sort_by_key(|it| std::cmp::Reverse(it.id.number));
    OfVersion {
        row: row.clone(),
        provenance: provenance(lineage, row),
        chain: chain(lineage, row),
        quality: lineage.quality(row),
        representation: representation(lineage, row),
        measured,
        kept: around.judge(row),
    }
}
