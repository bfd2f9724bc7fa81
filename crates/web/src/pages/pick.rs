//! Records that a link input offers while somebody types, for scripts; forms without them have a button that searches.

use crate::call::Call;
use crate::failure::Failure;
use crate::html::pick::found;
use crate::reply::{self, Reply};

/// `GET /pick?kinds=ai_system,model&q=bene`
pub(crate) async fn pick(call: Call) -> Reply {
    call.query.only(&["kinds", "q"])?;
    let kinds = call.query.list("kinds");
    if let Some(unknown) = kinds.iter().find(|it| call.configuration.catalog.kind(it).is_none()) {
        return Err(Failure::input(call.tell("form.no_kind", &[("kind", unknown)])));
    }
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let found = found(&call, &kinds, call.query.get("q").unwrap_or_default()).await?;
    let found: Vec<_> = found.into_iter().map(|(id, title)| format!("{id} {title}")).collect();
    reply::ok(&found)
}
