//! Asking: the question becomes Cedar's, first whether anything permits, then whether anything forbids.
//!
//! Who is not permitted learns only who is; the reasons of policies that forbid are for those who might do the thing.
//! Whatever cannot be decided is refused.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use cedar_policy::{Authorizer, Context, Decision, Entities, Entity, EntityUid, Request, RestrictedExpression};
use serde_json::Value;

use crate::policies::{Gate, Policies, Shape, texts, uid};
use crate::schema::{Attribute, CONTEXT};
use crate::{Action, Actor, Class, Fact, Question, RecordView, Refusal, Resource, UNMARKED, Verdict};

static AUTHORIZER: LazyLock<Authorizer> = LazyLock::new(Authorizer::new);

/// What stands for a policy in the refusal of what nothing permits.
pub const PERMISSION: &str = "permission";
/// `principal.person` where no person stands behind the account; never empty, so that it equals no record's blank owner.
const NOBODY: &str = "nobody";

type Attributes = HashMap<String, RestrictedExpression>;

/// A question in Cedar's terms.
struct Case<'a> {
    gate: &'a Gate,
    request: Request,
    entities: Entities,
}

impl Policies {
    /// Decides a question.
    pub fn ask(&self, question: &Question) -> Verdict {
        let case = match self.case(question) {
            Ok(case) => case,
            Err(why) => return Verdict::Refused(vec![refusal("question", why)]),
        };
        if !case.is_permitted() {
            return Verdict::Refused(vec![refusal(PERMISSION, self.who_may(question))]);
        }
        match self.forbidding(&case) {
            refusals if refusals.is_empty() => Verdict::Permitted,
            refusals => Verdict::Refused(refusals.into_iter().map(|it| it.with(question.facts)).collect()),
        }
    }

    /// Whether a thing may be done, for buttons and menus that need no reasons; quicker than `ask` when it may not.
    pub fn permits(&self, question: &Question) -> bool {
        self.case(question).is_ok_and(|case| case.is_permitted() && self.forbidding(&case).is_empty())
    }

    /// Whether some policy permits it, whatever forbids.
    pub(crate) fn may(&self, question: &Question) -> bool {
        self.case(question).is_ok_and(|case| case.is_permitted())
    }

    /// Whether the policies see the same of both records, so that what they say of one holds for the other.
    pub fn see_alike(&self, one: &RecordView, other: &RecordView) -> bool {
        let basics = |it: &RecordView| (it.state == one.state, it.retired, it.text("owner") == one.text("owner"));
        let Some(shape) = self.shapes.get(one.kind) else { return false };
        (one.kind, one.id, one.created_by) == (other.kind, other.id, other.created_by)
            && basics(one) == basics(other)
            && one.class(false) == other.class(false)
            && shape.attributes.iter().all(|(name, _)| one.document.get(name) == other.document.get(name))
    }

    /// The refusals of policies that forbid, in alphabetical order.
    fn forbidding(&self, case: &Case) -> Vec<Refusal> {
        let response = AUTHORIZER.is_authorized(&case.request, &case.gate.forbids, &case.entities);
        let told = |id: &str| {
            let text = self.listing.iter().find(|it| it.id == id);
            let message = text.map(|it| it.message.clone()).unwrap_or_default();
            Refusal { policy: id.to_owned(), message, clause: text.and_then(|it| it.clause.clone()) }
        };
        let mut refusals: Vec<Refusal> = response.diagnostics().reason().map(|id| told(id.as_ref())).collect();
        // A policy that fails would have been skipped by Cedar; it may have been the one that forbids.
        refusals.extend(response.diagnostics().errors().map(|error| {
            let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
            let id: &str = error.policy_id().as_ref();
            refusal(
                id,
                format!(
                    "the policy `{id}` could not be decided; ask whoever administers the policies: {}",
                    error.inner()
                ),
            )
        }));
        refusals.sort();
        refusals
    }

    fn case<'a>(&'a self, question: &Question) -> Result<Case<'a>, String> {
        let shape = question
            .resource
            .kind()
            .map(|kind| self.shapes.get(kind).ok_or_else(|| format!("there is no kind `{kind}`")));
        let shape = shape.transpose()?;
        let action = action_id(question.action, &question.resource);
        let gate = self.gates.get(&action).ok_or_else(|| unknown(&question.action, shape))?;
        let (resource, context) = match (&question.resource, shape) {
            (Resource::Record(record), Some(shape)) => {
                let context =
                    Context::from_pairs(context(question, record, shape, gate)?).map_err(|it| it.to_string())?;
                (record_entity(record, shape, gate)?, context)
            }
            (Resource::Class(class), _) => (self.class_entity(class)?, Context::empty()),
            _ => (Entity::with_uid(self.names.organization.clone()), Context::empty()),
        };
        let actor = self.actor_entity(question.actor)?;
        let request =
            Request::new(actor.uid(), gate.action.uid(), resource.uid(), context, None).map_err(|it| it.to_string())?;
        let entities =
            Entities::from_entities([actor, resource, gate.action.clone()], None).map_err(|it| it.to_string())?;
        Ok(Case { gate, request, entities })
    }

    fn actor_entity(&self, actor: &Actor) -> Result<Entity, String> {
        let scopes = actor.scopes.iter().flatten().map(String::as_str);
        let attributes = Attributes::from([
            ("account".to_owned(), text(&actor.account)),
            ("person".to_owned(), text(if actor.person.is_empty() { NOBODY } else { &actor.person })),
            ("roles".to_owned(), texts(actor.roles.iter().map(String::as_str))),
            ("second_factor_age".to_owned(), RestrictedExpression::new_long(actor.second_factor_age.unwrap_or(-1))),
            ("service".to_owned(), RestrictedExpression::new_bool(actor.service)),
            ("token".to_owned(), RestrictedExpression::new_bool(actor.scopes.is_some())),
            ("scopes".to_owned(), texts(scopes)),
            ("signed_in".to_owned(), RestrictedExpression::new_bool(actor.signed_in())),
        ]);
        entity(uid(&self.names.actor, &actor.account), attributes)
    }

    fn class_entity(&self, class: &Class) -> Result<Entity, String> {
        let access = if class.access.is_empty() { UNMARKED } else { class.access };
        let attributes = Attributes::from([
            ("kind".to_owned(), text(class.kind)),
            ("unit".to_owned(), text(class.unit)),
            ("access".to_owned(), text(access)),
            ("mine".to_owned(), RestrictedExpression::new_bool(class.mine)),
            ("draft".to_owned(), RestrictedExpression::new_bool(class.draft)),
        ]);
        entity(uid(&self.names.class, "this"), attributes)
    }
}

impl Case<'_> {
    fn is_permitted(&self) -> bool {
        AUTHORIZER.is_authorized(&self.request, &self.gate.permits, &self.entities).decision() == Decision::Allow
    }
}

/// Only what some policy speaks of, since making values for Cedar is most of the cost of asking.
fn context(question: &Question, record: &RecordView, shape: &Shape, gate: &Gate) -> Result<Attributes, String> {
    let lifecycle = &shape.kind.lifecycle;
    let transition = match question.action {
        Action::Move(name) => shape.kind.transition(name),
        _ => None,
    };
    let mut context = Attributes::new();
    for (name, _) in CONTEXT.iter().filter(|(name, _)| gate.spoken.contains(*name)) {
        let value = match *name {
            "initial" => RestrictedExpression::new_bool(record.state == lifecycle.initial),
            "final" => RestrictedExpression::new_bool(lifecycle.finals.iter().any(|it| it == record.state)),
            "taken_on" => RestrictedExpression::new_bool(lifecycle.taken_on.iter().any(|it| it == record.state)),
            "to" => text(transition.map_or(record.state, |it| it.to.as_str())),
            "states" => shape.states.clone(),
            "needed" => texts(transition.iter().flat_map(|it| &it.needs).map(String::as_str)),
            _ => texts(question.changed.iter().copied()),
        };
        context.insert((*name).to_owned(), value);
    }
    for fact in shape.facts.iter().filter(|it| gate.spoken.contains(&it.name)) {
        let given = question.facts.iter().find(|(name, _)| *name == fact.name).map(|(_, value)| value);
        let given = given.filter(|value| fact.ty.holds(value));
        let given = given.ok_or_else(|| format!("the fact `{}` is not known, so nothing can be decided", fact.name))?;
        context.insert(fact.name.clone(), value(given));
    }
    Ok(context)
}

fn record_entity(record: &RecordView, shape: &Shape, gate: &Gate) -> Result<Entity, String> {
    let mut attributes = Attributes::from([
        ("id".to_owned(), text(record.id)),
        ("kind".to_owned(), text(record.kind)),
        ("state".to_owned(), text(record.state)),
        ("owner".to_owned(), text(record.text("owner"))),
        ("unit".to_owned(), text(record.text("unit"))),
        ("access".to_owned(), text(record.access())),
        ("created_by".to_owned(), text(record.created_by)),
        ("retired".to_owned(), RestrictedExpression::new_bool(record.retired)),
    ]);
    for (name, attribute) in shape.attributes.iter().filter(|it| gate.spoken.contains(&it.0)) {
        if let Some(value) = record.document.get(name).and_then(|value| attribute.value(value)) {
            attributes.insert(name.clone(), value);
        }
    }
    entity(uid(&shape.ty, record.id), attributes)
}

impl Attribute {
    /// A value that is not of the field's type stays away, as if the field were blank.
    fn value(self, value: &Value) -> Option<RestrictedExpression> {
        match self {
            Attribute::Flag => value.as_bool().map(RestrictedExpression::new_bool),
            Attribute::Long => {
                let number = value.as_u64().map(|it| i64::try_from(it).unwrap_or(i64::MAX));
                number.or(value.as_i64()).map(RestrictedExpression::new_long)
            }
            Attribute::Text => value.as_str().map(text),
            Attribute::Texts => value.as_array().map(|items| texts(items.iter().filter_map(Value::as_str))),
        }
    }
}

fn value(fact: &Fact) -> RestrictedExpression {
    match fact {
        Fact::Flag(flag) => RestrictedExpression::new_bool(*flag),
        Fact::Long(number) => RestrictedExpression::new_long(*number),
        Fact::Text(it) => text(it),
        Fact::Texts(items) => texts(items.iter().map(String::as_str)),
    }
}

fn text(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}

fn entity(uid: EntityUid, attributes: Attributes) -> Result<Entity, String> {
    Entity::new(uid, attributes, HashSet::new()).map_err(|error| error.to_string())
}

fn refusal(policy: &str, message: String) -> Refusal {
    Refusal { policy: policy.to_owned(), message, clause: None }
}

/// Empty where action and resource do not belong together, which is no action's name.
fn action_id(action: Action, resource: &Resource) -> String {
    match (action, resource) {
        (Action::Read, Resource::Class(_)) => "read".to_owned(),
        (Action::System(name), Resource::Organization) => name.to_owned(),
        (action, Resource::Record(record)) => action_on(action, record.kind),
        _ => String::new(),
    }
}

/// Name of an action on records of a kind; empty where it is none on records.
pub(crate) fn action_on(action: Action, kind: &str) -> String {
    match action {
        Action::Move(transition) => format!("{kind}.move.{transition}"),
        Action::Create => format!("{kind}.create"),
        Action::Edit => format!("{kind}.edit"),
        Action::Retire => format!("{kind}.retire"),
        Action::Restore => format!("{kind}.restore"),
        Action::Erase => format!("{kind}.erase"),
        Action::Open => format!("{kind}.open"),
        Action::Read | Action::System(_) => String::new(),
    }
}

fn unknown(action: &Action, shape: Option<&Shape>) -> String {
    match (action, shape) {
        (Action::Move(name), Some(shape)) => {
            let known: Vec<_> = shape.kind.lifecycle.transitions.iter().map(|it| format!("`{}`", it.name)).collect();
            format!("`{}` has no transition `{name}`; it has {}", shape.kind.kind, known.join(", "))
        }
        (Action::System(name), _) => format!("there is no action `{name}`"),
        _ => "this cannot be asked of what was named; ask about a record, a class of records or the store".to_owned(),
    }
}
