//! Who knows what everybody is to know: the policy, what follows when it is not kept. Counted over the people who are there, from what they confirmed
//! themselves and from quizzes that they passed; a census, so that no interval belongs to it. Serves ISO/IEC 42001 7.3.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{RecordRow, Visible};

use super::library::Topic;
use super::{ATTEMPT, QUIZ};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::documents::readers::THERE;
use crate::documents::{ACKNOWLEDGEMENT, DOCUMENT};
use crate::responsibility::PERSON;

/// Who knows one thing that everybody is to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Its name.
    pub key: String,
    /// It in words.
    pub title: String,
    /// Documents in force that say it.
    pub documents: Vec<Id>,
    /// Quizzes in use that ask about these.
    pub quizzes: Vec<Id>,
    /// People who are there.
    pub people: usize,
    /// People who confirmed every one of these documents.
    pub confirmed: usize,
    /// People who were asked and have not confirmed all.
    pub open: usize,
    /// People among those whose last day has passed.
    pub overdue: usize,
    /// People who were not asked about one of them.
    pub not_asked: usize,
    /// People who took such a quiz.
    pub tried: usize,
    /// People who passed one.
    pub passed: usize,
    /// People who confirmed all and, where there is a quiz, passed one; nothing where no document says it.
    pub know: Option<usize>,
    /// The same by the unit of people.
    pub units: Vec<OfUnit>,
}

/// The people of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfUnit {
    /// The unit; nothing for people of none.
    pub unit: Option<Id>,
    /// People who are there.
    pub people: usize,
    /// People who know it.
    pub know: usize,
}

/// How somebody stands to one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Given,
    Open(Option<Date>),
}

/// By person and document; the best of several.
type Answers = BTreeMap<(Id, Id), Answer>;

/// Who knows what on a day, of the people and records that somebody may see.
pub(crate) fn known(at: &Snapshot, on: Date, visible: &Visible) -> Result<Vec<Known>, Error> {
    let mut people = at.seen(PERSON, visible)?;
    people.retain(|it| it.state == THERE && !it.retired);
    let mut documents = at.seen(DOCUMENT, visible)?;
    documents.retain(|it| it.state == "in_force" && !it.retired);
    // A quiz is restricted; that one asks about a document is no secret, what it asks is.
    let quizzes = at.list(QUIZ, Vec::new())?;
    let (answers, attempts) = (answers(&at.seen(ACKNOWLEDGEMENT, visible)?), at.seen(ATTEMPT, visible)?);
    let one = |topic: &Topic| {
        let own: Vec<Id> = documents.iter().filter(|it| says(topic, it)).map(|it| it.id.clone()).collect();
        let about =
            |it: &&RecordRow| it.state == "in_use" && targets(&it.document, "about").iter().any(|it| own.contains(it));
        let quizzes: Vec<Id> = quizzes.iter().filter(about).map(|it| it.id.clone()).collect();
        counted(topic, (own, quizzes), &people, (&answers, &attempts), on)
    };
    Ok(at.libraries.competence.awareness.iter().map(one).collect())
}

/// Whether a document says what a topic is about.
fn says(topic: &Topic, row: &RecordRow) -> bool {
    let serves = |it: &Value| it.get("clause").and_then(Value::as_str).is_some_and(|it| topic.clauses.contains(it));
    row.text("form").is_some_and(|it| topic.forms.contains(it)) || row.list("clauses").any(serves)
}

fn answers(rows: &[RecordRow]) -> Answers {
    let mut found = Answers::new();
    for row in rows.iter().filter(|it| !it.retired && !["lapsed", "declined"].contains(&it.state.as_str())) {
        let answer = if row.state == "given" { Answer::Given } else { Answer::Open(date(&row.document, "due")) };
        let person = row.link("person").or_else(|| row.owner.as_ref().and_then(|it| it.parse().ok()));
        for (person, document) in person.into_iter().zip(targets(&row.document, "of")) {
            let known = found.entry((person, document)).or_insert(answer);
            if answer == Answer::Given {
                *known = answer;
            }
        }
    }
    found
}

fn counted(
    topic: &Topic,
    (documents, quizzes): (Vec<Id>, Vec<Id>),
    people: &[RecordRow],
    (answers, attempts): (&Answers, &[RecordRow]),
    on: Date,
) -> Known {
    let taken =
        attempts.iter().filter(|it| it.state == "taken" && it.link("quiz").is_some_and(|it| quizzes.contains(&it)));
    let taken: Vec<(Option<Id>, bool)> =
        taken.map(|it| (it.link("person"), it.document.get("passed") == Some(&Value::Bool(true)))).collect();
    let who = |only: bool| -> BTreeSet<&Id> {
        taken.iter().filter(|it| it.1 || !only).filter_map(|it| it.0.as_ref()).collect()
    };
    let (tried, passed) = (who(false), who(true));
    let mut known = Known {
        key: topic.key.clone(),
        title: topic.title.clone(),
        people: people.len(),
        confirmed: 0,
        open: 0,
        overdue: 0,
        not_asked: 0,
        tried: people.iter().filter(|it| tried.contains(&it.id)).count(),
        passed: people.iter().filter(|it| passed.contains(&it.id)).count(),
        know: (!documents.is_empty()).then_some(0),
        units: Vec::new(),
        documents,
        quizzes,
    };
    if known.documents.is_empty() {
        return known;
    }
    let mut units: BTreeMap<Option<Id>, OfUnit> = BTreeMap::new();
    for person in people {
        let own: Vec<Option<Answer>> =
            known.documents.iter().map(|it| answers.get(&(person.id.clone(), it.clone())).copied()).collect();
        let confirmed = own.iter().all(|it| *it == Some(Answer::Given));
        let late = |it: &Option<Answer>| matches!(it, Some(Answer::Open(Some(due))) if *due < on);
        known.confirmed += usize::from(confirmed);
        known.open += usize::from(own.iter().any(|it| matches!(it, Some(Answer::Open(_)))));
        known.overdue += usize::from(own.iter().any(late));
        known.not_asked += usize::from(own.iter().any(Option::is_none));
        let knows = confirmed && (known.quizzes.is_empty() || passed.contains(&person.id));
        let unit: Option<Id> = person.unit.as_ref().and_then(|it| it.parse().ok());
        let of = units.entry(unit.clone()).or_insert(OfUnit { unit, people: 0, know: 0 });
        (of.people, of.know) = (of.people + 1, of.know + usize::from(knows));
    }
    known.know = Some(units.values().map(|it| it.know).sum());
    known.units = units.into_values().collect();
    known
}
