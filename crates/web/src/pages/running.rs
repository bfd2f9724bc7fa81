//! Imports at work: they go on when their page is closed, and say how far they are.
//!
//! Kept in the memory of this process, few and only for their owner; what an import leaves behind is in the store.

use std::sync::{Arc, Mutex, PoisonError};

use governance::importing::{ImportOptions, ImportReport};
use governance::{Actor, Aims};

use crate::failure::Failure;

/// Most imports that are remembered.
const KEPT: usize = 16;

/// Imports that are at work, or were not long ago.
#[derive(Default)]
pub(crate) struct Running(Mutex<Vec<Job>>);

/// One import.
#[derive(Clone)]
pub(crate) struct Job {
    key: String,
    account: String,
    /// Name of the file.
    pub name: String,
    /// Rows that are done, and rows in all; none before the file is read.
    pub progress: Option<(u64, u64)>,
    /// What came of it.
    pub outcome: Option<Result<Arc<ImportReport>, Failure>>,
}

/// A file to import.
pub(crate) struct File {
    pub kind: String,
    pub name: String,
    pub bytes: Vec<u8>,
    pub options: ImportOptions,
}

impl Running {
    /// Begins an import under a key, unless one is at work or done under it already.
    pub fn begin(self: &Arc<Running>, aims: Aims, actor: Actor, key: &str, file: File) {
        let job = Job {
            key: key.to_owned(),
            account: actor.account.clone(),
            name: file.name.clone(),
            progress: None,
            outcome: None,
        };
        if !self.add(job) {
            return;
        }
        let (this, key) = (self.clone(), key.to_owned());
        tokio::spawn(async move {
            let (told, under) = (this.clone(), key.clone());
            let progress: governance::bundle::Progress = Arc::new(move |done, all| {
                told.with(&under, |job| job.progress = Some((done, all)));
            });
            let options = ImportOptions { progress: Some(progress), ..file.options };
            let done = aims.import(&actor, &file.kind, &file.name, file.bytes, options).await;
            let outcome = done.map(Arc::new).map_err(Failure::from);
            this.with(&key, |job| job.outcome = Some(outcome));
        });
    }

    /// The import under a key, if this account began it.
    pub fn find(&self, account: &str, key: &str) -> Option<Job> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|it| it.key == key && it.account == account).cloned()
    }

    fn add(&self, job: Job) -> bool {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was refused may be tried again under the same key.
        jobs.retain(|it| it.key != job.key || !matches!(it.outcome, Some(Err(_))));
        if jobs.iter().any(|it| it.key == job.key) {
            return false;
        }
        jobs.push(job);
        while jobs.len() > KEPT {
            match jobs.iter().position(|it| it.outcome.is_some()) {
                Some(done) => drop(jobs.remove(done)),
                None => break,
            }
        }
        true
    }

    fn with(&self, key: &str, change: impl FnOnce(&mut Job)) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.iter_mut().find(|it| it.key == key) {
            change(job);
        }
    }
}
