//! Many changes at once, all or none.

use axum::body::Body;
use record::Change;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `changes`, a list")]
struct Wanted {
    changes: Vec<Value>,
}

/// `POST /api/v1/bulk`
pub(crate) async fn bulk(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let key = call.key()?;
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    if wanted.changes.is_empty() {
        return Err(Failure::input("`changes` is empty; list at least one change"));
    }
    let changes = wanted.changes.into_iter().enumerate().map(|(index, it)| change(index, it));
    let changes = changes.collect::<Result<Vec<_>, _>>()?;
    let committed = call.aims().commit_all(&call.actor, changes, key.as_deref()).await?;
    reply::ok(&json!({ "committed": reply::value(&committed)? }))
}

fn change(index: usize, value: Value) -> Result<Change, Failure> {
    const SHAPES: &str = "write it like {\"create\": {\"kind\": …, \"document\": {…}}}, {\"edit\": {\"id\": …, \"base\": 3, \"set\": {…}}}, \
                          {\"move\": {\"id\": …, \"transition\": …}}, {\"retire\": {\"id\": …, \"why\": …}} or {\"restore\": {\"id\": …, \"why\": …}}";
    serde_json::from_value(value).map_err(|_| Failure::input(format!("`changes[{index}]` is no change; {SHAPES}")))
}
