//! Records as JSON for programs: what `governance` gives, with linked records as objects rather than tuples.

use governance::{Error, Moment, Record};
use record::Id;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::reply;

/// A record as JSON.
pub(crate) fn record(record: &Record) -> Result<Value, Failure> {
    let mut value = reply::value(record)?;
    name_titles(&mut value);
    Ok(value)
}

/// Turns `titles` from tuples into objects with `kind`, `title` and `state`.
pub(crate) fn name_titles(value: &mut Value) {
    let Some(titles) = value.get_mut("titles").and_then(Value::as_object_mut) else { return };
    for title in titles.values_mut() {
        if let Value::Array(parts) = title.take() {
            *title = ["kind", "title", "state"].into_iter().map(str::to_owned).zip(parts).collect::<Map<_, _>>().into();
        }
    }
}

/// An error of a change to `id`; when the record was changed meanwhile, with the version that the client saw and the one
/// that stands.
pub(crate) async fn explained(call: &Call, id: &Id, error: Error) -> Failure {
    let Error::Stale { base, .. } = &error else { return error.into() };
    let base = *base;
    let mut failure = Failure::from(error);
    if let Ok(current) = call.aims().record(&call.actor, id, &Moment::Now).await
        && let Ok(value) = record(&current)
    {
        failure = failure.with("current", value);
    }
    if let Some(seen) = seen(call, id, base).await {
        failure = failure.with("base", seen);
    }
    failure
}

/// The document as it was in a version.
async fn seen(call: &Call, id: &Id, version: i64) -> Option<Value> {
    let history = call.aims().history(&call.actor, id).await.ok()?;
    let place = history.iter().find(|it| it.version == version)?.place;
    let then = call.aims().record(&call.actor, id, &Moment::Place(place)).await.ok()?;
    Some(json!({ "version": then.version, "state": then.state, "document": then.document }))
}
