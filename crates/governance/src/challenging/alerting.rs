//! Whoever answers for a risk whose likelihood is contradicted by what was tried is told of it by an escalation, once for each run or scenario that shows it,
//! and without anybody asking.

use std::collections::BTreeSet;

use record::Id;
use store::{Read, RecordRow, Write};

use super::around::contradicted;
use crate::derived::Snapshot;
use crate::monitoring::ALERT;
use crate::risking::{OVER, RISK};
use crate::{Aims, Error};

/// What is told of a risk.
struct News {
    row: RecordRow,
    title: String,
    why: String,
}

impl Aims {
    /// Tells of likelihoods that are contradicted; nothing is written where none is, or it was told.
    pub(crate) async fn tell_contradicted(&self) -> Result<(), Error> {
        let this = self.clone();
        let look = move |read: &Read| Ok::<_, Error>(!untold(&this.snapshot(read, None))?.is_empty());
        if !self.0.store.read_async(look).await? {
            return Ok(());
        }
        let this = self.clone();
        let work = move |tx: &mut Write| {
            let (all, configuration) = (untold(&this.snapshot(tx, None))?, this.configuration());
            for it in all {
                let again = &configuration.libraries.challenging.again;
                this.escalate_again(tx, &it.row, (it.title, &it.why), again)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(work).await
    }
}

/// What is to be told and was not yet.
fn untold(at: &Snapshot) -> Result<Vec<News>, Error> {
    let risks: Vec<RecordRow> =
        at.list(RISK, Vec::new())?.into_iter().filter(|it| !it.retired && it.state != OVER).collect();
    let found = contradicted(at, &risks)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let news = found.iter().filter_map(|it| {
        let by = it.run.as_ref().unwrap_or(&it.exercise);
        let title = format!("{by} contradicts the likelihood of {}", it.risk);
        Some(News { row: risks.iter().find(|of| of.id == it.risk)?.clone(), title, why: it.says.clone() })
    });
    let mut news: Vec<News> = news.collect();
    let ids: Vec<Id> = news.iter().map(|it| it.row.id.clone()).collect();
    let raised = at.read.links_to_any(&ids, &[ALERT])?;
    let raised: BTreeSet<Id> = raised.into_iter().filter(|it| it.1.field == "trigger").map(|it| it.1.end.id).collect();
    let known: BTreeSet<String> =
        at.records(&raised.into_iter().collect::<Vec<_>>())?.into_iter().map(|it| it.title).collect();
    news.retain(|it| !known.contains(&it.title));
    Ok(news)
}
