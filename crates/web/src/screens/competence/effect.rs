//! The effect of training: what records say of the work of people who were trained or examined, what each comparison can say and cannot, and who
//! knows what everybody is to know. One plan: the comparisons. Serves ISO/IEC 42001 7.2 and 7.3.

use governance::competence::aware::Known;
use governance::competence::effect::looks::{Compared, Look, Told};
use governance::competence::effect::signs::Better;
use governance::competence::effect::whole::{Effects, Part};
use governance::packing::issue::FILES;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::SHOWN;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts};
use crate::reply::Reply;

/// What a query names.
pub(crate) const NARROWS: &[&str] = &["on", "competence"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    Ok(Part {
        on: call.query.parse("on", call.say("duties.takes_day"))?,
        competence: call.query.parse::<Id>("competence", call.say("competence.takes_number"))?,
    })
}

/// `GET /competences/effect`
pub(crate) async fn overview(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    let part = part(&call)?;
    let effects = call.aims().training_effect(&call.actor, part.clone()).await?;
    let title = call.say("competence.effect");
    let acts = maud! {
        a .button href="/competences" { (call.say("competence.title")) }
        @for (ending, _) in FILES { a .button href=(file_address(&part, ending)) { (ending.to_uppercase()) } }
    };
    let lead = maud! { p { (call.say("competence.effect_lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (filter(&call, &part))
        (awareness(&call, &effects))
        (compared(&call, &effects))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// The file with what the page is narrowed to.
fn file_address(part: &Part, ending: &str) -> String {
    let on = part.on.map(|it| format!("on={it}"));
    let of = part.competence.as_ref().map(|it| format!("competence={it}"));
    let asked: Vec<String> = on.into_iter().chain(of).collect();
    let asked = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    format!("/competences/files/effect.{ending}{asked}")
}

fn filter(call: &Call, part: &Part) -> Html {
    let on = part.on.map(|it| it.to_string()).unwrap_or_default();
    let of = part.competence.as_ref().map(ToString::to_string);
    maud! {
        form .inline.row action="/competences/effect" method="get" {
            label for="on" { (call.say("competence.on")) }
            input #on type="date" name="on" value=(on);
            @if let Some(of) = &of {
                label for="competence" { (call.say("competence.competence")) }
                input #competence type="text" name="competence" value=(of);
            }
            button type="submit" { (call.say("competence.show")) }
            @if of.is_some() { a href="/competences/effect" { (call.say("competence.every_competence")) } }
        }
    }
    .memoize()
}

fn name(effects: &Effects, it: &Id) -> String {
    effects.names.get(&it.to_string()).cloned().unwrap_or_else(|| it.to_string())
}

/// Who knows what everybody is to know.
fn awareness(call: &Call, effects: &Effects) -> Html {
    let columns = [
        Column::title(call.say("competence.to_know")),
        Column::end(call.say("competence.know")),
        Column::end(call.say("competence.people")),
        Column::end(call.say("competence.aware_confirmed")),
        Column::end(call.say("competence.aware_open")),
        Column::end(call.say("competence.overdue")),
        Column::end(call.say("competence.aware_not_asked")),
        Column::end(call.say("competence.passed")),
    ];
    let line = |it: &Known| {
        let title = maud! {
            (it.title)
            @for of in &it.documents { " " a href={ "/document/" (of.to_string()) } { (name(effects, of)) } }
            @for of in &it.quizzes { " " a href={ "/competences/quiz/" (of.to_string()) } { (name(effects, of)) } }
        };
        let know = maud! {
            @match it.know {
                None => { (badge::badge(Tone::Quiet, call.say("competence.no_document"))) }
                Some(know) => { (know) }
            }
        };
        let numbers = [it.people, it.confirmed, it.open, it.overdue, it.not_asked, it.passed];
        let rest = numbers.into_iter().map(|it| maud! { (it) }.memoize());
        Line { cells: [title.memoize(), know.memoize()].into_iter().chain(rest).collect(), href: None }
    };
    let lines: Vec<Line> = effects.known.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="known" {
            h2 #known { (call.say("competence.awareness")) }
            p .help { (call.say("competence.awareness_help")) }
            (Table { caption: call.say("competence.awareness"), columns: &columns, lines: &lines }.draw())
            @for it in effects.known.iter().filter(|it| !it.units.is_empty()) { (units(call, effects, it)) }
        }
    }
    .memoize()
}

fn units(call: &Call, effects: &Effects, of: &Known) -> Html {
    maud! {
        details {
            summary { (call.tell("competence.by_unit", &[("what", &of.title)])) }
            ul .plain {
                @for it in &of.units {
                    li {
                        @match &it.unit {
                            Some(unit) => { (name(effects, unit)) }
                            None => { (call.say("competence.no_unit")) }
                        }
                        ": " (call.tell("competence.of_people", &[("know", &it.know), ("people", &it.people)]))
                    }
                }
            }
        }
    }
    .memoize()
}

/// What the records say.
fn compared(call: &Call, effects: &Effects) -> Html {
    let (told, not): (Vec<&Compared>, Vec<&Compared>) =
        effects.compared.iter().partition(|it| it.told != Told::NotAssessable);
    let levels = [("made", effects.made.to_string()), ("level", format!("{:.0}", 100.0 * effects.level))];
    let words: Vec<(&str, &dyn std::fmt::Display)> =
        levels.iter().map(|it| (it.0, &it.1 as &dyn std::fmt::Display)).collect();
    maud! {
        section .panel aria-labelledby="compared" {
            h2 #compared { (call.say("competence.compared")) " (" (told.len()) ")" }
            @if effects.compared.is_empty() {
                (empty::empty("people", call.say("competence.nobody_trained"), call.say("competence.nobody_trained_help"), &[("/competence_record/new".to_owned(), call.say("competence.add").to_owned())]))
            } @else {
                p .help { (call.tell("competence.compared_help", &words)) " " (call.tell("competence.looked_at", &[("from", &effects.back), ("on", &effects.on)])) }
                ul { @for (look, says) in &effects.says { li { strong { (look_in_words(call, look)) } ": " (says) } } }
                @if !told.is_empty() { (shown(call, effects, &told)) }
                @if effects.hidden > 0 { p .help { (call.count("competence.effect_hidden", effects.hidden)) } }
            }
        }
        @if !not.is_empty() {
            section .panel aria-labelledby="not-assessable" {
                h2 #not-assessable { (call.say("competence.not_assessable")) " (" (not.len()) ")" }
                p .help { (call.tell("competence.not_assessable_help", &[("least", &effects.least_people)])) }
                (too_little(call, effects, &not))
            }
        }
    }
    .memoize()
}

fn look_in_words<'a>(call: &'a Call, it: &str) -> &'a str {
    match it {
        "before_and_after" => call.say("competence.look_before_and_after"),
        "trained_and_not" => call.say("competence.look_trained_and_not"),
        _ => call.say("competence.look_quiz_score"),
    }
}

fn sign(effects: &Effects, key: &str) -> String {
    effects.signs.iter().find(|it| it.key == key).map_or_else(|| key.to_owned(), |it| it.title.clone())
}

fn verdict(call: &Call, it: &Compared) -> Html {
    let good = |less: bool| match it.better {
        Better::Neither => Tone::Watch,
        Better::Less if less => Tone::Good,
        Better::More if !less => Tone::Good,
        _ => Tone::Bad,
    };
    let score = it.look == Look::QuizScore;
    match it.told {
        Told::Less if score => badge::badge(good(true), call.say("competence.less_score")).memoize(),
        Told::More if score => badge::badge(good(false), call.say("competence.more_score")).memoize(),
        Told::Less => badge::badge(good(true), call.say("competence.less")).memoize(),
        Told::More => badge::badge(good(false), call.say("competence.more_of_it")).memoize(),
        Told::NothingShown => badge::badge(Tone::Quiet, call.say("competence.nothing_shown")).memoize(),
        Told::NotAssessable => badge::badge(Tone::Quiet, call.say("competence.not_assessable")).memoize(),
    }
}

fn shown(call: &Call, effects: &Effects, all: &[&Compared]) -> Html {
    let columns = [
        Column::title(call.say("competence.competence")),
        Column::of(call.say("competence.sign")),
        Column::of(call.say("competence.look")),
        Column::of(call.say("competence.shown")),
        Column::end(call.say("competence.people")),
        Column::end(call.say("competence.figures")),
        Column::end(call.say("competence.difference")),
        Column::end(call.say("competence.p")),
    ];
    let line = |it: &&Compared| {
        let figures = it.figures.map(|it| format!("{:.3} / {:.3}", it.0, it.1)).unwrap_or_default();
        let within = it.within.map(|it| format!(" ({:.3} to {:.3})", it.0, it.1)).unwrap_or_default();
        let value = it.value.map(|it| format!("{it:.3}")).unwrap_or_default();
        let people = if it.look == Look::QuizScore {
            it.people.0.to_string()
        } else {
            format!("{} / {}", it.people.0, it.people.1)
        };
        let cells = vec![
            competence(effects, &it.competence),
            maud! { (sign(effects, &it.sign)) }.memoize(),
            maud! { (look_in_words(call, it.look.name())) }.memoize(),
            verdict(call, it),
            maud! { (people) }.memoize(),
            maud! { (figures) }.memoize(),
            maud! { (value) (within) }.memoize(),
            maud! { (it.adjusted_p.map(assess::number::p_value).unwrap_or_default()) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().take(SHOWN).map(line).collect();
    maud! { (Table { caption: call.say("competence.compared"), columns: &columns, lines: &lines }.draw()) }.memoize()
}

fn competence(effects: &Effects, id: &Id) -> Html {
    maud! { a href={ "/competences/effect?competence=" (id.to_string()) } { (name(effects, id)) } }.memoize()
}

fn too_little(call: &Call, effects: &Effects, all: &[&Compared]) -> Html {
    let columns = [
        Column::title(call.say("competence.competence")),
        Column::of(call.say("competence.sign")),
        Column::of(call.say("competence.look")),
        Column::wide(call.say("competence.why")),
    ];
    let line = |it: &&Compared| Line {
        cells: vec![
            competence(effects, &it.competence),
            maud! { (sign(effects, &it.sign)) }.memoize(),
            maud! { (look_in_words(call, it.look.name())) }.memoize(),
            maud! { (parts::sentence(&it.why)) }.memoize(),
        ],
        href: None,
    };
    let lines: Vec<Line> = all.iter().take(SHOWN).map(line).collect();
    maud! {
        (Table { caption: call.say("competence.not_assessable"), columns: &columns, lines: &lines }.draw())
        @if all.len() > SHOWN { p .help { (call.say("competence.more")) } }
    }
    .memoize()
}
