//! What can be done with a record besides editing: its transitions, retiring and restoring. Where something stands in the
//! way it is said: who may, which fields are missing.

use axum::body::Body;
use axum::extract::Path;
use governance::Moment;
use governance::reading::Offer;
use hypertext::{maud_borrow as maud, prelude::*};
use policy::{Action, Refusal};
use record::{Change, Field, Id, Kind};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::Filled;
use crate::html::pick::{Named, Picks};
use crate::html::widget::Widgets;
use crate::html::{Html, page, parts, read, words};
use crate::language::Language;
use crate::pages::detail::{self, Trouble, View};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// What can be done with a record, and what stands in the way.
pub(crate) struct Moves {
    /// Nothing for a record that is retired, or shown as of a past moment.
    offers: Vec<Offer>,
    edit: Vec<Refusal>,
    retired: bool,
    /// Why it cannot be retired, or restored; nothing for a past moment.
    retire: Option<Vec<Refusal>>,
    picks: Picks,
}

impl Moves {
    /// Asks what can be done.
    pub async fn of(view: &View<'_>) -> Result<Moves, Failure> {
        let View { call, kind, record, past, .. } = *view;
        if past {
            return Ok(Moves {
                offers: Vec::new(),
                edit: Vec::new(),
                retired: record.retired,
                retire: None,
                picks: Picks::default(),
            });
        }
        let aims = call.aims();
        let (offers, edit, verb) = match record.retired {
            true => (Vec::new(), Vec::new(), Action::Restore),
            false => {
                let edit = aims.may(&call.actor, &record.id, Action::Edit).await?;
                (aims.offers(&call.actor, &record.id).await?, edit, Action::Retire)
            }
        };
        let retire = Some(aims.may(&call.actor, &record.id, verb).await?);
        let missing: Vec<&Field> = offers.iter().flat_map(|it| needed(kind, it)).collect();
        let picks = Picks::load(call, &missing).await?;
        Ok(Moves { offers, edit, retired: record.retired, retire, picks })
    }

    /// Whether the button to edit stands at the top.
    pub fn may_edit(&self) -> bool {
        self.retire.is_some() && self.edit.is_empty() && !self.retired
    }

    /// What bars every way that leads from here to a state; nothing when one is free, or none leads there.
    pub fn barred(&self, view: &View<'_>, state: &str) -> Option<String> {
        let mut ways = self.offers.iter().filter(|it| it.to == state).peekable();
        ways.peek()?;
        let bars: Option<Vec<String>> = ways.map(|it| bar(view, it)).collect();
        bars.and_then(|it| it.into_iter().next())
    }

    /// The forms for every transition, and for retiring or restoring; a hint instead where a policy refuses.
    pub fn draw(&self, view: &View<'_>) -> Html {
        let call = view.call;
        let missing: Vec<&Field> = self.offers.iter().flat_map(|it| needed(view.kind, it)).collect();
        maud! {
            @if let Some(refusals) = &self.retire {
                section .panel aria-labelledby="moves" {
                    h2 #moves { (call.say("moves.title")) }
                    (self.picks.lists(&missing))
                    @if !self.edit.is_empty() {
                        details .move.barred {
                            summary { (call.say("detail.edit")) " " small { (call.say("moves.refused")) } }
                            (reasons(&self.edit))
                        }
                    }
                    @for offer in &self.offers { (transition_form(view, offer)) }
                    (retire_form(view, refusals))
                }
            }
        }
        .memoize()
    }
}

/// What stands in the way of a transition, in a few words.
fn bar(view: &View<'_>, offer: &Offer) -> Option<String> {
    let language = view.call.language();
    match (offer.refusals.first(), offer.needs_missing.as_slice()) {
        (Some(_), _) => Some(language.say("moves.refused").to_owned()),
        (None, []) => None,
        (None, missing) => Some(language.tell("moves.missing", &[("fields", &labels(view.kind, missing))])),
    }
}

fn labels(kind: &Kind, names: &[String]) -> String {
    let label = |name: &String| kind.field(name).map_or_else(|| words(name), |it| it.label.clone());
    names.iter().map(label).collect::<Vec<_>>().join(", ")
}

fn reasons(refusals: &[Refusal]) -> Html {
    maud! { ul .refusals { @for refusal in refusals { li { (parts::reason(refusal)) } } } }.memoize()
}

/// The input fields that a transition still needs.
fn needed<'a>(kind: &'a Kind, offer: &Offer) -> Vec<&'a Field> {
    offer.needs_missing.iter().filter_map(|it| kind.field(it)).filter(|it| it.is_input()).collect()
}

fn transition_form(view: &View<'_>, offer: &Offer) -> Html {
    let call = view.call;
    let hint = bar(view, offer);
    maud! {
        details class=(if offer.refusals.is_empty() { "move" } else { "move barred" }) {
            summary { (offer.label) " → " (words(&offer.to)) @if let Some(hint) = &hint { " " small { (hint) } } }
            @if !offer.help.is_empty() { p .help { (offer.help) } }
            @if offer.refusals.is_empty() {
                form action={ (view.address()) "/moves/" (offer.name) } method="post" enctype="multipart/form-data" {
                    (parts::once())
                    input type="hidden" name="base" value=(view.record.version);
                    (fields(view, offer))
                    (why(call.language(), &format!("{}-", offer.name), offer.reason))
                    button .main type="submit" { (offer.label) }
                }
            } @else {
                (reasons(&offer.refusals))
                @if !offer.needs_missing.is_empty() {
                    p .help { (call.tell("moves.also_missing", &[("fields", &labels(view.kind, &offer.needs_missing))])) }
                }
            }
        }
    }
    .memoize()
}

/// Inputs for the fields that a transition still needs.
fn fields(view: &View<'_>, offer: &Offer) -> Html {
    let (call, kind) = (view.call, view.kind);
    let (filled, form) = (Filled::default(), format!("{}-", offer.name));
    let widgets = Widgets {
        language: call.language(),
        catalog: &call.configuration.catalog,
        filled: &filled,
        problems: &[],
        form: &form,
        found: None,
    };
    let fields = needed(kind, offer);
    let filled_by_program =
        offer.needs_missing.iter().filter(|it| !fields.iter().any(|field| field.name == **it)).cloned();
    let filled_by_program: Vec<String> = filled_by_program.collect();
    maud! {
        @if !filled_by_program.is_empty() {
            p .help { (call.tell("moves.follows", &[("fields", &labels(kind, &filled_by_program))])) }
        }
        @for field in &fields {
            input type="hidden" name="with" value=(field.name);
            (widgets.field(field, None))
        }
    }
    .memoize()
}

/// The input for a reason.
fn why(language: Language, form: &str, required: bool) -> Html {
    let id = format!("{form}why");
    maud! {
        div .field {
            label for=(id) { (language.say("form.why")) @if required { " " span .required { (language.say("form.required")) } } }
            @if required {
                input id=(id) type="text" name="why" maxlength="500" required;
            } @else {
                input id=(id) type="text" name="why" maxlength="500";
            }
        }
    }
    .memoize()
}

fn retire_form(view: &View<'_>, refusals: &[Refusal]) -> Html {
    let (verb, label, help) = match view.record.retired {
        true => ("restore", "moves.restore", "moves.restore_help"),
        false => ("retire", "moves.retire", "moves.retire_help"),
    };
    let call = view.call;
    maud! {
        details class=(if refusals.is_empty() { "move" } else { "move barred" }) {
            summary { (call.say(label)) @if !refusals.is_empty() { " " small { (call.say("moves.refused")) } } }
            p .help { (call.say(help)) }
            @if refusals.is_empty() {
                form action={ (view.address()) "/" (verb) } method="post" {
                    (parts::once())
                    input type="hidden" name="base" value=(view.record.version);
                    (why(call.language(), &format!("{verb}-"), true))
                    button type="submit" { (call.say(label)) }
                }
            } @else {
                (reasons(refusals))
            }
        }
    }
    .memoize()
}

/// `POST /{kind}/{id}/moves/{transition}`
pub(crate) async fn transition(
    call: Call,
    Path((kind, id, transition)): Path<(String, String, String)>,
    body: Body,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    call.transition(kind, &transition)?;
    let sent = Sent::read(&call, body).await?;
    let with: Vec<&Field> =
        sent.posted.all("with").filter_map(|it| kind.field(it)).filter(|it| it.is_input()).collect();
    let named = Named::look_up(&call, &with, &sent.filled).await?;
    let set = match read::read(&call.configuration.catalog, &with, &sent.filled, &named) {
        Ok(mut set) => {
            set.retain(|_, value| !value.is_null());
            set
        }
        Err(problems) => return told(&call, kind, &id, governance::Error::Problems(problems).into()).await,
    };
    let change = Change::Move { id: id.clone(), base: sent.base(), transition, set, why: sent.why() };
    committed(&call, kind, &id, change, &sent, "moved").await
}

/// `POST /{kind}/{id}/retire`
pub(crate) async fn retire(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, "retired", |id, base, why| Change::Retire { id, base, why }).await
}

/// `POST /{kind}/{id}/restore`
pub(crate) async fn restore(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, "restored", |id, base, why| Change::Restore { id, base, why }).await
}

async fn change(
    call: Call,
    Path((kind, id)): Path<(String, String)>,
    body: Body,
    done: &str,
    make: fn(Id, Option<i64>, String) -> Change,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let change = make(id.clone(), sent.base(), sent.why().unwrap_or_default());
    committed(&call, kind, &id, change, &sent, done).await
}

/// Makes a change and leads back to the page of the record, which says what was done or what stood in the way.
pub(crate) async fn committed(call: &Call, kind: &Kind, id: &Id, change: Change, sent: &Sent, done: &str) -> Reply {
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(_) => Ok(page::see(&format!("/{}/{id}?done={done}", kind.kind))),
        Err(error) => told(call, kind, id, error.into()).await,
    }
}

/// The page of the record, with what went wrong above it.
pub(crate) async fn told(call: &Call, kind: &Kind, id: &Id, failure: Failure) -> Reply {
    match failure.status.is_server_error() {
        true => Err(failure),
        false => detail::draw(call, kind, id, Moment::Now, Some(Trouble { failure: &failure, said: None })).await,
    }
}
