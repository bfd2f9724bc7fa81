//! Who may do what.

use std::sync::{Arc, Mutex, PoisonError};

use policy::Authority;
use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::{Failure, failed};
use crate::reply::{self, Reply};

/// The table that was made last, with the digest of the configuration that it was made from.
pub(crate) type Kept = Mutex<Option<(String, Arc<Authority>)>>;

/// The table of the configuration in force. Asking every question takes a while, so it is done once a configuration and
/// beside the threads that answer requests.
pub(crate) async fn table(call: &Call) -> Result<Arc<Authority>, Failure> {
    let digest = &call.configuration.digest;
    let kept = call.app.authority.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, table)) = kept.filter(|(of, _)| of == digest) {
        return Ok(table);
    }
    let configuration = call.configuration.clone();
    let make = move || policy::authority(&configuration.catalog, &configuration.policies);
    let table = tokio::task::spawn_blocking(make).await.map_err(|cause| failed(&cause.to_string()))?;
    let table = Arc::new(table);
    *call.app.authority.lock().unwrap_or_else(PoisonError::into_inner) = Some((digest.clone(), table.clone()));
    Ok(table)
}

/// `GET /api/v1/authority`
pub(crate) async fn authority(call: Call) -> Reply {
    call.query.only(&[])?;
    let table = table(&call).await?;
    let row = |row: &policy::Row| {
        let cells: Vec<&str> = row.cells.iter().map(policy::Cell::show).collect();
        json!({ "kind": row.kind, "act": row.act, "cells": cells })
    };
    let rows: Vec<Value> = table.rows.iter().map(row).collect();
    reply::ok(&json!({ "roles": table.roles, "rows": rows }))
}
