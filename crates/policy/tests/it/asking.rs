//! Questions and their answers.

use policy::{Action, Actor, Class, Fact, Question, RecordView, Refusal, Resource, Verdict};

use crate::world::{ask, document, policies, refused_by};

fn smith() -> Actor {
    Actor::session("ada", "PER-1", ["smith"])
}

#[test]
fn a_role_permits() {
    let policies = policies();
    assert_eq!(ask(&policies, &smith(), Action::Edit, "new", "{}"), Verdict::Permitted);
    assert_eq!(ask(&policies, &smith(), Action::Move("approve"), "new", r#"{"weight": 5}"#), Verdict::Permitted);
}

#[test]
fn an_owner_is_known_by_the_person_not_the_account() {
    let policies = policies();
    let apprentice = Actor::session("ben", "PER-2", ["apprentice"]);
    assert!(ask(&policies, &apprentice, Action::Edit, "new", r#"{"owner": "PER-2"}"#).is_permitted());
    assert!(!ask(&policies, &apprentice, Action::Edit, "new", r#"{"owner": "ben"}"#).is_permitted());
}

#[test]
fn nothing_permits_says_who_may() {
    let stranger = Actor::session("eve", "PER-3", ["clerk"]);
    let refused = ask(&policies(), &stranger, Action::Move("scrap"), "new", "{}");
    let message = "only smith may move `TLX-0001` by `scrap`; ask them to do it, or an administrator for the role";
    assert_eq!(
        refused,
        Verdict::Refused(vec![Refusal { policy: "permission".into(), message: message.into(), clause: None }])
    );
}

#[test]
fn the_anonymous_are_told_to_sign_in() {
    let refused = ask(&policies(), &Actor::anonymous(), Action::Edit, "new", "{}").into_result().unwrap_err();
    assert_eq!(refused[0].message, "only who is signed in may edit `TLX-0001`; sign in first");
}

#[test]
fn who_is_not_permitted_learns_no_other_reason() {
    let stranger = Actor::session("eve", "PER-9", ["clerk"]);
    let refused = ask(&policies(), &stranger, Action::Move("approve"), "new", r#"{"weight": 500, "sharp": true}"#);
    assert_eq!(refused_by(&refused), ["permission"]);
}

#[test]
fn each_policy_that_forbids_is_told_with_its_words_and_clause() {
    let policies = policies();
    let editor = Actor::session("ida", "PER-9", ["smith"]);
    let refused = ask(&policies, &editor, Action::Move("approve"), "new", r#"{"weight": 500, "sharp": true}"#);
    assert_eq!(refused_by(&refused), ["heavy", "own_work"]);
    let refusals = refused.into_result().unwrap_err();
    assert_eq!(refusals[0].message, "a sharp tool above 100 kg is not approved");
    assert_eq!(refusals[1].clause.as_deref(), Some("ISO/IEC 42001:5.3"));
}

#[test]
fn values_of_the_wrong_type_count_as_blank() {
    let odd = r#"{"weight": "500", "sharp": 1, "uses": "cutting", "price": 3}"#;
    assert!(ask(&policies(), &smith(), Action::Move("approve"), "new", odd).is_permitted());
    let huge = r#"{"weight": 18446744073709551615, "sharp": true}"#;
    assert_eq!(refused_by(&ask(&policies(), &smith(), Action::Move("approve"), "new", huge)), ["heavy"]);
}

#[test]
fn a_policy_sees_what_a_change_sets() {
    let policies = policies();
    let (actor, document) = (smith(), document(r#"{"weight": 5}"#));
    let facts = [("last_editor", Fact::Text(String::new())), ("open_ends", Fact::Long(0))];
    let record =
        RecordView { kind: "tool", id: "TLX-0001", state: "new", retired: false, created_by: "", document: &document };
    let resource = Resource::Record(record);
    let question =
        Question { actor: &actor, action: Action::Move("approve"), resource, changed: &["weight"], facts: &facts };
    assert_eq!(policies.ask(&question), Verdict::Permitted);
    let verdict = policies.ask(&Question { changed: &["weight", "title"], ..question });
    assert_eq!(refused_by(&verdict), ["only_what_is_needed"]);
}

#[test]
fn a_fact_that_is_missing_or_of_another_type_is_a_refusal() {
    let policies = policies();
    let (actor, document) = (smith(), document("{}"));
    let record =
        RecordView { kind: "tool", id: "TLX-0001", state: "new", retired: false, created_by: "", document: &document };
    let open_ends = ("open_ends", Fact::Long(0));
    for facts in [vec![open_ends.clone()], vec![open_ends, ("last_editor", Fact::Flag(false))]] {
        let resource = Resource::Record(record);
        let question =
            Question { actor: &actor, action: Action::Move("approve"), resource, changed: &[], facts: &facts };
        let refused = policies.ask(&question).into_result().unwrap_err();
        assert_eq!(refused[0].message, "the fact `last_editor` is not known, so nothing can be decided");
        assert!(!policies.permits(&question));
    }
}

#[test]
fn only_facts_of_which_a_policy_for_the_action_speaks_are_needed() {
    let text = r#"@id("all") permit (principal, action, resource);
@id("ends") @message("last seen by {last_editor}")
forbid (principal, action == Action::"tool.move.approve", resource) when { context.open_ends == 1 };"#;
    let policies = crate::world::load(text).unwrap();
    let needed = |action, kind: &str| policies.facts(action, kind).map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(needed(Action::Move("approve"), "tool"), ["last_editor", "open_ends"]);
    assert!(needed(Action::Move("scrap"), "tool").is_empty() && needed(Action::Create, "tool").is_empty());
    let (actor, document) = (smith(), document("{}"));
    let record =
        RecordView { kind: "tool", id: "TLX-0001", state: "new", retired: false, created_by: "", document: &document };
    let question =
        Question { actor: &actor, action: Action::Edit, resource: Resource::Record(record), changed: &[], facts: &[] };
    assert!(policies.permits(&question));
    assert_eq!(refused_by(&policies.ask(&Question { action: Action::Move("approve"), ..question })), ["question"]);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let policies = policies();
    let refused = ask(&policies, &smith(), Action::Move("melt"), "new", "{}").into_result().unwrap_err();
    assert_eq!(refused[0].message, "`tool` has no transition `melt`; it has `approve`, `scrap`");
    let odd = [Action::Read, Action::System("import")];
    assert!(odd.iter().all(|it| refused_by(&ask(&policies, &smith(), *it, "new", "{}")) == ["question"]));
}

#[test]
fn a_kind_called_action_has_a_type_of_its_own() {
    let policies = policies();
    let (actor, document) = (Actor::session("eve", "", Vec::<String>::new()), document("{}"));
    let record =
        RecordView { kind: "action", id: "", state: "open", retired: false, created_by: "", document: &document };
    let facts = [("last_editor", Fact::Text(String::new()))];
    let resource = Resource::Record(record);
    let question = Question { actor: &actor, action: Action::Create, resource, changed: &[], facts: &facts };
    assert_eq!(policies.ask(&question), Verdict::Permitted);
    assert_eq!(refused_by(&policies.ask(&Question { action: Action::Edit, ..question })), ["permission"]);
    let nobody = Actor::anonymous();
    let refused = policies.ask(&Question { actor: &nobody, ..question }).into_result().unwrap_err();
    assert_eq!(refused[0].message, "only who is signed in may create a record of kind `action`; sign in first");
}

#[test]
fn reading_is_asked_of_a_class_and_blank_access_is_internal() {
    let policies = policies();
    let may = |actor: &Actor, access| {
        let resource = Resource::Class(Class { kind: "tool", unit: "", access, mine: false, draft: false });
        policies.ask(&Question { actor, action: Action::Read, resource, changed: &[], facts: &[] }).is_permitted()
    };
    let nobody = Actor::anonymous();
    assert_eq!(["public", "internal", ""].map(|access| may(&smith(), access)), [true, true, true]);
    assert_eq!(["public", "internal", ""].map(|access| may(&nobody, access)), [true, false, false]);
}

#[test]
fn a_policy_that_fails_refuses() {
    let overflowing = r#"
        @id("all") permit (principal, action, resource is Tool);
        @id("sum") @message("m") forbid (principal, action == Action::"tool.edit", resource)
        when { context.open_ends + 1 < 0 };"#;
    let policies = crate::world::load(overflowing).unwrap();
    let (actor, document) = (smith(), document("{}"));
    let record =
        RecordView { kind: "tool", id: "TLX-0001", state: "new", retired: false, created_by: "", document: &document };
    let ask = |ends| {
        let facts = [("last_editor", Fact::Text(String::new())), ("open_ends", Fact::Long(ends))];
        let resource = Resource::Record(record);
        policies.ask(&Question { actor: &actor, action: Action::Edit, resource, changed: &[], facts: &facts })
    };
    assert_eq!(ask(1), Verdict::Permitted);
    assert_eq!(refused_by(&ask(i64::MAX)), ["sum"]);
}

#[test]
fn a_refusal_says_the_facts_that_its_message_names() {
    let text = r#"@id("all") permit (principal, action, resource);
@id("ends") @message("there are {open_ends} open ends, last seen by {last_editor}")
forbid (principal, action == Action::"tool.edit", resource) when { context.open_ends == 0 };"#;
    let policies = crate::world::load(text).unwrap_or_else(|it| panic!("{}", crate::world::told(&it)));
    let smith = Actor::session("ada", "PER-1", ["smith"]);
    let refused = ask(&policies, &smith, Action::Edit, "new", "{}").into_result().unwrap_err();
    assert_eq!(refused[0].message, "there are 0 open ends, last seen by PER-9");
    let strange = crate::world::load(&text.replace("{open_ends}", "{ends}")).expect_err("a fault");
    assert!(crate::world::told(&strange).contains("`{ends}`, which is no fact"));
}
