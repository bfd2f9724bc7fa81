//! The register of acceptances as sheets, on paper, as data, and its days as a calendar.

use jiff::civil::Date;
use record::Id;

use super::ACCEPTANCE;
use super::whole::{Line, Part, Told};
use crate::event::Event;
use crate::ical::{Calendar, Event as Dated};
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, spaced};
use crate::predicate::looked::figures;
use crate::{Actor, Aims, Error};

const REGISTER: [&str; 11] =
    ["number", "acceptance", "risk", "level", "owner", "state", "standing", "why", "from", "ends", "renewals"];
const EXCEPTIONS: [&str; 7] = ["number", "acceptance", "risk", "told", "side", "who", "authority"];
const EXPOSURE: [&str; 6] = ["by", "of", "points", "limit", "how", "records"];
const DAYS: [&str; 4] = ["day", "due", "number", "risk"];
const CONDITIONS: [&str; 6] = ["number", "condition", "counted", "holds", "why", "against"];
const UNACCEPTED: [&str; 4] = ["risk", "number", "standing", "why"];
const GAPS: [&str; 3] = ["gap", "what", "records"];
/// Forms of the register beside those that every document has: its lines alone, and its days; with their media types.
pub const MORE: [(&str, &str); 2] = [("csv", "text/csv; charset=utf-8"), ("ics", "text/calendar; charset=utf-8")];

impl Aims {
    /// The register as a file, also as a calendar; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::acceptances`]; an ending that is no form.
    pub async fn acceptance_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.acceptances(actor, part).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.accepting.words;
        let of = told.of.as_ref().map(|it| format!(": {}", it.1)).unwrap_or_default();
        let title = format!("{}{of}", said.say("title"));
        let head = (said, (title.as_str(), said.say("reads")), told.on);
        let bytes = match ending {
            "csv" => {
                tables(said, &told).into_iter().next().map(Rows::leaf).map(|it| sheet::write_csv(&it.head, it.rows))
            }
            "ics" => Some(calendar(said, &told, self.clock(), self.address()).text().into_bytes()),
            _ => self.filed_as_tables(ending, &told, head, || tables(said, &told)).await?,
        };
        let bytes = bytes.ok_or_else(|| no_form(ending, "the register of acceptances", ", csv, ics"))?;
        self.enter(actor, Event::new("export").with("kind", ACCEPTANCE).with("rows", told.register.len())).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = [
        "title",
        "reads",
        "none",
        "register",
        "exceptions",
        "exposure",
        "days",
        "conditions",
        "unaccepted",
        "gaps",
        "expiry",
        "review",
        "review_due",
        "review_missed",
        "yes",
        "no",
        "not_told",
    ];
    own.into_iter()
        .chain(REGISTER)
        .chain(EXCEPTIONS)
        .chain(EXPOSURE)
        .chain(DAYS)
        .chain(CONDITIONS)
        .chain(UNACCEPTED)
        .chain(GAPS)
        .collect()
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &Id| match told.names.get(&it.to_string()) {
        Some(title) => format!("{it} {title}"),
        None => it.to_string(),
    };
    let named = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let one = |it: &Option<Id>| it.as_ref().map(name).unwrap_or_default();
    let register = told.register.iter().map(|it| {
        let renewals = it.asked.as_ref().map(|it| it.renewals.len().to_string()).unwrap_or_default();
        let first = [it.id.to_string(), it.title.clone(), one(&it.risk), it.level.clone().unwrap_or_default()];
        let middle = [one(&it.owner), spaced(&it.state), spaced(it.standing.stands.name()), it.standing.why.clone()];
        first.into_iter().chain(middle).chain([day(it.from), day(it.expires), renewals]).collect::<Vec<String>>()
    });
    let exceptions = told.exceptions().filter_map(|it| exception(it, &one));
    let exposure = told.sums.iter().map(|it| {
        let of = it.of.parse::<Id>().map_or_else(|_| it.of.clone(), |it| name(&it));
        let limit = it.limit.map(|it| it.to_string()).unwrap_or_default();
        vec![spaced(it.by.name()), of, it.points.to_string(), limit, it.formula.clone(), named(&it.acceptances)]
    });
    let risk_of = |id: &Id| told.register.iter().find(|it| it.id == *id).map(|it| one(&it.risk)).unwrap_or_default();
    let days =
        told.days.iter().map(|it| vec![it.on.to_string(), say(it.what), name(&it.acceptance), risk_of(&it.acceptance)]);
    let conditions = told.register.iter().flat_map(|it| {
        it.standing.looked.iter().map(move |of| {
            let so = match of.holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not_told",
            };
            let so = said.say(so).to_owned();
            vec![it.id.to_string(), of.says.clone(), figures(of), so, of.why.clone(), named(&of.against)]
        })
    });
    let unaccepted = told
        .unaccepted
        .iter()
        .map(|it| vec![name(&it.risk), it.acceptance.to_string(), spaced(it.stands.name()), it.why.clone()]);
    let gaps = told.gaps.iter().map(|it| vec![spaced(it.sort), it.says.clone(), named(&it.records)]);
    vec![
        Rows::said(say, "register", &REGISTER, register),
        Rows::said(say, "exceptions", &EXCEPTIONS, exceptions),
        Rows::said(say, "unaccepted", &UNACCEPTED, unaccepted),
        Rows::said(say, "exposure", &EXPOSURE, exposure),
        Rows::said(say, "days", &DAYS, days),
        Rows::said(say, "conditions", &CONDITIONS, conditions),
        Rows::said(say, "gaps", &GAPS, gaps),
    ]
}

fn exception(it: &Line, one: &impl Fn(&Option<Id>) -> String) -> Option<Vec<String>> {
    let asked = it.asked.as_ref().ok()?;
    let who = if it.who.is_empty() { asked.deciders.join(", ") } else { it.who.clone() };
    let first = [it.id.to_string(), it.title.clone(), one(&it.risk), asked.level.clone(), spaced(asked.now.side)];
    Some(first.into_iter().chain([who, asked.why.clone()]).collect())
}

/// The days of the register, each with its acceptance.
fn calendar(said: &Words, told: &Told, made: jiff::Timestamp, address: Option<&str>) -> Calendar {
    let event = |due: &super::whole::Due| {
        let line = told.register.iter().find(|it| it.id == due.acceptance)?;
        let url = address.map(|it| format!("{it}/{ACCEPTANCE}/{}", line.id)).unwrap_or_default();
        Some(Dated {
            uid: format!("{}-{}-{}@aims", line.id, due.what, due.on),
            on: due.on,
            summary: format!("{} {}: {}", line.id, line.title, said.say(due.what)),
            description: line.standing.why.clone(),
            url,
            changed: line.row.changed,
            version: line.row.version,
            category: ACCEPTANCE.to_owned(),
        })
    };
    Calendar { name: said.say("title").to_owned(), made, events: told.days.iter().filter_map(event).collect() }
}

fn day(it: Option<Date>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}
