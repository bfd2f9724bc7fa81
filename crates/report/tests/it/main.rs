//! Documents as others read them.

// Helpers of tests stop a test as tests themselves do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod documents;
