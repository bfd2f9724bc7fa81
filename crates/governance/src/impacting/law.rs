//! The answers of an impact assessment as laws ask for them: which question which fields answer is data, and what nobody has answered is told.
//! Pure. Whether a law asks for it at all is told by the duties of the AI system.

use record::{Document, Id, Kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::RecordRow;

/// What a law asks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its name, a choice of `also_answers`.
    pub name: String,
    /// What the assessment is called.
    pub label: String,
    /// Where the law asks for it, by prefix and identifier of a framework.
    pub reference: String,
    /// Its questions, in order.
    pub question: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Where it stands in the law.
    pub id: String,
    /// What is asked, in words of our own.
    pub asks: String,
    /// The fields that answer it, every one of them.
    pub from: Vec<From>,
}

/// A field that answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
    /// The field.
    pub field: String,
    /// Of which record.
    #[serde(default)]
    pub of: Of,
    /// A column of the table, where only some of its rows answer.
    #[serde(default)]
    pub column: Option<String>,
    /// What that column says in the rows that answer.
    #[serde(default)]
    pub is: Option<String>,
}

/// The record that answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The impact assessment.
    #[default]
    Assessment,
    /// Each AI system that it covers.
    System,
}

/// What an assessment answers of a law.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answered {
    /// The law.
    pub law: String,
    /// What the assessment is called there.
    pub label: String,
    /// Where the law asks for it.
    pub reference: String,
    /// The impact assessment.
    pub assessment: Id,
    /// Whether people say that it answers this law.
    pub claimed: bool,
    /// Questions that are answered.
    pub answered: usize,
    /// All questions.
    pub of: usize,
    /// The questions, in order.
    pub questions: Vec<Reply>,
}

/// A question with what answers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// Where it stands in the law.
    pub id: String,
    /// What is asked.
    pub asks: String,
    /// What answers it.
    pub answers: Vec<Given>,
    /// What nobody has filled, each with its record.
    pub missing: Vec<String>,
}

/// A field that answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// The record.
    pub record: Id,
    /// The field.
    pub field: String,
    /// Its name for people.
    pub label: String,
    /// What it says, of a table the rows that answer.
    pub value: Value,
}

/// What an assessment answers of a law, with the AI systems that it covers and the kinds of both.
pub fn answered(law: &Law, assessment: &RecordRow, systems: &[RecordRow], kinds: [Option<&Kind>; 2]) -> Answered {
    let replies: Vec<Reply> = law.question.iter().map(|it| reply(it, assessment, systems, kinds)).collect();
    Answered {
        law: law.name.clone(),
        label: law.label.clone(),
        reference: law.reference.clone(),
        assessment: assessment.id.clone(),
        claimed: assessment.list("also_answers").any(|it| it.as_str() == Some(&law.name)),
        answered: replies.iter().filter(|it| it.missing.is_empty()).count(),
        of: replies.len(),
        questions: replies,
    }
}

fn reply(question: &Question, assessment: &RecordRow, systems: &[RecordRow], kinds: [Option<&Kind>; 2]) -> Reply {
    let (mut answers, mut missing) = (Vec::new(), Vec::new());
    for from in &question.from {
        let (rows, kind) = match from.of {
            Of::Assessment => (std::slice::from_ref(assessment), kinds[0]),
            Of::System => (systems, kinds[1]),
        };
        let label = kind.and_then(|it| it.field(&from.field)).map_or_else(|| from.field.clone(), |it| it.label.clone());
        for row in rows {
            match given(from, &row.document) {
                Some(value) => answers.push(Given {
                    record: row.id.clone(),
                    field: from.field.clone(),
                    label: label.clone(),
                    value,
                }),
                None => missing.push(format!("{label} of {}", row.id)),
            }
        }
    }
    Reply { id: question.id.clone(), asks: question.asks.clone(), answers, missing }
}

/// What a field says, where it says something.
fn given(from: &From, document: &Document) -> Option<Value> {
    let value = document.get(&from.field)?;
    match value {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::Array(rows) => {
            let (Some(column), Some(is)) = (&from.column, &from.is) else {
                return (!rows.is_empty()).then(|| value.clone());
            };
            let own: Vec<Value> = rows.iter().filter(|it| it[column].as_str() == Some(is)).cloned().collect();
            (!own.is_empty()).then(|| Value::Array(own))
        }
        other => Some(other.clone()),
    }
}
