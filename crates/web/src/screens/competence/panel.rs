//! What follows of competence on the pages of a person, a role and an assignment of one; before an assignment is accepted, what would be lacking.

use governance::competence::whole::{Matrix, Part};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{address, name, tone};
use crate::call::Call;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// How a person stands to what their roles ask for.
pub(crate) fn of_person(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let part = Part { person: Some(view.record.id.clone()), ..Part::default() };
        Ok(drawn(view.call, &view.call.aims().competence(&view.call.actor, part).await?, "person"))
    })
}

/// How the holders of a role stand to what it asks for.
pub(crate) fn role(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let part = Part { role: Some(view.record.id.clone()), ..Part::default() };
        Ok(drawn(view.call, &view.call.aims().competence(&view.call.actor, part).await?, "role"))
    })
}

fn drawn(call: &Call, matrix: &Matrix, of: &str) -> Html {
    maud! {
        @if !matrix.people.is_empty() {
            section .panel aria-labelledby="competence" {
                h2 #competence { (call.say("competence.title")) }
                ul .plain {
                    @for row in &matrix.people {
                        @for it in &row.cells {
                            li {
                                @if of == "role" { (name(matrix, &row.person)) ": " }
                                a href=(address(&row.person, &Part::default(), Some(&it.standing.competence))) { (name(matrix, &it.standing.competence)) } " "
                                (badge::badge(tone(it.standing.status), &words(it.standing.status.name())))
                                @if let Some(until) = it.standing.until { " " (until.to_string()) }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// What the person of an assignment lacks, or would lack.
pub(crate) fn assignment(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, of) = (view.call, &view.record.document);
        let link = |field: &str| of.get(field).and_then(|it| it.as_str()).and_then(|it| it.parse::<Id>().ok());
        let (Some(person), Some(role)) = (link("person"), link("role")) else { return Ok(maud! {}.memoize()) };
        let told = call.aims().competence_before(&call.actor, &person, &role, link("covers").as_ref(), None).await;
        // Whoever may not see the person, the role or what is covered is told nothing of them.
        let Ok(told) = told else { return Ok(maud! {}.memoize()) };
        Ok(maud! {
            @if !told.standings.is_empty() {
                section .panel aria-labelledby="competence" {
                    h2 #competence { (call.say("competence.title")) }
                    @if told.lacks.is_empty() { p { (badge::badge(Tone::Good, call.say("competence.all_met"))) } }
                    @else {
                        p { (badge::badge(Tone::Bad, call.say("competence.lacks"))) }
                        ul { @for it in &told.lacks { li { (parts::sentence(it)) } } }
                    }
                    p { a href=(address(&person, &Part::default(), None)) { (call.say("competence.open")) } }
                }
            }
        }
        .memoize())
    })
}
