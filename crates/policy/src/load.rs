//! From the text of policy files to checked policies, with every mistake named by file and line.

use std::collections::BTreeSet;

use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use miette::Diagnostic;
use record::{Fault, Source};
use serde_json::Value;

use crate::FactShape;
use crate::policies::{Effect, PolicyText};
use crate::scope::{Scope, for_any_action};
use crate::statement::{place, statements};

/// A policy as Cedar has it and as its author wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub policy: Policy,
    /// The policy without its list of actions, which a gate has looked at already; Cedar would make a set of it each time.
    pub for_any_action: Policy,
    /// For which actions and records it can matter.
    pub scope: Scope,
    pub text: PolicyText,
    /// Whether it came from the organisation's overlay.
    pub overlay: bool,
    /// Names of the attributes and facts of which it or its message speaks.
    pub spoken: BTreeSet<String>,
    /// Keys of the roles that it asks for.
    pub roles: BTreeSet<String>,
}

/// The policies of all files `policies/*.cedar`, or everything that is wrong with them; without a schema, all but what Cedar's
/// strict check would find.
pub(crate) fn load(
    schema: Option<&Schema>,
    base: &[Source],
    overlay: &[Source],
    facts: &[FactShape],
) -> Result<Vec<Loaded>, Vec<Fault>> {
    let mut loaded = Vec::new();
    let mut faults = Vec::new();
    let sources = base.iter().map(|it| (it, false)).chain(overlay.iter().map(|it| (it, true)));
    for (source, overlay) in sources.filter(|(it, _)| it.path.starts_with("policies/") && it.path.ends_with(".cedar")) {
        match read(source, overlay) {
            Ok(policies) => {
                faults.extend(schema.map(|it| validate(it, source, &policies)).unwrap_or_default());
                loaded.extend(policies);
            }
            Err(found) => faults.extend(found),
        }
    }
    faults.extend(repeated(&loaded));
    faults.extend(loaded.iter().filter_map(|it| strange(it, facts)));
    faults.extend(loaded.iter().filter(|it| it.overlay).filter_map(crate::overlay::fault));
    if faults.is_empty() { Ok(loaded) } else { Err(faults) }
}

/// A message that names as `{name}` what is no fact, which nobody could fill in.
fn strange(loaded: &Loaded, facts: &[FactShape]) -> Option<Fault> {
    let (file, line) = (loaded.text.file.clone(), loaded.text.line);
    let name = named(&loaded.text.message).find(|name| !facts.iter().any(|it| it.name == *name))?;
    let message = format!("the message of `{}` names `{{{name}}}`, which is no fact", loaded.text.id);
    Some(Fault { file, line, column: 1, message })
}

/// What a message names as `{name}`.
fn named(message: &str) -> impl Iterator<Item = &str> {
    message.split('{').skip(1).filter_map(|it| it.split('}').next())
}

/// The policies of one file.
fn read(source: &Source, overlay: bool) -> Result<Vec<Loaded>, Vec<Fault>> {
    let parsed: PolicySet = match source.text.parse() {
        Ok(parsed) => parsed,
        Err(errors) => {
            let errors: &cedar_policy::ParseErrors = &errors;
            return Err(errors.iter().map(|error| of_cedar(source, error)).collect());
        }
    };
    let mut loaded = Vec::new();
    let mut faults = Vec::new();
    if parsed.templates().next().is_some() {
        faults.push(Fault::of_file(
            &source.path,
            "a policy with `?principal` or `?resource` is not supported; name roles instead",
        ));
    }
    for (index, statement) in statements(&source.text).into_iter().enumerate() {
        let Some(policy) = parsed.policy(&PolicyId::new(format!("policy{index}"))) else { continue };
        let at = |message: String| Fault { file: source.path.clone(), line: statement.line, column: 1, message };
        let note = |key: &str| policy.annotation(key).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        let Some(id) = note("id") else {
            faults.push(at("a policy needs a name; write `@id(\"…\")` above it".to_owned()));
            continue;
        };
        let effect = match policy.effect() {
            cedar_policy::Effect::Permit => Effect::Permit,
            cedar_policy::Effect::Forbid => Effect::Forbid,
        };
        let message = note("message").unwrap_or_default();
        if effect == Effect::Forbid && message.is_empty() {
            faults.push(at(format!("`{id}` forbids without saying why; write `@message(\"…\")` above it")));
        }
        let text = PolicyText {
            summary: note("summary").unwrap_or_else(|| message.clone()),
            clause: note("clause"),
            file: source.path.clone(),
            line: statement.line,
            text: statement.text.to_owned(),
            id: id.clone(),
            effect,
            message,
        };
        let (mut spoken, roles) = mentions(policy);
        spoken.extend(named(&text.message).map(str::to_owned));
        let policy = policy.new_id(PolicyId::new(id));
        let for_any_action = match for_any_action(&policy) {
            Ok(it) => it,
            Err(error) => {
                faults.push(at(error));
                continue;
            }
        };
        let scope = Scope::of(&policy);
        loaded.push(Loaded { policy, for_any_action, scope, text, overlay, spoken, roles });
    }
    if faults.is_empty() { Ok(loaded) } else { Err(faults) }
}

/// What the strict check against the schema finds; a policy that can never apply is a mistake too.
fn validate(schema: &Schema, source: &Source, policies: &[Loaded]) -> Vec<Fault> {
    let mut set = PolicySet::new();
    for it in policies {
        // A name that stands twice is reported by `repeated`.
        let _ = set.add(it.policy.clone());
    }
    let result = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
    let errors = result.validation_errors().map(|it| (it as &dyn Diagnostic, it.policy_id()));
    let warnings = result.validation_warnings().map(|it| (it as &dyn Diagnostic, it.policy_id()));
    let mut faults = Vec::new();
    for (diagnostic, policy) in errors.chain(warnings) {
        let mut fault = of_cedar(source, diagnostic);
        let policy: &str = policy.as_ref();
        fault.message = fault.message.replace(&format!("for policy `{policy}`, "), "");
        fault.message = format!("policy `{policy}`: {}", fault.message);
        // One mistake in a policy for many kinds comes once a kind.
        if !faults.iter().any(|it: &Fault| it.line == fault.line && it.column == fault.column) {
            faults.push(fault);
        }
    }
    faults.sort_by_key(|it| (it.line, it.column));
    faults
}

fn of_cedar<D: Diagnostic + ?Sized>(source: &Source, diagnostic: &D) -> Fault {
    let at = diagnostic.labels().and_then(|mut labels| labels.next()).map(|label| place(&source.text, label.offset()));
    let (line, column) = at.unwrap_or((0, 0));
    let help = diagnostic.help().map(|help| format!("; {help}")).unwrap_or_default();
    Fault { file: source.path.clone(), line, column, message: format!("{diagnostic}{help}").replace('\n', " ") }
}

fn repeated(loaded: &[Loaded]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let again = loaded.iter().filter(|it| !seen.insert(&it.text.id));
    let message =
        |it: &Loaded| format!("a policy named `{}` stands in another place already; choose another `@id`", it.text.id);
    again.map(|it| Fault { file: it.text.file.clone(), line: it.text.line, column: 1, message: message(it) }).collect()
}

/// Names of the attributes of which a policy speaks, and keys of the roles that it asks for.
fn mentions(policy: &Policy) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut attributes, mut roles) = (BTreeSet::new(), BTreeSet::new());
    if let Ok(json) = policy.to_json() {
        walk(&json, &mut attributes, &mut roles);
    }
    (attributes, roles)
}

fn walk(json: &Value, attributes: &mut BTreeSet<String>, roles: &mut BTreeSet<String>) {
    match json {
        Value::Array(items) => items.iter().for_each(|it| walk(it, attributes, roles)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value["attr"].as_str()) {
                    ("." | "has", Some(name)) => drop(attributes.insert(name.to_owned())),
                    ("contains" | "containsAny" | "containsAll", _) if value["left"]["."]["attr"] == "roles" => {
                        texts(&value["right"], roles);
                    }
                    _ => {}
                }
                walk(value, attributes, roles);
            }
        }
        _ => {}
    }
}

fn texts(json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|it| texts(it, found)),
        Value::Object(entries) => entries.values().for_each(|it| texts(it, found)),
        _ => {}
    }
}
