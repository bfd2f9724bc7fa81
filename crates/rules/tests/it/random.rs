//! Random small tables, in a form that a test can evaluate by itself without reading a cell.

use rules::{Case, Value};

/// Chance with a seed: SplitMix64 (Steele, Lea and Flood 2014).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A sort of input with few values, all of which are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// 0 to 4.
    Number,
    /// a, b, c.
    Choice,
    Flag,
    /// Combinations of x and y.
    Set,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub name: &'static str,
    pub sort: Sort,
    pub optional: bool,
    pub harm: Option<bool>,
}

const LETTERS: [&str; 3] = ["a", "b", "c"];
const SETS: [&[&str]; 4] = [&[], &["x"], &["y"], &["x", "y"]];

impl Column {
    /// How many values it has; the missing one comes last.
    pub fn count(&self) -> usize {
        let known = match self.sort {
            Sort::Number => 5,
            Sort::Choice => 3,
            Sort::Flag => 2,
            Sort::Set => 4,
        };
        known + usize::from(self.optional)
    }

    pub fn value(&self, at: usize) -> Value {
        if self.optional && at + 1 == self.count() {
            return Value::Missing;
        }
        match self.sort {
            Sort::Number => Value::whole(at as i64),
            Sort::Choice => Value::word(LETTERS[at]),
            Sort::Flag => Value::Flag(at == 1),
            Sort::Set => Value::Set(SETS[at].iter().map(|it| (*it).to_owned()).collect()),
        }
    }

    fn toml(&self) -> String {
        let sort = match self.sort {
            Sort::Number => "\"number\"\nwhole = true\nleast = 0\nmost = 4",
            Sort::Choice => "\"choice\"\nvalues = [\"a\", \"b\", \"c\"]",
            Sort::Flag => "\"flag\"",
            Sort::Set => "\"set\"\nvalues = [\"x\", \"y\"]",
        };
        let optional = if self.optional { "optional = true\n" } else { "" };
        let harm = self.harm.map_or("", |it| if it { "harm = \"more\"\n" } else { "harm = \"less\"\n" });
        format!("[[input]]\nname = \"{}\"\ntype = {sort}\n{optional}{harm}", self.name)
    }

    /// A random cell: its text, and for each value whether it holds.
    pub fn cell(&self, chance: &mut Chance) -> (String, Vec<bool>) {
        loop {
            let known = self.count() - usize::from(self.optional);
            let mut holds = vec![true; self.count()];
            let text = match chance.below(8) {
                0 | 1 => return ("-".to_owned(), holds),
                2 if self.optional => {
                    holds[..known].fill(false);
                    return ("missing".to_owned(), holds);
                }
                3 if self.optional => {
                    holds[known] = false;
                    return ("not(missing)".to_owned(), holds);
                }
                how => self.asked(chance, how, &mut holds[..known]),
            };
            if self.optional {
                holds[known] = false;
            }
            if holds.iter().any(|it| *it) {
                return (text, holds);
            }
        }
    }

    fn asked(&self, chance: &mut Chance, how: usize, holds: &mut [bool]) -> String {
        let mut keep = |test: &dyn Fn(usize) -> bool| holds.iter_mut().enumerate().for_each(|(at, it)| *it = test(at));
        let count = self.count() - usize::from(self.optional);
        let (a, b) = (chance.below(count), chance.below(count));
        let name = |at: usize| match self.sort {
            Sort::Choice => format!("\"{}\"", LETTERS[at]),
            _ => self.value(at).bare(),
        };
        match (self.sort, how) {
            (Sort::Set, _) => {
                let word = ["x", "y"][a % 2];
                let has = |at: usize, word: &str| SETS[at].contains(&word);
                match how {
                    2 | 3 => (keep(&|at| has(at, word)), format!("contains(\"{word}\")")).1,
                    4 => (keep(&|at| at != 0), "any of (\"x\", \"y\")".to_owned()).1,
                    5 => (keep(&|at| at == 3), "all of (\"x\", \"y\")".to_owned()).1,
                    6 => (keep(&|at| !has(at, word)), format!("none of (\"{word}\")")).1,
                    _ => (keep(&|at| at == 0), "not(any of (\"x\", \"y\"))".to_owned()).1,
                }
            }
            (Sort::Number | Sort::Choice, 2) => (keep(&|at| at >= a), format!(">= {}", name(a))).1,
            (Sort::Number | Sort::Choice, 3) => (keep(&|at| at < a), format!("< {}", name(a))).1,
            (Sort::Number | Sort::Choice, 4 | 5) => {
                let (low, high) = (a.min(b), a.max(b));
                let (open, close) = (chance.one_in(2), chance.one_in(2));
                keep(&|at| (at > low || !open && at == low) && (at < high || !close && at == high));
                let (left, right) = (if open { ']' } else { '[' }, if close { ')' } else { ']' });
                format!("{left}{}..{}{right}", name(low), name(high))
            }
            (_, 6) => (keep(&|at| at != a && at != b), format!("not({}, {})", name(a), name(b))).1,
            _ => (keep(&|at| at == a || at == b), format!("{}, {}", name(a), name(b))).1,
        }
    }
}

/// A table that the test can evaluate.
#[derive(Debug, Clone)]
pub struct Plain {
    pub name: String,
    pub policy: &'static str,
    pub columns: Vec<Column>,
    /// For each row and column the values for which the cell holds.
    pub holds: Vec<Vec<Vec<bool>>>,
    pub texts: Vec<Vec<String>>,
    /// For each row the place of its outcome in the list.
    pub outcomes: Vec<usize>,
    pub partial: bool,
}

/// Outcomes of the output `o`, from the highest priority.
pub const OUTCOMES: [&str; 3] = ["p", "q", "r"];

const COLUMNS: [&str; 3] = ["k", "m", "n"];

/// Columns for one table or several.
pub fn columns(chance: &mut Chance) -> Vec<Column> {
    let sort = |chance: &mut Chance| [Sort::Number, Sort::Choice, Sort::Flag, Sort::Set][chance.below(4)];
    let column = |name: &&'static str, chance: &mut Chance| {
        let sort = sort(chance);
        let harm = (sort != Sort::Set && chance.one_in(2)).then(|| chance.one_in(2));
        Column { name, sort, optional: chance.one_in(5), harm }
    };
    let count = 1 + chance.below(3);
    COLUMNS.iter().take(count).map(|it| column(it, chance)).collect()
}

pub fn table(name: &str, policy: &'static str, columns: Vec<Column>, most: usize, chance: &mut Chance) -> Plain {
    let rows = 1 + chance.below(most);
    let cells: Vec<Vec<(String, Vec<bool>)>> =
        (0..rows).map(|_| columns.iter().map(|it| it.cell(chance)).collect()).collect();
    Plain {
        name: name.to_owned(),
        policy,
        holds: cells.iter().map(|row| row.iter().map(|it| it.1.clone()).collect()).collect(),
        texts: cells.into_iter().map(|row| row.into_iter().map(|it| it.0).collect()).collect(),
        outcomes: (0..rows).map(|_| chance.below(3)).collect(),
        columns,
        partial: false,
    }
}

impl Plain {
    pub fn toml(&self) -> String {
        let mut text = format!("table = \"{}\"\npolicy = \"{}\"\npartial = {}\n", self.name, self.policy, self.partial);
        self.columns.iter().for_each(|it| text.push_str(&it.toml()));
        text.push_str("[[output]]\nname = \"o\"\ntype = \"choice\"\nvalues = [\"p\", \"q\", \"r\"]\nharm = \"less\"\n");
        for (row, cells) in self.texts.iter().enumerate() {
            text.push_str(&format!("[[row]]\nid = \"{row}\"\n"));
            for (column, cell) in self.columns.iter().zip(cells) {
                text.push_str(&format!("when.{} = '{cell}'\n", column.name));
            }
            text.push_str(&format!("then.o = \"{}\"\n", OUTCOMES[self.outcomes[row]]));
        }
        text
    }

    /// Every case, as places of values.
    pub fn cases(&self) -> Vec<Vec<usize>> {
        let mut cases = vec![Vec::new()];
        for column in &self.columns {
            cases = cases
                .iter()
                .flat_map(|it| (0..column.count()).map(move |at| [it.as_slice(), &[at]].concat()))
                .collect();
        }
        cases
    }

    pub fn case(&self, at: &[usize]) -> Case {
        self.columns.iter().zip(at).fold(Case::default(), |case, (it, at)| case.with(it.name, it.value(*at)))
    }

    pub fn hits(&self, at: &[usize]) -> Vec<usize> {
        let hit = |row: &usize| self.holds[*row].iter().zip(at).all(|(cell, at)| cell[*at]);
        (0..self.holds.len()).filter(hit).collect()
    }

    /// The row that wins and what follows: `Ok(None)` for nothing, `Err` for a contradiction.
    pub fn winner(&self, at: &[usize]) -> Result<Option<usize>, Vec<usize>> {
        let hits = self.hits(at);
        match self.policy {
            "unique" if hits.len() > 1 => Err(hits),
            "any" if hits.iter().any(|it| self.outcomes[*it] != self.outcomes[hits[0]]) => Err(hits),
            "priority" => Ok(hits.iter().copied().min_by_key(|it| (self.outcomes[*it], *it))),
            _ => Ok(hits.first().copied()),
        }
    }
}
