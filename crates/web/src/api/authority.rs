//! Who may do what.

use serde_json::{Value, json};

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/authority`
pub(crate) async fn authority(call: Call) -> Reply {
    call.query.only(&[])?;
    let table = call.aims().authority();
    let row = |row: &policy::Row| {
        let cells: Vec<&str> = row.cells.iter().map(policy::Cell::show).collect();
        json!({ "kind": row.kind, "act": row.act, "cells": cells })
    };
    let rows: Vec<Value> = table.rows.iter().map(row).collect();
    reply::ok(&json!({ "roles": table.roles, "rows": rows }))
}
