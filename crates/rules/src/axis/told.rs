//! Cells told again: a value that lies in one, and the test that covers several.

use super::{Atom, Axis, Cells, Domain, Holding, Number, ONE, Shape, Test, Value, quoted};

/// Values of a set of which questions are tried.
const SPOKEN: usize = 6;

impl Axis {
    /// A value of a cell, as round as it can be.
    pub fn sample(&self, cell: u32) -> Value {
        if self.missing() == Some(cell) {
            return Value::Missing;
        }
        match (&self.domain, &self.shape) {
            (Domain::Choice(values), _) => Value::word(values[cell as usize].clone()),
            (Domain::Unit(units), _) => Value::word(units.names()[cell as usize].clone()),
            (Domain::Set(values), Shape::Sets { spoken, smallest, .. }) => {
                let mask = smallest[cell as usize];
                let held = spoken.iter().enumerate().filter(|it| mask >> it.0 & 1 == 1);
                Value::Set(held.map(|it| values[*it.1].clone()).collect())
            }
            (_, Shape::Ordered { starts, end }) => {
                let low = starts[cell as usize];
                let high = starts.get(cell as usize + 1).map_or(*end, |it| it - 1);
                self.at(self.roundest(low, high, cell == 0))
            }
            _ => Value::Flag(cell == 1),
        }
    }

    /// A step between two others, as round as it can be; the first cell may reach down for ever, so its end is shown.
    fn roundest(&self, low: i128, high: i128, first: bool) -> i128 {
        let step = match &self.domain {
            Domain::Number { whole: false, .. } => ONE,
            _ => 1,
        };
        let bounded = match &self.domain {
            Domain::Number { least, .. } => least.is_some(),
            Domain::Date { least, .. } => least.is_some(),
            _ => true,
        };
        if first && !bounded {
            // Nought, or today's century, where they lie in the cell: nobody wants to read the least number there is.
            let usual = if let Domain::Date { .. } = self.domain { 20_454 } else { 0 };
            return if usual <= high { usual.max(low) } else { high.div_euclid(step).saturating_mul(step).max(low) };
        }
        let mut step = step;
        loop {
            let round = super::ceil(low, step) * step;
            if round <= high || step == 1 {
                return round.min(high);
            }
            step /= 10;
        }
    }

    /// The value of a step.
    fn at(&self, point: i128) -> Value {
        match &self.domain {
            Domain::Number { whole: true, .. } => Value::Number(Number(point * ONE)),
            Domain::Date { .. } => {
                let days = jiff::Span::new().try_days(point as i64);
                let date = days.and_then(|it| jiff::civil::Date::constant(1970, 1, 1).checked_add(it));
                Value::Date(date.unwrap_or(jiff::civil::Date::MAX))
            }
            _ => Value::Number(Number(point)),
        }
    }

    /// The test that covers these cells, in the spelling of cells.
    pub fn told(&self, cells: &Cells) -> String {
        if *cells == self.full() {
            return "-".to_owned();
        }
        let known = cells.and(&self.known());
        let missing = cells.without(&known);
        let mut parts: Vec<String> = match &self.shape {
            _ if known == self.known() && !known.is_empty() => return "not(missing)".to_owned(),
            Shape::Ordered { starts, end } => {
                known.ranges().iter().map(|it| self.interval(starts, *end, *it)).collect()
            }
            Shape::Listed => known.iter().map(|it| self.sample(it).to_string()).collect(),
            Shape::Sets { spoken, .. } => match self.question(&known, spoken) {
                Some(question) => vec![question],
                None => known.iter().map(|it| format!("such as {}", self.sample(it))).collect(),
            },
        };
        if let (Domain::Choice(values), true) = (&self.domain, parts.len() * 2 > self.count as usize && parts.len() > 3)
        {
            let others = values.iter().enumerate().filter(|it| !known.iter().any(|cell| cell as usize == it.0));
            parts = vec![format!("not({})", others.map(|it| quoted(it.1)).collect::<Vec<_>>().join(", "))];
        }
        parts.extend((!missing.is_empty()).then(|| "missing".to_owned()));
        parts.join(", ")
    }

    /// The one question to a set that covers exactly these cells, where there is one.
    fn question(&self, cells: &Cells, spoken: &[usize]) -> Option<String> {
        let Domain::Set(values) = &self.domain else { return None };
        // Beyond, nobody would read the question.
        let few = spoken.len().min(SPOKEN);
        let words =
            |mask: usize| (0..few).filter(|it| mask >> it & 1 == 1).map(|it| values[spoken[it]].clone()).collect();
        let questions = (1..1usize << few).flat_map(|mask| Holding::ALL.iter().map(move |it| (it.1, mask)));
        let mut tests = questions.map(|(how, mask)| Test::OneOf(vec![Atom::Holds(how, words(mask))]));
        tests.find(|it| self.cells(it) == *cells).map(|it| it.to_string())
    }

    fn interval(&self, starts: &[i128], end: i128, (low, high): (u32, u32)) -> String {
        let from = starts[low as usize];
        let to = starts.get(high as usize + 1).map_or(end, |it| it - 1);
        let (first, last) = (low == 0, high as usize + 1 == starts.len());
        let (low_open, from) = self.rounder(from, from - 1);
        let (high_open, to) = self.rounder(to, to + 1);
        match (first, last) {
            (true, false) => format!("{} {to}", if high_open { "<" } else { "<=" }),
            (false, true) => format!("{} {from}", if low_open { ">" } else { ">=" }),
            _ if from == to && !low_open && !high_open => from.to_string(),
            _ => format!("{}{from}..{to}{}", if low_open { ']' } else { '[' }, if high_open { '[' } else { ']' }),
        }
    }

    /// Of the last step within and the first one outside the rounder, and whether it is the one outside.
    fn rounder(&self, within: i128, outside: i128) -> (bool, Value) {
        let decimals = |it: i128| (0..9).find(|power| it % 10_i128.pow(9 - power) == 0).unwrap_or(9);
        let fraction = matches!(self.domain, Domain::Number { whole: false, .. });
        match fraction && decimals(outside) < decimals(within) {
            true => (true, self.at(outside)),
            false => (false, self.at(within)),
        }
    }
}
