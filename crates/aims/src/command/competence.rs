//! `aims competence`: who has proof that counts of what their roles ask for, what people need next, and what somebody would lack in a role.

use clap::Args;
use governance::competence::effect::whole::{Effects, Part as EffectPart};
use governance::competence::standing::Standing;
use governance::competence::whole::{Matrix, Part};
use jiff::civil::Date;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims competence`.
#[derive(Debug, Args)]
pub struct Competence {
    /// One person, with every proof and why it counts or not; everybody where none stands
    person: Option<Id>,
    /// On this day, as the ledger had it then where it has passed
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// People of this unit and those below it
    #[arg(long, value_name = "UNIT")]
    unit: Option<Id>,
    /// What this AI system asks for by its tier
    #[arg(long, value_name = "SYSTEM")]
    system: Option<Id>,
    /// What this role asks for; with `--before`, what the person would lack if they held it
    #[arg(long, value_name = "ROLE")]
    role: Option<Id>,
    /// Ask before an assignment: what the person would lack in the role
    #[arg(long, requires_all = ["person", "role"])]
    before: bool,
    /// With `--before`, what the assignment would cover; everything where none stands
    #[arg(long, value_name = "RECORD", requires = "before")]
    covers: Option<Id>,
    /// What records say of the effect of training, and who knows what everybody is to know
    #[arg(long, conflicts_with_all = ["person", "unit", "system", "role", "before"])]
    effect: bool,
    /// With `--effect`, of one competence
    #[arg(long, value_name = "COMPETENCE", requires = "effect")]
    competence: Option<Id>,
}

impl Competence {
    /// Shows the matrix with the plan, one person, or what somebody would lack.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("competence")?;
        let (aims, actor) = (context.open()?, context.actor());
        if let (true, Some(person), Some(role)) = (self.before, &self.person, &self.role) {
            let told = aims.competence_before(&actor, person, role, self.covers.as_ref(), self.on).await?;
            if !context.output.json(&told) {
                told.lacks.iter().for_each(|it| context.output.line(format!("lacks {it}")));
                context.output.remark(format!("{} asked, {} lacking", told.standings.len(), told.lacks.len()));
            }
            return Ok(());
        }
        if self.effect {
            let part = EffectPart { on: self.on, competence: self.competence };
            effect(context, &aims.training_effect(&actor, part).await?);
            return Ok(());
        }
        let part = Part { on: self.on, person: self.person, role: self.role, unit: self.unit, system: self.system };
        let one = part.person.is_some();
        let matrix = aims.competence(&actor, part).await?;
        if !context.output.json(&matrix) {
            context.output.table(&table(&matrix));
            if one {
                matrix.people.iter().flat_map(|it| &it.cells).for_each(|it| proofs(context, &matrix, &it.standing));
            }
            let gaps = matrix.people.iter().flat_map(|it| &it.cells).filter(|it| !it.standing.status.holds()).count();
            context.output.remark(format!("{} people, {gaps} gaps on {}", matrix.people.len(), matrix.on));
        }
        Ok(())
    }
}

/// Who knows what everybody is to know, and what is shown of people who were trained.
fn effect(context: &Context, of: &Effects) {
    if context.output.json(of) {
        return;
    }
    for it in &of.known {
        let know = it.know.map_or_else(
            || "no document in force says it".to_owned(),
            |know| format!("{know} of {} know it", it.people),
        );
        context.output.line(format!(
            "{}: {know}; {} confirmed, {} open, {} not asked",
            it.title, it.confirmed, it.open, it.not_asked
        ));
    }
    let name = |it: &Id| format!("{it} {}", of.names.get(&it.to_string()).cloned().unwrap_or_default());
    let mut table =
        Table::new(["competence", "sign", "compared", "people", "value", "interval", "p, corrected", "shown"]);
    for it in &of.compared {
        let within = it.within.map(|it| format!("{:.3} to {:.3}", it.0, it.1)).unwrap_or_default();
        let number = |it: Option<f64>| it.map(|it| format!("{it:.3}")).unwrap_or_default();
        let told =
            if it.why.is_empty() { it.told.name().replace('_', " ") } else { format!("not assessable: {}", it.why) };
        let people = format!("{} / {}", it.people.0, it.people.1);
        let look = it.look.name().replace('_', " ");
        table.row([
            name(&it.competence),
            it.sign.clone(),
            look,
            people,
            number(it.value),
            within,
            it.adjusted_p.map(assess::number::p_value).unwrap_or_default(),
            told,
        ]);
    }
    context.output.table(&table);
    of.says.values().for_each(|it| context.output.remark(it.clone()));
    context.output.remark(format!("{} comparisons made, corrected together; {} records not seen", of.made, of.hidden));
}

/// What is asked, the most urgent first; what is met comes last.
fn table(matrix: &Matrix) -> Table {
    let mut table = Table::new(["person", "competence", "level", "tier", "status", "until", "AI policy"]);
    let name = |it: &Id| format!("{it} {}", matrix.names.get(&it.to_string()).cloned().unwrap_or_default());
    let word = |it: &str| it.replace('_', " ");
    let mut rows: Vec<_> = matrix.people.iter().flat_map(|of| of.cells.iter().map(move |it| (of, it))).collect();
    rows.sort_by_key(|it| std::cmp::Reverse(it.1.standing.status));
    for (of, it) in rows {
        let level = matrix.levels.get(it.standing.level).map(|it| word(it)).unwrap_or_default();
        let until = it.standing.until.map(|it| it.to_string()).unwrap_or_default();
        let tier = it.tier.clone().unwrap_or_default();
        let status = word(it.standing.status.name());
        table.row([name(&of.person), name(&it.standing.competence), level, tier, status, until, word(of.aware.name())]);
    }
    table
}

fn proofs(context: &Context, matrix: &Matrix, of: &Standing) {
    for it in &of.proofs {
        let title = matrix.names.get(&it.proof.to_string()).cloned().unwrap_or_default();
        let why = match it.why_not.as_slice() {
            [] => it.last.map_or("counts".to_owned(), |it| format!("counts until {it}")),
            all => all.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "),
        };
        context.output.line(format!("  {} {title}: {why}", it.proof));
    }
}
