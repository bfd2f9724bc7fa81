//! Taking a quiz: the questions without their right answers, the attempt that is entered, and the proof that follows from a passed one; and what all
//! attempts say of its questions. Right answers never leave this file but to those who may read the quiz itself.

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::items::{Item, items};
use super::{ATTEMPT, QUIZ, RECORD};
use crate::aims::Admission;
use crate::{Actor, Aims, Error};

/// Most attempts from which questions are looked at.
const MOST: u32 = 20_000;
/// Names of choices, in their order.
const CHOICES: [&str; 4] = ["a", "b", "c", "d"];

/// A quiz as whoever takes it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its number.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// The competence.
    pub competence: Id,
    /// Its questions, each with its choices by name.
    pub questions: Vec<(String, Vec<(String, String)>)>,
}

/// What came of an attempt.
#[derive(Debug, Clone, Serialize)]
pub struct Taken {
    /// The attempt.
    pub attempt: Id,
    /// How many were right.
    pub right: usize,
    /// How many were asked.
    pub asked: usize,
    /// The share that had to be right, in percent.
    pub pass_mark: f64,
    /// The proof that follows; nothing where it was not passed.
    pub proof: Option<Id>,
}

/// What attempts say of the questions of a quiz.
#[derive(Debug, Clone, Serialize)]
pub struct Analysis {
    /// The quiz.
    pub quiz: Id,
    /// How many attempts are needed to say something.
    pub least: u64,
    /// Its questions in words, each with what was found.
    pub items: Vec<(String, Item)>,
}

impl Aims {
    /// Quizzes that everybody inside may take.
    pub async fn quizzes(&self, actor: &Actor) -> Result<Vec<Paper>, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            if who.person.is_none() {
                return Ok(Vec::new());
            }
            let open = vec![Condition::State(vec!["in_use".to_owned()])];
            let rows = read.list(&Query { conditions: open, limit: MOST, ..Query::of(QUIZ, Visible::All) })?;
            Ok::<_, Error>(rows.iter().filter_map(paper).collect())
        };
        self.0.store.read_async(read).await
    }

    /// A quiz for whoever takes it, without its right answers.
    pub async fn quiz_paper(&self, actor: &Actor, id: &Id) -> Result<Paper, Error> {
        let found = self.quizzes(actor).await?.into_iter().find(|it| it.id == *id);
        found.ok_or_else(|| Error::Missing(format!("{id} is no quiz that you can take now")))
    }

    /// Takes a quiz in one's own name: the attempt is entered as it was answered, and a passed one proves the competence, all or nothing.
    pub async fn take_quiz(&self, actor: &Actor, id: &Id, answers: &[Option<String>]) -> Result<Taken, Error> {
        let (this, who, id, answers) = (self.clone(), actor.clone(), id.clone(), answers.to_vec());
        let outcome = self.0.store.write_async(move |tx| this.attempt(tx, &who, &id, &answers)).await;
        self.denied(actor, outcome).await
    }

    fn attempt(&self, tx: &mut Write, actor: &Actor, id: &Id, answers: &[Option<String>]) -> Result<Taken, Error> {
        let who = self.with_roles(tx, actor)?;
        let person = who.person.clone().ok_or_else(|| Error::input("only people take quizzes; sign in as one"))?;
        let quiz = tx.records(std::slice::from_ref(id))?.pop().filter(|it| it.kind == QUIZ && it.state == "in_use");
        let quiz = quiz.ok_or_else(|| Error::Missing(format!("{id} is no quiz that you can take now")))?;
        let right = keys(&quiz);
        if answers.len() != right.len() {
            let says = format!("{} questions are asked and {} answers given", right.len(), answers.len());
            return Err(Error::problem("answers", says));
        }
        if let Some(other) = answers.iter().flatten().find(|it| !CHOICES.contains(&it.as_str())) {
            return Err(Error::problem(
                "answers",
                format!("`{other}` is no choice; the choices are {}", CHOICES.join(", ")),
            ));
        }
        let got = answers.iter().zip(&right).filter(|(it, right)| it.as_ref() == Some(right)).count();
        let rules = &self.configuration().libraries.competence;
        let pass_mark = quiz.document.get("pass_mark").and_then(Value::as_f64).unwrap_or(rules.pass_mark);
        let score = 100.0 * got as f64 / right.len().max(1) as f64;
        let (passed, today) = (score >= pass_mark, self.today());
        let rows = answers.iter().enumerate().map(|(at, it)| match it {
            Some(it) => json!({ "question": at + 1, "answer": it }),
            None => json!({ "question": at + 1 }),
        });
        let attempt = json!({
            "title": quiz.title, "quiz": id, "person": person, "taken_on": today, "answers": rows.collect::<Vec<_>>(),
            "score": score, "passed": passed, "owner": person, "access": "confidential"
        });
        let attempt = self.enter_by_program(tx, &who, ATTEMPT, "taken", attempt)?;
        let proof = json!({
            "title": quiz.title, "person": person, "competence": quiz.text("competence"), "level": quiz.text("level"),
            "by": "examination", "evidence": [attempt], "obtained": today, "owner": person
        });
        let proof = passed.then(|| self.enter_by_program(tx, &who, RECORD, "evidenced", proof)).transpose()?;
        Ok(Taken { attempt, right: got, asked: right.len(), pass_mark, proof })
    }

    fn enter_by_program(
        &self,
        tx: &mut Write,
        who: &Actor,
        kind: &str,
        state: &str,
        fields: Value,
    ) -> Result<Id, Error> {
        let document: Document = fields.as_object().cloned().unwrap_or_default();
        let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
        Ok(self.apply(tx, who, &change, &Admission::found())?.id)
    }

    /// What attempts say of the questions of a quiz, for those who may read the quiz.
    pub async fn quiz_analysis(&self, actor: &Actor, id: &Id) -> Result<Analysis, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let quiz = this.readable(read, &who, &id, None)?;
            if quiz.kind != QUIZ {
                return Err(Error::input(format!("`{id}` is no quiz")));
            }
            let ids: Vec<Id> =
                read.links_to_any(std::slice::from_ref(&id), &[ATTEMPT])?.into_iter().map(|it| it.1.end.id).collect();
            let (right, rules) = (keys(&quiz), &this.configuration().libraries.competence);
            let taken = read.records(&ids)?;
            let taken = taken.iter().filter(|it| it.state == "taken" && !it.retired);
            let graded: Vec<Vec<bool>> = taken.map(|it| graded(it, &right)).collect();
            let found = items(&graded, right.len(), rules.least_attempts, rules.level);
            let words = quiz.list("questions").map(|it| text(it, "question"));
            Ok::<_, Error>(Analysis { items: words.zip(found).collect(), least: rules.least_attempts, quiz: id })
        };
        self.0.store.read_async(read).await
    }
}

fn text(row: &Value, name: &str) -> String {
    row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The right answers.
fn keys(quiz: &RecordRow) -> Vec<String> {
    quiz.list("questions").map(|it| text(it, "right")).collect()
}

/// Per question whether an attempt got it right.
fn graded(attempt: &RecordRow, right: &[String]) -> Vec<bool> {
    let mut got = vec![false; right.len()];
    for it in attempt.list("answers") {
        let at = it.get("question").and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok()).unwrap_or_default();
        if let Some((got, right)) = at.checked_sub(1).and_then(|at| Some((got.get_mut(at)?, right.get(at)?))) {
            *got = text(it, "answer") == *right;
        }
    }
    got
}

/// A quiz without its right answers.
fn paper(row: &RecordRow) -> Option<Paper> {
    let choices = |it: &Value| {
        let named = CHOICES.iter().map(|name| ((*name).to_owned(), text(it, name)));
        named.filter(|it| !it.1.is_empty()).collect()
    };
    Some(Paper {
        id: row.id.clone(),
        title: row.title.clone(),
        competence: row.text("competence")?.parse().ok()?,
        questions: row.list("questions").map(|it| (text(it, "question"), choices(it))).collect(),
    })
}
