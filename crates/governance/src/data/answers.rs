//! What follows for data, as derived fields and as facts for policies.

use std::collections::BTreeSet;

use policy::Fact as Known;
use serde_json::{Value, json};
use store::RecordRow;

use super::retention::around::{Around, rules};
use super::retention::rule::Rule;
use super::retention::{IN_FORCE, conflict, run};
use super::{budget, chain, licence, newer, provenance, representation, trade_off};
use crate::Error;
use crate::data::lineage::Lineage;
use crate::derived::{Answer, Answers, Snapshot, day, midnight};

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
        Some((json!(licensed.verdict), licensed.why(), licensed.until))
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
    each(at, rows, |lineage, row| lineage.quality(row).map(|it| (json!(it.word), it.why, it.until)))
}

/// Whether versions stand for those they are about.
pub(crate) fn representations(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        representation::representation(lineage, row).map(|it| (json!(it.word), it.why, it.until))
    })
}

/// What is left of the privacy budgets of datasets; nothing where none is said and nothing was spent.
pub(crate) fn budgets(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| {
        let it = budget::budget(lineage, row, None);
        (it.most.is_some() || it.rows.iter().any(|it| it.counts)).then(|| (json!(it.word), it.why, it.until))
    })
}

/// How versions stand among treatments of the same version.
pub(crate) fn trade_offs(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |lineage, row| trade_off::standing(lineage, row).map(|(word, why)| (json!(word), why, None)))
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
    facts(at, rows, |lineage, row| Known::Text(lineage.quality(row).map_or("", |it| it.word).to_owned()))
}

/// How the quality of versions stands, in a sentence.
pub(crate) fn quality_reason(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(lineage.quality(row).map_or(String::new(), |it| it.why)))
}

/// The first place where the chain behind versions is broken; empty where it is not.
pub(crate) fn broken_chain(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| match chain::chain(lineage, row) {
        (chain::Link::Broken, why) => Known::Text(why),
        _ => Known::Text(String::new()),
    })
}

/// Which privacy budget the acceptance of versions would overspend.
pub(crate) fn beyond_budget(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(budget::beyond(lineage, row)))
}

/// When the privacy loss of versions was spent.
pub(crate) fn spent_on(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| {
        let day = lineage.accepted(row).filter(|_| budget::spends(row)).map(day);
        Known::Text(day.map(|it| it.to_string()).unwrap_or_default())
    })
}

/// How versions stand among treatments of the same version, in a word.
pub(crate) fn trade_off_fact(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(trade_off::standing(lineage, row).map_or("", |it| it.0).to_owned()))
}

/// How versions stand among treatments of the same version, in a sentence.
pub(crate) fn trade_off_reason(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Text(trade_off::standing(lineage, row).map_or(String::new(), |it| it.1)))
}

/// Datasets behind records whose licence blocks what these do.
pub(crate) fn blocked(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Texts(licence::blocked(lineage, row)))
}

/// Versions of data behind records that must not be used.
pub(crate) fn withdrawn(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |lineage, row| Known::Texts(newer::withdrawn(lineage, row)))
}

/// How long records are kept, by the rules in force.
pub(crate) fn kept(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let around = Around::read(at, rows)?;
    let answer = |row: &RecordRow| {
        let kept = around.judge(row)?;
        Some((json!(kept.word), kept.why, kept.turns.and_then(midnight)))
    };
    Ok(rows.iter().map(answer).collect())
}

/// Whether retention rules contradict others in force.
pub(crate) fn contradictions(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let mut rules = rules(at)?;
    for row in rows.iter().filter(|it| it.state == IN_FORCE) {
        rules.retain(|it| it.id != row.id);
        rules.push(Rule::of(row));
    }
    let found = conflict::conflicts(&rules);
    let answer = |row: &RecordRow| {
        let mut of = found.iter().filter(|it| it.keeps == row.id || it.destroys == row.id);
        Some(match of.next() {
            Some(first) => (json!("conflict"), first.witness.clone(), None),
            None if row.state == IN_FORCE => (json!("none"), "no rule in force contradicts it".to_owned(), None),
            None => return None,
        })
    };
    Ok(rows.iter().map(answer).collect())
}

/// How many items of runs are gone.
pub(crate) fn destroyed(_: &Snapshot, rows: &[RecordRow]) -> Answers {
    let answer = |row: &RecordRow| {
        let manifest = row.document.get("manifest")?.as_array()?;
        let items = |stays: bool| -> BTreeSet<&str> {
            manifest
                .iter()
                .filter(|it| (it["outcome"] == "kept") == stays)
                .filter_map(|it| it["item"].as_str())
                .collect()
        };
        let (gone, stay) = (items(false).len(), items(true).len());
        Some((json!(gone), format!("{gone} went, {stay} stayed"), None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// Whether what runs destroyed is gone from this store.
pub(crate) fn proofs(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let digests: Vec<String> = rows.iter().flat_map(run::destroyed).map(|it| it.0).collect();
    let here = at.read.blobs_of(&digests)?;
    let answer = |row: &RecordRow| {
        let Some(manifest) = row.document.get("manifest").and_then(Value::as_array) else {
            return Some((json!("not_yet"), format!("it is {}", row.state), None));
        };
        let (destroyed, elsewhere) = (run::destroyed(row), manifest.iter().filter(|it| it["outcome"] == "elsewhere"));
        let (left, others) = (destroyed.iter().filter(|it| here.contains(&it.0)).count(), elsewhere.count());
        let all = destroyed.len();
        Some(match (left, others) {
            (0, 0) => (json!("gone"), format!("none of {all} digests is kept here any more"), None),
            (0, _) => {
                let why = format!("none of {all} digests is kept here; of {others} others say that they are gone");
                (json!("said_by_others"), why, None)
            }
            _ => (json!("still_there"), format!("{left} of {all} digests are still kept here"), None),
        })
    };
    Ok(rows.iter().map(answer).collect())
}

/// The hold that stops disposal of records; empty where none does.
pub(crate) fn held_by(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    kept_words(at, rows, &["held"])
}

/// Why records may not be disposed of by hand: kept, held, or rules that contradict each other; empty where nothing speaks against it.
pub(crate) fn kept_by(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    kept_words(at, rows, &["kept", "held", "conflict", "undated"])
}

fn kept_words(at: &Snapshot, rows: &[&RecordRow], words: &[&str]) -> Result<Vec<Known>, Error> {
    // What is on its way out is judged as it was: being gone is no reason to let it go.
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let around = Around::read(at, &owned)?;
    let speaks = |row: &RecordRow| {
        let item = around.item(row).map(|it| super::retention::rule::Item { gone: false, ..it })?;
        let kept = super::retention::judge::judge(&around.rules, &item, day(at.time));
        words.contains(&kept.word).then_some(kept.why)
    };
    Ok(owned.iter().map(|row| Known::Text(speaks(row).unwrap_or_default())).collect())
}
