//! What calls for another assessment of a risk, and along which links it reaches risks, as data (`data/library/risk_events.toml`).

use std::collections::BTreeSet;

use record::{Catalog, FieldType};
use serde::Deserialize;

use super::super::{CRITERIA, RISK};
use crate::conformity::checks::conditions;
use crate::libraries::{Libraries, Part, Words, choices, lengths, no_states};

/// The record itself, where a field is named that says what an event is about.
pub(crate) const ITSELF: &str = "self";
/// The day on which a record was entered.
pub(crate) const CREATED: &str = "@created";
/// The day on which it came into its state.
pub(crate) const STATE: &str = "@state";
/// The day on which one of its fields moved.
pub(crate) const CHANGED: &str = "@changed";
/// Events that the program sees without a record of a kind.
pub(crate) const SOURCES: [&str; 1] = ["challenges"];
/// What criteria name as a trigger and is no event of a record.
const CRITERIA_CHANGED: &str = "criteria_changed";

/// What moves risks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moving {
    /// How far back changes are told where nobody names a day.
    pub since: String,
    /// How long before a day that a record names risks must be assessed again.
    pub lead: String,
    /// Fields of a risk that make its levels.
    pub guarded: Vec<String>,
    /// Those of which the first value counts too: they speak before a single score, or say whom a score is about.
    pub guarded_from_first: Vec<String>,
    /// As how many events an assessed level counts.
    pub prior_events: f64,
    /// From how many incidents on another level is proposed.
    pub least_events: u32,
    /// Level of intervals.
    pub level: f64,
    /// Most rows of a list.
    pub most_listed: usize,
    /// Records that nothing hangs on any more.
    pub ended: Vec<Ended>,
    /// What hangs on what.
    pub way: Vec<Hangs>,
    /// Events.
    pub event: Vec<Sort>,
    /// Words of files.
    pub words: Words,
}

/// States in which nothing hangs on a record any more.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// The kind.
    pub kind: String,
    /// The states.
    pub states: Vec<String>,
}

/// Which end of a way holds the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The record from which it leads.
    From,
    /// The record to which it leads.
    To,
}

/// A way from a record to those that hang on it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hangs {
    /// Kind from which it leads.
    pub from: String,
    /// Kind to which it leads, nearer to risks.
    pub to: String,
    /// Field that holds the link.
    pub field: String,
    /// Which of both has it.
    pub held_by: Holder,
    /// What the first is to the second, in words between both.
    pub says: String,
}

impl Hangs {
    /// The kind whose records hold the link.
    pub fn holder(&self) -> &str {
        match self.held_by {
            Holder::From => &self.from,
            Holder::To => &self.to,
        }
    }
}

/// Records that are events.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sort {
    /// Name of the event; entries of one name are one event.
    pub name: String,
    /// Kind of the records; none where the program sees it otherwise.
    pub kind: Option<String>,
    /// One of the sources that are no kinds, where no kind is named.
    pub source: Option<String>,
    /// States in which it counts; every state where none are named.
    pub states: Vec<String>,
    /// Filter of the list of the kind.
    pub filter: String,
    /// Where its day stands; the first that is filled in counts.
    pub day: Vec<String>,
    /// Fields of which a change is the event.
    pub changes: Vec<String>,
    /// Whether being entered is such a change.
    pub entered: bool,
    /// A day before which risks must be assessed.
    pub before: Option<String>,
    /// Fields that say what it is about; each list only where those before it name nothing.
    pub about: Vec<Vec<String>>,
    /// Kind of which it is about every record where no field names anything.
    pub every: Option<String>,
    /// Whether it calls for an assessment though criteria do not name it.
    pub always: bool,
}

impl Moving {
    /// Whether nothing hangs on a record of a kind in a state.
    pub fn is_over(&self, kind: &str, state: &str) -> bool {
        self.ended.iter().any(|it| it.kind == kind && it.states.iter().any(|it| it == state))
    }

    /// Kinds beside risks whose records are read: they hold the links of ways, may be over, or are all meant by an event.
    pub fn between(&self) -> BTreeSet<&str> {
        let holders = self.way.iter().map(Hangs::holder);
        let named = self.ended.iter().map(|it| it.kind.as_str());
        let every = self.event.iter().filter_map(|it| it.every.as_deref());
        holders.chain(named).chain(every).filter(|it| *it != RISK).collect()
    }
}

impl Part for Moving {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        found.extend(lengths([&self.since, &self.lead]));
        if !(0.5..1.0).contains(&self.level) {
            found.push("`level` lies between 0.5 and 1, such as 0.95".to_owned());
        }
        if self.prior_events.is_nan() || self.prior_events <= 0.0 || self.most_listed == 0 || self.least_events == 0 {
            found.push("`prior_events` is above 0, `least_events` and `most_listed` are at least 1".to_owned());
        }
        let fields = |kind: &str, named: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            let Some(of) = catalog.kind(kind) else { return vec![format!("there is no kind `{kind}`")] };
            let missing = named.filter(|it| it.as_str() != ITSELF && !it.starts_with('@') && of.field(it).is_none());
            missing.map(|it| format!("`{kind}` has no field `{it}`")).collect()
        };
        found.extend(fields(RISK, &mut self.guarded.iter().chain(&self.guarded_from_first)));
        found.extend(self.ended.iter().flat_map(|it| no_states(catalog, &it.kind, &it.states)));
        found.extend(self.way.iter().flat_map(|it| wrong_way(catalog, it)));
        for it in &self.event {
            match (&it.kind, &it.source) {
                (Some(kind), None) => {
                    let mut named = it.day.iter().chain(&it.changes).chain(&it.before).chain(it.about.iter().flatten());
                    found.extend(fields(kind, &mut named));
                    found.extend(it.wrong(catalog, kind));
                }
                (None, Some(source)) if SOURCES.contains(&source.as_str()) => {}
                _ => found.push(format!(
                    "event `{}` names a kind, or one of {} as its source",
                    it.name,
                    SOURCES.join(", ")
                )),
            }
        }
        found.extend(self.triggers(catalog));
        found
    }
}

impl Moving {
    /// Triggers of criteria that are no event, and events that nothing calls upon.
    fn triggers(&self, catalog: &Catalog) -> Vec<String> {
        let known = choices(catalog, CRITERIA, "triggers");
        let named = |it: &str| self.event.iter().any(|of| of.name == it);
        let strange = known.iter().filter(|it| *it != CRITERIA_CHANGED && !named(it));
        let mut found: Vec<String> =
            strange.map(|it| format!("criteria name the trigger `{it}`, which is no event; add it")).collect();
        let unasked = self.event.iter().filter(|it| !it.always && !known.contains(&it.name));
        found.extend(unasked.map(|it| {
            format!("event `{}` is no trigger that criteria can name; let it call `always`, or leave it out", it.name)
        }));
        found
    }
}

impl Sort {
    /// Whether people say its day, which may lie before that on which it came to light.
    pub(super) fn is_dated(&self) -> bool {
        self.day.iter().any(|it| !it.starts_with('@'))
    }

    /// What records of its kind cannot be.
    fn wrong(&self, catalog: &Catalog, kind: &str) -> Vec<String> {
        let mut found = no_states(catalog, kind, &self.states);
        found.extend(
            self.every.iter().filter(|it| catalog.kind(it).is_none()).map(|it| format!("there is no kind `{it}`")),
        );
        let unread = conditions(catalog, kind, &self.filter).err();
        found.extend(unread.map(|it| format!("the filter of event `{}` cannot be read: {it}", self.name)));
        if self.day.is_empty() || self.about.iter().all(Vec::is_empty) {
            found.push(format!(
                "event `{}` says neither its day nor what it is about; fill in `day` and `about`",
                self.name
            ));
        }
        let known = [CREATED, STATE, CHANGED];
        let strange = self.day.iter().filter(|it| it.starts_with('@') && !known.contains(&it.as_str()));
        found.extend(strange.map(|it| format!("`{it}` is no day; there are {}", known.join(", "))));
        if self.day.iter().any(|it| it == CHANGED) == self.changes.is_empty() {
            found.push(format!("event `{}` has `{CHANGED}` as its day and names `changes`, or neither", self.name));
        }
        found
    }
}

/// What a way cannot be.
fn wrong_way(catalog: &Catalog, way: &Hangs) -> Vec<String> {
    let of = |kind: &str| catalog.kind(kind).is_none().then(|| format!("there is no kind `{kind}`"));
    let mut found: Vec<String> = [&way.from, &way.to].into_iter().filter_map(|it| of(it)).collect();
    let field = catalog.kind(way.holder()).and_then(|it| it.field(&way.field));
    let link = |it: &FieldType| matches!(it, FieldType::Link { .. } | FieldType::Links { .. });
    let links = field.is_some_and(|it| match &it.ty {
        FieldType::Table { columns } => columns.iter().any(|it| link(&it.ty)),
        other => link(other),
    });
    if found.is_empty() && !links {
        found.push(format!("`{}` has no links in a field `{}`", way.holder(), way.field));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(change: impl FnOnce(&mut Moving)) -> Vec<String> {
        let catalog = Catalog::load(&crate::configuration::shipped(), &[]).unwrap();
        let libraries = Libraries::shipped();
        let mut moving = libraries.moving.clone();
        change(&mut moving);
        moving.faults(&libraries, &catalog)
    }

    #[test]
    fn what_no_record_can_be_is_told() {
        assert_eq!(faults(|_| {}), Vec::<String>::new());
        type Change = fn(&mut Moving);
        let wrong: [(Change, &str); 9] = [
            (|it| it.lead = "soon".to_owned(), "soon"),
            (|it| it.level = 2.0, "`level` lies between"),
            (|it| it.prior_events = 0.0, "`prior_events` is above 0"),
            (|it| it.guarded.push("colour".to_owned()), "`risk` has no field `colour`"),
            (|it| it.way[0].field = "title".to_owned(), "has no links in a field `title`"),
            (|it| it.way[0].to = "ghost".to_owned(), "there is no kind `ghost`"),
            (|it| it.event[0].states.push("lost".to_owned()), "`incident` has no state `lost`"),
            (|it| it.event[0].day = vec!["@moon".to_owned()], "`@moon` is no day"),
            (|it| it.event.retain(|it| it.name != "incident"), "criteria name the trigger `incident`"),
        ];
        for (change, says) in wrong {
            let found = faults(change);
            assert!(found.iter().any(|it| it.contains(says)), "{says}: {found:?}");
        }
    }
}
