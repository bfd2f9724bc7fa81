//! A crosswalk as a mapping collection, with what has no counterpart on either side.

use std::collections::HashMap;

use serde_json::{Map as Object, Value, json};

use super::{Kept, given_on, licences, metadata, own, tokens, uuid};
use crate::crosswalk::{Crosswalk, Map};
use crate::framework::Framework;
use crate::links::Links;
use crate::reach::{Side, gaps};
use crate::shelf::Shelf;

/// The mapping collection of a crosswalk; an error where its rights forbid to give it on, or a framework is absent.
pub fn mapping(shelf: &Shelf, of: &Crosswalk) -> Result<Value, Kept> {
    given_on(&of.rights, &of.urn)?;
    let both = shelf.by_urn(&of.source).zip(shelf.by_urn(&of.target)).zip(gaps(shelf, &Links::of(shelf, &[]), of));
    let ((source, target), missing) = both.ok_or_else(|| Kept::Absent(of.urn.clone()))?;
    if of.map.is_empty() {
        return Err(Kept::Blank(of.urn.clone()));
    }
    let (from, to) = (tokens(source), tokens(target));
    let mut mapping = Object::new();
    mapping.insert("uuid".to_owned(), json!(uuid(&of.urn, "mapping")));
    mapping.insert("source-resource".to_owned(), resource(source));
    mapping.insert("target-resource".to_owned(), resource(target));
    mapping.insert("maps".to_owned(), of.map.iter().map(|it| map(of, it, &from, &to)).collect());
    for (key, side, names) in
        [("source-gap-summary", &missing.source, &from), ("target-gap-summary", &missing.target, &to)]
    {
        mapping.extend(unmapped(of, key, side, names).map(|it| (key.to_owned(), it)));
    }
    let reviewed = of.map.iter().all(|it| it.reviewer.is_some());
    let provenance = json!({
        "method": "human", "matching-rationale": "semantic", "status": if reviewed { "complete" } else { "draft" },
        "mapping-description": format!("{}. {}", of.title, of.rights.notice),
    });
    let mut metadata = metadata(&of.title, &of.version, &of.provenance, &of.rights);
    metadata["props"] = Some(own("urn", &of.urn)).into_iter().chain(licences(&of.rights)).collect();
    let uuid = uuid(&of.urn, &of.version);
    let whole = json!({ "uuid": uuid, "metadata": metadata, "provenance": provenance, "mappings": [mapping] });
    Ok(json!({ "mapping-collection": whole }))
}

fn resource(of: &Framework) -> Value {
    json!({ "type": "catalog", "href": of.urn })
}

fn map(of: &Crosswalk, it: &Map, from: &HashMap<&str, String>, to: &HashMap<&str, String>) -> Value {
    let item = |names: &HashMap<&str, String>, id: &str| json!([{ "type": "control", "id-ref": names.get(id) }]);
    let mut props = vec![own("strength", it.strength)];
    props.extend(it.reviewer.as_ref().map(|it| own("reviewer", it)));
    json!({
        "uuid": uuid(&of.urn, &format!("{} > {}", it.from, it.to)), "relationship": it.relation.name(),
        "sources": item(from, &it.from), "targets": item(to, &it.to), "props": props, "remarks": it.rationale,
    })
}

/// What has no counterpart; nothing where everything has one.
fn unmapped(of: &Crosswalk, key: &str, side: &Side, names: &HashMap<&str, String>) -> Option<Value> {
    let ids: Vec<&String> = side.nothing.iter().filter_map(|it| names.get(it.as_str())).collect();
    (!ids.is_empty()).then(|| json!({ "uuid": uuid(&of.urn, key), "unmapped-controls": [{ "with-ids": ids }] }))
}
