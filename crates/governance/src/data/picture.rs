//! Treatments of a version as a picture: each a mark with its intervals, and the line of those that no other beats. The page, its
//! files and the command show the same. Serves ISO/IEC 42001 A.7.2 and A.7.6.

use chart::axis::Axis;
use chart::scatter::{Better as Side, Scatter, Thing};
use chart::{Chart, Plot};

use super::VERSION;
use super::library::{Better, Weighed};
use super::trade_off::{Point, TradeOff};

/// What the picture says in words: its title, its description, a treatment, and one that is in use.
#[derive(Debug, Clone)]
pub struct Said {
    /// The title.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// A treatment.
    pub treatment: String,
    /// A treatment that is in use.
    pub in_use: String,
}

/// The picture of the first two things that are weighed; the front is drawn where there are no more, and none at all where there are fewer.
pub fn picture(of: &TradeOff, said: Said) -> Option<Chart> {
    let [across, up, ..] = of.weighed.as_slice() else { return None };
    let thing = |it: &Point| Thing {
        label: it.title.clone(),
        x: it.readings[0].value,
        y: it.readings[1].value,
        x_interval: it.readings[0].interval,
        y_interval: it.readings[1].interval,
        group: usize::from(it.chosen),
        link: format!("/{VERSION}/{}", it.version),
    };
    let scatter = Scatter {
        across: Axis::numbers(&named(across)),
        up: Axis::numbers(&named(up)),
        groups: vec![said.treatment, said.in_use],
        points: of.points.iter().map(thing).collect(),
        better: (of.weighed.len() == 2).then(|| (side(across), side(up))),
    };
    Some(Chart { title: said.title, description: said.description, plot: Plot::Scatter(scatter) })
}

fn side(of: &Weighed) -> Side {
    match of.better {
        Better::Less => Side::Less,
        Better::More => Side::More,
    }
}

/// What is weighed, by the title of its metric where it is one.
pub fn named(it: &Weighed) -> String {
    let metric = it.metric.as_deref().or(it.field.is_none().then_some(it.name.as_str()));
    let title = metric.and_then(measure::metric::find).map(|it| it.title.to_owned());
    title.unwrap_or_else(|| {
        let words = it.name.replace('_', " ");
        words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect()
    })
}
