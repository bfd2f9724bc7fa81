//! A framework as a catalog: groups and controls, each with its statement, its guidance and what an auditor asks.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Kept, given_on, licences, metadata, own, tokens, uuid};
use crate::framework::{Framework, Node};

/// The level that becomes a group.
const GROUP: &str = "group";

/// The catalog of a framework; an error where its rights forbid to give it on.
pub fn catalog(of: &Framework) -> Result<Value, Kept> {
    given_on(&of.rights, &of.urn)?;
    let drawn = Drawn { of, tokens: tokens(of), guides: guides(of) };
    let roots: Vec<&Node> = of.node.iter().filter(|it| it.parent.is_none() && it.guides.is_none()).collect();
    let mut catalog = Map::new();
    catalog.insert("uuid".to_owned(), json!(uuid(&of.urn, &of.version)));
    let title = format!("{}, {}", of.prefix, of.title);
    let mut metadata = metadata(&title, &of.version, &of.provenance, &of.rights);
    metadata["props"] = head(of);
    catalog.insert("metadata".to_owned(), metadata);
    drawn.below(&roots, Above::Catalog, &mut catalog);
    Ok(json!({ "catalog": catalog }))
}

/// What a framework says of itself, so that it can be read back.
fn head(of: &Framework) -> Value {
    let one = |name: &str, value: &str| own(name, value);
    let mut all = vec![
        one("urn", &of.urn),
        one("prefix", &of.prefix),
        one("publisher", &of.publisher),
        one("edition", &of.edition.name),
        one("published", &of.edition.published),
        one("edition-status", &of.edition.status),
    ];
    all.extend(of.jurisdictions.iter().map(|it| one("jurisdiction", it)));
    all.extend(licences(&of.rights));
    Value::Array(all)
}

/// What nodes lie below.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Catalog,
    Group,
    Control,
}

struct Drawn<'a> {
    of: &'a Framework,
    tokens: HashMap<&'a str, String>,
    guides: HashMap<&'a str, Vec<&'a Node>>,
}

fn guides(of: &Framework) -> HashMap<&str, Vec<&Node>> {
    let mut guides: HashMap<&str, Vec<&Node>> = HashMap::new();
    for node in &of.node {
        if let Some(to) = &node.guides {
            guides.entry(to.as_str()).or_default().push(node);
        }
    }
    guides
}

impl Drawn<'_> {
    /// Adds nodes as groups and controls. Below a control there are controls alone, and a group holds either groups or controls, so that
    /// groups beside controls become controls.
    fn below(&self, nodes: &[&Node], above: Above, to: &mut Map<String, Value>) {
        let is_group = |it: &&&Node| it.level == GROUP;
        let mixed = nodes.iter().any(|it| is_group(&it)) && !nodes.iter().all(|it| is_group(&it));
        let controls_alone = above == Above::Control || (above == Above::Group && mixed);
        let (mut groups, mut controls) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.level == GROUP && !controls_alone {
                true => groups.push(self.node(node, Above::Group)),
                false => controls.push(self.node(node, Above::Control)),
            }
        }
        for (key, list) in [("groups", groups), ("controls", controls)] {
            if !list.is_empty() {
                to.insert(key.to_owned(), Value::Array(list));
            }
        }
    }

    fn node(&self, node: &Node, drawn_as: Above) -> Value {
        let mut all = Map::new();
        let id = self.token(node);
        all.insert("id".to_owned(), json!(id));
        all.insert("class".to_owned(), json!(node.level));
        all.insert("title".to_owned(), json!(node.title));
        all.insert("props".to_owned(), Value::Array(self.props(node)));
        let parts = self.parts(node, &id);
        if !parts.is_empty() {
            all.insert("parts".to_owned(), Value::Array(parts));
        }
        let children: Vec<&Node> = self.of.children(&node.id).filter(|it| it.guides.is_none()).collect();
        self.below(&children, drawn_as, &mut all);
        Value::Object(all)
    }

    fn token(&self, node: &Node) -> String {
        self.tokens.get(node.id.as_str()).cloned().unwrap_or_default()
    }

    fn props(&self, node: &Node) -> Vec<Value> {
        let mut props = vec![json!({ "name": "label", "value": node.id })];
        props.push(own("part", &node.part));
        props.extend(node.modality.map(|it| own("modality", it.name())));
        props.push(own("assessable", node.assessable));
        props.extend(node.slot.as_ref().map(|it| own("slot", it)));
        props.extend(node.needs.iter().map(|it| own("needs", it)));
        props.extend(node.evidence.iter().map(|it| own("evidence", &it.what)));
        props
    }

    fn parts(&self, node: &Node, id: &str) -> Vec<Value> {
        let mut parts = Vec::new();
        if !node.intent.is_empty() {
            parts.push(json!({ "id": format!("{id}_stm"), "name": "statement", "prose": node.intent }));
        }
        for guide in self.guides.get(node.id.as_str()).into_iter().flatten() {
            let label = json!([{ "name": "label", "value": guide.id }]);
            let prose = &guide.intent;
            parts.push(json!({ "id": self.token(guide), "name": "guidance", "props": label, "prose": prose }));
        }
        for (at, it) in node.question.iter().enumerate() {
            let id = format!("{id}_obj.{}", at + 1);
            let method = own("method", format!("{:?}", it.method).to_lowercase());
            parts.push(json!({ "id": id, "name": "assessment-objective", "props": [method], "prose": it.ask }));
        }
        parts
    }
}
