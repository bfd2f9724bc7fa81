//! Breaches that the program sees by itself: entered once each, as alleged, with the records that show them; never a verdict.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Condition, Query, RecordRow, Visible, Write};

use super::BREACH;
use crate::accepting::acceptance::Acceptance;
use crate::aims::Admission;
use crate::bodies::answers::of_decisions;
use crate::bodies::ground::OUTSIDE;
use crate::bodies::{DECISION, says_yes};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::responsibility::PERSON;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error, Via};

/// Most records of a kind that one round looks at.
const MOST: u32 = 5000;
/// The field that keeps a breach from being entered twice.
const FINGERPRINT: &str = "fingerprint";

/// What a round sees.
pub struct Round<'a> {
    at: &'a Snapshot<'a>,
    today: Date,
}

/// Something that looks like a breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// In one line.
    title: String,
    /// What happened.
    reason: String,
    /// Who is held to have done it.
    who: BTreeSet<Id>,
    /// The AI system that it concerns.
    system: Option<Id>,
    /// The unit to which it belongs.
    unit: Option<String>,
    /// The records that show it, the one that it is about first.
    from: Vec<Id>,
    /// The day on which it was done.
    on: Date,
}

/// A sort of breach that is looked for; its name is the type of the breach.
pub struct Detection {
    /// The type.
    pub name: &'static str,
    /// What is looked for, in a few words.
    pub summary: &'static str,
    look: fn(&Round) -> Result<Vec<Seen>, Error>,
}

/// Everything that is looked for.
pub const DETECTED: &[Detection] = &[
    Detection { name: "ungated_release", summary: "a release in service that was never approved", look: ungated },
    Detection {
        name: "expired_acceptance",
        summary: "an acceptance of a risk that has run out while the risk is still held",
        look: expired,
    },
    Detection {
        name: "ignored_escalation",
        summary: "an escalation that nobody answered up to the last step of its ladder",
        look: ignored,
    },
    Detection {
        name: "access_outside_grant",
        summary: "an access that no grant covers, as a finding about a log says",
        look: outside,
    },
    Detection {
        name: "invalid_decision",
        summary: "a decision of a body that does not count, and that was acted upon",
        look: acted_upon,
    },
];

/// What a look for breaches led to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Detected {
    /// Breaches that were entered as alleged.
    pub made: Vec<Id>,
    /// Those that are seen and known already.
    pub known: usize,
}

impl Aims {
    /// Looks for breaches, and enters those that are new.
    ///
    /// Errors: this person may not enter breaches.
    pub async fn detect_breaches(&self, actor: &Actor) -> Result<Detected, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            this.enter_detected(tx, &who)
        };
        let outcome = self.0.store.write_async(work).await;
        self.denied(actor, outcome).await
    }

    /// The same as due work: no transaction is begun where nothing is new.
    pub(crate) async fn detect_due(&self) -> Result<(), Error> {
        let this = self.clone();
        let fresh = move |read: &store::Read| {
            let known = known(read)?;
            Ok::<_, Error>(this.seen_now(read)?.iter().any(|it| !known.contains(&it.0)))
        };
        if self.0.store.read_async(fresh).await? {
            self.detect_breaches(&Actor::operator(Via::System)).await?;
        }
        Ok(())
    }

    /// What is seen now, each with its fingerprint and type.
    fn seen_now(&self, read: &store::Read) -> Result<Vec<(String, &'static str, Seen)>, Error> {
        let at = self.snapshot(read, None);
        let round = Round { at: &at, today: self.today() };
        let mut all = Vec::new();
        for detection in DETECTED {
            for seen in (detection.look)(&round)? {
                let Some(first) = seen.from.first() else { continue };
                all.push((format!("{}/{first}", detection.name), detection.name, seen));
            }
        }
        Ok(all)
    }

    fn enter_detected(&self, tx: &mut Write, actor: &Actor) -> Result<Detected, Error> {
        let (known, mut detected) = (known(tx)?, Detected::default());
        for (fingerprint, form, seen) in self.seen_now(tx)? {
            if known.contains(&fingerprint) {
                detected.known += 1;
                continue;
            }
            let severity = self.configuration().libraries.consequences.detected.get(form).cloned();
            let document = seen.document(&fingerprint, form, severity, self.today());
            let change = Change::Create { kind: BREACH.to_owned(), state: None, document };
            detected.made.push(self.apply(tx, actor, &change, &Admission::found())?.id);
        }
        Ok(detected)
    }
}

/// Fingerprints that are there, those of retired and dismissed breaches among them.
fn known(read: &store::Read) -> Result<BTreeSet<String>, Error> {
    let all = read.list(&Query { limit: u32::MAX, retired: true, ..Query::of(BREACH, Visible::All) })?;
    Ok(all.iter().filter_map(|it| it.text(FINGERPRINT)).map(str::to_owned).collect())
}

impl Seen {
    fn document(&self, fingerprint: &str, form: &str, severity: Option<String>, today: Date) -> Document {
        let all = [
            ("title", json!(self.title)),
            ("form", json!(form)),
            ("severity", json!(severity)),
            ("who", json!(self.who)),
            ("system", json!(self.system)),
            ("reason", json!(self.reason)),
            ("detected_from", json!(self.from)),
            // What ended within today by the clock of its place ended today.
            ("committed_on", json!(self.on.min(today).to_string())),
            ("detected_on", json!(today.to_string())),
            (FINGERPRINT, json!(fingerprint)),
            ("unit", json!(self.unit)),
            ("access", json!("restricted")),
        ];
        let blank = |it: &Value| it.is_null() || *it == json!([]);
        all.into_iter().filter(|it| !blank(&it.1)).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

impl Round<'_> {
    fn list(&self, kind: &str, states: &[&str], more: Option<Condition>) -> Result<Vec<RecordRow>, Error> {
        let states = Condition::State(states.iter().map(|it| (*it).to_owned()).collect());
        let conditions = std::iter::once(states).chain(more).collect();
        Ok(self.at.read.list(&Query { conditions, limit: MOST, ..Query::of(kind, Visible::All) })?)
    }

    /// The records that a field of these names.
    fn named(&self, rows: &[RecordRow], field: &str) -> Result<Vec<RecordRow>, Error> {
        let ids: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, field)).collect();
        self.at.records(&ids.into_iter().collect::<Vec<_>>())
    }

    /// Whether a number is that of a record of a kind.
    fn is(&self, id: &Id, kind: &str) -> bool {
        self.at.catalog.kind_of_prefix(&id.prefix).is_some_and(|it| it.kind == kind)
    }

    /// Whether a text is the number of a person.
    fn person(&self, text: &str) -> Option<Id> {
        let id: Id = text.parse().ok()?;
        self.is(&id, PERSON).then_some(id)
    }

    /// The owner of a record.
    fn owner(&self, row: &RecordRow) -> Option<Id> {
        row.owner.as_deref().and_then(|it| self.person(it))
    }
}

fn one<'a>(rows: &'a [RecordRow], document: &Document, field: &str) -> Option<&'a RecordRow> {
    let id = targets(document, field).pop()?;
    rows.iter().find(|it| it.id == id)
}

fn ungated(round: &Round) -> Result<Vec<Seen>, Error> {
    let releases = round.list("release", &["in_service"], None)?;
    let ids: Vec<Id> = releases.iter().map(|it| it.id.clone()).collect();
    let approved: BTreeSet<Id> = round.at.read.first_in(&ids, "approved", None)?.into_iter().map(|it| it.0).collect();
    let systems = round.named(&releases, "system")?;
    let seen = |row: &RecordRow| {
        let system = one(&systems, &row.document, "system");
        Seen {
            title: format!("{} is in service and was never approved", row.id),
            reason: format!("{} `{}` is in service, and no version of it was approved.", row.id, row.title),
            who: round.person(&row.makers.mover).or_else(|| round.owner(row)).into_iter().collect(),
            system: system.map(|it| it.id.clone()),
            unit: row.unit.clone().or_else(|| system.and_then(|it| it.unit.clone())),
            from: std::iter::once(row.id.clone()).chain(system.map(|it| it.id.clone())).collect(),
            on: date(&row.document, "in_service_on").unwrap_or_else(|| crate::derived::day(row.changed)),
        }
    };
    Ok(releases.iter().filter(|it| !approved.contains(&it.id)).map(seen).collect())
}

fn expired(round: &Round) -> Result<Vec<Seen>, Error> {
    let granted = round.list("risk_acceptance", &["granted"], None)?;
    let over = |it: &&RecordRow| Acceptance::of(it).over(round.at.time);
    let risks = round.named(&granted, "risk")?;
    let followed = |row: &RecordRow| {
        let risk = targets(&row.document, "risk");
        granted.iter().any(|it| !over(&it) && targets(&it.document, "risk") == risk)
    };
    let seen = |row: &RecordRow| {
        let risk = one(&risks, &row.document, "risk").filter(|it| it.state != "closed" && !it.retired)?;
        let on = date(&row.document, "expires")?;
        Some(Seen {
            title: format!("{} has run out, and {} is still held", row.id, risk.id),
            reason: format!(
                "The acceptance {} ran out on {on}; {} `{}` is {}.",
                row.id, risk.id, risk.title, risk.state
            ),
            who: round.owner(risk).or_else(|| round.owner(row)).into_iter().collect(),
            system: targets(&risk.document, "systems").into_iter().next(),
            unit: risk.unit.clone().or_else(|| row.unit.clone()),
            from: vec![row.id.clone(), risk.id.clone()],
            on: on.tomorrow().unwrap_or(on),
        })
    };
    Ok(granted.iter().filter(over).filter(|it| !followed(it)).filter_map(seen).collect())
}

fn ignored(round: &Round) -> Result<Vec<Seen>, Error> {
    let raised = round.list("escalation", &["raised"], None)?;
    let seen = |row: &RecordRow| {
        let steps: Vec<&Value> = row.list("steps").collect();
        let sent = |it: &&Value| it["sent"].as_str()?.parse().ok().map(crate::derived::day);
        let last = steps.iter().filter_map(sent).max().filter(|it| *it < round.today)?;
        // Those who had time until a moment and let it pass; who is told behind the last step has none.
        let timed = steps.iter().filter(|it| it["until"].is_string());
        let who = timed.filter_map(|it| round.person(it["person"].as_str()?)).collect();
        let over = row.text("step_until").is_none();
        over.then(|| Seen {
            title: format!("nobody answered {} up to its last step", row.id),
            reason: format!(
                "{} `{}` went through every step of its ladder until {last}, and nobody answered.",
                row.id, row.title
            ),
            who,
            system: targets(&row.document, "about").into_iter().find(|it| round.is(it, SYSTEM)),
            unit: row.unit.clone(),
            from: vec![row.id.clone()],
            on: last,
        })
    };
    Ok(raised.iter().filter_map(seen).collect())
}

fn outside(round: &Round) -> Result<Vec<Seen>, Error> {
    let findings = round.list("finding", &["issued", "answered", "verified", "closed"], None)?;
    let rules = &round.at.libraries.alerts.rule;
    let seen = |row: &RecordRow| {
        let rule = row.text("rule")?;
        let (who, about): (BTreeSet<Id>, BTreeSet<Id>) =
            targets(&row.document, "about").into_iter().partition(|it| round.is(it, PERSON));
        let outside = rules.iter().any(|it| it.breach && it.name == rule) && !who.is_empty();
        outside.then(|| Seen {
            title: format!("access outside of any grant, by {}", row.id),
            reason: format!("{}.", row.text("condition").unwrap_or_default().lines().next().unwrap_or_default()),
            who,
            system: None,
            unit: row.unit.clone(),
            from: std::iter::once(row.id.clone()).chain(about).collect(),
            on: crate::derived::day(row.created),
        })
    };
    Ok(findings.iter().filter_map(seen).collect())
}

fn acted_upon(round: &Round) -> Result<Vec<Seen>, Error> {
    let decisions = round.list(DECISION, &["taken"], Some(Condition::is("valid", "no")))?;
    if decisions.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = round.named(&decisions, "subject")?;
    let invalid: BTreeSet<&Id> = decisions.iter().map(|it| &it.id).collect();
    let (_, reasons) = of_decisions(round.at, &decisions.iter().collect::<Vec<_>>())?;
    // What fails for the mandate alone needed no body: whoever acted did so by their own right, and not upon what that body said.
    let no_say = |it: &Id| reasons.get(it).is_some_and(|it| it.iter().all(|it| it.ground == OUTSIDE));
    let counting: BTreeSet<Id> = round
        .list(DECISION, &["taken"], None)?
        .iter()
        .filter(|it| !invalid.contains(&it.id) && says_yes(it))
        .flat_map(|it| targets(&it.document, "subject"))
        .collect();
    let mut all = Vec::new();
    for row in decisions.iter().filter(|it| !no_say(&it.id)) {
        let subject = one(&subjects, &row.document, "subject").filter(|it| says_yes(row) && !counting.contains(&it.id));
        let Some(subject) = subject else { continue };
        let act = round.at.libraries.deciding.act_on(subject);
        let to =
            act.and_then(|act| Some(round.at.catalog.kind(&subject.kind)?.transition(&act.transition)?.to.clone()));
        let Some(to) = to else { continue };
        let Some((_, time)) = round.at.read.first_in(std::slice::from_ref(&subject.id), &to, None)?.pop() else {
            continue;
        };
        let since = date(&row.document, "decided_on").unwrap_or_else(|| crate::derived::day(row.created));
        if crate::derived::day(time) < since {
            continue;
        }
        all.push(Seen {
            title: format!("{} was acted upon and does not count", row.id),
            reason: format!("{} `{}` became {to} although {} is not valid.", subject.id, subject.title, row.id),
            who: round.person(&subject.makers.mover).or_else(|| round.owner(subject)).into_iter().collect(),
            system: targets(&subject.document, "system").into_iter().next(),
            unit: subject.unit.clone(),
            from: vec![row.id.clone(), subject.id.clone()],
            on: crate::derived::day(time),
        });
    }
    Ok(all)
}
