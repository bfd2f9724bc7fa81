//! A scatter plot: two values of each thing, and the front of those that no other beats in both.

use crate::axis::{Area, Axis, BELOW, Ends, range};
use crate::legend::{Known, SERIES, SIGNS, legend};
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Things with two values.
#[derive(Debug, Clone, Default)]
pub struct Scatter {
    /// What goes across.
    pub across: Axis,
    /// What goes up.
    pub up: Axis,
    /// Names of the groups; one without a name when there are no groups.
    pub groups: Vec<String>,
    /// The things.
    pub points: Vec<Thing>,
    /// Which ends are better, across and upwards; the front is drawn when it is known.
    pub better: Option<(Better, Better)>,
}

/// Which end of a scale is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Less is better.
    Less,
    /// More is better.
    More,
}

/// One thing.
#[derive(Debug, Clone, Default)]
pub struct Thing {
    /// Its name.
    pub label: String,
    /// Value across.
    pub x: f64,
    /// Value upwards.
    pub y: f64,
    /// Interval across.
    pub x_interval: Option<(f64, f64)>,
    /// Interval upwards.
    pub y_interval: Option<(f64, f64)>,
    /// Its group, from 0.
    pub group: usize,
    /// Where its rows are.
    pub link: String,
}

/// Most things of one picture.
const MOST: usize = 2000;
/// Things above which only those of the front are named.
const NAMED: usize = 14;

impl Thing {
    fn drawn(&self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl Scatter {
    /// The picture.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        let (x, y) = self.ranges()?;
        let names: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        let mut scene = Scene::new(width, 0.0);
        let top = legend(&mut scene, if names.len() > 1 { &names } else { &[] }, Known::Sign) + 28.0;
        let area = Area::new(width, top, if width < 480.0 { 220.0 } else { 300.0 }, x, y, &self.across);
        area.axes(&mut scene, &self.across, &self.up);
        let front = self.front();
        self.step(&mut scene, &area, &front);
        for (index, thing) in self.points.iter().enumerate().filter(|it| it.1.drawn()) {
            self.thing(&mut scene, &area, thing, front.contains(&index), words);
        }
        scene.height = area.bottom + BELOW;
        Ok(scene)
    }

    fn ranges(&self) -> Result<(Ends, Ends), Undrawn> {
        match (self.points.len(), self.groups.len()) {
            (0, _) => return Err(Undrawn::Nothing),
            (points, _) if points > MOST => return Err(Undrawn::TooMany(points, "chart.points", MOST)),
            (_, groups) if groups > SERIES => return Err(Undrawn::TooMany(groups, "chart.groups", SERIES)),
            _ => {}
        }
        let drawn = || self.points.iter().filter(|it| it.drawn());
        let ends = |value: f64, interval: Option<(f64, f64)>| {
            interval.map_or([value, value, value], |(low, high)| [value, low, high])
        };
        let x = range(drawn().flat_map(|it| ends(it.x, it.x_interval))).ok_or(Undrawn::NoNumber)?;
        let y = range(drawn().flat_map(|it| ends(it.y, it.y_interval))).ok_or(Undrawn::NoNumber)?;
        Ok((x, y))
    }

    /// The things that no other beats in both values, by their places, from left to right.
    pub fn front(&self) -> Vec<usize> {
        let Some((across, up)) = self.better else { return Vec::new() };
        let gain = |value: f64, better: Better| if better == Better::More { value } else { -value };
        let mut order: Vec<(f64, f64, usize)> = self
            .points
            .iter()
            .enumerate()
            .filter(|it| it.1.drawn())
            .map(|(index, it)| (gain(it.x, across), gain(it.y, up), index))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
        let mut front: Vec<(f64, f64, usize)> = Vec::new();
        for point in order {
            let equal = front.last().is_some_and(|it| it.0 == point.0 && it.1 == point.1);
            if equal || front.last().is_none_or(|it| point.1 > it.1) {
                front.push(point);
            }
        }
        let mut front: Vec<usize> = front.into_iter().map(|it| it.2).collect();
        front.sort_by(|a, b| self.points[*a].x.total_cmp(&self.points[*b].x));
        front
    }

    /// The line along the front: a step from each thing to the next, since nothing between them is known to be had.
    fn step(&self, scene: &mut Scene, area: &Area, front: &[usize]) {
        if front.len() > 1 {
            let place = |it: &usize| (area.x(self.points[*it].x), area.y(self.points[*it].y));
            let less = self.better.is_some_and(|it| it.0 == Better::Less);
            let mut points = vec![place(&front[0])];
            for pair in front.windows(2) {
                let (one, two) = (place(&pair[0]), place(&pair[1]));
                points.extend([if less { (two.0, one.1) } else { (one.0, two.1) }, two]);
            }
            scene.draw(Mark::new("c-front", Shape::Path { points, closed: false }));
        }
    }

    fn thing(&self, scene: &mut Scene, area: &Area, thing: &Thing, front: bool, words: Words<'_>) {
        let finite = |it: &(f64, f64)| it.0.is_finite() && it.1.is_finite();
        if let Some((low, high)) = thing.y_interval.filter(finite) {
            area.whisker(scene, "c-whisker", thing.x, low, high);
        }
        if let Some((low, high)) = thing.x_interval.filter(finite) {
            let (y, low, high) = (area.y(thing.y), area.x(low), area.x(high));
            scene.draw(Mark::line("c-whisker", (low, y), (high, y)));
        }
        let (x, y) = (area.x(thing.x), area.y(thing.y));
        let hollow = self.better.is_some() && !front;
        let class = if hollow { "c-hollow" } else { SIGNS[thing.group % SERIES] };
        let place = if front { words.say("chart.in_front") } else { "" };
        let tip = format!("{}: {}, {}{place}", thing.label, self.across.show(thing.x), self.up.show(thing.y));
        scene.draw(Mark::new(class, Shape::Sign { x, y, sign: thing.group }).tip(tip).link(&thing.link));
        if front || self.points.len() <= NAMED {
            let right = x < (area.left + area.right) / 2.0;
            let room = if right { scene.width - x - 10.0 } else { x - 10.0 };
            let label = text::fit(&thing.label, SMALL, room.min(160.0));
            let (at, anchor) = if right { (x + 8.0, Anchor::Start) } else { (x - 8.0, Anchor::End) };
            scene.draw(Mark::note("c-note", (at, y - 6.0), anchor, &label));
        }
    }

    /// Every thing.
    pub fn table(&self, words: Words<'_>) -> Table {
        let front = self.front();
        let [name, group, from, to, unbeaten] =
            ["chart.name", "chart.group", "chart.from", "chart.to", "chart.unbeaten"].map(|it| words.say(it));
        let columns = [name, group, &self.across.label, from, to, &self.up.label, from, to, unbeaten];
        let mut table = Table::new(&columns);
        for (index, thing) in self.points.iter().enumerate() {
            let ([x_low, x_high], [y_low, y_high]) = (text::ends(thing.x_interval), text::ends(thing.y_interval));
            let group = self.groups.get(thing.group).cloned().unwrap_or_default();
            let place = if front.contains(&index) { words.say("chart.yes") } else { "" };
            let (x, y) = (self.across.show(thing.x), self.up.show(thing.y));
            let cells = vec![thing.label.clone(), group, x, x_low, x_high, y, y_low, y_high, place.to_owned()];
            table.row(cells, &thing.link);
        }
        table.without_empty_columns()
    }
}
