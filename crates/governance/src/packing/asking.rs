//! What is read for what is asked: records that wait by a rule, items of agendas, and who decides about each.

use std::collections::{BTreeMap, BTreeSet};

use record::{Id, Kind, Transition};
use store::{Condition, RecordRow};

use super::agenda::Sittings;
use super::asks::{Ask, Asks, Of, Why, joined, urgent};
use super::gathered::Then;
use crate::Error;
use crate::attention::Deciding as Wait;
use crate::bodies::around::Around;
use crate::bodies::matter::{self, Matter};
use crate::bodies::rights::table::{TABLE, right};
use crate::bodies::{DECISION, MEETING, answers, gate};
use crate::data::lineage::targets;
use crate::deciding::shipped::Ruled;
use crate::derived::{date, day};

/// Everything that waits for a decision of those who direct, or of a body on whose agenda it is.
pub(super) fn asks(now: &Then) -> Result<Asks, Error> {
    let libraries = now.configuration.libraries.clone();
    // Whoever may see them, so that what was decided is not asked for; what is told is seen to below.
    let meetings = now.at.list(MEETING, Vec::new())?;
    let around = Around::of_meetings(&now.at, &meetings)?;
    let waiting = waiting(now)?;
    let items = around.subjects.keys().chain(waiting.iter().map(|it| &it.1.id));
    let decisions = about(now, items.cloned().collect())?;
    let reasons = answers::of_decisions(&now.at, &decisions.iter().collect::<Vec<_>>())?.1;
    let mut by_day: Vec<&RecordRow> = meetings.iter().filter(|it| !it.retired).collect();
    by_day.sort_by_key(|it| (date(&it.document, "held_on"), it.id.number));
    let sittings = Sittings {
        around: &around,
        meetings: by_day,
        decisions: decisions.iter().collect(),
        reasons: &reasons,
        on: now.period.as_of,
    };
    let all = on_agendas(now, &sittings)?.into_iter().chain(by_rule(now, &sittings, &waiting)?);
    Ok(urgent(joined(all), libraries.packs.most_asks))
}

/// Decisions about these records.
fn about(now: &Then, items: BTreeSet<Id>) -> Result<Vec<RecordRow>, Error> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = now.at.list(DECISION, Vec::new())?;
    rows.retain(|it| targets(&it.document, "subject").iter().any(|it| items.contains(it)));
    Ok(rows)
}

/// What is to be decided by bodies: of records and meetings that may be seen, and that are not over.
fn on_agendas(now: &Then, sittings: &Sittings) -> Result<Vec<Ask>, Error> {
    let subjects = &sittings.around.subjects;
    let open = sittings.open(|id| subjects.get(id).is_some_and(|it| awaited(now, it).is_some()));
    let named = open.iter().flat_map(|it| [&it.item, &it.meeting].into_iter().chain(&it.body).chain(&it.why.record));
    let seen = now.known(named.cloned().collect::<BTreeSet<_>>().into_iter().collect())?;
    let mut found = Vec::new();
    for mut it in open.into_iter().filter(|it| seen.contains_key(&it.meeting)) {
        let Some(row) = seen.get(&it.item).filter(|it| !it.retired) else { continue };
        let kind = now.configuration.kind(&row.kind)?;
        if kind.lifecycle.finals.contains(&row.state) {
            continue;
        }
        let body = it.body.filter(|it| seen.contains_key(it));
        let name = body.as_ref().and_then(|it| seen.get(it)).map(|it| it.title.clone()).unwrap_or_default();
        if it.why.record.as_ref().is_some_and(|it| !seen.contains_key(it)) {
            let says = format!("{} left it to be decided", it.meeting);
            it.why = Why { says, record: Some(it.meeting.clone()), ..it.why };
        }
        let of = Of { body, name, by: it.meeting.to_string() };
        let due = it.due.into_iter().chain(date(&row.document, "due")).min();
        let transition = awaited(now, row).and_then(|name| kind.transition(name));
        found.push(ask(now, row, kind, transition, Asked { words: plain(&it.asked), of, due, why: it.why }));
    }
    Ok(found)
}

/// What a record is asked for, before it is one ask among others.
struct Asked {
    words: String,
    of: Of,
    due: Option<jiff::civil::Date>,
    why: Why,
}

fn ask(now: &Then, row: &RecordRow, kind: &Kind, transition: Option<&Transition>, asked: Asked) -> Ask {
    Ask {
        id: row.id.clone(),
        kind: row.kind.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        otherwise: otherwise(now, row, kind, transition, &asked.of),
        asked: asked.words,
        of: asked.of,
        since: day(row.changed),
        due: asked.due,
        why: vec![asked.why],
    }
}

/// Records that wait by a rule: of the kinds that are put before those who direct, and of all about which a body may have to decide; of
/// the latter also those that may not be seen.
fn waiting(now: &Then) -> Result<Vec<(Wait, RecordRow)>, Error> {
    let libraries = &now.configuration.libraries;
    let shown = |kind: &String| libraries.packs.asks.contains(kind);
    let mut found = Vec::new();
    for wait in libraries.attention.decisions.iter().filter(|it| shown(&it.kind)) {
        let rows = now.listed(&wait.kind, &format!("state:{}", wait.state))?;
        found.extend(rows.into_iter().map(|it| (wait.clone(), it)));
    }
    for act in libraries.deciding.act.iter().filter(|it| !shown(&it.kind)) {
        let (kind, transition) = (act.kind.clone(), act.transition.clone());
        let from = now.configuration.kind(&kind)?.transition(&transition).map(|it| it.from.clone()).unwrap_or_default();
        let wait =
            |it: &RecordRow| Wait { kind: kind.clone(), state: it.state.clone(), transition: transition.clone() };
        let rows = now.at.list(&kind, vec![Condition::State(from)])?;
        found.extend(rows.into_iter().map(|it| (wait(&it), it)));
    }
    Ok(found)
}

/// What records ask that wait; of a kind that is not put before those who direct only what a body decides.
fn by_rule(now: &Then, sittings: &Sittings, waiting: &[(Wait, RecordRow)]) -> Result<Vec<Ask>, Error> {
    let (deciders, shown) = (Deciders::read(now, waiting)?, &now.configuration.libraries.packs.asks);
    let mut found = Vec::new();
    for (wait, row) in waiting {
        let kind = now.configuration.kind(&row.kind)?;
        let transition = kind.transition(&wait.transition);
        let words = transition.map_or_else(|| wait.transition.clone(), Transition::label);
        let decided = action(now, wait).is_some_and(|it| sittings.decided(&row.id, it));
        let of = deciders.of(now, wait, row, decided);
        if of.body.is_none() && !shown.contains(&wait.kind) {
            continue;
        }
        let stated = date(&row.document, "due");
        let late = stated.filter(|it| *it < now.period.as_of).map(|it| format!(", due since {it}"));
        let left = if decided { ", and a body has decided: what is left is to carry it out" } else { "" };
        let says = format!("it is {}{}{left}", plain(&row.state), late.unwrap_or_default());
        let why = Why { sort: "waits", says, record: None };
        let due = stated.or_else(|| of.body.as_ref().and_then(|it| sittings.next_of(it)));
        found.push(ask(now, row, kind, transition, Asked { words, of, due, why }));
    }
    let beside = found.iter().filter(|it| !shown.contains(&it.kind)).map(|it| it.id.clone()).collect();
    let seen = now.known(beside)?;
    found.retain(|it| shown.contains(&it.kind) || seen.contains_key(&it.id));
    Ok(found)
}

/// Who decides about records that wait.
struct Deciders {
    bodies: Around,
    matters: BTreeMap<Id, Matter>,
    rights: Option<std::sync::Arc<Ruled>>,
    /// Roles that may move records, by kind and state.
    roles: BTreeMap<(String, String), Vec<String>>,
}

impl Deciders {
    fn read(now: &Then, waiting: &[(Wait, RecordRow)]) -> Result<Deciders, Error> {
        let rows: Vec<&RecordRow> = waiting.iter().map(|it| &it.1).collect();
        let mut roles = BTreeMap::new();
        for (wait, row) in waiting {
            let kind = now.configuration.kind(&row.kind)?;
            let may = || policy::who_may_move(&now.configuration.policies, kind, &wait.transition, &wait.state);
            roles.entry((wait.kind.clone(), wait.state.clone())).or_insert_with(may);
        }
        let (bodies, rights) = (gate::chartered(&now.at)?, TABLE.in_force(&now.at)?);
        Ok(Deciders { bodies, matters: matter::read(&now.at, &rows, true)?, rights, roles })
    }

    /// A body whose mandate covers it and that has not decided, else the roles that the table of rights names, else those that policies let.
    fn of(&self, now: &Then, wait: &Wait, row: &RecordRow, decided: bool) -> Of {
        let action = action(now, wait);
        let about = self.matters.get(&row.id);
        let body = action.zip(about).and_then(|(action, it)| gate::decides(&self.bodies, it, action, day(now.at.time)));
        if let Some(body) = body.filter(|_| !decided) {
            let by = action.map(plain).unwrap_or_default();
            return Of { body: Some(body.id.clone()), name: body.title.clone(), by: format!("mandate to {by}") };
        }
        let right = action
            .zip(about)
            .zip(self.rights.as_ref())
            .and_then(|((action, it), table)| right(table, it, action).ok().filter(|it| !it.deciders.is_empty()));
        if let Some(it) = right {
            return Of {
                body: None,
                name: it.deciders.iter().map(|it| plain(it)).collect::<Vec<_>>().join(", "),
                by: it.by,
            };
        }
        let roles = self.roles.get(&(wait.kind.clone(), wait.state.clone())).map(Vec::as_slice).unwrap_or_default();
        let name = roles.iter().map(|it| plain(it)).collect::<Vec<_>>().join(", ");
        Of { body: None, name, by: "policies".to_owned() }
    }
}

/// The action by which tables speak of what a record waits for.
fn action<'a>(now: &'a Then, wait: &Wait) -> Option<&'a str> {
    let deciding = &now.configuration.libraries.deciding;
    let act = deciding.act(&wait.kind, &wait.transition).map(|it| it.action.as_str());
    let waits = deciding.waits.iter().find(|it| it.kind == wait.kind && it.states.contains(&wait.state));
    act.or(waits.map(|it| it.action.as_str()))
}

/// The transition for which a record waits where it is.
fn awaited<'a>(now: &'a Then, row: &RecordRow) -> Option<&'a str> {
    let libraries = &now.configuration.libraries;
    let act = || {
        let act = libraries.deciding.act_on(row)?;
        let from = &now.configuration.kind(&row.kind).ok()?.transition(&act.transition)?.from;
        from.contains(&row.state).then_some(act.transition.as_str())
    };
    libraries.attention.awaited(&row.kind, &row.state).or_else(act)
}

/// What happens where it is not decided: what stays as it is, and what that means.
fn otherwise(now: &Then, row: &RecordRow, kind: &Kind, transition: Option<&Transition>, of: &Of) -> Vec<String> {
    let (state, packs) = (plain(&row.state), &now.configuration.libraries.packs);
    let acts = |it: &&Transition| now.configuration.libraries.deciding.act(&kind.kind, &it.name).is_some();
    let stays = transition.map(|it| match of.body.as_ref().filter(|_| acts(&it)) {
        Some(body) => format!("it stays {state}: `{}` is refused until {body} has decided", it.label()),
        None => format!("it stays {state}"),
    });
    let means = packs.otherwise.iter().filter(|it| it.kind == kind.kind).map(|it| it.says.clone());
    stays.into_iter().chain(means.filter(|_| transition.is_some())).collect()
}

fn plain(word: &str) -> String {
    word.replace('_', " ")
}
