//! Records of what applies: one obligation for each provision that applies to a system today and of which no record speaks yet, all in one
//! transaction. Doing it again makes none.

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;

use super::OBLIGATION;
use super::duty::Verdict;
use super::whole::{Asked, Line, Told};
use crate::aims::BULK_LIMIT;
use crate::{Actor, Aims, Error};

/// What was made.
#[derive(Debug, Clone, Serialize)]
pub struct Adopted {
    /// The records that were made, with their provisions.
    pub made: Vec<(Id, String)>,
    /// Provisions of which a record speaks already.
    pub there: Vec<String>,
    /// Provisions of which nothing could be said.
    pub open: usize,
}

impl Aims {
    /// Makes obligations of what applies to a system today. They begin in their first state: a person judges each.
    ///
    /// Errors: no AI system; whatever the policies refuse; nothing is made then.
    pub async fn adopt_obligations(&self, actor: &Actor, system: &Id) -> Result<Adopted, Error> {
        let told = self.obligations(actor, system, Asked::default()).await?;
        let open = told.duties.iter().filter(|it| it.verdict == Verdict::CannotDecide).count();
        let applies: Vec<&Line> = told.duties.iter().filter(|it| it.verdict == Verdict::Applies).collect();
        let (known, new): (Vec<&Line>, Vec<&Line>) = applies.into_iter().partition(|it| !it.interpretations.is_empty());
        let changes: Vec<Change> = new.iter().map(|it| created(&told, it)).collect();
        if changes.len() > BULK_LIMIT {
            return Err(Error::TooLarge(format!(
                "{} records at once; at most {BULK_LIMIT} are made together",
                changes.len()
            )));
        }
        let there = known.iter().map(|it| it.provision.clone()).collect();
        if changes.is_empty() {
            return Ok(Adopted { made: Vec::new(), there, open });
        }
        let all = self.commit_all(actor, changes, None).await?;
        let made = all.into_iter().zip(&new).map(|(it, line)| (it.id, line.provision.clone())).collect();
        Ok(Adopted { made, there, open })
    }
}

fn created(told: &Told, line: &Line) -> Change {
    let mut fields = vec![
        ("title", json!(format!("{}: {}", line.provision, line.title))),
        ("direction", json!("ours")),
        ("source", json!("law")),
        ("provision", json!(line.provision)),
        ("topic", json!("other")),
        ("text", json!(line.intent)),
        ("covers", json!([told.system.id])),
        ("known_since", json!(told.days.known)),
    ];
    fields.extend(line.jurisdictions.first().map(|it| ("jurisdiction", json!(it))));
    fields.extend(line.from.map(|it| ("from", json!(it))));
    let document: Document = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Change::Create { kind: OBLIGATION.to_owned(), state: None, document }
}
