//! Dates of records that somebody has to keep: for the inbox, for calendars, for reminders. Serves ISO/IEC 42001 9.1.

use std::collections::HashMap;

use jiff::civil::Date;
use record::Id;
use store::{Condition, Query, Read, RecordRow, Visible};

use crate::attention::Attention;
use crate::derived::date;
use crate::{Actor, Aims, Error, Moment};

/// A date of a record.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Due {
    /// The record.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Its version.
    pub version: i64,
    /// Who owns it.
    pub owner: Option<String>,
    /// When it last changed.
    pub changed: jiff::Timestamp,
    /// Field that holds the date.
    pub field: String,
    /// The date.
    pub on: Date,
    /// Days from today until then; fewer than none when it has passed.
    pub left: i64,
    /// What the date is, such as `valid until` or `stale since`.
    pub says: String,
    /// Whether something no longer holds after it.
    pub untrue: bool,
}

/// Whose dates are asked for.
#[derive(Debug, Clone)]
pub enum Whose {
    /// Those of the person who asks.
    Mine,
    /// Those of a record and of the records that link to it.
    About(Id),
}

/// Most records whose dates are read at once.
const MOST: u32 = 500;

impl Aims {
    /// The dates from the first day to the last, both included, the earliest first.
    pub async fn dates(&self, actor: &Actor, whose: Whose, from: Date, to: Date) -> Result<Vec<Due>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let visible = this.visible(read, &actor)?;
                let Some(theirs) = whose.condition(&actor) else { return Ok(Vec::new()) };
                this.dates_in(read, visible, theirs, (from, to))
            })
            .await
    }

    /// The same, for a condition and within a snapshot: two statements, whatever it finds.
    pub(crate) fn dates_in(
        &self,
        read: &Read,
        visible: Visible,
        theirs: Condition,
        (from, to): (Date, Date),
    ) -> Result<Vec<Due>, Error> {
        let configuration = self.configuration();
        let attention = &configuration.libraries.attention;
        let wanted = vec![theirs, attention.dated(from, to)];
        let rows = read.list(&Query { conditions: wanted, limit: MOST, ..Query::all(visible) })?;
        let derived = derived_dates(read, attention, &rows)?;
        let today = self.today();
        let mut dues: Vec<Due> = rows.iter().flat_map(|row| dues(row, attention, &derived, today)).collect();
        dues.retain(|it| (from..=to).contains(&it.on));
        dues.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
        Ok(dues)
    }

    /// The end of a day that is over, and the day; now, for today or where none is asked for.
    ///
    /// Errors: a day that lies ahead.
    pub(crate) fn moment_of(&self, on: Option<Date>) -> Result<(Moment, Date), Error> {
        let today = self.today();
        match on.unwrap_or(today) {
            on if on == today => Ok((Moment::Now, today)),
            on if on > today => {
                let says = format!("`{on}` lies ahead; nothing is known yet of a day after {today}");
                Err(Error::problem("on", says))
            }
            on => Ok((on.to_string().parse()?, on)),
        }
    }

    /// Today, as the clock of this store has it.
    pub fn today(&self) -> Date {
        crate::derived::day(self.clock())
    }
}

/// Dates that are derived rather than typed, from the cache.
fn derived_dates(read: &Read, attention: &Attention, rows: &[RecordRow]) -> Result<HashMap<(Id, String), Date>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let names: Vec<&str> = attention.dates.iter().map(|it| it.field.as_str()).collect();
    let standings = if ids.is_empty() { Vec::new() } else { read.standings(&ids, &names)? };
    let dated = standings.into_iter().filter_map(|it| Some(((it.record, it.name), it.value.as_str()?.parse().ok()?)));
    Ok(dated.collect())
}

impl Due {
    /// A date of a record: its name, the date and today, and what is said before it and once it has passed.
    pub(crate) fn of(row: &RecordRow, field: &str, (on, today): (Date, Date), says: (&str, &str)) -> Option<Due> {
        let left = i64::from(on.since((jiff::Unit::Day, today)).ok()?.get_days());
        Some(Due {
            id: row.id.clone(),
            kind: row.kind.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            version: row.version,
            owner: row.owner.clone(),
            changed: row.changed,
            field: field.to_owned(),
            on,
            left,
            says: if left < 0 { says.1 } else { says.0 }.to_owned(),
            untrue: false,
        })
    }
}

impl Whose {
    /// The condition for their records; nothing for somebody who is no person.
    fn condition(&self, actor: &Actor) -> Option<Condition> {
        match self {
            Whose::Mine => Some(Condition::Owner(Some(actor.person.as_ref()?.to_string()))),
            Whose::About(id) => Some(Condition::Any(vec![
                Condition::Ids(vec![id.clone()]),
                Condition::LinkedTo { field: None, target: id.clone() },
            ])),
        }
    }
}

/// The dates that one record has.
fn dues(row: &RecordRow, attention: &Attention, derived: &HashMap<(Id, String), Date>, today: Date) -> Vec<Due> {
    let counted = attention.dates.iter().filter(|it| it.kind == row.kind && it.states.contains(&row.state));
    let due = |it: &crate::attention::Dated| {
        let typed = date(&row.document, &it.field);
        let on = typed.or_else(|| derived.get(&(row.id.clone(), it.field.clone())).copied())?;
        Some(Due { untrue: it.untrue, ..Due::of(row, &it.field, (on, today), (&it.says, &it.passed))? })
    };
    counted.filter_map(due).collect()
}
