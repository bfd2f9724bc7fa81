//! In which classes AI systems are: the settled one of the law, and those of the library by decision tables and facts.

use std::collections::{BTreeSet, HashMap};

use record::Id;
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;
use crate::obligations::class::{Classes, Said};
use crate::obligations::subject::Subject;
use crate::tiering::UNDECIDED;

/// Classes of an AI system, as far as they are settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Own {
    /// Those in which it is.
    pub of: BTreeSet<String>,
    /// Those of which facts are missing to tell.
    pub open: BTreeSet<String>,
}

/// The classes of each AI system: the settled one of the law, and those of the library by what is known of it.
pub(super) fn classes<'a>(at: &Snapshot, rows: impl Iterator<Item = &'a RecordRow>) -> Result<HashMap<Id, Own>, Error> {
    let rows: Vec<RecordRow> = rows.cloned().collect();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let answers = crate::tiering::answers::legal_classes(at, &rows)?;
    let (library, in_force) = (&at.libraries.obligations, crate::deciding::in_force::of_records(at)?);
    let known = Classes::new(library, &in_force);
    let own = |(row, answer): (&RecordRow, Option<crate::derived::Answer>)| {
        let settled = answer.and_then(|it| Some(it.0.as_str().filter(|it| *it != UNDECIDED)?.to_owned()));
        let (subject, mut own) = (Subject::of(&at.libraries, row), Own::default());
        own.of.extend(settled);
        for class in &library.class {
            match known.of(&class.name, &subject).said {
                Said::Yes => _ = own.of.insert(class.name.clone()),
                Said::Open => _ = own.open.insert(class.name.clone()),
                Said::No | Said::Excepted => {}
            }
        }
        (row.id.clone(), own)
    };
    Ok(rows.iter().zip(answers).map(own).collect())
}
