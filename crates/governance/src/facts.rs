//! What policies may know beyond the record: facts are computed here, decisions are Cedar's.

use policy::{Action, Fact as Known, FactType, Policies};
use store::RecordRow;

use crate::Error;
use crate::access::answers as access;
use crate::bodies::rights::told;
use crate::consequences::answers as consequences;
use crate::data::answers as data;
use crate::data::supplier::answers as supplier;
use crate::derived::Snapshot;
use crate::fact::Fact;
use crate::fact_kinds::{DECIDED, KEPT, RIGHTS};
use crate::monitoring::answers as monitors;
use crate::packing::answers as packing;
use crate::tiering::answers as tiering;

/// Every fact.
pub const FACTS: &[Fact] = &[
    Fact {
        name: "last_editor",
        ty: FactType::Person,
        kinds: &[],
        summary: "who made the version that stands, as a person's number or an account",
        answer: |_, rows| Ok(texts(rows, |row| &row.makers.editor)),
    },
    Fact {
        name: "writers",
        ty: FactType::People,
        kinds: &[],
        summary: "who ever wrote something of what it says",
        answer: crate::writers::writers,
    },
    Fact {
        name: "submitted_by",
        ty: FactType::Person,
        kinds: &[],
        summary: "who brought the record into the state in which it is",
        answer: |_, rows| Ok(texts(rows, |row| &row.makers.mover)),
    },
    Fact {
        name: "open_high_risks",
        ty: FactType::Long,
        kinds: &["release"],
        summary: "high and critical risks of the release's AI system that are not closed",
        answer: crate::risking::answers::open_high_risks,
    },
    Fact {
        name: "not_fast",
        ty: FactType::Text,
        kinds: &["review_request"],
        summary: "why the program may not answer it by the fast lane; empty where it may",
        answer: |at, rows| Ok(crate::reviewing::settling::not_fast(at, rows)?.into_iter().map(Known::Text).collect()),
    },
    Fact {
        name: "no_yes",
        ty: FactType::Text,
        kinds: &["review_request"],
        summary: "why its decision may not be a yes; empty where it may, or is none",
        answer: |at, rows| Ok(crate::reviewing::refusing::no_yes(at, rows)?.into_iter().map(Known::Text).collect()),
    },
    Fact {
        name: "unassessed_place",
        ty: FactType::Text,
        kinds: &["ai_system", "release"],
        summary: "a place where it is used and whose duties nobody assessed; empty where none is",
        answer: crate::obligations::answers::unassessed_place,
    },
    Fact {
        name: "subject_owner",
        ty: FactType::Person,
        kinds: &["comment"],
        summary: "who owns the record that is commented on",
        answer: crate::mention::subject_owner,
    },
    Fact {
        name: "data_quality",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "how its quality stands: pass, excepted, fail, not_assessable, stale, nothing_counts or never_measured",
        answer: data::quality_fact,
    },
    Fact {
        name: "data_quality_reason",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "how its quality stands, in a sentence",
        answer: data::quality_reason,
    },
    Fact {
        name: "broken_chain",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "the first place where the chain of digests behind it is broken; empty where none is",
        answer: data::broken_chain,
    },
    Fact {
        name: "beyond_budget",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "which privacy budget its acceptance would overspend, in a sentence; empty where none",
        answer: data::beyond_budget,
    },
    Fact {
        name: "spent_on",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "the day on which the privacy loss that it states was spent; empty before",
        answer: data::spent_on,
    },
    Fact {
        name: "trade_off",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "where it stands among treatments of the same version: on_front, not_distinguishable, beaten or outside; empty where it treats none",
        answer: data::trade_off_fact,
    },
    Fact {
        name: "trade_off_reason",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "why it stands there, in a sentence",
        answer: data::trade_off_reason,
    },
    Fact {
        name: "blocked_data",
        ty: FactType::Texts,
        kinds: &["model_version", "release", "ai_system"],
        summary: "datasets behind it whose licence does not allow what it does, each with its licence",
        answer: data::blocked,
    },
    Fact {
        name: "withdrawn_data",
        ty: FactType::Texts,
        kinds: &["model_version", "release"],
        summary: "versions of data behind it that were withdrawn, rejected or destroyed",
        answer: data::withdrawn,
    },
    Fact {
        name: "table_fault",
        ty: FactType::Text,
        kinds: &["decision_table"],
        summary: "the first fault that the verifier finds, with a case that shows it, or what is not settled; empty where the table is clean",
        answer: crate::deciding::verified::faults,
    },
    Fact {
        name: "approval_problem",
        ty: FactType::Text,
        kinds: &["document"],
        summary: "why no decision of somebody else approves a policy; empty where one does, and for documents that are no policies",
        answer: crate::documents::answers::approval,
    },
    Fact {
        name: "statement_faults",
        ty: FactType::Texts,
        kinds: &["statement_of_applicability"],
        summary: "what a statement of applicability does not say or contradicts, each with its control and what to do",
        answer: crate::conformity::answers::statement_faults,
    },
    Fact {
        name: "statement_decision",
        ty: FactType::Text,
        kinds: &["statement_of_applicability", "aims_scope", "risk_criteria"],
        summary: "why no decision of somebody else is about exactly what it says; empty where one is",
        answer: crate::conformity::answers::statement_decision,
    },
    Fact {
        name: "certification_problem",
        ty: FactType::Text,
        kinds: &["certification"],
        summary: "what a certificate contradicts: its body, its days, its scope or its statement; empty where nothing does",
        answer: crate::certifying::answers::certification_problem,
    },
    Fact {
        name: "scope_faults",
        ty: FactType::Texts,
        kinds: &["aims_scope"],
        summary: "what a scope contradicts so that it cannot be approved",
        answer: crate::scoping::answers::scope_faults,
    },
    Fact {
        name: "team_problem",
        ty: FactType::Text,
        kinds: &["audit"],
        summary: "what keeps the team from being impartial: who answers for, runs or decided what is audited and did not leave it to others; empty where nothing does",
        answer: crate::auditing::answers::team_problem,
    },
    Fact {
        name: "team_competence",
        ty: FactType::Text,
        kinds: &["audit"],
        summary: "who of those that judge in it lacks what the role of auditors asks for, and what; empty where nobody does",
        answer: crate::competence::answers::team_competence,
    },
    Fact {
        name: "lacks_competence",
        ty: FactType::Texts,
        kinds: &["role_assignment"],
        summary: "what its person lacks of what the role asks for, once it is accepted and until it has ended; each with why",
        answer: crate::competence::answers::lacks_competence,
    },
    Fact {
        name: "assigned_role",
        ty: FactType::Text,
        kinds: &["role_assignment"],
        summary: "the key of the role that is assigned",
        answer: crate::competence::answers::assigned_role,
    },
    Fact {
        name: "proven_person",
        ty: FactType::People,
        kinds: &["competence_record", "quiz_attempt"],
        summary: "the person whose competence it proves, or who took the quiz",
        answer: crate::competence::answers::proven_person,
    },
    Fact {
        name: "attempts",
        ty: FactType::Long,
        kinds: &["quiz"],
        summary: "how often it was taken",
        answer: crate::competence::answers::attempts,
    },
    Fact {
        name: "open_lines",
        ty: FactType::Texts,
        kinds: &["audit"],
        summary: "lines of the checklist that are neither concluded nor left out with a reason, or that there is none",
        answer: crate::auditing::answers::open_lines,
    },
    Fact {
        name: "samples_drawn",
        ty: FactType::Long,
        kinds: &["audit"],
        summary: "samples by chance that were drawn from the seed of the audit",
        answer: crate::auditing::answers::samples_drawn,
    },
    Fact {
        name: "audit_state",
        ty: FactType::Text,
        kinds: &["audit_item"],
        summary: "the state of the audit to whose checklist the line belongs",
        answer: crate::auditing::answers::audit_state,
    },
    Fact {
        name: "cannot_judge",
        ty: FactType::People,
        kinds: &["audit_item"],
        summary: "the people who answer for, run or decided what the line is about, and therefore do not judge it",
        answer: crate::auditing::answers::cannot_judge,
    },
    Fact {
        name: "criteria_problem",
        ty: FactType::Text,
        kinds: &["risk_criteria"],
        summary: "the first thing that is wrong with its scales, matrix, line or translations, or that others are in force; empty where nothing is",
        answer: crate::risking::answers::criteria_problem,
    },
    Fact {
        name: "score_problem",
        ty: FactType::Text,
        kinds: &["risk"],
        summary: "what is wrong with its scores by type: no criteria, criteria that were never in force, a level that they have not; empty where nothing is",
        answer: crate::risking::answers::score_problem,
    },
    Fact {
        name: "run_problem",
        ty: FactType::Text,
        kinds: &["risk_assessment"],
        summary: "what keeps it from being begun or concluded: its criteria, scores that are not handed in or not reconciled; empty where nothing does",
        answer: crate::risking::answers::run_problem,
    },
    Fact {
        name: "sheet_problem",
        ty: FactType::Text,
        kinds: &["score_sheet"],
        summary: "what is wrong with a score sheet: its assessment, its assessor or a score; empty where nothing is",
        answer: crate::risking::answers::sheet_problem,
    },
    Fact {
        name: "unassessed_stages",
        ty: FactType::Texts,
        kinds: &["ai_system"],
        summary: "what the stages of its life lack of the risk process before it may be in its state, each with the risk; nothing while no risk criteria are in force",
        answer: crate::risking::answers::unassessed_stages,
    },
    Fact {
        name: "rating_problem",
        ty: FactType::Text,
        kinds: &["rating"],
        summary: "what is wrong with a rating sheet: its assessment, its assessor or a row; empty where nothing is",
        answer: crate::gaps::answers::rating_problem,
    },
    Fact {
        name: "assessment_problem",
        ty: FactType::Text,
        kinds: &["assessment"],
        summary: "what keeps an assessment from being concluded: sheets that are not handed in, what is not settled; empty where nothing does",
        answer: crate::gaps::answers::assessment_problem,
    },
    Fact {
        name: "missing_inputs",
        ty: FactType::Texts,
        kinds: &["management_review"],
        summary: "inputs that the review must have and of which nothing is said, each with what to do",
        answer: packing::missing_inputs,
    },
    Fact {
        name: "chair_problem",
        ty: FactType::Text,
        kinds: &["management_review"],
        summary: "why whoever leads the review is not of top management on its day; empty where they are",
        answer: packing::chair_problem,
    },
    Fact {
        name: "results_problem",
        ty: FactType::Text,
        kinds: &["management_review"],
        summary: "the first result that rests on no decision that counts; empty where all do",
        answer: packing::results_problem,
    },
    Fact {
        name: "plan_fault",
        ty: FactType::Text,
        kinds: &["resource_plan"],
        summary: "the first thing that is wrong with the plan: its period, hours, tiers or currencies; empty where nothing is",
        answer: crate::resourcing::answers::plan_fault,
    },
    Fact {
        name: "still_present",
        ty: FactType::Text,
        kinds: &["conflict"],
        summary: "`yes` where the tables in force still clash, `no` where they do not, `not_settled` where that is not known",
        answer: crate::conflicts::answers::still_present,
    },
    Fact {
        name: "resolution_problem",
        ty: FactType::Text,
        kinds: &["conflict"],
        summary: "what its resolution lacks to be a decision that stands and is about it; empty where it lacks nothing",
        answer: crate::conflicts::answers::resolution_problem,
    },
    Fact {
        name: "mapping_problem",
        ty: FactType::Text,
        kinds: &["mapping"],
        summary: "why it relates nothing: the same thing on both sides, or things of different kinds; empty where it does",
        answer: crate::integrating::answers::mapping_problem,
    },
    Fact {
        name: "evidence_problem",
        ty: FactType::Text,
        kinds: &["finding"],
        summary: "why nothing of the evidence that it names could have shown the opposite; empty where something could, or none is named",
        answer: crate::correcting::answers::evidence_problem,
    },
    Fact {
        name: "effect_problem",
        ty: FactType::Text,
        kinds: &["corrective_action"],
        summary: "why records do not show, or not yet, that it worked; empty where they do, or nothing in records would",
        answer: crate::correcting::answers::effect_problem,
    },
    Fact {
        name: "closing_problems",
        ty: FactType::Texts,
        kinds: &["nonconformity"],
        summary: "what it lacks before it can be closed, in sentences",
        answer: crate::correcting::answers::closing_problems,
    },
    Fact {
        name: "doers",
        ty: FactType::People,
        kinds: &["finding", "nonconformity", "corrective_action"],
        summary: "who answers for it or carried out what is to be judged",
        answer: crate::correcting::answers::doers,
    },
    Fact {
        name: "excepted_people",
        ty: FactType::People,
        kinds: &["policy_statement"],
        summary: "whom its exceptions cover: people who are excepted, and who answers for what is",
        answer: crate::practising::answers::excepted_people,
    },
    Fact {
        name: "criterion_problem",
        ty: FactType::Text,
        kinds: &["audit_item", "finding", "nonconformity"],
        summary: "why what it cites cannot be breached: guidance, information, a group, or something that no library knows; empty where it can",
        answer: crate::modality::answers::criterion_problem,
    },
    Fact {
        name: "investigator_problem",
        ty: FactType::Text,
        kinds: &["concern"],
        summary: "why its investigator cannot be that: whom it is about, or somebody who reports to them; empty where nothing is against it",
        answer: crate::concerns::answers::investigator_problem,
    },
    Fact {
        name: "concerned_people",
        ty: FactType::People,
        kinds: &["concern"],
        summary: "the people whom it is about, and those who report to them",
        answer: crate::concerns::answers::touched,
    },
    Fact {
        name: "decision_problem",
        ty: FactType::Text,
        kinds: DECIDED,
        summary: "why decisions do not open it: one that it names and that is not valid, or one that a body with that mandate has not validly taken; empty where nothing is missing",
        answer: crate::bodies::gate::problems,
    },
    Fact {
        name: "may_decide",
        ty: FactType::People,
        kinds: RIGHTS,
        summary: "the people who may decide it now by the table of decision rights, also those to whom the right was passed on",
        answer: told::may_decide,
    },
    Fact {
        name: "who_decides",
        ty: FactType::Text,
        kinds: RIGHTS,
        summary: "which roles may decide it by which row, and who holds them now; empty where no table speaks of it",
        answer: told::who_decides,
    },
    Fact {
        name: "missing_evidence",
        ty: FactType::Texts,
        kinds: RIGHTS,
        summary: "what the table of decision rights asks for and is not there: evidence, signatures of others, an end to what is open",
        answer: told::missing_evidence,
    },
    Fact {
        name: "outcome_problem",
        ty: FactType::Text,
        kinds: &["classification"],
        summary: "why its outcome does not follow from its facts by the tables in force; empty where it does or none decides",
        answer: tiering::outcome_problem,
    },
    Fact {
        name: "override_problem",
        ty: FactType::Text,
        kinds: &["classification"],
        summary: "what its override lacks; empty where it lacks nothing or there is none",
        answer: tiering::override_problem,
    },
    Fact {
        name: "missing_topics",
        ty: FactType::Texts,
        kinds: &["contract"],
        summary: "topics that the tier of what depends on it asks for and of which no obligation that applies speaks, each with its clause",
        answer: supplier::missing,
    },
    Fact {
        name: "brought_in",
        ty: FactType::Text,
        kinds: &[],
        summary: "`import` where it comes in with a file or a whole store, `verifier` where the program found it; empty where somebody enters it",
        answer: access::unasked,
    },
    Fact {
        name: "accused",
        ty: FactType::People,
        kinds: &["breach"],
        summary: "the people who are held to have done it, and who heads a unit that is",
        answer: consequences::accused,
    },
    Fact {
        name: "unheard",
        ty: FactType::Text,
        kinds: &["breach"],
        summary: "why they do not count as heard; empty where they do, or need not be",
        answer: consequences::not_heard,
    },
    Fact {
        name: "unshown",
        ty: FactType::Text,
        kinds: &["breach"],
        summary: "why no evidence shows it; empty where some does",
        answer: consequences::not_shown,
    },
    Fact {
        name: "limited",
        ty: FactType::Text,
        kinds: &["breach"],
        summary: "until when a measure could be set, once that has passed; empty before",
        answer: consequences::too_late,
    },
    Fact {
        name: "reported",
        ty: FactType::Text,
        kinds: &["breach"],
        summary: "who would answer for something that they reported; empty where nobody would",
        answer: consequences::for_a_report,
    },
    Fact {
        name: "measure_problem",
        ty: FactType::Text,
        kinds: &["breach"],
        summary: "why the decision that it names does not set its measure; empty where it does or none is named",
        answer: consequences::not_decided,
    },
    Fact {
        name: "frozen_by",
        ty: FactType::Text,
        kinds: &["release"],
        summary: "the breach whose measure stops releases of its AI system or unit; empty where none does",
        answer: consequences::frozen,
    },
    Fact {
        name: "monitor_state",
        ty: FactType::Text,
        kinds: &["measurement"],
        summary: "the state of the monitor whose batch it is; empty where it is of none",
        answer: monitors::state_of_monitor,
    },
    Fact {
        name: "held_by",
        ty: FactType::Text,
        kinds: KEPT,
        summary: "the hold that stops its disposal; empty where none does",
        answer: data::held_by,
    },
    Fact {
        name: "kept_by",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "why it may not be disposed of: a time that still runs, a hold, or rules that contradict each other",
        answer: data::kept_by,
    },
    Fact {
        name: "access_holders",
        ty: FactType::People,
        kinds: &["access_grant"],
        summary: "the people to whom it gives access, directly or by a role",
        answer: access::holders,
    },
    Fact {
        name: "purpose_problem",
        ty: FactType::Text,
        kinds: &["access_grant"],
        summary: "what is wrong with its purpose; empty where its dataset names it",
        answer: access::purpose_problem,
    },
    Fact {
        name: "fields_problem",
        ty: FactType::Text,
        kinds: &["access_grant"],
        summary: "what is wrong with its fields; empty where its dataset lists them all",
        answer: access::fields_problem,
    },
    Fact {
        name: "purpose",
        ty: FactType::Text,
        kinds: &["dataset_version", "dataset"],
        summary: "the purpose that the request to open it names; empty where it names none",
        answer: access::unasked,
    },
    Fact {
        name: "data_grant",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "the grant in force that opens it to who asks, for the purpose of the request; empty where there is none",
        answer: access::unasked,
    },
    Fact {
        name: "no_grant",
        ty: FactType::Text,
        kinds: &["dataset_version"],
        summary: "why no grant opens it, in a sentence",
        answer: access::unasked,
    },
];

/// What is known of a record, by name.
pub type Facts = Vec<(&'static str, Known)>;

/// The facts about records which the policies need to judge these actions, in their order; each fact is asked once for all of them.
pub fn facts(at: &Snapshot, policies: &Policies, asked: &[(&RecordRow, Action<'_>)]) -> Result<Vec<Facts>, Error> {
    let needed = |(row, action): &(&RecordRow, Action<'_>)| {
        policies.facts(*action, &row.kind).map(|it| it.name.as_str()).collect::<Vec<_>>()
    };
    let needed: Vec<Vec<&str>> = asked.iter().map(needed).collect();
    let mut known: Vec<Facts> = asked.iter().map(|_| Facts::new()).collect();
    for fact in FACTS {
        let places: Vec<usize> = (0..asked.len()).filter(|it| needed[*it].contains(&fact.name)).collect();
        if places.is_empty() {
            continue;
        }
        let rows: Vec<&RecordRow> = places.iter().map(|it| asked[*it].0).collect();
        for (place, value) in places.into_iter().zip((fact.answer)(at, &rows)?) {
            known[place].push((fact.name, value));
        }
    }
    Ok(known)
}

fn texts(rows: &[&RecordRow], text: impl Fn(&RecordRow) -> &String) -> Vec<Known> {
    rows.iter().map(|row| Known::Text(text(row).clone())).collect()
}
