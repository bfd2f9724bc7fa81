//! Scales and the matrix that combines two of them.

use serde::{Deserialize, Serialize};

/// An ordered scale, such as likelihood from 1 to 5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Name by which fields refer to it.
    pub scale: String,
    /// Name that people read.
    pub label: String,
    /// Version of the scale; levels of different versions are not comparable.
    pub version: u32,
    /// What it measures and when to use it.
    pub summary: String,
    /// From the lowest, which is 1.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
}

/// One level of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Name that people read.
    pub label: String,
    /// When this level is the right one, so that two assessors agree.
    pub meaning: String,
}

/// What follows from two scale levels, such as a risk level from likelihood and impact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Name by which code refers to it.
    pub matrix: String,
    /// Scale of the rows.
    pub rows: String,
    /// Scale of the columns.
    pub columns: String,
    /// Version of the matrix.
    pub version: u32,
    /// One line a row level, one outcome a column level.
    pub cells: Vec<Vec<String>>,
}
