//! What a right asks for and is not there: evidence, signatures of others, and what is open about a system that is to end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use record::Id;
use store::RecordRow;

use super::holders::Holders;
use super::table::Right;
use crate::Error;
use crate::bodies::DECISION;
use crate::bodies::alone::speaks_for;
use crate::bodies::binding::concerned;
use crate::bodies::gate::Deciding;
use crate::bodies::in_effect::outdated;
use crate::bodies::matter::Matter;
use crate::data::lineage::targets;
use crate::data::quality::in_effect;
use crate::derived::{Snapshot, date, day};
use crate::libraries::Libraries;

/// The name by which tables ask that nothing is open.
pub(crate) const NOTHING_OPEN: &str = "nothing_open";

/// Records that point to AI systems and to what is decided about.
#[derive(Debug, Default)]
pub struct Beside {
    /// Records by what they point to.
    towards: BTreeMap<Id, Vec<RecordRow>>,
    /// Decisions of bodies that do not count, and of anybody about what was changed since.
    invalid: BTreeSet<Id>,
    libraries: Arc<Libraries>,
}

impl Beside {
    /// What points to these AI systems and records.
    pub(crate) fn read(at: &Snapshot, about: &[Id]) -> Result<Beside, Error> {
        let known: &Deciding = &at.libraries.deciding;
        let mut kinds: Vec<&str> = known.evidence.iter().map(|it| it.kind.as_str()).collect();
        kinds.extend(known.open.iter().map(|it| it.kind.as_str()).chain([DECISION]));
        kinds.sort_unstable();
        kinds.dedup();
        let links = at.read.links_to_any(about, &kinds)?;
        let ids: BTreeSet<Id> = links.iter().map(|it| it.1.end.id.clone()).collect();
        let rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
        let decisions: Vec<&RecordRow> = rows.iter().filter(|it| it.kind == DECISION).collect();
        let mut invalid: BTreeSet<Id> = crate::bodies::answers::invalid(at, &decisions)?.into_keys().collect();
        invalid.extend(outdated(at, &decisions.into_iter().cloned().collect::<Vec<_>>())?.into_keys());
        let rows: BTreeMap<Id, RecordRow> =
            rows.into_iter().filter(|it| !it.retired).map(|it| (it.id.clone(), it)).collect();
        let mut towards: BTreeMap<Id, Vec<RecordRow>> = BTreeMap::new();
        for (target, link) in links {
            let Some(row) = rows.get(&link.end.id) else { continue };
            let of = towards.entry(target).or_default();
            if !of.contains(row) {
                of.push(row.clone());
            }
        }
        Ok(Beside { towards, invalid, libraries: at.libraries.clone() })
    }

    /// Records of a kind that point to something by a field.
    fn of<'a>(&'a self, target: &'a Id, kind: &'a str, field: &'a str) -> impl Iterator<Item = &'a RecordRow> {
        let all = self.towards.get(target).into_iter().flatten();
        all.filter(move |it| it.kind == kind && targets(&it.document, field).contains(target))
    }

    /// Everything that a right asks for and that is missing, each in words; `signed` is who has [signed](Beside::signed).
    pub fn missing(
        &self,
        right: &Right,
        row: &RecordRow,
        (matter, action): (&Matter, &str),
        signed: &[(&str, BTreeSet<Id>)],
    ) -> Vec<String> {
        let evidence = right.evidence.iter().flat_map(|it| self.lacks(it, row, matter));
        let unsigned = signed.iter().filter(|it| it.1.is_empty());
        let lacks = |key: &str| format!("a decision of type `{action}` about {} by a `{key}`", row.id);
        evidence.chain(unsigned.map(|it| lacks(it.0))).collect()
    }

    /// Who has signed beside whoever decides, by the roles that a right asks for: in office when they did, and not those who answer for what is
    /// decided about.
    pub fn signed<'a>(
        &self,
        right: &'a Right,
        row: &RecordRow,
        (matter, action): (&Matter, &str),
        holders: &Holders,
        time: jiff::Timestamp,
    ) -> Vec<(&'a str, BTreeSet<Id>)> {
        let counts =
            |it: &&RecordRow| it.text("form") == Some(action) && in_effect(it, time) && !self.invalid.contains(&it.id);
        let decisions: Vec<&RecordRow> = self.of(&row.id, DECISION, "subject").filter(counts).collect();
        // Whoever made or owns it, or answers for its AI system, does not sign beside for it.
        let own = concerned(row, matter);
        let owns = |who: &Id| own.contains(who);
        let of = |key: &'a String| {
            // Whoever could sign when they did has signed, whatever they hold today.
            let signers = decisions.iter().flat_map(|it| {
                let may = holders.could(key, right, (matter, action), it);
                speaks_for(it).into_iter().filter(move |who| may.contains(who))
            });
            (key.as_str(), signers.filter(|it| !owns(it)).collect())
        };
        right.cosigners.iter().map(of).collect()
    }

    /// What one sort of evidence lacks.
    fn lacks(&self, name: &str, row: &RecordRow, matter: &Matter) -> Vec<String> {
        if name == NOTHING_OPEN {
            return matter.systems.iter().flat_map(|it| self.open(it)).collect();
        }
        let Some(asked) = self.libraries.deciding.evidence.iter().find(|it| it.name == name) else {
            return vec![format!("`{name}`, which nobody knows how to look for; correct the table")];
        };
        let new = |it: &RecordRow| {
            let on = date(&it.document, "classified_on").unwrap_or_else(|| day(it.created));
            !asked.since || (on >= day(row.created) && it.changed >= row.created)
        };
        let there = |system: &Id| {
            self.of(system, &asked.kind, &asked.field).any(|it| asked.states.contains(&it.state) && new(it))
        };
        let without = matter.systems.iter().filter(|it| !there(it));
        without.map(|it| format!("{} ({it})", asked.says)).collect()
    }

    /// What is open about an AI system.
    fn open(&self, system: &Id) -> Vec<String> {
        let mut found = Vec::new();
        for open in &self.libraries.deciding.open {
            let rows = self.of(system, &open.kind, &open.field).filter(|it| open.states.contains(&it.state));
            found.extend(rows.map(|it| format!("an end to what is open: {} {}", it.id, open.says)));
        }
        found
    }
}
