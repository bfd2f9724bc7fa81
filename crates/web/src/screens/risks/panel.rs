//! How a risk stands on its own page, and what the assessors of a risk assessment say of each other on its page, with what would be taken over from it.

use governance::risking::RISK;
use governance::risking::level::Basis;
use governance::risking::taking::{Taken, Taking};
use governance::risking::whole::Part;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{tables, tone};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// How a risk stands by the criteria in force, and when it is assessed again.
pub(crate) fn risk(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let part = Part { risk: Some(view.record.id.clone()), ..Part::default() };
        let told = call.aims().risk_method(&call.actor, part).await?;
        let Some(row) = told.risks.first() else { return Ok(maud! {}.memoize()) };
        let now: Vec<_> = row.judged.iter().filter(|it| it.basis == Basis::Current).collect();
        Ok(maud! {
            @if told.by.is_some() {
                (tables::levels(call, &told, &told.risks))
                p {
                    @for it in &now { (words(&it.of)) ": " (badge::badge(tone(it.verdict), &words(it.verdict.name()))) " " }
                    @if let Some(due) = &row.due {
                        (badge::badge(if row.overdue { Tone::Bad } else { Tone::Quiet }, &due.on.to_string())) " " (parts::sentence(&due.says))
                    }
                }
                p { a href="/risks" { (call.say("risks.open")) } }
            }
        }
        .memoize())
    })
}

/// How far the assessors of an assessment agree; nothing of it before each has handed in.
pub(crate) fn assessment(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().risk_agreement(&call.actor, &view.record.id).await?;
        let name = |it: &str| told.names.get(it).cloned().unwrap_or_else(|| it.to_owned());
        let waiting: Vec<String> = told.agreed.waiting.iter().map(|it| name(it)).collect();
        Ok(maud! {
            @if told.assessors.len() > 1 {
                section .panel aria-labelledby="agreement" {
                    h2 #agreement { (call.say("risks.agreement")) }
                    @if !waiting.is_empty() { p { (call.tell("risks.waiting", &[("who", &waiting.join(", "))])) } }
                    @else {
                        (pairs(call, &told, &name))
                        (differences(call, &told, &name))
                    }
                }
            }
            (proposed(call, &told, &name))
        }
        .memoize())
    })
}

type Told = governance::risking::whole::Agreement;

fn pairs(call: &Call, told: &Told, name: &impl Fn(&str) -> String) -> Html {
    let columns = [
        Column::title(call.say("risks.assessors")),
        Column::of(call.say("risks.about")),
        Column::end(call.say("risks.shared")),
        Column::end(call.say("risks.same")),
        Column::wide(call.say("risks.kappa")),
    ];
    let line = |it: &governance::risking::agreeing::Pair| {
        let kappa = match (it.kappa, &it.interval) {
            (Some(value), Some(of)) => format!("{value:.2} ({:.2} – {:.2})", of.low, of.high),
            (Some(value), None) => format!("{value:.2}"),
            (None, _) => it.why.clone().unwrap_or_default(),
        };
        let who = format!("{}, {}", name(&it.one), name(&it.other));
        let (shared, same) = (it.shared.to_string(), it.same.to_string());
        let cells = [who, words(it.what), shared, same, kappa].into_iter().map(|it| maud! { (it) }.memoize());
        Line { cells: cells.collect(), href: None }
    };
    let lines: Vec<Line> = told.agreed.pairs.iter().map(line).collect();
    maud! { (Table { caption: call.say("risks.agreement"), columns: &columns, lines: &lines }.draw()) }.memoize()
}

/// What would be taken over to each risk, with the button of whoever answers for it.
fn proposed(call: &Call, told: &Told, name: &impl Fn(&str) -> String) -> Html {
    let level = |it: Option<usize>| it.map_or_else(|| call.say("risks.unscored").to_owned(), |it| it.to_string());
    let score = |it: &Taken| {
        let what = it.of.as_deref().map_or_else(|| call.say("risks.likelihood").to_owned(), words);
        call.tell(
            "risks.takes",
            &[("what", &what), ("from", &level(it.from)), ("to", &it.to), ("because", &it.because)],
        )
    };
    let one = |it: &Taking| {
        let (risk, action) = (it.risk.to_string(), format!("/risk-assessments/{}/take", told.assessment));
        let mine = call.actor.person.as_ref().is_some_and(|own| it.owner.as_deref() == Some(own.to_string().as_str()));
        let owner = it.owner.as_deref().map_or_else(|| call.say("risks.nobody").to_owned(), name);
        maud! {
            a href={ "/" (RISK) "/" (risk) } { (name(&risk)) } " " span .number { (risk) }
            ul {
                @for of in &it.takes { li { (score(of)) } }
                @if it.takes.is_empty() { li { (call.say("risks.takes_criteria")) } }
                @for why in &it.lacks { li { (badge::badge(Tone::Bad, call.say("risks.kept_back"))) " " (parts::sentence(why)) } }
            }
            @if it.lacks.is_empty() && mine {
                form .inline.no-print action=(action) method="post" {
                    (parts::once())
                    input type="hidden" name="risk" value=(risk);
                    input type="hidden" name="base" value=(it.version);
                    button type="submit" { (call.say("risks.take")) }
                }
            }
            @if it.lacks.is_empty() && !mine { p .help { (call.tell("risks.taken_by", &[("who", &owner)])) } }
        }
        .memoize()
    };
    let all: Vec<Html> = told.proposed.iter().map(one).collect();
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="taking" {
                h2 #taking { (call.say("risks.taking")) " (" (all.len()) ")" }
                p .help { (call.say("risks.taking_help")) }
                ul { @for it in &all { li { (it) } } }
            }
        }
    }
    .memoize()
}

fn differences(call: &Call, told: &Told, name: &impl Fn(&str) -> String) -> Html {
    maud! {
        @if told.agreed.differences.is_empty() { p .done { (call.say("risks.no_difference")) } }
        @else {
            h3 { (call.say("risks.differences")) }
            ul {
                @for it in &told.agreed.differences {
                    li {
                        (name(&it.risk.to_string())) ", " (it.of.as_deref().map_or_else(|| call.say("risks.likelihood").to_owned(), words)) ": "
                        @for (by, level) in &it.said { (name(by)) " " (level) "; " }
                        @match &it.settled {
                            Some(of) => { (call.tell("risks.settled", &[("level", &of.level)])) " " (of.why) " ("
                                (of.agreed.iter().map(|it| name(&it.to_string())).collect::<Vec<_>>().join(", ")) ")" },
                            None => (badge::badge(Tone::Bad, call.say("risks.not_settled"))),
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
