//! What is known of one version of a dataset: the quality gate, what must be known of where it comes from, and what else was
//! measured of it. Every number leads to its measurement, and that to the whole report.

use governance::data::provenance::Provenance;
use governance::data::quality::Quality;
use governance::data::whole::OfVersion;
use governance::data::whole::RecordRow;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, measured, tone};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, parts, words};

/// Families beside quality that a page of data asks for, with the keys of their headings.
const FAMILIES: &[(&str, &str)] =
    &[("profile", "data.profile"), ("represent", "data.represent"), ("agreement", "data.agreement")];

/// Where a file is measured for a version, under the plan that its tier asks for.
pub(super) fn measure(version: &OfVersion, family: &str) -> String {
    let plan = version.quality.as_ref().and_then(|it| it.tier.tier.as_ref()).filter(|_| family == "quality");
    let plan = plan.map(|it| format!("&plan={}", it.plan)).unwrap_or_default();
    format!("/measure?family={family}&for={}{plan}", version.row.id)
}

/// Everything about the version.
pub(super) fn about(view: &View<'_>, version: &OfVersion) -> Html {
    let (call, id) = (view.call, version.row.id.to_string());
    maud! {
        h2 #about { (call.tell("data.of_version", &[("id", &id)])) " " a href={ "/dataset_version/" (id) } { (version.row.title) } }
        @if let Some(quality) = &version.quality { (gate(view, version, quality)) }
        @if let Some(known) = &version.provenance { (provenance(call, known)) }
        @for (family, heading) in FAMILIES { (family_of(call, version, family, call.say(heading))) }
    }
    .memoize()
}

fn gate(view: &View<'_>, version: &OfVersion, quality: &Quality) -> Html {
    let call = view.call;
    let asked = quality.tier.tier.as_ref().map(|it| {
        let lasts = lasts(call, &it.lasts);
        call.tell("data.gate_help", &[("tier", &it.name), ("plan", &it.plan), ("lasts", &lasts)])
    });
    let counting = quality.by.as_ref().and_then(|id| version.measured.iter().find(|it| it.id == *id));
    let measure_it = [(measure(version, "quality"), call.say("data.measure").to_owned())];
    maud! {
        section .panel aria-labelledby="gate" {
            h3 #gate { (call.say("data.gate")) " " (badge::badge(tone(quality.word), &words(quality.word))) }
            p { (parts::sentence(&quality.why)) }
            @if let Some(asked) = &asked { p .help { (asked) } }
            @if version.measured.is_empty() {
                (empty::empty("data", call.say("data.not_measured"), call.say("data.not_measured_help"), &measure_it))
            }
            @if let Some(row) = counting {
                h4 { (call.say("data.counts")) ": " (of(call, row)) }
                (measured::values(call, &version.row, row))
            }
            @if !quality.passed_over.is_empty() {
                h4 { (call.say("data.passed_over")) }
                ul { @for (id, why) in &quality.passed_over { li { (view.linked(id)) ": " (parts::sentence(why)) } } }
            }
        }
    }
    .memoize()
}

/// A length of time in words.
pub(crate) fn lasts(call: &Call, iso: &str) -> String {
    let span: jiff::Span = iso.parse().unwrap_or_default();
    let parts = [
        call.count("data.years", u64::from(span.get_years().unsigned_abs())),
        call.count("data.months", u64::from(span.get_months().unsigned_abs())),
        call.count("data.days", u64::from(span.get_days().unsigned_abs())),
        call.count("data.hours", u64::from(span.get_hours().unsigned_abs())),
        call.count("data.minutes", span.get_minutes().unsigned_abs()),
    ];
    let said = [
        span.get_years() != 0,
        span.get_months() != 0,
        span.get_days() != 0,
        span.get_hours() != 0,
        span.get_minutes() != 0,
    ];
    parts.into_iter().zip(said).filter(|it| it.1).map(|it| it.0).collect::<Vec<_>>().join(" ")
}

/// A measurement as a link, with its day.
fn of(call: &Call, row: &RecordRow) -> Html {
    let day = row.text("measured_on").unwrap_or_default();
    maud! {
        a href={ "/measurement/" (row.id.to_string()) } { (row.id.to_string()) } " " (call.tell("data.measured_on", &[("day", &day)]))
    }
    .memoize()
}

fn provenance(call: &Call, known: &Provenance) -> Html {
    let columns = [
        Column::title(call.say("data.element")),
        Column::of(call.say("data.clause")),
        Column::of(call.say("data.state")),
    ];
    let line = |it: &governance::data::provenance::Asked| {
        let (tone, said) = if it.there { (Tone::Good, "data.there") } else { (Tone::Watch, "data.missing") };
        let label = parts::sentence(&it.element.label);
        let label = label.trim_end_matches('.').to_owned();
        let cells = vec![
            maud! { (label) }.memoize(),
            maud! { (it.element.clause) }.memoize(),
            badge::badge(tone, call.say(said)),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = known.asked.iter().map(line).collect();
    let help = call
        .tell("data.elements_help", &[("there", &known.there()), ("all", &known.asked.len()), ("tier", &known.tier)]);
    let table = Table { caption: call.say("data.provenance"), columns: &columns, lines: &lines }.draw();
    maud! {
        section .panel aria-labelledby="provenance" {
            h3 #provenance { (call.say("data.provenance")) }
            p .help { (help) }
            @if known.missing().next().is_some() { (table) } @else {
                details { summary { (call.count("data.elements", lines.len() as u64)) } (table) }
            }
        }
    }
    .memoize()
}

/// The newest measurement of a family, or the way to one.
fn family_of(call: &Call, version: &OfVersion, family: &str, heading: &str) -> Html {
    let is = |it: &&RecordRow| it.state == "recorded" && it.text("family") == Some(family);
    let newest = version.measured.iter().find(is);
    maud! {
        section .panel aria-labelledby=(family) {
            h3 id=(family) { (heading) }
            @match newest {
                Some(row) => { p { (of(call, row)) } (measured::values(call, &version.row, row)) },
                None => { p .help { (call.say("data.none_of_family")) " " a href=(measure(version, family)) { (call.say("data.measure_now")) } } },
            }
        }
    }
    .memoize()
}
