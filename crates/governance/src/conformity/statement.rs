//! Statements of applicability: a record as the pure part takes it, what is around it, what is wrong with it, and what changed since somebody
//! last looked.

use std::collections::{BTreeMap, BTreeSet};

use conformity::soa::check::{Fault, faults};
use conformity::soa::difference::{Difference, differences};
use conformity::soa::{Around, Duty, Entry, Exception, Own, Statement, Treatment, Wanted};
use conformity::{Exclusion, Status};
use library::Framework;
use record::{Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Condition, Query, RecordRow, Visible};

use super::ground::{With, excluded, references};
use super::kept::Covered;
use super::{CONTROL, FOR_SCOPE, OBJECTIVE, OBLIGATION, RISK, STATEMENT, TREATMENT};
use crate::bodies::binding::digest;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::{Actor, Aims, Error};

/// The level of nodes that are controls.
const CONTROLS: &str = "control";

/// A statement with what follows for it.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Its record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: String,
    /// The scope for which it is made; nothing in older statements, which say it in words alone.
    pub scope: Option<MadeFor>,
    /// The scope in words.
    pub scope_words: String,
    /// What it says.
    pub statement: Statement,
    /// Titles of reference controls and of records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
    /// How far each control is carried out, by its name.
    pub status: BTreeMap<String, Status>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Records on which it rests and which changed after somebody last looked at it.
    pub moved: Vec<String>,
    /// The statement that it replaces.
    pub before: Option<Id>,
    /// What it says differently from that one.
    pub differences: Vec<Difference>,
    /// Place of the version in the ledger.
    pub place: u64,
    /// Digest of what it says.
    pub digest: String,
}

/// The scope for which a statement is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MadeFor {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether it is the scope in force.
    pub in_force: bool,
}

/// The scope for which a statement is made, as it stands.
fn made_for(at: &Snapshot, row: &RecordRow) -> Result<Option<MadeFor>, Error> {
    let Some(id) = row.link(FOR_SCOPE) else { return Ok(None) };
    let scope = at.records(&[id])?.pop();
    Ok(scope.map(|it| MadeFor {
        in_force: it.state == crate::scoping::IN_FORCE && !it.retired,
        id: it.id,
        title: it.title,
        state: it.state,
    }))
}

/// What a record says.
pub fn read_statement(document: &Document) -> Statement {
    let rows = |field: &str| document.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let names = |it: &Value, name: &str| -> BTreeSet<String> {
        let all = it.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let yes = |it: &Value| match it.get("necessary").and_then(Value::as_str) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    let entry = |it: &Value| Entry {
        control: text(it, "control"),
        necessary: yes(it),
        why: text(it, "why"),
        because: names(it, "because"),
        realised_by: names(it, "realised_by"),
    };
    let exception = |it: &Value| Exception {
        control: text(it, "control"),
        system: text(it, "system"),
        necessary: yes(it),
        why: text(it, "why"),
    };
    Statement {
        framework: document.get("framework").and_then(Value::as_str).unwrap_or_default().to_owned(),
        entries: rows("entries").iter().map(entry).collect(),
        exceptions: rows("exceptions").iter().map(exception).collect(),
    }
}

/// The fields of a record that say this.
pub fn write_statement(statement: &Statement) -> Document {
    let word = |it: Option<bool>| it.map(|it| if it { "yes" } else { "no" });
    let filled = |all: Vec<(&str, Value)>| -> Value {
        let blank = |it: &Value| it.is_null() || it == "" || it.as_array().is_some_and(Vec::is_empty);
        all.into_iter()
            .filter(|it| !blank(&it.1))
            .map(|it| (it.0.to_owned(), it.1))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let entry = |it: &Entry| {
        filled(vec![
            ("control", json!(it.control)),
            ("necessary", json!(word(it.necessary))),
            ("because", json!(it.because)),
            ("why", json!(it.why)),
            ("realised_by", json!(it.realised_by)),
        ])
    };
    let exception = |it: &Exception| {
        filled(vec![
            ("control", json!(it.control)),
            ("system", json!(it.system)),
            ("necessary", json!(word(it.necessary))),
            ("why", json!(it.why)),
        ])
    };
    let mut document = Document::new();
    document.insert("framework".to_owned(), json!(statement.framework));
    document.insert("entries".to_owned(), statement.entries.iter().map(entry).collect());
    if !statement.exceptions.is_empty() {
        document.insert("exceptions".to_owned(), statement.exceptions.iter().map(exception).collect());
    }
    document
}

/// Controls that statements in force leave out for all of the organisation, each with whether a reason is given.
pub(crate) fn left_out(at: &Snapshot) -> Result<BTreeMap<String, bool>, Error> {
    let conditions = vec![Condition::State(vec!["in_force".to_owned()])];
    let query = Query { conditions, as_of: at.place, ..Query::of(STATEMENT, Visible::All) };
    let rows = at.read.list(&query)?;
    let all = excluded(rows.iter(), &BTreeSet::new());
    let whole = |it: BTreeMap<Option<String>, Exclusion>| it.get(&None).map(|it| !it.why.trim().is_empty());
    Ok(all.into_iter().filter_map(|(reference, it)| Some((reference, whole(it)?))).collect())
}

/// What is around the statements of a framework at a moment.
pub(crate) fn around(at: &Snapshot, framework: &str, covered: &Covered) -> Result<Around, Error> {
    let library = &at.libraries.conformity.statement;
    let list = |kind: &str| at.list(kind, Vec::new());
    let names = |row: &RecordRow, field: &str| -> BTreeSet<String> {
        targets(&row.document, field).iter().map(ToString::to_string).collect()
    };
    let name = |it: &RecordRow| it.id.to_string();
    let with = With { catalog: None, libraries: &at.libraries, behind: Default::default() };
    let own = |it: &RecordRow| Own {
        title: it.title.clone(),
        meets: references(&with, it),
        ended: library.ended_controls.contains(&it.state),
        objectives: names(it, "objectives"),
    };
    let risks = list(RISK)?;
    let live_risks: BTreeSet<String> =
        risks.iter().filter(|it| !library.closed_risks.contains(&it.state)).map(name).collect();
    let treatment = |it: &RecordRow| Treatment {
        approved: library.approved.contains(&it.state),
        risks: names(it, "treats").into_iter().filter(|it| live_risks.contains(it)).collect(),
        controls: names(it, "controls"),
    };
    let obligations = list(OBLIGATION)?;
    let duties = obligations.iter().filter(|it| library.applicable.contains(&it.state));
    let objectives = list(OBJECTIVE)?;
    let live = objectives.iter().filter(|it| !library.closed_objectives.contains(&it.state));
    let (wanted, others) = controls_of(at.libraries.shelf().framework(framework));
    Ok(Around {
        operating: operating(covered, &wanted),
        wanted,
        others,
        controls: covered.of_kind(CONTROL).map(|it| (name(it), own(it))).collect(),
        treatments: list(TREATMENT)?.iter().map(|it| (name(it), treatment(it))).collect(),
        duties: duties.map(|it| (name(it), Duty { controls: names(it, "controls") })).collect(),
        objectives: live.map(name).collect(),
        risks: live_risks,
        systems: covered.matrix.systems.iter().cloned().collect(),
    })
}

/// Whether a node is a reference control, of which a statement has an entry.
pub(super) fn is_control(framework: &Framework, node: &library::Node) -> bool {
    node.assessable && node.level == CONTROLS && framework.part_of(node).is_some_and(|it| it.binding)
}

/// The reference controls of a framework, and what its other nodes are.
fn controls_of(framework: Option<&Framework>) -> (Vec<Wanted>, BTreeMap<String, String>) {
    let (mut wanted, mut others) = (Vec::new(), BTreeMap::new());
    for (framework, node) in framework.into_iter().flat_map(|it| it.node.iter().map(move |node| (it, node))) {
        let reference = framework.reference(node);
        match is_control(framework, node) {
            true => wanted.push(Wanted { reference, title: node.title.clone() }),
            false => {
                _ = others
                    .insert(reference, format!("a {} of {}", node.level.replace('_', " "), part(framework, &node.part)))
            }
        }
    }
    (wanted, others)
}

fn part(framework: &Framework, name: &str) -> String {
    framework.part.iter().find(|it| it.name == name).map_or_else(|| name.to_owned(), |it| it.label.clone())
}

/// Reference controls with fresh records, whatever a statement says of them.
fn operating(covered: &Covered, wanted: &[Wanted]) -> BTreeMap<String, Vec<String>> {
    let matrix = &covered.matrix;
    let of = |it: &Wanted| {
        let told = matrix.explain(matrix.plan.place(&it.reference)?, None);
        let records =
            told.weighed.into_iter().filter(|it| it.counts && it.kind != CONTROL).map(|it| bare(&it.record).to_owned());
        let records: Vec<String> = records.collect::<BTreeSet<_>>().into_iter().collect();
        (!records.is_empty()).then(|| (it.reference.clone(), records))
    };
    wanted.iter().filter_map(of).collect()
}

/// The number of a record in the name of a proof.
pub(crate) fn bare(name: &str) -> &str {
    name.split('#').next().unwrap_or(name)
}

/// Records on which a statement rests and which changed after somebody last looked at it.
pub(crate) fn moved(at: &Snapshot, row: &RecordRow, around: &Around) -> Result<Vec<String>, Error> {
    let statement = read_statement(&row.document);
    let named = statement.entries.iter().flat_map(|it| it.because.iter().chain(&it.realised_by));
    let mut names: BTreeSet<String> = named.cloned().collect();
    names.extend(around.approved().map(|it| it.0.clone()));
    let ids: Vec<Id> = names.iter().filter_map(|it| it.parse().ok()).collect();
    let looked = looked(at, row)?;
    let rows = at.records(&ids)?;
    let mut found: Vec<String> = rows.iter().filter(|it| it.place > looked).map(|it| it.id.to_string()).collect();
    found.sort();
    Ok(found)
}

/// The place of the ledger at which somebody last looked at what it says: wrote entries, or confirmed them.
fn looked(at: &Snapshot, row: &RecordRow) -> Result<u64, Error> {
    let said = |it: &Document| ["entries", "exceptions", "review_by"].map(|field| it.get(field).cloned());
    let mut looked = 0;
    let mut before = None;
    for version in at.read.history(&row.id)? {
        if at.place.is_some_and(|it| version.record.place > it) {
            break;
        }
        let now = Some(said(&version.record.document));
        if now != before {
            (looked, before) = (version.record.place, now);
        }
    }
    Ok(looked)
}

impl Aims {
    /// A statement with all that follows for it.
    pub async fn statement(&self, actor: &Actor, id: &Id) -> Result<Told, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        self.0.store.read_async(move |read| this.statement_in(read, &who, &id)).await
    }

    pub(super) fn statement_in(&self, read: &store::Read, actor: &Actor, id: &Id) -> Result<Told, Error> {
        let actor = self.with_roles(read, actor)?;
        let row = self.readable(read, &actor, id, None)?;
        if row.kind != STATEMENT {
            return Err(Error::Missing(format!("{id} is no statement of applicability")));
        }
        let covered = self.covered(read)?;
        let at = self.snapshot(read, None);
        let statement = read_statement(&row.document);
        let around = around(&at, &statement.framework, &covered)?;
        let before = targets(&row.document, "supersedes").pop();
        let former = match &before {
            Some(id) => read.record(id)?.map(|it| read_statement(&it.document)),
            None => None,
        };
        let mut names: BTreeSet<String> = BTreeSet::new();
        for it in &statement.entries {
            names.extend(it.because.iter().chain(&it.realised_by).cloned());
            names.insert(it.control.clone());
        }
        names.extend(statement.exceptions.iter().map(|it| it.system.clone()));
        let faults = faults(&statement, &around);
        names.extend(faults.iter().flat_map(|it| it.records.iter().cloned()));
        let moved = moved(&at, &row, &around)?;
        names.extend(moved.iter().cloned());
        let scope = made_for(&at, &row)?;
        names.extend(scope.iter().map(|it| it.id.to_string()));
        let mut titles = self.names_of(read, &actor, names.iter().filter_map(|it| it.parse().ok()).collect())?;
        titles.extend(around.wanted.iter().map(|it| (it.reference.clone(), it.title.clone())));
        Ok(Told {
            status: status(&covered, &statement),
            differences: former.map(|it| differences(&it, &statement)).unwrap_or_default(),
            id: row.id.clone(),
            title: row.title.clone(),
            version: row.version,
            state: row.state.clone(),
            digest: digest(&row.document),
            place: row.place,
            scope: scope.filter(|it| titles.contains_key(&it.id.to_string())),
            scope_words: row.text("scope").unwrap_or_default().to_owned(),
            statement,
            titles,
            faults,
            moved,
            before,
        })
    }

    /// What two statements say differently.
    pub async fn statement_differences(
        &self,
        actor: &Actor,
        before: &Id,
        after: &Id,
    ) -> Result<Vec<Difference>, Error> {
        let (this, who, before, after) = (self.clone(), actor.clone(), before.clone(), after.clone());
        let told = move |read: &store::Read| {
            let who = this.with_roles(read, &who)?;
            let of = |id: &Id| Ok::<_, Error>(read_statement(&this.readable(read, &who, id, None)?.document));
            Ok(differences(&of(&before)?, &of(&after)?))
        };
        self.0.store.read_async(told).await
    }
}

/// How far the control of each entry is carried out: a reference control by its node, one of our own by its state and its proof.
fn status(covered: &Covered, statement: &Statement) -> BTreeMap<String, Status> {
    let matrix = &covered.matrix;
    let own = |name: &String| {
        let control = matrix.ground.controls.get(name)?;
        Some(match control.stage {
            conformity::Stage::None => Status::NotStarted,
            _ => Status::Designed,
        })
    };
    let one = |it: &Entry| {
        let of_node = matrix.plan.place(&it.control).map(|it| matrix.status(it, None));
        Some((it.control.clone(), of_node.or_else(|| own(&it.control))?))
    };
    statement.entries.iter().filter_map(one).collect()
}

/// What is wrong with a statement inside a change, without machine checks, which change nothing of it.
pub(crate) fn faults_in(at: &Snapshot, row: &RecordRow) -> Result<Vec<Fault>, Error> {
    let statement = read_statement(&row.document);
    let covered = super::kept::covered_in(at, false, String::new(), day(at.time), 0)?;
    Ok(faults(&statement, &around(at, &statement.framework, &covered)?))
}
