//! A small catalog, a few policies, and short ways to ask.

use policy::{Action, Actor, Fact, FactShape, FactType, Policies, Question, RecordView, Resource, Verdict};
use record::{Catalog, Document, Fault, Source};

pub const TOOL: &str = r#"
kind = "tool"
label = "Tool"
plural = "Tools"
prefix = "TLX"
version = 1
summary = "Something that people work with."
area = "Tests"
clauses = ["ISO/IEC 42001:8.1"]
columns = ["title", "state"]
[[field]]
name = "title"
type = "text"
[[field]]
name = "weight"
type = "count"
[[field]]
name = "sharp"
type = "flag"
[[field]]
name = "uses"
type = "choices"
choices = ["cutting", "joining"]
[[field]]
name = "price"
type = "money"
[[field]]
name = "owner"
type = "text"
[[field]]
name = "unit"
type = "text"
[[field]]
name = "access"
type = "choice"
choices = ["public", "internal"]
[lifecycle]
initial = "new"
final = ["scrapped"]
[[lifecycle.transition]]
name = "approve"
from = ["new"]
to = "approved"
needs = ["weight"]
[[lifecycle.transition]]
name = "scrap"
from = ["new", "approved"]
to = "scrapped"
"#;

pub const ACTION: &str = r#"
kind = "action"
label = "Action"
plural = "Actions"
prefix = "ACX"
version = 1
summary = "Something to do."
area = "Tests"
clauses = ["ISO/IEC 42001:8.1"]
columns = ["title", "state"]
[[field]]
name = "title"
type = "text"
[lifecycle]
initial = "open"
final = ["done"]
[[lifecycle.transition]]
name = "finish"
from = ["open"]
to = "done"
"#;

pub const POLICIES: &str = r#"// Who works with tools.
@id("smiths")
@summary("Smiths work with tools; apprentices with their own.")
permit (principal, action in Action::"tool.change", resource)
when {
  principal.roles.contains("smith") ||
  principal.roles.contains("apprentice") && resource.owner == principal.person
};

@id("everybody_acts")
permit (principal, action in [Action::"create", Action::"move"], resource is ActionRecord) when { principal.signed_in };

@id("own_work")
@message("who worked on a tool last cannot approve it; ask another smith")
@clause("ISO/IEC 42001:5.3")
forbid (principal, action == Action::"tool.move.approve", resource)
when { context.last_editor == principal.person };

@id("heavy")
@message("a sharp tool above 100 kg is not approved")
forbid (principal, action in Action::"move.approve", resource is Tool)
when { resource has weight && resource.weight > 100 && resource has sharp && resource.sharp };

@id("only_what_is_needed")
@message("an approval changes nothing but what it needs")
forbid (principal, action in Action::"move.approve", resource)
unless { context.needed.containsAll(context.changed) };

@id("reading")
permit (principal, action == Action::"read", resource)
when { resource.access == "public" || (resource.access == "internal" && principal.signed_in) };
"#;

pub fn catalog() -> Catalog {
    let sources = [Source::new("kinds/tool.toml", TOOL), Source::new("kinds/action.toml", ACTION)];
    Catalog::load(&sources, &[]).expect("the tests' kinds are right")
}

pub fn facts() -> Vec<FactShape> {
    let shape = |name: &str, ty, kinds: Option<&str>| FactShape {
        name: name.to_owned(),
        ty,
        kinds: kinds.map(|it| vec![it.to_owned()]),
        summary: "For tests.".to_owned(),
    };
    vec![shape("last_editor", FactType::Person, None), shape("open_ends", FactType::Long, Some("tool"))]
}

pub fn load(text: &str) -> Result<Policies, Vec<Fault>> {
    Policies::load(&catalog(), &[Source::new("policies/tests.cedar", text)], &[], &facts())
}

pub fn policies() -> Policies {
    load(POLICIES).unwrap_or_else(|faults| panic!("{}", told(&faults)))
}

pub fn told(faults: &[Fault]) -> String {
    faults.iter().map(|it| format!("{it}\n")).collect()
}

pub fn document(json: &str) -> Document {
    serde_json::from_str(json).expect("a JSON object")
}

/// Asks about one tool that nobody edited.
pub fn ask(policies: &Policies, actor: &Actor, action: Action, state: &str, json: &str) -> Verdict {
    let document = document(json);
    let facts = [("last_editor", Fact::Text("PER-9".into())), ("open_ends", Fact::Long(0))];
    let record =
        RecordView { kind: "tool", id: "TLX-0001", state, retired: false, created_by: "PER-8", document: &document };
    policies.ask(&Question { actor, action, resource: Resource::Record(record), changed: &[], facts: &facts })
}

/// The ids of the policies that refuse; empty when it is permitted.
pub fn refused_by(verdict: &Verdict) -> Vec<&str> {
    match verdict {
        Verdict::Permitted => Vec::new(),
        Verdict::Refused(refusals) => refusals.iter().map(|it| it.policy.as_str()).collect(),
    }
}
