//! One person: what their roles ask for, every proof, and why it counts or not on the day.

use axum::extract::Path;
use governance::competence::RECORD;
use governance::competence::proof::Why;
use governance::competence::whole::{Cell, Matrix, Part};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{name, tone};
use crate::call::{Call, number};
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::reply::Reply;

/// `GET /competences/{id}`
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let person = number(&id)?;
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    let part = Part { on, person: Some(person.clone()), ..Part::default() };
    let matrix = call.aims().competence(&call.actor, part).await?;
    let title = call.tell("competence.of", &[("name", &name(&matrix, &person))]);
    let lead = maud! { p { a href={ "/person/" (person.to_string()) } { (person.to_string()) } " " (call.tell("competence.matrix_help", &[("on", &matrix.on)])) } };
    let heading = Heading { lead: Some(lead.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if matrix.people.is_empty() { p { (call.say("competence.nothing_asked")) } }
        @for row in &matrix.people { @for it in &row.cells { (cell(&call, &matrix, it)) } }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// One thing that is asked, by what, and the proofs.
pub(super) fn cell(call: &Call, matrix: &Matrix, it: &Cell) -> Html {
    let of = &it.standing;
    let anchor = of.competence.to_string();
    let level = matrix.levels.get(of.level).map(|it| words(it)).unwrap_or_default();
    maud! {
        section .panel aria-labelledby=(anchor) {
            h2 id=(anchor) { (name(matrix, &of.competence)) " " (badge::badge(tone(of.status), &words(of.status.name()))) }
            p { (call.tell("competence.asks", &[("level", &level)])) }
            ul {
                @for by in &it.because {
                    li {
                        a href={ "/role/" (by.role.to_string()) } { (name(matrix, &by.role)) } " "
                        a .number href={ "/role_assignment/" (by.assignment.to_string()) } { (by.assignment.to_string()) }
                        @for system in &by.systems { ", " a href={ "/ai_system/" (system.to_string()) } { (name(matrix, system)) } }
                    }
                }
            }
            @if of.proofs.is_empty() { p { (call.say("competence.no_proof")) } }
            @else {
                ul {
                    @for proof in &of.proofs {
                        li {
                            a href={ "/" (RECORD) "/" (proof.proof.to_string()) } { (name(matrix, &proof.proof)) } " "
                            @if let Some(last) = proof.last { (call.tell("competence.ends", &[("day", &last)])) " " }
                            (weight(call, &proof.why_not))
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// That a proof counts, or every reason why it does not.
pub(super) fn weight(call: &Call, why_not: &[Why]) -> Html {
    maud! {
        @if why_not.is_empty() { (badge::badge(Tone::Good, call.say("competence.counts"))) }
        @for why in why_not { div { (parts::sentence(why.says())) } }
    }
    .memoize()
}
