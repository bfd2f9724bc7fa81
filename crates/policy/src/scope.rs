//! For which actions and records a policy can matter, by its head alone.

use cedar_policy::{ActionConstraint, EntityId, EntityUid, Policy, ResourceConstraint};

/// The head of a policy, as names that are quickly compared.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    actions: Actions,
    /// The one type of records that it speaks of, or any.
    ty: Option<String>,
}

#[derive(Debug, Clone)]
enum Actions {
    Any,
    One(String),
    /// These, and whatever is in these groups.
    In(Vec<String>),
}

impl Scope {
    pub fn of(policy: &Policy) -> Scope {
        let name = |uid: &EntityUid| <EntityId as AsRef<str>>::as_ref(uid.id()).to_owned();
        let actions = match policy.action_constraint() {
            ActionConstraint::Any => Actions::Any,
            ActionConstraint::Eq(uid) => Actions::One(name(&uid)),
            ActionConstraint::In(uids) => Actions::In(uids.iter().map(name).collect()),
        };
        let ty = match policy.resource_constraint() {
            ResourceConstraint::Is(name) | ResourceConstraint::IsIn(name, _) => Some(name.to_string()),
            ResourceConstraint::Any | ResourceConstraint::In(_) | ResourceConstraint::Eq(_) => None,
        };
        Scope { actions, ty }
    }

    /// Whether there is room for this action, which is in these groups, on this type.
    pub fn fits(&self, action: &str, groups: &[String], ty: &str) -> bool {
        let action_fits = match &self.actions {
            Actions::Any => true,
            Actions::One(name) => name == action,
            Actions::In(names) => names.iter().any(|it| it == action || groups.contains(it)),
        };
        action_fits && self.ty.as_deref().is_none_or(|it| it == ty)
    }
}

/// The policy without its list of actions.
pub(crate) fn for_any_action(policy: &Policy) -> Result<Policy, String> {
    let mut text = policy.to_json().map_err(|error| error.to_string())?;
    text["action"] = serde_json::json!({ "op": "All" });
    Policy::from_json(Some(policy.id().clone()), text).map_err(|error| error.to_string())
}
