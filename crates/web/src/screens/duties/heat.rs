//! How duties lie upon people: a matrix of people and groups of duties with counts, and the same as a table of sums.

use std::collections::BTreeMap;

use governance::responsibility::load::Load;
use governance::responsibility::whole::Survey;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::named;
use crate::call::Call;
use crate::html::Html;
use crate::html::matrix::{Cell, Matrix};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;

/// People who are shown, those who answer for most first.
const SHOWN: usize = 60;

/// People, those who carry most first.
fn ordered(survey: &Survey) -> Vec<(Id, &Load)> {
    let mut all: Vec<(Id, &Load)> = survey.loads.iter().filter_map(|(id, it)| Some((id.parse().ok()?, it))).collect();
    let weight = |it: &Load| (it.accountable.len(), it.responsible.len() + it.challenger.len());
    all.sort_by(|one, other| weight(other.1).cmp(&weight(one.1)).then_with(|| one.0.cmp(&other.0)));
    all.truncate(SHOWN);
    all
}

/// For each group how often somebody answers, works and challenges.
fn counted(load: &Load) -> BTreeMap<&str, [usize; 3]> {
    let mut all: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (place, duties) in [&load.accountable, &load.responsible, &load.challenger].into_iter().enumerate() {
        duties.iter().for_each(|it| all.entry(&it.group).or_default()[place] += 1);
    }
    all
}

/// The matrix.
pub(super) fn heat(call: &Call, survey: &Survey) -> Html {
    let groups = &call.configuration.libraries.duties.group;
    let columns: Vec<String> = groups.iter().map(|it| it.label.clone()).collect();
    let letters = [call.say("duties.a"), call.say("duties.r"), call.say("duties.c")];
    let cell = |counts: Option<&[usize; 3]>| {
        let Some(counts) = counts else { return Cell { text: "–".to_owned(), ..Cell::default() } };
        let parts = letters.iter().zip(counts).filter(|it| *it.1 > 0).map(|(letter, n)| format!("{letter} {n}"));
        let tone = if counts[0] > 0 { Tone::Watch } else { Tone::Info };
        Cell { text: parts.collect::<Vec<_>>().join(", "), tone, href: None }
    };
    let rows: Vec<(Html, Vec<Cell>)> = ordered(survey)
        .into_iter()
        .map(|(id, load)| {
            let counts = counted(load);
            (named(&id, &survey.names), groups.iter().map(|it| cell(counts.get(it.name.as_str()))).collect())
        })
        .collect();
    maud! {
        section .panel aria-labelledby="heat" {
            h2 #heat { (call.say("duties.heat")) }
            p .help { (call.say("duties.heat_help")) }
            @if rows.is_empty() { p { (call.say("duties.nobody")) } }
            @else { (Matrix { caption: call.say("duties.heat"), corner: call.say("duties.person"), columns: &columns, rows: &rows }.draw()) }
        }
    }
    .memoize()
}

/// The sums.
pub(super) fn loads(call: &Call, survey: &Survey) -> Html {
    let number = |it: &'static str| Column::end(it);
    let columns = [
        Column::title(call.say("duties.person")),
        number(call.say("duties.accountable")),
        number(call.say("duties.responsible")),
        number(call.say("duties.challenger")),
        number(call.say("duties.falls")),
    ];
    let count = |it: usize| maud! { (it) }.memoize();
    let line = |(id, it): (Id, &Load)| Line {
        cells: vec![
            named(&id, &survey.names),
            count(it.accountable.len()),
            count(it.responsible.len()),
            count(it.challenger.len()),
            count(it.falls.len()),
        ],
        href: Some(format!("/duties/{id}")),
    };
    let lines: Vec<Line> = ordered(survey).into_iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="loads" {
                h2 #loads { (call.say("duties.loads")) }
                p .help { (call.say("duties.loads_help")) }
                (Table { caption: call.say("duties.loads"), columns: &columns, lines: &lines }.draw())
                @if survey.loads.len() > SHOWN { p .help { (call.count("duties.more", (survey.loads.len() - SHOWN) as u64)) } }
            }
        }
    }
    .memoize()
}
