//! Mistakes in policy files, each told with its place.

use crate::world::{POLICIES, load, policies, told};

fn faults(text: &str) -> String {
    told(&load(text).expect_err("a fault"))
}

#[test]
fn an_unknown_field_is_named_with_line_and_column() {
    let text = "\n@id(\"a\")\n@message(\"m\")\nforbid (principal, action in Action::\"tool.change\", resource)\n  when { resource.wieght > 3 };";
    let told = faults(text);
    assert!(told.starts_with("policies/tests.cedar:5:10: policy `a`: "), "{told}");
    assert!(told.contains("`wieght`") && told.contains("did you mean `weight`"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn an_optional_field_must_be_asked_for_before_it_is_read() {
    let told = faults("@id(\"a\") permit (principal, action, resource is Tool) when { resource.weight > 3 };");
    assert!(told.contains("weight"), "{told}");
}

#[test]
fn unknown_actions_kinds_and_facts_are_faults() {
    let told = faults("@id(\"a\") permit (principal, action == Action::\"tool.move.melt\", resource);");
    assert!(told.contains("tool.move.melt"), "{told}");
    let told = faults("@id(\"a\") permit (principal, action, resource is Hammer);");
    assert!(told.contains("Hammer"), "{told}");
    let told = faults(
        "@id(\"a\") permit (principal, action in Action::\"tool.change\", resource) when { context.last_edtior == \"\" };",
    );
    assert!(told.contains("last_edtior"), "{told}");
}

#[test]
fn a_policy_that_can_never_apply_is_a_fault() {
    let told = faults(
        "@id(\"a\") permit (principal, action in Action::\"tool.change\", resource) when { context has last_edtior };",
    );
    assert!(told.contains("`a`") && told.contains("impossible"), "{told}");
}

#[test]
fn every_policy_has_a_name_and_every_forbid_a_message() {
    let told = faults("permit (principal, action, resource);\n\n@id(\"b\")\nforbid (principal, action, resource);");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "policies/tests.cedar:1:1: a policy needs a name; write `@id(\"…\")` above it");
    assert_eq!(lines[1], "policies/tests.cedar:3:1: `b` forbids without saying why; write `@message(\"…\")` above it");
}

#[test]
fn a_name_stands_once() {
    let told = faults(
        "@id(\"b\") permit (principal, action, resource);\n@id(\"b\") permit (principal, action, resource is Tool);",
    );
    assert!(told.starts_with("policies/tests.cedar:2:1: a policy named `b` stands in another place already"), "{told}");
}

#[test]
fn text_that_is_not_cedar_is_told_with_its_place() {
    let told = faults("@id(\"b\")\npermit (principal, action, resource)\nwhen { principal.roles.contains(\"x\" };");
    assert!(told.starts_with("policies/tests.cedar:3:"), "{told}");
    let told = faults("@id(\"b\") permit (principal == ?principal, action, resource);");
    assert!(told.contains("?principal"), "{told}");
}

#[test]
fn a_fact_of_an_unknown_kind_or_a_taken_name_is_a_fault() {
    let mut facts = crate::world::facts();
    facts[0].name = "changed".into();
    facts[1].kinds = Some(vec!["hammer".into()]);
    let faults = policy::Policies::load(&crate::world::catalog(), &[], &[], &facts).expect_err("two faults");
    let told = told(&faults);
    assert!(told.contains("`changed` cannot name a fact") && told.contains("no known kind `hammer`"), "{told}");
}

#[test]
fn the_listing_keeps_words_and_places() {
    let policies = policies();
    let listed: Vec<_> = policies.listing().iter().map(|it| (it.id.as_str(), it.line)).collect();
    assert_eq!(listed[..3], [("smiths", 2), ("everybody_acts", 10), ("own_work", 13)]);
    assert_eq!(policies.listing()[0].summary, "Smiths work with tools; apprentices with their own.");
    assert!(policies.listing()[2].text.starts_with("@id(\"own_work\")"));
    assert_eq!(policies.roles(), ["apprentice", "smith"]);
}

#[test]
fn the_digest_changes_with_a_policy_and_not_with_a_comment() {
    let digest = policies().digest();
    assert_eq!(digest, policies().digest());
    assert_eq!(digest, load(&format!("{POLICIES}\n// more")).unwrap().digest());
    assert_ne!(digest, load(&POLICIES.replace("100", "101")).unwrap().digest());
}
