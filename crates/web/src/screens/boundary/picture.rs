//! The picture of a boundary: each component in the lane of whoever has it in hand, and what is handed over.

use axum::extract::Path;
use chart::graph::{Arrow, Node};
use chart::lanes::Lanes;
use chart::{Chart, Plot};
use governance::allocation::party::Party;
use governance::allocation::whole::{Asked, Told};
use governance::surroundings::SYSTEM;
use record::Id;

use super::text;
use crate::call::Call;
use crate::html::words;
use crate::reply::Reply;
use crate::screens::pictures;

/// `GET /system/{id}/boundary/{file}`: `lanes.svg` or `lanes.csv`.
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let Some(("lanes", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let told = call.aims().boundary(&call.actor, &id, Asked::default()).await?;
    pictures::answer(&call, &lanes(&call, &told), &format!("{id}-boundary"), ending)
}

/// The lanes: those of the organisation first, then parties outside, then what nobody has in hand.
pub(super) fn lanes(call: &Call, told: &Told) -> Chart {
    let mut holders: Vec<Option<&Party>> = told.components.iter().map(|it| it.holder.as_ref()).collect();
    holders.sort_by_key(|it| (it.is_none(), it.and_then(Party::outside).is_some(), *it));
    holders.dedup();
    let lane = |it: &Option<&Party>| match it {
        Some(Party::Outside(id)) => call.tell("boundary.lane_outside", &[("name", &text(told, id))]),
        Some(Party::Role(id) | Party::Unit(id)) => call.tell("boundary.lane_own", &[("name", &text(told, id))]),
        None => call.say("boundary.lane_nobody").to_owned(),
    };
    let node = |it: &governance::allocation::whole::Part| Node {
        label: format!("{} {}", it.id, text(told, &it.id)),
        sort: holders.iter().position(|of| *of == it.holder.as_ref()).unwrap_or_default(),
        note: words(&it.form),
        link: format!("/component/{}", it.id),
    };
    let place = |id: &Id| told.components.iter().position(|it| it.id == *id).unwrap_or(usize::MAX);
    let arrow = |(from, to, what): &(Id, Id, Vec<String>)| Arrow {
        from: place(from),
        to: place(to),
        label: match what.is_empty() {
            true => call.say("boundary.not_said").to_owned(),
            false => what.join(", "),
        },
    };
    Chart {
        title: call.say("boundary.picture").to_owned(),
        description: call.say("boundary.picture_help").to_owned(),
        plot: Plot::Lanes(Lanes {
            of: call.say("boundary.in_hand_of").to_owned(),
            lanes: holders.iter().map(lane).collect(),
            nodes: told.components.iter().map(node).collect(),
            arrows: told.hand_offs.iter().map(arrow).collect(),
        }),
    }
}
