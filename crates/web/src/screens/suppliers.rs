//! Suppliers: what follows for one contract on its page, what hangs on one party on its page, and on whom all AI systems hang.
//!
//! Serves ISO/IEC 42001 A.7.3, A.10.2, A.10.3 and 6.1.2.

mod contract;

use axum::extract::Path;
use chart::bars::{Bar, Bars};
use chart::{Chart, Plot};
use governance::data::supplier::concentration::{OfParty, Reason};
use governance::data::supplier::whole::Dependence;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;
use crate::screens::pictures;

pub(crate) use contract::panel as contract;

/// Parties of the picture, those on which most hangs first; the table has all that are shown.
const DRAWN: usize = 15;
/// Lines of a table.
const SHOWN: usize = 200;

/// `GET /suppliers`: on whom AI systems hang.
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&[])?;
    let found = call.aims().dependence(&call.actor).await?;
    let title = call.say("suppliers.title");
    let lead = maud! { p { (call.say("suppliers.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if found.of.parties.is_empty() {
            (empty::empty("data", call.say("suppliers.nobody"), call.say("suppliers.nobody_help"), &[("/external_party/new".to_owned(), call.say("suppliers.add").to_owned())]))
        } @else {
            (whole(&call, &found))
            (figure(call.language(), &picture(&call, &found), "picture-suppliers", Some("/suppliers/charts/parties")))
            (parties(&call, &found))
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /suppliers/charts/{file}`: the parties with the AI systems of each tier that hang on them, as `parties.svg` or `parties.csv`.
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    let Some(("parties", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let found = call.aims().dependence(&call.actor).await?;
    pictures::answer(&call, &picture(&call, &found), "suppliers", ending)
}

/// How concentrated everything is, in a word, a number and a sentence.
fn whole(call: &Call, found: &Dependence) -> Html {
    let limits = found.of.limits;
    let number = |it: f64| assess::number::number(it);
    let index = found.of.herfindahl.map(number).unwrap_or_default();
    let why = call.tell(
        "suppliers.index_why",
        &[("index", &index), ("watch", &number(limits.watch)), ("high", &number(limits.high))],
    );
    let alone = call.tell("suppliers.alone", &[("alone", &found.of.alone), ("all", &found.of.systems)]);
    maud! {
        section .panel aria-labelledby="index" {
            h2 #index { (call.say("suppliers.index")) " " (word(found.of.word())) }
            p { (why) }
            p .help { (alone) " " (call.say("suppliers.seen")) }
        }
    }
    .memoize()
}

fn word(it: &str) -> Html {
    let tone = match it {
        "high" => Tone::Bad,
        "moderate" => Tone::Watch,
        "low" => Tone::Good,
        _ => Tone::Quiet,
    };
    badge::badge(tone, &words(it))
}

fn picture(call: &Call, found: &Dependence) -> Chart {
    let tiers: Vec<&String> = found.of.parties.iter().flat_map(|it| &it.tiers).map(|it| &it.0).collect();
    let mut names: Vec<&String> = Vec::new();
    tiers.into_iter().for_each(|it| {
        if !names.contains(&it) {
            names.push(it)
        }
    });
    let own = |it: &OfParty, tier: &String| it.tiers.iter().find(|it| it.0 == *tier).map_or(0.0, |it| it.1 as f64);
    let bar = |it: &OfParty| Bar {
        label: title(found, &it.party),
        values: names.iter().map(|tier| own(it, tier)).collect(),
        interval: None,
        link: format!("/external_party/{}#depends", it.party),
    };
    Chart {
        title: call.say("suppliers.picture").to_owned(),
        description: call.say("suppliers.picture_help").to_owned(),
        plot: Plot::Bars(Bars {
            of: call.say("suppliers.party").to_owned(),
            unit: call.say("suppliers.systems").to_owned(),
            parts: names.iter().map(|it| call.tell("suppliers.tier", &[("tier", it)])).collect(),
            bars: found.of.parties.iter().take(DRAWN).map(bar).collect(),
            line: None,
        }),
    }
}

/// The title of a record; its number where there is none.
fn title(found: &Dependence, id: &Id) -> String {
    found.titles.get(id).map_or_else(|| id.to_string(), |it| it.1.clone())
}

fn linked(found: &Dependence, id: &Id) -> Html {
    maud! {
        @match found.titles.get(id) {
            Some((kind, title)) => { a href={ "/" (kind) "/" (id.to_string()) } { (title) } " " span .number { (id.to_string()) } },
            None => (id.to_string()),
        }
    }
    .memoize()
}

/// Shares of tiers, such as `2 of 5 high`.
fn shares(call: &Call, of: &OfParty) -> String {
    let one = |(tier, own, all): &(String, usize, usize)| {
        call.tell("suppliers.of_tier", &[("own", own), ("all", all), ("tier", tier)])
    };
    of.tiers.iter().filter(|it| it.1 > 0).map(one).collect::<Vec<_>>().join(", ")
}

fn judged(call: &Call, of: &OfParty) -> Html {
    match of.beyond.is_empty() {
        true => badge::badge(Tone::Good, call.say("suppliers.within")),
        false => badge::badge(Tone::Bad, &call.tell("suppliers.beyond", &[("tiers", &of.beyond.join(", "))])),
    }
}

fn parties(call: &Call, found: &Dependence) -> Html {
    let columns = [
        Column::title(call.say("suppliers.party")),
        Column::end(call.say("suppliers.systems")),
        Column::end(call.say("suppliers.share")),
        Column::of(call.say("suppliers.tiers")),
        Column::of(call.say("suppliers.judged")),
    ];
    let line = |it: &OfParty| {
        let share = 100.0 * it.systems.len() as f64 / found.of.systems.max(1) as f64;
        let href = format!("/external_party/{}#depends", it.party);
        let cells = vec![
            maud! { a href=(href) { (title(found, &it.party)) } " " span .number { (it.party.to_string()) } }.memoize(),
            maud! { (it.systems.len()) }.memoize(),
            maud! { (format!("{share:.0} %")) }.memoize(),
            maud! { (shares(call, it)) }.memoize(),
            judged(call, it),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = found.of.parties.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel aria-labelledby="parties" {
            h2 #parties { (call.say("suppliers.parties")) " (" (found.of.parties.len()) ")" }
            p .help { (call.say("suppliers.parties_help")) }
            (Table { caption: call.say("suppliers.parties"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

/// The panel on the page of a party: every AI system that hangs on it, and why.
pub(crate) fn party(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { depends(view).await })
}

async fn depends(view: View<'_>) -> Result<Html, Failure> {
    let call = view.call;
    let found = call.aims().dependence(&call.actor).await?;
    let own = found.of.of(&view.record.id);
    Ok(maud! {
        section .panel aria-labelledby="depends" {
            h2 #depends { (call.say("suppliers.depends")) @if let Some(it) = own { " " (judged(call, it)) } }
            @match own {
                None => { p .help { (call.say("suppliers.none_depends")) } },
                Some(it) => {
                    p { (shares(call, it)) @if it.members.len() > 1 || it.party != view.record.id { " · " (together(call, &found, it)) } }
                    (systems(call, &found, it))
                },
            }
            p { a href="/suppliers" { (call.say("suppliers.all")) } }
        }
    }
    .memoize())
}

/// The parties that count as one.
fn together(call: &Call, found: &Dependence, of: &OfParty) -> String {
    let names: Vec<String> = of.members.iter().map(|it| title(found, it)).collect();
    call.tell("suppliers.together", &[("parties", &names.join(", ")), ("owner", &title(found, &of.party))])
}

fn systems(call: &Call, found: &Dependence, of: &OfParty) -> Html {
    let columns = [Column::title(call.say("suppliers.system")), Column::of(call.say("suppliers.because"))];
    let line = |(system, reasons): (&Id, &std::collections::BTreeSet<Reason>)| {
        Line {
        cells: vec![
            linked(found, system),
            maud! { ul .plain { @for it in reasons { li { (parts::sentence(&it.label).trim_end_matches('.')) @if it.by != *system { ": " (linked(found, &it.by)) } } } } }.memoize(),
        ],
        href: None,
    }
    };
    let lines: Vec<Line> = of.systems.iter().take(SHOWN).map(line).collect();
    maud! { (Table { caption: call.say("suppliers.depends"), columns: &columns, lines: &lines }.draw()) }.memoize()
}
