//! Interests: whoever made or owns what is decided about, or owns its AI system, has one; others declare theirs.

use std::collections::BTreeSet;

use record::Id;

use crate::bodies::binding::concerned;
use crate::bodies::case::Case;
use crate::data::lineage::targets;

/// Who has an interest that the records show: as it was kept with a decision, else as it is today.
pub(super) fn shown(case: &Case) -> BTreeSet<Id> {
    if let Some(decision) = case.decision.filter(|it| it.text("digest").is_some()) {
        return targets(&decision.document, "concerned").into_iter().collect();
    }
    let Some(subject) = case.subject() else { return BTreeSet::new() };
    let matter = case.around.matters.get(&subject.id).cloned().unwrap_or_default();
    concerned(subject, &matter).into_iter().collect()
}

/// Members who took part and did not declare what the records show.
pub(super) fn not_declared(case: &Case) -> Vec<String> {
    let (shown, Some(item)) = (shown(case), &case.item) else { return Vec::new() };
    let open = case.taking_part.iter().map(|it| &it.1).filter(|it| !case.declared.contains_key(*it));
    let says = |it: &Id| format!("{it} made or owns {item} or its AI system, and did not declare it");
    open.filter(|it| shown.contains(*it)).map(says).collect()
}

/// Members who declared an interest and took part although the charter lets them stand aside.
pub(super) fn took_part(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    if case.body.is_some_and(|it| it.stand_aside) {
        let there = case.taking_part.iter().filter_map(|it| Some((&it.1, case.declared.get(&it.1)?)));
        found.extend(there.map(|(who, what)| format!("{who} declared `{what}` and did not stand aside")));
    }
    let voted = case.voters().into_iter().filter(|it| case.aside.contains(*it));
    found.extend(voted.map(|it| format!("{it} stood aside and voted")));
    found
}
