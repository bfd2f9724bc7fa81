//! What is refused when acceptances are entered: conditions that nobody could read, times that are none, and days of review that go away.

use record::{Catalog, Problem};
use store::RecordRow;

use super::ACCEPTANCE;
use super::acceptance::{Acceptance, minute};
use super::standing::readable;
use crate::derived::day;
use crate::predicate::entered::unread;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(
    catalog: &Catalog,
    now: jiff::Timestamp,
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Vec<Problem> {
    if after.kind != ACCEPTANCE {
        return Vec::new();
    }
    let moved = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    let mut found = Vec::new();
    if moved("conditions") {
        found.extend(unread(catalog, after, "conditions"));
        let unheld = |(at, it): (usize, &serde_json::Value)| {
            let bare = readable(it) && it["holds"].as_str().is_none();
            bare.then(|| {
                Problem::of("conditions", format!("row {}: `holds` says none, all or some of the records", at + 1))
            })
        };
        found.extend(after.list("conditions").enumerate().filter_map(unheld));
    }
    if let Some(text) = after.text("ends_at").filter(|it| moved("ends_at") && minute(it).is_none()) {
        found.push(Problem::of("ends_at", format!("`{text}` is no minute of a day; write one such as 17:30")));
    }
    let it = Acceptance::of(after);
    if moved("reviews") {
        found.extend(reviews(&it, before.map(Acceptance::of).as_ref(), day(now)));
    }
    found
}

/// Reviews that are not to come, and days of review that an acceptance that was granted does not keep.
fn reviews(it: &Acceptance, before: Option<&Acceptance>, today: jiff::civil::Date) -> Vec<Problem> {
    let problem = |says: String| Problem::of("reviews", says);
    let (now, mut found) = (it.reviews(), Vec::new());
    for of in now.iter() {
        if of.held.is_some_and(|it| it > today) {
            found.push(problem(format!(
                "the review due on {} was held on a day that has not come; say when it was held",
                of.due
            )));
        }
        if of.held.is_some() && of.result.is_none() {
            found.push(problem(format!(
                "nothing is said of what came of the review due on {}; fill in its result",
                of.due
            )));
        }
    }
    let gone = before.filter(|it| it.held()).map(Acceptance::reviews).unwrap_or_default();
    let gone = gone.into_iter().filter(|old| !now.iter().any(|it| it.due == old.due));
    found.extend(gone.map(|old| {
        problem(format!("the review due on {} was promised with the grant; keep its day, and add others", old.due))
    }));
    found
}
