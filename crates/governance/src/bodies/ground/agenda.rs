//! Whether the meeting was asked this.

use crate::bodies::case::Case;

/// A subject that is not on the agenda, or about which something else was asked.
pub(super) fn missing(case: &Case) -> Vec<String> {
    let (Some(item), Some(meeting)) = (&case.item, &case.sitting.id) else { return Vec::new() };
    match case.sitting.item(item) {
        None => vec![format!("{item} is not on the agenda of {meeting}")],
        Some(line) if line.asked != "refuse" && line.asked != case.action => {
            vec![format!("{meeting} was asked to {} about {item}, not to {}", plain(&line.asked), plain(&case.action))]
        }
        Some(_) => Vec::new(),
    }
}

fn plain(word: &str) -> String {
    word.replace('_', " ")
}
