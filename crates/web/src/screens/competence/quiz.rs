//! Taking a quiz, in one's own name, and what attempts say of its questions.

use axum::body::Body;
use axum::extract::Path;
use governance::competence::QUIZ;
use governance::competence::items::{Flag, Item};
use governance::competence::quiz::Paper;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::parts::rounded;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::Reply;

/// `GET /competences/quiz/{id}`: the questions, without their right answers.
pub(crate) async fn paper(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["done"])?;
    let id = call.id(call.kind(QUIZ)?, &id)?;
    let paper = call.aims().quiz_paper(&call.actor, &id).await?;
    let lead = maud! { p { (call.say("competence.quiz_lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), ..Heading::of(&paper.title) };
    let body = maud! {
        (heading.draw(call.language()))
        form action={ "/competences/quiz/" (id.to_string()) } method="post" {
            (parts::once())
            @for (at, (asked, choices)) in paper.questions.iter().enumerate() {
                fieldset {
                    legend { (at + 1) ". " (asked) }
                    @for (choice, words) in choices {
                        label { input type="radio" name={ "q" (at + 1) } value=(choice); " " (words) } " "
                    }
                }
            }
            button .main type="submit" { (call.say("competence.quiz_send")) }
        }
    };
    Ok(page::page(&call, &paper.title, body.memoize()))
}

/// `POST /competences/quiz/{id}`: takes it, and tells how many answers were right, never which.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(QUIZ)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let paper = call.aims().quiz_paper(&call.actor, &id).await?;
    let answer = |at: usize| sent.posted.text(&format!("q{}", at + 1)).filter(|it| !it.is_empty()).map(str::to_owned);
    let answers: Vec<Option<String>> = (0..paper.questions.len()).map(answer).collect();
    let taken = call.aims().take_quiz(&call.actor, &id, &answers).await?;
    let share = rounded(taken.pass_mark, 1);
    let says =
        call.tell("competence.quiz_score", &[("right", &taken.right), ("asked", &taken.asked), ("mark", &share)]);
    let body = maud! {
        (Heading::of(&paper.title).draw(call.language()))
        p {
            @if taken.proof.is_some() { (badge::badge(Tone::Good, call.say("competence.quiz_passed"))) }
            @else { (badge::badge(Tone::Bad, call.say("competence.quiz_failed"))) }
            " " (says)
        }
        @if let Some(proof) = &taken.proof { p { a href={ "/competence_record/" (proof.to_string()) } { (proof.to_string()) } } }
        p { a href="/competences" { (call.say("competence.title")) } }
    };
    Ok(page::page(&call, &paper.title, body.memoize()))
}

/// Quizzes that may be taken now.
pub(super) fn list(call: &Call, all: &[Paper]) -> Html {
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="quizzes" {
                h2 #quizzes { (call.say("competence.quizzes")) }
                ul { @for it in all { li { a href={ "/competences/quiz/" (it.id.to_string()) } { (it.title) } } } }
            }
        }
    }
    .memoize()
}

/// The panel of a quiz: each question over all attempts.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().quiz_analysis(&call.actor, &view.record.id).await?;
        let columns = [
            Column::title(call.say("competence.question")),
            Column::end(call.say("competence.attempts")),
            Column::end(call.say("competence.right")),
            Column::end(call.say("competence.discrimination")),
            Column::wide(call.say("competence.remark")),
        ];
        let lines: Vec<Line> = told.items.iter().map(|(words, it)| line(words, it)).collect();
        Ok(maud! {
            section .panel aria-labelledby="items" {
                h2 #items { (call.say("competence.items")) }
                p .help { (call.tell("competence.items_help", &[("least", &told.least)])) }
                (Table { caption: call.say("competence.items"), columns: &columns, lines: &lines }.draw())
            }
        }
        .memoize())
    })
}

fn line(words: &str, it: &Item) -> Line {
    let percent = |it: f64| rounded(100.0 * it, 1);
    let share = it.share.as_ref().map(|of| format!("{} ({}–{} %)", it.right, percent(of.low), percent(of.high)));
    let share = share.unwrap_or_default();
    let correlation = it.discrimination.map(|of| {
        let within = it.within.map(|(low, high)| format!(" ({} to {})", rounded(low, 2), rounded(high, 2)));
        format!("{}{}", rounded(of, 2), within.unwrap_or_default())
    });
    let correlation = correlation.unwrap_or_default();
    let tone = |of: Flag| if of == Flag::NotAssessable { Tone::Quiet } else { Tone::Bad };
    Line {
        cells: vec![
            maud! { (it.question) ". " (words) }.memoize(),
            maud! { (it.n) }.memoize(),
            maud! { (share) }.memoize(),
            maud! { (correlation) }.memoize(),
            maud! { @if let Some(of) = it.flag { (badge::badge(tone(of), &parts::sentence(of.says()))) } }.memoize(),
        ],
        href: None,
    }
}
