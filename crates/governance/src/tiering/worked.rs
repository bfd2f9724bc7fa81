//! A classification worked out for an AI system: what its record knows, what people answer, what the tables in force make of it, and
//! what would move it down one tier. Kept, it is a classification that somebody else confirms.

use record::{Change, Document, Id};
use rules::Domain;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Read, RecordRow};

use super::CLASSIFICATION;
use super::around::{self, Around};
use super::counting::of_scheme;
use super::facts::{self, Fact, merged, of_system};
use super::library::Depth;
use super::verdict::{Verdict, case, verdict};
use crate::aims::Committed;
use crate::deciding::in_force::Tables;
use crate::deciding::shipped::{Scheme, scheme, shipped};
use crate::derived::day;
use crate::libraries::Libraries;
use crate::scoping::USE;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};
use std::sync::Arc;

/// Changes that are told of what is near.
const TOLD: usize = 20;

/// A question that the tables ask.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// The input.
    pub input: String,
    /// What it means.
    pub says: String,
    /// The answers that there are; none where it is a number or words.
    pub options: Vec<String>,
    /// The answer that is known.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A classification worked out.
#[derive(Debug, Serialize)]
pub struct Worked {
    /// The AI system, or a use of one.
    pub system: Id,
    /// Its name.
    pub title: String,
    /// The scheme.
    pub scheme: Scheme,
    /// Every question, with what is known.
    pub asked: Vec<Asked>,
    /// What the tables say.
    pub verdict: Verdict,
    /// The tables, in words.
    pub tables: Vec<String>,
    /// The next milder outcome, and the changes that lead to it or to a milder one; single ones, else pairs.
    pub milder: Vec<String>,
    /// What the tier asks for.
    pub depth: Option<Depth>,
}

/// What a system's record and answers of people come to.
struct Work {
    row: RecordRow,
    scheme: &'static Scheme,
    tables: Tables,
    facts: Vec<Fact>,
    libraries: Arc<Libraries>,
}

impl Aims {
    /// Works a classification out by the tables in force; answers of people go before what the record knows.
    pub async fn work_out(&self, actor: &Actor, id: &Id, by: &str, told: &[(String, String)]) -> Result<Worked, Error> {
        let (this, actor, id, by, told) = (self.clone(), actor.clone(), id.clone(), by.to_owned(), told.to_vec());
        let read = move |read: &Read| Ok::<_, Error>(this.work(read, &actor, &id, &by, &told)?.worked());
        self.0.store.read_async(read).await
    }

    /// Enters what was worked out as a classification, with its facts and tables.
    pub async fn keep_worked_out(
        &self,
        actor: &Actor,
        (id, by): (&Id, &str),
        told: &[(String, String)],
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let (this, who, id, by, told) = (self.clone(), actor.clone(), id.clone(), by.to_owned(), told.to_vec());
        let read = move |read: &Read| Ok::<_, Error>(this.work(read, &who, &id, &by, &told)?.kept(day(this.clock())));
        let document = self.0.store.read_async(read).await?;
        let change = Change::Create { kind: CLASSIFICATION.to_owned(), state: None, document };
        self.commit(actor, change, key).await
    }

    fn work(&self, read: &Read, actor: &Actor, id: &Id, by: &str, told: &[(String, String)]) -> Result<Work, Error> {
        let actor = self.with_roles(read, actor)?;
        let row = self.readable(read, &actor, id, None)?;
        if row.kind != SYSTEM && row.kind != USE {
            return Err(Error::Missing(format!("`{id}` is no AI system and no use of one; name one, such as `SYS-1`")));
        }
        let names: Vec<&str> = shipped().schemes.iter().map(|it| it.name.as_str()).collect();
        let scheme = scheme(by).ok_or_else(|| {
            Error::problem("scheme", format!("`{by}` is no scheme; the schemes are {}", names.join(", ")))
        })?;
        let (at, classes) = (self.snapshot(read, None), self.classifications(read, &actor, &row)?);
        let classes: Vec<&RecordRow> = classes.iter().collect();
        let around = Around::read(&at, &classes, true)?;
        let tables = Tables::choose(&around.in_force, scheme);
        let known = of_system(&around.libraries.facts, &row);
        // What people answered for the class that counts need not be asked again; what the record says today goes before it.
        let counts = of_scheme(&classes, &around, by, at.time).map(|it| it.1);
        let mut kept =
            classes.iter().find(|it| Some(&it.id) == counts.as_ref()).map(|it| answered(it)).unwrap_or_default();
        // Tables may have changed since; what they do not take any more is asked anew.
        kept.retain(|it| case(&tables, std::slice::from_ref(it)).is_ok());
        let known = merged(&known, &kept);
        let said = |(fact, value): &(String, String)| {
            let same = known.iter().find(|it| it.fact == *fact && it.value == *value).cloned();
            let stated =
                || Fact { fact: fact.clone(), value: value.clone(), source: format!("stated by {}", actor.name) };
            same.unwrap_or_else(stated)
        };
        let told: Vec<Fact> = told.iter().filter(|it| !it.1.trim().is_empty()).map(said).collect();
        let shipped = Tables::choose(&[], scheme);
        for fact in &told {
            // An answer to a question of the shipped tables is no slip where others are in force that do not ask it.
            if ![&tables, &shipped].iter().any(|it| it.inputs().iter().any(|of| of.name == fact.fact)) {
                let inputs: Vec<&str> = tables.inputs().iter().map(|it| it.name.as_str()).collect();
                let says = format!("`{}` is asked by none of these tables; they ask {}", fact.fact, inputs.join(", "));
                return Err(Error::problem("answers", says));
            }
            case(&tables, std::slice::from_ref(fact)).map_err(|it| Error::problem(&fact.fact, it.says.clone()))?;
        }
        let asks = |it: &Fact| tables.inputs().iter().any(|input| input.name == it.fact);
        let facts: Vec<Fact> = merged(&told, &known).into_iter().filter(asks).collect();
        Ok(Work { row, scheme, tables, facts, libraries: around.libraries.clone() })
    }

    /// The classifications of a record that this person may see.
    fn classifications(&self, read: &Read, actor: &Actor, row: &RecordRow) -> Result<Vec<RecordRow>, Error> {
        let links = read.links_to(&row.id, None)?;
        let of = links.iter().filter(|it| it.end.kind == CLASSIFICATION && it.field == "subject");
        Ok(of.filter_map(|it| self.readable(read, actor, &it.end.id, None).ok()).collect())
    }
}

/// The answers of a classification, each with where it is kept.
fn answered(classification: &RecordRow) -> Vec<Fact> {
    let kept = |it: Fact| Fact { source: format!("{}: {}", classification.id, it.source), ..it };
    facts::frozen(classification).into_iter().map(kept).collect()
}

impl Work {
    fn worked(&self) -> Worked {
        let verdict = verdict(&self.tables, &self.facts);
        Worked {
            system: self.row.id.clone(),
            title: self.row.title.clone(),
            scheme: self.scheme.clone(),
            asked: asked(&self.tables, &self.facts),
            milder: milder(&self.tables, &self.facts, &verdict),
            depth: verdict.outcome.as_deref().and_then(|it| self.libraries.tiering.depth(it)).cloned(),
            tables: self.tables.all.iter().map(|it| it.name()).collect(),
            verdict,
        }
    }

    /// The fields of a classification.
    fn kept(&self, today: jiff::civil::Date) -> Document {
        let verdict = verdict(&self.tables, &self.facts);
        let fields = json!({
            "title": format!("{}: {}", self.row.title, self.scheme.label), "subject": self.row.id, "scheme": self.scheme.name,
            "facts": facts::rows(&self.facts), "tables": around::rows(&self.tables), "outcome": verdict.outcome,
            "reasons": verdict.why(), "classified_on": today.to_string(), "unit": self.row.unit, "owner": self.row.owner,
        });
        let Value::Object(mut fields) = fields else { return Document::new() };
        fields.retain(|_, it| !it.is_null());
        fields.into_iter().collect()
    }
}

/// The questions of tables, with what is known.
fn asked(tables: &Tables, facts: &[Fact]) -> Vec<Asked> {
    let one = |input: &&rules::Input| {
        let known = facts.iter().find(|it| it.fact == input.name);
        let options = match &input.domain {
            Domain::Choice(values) => values.clone(),
            Domain::Flag => vec!["true".to_owned(), "false".to_owned()],
            _ => Vec::new(),
        };
        Asked {
            input: input.name.clone(),
            says: input.says.clone(),
            options,
            value: known.map(|it| it.value.clone()),
            source: known.map(|it| it.source.clone()),
        }
    };
    tables.inputs().iter().map(one).collect()
}

/// What would lead to a milder outcome, in words: single changes, else pairs.
pub fn milder(tables: &Tables, facts: &[Fact], verdict: &Verdict) -> Vec<String> {
    let outcomes = tables.outcomes();
    let place = verdict.outcome.as_deref().and_then(|it| outcomes.iter().position(|word| *word == it));
    let Some(place) = place.filter(|it| it + 1 < outcomes.len()) else { return Vec::new() };
    let wanted = |it: &rules::Value| outcomes.iter().position(|word| *word == it.bare()).is_some_and(|it| it > place);
    let near = tables.graph().and_then(|graph| graph.near(&case(tables, facts)?, &tables.output, wanted));
    match near {
        Ok(near) => near.iter().take(TOLD).map(told).collect(),
        Err(problem) => vec![problem.says],
    }
}

fn told(near: &rules::Near) -> String {
    let changes: Vec<String> = near.changes.iter().map(|it| format!("`{}` {}", it.input, it.to)).collect();
    format!("{} with {}", near.outcome.bare(), changes.join(" and "))
}
