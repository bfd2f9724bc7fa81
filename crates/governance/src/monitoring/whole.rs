//! Everything about one monitor, for its page, and the monitors of a record. A fixed number of statements, however many batches.

use record::Id;
use store::{Heading, Read, RecordRow};

use super::batches::{Batch, batches};
use super::settings::Settings;
use super::standing::{Standing, standing};
use super::{ALERT, KIND};
use crate::listing::Titles;
use crate::{Actor, Aims, Error};

/// A monitor with all that follows for it.
#[derive(Debug)]
pub struct Whole {
    /// The record.
    pub monitor: RecordRow,
    /// What it says.
    pub settings: Settings,
    /// How it stands.
    pub standing: Standing,
    /// Its batches in the order of their days, those that the reader may see.
    pub batches: Vec<Batch>,
    /// What it raised, the newest first.
    pub alerts: Vec<Heading>,
    /// Titles of what it links to.
    pub titles: Titles,
}

/// A monitor and how it stands.
#[derive(Debug)]
pub struct Watching {
    /// The monitor.
    pub monitor: RecordRow,
    /// How it stands.
    pub standing: Standing,
    /// The newest batch.
    pub newest: Option<Batch>,
}

impl Aims {
    /// A monitor with all that follows for it.
    pub async fn monitor(&self, actor: &Actor, id: &Id) -> Result<Whole, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let monitor = this.readable(read, &actor, &id, None)?;
            if monitor.kind != KIND {
                return Err(Error::Missing(format!("`{id}` is no monitor")));
            }
            let at = this.snapshot(read, None);
            let batches = batches(&at, &[&id])?.remove(&id).unwrap_or_default();
            let settings = Settings::of(&monitor);
            let standing = standing(&settings, &batches, at.time);
            let batches = this.seen_batches(read, &actor, batches)?;
            let mut alerts = this.linked(read, &actor, &id, ALERT, "trigger")?;
            alerts.sort_by_key(|it| std::cmp::Reverse(it.id.number));
            let titles = this.titles_with(read, &actor, std::slice::from_ref(&monitor), Vec::new())?;
            Ok::<_, Error>(Whole { monitor, settings, standing, batches, alerts, titles })
        };
        self.0.store.read_async(read).await
    }

    /// The monitors that watch a record or its parts, as far as this person may see them.
    pub async fn monitors_of(&self, actor: &Actor, watched: Vec<Id>) -> Result<Vec<Watching>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let (units, configuration) = (this.units(read, &actor)?, this.configuration());
            let links = read.links_to_any(&watched, &[KIND])?;
            let mut ids: Vec<Id> = links
                .into_iter()
                .map(|it| it.1)
                .filter(|it| it.field == "watches" && !it.end.retired)
                .filter(|it| this.may_read_heading(&units, &configuration, &actor, &it.end))
                .map(|it| it.end.id)
                .collect();
            ids.sort();
            ids.dedup();
            let at = this.snapshot(read, None);
            let mut all = batches(&at, &ids.iter().collect::<Vec<_>>())?;
            let one = |monitor: RecordRow| {
                let own = all.remove(&monitor.id).unwrap_or_default();
                let standing = standing(&Settings::of(&monitor), &own, at.time);
                Watching { standing, newest: own.into_iter().last(), monitor }
            };
            Ok::<_, Error>(read.records(&ids)?.into_iter().map(one).collect())
        };
        self.0.store.read_async(read).await
    }

    fn seen_batches(&self, read: &Read, actor: &Actor, mut batches: Vec<Batch>) -> Result<Vec<Batch>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let ids: Vec<Id> = batches.iter().map(|it| it.id.clone()).collect();
        let known = read.headings(&ids)?;
        let may = |id: &Id| {
            let heading = known.iter().find(|it| it.id == *id);
            heading.is_some_and(|it| self.may_read_heading(&units, &configuration, actor, it))
        };
        batches.retain(|it| may(&it.id));
        Ok(batches)
    }

    /// Records of a kind that name this one in a field, as far as this person may see them.
    fn linked(&self, read: &Read, actor: &Actor, id: &Id, kind: &str, field: &str) -> Result<Vec<Heading>, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let links = read.links_to_any(std::slice::from_ref(id), &[kind])?;
        let ends = links.into_iter().map(|it| it.1).filter(|it| it.field == field).map(|it| it.end);
        Ok(ends.filter(|it| !it.retired && self.may_read_heading(&units, &configuration, actor, it)).collect())
    }
}
