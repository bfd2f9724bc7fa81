//! What narrows a list: the filter as text, its parts as chips, and what is done with the list as a whole.

use governance::listing::{joined, parts};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::html::icon::icon;
use crate::pages::list::{Asked, columns, facets, views};

/// What stands above the list.
pub(super) fn tools(asked: &Asked<'_>) -> Html {
    maud! {
        div .tools { (form(asked)) (columns::opener(asked)) (views::opener(asked)) (exports(asked)) }
        div .narrowing { (facets::facets(asked)) (chips(asked)) }
    }
    .memoize()
}

fn form(asked: &Asked<'_>) -> Html {
    let call = asked.call;
    let kept = ["sort", "columns", "as_of", "retired"].map(|it| (it, call.query.get(it).unwrap_or_default()));
    maud! {
        form .filter action={ "/" (asked.kind.kind) } method="get" role="search" aria-label=(call.say("list.filter")) {
            div .in {
                (icon("search"))
                label .hidden for="filter" { (call.say("list.filter")) }
                input #filter type="search" name="filter" value=(asked.listing.filter) maxlength="1000" data-key="f" autocomplete="off"
                    placeholder=(call.say("list.example")) aria-describedby="filter-help";
            }
            @for (name, value) in &kept { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
            button type="submit" { (call.say("list.apply")) }
            button .plain.icon-only type="button" popovertarget="filter-help" aria-label=(call.say("list.how")) { "?" }
            (help(asked))
        }
    }
    .memoize()
}

/// What can be written into the filter.
fn help(asked: &Asked<'_>) -> Html {
    let call = asked.call;
    let lines = [
        ("state:open", "list.help_state"),
        ("owner:me", "list.help_me"),
        ("level:high,critical", "list.help_several"),
        ("-unit:ORG-0003", "list.help_not"),
        ("-has:owner", "list.help_none"),
        ("changed>=2026-01-31", "list.help_date"),
        ("overdue:yes", "list.help_derived"),
    ];
    maud! {
        div #filter-help .pop popover {
            p { (call.say("list.help")) }
            dl { @for (code, key) in lines { dt { code { (code) } } dd { (call.say(key)) } } }
        }
    }
    .memoize()
}

/// Each part of the filter with a link that takes it away, and whether records out of use are listed.
fn chips(asked: &Asked<'_>) -> Html {
    let call = asked.call;
    let all = parts(&asked.listing.filter).unwrap_or_default();
    let without = |index: usize| {
        let kept = all.iter().enumerate().filter(|it| it.0 != index).map(|it| it.1.as_str());
        asked.address(&[("filter", &joined(kept)), ("page", "")])
    };
    let retired = asked.listing.retired;
    let toggled = asked.address(&[("retired", if retired { "" } else { "yes" }), ("page", "")]);
    maud! {
        ul .chips {
            @for (index, part) in all.iter().enumerate() {
                li { span .chip { code { (part) } a href=(without(index)) aria-label=(call.tell("list.take_away", &[("part", part)])) { (icon("close")) } } }
            }
            @if !all.is_empty() { li { a href=(asked.address(&[("filter", ""), ("page", "")])) { (call.say("list.clear")) } } }
            li { a href=(toggled) { (call.say(if retired { "list.without_retired" } else { "list.with_retired" })) } }
        }
    }
    .memoize()
}

/// The list as a file, as it is filtered and sorted.
fn exports(asked: &Asked<'_>) -> Html {
    let call = asked.call;
    let kept = ["filter", "sort", "retired", "as_of"];
    let pairs = kept.into_iter().filter_map(|it| Some((it, call.query.get(it)?)));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let formats = [("xlsx", "list.xlsx"), ("csv", "list.csv"), ("json", "list.json"), ("jsonl", "list.jsonl")];
    maud! {
        button type="button" popovertarget="export" { (icon("export")) (call.say("list.export")) }
        div #export .pop popover {
            p .help { (call.say("list.export_help")) }
            ul .plain {
                @for (ending, key) in formats { li { a href={ "/api/v1/exports/" (asked.kind.kind) "." (ending) "?" (query) } { (call.say(key)) } } }
            }
        }
    }
    .memoize()
}
