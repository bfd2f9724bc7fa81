//! Gaps as actions: each once, whoever opens it and from wherever, since an action names the requirement and the column whose gap it closes.

use record::{Change, Document, Id};
use serde::Serialize;

use super::whole::Told;
use crate::conformity::making::{ACTION, gap_document, gap_key};
use crate::{Actor, Aims, Error, Moment};

/// What became of gaps that were to be actions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Actions that were opened.
    pub opened: Vec<Id>,
    /// Actions that were open already.
    pub there: Vec<Id>,
}

impl Aims {
    /// Opens an action for each gap of an assessment, in the order in which they can be closed: for the first so many, or for one
    /// requirement, or for all.
    pub async fn open_gaps(
        &self,
        actor: &Actor,
        assessment: &Id,
        first: Option<usize>,
        requirement: Option<&str>,
    ) -> Result<Opened, Error> {
        let told = self.gaps(actor, assessment, &Moment::Now).await?;
        let known = self.gap_actions(actor).await?;
        let all = told.order.iter().flat_map(|it| it.columns.iter().map(move |column| (it, column.0.as_str())));
        let wanted: Vec<_> = all
            .filter(|it| requirement.is_none_or(|one| it.0.item.reference == one || it.0.item.id == one))
            .take(first.unwrap_or(usize::MAX))
            .collect();
        if let Some(one) = requirement.filter(|_| wanted.is_empty()) {
            return Err(Error::Missing(format!("`{one}` has no gap in this assessment")));
        }
        let mut opened = Opened::default();
        for (next, subject) in wanted {
            let key = gap_key(&next.item.reference, subject);
            if let Some(id) = known.get(&key) {
                opened.there.push(id.clone());
                continue;
            }
            let document = document(&told, (&next.item.reference, &next.item.title), subject, &key);
            let change = Change::Create { kind: ACTION.to_owned(), state: None, document };
            opened.opened.push(self.commit(actor, change, None).await?.id);
        }
        Ok(opened)
    }
}

/// The fields of an action.
fn document(told: &Told, (reference, title): (&str, &str), subject: &str, key: &str) -> Document {
    let cell = told.cells.iter().find(|it| it.cell.reference == reference && it.cell.subject == subject);
    let lacks = cell.map(|it| if it.cell.lacks.is_empty() { it.cell.why.clone() } else { it.cell.lacks.join("; ") });
    let stands = told.step(cell.and_then(|it| it.stands()));
    let owner = cell.and_then(|it| it.cell.answerable.iter().find(|it| it.starts_with("PER-")));
    let details = format!("{title}, which stands at {stands}: {}", lacks.unwrap_or_default());
    let source = std::iter::once(told.id.as_str()).chain((!subject.is_empty()).then_some(subject));
    gap_document(key, details, source.map(str::to_owned).collect(), owner.map(String::as_str))
}
