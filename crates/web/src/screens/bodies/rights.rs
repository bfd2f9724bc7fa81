//! Decision rights on one screen: the matrix of actions and tiers with who decides, "can I decide this?" for one record, "who decides if …"
//! without one, what the verifier found, what was passed on, and a change before it is made. One plan a part. Serves ISO/IEC 42001 5.3, 6.3 and A.6.2.5.

use governance::bodies::rights::may::{Cell as Decided, May};
use governance::bodies::whole::words_of;
use hypertext::{maud_borrow as maud, prelude::*};

use super::linked;
use super::supposed::{Beside, called, options};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::matrix::{Cell, Matrix};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::reply::Reply;

/// `GET /rights`: with `class` for that class of change, with `action` and `record` the answer about one record.
pub(crate) async fn rights(call: Call) -> Reply {
    call.query.only(&["class", "what", "record", "tier", "unit", "table", "renewals", "beyond"])?;
    let class = class(&call)?;
    let (cells, table) = call.aims().decision_rights(&class).await?;
    let asked = match (call.query.get("what"), call.query.get("record").filter(|it| !it.is_empty())) {
        (Some(action), Some(record)) => Some(answered(&call, action, record).await?),
        _ => None,
    };
    let beside = Beside::read(&call, &class).await?;
    let title = call.say("rights.title");
    let lead = maud! { p { (call.tell("rights.lead", &[("table", &table)])) } }.memoize();
    let acts = maud! {
        a .button href="/decision_table?f.purpose=decision_right" { (call.say("rights.tables")) }
        a .button href="/bodies" { (call.say("bodies.title")) }
    };
    let body = maud! {
        (Heading { lead: Some(lead.clone()), acts: Some(acts.memoize()), ..Heading::of(title) }.draw(call.language()))
        (checker(&call, asked.as_ref()))
        (beside.supposed)
        (choose(&call, &class))
        (matrix(&call, &cells))
        (explained(&call, &cells))
        (beside.found)
        (beside.unfollowed)
        (beside.overlapping)
        (beside.passed)
        (beside.simulated)
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// The answer about a record, or in words why there is none.
async fn answered(call: &Call, action: &str, record: &str) -> Result<Result<May, String>, Failure> {
    let Ok(id) = record.trim().parse() else { return Ok(Err(call.tell("data.no_record", &[("id", &record)]))) };
    called(call.aims().may_decide(&call.actor, action, &id).await)
}

/// The class of change of the query.
pub(crate) fn class(call: &Call) -> Result<String, Failure> {
    let class = call.query.get("class").unwrap_or("none").to_owned();
    let known = words_of("change_class");
    match known.contains(&class) {
        true => Ok(class),
        false => Err(Failure::input(call.tell("rights.no_class", &[("class", &class), ("known", &known.join(", "))]))),
    }
}

fn checker(call: &Call, found: Option<&Result<May, String>>) -> Html {
    let (action, record) = (call.query.get("what").unwrap_or_default(), call.query.get("record").unwrap_or_default());
    maud! {
        section .panel aria-labelledby="may" {
            h2 #may { (call.say("rights.may")) }
            form .inline.row action="/rights" method="get" {
                label for="may-action" { (call.say("rights.action")) }
                select #may-action name="what" {
                    (options(&words_of("action"), action))
                }
                label for="may-record" { (call.say("rights.record")) }
                input #may-record type="text" name="record" value=(record) maxlength="40" placeholder="SYS-3" required;
                button type="submit" { (call.say("rights.ask")) }
            }
            @match found {
                Some(Ok(it)) => (answer(call, it)),
                Some(Err(why)) => { p .problem role="alert" { (parts::sentence(why)) } },
                None => {},
            }
        }
    }
    .memoize()
}

fn answer(call: &Call, it: &May) -> Html {
    let names = std::collections::BTreeMap::new();
    maud! {
        p {
            (badge::badge(if it.may { Tone::Good } else { Tone::Bad }, call.say(if it.may { "rights.yes" } else { "rights.no" })))
            " " (words(&it.action)) " " (linked(call, &it.id, &names)) ", " (words(&it.tier)) ", " (words(&it.change_class))
        }
        @if !it.reasons.is_empty() { ul { @for why in &it.reasons { li { (parts::sentence(why)) } } } }
        @if let Some(right) = &it.right { p .help { (parts::sentence(&right.says)) " " (right.by) } }
        @if !it.who.is_empty() {
            p { (call.say("rights.who")) @for who in &it.who { " " (linked(call, &who.person, &names)) " (" (words(&who.role)) ")" } }
        }
        @if let Some(body) = &it.body { p { (call.say("rights.body_first")) " " (linked(call, body, &names)) } }
    }
    .memoize()
}

fn choose(call: &Call, class: &str) -> Html {
    maud! {
        form .inline.row action="/rights" method="get" {
            label for="class" { (call.say("rights.class")) }
            select #class name="class" {
                (options(&words_of("change_class"), class))
            }
            button type="submit" { (call.say("rights.show")) }
        }
    }
    .memoize()
}

fn matrix(call: &Call, cells: &[Decided]) -> Html {
    let tiers = words_of("tier");
    let columns: Vec<String> = tiers.iter().map(|it| words(it)).collect();
    let cell = |it: &Decided| match &it.right {
        Ok(right) => {
            let roles: Vec<String> = right.deciders.iter().map(|it| words(it)).collect();
            let signs = right.cosigners.iter().map(|it| format!(" + {}", words(it))).collect::<String>();
            Cell { text: format!("{}{signs}", roles.join(", ")), tone: Tone::Info, href: None }
        }
        Err(why) => Cell { text: why.clone(), tone: Tone::Bad, href: None },
    };
    let row = |action: &String| {
        let own = cells.iter().filter(|it| it.action == *action);
        (maud! { (words(action)) }.memoize(), own.map(cell).collect())
    };
    let rows: Vec<(Html, Vec<Cell>)> = words_of("action").iter().map(row).collect();
    maud! {
        section .panel aria-labelledby="matrix" {
            h2 #matrix { (call.say("rights.matrix")) }
            p .help { (call.say("rights.matrix_help")) }
            (Matrix { caption: call.say("rights.matrix"), corner: call.say("rights.action"), columns: &columns, rows: &rows }.draw())
        }
    }
    .memoize()
}

/// The rows of the table that decided a cell, each once, with what they ask for.
fn explained(call: &Call, cells: &[Decided]) -> Html {
    let mut rights: Vec<_> = cells.iter().filter_map(|it| it.right.as_ref().ok()).collect();
    rights.sort_by(|one, other| one.by.cmp(&other.by));
    rights.dedup_by(|one, other| one.by == other.by);
    maud! {
        section .panel aria-labelledby="rows" {
            h2 #rows { (call.say("rights.rows")) }
            ul {
                @for it in &rights {
                    li {
                        (parts::sentence(&it.says)) " " span .help { (it.by) }
                        @if !it.evidence.is_empty() { " " (call.tell("rights.evidence", &[("what", &it.evidence.iter().map(|it| words(it)).collect::<Vec<_>>().join(", "))])) }
                        @if let Some(time) = &it.counts_for { " " (call.tell("rights.counts_for", &[("time", &crate::screens::data::lasts(call, time))])) }
                        " " @if it.delegate_days > 0 { (call.count("rights.delegate", it.delegate_days as u64)) } @else { (call.say("rights.not_delegated")) }
                    }
                }
            }
        }
    }
    .memoize()
}
