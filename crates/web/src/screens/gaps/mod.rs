//! Gap assessments: those that there are, and one of them with its figures, the gap by clause and column, and gaps in the order in which they
//! can be closed. One plan: the assessment as it is told. Serves ISO/IEC 42001 4.4, 6.1.3, 9.1 and 10.1.

pub(crate) mod rate;
mod tables;

use axum::body::Body;
use axum::extract::Path;
use governance::gaps::ASSESSMENT;
use governance::gaps::paper::{kappa, percent};
use governance::gaps::whole::Told;
use governance::packing::issue::{FILES, media};
use governance::{Listing, Moment};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, empty, page, parts, words};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::{self, Reply};

/// `GET /gaps`: assessments, the newest first.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let listing = Listing { sort: vec!["-baseline".to_owned()], ..Listing::of(ASSESSMENT) };
    let found = call.aims().list(&call.actor, &listing).await?;
    let title = call.say("gaps.title");
    let lead = maud! { p { (call.say("gaps.lead")) } }.memoize();
    let add = (format!("/{ASSESSMENT}/new"), call.say("gaps.add").to_owned());
    let columns = [
        Column::title(call.say("gaps.assessment")),
        Column::of(call.say("gaps.framework")),
        Column::of(call.say("gaps.baseline")),
        Column::of(call.say("gaps.state")),
    ];
    let text = |row: &governance::listing::Row, name: &str| {
        row.document.get(name).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
    };
    let line = |it: &governance::listing::Row| {
        let href = format!("/gaps/{}", it.id);
        let cells = vec![
            maud! { a href=(href) { (it.id.to_string()) " " (text(it, "title")) } }.memoize(),
            maud! { (text(it, "framework")) }.memoize(),
            maud! { (text(it, "baseline")) }.memoize(),
            maud! { (words(&it.state)) }.memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = found.rows.iter().map(line).collect();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if lines.is_empty() { (empty::empty("shield", call.say("gaps.none"), call.say("gaps.none_help"), std::slice::from_ref(&add))) }
        @else {
            (Table { caption: title, columns: &columns, lines: &lines }.draw())
            p { a .button href=(add.0) { (add.1) } }
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// The assessment of an address, as it stands.
pub(crate) async fn told(call: &Call, id: &str) -> Result<(Id, Told), Failure> {
    let id = call.id(call.kind(ASSESSMENT)?, id)?;
    let told = call.aims().gaps(&call.actor, &id, &Moment::Now).await?;
    Ok((id, told))
}

/// `GET /gaps/{id}`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["done"])?;
    let (id, told) = told(&call, &id).await?;
    let actions = call.aims().gap_actions(&call.actor).await?;
    let title = call.tell("gaps.of", &[("title", &told.title)]);
    let crumbs = [("/gaps".to_owned(), call.say("gaps.title").to_owned())];
    let lead = maud! {
        p .facts { span { (words(&told.state)) } span { (told.framework) } span { (call.tell("gaps.as_of", &[("day", &told.on)])) } span { (told.scale.label) } }
        p { (call.say("gaps.rule")) }
    };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        (doors(&call, &told, &id))
        (figures(&call, &told))
        (tables::steps(&call, &told))
        (tables::heat(&call, &told))
        (tables::order(&call, &told, &actions))
        (act(&call, &told))
        (tables::listed(&call, &told, "above", call.say("gaps.above"), call.say("gaps.above_help"), |it| it.above))
        (tables::listed(&call, &told, "differ", call.say("gaps.differ"), call.say("gaps.differ_help"), |it| it.differ))
        (tables::listed(&call, &told, "alone", call.say("gaps.alone"), call.say("gaps.alone_help"), |it| !it.alone.is_empty()))
        (tables::trend(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// Where it goes from here: the record, ratings, files.
fn doors(call: &Call, told: &Told, id: &Id) -> Html {
    maud! {
        p .no-print {
            a .button href={ "/" (ASSESSMENT) "/" (id.to_string()) } { (call.say("gaps.record")) } " "
            @if told.state == "in_progress" { a .button.main href={ "/gaps/" (id.to_string()) "/rate" } { (call.say("gaps.rate")) } " " }
            @for (ending, _) in FILES {
                a .button href={ "/gaps/files/" (id.to_string()) "." (ending) } { (ending.to_uppercase()) } " "
            }
        }
    }
    .memoize()
}

/// Figures, each with of how many cells it is and how it is computed.
fn figures(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("gaps.figure")),
        Column::end(call.say("gaps.value")),
        Column::wide(call.say("gaps.how")),
    ];
    let line = |name: String, value: String, how: String| Line {
        cells: vec![maud! { (name) }.memoize(), maud! { (value) }.memoize(), maud! { (how) }.memoize()],
        href: None,
    };
    let untold = || call.say("gaps.not_assessable").to_owned();
    let gap = |name: &str, it: &governance::gaps::figures::Gap| {
        let how = call.tell("gaps.of_cells", &[("cells", &it.cells), ("weight", &it.weight), ("formula", &it.formula)]);
        line(name.to_owned(), percent(it.share).unwrap_or_else(untold), how)
    };
    let mut lines =
        vec![gap(call.say("gaps.by_evidence"), &told.by_evidence), gap(call.say("gaps.by_ratings"), &told.by_ratings)];
    let name = |it: &String| told.titles.get(it).unwrap_or(it).clone();
    lines.extend(told.agreement.iter().map(|it| {
        let value = if it.kappa.is_some() { kappa(it) } else { untold() };
        let how = match &it.why {
            Some(why) => why.clone(),
            None => call.tell(
                "gaps.agreed",
                &[
                    ("same", &it.same),
                    ("shared", &it.shared),
                    ("steps", &it.by_steps.map_or_else(untold, |it| format!("{it:.3}"))),
                ],
            ),
        };
        line(call.tell("gaps.agreement", &[("one", &name(&it.one)), ("other", &name(&it.other))]), value, how)
    }));
    let hours = told.effort.hours.map(|it| call.tell("gaps.hours", &[("hours", &format!("{it:.1}"))]));
    let known = call.tell("gaps.known_of", &[("known", &told.effort.known), ("gaps", &told.effort.gaps)]);
    let how = told.effort.why.as_ref().map_or(known.clone(), |why| format!("{known}; {why}"));
    lines.push(line(call.say("gaps.effort").to_owned(), hours.unwrap_or_else(untold), how));
    let out = &told.distribution;
    let left = call.tell("gaps.left_out", &[("out", &out.out), ("untold", &out.untold), ("unrated", &out.unrated)]);
    maud! {
        section .panel aria-labelledby="figures" {
            h2 #figures { (call.say("gaps.figures")) }
            (Table { caption: call.say("gaps.figures"), columns: &columns, lines: &lines }.draw())
            p .help { (left) }
            @if !told.conclusion.is_empty() { p { (told.conclusion) } }
        }
    }
    .memoize()
}

/// The form that opens gaps as actions.
fn act(call: &Call, told: &Told) -> Html {
    maud! {
        @if told.order.iter().any(|it| !it.columns.is_empty()) {
            form .inline.row.no-print action={ "/gaps/" (told.id) "/actions" } method="post" {
                (parts::once())
                label for="first" { (call.say("gaps.first")) }
                input type="number" id="first" name="first" value="5" min="1" max="1000";
                button type="submit" { (call.say("gaps.open")) }
                " " span .help { (call.say("gaps.open_help")) }
            }
        }
    }
    .memoize()
}

/// `POST /gaps/{id}/actions`
pub(crate) async fn actions(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(ASSESSMENT)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).map(str::trim).filter(|it| !it.is_empty());
    let wrong = |it: &str| Failure::problem("first", call.tell("gaps.no_count", &[("word", &it)]));
    let first = text("first").map(|it| it.parse::<usize>().map_err(|_| wrong(it))).transpose()?;
    call.aims().open_gaps(&call.actor, &id, first, text("requirement")).await?;
    Ok(page::see(&format!("/gaps/{id}?done=saved")))
}

/// `GET /gaps/files/ASM-0001.pdf`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (id, ending) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
    let id = call.id(call.kind(ASSESSMENT)?, id)?;
    let bytes = call.aims().gaps_file(&call.actor, &id, &Moment::Now, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// The panel on the page of an assessment: its figures, and the way to all of it.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = match call.aims().gaps(&call.actor, &view.record.id, &Moment::Now).await.map_err(Failure::from) {
            Ok(told) => told,
            // A framework or scale that nobody knows is told beside the record, which is where it is put right.
            Err(failure) if !failure.problems.is_empty() => return Ok(parts::alert(call.language(), &failure)),
            Err(failure) => return Err(failure),
        };
        Ok(maud! { (figures(call, &told)) p { a .button href={ "/gaps/" (told.id) } { (call.say("gaps.open_page")) } } }
            .memoize())
    })
}
