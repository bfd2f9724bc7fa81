//! Who can see what, and by which grant: people against the restricted fields of a dataset, and everything of one person.
//!
//! Computed from grants in force, people and roles as they stand; nothing is stored. Serves ISO/IEC 42001 A.7.2.

use std::collections::BTreeMap;

use record::Id;
use store::{Read, RecordRow};

use super::around::Around;
use super::grant::{self, Holds};
use super::{same, trail};
use crate::data::DATASET;
use crate::{Actor, Aims, Error};

/// A grant with all that follows for it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Looked {
    /// Its number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its state.
    pub state: String,
    /// The dataset.
    pub dataset: Option<Id>,
    /// The person or role.
    pub who: Option<Id>,
    /// The people to whom it gives access.
    pub holders: Vec<Id>,
    /// Its purpose.
    pub purpose: String,
    /// Classes and single fields that it names.
    pub opens: Vec<String>,
    /// Last day.
    pub expires: String,
    /// Day of the last review.
    pub reviewed_on: String,
    /// Whether it opens anything, and why.
    pub in_force: bool,
    /// What that follows from.
    pub why: String,
    /// Day of the last use.
    pub last_used: Option<String>,
    /// Why it is dormant, where it is.
    pub dormant: Option<String>,
    /// Why it is excessive, where it is.
    pub excessive: Option<String>,
    /// What is wrong with its purpose, where something is.
    pub purpose_mismatch: Option<String>,
}

/// A field that somebody can see, and the grants that open it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Seen {
    /// Person.
    pub person: Id,
    /// Dataset.
    pub dataset: Id,
    /// Field.
    pub field: String,
    /// Its class.
    pub class: String,
    /// The grants in force that open it, each with its purpose.
    pub by: Vec<(Id, String)>,
}

/// Who can see what of a dataset.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Matrix {
    /// The dataset.
    pub dataset: Id,
    /// Its name.
    pub title: String,
    /// Its purposes.
    pub purposes: Vec<String>,
    /// Its fields with their classes, and whether they are restricted.
    pub fields: Vec<(String, String, bool)>,
    /// People who can see something.
    pub people: Vec<Id>,
    /// What they can see.
    pub cells: Vec<Seen>,
    /// All its grants.
    pub grants: Vec<Looked>,
    /// Names of the people and roles that the reader may see.
    pub names: BTreeMap<String, String>,
}

/// What one person can see, and by which grants.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OfPerson {
    /// The person.
    pub person: Id,
    /// What the person can see.
    pub cells: Vec<Seen>,
    /// All grants that name the person or a role that the person holds.
    pub grants: Vec<Looked>,
    /// Names of the datasets.
    pub names: BTreeMap<String, String>,
}

/// A grant with all that follows for it.
pub fn looked(around: &Around, row: &RecordRow) -> Looked {
    let force = grant::in_force(around, row);
    let said = |it: Holds| it.yes.then_some(it.why);
    let dataset = around.dataset(row);
    Looked {
        id: row.id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        dataset: dataset.map(|it| it.id.clone()),
        who: grant::text(row, "who").parse().ok(),
        holders: around.holders(row, around.time),
        purpose: grant::text(row, "purpose").to_owned(),
        opens: grant::named(row),
        expires: grant::text(row, "expires").to_owned(),
        reviewed_on: grant::text(row, "reviewed_on").to_owned(),
        in_force: force.yes,
        why: force.why,
        last_used: grant::last_used(around, row).map(|it| it.to_string()),
        dormant: said(grant::dormant(around, row)),
        excessive: said(grant::excessive(around, row)),
        purpose_mismatch: dataset.and_then(|it| grant::purpose_problem(row, it)),
    }
}

/// What people can see of a dataset: each field with the grants in force that open it.
pub fn seen(around: &Around, dataset: &RecordRow) -> Vec<Seen> {
    let current: Vec<&RecordRow> = around
        .grants()
        .filter(|it| around.dataset(it).is_some_and(|of| of.id == dataset.id) && grant::in_force(around, it).yes)
        .collect();
    let mut cells: BTreeMap<(Id, usize), Seen> = BTreeMap::new();
    for row in current {
        for person in around.holders(row, around.time) {
            for (at, (field, class)) in grant::fields(dataset).into_iter().enumerate() {
                if grant::opens(&around.libraries.access, row, field, class) {
                    let cell = cells.entry((person.clone(), at)).or_insert_with(|| Seen {
                        person: person.clone(),
                        dataset: dataset.id.clone(),
                        field: field.to_owned(),
                        class: class.to_owned(),
                        by: Vec::new(),
                    });
                    cell.by.push((row.id.clone(), grant::text(row, "purpose").to_owned()));
                }
            }
        }
    }
    cells.into_values().collect()
}

impl Matrix {
    fn of(around: &Around, dataset: &RecordRow) -> Matrix {
        let grants: Vec<Looked> = around.grants().map(|it| looked(around, it)).collect();
        let mut people: Vec<Id> = grants.iter().filter(|it| it.in_force).flat_map(|it| it.holders.clone()).collect();
        people.sort();
        people.dedup();
        let field = |(name, class): (&str, &str)| {
            (name.to_owned(), class.to_owned(), around.libraries.access.is_restricted(class))
        };
        Matrix {
            dataset: dataset.id.clone(),
            title: dataset.title.clone(),
            purposes: grant::purposes(dataset).into_iter().map(str::to_owned).collect(),
            fields: grant::fields(dataset).into_iter().map(field).collect(),
            people,
            cells: seen(around, dataset),
            grants,
            names: BTreeMap::new(),
        }
    }

    /// Who can see a field, by the grants that open it.
    pub fn who(&self, field: &str) -> Vec<&Seen> {
        self.cells.iter().filter(|it| same(&it.field, field)).collect()
    }
}

impl Aims {
    /// Who can see what of a dataset.
    pub async fn access_matrix(&self, actor: &Actor, dataset: &Id) -> Result<Matrix, Error> {
        self.access_of_dataset(actor, dataset).await.map(|it| it.0)
    }

    /// Who can see what of a dataset by the grants that this person may see; and who did, the newest first, where they may see that.
    pub async fn access_of_dataset(
        &self,
        actor: &Actor,
        dataset: &Id,
    ) -> Result<(Matrix, Option<Vec<trail::Access>>), Error> {
        let (this, who, id) = (self.clone(), actor.clone(), dataset.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let dataset = this.readable(read, &who, &id, None)?;
            if dataset.kind != DATASET {
                return Err(Error::input(format!("`{id}` is no dataset")));
            }
            let at = this.snapshot(read, None);
            let (units, configuration) = (this.units(read, &who)?, this.configuration());
            let around = Around::of_datasets(&at, std::slice::from_ref(&dataset))?;
            let around = around.seen(|it| this.may_read_heading(&units, &configuration, &who, &it.heading()));
            let mut matrix = Matrix::of(&around, &dataset);
            let named = matrix.grants.iter().flat_map(|it| it.who.clone()).chain(matrix.people.clone());
            let trail = match this.ask_for_trail(read, &who, &dataset) {
                Ok(()) => Some(trail::trail_of(read, &id)?),
                Err(Error::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            let people = trail.iter().flatten().filter_map(|it| it.person.clone());
            let named = named.chain(people).collect();
            matrix.names = this.names_of(read, &who, named)?;
            Ok((matrix, trail))
        };
        self.0.store.read_async(read).await
    }

    /// The purposes of a dataset, if this person may see it.
    pub async fn purposes(&self, actor: &Actor, dataset: &Id) -> Result<Vec<String>, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), dataset.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            match this.readable(read, &who, &id, None) {
                Ok(row) => Ok(grant::purposes(&row).into_iter().map(str::to_owned).collect()),
                Err(Error::Missing(_)) => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        };
        self.0.store.read_async(read).await
    }

    /// What a person can see, and by which grants.
    pub async fn access_of_person(&self, actor: &Actor, person: &Id) -> Result<OfPerson, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), person.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let person = this.readable(read, &who, &id, None)?;
            if person.kind != "person" {
                return Err(Error::input(format!("`{id}` is no person")));
            }
            let at = this.snapshot(read, None);
            let (units, configuration) = (this.units(read, &who)?, this.configuration());
            let around = Around::of_people(&at, std::slice::from_ref(&person))?;
            let around = around.seen(|it| this.may_read_heading(&units, &configuration, &who, &it.heading()));
            let grants = around.grants().map(|it| looked(&around, it)).collect();
            let mut cells: Vec<Seen> = around.of_kind(DATASET).flat_map(|it| seen(&around, it)).collect();
            cells.retain(|it| it.person == id);
            let named = around.of_kind(DATASET).map(|it| it.id.clone()).collect();
            Ok(OfPerson { cells, grants, names: this.names_of(read, &who, named)?, person: id })
        };
        self.0.store.read_async(read).await
    }

    /// Titles of those records that this person may see.
    pub(crate) fn names_of(
        &self,
        read: &Read,
        actor: &Actor,
        mut ids: Vec<Id>,
    ) -> Result<BTreeMap<String, String>, Error> {
        ids.sort();
        ids.dedup();
        let (units, configuration) = (self.units(read, actor)?, self.configuration());
        let mut rows = read.headings(&ids)?;
        rows.retain(|it| self.may_read_heading(&units, &configuration, actor, it));
        Ok(rows.into_iter().map(|it| (it.id.to_string(), it.title)).collect())
    }
}
