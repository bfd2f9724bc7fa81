//! The two-lane map: what can fail in the technology above, what people and society feel below, and what leads from one to the other.

use chart::graph::{Arrow, Node};
use chart::lanes::Lanes;
use chart::{Chart, Plot};
use governance::impacting::cause;
use governance::impacting::whole::Told;

use crate::call::Call;
use crate::html::words;

/// The map; empty where only one lane was asked for.
pub(super) fn lanes(call: &Call, told: &Told) -> Chart {
    let map = told.map.clone().unwrap_or_default();
    let place = |key: &String| map.nodes.iter().position(|it| it.key == *key).unwrap_or(usize::MAX);
    let arrow = |it: &cause::Link| Arrow { from: place(&it.from), to: place(&it.to), label: it.by.to_string() };
    Chart {
        title: call.say("impacts.map").to_owned(),
        description: call.say("impacts.map_help").to_owned(),
        plot: Plot::Lanes(Lanes {
            of: call.say("impacts.lane").to_owned(),
            lanes: ["impacts.technical", "impacts.societal"].map(|it| call.say(it).to_owned()).into(),
            nodes: map.nodes.iter().map(|it| node(call, told, it)).collect(),
            arrows: map.links.iter().map(arrow).collect(),
        }),
    }
}

fn node(call: &Call, told: &Told, it: &cause::Node) -> Node {
    let kind = it.id.as_ref().and_then(|id| Some((call.configuration.catalog.kind_of_prefix(&id.prefix)?, id)));
    let link = match kind {
        Some((kind, id)) => format!("/{}/{id}", kind.kind),
        None => format!("/hazards/{}", told.system),
    };
    let label = match &it.id {
        Some(_) => format!("{} {}", it.key, it.title),
        None => it.title.clone(),
    };
    Node { label, sort: usize::from(it.societal), note: words(&it.note), link }
}
