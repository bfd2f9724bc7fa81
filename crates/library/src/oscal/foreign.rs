//! Documents of OSCAL as others write them, as far as libraries can hold them; members that are not named here are passed over.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::OWN;

#[derive(Deserialize)]
pub(super) struct Metadata {
    pub title: String,
    pub version: String,
    #[serde(rename = "last-modified")]
    pub last_modified: Timestamp,
    #[serde(default)]
    pub remarks: String,
    #[serde(default)]
    pub props: Vec<Prop>,
    #[serde(default)]
    pub parties: Vec<Party>,
}

#[derive(Deserialize)]
pub(super) struct Party {
    #[serde(default)]
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct Prop {
    pub name: String,
    #[serde(default)]
    pub ns: String,
    pub value: String,
}

#[derive(Deserialize)]
pub(super) struct Catalog {
    pub uuid: String,
    pub metadata: Metadata,
    #[serde(default)]
    pub groups: Vec<Held>,
    #[serde(default)]
    pub controls: Vec<Held>,
}

/// A group or a control.
#[derive(Deserialize)]
pub(super) struct Held {
    #[serde(default)]
    pub id: String,
    pub class: Option<String>,
    pub title: String,
    #[serde(default)]
    pub props: Vec<Prop>,
    #[serde(default)]
    pub params: Vec<Param>,
    #[serde(default)]
    pub parts: Vec<Prose>,
    #[serde(default)]
    pub groups: Vec<Held>,
    #[serde(default)]
    pub controls: Vec<Held>,
}

#[derive(Deserialize)]
pub(super) struct Param {
    pub id: String,
    pub label: Option<String>,
    pub select: Option<Select>,
}

#[derive(Deserialize)]
pub(super) struct Select {
    #[serde(default)]
    pub choice: Vec<String>,
}

/// A part of a control.
#[derive(Deserialize)]
pub(super) struct Prose {
    pub name: String,
    #[serde(default)]
    pub props: Vec<Prop>,
    #[serde(default)]
    pub prose: String,
    #[serde(default)]
    pub parts: Vec<Prose>,
}

#[derive(Deserialize)]
pub(super) struct Collection {
    pub uuid: String,
    pub metadata: Metadata,
    pub mappings: Vec<Mapping>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Mapping {
    pub source_resource: Resource,
    pub target_resource: Resource,
    pub maps: Vec<Related>,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    pub href: String,
}

#[derive(Deserialize)]
pub(super) struct Related {
    pub relationship: Value,
    pub sources: Vec<Item>,
    pub targets: Vec<Item>,
    #[serde(default)]
    pub props: Vec<Prop>,
    #[serde(default)]
    pub remarks: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Item {
    pub id_ref: String,
}

/// The label that OSCAL knows.
pub(super) fn label(props: &[Prop]) -> Option<String> {
    props.iter().find(|it| it.name == "label" && it.ns != OWN).map(|it| it.value.clone())
}

/// What a property of ours says.
pub(super) fn own(props: &[Prop], name: &str) -> Option<String> {
    props.iter().find(|it| it.ns == OWN && it.name == name).map(|it| it.value.clone())
}
