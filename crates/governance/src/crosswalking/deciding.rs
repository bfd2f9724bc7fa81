//! Confirming, changing and rejecting relations of a crosswalk, each as a mapping through the one write path, all of one request or none.
//!
//! What the crosswalk says was written by its authors, so that whoever looks at it enters and confirms it in one act; another relation than that
//! is a proposal, which somebody else reviews.

use std::str::FromStr;

use library::{Crosswalk, Map, Relation};
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{RecordRow, Write};

use super::reviewed::{PROPOSED, REJECTED, mappings, relation, word};
use super::told::{ByPair, by_pair, found, pair};
use crate::aims::{Admission, BULK_LIMIT};
use crate::integrating::{MAPPING, REVIEWED};
use crate::{Actor, Aims, Error};

/// What is done with relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// They hold as the crosswalk says.
    Confirm,
    /// They do not hold.
    Reject,
    /// Another relation is proposed instead.
    Change(Relation),
}

impl Act {
    /// What is asked in words; a change names the relation.
    pub fn read(act: &str, to: &str) -> Result<Act, Error> {
        match act {
            "confirm" => Ok(Act::Confirm),
            "reject" => Ok(Act::Reject),
            "change" => {
                let unknown = || {
                    let all: Vec<&str> = super::reviewed::words().collect();
                    Error::problem("relation", format!("`{to}` is no relation; say one of {}", all.join(", ")))
                };
                relation(to).map(Act::Change).ok_or_else(unknown)
            }
            _ => Err(Error::problem(
                "act",
                format!("`{act}` is nothing that can be done; say `confirm`, `reject` or `change`"),
            )),
        }
    }
}

/// A relation by its two identifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// In the framework from which it is read.
    pub from: String,
    /// In the other one.
    pub to: String,
}

impl FromStr for Named {
    type Err = Error;

    /// Reads `7.5.1|7.5.1`, or with `=` between the two.
    fn from_str(text: &str) -> Result<Named, Error> {
        let two = text.split_once('|').or_else(|| text.split_once('='));
        let (from, to) = two
            .map(|it| (it.0.trim(), it.1.trim()))
            .filter(|it| !it.0.is_empty() && !it.1.is_empty())
            .ok_or_else(|| Error::problem("map", format!("`{text}` names no relation; write it as `7.5.1=7.5.1`")))?;
        Ok(Named { from: from.to_owned(), to: to.to_owned() })
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Relations.
    pub maps: Vec<Named>,
    /// What is done with them.
    pub act: Act,
    /// Why.
    pub why: String,
    /// Who looked at them, where that is said at the console; everybody else decides in their own name.
    pub reviewer: Option<Id>,
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Mappings that were made or moved, in the order of what was asked.
    pub mappings: Vec<Id>,
    /// How many stood so already.
    pub unchanged: usize,
}

impl Aims {
    /// Decides about relations of a crosswalk.
    pub async fn review_crosswalk(&self, actor: &Actor, name: &str, asked: Asked) -> Result<Done, Error> {
        let (this, who, name) = (self.clone(), actor.clone(), name.to_owned());
        let outcome = self.0.store.write_async(move |tx| this.review_in(tx, &who, &name, &asked)).await;
        self.denied(actor, outcome).await
    }

    fn review_in(&self, tx: &mut Write, actor: &Actor, name: &str, asked: &Asked) -> Result<Done, Error> {
        let who = self.with_roles(tx, actor)?;
        let configuration = self.configuration();
        let shelf = configuration.libraries.shelf();
        let of = found(shelf, name)?;
        self.may_review(tx, &who, of, asked)?;
        asked.complete()?;
        let console = who.roles.iter().any(|it| it.role == "operator");
        let reviewer = asked.reviewer.clone().filter(|_| console).or_else(|| who.person.clone());
        let reviewer = reviewer.ok_or_else(|| {
            Error::problem("reviewer", "a review needs a person; sign in as one, or name who looked at it")
        })?;
        let at = self.snapshot(tx, None);
        let pairs = by_pair(mappings(&at, &[PROPOSED, REVIEWED, REJECTED])?);
        drop(at);
        let mut done = Done::default();
        for named in &asked.maps {
            let map = map(of, named)?;
            let Some(pair) = pair(shelf, of, map) else { continue };
            match step(&pairs, &pair, map, asked.act) {
                None => done.unchanged += 1,
                Some(Next::Move(id, transition)) => {
                    let set = reviewed_by(&reviewer, self.today());
                    let why = Some(asked.why.trim().to_owned());
                    let change = Change::Move { id, base: None, transition: transition.to_owned(), set, why };
                    done.mappings.push(self.apply(tx, &who, &change, &Admission::default())?.id);
                }
                Some(Next::Make(state)) => {
                    let mut document = document(&pair, map, asked);
                    if state != PROPOSED {
                        document.extend(reviewed_by(&reviewer, self.today()));
                    }
                    document.insert("owner".to_owned(), json!(reviewer));
                    let change = Change::Create { kind: MAPPING.to_owned(), state: Some(state.to_owned()), document };
                    let admission = Admission { found: state != PROPOSED, ..Admission::default() };
                    done.mappings.push(self.apply(tx, &who, &change, &admission)?.id);
                }
            }
        }
        Ok(done)
    }

    /// Refuses whoever may not decide about a crosswalk, before anything of the request is looked at: its first relation is decided and that is undone,
    /// so that the policies are asked where they always are, also where nothing would change.
    fn may_review(&self, tx: &mut Write, who: &Actor, of: &Crosswalk, asked: &Asked) -> Result<(), Error> {
        let configuration = self.configuration();
        let tried = of.map.iter().find_map(|it| Some((it, pair(configuration.libraries.shelf(), of, it)?)));
        let Some((map, pair)) = tried else { return Ok(()) };
        let state = match asked.act {
            Act::Confirm => REVIEWED,
            Act::Reject => REJECTED,
            Act::Change(_) => PROPOSED,
        };
        let mut document = document(&pair, map, asked);
        if let Some(person) = &who.person {
            document.extend(reviewed_by(person, self.today()).into_iter().filter(|_| state != PROPOSED));
        }
        let change = Change::Create { kind: MAPPING.to_owned(), state: Some(state.to_owned()), document };
        let admission = Admission { found: state != PROPOSED, ..Admission::default() };
        let outcome = tx.savepoint(|tx| {
            self.apply(tx, who, &change, &admission)?;
            Err::<(), Error>(Error::input("it was only tried"))
        });
        match outcome {
            Err(Error::Refused(refusals)) => Err(Error::Refused(refusals)),
            _ => Ok(()),
        }
    }
}

impl Asked {
    /// Whether a reason and relations are there, and not too many.
    fn complete(&self) -> Result<(), Error> {
        if self.why.trim().is_empty() {
            return Err(Error::problem("why", "say why, so that others can follow it"));
        }
        if self.maps.is_empty() {
            return Err(Error::problem("map", "choose at least one relation"));
        }
        if self.maps.len() > BULK_LIMIT {
            let many = self.maps.len();
            return Err(Error::TooLarge(format!(
                "{many} relations at once; at most {BULK_LIMIT} are decided together"
            )));
        }
        Ok(())
    }
}

/// A relation of a crosswalk.
fn map<'a>(of: &'a Crosswalk, named: &Named) -> Result<&'a Map, Error> {
    let own = of.map.iter().find(|it| it.from == named.from && it.to == named.to);
    own.ok_or_else(|| {
        let says =
            format!("{} relates `{}` and `{}` in no way; name a relation that it has", of.title, named.from, named.to);
        Error::problem("map", says)
    })
}

/// What is to be done with a relation.
enum Next {
    /// A mapping that is there moves along.
    Move(Id, &'static str),
    /// A mapping is made in a state.
    Make(&'static str),
}

/// What is to be done so that a relation stands as it is asked; nothing where it does.
fn step(pairs: &ByPair, pair: &(String, String), map: &Map, act: Act) -> Option<Next> {
    let all = pairs.get(pair).map(Vec::as_slice).unwrap_or_default();
    // What was decided about something that the crosswalk no longer says is left as it was.
    let mut current = all.iter().rev().filter(|it| it.1.proposed.is_none_or(|said| said == map.relation));
    let states = |row: &RecordRow, relation: Relation| row.text("relation") == Some(word(relation));
    let wanted = match act {
        Act::Change(relation) => relation,
        _ => map.relation,
    };
    let latest = current.next().map(|it| {
        // A mapping that was entered the other way round states its relation from there.
        let turned = it.0.text("from_requirement") != Some(pair.0.as_str());
        let same = states(&it.0, if turned { wanted.turned() } else { wanted });
        (it.0.id.clone(), it.0.state.as_str(), same)
    });
    match (act, latest) {
        (Act::Confirm, Some((_, REVIEWED, true))) => None,
        (Act::Confirm, Some((id, PROPOSED, true))) => Some(Next::Move(id, "review")),
        (Act::Confirm, _) => Some(Next::Make(REVIEWED)),
        (Act::Reject, Some((_, REJECTED, _))) => None,
        (Act::Reject, Some((id, PROPOSED | REVIEWED, _))) => Some(Next::Move(id, "reject")),
        (Act::Reject, _) => Some(Next::Make(REJECTED)),
        (Act::Change(_), Some((_, REVIEWED, true))) => None,
        // Somebody else proposed the same: whoever asks for it too reviews it.
        (Act::Change(_), Some((id, PROPOSED, true))) => Some(Next::Move(id, "review")),
        (Act::Change(_), _) => Some(Next::Make(PROPOSED)),
    }
}

fn reviewed_by(reviewer: &Id, today: jiff::civil::Date) -> Document {
    Document::from_iter([("reviewed_by".to_owned(), json!(reviewer)), ("reviewed_on".to_owned(), json!(today))])
}

/// The fields of a mapping of requirements.
fn document((from, to): &(String, String), map: &Map, asked: &Asked) -> Document {
    let relation = if let Act::Change(relation) = asked.act { relation } else { map.relation };
    let fields = [
        ("title", json!(format!("{from} {} {to}", relation.name().replace('-', " ")))),
        ("from_requirement", json!(from)),
        ("to_requirement", json!(to)),
        ("relation", json!(word(relation))),
        ("strength", json!(map.strength)),
        ("proposed", json!(word(map.relation))),
        ("rationale", json!(asked.why.trim())),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
