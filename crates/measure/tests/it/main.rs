//! Tests of crate `measure`: golden values of reference packages, closed forms, and what must always hold.

mod foundation;
