//! What is held about a person: in which versions of a dataset rows with an identifier stand, who opened these and for what.
//!
//! The identifier itself is neither stored nor entered in the ledger. Serves ISO/IEC 42001 A.7.2.

use policy::{Action, Fact as Known};
use record::Id;
use serde_json::Value;
use store::{Read, RecordRow};

use super::trail::Access;
use super::{held, same, trail};
use crate::data::VERSION;
use crate::event::Event;
use crate::evidence::StoredFile;
use crate::{Actor, Aims, Error};

/// What the policies know as the purpose of such a search.
const PURPOSE: &str = "subject_access";
/// Most rows that are named.
const ROWS: usize = 1000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The dataset.
    pub dataset: Id,
    /// The column that identifies people.
    pub column: String,
    /// What stands there for this person.
    pub value: String,
    /// The reference of the request, without personal data.
    pub case: String,
}

/// What is held about a person.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Answer {
    /// The dataset.
    pub dataset: Id,
    /// Its name.
    pub title: String,
    /// The column that was searched.
    pub column: String,
    /// The reference of the request.
    pub case: String,
    /// What each version holds, as far as its data are held here.
    pub versions: Vec<OfVersion>,
    /// Who opened versions that hold rows of the person, and for what.
    pub accesses: Vec<Access>,
    /// Place of the entry in the ledger.
    pub place: u64,
}

/// What a version holds of a person.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OfVersion {
    /// The version.
    pub version: Id,
    /// Its name.
    pub title: String,
    /// Its state.
    pub state: String,
    /// How many rows are the person's; nothing when it could not be searched.
    pub rows: Option<u64>,
    /// Rows of the file, counted from 1 after the header; the first thousand.
    pub places: Vec<u64>,
    /// Fields that are held of the person there.
    pub fields: Vec<String>,
    /// Why it could not be searched.
    pub why: String,
}

impl Aims {
    /// Searches the held versions of a dataset for a person; permitted to few, and entered in the ledger.
    pub async fn subject_access(&self, actor: &Actor, asked: Asked) -> Result<Answer, Error> {
        if asked.value.trim().is_empty() || asked.column.trim().is_empty() {
            return Err(Error::input("name the column that identifies people, and what stands there for the person"));
        }
        if asked.case.trim().is_empty() {
            return Err(Error::input("name the reference of the request, so that the search can be explained later"));
        }
        let (this, who, id) = (self.clone(), actor.clone(), asked.dataset.clone());
        let look = move |read: &Read| this.searchable(read, &who, &id);
        let (dataset, versions) = self.denied(actor, self.0.store.read_async(look).await).await?;
        let mut found = Vec::new();
        for row in versions {
            found.push(self.searched(&row, &asked).await?);
        }
        let event = Event::new(trail::TRACED)
            .about(&dataset.id)
            .with("dataset", &dataset.id)
            .with("purpose", PURPOSE)
            .with("case", asked.case.chars().take(200).collect::<String>())
            .with("versions", found.iter().filter(|it| it.rows.is_some()).count());
        let event = match &actor.person {
            Some(person) => event.with("person", person),
            None => event,
        };
        let place = self.enter(actor, event).await?;
        let held: Vec<String> =
            found.iter().filter(|it| it.rows.unwrap_or_default() > 0).map(|it| it.version.to_string()).collect();
        let id = dataset.id.clone();
        let mut accesses = self.0.store.read_async(move |read| trail::trail_of(read, &id)).await?;
        accesses.retain(|it| it.outcome == "opened" && held.contains(&it.of));
        Ok(Answer {
            title: dataset.title,
            dataset: dataset.id,
            column: asked.column,
            case: asked.case,
            versions: found,
            accesses,
            place,
        })
    }

    /// The dataset and its versions, if this person may search them.
    fn searchable(&self, read: &Read, actor: &Actor, id: &Id) -> Result<(RecordRow, Vec<RecordRow>), Error> {
        let actor = self.with_roles(read, actor)?;
        let dataset = self.readable(read, &actor, id, None)?;
        self.ask_with(read, &actor, Action::Open, &dataset, &[("purpose", Known::Text(PURPOSE.to_owned()))])?;
        let links = read.links_to_any(std::slice::from_ref(id), &[VERSION])?;
        let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "dataset").map(|it| it.1.end.id).collect();
        let mut rows = read.records(&ids)?;
        rows.sort_by_key(|it| it.id.number);
        Ok((dataset, rows))
    }

    async fn searched(&self, row: &RecordRow, asked: &Asked) -> Result<OfVersion, Error> {
        let mut found = OfVersion {
            version: row.id.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            rows: None,
            places: Vec::new(),
            fields: Vec::new(),
            why: String::new(),
        };
        let file = row.document.get("file").filter(|it| !it.is_null());
        let Some(file) = file.and_then(|it: &Value| serde_json::from_value::<StoredFile>(it.clone()).ok()) else {
            "its data are not held here".clone_into(&mut found.why);
            return Ok(found);
        };
        let bytes = self.0.files.get(&file.digest).await?;
        let path = self.0.files.path(&file.digest)?;
        let (column, value) = (asked.column.clone(), asked.value.trim().to_owned());
        let search = move || rows_with(&file.name, &bytes, path.as_deref(), &column, &value);
        match tokio::task::spawn_blocking(search).await.map_err(|it| Error::outside("searching the data", it))? {
            Ok((places, fields)) => {
                found.rows = Some(places.len() as u64);
                found.places = places.into_iter().take(ROWS).collect();
                found.fields = fields;
            }
            Err(error) => found.why = error.to_string(),
        }
        Ok(found)
    }
}

/// The rows of a file in which a column holds a value, and the fields that it has.
fn rows_with(
    name: &str,
    bytes: &[u8],
    path: Option<&std::path::Path>,
    column: &str,
    value: &str,
) -> Result<(Vec<u64>, Vec<String>), Error> {
    let cells = held::cells(name, bytes, path)?;
    let at = cells.headers.iter().position(|it| same(it, column));
    let at =
        at.ok_or_else(|| Error::input(format!("it has no column `{column}`; it has {}", cells.headers.join(", "))))?;
    let is = |row: &Vec<String>| row.get(at).is_some_and(|it| it.trim() == value);
    let places = cells.rows.iter().enumerate().filter(|it| is(it.1)).map(|it| it.0 as u64 + 1).collect();
    Ok((places, cells.headers))
}
