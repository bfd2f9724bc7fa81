//! Nodes in order, and from which others proof passes on to each: only downwards, only along maps that somebody reviewed, over any number
//! of steps. What merely has something in common is kept apart, as a proposal for somebody to confirm.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use library::{Form as Wanted, Framework, Links, Node, Period, Relation, Shelf, nearest};

use crate::ground::{Form, Rules};

/// A node that can be assessed, as far as its status depends on it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its reference.
    pub reference: String,
    /// The prefix of its framework.
    pub framework: String,
    /// Its part.
    pub part: String,
    /// Whether it asks once of the organisation, or for each AI system; for both where it does not say.
    pub about: About,
    /// Parts in the chain to which it applies; all where it is empty.
    pub roles: BTreeSet<String>,
    /// Classes of AI systems to which it applies; all where it is empty.
    pub classes: BTreeSet<String>,
    /// Whether documents alone show it.
    pub by_documents: bool,
    /// Forms of proof without which it is not met, each with the name and the words of what is expected.
    pub mandatory: Vec<(Form, String, String)>,
    /// How long a proof of each form counts as fresh: document, record.
    pub fresh: [Option<Span>; 2],
    /// Why it does not hold on the day; nothing where it does.
    pub not_in_force: Option<String>,
}

/// Of whom a node asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Of the organisation, once.
    Organisation,
    /// For each AI system.
    System,
    /// For both.
    Both,
}

/// A node whose proof shows another one too, and along which nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// Its place.
    pub node: usize,
    /// Nodes on the way, from it to the other; empty for the node itself.
    pub by: Vec<usize>,
}

/// A node whose proof may be of use for another one, once somebody has confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reusable {
    /// Its place.
    pub node: usize,
    /// How it stands to the other.
    pub relation: Relation,
    /// Why it does not simply count.
    pub why: &'static str,
}

/// Nodes in order.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The rules.
    pub rules: Rules,
    /// Nodes that can be assessed, framework by framework.
    pub lines: Vec<Line>,
    /// For each, from which nodes proof passes on to it; itself first.
    pub from: Vec<Vec<From>>,
    /// For each, to which nodes its proof passes on; itself among them.
    pub to: Vec<Vec<usize>>,
    /// For each, what may be of use.
    pub reusable: Vec<Vec<Reusable>>,
    places: HashMap<String, usize>,
}

impl Plan {
    /// The nodes of a shelf as they hold on a day, with the relations between them.
    pub fn of(shelf: &Shelf, links: &Links, rules: &Rules, today: Date) -> Arc<Plan> {
        let dated = |it: &'_ Framework| {
            let all = it.node.iter().zip(it.periods()).filter(|it| it.0.assessable);
            all.map(|(node, periods)| line(it, node, not_in_force(periods, today), rules)).collect::<Vec<Line>>()
        };
        let lines: Vec<Line> = shelf.frameworks().iter().flat_map(dated).collect();
        let places: HashMap<String, usize> =
            lines.iter().enumerate().map(|(place, it)| (it.reference.clone(), place)).collect();
        Arc::new(
            Plan { rules: rules.clone(), lines, from: Vec::new(), to: Vec::new(), reusable: Vec::new(), places }
                .related(links),
        )
    }

    /// The same nodes with these relations between them, and no others.
    pub fn related(&self, links: &Links) -> Plan {
        let Plan { rules, lines, places, .. } = self.clone();
        let (steps, reusable) = steps(links, &places, lines.len());
        let mut back = vec![Vec::new(); lines.len()];
        steps.iter().enumerate().for_each(|(from, all)| all.iter().for_each(|to| back[*to].push(from)));
        let from: Vec<Vec<From>> = (0..lines.len()).map(|it| reached(&back, it)).collect();
        let mut to = vec![Vec::new(); lines.len()];
        from.iter().enumerate().for_each(|(place, all)| all.iter().for_each(|it| to[it.node].push(place)));
        Plan { rules, lines, from, to, reusable, places }
    }

    /// The place of a reference.
    pub fn place(&self, reference: &str) -> Option<usize> {
        self.places.get(reference).copied()
    }
}

fn line(framework: &Framework, node: &Node, not_in_force: Option<String>, rules: &Rules) -> Line {
    let applies = node.applies.clone().unwrap_or_default();
    let form = |it: Wanted| if it == Wanted::Document { Form::Document } else { Form::Record };
    let mandatory = node.evidence.iter().filter(|it| it.mandatory && it.form != Wanted::Demonstrable);
    Line {
        reference: framework.reference(node),
        framework: framework.prefix.clone(),
        part: node.part.clone(),
        about: match applies.about.as_str() {
            "organisation" => About::Organisation,
            "system" => About::System,
            _ => About::Both,
        },
        roles: applies.roles.into_iter().collect(),
        classes: applies.classes.into_iter().collect(),
        by_documents: !node.evidence.is_empty() && node.evidence.iter().all(|it| it.form == Wanted::Document),
        mandatory: mandatory.map(|it| (form(it.form), it.id.clone(), it.what.clone())).collect(),
        fresh: [freshness(node, Form::Document), freshness(node, Form::Record).or_else(|| Some(rules.fresh()))],
        not_in_force,
    }
}

/// How long a proof of a form counts as fresh by the words of a node: the shortest that it names.
fn freshness(node: &Node, form: Form) -> Option<Span> {
    let of_form = node.evidence.iter().filter(|it| (it.form == Wanted::Document) == (form == Form::Document));
    let spans = of_form.filter_map(|it| it.freshness.as_deref()?.parse::<Span>().ok());
    let day = Date::constant(2001, 1, 1);
    spans.min_by_key(|it| day.checked_add(*it).unwrap_or(Date::MAX))
}

/// Why what has these periods does not hold on a day, by what was known of it on that day. What concerns some alone does not hold it back;
/// where every period concerns some, it holds from the first of them.
fn not_in_force(periods: &[Period], today: Date) -> Option<String> {
    if periods.is_empty() {
        return None;
    }
    let bind = || periods.iter().filter(|it| it.was_known(today) && it.binds());
    let mut general: Vec<&Period> = bind().filter(|it| it.concerns.is_none()).collect();
    if general.is_empty() {
        general = bind().collect();
    }
    let holds = |it: &&Period| it.from.is_none_or(|from| from <= today) && it.until.is_none_or(|end| today < end);
    if general.iter().any(holds) {
        return None;
    }
    let next = general.iter().filter_map(|it| it.from).filter(|it| *it > today).min();
    Some(match next {
        Some(day) => format!("it holds from {day} on"),
        None => "it does not hold on this day".to_owned(),
    })
}

/// Steps along which proof passes on, from each node to those that it shows too.
type Steps = Vec<Vec<usize>>;

fn steps(links: &Links, places: &HashMap<String, usize>, count: usize) -> (Steps, Vec<Vec<Reusable>>) {
    let (mut steps, mut reusable) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for link in links.all() {
        let (Some(&from), Some(&to)) = (places.get(&link.from), places.get(&link.to)) else { continue };
        let relation = link.relation;
        match (link.shows(), relation.passes_on(), relation) {
            (true, ..) => steps[from].push(to),
            (_, true, _) => {
                reusable[to].push(Reusable { node: from, relation, why: "nobody has reviewed the map" });
            }
            (_, _, Relation::IntersectsWith) => {
                let why = "they have something in common, and neither contains the other";
                reusable[to].push(Reusable { node: from, relation, why });
            }
            _ => {}
        }
    }
    // Relations stand in no order of their own; what follows from them does.
    steps.iter_mut().for_each(|it| it.sort_unstable());
    reusable.iter_mut().for_each(|it| it.sort_by_key(|it| it.node));
    (steps, reusable)
}

/// Every node whose proof passes on to this one, itself and then nearest first, by the nodes that lead from each to it.
fn reached(back: &Steps, place: usize) -> Vec<From> {
    let next = |at: &usize| back[*at].iter().map(|it| (*it, *at)).collect();
    let others =
        nearest(&place, next).into_iter().map(|(node, way)| From { node, by: way.into_iter().rev().collect() });
    std::iter::once(From { node: place, by: Vec::new() }).chain(others).collect()
}
