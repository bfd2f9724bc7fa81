//! The risk cockpit on a terminal: the heat map as a table, what moved, what is in no cell, costs, hazards, acceptances, and what is to be done.

use clap::Args;
use governance::hazards::spread::STANDINGS;
use governance::risking::cockpit::arrows::At;
use governance::risking::cockpit::asked::{Asked, basis, cell, direction};
use governance::risking::cockpit::ending::When;
use governance::risking::cockpit::paper::at;
use governance::risking::cockpit::whole::Told;
use governance::risking::quantifying::whole::Told as Costs;
use jiff::civil::Date;
use record::Id;

use super::word;
use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims risk cockpit`.
#[derive(Debug, Args)]
pub(super) struct Asks {
    /// Changes since this day; the last month where none is named
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// On this day, as the ledger had it then where it has passed
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Risks of one AI system
    #[arg(long)]
    system: Option<Id>,
    /// Risks of one unit and of those below it
    #[arg(long)]
    unit: Option<Id>,
    /// Risks for which one person answers
    #[arg(long, value_name = "PERSON")]
    owner: Option<Id>,
    /// Risks with a consequence of this type, such as `individuals`
    #[arg(long = "type", value_name = "TYPE")]
    of: Option<String>,
    /// `threat` or `opportunity` alone
    #[arg(long)]
    direction: Option<String>,
    /// The heat map `inherent`, `current` or `residual`
    #[arg(long)]
    basis: Option<String>,
    /// List the risks of one cell, such as `2.3`: the second level of likelihood and the third of consequence
    #[arg(long)]
    cell: Option<String>,
}

impl Asks {
    /// What is asked for.
    pub(super) fn asked(self) -> Result<Asked, Failure> {
        Ok(Asked {
            on: self.on,
            since: self.since,
            system: self.system,
            unit: self.unit,
            owner: self.owner,
            of: self.of,
            opportunities: self.direction.as_deref().map(direction).transpose()?,
            basis: self.basis.as_deref().map(basis).transpose()?,
            cell: self.cell.as_deref().map(cell).transpose()?,
        })
    }
}

/// Everything, part by part.
pub(super) fn show(context: &Context, told: &Told) {
    map(context, told);
    moved(context, told);
    told.losses.iter().for_each(|it| costs(context, it, "these risks"));
    hazards(context, told);
    ending(context, told);
    if !told.ending.kept.is_empty() {
        told.accepted.iter().for_each(|it| costs(context, it, "accepted risks"));
    }
    for it in &told.todo {
        let (of, witnesses) = (&it.waiting, ids(&it.witnesses));
        let mine = if it.mine { ", yours" } else { "" };
        let seen = if witnesses.is_empty() { String::new() } else { format!("; witnesses: {witnesses}") };
        context
            .output
            .line(format!("to be assessed again: {}{mine}, by {}: {}{seen}", of.risk, of.due.on, of.due.says));
    }
    let by = told.by.as_ref().map_or("no criteria in force".to_owned(), |it| format!("by {} ({})", it.id, it.version));
    let map = &told.map;
    context.output.remark(format!(
        "{} risks, {} in cells for {}, {} beyond the line, {by}, on {}",
        told.n,
        map.placed(),
        word(&map.of),
        map.beyond(),
        told.on
    ));
}

fn ids(all: &[Id]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The heat map, the gravest likelihood first, each cell with its level and its mark beyond the line.
fn map(context: &Context, told: &Told) {
    let map = &told.map;
    if let Some(cell) = told.cell {
        let risks: Vec<Id> = told.rows.iter().map(|it| it.risk.clone()).collect();
        context.output.line(format!("{}: {}", at(told, cell), ids(&risks)));
        return;
    }
    let mut table = Table::new(["likelihood", "consequence", "level", "side", "risks"]);
    for it in map.cells.iter().rev().filter(|it| !it.risks.is_empty()) {
        let name = |all: &[String], place: usize| all.get(place - 1).cloned().unwrap_or_default();
        table.row([
            name(&map.likelihood, it.likelihood),
            name(&map.consequence, it.consequence),
            it.level.clone().unwrap_or_default(),
            word(it.side.name()),
            format!("{}: {}", it.risks.len(), ids(&it.risks)),
        ]);
    }
    context.output.table(&table);
    map.line.iter().for_each(|it| context.output.line(format!("line for {}: {it}", word(&map.of))));
    map.not_placed.iter().for_each(|it| context.output.line(format!("in no cell: {}: {}", it.risk, it.why)));
}

fn moved(context: &Context, told: &Told) {
    let place = |it: At| match it {
        At::Cell(of) => at(told, of),
        At::NotPlaced => "in no cell".to_owned(),
        At::NotThere => "not there".to_owned(),
    };
    for it in &told.flows {
        let because = [ids(&it.causes), it.reasons.join("; ")].into_iter().filter(|it| !it.is_empty());
        let because = because.collect::<Vec<_>>().join("; ");
        let because = if because.is_empty() { because } else { format!(" ({because})") };
        let line =
            format!("moved since {}: {} -> {}: {}{because}", told.since, place(it.from), place(it.to), ids(&it.risks));
        context.output.line(line);
    }
}

fn costs(context: &Context, all: &Costs, of: &str) {
    for it in &all.types {
        let unit = it.unit.clone().unwrap_or_else(|| "a unit that the criteria do not state".to_owned());
        let Some(numbers) = &it.numbers else {
            let why = it.why.clone().unwrap_or_default();
            context.output.line(format!("what {of} cost {}: not assessable: {why}", word(&it.of)));
            continue;
        };
        let total = &numbers.losses.total;
        let tail = total
            .shortfalls
            .iter()
            .map(|it| format!(", mean of the worst years {}", assess::number::estimate(&it.loss)));
        context.output.line(format!(
            "what {of} cost {} in a year, in {unit}: {}{}; {} quantified",
            word(&it.of),
            assess::number::estimate(&total.expected),
            tail.collect::<String>(),
            numbers.losses.risks.len()
        ));
        for held in &numbers.appetites {
            let why = held.why.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            let appetite = &held.appetite;
            context.output.line(format!(
                "appetite of {} in {} of years: {}{why}",
                appetite.loss,
                appetite.probability,
                word(held.verdict)
            ));
        }
    }
    let missing = all.unwritten.len() + all.not_assessable.len();
    context.output.line(format!("of {missing} of {of} no loss can be told in numbers"));
}

fn hazards(context: &Context, told: &Told) {
    let mut table = Table::new(["system", "measured", "suspected", "not found", "excluded", "untouched"]);
    for it in &told.hazards {
        let count = |of: &str| it.hazards.get(of).map_or(0, Vec::len).to_string();
        let [measured, suspected, not_found, excluded, untouched] = STANDINGS.map(count);
        table.row([it.system.to_string(), measured, suspected, not_found, excluded, untouched]);
    }
    context.output.table(&table);
}

fn ending(context: &Context, told: &Told) {
    let mut table = Table::new(["acceptance", "risk", "when", "last day", "standing", "why"]);
    for it in &told.ending.acceptances {
        let last = it.expires.map(|it| it.to_string()).unwrap_or_default();
        let when = if it.when == When::Soon { format!("by {}", told.ending.soon) } else { word(it.when.name()) };
        table.row([it.id.to_string(), it.risk.to_string(), when, last, word(it.stands.name()), it.why.clone()]);
    }
    if !told.ending.acceptances.is_empty() {
        context.output.table(&table);
    }
    for it in &told.ending.sums {
        let limit = it.limit.map(|it| format!(" of {it}")).unwrap_or_default();
        context.output.line(format!("kept together by {} {}: {} points{limit}", it.by.name(), it.of, it.points));
    }
}
