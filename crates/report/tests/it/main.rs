//! Documents as others read them.

mod documents;
