//! `aims duties`: who answers for what, what is wrong with it, what falls when somebody goes, and letters of appointment.

use clap::{Args, Subcommand};
use governance::Aims;
use governance::responsibility::check::Finding;
use governance::responsibility::map::{Duty, Part};
use governance::responsibility::whole::{Asked, Held, Names};
use jiff::civil::Date;
use record::Id;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims duties`.
#[derive(Debug, Args)]
pub struct Duties {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how duties lie upon people, or those of one person or AI system
    Show(Show),
    /// Find what is wrong: duties without people, challenges that are not independent, leavers, deputies, circles, loads
    Check(Check),
    /// Show what falls when a person goes, and who could stand in
    Leaves(Leaves),
    /// Print the letter of appointment of an assignment
    Letter(Letter),
}

/// Arguments of `aims duties show`.
#[derive(Debug, Args)]
struct Show {
    /// Person, such as `PER-3`
    #[arg(long, value_name = "NUMBER", conflicts_with = "system")]
    person: Option<String>,
    /// AI system, such as `SYS-2`
    #[arg(long, value_name = "NUMBER")]
    system: Option<String>,
    /// Day [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Arguments of `aims duties check`.
#[derive(Debug, Args)]
struct Check {
    /// Day [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// AI systems of this unit and those below it, such as `ORG-2`
    #[arg(long, value_name = "NUMBER")]
    unit: Option<String>,
    /// AI systems of this tier
    #[arg(long, value_name = "TIER")]
    tier: Option<String>,
}

/// Arguments of `aims duties leaves`.
#[derive(Debug, Args)]
struct Leaves {
    /// Person, such as `PER-3`
    person: String,
}

/// Arguments of `aims duties letter`.
#[derive(Debug, Args)]
struct Letter {
    /// Assignment, such as `ASG-2`
    assignment: String,
}

impl Duties {
    /// Shows, checks or prints.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("duties")?;
        match self.what {
            What::Show(it) => it.run(context).await,
            What::Check(it) => it.run(context).await,
            What::Leaves(it) => it.run(context).await,
            What::Letter(it) => it.run(context).await,
        }
    }
}

fn day(text: Option<&str>) -> Result<Option<Date>, Failure> {
    let wrong = |it: &str| Failure::input(format!("`{it}` is no day; write it as 2026-05-03"));
    text.map(|it| it.parse().map_err(|_| wrong(it))).transpose()
}

fn number(text: Option<&str>) -> Result<Option<Id>, Failure> {
    text.map(context::id).transpose()
}

/// A number with the name behind it, where it may be seen.
fn named(id: &Id, names: &Names) -> String {
    names.get(&id.to_string()).map_or_else(|| id.to_string(), |name| format!("{id} {name}"))
}

fn all(ids: &[Id], names: &Names) -> String {
    ids.iter().map(|it| named(it, names)).collect::<Vec<_>>().join(", ")
}

fn duty(aims: &Aims, it: &Duty) -> String {
    let label = group(aims, &it.group);
    it.system.as_ref().map_or_else(|| label.clone(), |system| format!("{label}, {system}"))
}

/// The name of a group of duties.
fn group(aims: &Aims, name: &str) -> String {
    let duties = &aims.configuration().libraries.duties;
    duties.group(name).map_or_else(|| name.to_owned(), |it| it.label.clone())
}

impl Show {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let on = day(self.on.as_deref())?;
        if let Some(person) = number(self.person.as_deref())? {
            return of_person(context, &person, on).await;
        }
        if let Some(system) = number(self.system.as_deref())? {
            return of_system(context, &system, on).await;
        }
        let asked = Asked { on, ..Asked::default() };
        let aims = context.open()?;
        let survey = aims.responsibilities(&context.actor(), asked).await?;
        if context.output.json(&survey) {
            return Ok(());
        }
        let mut table = Table::new(["person", "answers", "does the work", "challenges", "falls"]);
        for (id, load) in &survey.loads {
            let name = survey.names.get(id).map_or_else(|| id.clone(), |name| format!("{id} {name}"));
            let counts = [&load.accountable, &load.responsible, &load.challenger, &load.falls];
            table.row([name].into_iter().chain(counts.iter().map(|it| it.len().to_string())));
        }
        context.output.table(&table);
        let (answered, duties, found) = (survey.answered, survey.duties, survey.findings.len());
        context.output.line(format!("{answered} of {duties} have one person who answers; {found} findings"));
        Ok(())
    }
}

async fn of_person(context: &Context, person: &Id, on: Option<Date>) -> Result<(), Failure> {
    let aims = context.open()?;
    let does = aims.duties_of(&context.actor(), person, on).await?;
    if context.output.json(&does) {
        return Ok(());
    }
    let mut table = Table::new(["part", "duty", "by"]);
    for (part, it, by) in &does.duties {
        let by = by.as_ref().map(ToString::to_string).unwrap_or_default();
        table.row([part.name().to_owned(), duty(&aims, it), by]);
    }
    context.output.table(&table);
    print(context, &aims, &does.findings, &does.names);
    Ok(())
}

async fn of_system(context: &Context, system: &Id, on: Option<Date>) -> Result<(), Failure> {
    let aims = context.open()?;
    let answers = aims.answers_for(&context.actor(), system, on).await?;
    if context.output.json(&answers) {
        return Ok(());
    }
    let names = &answers.names;
    let held = |all: &[Held]| {
        let acts =
            |it: &Held| it.acting.as_ref().map(|it| format!(" (acting: {})", named(it, names))).unwrap_or_default();
        all.iter().map(|it| format!("{}{}", named(&it.person, names), acts(it))).collect::<Vec<_>>().join(", ")
    };
    context.output.line(format!("{} on {}, tier {}", named(system, names), answers.day, answers.tier));
    let mut table = Table::new(["duty", "answers", "does the work", "challenges"]);
    for it in &answers.lines {
        let challenger = if it.challenged { held(&it.challenger) } else { String::new() };
        let accountable = it.why.clone().unwrap_or_else(|| held(&it.accountable));
        table.row([group(&aims, &it.group), accountable, held(&it.responsible), challenger]);
    }
    context.output.table(&table);
    for (group, people) in &answers.later {
        context.output.line(format!("by what was entered later, {} answered for {group}", all(people, names)));
    }
    print(context, &aims, &answers.findings, names);
    Ok(())
}

fn print(context: &Context, aims: &Aims, findings: &[Finding], names: &Names) {
    let mut table = Table::new(["check", "what", "people", "duties", "next step"]);
    for it in findings {
        let duties = match it.duties.as_slice() {
            [] => String::new(),
            [one] => duty(aims, one),
            [one, more @ ..] => format!("{} and {} more", duty(aims, one), more.len()),
        };
        table.row([it.check.to_owned(), it.says.clone(), all(&it.people, names), duties, it.next.to_owned()]);
    }
    if !table.is_empty() {
        context.output.table(&table);
    }
}

impl Check {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let asked = Asked { on: day(self.on.as_deref())?, unit: number(self.unit.as_deref())?, tier: self.tier };
        let aims = context.open()?;
        let survey = aims.responsibilities(&context.actor(), asked).await?;
        if !context.output.json(&survey.findings) {
            print(context, &aims, &survey.findings, &survey.names);
        }
        match survey.findings.len() {
            0 => {
                context.output.remark(format!("nothing is wrong with who answers for what on {}", survey.day));
                Ok(())
            }
            many => Err(Failure::failed(format!("{many} findings about who answers for what on {}", survey.day))),
        }
    }
}

impl Leaves {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let aims = context.open()?;
        let leaving = aims.if_leaves(&context.actor(), &context::id(&self.person)?).await?;
        if context.output.json(&leaving) {
            return Ok(());
        }
        let mut table = Table::new(["part", "duty", "left", "proposed", "because"]);
        for it in &leaving.duties {
            let (who, why) = it
                .proposal
                .as_ref()
                .map_or_else(Default::default, |it| (named(&it.person, &leaving.names), it.why.clone()));
            let left = if it.left.is_empty() { "nobody".to_owned() } else { all(&it.left, &leaving.names) };
            table.row([it.part.name().to_owned(), duty(&aims, &it.duty), left, who, why]);
        }
        context.output.table(&table);
        let falls = leaving.duties.iter().filter(|it| it.left.is_empty()).count();
        context.output.line(format!(
            "{falls} of {} fall when {} goes",
            leaving.duties.len(),
            named(&leaving.person, &leaving.names)
        ));
        Ok(())
    }
}

impl Letter {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let aims = context.open()?;
        let (letter, names) = aims.letter(&context.actor(), &context::id(&self.assignment)?).await?;
        if context.output.json(&letter) {
            return Ok(());
        }
        let output = &context.output;
        output.line(format!("Letter of appointment, {} version {}", letter.assignment, letter.version));
        let covers = letter.covers.as_ref().map_or_else(|| "the whole organisation".to_owned(), |it| named(it, &names));
        output.line(format!("{} as {} for {covers}", named(&letter.person, &names), letter.role));
        let since = letter.from.map(|it| format!("from {it}")).unwrap_or_default();
        let until = letter.until.map(|it| format!(" until {it}")).unwrap_or_default();
        output.line(format!("{since}{until}"));
        for (part, says) in [
            (Part::Accountable, "answers for"),
            (Part::Responsible, "does the work for"),
            (Part::Challenger, "challenges"),
        ] {
            let duties: Vec<&Duty> = letter.duties.iter().filter(|it| it.0 == part).map(|it| &it.1).collect();
            if !duties.is_empty() {
                output.line(format!("\n{says}"));
                duties.iter().for_each(|it| output.line(format!("  {}", duty(&aims, it))));
            }
        }
        Ok(())
    }
}
