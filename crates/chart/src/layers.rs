//! Nodes of a directed graph in layers: arrows lead from one layer to a later one and cross each other as seldom as a few
//! rounds of ordering by the middle of neighbours can bring about. Pure geometry of places, no pixels.
//!
//! The method is the usual one: arrows that close a circle are turned round for the layout, each node stands one layer
//! after the last of those before it, long arrows pass through places of their own, and the order within layers is swept
//! down and up (Sugiyama, Tagawa, Toda 1981).

use std::collections::HashMap;

/// Where nodes stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layers {
    /// The nodes and waypoints of each layer, in order.
    pub layers: Vec<Vec<Stop>>,
    /// For each arrow, whether it closes a circle and so leads backwards.
    pub back: Vec<bool>,
}

/// A place in a layer: a node, or where a long arrow passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stop {
    /// The node of this number.
    Node(usize),
    /// The arrow of this number passes, in this layer.
    Pass(usize, usize),
}

/// Sweeps over the layers; more rarely find better orders.
const SWEEPS: usize = 12;

/// The layers of `nodes` nodes with these arrows; arrows from a node to itself count for nothing.
pub fn layers(nodes: usize, arrows: &[(usize, usize)]) -> Layers {
    let back = backwards(nodes, arrows);
    let forward: Vec<(usize, usize)> =
        arrows.iter().zip(&back).map(|((from, to), back)| if *back { (*to, *from) } else { (*from, *to) }).collect();
    let depth = depths(nodes, &forward);
    let count = depth.iter().max().map_or(0, |it| it + 1);
    let mut layers: Vec<Vec<Stop>> = vec![Vec::new(); count];
    for node in 0..nodes {
        layers[depth[node]].push(Stop::Node(node));
    }
    let mut pieces: Vec<Vec<(Stop, Stop)>> = vec![Vec::new(); count];
    for (arrow, (from, to)) in forward.iter().enumerate().filter(|(_, it)| it.0 != it.1) {
        let mut last = Stop::Node(*from);
        for layer in depth[*from] + 1..depth[*to] {
            let pass = Stop::Pass(arrow, layer);
            layers[layer].push(pass);
            pieces[layer - 1].push((last, pass));
            last = pass;
        }
        pieces[depth[*to] - 1].push((last, Stop::Node(*to)));
    }
    Layers { layers: ordered(layers, &pieces), back }
}

/// Which arrows close a circle, found by walking along arrows from node to node.
fn backwards(nodes: usize, arrows: &[(usize, usize)]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (arrow, (from, _)) in arrows.iter().enumerate() {
        leaving[*from].push(arrow);
    }
    let (mut seen, mut back) = (vec![Seen::Not; nodes], vec![false; arrows.len()]);
    for start in 0..nodes {
        // A stack of its own instead of recursion: a chain may be as long as there are records.
        let mut walk = vec![(start, 0)];
        while let Some((node, next)) = walk.pop() {
            if next == 0 && seen[node] != Seen::Not {
                continue;
            }
            seen[node] = Seen::Open;
            let Some(arrow) = leaving[node].get(next) else {
                seen[node] = Seen::Done;
                continue;
            };
            walk.push((node, next + 1));
            let to = arrows[*arrow].1;
            match seen[to] {
                Seen::Open => back[*arrow] = true,
                Seen::Not => walk.push((to, 0)),
                Seen::Done => {}
            }
        }
    }
    back
}

/// The layer of each node: one after the last of those that lead to it.
fn depths(nodes: usize, arrows: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0_usize; nodes];
    for (_, to) in arrows.iter().filter(|it| it.0 != it.1) {
        waiting[*to] += 1;
    }
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (from, to) in arrows.iter().filter(|it| it.0 != it.1) {
        leaving[*from].push(*to);
    }
    let mut depth = vec![0_usize; nodes];
    let mut ready: Vec<usize> = (0..nodes).filter(|it| waiting[*it] == 0).collect();
    while let Some(node) = ready.pop() {
        for to in &leaving[node] {
            depth[*to] = depth[*to].max(depth[node] + 1);
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    depth
}

/// The layers in the best order that the sweeps find.
fn ordered(layers: Vec<Vec<Stop>>, pieces: &[Vec<(Stop, Stop)>]) -> Vec<Vec<Stop>> {
    let mut now = layers;
    let (mut best, mut least) = (now.clone(), crossings(&now, pieces));
    for sweep in 0..SWEEPS {
        if least == 0 {
            break;
        }
        let down = sweep % 2 == 0;
        let order: Vec<usize> =
            if down { (1..now.len()).collect() } else { (0..now.len().saturating_sub(1)).rev().collect() };
        for layer in order {
            let between = if down { &pieces[layer - 1] } else { &pieces[layer] };
            let beside = if down { layer - 1 } else { layer + 1 };
            let sorted = by_middle(&now[layer], &now[beside], between, down);
            now[layer] = sorted;
        }
        let count = crossings(&now, pieces);
        if count < least {
            (best, least) = (now.clone(), count);
        }
    }
    best
}

/// A layer sorted by the middle of each stop's neighbours in the layer beside it; those without stay where they are.
fn by_middle(layer: &[Stop], beside: &[Stop], pieces: &[(Stop, Stop)], down: bool) -> Vec<Stop> {
    let place: HashMap<Stop, usize> = beside.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let mut keyed: Vec<(f64, usize, Stop)> = Vec::with_capacity(layer.len());
    for (at, stop) in layer.iter().enumerate() {
        let near = pieces.iter().filter_map(|(a, b)| {
            let (mine, other) = if down { (b, a) } else { (a, b) };
            if mine == stop { place.get(other).copied() } else { None }
        });
        let (sum, count) = near.fold((0, 0), |(sum, count), it| (sum + it, count + 1));
        let middle = if count == 0 { at as f64 } else { sum as f64 / count as f64 };
        keyed.push((middle, at, *stop));
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().map(|it| it.2).collect()
}

/// How often arrows cross between neighbouring layers; `pieces` are the parts of arrows below each layer.
pub fn crossings(layers: &[Vec<Stop>], pieces: &[Vec<(Stop, Stop)>]) -> usize {
    let at = |layer: &[Stop]| -> HashMap<Stop, usize> { layer.iter().enumerate().map(|(at, it)| (*it, at)).collect() };
    let between = |(pair, pieces): (&[Vec<Stop>], &Vec<(Stop, Stop)>)| {
        let (from, to) = (at(&pair[0]), at(&pair[1]));
        let ends: Vec<(usize, usize)> = pieces.iter().filter_map(|(a, b)| Some((*from.get(a)?, *to.get(b)?))).collect();
        let crossed = |one: &(usize, usize), other: &(usize, usize)| (one.0 < other.0) != (one.1 < other.1);
        let apart = |one: &(usize, usize), other: &(usize, usize)| one.0 != other.0 && one.1 != other.1;
        let pairs = ends
            .iter()
            .enumerate()
            .map(|(index, one)| ends[..index].iter().filter(|other| apart(one, other) && crossed(one, other)).count());
        pairs.sum::<usize>()
    };
    layers.windows(2).zip(pieces).map(between).sum()
}
