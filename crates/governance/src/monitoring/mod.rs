//! Monitors: batch after batch of something that lives, held against a baseline, and an alarm to people. Serves ISO/IEC 42001 9.1
//! and A.6.2.6.
//!
//! - [`settings`]: what a monitor says. [`batches`]: what was measured for it, read from records.
//! - [`judge`]: what the sequence of batches says, under the promise of the plan. [`standing`]: how the monitor stands now.
//! - [`contribution`]: which columns changed most, and why.
//! - `answers`: the same as derived fields and as facts for policies. [`whole`]: everything about a monitor, for its page.
//! - [`taking`]: a batch goes in. `alert`: people are told, once for each episode.
//!
//! Numbers are measured by crate `assess`; whether a batch drifted stands in its measurement, and what follows is pure over these.

mod alert;
pub(crate) mod answers;
pub mod batches;
pub mod contribution;
pub mod judge;
pub mod settings;
pub mod standing;
pub mod taking;
pub mod whole;

use record::Id;
use store::RecordRow;

/// The kind of monitors.
pub const KIND: &str = "monitor";
/// The kind of what was measured.
pub const BATCH: &str = "measurement";
/// The kind of alerts.
pub const ALERT: &str = "escalation";

/// The monitor whose standing may differ when a record changes.
pub(crate) fn touched(row: &RecordRow) -> Option<Id> {
    (row.kind == BATCH).then(|| row.text("monitor")?.parse().ok()).flatten()
}
