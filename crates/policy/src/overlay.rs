//! What an organisation's own policies may do: tighten anything, permit only what is theirs.
//!
//! A `forbid` can only take away, so an overlay may hold any number of them. A `permit` could open what the product keeps
//! shut, so its scope must name kinds or transitions of the overlay, whose names start with `x_`: `resource is XTool`,
//! `action == Action::"x_tool.edit"` or `action in [Action::"risk.move.x_escalate"]`.

use cedar_policy::{ActionConstraint, EntityUid, ResourceConstraint};
use record::Fault;

use crate::load::Loaded;
use crate::policies::Effect;
use crate::schema::camel;

/// The fault of an overlay's policy that permits what is not the overlay's own.
pub(crate) fn fault(loaded: &Loaded) -> Option<Fault> {
    if loaded.text.effect == Effect::Forbid || own_action(loaded) || own_resource(loaded) {
        return None;
    }
    let message = format!(
        "`{}` permits more than the product does; an overlay may only forbid, or permit for kinds and transitions of its own, \
         whose names start with `x_`",
        loaded.text.id
    );
    Some(Fault { file: loaded.text.file.clone(), line: loaded.text.line, column: 1, message })
}

fn own_action(loaded: &Loaded) -> bool {
    let own = |uid: &EntityUid| {
        let id: &str = uid.id().as_ref();
        id.starts_with("x_") || id.contains("move.x_")
    };
    match loaded.policy.action_constraint() {
        ActionConstraint::Any => false,
        ActionConstraint::Eq(uid) => own(&uid),
        ActionConstraint::In(uids) => !uids.is_empty() && uids.iter().all(own),
    }
}

fn own_resource(loaded: &Loaded) -> bool {
    match loaded.policy.resource_constraint() {
        // Only an overlay's kind gives a type that starts so: `x_tool` is `XTool`, `xray` is `Xray`.
        ResourceConstraint::Is(ty) | ResourceConstraint::IsIn(ty, _) => {
            let name = ty.to_string();
            name.strip_prefix('X').is_some_and(|rest| camel(rest) == rest)
        }
        _ => false,
    }
}
