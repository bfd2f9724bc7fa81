//! What an organisation's own policies may do.

use policy::{Action, Actor, Policies};
use record::{Catalog, Fault, Source};

use crate::world::{POLICIES, ask, facts, refused_by, told};

const KIND: &str = r#"
kind = "x_hammer"
label = "Hammer"
plural = "Hammers"
prefix = "XHM"
version = 1
summary = "A tool of our own."
area = "Tests"
clauses = []
columns = ["title", "state"]
[[field]]
name = "title"
type = "text"
[lifecycle]
initial = "new"
final = ["new"]
"#;

fn load(overlay: &str) -> Result<Policies, Vec<Fault>> {
    let base =
        [Source::new("kinds/tool.toml", crate::world::TOOL), Source::new("kinds/action.toml", crate::world::ACTION)];
    let catalog =
        Catalog::load(&base, &[Source::new("kinds/x_hammer.toml", KIND)]).unwrap_or_else(|it| panic!("{}", told(&it)));
    let base = [Source::new("policies/tests.cedar", POLICIES)];
    Policies::load(&catalog, &base, &[Source::new("policies/x_own.cedar", overlay)], &facts())
}

#[test]
fn an_overlay_may_forbid() {
    let policies = load(
        "@id(\"x_factor\") @message(\"show your second factor again\") forbid (principal, action in Action::\"move\", resource)
         when { principal.second_factor_age < 0 || principal.second_factor_age > 600 };",
    );
    let policies = policies.unwrap_or_else(|it| panic!("{}", told(&it)));
    let mut actor = Actor::session("ada", "PER-1", ["smith"]);
    assert_eq!(refused_by(&ask(&policies, &actor, Action::Move("scrap"), "new", "{}")), ["x_factor"]);
    actor.second_factor_age = Some(601);
    assert_eq!(refused_by(&ask(&policies, &actor, Action::Move("scrap"), "new", "{}")), ["x_factor"]);
    actor.second_factor_age = Some(60);
    assert!(ask(&policies, &actor, Action::Move("scrap"), "new", "{}").is_permitted());
}

#[test]
fn an_overlay_permits_only_what_is_its_own() {
    let permit = |scope: &str| load(&format!("\n@id(\"x_p\") permit (principal, {scope});"));
    let good = [
        "action, resource is XHammer",
        "action == Action::\"x_hammer.edit\", resource",
        "action in [Action::\"x_hammer.change\"], resource",
    ];
    for scope in good {
        assert!(permit(scope).is_ok(), "{scope}");
    }
    let bad = [
        "action, resource",
        "action, resource is Tool",
        "action in Action::\"change\", resource",
        "action in [Action::\"x_hammer.edit\", Action::\"tool.edit\"], resource",
        "action == Action::\"read\", resource",
    ];
    for scope in bad {
        let told = told(&permit(scope).expect_err(scope));
        assert!(
            told.starts_with("policies/x_own.cedar:2:1: `x_p` permits more than the product does"),
            "{scope}: {told}"
        );
    }
}

#[test]
fn files_of_other_folders_are_left_alone() {
    let catalog = crate::world::catalog();
    let other = [Source::new("tables/x.toml", "nonsense"), Source::new("policies/README.md", "nonsense")];
    let policies = Policies::load(&catalog, &other, &other, &facts()).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert!(policies.listing().is_empty());
    let actor = Actor::session("ada", "PER-1", ["smith"]);
    assert_eq!(refused_by(&ask(&policies, &actor, Action::Edit, "new", "{}")), ["permission"]);
}
