//! Whoever answers for an acceptance that does not count any more, or was not reviewed on its day, is told of it by an escalation, once for each time, and
//! without anybody asking.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use store::{Read, RecordRow, Visible, Write};

use super::acceptance::Acceptance;
use super::around::Around;
use super::standing::{Stands, told};
use crate::derived::{Snapshot, date, day};
use crate::monitoring::ALERT;
use crate::{Aims, Error};

/// What is told of an acceptance.
struct News {
    row: RecordRow,
    title: String,
    why: String,
    since: Date,
}

impl Aims {
    /// Tells of acceptances that lapsed and of reviews that were not held; nothing is written where nothing is, or it was told.
    pub(crate) async fn tell_lapsed(&self) -> Result<(), Error> {
        let this = self.clone();
        let look = move |read: &Read| Ok::<_, Error>(!untold(&this.snapshot(read, None))?.is_empty());
        if !self.0.store.read_async(look).await? {
            return Ok(());
        }
        let this = self.clone();
        let work = move |tx: &mut Write| {
            let (all, configuration) = (untold(&this.snapshot(tx, None))?, this.configuration());
            for it in all {
                this.escalate_again(tx, &it.row, (it.title, &it.why), &configuration.libraries.accepting.again)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(work).await
    }
}

/// What is to be told and was not yet.
fn untold(at: &Snapshot) -> Result<Vec<News>, Error> {
    let around = Around::read(at)?;
    let mut news = Vec::new();
    for it in around.all.iter().filter(|it| it.row.state == super::GRANTED) {
        news.extend(lapsed(at, &around, it)?);
        news.extend(unreviewed(&around, it));
    }
    let ids: Vec<Id> = news.iter().map(|it| it.row.id.clone()).collect();
    let raised = at.read.links_to_any(&ids, &[ALERT])?;
    let raised: BTreeSet<(Id, Id)> =
        raised.into_iter().filter(|it| it.1.field == "trigger").map(|it| (it.0, it.1.end.id)).collect();
    let alerts = at.records(&raised.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let known = |it: &News| {
        let own = alerts.iter().filter(|of| raised.contains(&(it.row.id.clone(), of.id.clone())));
        own.filter(|of| of.title == it.title).any(|of| date(&of.document, "raised_on").is_some_and(|on| it.since <= on))
    };
    news.retain(|it| !known(it));
    Ok(news)
}

/// That an acceptance does not count any more, where its risk is not kept by another.
fn lapsed(at: &Snapshot, around: &Around, it: &Acceptance) -> Result<Option<News>, Error> {
    let Some(risk) = it.risk.as_ref().and_then(|it| around.risks.get(it)) else { return Ok(None) };
    if risk.state == crate::risking::OVER || risk.retired {
        return Ok(None);
    }
    let now = around.borne.get(&risk.id);
    let found = told(at, it, &Visible::All, (now, &around.levels))?;
    if !found.stands.lapsed() {
        return Ok(None);
    }
    for other in around.all.iter().filter(|of| of.risk == it.risk && of.id() != it.id() && of.held()) {
        if told(at, other, &Visible::All, (now, &around.levels))?.stands == Stands::InEffect {
            return Ok(None);
        }
    }
    let since = found.since.or(it.granted_on).or(it.from).unwrap_or_else(|| day(it.row.created));
    let title = format!("{} is {}, and {} is unaccepted", it.id(), found.stands.name().replace('_', " "), risk.id);
    Ok(Some(News { row: it.row.clone(), title, why: found.why, since }))
}

/// That a review was not held on its day, while the acceptance is not over.
fn unreviewed(around: &Around, it: &Acceptance) -> Option<News> {
    let review = it.reviews().into_iter().find(|it| it.overdue(around.on)).filter(|_| it.keeps(around.time))?;
    let title = format!("the review of {} due on {} was not held", it.id(), review.due);
    let why = format!("{} is to be reviewed by {}, and no review was entered", it.id(), review.due);
    Some(News { row: it.row.clone(), title, why, since: review.due })
}
