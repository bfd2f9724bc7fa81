//! What policies may know beyond the record: facts are computed here, decisions are Cedar's.

use policy::{Fact as Known, FactType};
use store::RecordRow;

use crate::access::answers as access;
use crate::bodies::rights::told;
use crate::consequences::answers as consequences;
use crate::data::answers as data;
use crate::data::supplier::answers as supplier;
use crate::fact::Fact;
use crate::fact_kinds::{DECIDED, KEPT, RIGHTS};
use crate::facts_of_risks::OF_RISKS;
use crate::monitoring::answers as monitors;
use crate::packing::answers as packing;
use crate::tiering::answers as tiering;

/// Every fact.
pub fn all() -> impl Iterator<Item = &'static Fact> {
    FACTS.iter().chain(OF_RISKS)
}

/// Facts about everything but risks.
const FACTS: &[Fact] = &[
    Fact {
        name: "last_editor",
        ty: FactType::Person,
        kinds: &[],
        summary: "who made the version that stands, as a person's number or an account",
        answer: |_, rows| Ok(texts(rows, |row| &row.makers.editor)),
    },
    Fact::people("writers", &[], "who ever wrote something of what it says", crate::writers::writers),
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
    Fact::text(
        "unassessed_place",
        &["ai_system", "release"],
        "a place where it is used and whose duties nobody assessed; empty where none is",
        crate::obligations::answers::unassessed_place,
    ),
    Fact {
        name: "subject_owner",
        ty: FactType::Person,
        kinds: &["comment", "measurement"],
        summary: "who owns the record that is commented on or was measured",
        answer: crate::mention::subject_owner,
    },
    Fact::text(
        "restate_problem",
        &["measurement"],
        "why no newer measurement takes its place; empty where one that was recorded names it and measured the same",
        crate::measuring::restate_problem,
    ),
    Fact::text(
        "data_quality",
        &["dataset_version"],
        "how its quality stands: pass, excepted, fail, not_assessable, stale, nothing_counts or never_measured",
        data::quality_fact,
    ),
    Fact::text(
        "data_quality_reason",
        &["dataset_version"],
        "how its quality stands, in a sentence",
        data::quality_reason,
    ),
    Fact::text(
        "broken_chain",
        &["dataset_version"],
        "the first place where the chain of digests behind it is broken; empty where none is",
        data::broken_chain,
    ),
    Fact::text(
        "beyond_budget",
        &["dataset_version"],
        "which privacy budget its acceptance would overspend, in a sentence; empty where none",
        data::beyond_budget,
    ),
    Fact::text(
        "spent_on",
        &["dataset_version"],
        "the day on which the privacy loss that it states was spent; empty before",
        data::spent_on,
    ),
    Fact::text(
        "trade_off",
        &["dataset_version"],
        "where it stands among treatments of the same version: on_front, not_distinguishable, beaten or outside; empty where it treats none",
        data::trade_off_fact,
    ),
    Fact::text("trade_off_reason", &["dataset_version"], "why it stands there, in a sentence", data::trade_off_reason),
    Fact::texts(
        "blocked_data",
        &["model_version", "release", "ai_system"],
        "datasets behind it whose licence does not allow what it does, each with its licence",
        data::blocked,
    ),
    Fact::texts(
        "withdrawn_data",
        &["model_version", "release"],
        "versions of data behind it that were withdrawn, rejected or destroyed",
        data::withdrawn,
    ),
    Fact::text(
        "table_fault",
        &["decision_table"],
        "the first fault that the verifier finds, with a case that shows it, or what is not settled; empty where the table is clean",
        crate::deciding::verified::faults,
    ),
    Fact::text(
        "approval_problem",
        &["document"],
        "why no decision of somebody else approves a policy; empty where one does, and for documents that are no policies",
        crate::documents::answers::approval,
    ),
    Fact::texts(
        "statement_faults",
        &["statement_of_applicability"],
        "what a statement of applicability does not say or contradicts, each with its control and what to do",
        crate::conformity::answers::statement_faults,
    ),
    Fact::text(
        "statement_decision",
        &["statement_of_applicability", "aims_scope", "risk_criteria"],
        "why no decision of somebody else is about exactly what it says; empty where one is",
        crate::conformity::answers::statement_decision,
    ),
    Fact::text(
        "certification_problem",
        &["certification"],
        "what a certificate contradicts: its body, its days, its scope or its statement; empty where nothing does",
        crate::certifying::answers::certification_problem,
    ),
    Fact::texts(
        "scope_faults",
        &["aims_scope"],
        "what a scope contradicts so that it cannot be approved",
        crate::scoping::answers::scope_faults,
    ),
    Fact::text(
        "team_problem",
        &["audit"],
        "what keeps the team from being impartial: who answers for, runs or decided what is audited and did not leave it to others; empty where nothing does",
        crate::auditing::answers::team_problem,
    ),
    Fact::text(
        "team_competence",
        &["audit"],
        "who of those that judge in it lacks what the role of auditors asks for, and what; empty where nobody does",
        crate::competence::answers::team_competence,
    ),
    Fact::texts(
        "lacks_competence",
        &["role_assignment"],
        "what its person lacks of what the role asks for, once it is accepted and until it has ended; each with why",
        crate::competence::answers::lacks_competence,
    ),
    Fact::text(
        "assigned_role",
        &["role_assignment"],
        "the key of the role that is assigned",
        crate::competence::answers::assigned_role,
    ),
    Fact::people(
        "proven_person",
        &["competence_record", "quiz_attempt"],
        "the person whose competence it proves, or who took the quiz",
        crate::competence::answers::proven_person,
    ),
    Fact {
        name: "attempts",
        ty: FactType::Long,
        kinds: &["quiz"],
        summary: "how often it was taken",
        answer: crate::competence::answers::attempts,
    },
    Fact::texts(
        "open_lines",
        &["audit"],
        "lines of the checklist that are neither concluded nor left out with a reason, or that there is none",
        crate::auditing::answers::open_lines,
    ),
    Fact {
        name: "samples_drawn",
        ty: FactType::Long,
        kinds: &["audit"],
        summary: "samples by chance that were drawn from the seed of the audit",
        answer: crate::auditing::answers::samples_drawn,
    },
    Fact::text(
        "audit_state",
        &["audit_item"],
        "the state of the audit to whose checklist the line belongs",
        crate::auditing::answers::audit_state,
    ),
    Fact::people(
        "cannot_judge",
        &["audit_item"],
        "the people who answer for, run or decided what the line is about, and therefore do not judge it",
        crate::auditing::answers::cannot_judge,
    ),
    Fact::text(
        "rating_problem",
        &["rating"],
        "what is wrong with a rating sheet: its assessment, its assessor or a row; empty where nothing is",
        crate::gaps::answers::rating_problem,
    ),
    Fact::text(
        "assessment_problem",
        &["assessment"],
        "what keeps an assessment from being concluded: sheets that are not handed in, what is not settled; empty where nothing does",
        crate::gaps::answers::assessment_problem,
    ),
    Fact::texts(
        "missing_inputs",
        &["management_review"],
        "inputs that the review must have and of which nothing is said, each with what to do",
        packing::missing_inputs,
    ),
    Fact::text(
        "chair_problem",
        &["management_review"],
        "why whoever leads the review is not of top management on its day; empty where they are",
        packing::chair_problem,
    ),
    Fact::text(
        "results_problem",
        &["management_review"],
        "the first result that rests on no decision that counts; empty where all do",
        packing::results_problem,
    ),
    Fact::text(
        "plan_fault",
        &["resource_plan"],
        "the first thing that is wrong with the plan: its period, hours, tiers or currencies; empty where nothing is",
        crate::resourcing::answers::plan_fault,
    ),
    Fact::text(
        "still_present",
        &["conflict"],
        "`yes` where the tables in force still clash, `no` where they do not, `not_settled` where that is not known",
        crate::conflicts::answers::still_present,
    ),
    Fact::text(
        "resolution_problem",
        &["conflict"],
        "what its resolution lacks to be a decision that stands and is about it; empty where it lacks nothing",
        crate::conflicts::answers::resolution_problem,
    ),
    Fact::text(
        "mapping_problem",
        &["mapping"],
        "why it relates nothing: the same thing on both sides, or things of different kinds; empty where it does",
        crate::integrating::answers::mapping_problem,
    ),
    Fact::text(
        "evidence_problem",
        &["finding"],
        "why nothing of the evidence that it names could have shown the opposite; empty where something could, or none is named",
        crate::correcting::answers::evidence_problem,
    ),
    Fact::text(
        "effect_problem",
        &["corrective_action"],
        "why records do not show, or not yet, that it worked; empty where they do, or nothing in records would",
        crate::correcting::answers::effect_problem,
    ),
    Fact::texts(
        "closing_problems",
        &["nonconformity"],
        "what it lacks before it can be closed, in sentences",
        crate::correcting::answers::closing_problems,
    ),
    Fact::people(
        "doers",
        &["finding", "nonconformity", "corrective_action"],
        "who answers for it or carried out what is to be judged",
        crate::correcting::answers::doers,
    ),
    Fact::people(
        "excepted_people",
        &["policy_statement"],
        "whom its exceptions cover: people who are excepted, and who answers for what is",
        crate::practising::answers::excepted_people,
    ),
    Fact::text(
        "criterion_problem",
        &["audit_item", "finding", "nonconformity"],
        "why what it cites cannot be breached: guidance, information, a group, or something that no library knows; empty where it can",
        crate::modality::answers::criterion_problem,
    ),
    Fact::text(
        "investigator_problem",
        &["concern"],
        "why its investigator cannot be that: whom it is about, or somebody who reports to them; empty where nothing is against it",
        crate::concerns::answers::investigator_problem,
    ),
    Fact::people(
        "concerned_people",
        &["concern"],
        "the people whom it is about, and those who report to them",
        crate::concerns::answers::touched,
    ),
    Fact::text(
        "decision_problem",
        DECIDED,
        "why decisions do not open it: one that it names and that is not valid, or one that a body with that mandate has not validly taken; empty where nothing is missing",
        crate::bodies::gate::problems,
    ),
    Fact::people(
        "may_decide",
        RIGHTS,
        "the people who may decide it now by the table of decision rights, also those to whom the right was passed on",
        told::may_decide,
    ),
    Fact::text(
        "who_decides",
        RIGHTS,
        "which roles may decide it by which row, and who holds them now; empty where no table speaks of it",
        told::who_decides,
    ),
    Fact::texts(
        "missing_evidence",
        RIGHTS,
        "what the table of decision rights asks for and is not there: evidence, signatures of others, an end to what is open",
        told::missing_evidence,
    ),
    Fact::text(
        "outcome_problem",
        &["classification"],
        "why its outcome does not follow from its facts by the tables in force; empty where it does or none decides",
        tiering::outcome_problem,
    ),
    Fact::text(
        "override_problem",
        &["classification"],
        "what its override lacks; empty where it lacks nothing or there is none",
        tiering::override_problem,
    ),
    Fact::texts(
        "missing_topics",
        &["contract"],
        "topics that the tier of what depends on it asks for and of which no obligation that applies speaks, each with its clause",
        supplier::missing,
    ),
    Fact::text(
        "brought_in",
        &[],
        "`import` where it comes in with a file or a whole store, `verifier` where the program found it, `program` where it enters what it sets up; empty where somebody enters it",
        access::unasked,
    ),
    Fact::text(
        "held_by_release",
        &["model_version", "component"],
        "the release that consists of it and is no draft; empty where there is none",
        crate::released::held,
    ),
    Fact::people(
        "passed_on_by",
        &["role_assignment"],
        "who holds what is passed on by it; nobody where nothing is",
        crate::bodies::rights::passed::givers,
    ),
    Fact::people(
        "may_take_back",
        &["decision"],
        "the people who may revoke it: whoever took it or may take it",
        crate::bodies::taking_back::may_take_back,
    ),
    Fact::text(
        "out_of_use",
        &["release"],
        "the AI system of which it would go into service although that is not used; empty where it is",
        crate::released::out_of_use,
    ),
    Fact::people(
        "told_people",
        &["escalation"],
        "the people whom its ladder has told",
        crate::escalating::answers::told_people,
    ),
    Fact::people(
        "accused",
        &["breach"],
        "the people who are held to have done it, and who heads a unit that is",
        consequences::accused,
    ),
    Fact::people("set_by", &["breach"], "the people who decided about its measure", consequences::set_by),
    Fact::text(
        "unheard",
        &["breach"],
        "why they do not count as heard; empty where they do, or need not be",
        consequences::not_heard,
    ),
    Fact::text("unshown", &["breach"], "why no evidence shows it; empty where some does", consequences::not_shown),
    Fact::text(
        "limited",
        &["breach"],
        "until when a measure could be set, once that has passed; empty before",
        consequences::too_late,
    ),
    Fact::text(
        "reported",
        &["breach"],
        "who would answer for something that they reported; empty where nobody would",
        consequences::for_a_report,
    ),
    Fact::text(
        "not_into_use",
        &["ai_system"],
        "why nobody may put it into use, by the table of decision rights; empty where somebody may",
        told::not_into_use,
    ),
    Fact::text(
        "unreleased",
        &["ai_system"],
        "why it does not go into operation: no approved release of a grave one; empty where there is one or none is asked",
        crate::released::unreleased,
    ),
    Fact::text(
        "measure_problem",
        &["breach"],
        "why the decision that it names does not set its measure; empty where it does or none is named",
        consequences::not_decided,
    ),
    Fact::text(
        "frozen_by",
        &["release"],
        "the breach whose measure stops releases of its AI system or unit; empty where none does",
        consequences::frozen,
    ),
    Fact::text(
        "monitor_state",
        &["measurement"],
        "the state of the monitor whose batch it is; empty where it is of none",
        monitors::state_of_monitor,
    ),
    Fact::text("held_by", KEPT, "the hold that stops its disposal; empty where none does", data::held_by),
    Fact::text(
        "kept_by",
        &["dataset_version"],
        "why it may not be disposed of: a time that still runs, a hold, or rules that contradict each other",
        data::kept_by,
    ),
    Fact::people(
        "access_holders",
        &["access_grant"],
        "the people to whom it gives access, directly or by a role",
        access::holders,
    ),
    Fact::text(
        "purpose_problem",
        &["access_grant"],
        "what is wrong with its purpose; empty where its dataset names it",
        access::purpose_problem,
    ),
    Fact::text(
        "fields_problem",
        &["access_grant"],
        "what is wrong with its fields; empty where its dataset lists them all",
        access::fields_problem,
    ),
    Fact::text(
        "purpose",
        &["dataset_version", "dataset"],
        "the purpose that the request to open it names; empty where it names none",
        access::unasked,
    ),
    Fact::text(
        "data_grant",
        &["dataset_version"],
        "the grant in force that opens it to who asks, for the purpose of the request; empty where there is none",
        access::unasked,
    ),
    Fact::text("no_grant", &["dataset_version"], "why no grant opens it, in a sentence", access::unasked),
];

fn texts(rows: &[&RecordRow], text: impl Fn(&RecordRow) -> &String) -> Vec<Known> {
    rows.iter().map(|row| Known::Text(text(row).clone())).collect()
}
