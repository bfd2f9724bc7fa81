//! What moves risks as sheets, on paper and as data; and the queue as days for calendars.

use jiff::Timestamp;
use record::Id;

use super::super::RISK;
use super::answered::{Event as Reaching, Told, Waiting};
use super::feed::Shift;
use super::whole::Part;
use crate::event::Event;
use crate::ical::{Calendar, Event as Dated};
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, called, spaced};
use crate::{Actor, Aims, Error};

const QUEUE: [&str; 8] = ["due_on", "risk", "owner", "level", "reason", "why", "since_assessed", "since_event"];
const EVENTS: [&str; 4] = ["risk", "event", "on", "path"];
const PROPOSALS: [&str; 5] = ["risk", "owner", "assessed", "proposed", "why"];
const UNTOLD: [&str; 2] = ["risk", "why"];
const FEED: [&str; 8] = ["on", "risk", "what", "before", "after", "by", "cause", "why"];
/// Forms beside those that every document has: the queue as a table and as days, with their media types.
pub const MORE: [(&str, &str); 2] = [("csv", "text/csv; charset=utf-8"), ("ics", "text/calendar; charset=utf-8")];

impl Aims {
    /// What moves risks as a file, also the queue as a table; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::moving`]; an ending that is no form.
    pub async fn moving_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.moving(actor, part).await?;
        let configuration = self.configuration();
        let by = &configuration.libraries.moving;
        let said = &by.words;
        let head = (said, (said.say("title"), said.say("reads")), told.on);
        let bytes = match ending {
            "csv" => Some(sheet::write_csv(&QUEUE.map(str::to_owned), queue(&told))),
            "ics" => Some(calendar(said, &told, self.clock(), self.address()).text().into_bytes()),
            _ => self.filed_as_tables(ending, &told, head, || tables(said, &told, by.most_listed)).await?,
        };
        let bytes = bytes.ok_or_else(|| no_form(ending, "risks that moved", ", csv, ics"))?;
        self.enter(actor, Event::new("export").with("kind", RISK).with("rows", told.queue.len())).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["again", "title", "reads", "none", "queue", "events", "proposals", "untold", "feed"];
    let tables: [&[&str]; 5] = [&QUEUE, &EVENTS, &PROPOSALS, &UNTOLD, &FEED];
    own.into_iter().chain(tables.into_iter().flatten().copied()).collect()
}

/// The queue, a row each.
fn queue(told: &Told) -> Vec<Vec<String>> {
    let days = |it: Option<i32>| it.map(|it| it.to_string()).unwrap_or_default();
    let row = |it: &Waiting| {
        let owner = it.owner.as_ref().map(|it| called(&told.names, it)).unwrap_or_default();
        let first =
            [it.due.on.to_string(), called(&told.names, &it.risk), owner, it.gravest.clone().unwrap_or_default()];
        let last = [spaced(it.due.reason.name()), it.due.says.clone(), days(it.days_assessed), days(it.days_event)];
        first.into_iter().chain(last).collect()
    };
    told.queue.iter().map(row).collect()
}

/// The queue as days.
fn calendar(said: &Words, told: &Told, made: Timestamp, address: Option<&str>) -> Calendar {
    let event = |it: &Waiting| Dated {
        uid: format!("{}-{}-{}@aims", it.risk, it.due.reason.name(), it.due.on),
        on: it.due.on,
        summary: format!("{}: {}", called(&told.names, &it.risk), said.say("again")),
        description: it.due.says.clone(),
        url: address.map(|of| format!("{of}/{RISK}/{}", it.risk)).unwrap_or_default(),
        changed: made,
        version: 1,
        category: RISK.to_owned(),
    };
    Calendar { name: said.say("queue").to_owned(), made, events: told.queue.iter().map(event).collect() }
}

/// How an event reaches a risk, in words: from its record over what it is about.
pub fn path(told: &Told, it: &Reaching) -> String {
    let mut says = called(&told.names, &it.id);
    for hop in &it.path {
        let way = if hop.says.is_empty() { ":" } else { hop.says.as_str() };
        let space = if hop.says.is_empty() { "" } else { " " };
        says = format!("{says}{space}{way} {}", called(&told.names, &hop.id));
    }
    says
}

fn tables(said: &Words, told: &Told, most: usize) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let named = |it: &Id| called(&told.names, it);
    let events = told.queue.iter().flat_map(|of| {
        of.events
            .iter()
            .map(move |it| vec![called(&told.names, &of.risk), spaced(&it.event), it.on.to_string(), path(told, it)])
    });
    let proposals = told.proposals.iter().map(|it| {
        let owner = it.owner.as_ref().map(named).unwrap_or_default();
        vec![named(&it.risk), owner, it.from.1.clone(), it.to.1.clone(), it.because.clone()]
    });
    let untold = told.untold.iter().map(|it| vec![named(&it.risk), it.why.clone()]);
    let level = |it: &Option<String>| it.clone().unwrap_or_default();
    let feed = told.feed.iter().flat_map(|it| {
        let row = move |shift: Option<&Shift>| {
            let what = shift.map_or_else(|| spaced(&it.act), what);
            let (before, after) = shift.map(|it| (level(&it.before), level(&it.after))).unwrap_or_default();
            let cause = it.cause.as_ref().map(|it| called(&told.names, it)).unwrap_or_default();
            let first = [it.on.to_string(), called(&told.names, &it.risk), what, before, after];
            first.into_iter().chain([it.by.clone(), cause, it.why.clone().unwrap_or_default()]).collect::<Vec<String>>()
        };
        match it.shifts.is_empty() {
            true => vec![row(None)],
            false => it.shifts.iter().map(|it| row(Some(it))).collect(),
        }
    });
    vec![
        Rows::said(say, "queue", &QUEUE, queue(told).into_iter().take(most)),
        Rows::said(say, "events", &EVENTS, events.take(most)),
        Rows::said(say, "proposals", &PROPOSALS, proposals.take(most)),
        Rows::said(say, "untold", &UNTOLD, untold.take(most)),
        Rows::said(say, "feed", &FEED, feed.take(most)),
    ]
}

/// The basis and the type of a level.
pub fn what(it: &Shift) -> String {
    match &it.of {
        Some(of) => format!("{}, {}", it.basis.name(), spaced(of)),
        None => it.basis.name().to_owned(),
    }
}
