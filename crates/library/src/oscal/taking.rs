//! Groups and controls of a catalog as nodes, with their words, guidance and questions.

use std::collections::HashSet;

use serde_json::Value;

use super::OWN;
use super::foreign::{Held, Param, Prose, label, own};
use crate::framework::{Expected, Form, Method, Modality, Node, Part, Question};

/// The level of nodes that hold others.
const GROUP: &str = "group";
/// The part of what is asked, where a catalog names none.
const ASKED: &str = "controls";
/// The part of guidance, where a catalog names none.
const GUIDANCE: &str = "guidance";

/// The nodes of groups and controls, those above before those below.
pub(super) fn nodes(groups: &[Held], controls: &[Held]) -> Vec<Node> {
    let mut taker = Taker::default();
    groups.iter().for_each(|it| taker.take(it, None, true));
    controls.iter().for_each(|it| taker.take(it, None, false));
    let Taker { mut nodes, ids } = taker;
    // What a control needs is named by its catalog; what is not there is needed in vain.
    nodes.iter_mut().for_each(|it| it.needs.retain(|need| ids.contains(need)));
    nodes
}

/// Turns groups and controls into nodes, those above before those below.
#[derive(Default)]
struct Taker {
    nodes: Vec<Node>,
    ids: HashSet<String>,
}

impl Taker {
    fn take(&mut self, it: &Held, parent: Option<&str>, group: bool) {
        let id = self.name(it);
        let statement = prose(it, |it| it.name == "statement" || it.name == "item" || it.name == "overview");
        let withdrawn = it.props.iter().any(|it| it.name == "status" && it.value.eq_ignore_ascii_case("withdrawn"));
        let asked =
            own(&it.props, "assessable").map_or(!group && !withdrawn && !statement.is_empty(), |it| it == "true");
        let all = |name: &str| {
            let own = it.props.iter().filter(|it| it.ns == OWN && it.name == name).map(|it| it.value.clone());
            own.collect::<Vec<_>>()
        };
        let part = own(&it.props, "part").unwrap_or_else(|| ASKED.to_owned());
        let modality = own(&it.props, "modality").and_then(|it| serde_json::from_value(Value::String(it)).ok());
        self.nodes.push(Node {
            id: id.clone(),
            parent: parent.map(str::to_owned),
            part,
            level: if group { GROUP.to_owned() } else { it.class.clone().unwrap_or_else(|| "control".to_owned()) },
            title: it.title.clone(),
            intent: statement,
            modality: modality.or(asked.then_some(Modality::Shall)),
            assessable: asked,
            needs: all("needs"),
            slot: own(&it.props, "slot"),
            evidence: all("evidence").into_iter().enumerate().map(|(at, what)| expected(at, what)).collect(),
            question: objectives(it),
            ..Node::default()
        });
        for guide in it.parts.iter().filter(|it| it.name == "guidance" && !it.prose.trim().is_empty()) {
            let label = label(&guide.props).unwrap_or_else(|| format!("{id} guidance"));
            self.nodes.push(guidance(&label, &id, &it.title, filled(&guide.prose, &it.params)));
        }
        it.groups.iter().for_each(|below| self.take(below, Some(&id), true));
        it.controls.iter().for_each(|below| self.take(below, Some(&id), false));
    }

    /// The label of a group or control, or its identifier where labels repeat.
    fn name(&mut self, it: &Held) -> String {
        let label = label(&it.props).filter(|it| !self.ids.contains(it));
        let plain = if it.id.is_empty() { it.title.clone() } else { it.id.clone() };
        let name = label.unwrap_or(plain);
        self.ids.insert(name.clone());
        name
    }
}

fn guidance(id: &str, guides: &str, title: &str, intent: String) -> Node {
    Node {
        id: id.to_owned(),
        part: GUIDANCE.to_owned(),
        level: GUIDANCE.to_owned(),
        title: title.to_owned(),
        intent,
        guides: Some(guides.to_owned()),
        ..Node::default()
    }
}

fn expected(at: usize, what: String) -> Expected {
    Expected {
        id: format!("evidence-{}", at + 1),
        what,
        form: Form::Demonstrable,
        mandatory: false,
        kinds: Vec::new(),
        fields: Vec::new(),
        freshness: None,
        triggers: Vec::new(),
    }
}

/// The parts that nodes name, guidance apart from what is asked.
pub(super) fn parts(nodes: &[Node]) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for node in nodes {
        if !all.iter().any(|it| it.name == node.part) {
            let asked = nodes.iter().any(|it| it.part == node.part && it.assessable);
            let (name, label) = (node.part.clone(), node.part.replace(['-', '_'], " "));
            all.push(Part { name, label, normative: asked, binding: asked, instead: None });
        }
    }
    all
}

/// The words of the parts that are wanted, each item on a line with its label.
fn prose(of: &Held, wanted: fn(&Prose) -> bool) -> String {
    let mut lines = Vec::new();
    of.parts.iter().filter(|it| wanted(it)).for_each(|it| spoken(it, &of.params, &mut lines));
    lines.join("\n")
}

fn spoken(of: &Prose, params: &[Param], lines: &mut Vec<String>) {
    let words = filled(of.prose.trim(), params);
    let label = label(&of.props).filter(|_| of.name == "item");
    if !words.is_empty() {
        lines.push(label.map_or(words.clone(), |it| format!("{it} {words}")));
    }
    of.parts.iter().for_each(|it| spoken(it, params, lines));
}

/// A text with the places for parameters said in words.
fn filled(text: &str, params: &[Param]) -> String {
    params.iter().fold(text.to_owned(), |text, it| {
        let choice = it.select.as_ref().map(|it| it.choice.join(" | "));
        let said = it.label.clone().or(choice).unwrap_or_else(|| it.id.clone());
        text.replace(&format!("{{{{ insert: param, {} }}}}", it.id), &format!("[{said}]"))
    })
}

/// What an auditor asks: the objectives that hold words.
fn objectives(of: &Held) -> Vec<Question> {
    fn below(of: &Prose, params: &[Param], to: &mut Vec<Question>) {
        if !of.prose.trim().is_empty() {
            let method = own(&of.props, "method").and_then(|it| serde_json::from_value(Value::String(it)).ok());
            to.push(Question { ask: filled(of.prose.trim(), params), method: method.unwrap_or(Method::Examine) });
        }
        of.parts.iter().for_each(|it| below(it, params, to));
    }
    let mut all = Vec::new();
    let objective = |it: &&Prose| it.name == "assessment-objective" || it.name == "objective";
    of.parts.iter().filter(objective).for_each(|it| below(it, &of.params, &mut all));
    all
}
