//! Days of review of acceptances for which one person answers, as days that they keep. Serves ISO/IEC 42001 8.3 and 9.1.

use jiff::civil::Date;
use record::Id;
use store::{Condition, Query, Read, Visible};

use super::acceptance::Acceptance;
use super::{ACCEPTANCE, GRANTED, SUSPENDED};
use crate::dates::Due;
use crate::{Aims, Error};

/// The field by which the day goes.
const FIELD: &str = "reviews";

impl Aims {
    /// The next review of each acceptance for which a person answers and that keeps a risk, up to a day: that which was let pass, or is to come.
    pub(crate) fn reviews_of(
        &self,
        read: &Read,
        visible: &Visible,
        person: &Id,
        until: Date,
    ) -> Result<Vec<Due>, Error> {
        let held = Condition::State(vec![GRANTED.to_owned(), SUSPENDED.to_owned()]);
        let conditions = vec![Condition::Owner(Some(person.to_string())), held];
        let query = Query { conditions, limit: u32::MAX, ..Query::of(ACCEPTANCE, visible.clone()) };
        let (today, time) = (self.today(), self.clock());
        let configuration = self.configuration();
        let said = &configuration.libraries.accepting.words;
        let due = |row: &store::RecordRow| {
            let it = Acceptance::of(row);
            let next = it.reviews().into_iter().find(|of| of.held.is_none() && of.due <= until && it.keeps(time))?;
            Due::of(row, FIELD, (next.due, today), (said.say("review_due"), said.say("review_missed")))
        };
        Ok(read.list(&query)?.iter().filter_map(due).collect())
    }
}
