//! How many statements reading sends, counted where they are sent, so that tests can say that no page grows with its rows.

use std::cell::Cell;

thread_local! {
    /// Statements that this thread has sent; work that reads stays on one thread.
    static SENT: Cell<u64> = const { Cell::new(0) };
}

/// Counts one statement.
pub(crate) fn one() {
    SENT.set(SENT.get() + 1);
}

/// Statements of this thread so far.
pub(crate) fn sent() -> u64 {
    SENT.get()
}
