//! Closed nonconformities whose effect is gone again: each is opened again, and whoever answers for it is told by an escalation, once.

use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::closing::actions;
use super::effect::{Effect, effect};
use super::{CLOSED, MOST, NONCONFORMITY, VERIFIED};
use crate::derived::Snapshot;
use crate::{Actor, Aims, Error, Via};

impl Aims {
    /// Opens again what happened again; nothing is written where nothing did.
    pub(crate) async fn reopen_recurring(&self) -> Result<(), Error> {
        let this = self.clone();
        let look = move |read: &Read| Ok::<_, Error>(!recurring(&this.snapshot(read, None))?.is_empty());
        if !self.0.store.read_async(look).await? {
            return Ok(());
        }
        let this = self.clone();
        let work = move |tx: &mut Write| {
            let all = recurring(&this.snapshot(tx, None))?;
            for (row, why) in all {
                this.open_again(tx, &row, why)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(work).await
    }

    fn open_again(&self, tx: &mut Write, row: &RecordRow, why: String) -> Result<(), Error> {
        self.move_on(tx, &Actor::operator(Via::System), &row.id, "reopen", Some(why.clone()))?;
        let configuration = self.configuration();
        let title = format!("{} happened again", row.id);
        self.escalate_again(tx, row, (title, &why), &configuration.libraries.correcting.again)
    }
}

/// Closed nonconformities of which a verified action no longer works, each with why.
fn recurring(at: &Snapshot) -> Result<Vec<(RecordRow, String)>, Error> {
    let conditions = vec![Condition::State(vec![CLOSED.to_owned()])];
    let closed = at.read.list(&Query { conditions, limit: MOST, ..Query::of(NONCONFORMITY, Visible::All) })?;
    let actions = actions(at, &closed.iter().map(|it| it.id.clone()).collect::<Vec<_>>())?;
    let mut found = Vec::new();
    for row in closed {
        for action in actions.get(&row.id).into_iter().flatten().filter(|it| it.state == VERIFIED) {
            let told = effect(at, action, &Visible::All)?;
            if told.effect == Effect::Fails {
                found.push((row.clone(), format!("{}: {}", action.id, told.why)));
                break;
            }
        }
    }
    Ok(found)
}
