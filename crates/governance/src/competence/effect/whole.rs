//! The effect of training and what people know, for those who ask: told from the records that they may see, and no more.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use record::Id;
use serde::Serialize;
use store::{Query, Read, Visible};

use super::looks::{Around, Compared, LOOKS, Spans, compared};
use super::signs::Sign;
use crate::competence::aware::{Known, known};
use crate::competence::{ATTEMPT, COMPETENCE, QUIZ, RECORD, answers};
use crate::derived::{Snapshot, date};
use crate::responsibility::whole::Names;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One competence.
    pub competence: Option<Id>,
}

/// What records say of the effect of training, and who knows what everybody is to know.
#[derive(Debug, Clone, Serialize)]
pub struct Effects {
    /// The first day that is looked at.
    pub back: Date,
    /// The last one.
    pub on: Date,
    /// The confidence of intervals, and of what is said of all comparisons together.
    pub level: f64,
    /// How many people are needed on a side.
    pub least_people: u64,
    /// How many comparisons could be made, for which p-values are corrected together.
    pub made: usize,
    /// Every comparison, those that show something first.
    pub compared: Vec<Compared>,
    /// What shows in somebody's work.
    pub signs: Vec<Sign>,
    /// What each look can and cannot say, by its name.
    pub says: BTreeMap<String, String>,
    /// Who knows what everybody is to know.
    pub known: Vec<Known>,
    /// Records that would tell something and may not be seen.
    pub hidden: u64,
    /// Names of competences, documents, quizzes and units.
    pub names: Names,
}

impl Aims {
    /// What records say of the effect of training on a day, and who knows what everybody is to know.
    pub async fn training_effect(&self, actor: &Actor, part: Part) -> Result<Effects, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            if let Some(of) = &part.competence {
                let row = this.readable(read, &who, of, None)?;
                if row.kind != COMPETENCE {
                    return Err(Error::input(format!("`{of}` is no competence; `aims list competence` shows them")));
                }
            }
            let (at, on) = this.at_any_day(read, part.on)?;
            let effects = told(&at, on, part.competence.as_ref(), &this.visible(read, &who)?)?;
            let names = this.names_of(read, &who, effects.named())?;
            Ok::<_, Error>(effects.shown(names))
        };
        self.0.store.read_async(read).await
    }
}

fn told(at: &Snapshot, on: Date, only: Option<&Id>, visible: &Visible) -> Result<Effects, Error> {
    let library = &at.libraries.competence;
    let mut around = Around { on, back: back(on, library.effect.back_days), ..Around::default() };
    around.asked = asked(at, &around)?;
    if let Some(of) = only {
        around.asked.retain(|it, _| it == of);
    }
    around.trained = trained(at, visible)?;
    around.scores = scores(at, visible)?;
    for sign in &library.effect.sign {
        around.seen.insert(sign.key.clone(), sign.known(at, visible)?);
    }
    let mut all = compared(&around, &library.effect, library.level);
    let made = all.iter().filter(|it| it.p.is_some()).count();
    all.sort_by(|a, b| order(a).total_cmp(&order(b)));
    let says =
        LOOKS.iter().map(|it| (it.name().to_owned(), library.words.say(&format!("{}_says", it.name())).to_owned()));
    let kinds: BTreeSet<&str> =
        library.effect.sign.iter().map(|it| it.kind.as_str()).chain([RECORD, ATTEMPT]).collect();
    let mut hidden = 0;
    for kind in kinds {
        let of = |visible: Visible| Query { as_of: at.place, ..Query::of(kind, visible) };
        hidden += at.read.count(&of(Visible::All))?.saturating_sub(at.read.count(&of(visible.clone()))?);
    }
    Ok(Effects {
        back: around.back,
        on,
        level: library.level,
        least_people: library.effect.least_people,
        made,
        compared: all,
        signs: library.effect.sign.clone(),
        says: says.collect(),
        known: known(at, on, visible)?,
        hidden,
        names: Names::new(),
    })
}

/// What could be told first, by its corrected p-value; the rest as it comes.
fn order(it: &Compared) -> f64 {
    it.adjusted_p.unwrap_or(2.0)
}

fn back(on: Date, days: i64) -> Date {
    on.checked_sub(Span::new().try_days(days).unwrap_or(365.days())).unwrap_or(Date::MIN)
}

/// For each competence, when it was asked of whom within the time that is looked at.
fn asked(at: &Snapshot, around: &Around) -> Result<BTreeMap<Id, BTreeMap<Id, Spans>>, Error> {
    let (of, assignments) = answers::around(at, None, None)?;
    let mut found: BTreeMap<Id, BTreeMap<Id, Spans>> = BTreeMap::new();
    for row in assignments.iter().filter(|it| !it.retired && ["accepted", "ended"].contains(&it.state.as_str())) {
        let (Some(person), Some(role)) = (row.link("person"), row.link("role")) else { continue };
        // One that was ended without a last day ended when that was entered.
        let ended = (row.state == "ended").then(|| crate::derived::day(row.changed));
        let last = [date(&row.document, "until"), ended, Some(around.on)].into_iter().flatten().min();
        let first = date(&row.document, "from").unwrap_or_else(|| crate::derived::day(row.created)).max(around.back);
        let last = last.unwrap_or(around.on);
        if first > last {
            continue;
        }
        for it in of.asked(&role, row.link("covers").as_ref()) {
            found.entry(it.competence).or_default().entry(person.clone()).or_default().push((first, last));
        }
    }
    found.values_mut().flat_map(BTreeMap::values_mut).for_each(|it| *it = merged(std::mem::take(it)));
    Ok(found)
}

/// Spans that touch or overlap as one.
fn merged(mut spans: Spans) -> Spans {
    spans.sort_unstable();
    let mut found = Spans::new();
    for (from, until) in spans {
        match found.last_mut() {
            Some(last) if from <= last.1.tomorrow().unwrap_or(last.1) => last.1 = last.1.max(until),
            _ => found.push((from, until)),
        }
    }
    found
}

/// The first training of each person by competence that somebody accepted, whatever was judged of its effect.
fn trained(at: &Snapshot, visible: &Visible) -> Result<BTreeMap<Id, BTreeMap<Id, Date>>, Error> {
    let rows = at.seen(RECORD, visible)?;
    let levels = crate::libraries::choices(&at.catalog, RECORD, "level");
    let mut found: BTreeMap<Id, BTreeMap<Id, Date>> = BTreeMap::new();
    for it in crate::competence::around::proofs(at, &rows, &levels)? {
        if let Some(day) = it.obtained.filter(|_| it.trains() && it.evidenced && !it.revoked) {
            let first = found.entry(it.competence).or_default().entry(it.person).or_insert(day);
            *first = day.min(*first);
        }
    }
    Ok(found)
}

/// The score of the first attempt of each person at a quiz of a competence.
fn scores(at: &Snapshot, visible: &Visible) -> Result<BTreeMap<Id, BTreeMap<Id, f64>>, Error> {
    let mut rows = at.seen(ATTEMPT, visible)?;
    rows.retain(|it| it.state == "taken");
    rows.sort_by_key(|it| (date(&it.document, "taken_on"), it.id.number));
    let quizzes: BTreeSet<Id> = rows.iter().filter_map(|it| it.link("quiz")).collect();
    let of: BTreeMap<Id, Id> = at
        .records(&quizzes.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .filter(|it| it.kind == QUIZ)
        .filter_map(|it| Some((it.id.clone(), it.link("competence")?)))
        .collect();
    let mut found: BTreeMap<Id, BTreeMap<Id, f64>> = BTreeMap::new();
    for row in rows {
        let score = row.document.get("score").and_then(serde_json::Value::as_f64);
        if let (Some(person), Some(competence), Some(score)) =
            (row.link("person"), row.link("quiz").and_then(|it| of.get(&it)), score)
        {
            found.entry(competence.clone()).or_default().entry(person).or_insert(score);
        }
    }
    Ok(found)
}

impl Effects {
    /// Everything that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = self.compared.iter().map(|it| it.competence.clone()).collect();
        for it in &self.known {
            all.extend(it.documents.iter().chain(&it.quizzes).cloned());
            all.extend(it.units.iter().filter_map(|it| it.unit.clone()));
        }
        all.into_iter().collect()
    }

    /// Without what may not be seen.
    fn shown(mut self, names: Names) -> Effects {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        self.compared.retain(|it| seen(&it.competence));
        for it in &mut self.known {
            it.documents.retain(&seen);
            it.quizzes.retain(&seen);
            it.units.retain(|it| it.unit.as_ref().is_none_or(&seen));
        }
        self.names = names;
        self
    }
}
