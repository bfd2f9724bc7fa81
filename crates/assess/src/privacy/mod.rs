//! What a file gives away about persons: classes of rows that look alike, the population behind them, attacks on membership;
//! and what protecting them costs: lost detail, lost utility, side effects, models that are averaged instead of rows joined.

mod attack;
mod codes;
mod federation;
mod population;
mod synthetic;
mod treated;
mod worth;

use measure::privacy::assess::{Plan as Question, assess};
use measure::privacy::classes::Classes;
use measure::{Coded, Measured, Undefined, Verdict};

use super::data::{self, said};
use super::differing;
use super::number;
use super::plan::Privacy;
use super::report::{Figure, Found, Note};
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Distinct values of a column by which somebody may be recognised.
pub const MOST_VALUES: usize = 10_000_000;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let (settings, columns) = (ask.section("privacy", &ask.plan.privacy)?, ask.columns);
    let mut found = Found::default();
    if columns.quasi.is_empty()
        && columns.member.is_none()
        && ask.other("training").is_none()
        && columns.label.is_none()
    {
        return Err(Error::input(
            "name the columns by which somebody may be recognised with --quasi, or --member and --score for an attack",
        ));
    }
    if !columns.quasi.is_empty() {
        hidden(&mut found, settings, ask)?;
        named(&mut found, settings, ask)?;
    }
    if let Some(member) = &columns.member {
        attack::attacked(&mut found, member, settings, ask)?;
    }
    let (original, held_out) = (ask.other_rows("original")?, ask.other_rows("held_out")?);
    if let Some(original) = original {
        treated::treated(&mut found, original, ask)?;
    }
    if let Some((training, held_out)) = ask.other_rows("training")?.zip(held_out) {
        synthetic::copied(&mut found, training, held_out, ask)?;
    }
    if held_out.is_some() && columns.label.is_none() && ask.other("training").is_none() {
        return Err(Error::input(
            "rows held out are for a task (--label) or for synthetic data (--training); name one of them",
        ));
    }
    if let Some(label) = &columns.label {
        let lacking = || Error::input("a task needs rows that nobody learned from; name them with --held-out");
        let held_out = held_out.ok_or_else(lacking)?;
        match (&columns.party, original) {
            (Some(party), _) => federation::federation(&mut found, [party, label], held_out, settings, ask)?,
            (None, Some(original)) => worth::worth_of(&mut found, label, [original, held_out], settings, ask)?,
            (None, None) => return Err(Error::input(NO_TASK)),
        }
    }
    Ok(found)
}

/// Why a label alone is not enough.
const NO_TASK: &str = "a label is learned from treated data beside those before the treatment (--original), or by parties that a \
                       column names (--party); name one of them";

/// How well rows are hidden among others.
fn hidden(found: &mut Found, settings: &Privacy, ask: &Ask<'_>) -> Result<(), Error> {
    let identifiers: Vec<&str> = ask.columns.quasi.iter().map(String::as_str).collect();
    let secrets: Vec<&str> = ask.columns.sensitive.iter().map(String::as_str).collect();
    if let Some(both) = identifiers.iter().find(|it| secrets.contains(it)) {
        return Err(Error::input(format!(
            "`{both}` is in --quasi and in --sensitive: who knows it has nothing left to learn of it; name it in one of them"
        )));
    }
    let names: Vec<&str> = identifiers.iter().chain(&secrets).copied().collect();
    let table = data::table(ask.source()?, &names, ask.threads)?;
    let question = Question {
        identifiers: &identifiers,
        sensitive: &secrets,
        k: settings.k,
        l: settings.l,
        accepted: settings.accepted,
    };
    let assessment = assess(&data::batch(&table)?, &question).map_err(said)?;
    found.rows = assessment.rows;
    let sentence = format!(
        "{} rows fall into {} classes by {}; asked for are k = {} and l = {}, and a chance of at most {} of being found",
        number::rows(assessment.rows),
        number::rows(assessment.classes),
        identifiers.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
        settings.k,
        settings.l,
        number::number(settings.accepted)
    );
    found.notes.push(Note::new("classes", "", sentence));
    found.lines.extend(assessment.lines);
    found.figures.extend(sizes(&data::batch(&table)?, &identifiers)?);
    match ask.other_rows("reference")? {
        Some(population) => population::populated(found, population, &identifiers, ask),
        None => Ok(()),
    }
}

/// Columns that name every person, and that nobody named: while they stand in the file, nobody is hidden in it.
fn named(found: &mut Found, settings: &Privacy, ask: &Ask<'_>) -> Result<(), Error> {
    let parts: Vec<&str> = ask.columns.parts().into_iter().flat_map(|it| it.1).collect();
    let passed = |it: &&str| parts.contains(it) || settings.leave_out.iter().any(|out| out == it);
    let summary = ask.input().summary(ask.threads)?;
    for name in differing::identifiers(ask.input(), &summary, ask.threads)?.into_iter().filter(|it| !passed(it)) {
        let why = "another value in every row, as what identifies a person has, and it is no part of `--quasi`";
        let next = "take it out of the file, or write it to `leave_out` below `[privacy]` of a plan where it says nothing of anybody";
        found.notes.push(Note::new("identifier", name, format!("has {why}; {next}")));
        if !ask.plan.limit.is_empty() {
            let verdict = Verdict::NotAssessable { why: format!("it has {why}").into() };
            let measured = Measured::from(Err(Undefined::because(format!("it has {why}"))));
            found.rulings.push(ruling(
                "column",
                name,
                None,
                &measured,
                &verdict,
                "no value of one person alone".to_owned(),
            ));
        }
    }
    Ok(())
}

/// How many rows stand in classes of which size.
fn sizes(batch: &measure::Batch<'_>, identifiers: &[&str]) -> Result<Option<Figure>, Error> {
    let coded = identifiers.iter().map(|it| batch.column(it)?.coded(MOST_VALUES));
    let coded = coded.collect::<Result<Vec<Coded<'_>>, _>>().map_err(said)?;
    let Ok(classes) = Classes::new(&coded) else { return Ok(None) };
    const UPTO: [(u64, &str); 7] = [
        (1, "1"),
        (2, "2"),
        (4, "3 to 4"),
        (9, "5 to 9"),
        (19, "10 to 19"),
        (99, "20 to 99"),
        (u64::MAX, "100 and more"),
    ];
    let mut counts = vec![0; UPTO.len()];
    for size in &classes.sizes {
        let at = UPTO.iter().position(|it| size <= &it.0).unwrap_or(0);
        counts[at] += size;
    }
    let labels = UPTO.iter().map(|it| it.1.to_owned()).collect();
    let title = "Rows by the size of their class".to_owned();
    Ok(Some(Figure::Counts { title, labels, series: vec![("rows".to_owned(), counts)] }))
}
