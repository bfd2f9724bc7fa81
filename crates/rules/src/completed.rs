//! What all completions of a case agree on where inputs are not known, or the inputs on which it depends.
//!
//! The inputs are set one after the other, and two ways that leave the same rows open and have settled the same are one way. So the ways make
//! a decision diagram in its reduced form (Bryant 1986): there is one of it for an outcome, and it asks for an input exactly where the
//! outcome depends on it. Its size follows from how rows hang together, not from how many completions there are.

use std::collections::{BTreeSet, HashMap};

use crate::evaluate::{Outcome, Verdict, hits};
use crate::model::{Collect, Policy, Table};
use crate::number::Number;
use crate::value::Value;

/// Cells that are looked at, at most; beyond, an answer that may depend on all that is not known is not given. No table with fewer
/// completions than half of it comes that far.
const LOOKED_AT: usize = 1 << 18;

/// What the rows that hit for sure have settled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Settled {
    /// The rows, in order, where the outcome hangs on all of them.
    Rows(Vec<usize>),
    /// The first row that says what wins so far.
    Won(Option<usize>),
    /// What they make together, for each output; nothing while none hits.
    Made(Option<Vec<Option<i128>>>),
}

/// An outcome as it hangs on what is not known.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Follows {
    /// It is this.
    Always(Verdict),
    /// It is one of these, by the cells of an input.
    Asks(usize, Vec<usize>),
}

/// An input that is not known.
struct Unknown {
    axis: usize,
    /// One cell for each way in which the rows judge it.
    cells: Vec<u32>,
    /// Rows that ask nothing of it and of all inputs behind it.
    silent: Vec<u64>,
}

/// The ways through the inputs that are not known.
struct Ways<'a> {
    table: &'a Table,
    unknown: Vec<Unknown>,
    /// The first row with the same outcome, for each row.
    alike: Vec<usize>,
    /// In which place a row wins.
    rank: Vec<usize>,
    seen: HashMap<(usize, Settled, Vec<u64>), usize>,
    known: HashMap<Follows, usize>,
    /// The places of inputs on which the outcome depends.
    asked: BTreeSet<usize>,
    looked_at: usize,
}

impl Table {
    /// What all completions of a case agree on, or the inputs on which it depends.
    pub(crate) fn completed(&self, active: &[u64], unknown: &[usize]) -> Outcome {
        let may = hits(active);
        let open = |axis: &usize| may.iter().any(|row| !self.silent(*row, *axis));
        let unknown: Vec<usize> = unknown.iter().copied().filter(open).collect();
        if unknown.is_empty() {
            return self.judged(may);
        }
        let mut ways = Ways::new(self, &unknown, active, &may);
        let root = ways.follow(0, ways.nothing(), active.to_vec());
        let always = root.and_then(|root| ways.known.iter().find(|it| *it.1 == root));
        if let Some((Follows::Always(verdict), _)) = always {
            let silent = |row: &usize| unknown.iter().all(|axis| self.silent(*row, *axis));
            let ever = |row: &usize| unknown.iter().all(|axis| !self.engine.regions[*row][*axis].is_empty());
            let sure: Vec<usize> = may.iter().copied().filter(silent).collect();
            let verdict = self.judge_again(verdict, &sure, &may);
            let hits = if may.iter().filter(|it| ever(it)).count() == sure.len() { sure } else { may };
            return Outcome { verdict, hits };
        }
        let all = || (0..ways.unknown.len()).collect();
        let asked: BTreeSet<usize> = if root.is_some() { ways.asked.clone() } else { all() };
        let mut axes: Vec<usize> = asked.into_iter().map(|it| ways.unknown[it].axis).collect();
        axes.sort_unstable();
        let needs = axes.into_iter().map(|it| self.inputs[it].name.clone()).collect();
        Outcome { verdict: Verdict::Undecided { needs }, hits: may }
    }

    /// Whether a row asks nothing of an input.
    fn silent(&self, row: usize, axis: usize) -> bool {
        self.engine.regions[row][axis] == self.engine.space.axes[axis].full()
    }

    /// The row behind a verdict on which all completions agree: the first that says it and surely hits, or else may hit.
    fn judge_again(&self, verdict: &Verdict, sure: &[usize], may: &[usize]) -> Verdict {
        let Verdict::Decided { values, .. } = verdict else { return verdict.clone() };
        let may = || sure.iter().chain(may);
        let says = |row: &&usize| self.rows[**row].then.iter().zip(values).all(|(said, it)| *said == it.1);
        let row = may().find(says).or(may().next()).copied().unwrap_or(0);
        Verdict::Decided { row, values: values.clone() }
    }

    /// One cell for each way in which the rows that are left judge an input.
    fn told_apart(&self, axis: usize, active: &[u64]) -> Vec<u32> {
        let mut seen = BTreeSet::new();
        let judged = |cell: u32| {
            let mut rows = active.to_vec();
            self.narrow(&mut rows, axis, cell);
            rows
        };
        (0..self.engine.space.axes[axis].count).filter(|cell| seen.insert(judged(*cell))).collect()
    }
}

impl<'a> Ways<'a> {
    /// The inputs of which most rows ask something come first.
    fn new(table: &'a Table, unknown: &[usize], active: &[u64], may: &[usize]) -> Ways<'a> {
        let asking = |axis: &usize| may.iter().filter(|row| !table.silent(**row, *axis)).count();
        let mut axes = unknown.to_vec();
        axes.sort_by_key(|it| std::cmp::Reverse(asking(it)));
        let silent = |from: usize| {
            let mut bits = vec![0; table.engine.words];
            let rows = may.iter().filter(|row| axes[from..].iter().all(|axis| table.silent(**row, *axis)));
            rows.for_each(|row| bits[row / 64] |= 1 << (row % 64));
            bits
        };
        let unknown = axes.iter().enumerate().map(|(place, axis)| Unknown {
            axis: *axis,
            cells: table.told_apart(*axis, active),
            silent: silent(place),
        });
        let unknown = unknown.collect();
        let mut first = HashMap::new();
        let alike = table.rows.iter().enumerate().map(|(at, row)| *first.entry(&row.then).or_insert(at)).collect();
        let mut rank = vec![0; table.rows.len()];
        table.engine.order.iter().enumerate().for_each(|(place, row)| rank[*row] = place);
        let (seen, known) = (HashMap::new(), HashMap::new());
        Ways { table, unknown, alike, rank, seen, known, asked: BTreeSet::new(), looked_at: 0 }
    }

    /// What is settled before any row hits.
    fn nothing(&self) -> Settled {
        match self.table.policy {
            Policy::First | Policy::Priority => Settled::Won(None),
            Policy::Unique | Policy::Any | Policy::Collect(Collect::List) => Settled::Rows(Vec::new()),
            Policy::Collect(_) => Settled::Made(None),
        }
    }

    /// What follows from some place of the inputs on, of these rows that are left; nothing where that takes too long.
    fn follow(&mut self, place: usize, settled: Settled, mut open: Vec<u64>) -> Option<usize> {
        let sure = self.take_sure(place, &mut open);
        let settled = self.settle(settled, &sure, &mut open);
        if open.iter().all(|it| *it == 0) {
            return Some(self.name(Follows::Always(self.verdict(&settled))));
        }
        let left = hits(&open);
        let asks = |it: &Unknown| left.iter().any(|row| !self.table.silent(*row, it.axis));
        // Every row that is left asks something of an input behind.
        let place = place + self.unknown[place..].iter().position(asks)?;
        let key = (place, settled, open);
        if let Some(known) = self.seen.get(&key) {
            return Some(*known);
        }
        let (mut alike, mut ways) = (HashMap::new(), Vec::with_capacity(self.unknown[place].cells.len()));
        for at in 0..self.unknown[place].cells.len() {
            let mut rows = key.2.clone();
            self.table.narrow(&mut rows, self.unknown[place].axis, self.unknown[place].cells[at]);
            self.looked_at += 1;
            if self.looked_at > LOOKED_AT {
                return None;
            }
            let way = match alike.get(&rows) {
                Some(way) => *way,
                None => self.follow(place + 1, key.1.clone(), rows.clone())?,
            };
            alike.insert(rows, way);
            ways.push(way);
        }
        let found = match ways.iter().all(|it| *it == ways[0]) {
            true => ways[0],
            false => {
                self.asked.insert(place);
                self.name(Follows::Asks(place, ways))
            }
        };
        self.seen.insert(key, found);
        Some(found)
    }

    fn name(&mut self, it: Follows) -> usize {
        let next = self.known.len();
        *self.known.entry(it).or_insert(next)
    }

    /// The rows that hit whatever the inputs from a place on are, which are taken from those that are left.
    fn take_sure(&self, place: usize, open: &mut [u64]) -> Vec<usize> {
        let sure: Vec<u64> = match self.unknown.get(place) {
            Some(it) => open.iter().zip(&it.silent).map(|(open, silent)| open & silent).collect(),
            None => open.to_vec(),
        };
        open.iter_mut().zip(&sure).for_each(|(open, sure)| *open &= !sure);
        hits(&sure)
    }

    /// What is settled with these rows too; rows that cannot change it any more are left out.
    fn settle(&self, settled: Settled, sure: &[usize], open: &mut [u64]) -> Settled {
        match settled {
            Settled::Rows(mut rows) => {
                rows.extend(sure);
                rows.sort_unstable();
                let one = |row: &usize| self.alike[*row] == self.alike[rows[0]];
                // Rows that all say the same never contradict each other, whichever of them hit.
                let any = self.table.policy == Policy::Any && !rows.is_empty();
                if any && rows.iter().chain(&hits(open)).all(one) {
                    open.fill(0);
                    rows = vec![self.alike[rows[0]]];
                }
                Settled::Rows(rows)
            }
            Settled::Won(before) => Settled::Won(self.win(before, sure, open)),
            Settled::Made(before) => {
                let made = sure.iter().fold(before, |all, row| Some(self.make(all, *row)));
                let moves = |row: &usize| made.is_none() || Some(self.make(made.clone(), *row)) != made;
                hits(open).into_iter().filter(|row| !moves(row)).for_each(|row| open[row / 64] &= !(1 << (row % 64)));
                Settled::Made(made)
            }
        }
    }

    /// The row that wins; what comes behind it is left out, and what says the same right before it.
    fn win(&self, before: Option<usize>, sure: &[usize], open: &mut [u64]) -> Option<usize> {
        let first = sure.iter().copied().min_by_key(|row| self.rank[*row]);
        // Whatever was left beside a row that wins wins over it.
        let won = first.or(before)?;
        let mut left = hits(open);
        left.sort_by_key(|row| self.rank[*row]);
        let behind = |row: &usize| first.is_some_and(|first| self.rank[first] < self.rank[*row]);
        while let Some(last) = left.pop_if(|row| behind(row) || self.alike[*row] == self.alike[won]) {
            open[last / 64] &= !(1 << (last % 64));
        }
        Some(self.alike[won])
    }

    /// What rows make together with one more: an addend, or one more that may be the least or the greatest.
    fn make(&self, before: Option<Vec<Option<i128>>>, row: usize) -> Vec<Option<i128>> {
        let Policy::Collect(how) = self.table.policy else { return Vec::new() };
        let before = before.unwrap_or_else(|| vec![None; self.table.outputs.len()]);
        let number = |it: &Value| if let Value::Number(it) = it { Some(it.0) } else { None };
        let said = self.table.rows[row].then.iter().map(number);
        let together = |(before, it): (Option<i128>, Option<i128>)| match how {
            Collect::Count => Some(before.unwrap_or(0) + 1),
            Collect::Sum => Some(before.unwrap_or(0) + it.unwrap_or(0)),
            Collect::Min => before.into_iter().chain(it).min(),
            _ => before.into_iter().chain(it).max(),
        };
        before.into_iter().zip(said).map(together).collect()
    }

    /// The verdict of what is settled, without the row that it comes from, since ways may agree by different rows.
    fn verdict(&self, settled: &Settled) -> Verdict {
        let said = |rows: &[usize]| match self.table.judge(rows) {
            Verdict::Decided { values, .. } => Verdict::Decided { row: 0, values },
            other => other,
        };
        match settled {
            Settled::Rows(rows) => said(rows),
            Settled::Won(row) => said(row.as_slice()),
            Settled::Made(None) => Verdict::Nothing,
            Settled::Made(Some(made)) => {
                let counts = self.table.policy == Policy::Collect(Collect::Count);
                let value = |it: &Option<i128>| match it {
                    Some(it) if counts => Value::whole(*it as i64),
                    Some(it) => Value::Number(Number(*it)),
                    None => Value::Missing,
                };
                let values = self.table.outputs.iter().zip(made).map(|(output, it)| (output.name.clone(), value(it)));
                Verdict::Decided { row: 0, values: values.collect() }
            }
        }
    }
}
