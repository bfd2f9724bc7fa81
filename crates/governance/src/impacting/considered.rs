//! Whether the risk assessment took up what an impact assessment found: a risk assessment or a risk of the AI system that names it and is not
//! older than it. Pure. Serves ISO/IEC 42001 6.1.2 and 6.1.4.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use crate::data::lineage::targets;
use crate::derived::{date, day};
use crate::risking::CONCLUDED;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// What names it is not older than it.
    Considered,
    /// What names it is older, or does not say when it was made.
    Before,
    /// Nothing names it.
    Not,
}

impl Taken {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Taken::Considered => "considered",
            Taken::Before => "before",
            Taken::Not => "not",
        }
    }
}

/// Whether an impact assessment was considered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Considered {
    /// The impact assessment.
    pub assessment: Id,
    /// The day for which it is true.
    pub on: Date,
    /// How it stands.
    pub taken: Taken,
    /// Risk assessments and risks that name it, each with its day.
    pub by: Vec<(Id, Option<Date>)>,
    /// The same in a sentence.
    pub says: String,
}

/// Whether the risk assessments that were concluded and the open risks of a system considered an impact assessment of it.
pub fn considered(assessment: &RecordRow, runs: &[RecordRow], risks: &[RecordRow]) -> Considered {
    let names = |it: &&RecordRow| targets(&it.document, "impact_assessments").contains(&assessment.id);
    let concluded = runs.iter().filter(|it| CONCLUDED.contains(&it.state.as_str()));
    let open = risks.iter().filter(|it| it.state != "closed");
    let by: Vec<(Id, Option<Date>)> =
        concluded.chain(open).filter(names).map(|it| (it.id.clone(), date(&it.document, "assessed_on"))).collect();
    let on = date(&assessment.document, "assessed_on").unwrap_or_else(|| day(assessment.created));
    let after = by.iter().find(|it| it.1.is_some_and(|it| it >= on));
    let id = &assessment.id;
    let (taken, says) = match (by.is_empty(), after) {
        (true, _) => (Taken::Not, format!("no risk assessment that was concluded and no open risk names {id}")),
        (_, Some((by, _))) => (Taken::Considered, format!("{by} considered {id} of {on}")),
        _ => {
            let all: Vec<String> = by
                .iter()
                .map(|(id, on)| format!("{id} ({})", on.map_or("no day".to_owned(), |it| it.to_string())))
                .collect();
            (Taken::Before, format!("{id} is of {on}, and what names it is older: {}", all.join(", ")))
        }
    };
    Considered { assessment: id.clone(), on, taken, by, says }
}
