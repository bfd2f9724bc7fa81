//! What is missing in what is known of the impacts of a system, each with the records that it is about and what to do. Pure.

use record::Id;
use store::RecordRow;

use super::cause::Map;
use super::considered::{Considered, Taken};
use super::group::{Group, Standing};
use super::hearing::Hearing;
use super::impact::Impact;
use super::lane::{Agreement, Placed};
use super::law::Answered;
use super::library::Impacts;
use super::work::Work;
use super::{STANDS, impact};
use crate::derived::date;
pub use crate::lacking::Gap;

/// Every sort of gap, with what is to be done about it.
pub const GAPS: &[(&str, &str)] = &[
    ("not_assessed", "make an impact assessment of the AI system, and let it be approved"),
    ("nobody_named", "name who could be affected, among the interested parties or in the assessment"),
    ("group_unassessed", "assess what the system does to the group, or note that there is nothing and why"),
    (
        "declared_without_assessment",
        "look at the groups that are affected before the system is declared to touch nobody",
    ),
    ("origin_not_looked_at", "note what comes of it, or that nothing does, as a row of the impacts"),
    ("impact_incomplete", "fill in what is not said of the impact"),
    ("no_cause", "name the hazard or the risk in the technology that brings the failure about"),
    ("not_heard", "hear those who are to be heard, note what they said and what became of it"),
    ("not_considered", "consider the result in a risk assessment of the AI system, and name it there"),
    ("considered_before", "assess the risks again, now that the impact assessment is newer"),
    ("not_sorted", "let a reviewer say in which lane the statement belongs"),
    ("sorted_otherwise", "say why the statement belongs elsewhere than the rules say"),
    ("work_not_told", "set right what keeps the exposed work from being told"),
    ("law_unanswered", "answer what the law asks, or do not state that the assessment answers it"),
    ("not_published", "publish a summary for the people affected and the public"),
];

/// Everything that is looked at.
pub(crate) struct Seen<'a> {
    pub library: &'a Impacts,
    pub system: &'a RecordRow,
    pub assessments: &'a [RecordRow],
    pub standing: Standing,
    pub groups: &'a [Group],
    pub impacts: &'a [Impact],
    pub map: &'a Map,
    pub hearings: &'a [Hearing],
    pub considered: &'a [Considered],
    pub statements: &'a [Placed],
    pub work: &'a [Work],
    pub laws: &'a [Answered],
}

/// Every gap, sorted.
pub(crate) fn gaps(seen: &Seen<'_>) -> Vec<Gap> {
    let mut found = people(seen);
    found.extend(origins(seen));
    found.extend(seen.impacts.iter().filter(|it| it.stands && !it.lacks.is_empty()).map(incomplete));
    let failures = seen.impacts.iter().filter(|it| it.harms() && it.arises_from.as_deref() == Some("failure"));
    let bare = failures.filter(|it| seen.map.roots.get(&it.key()).is_none_or(Vec::is_empty));
    found.extend(bare.map(|it| {
        let says =
            format!("{} is a harm from failure, and nothing in the technology is named that brings it about", it.key());
        gap("no_cause", says, vec![it.assessment.clone()])
    }));
    found.extend(seen.hearings.iter().filter_map(|it| {
        let says = format!("{}#{}: {}; {}", it.assessment, it.row, it.lacks.as_ref()?, it.says);
        Some(gap("not_heard", says, vec![it.assessment.clone()]))
    }));
    found.extend(seen.considered.iter().filter_map(|it| match it.taken {
        Taken::Considered => None,
        Taken::Not => Some(gap("not_considered", it.says.clone(), vec![it.assessment.clone()])),
        Taken::Before => Some(gap("considered_before", it.says.clone(), vec![it.assessment.clone()])),
    }));
    found.extend(seen.statements.iter().filter_map(sorting));
    found.extend(seen.work.iter().filter_map(|it| {
        let says = format!("exposed work `{}` of {}: {}", it.work, it.assessment, it.why.as_ref()?);
        Some(gap("work_not_told", says, vec![it.assessment.clone()]))
    }));
    found.extend(seen.laws.iter().filter(|it| it.claimed && it.answered < it.of).map(unanswered));
    found.extend(seen.assessments.iter().filter_map(unpublished));
    found.sort();
    found
}

fn gap(sort: &'static str, says: String, records: Vec<Id>) -> Gap {
    Gap { sort, says, records }
}

/// Groups that were not looked at, and what is declared although they were not.
fn people(seen: &Seen<'_>) -> Vec<Gap> {
    let id = &seen.system.id;
    let mut found = Vec::new();
    match seen.standing {
        Standing::NotAssessed => {
            found.push(gap("not_assessed", format!("no impact assessment of {id} stands"), vec![id.clone()]));
        }
        Standing::Unassessed if seen.groups.is_empty() => {
            found.push(gap("nobody_named", format!("nobody is named as affected by {id}"), vec![id.clone()]));
        }
        _ => {}
    }
    for it in seen.groups.iter().filter(|it| it.assessed.is_empty()) {
        let work = match it.in_work.is_empty() {
            true => String::new(),
            false => "; one that is in work speaks of it".to_owned(),
        };
        let says =
            format!("`{}` is named as affected by {id}, and no assessment that stands looked at it{work}", it.name);
        let records = it.named_by.iter().chain([id]).cloned().collect();
        found.push(gap("group_unassessed", says, records));
    }
    let unknown = matches!(seen.standing, Standing::NotAssessed | Standing::Unassessed);
    if unknown && seen.system.text("declared_impact") == Some("neither") {
        let says = format!(
            "{id} is declared to touch neither rights nor safety, and not everybody whom it affects was looked at"
        );
        found.push(gap("declared_without_assessment", says, vec![id.clone()]));
    }
    found
}

/// Origins of which an assessment that stands says nothing.
fn origins(seen: &Seen<'_>) -> Vec<Gap> {
    let standing = seen.assessments.iter().filter(|it| STANDS.contains(&it.state.as_str()));
    let mut found = Vec::new();
    for of in standing {
        let own: Vec<&impact::Impact> = seen.impacts.iter().filter(|it| it.assessment == of.id).collect();
        for origin in &seen.library.origins {
            if !own.iter().any(|it| it.arises_from.as_ref() == Some(origin)) {
                let says = format!("{} says nothing of what comes from {}", of.id, origin.replace('_', " "));
                found.push(gap("origin_not_looked_at", says, vec![of.id.clone()]));
            }
        }
    }
    found
}

fn incomplete(it: &Impact) -> Gap {
    let says = format!("{} ({}) does not say: {}", it.key(), it.group, it.lacks.join(", ").replace('_', " "));
    gap("impact_incomplete", says, vec![it.assessment.clone()])
}

/// A statement that waits for a reviewer, or is put elsewhere without a reason. Impacts and risks say what they are by more than their words,
/// so that a difference there is told and no gap.
fn sorting(it: &Placed) -> Option<Gap> {
    if it.field != "statements" {
        return None;
    }
    let at = format!("statement {} of {}", it.row, it.of);
    match it.agreement {
        Agreement::Waits => Some(gap("not_sorted", format!("{at}: {}", it.rules.says), vec![it.of.clone()])),
        Agreement::Differs if it.why.is_none() => {
            let lane = |of: Option<super::lane::Lane>| of.map_or("nowhere", super::lane::Lane::name);
            let says = format!(
                "{at} is {} by the rules and {} by the reviewer, who gives no reason",
                lane(it.rules.lane),
                lane(it.lane)
            );
            Some(gap("sorted_otherwise", says, vec![it.of.clone()]))
        }
        _ => None,
    }
}

fn unanswered(it: &Answered) -> Gap {
    let open = it.questions.iter().filter(|it| !it.missing.is_empty());
    let open: Vec<String> = open.map(|it| format!("{} lacks {}", it.id, it.missing.join(", "))).collect();
    let says = format!(
        "{} is said to answer {}, and does so for {} of {}: {}",
        it.assessment,
        it.law.replace('_', " "),
        it.answered,
        it.of,
        open.join("; ")
    );
    gap("law_unanswered", says, vec![it.assessment.clone()])
}

/// An assessment in force of which the public was told nothing, or something older.
fn unpublished(it: &RecordRow) -> Option<Gap> {
    if it.state != "in_force" {
        return None;
    }
    let (id, on) = (&it.id, date(&it.document, "assessed_on"));
    let says = match (it.text("public_summary").is_some(), date(&it.document, "published_on")) {
        (false, _) => format!("{id} is in force and has no public summary"),
        (true, None) => format!("the public summary of {id} was not published"),
        (true, Some(day)) if on.is_some_and(|on| day < on) => {
            format!("the public summary of {id} was published on {day}, before the assessment")
        }
        _ => return None,
    };
    Some(gap("not_published", says, vec![id.clone()]))
}
