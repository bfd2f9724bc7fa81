//! Acts of people in the demonstration that are more than an edit: the program draws, asks and examines, and enters what follows itself.

use std::collections::BTreeMap;

use governance::auditing::entering::Asked;
use governance::scoping::DEFINITION;
use governance::{Actor, Aims, Error, Listing};
use record::{Change, Document, Id};
use serde::Deserialize;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A quiz is taken.
    TakeQuiz,
    /// Somebody confirms that they know a document.
    Acknowledge,
    /// Somebody answers whether something is an AI system at all.
    Define,
    /// Somebody else confirms that answer.
    ConfirmDefinition,
    /// The lines of an audit are entered.
    MakeLines,
    /// The sample of a line is drawn.
    DrawSample,
    /// The sample of a line is frozen.
    FreezeSample,
}

/// An act on a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActFile {
    /// What is done.
    pub what: What,
    /// To which record, as `@ref`.
    pub of: String,
    /// Who does it.
    pub by: String,
    /// Day, counted from the day of loading.
    pub at: i64,
    /// Answers to a quiz, in the order of its questions; of what is defined, each as `fact=answer`.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Kind of the records of a sample.
    #[serde(default)]
    pub kind: String,
    /// Filter of their list; `@ref` stands for a number.
    #[serde(default)]
    pub filter: String,
    /// The rate of exceptions that is tolerated.
    pub tolerable: Option<f64>,
}

/// Does it; the filter has numbers in the place of names.
pub(super) async fn act(aims: &Aims, actor: &Actor, of: &Id, file: &ActFile, filter: String) -> Result<(), Error> {
    match file.what {
        What::TakeQuiz => {
            let answers: Vec<Option<String>> = file.answers.iter().cloned().map(Some).collect();
            aims.take_quiz(actor, of, &answers).await.map(drop)
        }
        What::Define => {
            let told = file.answers.iter().filter_map(|it| it.split_once('='));
            let told: Vec<(String, String)> = told.map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
            aims.keep_worked_out(actor, (of, DEFINITION), &told, None).await.map(drop)
        }
        What::ConfirmDefinition => {
            let filter = format!("subject:{of} scheme:{DEFINITION} state:computed");
            moved(aims, actor, "classification", filter, "confirm").await
        }
        What::MakeLines => aims.make_lines(actor, of).await.map(drop),
        What::FreezeSample => aims.freeze_sample(actor, of).await.map(drop),
        What::DrawSample => {
            let asked = Asked { kind: file.kind.clone(), filter, tolerable: file.tolerable, ..Asked::default() };
            aims.draw_sample(actor, of, &asked).await.map(drop)
        }
        What::Acknowledge => {
            let person = actor.person.clone().ok_or_else(|| Error::input("only people confirm what they read"))?;
            moved(aims, actor, "acknowledgement", format!("of:{of} person:{person} state:asked"), "give").await
        }
    }
}

/// Moves the one record of a kind that a filter finds.
async fn moved(aims: &Aims, actor: &Actor, kind: &str, filter: String, transition: &str) -> Result<(), Error> {
    let found = aims.list(actor, &Listing { filter: filter.clone(), ..Listing::of(kind) }).await?;
    let id = found.rows.first().map(|it| it.id.clone());
    let id = id.ok_or_else(|| Error::Missing(format!("there is no `{kind}` with `{filter}`")))?;
    let (base, set, why) = (None, Document::new(), None);
    let change = Change::Move { id, base, transition: transition.to_owned(), set, why };
    aims.commit(actor, change, None).await.map(drop)
}

/// A text with the numbers of the records that it names.
pub(super) fn numbered(text: &str, refs: &BTreeMap<&str, &Id>) -> String {
    let mut all: Vec<(&&str, &&Id)> = refs.iter().collect();
    // The longest name first, so that none is taken for the beginning of another.
    all.sort_by_key(|it| std::cmp::Reverse(it.0.len()));
    all.into_iter().fold(text.to_owned(), |text, (name, id)| text.replace(&format!("@{name}"), &id.to_string()))
}
