//! What a rule has counted so far: mergeable over batches, files and threads in the order of the data.

use super::hash::{Counts, of_rows};
use super::rows::{Answer, number, several, single};
use super::rule::Rule;
use super::when::{columns, rows};
use crate::column::{Batch, Column, Values};
use crate::select::rows_of;
use crate::spelling::text;
use crate::summary::ColumnSummary;

/// Rows that are shown as examples.
const EXAMPLES: usize = 20;

/// The count of one rule.
#[derive(Debug, Clone)]
pub struct Tally {
    pub(super) rows: u64,
    /// Rows that meet the conditions of the rule.
    pub(super) kept: u64,
    pub(super) asked: u64,
    pub(super) broken: u64,
    pub(super) examples: Vec<(u64, String)>,
    pub(super) state: State,
    pub(super) unfit: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) enum State {
    /// Decided row by row.
    Rows,
    /// How often each value or row stands; decided at the end.
    Seen(Counts),
    /// The first and last value, to compare with neighbours in other batches.
    Order { first: Option<Neighbour>, last: Option<Neighbour> },
    /// A summary of the column; decided at the end.
    Summary(Box<ColumnSummary>),
    /// Numbers far from the mean can only be told when the mean is known.
    Far { summary: Box<ColumnSummary> },
}

/// A value that is compared with its neighbour.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub(super) enum Neighbour {
    Number(f64),
    Words(String),
}

impl Tally {
    /// Nothing counted.
    pub fn new(rule: &Rule) -> Tally {
        let summary = || Box::new(ColumnSummary::new(rule.file.column.as_deref().unwrap_or("")));
        let state = match rule.check() {
            "unique" | "unique_together" | "distinct" | "distinct_share" => State::Seen(Counts::default()),
            "increasing" | "decreasing" => State::Order { first: None, last: None },
            "z_score" => State::Far { summary: summary() },
            "minimum" | "maximum" | "mean" | "median" | "deviation" | "sum" | "quantile" | "missing_share"
            | "only_values" | "all_values" | "exactly_values" | "commonest" | "constant" | "freshness" | "sort" => {
                State::Summary(summary())
            }
            _ => State::Rows,
        };
        Tally { rows: 0, kept: 0, asked: 0, broken: 0, examples: Vec::new(), state, unfit: None }
    }

    /// Counts a batch that has at least the columns of the rule.
    pub fn add(&mut self, rule: &Rule, batch: &Batch<'_>) {
        let before = self.rows;
        self.rows += batch.rows() as u64;
        if self.unfit.is_none() {
            self.unfit = self.part(rule, batch, before).err();
        }
    }

    /// Counts those rows of a batch of which the rule speaks.
    fn part(&mut self, rule: &Rule, batch: &Batch<'_>, before: u64) -> Result<(), String> {
        let (columns, rows) = (columns(rule, batch)?, rows(rule, batch)?);
        let Some(rows) = rows else {
            self.kept += batch.rows() as u64;
            return self.take(rule, &columns, &|row| before + row as u64);
        };
        self.kept += rows.len() as u64;
        let own: Vec<_> = columns.iter().map(|it| rows_of(it, &rows)).collect();
        let lent: Vec<Column<'_>> = own.iter().zip(&columns).map(|(own, it)| own.lend(it.name)).collect();
        self.take(rule, &lent.iter().collect::<Vec<_>>(), &|row| before + rows[row] as u64)
    }

    /// Counts columns whose rows stand at `place` in the data.
    fn take(&mut self, rule: &Rule, columns: &[&Column<'_>], place: &dyn Fn(usize) -> u64) -> Result<(), String> {
        if columns.is_empty() {
            return Ok(());
        }
        match &mut self.state {
            State::Summary(summary) | State::Far { summary } => {
                summary.add(columns[0]);
                Ok(())
            }
            State::Seen(seen) => {
                let skip = |row: usize| columns.iter().all(|it| !super::rows::has_value(it, row));
                let hashes = of_rows(columns).into_iter().enumerate().filter(|(row, _)| !skip(*row));
                hashes.for_each(|(_, hash)| *seen.entry(hash).or_default() += 1);
                Ok(())
            }
            State::Order { .. } => {
                self.order(rule, columns[0], place);
                Ok(())
            }
            State::Rows => self.by_row(rule, columns, place),
        }
    }

    fn by_row(&mut self, rule: &Rule, columns: &[&Column<'_>], place: &dyn Fn(usize) -> u64) -> Result<(), String> {
        let (mut asked, mut broken, mut examples) = (0, 0, Vec::new());
        let room = EXAMPLES.saturating_sub(self.examples.len());
        let take = |row: usize, answer: Answer| {
            asked += u64::from(answer.is_some());
            if answer == Some(false) {
                broken += 1;
                if examples.len() < room {
                    examples.push(row);
                }
            }
        };
        match columns {
            [column] if rule.file.columns.is_empty() => single(rule, column, take)?,
            columns => several(rule, columns, take)?,
        }
        self.asked += asked;
        self.broken += broken;
        let shown = |row: &usize| columns.iter().map(|it| show(it, *row)).collect::<Vec<_>>().join(", ");
        self.examples.extend(examples.iter().map(|row| (place(*row), shown(row))));
        Ok(())
    }

    fn order(&mut self, rule: &Rule, column: &Column<'_>, place: &dyn Fn(usize) -> u64) {
        let State::Order { mut first, mut last } = std::mem::replace(&mut self.state, State::Rows) else { return };
        for row in (0..column.len()).filter(|&row| super::rows::has_value(column, row)) {
            let now = neighbour(column, row);
            self.asked += 1;
            if last.as_ref().is_some_and(|last| !in_order(rule, last, &now)) {
                self.broken += 1;
                if self.examples.len() < EXAMPLES {
                    self.examples.push((place(row), text(column, row)));
                }
            }
            if first.is_none() {
                first = Some(now.clone());
            }
            last = Some(now);
        }
        self.state = State::Order { first, last };
    }

    /// Adds what was counted in later rows.
    pub fn merge(&mut self, rule: &Rule, other: Tally) {
        let room = EXAMPLES.saturating_sub(self.examples.len());
        let moved = other.examples.into_iter().take(room).map(|(row, value)| (row + self.rows, value));
        self.examples.extend(moved);
        self.rows += other.rows;
        self.kept += other.kept;
        self.asked += other.asked;
        self.broken += other.broken;
        self.unfit = self.unfit.take().or(other.unfit);
        match (&mut self.state, other.state) {
            (State::Seen(own), State::Seen(more)) => {
                more.into_iter().for_each(|(hash, count)| *own.entry(hash).or_default() += count);
            }
            (State::Summary(own), State::Summary(more))
            | (State::Far { summary: own }, State::Far { summary: more }) => {
                own.merge(*more);
            }
            (State::Order { first, last }, State::Order { first: next, last: end }) => {
                if let (Some(last), Some(next)) = (&last, &next) {
                    self.broken += u64::from(!in_order(rule, last, next));
                }
                *first = first.take().or(next);
                *last = end.or_else(|| last.take());
            }
            _ => {}
        }
    }
}

fn show(column: &Column<'_>, row: usize) -> String {
    if column.is_valid(row) { text(column, row) } else { "no value".to_owned() }
}

fn neighbour(column: &Column<'_>, row: usize) -> Neighbour {
    match (column.values, number(column, row)) {
        (Values::Coded { .. }, _) | (_, None) => Neighbour::Words(text(column, row)),
        (_, Some(number)) => Neighbour::Number(number),
    }
}

fn in_order(rule: &Rule, before: &Neighbour, after: &Neighbour) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let wanted = if rule.check() == "increasing" { Less } else { Greater };
    let found = before.partial_cmp(after);
    found == Some(wanted) || (!rule.file.strict && found == Some(Equal))
}
