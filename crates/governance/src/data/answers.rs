//! What follows for data, as derived fields and as facts for policies.

use policy::Fact as Known;
use serde_json::json;
use store::RecordRow;

use super::{chain, licence, newer, provenance, quality};
use crate::Error;
use crate::data::lineage::Lineage;
use crate::derived::{Answer, Answers, Snapshot};

/// Answers of one look at each record, over one reading of what stands around them.
fn each(at: &Snapshot, rows: &[RecordRow], look: impl Fn(&Lineage, &RecordRow) -> Option<Answer>) -> Answers {
    let lineage = at.lineage(rows)?;
    Ok(rows.iter().map(|row| look(&lineage, row)).collect())
}

/// How strictly datasets are looked at.
pub(crate) fn tiers(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let tier = lineage.tier(row);
        Some((json!(tier.name()), tier.why, tier.until))
    })
}

/// Whether licences of datasets allow their uses.
pub(crate) fn licences(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let licensed = licence::licence(lineage, row);
        Some((json!(licensed.verdict), licensed.why(), None))
    })
}

/// How much is known of where versions come from.
pub(crate) fn provenances(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let until = lineage.tier(lineage.dataset(row)?).until;
        let known = provenance::provenance(lineage, row)?;
        Some((json!(known.percent()), known.why(), until))
    })
}

/// Whether the chains of digests behind versions hold.
pub(crate) fn chains(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let (link, why) = chain::chain(lineage, row);
        Some((json!(link.word()), why, None))
    })
}

/// Whether the quality of versions is shown.
pub(crate) fn qualities(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| quality::quality(lineage, row).map(|it| (json!(it.word), it.why, it.until)))
}

/// How the data behind model versions stand.
pub(crate) fn behind(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let (behind, why) = newer::behind(lineage, row);
        Some((json!(behind.word()), why, None))
    })
}

/// How the data behind models stand.
pub(crate) fn behind_models(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let (behind, why) = newer::behind_model(lineage, row)?;
        Some((json!(behind.word()), why, None))
    })
}

/// A fact about each record, over one reading of what stands around them.
fn facts(
    at: &Snapshot,
    rows: &[&RecordRow],
    fact: impl Fn(&Lineage, &RecordRow) -> Known,
) -> Result<Vec<Known>, Error> {
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let lineage = at.lineage(&owned)?;
    Ok(owned.iter().map(|row| fact(&lineage, row)).collect())
}

/// How the quality of versions stands, in a word.
pub(crate) fn quality_fact(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(quality::quality(lineage, row).map_or("", |it| it.word).to_owned()))
}

/// How the quality of versions stands, in a sentence.
pub(crate) fn quality_reason(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(quality::quality(lineage, row).map_or(String::new(), |it| it.why)))
}

/// The first place where the chain behind versions is broken; empty where it is not.
pub(crate) fn broken_chain(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| match chain::chain(lineage, row) {
        (chain::Link::Broken, why) => Known::Text(why),
        _ => Known::Text(String::new()),
    })
}

/// Datasets behind records whose licence blocks what these do.
pub(crate) fn blocked(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Texts(licence::blocked(lineage, row)))
}

/// Versions of data behind records that must not be used.
pub(crate) fn withdrawn(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Texts(newer::withdrawn(lineage, row)))
}
