//! From a table as it is written to one that can be asked; refuses with the place and the reason.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    Approval, COLUMNS, Domain, Draft, DraftRow, Form, Input, Number, Output, Policy, Problem, ROWS, Row, Table,
};
use super::{Value, cell, column, input_of, listed, short, text};
use crate::engine::Engine;
use crate::model::Collect;
use crate::period::Period;
use crate::units::Units;
use crate::vocabulary::Vocabulary;

impl Draft {
    /// The table, checked against the vocabulary.
    pub fn check(self, vocabulary: &Vocabulary) -> Result<Table, Problem> {
        let name = self.table.trim().to_owned();
        if name.is_empty() {
            return Err(Problem::new("the table has no name; give it one as `table`"));
        }
        let table = self.checked(vocabulary).map_err(|it| it.table(&name))?;
        Ok(Table { name, ..table })
    }

    fn checked(self, vocabulary: &Vocabulary) -> Result<Table, Problem> {
        self.limits()?;
        let policy = policy(&self.policy)?;
        let inputs = self.checked_inputs(vocabulary)?;
        let output = |it| column::output_of(it).map_err(|problem| problem.column(&it.name));
        let outputs = self.outputs.iter().map(output).collect::<Result<Vec<_>, _>>()?;
        names_differ(&inputs, &outputs)?;
        fits(policy, &outputs)?;
        let approval = self.checked_approval(&outputs)?;
        let mut rows = Vec::with_capacity(self.rows.len());
        for (place, draft) in self.rows.iter().enumerate() {
            let id = if draft.id.trim().is_empty() { format!("number {}", place + 1) } else { draft.id.clone() };
            rows.push(row(draft, &inputs, &outputs).map_err(|it| it.row(&id))?);
        }
        let mut seen = BTreeSet::new();
        if let Some(row) = rows.iter().find(|it| !seen.insert(&it.id)) {
            return Err(Problem::new("another row has the same identifier; give each row its own").row(&row.id));
        }
        let engine = Engine::new(&inputs, &outputs, &rows, policy);
        holds_somewhere(&engine, &inputs, &rows)?;
        let decision = if self.decision.is_empty() { outputs[0].name.clone() } else { self.decision };
        let (version, partial) = (self.version, self.partial);
        Ok(Table { name: String::new(), version, decision, policy, partial, inputs, outputs, rows, approval, engine })
    }

    fn limits(&self) -> Result<(), Problem> {
        let columns = self.inputs.len() + self.outputs.len();
        if columns > COLUMNS {
            return Err(Problem::new(format!("{columns} columns are too many; a table has at most {COLUMNS}")));
        }
        if self.rows.len() > ROWS {
            return Err(Problem::new(format!("{} rows are too many; a table has at most {ROWS}", self.rows.len())));
        }
        if self.outputs.is_empty() {
            return Err(Problem::new("the table has no outputs; add at least one `[[output]]`"));
        }
        if self.rows.is_empty() {
            return Err(Problem::new("the table has no rows; add at least one `[[row]]`"));
        }
        Ok(())
    }

    fn checked_inputs(&self, vocabulary: &Vocabulary) -> Result<Vec<Input>, Problem> {
        let units = match self.units.is_empty() {
            true => vocabulary.units.clone(),
            false => Arc::new(Units::new(
                &self.units.iter().map(|it| (it.name.clone(), it.under.clone())).collect::<Vec<_>>(),
            )?),
        };
        let input = |draft: &super::DraftInput| match draft.sort.is_empty() {
            false => input_of(draft, &units),
            true => vocabulary.input(&draft.name).cloned().ok_or_else(|| {
                let says = "the type of the input is missing, and the vocabulary does not know it; say it as `type`";
                Problem::new(says).column(&draft.name)
            }),
        };
        self.inputs.iter().map(input).collect()
    }

    fn checked_approval(&self, outputs: &[Output]) -> Result<Option<Approval>, Problem> {
        let Some(draft) = &self.approval else { return Ok(None) };
        for name in [&draft.by, &draft.needs] {
            let known = outputs.iter().any(|it| &it.name == name && matches!(it.form, Form::Choice(_) | Form::Text));
            if !known {
                let says = format!("`approval` names `{}`, which is no output of choices or text", short(name));
                return Err(Problem::new(says));
            }
        }
        Ok(Some(Approval { by: draft.by.clone(), needs: draft.needs.clone() }))
    }
}

fn policy(text: &str) -> Result<Policy, Problem> {
    let spelled = text.trim().to_lowercase();
    if spelled.is_empty() {
        return Ok(Policy::Unique);
    }
    let same = |it: &&(&str, &str, Policy)| it.0 == spelled || it.1.eq_ignore_ascii_case(&spelled);
    Policy::ALL.iter().find(same).map(|it| it.2).ok_or_else(|| {
        let names: Vec<_> = Policy::ALL.iter().map(|it| it.0).collect();
        Problem::new(format!("there is no hit policy `{}`; there are {}", short(text), listed(&names)))
    })
}

fn names_differ(inputs: &[Input], outputs: &[Output]) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for name in inputs.iter().map(|it| &it.name).chain(outputs.iter().map(|it| &it.name)) {
        if name.trim() != name || name.is_empty() {
            return Err(Problem::new("a column has no name, or one that begins or ends with a blank").column(name));
        }
        if !seen.insert(name) {
            return Err(Problem::new("two columns have the same name; give each its own").column(name));
        }
    }
    Ok(())
}

fn fits(policy: Policy, outputs: &[Output]) -> Result<(), Problem> {
    let numbers = matches!(policy, Policy::Collect(Collect::Sum | Collect::Min | Collect::Max));
    match outputs.iter().find(|it| numbers && it.form != Form::Number) {
        Some(it) => Err(Problem::new(format!("`{}` needs outputs of type `number`", policy.name())).column(&it.name)),
        None if policy == Policy::Priority && !matches!(outputs[0].form, Form::Choice(_)) => {
            let says = "`priority` needs a choice as its first output, whose list is the order";
            Err(Problem::new(says).column(&outputs[0].name))
        }
        None => Ok(()),
    }
}

fn row(draft: &DraftRow, inputs: &[Input], outputs: &[Output]) -> Result<Row, Problem> {
    if draft.id.trim() != draft.id || draft.id.is_empty() {
        return Err(Problem::new(
            "the row has no identifier, or one that begins or ends with a blank; give it as `id`",
        ));
    }
    let names: Vec<&str> = inputs.iter().map(|it| it.name.as_str()).collect();
    let stray = draft.when.keys().find(|it| !names.contains(&it.as_str()));
    if let Some(name) = stray {
        return Err(Problem::new(format!("there is no input `{}`; there are {}", short(name), listed(&names))));
    }
    let names: Vec<&str> = outputs.iter().map(|it| it.name.as_str()).collect();
    if let Some(name) = draft.then.keys().find(|it| !names.contains(&it.as_str())) {
        return Err(Problem::new(format!("there is no output `{}`; there are {}", short(name), listed(&names))));
    }
    let test = |input: &Input| {
        let text = draft.when.get(&input.name).map_or(Ok(String::new()), text);
        text.and_then(|it| cell::parse(input, &it)).map_err(|it| it.column(&input.name))
    };
    let said = |output: &Output| {
        let text = draft.then.get(&output.name).map_or(Ok(String::new()), text);
        text.and_then(|it| outcome(&output.form, &it)).map_err(|it| it.column(&output.name))
    };
    let when = inputs.iter().map(test).collect::<Result<Vec<_>, _>>()?;
    let then = outputs.iter().map(said).collect::<Result<Vec<_>, _>>()?;
    if then.iter().all(|it| *it == Value::Missing) {
        return Err(Problem::new("the row says nothing of any output; fill in at least one"));
    }
    let clean = |it: &String| it.trim().to_owned();
    let (says, note) = (clean(&draft.says), clean(&draft.note));
    let (source, section) = (clean(&draft.source), clean(&draft.section));
    Ok(Row { id: draft.id.clone(), when, then, says, note, source, section })
}

/// A cell of an output.
fn outcome(form: &Form, text: &str) -> Result<Value, Problem> {
    if text.chars().count() > cell::LONGEST {
        return Err(Problem::new(format!("the cell has more than {} characters; shorten it", cell::LONGEST)));
    }
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Ok(Value::Missing);
    }
    let allowed = |values: &[String], word: &String| match values.is_empty() || values.contains(word) {
        true => Ok(()),
        false => Err(Problem::new(format!("`{}` is not in the list; allowed are {}", short(word), listed(values)))),
    };
    match form {
        Form::Number => Number::parse(text).map(Value::Number),
        Form::Flag => cell::value(&Domain::Flag, text),
        Form::Period => Period::parse(text).map(Value::Period),
        Form::Text => Ok(Value::Word(text.to_owned())),
        Form::Choice(values) => {
            let word = if values.iter().any(|it| it == text) { text.to_owned() } else { cell::unquoted(text) };
            allowed(values, &word).map(|()| Value::Word(word))
        }
        Form::List(values) => {
            let words = cell::words(text)?;
            words.iter().try_for_each(|it| allowed(values, it))?;
            Ok(Value::List(words.into_iter().map(Value::Word).collect()))
        }
    }
}

/// Each cell must hold for some value, or its row never hits.
fn holds_somewhere(engine: &Engine, inputs: &[Input], rows: &[Row]) -> Result<(), Problem> {
    for (region, row) in engine.regions.iter().zip(rows) {
        if let Some(axis) = region.iter().position(|it| it.is_empty()) {
            let says = format!("`{}` holds for no value that is allowed", short(&row.when[axis].to_string()));
            return Err(Problem::new(says).row(&row.id).column(&inputs[axis].name));
        }
    }
    Ok(())
}
