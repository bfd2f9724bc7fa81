//! An input cut into elementary cells: within a cell no test of any row tells two values apart.
//!
//! Numbers and days are whole steps (billionths, ones or days), so every interval is closed and has a value that can be shown.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::cell::{Atom, Holding, Test};
use crate::cells::Cells;
use crate::model::{Domain, Input};
use crate::number::{Number, ONE};
use crate::problem::Problem;
use crate::value::{Value, quoted};

mod told;

/// Values of a set; each of their combinations is looked at.
pub(crate) const SET_VALUES: usize = 16;

/// An input cut into elementary cells, numbered from 0; the last is the missing value of an optional input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Axis {
    pub domain: Domain,
    pub optional: bool,
    shape: Shape,
    /// How many cells there are.
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    /// Where each cell starts, and where the last one ends.
    Ordered { starts: Vec<i128>, end: i128 },
    /// A cell a value, in the order of the list or of the hierarchy.
    Listed,
    /// For each combination of the values that tests speak of its cell, and for each cell its smallest combination.
    Sets { spoken: Vec<usize>, of: Vec<u32>, smallest: Vec<u32> },
}

impl Axis {
    /// The cells that these tests make.
    pub fn of(input: &Input, tests: &[&Test]) -> Axis {
        let (shape, count) = match &input.domain {
            Domain::Number { .. } | Domain::Date { .. } => ordered(&input.domain, tests),
            Domain::Choice(values) => (Shape::Listed, values.len()),
            Domain::Flag => (Shape::Listed, 2),
            Domain::Unit(units) => (Shape::Listed, units.names().len()),
            Domain::Set(values) => sets(values, tests),
        };
        let count = count as u32 + u32::from(input.optional);
        Axis { domain: input.domain.clone(), optional: input.optional, shape, count }
    }

    /// Every cell.
    pub fn full(&self) -> Cells {
        Cells::range(0, self.count.wrapping_sub(1))
    }

    /// The cell of the missing value.
    pub fn missing(&self) -> Option<u32> {
        self.optional.then(|| self.count - 1)
    }

    /// Every cell of a value that is known.
    fn known(&self) -> Cells {
        match self.count - u32::from(self.optional) {
            0 => Cells::default(),
            cells => Cells::range(0, cells - 1),
        }
    }

    /// The cells whose values fulfil a test.
    pub fn cells(&self, test: &Test) -> Cells {
        let any_of = |atoms: &[Atom]| Cells::of(atoms.iter().flat_map(|it| self.atom(it).ranges().to_vec()).collect());
        match test {
            Test::Any => self.full(),
            Test::Missing => self.full().without(&self.known()),
            Test::Known => self.known(),
            Test::OneOf(atoms) => any_of(atoms),
            Test::NotOneOf(atoms) => self.known().without(&any_of(atoms)),
        }
    }

    fn atom(&self, atom: &Atom) -> Cells {
        match (&self.shape, atom) {
            (Shape::Ordered { starts, end }, _) => {
                let (low, high) = span(&self.domain, atom);
                let (low, high) = (low.max(starts[0]), high.min(*end));
                let place = |point: i128| starts.partition_point(|it| *it <= point).saturating_sub(1) as u32;
                if low > high { Cells::default() } else { Cells::range(place(low), place(high)) }
            }
            (Shape::Listed, Atom::Is(value)) => match (&self.domain, value) {
                (Domain::Unit(units), Value::Word(name)) => {
                    units.range(name).map_or_else(Cells::default, |it| Cells::range(it.0, it.1))
                }
                _ => self.listed(value).map_or_else(Cells::default, |it| Cells::range(it, it)),
            },
            (Shape::Listed, Atom::Between(low, high)) => {
                let low = low.as_ref().and_then(|it| Some(self.listed(&it.value)? + u32::from(!it.within)));
                let high =
                    high.as_ref().map(|it| self.listed(&it.value).and_then(|at| at.checked_sub(u32::from(!it.within))));
                let last = self.known().last();
                match high {
                    Some(None) => Cells::default(),
                    other => Cells::range(low.unwrap_or(0), other.flatten().unwrap_or(last)),
                }
            }
            (Shape::Sets { of, spoken, .. }, atom) => {
                let Domain::Set(values) = &self.domain else { return Cells::default() };
                let hold = |mask: usize| holds(atom, values, spoken, mask as u32);
                Cells::of((0..of.len()).filter(|it| hold(*it)).map(|it| (of[it], of[it])).collect())
            }
            (Shape::Listed, Atom::Holds(..)) => Cells::default(),
        }
    }

    /// Place of a value in its list.
    fn listed(&self, value: &Value) -> Option<u32> {
        match (&self.domain, value) {
            (Domain::Choice(values), Value::Word(word)) => values.iter().position(|it| it == word).map(|it| it as u32),
            (Domain::Flag, Value::Flag(it)) => Some(u32::from(*it)),
            (Domain::Unit(units), Value::Word(name)) => units.range(name).map(|it| it.0),
            _ => None,
        }
    }

    /// The cell in which a value lies.
    pub fn place(&self, value: &Value) -> Result<u32, Problem> {
        let wrong = || crate::cell::value(&self.domain, &value.bare()).err().unwrap_or_else(|| self.strange(value));
        if let (Value::Missing, Some(cell)) = (value, self.missing()) {
            return Ok(cell);
        }
        match &self.shape {
            Shape::Listed => self.listed(value).ok_or_else(wrong),
            Shape::Ordered { starts, end } => {
                let point = point(&self.domain, value).filter(|it| starts[0] <= *it && it <= end).ok_or_else(wrong)?;
                Ok((starts.partition_point(|it| *it <= point) - 1) as u32)
            }
            Shape::Sets { spoken, of, .. } => {
                let (Domain::Set(values), Value::Set(words)) = (&self.domain, value) else { return Err(wrong()) };
                if !words.iter().all(|it| values.contains(it)) {
                    return Err(wrong());
                }
                let bits = spoken.iter().enumerate().filter(|it| words.contains(&values[*it.1]));
                Ok(of[bits.map(|it| 1 << it.0).sum::<usize>()])
            }
        }
    }

    /// The least and the most number of these cells, of an axis of numbers.
    pub fn between(&self, cells: &Cells) -> Option<(Number, Number)> {
        let (Shape::Ordered { starts, end }, Domain::Number { whole, .. }) = (&self.shape, &self.domain) else {
            return None;
        };
        let known = cells.and(&self.known());
        let step = if *whole { ONE } else { 1 };
        let (first, last) =
            (*starts.get(known.first() as usize)?, starts.get(known.last() as usize + 1).map_or(*end, |it| it - 1));
        (!known.is_empty()).then(|| (Number(first.saturating_mul(step)), Number(last.saturating_mul(step))))
    }

    fn strange(&self, value: &Value) -> Problem {
        Problem::new(match value {
            Value::Missing => "`missing` is no value of an input that must be known".to_owned(),
            other => format!("`{}` is a value of another type", crate::problem::short(&other.bare())),
        })
    }
}

/// The cells between all ends of all tests.
fn ordered(domain: &Domain, tests: &[&Test]) -> (Shape, usize) {
    let (least, end) = ends(domain);
    let mut starts = BTreeSet::from([least]);
    for test in tests {
        let (Test::OneOf(atoms) | Test::NotOneOf(atoms)) = test else { continue };
        for atom in atoms {
            let (low, high) = span(domain, atom);
            starts.extend([low, high.saturating_add(1)].into_iter().filter(|it| least < *it && *it <= end));
        }
    }
    let starts: Vec<i128> = starts.into_iter().collect();
    let count = starts.len();
    (Shape::Ordered { starts, end }, count)
}

/// The cells of a set: combinations of values that all tests judge alike.
fn sets(values: &[String], tests: &[&Test]) -> (Shape, usize) {
    let atoms: BTreeSet<&Atom> = tests
        .iter()
        .filter_map(|it| if let Test::OneOf(atoms) | Test::NotOneOf(atoms) = it { Some(atoms) } else { None })
        .flatten()
        .collect();
    let named = |it: &&Atom| if let Atom::Holds(_, words) = it { words.clone() } else { Vec::new() };
    let named: BTreeSet<String> = atoms.iter().flat_map(named).collect();
    let spoken: Vec<usize> = (0..values.len()).filter(|it| named.contains(&values[*it])).take(SET_VALUES).collect();
    let (mut of, mut smallest) = (Vec::new(), Vec::new());
    let mut seen: HashMap<Vec<bool>, u32> = HashMap::new();
    for mask in 0..1u32 << spoken.len() {
        let judged = atoms.iter().map(|it| holds(it, values, &spoken, mask)).collect();
        let cell = *seen.entry(judged).or_insert_with(|| {
            smallest.push(mask);
            smallest.len() as u32 - 1
        });
        of.push(cell);
    }
    let count = smallest.len();
    (Shape::Sets { spoken, of, smallest }, count)
}

/// Whether a combination of the values that are spoken of fulfils a test.
fn holds(atom: &Atom, values: &[String], spoken: &[usize], mask: u32) -> bool {
    let Atom::Holds(how, words) = atom else { return false };
    let has = |word: &String| spoken.iter().position(|it| &values[*it] == word).is_some_and(|it| mask >> it & 1 == 1);
    match how {
        Holding::AnyOf => words.iter().any(has),
        Holding::AllOf => words.iter().all(has),
        Holding::NoneOf => !words.iter().any(has),
    }
}

/// Days since 1970-01-01.
pub(crate) fn day(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// The steps between which a domain lies.
fn ends(domain: &Domain) -> (i128, i128) {
    match domain {
        Domain::Number { whole, least, most } => {
            let step = if *whole { ONE } else { 1 };
            let (low, high) = (least.map_or(Number::ENDS.0, |it| it.0), most.map_or(Number::ENDS.1, |it| it.0));
            (ceil(low, step), high.div_euclid(step))
        }
        Domain::Date { least, most } => {
            (i128::from(day(least.unwrap_or(Date::MIN))), i128::from(day(most.unwrap_or(Date::MAX))))
        }
        _ => (0, 0),
    }
}

fn ceil(value: i128, step: i128) -> i128 {
    -(-value).div_euclid(step)
}

/// The step at which a value stands, where it stands on one.
fn point(domain: &Domain, value: &Value) -> Option<i128> {
    match (domain, value) {
        (Domain::Number { whole: true, .. }, Value::Number(it)) => it.is_whole().then_some(it.0 / ONE),
        (Domain::Number { .. }, Value::Number(it)) => Some(it.0),
        (Domain::Date { .. }, Value::Date(it)) => Some(i128::from(day(*it))),
        _ => None,
    }
}

/// The first and the last step that a test allows.
fn span(domain: &Domain, atom: &Atom) -> (i128, i128) {
    let (least, most) = ends(domain);
    let step = if matches!(domain, Domain::Number { whole: true, .. }) { ONE } else { 1 };
    let raw = |value: &Value| match value {
        Value::Number(it) => it.0,
        Value::Date(it) => i128::from(day(*it)),
        _ => 0,
    };
    let low = |value: &Value, within: bool| match within {
        true => ceil(raw(value), step),
        false => raw(value).div_euclid(step) + 1,
    };
    let high = |value: &Value, within: bool| match within {
        true => raw(value).div_euclid(step),
        false => ceil(raw(value), step) - 1,
    };
    match atom {
        Atom::Is(it) => (low(it, true), high(it, true)),
        Atom::Between(from, to) => (
            from.as_ref().map_or(least, |it| low(&it.value, it.within)),
            to.as_ref().map_or(most, |it| high(&it.value, it.within)),
        ),
        Atom::Holds(..) => (least, most),
    }
}
