//! Reports between measuring and recording, in memory, few and only for their owner; and how many measure at once.
//!
//! The data that were dropped are not here: nothing of them outlives the measuring.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use assess::report::Report;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most reports that are kept; a report is some hundred kilobytes, seldom some megabytes.
const KEPT: usize = 32;

/// Measurements that work at once, so that the rest of the server stays quick.
const AT_ONCE: usize = 2;

/// How long somebody waits for a measurement in the browser.
pub(super) const WITHIN: Duration = Duration::from_secs(120);

/// Reports that were made not long ago, and room to make others.
pub(crate) struct Measured {
    reports: Mutex<Vec<Kept>>,
    room: Arc<Semaphore>,
}

struct Kept {
    key: String,
    account: String,
    report: Arc<Report>,
}

impl Default for Measured {
    fn default() -> Measured {
        Measured { reports: Mutex::default(), room: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Measured {
    /// A place among those who measure; none while all are taken.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.room.clone().try_acquire_owned().ok()
    }

    /// Keeps a report for an account under a key of its own; the oldest make room.
    pub(super) fn keep(&self, account: &str, report: Report) -> String {
        let key = crate::frame::random_hex(16);
        let mut kept = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Kept { key: key.clone(), account: account.to_owned(), report: Arc::new(report) });
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
        key
    }

    /// A report that this account made.
    pub(super) fn find(&self, account: &str, key: &str) -> Option<Arc<Report>> {
        let kept = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|it| it.key == key && it.account == account).map(|it| it.report.clone())
    }
}
