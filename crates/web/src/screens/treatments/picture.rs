//! How the tasks of a treatment burnt down: how many were left on each day, beside how many were to be left by their last days.

use chart::axis::Axis;
use chart::lines::{Lines, Point, Series};
use chart::{Chart, Plot};
use governance::treating::task::Left;
use governance::treating::whole::Board;

use crate::call::Call;

/// The picture of a plan.
pub(super) fn burnt(call: &Call, plan: &Board) -> Chart {
    let point = |it: &Left, value: usize| Point {
        x: chart::ticks::day(it.on),
        y: value as f64,
        interval: None,
        link: format!("/treatment/{}", plan.id),
    };
    let left = plan.burnt.iter().filter_map(|it| Some(point(it, it.open?))).collect();
    let planned = plan.burnt.iter().map(|it| point(it, it.planned)).collect();
    Chart {
        title: call.tell("treatments.burnt", &[("title", &plan.title)]),
        description: call.say("treatments.burnt_help").to_owned(),
        plot: Plot::Lines(Lines {
            across: Axis::days(call.say("treatments.day")),
            up: Axis::numbers(call.say("treatments.tasks_left")),
            series: vec![
                Series { name: call.say("treatments.left").to_owned(), points: left },
                Series { name: call.say("treatments.planned").to_owned(), points: planned },
            ],
            ..Lines::default()
        }),
    }
}
