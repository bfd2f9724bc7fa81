//! What the program itself does when a record makes a transition, and what it writes with it. Serves ISO/IEC 42001 8.1.
//!
//! An effect is part of the change: asked for by the same policies, kept or undone with it, and shown by a preview of it.

use std::future::Future;
use std::pin::Pin;

use record::{Act, Change, Document, Id};
use store::{RecordRow, Write};

use crate::{Actor, Aims, Error};

/// What happens with one transition.
struct Effect {
    /// Kind of the record.
    kind: &'static str,
    /// Name of the transition.
    transition: &'static str,
    /// Does it, and says which fields it fills.
    work: fn(&Aims, &mut Write, &Actor, &RecordRow) -> Result<Document, Error>,
    /// Finishes, once it is durable, what cannot be part of a transaction.
    after: Option<for<'a> fn(&'a Aims, &'a Id) -> Finishing<'a>>,
}

/// Work that is being finished.
type Finishing<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Every effect.
const EFFECTS: &[Effect] = &[
    Effect {
        kind: crate::data::retention::DISPOSAL,
        transition: "perform",
        work: |aims, tx, actor, run| aims.carry_out(tx, actor, run),
        after: Some(|aims, run| Box::pin(aims.destroy_now(run))),
    },
    Effect {
        kind: crate::documents::DOCUMENT,
        transition: "put_in_force",
        work: |aims, tx, actor, row| aims.bring_in_force(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::documents::DOCUMENT,
        transition: "supersede",
        work: |aims, tx, actor, row| aims.stop_asking(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::documents::DOCUMENT,
        transition: "withdraw",
        work: |aims, tx, actor, row| aims.stop_asking(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::conformity::STATEMENT,
        transition: "put_in_force",
        work: |aims, tx, actor, row| aims.take_statement_over(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::scoping::SCOPE,
        transition: "put_in_force",
        work: |aims, tx, actor, row| aims.take_scope_over(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::risking::CRITERIA,
        transition: "put_in_force",
        work: |aims, tx, actor, row| aims.take_criteria_over(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::gaps::ASSESSMENT,
        transition: "conclude",
        work: |aims, _, _, _| {
            let digest = serde_json::Value::from(aims.configuration().digest.clone());
            Ok(Document::from_iter([("configuration".to_owned(), digest)]))
        },
        after: None,
    },
    Effect {
        kind: crate::hazards::HAZARD,
        transition: crate::hazards::EXCLUDE,
        work: |aims, tx, actor, row| aims.keep_facts(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::documents::ACKNOWLEDGEMENT,
        transition: "give",
        work: |aims, tx, actor, row| aims.note_day(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::responsibility::PERSON,
        transition: "return",
        work: |aims, tx, actor, row| aims.begin_again(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::deciding::KIND,
        transition: "put_in_force",
        work: |aims, tx, actor, table| aims.take_over(tx, actor, table),
        after: Some(|aims, _| Box::pin(aims.look_for_conflicts())),
    },
    Effect {
        kind: crate::reviewing::REQUEST,
        transition: "take_up",
        work: |aims, tx, actor, row| aims.keep_lane(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::reviewing::REQUEST,
        transition: "settle",
        work: |aims, tx, actor, row| aims.settle_fast(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::treating::TREATMENT,
        transition: "approve",
        work: |aims, tx, actor, row| aims.keep_agreement(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::treating::TREATMENT,
        transition: "finish",
        work: |aims, tx, actor, row| aims.keep_place(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::treating::TREATMENT,
        transition: "close",
        work: |aims, tx, actor, row| aims.keep_success(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::treating::TREATMENT,
        transition: "rework",
        work: |aims, tx, actor, row| aims.forget_kept(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::treating::TREATMENT,
        transition: "reopen",
        work: |aims, tx, actor, row| aims.forget_kept(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::accepting::ACCEPTANCE,
        transition: "grant",
        work: |aims, tx, actor, row| aims.keep_authority(tx, actor, row),
        after: None,
    },
    Effect {
        kind: crate::tiering::CLASSIFICATION,
        transition: "confirm",
        work: |aims, tx, actor, row| aims.freeze_tables(tx, actor, row),
        after: None,
    },
];

/// What happens once a record of a kind was entered by somebody; what is brought in with a file or a whole store happened already.
const ENTERED: &[(&str, Follows)] = &[(crate::concerns::KIND, |aims, tx, id| aims.escalate_concern(tx, id))];

/// What follows once a record of this number was entered.
type Follows = fn(&Aims, &mut Write, &Id) -> Result<(), Error>;

/// Does what follows once a record was entered.
pub(crate) fn entered(aims: &Aims, tx: &mut Write, kind: &str, id: &Id) -> Result<(), Error> {
    ENTERED.iter().filter(|it| it.0 == kind).try_for_each(|it| (it.1)(aims, tx, id))
}

/// The effect of a transition of a kind.
fn effect(kind: &str, act: &Act) -> Option<&'static Effect> {
    let Act::Move(name) = act else { return None };
    EFFECTS.iter().find(|it| it.kind == kind && it.transition == name)
}

/// The change with what its effect fills, after the effect was done; `None` where it has none.
pub(crate) fn done(
    aims: &Aims,
    tx: &mut Write,
    actor: &Actor,
    change: &Change,
    before: Option<&RecordRow>,
) -> Result<Option<Change>, Error> {
    let Some(row) = before else { return Ok(None) };
    let Some(effect) = effect(&row.kind, &change.act()) else { return Ok(None) };
    let configuration = aims.configuration();
    // A transition that cannot be made from here says so itself, and does nothing.
    if !configuration.kind(&row.kind)?.transition(effect.transition).is_some_and(|it| it.from.contains(&row.state)) {
        return Ok(None);
    }
    let filled = (effect.work)(aims, tx, actor, row)?;
    let mut change = change.clone();
    if let Change::Move { set, .. } = &mut change {
        set.extend(filled);
    }
    Ok(Some(change))
}

impl Aims {
    /// Finishes the effects of changes that were made.
    pub(crate) async fn finish_effects(&self, changed: &[(String, Act, Id)]) {
        for (kind, act, id) in changed {
            if let Some(after) = effect(kind, act).and_then(|it| it.after) {
                after(self, id).await;
            }
        }
    }
}
