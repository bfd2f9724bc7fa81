//! `aims boundary`: who takes which part in the components of an AI system, what crosses its boundary, and who answers for a harm.

use clap::Args;
use governance::allocation::matrix::State;
use governance::allocation::party::PARTS;
use governance::allocation::walk::Walk;
use governance::allocation::whole::{Asked, Told};
use record::Id;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims boundary`.
#[derive(Debug, Args)]
pub struct Boundary {
    /// The AI system, such as `SYS-3`
    system: String,
    /// Ask who answers for this harm, such as `discrimination`; every harm when it is not given
    #[arg(long, default_value = "")]
    harm: String,
    /// Ask for this day, such as `2026-03-01`; today when it is not given
    #[arg(long, value_name = "DAY", default_value = "")]
    on: String,
    /// Ask what would move if a component came from another party, such as `CMP-2=PTY-7`; can be given several times
    #[arg(long, value_name = "COMPONENT=PARTY")]
    supplier: Vec<String>,
}

impl Boundary {
    /// Tells the boundary; what is wrong makes it fail, unless another supplier was asked about.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("boundary")?;
        let id = context::id(&self.system)?;
        let suppliers: Vec<&str> = self.supplier.iter().map(String::as_str).collect();
        let asked = Asked::read(&self.on, &self.harm, &suppliers)
            .map_err(|(field, says)| Failure::input(format!("--{field}: {says}")))?;
        let told = context.open()?.boundary(&context.actor(), &id, asked).await?;
        if !context.output.json(&told) {
            shown(context, &told, &self.harm);
        }
        match told.findings.len() {
            _ if !self.supplier.is_empty() => Ok(()),
            0 => {
                context.output.remark("nothing is wrong with who takes which part");
                Ok(())
            }
            many => Err(Failure::failed(format!("{many} things are wrong with who takes which part"))),
        }
    }
}

fn shown(context: &Context, told: &Told, harm: &str) {
    let out = &context.output;
    out.line(format!("{} on {}, tier {}", name(told, &told.system), told.day, told.tier));
    out.table(&matrix(told));
    for it in &told.crossings {
        let what = if it.what.is_empty() { "nobody says what".to_owned() } else { it.what.join(", ") };
        out.line(format!("crosses: {} -> {}: {what}", name(told, &it.from), name(told, &it.to)));
    }
    for it in &told.duties {
        let by = it
            .clause
            .as_ref()
            .map_or_else(|| format!("open: {}", it.why), |it| format!("{} {}", it.obligation, it.place));
        out.line(format!("duty: {} of {} for {}: {}", it.label, name(told, &it.party), it.component, by.trim()));
    }
    told.walks.iter().filter(|it| harm.is_empty() || it.harm.name == harm).for_each(|it| answer(context, told, it));
    for it in &told.moved {
        let word = |settled: bool| if settled { "settled" } else { "open" };
        let why = if it.why.is_empty() { String::new() } else { format!(": {}", it.why) };
        out.line(format!("moves: {} {}: {} -> {}{why}", it.component, it.place, word(it.before), word(it.after)));
    }
    for it in &told.findings {
        let component = it.component.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
        out.line(format!("{}: {component}{}: {}; {}", it.check, it.place.replace('_', " "), it.says, it.next));
    }
}

fn answer(context: &Context, told: &Told, it: &Walk) {
    let person = it.person.as_ref().map_or("nobody".to_owned(), |it| name(told, &it.person));
    let clause = it.clause.as_ref().map_or("no clause".to_owned(), |it| format!("{} {}", it.obligation, it.place));
    context.output.line(format!("if {}: {person}, {}", it.harm.label, clause.trim()));
    it.broken.iter().for_each(|why| context.output.line(format!("  ends nowhere: {why}")));
}

fn matrix(told: &Told) -> Table {
    let heads = ["component"].into_iter().map(str::to_owned).chain(PARTS.iter().map(|it| it.name.replace('_', " ")));
    let mut table = Table::new(heads);
    for it in &told.components {
        let cells = told.cells_of(&it.id).map(|it| {
            let party = it.party.as_ref().map(|it| name(told, it.id())).unwrap_or_default();
            if it.state == State::Settled { party } else { format!("{party} ({})", it.why).trim().to_owned() }
        });
        table.row([name(told, &it.id)].into_iter().chain(cells));
    }
    table
}

fn name(told: &Told, id: &Id) -> String {
    told.names.get(&id.to_string()).map_or_else(|| id.to_string(), |it| format!("{id} {it}"))
}
