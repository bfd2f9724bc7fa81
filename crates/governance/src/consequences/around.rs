//! Breaches with the records behind them at a moment: who, evidence, decisions with the roles of those who took them, reports, and every other
//! breach of the same; read as sets.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use store::{Condition, Read, RecordRow, Way};

use super::table::{Asked, Proposal, TABLE, proposal};
use super::{BREACH, repeat};
use crate::bodies::in_effect::{About, decided_about};
use crate::bodies::{DECISION, answers::invalid};
use crate::data::lineage::targets;
use crate::deciding::shipped::Ruled;
use crate::derived::{Snapshot, day};
use crate::libraries::Libraries;
use crate::responsibility::heads::Heads;
use crate::responsibility::{ASSIGNMENT, PERSON, ROLE, UNIT};
use crate::{Error, reached};

/// The kind of evidence.
const EVIDENCE: &str = "evidence";
/// The kind of parties outside.
const PARTY: &str = "external_party";

/// From breaches to all that bears on them, the other breaches of the same among it; the repeats of those it moves too.
const BEHIND: &[Way] = &[
    Way::along(BREACH, "who", PERSON),
    Way::along(BREACH, "who", UNIT),
    Way::along(BREACH, "who", PARTY),
    Way::against(BREACH, "who", PERSON),
    Way::against(BREACH, "who", UNIT),
    Way::against(BREACH, "who", PARTY),
];

/// Breaches with what stands behind them.
#[derive(Debug)]
pub struct Around {
    rows: BTreeMap<Id, RecordRow>,
    /// What each decision was about.
    pub(crate) about: HashMap<Id, About>,
    /// Decisions of bodies that do not count, with the reasons.
    pub invalid: BTreeMap<Id, String>,
    /// Keys of the roles that those who decided held, with their assignments.
    pub held: BTreeMap<Id, Vec<(String, RecordRow)>>,
    /// Who headed the units that are held to have done something.
    heads: Heads,
    /// Who belongs to the units, with those to which each belonged before; asked where nobody heads one.
    people: (Vec<Id>, Heads),
    /// The table of consequences.
    pub table: Option<Arc<Ruled>>,
    /// Windows, weights and measures.
    pub libraries: Arc<Libraries>,
    /// The moment.
    pub time: Timestamp,
}

impl Around {
    /// What there is around these breaches, which are taken as they are given.
    pub(crate) fn read(at: &Snapshot, seeds: &[RecordRow]) -> Result<Around, Error> {
        let mut all = reached::rows(at, seeds, [BEHIND])?;
        let fields = ["facts", "detected_from", "measure_decision"];
        let further: BTreeSet<Id> =
            seeds.iter().flat_map(|it| fields.iter().flat_map(|field| targets(&it.document, field))).collect();
        all.extend(at.records(&further.into_iter().collect::<Vec<_>>())?);
        let decisions: Vec<RecordRow> = all.iter().filter(|it| it.kind == DECISION).cloned().collect();
        let rows: BTreeMap<Id, RecordRow> = all.into_iter().map(|it| (it.id.clone(), it)).collect();
        let about = if decisions.is_empty() { HashMap::new() } else { decided_about(at, &decisions)? };
        let invalid =
            if decisions.is_empty() { BTreeMap::new() } else { invalid(at, &decisions.iter().collect::<Vec<_>>())? };
        let people: Vec<Id> = decisions.iter().flat_map(|it| targets(&it.document, "deciders")).collect();
        let (held, table) = (roles(at, &people)?, TABLE.in_force(at)?);
        let who = seeds.iter().flat_map(|it| targets(&it.document, "who"));
        let units: BTreeSet<Id> = who.filter(|it| rows.get(it).is_some_and(|it| it.kind == UNIT)).collect();
        let units: Vec<Id> = units.into_iter().collect();
        let (heads, people) = (Heads::read(at, &units)?, belonging(at, &units)?);
        Ok(Around { rows, about, invalid, held, heads, people, table, libraries: at.libraries.clone(), time: at.time })
    }

    /// A record.
    pub fn row(&self, id: &Id) -> Option<&RecordRow> {
        self.rows.get(id)
    }

    /// The records that a field of a breach names.
    pub fn named<'a>(&'a self, breach: &RecordRow, field: &str) -> Vec<&'a RecordRow> {
        targets(&breach.document, field).iter().filter_map(|it| self.rows.get(it)).collect()
    }

    /// Every breach that is known here.
    pub fn breaches(&self) -> impl Iterator<Item = &RecordRow> {
        self.rows.values().filter(|it| it.kind == BREACH)
    }

    /// Today.
    pub fn today(&self) -> Date {
        day(self.time)
    }

    /// The people who are held to have done it.
    pub fn accused(&self, breach: &RecordRow) -> Vec<Id> {
        self.named(breach, "who").into_iter().filter(|it| it.kind == PERSON).map(|it| it.id.clone()).collect()
    }

    /// Those who would be judge in their own case on a day: the people who are held to have done it, and who headed a unit that is on that
    /// day. Where nobody headed it, everybody in it answers for it.
    pub fn concerned(&self, breach: &RecordRow, on: Date) -> Vec<Id> {
        let units = self.named(breach, "who").into_iter().filter(|it| it.kind == UNIT);
        let of_unit = |it: &RecordRow| {
            let heads: Vec<Id> = self.heads.on(&it.id, on).into_iter().collect();
            let belonged = |person: &&Id| self.people.1.on(person, on).contains(&it.id);
            if heads.is_empty() { self.people.0.iter().filter(belonged).cloned().collect() } else { heads }
        };
        self.accused(breach).into_iter().chain(units.flat_map(of_unit)).collect()
    }

    /// What the table of consequences is asked, for each sort of those who are held to have done it.
    pub fn asked(&self, breach: &RecordRow) -> Vec<Asked> {
        let whom = |it: &RecordRow| match it.kind.as_str() {
            PERSON => "person",
            UNIT => "unit",
            _ => "supplier",
        };
        let sorts: BTreeSet<&str> = self.named(breach, "who").into_iter().map(whom).collect();
        let text = |field: &str| breach.text(field).unwrap_or_default().to_owned();
        let factors = breach.list("factors").filter_map(|it| it.as_str());
        let weight = self.libraries.consequences.weight(factors);
        let repeat = repeat::earlier(self, breach).len();
        let asked = |whom: &str| Asked {
            whom: whom.to_owned(),
            form: text("form"),
            severity: text("severity"),
            repeat,
            weight,
        };
        sorts.into_iter().map(asked).collect()
    }

    /// What the table proposes: of several sorts of those who did it, the strictest.
    ///
    /// Errors: why nothing is proposed, in a sentence.
    pub fn proposal(&self, breach: &RecordRow) -> Result<Proposal, String> {
        let table = self.table.as_ref().ok_or("there is no table of consequences; put one in force")?;
        let asked = self.asked(breach);
        let all: Vec<Proposal> = asked.iter().map(|it| proposal(&table.table, it)).collect::<Result<_, _>>()?;
        let rank = |it: &Proposal| self.libraries.consequences.rank(&it.measure);
        all.into_iter().max_by_key(rank).ok_or_else(|| "nobody is held to have done it yet".to_owned())
    }
}

/// The roles that people hold or held, by person.
fn roles(at: &Snapshot, people: &[Id]) -> Result<BTreeMap<Id, Vec<(String, RecordRow)>>, Error> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let links = at.read.links_to_any(people, &[ASSIGNMENT])?;
    let held: Vec<(Id, Id)> =
        links.into_iter().filter(|it| it.1.field == "person").map(|it| (it.0, it.1.end.id)).collect();
    let rows = at.records(&held.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let roles = at.records(&rows.iter().flat_map(|it| targets(&it.document, "role")).collect::<Vec<_>>())?;
    let key = |row: &RecordRow| {
        let own = targets(&row.document, "role");
        roles.iter().find(|it| it.kind == ROLE && own.contains(&it.id)).and_then(|it| it.text("key")).map(str::to_owned)
    };
    let mut found: BTreeMap<Id, Vec<(String, RecordRow)>> = BTreeMap::new();
    for row in &rows {
        let Some(key) = key(row) else { continue };
        let people = held.iter().filter(|it| it.1 == row.id).map(|it| it.0.clone());
        people.for_each(|it| found.entry(it).or_default().push((key.clone(), row.clone())));
    }
    Ok(found)
}

/// Who belongs to these units today, and to which each belonged when.
fn belonging(at: &Snapshot, units: &[Id]) -> Result<(Vec<Id>, Heads), Error> {
    if units.is_empty() {
        return Ok((Vec::new(), Heads::default()));
    }
    let of_units = units.iter().map(|it| Some(it.to_string())).collect();
    let people: Vec<Id> = at.list(PERSON, vec![Condition::Unit(of_units)])?.into_iter().map(|it| it.id).collect();
    let belonged = Heads::named(at, &people, "unit")?;
    Ok((people, belonged))
}

/// Whether a record of evidence counts: somebody else than its collector accepted it.
pub(super) fn counts(row: &RecordRow) -> bool {
    row.kind == EVIDENCE && !row.retired && row.state == "accepted"
}

/// The breaches whose answers may differ once this record is stored.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    let mut found = match row.kind.as_str() {
        BREACH => reached::from_new(read, row, BEHIND)?,
        // Who heads a unit is no judge of it, from the day on which they do.
        UNIT => {
            let links = read.links_to_any(std::slice::from_ref(&row.id), &[BREACH])?;
            links.into_iter().filter(|it| it.1.field == "who").map(|it| it.1.end.id).collect()
        }
        _ => Vec::new(),
    };
    found.retain(|it| *it != row.id && it.prefix == "BRC");
    Ok(found)
}
