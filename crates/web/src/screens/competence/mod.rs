//! Competence: people crossed with what their roles ask of them, what each needs next, and which proof ends when; the page of one person with every
//! proof and why it counts or not. One plan: the matrix of competence. Serves ISO/IEC 42001 7.2, 7.3 and A.4.6.

pub(crate) mod effect;
mod panel;
mod person;
mod quiz;

use axum::extract::Path;
use governance::competence::RECORD;
use governance::competence::standing::Status;
use governance::competence::whole::{Aware, Covered, Matrix, Part, Row};
use governance::packing::issue::{FILES, media};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::matrix::{self, Cell};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, words};
use crate::reply::{self, Reply};

pub(crate) use panel::{assignment, of_person, role};
pub(crate) use person::page as one;
pub(crate) use quiz::{panel as items, paper, take};

/// Rows of a table that are shown; the file has all.
const SHOWN: usize = 100;

/// What a query names.
pub(crate) const NARROWS: &[&str] = &["on", "person", "role", "unit", "system"];

/// What a query asks for.
pub(crate) fn part(call: &Call) -> Result<Part, Failure> {
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    Ok(Part {
        on: call.query.parse("on", call.say("duties.takes_day"))?,
        person: id("person")?,
        role: id("role")?,
        unit: id("unit")?,
        system: id("system")?,
    })
}

/// Somebody, a role, what it would cover and the day, for what they would lack.
type Before = (Id, Id, Option<Id>, Option<jiff::civil::Date>);

/// Of whom and of which role a query asks what would be lacking.
pub(crate) fn before_asked(call: &Call) -> Result<Before, Failure> {
    call.query.only(&["on", "person", "role", "covers"])?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let needed = || Failure::input(call.say("competence.needs_both"));
    let (person, role) = (id("person")?.ok_or_else(needed)?, id("role")?.ok_or_else(needed)?);
    Ok((person, role, id("covers")?, call.query.parse("on", call.say("duties.takes_day"))?))
}

/// `GET /competences`
pub(crate) async fn overview(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    let part = part(&call)?;
    let matrix = call.aims().competence(&call.actor, part.clone()).await?;
    let quizzes = call.aims().quizzes(&call.actor).await?;
    let title = call.say("competence.title");
    let acts = maud! {
        a .button .main href={ "/" (RECORD) "/new" } { (call.say("competence.add")) }
        a .button href="/import" { (call.say("competence.import")) }
        a .button href="/competences/effect" { (call.say("competence.effect")) }
        @for (ending, _) in FILES { a .button href=(file_address(&call, ending)) { (ending.to_uppercase()) } }
    };
    let lead = maud! { p { (call.say("competence.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (filter(&call, &part))
        (quiz::list(&call, &quizzes))
        @if matrix.people.is_empty() {
            (empty::empty("people", call.say("competence.none"), call.say("competence.none_help"), &[("/role".to_owned(), call.say("competence.roles").to_owned())]))
        } @else {
            (crossed(&call, &matrix, &part))
            (plan(&call, &matrix))
            (covered(&call, &matrix, "role", &matrix.roles))
            (covered(&call, &matrix, "system", &matrix.systems))
            (proofs(&call, &matrix))
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /competences/files/{file}`: the matrix as `competence.xlsx`, `.pdf`, `.html` or `.json`, and the effect of training as `effect.xlsx` and so on.
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    if let Some(ending) = name.strip_prefix("effect.") {
        call.query.only(effect::NARROWS)?;
        let bytes = call.aims().training_effect_file(&call.actor, effect::part(&call)?, ending).await?;
        return Ok(reply::file(&name, media(ending), bytes));
    }
    call.query.only(NARROWS)?;
    let ending = name.strip_prefix("competence.").unwrap_or_default();
    let bytes = call.aims().competence_file(&call.actor, part(&call)?, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// The file with what the page is narrowed to.
fn file_address(call: &Call, ending: &str) -> String {
    let of = NARROWS.iter().filter_map(|it| Some(format!("{it}={}", call.query.get(it).filter(|it| !it.is_empty())?)));
    let of: Vec<String> = of.collect();
    let asked = if of.is_empty() { String::new() } else { format!("?{}", of.join("&")) };
    format!("/competences/files/competence.{ending}{asked}")
}

/// The form that asks for another day, or for everybody again.
fn filter(call: &Call, part: &Part) -> Html {
    let on = part.on.map(|it| it.to_string()).unwrap_or_default();
    let held = [
        ("person", call.say("competence.person"), &part.person),
        ("role", call.say("competence.role"), &part.role),
        ("unit", call.say("competence.unit"), &part.unit),
        ("system", call.say("competence.system"), &part.system),
    ];
    let held: Vec<(&str, &str, String)> =
        held.into_iter().filter_map(|(name, label, it)| Some((name, label, it.as_ref()?.to_string()))).collect();
    maud! {
        form .inline.row action="/competences" method="get" {
            label for="on" { (call.say("competence.on")) }
            input #on type="date" name="on" value=(on);
            @for (name, label, value) in &held {
                label for=(name) { (label) }
                input id=(name) type="text" name=(name) value=(value);
            }
            button type="submit" { (call.say("competence.show")) }
            @if !held.is_empty() { a href="/competences" { (call.say("competence.everybody")) } }
        }
    }
    .memoize()
}

/// How a status looks.
pub(super) fn tone(it: Status) -> Tone {
    match it {
        Status::Met => Tone::Good,
        Status::Expiring | Status::NotJudged | Status::ClaimedOnly => Tone::Watch,
        Status::Expired | Status::TooLow | Status::Missing => Tone::Bad,
    }
}

pub(super) fn name(matrix: &Matrix, it: &Id) -> String {
    matrix.names.get(&it.to_string()).cloned().unwrap_or_else(|| it.to_string())
}

/// The address of one person's page, at one competence where it is given.
pub(super) fn address(person: &Id, part: &Part, at: Option<&Id>) -> String {
    let on = part.on.map(|it| format!("?on={it}")).unwrap_or_default();
    let at = at.map(|it| format!("#{it}")).unwrap_or_default();
    format!("/competences/{person}{on}{at}")
}

/// People crossed with competences.
fn crossed(call: &Call, matrix: &Matrix, part: &Part) -> Html {
    let columns: Vec<String> = matrix
        .competences
        .iter()
        .map(|it| name(matrix, it))
        .chain([call.say("competence.policy").to_owned()])
        .collect();
    let cell = |row: &Row, of: &Id| match row.cells.iter().find(|it| it.standing.competence == *of) {
        None => Cell::default(),
        Some(it) => {
            let until = it.standing.until.map(|it| format!(" {it}")).unwrap_or_default();
            let text = format!("{}{until}", words(it.standing.status.name()));
            Cell { text, tone: tone(it.standing.status), href: Some(address(&row.person, part, Some(of))) }
        }
    };
    let line = |row: &Row| {
        let href = address(&row.person, part, None);
        let head = maud! { a href=(href) { (name(matrix, &row.person)) } @if let Some(unit) = &row.unit { " " a .help href={ "/competences?unit=" (unit.to_string()) } { (name(matrix, unit)) } } };
        let mut cells: Vec<Cell> = matrix.competences.iter().map(|it| cell(row, it)).collect();
        cells.push(aware(call, row.aware));
        (head.memoize(), cells)
    };
    let rows: Vec<(Html, Vec<Cell>)> = matrix.people.iter().take(SHOWN).map(line).collect();
    let caption = call.say("competence.matrix");
    maud! {
        section .panel aria-labelledby="matrix" {
            h2 #matrix { (caption) " (" (matrix.people.len()) ")" }
            p .help { (call.tell("competence.matrix_help", &[("on", &matrix.on)])) }
            (matrix::Matrix { caption, corner: call.say("competence.person"), columns: &columns, rows: &rows }.draw())
            @if matrix.people.len() > SHOWN { p .help { (call.say("competence.more")) } }
            @if matrix.hidden > 0 { p .help { (call.count("competence.hidden", matrix.hidden as u64)) } }
        }
    }
    .memoize()
}

fn aware(call: &Call, it: Aware) -> Cell {
    let (text, tone) = match it {
        Aware::Confirmed => (call.say("competence.aware_confirmed"), Tone::Good),
        Aware::Open => (call.say("competence.aware_open"), Tone::Watch),
        Aware::NotAsked => (call.say("competence.aware_not_asked"), Tone::Quiet),
    };
    Cell { text: text.to_owned(), tone, href: Some("/documents".to_owned()) }
}

/// What people need next.
fn plan(call: &Call, matrix: &Matrix) -> Html {
    let columns = [
        Column::of(call.say("competence.by")),
        Column::of(call.say("competence.tier")),
        Column::title(call.say("competence.person")),
        Column::of(call.say("competence.competence")),
        Column::of(call.say("competence.level")),
        Column::of(call.say("competence.status")),
    ];
    let line = |it: &governance::competence::whole::Step| {
        Line {
        cells: vec![
            maud! { (it.by.to_string()) }.memoize(),
            maud! { (it.tier.clone().unwrap_or_default()) }.memoize(),
            maud! { a href={ "/competences/" (it.person.to_string()) "#" (it.competence.to_string()) } { (name(matrix, &it.person)) } }.memoize(),
            maud! { (name(matrix, &it.competence)) }.memoize(),
            maud! { (matrix.levels.get(it.level).map(|it| words(it)).unwrap_or_default()) }.memoize(),
            maud! { (badge::badge(tone(it.status), &words(it.status.name()))) }.memoize(),
        ],
        href: None,
    }
    };
    let lines: Vec<Line> = matrix.plan.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel aria-labelledby="plan" {
            h2 #plan { (call.say("competence.plan")) " (" (matrix.plan.len()) ")" }
            @if lines.is_empty() { p .done { (call.say("competence.nothing_next")) } }
            @else {
                p .help { (call.say("competence.plan_help")) }
                (Table { caption: call.say("competence.plan"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

/// How much of what roles or AI systems ask for is met, each leading to those of whom it is asked.
fn covered(call: &Call, matrix: &Matrix, by: &str, all: &[Covered]) -> Html {
    let title = if by == "role" { call.say("competence.by_role") } else { call.say("competence.by_system") };
    let columns = [
        Column::title(title),
        Column::end(call.say("competence.asked")),
        Column::end(call.say("competence.met")),
        Column::end(call.say("competence.gaps")),
    ];
    let line = |it: &Covered| Line {
        cells: vec![
            maud! { a href={ "/competences?" (by) "=" (it.of.to_string()) } { (name(matrix, &it.of)) } }.memoize(),
            maud! { (it.asked) }.memoize(),
            maud! { (it.met) }.memoize(),
            maud! { (it.asked - it.met) }.memoize(),
        ],
        href: None,
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let anchor = format!("by-{by}");
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby=(anchor) {
                h2 id=(anchor) { (title) }
                (Table { caption: title, columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}

/// Certificates with their last days.
fn proofs(call: &Call, matrix: &Matrix) -> Html {
    let columns = [
        Column::of(call.say("competence.until")),
        Column::title(call.say("competence.proof")),
        Column::of(call.say("competence.person")),
        Column::of(call.say("competence.competence")),
        Column::wide(call.say("competence.counts")),
    ];
    let line = |it: &governance::competence::whole::Certificate| {
        let href = format!("/{RECORD}/{}", it.id);
        let cells = vec![
            maud! { (it.until.map(|it| it.to_string()).unwrap_or_default()) }.memoize(),
            maud! { a href=(href) { (name(matrix, &it.id)) } " " span .number { (it.id.to_string()) } }.memoize(),
            maud! { (name(matrix, &it.person)) }.memoize(),
            maud! { (name(matrix, &it.competence)) }.memoize(),
            person::weight(call, &it.why_not),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = matrix.certificates.iter().take(SHOWN).map(line).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="proofs" {
                h2 #proofs { (call.say("competence.proofs")) " (" (matrix.certificates.len()) ")" }
                (Table { caption: call.say("competence.proofs"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}
