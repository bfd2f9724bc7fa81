//! The charts of a resource plan: hours that are needed beside hours that are there, and waits by the number of people.

use axum::extract::Path;
use chart::axis::Axis;
use chart::bars::{Bar, Bars};
use chart::lines::{Lines, Point, Series};
use chart::{Chart, Plot};
use governance::resourcing::KIND;
use governance::resourcing::assessed::{Assessed, Load};
use governance::resourcing::scenario::Scenario;

use crate::call::Call;
use crate::reply::Reply;
use crate::screens::pictures;

/// `GET /resources/{id}/charts/{file}`
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    let told = call.aims().resources(&call.actor, &id, Scenario::default()).await?;
    match file.rsplit_once('.') {
        Some(("capacity", ending)) => {
            pictures::answer(&call, &capacity(&call, &told.now), &format!("{id}-capacity"), ending)
        }
        Some(("waiting", ending)) => {
            pictures::answer(&call, &waiting(&call, &told.now), &format!("{id}-waiting"), ending)
        }
        _ => Err(pictures::unknown(&call, &file)),
    }
}

/// Two bars a role: hours that are needed, and hours that are there.
pub(super) fn capacity(call: &Call, plan: &Assessed) -> Chart {
    let pair = |it: &Load| {
        let link = format!("/role/{}", it.role.id);
        let bar =
            |label: String, value: f64| Bar { label, values: vec![rounded(value)], interval: None, link: link.clone() };
        let name: &dyn std::fmt::Display = &it.role.name;
        [
            bar(call.tell("resources.needed_of", &[("role", name)]), it.need),
            bar(call.tell("resources.there_of", &[("role", name)]), it.there.unwrap_or_default()),
        ]
    };
    Chart {
        title: call.say("resources.capacity").to_owned(),
        description: call.say("resources.capacity_help").to_owned(),
        plot: Plot::Bars(Bars {
            of: call.say("resources.role").to_owned(),
            unit: call.say("resources.hours_a_year").to_owned(),
            parts: vec![String::new()],
            bars: plan.roles.iter().flat_map(pair).collect(),
            line: None,
        }),
    }
}

/// The mean wait of every role with one, two and more people; where the queue grows without end there is no point.
pub(super) fn waiting(call: &Call, plan: &Assessed) -> Chart {
    let series = |it: &Load| {
        let point = |step: &governance::resourcing::waiting::Step| Point {
            x: f64::from(step.people),
            y: step.days.map_or(f64::NAN, rounded),
            interval: None,
            link: format!("/role/{}", it.role.id),
        };
        Series { name: it.role.name.clone(), points: it.by_people.iter().map(point).collect() }
    };
    Chart {
        title: call.say("resources.waiting").to_owned(),
        description: call.say("resources.waiting_help").to_owned(),
        plot: Plot::Lines(Lines {
            across: Axis::numbers(call.say("resources.people_of_role")),
            up: Axis::numbers(call.say("resources.days")),
            series: plan.roles.iter().filter(|it| !it.by_people.is_empty()).map(series).collect(),
            ..Lines::default()
        }),
    }
}

/// To a tenth, since a picture shows no more.
fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
