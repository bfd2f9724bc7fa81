//! What is kept with a request when people take it up: the lane, what the table was asked and what it said, so that later rules and later
//! facts move nothing unseen.

use record::Document;
use serde_json::json;
use store::{RecordRow, Write};

use super::around::Around;
use super::lane::{Laned, laned};
use crate::{Actor, Aims, Error};

impl Aims {
    /// Fills lane and path when a request is taken up. Whoever takes it up may choose a stricter lane, never a milder one.
    ///
    /// Errors: a lane that is milder than the table's, or no lane at all.
    pub(crate) fn keep_lane(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let around = Around::read(&self.snapshot(tx, None), &[row])?;
        let found = laned(&around, row);
        let Some(path) = &found.path else {
            return Err(Error::problem("lane", found.problem.unwrap_or_default()));
        };
        let reviews = &around.libraries.reviews;
        let wish = row.text("lane").filter(|it| !it.is_empty());
        if let Some(wish) = wish.filter(|it| reviews.rank(it) < reviews.rank(&path.lane)) {
            let says = format!(
                "`{wish}` is milder than `{}`, which the rules say: {}; choose that or a stricter one",
                path.lane, path.says
            );
            return Err(Error::problem("lane", says));
        }
        let lane = wish.unwrap_or(&path.lane).to_owned();
        Ok(kept(&around, &found, &lane))
    }
}

/// The fields in which lane and path are kept.
pub(super) fn kept(around: &Around, found: &Laned, lane: &str) -> Document {
    let (path, asked) = (found.path.as_ref(), &found.asked);
    let table = json!({
        "tier": asked.tier, "request": asked.request, "unpassed": asked.unpassed, "repeated": asked.repeated,
        "lane": path.map(|it| &it.lane), "row": path.map(|it| &it.row), "table": around.table.name(),
        "digest": around.table.digest, "why": path.map(|it| format!("{}; {}", it.says, found.tier_why)),
    });
    Document::from_iter([("lane".to_owned(), json!(lane)), ("path".to_owned(), json!([table]))])
}
