//! The tabs of a system's page: what each shows, and how much is behind it.

use governance::health::Near;
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, is_blank};

use super::{View, section};
use crate::html::figure::figure;
use crate::html::tabs::{Tab as Link, tabs};
use crate::html::{Html, moment, parts, words};
use crate::pages::form::sections;
use crate::screens::duties::system as duties;
use crate::screens::{boundary, lights, monitor, obligations, pictures};

/// A tab.
pub(crate) struct Tab {
    /// Its name in addresses; the first one has none.
    pub name: &'static str,
    /// The key of its label.
    label: &'static str,
    /// Kinds of records that it lists.
    kinds: &'static [&'static str],
    /// What it shows.
    pub draw: fn(&View<'_>) -> Html,
}

/// Every tab, in the order in which people ask.
pub(crate) const TABS: &[Tab] = &[
    Tab { name: "", label: "system.tab_overview", kinds: &[], draw: overview },
    Tab {
        name: "risks",
        label: "system.tab_risks",
        kinds: &["risk", "hazard", "risk_assessment", "impact_assessment", "treatment", "risk_acceptance", "exercise"],
        draw: risks,
    },
    Tab { name: "parts", label: "system.tab_parts", kinds: &["component", "contract", "obligation"], draw: parts_tab },
    Tab { name: "data", label: "system.tab_data", kinds: &["dataset"], draw: |view| led(view, "data") },
    Tab { name: "models", label: "system.tab_models", kinds: &["model"], draw: |view| led(view, "models") },
    Tab {
        name: "changes",
        label: "system.tab_changes",
        kinds: &["change", "release"],
        draw: |view| lists(view, "changes"),
    },
    Tab {
        name: "decisions",
        label: "system.tab_decisions",
        kinds: &["classification", "review_request", "decision", "role_assignment"],
        draw: |view| lists(view, "decisions"),
    },
    Tab {
        name: "evidence",
        label: "system.tab_evidence",
        kinds: &["control", "evidence"],
        draw: |view| lists(view, "evidence"),
    },
    Tab {
        name: "documents",
        label: "system.tab_documents",
        kinds: &["document"],
        draw: |view| lists(view, "documents"),
    },
    Tab {
        name: "incidents",
        label: "system.tab_incidents",
        kinds: &["incident", "finding", "nonconformity"],
        draw: |view| lists(view, "incidents"),
    },
    Tab {
        name: "work",
        label: "system.tab_work",
        kinds: &["action", "use_case", "objective", "communication"],
        draw: |view| lists(view, "work"),
    },
    Tab { name: "history", label: "system.tab_history", kinds: &[], draw: history },
];

/// The row of tabs.
pub(super) fn row(view: &View<'_>, here: &Tab) -> Html {
    let link = |tab: &Tab| Link {
        href: match tab.name {
            "" => view.address(),
            name => format!("{}?tab={name}", view.address()),
        },
        label: view.call.say(tab.label).to_owned(),
        count: (!tab.kinds.is_empty()).then(|| near(view, tab.kinds).count() as u64),
        here: tab.name == here.name,
    };
    tabs(view.call.say("system.tabs"), &TABS.iter().map(link).collect::<Vec<_>>())
}

fn near<'a>(view: &'a View<'_>, kinds: &'static [&'static str]) -> impl Iterator<Item = &'a Near> {
    view.around.near.iter().filter(move |it| kinds.contains(&it.row.kind.as_str()))
}

/// Health, purpose, people affected, and the dates ahead.
fn overview(view: &View<'_>) -> Html {
    let call = view.call;
    let dates = (pictures::PICTURES[2].draw)(call, view.around, view.titles);
    maud! {
        div .desk {
            div {
                (fields(view, "purpose", call.say("system.purpose"), ""))
                (fields(view, "people", call.say("system.people"), "Stakes"))
                (missing(view))
            }
            div {
                (section("health-all", call.say("inventory.health"), lights::all(call, view.signs)))
                (monitor::block(call, view.monitors))
                (fields(view, "answers", call.say("system.answers"), "Responsibility"))
                (section("duties", call.say("duties.title"), duties::block(call, &view.around.system.id)))
            }
        }
        (figure(call.language(), &dates, "dates", Some(&format!("{}/charts/dates", view.files()))))
    }
    .memoize()
}

/// The filled fields of a section of the kind under a heading; nothing when none of them is filled.
fn fields(view: &View<'_>, id: &str, title: &str, wanted: &str) -> Html {
    let all: Vec<&Field> = view.kind.fields.iter().collect();
    let of = sections(&all).into_iter().find(|it| it.0 == wanted).map(|it| it.1).unwrap_or_default();
    filled(view, id, title, &of)
}

/// Every filled field, under the headings of the kind.
pub(crate) fn all_fields(view: &View<'_>) -> Html {
    let all: Vec<&Field> = view.kind.fields.iter().collect();
    let list = sections(&all);
    maud! {
        @for (at, (heading, fields)) in list.iter().enumerate() {
            (filled(view, &format!("fields-{at}"), if heading.is_empty() { view.call.say("system.all_fields") } else { heading }, fields))
        }
    }
    .memoize()
}

fn filled(view: &View<'_>, id: &str, title: &str, fields: &[&Field]) -> Html {
    let document = &view.around.system.document;
    let said = |it: &&&Field| it.name != "title" && document.get(&it.name).is_some_and(|it| !is_blank(it));
    let list: Vec<&&Field> = fields.iter().filter(said).collect();
    let body = maud! {
        dl {
            @for field in &list {
                dt title=(field.help) { (field.label) }
                dd { @if let Some(value) = document.get(&field.name) { (view.shown().value(field, value)) } }
            }
        }
    }
    .memoize();
    if list.is_empty() { maud! {}.memoize() } else { section(id, title, body) }
}

/// What the record itself still lacks.
fn missing(view: &View<'_>) -> Html {
    let lacking = record::incomplete(view.kind, &view.around.system.document);
    let label = |name: &str| view.kind.field(name).map_or_else(|| words(name), |it| it.label.clone());
    let names: Vec<String> = lacking.iter().map(|it| label(&it.field)).collect();
    maud! {
        @if !names.is_empty() {
            div .incomplete { h2 { (view.call.say("system.incomplete")) } p { (names.join(", ")) } }
        }
    }
    .memoize()
}

/// The heat map of open risks, then the lists.
fn risks(view: &View<'_>) -> Html {
    let chart = (pictures::PICTURES[0].draw)(view.call, view.around, view.titles);
    let any = near(view, &["risk"]).next().is_some();
    let process = format!("/risks?system={}", view.around.system.id);
    maud! {
        p {
            a .button.plain href=(process) { (view.call.say("risks.open")) } " "
            a .button.plain href={ "/hazards/" (view.around.system.id.to_string()) } { (view.call.say("hazards.open")) } " "
            a .button.plain href={ "/system/" (view.around.system.id.to_string()) "/impacts" } { (view.call.say("impacts.open")) } " "
            a .button.plain href={ "/treatments?system=" (view.around.system.id.to_string()) } { (view.call.say("treatments.open")) } " "
            a .button.plain href={ "/acceptances?system=" (view.around.system.id.to_string()) } { (view.call.say("acceptances.open")) }
        }
        @if any { (figure(view.call.language(), &chart, "risks", Some(&format!("{}/charts/risks", view.files())))) }
        (lists(view, "risks"))
    }
    .memoize()
}

/// The picture of parts, then the lists.
fn parts_tab(view: &View<'_>) -> Html {
    let chart = (pictures::PICTURES[1].draw)(view.call, view.around, view.titles);
    maud! {
        (boundary::block(view.call, &view.around.system.id))
        (obligations::block(view.call, &view.around.system.id))
        (figure(view.call.language(), &chart, "parts", Some(&format!("{}/charts/parts", view.files()))))
        (fields(view, "supply", view.call.say("system.supply"), "Origin and supply"))
        (lists(view, "parts"))
    }
    .memoize()
}

/// The records of a tab, a table a kind, each with a way to add one.
fn lists(view: &View<'_>, name: &str) -> Html {
    let kinds = TABS.iter().find(|it| it.name == name).map(|it| it.kinds).unwrap_or_default();
    maud! { @for kind in kinds { (list(view, kind)) } }.memoize()
}

/// The records of a tab below the ways to where they come from and to measuring.
fn led(view: &View<'_>, name: &str) -> Html {
    let id = view.around.system.id.to_string();
    maud! {
        p {
            a .button.plain href={ "/lineage/" (id) } { (view.call.say("data.lineage")) } " "
            a .button.plain href={ "/measure?for=" (id) } { (view.call.say("data.measure_system")) }
        }
        (lists(view, name))
    }
    .memoize()
}

/// The records of one kind around the system.
pub(crate) fn list(view: &View<'_>, kind: &'static str) -> Html {
    let Some(of) = view.call.configuration.catalog.kind(kind) else { return maud! {}.memoize() };
    let rows: Vec<&Near> = view.around.near.iter().filter(|it| it.row.kind == kind).collect();
    let columns: Vec<&Field> = of
        .columns
        .iter()
        .filter(|it| *it != "title")
        .filter_map(|it| of.field(it))
        .filter(|it| !links_here(it))
        .collect();
    let field = of.fields.iter().find(|it| links_here(it)).map(|it| it.name.as_str());
    let body = maud! {
        @if rows.is_empty() { p .help { (view.call.tell("system.no_records", &[("kind", &of.plural)])) } }
        @else {
            div .scroll.near {
                table .list.stack {
                    thead { tr { th scope="col" { (view.call.say("system.record")) } th scope="col" { (view.call.say("system.state")) } @for column in &columns { th scope="col" { (column.label) } } } }
                    tbody { @for it in &rows { (line(view, kind, it, &columns)) } }
                }
            }
        }
        @if let Some(field) = field {
            p { a .button.plain href={ "/" (kind) "/new?f." (field) "=" (view.around.system.id.to_string()) } { (view.call.tell("system.add", &[("kind", &of.label)])) } }
        }
    }
    .memoize();
    section(kind, &format!("{} ({})", of.plural, rows.len()), body)
}

/// Whether a field can name an AI system.
fn links_here(field: &Field) -> bool {
    use record::FieldType::{Link, Links};
    match &field.ty {
        Link { to, .. } | Links { to, .. } => to.allows(SYSTEM) && field.name != "source",
        _ => false,
    }
}

fn line(view: &View<'_>, kind: &str, it: &Near, columns: &[&Field]) -> Html {
    let (id, shown) = (it.row.id.to_string(), view.shown());
    let value = |field: &Field| {
        let standing = it.standing.iter().find(|it| it.name == field.name);
        it.row.document.get(&field.name).or(standing.map(|it| &it.value)).map(|value| shown.cell(field, value))
    };
    maud! {
        tr {
            th .title scope="row" { a href={ "/" (kind) "/" (id) } { (it.row.title) } " " span .number { (id) } }
            td data-label=(view.call.say("system.state")) { div { (parts::state(view.call, kind, &it.row.state, it.row.retired)) } }
            @for column in columns {
                @if let Some(value) = value(column) { td data-label=(column.label) { div { (value) } } } @else { td {} }
            }
        }
    }
    .memoize()
}

/// The versions of the system, in one line each; the generic page shows what differs.
fn history(view: &View<'_>) -> Html {
    let call = view.call;
    let body = maud! {
        ol .timeline {
            @for past in view.past {
                li .quiet {
                    strong { (words(&past.act.replace('.', " "))) } " " (past.actor) ", " (words(&past.state)) " "
                    time { (moment(&past.time)) }
                    @if let Some(why) = &past.why { div .why { (why) } }
                }
            }
        }
        p { a href={ (view.record()) "#history" } { (call.say("system.differences")) } }
    }
    .memoize();
    section("history", call.say("system.tab_history"), body)
}
