//! Places where a system is used and whose duties nobody of the organisation assessed: the program may know laws there or none, but no
//! person has said what applies.

use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::agreed::{Records, touches};
use super::library::Obligations;
use super::place::Used;
use super::subject::Subject;
use library::Shelf;

/// States in which somebody has judged a duty.
const JUDGED: &[&str] = &["applicable", "not_applicable", "ended"];

/// A place whose duties nobody assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The system.
    pub system: Id,
    /// The place.
    pub place: String,
    /// Its name for people.
    pub label: String,
    /// Whether a law of the shelf holds there.
    pub laws: bool,
}

/// Places of a system whose duties nobody assessed.
pub fn gaps(shelf: &Shelf, library: &Obligations, records: &Records, subject: &Subject) -> Vec<Gap> {
    let Used::In(places) = &subject.used else { return Vec::new() };
    let own: Vec<&RecordRow> = records
        .obligations
        .iter()
        .filter(|it| JUDGED.contains(&it.state.as_str()) && touches(records, it, &subject.id))
        .collect();
    let judged: Vec<String> = own.iter().flat_map(|it| jurisdictions(shelf, library, it)).collect();
    let open = places.iter().filter(|place| !library.upwards(place).iter().any(|it| judged.iter().any(|of| of == it)));
    let gap = |place: &String| Gap {
        system: subject.id.clone(),
        place: place.clone(),
        label: library.label(place).to_owned(),
        laws: shelf
            .frameworks()
            .iter()
            .flat_map(|it| &it.jurisdictions)
            .any(|it| library.upwards(place).contains(&it.as_str())),
    };
    open.map(gap).collect()
}

/// Where a duty holds: as its record says, else as the law that it reads.
fn jurisdictions(shelf: &Shelf, library: &Obligations, row: &RecordRow) -> Vec<String> {
    match (row.text("jurisdiction"), row.text("provision").and_then(|it| shelf.find(it))) {
        (Some(text), _) => vec![library.code(text)],
        (None, Some(found)) => found.framework.jurisdictions.clone(),
        (None, None) => Vec::new(),
    }
}
