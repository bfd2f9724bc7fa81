//! What risks cost, as text: each type with its figures and appetites, each risk with its place, what moves the answer, and what cannot be told.

use governance::risking::quantifying::Input;
use governance::risking::quantifying::answered::Numbers;
use governance::risking::quantifying::whole::Told;
use measure::Measured;

use crate::context::Context;
use crate::table::Table;

/// Prints what is told.
pub(super) fn show(context: &Context, told: &Told) {
    for it in &told.types {
        let unit = it.unit.clone().unwrap_or_else(|| "a unit that the criteria do not state".to_owned());
        context.output.line(format!("loss borne by {}, in {unit}, on {}", it.of, told.on));
        if let Some(why) = &it.why {
            context.output.line(format!("  not assessable: {why}"));
        }
        if let Some(numbers) = &it.numbers {
            figures(context, numbers);
            risks(context, numbers);
            swings(context, numbers);
            let draws = numbers.losses.draws;
            context.output.remark(format!("{} years drawn with the seed {}", draws.years, draws.seed));
        }
    }
    for it in &told.not_assessable {
        context.output.line(format!("{}: not assessable: {}", it.risk, it.why));
    }
    if !told.unwritten.is_empty() {
        let all: Vec<String> = told.unwritten.iter().map(ToString::to_string).collect();
        context.output.line(format!("no loss is written of {}", all.join(", ")));
    }
}

fn figures(context: &Context, numbers: &Numbers) {
    let mut table = Table::new(["figure", "value", "interval", "years"]);
    let mut row = |name: String, it: &Measured| {
        table.row([name, assess::number::value(it), assess::number::interval(it), assess::number::n(it)]);
    };
    let total = &numbers.losses.total;
    row("expected loss".to_owned(), &total.expected);
    total.quantiles.iter().for_each(|it| row(format!("quantile {}", it.probability), &it.loss));
    total.shortfalls.iter().for_each(|it| row(format!("expected shortfall {}", it.probability), &it.loss));
    context.output.table(&table);
    for it in &numbers.appetites {
        let why = it.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        context.output.line(format!(
            "appetite: more than {} in at most {} of years: {}{why}; the chance of more is {}",
            it.appetite.loss,
            it.appetite.probability,
            it.verdict.replace('_', " "),
            assess::number::estimate(&Ok(it.exceeding).into())
        ));
    }
}

fn risks(context: &Context, numbers: &Numbers) {
    let number = assess::number::number;
    let mut table =
        Table::new(["risk", "events a year", "cost of an event", "expected", "part of the worst years", "place"]);
    for it in &numbers.risks {
        let id = it.risk.to_string();
        let own = numbers.losses.risks.iter().find(|of| of.id == id);
        let share = numbers.together.as_ref().and_then(|of| of.risks.iter().find(|of| of.name == id)?.share);
        let interval = it.interval.map(|of| format!(" ({} to {})", number(of.0), number(of.1))).unwrap_or_default();
        let place = match (&it.position, &it.why) {
            (Some(of), _) => format!(
                "{}, {}: {}",
                of.likelihood_name,
                of.consequence_name,
                of.level.as_deref().unwrap_or(of.verdict.name())
            ),
            (None, why) => format!("not assessable: {}", why.as_deref().unwrap_or_default()),
        };
        table.row([
            id,
            format!("{}{interval}", number(it.events)),
            it.cost.map(number).unwrap_or_default(),
            own.map(|of| assess::number::value(&of.kept.expected)).unwrap_or_default(),
            share.map(|it| format!("{} %", number(100.0 * it))).unwrap_or_default(),
            place,
        ]);
    }
    context.output.table(&table);
}

fn swings(context: &Context, numbers: &Numbers) {
    if numbers.swings.is_empty() {
        return;
    }
    let mut table = Table::new(["risk", "what", "factors", "change of the mean of the worst years"]);
    for it in &numbers.swings {
        let what = match it.input {
            Input::Frequency => "how often",
            Input::Severity => "how much",
        };
        let factor = |it: f64| assess::number::number(it);
        table.row([
            it.risk.clone(),
            what.to_owned(),
            format!("{} to {}", factor(it.low.factor), factor(it.high.factor)),
            format!("{} to {}", assess::number::value(&it.low.shortfall), assess::number::value(&it.high.shortfall)),
        ]);
    }
    context.output.table(&table);
}
