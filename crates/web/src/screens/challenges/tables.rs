//! The tables of challenges; behind each share stand its numbers and its interval, behind each verdict its sentence.

use governance::challenging::gap::GAPS;
use governance::challenging::likelihood::{Beside, Verdict};
use governance::challenging::rate::Rate;
use governance::challenging::whole::{ByRisk, Line as Exercise, RunLine, Told};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::section::{all_named, behind, day, line, named, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// A share with what it rests on.
fn share(call: &Call, it: &Rate) -> Html {
    match it.share {
        Some(share) => {
            let (whole, between) = (format!("{:.0} %", 100.0 * share), it.says());
            maud! { (whole) div .help { (between) } }.memoize()
        }
        None => badge::badge(Tone::Quiet, call.say("challenges.not_told")),
    }
}

/// How much of what was tested, over what is asked for.
pub(super) fn figures(call: &Call, told: &Told) -> Html {
    let of = &told.coverage;
    let since = of.since.map(|it| it.to_string()).unwrap_or_default();
    maud! {
        section .panel aria-labelledby="challenges-coverage" {
            h2 #challenges-coverage { (call.say("challenges.coverage")) }
            p .help { (call.say("challenges.coverage_help")) }
            p { (call.tell("challenges.covered", &[("k", &of.top.k), ("n", &of.top.n), ("since", &since)])) }
            p { (call.tell("challenges.tested", &[("k", &of.all.k), ("n", &of.all.n), ("since", &since)])) }
        }
    }
    .memoize()
}

/// What is missing, each with what to do.
pub(super) fn gaps(call: &Call, told: &Told) -> Html {
    let lines = parts::gaps(&told.gaps, GAPS);
    let names = [("impacts.gap", ""), ("impacts.what", "wide"), ("impacts.next", "wide")];
    section(call, "challenges-gaps", ["challenges.gaps", "challenges.gaps_help"], &names, &lines)
}

/// Assessed likelihoods beside what was shown.
pub(super) fn besides(call: &Call, told: &Told) -> Html {
    let row = |it: &Beside| {
        let tone = match it.verdict {
            Verdict::Understated => Tone::Bad,
            Verdict::Fits => Tone::Good,
            Verdict::Overstated | Verdict::NotScored | Verdict::NotTold => Tone::Watch,
        };
        let level = |it: &Option<(usize, String)>| text(it.as_ref().map(|it| it.1.clone()).unwrap_or_default());
        line(vec![
            named(call, &told.names, &it.risk),
            level(&it.assessed),
            behind(tone, &words(it.verdict.name()), &it.says),
            level(&it.least),
            level(&it.most),
            named(call, &told.names, it.run.as_ref().unwrap_or(&it.exercise)),
            text(it.on.to_string()),
        ])
    };
    let names = [
        ("challenges.risk", "title"),
        ("challenges.assessed", ""),
        ("challenges.verdict", "wide"),
        ("challenges.least", ""),
        ("challenges.most", ""),
        ("challenges.by", ""),
        ("challenges.day", ""),
    ];
    let lines: Vec<Line> = told.besides.iter().map(row).collect();
    section(call, "challenges-besides", ["challenges.besides", "challenges.besides_help"], &names, &lines)
}

/// Every exercise with its figures.
pub(super) fn exercises(call: &Call, told: &Told) -> Html {
    let row = |it: &Exercise| {
        let name = maud! { (named(call, &told.names, &it.id)) div .help { (words(&it.form)) ", " (words(&it.state)) } };
        let independent = match it.dependences.first() {
            Some(why) => behind(Tone::Bad, call.say("challenges.dependent"), &why.says),
            None => badge::badge(Tone::Good, call.say("challenges.apart")),
        };
        let people = maud! { (all_named(call, &told.names, &it.challengers)) " " (independent) };
        line(vec![
            name.memoize(),
            all_named(call, &told.names, &it.systems),
            people.memoize(),
            day(it.from),
            day(it.until),
            text(it.attacks.to_string()),
            share(call, &it.all.first),
            share(call, &it.all.now),
            share(call, &it.all.detection),
        ])
    };
    let names = [
        ("challenges.exercise", "title"),
        ("challenges.systems", ""),
        ("challenges.challengers", ""),
        ("challenges.from", ""),
        ("challenges.until", ""),
        ("challenges.attacks", "end"),
        ("challenges.found", "end"),
        ("challenges.now", "end"),
        ("challenges.detection", "end"),
    ];
    let lines: Vec<Line> = told.exercises.iter().map(row).collect();
    section(call, "challenges-exercises", ["challenges.exercises", "challenges.exercises_help"], &names, &lines)
}

/// The same by risk.
pub(super) fn by_risk(call: &Call, told: &Told) -> Html {
    let row = |(exercise, it): (&Exercise, &ByRisk)| {
        let risk = match &it.risk {
            Some(risk) => named(call, &told.names, risk),
            None => badge::badge(Tone::Watch, call.say("challenges.no_risk")),
        };
        line(vec![
            risk,
            named(call, &told.names, &exercise.id),
            share(call, &it.first),
            share(call, &it.now),
            share(call, &it.detection),
        ])
    };
    let all = told.exercises.iter().flat_map(|it| it.by_risk.iter().map(move |of| (it, of)));
    let names = [
        ("challenges.risk", "title"),
        ("challenges.exercise", ""),
        ("challenges.found", "end"),
        ("challenges.now", "end"),
        ("challenges.detection", "end"),
    ];
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "challenges-risks", ["challenges.by_risk", "challenges.by_risk_help"], &names, &lines)
}

/// Every run with what it moved.
pub(super) fn runs(call: &Call, told: &Told) -> Html {
    let row = |(exercise, it): (&Exercise, &RunLine)| {
        let count = |all: &[String], tone: Tone| match all.len() {
            0 => text("0"),
            some => badge::badge(tone, &some.to_string()),
        };
        let replay = match &it.replay {
            Some(of) => {
                let by = of.change.map(|(value, low, high)| {
                    let points = |it: f64| format!("{:.1}", 100.0 * it);
                    call.tell(
                        "challenges.change",
                        &[("value", &points(value)), ("low", &points(low)), ("high", &points(high))],
                    )
                });
                let by = by.unwrap_or_default();
                let p = call.tell("challenges.p", &[("p", &format!("{:.4}", of.p)), ("n", &of.n)]);
                maud! { (p) div .help { (&by) } }.memoize()
            }
            None => text(call.say("challenges.no_replay")),
        };
        let name = maud! { (named(call, &told.names, &it.id)) div .help { (it.notes.clone().unwrap_or_default()) } };
        line(vec![
            name.memoize(),
            named(call, &told.names, &exercise.id),
            text(it.attacks.to_string()),
            text(it.moved.new.to_string()),
            count(&it.moved.fixed, Tone::Good),
            count(&it.moved.still, Tone::Bad),
            count(&it.moved.regressed, Tone::Bad),
            count(&it.moved.not_repeated, Tone::Watch),
            replay,
        ])
    };
    let all = told.exercises.iter().flat_map(|it| it.runs.iter().map(move |of| (it, of)));
    let names = [
        ("challenges.run", "title"),
        ("challenges.exercise", ""),
        ("challenges.attacks", "end"),
        ("challenges.new", "end"),
        ("challenges.fixed", "end"),
        ("challenges.still", "end"),
        ("challenges.regressed", "end"),
        ("challenges.not_repeated", "end"),
        ("challenges.test", "wide"),
    ];
    let lines: Vec<Line> = all.map(row).collect();
    section(call, "challenges-runs", ["challenges.runs", "challenges.runs_help"], &names, &lines)
}

/// Scenarios that were thought through.
pub(super) fn scenarios(call: &Call, told: &Told) -> Html {
    let all = told.exercises.iter().flat_map(|it| it.scenarios.iter().map(move |of| (it, of)));
    let lines: Vec<Line> = all
        .map(|(exercise, it)| {
            let percent = |it: f64| format!("{:.1} %", 100.0 * it);
            let between = |(least, most): (f64, f64)| {
                call.tell("challenges.between", &[("least", &percent(least)), ("most", &percent(most))])
            };
            let chance = it.chance.map(between);
            line(vec![
                text(&it.scenario),
                named(call, &told.names, &it.risk),
                named(call, &told.names, &exercise.id),
                text(chance.unwrap_or_default()),
                text(it.controls.as_deref().map(words).unwrap_or_default()),
                text(it.because.clone().unwrap_or_default()),
            ])
        })
        .collect();
    let names = [
        ("challenges.scenario", "title"),
        ("challenges.risk", ""),
        ("challenges.exercise", ""),
        ("challenges.chance", ""),
        ("challenges.controls", ""),
        ("challenges.because", "wide"),
    ];
    section(call, "challenges-scenarios", ["challenges.scenarios", "challenges.scenarios_help"], &names, &lines)
}

/// Risks that were never tested.
pub(super) fn never(call: &Call, told: &Told) -> Html {
    let top = |it: &record::Id| told.coverage.top_untested.contains(it);
    let row = |it: &record::Id| {
        let grave = if top(it) { badge::badge(Tone::Bad, call.say("challenges.top")) } else { text("") };
        line(vec![named(call, &told.names, it), grave])
    };
    let lines: Vec<Line> = told.coverage.never.iter().map(row).collect();
    let names = [("challenges.risk", "title"), ("challenges.rank", "")];
    section(call, "challenges-never", ["challenges.never", "challenges.never_help"], &names, &lines)
}
