//! A graph of what comes from what, or depends on what, in layers: lineage, components, dependencies.

use std::collections::HashMap;

use crate::layers::{Layers, Stop, layers};
use crate::legend::{BOXES, Known, SERIES, legend};
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SIZE, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Nodes and arrows.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Names of the sorts of nodes.
    pub sorts: Vec<String>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The arrows; those to nodes that do not exist are left out of the picture.
    pub arrows: Vec<Arrow>,
}

/// One node.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// Its sort, from 0.
    pub sort: usize,
    /// A word about it, such as its state.
    pub note: String,
    /// Where its record is.
    pub link: String,
}

/// One arrow.
#[derive(Debug, Clone, Default)]
pub struct Arrow {
    /// Node from which it leads.
    pub from: usize,
    /// Node to which it leads.
    pub to: usize,
    /// What it means.
    pub label: String,
}

/// Most nodes of one picture.
const MOST: usize = 120;
/// Height of a node: two lines of its name and one of its note.
pub(crate) const TALL: f64 = 62.0;

impl Graph {
    /// The picture: from left to right on wide pages, from top to bottom on narrow ones.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        match (self.nodes.len(), self.sorts.len()) {
            (0, _) => return Err(Undrawn::Nothing),
            (nodes, _) if nodes > MOST => return Err(Undrawn::TooMany(nodes, "chart.nodes", MOST)),
            (_, sorts) if sorts > SERIES => return Err(Undrawn::TooMany(sorts, "chart.sorts", SERIES)),
            _ => {}
        }
        let there = there(&self.nodes, &self.arrows);
        let ends: Vec<(usize, usize)> = there.iter().map(|it| (it.from, it.to)).collect();
        let laid = layers(self.nodes.len(), &ends);
        let mut scene = Scene::new(width, 0.0);
        let names: Vec<&str> = self.sorts.iter().map(String::as_str).collect();
        let top = legend(&mut scene, if names.len() > 1 { &names } else { &[] }, Known::Box) + 8.0;
        let plan = Plan::new(&laid, width, top);
        (scene.width, scene.height) = (plan.width, plan.height);
        for (index, arrow) in there.iter().enumerate() {
            plan.arrow(&mut scene, self, (index, arrow), laid.back[index], words);
        }
        for (index, node) in self.nodes.iter().enumerate() {
            plan.node(&mut scene, self, node, index);
        }
        Ok(scene)
    }

    /// Every node and every arrow.
    pub fn table(&self, words: Words<'_>) -> Table {
        let mut table =
            Table::new(&["chart.name", "chart.sort", "chart.note", "chart.leads", "chart.how"].map(|it| words.say(it)));
        fill(&mut table, (&self.nodes, &self.arrows), &self.sorts);
        table.without_empty_columns()
    }
}

/// A row for each arrow at the node from which it leads, and one for each node from which none does.
pub(crate) fn fill(table: &mut Table, (nodes, arrows): (&[Node], &[Arrow]), sorts: &[String]) {
    for (index, node) in nodes.iter().enumerate() {
        let sort = sorts.get(node.sort).cloned().unwrap_or_default();
        let cells = |to: String, how: String| vec![node.label.clone(), sort.clone(), node.note.clone(), to, how];
        let leaving: Vec<&Arrow> = arrows.iter().filter(|it| it.from == index).collect();
        if leaving.is_empty() {
            table.row(cells(String::new(), String::new()), &node.link);
        }
        for arrow in leaving {
            let to = nodes.get(arrow.to).map(|it| it.label.clone()).unwrap_or_default();
            table.row(cells(to, arrow.label.clone()), &node.link);
        }
    }
}

/// The arrows between nodes that exist.
pub(crate) fn there<'a>(nodes: &[Node], arrows: &'a [Arrow]) -> Vec<&'a Arrow> {
    arrows.iter().filter(|it| it.from.max(it.to) < nodes.len() && it.from != it.to).collect()
}

/// A node around its middle, with the pattern of a series and the name of what it belongs to.
pub(crate) fn node_box(scene: &mut Scene, node: &Node, (x, y): (f64, f64), wide: f64, (series, of): (usize, &str)) {
    let (left, top, room) = (x - wide / 2.0, y - TALL / 2.0, wide - 20.0);
    let said = [node.label.as_str(), of, node.note.as_str()];
    let tip = said.iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(", ");
    scene.draw(Mark::area("c-node", left, top, wide, TALL).tip(&tip).link(&node.link));
    scene.draw(Mark::area(BOXES[series % SERIES], left, top, 8.0, TALL).pattern(series));
    let lines = text::lines(&node.label, SIZE, room, 2);
    let count = lines.len() + usize::from(!node.note.is_empty());
    let mut baseline = y + 4.5 - 8.5 * (count as f64 - 1.0);
    for line in &lines {
        scene.draw(Mark::words("c-label", (left + 14.0, baseline), Anchor::Start, line).tip(&tip).link(&node.link));
        baseline += 17.0;
    }
    if !node.note.is_empty() {
        let note = text::fit(&node.note, SMALL, room);
        scene.draw(Mark::note("c-note", (left + 14.0, baseline), Anchor::Start, &note));
    }
}

/// An arrow along points, with its head and what it means.
pub(crate) fn drawn(
    scene: &mut Scene,
    nodes: &[Node],
    arrow: &Arrow,
    (class, points): (&'static str, Vec<(f64, f64)>),
    words: Words<'_>,
) {
    let name = |it: usize| nodes.get(it).map_or("", |it| it.label.as_str());
    let means = if arrow.label.is_empty() { words.say("chart.leads_to") } else { arrow.label.as_str() };
    let tip = format!("{} {means} {}", name(arrow.from), name(arrow.to));
    let head = head(&points);
    scene.draw(Mark::new(class, Shape::Path { points, closed: false }).tip(tip));
    scene.draw(Mark::new("c-head", Shape::Path { points: head, closed: true }));
}

/// Where stops stand, in pixels.
struct Plan {
    width: f64,
    height: f64,
    down: bool,
    wide: f64,
    places: HashMap<Stop, (f64, f64)>,
    layer: HashMap<Stop, usize>,
}

impl Plan {
    fn new(laid: &Layers, width: f64, top: f64) -> Plan {
        let down = width < 480.0;
        let (deep, most) = (laid.layers.len(), laid.layers.iter().map(Vec::len).max().unwrap_or(1));
        let lanes = if down { most } else { deep };
        // Many layers stand closer, so that a page need not be moved for the last of them.
        let gap = match (down, lanes) {
            (true, _) => 14.0,
            (false, 0..=4) => 56.0,
            (false, _) => 30.0,
        };
        let wide = ((width - 8.0 - gap * (lanes as f64 - 1.0)) / lanes as f64).clamp(120.0, 190.0);
        let across = wide + gap;
        let below = if down { TALL + 40.0 } else { TALL + 16.0 };
        let whole = across * lanes as f64 - gap + 8.0;
        let rows = if down { deep } else { most };
        let (mut places, mut layer) = (HashMap::new(), HashMap::new());
        for (depth, stops) in laid.layers.iter().enumerate() {
            for (at, stop) in stops.iter().enumerate() {
                // Shorter layers stand in the middle of the longest one.
                let shifted = at as f64 + (most - stops.len()) as f64 / 2.0;
                let (column, row) = if down { (shifted, depth as f64) } else { (depth as f64, shifted) };
                places.insert(*stop, (4.0 + across * column + wide / 2.0, top + below * row + TALL / 2.0));
                layer.insert(*stop, depth);
            }
        }
        let height = top + below * rows as f64 - (below - TALL) + 6.0;
        Plan { width: whole.max(width), height, down, wide, places, layer }
    }

    fn place(&self, stop: Stop) -> (f64, f64) {
        self.places.get(&stop).copied().unwrap_or_default()
    }

    fn node(&self, scene: &mut Scene, graph: &Graph, node: &Node, index: usize) {
        let sort = graph.sorts.get(node.sort).map_or("", String::as_str);
        node_box(scene, node, self.place(Stop::Node(index)), self.wide, (node.sort, sort));
    }

    /// An arrow through its waypoints; one that closes a circle is dashed and led the other way round.
    fn arrow(&self, scene: &mut Scene, graph: &Graph, (index, arrow): (usize, &Arrow), back: bool, words: Words<'_>) {
        let (first, last) = if back { (arrow.to, arrow.from) } else { (arrow.from, arrow.to) };
        let (from, to) = (self.place(Stop::Node(first)), self.place(Stop::Node(last)));
        let half = if self.down { TALL / 2.0 } else { self.wide / 2.0 };
        let ahead = |(x, y): (f64, f64), by: f64| if self.down { (x, y + by) } else { (x + by, y) };
        let mut points = vec![ahead(from, half)];
        points.extend(self.waypoints(index, first, last));
        points.push(ahead(to, -half));
        if back {
            points.reverse();
        }
        let class = if back { "c-arrow c-back" } else { "c-arrow" };
        drawn(scene, &graph.nodes, arrow, (class, points), words);
    }

    /// The middles of the places through which a long arrow passes, layer after layer.
    fn waypoints(&self, index: usize, first: usize, last: usize) -> Vec<(f64, f64)> {
        let depth = |node: usize| self.layer.get(&Stop::Node(node)).copied().unwrap_or_default();
        (depth(first) + 1..depth(last)).filter_map(|it| self.places.get(&Stop::Pass(index, it)).copied()).collect()
    }
}

/// The head of an arrow at the end of a line.
fn head(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (Some(tip), Some(before)) = (points.last(), points.iter().rev().nth(1)) else { return Vec::new() };
    let (dx, dy) = (tip.0 - before.0, tip.1 - before.1);
    let length = dx.hypot(dy).max(1e-9);
    let (dx, dy) = (dx / length * 8.0, dy / length * 8.0);
    vec![*tip, (tip.0 - dx - dy * 0.45, tip.1 - dy + dx * 0.45), (tip.0 - dx + dy * 0.45, tip.1 - dy - dx * 0.45)]
}
