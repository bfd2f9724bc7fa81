//! The paths that a policy allows, as TOML: activities with what may follow them directly, where cases begin and end, and rules between
//! activities. Every mistake is named at once.

use std::collections::{BTreeSet, HashMap, VecDeque};

use jiff::{Span, SpanRelativeTo};
use serde::Deserialize;

/// Most activities of a model; the shortest ways between all of them are known beforehand.
const MOST: usize = 200;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Activities with which a case may begin.
    start: Vec<String>,
    /// Activities with which a case ends; a case that has not come to one of them goes on.
    end: Vec<String>,
    /// How long a case may go on.
    complete_within: Option<String>,
    activity: Vec<Activity>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Activity {
    name: String,
    /// What may follow it directly.
    #[serde(default)]
    then: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    sort: Sort,
    first: Option<String>,
    second: Option<String>,
    activity: Option<String>,
    within: Option<String>,
    times: Option<u32>,
}

/// A sort of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    Precedes,
    FollowedWithin,
    OtherPerson,
    AtMost,
}

/// A rule between activities, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The second never comes before a first.
    Precedes(usize, usize),
    /// After each first a second comes within so many microseconds.
    FollowedWithin(usize, usize, i64),
    /// Whoever does the second did not do the first.
    OtherPerson(usize, usize),
    /// It comes so often at most.
    AtMost(usize, u32),
}

/// The paths that are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Names of the activities.
    pub activities: Vec<String>,
    /// Where cases begin.
    pub start: BTreeSet<usize>,
    /// Where cases end.
    pub end: BTreeSet<usize>,
    /// What may follow what directly.
    pub follows: BTreeSet<(usize, usize)>,
    /// Rules between activities.
    pub rules: Vec<Rule>,
    /// How long a case may go on, in microseconds.
    pub complete_within: Option<i64>,
    /// Activities between two along the shortest allowed way.
    between: HashMap<(usize, usize), Vec<usize>>,
}

impl Model {
    /// The model that a text describes.
    ///
    /// Errors: every mistake in it, a sentence each.
    pub fn read(text: &str) -> Result<Model, Vec<String>> {
        let file: File = toml::from_str(text).map_err(|it| vec![format!("it cannot be read: {}", it.message())])?;
        let mut faults = Vec::new();
        let activities: Vec<String> = file.activity.iter().map(|it| it.name.clone()).collect();
        faults.extend((activities.len() > MOST).then(|| format!("there are more than {MOST} activities")));
        let twice = activities.iter().enumerate().filter(|(at, it)| activities[..*at].contains(it));
        faults.extend(twice.map(|(_, it)| format!("the activity `{it}` stands twice")));
        let mut place = |name: &str, of: &str| {
            let found = activities.iter().position(|it| it == name);
            if found.is_none() {
                faults.push(format!("{of} names `{name}`, which is no activity; add it or write it alike"));
            }
            found.unwrap_or_default()
        };
        let start: BTreeSet<usize> = file.start.iter().map(|it| place(it, "`start`")).collect();
        let end = file.end.iter().map(|it| place(it, "`end`")).collect();
        let mut follows = BTreeSet::new();
        for (from, it) in file.activity.iter().enumerate() {
            follows.extend(it.then.iter().map(|to| (from, place(to, &format!("`then` of `{}`", it.name)))));
        }
        let mut rules = Vec::new();
        let mut wrong = Vec::new();
        for (number, it) in file.rule.iter().enumerate() {
            let of = format!("rule {}", number + 1);
            match it.made(&mut |name| place(name, &of)) {
                Ok(rule) => rules.push(rule),
                Err(why) => wrong.push(format!("{of} {why}")),
            }
        }
        let complete_within = file.complete_within.as_deref().map(micros).transpose();
        faults.extend(wrong);
        faults.extend(complete_within.as_ref().err().map(|it| format!("`complete_within`: {it}")));
        faults
            .extend(start.is_empty().then(|| "`start` names no activity; say with which a case may begin".to_owned()));
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut model = Model {
            activities,
            start,
            end,
            follows,
            rules,
            complete_within: complete_within.unwrap_or_default(),
            between: HashMap::new(),
        };
        model.between = model.shortest();
        let reached =
            |to: usize| model.start.contains(&to) || model.start.iter().any(|it| model.between(*it, to).is_some());
        let lost: Vec<String> = (0..model.activities.len())
            .filter(|it| !reached(*it))
            .map(|it| format!("no allowed path leads to `{}`; let something be followed by it", model.activities[it]))
            .collect();
        if lost.is_empty() { Ok(model) } else { Err(lost) }
    }

    /// Activities between two along the shortest allowed way of one step or more; of several, the first in the order of the text.
    pub fn between(&self, from: usize, to: usize) -> Option<&[usize]> {
        self.between.get(&(from, to)).map(Vec::as_slice)
    }

    fn shortest(&self) -> HashMap<(usize, usize), Vec<usize>> {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.activities.len()];
        self.follows.iter().for_each(|(from, to)| next[*from].push(*to));
        let mut found = HashMap::new();
        for from in 0..self.activities.len() {
            let mut queue: VecDeque<(usize, Vec<usize>)> = VecDeque::from([(from, Vec::new())]);
            while let Some((at, way)) = queue.pop_front() {
                for &to in &next[at] {
                    if found.contains_key(&(from, to)) {
                        continue;
                    }
                    found.insert((from, to), way.clone());
                    let longer = way.iter().copied().chain([to]).collect();
                    queue.push_back((to, longer));
                }
            }
        }
        found
    }
}

impl RuleFile {
    fn made(&self, place: &mut dyn FnMut(&str) -> usize) -> Result<Rule, String> {
        let lacks = |name: &str| format!("lacks `{name}`");
        let mut pair = || {
            let first = self.first.as_ref().ok_or_else(|| lacks("first"))?;
            let second = self.second.as_ref().ok_or_else(|| lacks("second"))?;
            Ok::<_, String>((place(first), place(second)))
        };
        let made = match self.sort {
            Sort::Precedes => pair().map(|(first, second)| Rule::Precedes(first, second))?,
            Sort::OtherPerson => pair().map(|(first, second)| Rule::OtherPerson(first, second))?,
            Sort::FollowedWithin => {
                let (first, second) = pair()?;
                Rule::FollowedWithin(first, second, micros(self.within.as_ref().ok_or_else(|| lacks("within"))?)?)
            }
            Sort::AtMost => {
                let activity = self.activity.as_ref().ok_or_else(|| lacks("activity"))?;
                Rule::AtMost(place(activity), self.times.ok_or_else(|| lacks("times"))?)
            }
        };
        let (pairs, counts) =
            (self.first.is_some() || self.second.is_some(), self.activity.is_some() || self.times.is_some());
        let strange = match self.sort {
            Sort::AtMost => (pairs || self.within.is_some()).then_some("`activity` and `times` alone"),
            Sort::FollowedWithin => counts.then_some("`first`, `second` and `within` alone"),
            Sort::Precedes | Sort::OtherPerson => {
                (counts || self.within.is_some()).then_some("`first` and `second` alone")
            }
        };
        strange.map_or(Ok(made), |it| Err(format!("takes {it}")))
    }
}

/// A length of time in microseconds; months and years have none.
fn micros(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is no length of time in weeks, days, hours or minutes, such as PT4H");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    let micros = i64::try_from(length.as_micros()).map_err(|_| wrong())?;
    if micros > 0 { Ok(micros) } else { Err(wrong()) }
}
