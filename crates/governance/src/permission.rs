//! Asking the policies: who holds which roles over what, and what is known of the record.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use record::{DRAFT, Id};

use policy::{Action, Question, RecordView, Resource, Verdict};
use store::{Heading, Read, RecordRow};

use crate::actor::Held;
use crate::bodies::rights::holders::{broken, passed_until};
use crate::bodies::rights::table::longest;
use crate::data::lineage::targets;
use crate::fact::facts;
use crate::responsibility::{UNIT, organisation};
use crate::{Actor, Aims, Configuration, Error};

/// Kinds that say who holds which role; nobody holds one who does not work here.
pub(crate) const ROLE_KINDS: &[&str] = &["role", "role_assignment", "person", crate::deciding::KIND];

/// The tree of organisation units: each unit with the one above it.
#[derive(Clone, Default)]
pub(crate) struct Units(Arc<HashMap<String, String>>);

/// The tree as it was last read, with the place of the newest change of a unit.
#[derive(Default)]
pub(crate) struct KnownUnits(Mutex<Option<(u64, Units)>>);

impl KnownUnits {
    /// The tree as this snapshot shows it, read again only when a unit has changed.
    fn of(&self, read: &Read) -> Result<Units, Error> {
        let place = read.kinds_place(&["organization_unit"])?;
        let mut known = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if let Some((_, units)) = known.as_ref().filter(|it| it.0 == place) {
            return Ok(units.clone());
        }
        let units = Units(Arc::new(read.links_of_field("organization_unit", "parent")?.into_iter().collect()));
        // What a transaction sees of itself may be undone; only what an earlier one left is remembered.
        if place < read.head()?.size {
            *known = Some((place, units.clone()));
        }
        Ok(units)
    }
}

impl Units {
    /// The unit itself and those above it.
    pub fn upwards(&self, unit: &str) -> BTreeSet<String> {
        let mut chain = BTreeSet::from([unit.to_owned()]);
        let mut above = self.0.get(unit);
        while let Some(unit) = above.filter(|it| chain.insert((*it).clone())) {
            above = self.0.get(unit);
        }
        chain
    }
}

/// Roles of people as they were last resolved, with the place of the newest role or assignment and the moment until which they hold.
#[derive(Default)]
pub(crate) struct KnownRoles(Mutex<HashMap<Id, Resolved>>);

/// Roles of one person.
struct Resolved {
    place: u64,
    until: Option<Timestamp>,
    roles: Vec<Held>,
}

impl KnownRoles {
    /// The roles, if nothing changed since and no date has passed.
    fn get(&self, person: &Id, place: u64, now: Timestamp) -> Option<Vec<Held>> {
        let known = self.0.lock().unwrap_or_else(|it| it.into_inner());
        let known = known.get(person).filter(|it| it.place == place)?;
        known.until.is_none_or(|it| now < it).then(|| known.roles.clone())
    }

    fn keep(&self, person: &Id, place: u64, until: Option<Timestamp>, roles: &[Held]) {
        let mut known = self.0.lock().unwrap_or_else(|it| it.into_inner());
        known.insert(person.clone(), Resolved { place, until, roles: roles.to_vec() });
    }
}

/// What a question about a record rests on beside the record itself.
#[derive(PartialEq)]
pub(crate) struct Known {
    id: String,
    asker: policy::Actor,
    facts: Vec<(&'static str, policy::Fact)>,
    /// The document with its readers, where those are not its own.
    seen: Option<record::Document>,
}

impl Known {
    fn verdict(&self, configuration: &Configuration, action: Action, row: &RecordRow, changed: &[&str]) -> Verdict {
        let resource = Resource::Record(self.view(row));
        configuration.policies.ask(&Question { actor: &self.asker, action, resource, changed, facts: &self.facts })
    }

    /// The same with what only the request tells, by the names of facts.
    fn told(mut self, told: &[(&'static str, policy::Fact)]) -> Known {
        for (name, value) in &mut self.facts {
            if let Some((_, told)) = told.iter().find(|it| it.0 == *name) {
                *value = told.clone();
            }
        }
        self
    }

    /// The record as policies see it.
    fn view<'a>(&'a self, row: &'a RecordRow) -> RecordView<'a> {
        RecordView {
            kind: &row.kind,
            id: &self.id,
            state: &row.state,
            retired: row.retired,
            created_by: &row.makers.creator,
            document: self.seen.as_ref().unwrap_or(&row.document),
        }
    }
}

impl Aims {
    /// The tree of units, as far as this actor needs it: not at all when their roles cover the whole organisation.
    pub(crate) fn units(&self, read: &Read, actor: &Actor) -> Result<Units, Error> {
        match actor.roles.iter().any(|it| it.covers.is_some()) {
            true => self.0.known_units.of(read),
            false => Ok(Units::default()),
        }
    }

    /// The same person with the roles that are held now.
    pub async fn with_roles_now(&self, actor: &Actor) -> Result<Actor, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0.store.read_async(move |read: &Read| this.with_roles(read, &actor)).await
    }

    /// The actor with the roles that the records give at this moment; roles of the operator and the public are fixed.
    pub(crate) fn with_roles(&self, read: &Read, actor: &Actor) -> Result<Actor, Error> {
        let Some(person) = &actor.person else { return Ok(actor.clone()) };
        let (kept_from, shown) = (self.kept_from(read, person)?, self.shown_to(read, person)?);
        let (now, place) = (self.clock(), read.kinds_place(ROLE_KINDS)?);
        if let Some(roles) = self.0.known_roles.get(person, place, now) {
            return Ok(Actor { roles, kept_from, shown, ..actor.clone() });
        }
        let assigned = read.links_to(person, None)?;
        let held = assigned.into_iter().filter(|it| it.end.kind == "role_assignment" && it.field == "person");
        let ids: Vec<_> = held.map(|it| it.end.id).collect();
        let rows = read.records(&ids)?;
        let behalf: Vec<_> = rows.iter().flat_map(|it| targets(&it.document, "on_behalf_of")).collect();
        let sources = read.records(&behalf)?;
        let people: BTreeSet<Id> = sources.iter().filter_map(|it| it.link("person")).chain([person.clone()]).collect();
        let people = read.records(&people.into_iter().collect::<Vec<_>>())?;
        let works = |id: &Id| people.iter().find(|it| it.id == *id).is_none_or(|it| organisation::works(it, now));
        // What somebody acts on behalf of must hold too, for the same role and by somebody who still works here.
        let stands = |source: &RecordRow| source.link("person").is_none_or(|it| works(&it));
        let longest = if sources.is_empty() { 0 } else { longest(&self.snapshot(read, None))? };
        let passes = |row: &RecordRow, it: &RecordRow| {
            broken(row, it, &|it| crate::derived::holds(it, now)).is_none()
                && stands(it)
                && passed_until(row, longest).is_none_or(|end| now < end)
        };
        let mut roles = Vec::new();
        for row in rows.iter().filter(|it| works(person) && crate::derived::holds(it, now)) {
            let text = |field: &str| row.text(field).map(str::to_owned);
            let covers = match row.link("on_behalf_of") {
                None => Some(text("covers")),
                Some(from) => match sources.iter().find(|it| it.id == from && passes(row, it)) {
                    Some(source) => self.narrower(read, text("covers"), source.text("covers").map(str::to_owned))?,
                    None => None,
                },
            };
            let Some((covers, role)) = covers.zip(text("role").and_then(|it| it.parse().ok())) else { continue };
            let role = read.record(&role)?.filter(|it| !it.retired);
            let key = role.and_then(|it| Some(it.document.get("key")?.as_str()?.to_owned()));
            roles.extend(key.map(|role| Held { role, covers }));
        }
        // What a transaction sees of itself may be undone; only what an earlier one left is remembered.
        if place < read.head()?.size {
            let until = rows.iter().chain(&sources).chain(&people).filter_map(|it| crate::derived::turns(it, now));
            let until =
                until.chain(rows.iter().filter_map(|it| passed_until(it, longest))).filter(|it| now < *it).min();
            self.0.known_roles.keep(person, place, until, &roles);
        }
        Ok(Actor { roles, kept_from, shown, ..actor.clone() })
    }

    /// What both of two assignments cover, where one was passed on from the other: nothing goes further than what it comes from; none where they
    /// have nothing in common.
    fn narrower(
        &self,
        read: &Read,
        own: Option<String>,
        source: Option<String>,
    ) -> Result<Option<Option<String>>, Error> {
        let (Some(one), Some(other)) = (&own, &source) else { return Ok(Some(own.or(source))) };
        let units = self.0.known_units.of(read)?;
        let over = |it: &String| -> Result<BTreeSet<String>, Error> {
            let row = it.parse().ok().map(|id| read.record(&id)).transpose()?.flatten();
            let unit = row.filter(|it| it.kind != UNIT).and_then(|it| it.unit);
            let mut over = units.upwards(it);
            over.extend(unit.map(|it| units.upwards(&it)).unwrap_or_default());
            Ok(over)
        };
        Ok(match (over(one)?.contains(other), over(other)?.contains(one)) {
            (true, _) => Some(own),
            (false, true) => Some(source),
            (false, false) => None,
        })
    }

    /// Asks the policies about one record as it is, with what only the request tells; a refusal is in the words of the policy that refused.
    pub(crate) fn ask(
        &self,
        read: &Read,
        actor: &Actor,
        action: Action,
        row: &RecordRow,
        changed: &[&str],
        told: &[(&'static str, policy::Fact)],
    ) -> Result<Known, Error> {
        let known = self.known(read, actor, action, row)?.told(told);
        known.verdict(&self.configuration(), action, row, changed).into_result().map_err(Error::Refused)?;
        Ok(known)
    }

    /// Asks about one record with what only the request tells, by the names of facts; those that it does not tell are blank.
    pub(crate) fn ask_with(
        &self,
        read: &Read,
        actor: &Actor,
        action: Action,
        row: &RecordRow,
        told: &[(&'static str, policy::Fact)],
    ) -> Result<(), Error> {
        let known = self.known(read, actor, action, row)?.told(told);
        known.verdict(&self.configuration(), action, row, &[]).into_result().map_err(Error::Refused)
    }

    /// Asks about a record as it would be, with what only the request tells, unless the policies see nothing of it that they did not see as
    /// it is.
    pub(crate) fn ask_again(
        &self,
        read: &Read,
        actor: &Actor,
        action: Action,
        (before, after): (Option<(&RecordRow, Known)>, &RecordRow),
        changed: &[&str],
        told: &[(&'static str, policy::Fact)],
    ) -> Result<(), Error> {
        let configuration = self.configuration();
        let next = self.known(read, actor, action, after)?.told(told);
        let asked = before.is_some_and(|(before, known)| {
            known == next && configuration.policies.see_alike(&known.view(before), &next.view(after))
        });
        match asked {
            true => Ok(()),
            false => next.verdict(&configuration, action, after, changed).into_result().map_err(Error::Refused),
        }
    }

    /// What the policies say about one record.
    pub(crate) fn verdict(
        &self,
        read: &Read,
        actor: &Actor,
        action: Action,
        row: &RecordRow,
        changed: &[&str],
    ) -> Result<Verdict, Error> {
        Ok(self.known(read, actor, action, row)?.verdict(&self.configuration(), action, row, changed))
    }

    /// What a question about a record rests on beside the record itself.
    fn known(&self, read: &Read, actor: &Actor, action: Action, row: &RecordRow) -> Result<Known, Error> {
        let configuration = self.configuration();
        let at = self.snapshot(read, None);
        let facts = facts(&at, &configuration.policies, &[(row, action)])?.pop().unwrap_or_default();
        let seen = crate::following::seen(&configuration, row);
        Ok(Known { id: row.id.to_string(), asker: self.asker(read, actor, Some(row))?, facts, seen })
    }

    /// What the policies say about several records, in their order; facts and units are read once for all of them.
    pub(crate) fn verdicts(
        &self,
        read: &Read,
        actor: &Actor,
        questions: &[(&RecordRow, Action<'_>)],
    ) -> Result<Vec<Verdict>, Error> {
        let configuration = self.configuration();
        let at = self.snapshot(read, None);
        let (known, units) = (facts(&at, &configuration.policies, questions)?, self.units(read, actor)?);
        let verdict = |((row, action), known): (&(&RecordRow, Action<'_>), crate::fact::Facts)| {
            let asker = self.asker_over(actor, &over(row, &units));
            let view = RecordView {
                kind: &row.kind,
                id: &row.id.to_string(),
                state: &row.state,
                retired: row.retired,
                created_by: &row.makers.creator,
                document: &row.document,
            };
            let resource = Resource::Record(view);
            let question = Question { actor: &asker, action: *action, resource, changed: &[], facts: &known };
            configuration.policies.ask(&question)
        };
        Ok(questions.iter().zip(known).map(verdict).collect())
    }

    /// Those of the records which this person may move as it is asked of each; what does not exist is left out.
    pub async fn movable(&self, actor: &Actor, asked: Vec<(Id, &'static str)>) -> Result<HashSet<Id>, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let ids: Vec<Id> = asked.iter().map(|it| it.0.clone()).collect();
            let rows = read.records(&ids)?;
            let moves: HashMap<&Id, &str> = asked.iter().map(|it| (&it.0, it.1)).collect();
            let asked = rows.iter().filter_map(|row| Some((row, Action::Move(moves.get(&row.id)?))));
            let questions: Vec<(&RecordRow, Action<'_>)> = asked.collect();
            let verdicts = this.verdicts(read, &this.with_roles(read, &who)?, &questions)?;
            let permitted = questions.iter().zip(verdicts).filter(|it| it.1.is_permitted());
            Ok::<_, Error>(permitted.map(|it| it.0.0.id.clone()).collect())
        };
        self.0.store.read_async(look).await
    }

    /// Asks about an action on the store as a whole.
    pub(crate) fn ask_system(&self, read: &Read, actor: &Actor, action: &str) -> Result<(), Error> {
        let asker = self.asker(read, &self.with_roles(read, actor)?, None)?;
        self.configuration().policies.ask(&on_store(&asker, action)).into_result().map_err(Error::Refused)
    }

    /// Whether somebody with the roles held at sign-in may do something to the store as a whole; what they then do is asked again.
    pub fn may_in_all(&self, actor: &Actor, action: &str) -> bool {
        self.configuration().policies.permits(&on_store(&self.asker_over(actor, &BTreeSet::new()), action))
    }

    /// Asks about an action on the store as a whole, in a snapshot of its own, and enters a refusal in the ledger.
    pub(crate) async fn require(&self, actor: &Actor, action: &'static str) -> Result<(), Error> {
        let (this, who) = (self.clone(), actor.clone());
        let outcome = self.0.store.read_async(move |read| this.ask_system(read, &who, action)).await;
        if let Err(Error::Refused(refusals)) = &outcome {
            self.enter_denial(actor, refusals).await?;
        }
        outcome
    }

    /// Whether this person may read this record.
    pub(crate) fn may_read(
        &self,
        read: &Read,
        configuration: &Configuration,
        actor: &Actor,
        row: &RecordRow,
    ) -> Result<bool, Error> {
        Ok(self.may_read_heading(&self.units(read, actor)?, configuration, actor, &row.heading()))
    }

    /// Whether this person may read the record of which this is the head.
    pub(crate) fn may_read_heading(
        &self,
        units: &Units,
        configuration: &Configuration,
        actor: &Actor,
        row: &Heading,
    ) -> bool {
        if actor.kept_from.contains(&row.id) {
            return false;
        }
        let mut over = BTreeSet::from([row.id.to_string()]);
        over.extend(row.unit.as_ref().map(|unit| units.upwards(unit)).unwrap_or_default());
        let asker = self.asker_over(actor, &over);
        let owned = row.owner.as_deref().is_some_and(|owner| owner == actor.identity());
        let mine = owned || actor.shown.contains(&row.id);
        crate::visibility::class_permitted(configuration, &asker, &row.class(), (mine, row.state == DRAFT))
    }

    /// The actor as the policies see them: with the roles that cover this record, or the whole organisation.
    pub(crate) fn asker(&self, read: &Read, actor: &Actor, row: Option<&RecordRow>) -> Result<policy::Actor, Error> {
        let mut over: BTreeSet<String> = BTreeSet::new();
        if let Some(row) = row.filter(|_| actor.roles.iter().any(|it| it.covers.is_some())) {
            over.insert(row.id.to_string());
            let system = row.text("system");
            over.extend(system.map(str::to_owned));
            if let Some(unit) = &row.unit {
                over.extend(self.units(read, actor)?.upwards(unit));
            }
        }
        Ok(self.asker_over(actor, &over))
    }

    /// The actor with the roles that cover one of these units or records, or the whole organisation.
    pub(crate) fn asker_over(&self, actor: &Actor, over: &BTreeSet<String>) -> policy::Actor {
        let covers = |held: &&Held| held.covers.as_ref().is_none_or(|it| over.contains(it));
        let age = actor.second_factor.map(|then| self.clock().duration_since(then).as_secs());
        policy::Actor {
            account: if actor.is_public() { String::new() } else { actor.account.clone() },
            person: actor.identity(),
            roles: actor.roles.iter().filter(covers).map(|it| it.role.clone()).collect(),
            second_factor_age: age,
            service: actor.service,
            scopes: actor.scopes.as_ref().map(|it| it.iter().cloned().collect()),
        }
    }
}

/// The question about an action on the store as a whole.
fn on_store<'a>(actor: &'a policy::Actor, action: &'a str) -> Question<'a> {
    Question { actor, action: Action::System(action), resource: Resource::Organization, changed: &[], facts: &[] }
}

/// What a role may cover to hold for a record: the record, its AI system, its unit and those above.
fn over(row: &RecordRow, units: &Units) -> BTreeSet<String> {
    let mut over = BTreeSet::from([row.id.to_string()]);
    over.extend(row.text("system").map(str::to_owned));
    over.extend(row.unit.as_ref().map(|unit| units.upwards(unit)).unwrap_or_default());
    over
}
