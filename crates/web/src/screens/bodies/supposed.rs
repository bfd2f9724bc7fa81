//! What stands beside the matrix of rights: "who decides if …", what the verifier found, what was passed on, and a change before it is made.

use governance::Listing;
use governance::accepting::ladder::{Again, Step};
use governance::bodies::rights::passed::Branch;
use governance::bodies::rights::simulated::{Moved, Simulated};
use governance::bodies::rights::supposed::{Supposed, WhoIf};
use governance::bodies::whole::words_of;
use governance::conflicts::board::{Board, Item};
use governance::deciding;
use governance::responsibility::UNIT;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// Rows of a table that are shown; the interface has all.
const SHOWN: usize = 100;
/// Units and tables that can be chosen.
const CHOICES: u32 = 200;
/// Purposes of tables whose conflicts are told here; changes of the first are simulated.
const PURPOSES: &[&str] = &["decision_right", "mandate"];

/// What stands beside the matrix.
pub(super) struct Beside {
    pub supposed: Html,
    pub found: Html,
    pub overlapping: Html,
    pub unfollowed: Html,
    pub passed: Html,
    pub simulated: Html,
}

impl Beside {
    /// Asks for each part what the query names.
    pub async fn read(call: &Call, class: &str) -> Result<Beside, Failure> {
        let units = listed(call, UNIT, "").await?;
        let asked = match (call.query.get("what"), call.query.get("tier")) {
            (Some(action), Some(tier)) => Some(who(call, action, tier, class).await?),
            _ => None,
        };
        let tables = listed(call, deciding::KIND, &format!("purpose:{}", PURPOSES.join(","))).await?;
        let proposals: Vec<_> = tables.iter().filter(|it| it.2 == PURPOSES[0]).cloned().collect();
        let simulated = match call.query.get("table").filter(|it| !it.is_empty()) {
            Some(table) => Some(called(call.aims().simulate_rights(&call.actor, &crate::call::number(table)?).await)?),
            None => None,
        };
        let tables: Vec<Id> = tables.into_iter().map(|it| it.0).collect();
        let checked = call.aims().check_bodies(&call.actor).await?;
        let board = call.aims().conflicts(&call.actor, None).await?;
        Ok(Beside {
            supposed: supposed(call, class, &units, asked.as_ref()),
            found: found(call, &board, &tables),
            overlapping: super::overlapping(call, &checked),
            unfollowed: super::unfollowed(call, &checked),
            passed: passed(call, &call.aims().delegations(&call.actor).await?),
            simulated: simulate(call, &proposals, simulated.as_ref()),
        })
    }
}

/// An answer, or in words why there is none.
pub(super) fn called<T>(outcome: Result<T, governance::Error>) -> Result<Result<T, String>, Failure> {
    match outcome {
        Ok(it) => Ok(Ok(it)),
        Err(error @ (governance::Error::Missing(_) | governance::Error::Problems(_))) => Ok(Err(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// Records of a kind by number, title and purpose.
async fn listed(call: &Call, kind: &str, filter: &str) -> Result<Vec<(Id, String, String)>, Failure> {
    let listing = Listing { filter: filter.to_owned(), limit: CHOICES, ..Listing::of(kind) };
    let purpose = |it: &governance::listing::Row| {
        it.document.get("purpose").and_then(|it| it.as_str()).unwrap_or_default().to_owned()
    };
    let rows = call.aims().list(&call.actor, &listing).await?.rows;
    Ok(rows.into_iter().map(|it| (it.id.clone(), it.title.clone(), purpose(&it))).collect())
}

async fn who(call: &Call, action: &str, tier: &str, class: &str) -> Result<Result<WhoIf, String>, Failure> {
    let unit = call.query.get("unit").filter(|it| !it.is_empty()).map(crate::call::number).transpose()?;
    let again = again(call)?;
    let supposed =
        Supposed { action: action.to_owned(), tier: tier.to_owned(), change_class: class.to_owned(), unit, again };
    called(call.aims().who_decides_if(&call.actor, &supposed).await)
}

/// How a risk would be kept, as a query says it: how often before, and whether above a limit.
pub(crate) fn again(call: &Call) -> Result<Again, Failure> {
    let renewals = call.query.count("renewals", 0, 99)?.unwrap_or_default() as usize;
    Ok(Again { renewals, beyond: call.query.get("beyond") == Some("yes") })
}

/// Words to choose from.
pub(super) fn options(known: &[String], chosen: &str) -> Html {
    maud! {
        @for it in known {
            @if it == chosen { option value=(it) selected { (words(it)) } } @else { option value=(it) { (words(it)) } }
        }
    }
    .memoize()
}

fn supposed(call: &Call, class: &str, units: &[(Id, String, String)], found: Option<&Result<WhoIf, String>>) -> Html {
    let text = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    let unit = text("unit");
    maud! {
        section .panel aria-labelledby="if" {
            h2 #if { (call.say("rights.supposed")) }
            p .help { (call.say("rights.supposed_help")) }
            form .inline.row action="/rights" method="get" {
                label for="if-action" { (call.say("rights.action")) }
                select #if-action name="what" { (options(&words_of("action"), &text("what"))) }
                label for="if-tier" { (call.say("rights.tier")) }
                select #if-tier name="tier" { (options(&words_of("tier"), &text("tier"))) }
                label for="if-class" { (call.say("rights.class")) }
                select #if-class name="class" { (options(&words_of("change_class"), class)) }
                label for="if-unit" { (call.say("rights.unit")) }
                select #if-unit name="unit" {
                    option value="" {}
                    @for (id, title, _) in units {
                        @if id.to_string() == unit { option value=(id.to_string()) selected { (title) } } @else { option value=(id.to_string()) { (title) } }
                    }
                }
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

/// Who, what is asked for, and from which row.
fn answer(call: &Call, it: &WhoIf) -> Html {
    let list = |all: &[String]| all.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ");
    maud! {
        @for (number, title) in &it.bodies {
            p { strong { a href={ "/governance_body/" (number) } { (title) } } ": " (call.say("rights.body_mandate")) }
        }
        @match &it.right {
            Err(why) => p .problem { (parts::sentence(why)) },
            Ok(right) => {
                p {
                    strong { (list(&right.deciders)) } ": "
                    @for who in &it.able { a href={ "/person/" (who.person.to_string()) } { (who.person.to_string()) } " (" (words(&who.role)) ") " }
                    @if it.able.is_empty() { (badge::badge(Tone::Bad, call.say("rights.nobody"))) }
                }
                @if !right.cosigners.is_empty() { p { (call.say("rights.signs")) ": " (list(&right.cosigners)) } }
                @if !right.evidence.is_empty() { p { (call.say("rights.asks_for")) ": " (list(&right.evidence)) } }
                p .help { (parts::sentence(&right.says)) " " (right.by) }
                (ladder(call, &it.ladder))
                @if !it.barred.is_empty() {
                    p { (call.say("rights.may_not")) }
                    ul { @for (person, why) in it.barred.iter().take(SHOWN) { li { (person.to_string()) " " (why) } } }
                }
            }
        }
    }
    .memoize()
}

/// Which level of risk is kept by whom, on which side of the line.
fn ladder(call: &Call, steps: &[Step]) -> Html {
    let list = |all: &[String]| all.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ");
    let columns = [
        Column::title(call.say("rights.level")),
        Column::of(call.say("rights.sides")),
        Column::of(call.say("rights.rung")),
        Column::of(call.say("rights.keeps")),
        Column::of(call.say("rights.signs")),
        Column::wide(call.say("rights.row")),
    ];
    let line = |it: &Step| {
        let sides: Vec<String> = it.sides.iter().map(|it| words(it)).collect();
        let keeps = match it.both.is_empty() {
            true => badge::badge(Tone::Bad, call.say("rights.keeps_nobody")),
            false => maud! { (list(&it.both)) }.memoize(),
        };
        let cells = [words(&it.level), sides.join(", "), words(&it.ruling.rung)].map(|it| maud! { (it) }.memoize());
        let why = maud! { (parts::sentence(&it.ruling.says)) div .help { (it.ruling.by) } }.memoize();
        let signs = maud! { (list(&it.ruling.cosigners)) }.memoize();
        Line { cells: cells.into_iter().chain([keeps, signs, why]).collect(), href: None }
    };
    let lines: Vec<Line> = steps.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            h3 { (call.say("rights.ladder")) }
            p .help { (call.say("rights.ladder_help")) }
            (Table { caption: call.say("rights.ladder"), columns: &columns, lines: &lines }.draw())
            form .inline.row action="/rights" method="get" {
                @for name in ["what", "tier", "class", "unit"] { input type="hidden" name=(name) value=(call.query.get(name).unwrap_or_default()); }
                label for="if-renewals" { (call.say("rights.renewals")) }
                input #if-renewals type="number" name="renewals" min="0" max="99" value=(call.query.get("renewals").unwrap_or("0"));
                label for="if-beyond" { (call.say("rights.beyond")) }
                select #if-beyond name="beyond" {
                    option value="" { (words("no")) }
                    @if call.query.get("beyond") == Some("yes") { option value="yes" selected { (words("yes")) } } @else { option value="yes" { (words("yes")) } }
                }
                button type="submit" { (call.say("rights.ask")) }
            }
        }
    }
    .memoize()
}

/// Conflicts of tables of rights and mandates, each with its case.
fn found(call: &Call, board: &Board, tables: &[Id]) -> Html {
    let own = |it: &&Item| it.present && it.tables.iter().any(|it| tables.contains(&it.0));
    let all: Vec<&Item> = board.conflicts.iter().chain(&board.unrecorded).filter(own).collect();
    maud! {
        section .panel aria-labelledby="found" {
            h2 #found { (call.say("rights.found")) " (" (all.len()) ")" }
            p .help { (call.say("rights.found_help")) }
            @if all.is_empty() { p .done { (call.say("rights.nothing_found")) } } @else {
                ul {
                    @for it in all.iter().take(SHOWN) {
                        li {
                            @if let Some(id) = &it.id { a href={ "/conflict/" (id.to_string()) } { (id.to_string()) } " " }
                            (parts::sentence(&it.says)) " " code { (it.witness) }
                        }
                    }
                }
            }
            p { a .button href="/conflicts" { (call.say("rights.all_conflicts")) } }
        }
    }
    .memoize()
}

/// What was passed on, as a tree.
fn passed(call: &Call, all: &[Branch]) -> Html {
    maud! {
        section .panel aria-labelledby="passed" {
            h2 #passed { (call.say("rights.passed")) }
            @if all.is_empty() { p .help { (call.say("rights.nothing_passed")) } } @else {
                ul { @for it in all { (branch(call, it)) } }
            }
        }
    }
    .memoize()
}

fn branch(call: &Call, it: &Branch) -> Html {
    maud! {
        li {
            a href={ "/role_assignment/" (it.assignment.to_string()) } { (it.name) } " (" (words(&it.role)) ") "
            @if let Some(day) = &it.until { (call.tell("rights.until", &[("day", day)])) " " }
            @match &it.why { Some(why) => (badge::badge(Tone::Bad, why)), None => (badge::badge(Tone::Good, call.say("rights.counts"))) }
            @if !it.passed.is_empty() { ul { @for it in &it.passed { (branch(call, it)) } } }
        }
    }
    .memoize()
}

fn simulate(call: &Call, proposals: &[(Id, String, String)], found: Option<&Result<Simulated, String>>) -> Html {
    let chosen = call.query.get("table").unwrap_or_default();
    maud! {
        section .panel aria-labelledby="simulate" {
            h2 #simulate { (call.say("rights.simulate")) }
            p .help { (call.say("rights.simulate_help")) }
            @if proposals.is_empty() { p .help { (call.say("rights.no_proposal")) } } @else {
                form .inline.row action="/rights" method="get" {
                    label for="table" { (call.say("rights.proposed")) }
                    select #table name="table" {
                        @for (id, title, _) in proposals {
                            @if id.to_string() == chosen { option value=(id.to_string()) selected { (id.to_string()) " " (title) } } @else { option value=(id.to_string()) { (id.to_string()) " " (title) } }
                        }
                    }
                    button type="submit" { (call.say("rights.compare")) }
                }
            }
            @match found {
                Some(Ok(it)) => (told(call, it)),
                Some(Err(why)) => { p .problem role="alert" { (parts::sentence(why)) } },
                None => {},
            }
        }
    }
    .memoize()
}

fn told(call: &Call, it: &Simulated) -> Html {
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("moved", &it.moved.len()), ("cases", &it.cases), ("past", &it.past.len()), ("decisions", &it.decisions)];
    let cases: Vec<Line> = it.moved.iter().take(SHOWN).map(|it| line(maud! { (case(it)) }.memoize(), it)).collect();
    let decision = |it: &governance::bodies::rights::simulated::Past| {
        let name = maud! { a href={ "/decision/" (it.id.to_string()) } { (it.title) } " (" (case(&it.case)) ")" };
        line(name.memoize(), &it.case)
    };
    let past: Vec<Line> = it.past.iter().take(SHOWN).map(decision).collect();
    let list = |key: &'static str, all: &[String]| {
        maud! { @if !all.is_empty() { h3 { (call.say(key)) } ul { @for it in all.iter().take(SHOWN) { li { (parts::sentence(it)) } } } } }.memoize()
    };
    maud! {
        p { (call.tell("rights.compared", &counts)) }
        @if !cases.is_empty() { (compared(call, call.say("rights.case"), &cases)) }
        @if !past.is_empty() { h3 { (call.say("rights.past")) } (compared(call, call.say("rights.past"), &past)) }
        (list("rights.come", &it.come))
        (list("rights.go", &it.go))
        @for it in &it.unsettled { p .notice { (parts::sentence(it)) } }
    }
    .memoize()
}

fn case(it: &Moved) -> String {
    format!("{}, {}, {}", words(&it.action), words(&it.tier), words(&it.change_class))
}

fn line(name: Html, it: &Moved) -> Line {
    let cells = vec![name, maud! { (it.before) }.memoize(), maud! { (it.after) }.memoize()];
    Line { cells, href: None }
}

fn compared(call: &Call, caption: &str, lines: &[Line]) -> Html {
    let columns = [Column::title(caption), Column::wide(call.say("rights.now")), Column::wide(call.say("rights.then"))];
    Table { caption, columns: &columns, lines }.draw()
}
