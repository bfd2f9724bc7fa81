//! Indicators with their values on a day, for those that may be seen and are active.

use jiff::civil::Date;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::gathered::tighten;
use crate::strategy::INDICATOR;
use crate::strategy::indicator::Reading;
use crate::strategy::whole::measured;
use crate::{Actor, Aims, Error, Moment};

/// Indicators that are looked at.
const MOST: u32 = 10_000;

impl Aims {
    /// The values of active indicators right after a place of the ledger, told for a day, with the tightest class of what was read.
    pub(super) async fn readings_at(
        &self,
        actor: &Actor,
        place: u64,
        on: Date,
    ) -> Result<(Vec<Reading>, String), Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            rows(read, this.visible(read, &who)?, place)
        };
        let (indicators, measurements) = self.0.store.read_async(read).await?;
        let (mut readings, mut access) = (Vec::new(), String::new());
        for row in &indicators {
            tighten(&mut access, &row.access);
            readings.push(self.reading_at(actor, row, &measurements, (Moment::Place(place), on)).await?);
        }
        Ok((readings, access))
    }
}

fn rows(read: &Read, visible: Visible, place: u64) -> Result<(Vec<RecordRow>, Vec<RecordRow>), Error> {
    let as_of = Some(place);
    let conditions = vec![Condition::State(vec!["active".to_owned()])];
    let indicators = read.list(&Query { conditions, as_of, limit: MOST, ..Query::of(INDICATOR, visible.clone()) })?;
    let measurements = measured(read, &indicators, visible, as_of)?;
    Ok((indicators, measurements))
}
