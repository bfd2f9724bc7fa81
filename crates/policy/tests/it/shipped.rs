//! The shipped policies, asked about the shipped kinds: each policy decides at least one case by itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use policy::{
    Action, Actor, Class, Effect, Fact, FactShape, FactType, Policies, Question, RecordView, Resource, Verdict,
};
use record::{Catalog, Source};

use crate::cases::{Case, cases};
use crate::world::{document, refused_by, told};

/// The shipped kinds.
pub static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load(&sources(), &[]).unwrap_or_else(|it| panic!("{}", told(&it))));

pub static POLICIES: LazyLock<Policies> = LazyLock::new(|| without(""));

/// The facts of which the shipped policies speak.
pub fn facts() -> Vec<FactShape> {
    let shape = |name: &str, summary: &str| FactShape {
        name: name.to_owned(),
        ty: FactType::Person,
        kinds: None,
        summary: summary.to_owned(),
    };
    let some = |name: &str, ty: FactType, kinds: &[&str]| FactShape {
        name: name.to_owned(),
        ty,
        kinds: Some(kinds.iter().map(|it| (*it).to_owned()).collect()),
        summary: "What is known of the data behind it.".to_owned(),
    };
    vec![
        shape("last_editor", "Who made the latest version that changed a field."),
        shape("submitted_by", "Who moved the record into its present state."),
        shape("subject_owner", "Who owns the record that is commented on or was measured."),
        some("data_quality", FactType::Text, &["dataset_version"]),
        some("data_quality_reason", FactType::Text, &["dataset_version"]),
        some("broken_chain", FactType::Text, &["dataset_version"]),
        some("beyond_budget", FactType::Text, &["dataset_version"]),
        some("spent_on", FactType::Text, &["dataset_version"]),
        some("trade_off", FactType::Text, &["dataset_version"]),
        some("trade_off_reason", FactType::Text, &["dataset_version"]),
        some("blocked_data", FactType::Texts, &["model_version", "release", "ai_system"]),
        some("unassessed_place", FactType::Text, &["ai_system", "release"]),
        some("withdrawn_data", FactType::Texts, &["model_version", "release"]),
        some("missing_topics", FactType::Texts, &["contract"]),
        FactShape { ty: FactType::Text, ..shape("brought_in", "How it comes in.") },
        FactShape { ty: FactType::People, ..shape("writers", "Who ever wrote something of it.") },
        some("team_competence", FactType::Text, &["audit"]),
        some("lacks_competence", FactType::Texts, &["role_assignment"]),
        some("proven_person", FactType::People, &["competence_record", "quiz_attempt"]),
        some("attempts", FactType::Long, &["quiz"]),
        some("team_problem", FactType::Text, &["audit"]),
        some("open_lines", FactType::Texts, &["audit"]),
        some("samples_drawn", FactType::Long, &["audit"]),
        some("audit_state", FactType::Text, &["audit_item"]),
        some("cannot_judge", FactType::People, &["audit_item"]),
        some("accused", FactType::People, &["breach"]),
        some("set_by", FactType::People, &["breach"]),
        some("told_people", FactType::People, &["escalation"]),
        some("may_take_back", FactType::People, &["decision"]),
        some("out_of_use", FactType::Text, &["release"]),
        some("passed_on_by", FactType::People, &["role_assignment"]),
        some("unheard", FactType::Text, &["breach"]),
        some("unshown", FactType::Text, &["breach"]),
        some("limited", FactType::Text, &["breach"]),
        some("reported", FactType::Text, &["breach"]),
        some("not_into_use", FactType::Text, &["ai_system"]),
        some("unreleased", FactType::Text, &["ai_system"]),
        some("measure_problem", FactType::Text, &["breach"]),
        some("frozen_by", FactType::Text, &["release"]),
        some("held_by_release", FactType::Text, &["model_version", "component"]),
        some("still_present", FactType::Text, &["conflict"]),
        some("resolution_problem", FactType::Text, &["conflict"]),
        some("mapping_problem", FactType::Text, &["mapping"]),
        some("certification_problem", FactType::Text, &["certification"]),
        some("evidence_problem", FactType::Text, &["finding"]),
        some("effect_problem", FactType::Text, &["corrective_action"]),
        some("closing_problems", FactType::Texts, &["nonconformity"]),
        some("doers", FactType::People, &["finding", "nonconformity", "corrective_action"]),
        some("excepted_people", FactType::People, &["policy_statement"]),
        some("criterion_problem", FactType::Text, &["audit_item", "finding", "nonconformity"]),
        some("investigator_problem", FactType::Text, &["concern"]),
        some("concerned_people", FactType::People, &["concern"]),
        some("decision_problem", FactType::Text, DECIDED),
        some("may_decide", FactType::People, RIGHTS),
        some("who_decides", FactType::Text, RIGHTS),
        some("missing_evidence", FactType::Texts, RIGHTS),
        some("table_fault", FactType::Text, &["decision_table"]),
        some("assigned_role", FactType::Text, &["role_assignment"]),
        some("plan_fault", FactType::Text, &["resource_plan"]),
        some("statement_faults", FactType::Texts, &["statement_of_applicability"]),
        some("statement_decision", FactType::Text, &["statement_of_applicability", "aims_scope", "risk_criteria"]),
        some("scope_faults", FactType::Texts, &["aims_scope"]),
        some("criteria_problem", FactType::Text, &["risk_criteria"]),
        some("replaced_by", FactType::Text, &["risk_criteria"]),
        some("spoken_for", FactType::Text, &["risk_assessment"]),
        some("above_the_line", FactType::Text, &["risk"]),
        some("stays_in_sight", FactType::Text, &["risk"]),
        some("restate_problem", FactType::Text, &["measurement"]),
        some("score_problem", FactType::Text, &["risk"]),
        some("silent_move", FactType::Text, &["risk"]),
        some("run_problem", FactType::Text, &["risk_assessment"]),
        some("sheet_problem", FactType::Text, &["score_sheet"]),
        some("unassessed_stages", FactType::Texts, &["ai_system"]),
        some("unconsulted", FactType::Texts, &["impact_assessment"]),
        some("treatment_problem", FactType::Text, &["treatment"]),
        some("agreement_problem", FactType::Text, &["treatment"]),
        some("success_problem", FactType::Text, &["treatment"]),
        some("challenger_problem", FactType::Text, &["exercise"]),
        some("run_challengers", FactType::People, &["exercise_run"]),
        some("later_run", FactType::Text, &["exercise_run"]),
        some("acceptance_problem", FactType::Text, &["risk_acceptance"]),
        some("unaccepted", FactType::Texts, &["ai_system", "release"]),
        some("rating_problem", FactType::Text, &["rating"]),
        some("assessment_problem", FactType::Text, &["assessment"]),
        some("missing_inputs", FactType::Texts, &["management_review"]),
        some("chair_problem", FactType::Text, &["management_review"]),
        some("results_problem", FactType::Text, &["management_review"]),
        some("approval_problem", FactType::Text, &["document"]),
        some("not_fast", FactType::Text, &["review_request"]),
        some("no_yes", FactType::Text, &["review_request"]),
        some("outcome_problem", FactType::Text, &["classification"]),
        some("override_problem", FactType::Text, &["classification"]),
        some("held_by", FactType::Text, KEPT),
        some("kept_by", FactType::Text, &["dataset_version"]),
        some("monitor_state", FactType::Text, &["measurement"]),
        some("access_holders", FactType::People, &["access_grant"]),
        some("purpose_problem", FactType::Text, &["access_grant"]),
        some("fields_problem", FactType::Text, &["access_grant"]),
        some("purpose", FactType::Text, &["dataset_version", "dataset"]),
        some("data_grant", FactType::Text, &["dataset_version"]),
        some("no_grant", FactType::Text, &["dataset_version"]),
    ]
}

/// The facts about a record of a kind: those that are said, else that nothing stands in the way.
pub fn known(kind: &str, said: impl Fn(&str) -> Option<Fact>) -> Vec<(&'static str, Fact)> {
    let name = |it: &FactShape| *NAMES.iter().find(|name| **name == it.name).expect("a name");
    let concerned = facts().into_iter().filter(|it| it.concerns(kind));
    concerned.map(|it| (name(&it), said(&it.name).unwrap_or(it.ty.nothing()))).collect()
}

/// What a case says of a fact.
fn said(case: &Case, name: &str) -> Option<Fact> {
    match name {
        "last_editor" => Some(Fact::Text(case.last_editor.to_owned())),
        "submitted_by" => Some(Fact::Text(case.submitted_by.to_owned())),
        "subject_owner" => Some(Fact::Text(case.subject_owner.to_owned())),
        "data_quality" => Some(Fact::Text(case.quality.to_owned())),
        "broken_chain" if case.stands == name => Some(Fact::Text("step 2 took in other bytes".to_owned())),
        "held_by" | "kept_by" if case.stands == name => Some(Fact::Text("RET-1 keeps it".to_owned())),
        "monitor_state" if case.stands == name => Some(Fact::Text("paused".to_owned())),
        "monitor_state" if case.stands == "active_monitor" => Some(Fact::Text("active".to_owned())),
        "beyond_budget" if case.stands == name => Some(Fact::Text("1.2 of 1 of epsilon are spent".to_owned())),
        "spent_on" if case.stands == name => Some(Fact::Text("2026-03-02".to_owned())),
        "trade_off" if case.stands == name => Some(Fact::Text("beaten".to_owned())),
        "told_people" if case.stands == "told_others" => Some(Fact::Texts(vec!["PER-9".to_owned()])),
        "out_of_use" if case.stands == name => Some(Fact::Text("SYS-1 is retired".to_owned())),
        "passed_on_by" if case.stands == "passed_on_by_another" => Some(Fact::Texts(vec!["PER-9".to_owned()])),
        "samples_drawn" | "attempts" if case.stands == name => Some(Fact::Long(1)),
        "assigned_role" if case.stands == name => Some(Fact::Text("external_auditor".to_owned())),
        "assigned_role" if case.stands == "challenger_role" => Some(Fact::Text("challenger".to_owned())),
        "run_challengers" if case.stands == "own_run" => Some(Fact::Texts(vec!["PER-1".to_owned()])),
        "audit_state" if case.stands == name => Some(Fact::Text("reported".to_owned())),
        "access_holders" | "cannot_judge" | "concerned_people" | "accused" | "set_by" | "told_people"
        | "may_take_back" | "passed_on_by" | "doers" | "proven_person" | "excepted_people" | "writers"
            if case.stands == name =>
        {
            Some(Fact::Texts(vec!["PER-1".to_owned()]))
        }
        "who_decides" if case.stands == name => Some(Fact::Text("governance_lead may".to_owned())),
        "unheard" | "unshown" | "limited" | "reported" | "measure_problem" | "not_into_use" | "unreleased"
        | "frozen_by" | "held_by_release"
            if case.stands == name =>
        {
            Some(Fact::Text("it does not fit".to_owned()))
        }
        "proven_person" if case.stands == "own_quiz" => Some(Fact::Texts(vec!["PER-1".to_owned()])),
        // What the lead enters in a later state comes in with a file.
        "brought_in"
            if case.roles == "governance_lead" && case.what.ends_with(" create") && !case.stands.is_empty() =>
        {
            Some(Fact::Text("import".to_owned()))
        }
        "brought_in" if ["detected", "own_quiz", "own_run", "own_risk"].contains(&case.stands) => {
            Some(Fact::Text("verifier".to_owned()))
        }
        "mapping_problem"
        | "certification_problem"
        | "criterion_problem"
        | "evidence_problem"
        | "effect_problem"
        | "unassessed_place"
        | "investigator_problem"
        | "not_fast"
        | "no_yes"
        | "plan_fault"
        | "decision_problem"
        | "resolution_problem"
        | "table_fault"
        | "outcome_problem"
        | "override_problem"
        | "chair_problem"
        | "results_problem"
        | "approval_problem"
        | "statement_decision"
        | "team_problem"
        | "team_competence"
        | "rating_problem"
        | "assessment_problem"
        | "criteria_problem"
        | "treatment_problem"
        | "agreement_problem"
        | "success_problem"
        | "acceptance_problem"
        | "challenger_problem"
        | "later_run"
        | "replaced_by"
        | "spoken_for"
        | "above_the_line"
        | "stays_in_sight"
        | "restate_problem"
        | "score_problem"
        | "silent_move"
        | "run_problem"
        | "sheet_problem"
            if case.stands == name =>
        {
            Some(Fact::Text("it does not fit".to_owned()))
        }
        "purpose_problem" | "fields_problem" | "no_grant" if case.stands == name => {
            Some(Fact::Text("it is not there".to_owned()))
        }
        "data_grant" if case.stands == name => Some(Fact::Text("GRT-1".to_owned())),
        "purpose" if ["no_grant", "data_grant"].contains(&case.stands) => Some(Fact::Text("training".to_owned())),
        "purpose" if ["subject_access", "access_trail"].contains(&case.stands) => {
            Some(Fact::Text(case.stands.to_owned()))
        }
        "missing_topics" if case.stands == "brought_in" => Some(Fact::Texts(vec!["exit".to_owned()])),
        "still_present" if case.stands == name => Some(Fact::Text("yes".to_owned())),
        "still_present" => Some(Fact::Text("no".to_owned())),
        "brought_in" if case.stands == name => Some(Fact::Text("import".to_owned())),
        name if case.stands == name => Some(Fact::Texts(vec!["DST-1".to_owned()])),
        _ => None,
    }
}

/// The names of all facts.
const NAMES: &[&str] = &[
    "last_editor",
    "submitted_by",
    "subject_owner",
    "may_take_back",
    "out_of_use",
    "data_quality",
    "data_quality_reason",
    "broken_chain",
    "beyond_budget",
    "spent_on",
    "trade_off",
    "trade_off_reason",
    "assigned_role",
    "plan_fault",
    "statement_faults",
    "statement_decision",
    "scope_faults",
    "certification_problem",
    "rating_problem",
    "assessment_problem",
    "criteria_problem",
    "treatment_problem",
    "agreement_problem",
    "success_problem",
    "acceptance_problem",
    "challenger_problem",
    "run_challengers",
    "later_run",
    "unaccepted",
    "replaced_by",
    "spoken_for",
    "above_the_line",
    "stays_in_sight",
    "restate_problem",
    "score_problem",
    "silent_move",
    "run_problem",
    "sheet_problem",
    "unassessed_stages",
    "unconsulted",
    "missing_inputs",
    "chair_problem",
    "results_problem",
    "approval_problem",
    "not_fast",
    "no_yes",
    "blocked_data",
    "withdrawn_data",
    "unassessed_place",
    "mapping_problem",
    "criterion_problem",
    "evidence_problem",
    "effect_problem",
    "closing_problems",
    "doers",
    "excepted_people",
    "investigator_problem",
    "concerned_people",
    "missing_topics",
    "brought_in",
    "writers",
    "team_problem",
    "team_competence",
    "lacks_competence",
    "proven_person",
    "attempts",
    "open_lines",
    "samples_drawn",
    "audit_state",
    "cannot_judge",
    "accused",
    "set_by",
    "told_people",
    "passed_on_by",
    "held_by_release",
    "unheard",
    "unshown",
    "limited",
    "reported",
    "not_into_use",
    "unreleased",
    "measure_problem",
    "frozen_by",
    "decision_problem",
    "may_decide",
    "who_decides",
    "missing_evidence",
    "table_fault",
    "still_present",
    "resolution_problem",
    "outcome_problem",
    "override_problem",
    "monitor_state",
    "held_by",
    "kept_by",
    "access_holders",
    "purpose_problem",
    "fields_problem",
    "purpose",
    "data_grant",
    "no_grant",
];

/// Kinds with a transition that is a decision.
const RIGHTS: &[&str] =
    &["release", "change", "model_version", "use_case", "risk_acceptance", "treatment", "ai_system", "conflict"];

/// Kinds that rest on decisions.
const DECIDED: &[&str] = &[
    "release",
    "change",
    "model_version",
    "use_case",
    "risk_acceptance",
    "treatment",
    "ai_system",
    "review_request",
    "access_grant",
    "statement_of_applicability",
    "aims_scope",
    "document",
    "conflict",
];

/// Kinds that retention covers.
const KEPT: &[&str] = &[
    "dataset_version",
    "model_version",
    "document",
    "evidence",
    "measurement",
    "decision",
    "incident",
    "communication",
    "person",
    "external_party",
];

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["kinds", "scales", "policies"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder);
        let files = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for file in files {
            let file = file.expect("a file").path();
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            sources.push(Source::new(format!("{folder}/{name}"), fs::read_to_string(&file).expect("text")));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// The shipped policies without the one of this name.
fn without(id: &str) -> Policies {
    let mut sources = sources();
    if let Some(dropped) = (!id.is_empty()).then(|| POLICIES.listing().iter().find(|it| it.id == id).expect("a policy"))
    {
        for source in sources.iter_mut().filter(|it| it.path == dropped.file) {
            source.text = source.text.replace(&dropped.text, "");
        }
    }
    Policies::load(&CATALOG, &sources, &[], &facts()).unwrap_or_else(|it| panic!("{}", told(&it)))
}

fn ask(policies: &Policies, case: &Case) -> Verdict {
    let actor = Actor {
        account: case.account.to_owned(),
        person: case.person.to_owned(),
        roles: case.roles.split_whitespace().map(str::to_owned).collect(),
        second_factor_age: None,
        service: case.service,
        scopes: case.scopes.map(|it| it.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>()),
    };
    let document = document(case.document);
    let (kind, act) = case.what.split_once(' ').expect("a kind and an act");
    let facts = known(kind, |name| said(case, name));
    let resource = match (kind, act) {
        ("store", _) => Resource::Organization,
        (_, "read") => {
            let access = document.get("access").and_then(|it| it.as_str()).unwrap_or_default();
            Resource::Class(Class { kind, unit: "", access, mine: case.mine, draft: case.state == record::DRAFT })
        }
        _ => {
            let state =
                if case.state.is_empty() { &CATALOG.kind(kind).expect(kind).lifecycle.initial } else { case.state };
            let (id, retired, created_by) = ("X-0001", case.retired, case.created_by);
            Resource::Record(RecordView { kind, id, state, retired, created_by, document: &document })
        }
    };
    let action = match (kind, act) {
        ("store", name) => Action::System(name),
        (_, "read") => Action::Read,
        (_, "create") => Action::Create,
        (_, "edit") => Action::Edit,
        (_, "retire") => Action::Retire,
        (_, "restore") => Action::Restore,
        (_, "erase") => Action::Erase,
        (_, "open") => Action::Open,
        (_, transition) => Action::Move(transition),
    };
    let changed: Vec<&str> = case.changed.split_whitespace().collect();
    policies.ask(&Question { actor: &actor, action, resource, changed: &changed, facts: &facts })
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut wrong = String::new();
    for case in cases() {
        let verdict = ask(&POLICIES, &case);
        let by = refused_by(&verdict).join(" ");
        if by != case.refused {
            wrong += &format!("{case:?}\n  expected `{}`, refused by `{by}`: {verdict:?}\n", case.refused);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_policy_that_forbids_decides_a_case_by_itself() {
    let cases = cases();
    let forbids = POLICIES.listing().iter().filter(|it| it.effect == Effect::Forbid);
    let idle: Vec<&str> =
        forbids.map(|it| it.id.as_str()).filter(|id| !cases.iter().any(|it| it.refused == *id)).collect();
    assert!(idle.is_empty(), "no case is refused by these alone: {idle:?}");
}

#[test]
fn every_policy_that_permits_decides_a_case_by_itself() {
    let permitted: Vec<Case> = cases().into_iter().filter(|it| it.refused.is_empty()).collect();
    let mut idle = Vec::new();
    for policy in POLICIES.listing().iter().filter(|it| it.effect == Effect::Permit) {
        let rest = without(&policy.id);
        if permitted.iter().all(|case| ask(&rest, case).is_permitted()) {
            idle.push(&policy.id);
        }
    }
    assert!(idle.is_empty(), "nothing changes without these: {idle:?}");
}

#[test]
fn every_policy_is_explained() {
    for policy in POLICIES.listing() {
        assert!(policy.summary.len() >= 20, "{} needs a summary or a message", policy.id);
        assert!(!policy.message.ends_with('.') && !policy.summary.contains("  "), "{}", policy.id);
        let told = policy.message.chars().next().is_none_or(char::is_lowercase);
        assert!(told, "the message of {} is a sentence in lower case", policy.id);
    }
}

#[test]
fn policies_speak_of_every_role_that_the_product_ships() {
    let known: Vec<&str> = POLICIES.roles().iter().map(String::as_str).collect();
    let shipped = [
        "administrator",
        "batch_sender",
        "challenger",
        "concern_channel",
        "data_steward",
        "engineer",
        "executive",
        "external_auditor",
        "governance_lead",
        "internal_auditor",
        "legal",
        "operator",
        "overseer",
        "procurement",
        "reader",
        "risk_officer",
        "system_owner",
        "validator",
    ];
    assert_eq!(known, shipped);
}

#[test]
fn who_may_do_what_is_as_recorded() {
    insta::assert_snapshot!("authority", policy::authority(&CATALOG, &POLICIES).to_text());
}
