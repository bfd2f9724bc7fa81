//! Lineage as a picture: what came in, what was made from it, and where it works; for any record that stands in one.
//!
//! Serves ISO/IEC 42001 A.7.5.

use std::collections::BTreeMap;

use axum::extract::Path;
use chart::graph::{Arrow, Graph, Node};
use chart::{Chart, Plot};
use governance::data::arrows::arrows;
use governance::data::lineage::Lineage;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::{Html, page, words};
use crate::reply::Reply;
use crate::screens::pictures;

/// Sorts of nodes, from what comes first to what comes last: kind, and the key of its name.
const SORTS: &[(&str, &str)] = &[
    ("dataset", "data.sort_dataset"),
    ("dataset_version", "data.sort_version"),
    ("model_version", "data.sort_model"),
    ("ai_system", "data.sort_system"),
];

/// `GET /lineage/{id}`
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = known(&call, &id)?;
    let (row, around) = call.aims().lineage(&call.actor, &id).await?;
    let crumbs = [(format!("/{}/{id}", row.kind), row.title.clone())];
    let title = call.tell("data.lineage_of", &[("id", &id)]);
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(&title) }.draw(call.language()))
        (figure_of(&call, &around, &id))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// `GET /lineage/{id}/charts/{file}`
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = known(&call, &id)?;
    let (_, around) = call.aims().lineage(&call.actor, &id).await?;
    match file.rsplit_once('.') {
        Some(("lineage", ending)) => {
            pictures::answer(&call, &chart(&call, &around, &id), &format!("{id}-lineage"), ending)
        }
        _ => Err(pictures::unknown(&call, &file)),
    }
}

fn known(call: &Call, id: &str) -> Result<Id, Failure> {
    let gone = || Failure::missing(call.tell("data.no_record", &[("id", &id)]));
    let parsed: Id = id.parse().map_err(|_| gone())?;
    match call.configuration.catalog.kind_of_prefix(&parsed.prefix) {
        Some(_) => Ok(parsed),
        None => Err(gone()),
    }
}

/// The lineage on a page, or a sentence where there is none.
pub(crate) fn figure_of(call: &Call, around: &Lineage, id: &Id) -> Html {
    let chart = chart(call, around, id);
    let alone = matches!(&chart.plot, Plot::Graph(graph) if graph.arrows.is_empty());
    maud! {
        @if alone {
            section .panel aria-labelledby="lineage" { h2 #lineage { (call.say("data.lineage")) } p .help { (call.say("data.no_lineage")) } }
        } @else {
            (figure(call.language(), &chart, "lineage", Some(&format!("/lineage/{id}/charts/lineage"))))
        }
    }
    .memoize()
}

/// The records before and after one, and what leads to what.
fn chart(call: &Call, around: &Lineage, id: &Id) -> Chart {
    let mut graph = Graph { sorts: SORTS.iter().map(|it| call.say(it.1).to_owned()).collect(), ..Graph::default() };
    let mut places: BTreeMap<Id, usize> = BTreeMap::new();
    for arrow in arrows(around, id) {
        let ends = [&arrow.from, &arrow.to].map(|it| place(&mut graph, &mut places, around, it));
        if let [Some(from), Some(to)] = ends {
            graph.arrows.push(Arrow { from, to, label: arrow.means });
        }
    }
    Chart {
        title: call.tell("data.lineage_of", &[("id", id)]),
        description: call.say("data.lineage_help").to_owned(),
        plot: Plot::Graph(graph),
    }
}

fn place(graph: &mut Graph, places: &mut BTreeMap<Id, usize>, around: &Lineage, id: &Id) -> Option<usize> {
    if let Some(known) = places.get(id) {
        return Some(*known);
    }
    let row = around.row(id)?;
    let sort = SORTS.iter().position(|it| it.0 == row.kind)?;
    let link = format!("/{}/{id}", row.kind);
    graph.nodes.push(Node { label: format!("{id} {}", row.title), sort, note: words(&row.state), link });
    places.insert(id.clone(), graph.nodes.len() - 1);
    Some(graph.nodes.len() - 1)
}
