//! Columns as they are written, and as they are once checked.

use std::sync::Arc;

use super::{
    Clock, Domain, DraftInput, DraftOutput, Form, Input, Number, Output, Problem, VALUES, listed, short, text,
};
use crate::units::Units;

/// Types of inputs, by name.
const INPUTS: &[&str] = &["number", "date", "choice", "flag", "set", "unit"];
/// Types of outputs, by name.
const OUTPUTS: &[&str] = &["choice", "number", "text", "flag", "period", "list"];

/// An input that says its own type.
pub(crate) fn input_of(draft: &DraftInput, units: &Arc<Units>) -> Result<Input, Problem> {
    let domain = domain(draft, units).map_err(|it| it.column(&draft.name))?;
    if draft.harm.is_some() && matches!(domain, Domain::Set(_) | Domain::Unit(_)) {
        let says =
            "sets and units have no order, so nothing can be said of their harm; use a number, a choice or a flag";
        return Err(Problem::new(says).column(&draft.name));
    }
    Ok(Input {
        name: draft.name.clone(),
        says: draft.says.clone(),
        domain,
        measure: draft.measure.clone(),
        optional: draft.optional,
        harm: draft.harm,
    })
}

/// The values of an input.
fn domain(draft: &DraftInput, units: &Arc<Units>) -> Result<Domain, Problem> {
    let ends = || -> Result<_, Problem> {
        let end = |it: &Option<toml::Value>| it.as_ref().map(text).transpose();
        Ok((end(&draft.least)?, end(&draft.most)?))
    };
    let numeric = draft.whole || draft.least.is_some() || draft.most.is_some();
    match draft.sort.as_str() {
        "number" => {
            let (least, most) = ends()?;
            let number = |it: Option<String>| it.map(|it| Number::parse(it.trim())).transpose();
            let (least, most) = (number(least)?, number(most)?);
            in_order(&least, &most)?;
            Ok(Domain::Number { whole: draft.whole, least, most })
        }
        "date" if !draft.whole => {
            let (least, most) = ends()?;
            let date = |it: Option<String>| it.map(|it| crate::cell::date(it.trim())).transpose();
            let (least, most) = (date(least)?, date(most)?);
            in_order(&least, &most)?;
            Ok(Domain::Date { least, most })
        }
        _ if numeric => Err(Problem::new("`whole`, `least` and `most` are for numbers, and the last two for dates")),
        "choice" => list(&draft.values, VALUES).map(Domain::Choice),
        "set" => list(&draft.values, crate::axis::SET_VALUES).map(Domain::Set),
        "flag" => Ok(Domain::Flag),
        "unit" if units.names().is_empty() => {
            Err(Problem::new("the units are not given; list them as `[[unit]]` with `name` and `under`"))
        }
        "unit" => Ok(Domain::Unit(units.clone())),
        other => Err(Problem::new(format!("there is no type `{}`; there are {}", short(other), listed(INPUTS)))),
    }
}

fn in_order<T: PartialOrd + std::fmt::Display>(least: &Option<T>, most: &Option<T>) -> Result<(), Problem> {
    match (least, most) {
        (Some(least), Some(most)) if least > most => {
            Err(Problem::new(format!("the least, {least}, is more than the most, {most}; exchange them")))
        }
        _ => Ok(()),
    }
}

/// A closed list of values, each once.
fn list(values: &[String], most: usize) -> Result<Vec<String>, Problem> {
    if values.is_empty() {
        return Err(Problem::new("the list of allowed values is missing; give it as `values`"));
    }
    if values.len() > most {
        return Err(Problem::new(format!("{} values are too many; at most {most} are allowed", values.len())));
    }
    let mut seen = std::collections::BTreeSet::new();
    for value in values {
        if value.trim() != value || value.is_empty() {
            return Err(Problem::new(format!("the value `{}` is blank or begins or ends with a blank", short(value))));
        }
        if !seen.insert(value) {
            return Err(Problem::new(format!("the value `{}` is listed twice; list each value once", short(value))));
        }
    }
    Ok(values.to_vec())
}

/// An output, checked.
pub(super) fn output_of(draft: &DraftOutput) -> Result<Output, Problem> {
    let form = match draft.sort.as_str() {
        "choice" => Form::Choice(list(&draft.values, VALUES)?),
        "list" if draft.values.is_empty() => Form::List(Vec::new()),
        "list" => Form::List(list(&draft.values, VALUES)?),
        _ if !draft.values.is_empty() => return Err(Problem::new("`values` are for choices and lists")),
        "number" => Form::Number,
        "text" => Form::Text,
        "flag" => Form::Flag,
        "period" => Form::Period,
        other => {
            return Err(Problem::new(format!("there is no type `{}`; there are {}", short(other), listed(OUTPUTS))));
        }
    };
    let clock = match (draft.clock.is_empty(), draft.means) {
        (true, None) => None,
        (false, Some(means)) if form == Form::Period => Some((draft.clock.clone(), means)),
        (false, Some(_)) => return Err(Problem::new("only a period runs on a clock; make the type `period`")),
        _ => return Err(Problem::new("`clock` and `means` belong together; `means` is `takes` or `allows`")),
    };
    if draft.harm.is_some() && !matches!(form, Form::Choice(_) | Form::Number | Form::Flag) {
        return Err(Problem::new("only choices, numbers and flags have an order that harm can be said of"));
    }
    Ok(Output { name: draft.name.clone(), says: draft.says.clone(), form, harm: draft.harm, clock })
}

/// An input as it is written.
pub(super) fn input_written(input: &Input) -> DraftInput {
    let word = |it: String| toml::Value::String(it);
    let mut draft = DraftInput {
        name: input.name.clone(),
        says: input.says.clone(),
        measure: input.measure.clone(),
        optional: input.optional,
        harm: input.harm,
        ..DraftInput::default()
    };
    let sort = match &input.domain {
        Domain::Number { whole, least, most } => {
            draft.whole = *whole;
            (draft.least, draft.most) = (least.map(|it| word(it.to_string())), most.map(|it| word(it.to_string())));
            "number"
        }
        Domain::Date { least, most } => {
            (draft.least, draft.most) = (least.map(|it| word(it.to_string())), most.map(|it| word(it.to_string())));
            "date"
        }
        Domain::Choice(values) => {
            draft.values.clone_from(values);
            "choice"
        }
        Domain::Set(values) => {
            draft.values.clone_from(values);
            "set"
        }
        Domain::Flag => "flag",
        Domain::Unit(_) => "unit",
    };
    draft.sort = sort.to_owned();
    draft
}

/// An output as it is written.
pub(super) fn output_written(output: &Output) -> DraftOutput {
    let (sort, values) = match &output.form {
        Form::Choice(values) => ("choice", values.clone()),
        Form::List(values) => ("list", values.clone()),
        Form::Number => ("number", Vec::new()),
        Form::Text => ("text", Vec::new()),
        Form::Flag => ("flag", Vec::new()),
        Form::Period => ("period", Vec::new()),
    };
    let (clock, means): (String, Option<Clock>) = output.clock.clone().map(|it| (it.0, Some(it.1))).unwrap_or_default();
    DraftOutput {
        name: output.name.clone(),
        sort: sort.to_owned(),
        says: output.says.clone(),
        values,
        harm: output.harm,
        clock,
        means,
    }
}
