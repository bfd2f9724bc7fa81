//! Every part of which pages are made, once each: to look at, to test, and to see what there is before making another.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::card::Card;
use crate::html::head::Heading;
use crate::html::light::Light;
use crate::html::matrix::{Cell, Matrix};
use crate::html::rail::{Place, Step, rail};
use crate::html::table::{Column, Line, Table};
use crate::html::tabs::{Tab, tabs};
use crate::html::timeline::{Event, timeline};
use crate::html::tone::Tone;
use crate::html::tree::{Branch, tree};
use crate::html::{Html, badge, dialog, diff, empty, page, toast};
use crate::reply::Reply;

/// `GET /parts`
pub(crate) async fn showcase(call: Call) -> Reply {
    call.query.only(&[])?;
    let body = maud! {
        (Heading { lead: Some(maud! { p { (call.say("parts.lead")) } }.memoize()), ..Heading::of(call.say("parts.title")) }.draw(call.language()))
        (toast::toast(Some(call.say("parts.toast"))))
        (signs(&call))
        (cards(&call))
        (course(&call))
        (comparisons(&call))
        (tables(&call))
        (empty::empty("layers", call.say("parts.empty"), call.say("parts.why"), &[("/go".to_owned(), call.say("go.title").to_owned())]))
    }
    .memoize();
    Ok(page::page(&call, call.say("parts.title"), body))
}

fn signs(call: &Call) -> Html {
    let (word, why) = (call.say("parts.word"), call.say("parts.why"));
    let why_all = [why.to_owned(), call.say("parts.lead").to_owned()];
    maud! {
        section .panel {
            h2 { (call.say("parts.signs")) }
            p { @for tone in Tone::ALL { (badge::badge(*tone, tone.class())) " " } (badge::reasoned(Tone::Watch, word, "sign-badge", why)) }
            p .facts { @for tone in Tone::ALL { (Light { tone: *tone, label: word, why: &why_all, id: &format!("sign-{}", tone.class()) }.draw(call.language())) " " } }
            p .facts { @for kind in call.configuration.catalog.kinds().take(1) {
                (badge::state(call.language(), Some(kind), &kind.lifecycle.initial, false)) " "
                @for it in kind.lifecycle.transitions.iter().take(3) { (badge::state(call.language(), Some(kind), &it.to, false)) " " }
            } }
            div .actions { button .main type="button" { (word) } button type="button" { (word) } button .danger type="button" { (word) } button .plain type="button" { (word) } (dialog::opener("parts-dialog", call.say("parts.open"))) }
            (dialog::dialog(call.language(), "parts-dialog", call.say("parts.title"), maud! { p { (why) } }.memoize()))
        }
    }
    .memoize()
}

fn cards(call: &Call) -> Html {
    let word = call.say("parts.word");
    let card =
        Card { title: word, href: Some("/parts"), figure: Some("42 %"), foot: Some(call.say("parts.why")), body: None };
    let here = |label: &str, count, here| Tab { href: "/parts".to_owned(), label: label.to_owned(), count, here };
    maud! {
        (tabs(call.say("parts.title"), &[here(word, Some(12), true), here(call.say("parts.signs"), None, false)]))
        div .cards { (card.draw()) (card.draw()) (card.draw()) }
    }
    .memoize()
}

fn course(call: &Call) -> Html {
    let word = call.say("parts.word");
    let step = |place, note: Option<&str>| Step { label: word.to_owned(), place, note: note.map(str::to_owned) };
    let steps = [
        step(Place::Past, Some("2026-01-31")),
        step(Place::Here, None),
        step(Place::Ahead, None),
        step(Place::Barred, Some(call.say("parts.why"))),
    ];
    let event = |tone| Event {
        time: call.aims().clock(),
        tone,
        title: maud! { strong { (word) } }.memoize(),
        body: Some(maud! { (call.say("parts.why")) }.memoize()),
    };
    let leaf = || Branch { label: maud! { (word) }.memoize(), below: Vec::new() };
    let branches = [Branch { below: vec![leaf(), Branch { below: vec![leaf()], ..leaf() }], ..leaf() }, leaf()];
    maud! {
        (rail(call.language(), word, &steps))
        div .cards {
            section .card { (timeline(&[event(Tone::Good), event(Tone::Watch), event(Tone::Quiet)])) }
            section .card { (tree(&branches)) }
        }
    }
    .memoize()
}

fn comparisons(call: &Call) -> Html {
    let (before, after) = (call.say("parts.why"), call.say("parts.lead"));
    maud! {
        section .panel {
            (diff::inline(before, after))
            (diff::beside(call.language(), maud! { (before) }.memoize(), maud! { (after) }.memoize()))
        }
    }
    .memoize()
}

fn tables(call: &Call) -> Html {
    let word = call.say("parts.word");
    let columns = [
        Column::title(word),
        Column { sort: Some("/parts".to_owned()), order: Some("ascending"), ..Column::of(word) },
        Column::end(word),
    ];
    let cell = |text: &str| maud! { (text) }.memoize();
    let lines = [
        Line { cells: vec![cell(word), badge::badge(Tone::Good, word), cell("1 024")], href: None },
        Line { cells: vec![cell(word), cell(""), cell("7")], href: None },
    ];
    let named: Vec<String> = Tone::ALL.iter().map(|it| it.class().to_owned()).collect();
    let row: Vec<Cell> =
        Tone::ALL.iter().map(|it| Cell { text: it.class().to_owned(), tone: *it, href: None }).collect();
    maud! {
        (Table { caption: word, columns: &columns, lines: &lines }.draw())
        (Matrix { caption: call.say("parts.title"), corner: word, columns: &named, rows: &[(cell(word), row.clone()), (cell(word), row.clone())] }.draw())
    }
    .memoize()
}
