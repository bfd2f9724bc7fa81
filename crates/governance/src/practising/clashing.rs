//! Statements that cannot both be kept: found by trying every combination of values that their filters tell apart, never by words. A clash has
//! a witness: values of a record of which both speak, that could keep each alone and cannot keep both.

use std::collections::{BTreeMap, BTreeSet};

use record::{Catalog, FieldType, Id, Kind};
use serde::Serialize;
use store::{Condition, Derived, RecordRow, Scalar, Term};

use super::asserted::Assertion;

/// Two statements that cannot both be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// One.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Values of a record of which both speak.
    pub witness: BTreeMap<String, String>,
}

/// What became of holding statements against each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Clashes {
    /// Those that cannot both be kept.
    pub found: Vec<Clash>,
    /// Pairs that could not be told, each with why.
    pub untold: Vec<(Id, Id, String)>,
}

/// A statement as it is held against others.
pub struct Stated<'a> {
    /// Its number.
    pub id: Id,
    /// What it asserts.
    pub assertion: &'a Assertion,
}

/// What a field can hold as far as filters tell it apart: how it is called, and what is searched by.
type Domain = (String, Vec<(String, Vec<Term>)>);

/// Holds every two statements about one kind against each other; `blank` is any record, which lends what filters do not ask.
pub fn clashes(catalog: &Catalog, all: &[Stated], blank: &RecordRow, most: usize) -> Clashes {
    let mut told = Clashes::default();
    for (at, one) in all.iter().enumerate() {
        for other in all[at + 1..].iter().filter(|it| it.assertion.kind == one.assertion.kind) {
            let asks = |it: &Stated| !it.assertion.holds.is_empty();
            let Some(kind) = catalog.kind(&one.assertion.kind).filter(|_| asks(one) && asks(other)) else { continue };
            match witness(kind, one.assertion, other.assertion, blank, most) {
                Ok(None) => {}
                Ok(Some(witness)) => told.found.push(Clash { one: one.id.clone(), other: other.id.clone(), witness }),
                Err(why) => told.untold.push((one.id.clone(), other.id.clone(), why)),
            }
        }
    }
    told
}

/// Values of a record that shows that both cannot be kept.
fn witness(
    kind: &Kind,
    one: &Assertion,
    other: &Assertion,
    blank: &RecordRow,
    most: usize,
) -> Result<Option<BTreeMap<String, String>>, String> {
    let holds = |it: &Assertion| it.holds.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
    let (of, rules) = ([one.of.clone(), other.of.clone()].concat(), [holds(one), holds(other)]);
    let mut values: BTreeMap<String, Vec<Scalar>> = BTreeMap::new();
    of.iter().chain(rules.iter().flatten()).try_for_each(|it| named(it, &mut values))?;
    let mut outer = BTreeMap::new();
    of.iter().try_for_each(|it| named(it, &mut outer))?;
    let domain = |it: (&String, &Vec<Scalar>)| (it.0.clone(), domain(kind, it.0, it.1));
    let (fixed, free): (Vec<Domain>, Vec<Domain>) = values.iter().map(domain).partition(|it| outer.contains_key(&it.0));
    let combinations = fixed.iter().chain(&free).try_fold(1usize, |all, it| all.checked_mul(it.1.len()));
    if combinations.is_none_or(|it| it > most) {
        return Err(format!("their filters tell more than {most} combinations of values apart"));
    }
    for outer in every(&fixed) {
        let mut kept = [false; 3];
        let mut spoken_of = false;
        for inner in every(&free) {
            let (row, derived) = record(kind, blank, fixed.iter().zip(&outer).chain(free.iter().zip(&inner)));
            if !store::fits(&of, &row, &derived) {
                break;
            }
            spoken_of = true;
            let (first, second) = (store::fits(&rules[0], &row, &derived), store::fits(&rules[1], &row, &derived));
            kept = [kept[0] || first, kept[1] || second, kept[2] || (first && second)];
        }
        if spoken_of && kept == [true, true, false] {
            let said = |(domain, at): (&Domain, &usize)| (domain.0.clone(), domain.1[*at].0.clone());
            return Ok(Some(fixed.iter().zip(&outer).map(said).collect()));
        }
    }
    Ok(None)
}

/// The values that a condition names, by field.
fn named(condition: &Condition, values: &mut BTreeMap<String, Vec<Scalar>>) -> Result<(), String> {
    match condition {
        Condition::Field { field, values: own, .. } => {
            values.entry(field.clone()).or_default().extend(own.iter().cloned());
            Ok(())
        }
        Condition::State(states) => {
            let own = states.iter().map(|it| Scalar::Text(it.clone()));
            values.entry("state".to_owned()).or_default().extend(own);
            Ok(())
        }
        Condition::All(all) | Condition::Any(all) => all.iter().try_for_each(|it| named(it, values)),
        Condition::Not(inner) => named(inner, values),
        _ => Err("they ask about owners, times of change or single records, which are not compared".to_owned()),
    }
}

/// What a field can hold as far as these values tell it apart.
fn domain(kind: &Kind, field: &str, values: &[Scalar]) -> Vec<(String, Vec<Term>)> {
    let term = |text: &str, number: Option<f64>| Term { field: field.to_owned(), text: text.to_lowercase(), number };
    let text = |it: &str| (it.to_owned(), vec![term(it, None)]);
    let blank = ("blank".to_owned(), Vec::new());
    if field == "state" {
        return kind.states().into_iter().map(text).collect();
    }
    let of_numbers: BTreeSet<u64> = values
        .iter()
        .filter_map(|it| match it {
            Scalar::Number(it) => Some(it.to_bits()),
            Scalar::Text(_) => None,
        })
        .collect();
    let mut texts: BTreeSet<String> = values
        .iter()
        .filter_map(|it| match it {
            Scalar::Text(it) => Some(it.to_lowercase()),
            Scalar::Number(_) => None,
        })
        .collect();
    let mut all = vec![blank];
    match kind.field(field).map(|it| &it.ty) {
        Some(FieldType::Choice { choices }) => {
            // Lists order choices as they stand, so that their terms have a number.
            let placed = choices.iter().enumerate();
            all.extend(placed.map(|(at, it)| (it.clone(), vec![term(it, Some(at as f64))])));
        }
        Some(FieldType::Choices { choices }) => {
            all.extend(choices.iter().map(|it| text(it)));
            for (at, one) in choices.iter().enumerate() {
                let pairs = choices[at + 1..].iter().filter(|it| texts.contains(*it) || texts.contains(one));
                all.extend(pairs.map(|it| (format!("{one}, {it}"), vec![term(one, None), term(it, None)])));
            }
        }
        Some(FieldType::Flag) => all.extend(["yes", "no"].map(text)),
        _ if !of_numbers.is_empty() => {
            let mut sorted: Vec<f64> = of_numbers.into_iter().map(f64::from_bits).collect();
            sorted.sort_by(f64::total_cmp);
            let between = sorted.windows(2).map(|it| it[0].midpoint(it[1])).collect::<Vec<_>>();
            let ends = [sorted.first().map(|it| it - 1.0), sorted.last().map(|it| it + 1.0)];
            let points = sorted.iter().copied().chain(between).chain(ends.into_iter().flatten());
            all.extend(points.map(|it| (it.to_string(), vec![term(&it.to_string(), Some(it))])));
        }
        ty => {
            // Text is ordered by its letters: before, between and behind what is named is told apart as well.
            let date = matches!(ty, Some(FieldType::Date));
            let beside: Vec<String> = texts.iter().map(|it| near(it, date)).collect();
            texts.extend(beside);
            texts.insert(if date { "0001-01-01".to_owned() } else { "\u{1}".to_owned() });
            all.extend(texts.iter().map(|it| text(it)));
        }
    }
    all
}

/// A value just behind another.
fn near(text: &str, date: bool) -> String {
    match text.parse::<jiff::civil::Date>().ok().and_then(|it| it.tomorrow().ok()).filter(|_| date) {
        Some(it) => it.to_string(),
        None => format!("{text}\u{1}"),
    }
}

/// Every choice of one value a field.
fn every(domains: &[Domain]) -> impl Iterator<Item = Vec<usize>> {
    let sizes: Vec<usize> = domains.iter().map(|it| it.1.len()).collect();
    let all = sizes.iter().product::<usize>();
    (0..all).map(move |mut number| {
        sizes
            .iter()
            .map(|size| {
                let at = number % size;
                number /= size;
                at
            })
            .collect()
    })
}

/// A record with these values.
fn record<'a>(
    kind: &Kind,
    blank: &RecordRow,
    values: impl Iterator<Item = (&'a Domain, &'a usize)>,
) -> (RecordRow, Derived) {
    let mut row = RecordRow { kind: kind.kind.clone(), state: kind.lifecycle.initial.clone(), ..blank.clone() };
    let mut derived = Derived::default();
    for (domain, at) in values {
        let (name, terms) = &domain.1[*at];
        match domain.0.as_str() {
            "state" => row.state.clone_from(name),
            _ => derived.terms.extend(terms.iter().cloned()),
        }
    }
    (row, derived)
}
