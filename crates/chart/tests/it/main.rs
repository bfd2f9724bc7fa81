//! Charts, as those who draw them see them.

// Helpers of tests stop a test as tests themselves do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod charts;
