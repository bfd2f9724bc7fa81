//! The page of a dataset as a hub: what follows for it and why, its versions, what was measured of the one that is chosen, where it
//! comes from, what its licence allows, and what rests on it. One plan: the dataset with its lineage, and the titles it names.
//!
//! Editing, moving, comments and past moments are those of every record and stand on its generic page. Serves ISO/IEC 42001
//! A.7.2 to A.7.5.

pub(crate) mod charts;
mod licence;
pub(crate) mod lineage;
mod measured;
mod privacy;
mod representation;
mod trend;
mod version;

pub(crate) use version::lasts;

use axum::extract::Path;
use governance::data::DATASET;
use governance::data::whole::{OfVersion, Whole};
use governance::packing::issue::{FILES, media};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, moment, page, parts, words};
use crate::reply::{self, Reply};

/// A dataset as every part of its page sees it.
pub(super) struct View<'a> {
    pub call: &'a Call,
    pub whole: &'a Whole,
    /// The version that is looked at.
    pub chosen: Option<&'a OfVersion>,
}

impl View<'_> {
    /// A record by its number, as a link where it may be seen.
    pub fn linked(&self, id: &Id) -> Html {
        let row = self.whole.lineage.row(id);
        maud! {
            @match row {
                Some(row) => { a href={ "/" (row.kind) "/" (id.to_string()) } { (id.to_string()) } " " (row.title) },
                None => (id.to_string()),
            }
        }
        .memoize()
    }
}

/// What a word about data looks like: the better the word, the better the tone.
pub(super) fn tone(word: &str) -> Tone {
    match word {
        "pass" | "allowed" | "intact" | "origin" | "newest" | "low" | "yes" | "on_front" | "within" | "unspent"
        | "fair" => Tone::Good,
        "fail" | "blocked" | "broken" | "withdrawn" | "stale" | "beaten" | "overspent" | "under_represented"
        | "over_represented" => Tone::Bad,
        "high" | "medium" => Tone::Info,
        _ => Tone::Watch,
    }
}

/// The page of one dataset.
pub(crate) async fn data(call: &Call, id: &Id) -> Reply {
    let whole = call.aims().data(&call.actor, id).await?;
    let wanted = call.query.get("version");
    let chosen = match wanted {
        None => whole.versions.first(),
        Some(number) => Some(chosen(call, &whole, number)?),
    };
    let owner = whole.dataset.owner.as_deref().and_then(|it| it.parse::<Id>().ok());
    let titles = call.aims().headings(&call.actor, owner.into_iter().collect()).await?;
    let monitors = call.aims().monitors_of(&call.actor, vec![id.clone()]).await?;
    let matrix = call.aims().access_matrix(&call.actor, id).await?;
    let view = View { call, whole: &whole, chosen };
    let steward = titles.values().next().map(|it| it.1.clone());
    let body = maud! {
        (header(&view, steward.as_deref()))
        (follows(&view))
        (crate::screens::monitor::block(call, &monitors))
        (versions(&view))
        (trend::block(&view))
        @if let Some(it) = chosen.and_then(|it| it.representation.as_ref()) { (representation::block(&view, it)) }
        (privacy::trade_offs(&view))
        (privacy::ledger(&view))
        (lineage::figure_of(call, &whole.lineage, id))
        @if let Some(chosen) = chosen { (version::about(&view, chosen)) }
        div .desk {
            (licence::panel(&view))
            div { (crate::screens::access::block(call, &matrix)) (affected(&view)) (contracts(&view)) }
        }
    };
    Ok(page::page(call, &format!("{id} {}", whole.dataset.title), body.memoize()))
}

/// `GET /data/{id}/files/{file}`: the datasheet as `datasheet.xlsx`, `.pdf`, `.html` or `.json`.
pub(crate) async fn file(call: Call, Path((id, name)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(DATASET)?, &id)?;
    let ending = name.strip_prefix("datasheet.").unwrap_or_default();
    let bytes = call.aims().datasheet(&call.actor, &id, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

fn chosen<'a>(call: &Call, whole: &'a Whole, number: &str) -> Result<&'a OfVersion, Failure> {
    let found = whole.versions.iter().find(|it| it.row.id.to_string() == number);
    let strange = || call.tell("data.no_such_version", &[("version", &number), ("id", &whole.dataset.id)]);
    found.ok_or_else(|| Failure::missing(strange()))
}

fn header(view: &View<'_>, steward: Option<&str>) -> Html {
    let (call, row) = (view.call, &view.whole.dataset);
    let number = row.id.to_string();
    let (address, crumbs) =
        (format!("/{DATASET}/{number}"), [(format!("/{DATASET}"), call.say("data.title").to_owned())]);
    let lead = maud! {
        p .facts {
            (parts::state(call, DATASET, &row.state, row.retired))
            (badge::badge(tone(view.whole.tier.name()), &format!("{}: {}", call.say("data.tier"), view.whole.tier.name())))
            span { (call.say("data.owner")) ": " (steward.unwrap_or(call.say("data.nobody"))) }
            span { (call.tell("detail.changed", &[("time", &moment(&row.changed))])) }
        }
    };
    let acts = maud! {
        @if let Some(version) = view.chosen { a .button.main href=(version::measure(version, "quality")) { (call.say("data.measure")) } }
        a .button href={ (address) "?" (crate::screens::GENERIC) "=record" } { (call.say("data.record_page")) }
        @for (ending, _) in FILES {
            a .button href={ "/data/" (number) "/files/datasheet." (ending) } title=(call.say("data.datasheet")) { (ending.to_uppercase()) }
        }
        @if !row.retired { a .button href={ (address) "/edit" } { (call.say("data.edit")) } }
    };
    maud! {
        (Heading { crumbs: &crumbs, number: Some(&number), title: &row.title, lead: Some(lead.memoize()), acts: Some(acts.memoize()) }.draw(call.language()))
        (parts::done(call.query.get("done").map(|_| call.say("detail.saved"))))
    }
    .memoize()
}

/// What follows for the dataset and the version that is looked at, each with its reason, and leading to where the page says more.
fn follows(view: &View<'_>) -> Html {
    let (call, whole) = (view.call, view.whole);
    let mut signs = vec![
        ("", call.say("data.tier"), whole.tier.name().to_owned(), tone(whole.tier.name()), whole.tier.why.clone()),
        (
            "#licence",
            call.say("data.licence"),
            words(whole.licensed.verdict),
            tone(whole.licensed.verdict),
            whole.licensed.why(),
        ),
    ];
    if let Some(version) = view.chosen {
        let (link, why) = &version.chain;
        if let Some(quality) = &version.quality {
            signs.push((
                "#gate",
                call.say("data.quality"),
                words(quality.word),
                tone(quality.word),
                quality.why.clone(),
            ));
        }
        if let Some(it) = &version.representation {
            signs.push((
                "#representation",
                call.say("data.representation"),
                words(it.word),
                tone(it.word),
                it.why.clone(),
            ));
        }
        if let Some(known) = &version.provenance {
            let percent = call.tell("data.known", &[("percent", &known.percent())]);
            let tone = if known.missing().next().is_none() { Tone::Good } else { Tone::Watch };
            signs.push(("#provenance", call.say("data.provenance"), percent, tone, known.why()));
        }
        signs.push(("#lineage", call.say("data.chain"), words(link.word()), tone(link.word()), why.clone()));
        if let Some(kept) = &version.kept {
            let tone = crate::screens::retention::tone(kept.word);
            signs.push(("", call.say("data.kept"), words(kept.word), tone, kept.why.clone()));
        }
    }
    let of = view.chosen.map(|it| format!(" ({})", it.row.id)).unwrap_or_default();
    maud! {
        section .panel aria-labelledby="follows" {
            h2 #follows { (call.say("data.follows")) (of) }
            ul .signs {
                @for (place, name, said, tone, why) in &signs {
                    li { span class={ "light " (tone.class()) } { strong { @if place.is_empty() { (name) } @else { a href=(place) { (name) } } ": " (said) } } p { (parts::sentence(why)) } }
                }
            }
        }
    }
    .memoize()
}

/// The versions, each with what follows for it.
fn versions(view: &View<'_>) -> Html {
    let (call, id) = (view.call, view.whole.dataset.id.to_string());
    let add = (format!("/dataset_version/new?f.dataset={id}"), call.say("data.add_version").to_owned());
    if view.whole.versions.is_empty() {
        let help = call.tell("data.no_versions_help", &[("id", &id)]);
        return empty::empty("data", call.say("data.no_versions"), &help, &[add]);
    }
    let columns: Vec<Column> = [
        call.say("data.version"),
        call.say("data.split"),
        call.say("data.rows"),
        call.say("data.made_on"),
        call.say("data.provenance"),
        call.say("data.chain"),
        call.say("data.quality"),
        call.say("data.state"),
    ]
    .iter()
    .enumerate()
    .map(|(at, it)| Column { class: if at == 0 { "title" } else { "" }, ..Column::of(*it) })
    .collect();
    let lines: Vec<Line> = view.whole.versions.iter().map(|it| line(view, it)).collect();
    maud! {
        section .panel aria-labelledby="versions" {
            h2 #versions { (call.say("data.versions")) " (" (lines.len()) ")" }
            p .help { (call.say("data.versions_help")) }
            (Table { caption: call.say("data.versions"), columns: &columns, lines: &lines }.draw())
            p { a .button.plain href=(add.0) { (add.1) } }
        }
    }
    .memoize()
}

fn line(view: &View<'_>, version: &OfVersion) -> Line {
    let (call, row) = (view.call, &version.row);
    let text = |field: &str| row.text(field).unwrap_or_default();
    let href = format!("/{DATASET}/{}?version={}#about", view.whole.dataset.id, row.id);
    let rows = row.document.get("rows").and_then(|it| it.as_u64());
    let plain = |it: String| maud! { (it) }.memoize();
    let word = |it: &str| badge::badge(tone(it), &words(it));
    let here = view.chosen.is_some_and(|it| it.row.id == row.id);
    let percent = version.provenance.as_ref().map(|it| call.tell("data.known", &[("percent", &it.percent())]));
    let cells = vec![
        maud! { a href=(href) aria-current=[here.then_some("true")] { (row.title) } " " span .number { (row.id.to_string()) } }.memoize(),
        plain(words(text("split"))),
        plain(rows.map(crate::language::grouped).unwrap_or_default()),
        plain(text("produced_on").to_owned()),
        plain(percent.unwrap_or_default()),
        word(version.chain.0.word()),
        version.quality.as_ref().map_or_else(|| plain(String::new()), |it| word(it.word)),
        parts::state(call, &row.kind, &row.state, row.retired),
    ];
    Line { cells, href: Some(href) }
}

/// Models and AI systems that rest on the data.
fn affected(view: &View<'_>) -> Html {
    let call = view.call;
    let after = governance::data::arrows::side(&view.whole.lineage, &view.whole.dataset.id, true);
    let rows: Vec<&Id> = after
        .iter()
        .filter(|it| {
            view.whole.lineage.row(it).is_some_and(|it| ["model_version", "ai_system"].contains(&it.kind.as_str()))
        })
        .collect();
    maud! {
        section .panel aria-labelledby="affected" {
            h2 #affected { (call.say("data.affected")) }
            @if rows.is_empty() { p .help { (call.say("data.none_affected")) } }
            @else { ul { @for id in &rows { li { (view.linked(id)) } } } }
        }
    }
    .memoize()
}

fn contracts(view: &View<'_>) -> Html {
    let (call, contracts) = (view.call, &view.whole.contracts);
    maud! {
        section .panel aria-labelledby="contracts" {
            h2 #contracts { (call.say("data.contracts")) }
            @if contracts.is_empty() { p .help { (call.say("data.no_contracts")) } }
            @else {
                ul { @for it in contracts { li { a href={ "/" (it.kind) "/" (it.id.to_string()) } { (it.title) } " " (parts::state(call, &it.kind, &it.state, it.retired)) } } }
            }
        }
    }
    .memoize()
}
