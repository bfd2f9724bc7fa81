//! What the page of a record shows beyond the generic part; here kinds are named.

pub(crate) mod comments;
