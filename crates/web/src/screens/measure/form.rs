//! The form: a question, the data, the parts that columns play, the limits. It works without scripts.

use assess::asked::BESIDE;
use assess::columns::{PARTS, Part, TASKS};
use assess::{FAMILIES, Family};
use axum::http::StatusCode;
use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};

use super::asked::ROWS;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts, words};
use crate::language::grouped;
use crate::multipart::Posted;

/// What is asked of each part that a column or other data can play, on the form.
const LABELS: &[(&str, &str)] = &[
    ("label", "measure.label"),
    ("prediction", "measure.prediction"),
    ("score", "measure.score"),
    ("group", "measure.group"),
    ("strata", "measure.strata"),
    ("weight", "measure.weight"),
    ("positive", "measure.positive"),
    ("quasi", "measure.quasi"),
    ("sensitive", "measure.sensitive"),
    ("member", "measure.member"),
    ("party", "measure.party"),
    ("rater", "measure.rater"),
    ("task", "measure.task"),
    ("reference", "measure.reference"),
    ("original", "measure.original"),
    ("training", "measure.training"),
    ("held_out", "measure.held_out"),
];

/// The page: every question, or the form of one with what was typed and why it was not done.
pub(super) fn draw(
    call: &Call,
    family: Option<&'static Family>,
    typed: &Posted,
    failure: Option<&Failure>,
) -> Response {
    let title = match family {
        Some(family) => call.tell("measure.of_family", &[("family", &words(family.name))]),
        None => call.say("measure.title").to_owned(),
    };
    let above = [("/measure".to_owned(), call.say("measure.title").to_owned())];
    let crumbs: &[(String, String)] = if family.is_some() { &above } else { &[] };
    let body = maud! {
        (Heading { crumbs, ..Heading::of(&title) }.draw(call.language()))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        @match family {
            Some(family) => (of(call, family, typed)),
            None => (questions(call, typed.text("about"))),
        }
    }
    .memoize();
    page::page_with(failure.map_or(StatusCode::OK, |it| it.status), call, &title, body)
}

/// Every question that data can be asked.
fn questions(call: &Call, about: Option<&str>) -> Html {
    let about = about.map(|it| format!("&for={it}")).unwrap_or_default();
    maud! {
        p { (call.say("measure.lead")) }
        section .panel.items aria-label=(call.say("measure.questions")) {
            ul .plain {
                @for family in FAMILIES {
                    li {
                        div {
                            a href={ "/measure?family=" (family.name) (about) } { strong { (words(family.name)) } }
                            p .help { (family.summary) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The form of one question.
fn of(call: &Call, family: &Family, typed: &Posted) -> Html {
    let taken = |name: &str| family.takes.contains(&name);
    let beside: Vec<&str> = BESIDE.iter().copied().filter(|it| taken(it)).collect();
    let columns: Vec<&Part> = PARTS.iter().filter(|it| taken(it.name)).collect();
    let megabytes = call.app.settings.file_limit >> 20;
    let most = call.tell("measure.most", &[("size", &megabytes), ("rows", &grouped(ROWS))]);
    maud! {
        p { (family.about) }
        form .narrow action="/measure" method="post" enctype="multipart/form-data" {
            input type="hidden" name="family" value=(family.name);
            @if let Some(about) = typed.text("about") {
                input type="hidden" name="about" value=(about);
                p .notice { (call.tell("measure.of_record", &[("record", &about)])) }
            }
            div .field.drop data-drop {
                label for="data" { (call.say("measure.data")) }
                p #data-help .help { (most) }
                input #data type="file" name="data" multiple required aria-describedby="data-help";
            }
            @for name in &beside { (other(call, name)) }
            @if !columns.is_empty() {
                fieldset .field {
                    legend { (call.say("measure.columns")) }
                    p .help { (call.say("measure.columns_help")) }
                    @for part in &columns { (column(call, part, typed)) }
                }
            }
            (plans(call, family, typed.text("plan")))
            @if taken("quality_plan") { (quality_plans(call, typed.text("quality_plan"))) }
            (settings(call, typed))
            button .main type="submit" { (call.say("measure.go")) }
        }
    }
    .memoize()
}

fn label(call: &Call, name: &str) -> &'static str {
    LABELS.iter().find(|it| it.0 == name).map_or("", |it| call.say(it.1))
}

/// Other data beside those that are measured.
fn other(call: &Call, name: &str) -> Html {
    let help = format!("{name}-help");
    maud! {
        div .field.drop data-drop {
            label for=(name) { (label(call, name)) }
            p .help id=(help) { code { "--" (name.replace('_', "-")) } }
            input type="file" id=(name) name=(name) multiple aria-describedby=(help);
        }
    }
    .memoize()
}

/// The columns that play a part; where several may, one a line.
fn column(call: &Call, part: &Part, typed: &Posted) -> Html {
    let (name, help) = (part.name, format!("{}-help", part.name));
    let value = typed.text(name).unwrap_or_default();
    maud! {
        div .field {
            label for=(name) { (label(call, name)) }
            p .help id=(help) {
                code { "--" (name) }
                @if part.several { " · " (call.say("measure.one_a_line")) }
            }
            @if name == "task" {
                select id=(name) name=(name) aria-describedby=(help) {
                    option value="" { (call.say("measure.by_label")) }
                    @for (task, _) in TASKS { option value=(task) selected[*task == value] { (words(task)) } }
                }
            } @else if part.several {
                textarea id=(name) name=(name) rows="2" maxlength="2000" aria-describedby=(help) { "\n" (value) }
            } @else {
                input type="text" id=(name) name=(name) value=(value) maxlength="500" autocomplete="off" aria-describedby=(help);
            }
        }
    }
    .memoize()
}

/// The shipped plans of the question.
fn plans(call: &Call, family: &Family, chosen: Option<&str>) -> Html {
    let plans = assess::plan::of_family(family.name);
    let own = |name: &str| name == chosen.unwrap_or(family.name);
    maud! {
        div .field {
            label for="plan" { (call.say("measure.plan")) }
            p #plan-help .help { (call.say("measure.plan_help")) }
            select #plan name="plan" aria-describedby="plan-help" {
                @for plan in &plans {
                    option value=(plan.name) selected[own(&plan.name)] {
                        (plan.name) @if let Some(summary) = &plan.summary { ": " (summary) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The plans of quality that data must pass before they are compared.
fn quality_plans(call: &Call, chosen: Option<&str>) -> Html {
    let plans = assess::plan::of_family("quality");
    maud! {
        div .field {
            label for="quality_plan" { (call.say("measure.quality_plan")) }
            p #quality-plan-help .help { (call.say("measure.quality_plan_help")) }
            select #quality_plan name="quality_plan" aria-describedby="quality-plan-help" {
                option value="" { (call.say("measure.no_quality_plan")) }
                @for plan in plans.iter().filter(|it| !it.limit.is_empty()) {
                    option value=(plan.name) selected[Some(plan.name.as_str()) == chosen] { (plan.name) }
                }
            }
        }
    }
    .memoize()
}

/// What seldom needs to be settled.
fn settings(call: &Call, typed: &Posted) -> Html {
    let text = |name: &str| typed.text(name).unwrap_or_default().to_owned();
    let days = text("days");
    maud! {
        details {
            summary { (call.say("measure.more")) }
            div .field {
                label for="days" { (call.say("measure.days")) }
                select #days name="days" {
                    option value="" { (call.say("measure.days_unsaid")) }
                    option value="day_first" selected[days == "day_first"] { (call.say("measure.day_first")) }
                    option value="month_first" selected[days == "month_first"] { (call.say("measure.month_first")) }
                }
            }
            div .field {
                label for="as_of" { (call.say("measure.as_of")) }
                input #as_of type="text" name="as_of" value=(text("as_of")) maxlength="40" autocomplete="off";
            }
            div .field {
                label for="seed" { (call.say("measure.seed")) }
                input #seed type="text" name="seed" value=(text("seed")) inputmode="numeric" maxlength="20" autocomplete="off";
            }
        }
    }
    .memoize()
}
