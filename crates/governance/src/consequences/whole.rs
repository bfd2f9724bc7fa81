//! Breaches for those who ask: the docket, the comparison of units, and cases to decide again without names, as far as they may see them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Query, Read, RecordRow};

use super::around::Around;
use super::compare::{Compare, cases, compare};
use super::hearing::{limited, unheard, unshown};
use super::measure::{appeal_pending, executable, problem};
use super::table::Proposal;
use super::{BREACH, DECIDED, repeat};
use crate::data::lineage::targets;
use crate::responsibility::whole::Names;
use crate::{Actor, Aims, Error};

/// Most breaches that are read.
const MOST: u32 = 20_000;

/// A breach on the docket.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Number.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// Its type.
    pub form: String,
    /// How grave it is.
    pub severity: String,
    /// State of the record.
    pub state: String,
    /// Who is held to have done it.
    pub who: Vec<Id>,
    /// What the table proposes.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub proposal: Result<Proposal, String>,
    /// Earlier ones of its type.
    pub repeat: Vec<Id>,
    /// The measure that was set.
    pub measure: String,
    /// Last day on which a measure can be set.
    pub limitation: Option<Date>,
    /// What keeps a measure from being set, in sentences.
    pub lacks: Vec<String>,
    /// Whether an appeal waits.
    pub appeal_pending: bool,
    /// Whether the measure may be carried out, and why or why not.
    pub executable: (bool, String),
}

/// The docket.
#[derive(Debug, Serialize)]
pub struct Docket {
    /// Breaches, those that are open first.
    pub lines: Vec<Line>,
    /// The day.
    pub today: Date,
    /// The table that proposes.
    pub table: String,
    /// Names.
    pub names: Names,
}

/// A case without names.
#[derive(Debug, Clone, Serialize)]
pub struct Unnamed {
    /// Number.
    pub id: Id,
    /// Its type.
    pub form: String,
    /// How grave it is.
    pub severity: String,
    /// A person, a unit or a supplier.
    pub whom: Vec<String>,
    /// What speaks for a milder or a stricter measure.
    pub factors: Vec<String>,
    /// Earlier ones of its type.
    pub repeat: usize,
    /// Records of evidence.
    pub facts: usize,
}

impl Aims {
    /// The docket.
    pub async fn docket(&self, actor: &Actor) -> Result<Docket, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let (actor, rows, around) = this.breaches_seen(read, &actor)?;
            let mut lines: Vec<Line> = rows.iter().map(|it| line(&around, it)).collect();
            lines
                .sort_by_key(|it| (["closed", "dismissed"].contains(&it.state.as_str()), it.limitation, it.id.clone()));
            let named: BTreeSet<Id> = lines.iter().flat_map(|it| it.who.iter().chain(&it.repeat)).cloned().collect();
            let names = this.names_of(read, &actor, named.into_iter().collect())?;
            let table = around.table.as_ref().map(|it| it.name()).unwrap_or_default();
            Ok::<_, Error>(Docket { lines, today: around.today(), table, names })
        };
        self.0.store.read_async(read).await
    }

    /// Whether units and types are treated alike.
    pub async fn consistency(&self, actor: &Actor) -> Result<(Compare, Names), Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let (actor, rows, around) = this.breaches_seen(read, &actor)?;
            let found = compare(&cases(&around, &rows), &around.libraries.consequences.comparison);
            let units = found.units.iter().filter_map(|it| it.name.parse().ok()).collect();
            Ok::<_, Error>((found, this.names_of(read, &actor, units)?))
        };
        self.0.store.read_async(read).await
    }

    /// The next case that this person can decide again without names; nothing where none is left.
    pub async fn unnamed(&self, actor: &Actor) -> Result<Option<Unnamed>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let (actor, rows, around) = this.breaches_seen(read, &actor)?;
            let open = rows.iter().find(|it| again(&around, it, actor.person.as_ref()).is_ok());
            Ok::<_, Error>(open.map(|it| unnamed(&around, it)))
        };
        self.0.store.read_async(read).await
    }

    /// Keeps what this person would have set without names.
    ///
    /// Errors: no measure of that name, somebody without a person, who took part in the case, or who decided it again before.
    pub async fn decide_again(&self, actor: &Actor, id: &Id, measure: &str) -> Result<Id, Error> {
        let (this, who, own) = (self.clone(), actor.clone(), id.clone());
        let known = self.configuration().libraries.consequences.rank(measure).is_some();
        if !known {
            return Err(Error::problem("measure", format!("`{measure}` is no measure; choose one of the list")));
        }
        let read = move |read: &Read| {
            let (actor, rows, around) = this.breaches_seen(read, &who)?;
            let row = rows.into_iter().find(|it| it.id == own);
            let row = row.ok_or_else(|| Error::Missing(format!("`{own}` is no breach that you can see")))?;
            again(&around, &row, actor.person.as_ref()).map_err(|why| Error::problem("measure", why))?;
            let mut all: Vec<Value> = row.list("blind").cloned().collect();
            all.push(json!({ "by": actor.person, "on": around.today().to_string() }));
            Ok::<_, Error>((row.version, all))
        };
        let (base, mut all) = self.0.store.read_async(read).await?;
        if let Some(last) = all.last_mut() {
            last["measure"] = json!(measure);
        }
        let set = Document::from_iter([("blind".to_owned(), Value::Array(all))]);
        let change = Change::Edit { id: id.clone(), base: Some(base), set, why: None };
        Ok(self.commit(actor, change, None).await?.id)
    }

    /// The breaches that somebody may see, with what stands behind them; what follows is computed from all of them.
    fn breaches_seen(&self, read: &Read, actor: &Actor) -> Result<(Actor, Vec<RecordRow>, Around), Error> {
        let actor = self.with_roles(read, actor)?;
        let rows = read.list(&Query { limit: MOST, ..Query::of(BREACH, self.visible(read, &actor)?) })?;
        let around = Around::read(&self.snapshot(read, None), &rows)?;
        Ok((actor, rows, around))
    }
}

fn line(around: &Around, row: &RecordRow) -> Line {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let open = ["alleged", "confirmed"].contains(&row.state.as_str());
    let looks = [unshown(around, row), unheard(around, row), limited(around, row), problem(around, row)];
    let (yes, why, _) = executable(around, row);
    Line {
        id: row.id.clone(),
        title: row.title.clone(),
        form: text("form"),
        severity: text("severity"),
        state: row.state.clone(),
        who: targets(&row.document, "who"),
        proposal: around.proposal(row),
        repeat: repeat::earlier(around, row),
        measure: text("measure"),
        limitation: repeat::limitation(around, row),
        lacks: if open { looks.into_iter().flatten().collect() } else { Vec::new() },
        appeal_pending: appeal_pending(row),
        executable: (yes, why),
    }
}

/// Whether somebody can decide a case again.
fn again(around: &Around, row: &RecordRow, person: Option<&Id>) -> Result<(), String> {
    let person = person.ok_or("whoever decides again must be a person")?;
    if !DECIDED.contains(&row.state.as_str()) {
        return Err("no measure was set yet".to_owned());
    }
    let decision = around.named(row, "measure_decision");
    let part = decision.iter().flat_map(|it| targets(&it.document, "deciders")).chain(targets(&row.document, "who"));
    if part.chain(targets(&row.document, "heard_by")).any(|it| it == *person) {
        return Err("whoever took part in a case does not decide it again".to_owned());
    }
    match row.list("blind").any(|it| it["by"].as_str() == Some(&person.to_string())) {
        true => Err("you have decided it again before".to_owned()),
        false => Ok(()),
    }
}

fn unnamed(around: &Around, row: &RecordRow) -> Unnamed {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Unnamed {
        id: row.id.clone(),
        form: text("form"),
        severity: text("severity"),
        whom: around.asked(row).into_iter().map(|it| it.whom).collect(),
        factors: row.list("factors").filter_map(|it| it.as_str()).map(str::to_owned).collect(),
        repeat: repeat::earlier(around, row).len(),
        facts: around.named(row, "facts").len(),
    }
}
