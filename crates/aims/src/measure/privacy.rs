//! What a file gives away about persons: classes of rows that look alike, the population behind them, attacks on membership.

use measure::privacy::assess::{Plan as Question, assess};
use measure::privacy::classes::Classes;
use measure::privacy::membership::membership;
use measure::privacy::risk::{journalist, marketer};
use measure::report::Line;
use measure::roles::{UNKNOWN, binary_of};
use measure::{Coded, Measured};

use super::columns::single;
use super::data::{self, said};
use super::number;
use super::plan::Privacy;
use super::report::{Figure, Found, Note};
use super::run::Ask;
use crate::exit::Failure;

/// Distinct values of a column by which somebody may be recognised.
const MOST_VALUES: usize = 10_000_000;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Failure> {
    let (settings, columns) = (ask.section("privacy", &ask.plan.privacy)?, ask.columns);
    let mut found = Found::default();
    if columns.quasi.is_empty() && columns.member.is_none() {
        return Err(Failure::input(
            "name the columns by which somebody may be recognised with --quasi, or --member and --score for an attack",
        ));
    }
    if !columns.quasi.is_empty() {
        hidden(&mut found, settings, ask)?;
    }
    if let Some(member) = &columns.member {
        attacked(&mut found, member, settings, ask)?;
    }
    Ok(found)
}

/// How well rows are hidden among others.
fn hidden(found: &mut Found, settings: &Privacy, ask: &Ask<'_>) -> Result<(), Failure> {
    let words = |all: &'_ [String]| -> Vec<String> { all.to_vec() };
    let (quasi, sensitive) = (words(&ask.columns.quasi), words(&ask.columns.sensitive));
    let (identifiers, secrets): (Vec<&str>, Vec<&str>) =
        (quasi.iter().map(String::as_str).collect(), sensitive.iter().map(String::as_str).collect());
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
        quasi.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
        settings.k,
        settings.l,
        number::number(settings.accepted)
    );
    found.notes.push(Note::new("classes", "", sentence));
    found.lines.extend(assessment.lines);
    found.figures.extend(sizes(&data::batch(&table)?, &identifiers)?);
    match ask.reference() {
        Some(_) => populated(found, &identifiers, ask),
        None => Ok(()),
    }
}

/// How many rows stand in classes of which size.
fn sizes(batch: &measure::Batch<'_>, identifiers: &[&str]) -> Result<Option<Figure>, Failure> {
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

/// The chance of being found by somebody who knows the population.
fn populated(found: &mut Found, identifiers: &[&str], ask: &Ask<'_>) -> Result<(), Failure> {
    let population = ask.needed_reference()?.source("privacy")?;
    let (own, all) =
        (data::table(ask.source()?, identifiers, ask.threads)?, data::table(population, identifiers, ask.threads)?);
    let (own, all) = (data::batch(&own)?, data::batch(&all)?);
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for name in identifiers {
        let coded = |batch: &'_ measure::Batch<'_>| {
            batch.column(name).and_then(|it| it.coded(MOST_VALUES)).map(owned).map_err(said)
        };
        let (one, two) = together(coded(&own)?, coded(&all)?);
        mine.push(one);
        theirs.push(two);
    }
    let classes = Classes::new(&mine).and_then(|own| Ok((own, Classes::new(&theirs)?)));
    let of = |measure: fn(&Classes, &Classes) -> Result<measure::Estimate, measure::Undefined>| -> Measured {
        classes.clone().and_then(|(own, all)| measure(&own, &all)).into()
    };
    found.lines.push(Line::new("journalist_risk", "", of(journalist)));
    found.lines.push(Line::new("marketer_risk", "", of(marketer)));
    Ok(())
}

/// The same codes, owned.
fn owned(it: Coded<'_>) -> (Vec<u32>, Vec<String>) {
    (it.codes.into_owned(), it.words.into_owned())
}

type Words = (Vec<u32>, Vec<String>);

/// Two columns coded by one dictionary.
fn together(one: Words, two: Words) -> (Coded<'static>, Coded<'static>) {
    let mut words: Vec<String> = one.1.iter().chain(&two.1).cloned().collect();
    words.sort();
    words.dedup();
    let coded = |(codes, own): Words| {
        let places: Vec<u32> =
            own.iter().map(|it| words.binary_search(it).unwrap_or(0) as u32).chain([words.len() as u32]).collect();
        let codes: Vec<u32> = codes.iter().map(|&it| places[it as usize]).collect();
        Coded { name: "", codes: codes.into(), words: words.clone().into() }
    };
    (coded(one), coded(two))
}

/// What an attack score tells of who was in the training data.
fn attacked(found: &mut Found, member: &str, settings: &Privacy, ask: &Ask<'_>) -> Result<(), Failure> {
    let lacking = || Failure::input("name the column of attack scores with --score; higher speaks for membership");
    let score = single(&ask.columns.score, "score", "privacy")?.ok_or_else(lacking)?;
    let table = data::table(ask.source()?, &[member, score], ask.threads)?;
    let batch = data::batch(&table)?;
    let members = binary_of(&batch, member, None).map_err(said)?.classes;
    let scores = batch.column(score).and_then(|it| it.numbers()).map_err(said)?;
    let known = || scores.iter().zip(&members).filter(|it| !it.0.is_nan() && *it.1 != UNKNOWN);
    let side = |of: u8| known().filter(|it| *it.1 == of).map(|it| *it.0).collect::<Vec<f64>>();
    found.rows = batch.rows() as u64;
    let attack = membership(&side(1), &side(0), settings.few, ask.draws.level);
    let [advantage, area, rate] = match attack {
        Ok(it) => [it.advantage, it.area, it.true_positive_rate],
        Err(none) => [(); 3].map(|()| Measured::Undefined(none.clone())),
    };
    found.lines.push(Line::new("membership_inference_advantage", "", advantage));
    found.lines.push(Line::new("roc_auc", "attack on membership", area));
    found.lines.push(Line::new("membership_true_positive_rate", "", rate));
    Ok(())
}
