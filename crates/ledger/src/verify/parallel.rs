//! Work in the background on all cores, while the walk along the entries goes on in order.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work; they end with the pool.
pub(super) struct Pool {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

/// A result that is on its way.
pub(super) struct Pending<R>(Receiver<R>);

impl<R> Pending<R> {
    /// Waits for the result; `None` when the work failed.
    pub(super) fn wait(self) -> Option<R> {
        self.0.recv().ok()
    }
}

impl Pool {
    /// As many threads as there are cores, or none where the system gives none.
    pub(super) fn new() -> Pool {
        let (sender, receiver) = channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(16);
        let spawn = |_| {
            let jobs = Arc::clone(&receiver);
            std::thread::Builder::new().spawn(move || work_off(&jobs)).ok()
        };
        Pool { jobs: Some(sender), threads: (0..cores).filter_map(spawn).collect() }
    }

    /// How many pieces of work keep all threads busy.
    pub(super) fn depth(&self) -> usize {
        2 * self.threads.len() + 2
    }

    /// Has the work done, here and now when there is no thread for it.
    pub(super) fn run<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> Pending<R> {
        let (sender, receiver) = channel();
        let job: Job = Box::new(move || drop(sender.send(work())));
        let left = match &self.jobs {
            Some(jobs) if !self.threads.is_empty() => jobs.send(job).err().map(|it| it.0),
            _ => Some(job),
        };
        if let Some(job) = left {
            job();
        }
        Pending(receiver)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn work_off(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting, and given back before the work begins.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}
