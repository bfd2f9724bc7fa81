//! The heads of the columns of a grid.

use super::{ANNOTATIONS, BTreeMap, Clock, Draft, DraftInput, DraftOutput, DraftRow, Harm, Problem, listed, short};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Input,
    Output,
    Annotation,
    /// Nothing: a column without a head.
    Blank,
}

/// Words of the first head.
const SORTS: &[(&str, Sort)] = &[("input", Sort::Input), ("output", Sort::Output), ("annotation", Sort::Annotation)];

/// The heads of the columns behind the first.
pub(super) struct Heads {
    columns: Vec<Column>,
}

struct Column {
    sort: Sort,
    name: String,
    type_of: String,
    values: String,
    details: String,
    words: String,
}

impl Heads {
    pub fn of(heads: &BTreeMap<&str, &[String]>) -> Result<Heads, Problem> {
        let missing = ["column", "name", "type"].into_iter().find(|it| !heads.contains_key(it));
        if let Some(it) = missing {
            return Err(Problem::new(format!("the row `{it}` is missing; it heads the columns of the table")));
        }
        let width = heads.values().map(|it| it.len()).max().unwrap_or(0);
        let cell = |head: &str, at: usize| {
            heads.get(head).and_then(|it| it.get(at)).map(|it| it.trim().to_owned()).unwrap_or_default()
        };
        let column = |at: usize| {
            let (word, name) = (cell("column", at).to_lowercase(), cell("name", at));
            let known = SORTS.iter().find(|it| it.0 == word).map(|it| it.1);
            let sort = match known {
                Some(sort) => sort,
                None if word.is_empty() && name.is_empty() => Sort::Blank,
                None => {
                    let words: Vec<&str> = SORTS.iter().map(|it| it.0).collect();
                    let says = format!("`{}` is no sort of column; there are {}", short(&word), listed(&words));
                    return Err(Problem::new(says).column(&name));
                }
            };
            let (type_of, values, details) = (cell("type", at).to_lowercase(), cell("values", at), cell("details", at));
            Ok(Column { sort, name, type_of, values, details, words: cell("words", at) })
        };
        Ok(Heads { columns: (1..width).map(column).collect::<Result<_, _>>()? })
    }

    /// Puts inputs and outputs to the draft.
    pub fn columns(&self, draft: &mut Draft) -> Result<(), Problem> {
        for column in &self.columns {
            let placed = |it: Problem| it.column(&column.name);
            match column.sort {
                Sort::Input => draft.inputs.push(column.input().map_err(placed)?),
                Sort::Output => draft.outputs.push(column.output().map_err(placed)?),
                Sort::Annotation if !ANNOTATIONS.contains(&column.name.as_str()) => {
                    let says = format!("there is no annotation `{}`; there are {}", column.name, listed(ANNOTATIONS));
                    return Err(placed(Problem::new(says)));
                }
                Sort::Annotation | Sort::Blank => {}
            }
        }
        Ok(())
    }

    /// A rule.
    pub fn rule(&self, row: &[String]) -> Result<DraftRow, Problem> {
        let mut rule = DraftRow { id: row[0].trim().to_owned(), ..DraftRow::default() };
        let beyond = row.iter().skip(self.columns.len() + 1).find(|it| !it.trim().is_empty());
        if let Some(cell) = beyond {
            return Err(Problem::new(format!("`{}` stands in a column without a head", short(cell))).row(&rule.id));
        }
        for (column, cell) in self.columns.iter().zip(&row[1..]) {
            let cell = cell.trim();
            let word = || toml::Value::String(cell.to_owned());
            match column.sort {
                _ if cell.is_empty() => {}
                Sort::Input => drop(rule.when.insert(column.name.clone(), word())),
                Sort::Output => drop(rule.then.insert(column.name.clone(), word())),
                Sort::Annotation => match column.name.as_str() {
                    "says" => rule.says = cell.to_owned(),
                    "note" => rule.note = cell.to_owned(),
                    "source" => rule.source = cell.to_owned(),
                    _ => rule.section = cell.to_owned(),
                },
                Sort::Blank => {
                    let says = format!("`{}` stands in a column without a head", short(cell));
                    return Err(Problem::new(says).row(&rule.id));
                }
            }
        }
        Ok(rule)
    }
}

impl Column {
    /// Words and settings of the details, such as `whole; measure=EUR`.
    fn details(&self) -> impl Iterator<Item = (&str, &str)> {
        let parts = self.details.split(';').map(str::trim).filter(|it| !it.is_empty());
        parts.map(|it| it.split_once('=').map_or((it, ""), |(name, value)| (name.trim(), value.trim())))
    }

    fn listed_values(&self) -> Result<Vec<String>, Problem> {
        if self.values.is_empty() { Ok(Vec::new()) } else { crate::cell::words(&self.values) }
    }

    fn input(&self) -> Result<DraftInput, Problem> {
        let mut input = DraftInput {
            name: self.name.clone(),
            sort: self.type_of.clone(),
            says: self.words.clone(),
            ..DraftInput::default()
        };
        match self.type_of.as_str() {
            "number" | "date" => (input.least, input.most) = range(&self.values)?,
            _ => input.values = self.listed_values()?,
        }
        for (name, value) in self.details() {
            match name {
                "whole" => input.whole = true,
                "optional" => input.optional = true,
                "measure" => input.measure = value.to_owned(),
                "harm" => input.harm = Some(harm(value)?),
                other => return Err(unknown(other, &["whole", "optional", "measure=…", "harm=more", "harm=less"])),
            }
        }
        Ok(input)
    }

    fn output(&self) -> Result<DraftOutput, Problem> {
        let values = self.listed_values()?;
        let mut output = DraftOutput {
            name: self.name.clone(),
            sort: self.type_of.clone(),
            says: self.words.clone(),
            values,
            ..DraftOutput::default()
        };
        for (name, value) in self.details() {
            match name {
                "harm" => output.harm = Some(harm(value)?),
                "takes" => (output.clock, output.means) = (value.to_owned(), Some(Clock::Takes)),
                "allows" => (output.clock, output.means) = (value.to_owned(), Some(Clock::Allows)),
                other => return Err(unknown(other, &["harm=more", "harm=less", "takes=…", "allows=…"])),
            }
        }
        Ok(output)
    }
}

fn unknown(name: &str, allowed: &[&str]) -> Problem {
    Problem::new(format!("`{}` is no detail of such a column; there are {}", short(name), listed(allowed)))
}

fn harm(value: &str) -> Result<Harm, Problem> {
    match value {
        "more" => Ok(Harm::More),
        "less" => Ok(Harm::Less),
        other => Err(Problem::new(format!("`{}` is neither `more` nor `less`", short(other)))),
    }
}

type End = Option<toml::Value>;

/// The ends of a number or a date: `[0..100]`, `>= 0` or `<= 100`.
fn range(text: &str) -> Result<(End, End), Problem> {
    let end = |it: &str| Some(toml::Value::String(it.trim().to_owned()));
    let between = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).and_then(|it| it.split_once(".."));
    match (between, text.strip_prefix(">="), text.strip_prefix("<=")) {
        (Some((least, most)), ..) => Ok((end(least), end(most))),
        (_, Some(least), _) => Ok((end(least), None)),
        (.., Some(most)) => Ok((None, end(most))),
        _ if text.is_empty() => Ok((None, None)),
        _ => {
            let says = format!("`{}` is no range; write `[0..100]`, `>= 0` or `<= 100`", short(text));
            Err(Problem::new(says))
        }
    }
}

/// The heads of a table that is written.
pub(super) fn written(draft: &Draft) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = super::HEADS.iter().map(|it| vec![(*it).to_owned()]).collect();
    let mut column = |cells: [String; 6]| rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    let quoted = |it: &[String]| it.iter().map(|it| crate::value::quoted(it)).collect::<Vec<_>>().join(", ");
    let harm = |it: Option<Harm>| match it {
        Some(Harm::More) => "harm=more".to_owned(),
        Some(Harm::Less) => "harm=less".to_owned(),
        None => String::new(),
    };
    let joined = |parts: &[String]| parts.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join("; ");
    for it in &draft.inputs {
        let end = |it: &End| it.as_ref().and_then(|it| it.as_str()).map(str::to_owned);
        let values = match (end(&it.least), end(&it.most)) {
            (Some(least), Some(most)) => format!("[{least}..{most}]"),
            (Some(least), None) => format!(">= {least}"),
            (None, Some(most)) => format!("<= {most}"),
            (None, None) => quoted(&it.values),
        };
        let word = |holds: bool, word: &str| if holds { word.to_owned() } else { String::new() };
        let measure = if it.measure.is_empty() { String::new() } else { format!("measure={}", it.measure) };
        let details = joined(&[word(it.whole, "whole"), word(it.optional, "optional"), measure, harm(it.harm)]);
        column(["input".to_owned(), it.name.clone(), it.sort.clone(), values, details, it.says.clone()]);
    }
    for it in &draft.outputs {
        let clock = match it.means {
            Some(Clock::Takes) => format!("takes={}", it.clock),
            Some(Clock::Allows) => format!("allows={}", it.clock),
            None => String::new(),
        };
        let details = joined(&[harm(it.harm), clock]);
        column(["output".to_owned(), it.name.clone(), it.sort.clone(), quoted(&it.values), details, it.says.clone()]);
    }
    let blank = String::new;
    ANNOTATIONS
        .iter()
        .for_each(|it| column(["annotation".to_owned(), (*it).to_owned(), blank(), blank(), blank(), blank()]));
    rows
}
