//! Swim lanes: things in the lane of whoever has them in hand, from left to right in the order in which one hands over to the next, so that
//! an arrow that crosses from lane to lane is seen at once.

use std::collections::HashMap;

use crate::graph::{Arrow, Node, TALL, drawn, fill, node_box, there};
use crate::layers::{Stop, layers};
use crate::legend::SERIES;
use crate::scene::{Anchor, Mark, Scene};
use crate::table::Table;
use crate::text::{self, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Lanes with things in them, and arrows between these.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    /// What a lane is.
    pub of: String,
    /// Names of the lanes, from top to bottom.
    pub lanes: Vec<String>,
    /// The things; the sort of a node is the number of its lane.
    pub nodes: Vec<Node>,
    /// The arrows; those to nodes that do not exist are left out of the picture.
    pub arrows: Vec<Arrow>,
}

/// Most things of one picture.
const MOST: usize = 60;
/// Most lanes of one picture.
const MOST_LANES: usize = 16;
/// Room between things, and between a thing and the edge of its lane.
const AIR: f64 = 12.0;
/// Room for the name of a lane.
const NAME: f64 = 24.0;
/// Room between columns, in which arrows lead from lane to lane.
const GAP: f64 = 44.0;

/// Where everything stands, in pixels.
struct Plan {
    width: f64,
    wide: f64,
    /// Upper edge and height of each lane.
    lanes: Vec<(f64, f64)>,
    /// Middle of each node.
    places: Vec<(f64, f64)>,
    back: Vec<bool>,
}

impl Lanes {
    /// The picture; it becomes as wide as its columns need.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        match (self.nodes.len(), self.lanes.len()) {
            (0, _) | (_, 0) => return Err(Undrawn::Nothing),
            (nodes, _) if nodes > MOST => return Err(Undrawn::TooMany(nodes, "chart.nodes", MOST)),
            (_, lanes) if lanes > MOST_LANES => return Err(Undrawn::TooMany(lanes, "chart.lanes", MOST_LANES)),
            _ => {}
        }
        let arrows = there(&self.nodes, &self.arrows);
        let plan = self.plan(width, &arrows);
        let mut scene = Scene::new(plan.width, plan.lanes.last().map_or(0.0, |it| it.0 + it.1) + 2.0);
        for (index, (name, (top, tall))) in self.lanes.iter().zip(&plan.lanes).enumerate() {
            let room = plan.width - 2.0 * AIR;
            let class = if index % 2 == 0 { "c-lane" } else { "c-lane c-other" };
            scene.draw(Mark::area(class, 1.0, *top, plan.width - 2.0, *tall).tip(name));
            scene.draw(Mark::note("c-note", (AIR, top + 16.0), Anchor::Start, &text::fit(name, SMALL, room)));
        }
        for (arrow, back) in arrows.iter().zip(&plan.back) {
            self.arrow(&mut scene, &plan, arrow, *back, words);
        }
        for (index, node) in self.nodes.iter().enumerate() {
            self.node(&mut scene, &plan, index, node);
        }
        Ok(scene)
    }

    /// Every thing with its lane, and every arrow.
    pub fn table(&self, words: Words<'_>) -> Table {
        let [name, note, leads, how] = ["chart.name", "chart.note", "chart.leads", "chart.how"].map(|it| words.say(it));
        let mut table = Table::new(&[name, self.of.as_str(), note, leads, how]);
        fill(&mut table, (&self.nodes, &self.arrows), &self.lanes);
        table
    }

    /// The lane of a node; what names none stands in the last one.
    fn lane(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |it| it.sort).min(self.lanes.len().saturating_sub(1))
    }

    /// Columns by who hands over to whom, and within a lane one row for each thing of the same column.
    fn plan(&self, width: f64, arrows: &[&Arrow]) -> Plan {
        let ends: Vec<(usize, usize)> = arrows.iter().map(|it| (it.from, it.to)).collect();
        let laid = layers(self.nodes.len(), &ends);
        let columns = laid.layers.len().max(1) as f64;
        let wide = ((width - 2.0 * AIR - GAP * (columns - 1.0)) / columns).clamp(124.0, 190.0);
        let mut taken: HashMap<(usize, usize), usize> = HashMap::new();
        let mut seats = vec![(0, 0); self.nodes.len()];
        for (column, stops) in laid.layers.iter().enumerate() {
            for stop in stops {
                let Stop::Node(node) = stop else { continue };
                let row = taken.entry((self.lane(*node), column)).or_default();
                seats[*node] = (column, *row);
                *row += 1;
            }
        }
        let rows = |lane: usize| taken.iter().filter(|it| it.0.0 == lane).map(|it| *it.1).max().unwrap_or(0).max(1);
        let mut lanes = Vec::new();
        let mut top = 2.0;
        for lane in 0..self.lanes.len() {
            let tall = NAME + rows(lane) as f64 * (TALL + AIR);
            lanes.push((top, tall));
            top += tall + 4.0;
        }
        let place = |(node, (column, row)): (usize, &(usize, usize))| {
            let x = AIR + wide / 2.0 + *column as f64 * (wide + GAP);
            (x, lanes[self.lane(node)].0 + NAME + TALL / 2.0 + *row as f64 * (TALL + AIR))
        };
        let places = seats.iter().enumerate().map(place).collect();
        let whole = 2.0 * AIR + columns * wide + (columns - 1.0) * GAP;
        Plan { width: whole.max(width), wide, lanes, places, back: laid.back }
    }

    fn node(&self, scene: &mut Scene, plan: &Plan, index: usize, node: &Node) {
        let lane = self.lane(index);
        let name = self.lanes.get(lane).map_or("", String::as_str);
        node_box(scene, node, plan.places[index], plan.wide, (lane % SERIES, name));
    }

    /// An arrow from edge to edge; one that leads to another lane is heavier, one that closes a circle is dashed.
    fn arrow(&self, scene: &mut Scene, plan: &Plan, arrow: &Arrow, back: bool, words: Words<'_>) {
        let (from, to, half) = (plan.places[arrow.from], plan.places[arrow.to], plan.wide / 2.0);
        let side = if back { -half } else { half };
        let points = vec![(from.0 + side, from.1), (to.0 - side, to.1)];
        let class = match (back, self.lane(arrow.from) == self.lane(arrow.to)) {
            (true, _) => "c-arrow c-back",
            (false, true) => "c-arrow",
            (false, false) => "c-arrow c-crosses",
        };
        drawn(scene, &self.nodes, arrow, (class, points), words);
    }
}
