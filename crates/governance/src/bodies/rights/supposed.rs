//! "Who decides if …": the right for an action at a tier, for a change that reaches so far, in a unit; and who holds it now. No record is needed, so
//! it can be asked before there is one. Of keeping a risk the ladder is told beside: which level on which side of the line is kept by whom.

use record::Id;
use serde::Serialize;
use store::Read;

use super::holders::{Barred, Entitled, Holders};
use super::table::{Right, TABLE, right};
use crate::accepting::ACCEPT;
use crate::accepting::ladder::{Again, Step, ladder};
use crate::bodies::gate;
use crate::bodies::matter::{Matter, of_unit};
use crate::bodies::whole::words_of;
use crate::derived::day;
use crate::responsibility::whole::Names;
use crate::{Actor, Aims, Error};

/// What is supposed.
#[derive(Debug, Clone, Default)]
pub struct Supposed {
    /// The action.
    pub action: String,
    /// The tier.
    pub tier: String,
    /// How far a change reaches.
    pub change_class: String,
    /// The unit; none for the organisation.
    pub unit: Option<Id>,
    /// How a risk would be kept, where that is the action.
    pub again: Again,
}

/// Who would decide.
#[derive(Debug, Clone, Serialize)]
pub struct WhoIf {
    /// The chartered governance bodies whose mandates cover it, which decide before anybody else; by number, with their titles.
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub bodies: Names,
    /// What the table says, with its row; why it says nothing, where it does.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub right: Result<Right, String>,
    /// Who may decide now.
    pub able: Vec<Entitled>,
    /// Who holds such a role and may not.
    pub barred: Vec<Barred>,
    /// Which level of risk is kept by whom, where keeping one is the action.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<Step>,
}

impl Aims {
    /// Who would decide.
    ///
    /// Errors: an action, a tier or a class of change that tables do not know, or a unit that this person may not see.
    pub async fn who_decides_if(&self, actor: &Actor, supposed: &Supposed) -> Result<WhoIf, Error> {
        for (field, word, known) in [
            ("action", &supposed.action, words_of("action")),
            ("tier", &supposed.tier, words_of("tier")),
            ("class", &supposed.change_class, words_of("change_class")),
        ] {
            if !known.contains(word) {
                return Err(Error::problem(field, format!("`{word}` is not known; use one of {}", known.join(", "))));
            }
        }
        let (this, who, supposed) = (self.clone(), actor.clone(), supposed.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            supposed.unit.as_ref().map(|it| this.readable(read, &who, it, None)).transpose()?;
            let at = this.snapshot(read, None);
            let (unit_ids, units) = of_unit(&at, supposed.unit.as_ref())?;
            let (tier, change_class) = (supposed.tier, supposed.change_class);
            let matter = Matter { tier, change_class, unit_ids, units, ..Matter::default() };
            let chartered = gate::chartered(&at)?;
            let first = gate::deciding(&chartered, &matter, &supposed.action, day(at.time));
            let bodies = this.names_of(read, &who, first.iter().map(|it| it.id.clone()).collect())?;
            let none = || Err("no table speaks of decision rights".to_owned());
            let right = TABLE.in_force(&at)?.map_or_else(none, |it| right(&it, &matter, &supposed.action));
            let (mut able, mut barred, mut steps) = (Vec::new(), Vec::new(), Vec::new());
            if let Ok(right) = &right {
                if supposed.action == ACCEPT {
                    steps = ladder(&at, right, supposed.again)?;
                }
                let holders = Holders::read(&at, &right.deciders.iter().cloned().collect())?;
                (able, barred) = holders.entitled(right, &matter, &supposed.action);
            }
            Ok::<_, Error>(WhoIf { bodies, right, able, barred, ladder: steps })
        };
        self.0.store.read_async(look).await
    }
}
