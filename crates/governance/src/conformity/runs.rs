//! Runs of statements of policies as proof: what records or a log showed of a statement on a day is a record of the requirements that its document
//! serves. A run that held shows them; where the latest run of a statement did not hold, it speaks against them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use conformity::{Form, Proof};
use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::ground::{With, references};
use crate::data::lineage::targets;
use crate::derived::date;
use crate::practising::logged::is_run;

/// Runs among these measurements as proofs, by the name under which they count.
pub(super) fn runs<'a>(
    with: &With,
    measurements: impl Iterator<Item = &'a RecordRow>,
    statements: impl Iterator<Item = &'a RecordRow>,
    documents: impl Iterator<Item = &'a RecordRow>,
) -> BTreeMap<String, Proof> {
    let documents: HashMap<&Id, &RecordRow> = documents.map(|it| (&it.id, it)).collect();
    let meets =
        |row: &RecordRow| Some(references(with, documents.get(&row.link("document")?)?)).filter(|it| !it.is_empty());
    let statements: HashMap<&Id, BTreeSet<String>> = statements.filter_map(|it| Some((&it.id, meets(it)?))).collect();
    let mut by: BTreeMap<Id, Vec<(Date, &RecordRow)>> = BTreeMap::new();
    // Taking a run that failed back mends nothing: it speaks until another one holds.
    let stands =
        |it: &&RecordRow| it.state == "recorded" || (it.state == "invalidated" && it.text("verdict") == Some("fail"));
    for row in measurements.filter(stands).filter(|it| !it.retired && is_run(it)) {
        let of = targets(&row.document, "of").into_iter().find(|it| statements.contains_key(it));
        if let Some((of, on)) = of.zip(date(&row.document, "measured_on")) {
            by.entry(of).or_default().push((on, row));
        }
    }
    let mut found = BTreeMap::new();
    for (of, mut all) in by {
        all.sort_by_key(|it| (it.0, it.1.id.number));
        let latest = all.last().map(|it| it.1.id.clone());
        for (on, row) in all {
            let failed = row.text("verdict") == Some("fail");
            // What did not hold once and holds now is mended; what could not be told shows nothing.
            if row.text("verdict") != Some("pass") && !(failed && latest.as_ref() == Some(&row.id)) {
                continue;
            }
            let proof = Proof {
                kind: row.kind.clone(),
                meets: statements.get(&of).cloned().unwrap_or_default(),
                controls: BTreeSet::new(),
                systems: BTreeSet::new(),
                beyond: false,
                form: Form::Record,
                from: on,
                until: on,
                expires: None,
                refused: failed.then(|| format!("{of} did not hold when it was run last")),
                denies: failed,
                owner: row.owner.clone(),
            };
            found.insert(format!("{}#run", row.id), proof);
        }
    }
    found
}
