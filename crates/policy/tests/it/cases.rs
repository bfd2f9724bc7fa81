//! Cases for the shipped policies: who asks for what, and which policies refuse.

mod bodies;
mod challenges;
mod competence;
mod conformity;
mod consequences;
mod lifecycle;
mod risks;

/// One question and its answer.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub account: &'static str,
    pub person: &'static str,
    pub roles: &'static str,
    pub service: bool,
    pub scopes: Option<&'static str>,
    /// Kind and act, or `store` and a system action.
    pub what: &'static str,
    /// Blank is the kind's first state.
    pub state: &'static str,
    pub document: &'static str,
    pub changed: &'static str,
    pub created_by: &'static str,
    pub last_editor: &'static str,
    pub submitted_by: &'static str,
    pub subject_owner: &'static str,
    pub retired: bool,
    pub mine: bool,
    /// How the quality of data stands.
    pub quality: &'static str,
    /// The fact about data that stands in the way; blank for none.
    pub stands: &'static str,
    /// Names of the policies that refuse; blank when it is permitted.
    pub refused: &'static str,
}

/// A person with these roles asks; records were made by others.
const fn case(roles: &'static str, what: &'static str, refused: &'static str) -> Case {
    Case {
        account: "ada",
        person: "PER-1",
        roles,
        service: false,
        scopes: None,
        what,
        state: "",
        document: "{}",
        changed: "",
        created_by: "PER-2",
        last_editor: "PER-3",
        submitted_by: "PER-4",
        subject_owner: "PER-5",
        retired: false,
        mine: false,
        quality: "pass",
        stands: "",
        refused,
    }
}

/// The same in another state.
const fn at(roles: &'static str, what: &'static str, state: &'static str, refused: &'static str) -> Case {
    Case { state, ..case(roles, what, refused) }
}

/// The same of a record with these fields.
const fn of(roles: &'static str, what: &'static str, document: &'static str, refused: &'static str) -> Case {
    Case { document, ..case(roles, what, refused) }
}

const MEASURED: &str = r#"{"verdict": "pass", "engine": "aims 0.1.0", "data_digest": "sha256:00"}"#;
const MINE: &str = r#"{"owner": "PER-1"}"#;
const MY_ROLE: &str = r#"{"person": "PER-1", "role": "ROL-1"}"#;
/// An external auditor's role without an end.
const VISITOR: Case = Case {
    stands: "assigned_role",
    state: "accepted",
    document: HER_ROLE,
    ..case("executive", "role_assignment accept", "auditors_leave")
};
const HER_ROLE: &str = r#"{"person": "PER-2", "role": "ROL-1"}"#;
const WITNESSED_ALONE: &str = r#"{"done_by": "PER-2", "witness": "PER-2"}"#;
const OF_A_BODY: &str = r#"{"meeting": "MTG-1"}"#;
const HOUSE: &str = r#"{"purpose": "house_procedure"}"#;
const BY_NOBODY: &str = r#"{"reporter": "anonymous"}"#;
const BY_NAME: &str = r#"{"reporter": "named"}"#;
const PUBLIC: &str = r#"{"access": "public"}"#;
const CONFIDENTIAL: &str = r#"{"access": "confidential"}"#;
const REASONED: &str = r#"{"chosen_because": "the only one that the hospital reads"}"#;
const RESTRICTED: &str = r#"{"access": "restricted"}"#;

/// All cases.
pub fn cases() -> Vec<Case> {
    [
        roles(),
        owners(),
        reading(),
        approvals(),
        four_eyes(),
        lifecycle::lifecycle(),
        data(),
        access(),
        bodies::bodies(),
        competence::competence(),
        consequences::breaches(),
        consequences::corrections(),
        consequences::practice(),
        packs(),
        documents(),
        conformity::audits(),
        conformity::statements(),
        conformity::certificates(),
        conformity::scopes(),
        conformity::gaps(),
        risks::risks(),
        challenges::challenges(),
        store(),
    ]
    .concat()
}

fn roles() -> Vec<Case> {
    vec![
        case("governance_lead", "role edit", ""),
        case("governance_lead", "obligation set_aside", ""),
        case("governance_lead", "person erase", "permission"),
        case("administrator", "person leave", ""),
        case("administrator", "ai_system create", ""),
        case("administrator", "ai_system register", "permission"),
        case("administrator", "person erase", ""),
        at("administrator", "document approve", "in_review", "permission"),
        case("operator", "decision create", ""),
        case("operator", "person erase", ""),
        case("risk_officer", "risk treat", ""),
        case("risk_officer", "obligation edit", "permission"),
        case("risk_officer", "dataset edit", "permission"),
        case("system_owner", "ai_system deploy", ""),
        case("system_owner", "document edit", "permission"),
        case("engineer", "model_version withdraw", ""),
        case("engineer", "ai_system edit", ""),
        case("engineer", "ai_system deploy", "permission"),
        case("data_steward", "dataset dispose", ""),
        case("data_steward", "model edit", "permission"),
        case("legal", "obligation set_aside", ""),
        case("legal", "release edit", "permission"),
        case("validator", "release return_to_draft", ""),
        Case { changed: "system", ..at("system_owner", "release edit", "in_review", "release_keeps_its_system") },
        Case { changed: "bundle", ..at("system_owner", "release edit", "in_review", "release_keeps_its_system") },
        Case { changed: "system", ..at("system_owner", "release edit", "draft", "") },
        case("validator", "release edit", "permission"),
        case("procurement", "external_party restrict", ""),
        case("procurement", "external_party erase", "permission"),
        case("internal_auditor", "finding verify", ""),
        case("internal_auditor", "nonconformity create", ""),
        case("internal_auditor", "nonconformity edit", "permission"),
        case("internal_auditor", "risk edit", "permission"),
        case("executive", "objective create", ""),
        case("executive", "ai_system suspend", ""),
        case("executive", "risk edit", "permission"),
        case("overseer", "incident contain", ""),
        case("overseer", "ai_system suspend", ""),
        case("overseer", "ai_system resume", "permission"),
        case("reader", "risk create", "permission"),
        case("reader", "comment create", ""),
        case("", "incident create", ""),
        case("", "risk create", "permission"),
        Case { account: "", person: "", ..case("", "incident create", "permission") },
        Case { account: "", person: "", ..case("", "comment create", "permission") },
        case("external_auditor", "comment create", "external_auditor"),
        case("external_auditor", "finding create", "permission"),
        case("external_auditor governance_lead", "finding create", "external_auditor"),
    ]
}

fn owners() -> Vec<Case> {
    vec![
        of("", "risk edit", MINE, ""),
        of("", "risk treat", MINE, ""),
        of("", "risk retire", MINE, "permission"),
        of("", "role edit", MINE, "permission"),
        of("", "role_assignment edit", MINE, "permission"),
        of("", "finding edit", MINE, "permission"),
        of("", "finding answer", MINE, ""),
        Case { created_by: "PER-1", ..case("", "comment retire", "") },
        Case { created_by: "PER-2", ..case("", "comment retire", "permission") },
        Case { created_by: "PER-1", ..case("", "incident edit", "") },
        Case { created_by: "PER-1", state: "confirmed", ..case("", "incident edit", "permission") },
        // Nobody in particular owns nothing, not even what nobody owns.
        Case { person: "", document: r#"{"owner": ""}"#, ..case("", "risk edit", "permission") },
        Case { person: "", created_by: "", ..case("", "comment edit", "permission") },
    ]
}

fn reading() -> Vec<Case> {
    vec![
        Case { account: "", person: "", ..of("", "risk read", PUBLIC, "") },
        Case { account: "", person: "", ..case("", "risk read", "permission") },
        case("", "risk read", "permission"),
        case("reader", "risk read", ""),
        of("reader", "risk read", CONFIDENTIAL, "permission"),
        of("engineer", "risk read", CONFIDENTIAL, ""),
        of("external_auditor", "risk read", CONFIDENTIAL, ""),
        of("external_auditor", "risk read", RESTRICTED, "permission"),
        case("engineer", "breach read", "breaches_are_not_for_colleagues"),
        Case { mine: true, ..case("engineer", "breach read", "") },
        case("legal", "breach read", ""),
        at("external_auditor", "document read", "draft", "read_drafts"),
        at("external_auditor governance_lead", "document read", "draft", "read_drafts"),
        at("external_auditor", "document read", "in_force", ""),
        at("internal_auditor", "document read", "draft", ""),
        Case { mine: true, ..at("external_auditor", "document read", "draft", "") },
        of("administrator", "risk read", RESTRICTED, "permission"),
        of("internal_auditor", "risk read", RESTRICTED, ""),
        Case { mine: true, ..of("", "risk read", RESTRICTED, "") },
        of("risk_officer", "incident edit", RESTRICTED, "change_restricted"),
        of("legal", "obligation edit", RESTRICTED, ""),
        of("", "risk edit", r#"{"access": "restricted", "owner": "PER-1"}"#, ""),
        Case { created_by: "PER-1", ..of("", "incident create", RESTRICTED, "") },
        Case { scopes: Some("change"), ..of("reader", "risk read", PUBLIC, "token_reads") },
        Case { scopes: Some("read"), ..of("reader", "risk read", PUBLIC, "") },
    ]
}

fn approvals() -> Vec<Case> {
    vec![
        of("", "document approve", MINE, "approve_document"),
        case("legal", "document approve", ""),
        case("executive", "document approve", ""),
        case("system_owner", "impact_assessment approve", "approve_impact_assessment"),
        case("risk_officer", "impact_assessment approve", ""),
        case("system_owner", "treatment approve", "approve_treatment"),
        case("executive", "treatment approve", ""),
        case("system_owner", "risk_acceptance grant", "accept_risk"),
        case("system_owner", "risk_acceptance resume", "accept_risk"),
        case("executive", "risk_acceptance grant", ""),
        case("engineer", "release approve", "approve_release"),
        case("system_owner", "release approve", "approve_release"),
        case("validator", "release approve", ""),
        case("engineer", "change approve", "approve_change"),
        case("system_owner", "change approve", ""),
        case("system_owner", "dataset approve", "approve_data"),
        case("data_steward", "dataset approve", ""),
        case("engineer", "evidence accept", "accept_evidence"),
        at("data_steward", "retention_rule approve", "in_review", "approve_retention"),
        at("legal", "retention_rule approve", "in_review", ""),
        of("", "disposition approve", MINE, "approve_disposal"),
        case("legal", "disposition approve", ""),
        at("data_steward", "measurement_plan approve", "in_review", "approve_measurement_plan"),
        case("internal_auditor", "evidence accept", ""),
        of("", "decision_table approve", MINE, "approve_decision_table"),
        at("legal", "decision_table approve", "in_review", ""),
        Case { stands: "table_fault", ..at("legal", "decision_table approve", "in_review", "table_is_clean") },
        Case { stands: "table_fault", ..at("legal", "decision_table put_in_force", "approved", "table_is_clean") },
        Case {
            stands: "table_fault",
            state: "in_force",
            ..case("governance_lead", "decision_table create", "table_begins_as_draft")
        },
        of("", "resource_plan approve", MINE, "approve_resource_plan"),
        at("executive", "resource_plan approve", "in_review", ""),
        Case { stands: "plan_fault", ..at("executive", "resource_plan approve", "in_review", "plan_is_sound") },
        Case { stands: "plan_fault", ..at("executive", "resource_plan put_in_force", "approved", "plan_is_sound") },
        at("governance_lead", "review_request settle", "submitted", ""),
        Case { stands: "not_fast", ..at("governance_lead", "review_request settle", "submitted", "fast_lane_only") },
        Case {
            stands: "no_yes",
            ..at("governance_lead", "review_request decide", "in_review", "prohibited_is_refused")
        },
        Case { changed: "lane", ..at("governance_lead", "review_request edit", "in_review", "lane_is_settled") },
        Case { changed: "due", ..at("governance_lead", "review_request edit", "in_review", "") },
        Case {
            changed: "path",
            ..at("governance_lead", "review_request edit", "submitted", "path_is_written_by_the_program")
        },
        Case { stands: "table_fault", document: HOUSE, ..at("legal", "decision_table approve", "in_review", "") },
        case("risk_officer", "mapping create", ""),
        Case { stands: "mapping_problem", ..case("risk_officer", "mapping create", "mapping_relates_two") },
        Case { created_by: "PER-1", ..at("risk_officer", "mapping review", "proposed", "own_record") },
        at("risk_officer", "mapping review", "proposed", ""),
        case("internal_auditor", "finding create", ""),
        Case { stands: "criterion_problem", ..case("internal_auditor", "finding create", "criterion_can_be_breached") },
        Case { stands: "criterion_problem", changed: "criterion", ..case("internal_auditor", "finding edit", "") },
        Case {
            stands: "criterion_problem",
            ..at("internal_auditor", "finding issue", "drafted", "criterion_can_be_breached")
        },
        of("concern_channel", "concern create", BY_NOBODY, ""),
        of("engineer", "concern create", BY_NOBODY, "nobody_is_signed_in_there"),
        of("engineer", "concern create", BY_NAME, ""),
        Case { changed: "dialogue", ..case("concern_channel", "concern edit", "") },
        Case { changed: "outcome", ..case("concern_channel", "concern edit", "channel_adds_words") },
        case("concern_channel", "concern read", ""),
        case("governance_lead", "concern read", "concerns_are_read_by_few"),
        case("administrator", "concern read", "concerns_are_read_by_few"),
        case("internal_auditor", "concern read", ""),
        Case { mine: true, document: MINE, ..case("engineer", "concern read", "") },
        at("internal_auditor", "concern investigate", "received", ""),
        Case {
            stands: "investigator_problem",
            ..at("internal_auditor", "concern investigate", "received", "investigator_is_independent")
        },
        Case { document: MINE, ..at("engineer", "concern investigate", "received", "") },
        Case { stands: "concerned_people", ..case("internal_auditor", "concern edit", "concerned_people") },
        Case { changed: "words", ..case("internal_auditor", "concern edit", "words_of_reporters_stay") },
        case("internal_auditor", "store protect", ""),
        case("administrator", "store protect", "reporters_are_not_for_everybody"),
        case("engineer", "store protect", "permission"),
        case("legal", "conflict create", "conflicts_are_found"),
        Case { stands: "brought_in", ..case("legal", "conflict create", "") },
        Case { changed: "rows", ..case("risk_officer", "conflict edit", "found_is_fixed") },
        Case { changed: "resolution", ..case("risk_officer", "conflict edit", "") },
        at("legal", "conflict resolve", "under_decision", ""),
        Case {
            stands: "resolution_problem",
            ..at("legal", "conflict resolve", "under_decision", "resolved_by_decision")
        },
        Case { stands: "who_decides", ..at("legal", "conflict resolve", "under_decision", "has_the_right") },
        Case { stands: "decision_problem", ..at("legal", "conflict tolerate", "under_decision", "decision_is_valid") },
        at("legal", "conflict is_gone", "found", ""),
        Case { stands: "still_present", ..at("legal", "conflict is_gone", "found", "gone_is_computed") },
        case("engineer", "conflict bring_under_decision", "permission"),
        of("", "external_party approve", MINE, "approve_party"),
        case("procurement", "external_party approve", ""),
        case("executive", "external_party lift", ""),
        of("", "contract sign", MINE, "sign_contract"),
        case("legal", "contract sign", ""),
        case("system_owner", "classification confirm", "confirm_classification"),
        case("legal", "classification confirm", ""),
        Case { stands: "outcome_problem", ..case("legal", "classification confirm", "outcome_follows") },
        Case { stands: "override_problem", ..case("legal", "classification confirm", "override_is_allowed") },
        at("governance_lead", "classification create", "confirmed", "born_approved confirmed_when_entered"),
        Case {
            stands: "brought_in",
            ..at("governance_lead", "classification create", "confirmed", "confirmed_when_entered")
        },
        Case { changed: "facts", ..at("legal", "classification edit", "confirmed", "confirmed_is_fixed") },
        Case { changed: "tags", ..at("legal", "classification edit", "confirmed", "") },
        case("risk_officer", "corrective_action verify", "judge_correction"),
        case("risk_officer", "nonconformity close", "judge_correction"),
        case("internal_auditor", "corrective_action verify", ""),
        case("legal", "review_request decide", "decide_request"),
        case("executive", "review_request decide", ""),
        of("", "objective put_in_force", MINE, "set_objective"),
        case("executive", "objective put_in_force", ""),
    ]
}

fn four_eyes() -> Vec<Case> {
    vec![
        Case { created_by: "PER-1", ..case("governance_lead", "document approve", "own_record") },
        Case { last_editor: "PER-1", ..case("governance_lead", "document approve", "own_edit") },
        Case { stands: "writers", ..case("governance_lead", "document approve", "own_edit") },
        Case { submitted_by: "PER-1", ..case("governance_lead", "document approve", "own_submission") },
        Case { subject_owner: "PER-1", ..case("reader", "comment resolve", "") },
        Case { created_by: "PER-1", ..case("governance_lead", "release approve", "own_record") },
        Case { last_editor: "PER-1", ..case("executive", "risk_acceptance grant", "own_edit") },
        Case { created_by: "PER-1", ..case("executive", "risk_acceptance grant", "own_record") },
        Case { last_editor: "PER-1", ..case("internal_auditor", "corrective_action verify", "own_edit") },
        Case { created_by: "PER-1", ..case("governance_lead", "corrective_action verify", "own_record") },
        Case { last_editor: "PER-1", ..case("internal_auditor", "finding verify", "own_edit") },
        // The auditor who wrote a finding judges the answer, which somebody else wrote.
        Case { created_by: "PER-1", ..case("internal_auditor", "finding verify", "") },
        Case { last_editor: "PER-1", ..case("internal_auditor", "nonconformity close", "own_edit") },
        Case { submitted_by: "PER-1", ..case("executive", "review_request decide", "own_submission") },
        Case { created_by: "PER-1", ..case("legal", "classification confirm", "own_record") },
        Case { created_by: "PER-1", ..case("administrator", "role_assignment accept", "own_record") },
        of("governance_lead", "risk_acceptance grant", MINE, "own_risk"),
        of("administrator", "role_assignment create", MY_ROLE, "own_role"),
        of("administrator", "role_assignment edit", MY_ROLE, "own_role"),
        of("executive", "role_assignment accept", MY_ROLE, "own_role"),
        of("governance_lead", "role_assignment end", MY_ROLE, ""),
        of("administrator", "role_assignment create", HER_ROLE, ""),
        of("executive", "role_assignment accept", HER_ROLE, ""),
        VISITOR,
        Case { document: r#"{"person": "PER-2", "role": "ROL-1", "until": "2026-03-06"}"#, refused: "", ..VISITOR },
        Case { state: "proposed", refused: "", ..VISITOR },
        Case { service: true, ..case("governance_lead", "document approve", "a_person_decides") },
        Case { person: "", ..case("governance_lead", "document approve", "a_person_decides") },
        Case { service: true, ..case("governance_lead", "document edit", "") },
        Case { changed: "title", ..case("governance_lead", "document approve", "approve_unchanged") },
        Case { changed: "verifier judgement", ..case("internal_auditor", "corrective_action verify", "") },
    ]
}

fn data() -> Vec<Case> {
    let blocked = |it: Case| Case { stands: "blocked_data", ..it };
    let withdrawn = |it: Case| Case { stands: "withdrawn_data", ..it };
    let kept = |it: Case| Case { stands: "kept_by", ..it };
    let held = |it: Case| Case { stands: "held_by", ..it };
    let batch = |stands: &'static str, it: Case| Case { stands, ..it };
    vec![
        case("data_steward", "dataset_version accept", ""),
        Case { quality: "excepted", ..case("data_steward", "dataset_version accept", "") },
        Case { quality: "fail", ..case("data_steward", "dataset_version accept", "quality_is_shown") },
        Case { quality: "never_measured", ..case("governance_lead", "dataset_version accept", "quality_is_shown") },
        Case { quality: "fail", ..case("data_steward", "dataset_version reject", "") },
        Case { stands: "broken_chain", ..case("data_steward", "dataset_version accept", "chain_holds") },
        Case { stands: "beyond_budget", ..case("data_steward", "dataset_version accept", "within_privacy_budget") },
        Case {
            stands: "beyond_budget",
            ..at("governance_lead", "dataset_version create", "accepted", "entered_within_privacy_budget")
        },
        Case { stands: "beyond_budget", ..case("governance_lead", "dataset_version create", "") },
        Case {
            stands: "spent_on",
            changed: "epsilon",
            ..at("data_steward", "dataset_version edit", "accepted", "spent_privacy_is_fixed")
        },
        Case { stands: "spent_on", changed: "title", ..at("data_steward", "dataset_version edit", "accepted", "") },
        Case { stands: "trade_off", ..case("data_steward", "dataset_version accept", "treatment_is_weighed") },
        Case { stands: "trade_off", document: REASONED, ..case("data_steward", "dataset_version accept", "") },
        blocked(case("validator", "model_version approve", "licence_allows")),
        blocked(case("system_owner", "ai_system operate", "licence_allows")),
        blocked(case("system_owner", "ai_system suspend", "")),
        Case { stands: "unassessed_place", ..case("system_owner", "ai_system operate", "duties_of_places_assessed") },
        Case { stands: "unassessed_place", ..case("system_owner", "ai_system suspend", "") },
        batch("active_monitor", case("batch_sender", "measurement create", "")),
        batch("monitor_state", case("batch_sender", "measurement create", "monitor_takes_batches")),
        batch("monitor_state", case("governance_lead", "measurement create", "monitor_takes_batches")),
        case("batch_sender", "measurement create", "permission"),
        batch("active_monitor", case("batch_sender", "measurement edit", "permission")),
        batch("active_monitor", case("reader", "measurement create", "permission")),
        case("batch_sender", "monitor edit", "permission"),
        case("batch_sender", "monitor read", ""),
        case("batch_sender", "risk read", "permission"),
        withdrawn(case("validator", "model_version approve", "data_may_be_used")),
        Case { stands: "missing_topics", ..case("legal", "contract sign", "required_topics_agreed") },
        Case { stands: "missing_topics", ..at("legal", "contract renew", "ended", "required_topics_agreed") },
        Case { stands: "missing_topics", ..case("legal", "contract end", "") },
        Case { stands: "missing_topics", ..at("legal", "contract create", "in_force", "required_topics_of_new") },
        Case { stands: "missing_topics", ..at("legal", "contract create", "draft", "") },
        Case { stands: "brought_in", ..at("legal", "contract create", "in_force", "") },
        at("legal", "contract create", "in_force", ""),
        withdrawn(at("system_owner", "release put_in_service", "approved", "data_may_be_used")),
        kept(at("data_steward", "dataset_version dispose", "withdrawn", "nothing_goes_too_early")),
        at("data_steward", "dataset_version dispose", "withdrawn", ""),
        held(case("administrator", "evidence erase", "holds_stop_erasure")),
        case("administrator", "evidence erase", ""),
        Case { changed: "items", ..at("data_steward", "disposition edit", "approved", "planned_is_agreed") },
        Case { changed: "witness searched", ..at("data_steward", "disposition edit", "performed", "") },
        Case { changed: "items", ..case("data_steward", "disposition edit", "") },
        at("data_steward", "disposition create", "approved", "a_run_begins_planned born_approved"),
        at("operator", "disposition create", "approved", "a_run_begins_planned"),
        case("data_steward", "disposition create", ""),
        of("data_steward", "disposition certify", WITNESSED_ALONE, "another_witness"),
        case("data_steward", "disposition certify", ""),
    ]
}

fn access() -> Vec<Case> {
    let stands = |stands: &'static str, it: Case| Case { stands, ..it };
    vec![
        case("", "access_grant create", ""),
        stands("purpose_problem", case("", "access_grant create", "access_has_a_purpose")),
        stands("fields_problem", case("", "access_grant create", "access_names_fields")),
        case("", "access_grant edit", "permission"),
        Case { created_by: "PER-1", changed: "need", ..case("", "access_grant edit", "") },
        Case { changed: "expires", ..at("data_steward", "access_grant edit", "granted", "given_access_is_fixed") },
        Case { changed: "owner", ..at("data_steward", "access_grant edit", "granted", "") },
        of("", "access_grant grant", MINE, "access_is_decided"),
        case("data_steward", "access_grant grant", ""),
        stands("access_holders", case("data_steward", "access_grant grant", "own_access")),
        stands("access_holders", at("data_steward", "access_grant confirm", "granted", "own_access")),
        Case { service: true, ..at("data_steward", "access_grant confirm", "granted", "access_needs_a_person") },
        at("data_steward", "access_grant revoke", "granted", ""),
        at("legal", "access_grant revoke", "granted", ""),
        at("engineer", "access_grant revoke", "granted", "permission"),
        case("internal_auditor", "access_log create", ""),
        case("data_steward", "access_log review", ""),
        Case { changed: "file", ..case("data_steward", "access_log edit", "logs_are_fixed") },
        case("reader", "evidence open", ""),
        case("governance_lead", "dataset_version open", "purpose_is_named"),
        stands("no_grant", case("governance_lead", "dataset_version open", "grant_in_force")),
        stands("data_grant", case("engineer", "dataset_version open", "")),
        case("engineer", "dataset open", ""),
        stands("subject_access", case("engineer", "dataset open", "answers_about_people")),
        stands("subject_access", case("legal", "dataset open", "")),
        stands("access_trail", case("engineer", "dataset open", "trail_is_seen")),
        stands("access_trail", of("engineer", "dataset open", MINE, "")),
    ]
}

fn packs() -> Vec<Case> {
    let review = |what: &'static str, refused: &'static str| case("executive", what, refused);
    let hold = "management_review hold";
    let approve = "management_review approve_results";
    vec![
        case("executive", "report issue", ""),
        case("risk_officer", "report create", ""),
        case("engineer", "report create", "permission"),
        Case { changed: "says", ..at("executive", "report edit", "issued", "issued_is_fixed") },
        Case { changed: "tags", ..at("executive", "report edit", "issued", "") },
        review("management_review create", ""),
        Case { stands: "missing_inputs", ..review(hold, "review_is_complete") },
        Case { stands: "chair_problem", ..review(hold, "top_management_leads") },
        Case { stands: "results_problem", ..review(approve, "results_are_decided") },
        Case {
            changed: "results",
            ..at("executive", "management_review edit", "results_approved", "reviewed_is_fixed")
        },
        Case { changed: "tags", ..at("executive", "management_review edit", "results_approved", "") },
    ]
}

fn documents() -> Vec<Case> {
    let put_in_force = case("legal", "document put_in_force", "policy_is_approved");
    vec![
        case("legal", "document put_in_force", ""),
        Case { stands: "approval_problem", ..put_in_force },
        case("legal", "policy_statement create", ""),
        case("legal", "acknowledgement create", ""),
        of("", "acknowledgement give", MINE, ""),
        case("governance_lead", "acknowledgement give", "nobody_for_another"),
        Case { changed: "remark", ..at("governance_lead", "acknowledgement edit", "given", "given_is_fixed") },
        Case { changed: "due", ..case("governance_lead", "acknowledgement edit", "") },
        Case { changed: "due", ..of("", "acknowledgement edit", MINE, "nobody_moves_their_own_day") },
        Case { changed: "person", ..case("governance_lead", "acknowledgement edit", "asked_of_one_person") },
    ]
}

fn store() -> Vec<Case> {
    vec![
        case("administrator", "store restore_backup", ""),
        case("administrator", "store configure", ""),
        case("governance_lead", "store import", ""),
        case("governance_lead", "store configure", "permission"),
        case("internal_auditor", "store read_ledger", ""),
        case("external_auditor", "store bundle", ""),
        case("external_auditor", "store backup", "permission"),
        case("engineer", "store export", ""),
        case("engineer", "store import", "permission"),
        case("reader", "store export", "permission"),
        case("", "store read_ledger", "permission"),
        Case { scopes: Some("read"), ..case("governance_lead", "risk edit", "token_changes") },
        Case { scopes: Some("change"), ..case("governance_lead", "risk edit", "") },
        Case { scopes: Some("read change"), ..case("governance_lead", "store import", "token_imports") },
        Case { scopes: Some("read change"), ..case("governance_lead", "store export", "token_exports") },
        Case { scopes: Some("read export"), ..case("governance_lead", "store bundle", "") },
        Case { scopes: Some("export"), ..case("governance_lead", "store read_ledger", "token_reads") },
        Case { scopes: Some("change"), ..case("administrator", "store backup", "token_administers") },
        Case { scopes: Some("change"), ..case("administrator", "person erase", "token_administers") },
        Case { scopes: Some("administer"), ..case("administrator", "store backup", "") },
    ]
}
