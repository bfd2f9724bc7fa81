//! What a reader may see of where requests stand. The rules count every request; a reader learns that others count, and not which.

use std::collections::BTreeSet;

use record::Id;
use store::{Read, RecordRow};

use super::around::Around;
use super::lane::{Laned, Unpassed};
use crate::{Actor, Aims, Error};

/// Requests and AI systems that a reader may see.
#[derive(Debug)]
pub(super) struct Eyes(BTreeSet<Id>);

impl Eyes {
    /// Whether a record may be seen.
    pub(super) fn see(&self, id: &Id) -> bool {
        self.0.contains(id)
    }

    /// Where a request stands, without what must not be seen.
    pub(super) fn on(&self, mut it: Laned) -> Laned {
        it.systems.retain(|id| self.see(id));
        if let Some(group) = &mut it.together {
            let whole = group.requests.len();
            group.requests.retain(|id| self.see(id));
            group.systems.retain(|id| self.see(id));
            group.others = whole - group.requests.len();
        }
        for check in it.unpassed.iter_mut().chain(&mut it.missing) {
            self.veil(check);
        }
        it
    }

    fn veil(&self, check: &mut Unpassed) {
        if !self.see(&check.system) {
            check.why = "you may not see this AI system, so you are not told why".to_owned();
        }
    }
}

impl Aims {
    /// What somebody may see of requests and of the systems behind them.
    pub(super) fn eyes(&self, read: &Read, actor: &Actor, around: &Around) -> Result<Eyes, Error> {
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let may = |it: &&RecordRow| self.may_read_heading(&units, &configuration, actor, &it.heading());
        let rows = around.requests.values().chain(around.systems.values().map(|it| &it.row));
        Ok(Eyes(rows.filter(may).map(|it| it.id.clone()).collect()))
    }
}
