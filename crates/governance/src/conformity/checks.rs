//! Machine checks of requirements over records that were read, by the rules of lists: what they say of the organisation or of each AI
//! system, and which records they found, which are proof of their own.

use std::collections::{BTreeMap, BTreeSet};

use conformity::{Form, Judgement, Verdict};
use library::{Check, Holds, Node, Outcome};
use record::{Catalog, Id, Kind};
use store::{Condition, Derived, RecordRow, Visible};

use super::behind::{Behind, points};
use super::known::Records;
use crate::actor::Via;
use crate::{Actor, Error, Listing};

/// A record with what lists know of it.
type Known<'a> = (&'a RecordRow, &'a Derived);

/// What a check found.
pub(crate) struct Said {
    /// What it says.
    pub judgements: Vec<Judgement>,
    /// Records that are proof, with their form and the AI systems of which they are.
    pub shown: Vec<(Id, Form, BTreeSet<String>)>,
}

/// What a check of a node says of these records, which are all of its kind.
pub(crate) fn said(
    (catalog, between): (&Catalog, &[String]),
    (reference, node): (&str, &Node),
    check: &Check,
    (rows, behind): (&Records, &Behind),
) -> Said {
    let judge = |system: Option<&String>, verdict: Verdict, says: String, records: Vec<String>| Judgement {
        reference: reference.to_owned(),
        system: system.cloned(),
        verdict,
        says,
        records,
    };
    let asked =
        catalog.kind(&check.kind).ok_or_else(|| Error::input(format!("there is no kind `{}`", check.kind))).and_then(
            |_| Ok((conditions(catalog, &check.kind, &check.passing())?, conditions(catalog, &check.kind, &check.of)?)),
        );
    let (pass, of) = match asked {
        Ok(it) => it,
        Err(why) => {
            let says = format!("the check `{}` cannot be read: {why}", check.says);
            return Said { judgements: vec![judge(None, Verdict::Unknown, says, Vec::new())], shown: Vec::new() };
        }
    };
    let live = rows.known().filter(|it| !it.0.retired && store::fits(&of, it.0, it.1));
    let judged: Vec<(Known, bool)> = live.map(|it| (it, store::fits(&pass, it.0, it.1))).collect();
    let apart = node.applies.as_ref().is_some_and(|it| it.about == "system") && points(catalog, between, &check.kind);
    let mut groups: BTreeMap<Option<String>, Vec<(Known, bool)>> = BTreeMap::new();
    groups.entry(None).or_default();
    for one in judged {
        let own = if apart { behind.systems(one.0.0, one.0.1) } else { BTreeSet::new() };
        match own.is_empty() {
            true => groups.entry(None).or_default().push(one),
            false => own.into_iter().for_each(|it| groups.entry(Some(it)).or_default().push(one)),
        }
    }
    let mut found = Said { judgements: Vec::new(), shown: Vec::new() };
    for (system, all) in &groups {
        // Where each AI system is asked, what hangs on none of them says nothing of any.
        if apart && system.is_none() {
            continue;
        }
        let names =
            |wanted: bool| all.iter().filter(|it| it.1 == wanted).map(|it| it.0.0.id.to_string()).collect::<Vec<_>>();
        let (yes, no) = (names(true), names(false));
        let verdict = match check.outcome(all.len() as u64, yes.len() as u64) {
            Outcome::Shown => Some((Verdict::Yes, yes)),
            Outcome::Missing => Some((Verdict::Missing, Vec::new())),
            Outcome::Wrong => Some((Verdict::No, if check.holds == Holds::All { no } else { yes })),
            Outcome::Absent | Outcome::Nothing => None,
        };
        found.judgements.extend(verdict.map(|(it, records)| judge(system.as_ref(), it, check.says.clone(), records)));
        if let (Some(form), true) = (expected(node, &check.kind), check.holds != Holds::None) {
            let pass = all.iter().filter(|it| it.1);
            found.shown.extend(pass.map(|it| (it.0.0.id.clone(), form, system.iter().cloned().collect())));
        }
    }
    found
}

/// The form in which a node expects proof from this kind.
fn expected(node: &Node, kind: &str) -> Option<Form> {
    let of_kind: Vec<_> = node.evidence.iter().filter(|it| it.kinds.iter().any(|it| it == kind)).collect();
    let documents = of_kind.iter().any(|it| it.form == library::Form::Document);
    (!of_kind.is_empty()).then_some(if documents { Form::Document } else { Form::Record })
}

/// Conditions of a filter, as a list's address or its words say it.
pub(crate) fn conditions(catalog: &Catalog, kind: &str, filter: &str) -> Result<Vec<Condition>, Error> {
    let listing = Listing { filter: filter.replace('&', " "), limit: 1, ..Listing::of(kind) };
    let query = listing.query(catalog, &Actor::public(Via::System), Visible::All, None)?;
    match query.text {
        Some(words) => Err(Error::input(format!("`{words}` is no condition upon a field"))),
        None => Ok(query.conditions),
    }
}

/// Derived fields of a kind that the filters of these checks name, each with the value behind it.
pub(crate) fn derived_fields<'a>(kind: &Kind, checks: impl Iterator<Item = &'a Check>) -> Vec<(String, String)> {
    let words: Vec<&str> = checks.flat_map(|it| [it.filter.as_str(), it.of.as_str()]).collect();
    let named = |field: &&record::Field| words.iter().any(|it| it.contains(&field.name));
    let fields = kind.fields.iter().filter(named);
    fields.filter_map(|it| Some((it.name.clone(), it.derived.clone()?))).collect()
}

/// The prefix of AI systems.
pub(crate) const PREFIX: &str = "SYS";
