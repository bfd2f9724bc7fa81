//! AI risks and controls beside the enterprise for the page, the command and the interface; for whoever may see the records.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{BatchRow, Read, RecordRow, Visible};

use super::bringing_in::{Asked, MARK, People, between, ours, seen};
use super::burden::{Burden, burden, frameworks};
use super::categories::{Aggregated, Counted, aggregate};
use super::duplicates::{Control, Duplicates, duplicates, words};
use super::file::{self, Outgoing};
use super::library::Register;
use super::reconcile::{Between, Item, Missing, Ours, Theirs};
use super::said::{SORTS, Sort};
use super::scale::{Cell, Crossed, Scales, translate};
use super::sharing::{Mapped, Reuse, Sharing, reuse};
use super::{CONTROL, ENTRIES, MAPPING, REVIEWED, RISK};
use crate::data::lineage::targets;
use crate::event::Event;
use crate::{Actor, Aims, Configuration, Error};

/// Imports among which those of a register are looked for.
const BATCHES: u32 = 200;
/// The framework that a reference of a control belongs to.
const OWN: &str = "ISO/IEC 42001";

/// The state of a risk that is over.
const OVER_RISK: &str = "closed";
/// The state of a control that is over.
const OVER_CONTROL: &str = "retired";

/// Controls, and what mappings say of them.
struct Kept {
    controls: Vec<Control>,
    sharing: Sharing,
    mapped: HashSet<(Id, Id)>,
}

impl Kept {
    fn read(read: &Read, visible: &Visible, register: &str) -> Result<Kept, Error> {
        let (rows, mappings) = (seen(read, CONTROL, visible)?, seen(read, MAPPING, visible)?);
        let live = rows.iter().filter(|it| it.state != OVER_CONTROL);
        Ok(Kept {
            controls: live.map(|it| control(it, register)).collect(),
            sharing: Sharing::of(&mappings.iter().filter_map(reviewed).collect::<Vec<_>>()),
            mapped: mappings.iter().filter_map(|it| Some((end(it, "from")?, end(it, "to")?))).collect(),
        })
    }
}

/// What of controls is the same.
#[derive(Debug, Clone, Serialize)]
pub struct Alike {
    /// Controls that exist twice.
    pub duplicates: Duplicates,
    /// What overlaps, by objective.
    pub overlap: Vec<Overlap>,
}

/// What is asked of the page.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The register; the first where none is named.
    pub register: Option<String>,
    /// The standard that was there first.
    pub first: Option<String>,
    /// The standard that came after it.
    pub second: Option<String>,
}

/// A cell of one pair of scales in another.
#[derive(Debug, Clone, Serialize)]
pub struct Translated {
    /// From which cell.
    pub from: Cell,
    /// Its level.
    pub level: String,
    /// Whether it lies above the appetite.
    pub above: bool,
    /// To which cell.
    pub to: Cell,
    /// Its level.
    pub becomes: String,
    /// What crosses the appetite on the way; nothing where nothing does.
    pub crosses: Option<String>,
}

/// What of the register is the same as what of ours.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Overlap {
    /// Objective.
    pub objective: String,
    /// Our own controls with it.
    pub own: Vec<Id>,
    /// Controls of the register with it.
    pub there: Vec<Id>,
    /// Of our own those that are mapped as equal to, or as a part of, one of the register.
    pub mapped: usize,
}

/// What exists in the enterprise and satisfies duties.
#[derive(Debug, Clone, Serialize)]
pub struct Satisfied {
    /// Duties of the catalogue.
    pub duties: usize,
    /// Those that something satisfies, with what does.
    pub by: BTreeMap<String, Vec<String>>,
}

/// An import from the register.
#[derive(Debug, Clone, Serialize)]
pub struct Brought {
    /// The number of the batch.
    pub batch: i64,
    /// The kind of records.
    pub kind: String,
    /// The file.
    pub file: String,
    /// The day.
    pub day: jiff::civil::Date,
    /// What came of it.
    pub counts: Value,
    /// Whether it was undone.
    pub undone: bool,
}

/// All of it.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The register.
    pub register: Register,
    /// Every register by name and label.
    pub registers: Vec<(String, String)>,
    /// Our scales.
    pub own: Scales,
    /// Every cell of ours in the register.
    pub there: Vec<Translated>,
    /// Every cell of the register in ours.
    pub back: Vec<Translated>,
    /// Controls that exist twice.
    pub duplicates: Duplicates,
    /// What overlaps, by objective.
    pub overlap: Vec<Overlap>,
    /// What is reused.
    pub reuse: Reuse,
    /// Frameworks of which controls meet something.
    pub frameworks: BTreeSet<String>,
    /// What two of them cost, one after the other, where there are two.
    pub burden: Option<Burden>,
    /// Risks by categories of the register.
    pub categories: Aggregated,
    /// What both sides say, by kind; what agrees is left out.
    pub items: BTreeMap<String, Vec<Item>>,
    /// Keys of the register that several records have, by kind.
    pub twice: Vec<(String, Vec<Id>)>,
    /// Duties that something of the enterprise satisfies.
    pub satisfied: Satisfied,
    /// Imports from the register, newest first, for those who may import.
    pub log: Vec<Brought>,
}

impl Aims {
    /// AI risks and controls beside a register.
    ///
    /// Errors: there is no such register.
    pub async fn enterprise(&self, actor: &Actor, wanted: &Wanted) -> Result<Told, Error> {
        let (this, who, wanted) = (self.clone(), actor.clone(), wanted.clone());
        self.0
            .store
            .read_async(move |read| {
                let who = this.with_roles(read, &who)?;
                this.beside(read, &who, &wanted)
            })
            .await
    }

    /// What a register should load, with what crosses the appetite on the way.
    pub async fn outgoing(&self, actor: &Actor, asked: &Asked) -> Result<Vec<Outgoing>, Error> {
        self.require(actor, "export").await?;
        let (this, who, wanted) = (self.clone(), actor.clone(), asked.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let configuration = this.configuration();
            let between = between(&configuration, &wanted)?;
            let all = ours(read, &this.visible(read, &who)?, &between, &People::read(read)?)?;
            let finals = &configuration.kind(between.sort.kind)?.lifecycle.finals;
            // What is over and was never there does not begin there.
            let goes = |it: &&(RecordRow, Ours)| it.1.key.is_some() || !finals.contains(&it.0.state);
            Ok::<_, Error>(all.iter().filter(goes).map(|it| out(&between, it)).collect::<Vec<Outgoing>>())
        };
        let all = self.0.store.read_async(read).await?;
        let event = Event::new("export").with("kind", &asked.kind).with("register", &asked.register);
        self.enter(actor, event.with("rows", all.len())).await?;
        Ok(all)
    }

    /// The same as a file: CSV, or JSON, which for controls is the outline of a catalog.
    pub async fn export_register(&self, actor: &Actor, asked: &Asked, csv: bool) -> Result<Vec<u8>, Error> {
        let all = self.outgoing(actor, asked).await?;
        let configuration = self.configuration();
        let between = between(&configuration, asked)?;
        match csv {
            true => Ok(file::csv(between.register, between.sort, &all)),
            false => serde_json::to_vec_pretty(&file::json(between.register, between.sort, &all)).map_err(Error::input),
        }
    }

    /// Controls that exist twice and what overlaps by objective, without the rest: for the page of a control and the form for a new one.
    pub async fn controls_alike(&self, actor: &Actor) -> Result<Alike, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let configuration = this.configuration();
            let first = configuration.libraries.enterprise.register.first().map(|it| it.name.clone());
            let kept = Kept::read(read, &this.visible(read, &who)?, &first.unwrap_or_default())?;
            let (duplicates, overlap) =
                (duplicates(&kept.controls, &kept.mapped), overlap(&kept.controls, &kept.sharing));
            Ok::<_, Error>(Alike { duplicates, overlap })
        };
        self.0.store.read_async(look).await
    }

    fn beside(&self, read: &Read, actor: &Actor, wanted: &Wanted) -> Result<Told, Error> {
        let configuration = self.configuration();
        let enterprise = &configuration.libraries.enterprise;
        let first = enterprise.register.first().map(|it| it.name.clone());
        let name = wanted.register.clone().or(first).unwrap_or_default();
        let register = between(&configuration, &Asked { register: name.clone(), kind: RISK.to_owned() })?.register;
        let (there, own) = (register.scales(), enterprise.own(&configuration.catalog));
        let visible = self.visible(read, actor)?;
        let Kept { controls, sharing, mapped } = Kept::read(read, &visible, &name)?;
        let risks = seen(read, RISK, &visible)?;
        let risks: Vec<Counted> = risks.iter().filter(|it| it.state != OVER_RISK).map(counted).collect();
        let mut told = Told {
            registers: enterprise.register.iter().map(|it| (it.name.clone(), it.label.clone())).collect(),
            there: table(&own, &there),
            back: table(&there, &own),
            duplicates: duplicates(&controls, &mapped),
            overlap: overlap(&controls, &sharing),
            reuse: reuse(&controls, &sharing),
            frameworks: frameworks(&controls),
            burden: None,
            categories: aggregate(&risks, &sharing, &register.categories, &own.levels),
            items: BTreeMap::new(),
            twice: Vec::new(),
            satisfied: satisfied(register, &configuration),
            log: self.brought(read, actor, &name)?,
            register: register.clone(),
            own,
        };
        told.burden = costs(&told, wanted, &controls, &sharing);
        for sort in SORTS {
            reconciled(read, visible.clone(), &configuration, sort, &mut told)?;
        }
        Ok(told)
    }

    fn brought(&self, read: &Read, actor: &Actor, register: &str) -> Result<Vec<Brought>, Error> {
        if self.ask_system(read, actor, "import").is_err() {
            return Ok(Vec::new());
        }
        let own = |it: &BatchRow| it.mapping[MARK] == register;
        let text = |it: &BatchRow, name: &str| it.mapping[name].as_str().unwrap_or_default().to_owned();
        let brought = |it: BatchRow| Brought {
            batch: it.id,
            kind: text(&it, "kind"),
            file: text(&it, "file"),
            day: crate::derived::day(it.begun),
            undone: it.undone.is_some(),
            counts: it.counts,
        };
        Ok(read.batches(BATCHES)?.into_iter().filter(own).map(brought).collect())
    }
}

/// Every cell of one pair of scales in another.
pub fn table(from: &Scales, to: &Scales) -> Vec<Translated> {
    let one = |cell: Cell| {
        let (there, crosses) = match translate(from, to, cell) {
            Ok(there) => (there, None),
            Err(Crossed { cell, says }) => (cell, Some(says)),
        };
        Translated {
            from: cell,
            level: from.level(cell).unwrap_or_default().to_owned(),
            above: from.above(cell),
            to: there,
            becomes: to.level(there).unwrap_or_default().to_owned(),
            crosses,
        }
    };
    from.every().map(one).collect()
}

/// A control as far as it is compared.
fn control(row: &RecordRow, register: &str) -> Control {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let of_register = row.list(ENTRIES).any(|it| it["register"] == register);
    let beside = ["frequency", "modifies", "automation", "operator"];
    let named = row.list("meets").filter_map(|it| it["framework"].as_str().map(str::to_owned));
    Control {
        id: Some(row.id.clone()),
        title: row.title.clone(),
        register: of_register.then(|| register.to_owned()),
        keys: ["objective_key", "population_key", "test_method"].map(text),
        beside: beside.iter().filter_map(|it| Some((*it, row.text(it)?.to_owned()))).collect(),
        scope: targets(&row.document, "applies_to").iter().map(ToString::to_string).collect(),
        hours: row.document.get("hours_a_year").and_then(hours),
        frameworks: named.chain(row.text("reference").map(|_| OWN.to_owned())).collect(),
        words: words(&format!("{} {}", row.title, text("statement"))),
    }
}

fn hours(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn end(row: &RecordRow, field: &str) -> Option<Id> {
    targets(&row.document, field).pop()
}

fn reviewed(row: &RecordRow) -> Option<Mapped> {
    let relation = row.text("relation").filter(|_| row.state == REVIEWED)?;
    Some(Mapped { from: end(row, "from")?, relation: relation.to_owned(), to: end(row, "to")? })
}

fn counted(row: &RecordRow) -> Counted {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Counted {
        id: row.id.clone(),
        title: row.title.clone(),
        category: text("enterprise_category"),
        level: text("level"),
    }
}

/// Controls by objective, on both sides.
fn overlap(controls: &[Control], sharing: &Sharing) -> Vec<Overlap> {
    let mapped: HashSet<Id> = reuse(controls, sharing).reused.into_iter().collect();
    let mut all: BTreeMap<String, Overlap> = BTreeMap::new();
    for control in controls {
        let (Some(id), objective) = (&control.id, control.keys[0].trim().to_lowercase()) else { continue };
        if objective.is_empty() {
            continue;
        }
        let line = all.entry(objective.clone()).or_insert_with(|| Overlap { objective, ..Overlap::default() });
        line.mapped += usize::from(mapped.contains(id));
        if control.register.is_some() { &mut line.there } else { &mut line.own }.push(id.clone());
    }
    all.into_values().collect()
}

/// What two frameworks cost: those that were asked for, else the first two.
fn costs(told: &Told, wanted: &Wanted, controls: &[Control], sharing: &Sharing) -> Option<Burden> {
    let known = |it: &Option<String>| it.clone().filter(|it| told.frameworks.contains(it));
    let first = known(&wanted.first).or_else(|| told.frameworks.first().cloned())?;
    let other = || told.frameworks.iter().find(|it| **it != first).cloned();
    let second = known(&wanted.second).filter(|it| *it != first).or_else(other)?;
    Some(burden(controls, sharing, &first, &second))
}

fn satisfied(register: &Register, configuration: &Configuration) -> Satisfied {
    let mut by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in &register.satisfies {
        it.duties.iter().for_each(|duty| by.entry(duty.clone()).or_default().push(it.what.clone()));
    }
    Satisfied { duties: configuration.libraries.duties.duty.len(), by }
}

/// What the register said when it was last brought in, against what stands here.
fn reconciled(
    read: &Read,
    visible: Visible,
    configuration: &Configuration,
    sort: &Sort,
    told: &mut Told,
) -> Result<(), Error> {
    let asked = Asked { register: told.register.name.clone(), kind: sort.kind.to_owned() };
    let between = between(configuration, &asked)?;
    let all = ours(read, &visible, &between, &People::read(read)?)?;
    let mut keys: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    for (row, it) in &all {
        keys.entry(it.key.as_deref().unwrap_or_default()).or_default().push(row.id.clone());
    }
    let several = keys.into_iter().filter(|it| !it.0.is_empty() && it.1.len() > 1);
    told.twice.extend(several.map(|(key, ids)| (key.to_owned(), ids)));
    let finals = &configuration.kind(sort.kind)?.lifecycle.finals;
    let mut items = Vec::new();
    for (row, it) in &all {
        let entry = it.key.clone().zip(it.says.clone()).map(|(key, says)| Theirs { key, says, ..Theirs::default() });
        items.extend(match entry {
            Some(entry) => {
                Some(between.item(it, &entry)).filter(|it| !it.differences.is_empty() || it.crosses.is_some())
            }
            None if finals.contains(&row.state) => None,
            None => Some(Item {
                key: it.key.clone().unwrap_or_default(),
                id: Some(row.id.clone()),
                title: it.title.clone(),
                missing: Some(Missing::There),
                ..Item::default()
            }),
        });
    }
    told.items.insert(sort.kind.to_owned(), items);
    Ok(())
}

/// A record on its way to the register.
fn out(between: &Between, (row, record): &(RecordRow, Ours)) -> Outgoing {
    let says = between.outgoing(record);
    Outgoing {
        key: record.key.clone().unwrap_or_default(),
        number: row.id.clone(),
        title: row.title.clone(),
        words: row.text(between.sort.words).unwrap_or_default().to_owned(),
        appetite: between.crosses_with(record, &says).unwrap_or_default(),
        says,
    }
}
