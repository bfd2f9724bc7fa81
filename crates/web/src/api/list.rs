//! Lists of records: filtered, sorted, paged, with only the fields that are wanted, now or at a past moment.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use governance::{Listing, Moment};
use record::Kind;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::json::name_titles;
use crate::reply::{self, Reply};

const KNOWN: &[&str] = &["filter", "sort", "fields", "facets", "limit", "cursor", "as_of", "retired"];

/// `GET /api/v1/records/{kind}`
pub(crate) async fn list(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(KNOWN)?;
    let kind = call.kind(&name)?;
    let listing = listing(&call, kind)?;
    let fields = known_fields(&call, kind, "fields")?;
    let page = call.aims().list(&call.actor, &listing).await?;
    let next = page.next.clone();
    let mut value = reply::value(&page)?;
    name_titles(&mut value);
    if !fields.is_empty() {
        keep_only(&mut value, &fields);
    }
    let facets = facets(&call, kind, &listing).await?;
    if let (Some(members), false) = (value.as_object_mut(), facets.is_empty()) {
        members.insert("facets".to_owned(), facets.into());
    }
    let mut response = reply::ok(&value)?;
    if let Some(cursor) = next {
        let query = call.query.with("cursor", &cursor);
        if let Ok(link) = HeaderValue::from_str(&format!("</api/v1/records/{name}?{query}>; rel=\"next\"")) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

/// The question that the query puts.
pub(crate) fn listing(call: &Call, kind: &Kind) -> Result<Listing, Failure> {
    let query = &call.query;
    let limit = query.count("limit", 1, 1000)?.unwrap_or(100);
    Ok(Listing {
        kind: Some(kind.kind.clone()),
        filter: query.get("filter").unwrap_or_default().to_owned(),
        sort: query.list("sort"),
        limit: u32::try_from(limit).unwrap_or(1000),
        after: query.get("cursor").map(str::to_owned),
        retired: query.flag("retired")?,
        moment: moment(call)?,
        ..Listing::default()
    })
}

/// The moment that `as_of` names.
pub(crate) fn moment(call: &Call) -> Result<Moment, Failure> {
    match call.query.get("as_of") {
        Some(text) => Ok(text.parse::<Moment>()?),
        None => Ok(Moment::Now),
    }
}

/// Names in a query parameter, each of them a field of `kind`.
fn known_fields(call: &Call, kind: &Kind, parameter: &str) -> Result<Vec<String>, Failure> {
    let names = call.query.list(parameter);
    match names.iter().find(|it| kind.field(it).is_none() && *it != "state") {
        Some(unknown) => {
            let fields: Vec<_> = kind.fields.iter().map(|it| it.name.as_str()).collect();
            let detail = format!(
                "`{parameter}` names `{unknown}`, which is no field of {}; the fields are {}",
                kind.kind,
                fields.join(", ")
            );
            Err(Failure::input(detail))
        }
        None => Ok(names),
    }
}

/// Leaves only these fields in the documents of the rows.
fn keep_only(page: &mut Value, fields: &[String]) {
    let rows = page.get_mut("rows").and_then(Value::as_array_mut);
    for document in rows.into_iter().flatten().filter_map(|it| it.get_mut("document")).filter_map(Value::as_object_mut)
    {
        document.retain(|name, _| fields.contains(name));
    }
}

/// How often each value of the wanted fields occurs.
async fn facets(call: &Call, kind: &Kind, listing: &Listing) -> Result<Map<String, Value>, Failure> {
    let mut facets = Map::new();
    for field in known_fields(call, kind, "facets")? {
        let counted = call.aims().facet(&call.actor, listing, &field).await?;
        let values: Vec<Value> =
            counted.into_iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
        facets.insert(field, values.into());
    }
    Ok(facets)
}
