//! Work that AI systems can take over: share of working time × exposure × people, a task a row, with the ends of the exposure. It says how
//! much work is exposed, in full-time people, and not how many lose theirs. People are counted by the record of the unit, so that the
//! estimate moves with it. Pure.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::plain;

/// A number with the ends between which it lies, by those of the exposure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// As is most likely.
    pub likely: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

impl Estimate {
    fn with(self, it: Estimate) -> Estimate {
        Estimate { likely: self.likely + it.likely, low: self.low + it.low, high: self.high + it.high }
    }
}

/// A task that is exposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// The task.
    pub task: String,
    /// The work to which it belongs.
    pub work: String,
    /// The part of working time that it takes.
    pub share: f64,
    /// The part of it that is taken over: most likely, least and most.
    pub exposure: Estimate,
    /// Full-time people whose work that is; nothing where it cannot be told.
    pub full_time: Option<Estimate>,
}

/// Work of the same people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Work {
    /// The assessment.
    pub assessment: Id,
    /// The unit whose people do it.
    pub unit: Option<Id>,
    /// What it is called.
    pub work: String,
    /// How many people do it.
    pub people: Option<u64>,
    /// Where their number comes from.
    pub counted_by: String,
    /// Its tasks.
    pub tasks: Vec<Task>,
    /// Full-time people whose work is exposed, of `people`; nothing where it cannot be told.
    pub full_time: Option<Estimate>,
    /// Why it cannot be told.
    pub why: Option<String>,
}

/// The exposed work of an assessment, by those who do it; `units` are the records that it names.
pub fn works(assessment: &RecordRow, units: &BTreeMap<Id, RecordRow>) -> Vec<Work> {
    let mut found: Vec<(Work, Vec<&Value>)> = Vec::new();
    for row in assessment.list("exposed_work") {
        let Some(name) = row["work"].as_str() else { continue };
        let unit: Option<Id> = row["unit"].as_str().and_then(|it| it.parse().ok());
        let same = |it: &Work| match &unit {
            Some(_) => it.unit == unit,
            None => it.unit.is_none() && plain(&it.work) == plain(name),
        };
        match found.iter_mut().find(|it| same(&it.0)) {
            Some(own) => own.1.push(row),
            None => found.push((blank(assessment, name, unit), vec![row])),
        }
    }
    found.into_iter().map(|(work, rows)| told(work, &rows, units)).collect()
}

fn blank(assessment: &RecordRow, name: &str, unit: Option<Id>) -> Work {
    let (assessment, work) = (assessment.id.clone(), name.to_owned());
    Work {
        assessment,
        unit,
        work,
        people: None,
        counted_by: String::new(),
        tasks: Vec::new(),
        full_time: None,
        why: None,
    }
}

fn told(mut work: Work, rows: &[&Value], units: &BTreeMap<Id, RecordRow>) -> Work {
    match counted(&work, rows, units) {
        Ok((people, by)) => (work.people, work.counted_by) = (Some(people), by),
        Err(why) => work.why = Some(why),
    }
    work.tasks = rows.iter().map(|it| task(it, work.people)).collect();
    work.why = work.why.take().or_else(|| wrong(&work.tasks));
    match work.why {
        Some(_) => work.tasks.iter_mut().for_each(|it| it.full_time = None),
        None => work.full_time = sum(&work.tasks),
    }
    work
}

/// The sum of what is told, where everything is.
fn sum(tasks: &[Task]) -> Option<Estimate> {
    tasks.iter().try_fold(Estimate::default(), |sum, it| Some(sum.with(it.full_time?)))
}

/// How many people do the work, and who says so.
fn counted(work: &Work, rows: &[&Value], units: &BTreeMap<Id, RecordRow>) -> Result<(u64, String), String> {
    let mut typed: Vec<u64> = rows.iter().filter_map(|it| it["people"].as_u64()).collect();
    typed.sort_unstable();
    typed.dedup();
    match (&work.unit, typed.as_slice()) {
        (Some(unit), []) => {
            let row = units.get(unit).ok_or_else(|| format!("{unit} was not there"))?;
            let people = row.document.get("headcount").and_then(Value::as_u64);
            let people = people.ok_or_else(|| format!("{unit} does not say how many people work there"))?;
            Ok((people, format!("headcount of {unit}, version {}", row.version)))
        }
        (Some(unit), _) => Err(format!("it names {unit} and a number of people as well; keep one of them")),
        (None, [people]) => Ok((*people, work.assessment.to_string())),
        (None, []) => Err("nobody says how many people do it; name their unit, or a number".to_owned()),
        (None, _) => Err("rows of the same work state different numbers of people; state one".to_owned()),
    }
}

fn task(row: &Value, people: Option<u64>) -> Task {
    let number = |column: &str| row[column].as_f64().unwrap_or_default();
    let share = number("share");
    let exposure = Estimate { likely: number("exposure"), low: number("exposure_low"), high: number("exposure_high") };
    let all = people.map(|it| share * it as f64);
    let text = |column: &str| row[column].as_str().unwrap_or_default().to_owned();
    let full_time =
        all.map(|it| Estimate { likely: it * exposure.likely, low: it * exposure.low, high: it * exposure.high });
    Task { task: text("task"), work: text("work"), share, exposure, full_time }
}

/// What in the rows cannot be.
fn wrong(tasks: &[Task]) -> Option<String> {
    let outside =
        tasks.iter().find(|it| !(it.exposure.low <= it.exposure.likely && it.exposure.likely <= it.exposure.high));
    if let Some(it) = outside {
        return Some(format!("the exposure of `{}` does not lie between its ends", it.task));
    }
    let whole: f64 = tasks.iter().map(|it| it.share).sum();
    // A little beside one is how decimals add up.
    (whole > 1.0 + 1e-9).then(|| {
        format!("its tasks take {whole:.2} of the working time of the same people, and there is no more than 1")
    })
}
