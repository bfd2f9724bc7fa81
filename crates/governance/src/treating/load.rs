//! The hours of those who do tasks: what is due by when, against what a resource plan in force leaves them. Pure.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::task::Task;

/// Whether somebody's hours suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fits {
    /// By some day more is due than they have hours.
    TooMuch,
    /// It cannot be told.
    NotAssessable,
    /// They suffice.
    Fits,
}

impl Fits {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Fits::TooMuch => "too_much",
            Fits::NotAssessable => "not_assessable",
            Fits::Fits => "fits",
        }
    }
}

/// Hours that are due by a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The day.
    pub by: Date,
    /// Hours of all open tasks that are due by then.
    pub need: f64,
    /// Hours that are there until then.
    pub there: f64,
    /// The tasks that are due on that day.
    pub tasks: Vec<Id>,
}

/// How somebody is loaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Load {
    /// The person.
    pub person: Id,
    /// Whether their hours suffice.
    pub fits: Fits,
    /// Why, in a sentence.
    pub why: String,
    /// Hours a year that the plan leaves them.
    pub free: Option<f64>,
    /// How that was counted.
    pub formula: String,
    /// What is due by when.
    pub steps: Vec<Step>,
}

/// Hours a year with how they were counted, or why nothing is known of them.
pub type Free = Result<(f64, String), String>;

/// Days of a year.
const YEAR: f64 = 365.0;

/// How somebody is loaded by all their open tasks, of this plan or not; `free` are hours a year with how they were counted, or why nothing is known.
pub fn load(person: &Id, tasks: &[Task], free: &Free, today: Date) -> Load {
    let mut own: Vec<&Task> = tasks.iter().filter(|it| it.owner.as_ref() == Some(person) && it.open()).collect();
    own.sort_by_key(|it| (it.due, it.id.number));
    let blank = |why: String| Load {
        person: person.clone(),
        fits: Fits::NotAssessable,
        why,
        free: free.as_ref().ok().map(|it| it.0),
        formula: free.as_ref().map(|it| it.1.clone()).unwrap_or_default(),
        steps: Vec::new(),
    };
    let (hours, _) = match free {
        Ok(it) => it,
        Err(why) => return blank(why.clone()),
    };
    if let Some(it) = own.iter().find(|it| it.hours.is_none() || it.due.is_none()) {
        let what = if it.hours.is_none() { "how many hours it takes" } else { "by when it is due" };
        return blank(format!("{} does not say {what}", it.id));
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut need = 0.0;
    for it in own {
        let (Some(due), Some(takes)) = (it.due, it.hours) else { continue };
        need += takes;
        // What is late is due today.
        let by = due.max(today);
        let days = f64::from(by.since(today).map_or(0, |it| it.get_days()) + 1);
        match steps.last_mut().filter(|it| it.by == by) {
            Some(step) => (step.need, _) = (need, step.tasks.push(it.id.clone())),
            None => steps.push(Step { by, need, there: hours * days / YEAR, tasks: vec![it.id.clone()] }),
        }
    }
    let short = steps.iter().find(|it| it.need > it.there + 1e-9);
    let (fits, why) = match (short, steps.last()) {
        (Some(it), _) => (
            Fits::TooMuch,
            format!("{:.1} h are due by {}, and {:.1} h are there until then", it.need, it.by, it.there),
        ),
        (None, Some(it)) => (Fits::Fits, format!("{:.1} h are due by {}, of {:.1} h", it.need, it.by, it.there)),
        (None, None) => (Fits::Fits, "nothing is due".to_owned()),
    };
    Load { fits, why, steps, ..blank(String::new()) }
}
