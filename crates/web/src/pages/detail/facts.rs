//! What a record holds, what follows from it and why, and what is still missing.

use governance::computed::COMPUTED;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Field;

use super::View;
use crate::html::{Html, moment as time, parts, words};
use crate::pages::form::sections;

/// The name of a field as people read it.
fn label(view: &View<'_>, name: &str) -> String {
    view.kind.field(name).map_or_else(|| words(name), |it| it.label.clone())
}

/// Derived values, each with its reason and the moment until which it holds.
pub(super) fn standing(view: &View<'_>) -> Html {
    let (call, shown) = (view.call, view.shown());
    maud! {
        @if !view.record.standing.is_empty() {
            section .panel aria-labelledby="standing" {
                h2 #standing { (call.say("detail.standing")) }
                dl {
                    @for standing in &view.record.standing {
                        dt { (label(view, &standing.name)) }
                        dd {
                            @match view.kind.field(&standing.name) {
                                Some(field) => { strong { (shown.value(field, &standing.value)) } },
                                None => { strong { (standing.value.to_string()) } },
                            }
                            p .help {
                                (call.say("detail.why")) " " (parts::sentence(&standing.why))
                                @if let Some(until) = &standing.until { " " (call.tell("detail.until", &[("time", &time(until))])) }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Fields that ought to be filled; a record from before they were asked for is shown so, and is not refused.
pub(super) fn incomplete(view: &View<'_>) -> Html {
    let (call, record) = (view.call, view.record);
    maud! {
        @if !record.incomplete.is_empty() {
            section .panel.incomplete aria-labelledby="incomplete" {
                h2 #incomplete { (call.say("detail.incomplete")) }
                ul {
                    @for problem in &record.incomplete {
                        li {
                            @if view.past || record.retired { strong { (label(view, &problem.field)) } }
                            @else { a href={ (view.address()) "/edit#f-" (problem.field) } { (label(view, &problem.field)) } }
                            ": " (problem.message)
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Every field that has a value, in its section; derived ones stand in a panel of their own.
pub(super) fn fields(view: &View<'_>) -> Html {
    let (record, shown) = (view.record, view.shown());
    let filled = |it: &&Field| {
        it.name != "title" && it.name != super::super::files::FIELD && record.document.contains_key(&it.name)
    };
    let fields: Vec<&Field> = view.kind.fields.iter().filter(|it| it.derived.is_none()).collect();
    let sections: Vec<(&str, Vec<&Field>)> = sections(&fields)
        .into_iter()
        .map(|(heading, list)| (heading, list.into_iter().filter(filled).collect::<Vec<_>>()))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    maud! {
        @for (heading, list) in &sections {
            section .panel {
                @if !heading.is_empty() { h2 { (heading) } }
                dl {
                    @for field in list {
                        dt title=(field.help) { (field.label) }
                        dd {
                            @if let Some(value) = record.document.get(&field.name) { (shown.value(field, value)) }
                            (computed(view, field))
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// How a computed value came about, and when.
fn computed(view: &View<'_>, field: &Field) -> Html {
    let call = view.call;
    let how = field.computed.as_ref().and_then(|name| COMPUTED.iter().find(|it| it.name == name));
    maud! {
        @if let Some(how) = how {
            p .help {
                (call.say("detail.why")) " " (parts::sentence(how.summary)) " "
                (call.tell("detail.computed", &[("time", &time(&view.record.changed))]))
            }
        }
    }
    .memoize()
}
