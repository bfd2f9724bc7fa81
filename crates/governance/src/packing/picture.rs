//! The shares of a section as a picture: each with its interval, beside what it was in the period before. Pure.

use assess::form::english;
use chart::forest::{Estimate, Forest};
use chart::{Chart, Plot, WIDE, svg};
use report::model::{Block, Picture};

use super::figure::{Figure, Value};
use super::library::{Form, Packs};

/// The picture of the shares among these figures; nothing where none can be told. `anchor` is the word of its section.
pub fn shares<'a>(figures: impl Iterator<Item = &'a Figure>, anchor: &str, packs: &Packs) -> Option<Block> {
    let told: Vec<&Figure> = figures.filter(|it| it.form == Form::Share && it.value.is_some()).collect();
    let words: &[&str] = match told.iter().any(|it| it.before.is_some()) {
        true => &["picture_says", "picture_below"],
        false => &["picture_says"],
    };
    let rows = told.into_iter().flat_map(|it| rows(it, packs)).collect();
    let chart = Chart {
        title: packs.words.say("picture").to_owned(),
        description: words.iter().map(|it| packs.words.say(it)).collect::<Vec<_>>().join(" "),
        plot: Plot::Forest(Forest {
            of: packs.words.say("figure").to_owned(),
            measure: packs.words.say("percent").to_owned(),
            rows,
            lines: Vec::new(),
        }),
    };
    let scene = chart.plot.draw(WIDE, english()).ok()?;
    let svg = svg::inline(&chart, &scene, &format!("{anchor}-shares"), "chart-picture");
    Some(Block::Picture(Picture {
        alternative: chart.description.clone(),
        caption: format!("{}. {}", chart.title, chart.description),
        svg,
    }))
}

/// A share now, and below it what it was.
fn rows(figure: &Figure, packs: &Packs) -> Vec<Estimate> {
    let row = |label: String, it: &Value| Estimate {
        label,
        value: percent(it.value),
        interval: Some((percent(it.interval.0), percent(it.interval.1))),
        n: Some(it.n),
        link: String::new(),
    };
    let Some(now) = &figure.value else { return Vec::new() };
    let before = figure.before.as_ref().map(|it| row(packs.tell("picture_before", &[("day", &it.on)]), it));
    std::iter::once(row(figure.title.clone(), now)).chain(before).collect()
}

/// As the other forms show it: with one digit after the point.
fn percent(share: f64) -> f64 {
    (1000.0 * share).round() / 10.0
}
