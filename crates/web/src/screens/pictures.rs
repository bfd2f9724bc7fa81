//! The charts of screens, by name: each is drawn on its page and served as a picture and as data under an address of its own.

use std::collections::BTreeMap;

use axum::extract::Path;
use governance::Listing;
use governance::health::Around;
use governance::listing::Titles;
use governance::surroundings::SYSTEM;
use record::{Catalog, Id};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::words;
use crate::reply::{self, Reply};
use chart::bars::{Bar, Bars};
use chart::graph::{Arrow, Graph, Node};
use chart::heat_map::{Cell, HeatMap};
use chart::timeline::{Row, Span, Timeline};
use chart::{Chart, Plot, WIDE, Words, svg};

/// A chart of one AI system.
pub(crate) struct Picture {
    pub name: &'static str,
    pub draw: fn(&Call, &Around, &Titles) -> Chart,
}

/// Every chart of one AI system.
pub(crate) const PICTURES: &[Picture] = &[
    Picture { name: "risks", draw: risks },
    Picture { name: "parts", draw: parts },
    Picture { name: "dates", draw: dates },
];

/// `GET /system/{id}/charts/{file}`
pub(crate) async fn of_system(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let picture = PICTURES.iter().find(|it| it.name == name).ok_or_else(|| unknown(&call, &file))?;
    let (around, titles) = call.aims().system(&call.actor, &id).await?;
    answer(&call, &(picture.draw)(&call, &around, &titles), &format!("{id}-{name}"), ending)
}

/// `GET /inventory/charts/{file}`
pub(crate) async fn of_inventory(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    match file.rsplit_once('.') {
        Some(("stages", ending)) => answer(&call, &stages(&call).await?, "stages", ending),
        _ => Err(unknown(&call, &file)),
    }
}

pub(crate) fn unknown(call: &Call, file: &str) -> Failure {
    Failure::missing(call.tell("chart.no_chart", &[("file", &file)]))
}

/// A chart as the file that was asked for.
pub(crate) fn answer(call: &Call, chart: &Chart, name: &str, ending: &str) -> Reply {
    let say = |key| call.say(key);
    let words = Words(&say);
    match ending {
        "csv" => Ok(reply::file(&format!("{name}.csv"), "text/csv; charset=utf-8", chart.plot.table(words).csv())),
        "svg" => {
            let scene = chart.plot.draw(WIDE, words).map_err(|why| Failure::missing(why.said(words)))?;
            Ok(reply::file(&format!("{name}.svg"), "image/svg+xml", svg::file(chart, &scene).into_bytes()))
        }
        other => Err(Failure::missing(call.tell("chart.no_file", &[("ending", &other)]))),
    }
}

/// The picture of how many systems are in each stage.
async fn stages(call: &Call) -> Result<Chart, Failure> {
    let counted = call.aims().facet(&call.actor, &Listing::of(SYSTEM), "state").await?;
    Ok(by_stage(call, &counted.into_iter().collect()))
}

/// How many systems are in each stage.
pub(crate) fn by_stage(call: &Call, counted: &BTreeMap<String, u64>) -> Chart {
    let bar = |state: &str| Bar {
        label: words(state),
        values: vec![counted.get(state).copied().unwrap_or_default() as f64],
        interval: None,
        link: format!("/inventory?filter=state:{state}"),
    };
    let bars = crate::screens::system::STAGES.iter().chain(crate::screens::system::ASIDE).map(|it| bar(it)).collect();
    let unit = call.say("inventory.systems").to_owned();
    Chart {
        title: call.say("inventory.by_stage").to_owned(),
        description: call.say("inventory.by_stage_help").to_owned(),
        plot: Plot::Bars(Bars {
            of: call.say("inventory.stage").to_owned(),
            unit,
            parts: vec![String::new()],
            bars,
            line: None,
        }),
    }
}

/// Names of the levels of a scale.
fn levels(catalog: &Catalog, scale: &str) -> Vec<String> {
    catalog.scale(scale).map(|it| it.levels.iter().map(|it| it.label.clone()).collect()).unwrap_or_default()
}

/// Open risks by likelihood and consequence as they are now, with the level that the matrix gives each cell.
fn risks(call: &Call, around: &Around, _: &Titles) -> Chart {
    let catalog = &call.configuration.catalog;
    let (columns, rows) = (levels(catalog, "consequence"), levels(catalog, "likelihood"));
    let names = ["low", "medium", "high", "critical"];
    let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    for near in around.near.iter().filter(|it| it.row.kind == "risk" && it.row.state != "closed") {
        let step = |field: &str| near.row.document.get(field)?.as_u64()?.checked_sub(1).map(|it| it as usize);
        let Some((row, column)) = step("likelihood").zip(step("consequence")) else { continue };
        let level = near.row.document.get("level").and_then(|it| it.as_str()).unwrap_or_default();
        let cell = cells.entry((row, column)).or_insert_with(|| Cell {
            row,
            column,
            count: 0,
            level: names.iter().position(|it| *it == level).unwrap_or_default(),
            link: format!(
                "/risk?filter=systems:{} likelihood:{} consequence:{}",
                around.system.id,
                row + 1,
                column + 1
            ),
            ..Cell::default()
        });
        cell.count += 1;
    }
    Chart {
        title: call.say("system.risks").to_owned(),
        description: call.say("system.risks_help").to_owned(),
        plot: Plot::HeatMap(HeatMap {
            across: call.say("system.consequence").to_owned(),
            up: call.say("system.likelihood").to_owned(),
            unit: call.say("system.risks_unit").to_owned(),
            columns,
            rows,
            levels: names.iter().map(|it| (*it).to_owned()).collect(),
            cells: cells.into_values().collect(),
            ..HeatMap::default()
        }),
    }
}

/// Sorts of nodes in the picture of parts: kind, and the key of its name.
const SORTS: &[(&str, &str)] = &[
    ("external_party", "system.sort_party"),
    ("dataset", "system.sort_data"),
    ("model", "system.sort_model"),
    ("component", "system.sort_component"),
    (SYSTEM, "system.sort_system"),
];

/// What the system is made of and from whom it comes.
fn parts(call: &Call, around: &Around, titles: &Titles) -> Chart {
    let mut graph = Graph { sorts: SORTS.iter().map(|it| call.say(it.1).to_owned()).collect(), ..Graph::default() };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut place = |graph: &mut Graph, id: &str| -> Option<usize> {
        if let Some(known) = places.get(id) {
            return Some(*known);
        }
        let (kind, title, state) = titles.get(id)?;
        let sort = SORTS.iter().position(|it| it.0 == kind)?;
        graph.nodes.push(Node { label: title.clone(), sort, note: words(state), link: format!("/{kind}/{id}") });
        places.insert(id.to_owned(), graph.nodes.len() - 1);
        Some(graph.nodes.len() - 1)
    };
    let system = around.system.id.to_string();
    place(&mut graph, &system);
    for (from, to, label) in arrows(around, &system) {
        if let Some((from, to)) = place(&mut graph, &from).zip(place(&mut graph, &to)) {
            let label = call.say(label).to_owned();
            if !graph.arrows.iter().any(|it| it.from == from && it.to == to) {
                graph.arrows.push(Arrow { from, to, label });
            }
        }
    }
    Chart {
        title: call.say("system.parts").to_owned(),
        description: call.say("system.parts_help").to_owned(),
        plot: Plot::Graph(graph),
    }
}

/// The arrows of the picture of parts: from, to, and the key of what it means.
fn arrows(around: &Around, system: &str) -> Vec<(String, String, &'static str)> {
    let one = |document: &record::Document, field: &str| document.get(field)?.as_str().map(str::to_owned);
    let several = |document: &record::Document, field: &str| -> Vec<String> {
        document
            .get(field)
            .and_then(|it| it.as_array())
            .into_iter()
            .flatten()
            .filter_map(|it| it.as_str())
            .map(str::to_owned)
            .collect()
    };
    let mut arrows = Vec::new();
    let to = |from: Option<String>, to: &str, label| from.map(|from| (from, to.to_owned(), label));
    arrows.extend(to(one(&around.system.document, "supplier"), system, "system.supplies"));
    for near in &around.near {
        let (id, document) = (near.row.id.to_string(), &near.row.document);
        match near.row.kind.as_str() {
            "component" => {
                arrows.push((id.clone(), system.to_owned(), "system.is_part"));
                arrows.extend(to(one(document, "supplied_by"), &id, "system.supplies"));
                arrows.extend(to(one(document, "model"), &id, "system.feeds"));
                arrows.extend(to(one(document, "dataset"), &id, "system.feeds"));
                arrows.extend(several(document, "depends_on").into_iter().map(|it| (it, id.clone(), "system.serves")));
            }
            "dataset" => {
                arrows.push((id.clone(), system.to_owned(), "system.feeds"));
                arrows.extend(to(one(document, "supplied_by"), &id, "system.supplies"));
            }
            "model" => {
                arrows.push((id.clone(), system.to_owned(), "system.is_part"));
                arrows.extend(to(one(document, "made_by"), &id, "system.supplies"));
            }
            _ => {}
        }
    }
    arrows
}

/// Spans that are drawn of records around a system: kind, first day, last day.
const SPANS: &[(&str, &str, &str)] = &[
    ("contract", "from", "until"),
    ("risk_acceptance", "from", "expires"),
    ("exercise", "from", "until"),
    ("impact_assessment", "assessed_on", "review_by"),
    ("risk", "assessed_on", "next_assessment"),
    ("classification", "classified_on", "valid_until"),
    ("evidence", "collected_on", "valid_until"),
];

/// From when to when things hold around the system.
fn dates(call: &Call, around: &Around, _: &Titles) -> Chart {
    let mut rows: Vec<Row> = Vec::new();
    for (sort, (kind, from, to)) in SPANS.iter().enumerate() {
        let label = call.configuration.catalog.kind(kind).map_or(*kind, |it| it.label.as_str());
        for near in around.near.iter().filter(|it| it.row.kind == *kind) {
            let day = |field: &str| near.row.document.get(field)?.as_str()?.parse().ok();
            let Some((from, to)) = day(from).zip(day(to)) else { continue };
            let span = Span { from, to, late: None, label: label.to_owned(), sort };
            let link = link(kind, &near.row.id);
            rows.push(Row { label: near.row.title.clone(), spans: vec![span], days: Vec::new(), link });
        }
    }
    rows.sort_by_key(|it| it.spans.first().map(|it| it.to));
    Chart {
        title: call.say("system.dates").to_owned(),
        description: call.say("system.dates_help").to_owned(),
        plot: Plot::Timeline(Timeline { of: call.say("system.record").to_owned(), rows, today: Some(around.today) }),
    }
}

fn link(kind: &str, id: &Id) -> String {
    format!("/{kind}/{id}")
}
