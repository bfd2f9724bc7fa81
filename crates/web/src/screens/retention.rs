//! How long what is kept: rules and their contradictions, what is due, held or comes due soon, and runs of disposal.
//! One plan: the survey of retention. Serves ISO/IEC 42001 7.5 and A.7.2.

use axum::body::Body;
use axum::extract::Path;
use governance::data::retention::decide::Decided;
use governance::data::retention::survey::{AHEAD_DAYS, Judged, Survey};
use governance::data::retention::{DISPOSAL, RULE};
use governance::data::whole::RecordRow;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::data::lasts;

/// Records of one word that are shown; lists and the interface have all.
const SHOWN: usize = 100;

/// What is told of records, in this order: word, heading, explanation.
const TOLD: &[(&str, &str, &str)] = &[
    ("due", "retention.due", "retention.due_help"),
    ("conflict", "retention.conflict", "retention.conflict_help"),
    ("held", "retention.held", "retention.held_help"),
    ("undated", "retention.undated", "retention.undated_help"),
    ("may_go", "retention.may_go", "retention.may_go_help"),
    ("kept", "retention.soon", "retention.soon_help"),
];

/// What a word about keeping looks like.
pub(crate) fn tone(word: &str) -> Tone {
    match word {
        "due" | "conflict" | "still_there" => Tone::Bad,
        "held" | "may_go" => Tone::Info,
        "kept" | "gone" | "none" => Tone::Good,
        _ => Tone::Watch,
    }
}

/// `GET /retention`
pub(crate) async fn retention(call: Call) -> Reply {
    call.query.only(&[])?;
    let survey = call.aims().retention(&call.actor).await?;
    let acts = maud! {
        a .button.main href={ "/" (RULE) "/new" } { (call.say("retention.add_rule")) }
        a .button href={ "/" (DISPOSAL) } { (call.say("retention.all_runs")) }
    };
    let lead = maud! { p { (call.tell("retention.lead", &[("day", &survey.today)])) } };
    let title = call.say("retention.title");
    let body = maud! {
        (Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) }.draw(call.language()))
        @if survey.rules.is_empty() {
            (empty::empty("data", call.say("retention.no_rules"), call.say("retention.no_rules_help"), &[(format!("/{RULE}/new"), call.say("retention.add_rule").to_owned())]))
        } @else {
            (contradictions(&call, &survey))
            @for (word, heading, help) in TOLD { (told(&call, &survey, word, heading, help)) }
            @if survey.items.is_empty() { p .done { (call.say("retention.nothing")) } }
            (rules(&call, &survey))
            (runs(&call, &survey))
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `POST /retention/{rule}/plan`: plans a run of what is due by a rule.
pub(crate) async fn plan(call: Call, Path(rule): Path<String>, body: Body) -> Reply {
    Sent::read(&call, body).await?;
    let rule: Id = rule.parse().map_err(|it: String| Failure::input(it))?;
    let run = call.aims().plan_disposal(&call.actor, &rule).await?;
    Ok(page::see(&format!("/{DISPOSAL}/{}?done=saved", run.id)))
}

/// `POST /retention/{run}/decide`: one decision about each chosen model, once somebody has confirmed it.
pub(crate) async fn decide(call: Call, Path(run): Path<String>, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let run: Id = run.parse().map_err(|it: String| Failure::input(it))?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().to_owned();
    if text("sure") != "yes" {
        return Err(Failure::problem("sure", call.say("retention.not_sure")));
    }
    let models = sent.posted.texts.iter().filter(|it| it.0 == "model").filter_map(|it| it.1.parse().ok()).collect();
    let decided = Decided { models, form: text("form"), reasons: text("reasons") };
    call.aims().decide_models(&call.actor, &run, decided, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{DISPOSAL}/{run}?done=saved")))
}

fn contradictions(call: &Call, survey: &Survey) -> Html {
    maud! {
        @if !survey.conflicts.is_empty() {
            section .panel aria-labelledby="contradictions" {
                h2 #contradictions { (call.say("retention.contradictions")) " (" (survey.conflicts.len()) ")" }
                p .help { (call.say("retention.contradictions_help")) }
                ul { @for it in &survey.conflicts { li { (badge::badge(Tone::Bad, call.say("retention.clash"))) " " (parts::sentence(&it.witness)) } } }
            }
        }
    }
    .memoize()
}

/// The records of one word.
fn told(call: &Call, survey: &Survey, word: &str, heading: &'static str, help: &'static str) -> Html {
    let all: Vec<&Judged> = survey.saying(word).collect();
    if all.is_empty() {
        return maud! {}.memoize();
    }
    let columns = [
        Column::title(call.say("retention.record")),
        Column::of(call.say("retention.kind")),
        Column::of(call.say("retention.may")),
        Column::of(call.say("retention.must")),
        Column::wide(call.say("retention.why")),
    ];
    let lines: Vec<Line> = all.iter().take(SHOWN).map(|it| line(call, it)).collect();
    let help = call.tell(help, &[("days", &AHEAD_DAYS)]);
    maud! {
        section .panel aria-labelledby=(word) {
            h2 id=(word) { (badge::badge(tone(word), call.say(heading))) " (" (all.len()) ")" }
            p .help { (help) }
            (Table { caption: call.say(heading), columns: &columns, lines: &lines }.draw())
            @if all.len() > SHOWN { p .help { (call.count("retention.more", (all.len() - SHOWN) as u64)) } }
        }
    }
    .memoize()
}

fn line(call: &Call, it: &Judged) -> Line {
    let href = format!("/{}/{}", it.record.kind, it.record.id);
    let kind = call.configuration.catalog.kind(&it.record.kind).map(|it| it.label.clone()).unwrap_or_default();
    let day = |it: Option<jiff::civil::Date>| maud! { (it.map(|it| it.to_string()).unwrap_or_default()) }.memoize();
    let cells = vec![
        maud! { a href=(href) { (it.record.title) } " " span .number { (it.record.id.to_string()) } }.memoize(),
        maud! { (kind) }.memoize(),
        day(it.kept.may),
        day(it.kept.must),
        maud! { (parts::sentence(&it.kept.why)) }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

/// The schedules and holds, with what is due by each.
fn rules(call: &Call, survey: &Survey) -> Html {
    let columns = [
        Column::title(call.say("retention.rule")),
        Column::wide(call.say("retention.type_and_ground")),
        Column::wide(call.say("retention.covers")),
        Column::wide(call.say("retention.time")),
        Column::of(call.say("retention.state")),
        Column::of(call.say("retention.due")),
    ];
    let lines: Vec<Line> = survey.rules.iter().map(|it| rule(call, survey, it)).collect();
    maud! {
        section .panel aria-labelledby="rules" {
            h2 #rules { (call.say("retention.rules")) " (" (lines.len()) ")" }
            (Table { caption: call.say("retention.rules"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn rule(call: &Call, survey: &Survey, row: &RecordRow) -> Line {
    let href = format!("/{RULE}/{}", row.id);
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let plain = |it: String| maud! { (it) }.memoize();
    let list = |field: &str| row.list(field).filter_map(|it| it.as_str()).map(words).collect::<Vec<_>>();
    let covers: Vec<String> = list("of").into_iter().chain(list("content")).chain(list("holds")).collect();
    let covers = if covers.is_empty() { call.say("retention.everything").to_owned() } else { covers.join(", ") };
    let span = |key: &'static str, field: &str| row.text(field).map(|it| call.tell(key, &[("time", &lasts(call, it))]));
    let time: Vec<String> =
        span("retention.at_least", "least").into_iter().chain(span("retention.at_most", "most")).collect();
    let due = survey.saying("due").filter(|it| it.covered.contains(&row.id)).count();
    let plan = maud! {
        @if due > 0 {
            form action={ "/retention/" (row.id.to_string()) "/plan" } method="post" {
                (parts::once())
                button type="submit" { (call.count("retention.plan", due as u64)) }
            }
        }
    };
    let cells = vec![
        maud! { a href=(href) { (row.title) } " " span .number { (row.id.to_string()) } }.memoize(),
        plain([words(&text("form")), words(&text("basis")).to_lowercase()].join(", ")),
        plain(covers),
        plain(time.join(", ")),
        parts::state(call, RULE, &row.state, row.retired),
        plan.memoize(),
    ];
    Line { cells, href: Some(href) }
}

fn runs(call: &Call, survey: &Survey) -> Html {
    maud! {
        section .panel aria-labelledby="runs" {
            h2 #runs { (call.say("retention.runs")) " (" (survey.runs.len()) ")" }
            @if survey.runs.is_empty() { p .help { (call.say("retention.no_runs")) } }
            @else {
                ul {
                    @for it in &survey.runs {
                        li {
                            a href={ "/" (DISPOSAL) "/" (it.id.to_string()) } { (it.title) } " "
                            span .number { (it.id.to_string()) } " "
                            (parts::state(call, DISPOSAL, &it.state, it.retired)) " " (it.text("performed_on").unwrap_or_default())
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
