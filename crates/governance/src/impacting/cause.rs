//! What in the technology brings a harm about: from hazards and technical risks along what people linked, through other risks, to impacts.
//! Pure; each way is told with the links on it, and no number is made of the two ends.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::impact::Impact;
use super::lane::Lane;
use super::library::Impacts;
use crate::data::lineage::targets;
use crate::hazards::standing::{Standing, Told};

/// Something in one of the lanes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// By what links name it: a number, the name of a hazard that no record speaks of, or an assessment with a row.
    pub key: String,
    /// Its record.
    pub id: Option<Id>,
    /// Whether it stands in the lane of people, groups, society and the environment.
    pub societal: bool,
    /// What it is called.
    pub title: String,
    /// How it stands, in a word or two of its own lane.
    pub note: String,
}

/// That one brings the other about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The cause.
    pub from: String,
    /// What follows.
    pub to: String,
    /// The record in which somebody said so.
    pub by: Id,
}

/// Both lanes and what leads from one to the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Map {
    /// Everything, the technical lane first.
    pub nodes: Vec<Node>,
    /// Links between them.
    pub links: Vec<Link>,
    /// For each harm what in the technical lane it comes from, along any number of links.
    pub roots: BTreeMap<String, Vec<String>>,
    /// What in the technical lane leads to nothing in the other.
    pub loose: Vec<String>,
}

/// The map of a system.
pub fn map(library: &Impacts, hazards: &[Told], said: &[RecordRow], risks: &[RecordRow], impacts: &[Impact]) -> Map {
    let mut nodes: Vec<Node> = hazards.iter().filter(|it| shows(it)).map(hazard).collect();
    let open = || risks.iter().filter(|it| it.state != "closed");
    let technical = |it: &&RecordRow| lanes(library, it).contains(&Lane::Technical);
    let societal = |it: &&RecordRow| lanes(library, it).iter().any(|it| it.societal());
    nodes.extend(open().filter(technical).map(|it| risk(it, false)));
    nodes.extend(open().filter(societal).map(|it| risk(it, true)));
    nodes.extend(impacts.iter().filter(|it| it.harms()).map(harm));
    let mut links = Vec::new();
    for of in said {
        links.extend(targets(&of.document, "risks").into_iter().map(|to| link(&of.id, to.to_string(), &of.id)));
    }
    for of in open() {
        links.extend(targets(&of.document, "causes").into_iter().map(|from| link(&from, of.id.to_string(), &of.id)));
    }
    for of in impacts.iter().filter(|it| it.harms()) {
        links.extend(of.causes.iter().map(|from| link(from, of.key(), &of.assessment)));
    }
    links.sort();
    links.dedup();
    followed(nodes, links)
}

fn followed(nodes: Vec<Node>, links: Vec<Link>) -> Map {
    let technical: BTreeSet<&str> = nodes.iter().filter(|it| !it.societal).map(|it| it.key.as_str()).collect();
    let harms = nodes.iter().filter(|it| it.key.contains('#'));
    let roots: BTreeMap<String, Vec<String>> =
        harms.map(|it| (it.key.clone(), behind(&it.key, &links, &technical))).collect();
    let lead: BTreeSet<&str> =
        nodes.iter().filter(|it| it.societal).flat_map(|it| behind_all(&it.key, &links)).collect();
    let loose = technical.iter().filter(|it| !lead.contains(*it)).map(|it| (*it).to_owned()).collect();
    Map { roots, loose, nodes, links }
}

/// What of these leads to something.
fn behind(to: &str, links: &[Link], among: &BTreeSet<&str>) -> Vec<String> {
    behind_all(to, links).into_iter().filter(|it| among.contains(it)).map(str::to_owned).collect()
}

/// Everything that leads to something, however far.
fn behind_all<'a>(to: &str, links: &'a [Link]) -> BTreeSet<&'a str> {
    let (mut seen, mut left) = (BTreeSet::new(), vec![to]);
    while let Some(at) = left.pop() {
        for from in links.iter().filter(|it| it.to == at).map(|it| it.from.as_str()) {
            if seen.insert(from) {
                left.push(from);
            }
        }
    }
    seen
}

fn link(from: &Id, to: String, by: &Id) -> Link {
    Link { from: from.to_string(), to, by: by.clone() }
}

/// The lanes into which the nature of a risk puts it.
pub(crate) fn lanes<'a>(library: &'a Impacts, risk: &RecordRow) -> &'a [Lane] {
    risk.text("nature").and_then(|it| library.natures.get(it)).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a hazard stands in the way of saying that nothing can fail there.
fn shows(hazard: &Told) -> bool {
    matches!(hazard.standing, Standing::Measured | Standing::Suspected)
}

fn hazard(it: &Told) -> Node {
    Node {
        key: it.record.as_ref().map_or_else(|| it.hazard.clone(), Id::to_string),
        id: it.record.clone(),
        societal: false,
        title: it.label.clone(),
        note: it.standing.name().to_owned(),
    }
}

fn risk(it: &RecordRow, societal: bool) -> Node {
    let note = it.text("level").map_or_else(|| it.state.clone(), str::to_owned);
    Node { key: it.id.to_string(), id: Some(it.id.clone()), societal, title: it.title.clone(), note }
}

fn harm(it: &Impact) -> Node {
    let id = Some(it.assessment.clone());
    Node {
        key: it.key(),
        id,
        societal: true,
        title: it.effect.clone(),
        note: format!("{}: {}", it.level.name(), it.group),
    }
}
