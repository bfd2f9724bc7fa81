//! Every derived field: which kind has it, what it says, and the function that answers it. Serves ISO/IEC 42001 9.1.

use serde_json::json;
use store::RecordRow;

use crate::Error;
use crate::accepting::derivable as accepting;
use crate::access::answers as access;
use crate::allocation::answers as allocation;
use crate::bodies::answers as bodies;
use crate::certifying::answers as certifying;
use crate::competence::answers as competence;
use crate::consequences::answers as consequences;
use crate::data::answers as data;
use crate::data::supplier::answers as supplier;
use crate::derived::{Answer, Answers, Derived, Snapshot, Standing, date, day_after};
use crate::monitoring::answers as monitors;
use crate::packing::answers as packing;
use crate::responsibility::answers as responsibility;
use crate::risking::beside;
use crate::tiering::answers as tiering;

/// Every derived field.
pub const DERIVED: &[Derived] = &[
    Derived {
        kind: "acknowledgement",
        name: "acknowledgement.overdue",
        summary: "due before today and not answered",
        through: None,
        answer: |at, rows| each(rows, |row| passed(at, row, "due", &["given", "declined", "lapsed"])),
    },
    Derived {
        kind: "action",
        name: "action.overdue",
        summary: "due before today and neither done nor cancelled",
        through: None,
        answer: |at, rows| each(rows, |row| passed(at, row, "due", &["done", "cancelled"])),
    },
    Derived {
        kind: "escalation",
        name: "escalation.overdue",
        summary: "to be answered before today and neither resolved nor suppressed",
        through: None,
        answer: |at, rows| each(rows, |row| passed(at, row, "answer_by", &["resolved", "suppressed"])),
    },
    Derived {
        kind: "risk",
        name: "risk.assessment_overdue",
        summary: "next assessment before today and not closed",
        through: None,
        answer: |at, rows| each(rows, |row| passed(at, row, "next_assessment", &["closed"])),
    },
    Derived {
        kind: "risk",
        name: "risk.appetite",
        summary: "above the line of the criteria in force for some type of consequence, within it for all, or not to be told; by which, type and level",
        through: None,
        answer: beside::sides,
    },
    Derived {
        kind: "risk",
        name: "risk.above_line",
        summary: "types of consequence for which it lies above the line of the criteria in force",
        through: None,
        answer: beside::above,
    },
    Derived {
        kind: "risk",
        name: "risk.held_line",
        summary: "types of consequence that could be held against the line of the criteria in force",
        through: None,
        answer: beside::held,
    },
    Derived {
        kind: "risk_acceptance",
        name: "risk_acceptance.expired",
        summary: "granted, and its last minute has passed in the time zone that was kept with the grant",
        through: None,
        answer: accepting::expired,
    },
    Derived {
        kind: "risk_acceptance",
        name: "risk_acceptance.review_overdue",
        summary: "granted, and a day of review lies before today without a review",
        through: None,
        answer: accepting::review_overdue,
    },
    Derived {
        kind: "document",
        name: "document.review_due",
        summary: "review date before today while in force",
        through: None,
        answer: |at, rows| each(rows, |row| passed(at, row, "review_by", &["superseded", "withdrawn"])),
    },
    Derived {
        kind: "evidence",
        name: "evidence.fresh",
        summary: "accepted or collected, and today is not after its last day, which is stated or follows from its collection and validity",
        through: None,
        answer: |at, rows| each(rows, |row| evidence_fresh(at, row)),
    },
    Derived {
        kind: "role_assignment",
        name: "role_assignment.in_force",
        summary: "accepted, begun and not yet ended, by somebody who works here",
        through: Some("person"),
        answer: responsibility::in_force,
    },
    Derived {
        kind: "role_assignment",
        name: "role_assignment.qualified",
        summary: "proof that counts today for each competence that the role asks for, for the tiers of the AI systems in its reach",
        through: None,
        answer: competence::qualified,
    },
    Derived {
        kind: "role_assignment",
        name: "role_assignment.qualified_until",
        summary: "the earliest last day of that proof, or of the proof that ended where some does not count",
        through: None,
        answer: competence::qualified_until,
    },
    Derived {
        kind: "competence_record",
        name: "competence_record.counts",
        summary: "evidenced, by an accepted means, obtained and not ended, not revoked, and where it is training judged to have had its effect",
        through: None,
        answer: competence::counts,
    },
    Derived {
        kind: "competence_record",
        name: "competence_record.counts_until",
        summary: "its own last day, or obtained plus the validity of the competence, whichever is earlier",
        through: None,
        answer: competence::counts_until,
    },
    Derived {
        kind: "certification",
        name: "certification.standing",
        summary: "its state, its days and the windows of its cycle, held against the visits that it names",
        through: Some("visits"),
        answer: certifying::standing,
    },
    Derived {
        kind: "certification",
        name: "certification.stage_due",
        summary: "the first visit of its cycle that was not held",
        through: Some("visits"),
        answer: certifying::stage_due,
    },
    Derived {
        kind: "certification",
        name: "certification.next_visit",
        summary: "the last day of the window of that visit",
        through: Some("visits"),
        answer: certifying::next_visit,
    },
    Derived {
        kind: "breach",
        name: "breach.proposed_measure",
        summary: "what the table of consequences says of type, gravity, earlier ones, factors, and whom it concerns",
        through: None,
        answer: consequences::proposed,
    },
    Derived {
        kind: "breach",
        name: "breach.repeat",
        summary: "breaches of its type by one of the same that were confirmed and done within the window before it",
        through: None,
        answer: consequences::repeats,
    },
    Derived {
        kind: "breach",
        name: "breach.limitation",
        summary: "the day on which it came to light and the limitation of its type",
        through: None,
        answer: consequences::limitations,
    },
    Derived {
        kind: "breach",
        name: "breach.appeal_pending",
        summary: "somebody appealed, and no outcome is entered",
        through: None,
        answer: consequences::appeals,
    },
    Derived {
        kind: "breach",
        name: "breach.executable",
        summary: "set after a hearing by a decision of the entitled that is in effect, not under appeal, and not over",
        through: Some("measure_decision"),
        answer: consequences::executables,
    },
    Derived {
        kind: "component",
        name: "component.unbacked_duties",
        summary: "duties that the tiers of its AI systems ask of the party from which it comes, and that no clause in force backs",
        through: None,
        answer: allocation::unbacked_duties,
    },
    Derived {
        kind: "component",
        name: "component.boundary_crossings",
        summary: "hand-offs from or to it between the organisation and a party outside, or between two of them",
        through: None,
        answer: allocation::boundary_crossings,
    },
    Derived {
        kind: "contract",
        name: "contract.decide_by",
        summary: "end of the contract less its period of notice",
        through: None,
        answer: |_, rows| each(rows, decide_by),
    },
    Derived {
        kind: "contract",
        name: "contract.coverage",
        summary: "share of the topics that the tier of its AI systems and data asks for and of which an obligation that applies speaks",
        through: None,
        answer: supplier::covered,
    },
    Derived {
        kind: "contract",
        name: "contract.breaches",
        summary: "promises of its obligations that deliveries broke, or that nothing came for",
        through: None,
        answer: supplier::breaches,
    },
    Derived {
        kind: "contract",
        name: "contract.uncovered_liability",
        summary: "expected loss less liability cap, where both are in one currency",
        through: None,
        answer: supplier::open,
    },
    Derived {
        kind: "obligation",
        name: "obligation.kept",
        summary: "what was delivered, held against the figures that were promised",
        through: None,
        answer: supplier::kept,
    },
    Derived {
        kind: "decision",
        name: "decision.in_effect",
        summary: "taken, not past its end, and its subject has the fields that it was about",
        through: Some("subject"),
        answer: crate::bodies::in_effect::answers,
    },
    Derived {
        kind: "decision",
        name: "decision.valid",
        summary: "every ground for which a decision of a body does not count, asked of its meeting, charter, mandate and subject",
        through: Some("subject"),
        answer: bodies::valid,
    },
    Derived {
        kind: "meeting",
        name: "meeting.quorum",
        summary: "seats that take part in each item after those who stand aside, held against the charter",
        through: None,
        answer: bodies::quorums,
    },
    Derived {
        kind: "governance_body",
        name: "governance_body.valid_today",
        summary: "chartered, and enough seats filled today, the required and independent ones among them",
        through: None,
        answer: bodies::valid_today,
    },
    Derived {
        kind: "governance_body",
        name: "governance_body.attendance",
        summary: "seats that were there among all seats of all meetings that were held",
        through: None,
        answer: bodies::attendance,
    },
    Derived {
        kind: "governance_body",
        name: "governance_body.latency",
        summary: "days from the entry of what was decided about to the decision, the one in the middle",
        through: None,
        answer: bodies::latency,
    },
    Derived {
        kind: "governance_body",
        name: "governance_body.next_meeting",
        summary: "the first meeting that is planned, or the last one, or the charter, and the cadence",
        through: None,
        answer: bodies::next_meeting,
    },
    Derived {
        kind: "decision_table",
        name: "decision_table.verified",
        summary: "what the verifier says of the table: clean, faults or not settled",
        through: None,
        answer: crate::deciding::verified::answers,
    },
    Derived {
        kind: "conflict",
        name: "conflict.still_present",
        summary: "whether the tables in force still clash in this way",
        through: None,
        answer: crate::conflicts::answers::present,
    },
    Derived {
        kind: "conflict",
        name: "conflict.goes_before",
        summary: "the table that goes before the others by the rules of precedence, where they propose one",
        through: None,
        answer: crate::conflicts::answers::proposed,
    },
    Derived {
        kind: "classification",
        name: "classification.verdict",
        summary: "what the tables that are kept with it, or those in force while it is not confirmed, make of its facts",
        through: None,
        answer: tiering::outcomes,
    },
    Derived {
        kind: "classification",
        name: "classification.undecided",
        summary: "facts without which the tables decide nothing",
        through: None,
        answer: tiering::undecided,
    },
    Derived {
        kind: "classification",
        name: "classification.facts_moved",
        summary: "facts that the record of the AI system gives otherwise than they were",
        through: Some("subject"),
        answer: tiering::moved,
    },
    Derived {
        kind: "ai_system",
        name: "ai_system.tier",
        summary: "the strictest that its confirmed and valid classifications by the own tiers say",
        through: None,
        answer: tiering::tiers,
    },
    Derived {
        kind: "ai_system",
        name: "ai_system.legal_class",
        summary: "the strictest that its confirmed and valid classifications by the EU AI Act say",
        through: None,
        answer: tiering::legal_classes,
    },
    Derived {
        kind: "dataset",
        name: "dataset.tier",
        summary: "the highest tier of the AI systems that use the data, by their confirmed classifications",
        through: None,
        answer: data::tiers,
    },
    Derived {
        kind: "dataset",
        name: "dataset.licence_standing",
        summary: "what the table of needs says of the licence for every use that the lineage shows",
        through: None,
        answer: data::licences,
    },
    Derived {
        kind: "dataset",
        name: "dataset.privacy_standing",
        summary: "losses of privacy of all accepted versions, added up by the rule that the dataset names, against its budget",
        through: None,
        answer: data::budgets,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.trade_off",
        summary: "where it stands among all treatments of the same version, by what was measured of each",
        through: None,
        answer: data::trade_offs,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.provenance",
        summary: "share of the elements of provenance that the tier asks for and that are filled",
        through: None,
        answer: data::provenances,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.chain",
        summary: "whether each step took in what the data before it are, back to where they came in",
        through: None,
        answer: data::chains,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.quality_standing",
        summary: "the newest measurement of these bytes that was held to limits as strict as the tier asks and is not too old",
        through: None,
        answer: data::qualities,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.representation",
        summary: "which groups the newest measurement of these bytes found less or more common than in the reference",
        through: None,
        answer: data::representations,
    },
    Derived {
        kind: "dataset_version",
        name: "dataset_version.retention",
        summary: "what the schedules and holds in force say of it today",
        through: None,
        answer: data::kept,
    },
    Derived {
        kind: "retention_rule",
        name: "retention_rule.conflicts",
        summary: "whether another rule in force keeps longer what this one asks to destroy, or the other way round",
        through: None,
        answer: data::contradictions,
    },
    Derived {
        kind: "disposition",
        name: "disposition.destroyed",
        summary: "items of its manifest that went",
        through: None,
        answer: data::destroyed,
    },
    Derived {
        kind: "disposition",
        name: "disposition.proof",
        summary: "whether a digest of its manifest is still kept here",
        through: None,
        answer: data::proofs,
    },
    Derived {
        kind: "model_version",
        name: "model_version.data_standing",
        summary: "whether a newer version of its data exists, or one of them must not be used",
        through: None,
        answer: data::behind,
    },
    Derived {
        kind: "model",
        name: "model.data_standing",
        summary: "how the data stand behind its newest version that is approved, or its newest one",
        through: None,
        answer: data::behind_models,
    },
    Derived {
        kind: "monitor",
        name: "monitor.standing",
        summary: "what its state, its batches under the promise of its plan, and the clock say together",
        through: None,
        answer: monitors::standings,
    },
    Derived {
        kind: "monitor",
        name: "monitor.expected_by",
        summary: "the day on which the newest batch came, or from which it is active, and the time for which it may be silent",
        through: None,
        answer: monitors::expected,
    },
    Derived {
        kind: "access_grant",
        name: "access_grant.in_force",
        summary: "granted, begun, not expired, for a purpose that the dataset names, and its holder works here",
        through: None,
        answer: access::in_force,
    },
    Derived {
        kind: "access_grant",
        name: "access_grant.last_used",
        summary: "day of the newest access under it, in the ledger or in a log that was brought in",
        through: None,
        answer: access::last_used,
    },
    Derived {
        kind: "access_grant",
        name: "access_grant.dormant",
        summary: "in force and not used for as long as the limits say",
        through: None,
        answer: access::dormant,
    },
    Derived {
        kind: "access_grant",
        name: "access_grant.excessive",
        summary: "in force and longer, wider or for more people than the limits say",
        through: None,
        answer: access::excessive,
    },
    Derived {
        kind: "management_review",
        name: "management_review.inputs_missing",
        summary: "inputs that a review must have and of which nothing is said",
        through: None,
        answer: packing::inputs_missing,
    },
    Derived {
        kind: "management_review",
        name: "management_review.next_by",
        summary: "for the newest review that was held its day and the time until the next one",
        through: None,
        answer: packing::next_due,
    },
    Derived {
        kind: "review_request",
        name: "review_request.reviewed",
        summary: "share of the grants of a review of access that were confirmed, revoked or have ended",
        through: None,
        answer: crate::access::review::progress,
    },
    Derived {
        kind: "review_request",
        name: "review_request.overdue",
        summary: "the last day of a review of access has passed, and grants are open",
        through: None,
        answer: crate::access::review::overdue,
    },
];

/// The kinds that have derived values, each once.
pub(crate) fn kinds() -> Vec<&'static str> {
    let mut kinds: Vec<&str> = DERIVED.iter().map(|it| it.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Every derived value of these records, which may be of several kinds; in the order of the records.
pub fn derive(
    at: &Snapshot,
    kind_of: impl Fn(&str) -> Vec<(String, String)>,
    rows: &[RecordRow],
) -> Result<Vec<Vec<Standing>>, Error> {
    let mut all: Vec<Vec<Standing>> = rows.iter().map(|_| Vec::new()).collect();
    for derived in DERIVED {
        let places: Vec<usize> = (0..rows.len()).filter(|it| rows[*it].kind == derived.kind).collect();
        let fields: Vec<_> = if places.is_empty() { continue } else { kind_of(derived.kind) };
        let Some((field, _)) = fields.into_iter().find(|(_, name)| name == derived.name) else { continue };
        let answers = if places.len() == rows.len() {
            (derived.answer)(at, rows)?
        } else {
            let of: Vec<RecordRow> = places.iter().map(|it| rows[*it].clone()).collect();
            (derived.answer)(at, &of)?
        };
        for (place, answer) in places.into_iter().zip(answers) {
            let standing = answer.map(|(value, why, until)| Standing { name: field.clone(), value, why, until });
            all[place].extend(standing);
        }
    }
    Ok(all)
}

fn each(rows: &[RecordRow], answer: impl Fn(&RecordRow) -> Option<Answer>) -> Answers {
    Ok(rows.iter().map(answer).collect())
}

/// Whether a date of the record has passed while it is in none of these states.
fn passed(at: &Snapshot, row: &RecordRow, field: &str, ended: &[&str]) -> Option<Answer> {
    let due = date(&row.document, field)?;
    if ended.contains(&row.state.as_str()) {
        return Some((json!(false), format!("it is {}", row.state), None));
    }
    let end = day_after(due)?;
    match at.time < end {
        true => Some((json!(false), format!("the date is {due}"), Some(end))),
        false => Some((json!(true), format!("the date was {due}"), None)),
    }
}

fn evidence_fresh(at: &Snapshot, row: &RecordRow) -> Option<Answer> {
    if !["collected", "accepted"].contains(&row.state.as_str()) {
        return Some((json!(false), format!("it is {}", row.state), None));
    }
    let lasts = || {
        let validity: jiff::Span = row.document.get("validity")?.as_str()?.parse().ok()?;
        date(&row.document, "collected_on")?.checked_add(validity).ok()
    };
    let until = date(&row.document, "valid_until").or_else(lasts)?;
    let end = day_after(until)?;
    match at.time < end {
        true => Some((json!(true), format!("valid until {until}"), Some(end))),
        false => Some((json!(false), format!("valid until {until}, which has passed"), None)),
    }
}

fn decide_by(row: &RecordRow) -> Option<Answer> {
    let until = date(&row.document, "until")?;
    let notice: jiff::Span = row.document.get("notice")?.as_str()?.parse().ok()?;
    let by = until.checked_sub(notice).ok()?;
    Some((json!(by.to_string()), format!("ends {until}, notice {notice}"), None))
}
