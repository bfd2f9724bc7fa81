//! Forms that were begun and not sent: kept for the account that fills them in, one a form, outside of the ledger.

use jiff::Timestamp;
use record::{Id, Kind};
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::Filled;
use crate::reply;

/// Most bytes of a draft as JSON.
const LARGEST: usize = 512 << 10;

/// A form that was begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// What its inputs hold.
    pub filled: Filled,
    /// The version from which it was begun; none for a new record.
    pub base: Option<i64>,
    /// When it was kept.
    pub kept: Timestamp,
}

/// The name of the draft of a form, for a new record when there is no number.
fn key(kind: &Kind, id: Option<&Id>) -> String {
    format!("draft/{}/{}", kind.kind, id.map_or_else(|| "new".to_owned(), Id::to_string))
}

/// The draft of a form, if there is one that can still be read.
pub(crate) async fn find(call: &Call, kind: &Kind, id: Option<&Id>) -> Result<Option<Draft>, Failure> {
    let value = call.aims().personal(&call.actor, &key(kind, id)).await?;
    Ok(value.and_then(|it| serde_json::from_value(it).ok()))
}

/// Keeps what a form holds; a form that holds nothing leaves no draft.
pub(crate) async fn keep(
    aims: &governance::Aims,
    actor: &governance::Actor,
    kind: &Kind,
    id: Option<&Id>,
    (filled, base): (&Filled, Option<i64>),
) -> Result<(), Failure> {
    let draft = Draft { filled: filled.clone(), base, kept: aims.clock() };
    let value = reply::value(&draft)?;
    if value.to_string().len() > LARGEST {
        return Err(Failure::too_large(LARGEST));
    }
    let value = Some(value).filter(|_| *filled != Filled::default());
    Ok(aims.set_personal(actor, &key(kind, id), value).await?)
}

/// Forgets the draft of a form.
pub(crate) async fn forget(call: &Call, kind: &Kind, id: Option<&Id>) -> Result<(), Failure> {
    Ok(call.aims().set_personal(&call.actor, &key(kind, id), None).await?)
}
