//! Catalogs and mapping collections of others as frameworks and crosswalks. What a catalog does not say is not made up: it is asked for, or told
//! as a mistake.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use super::foreign::{Catalog, Collection, Metadata, Related, own};
use super::taking::{nodes, parts};
use super::{OWN, tokens};
use crate::SCHEMA;
use crate::crosswalk::{Crosswalk, Map};
use crate::framework::{Edition, Framework, Provenance, Rights, Seen};
use crate::shelf::Shelf;

/// What whoever brings a catalog in says of it, where it does not say so itself.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// How its references begin, such as `NIST SP 800-53`.
    pub prefix: Option<String>,
    /// The states in which it is law, or `INT` for a standard.
    pub jurisdictions: Vec<String>,
}

/// Why a document of OSCAL cannot be read as a library.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It does not have the form of OSCAL.
    #[error("it is no {what} of OSCAL: {why}")]
    Form {
        /// `catalog` or `mapping collection`.
        what: &'static str,
        /// What was wrong.
        why: String,
    },
    /// It does not say how its references begin.
    #[error("it does not say how its references begin; say so with --prefix, such as `NIST SP 800-53`")]
    Prefix,
    /// A relation that cannot be taken.
    #[error("relation {at}: {why}")]
    Relation {
        /// Which one, from 1.
        at: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// The framework that a catalog describes: groups as groups, controls as what is asked, guidance beside them, objectives of assessment as questions.
pub fn framework(document: &Value, given: &Given) -> Result<Framework, Unreadable> {
    let form = |why: String| Unreadable::Form { what: "catalog", why };
    let body = document.get("catalog").ok_or_else(|| form("it has no member `catalog`".to_owned()))?;
    let of = Catalog::deserialize(body).map_err(|it| form(it.to_string()))?;
    let said = |name: &str| own(&of.metadata.props, name);
    let prefix = given.prefix.clone().or(said("prefix")).ok_or(Unreadable::Prefix)?;
    let nodes = nodes(&of.groups, &of.controls);
    let own_jurisdictions = || {
        let all = of.metadata.props.iter().filter(|it| it.ns == OWN && it.name == "jurisdiction");
        all.map(|it| it.value.clone()).collect::<Vec<_>>()
    };
    let day = day(&of.metadata);
    Ok(Framework {
        schema: SCHEMA.to_owned(),
        urn: said("urn").unwrap_or_else(|| format!("urn:uuid:{}", of.uuid)),
        title: of.metadata.title.strip_prefix(&format!("{prefix}, ")).unwrap_or(&of.metadata.title).to_owned(),
        publisher: said("publisher").or_else(|| party(&of.metadata)).unwrap_or_else(|| "not named".to_owned()),
        edition: Edition {
            name: said("edition").unwrap_or_else(|| of.metadata.version.clone()),
            published: said("published").unwrap_or_else(|| day.to_string()),
            status: said("edition-status").unwrap_or_else(|| "current".to_owned()),
            supersedes: None,
        },
        version: of.metadata.version.clone(),
        rights: rights(&of.metadata),
        provenance: provenance(&of.metadata, &format!("OSCAL catalog {}", of.uuid)),
        jurisdictions: match given.jurisdictions.is_empty() {
            false => given.jurisdictions.clone(),
            true => Some(own_jurisdictions()).filter(|it| !it.is_empty()).unwrap_or_else(|| vec!["INT".to_owned()]),
        },
        part: parts(&nodes),
        node: nodes,
        prefix,
    })
}

/// The crosswalk that a mapping collection describes, between frameworks of a shelf.
pub fn crosswalk(document: &Value, shelf: &Shelf) -> Result<Crosswalk, Unreadable> {
    let form = |why: String| Unreadable::Form { what: "mapping collection", why };
    let body =
        document.get("mapping-collection").ok_or_else(|| form("it has no member `mapping-collection`".to_owned()))?;
    let of = Collection::deserialize(body).map_err(|it| form(it.to_string()))?;
    let [mapping] = of.mappings.as_slice() else {
        return Err(form(format!("it holds {} mappings; a crosswalk is one", of.mappings.len())));
    };
    let side = |urn: &str| {
        let found =
            shelf.by_urn(urn).ok_or_else(|| form(format!("it relates `{urn}`, which is not here; bring it in first")));
        found.map(|it| tokens(it).into_iter().map(|(id, token)| (token, id.to_owned())).collect::<HashMap<_, _>>())
    };
    let (source, target) = (&mapping.source_resource.href, &mapping.target_resource.href);
    let (from, to) = (side(source)?, side(target)?);
    let mut map = Vec::new();
    for (at, it) in mapping.maps.iter().enumerate() {
        let wrong = |why: String| Unreadable::Relation { at: at + 1, why };
        map.extend(related(it, &from, &to).map_err(wrong)?);
    }
    Ok(Crosswalk {
        schema: SCHEMA.to_owned(),
        urn: own(&of.metadata.props, "urn").unwrap_or_else(|| format!("urn:uuid:{}", of.uuid)),
        title: of.metadata.title.clone(),
        source: source.clone(),
        target: target.clone(),
        version: of.metadata.version.clone(),
        rights: rights(&of.metadata),
        provenance: provenance(&of.metadata, &format!("OSCAL mapping collection {}", of.uuid)),
        map,
    })
}

/// Every pair of a relation.
fn related(it: &Related, from: &HashMap<String, String>, to: &HashMap<String, String>) -> Result<Vec<Map>, String> {
    let relation = serde_json::from_value(it.relationship.clone()).map_err(|it| it.to_string())?;
    let strength = own(&it.props, "strength").ok_or_else(|| {
        format!("nothing says how much its two sides have in common; add a property `strength` of `{OWN}`, 1 to 10")
    })?;
    let strength = strength.parse().map_err(|_| format!("`{strength}` is no strength from 1 to 10"))?;
    if it.remarks.trim().is_empty() {
        return Err("nothing says why; write its `remarks`".to_owned());
    }
    let id = |names: &HashMap<String, String>, token: &str| {
        names.get(token).cloned().ok_or_else(|| format!("`{token}` is no control of its framework"))
    };
    let mut all = Vec::new();
    for (source, target) in it.sources.iter().flat_map(|source| it.targets.iter().map(move |target| (source, target))) {
        all.push(Map {
            from: id(from, &source.id_ref)?,
            to: id(to, &target.id_ref)?,
            relation,
            strength,
            rationale: it.remarks.clone(),
            reviewer: own(&it.props, "reviewer"),
        });
    }
    Ok(all)
}

fn day(of: &Metadata) -> Date {
    of.last_modified.to_zoned(TimeZone::UTC).date()
}

fn party(of: &Metadata) -> Option<String> {
    of.parties.iter().map(|it| it.name.trim()).find(|it| !it.is_empty()).map(str::to_owned)
}

/// Rights as they are said; where nothing is, words of others are not given on.
fn rights(of: &Metadata) -> Rights {
    let said = |name: &str| own(&of.props, name);
    let unsaid = || "not said".to_owned();
    Rights {
        redistributable: said("words").is_some(),
        text: said("words").unwrap_or_else(|| "licensed".to_owned()),
        licence: said("licence").unwrap_or_else(unsaid),
        source_licence: said("source-licence").unwrap_or_else(unsaid),
        notice: said("notice").or_else(|| Some(of.remarks.clone()).filter(|it| !it.is_empty())).unwrap_or_else(unsaid),
    }
}

fn provenance(of: &Metadata, what: &str) -> Provenance {
    let authors: Vec<String> = of.parties.iter().map(|it| it.name.clone()).filter(|it| !it.is_empty()).collect();
    let authors = if authors.is_empty() { vec!["not named".to_owned()] } else { authors };
    Provenance { authors, sources: vec![Seen { what: what.to_owned(), on: day(of) }], review: None }
}
