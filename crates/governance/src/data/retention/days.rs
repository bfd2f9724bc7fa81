//! The days by which rules of retention ask that records go, for calendars. Serves ISO/IEC 42001 7.5 and A.7.2.
//!
//! They follow from the rules and stand in no field; held and contradictory records have none, since nothing may be done then.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use record::Id;
use store::{Read, RecordRow};

use super::survey::Judged;
use crate::attention::Disposing;
use crate::dates::{Due, Whose};
use crate::{Actor, Aims, Error};

/// The name under which such a day stands where others name their field.
const FIELD: &str = "retention";

impl Aims {
    /// The days within a time by which records must go: of those and by rules that somebody owns, or of what belongs to a record.
    pub(crate) async fn disposal_days(
        &self,
        actor: &Actor,
        whose: Whose,
        (from, to): (Date, Date),
    ) -> Result<Vec<Due>, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let visible = this.visible(read, &who)?;
            let (mut items, _, around) = super::survey::judged(&this.snapshot(read, None), &visible)?;
            let rules: Vec<Id> = around.rules.iter().map(|it| it.id.clone()).collect();
            let theirs: HashSet<Id> =
                read.records(&rules)?.into_iter().filter(|it| owns(&who, &it.owner)).map(|it| it.id).collect();
            items.retain(|it| match &whose {
                Whose::Mine => owns(&who, &it.record.owner) || it.covered.iter().any(|rule| theirs.contains(rule)),
                Whose::About(id) => it.belongs.contains(id),
            });
            let says = &this.configuration().libraries.attention.disposal;
            let ids: Vec<Id> = items.iter().map(|it| it.record.id.clone()).collect();
            let rows: HashMap<Id, RecordRow> = read.records(&ids)?.into_iter().map(|it| (it.id.clone(), it)).collect();
            let dues = items.iter().filter_map(|it| due(says, rows.get(&it.record.id)?, it, around.today));
            Ok::<_, Error>(dues.filter(|it| (from..=to).contains(&it.on)).collect())
        };
        self.0.store.read_async(look).await
    }
}

/// Whether this person owns something.
fn owns(actor: &Actor, owner: &Option<String>) -> bool {
    actor.person.as_ref().is_some_and(|it| owner.as_deref() == Some(&it.to_string()))
}

/// The day by which a record goes; nothing where it may stay, or may not go.
fn due(says: &Disposing, row: &RecordRow, judged: &Judged, today: Date) -> Option<Due> {
    let kept = &judged.kept;
    let on = match kept.word {
        // Without a longest time, the end of the shortest one is the day.
        "due" | "kept" => kept.must.or(kept.may)?,
        "may_go" => kept.must?,
        _ => return None,
    };
    Due::of(row, FIELD, (on, today), (&says.says, &says.passed))
}
