//! Reports between measuring and recording, in memory, few and only for their owner; and how many measure at once.
//!
//! The data of a form that was good are not here: nothing of them outlives the measuring. Those of a form that must be put right are kept
//! until it is, or until others need their room.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use assess::report::Report;
use record::Id;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::multipart::Upload;

/// Most reports that are kept; a report is some hundred kilobytes, seldom some megabytes.
const KEPT: usize = 32;

/// Most bytes of uploads that wait for their form to be put right.
const WAITING: usize = 256 << 20;

/// Measurements that work at once, so that the rest of the server stays quick.
const AT_ONCE: usize = 2;

/// How long somebody waits for a measurement in the browser.
pub(super) const WITHIN: Duration = Duration::from_secs(120);

/// Reports that were made not long ago, and room to make others.
pub(crate) struct Measured {
    reports: Mutex<Vec<Kept<Made>>>,
    uploads: Mutex<Vec<Kept<Vec<Upload>>>>,
    room: Arc<Semaphore>,
}

struct Kept<T> {
    key: String,
    account: String,
    what: Arc<T>,
}

/// A report, and the record that carries its plan where it came from one.
pub(crate) struct Made {
    /// The report.
    pub report: Report,
    /// The record with the plan.
    pub plan: Option<Id>,
}

impl Default for Measured {
    fn default() -> Measured {
        Measured { reports: Mutex::default(), uploads: Mutex::default(), room: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Measured {
    /// A place among those who measure; none while all are taken.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.room.clone().try_acquire_owned().ok()
    }

    /// Keeps a report for an account under a key of its own; the oldest make room.
    pub(super) fn keep(&self, account: &str, made: Made) -> String {
        let mut kept = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        let key = add(&mut kept, account, made);
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
        key
    }

    /// A report that this account made.
    pub(super) fn find(&self, account: &str, key: &str) -> Option<Arc<Made>> {
        found(&self.reports.lock().unwrap_or_else(PoisonError::into_inner), account, key)
    }

    /// Keeps the files of a form that must be put right; the oldest make room, also those of the same account before.
    pub(super) fn hold(&self, account: &str, files: Vec<Upload>) -> String {
        let mut kept = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|it| it.account != account);
        let key = add(&mut kept, account, files);
        let size = |it: &Kept<Vec<Upload>>| it.what.iter().map(|it| it.bytes.len()).sum::<usize>();
        while kept.len() > 1 && kept.iter().map(size).sum::<usize>() > WAITING {
            kept.remove(0);
        }
        key
    }

    /// The files that this account sent with a form that had to be put right.
    pub(super) fn held(&self, account: &str, key: &str) -> Option<Arc<Vec<Upload>>> {
        found(&self.uploads.lock().unwrap_or_else(PoisonError::into_inner), account, key)
    }

    /// Forgets the files of an account.
    pub(super) fn release(&self, account: &str) {
        self.uploads.lock().unwrap_or_else(PoisonError::into_inner).retain(|it| it.account != account);
    }
}

fn add<T>(kept: &mut Vec<Kept<T>>, account: &str, what: T) -> String {
    let key = crate::frame::random_hex(16);
    kept.push(Kept { key: key.clone(), account: account.to_owned(), what: Arc::new(what) });
    key
}

fn found<T>(kept: &[Kept<T>], account: &str, key: &str) -> Option<Arc<T>> {
    kept.iter().find(|it| it.key == key && it.account == account).map(|it| it.what.clone())
}
