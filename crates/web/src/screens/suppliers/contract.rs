//! The panel of a contract: what it must speak of, what was promised and what came, what the liability leaves open, licences that end.

use governance::data::supplier::promise::{Breach, Judged};
use governance::data::supplier::whole::OfContract;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// The panel.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { drawn(view).await })
}

async fn drawn(view: View<'_>) -> Result<Html, Failure> {
    let call = view.call;
    let found = call.aims().supply(&call.actor, &view.record.id).await?;
    Ok(maud! {
        (topics(call, &found))
        (promises(call, &found))
        (open(call, &found))
        (licences(call, &found))
    }
    .memoize())
}

/// A record by its number and title; what may not be seen is only said to be there.
fn linked(call: &Call, found: &OfContract, kind: &str, id: &Id) -> Html {
    maud! {
        @match found.titles.get(id) {
            Some(title) => { a href={ "/" (kind) "/" (id.to_string()) } { (title) } " " span .number { (id.to_string()) } },
            None => (call.say("suppliers.unseen")),
        }
    }
    .memoize()
}

fn topics(call: &Call, found: &OfContract) -> Html {
    let Some(coverage) = &found.coverage else { return maud! {}.memoize() };
    let columns = [
        Column::title(call.say("suppliers.topic")),
        Column::of(call.say("data.clause")),
        Column::of(call.say("data.state")),
        Column::of(call.say("suppliers.obligation")),
    ];
    let lines = coverage.asked.iter().map(|(clause, by)| {
        let (tone, key) = if by.is_some() { (Tone::Good, "suppliers.agreed") } else { (Tone::Bad, "data.missing") };
        let cells = vec![
            maud! { (parts::sentence(&clause.label).trim_end_matches('.')) }.memoize(),
            maud! { (clause.clause) }.memoize(),
            badge::badge(tone, call.say(key)),
            maud! { @if let Some(id) = by { (linked(call, found, "obligation", id)) } }.memoize(),
        ];
        Line { cells, href: None }
    });
    let lines: Vec<Line> = lines.collect();
    maud! {
        section .panel aria-labelledby="topics" {
            h2 #topics { (call.say("suppliers.topics")) " (" (coverage.percent()) " %)" }
            p .help { (parts::sentence(&coverage.why())) }
            @if !lines.is_empty() { (Table { caption: call.say("suppliers.topics"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn tone(word: &str) -> Tone {
    match word {
        "kept" => Tone::Good,
        "broken" => Tone::Bad,
        "not_due" => Tone::Quiet,
        _ => Tone::Watch,
    }
}

fn promises(call: &Call, found: &OfContract) -> Html {
    let columns = [
        Column::title(call.say("suppliers.promise")),
        Column::of(call.say("data.state")),
        Column::of(call.say("suppliers.what_came")),
    ];
    let came = |judged: &Judged| match judged.breaches.is_empty() {
        true => maud! { (parts::sentence(&judged.why())) }.memoize(),
        false => maud! { ul .plain { @for it in &judged.breaches { li { (breach(call, found, it)) } } } }.memoize(),
    };
    let line = |(id, judged): &(Id, Judged)| Line {
        cells: vec![
            linked(call, found, "obligation", id),
            badge::badge(tone(judged.word()), &words(judged.word())),
            came(judged),
        ],
        href: None,
    };
    let lines: Vec<Line> = found.promises.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="promises" {
            h2 #promises { (call.say("suppliers.promises")) " (" (lines.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("suppliers.no_promises")) } }
            @else { (Table { caption: call.say("suppliers.promises"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

/// The delivery, then what was promised, what came and by how much it missed.
fn breach(call: &Call, found: &OfContract, it: &Breach) -> Html {
    let said = [it.clause.as_str(), &it.came, &it.by];
    let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
    let promised = call.tell("suppliers.promised", &[("promised", &it.promised)]);
    maud! {
        @match &it.delivery {
            Some(id) => (linked(call, found, "dataset_version", id)),
            None => (linked(call, found, "dataset", &it.dataset)),
        }
        ": " (said.join(", ")) "; " (promised)
    }
    .memoize()
}

fn open(call: &Call, found: &OfContract) -> Html {
    let Some((money, why)) = &found.uncovered else { return maud! {}.memoize() };
    let text = |name: &str| money[name].as_str().unwrap_or_default().to_owned();
    let (amount, currency) = (text("amount"), text("currency"));
    let covered = amount.chars().all(|it| it == '0' || it == '.');
    let badge = match covered {
        true => badge::badge(Tone::Good, call.say("suppliers.covered")),
        false => badge::badge(Tone::Watch, &format!("{amount} {currency}")),
    };
    maud! {
        section .panel aria-labelledby="open" {
            h2 #open { (call.say("suppliers.open")) " " (badge) }
            p { (parts::sentence(why)) }
        }
    }
    .memoize()
}

fn licences(call: &Call, found: &OfContract) -> Html {
    maud! {
        @if !found.licences.is_empty() {
            section .panel aria-labelledby="licences" {
                h2 #licences { (call.say("suppliers.licences")) }
                ul .plain {
                    @for (id, day) in &found.licences {
                        li {
                            @if *day < found.today { (badge::badge(Tone::Bad, &call.tell("suppliers.ended", &[("day", day)]))) }
                            @else { (badge::badge(Tone::Info, &call.tell("suppliers.ends", &[("day", day)]))) }
                            " " (linked(call, found, "dataset", id))
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
