//! Whoever answers for a treatment that was closed by what was shown, and is open again, is told of it by an escalation, once for each time.

use std::collections::BTreeSet;

use record::Id;
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::plan::Plan;
use super::success::{Told, Verdict, told};
use super::{CLOSED, TREATMENT};
use crate::derived::{Snapshot, date};
use crate::monitoring::ALERT;
use crate::{Aims, Error};

/// Closed treatments at which one round looks.
const MOST: u32 = 500;

impl Aims {
    /// Tells of what is open again; nothing is written where nothing is, or it was told.
    pub(crate) async fn tell_reopened(&self) -> Result<(), Error> {
        let this = self.clone();
        let look = move |read: &Read| Ok::<_, Error>(!untold(&this.snapshot(read, None))?.is_empty());
        if !self.0.store.read_async(look).await? {
            return Ok(());
        }
        let this = self.clone();
        let work = move |tx: &mut Write| {
            let (all, configuration) = (untold(&this.snapshot(tx, None))?, this.configuration());
            for (row, told) in all {
                let title = format!("{} does not show its success any more", row.id);
                this.escalate_again(tx, &row, (title, &told.why), &configuration.libraries.treating.again)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(work).await
    }
}

/// Treatments that are open again and of which nobody was told since they are.
fn untold(at: &Snapshot) -> Result<Vec<(RecordRow, Told)>, Error> {
    let conditions = vec![Condition::State(vec![CLOSED.to_owned()])];
    let mut closed = at.read.list(&Query { conditions, limit: MOST, ..Query::of(TREATMENT, Visible::All) })?;
    closed.retain(|it| it.document.contains_key("shown_on"));
    let ids: Vec<Id> = closed.iter().map(|it| it.id.clone()).collect();
    let raised = at.read.links_to_any(&ids, &[ALERT])?;
    let raised: BTreeSet<(Id, Id)> =
        raised.into_iter().filter(|it| it.1.field == "trigger").map(|it| (it.0, it.1.end.id)).collect();
    let alerts = at.records(&raised.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let mut found = Vec::new();
    for row in closed {
        let told = told(at, &Plan::of(&row), &Visible::All)?;
        let since = told.since.or(told.shown_on);
        let own = alerts.iter().filter(|it| raised.contains(&(row.id.clone(), it.id.clone())));
        let known =
            own.filter_map(|it| date(&it.document, "raised_on")).any(|on| since.is_none_or(|since| since <= on));
        if told.verdict == Verdict::Reopened && !known {
            found.push((row, told));
        }
    }
    Ok(found)
}
