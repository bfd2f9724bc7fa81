//! Changing many records of a list at once: any editable field, any transition, out of use and back. All or none.
//!
//! First comes the value, then what would come of it for each record, then the change itself; see `preview`.

pub(crate) mod preview;

use axum::body::Body;
use axum::extract::Path;
use governance::Listing;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Field, FieldType, Id, Kind, Transition};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::pick::Named;
use crate::html::{Html, page, read};
use crate::language::grouped;
use crate::pages::form::Sent;
use crate::reply::Reply;

/// Most records of one bulk edit, which is the limit of what is committed together.
const MOST: u32 = 1000;

/// What is done with each selected record.
#[derive(Clone, Copy)]
pub(super) enum Act<'a> {
    Set(&'a Field),
    Move(&'a Transition),
    Retire,
    Restore,
}

impl<'a> Act<'a> {
    /// `set:owner`, `move:analyse`, `retire` or `restore`.
    fn read(call: &Call, kind: &'a Kind, text: Option<&str>) -> Result<Act<'a>, Failure> {
        let act = match text.map(|it| it.split_once(':').unwrap_or((it, ""))) {
            Some(("set", name)) => kind.field(name).filter(|it| can_set(it)).map(Act::Set),
            Some(("move", name)) => kind.transition(name).map(Act::Move),
            Some(("retire", "")) => Some(Act::Retire),
            Some(("restore", "")) => Some(Act::Restore),
            _ => None,
        };
        act.ok_or_else(|| Failure::input(call.say("bulk.no_act")))
    }

    /// As [`Act::read`] reads it.
    fn written(self) -> String {
        match self {
            Act::Set(field) => format!("set:{}", field.name),
            Act::Move(transition) => format!("move:{}", transition.name),
            Act::Retire => "retire".to_owned(),
            Act::Restore => "restore".to_owned(),
        }
    }

    /// As people read it.
    fn said(self, call: &Call) -> String {
        match self {
            Act::Set(field) => call.tell("bulk.set", &[("field", &field.label)]),
            Act::Move(transition) => call.tell("bulk.move", &[("transition", &transition.label())]),
            Act::Retire => call.say("bulk.retire").to_owned(),
            Act::Restore => call.say("bulk.restore").to_owned(),
        }
    }

    /// The fields that its form asks for.
    fn fields(self, kind: &'a Kind) -> Vec<&'a Field> {
        match self {
            Act::Set(field) => vec![field],
            Act::Move(transition) => {
                transition.needs.iter().filter_map(|it| kind.field(it)).filter(|it| can_set(it)).collect()
            }
            Act::Retire | Act::Restore => Vec::new(),
        }
    }

    /// Whether a reason must be given.
    fn wants_reason(self) -> bool {
        match self {
            Act::Set(_) => false,
            Act::Move(transition) => transition.reason,
            Act::Retire | Act::Restore => true,
        }
    }

    /// The change of one record.
    fn change(self, (id, base): (Id, i64), set: &Document, why: Option<String>) -> Change {
        let base = Some(base);
        match self {
            Act::Set(_) => Change::Edit { id, base, set: set.clone(), why },
            Act::Move(it) => Change::Move { id, base, transition: it.name.clone(), set: set.clone(), why },
            Act::Retire => Change::Retire { id, base, why: why.unwrap_or_default() },
            Act::Restore => Change::Restore { id, base, why: why.unwrap_or_default() },
        }
    }
}

/// Whether one value of this field can be set on many records.
fn can_set(field: &Field) -> bool {
    field.is_input() && !matches!(field.ty, FieldType::Table { .. } | FieldType::File)
}

/// `POST /{kind}/bulk`
pub(crate) async fn bulk(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    let act = Act::read(&call, kind, sent.posted.text("do"))?;
    let changes = changes(&call, kind, act, selected(&call, kind, &sent).await?, &sent).await?;
    call.aims().commit_all(&call.actor, changes, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{}?done=changed", kind.kind)))
}

/// The change of each selected record.
async fn changes(
    call: &Call,
    kind: &Kind,
    act: Act<'_>,
    selected: Vec<(Id, i64)>,
    sent: &Sent,
) -> Result<Vec<Change>, Failure> {
    let fields = act.fields(kind);
    let named = Named::look_up(call, &fields, &sent.filled).await?;
    let read = read::read(&call.configuration.catalog, &fields, &sent.filled, &named);
    let mut set = read.map_err(governance::Error::Problems)?;
    // What a move needs and the form leaves blank stays as each record has it.
    if !matches!(act, Act::Set(_)) {
        set.retain(|_, value| !value.is_null());
    }
    Ok(selected.into_iter().map(|it| act.change(it, &set, sent.why())).collect())
}

/// The ticked rows, or everything that the filter finds.
async fn selected(call: &Call, kind: &Kind, sent: &Sent) -> Result<Vec<(Id, i64)>, Failure> {
    let selected = match sent.posted.text("all") {
        Some(_) => found(call, kind, sent).await?,
        None => sent.posted.all("ids").map(|it| row(call, kind, it)).collect::<Result<_, _>>()?,
    };
    match selected.is_empty() {
        true => Err(Failure::input(call.say("bulk.none"))),
        false => Ok(selected),
    }
}

async fn found(call: &Call, kind: &Kind, sent: &Sent) -> Result<Vec<(Id, i64)>, Failure> {
    let filter = sent.posted.text("filter").unwrap_or_default().to_owned();
    let retired = sent.posted.text("retired").is_some();
    let listing = Listing { filter, retired, limit: MOST, ..Listing::of(&kind.kind) };
    let page = call.aims().list(&call.actor, &listing).await?;
    match page.total > u64::from(MOST) {
        true => Err(Failure::input(call.tell("bulk.too_many", &[("total", &page.total), ("most", &MOST)]))),
        false => Ok(page.rows.into_iter().map(|it| (it.id, it.version)).collect()),
    }
}

/// A ticked row: number and version, as `RSK-0001@3`.
fn row(call: &Call, kind: &Kind, text: &str) -> Result<(Id, i64), Failure> {
    let wrong = || Failure::input(call.tell("bulk.no_row", &[("row", &text)]));
    let (id, version) = text.split_once('@').ok_or_else(wrong)?;
    Ok((call.id(kind, id)?, version.parse().map_err(|_| wrong())?))
}

/// What can be done with the ticked rows, below a list.
pub(crate) fn bar(call: &Call, kind: &Kind, listing: &Listing, total: u64) -> Html {
    let sets: Vec<Act<'_>> = kind.fields.iter().filter(|it| can_set(it)).map(Act::Set).collect();
    let moves: Vec<Act<'_>> = kind.lifecycle.transitions.iter().map(Act::Move).collect();
    let groups = [("bulk.moves", moves), ("bulk.fields", sets), ("bulk.other", vec![Act::Retire, Act::Restore])];
    let all = grouped(total);
    maud! {
        div .bulk role="group" aria-label=(call.say("bulk.legend")) {
            strong { (call.say("bulk.legend")) " " span #ticked aria-live="polite" {} }
            input type="hidden" name="filter" value=(listing.filter);
            @if listing.retired { input type="hidden" name="retired" value="yes"; }
            label for="bulk-do" {
                (call.say("bulk.do"))
                select #bulk-do name="do" {
                    @for (label, acts) in &groups {
                        optgroup label=(call.say(label)) { @for act in acts { option value=(act.written()) { (act.said(call)) } } }
                    }
                }
            }
            @if total > u64::from(listing.limit) { label .check { input type="checkbox" name="all" value="yes"; (call.tell("bulk.all", &[("total", &all)])) } }
            button .main type="submit" { (call.say("bulk.continue")) }
        }
    }
    .memoize()
}
