//! What moves risks, for those who ask: which must be assessed again and why, what incidents and indicators propose, and what moved since a day; named as
//! far as they may see it.

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use store::{Condition, Query, Read, RecordRow, VersionRow, Visible};

use super::super::RISK;
use super::super::around::{Around, criteria, in_force};
use super::super::level::{Judged, Risk};
use super::super::quantifying::whole::Asked;
use super::super::replay::replay;
use super::super::steps::Standing;
use super::super::whole::brief;
use super::answered::{Event, Figures, Replaced, Told, Waiting};
use super::feed::{By, Moved, moved};
use super::proposing::AllShown;
use super::reach::Reached;
use crate::derived::{Snapshot, day, midnight};
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// The day since which changes are told; as long ago as the library says when it is not given.
    pub since: Option<Date>,
    /// One AI system.
    pub system: Option<Id>,
    /// One risk.
    pub risk: Option<Id>,
    /// One person who answers.
    pub owner: Option<Id>,
}

impl Aims {
    /// Which risks must be assessed again and why, what is proposed, and what moved.
    ///
    /// Errors: a record of another kind; a day that lies ahead, before the ledger begins, or before that since which is told.
    pub async fn moving(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let shown = self.shown(actor, &Asked { on: part.on, risk: part.risk.clone(), ..Asked::default() }).await?;
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            for (id, kind) in [(&part.system, SYSTEM), (&part.risk, RISK), (&part.owner, "person")] {
                let Some(id) = id else { continue };
                if this.readable(read, &who, id, None)?.kind != kind {
                    return Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " "))));
                }
            }
            let (at, on) = this.at_day(read, part.on)?;
            let since = since(&at, part.since, on)?;
            let mut around = Around::read(&at, None)?;
            around.keep(&this.names_of(read, &who, around.events())?);
            around.risks.retain(|it| wanted(&it.risk, &part));
            let mut told = told(&at, &around, since, shown)?;
            let moved = changed(&at, |it| wanted(&Risk::of(it), &part), since)?;
            told.feed = feed(&around, &moved, since);
            let names = this.names_of(read, &who, told.named())?;
            told.shown(names).by_name(read)
        };
        self.0.store.read_async(read).await
    }
}

/// The day since which is told.
///
/// Errors: it comes after the day for which is told.
pub(in crate::risking) fn since(at: &Snapshot, asked: Option<Date>, on: Date) -> Result<Date, Error> {
    let back: Span = at.libraries.moving.since.parse().unwrap_or_default();
    let since = asked.unwrap_or_else(|| on.saturating_sub(back));
    match since <= on {
        true => Ok(since),
        false => {
            Err(Error::problem("since", format!("{since} comes after {on}, for which is told; name an earlier day")))
        }
    }
}

fn wanted(it: &Risk, part: &Part) -> bool {
    let owner = it.owner.as_ref().and_then(|it| it.parse::<Id>().ok());
    part.risk.as_ref().is_none_or(|of| it.id == *of)
        && part.system.as_ref().is_none_or(|of| it.systems.contains(of))
        && (part.owner.is_none() || part.owner == owner)
}

/// The queue of risks around, what is shown of their likelihoods, and other criteria; what moved is added by whoever asks for it.
pub(in crate::risking) fn told(at: &Snapshot, around: &Around, since: Date, shown: AllShown) -> Result<Told, Error> {
    let mut queue: Vec<(usize, Waiting)> = around.risks.iter().filter_map(|it| waiting(around, it, since)).collect();
    queue.sort_by(|(a, it), (b, of)| (it.due.on, b, it.risk.number).cmp(&(of.due.on, a, of.risk.number)));
    let own = |id: &Id| around.risks.iter().any(|it| it.risk.id == *id);
    Ok(Told {
        on: around.on,
        since,
        by: around.by().map(brief),
        figures: Figures { risks: around.risks.len(), ..Figures::default() },
        queue: queue.into_iter().map(|it| it.1).collect(),
        proposals: shown.proposals.into_iter().filter(|it| own(&it.risk)).collect(),
        untold: shown.untold.into_iter().filter(|it| own(&it.risk)).collect(),
        feed: Vec::new(),
        replaced: replaced(at, around, since)?,
        hidden: 0,
        names: Names::new(),
    })
}

/// A risk in the queue, with how grave it is; nothing where nothing calls for it.
fn waiting(around: &Around, it: &Standing, since: Date) -> Option<(usize, Waiting)> {
    let (on, by) = (around.on, around.by());
    let due = it.dues.first().cloned()?;
    let after = |of: &&Reached| of.late || it.risk.assessed_on.is_none_or(|it| of.event.day > it);
    let events: Vec<&Reached> = it.reached.iter().filter(after).collect();
    let levels = by.map(|it| it.levels.as_slice()).unwrap_or_default();
    let rank = |it: &Judged| levels.iter().position(|of| Some(of) == it.level.as_ref());
    let gravest = it.now().max_by_key(|it| rank(it));
    let event = |of: &&Reached| Event {
        id: of.event.id.clone(),
        event: of.event.name.clone(),
        on: of.event.day,
        known: of.event.known,
        moved: of.event.moved.clone(),
        path: of.path.clone(),
    };
    let days = |from: Date| (on - from).get_days();
    let waiting = Waiting {
        risk: it.risk.id.clone(),
        systems: it.risk.systems.clone(),
        owner: it.risk.owner.as_ref().and_then(|it| it.parse().ok()),
        gravest: gravest.and_then(|it| it.level.clone()),
        level_says: gravest.map(|it| it.says.clone()),
        verdict: it.now().map(|it| it.verdict).max(),
        assessed_on: it.risk.assessed_on,
        now: due.on <= on,
        became_due: due.on <= on && due.on >= since,
        days_assessed: it.risk.assessed_on.map(days),
        days_event: events.first().map(|it| days(it.event.day)),
        newly_reached: events.iter().any(|it| it.event.day >= since || (it.late && it.event.known >= since)),
        events: events.iter().map(event).collect(),
        due,
    };
    Some((gravest.and_then(rank).map_or(0, |it| it + 1), waiting))
}

/// Criteria that came in the place of others since a day, and what moved with them.
fn replaced(at: &Snapshot, around: &Around, since: Date) -> Result<Option<Replaced>, Error> {
    let Some((then, now)) = at.at_end_of(since)?.zip(around.by()) else { return Ok(None) };
    let all = criteria(&then)?;
    let Some(before) = in_force(&all, day(then.time)).filter(|it| it.id != now.id) else { return Ok(None) };
    let risks: Vec<&Risk> = around.risks.iter().map(|it| &it.risk).collect();
    let moved = replay(&risks, before, now, &around.versions);
    Ok(Some(Replaced { from: brief(before), to: brief(now), moved }))
}

/// All versions of risks that changed since the beginning of a day, also of those that are over or were taken out of use since.
pub(in crate::risking) fn changed(
    at: &Snapshot,
    wanted: impl Fn(&RecordRow) -> bool,
    since: Date,
) -> Result<Vec<VersionRow>, Error> {
    let Some(from) = midnight(since) else { return Ok(Vec::new()) };
    let conditions = vec![Condition::Changed(Some(from), None)];
    let query = Query { conditions, limit: u32::MAX, retired: true, as_of: at.place, ..Query::of(RISK, Visible::All) };
    let mut rows = at.read.list(&query)?;
    rows.retain(|it| it.changed >= from && wanted(it));
    let ids: Vec<Id> = rows.into_iter().map(|it| it.id).collect();
    Ok(at.read.histories(&ids, at.place)?)
}

/// What moved since the beginning of a day, by versions of risks.
pub(in crate::risking) fn feed(around: &Around, versions: &[VersionRow], since: Date) -> Vec<Moved> {
    let by = By { criteria: around.by(), versions: &around.versions };
    midnight(since).map(|from| moved(versions, by, from)).unwrap_or_default()
}
