//! Progress of long work: a bar on a terminal, nothing anywhere else.

use std::io::IsTerminal;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar, or nothing when nobody watches.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar that says what is being done; hidden when standard error is no terminal or `quiet` is asked.
    pub fn start(what: &str, quiet: bool) -> Progress {
        let bar = match std::io::stderr().is_terminal() && !quiet {
            true => ProgressBar::new(0),
            false => ProgressBar::hidden(),
        };
        if let Ok(style) = ProgressStyle::with_template("{msg:20} {bar:32} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Progress { bar }
    }

    /// Tells how much is done, of how much.
    pub fn to(&self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
    }

    /// The same as a function that other threads can call.
    pub fn reporter(&self) -> Arc<dyn Fn(u64, u64) + Send + Sync> {
        let bar = self.bar.clone();
        Arc::new(move |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
