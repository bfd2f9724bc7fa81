//! What follows for a nonconformity, a corrective action and a finding, on their pages.

use governance::correcting::effect::{Effect, Told};
use governance::correcting::extent::Like;
use governance::correcting::whole::Case;
use governance::predicate::looked::Looked;
use governance::responsibility::whole::Names;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{address, remarks};
use crate::call::Call;
use crate::html::parts::rounded;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// What a nonconformity lacks, where else it may be, and what was done.
pub(crate) fn case(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let (case, names) = call.aims().correction(&call.actor, &view.record.id).await?;
        Ok(maud! {
            section .panel aria-labelledby="correcting" {
                h2 #correcting { (call.say("corrections.panel")) }
                @if !case.lacks.is_empty() {
                    h3 { (call.say("corrections.lacks")) }
                    ul { @for why in &case.lacks { li { (parts::sentence(why)) } } }
                } @else if case.state != "closed" { p { (call.say("corrections.complete")) } }
                @if !case.like.is_empty() { h3 { (call.say("corrections.like")) } (like(call, &case.like, &names)) }
                @if !case.actions.is_empty() { h3 { (call.say("corrections.actions")) } (actions(call, &case)) }
            }
        }
        .memoize())
    })
}

/// How the effect of a corrective action stands.
pub(crate) fn action(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().effect_of(&call.actor, &view.record.id).await?;
        Ok(maud! {
            section .panel aria-labelledby="effect" {
                h2 #effect { (call.say("corrections.effect")) }
                p { (effect(&told)) " " (parts::sentence(&told.why)) }
                @if !told.looked.is_empty() { ul { @for it in &told.looked { li { (looked(call, it)) } } } }
            }
        }
        .memoize())
    })
}

/// What a finding repeats, and evidence of it that shows nothing.
pub(crate) fn finding(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let (told, _) = call.aims().finding_told(&call.actor, &view.record.id).await?;
        let nothing = told.repeated == 0 && told.proven.weak.is_empty();
        Ok(maud! {
            @if !nothing {
                section .panel aria-labelledby="remarks" {
                    h2 #remarks { (call.say("corrections.remarks")) }
                    (remarks(call, &told))
                }
            }
        }
        .memoize())
    })
}

/// Like cases, each with why and with what somebody answered.
pub(super) fn like(call: &Call, all: &[Like], names: &Names) -> Html {
    maud! {
        @for it in all {
            div {
                a href={ "/ai_system/" (it.system.to_string()) } { (names.get(&it.system.to_string()).cloned().unwrap_or_default()) }
                " " span .number { (it.system.to_string()) } ": " (it.why.join("; ")) " "
                @match &it.answer {
                    Some(answer) => (badge::badge(if answer == "the_same" { Tone::Bad } else { Tone::Good }, &words(answer))),
                    None => (badge::badge(Tone::Watch, call.say("corrections.unanswered"))),
                }
            }
        }
    }
    .memoize()
}

/// Corrective actions, each with how its effect stands.
pub(super) fn actions(_: &Call, case: &Case) -> Html {
    maud! {
        @for it in &case.actions {
            div {
                a href=(address(&it.id)) { (it.title) } " " span .number { (it.id.to_string()) } " " (effect(&it.effect)) " " (parts::sentence(&it.effect.why))
            }
        }
    }
    .memoize()
}

fn effect(told: &Told) -> Html {
    let tone = match told.effect {
        Effect::Fails => Tone::Bad,
        Effect::Holds => Tone::Good,
        Effect::Watching => Tone::Watch,
        Effect::NotCarriedOut | Effect::NotAssessable => Tone::Quiet,
    };
    badge::badge(tone, &words(told.effect.name()))
}

fn looked(call: &Call, it: &Looked) -> Html {
    maud! {
        (it.says) ": "
        a href=(crate::query::list(&it.kind, &it.filter)) { (it.counted) } @if let Some(of) = it.out_of { " / " (of) }
        @if let Some((low, high)) = it.share { " (" (rounded(100.0 * low, 1)) "–" (rounded(100.0 * high, 1)) " %)" }
        @if it.holds.is_none() { " " (parts::sentence(&it.why)) }
        @else if it.holds == Some(false) { " " (badge::badge(Tone::Bad, call.say("corrections.not_so"))) }
        @for id in &it.against { " " span .number { (id.to_string()) } }
    }
    .memoize()
}
