//! Which sides are held against each other, and what too little means. Pure over what was read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use measure::inference::multiple::{Correction, adjust};
use record::Id;
use serde::Serialize;

use super::compared::{Amount, Found, Side, figure, goes_with, other_people, same_people, whole};
use super::signs::{Better, Known, Sign};
use crate::competence::library::Effect;

/// What is held against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// The same people after their training, against before it.
    BeforeAndAfter,
    /// People who were trained, since then, against people who never were.
    TrainedAndNot,
    /// The score of the first attempt at a quiz, with what is seen of the work.
    QuizScore,
}

/// Every look.
pub const LOOKS: [Look; 3] = [Look::BeforeAndAfter, Look::TrainedAndNot, Look::QuizScore];

impl Look {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Look::BeforeAndAfter => "before_and_after",
            Look::TrainedAndNot => "trained_and_not",
            Look::QuizScore => "quiz_score",
        }
    }
}

/// What a comparison says once all are corrected together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Less of the sign with training, or with a higher score.
    Less,
    /// More of it.
    More,
    /// Nothing is shown either way.
    NothingShown,
    /// Too little is there to say anything.
    NotAssessable,
}

impl Told {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Told::Less => "less",
            Told::More => "more",
            Told::NothingShown => "nothing_shown",
            Told::NotAssessable => "not_assessable",
        }
    }
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The competence.
    pub competence: Id,
    /// The sign.
    pub sign: String,
    /// Which way it is better.
    pub better: Better,
    /// What is held against what.
    pub look: Look,
    /// People on each side; with a score, the same number twice.
    pub people: (usize, usize),
    /// What was counted on each side.
    pub counted: (f64, f64),
    /// In how much: years in the role, or decisions.
    pub of: (f64, f64),
    /// The figure of each side; nothing with a score, or where there is nobody.
    pub figures: Option<(f64, f64)>,
    /// The first figure less the second, or the correlation.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub within: Option<(f64, f64)>,
    /// The p-value by itself.
    pub p: Option<f64>,
    /// The p-value, corrected for all comparisons that could be made.
    pub adjusted_p: Option<f64>,
    /// What it says.
    pub told: Told,
    /// Why nothing can be said.
    pub why: String,
}

/// Days on which somebody is in a role, from the first to the last.
pub type Spans = Vec<(Date, Date)>;

/// What is known, for each competence of the people of whom it is asked.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The first day that is looked at.
    pub back: Date,
    /// The last one.
    pub on: Date,
    /// When it is asked of whom.
    pub asked: BTreeMap<Id, BTreeMap<Id, Spans>>,
    /// The day on which somebody was trained first.
    pub trained: BTreeMap<Id, BTreeMap<Id, Date>>,
    /// The score of somebody's first attempt at a quiz of it.
    pub scores: BTreeMap<Id, BTreeMap<Id, f64>>,
    /// What was seen, by sign.
    pub seen: BTreeMap<String, Known>,
}

/// Every comparison for which somebody was trained or examined, the p-values corrected together by Holm.
pub fn compared(around: &Around, rules: &Effect, level: f64) -> Vec<Compared> {
    let mut all = Vec::new();
    for (competence, asked) in &around.asked {
        let (trained, scored) =
            (of_anybody(&around.trained, competence, asked), of_anybody(&around.scores, competence, asked));
        for sign in &rules.sign {
            for look in LOOKS {
                let known = if look == Look::QuizScore { scored } else { trained };
                if known {
                    all.push(Asking { around, rules, asked, competence, sign, level }.told(look));
                }
            }
        }
    }
    corrected(all, level)
}

/// Whether something of a competence is known of anybody of whom it is asked.
fn of_anybody<T>(of: &BTreeMap<Id, BTreeMap<Id, T>>, competence: &Id, asked: &BTreeMap<Id, Spans>) -> bool {
    of.get(competence).is_some_and(|it| it.keys().any(|id| asked.contains_key(id)))
}

fn corrected(mut all: Vec<Compared>, level: f64) -> Vec<Compared> {
    let alone: Vec<f64> = all.iter().filter_map(|it| it.p).collect();
    let mut together = adjust(&alone, Correction::Holm).into_iter();
    for it in all.iter_mut().filter(|it| it.p.is_some()) {
        it.adjusted_p = together.next();
        it.told = match (it.adjusted_p.is_some_and(|p| p < 1.0 - level), it.value.unwrap_or_default() < 0.0) {
            (false, _) => Told::NothingShown,
            (true, true) => Told::Less,
            (true, false) => Told::More,
        };
    }
    all
}

/// A question about one competence and one sign.
struct Asking<'a> {
    around: &'a Around,
    rules: &'a Effect,
    asked: &'a BTreeMap<Id, Spans>,
    competence: &'a Id,
    sign: &'a Sign,
    level: f64,
}

impl Asking<'_> {
    fn told(&self, look: Look) -> Compared {
        match look {
            Look::BeforeAndAfter => {
                let (after, before) = self.before_and_after();
                let found = |a: &Side, b: &Side| same_people(a, b, self.level);
                self.sides(look, &after, &before, found)
            }
            Look::TrainedAndNot => {
                let (with, without) = self.trained_and_not();
                self.sides(look, &with, &without, |a, b| other_people(a, b, self.level))
            }
            Look::QuizScore => self.scored(),
        }
    }

    /// The same people since their training and before it, where both are long enough to look at.
    fn before_and_after(&self) -> (Side, Side) {
        let (mut after, mut before) = (Side::new(), Side::new());
        for (person, day) in self.trained() {
            let Ok(eve) = day.yesterday() else { continue };
            let (since, until) = (self.amount(person, day, self.around.on), self.amount(person, self.around.back, eve));
            if let (Some(since), Some(until)) = (since, until) {
                after.insert(person.clone(), since);
                before.insert(person.clone(), until);
            }
        }
        (after, before)
    }

    /// People since their training, and people who never had any.
    fn trained_and_not(&self) -> (Side, Side) {
        let trained: BTreeMap<&Id, Date> = self.trained().collect();
        let with = trained.iter().filter_map(|(id, day)| Some(((*id).clone(), self.amount(id, *day, self.around.on)?)));
        let never = self.asked.keys().filter(|it| !trained.contains_key(it));
        let without = never.filter_map(|id| Some((id.clone(), self.amount(id, self.around.back, self.around.on)?)));
        (with.collect(), without.collect())
    }

    fn trained(&self) -> impl Iterator<Item = (&Id, Date)> {
        let all = self.around.trained.get(self.competence).into_iter().flatten();
        all.filter(|it| self.asked.contains_key(it.0) && *it.1 <= self.around.on).map(|it| (it.0, *it.1))
    }

    /// What was counted of somebody from one day to another while it was asked of them; nothing where that is too short or nothing was measured.
    fn amount(&self, person: &Id, from: Date, until: Date) -> Option<Amount> {
        let spans: Spans = self
            .asked
            .get(person)?
            .iter()
            .map(|it| (it.0.max(from), it.1.min(until)))
            .filter(|it| it.0 <= it.1)
            .collect();
        let seen = self.around.seen.get(&self.sign.key).and_then(|it| it.get(person)).into_iter().flatten();
        let own = seen.filter(|it| spans.iter().any(|of| of.0 <= it.on && it.on <= of.1));
        let sum = own.fold(Amount::default(), |sum, it| Amount {
            counted: sum.counted + it.amount.counted,
            of: sum.of + it.amount.of,
        });
        if self.sign.measured() {
            return (sum.of > 0.0).then_some(sum);
        }
        let days: i64 = spans.iter().filter_map(|it| Some(i64::from(it.0.until(it.1).ok()?.get_days()) + 1)).sum();
        (days >= self.rules.least_days).then_some(Amount { counted: sum.counted, of: days as f64 / 365.25 })
    }

    fn sides(&self, look: Look, a: &Side, b: &Side, found: impl Fn(&Side, &Side) -> Option<Found>) -> Compared {
        let (one, other) = (whole(a), whole(b));
        let figures = (!a.is_empty() && !b.is_empty()).then(|| (figure(&one), figure(&other)));
        let least = a.len().min(b.len());
        let (counted, of) = ((one.counted, other.counted), (one.of, other.of));
        let blank = Compared { figures, people: (a.len(), b.len()), counted, of, ..self.blank(look) };
        self.weighed(blank, least, one.counted + other.counted, || found(a, b))
    }

    fn scored(&self) -> Compared {
        let scores = self.around.scores.get(self.competence).into_iter().flatten();
        let both = scores.filter_map(|(id, score)| Some((*score, self.amount(id, self.around.back, self.around.on)?)));
        let both: Vec<(f64, Amount)> = both.collect();
        let sum = |of: fn(&Amount) -> f64| both.iter().map(|it| of(&it.1)).sum::<f64>();
        let (counted, of) = (sum(|it| it.counted), sum(|it| it.of));
        let (people, counted, of) = ((both.len(), both.len()), (counted, counted), (of, of));
        let blank = Compared { people, counted, of, ..self.blank(Look::QuizScore) };
        let pairs: Vec<(f64, f64)> = both.iter().map(|it| (it.0, figure(&it.1))).collect();
        self.weighed(blank, both.len(), counted.0, || goes_with(&pairs, self.level))
    }

    /// What a comparison says by itself; why nothing can be said, where too few people or too little is there.
    fn weighed(&self, blank: Compared, people: usize, counted: f64, found: impl Fn() -> Option<Found>) -> Compared {
        let (least, enough) = (self.rules.least_people, self.rules.least_counted);
        if (people as u64) < least {
            let sides = if blank.look == Look::QuizScore { String::new() } else { " on each side".to_owned() };
            return Compared { why: format!("{people} people{sides}, and {least} are needed"), ..blank };
        }
        if counted < enough {
            return Compared { why: format!("{counted:.0} seen in all, and {enough:.0} are needed"), ..blank };
        }
        match found() {
            None => Compared {
                why: "people do not differ among each other, so that no interval can be told".to_owned(),
                ..blank
            },
            Some(it) => Compared { value: Some(it.value), within: Some((it.low, it.high)), p: Some(it.p), ..blank },
        }
    }

    fn blank(&self, look: Look) -> Compared {
        Compared {
            competence: self.competence.clone(),
            sign: self.sign.key.clone(),
            better: self.sign.better,
            look,
            people: (0, 0),
            counted: (0.0, 0.0),
            of: (0.0, 0.0),
            figures: None,
            value: None,
            within: None,
            p: None,
            adjusted_p: None,
            told: Told::NotAssessable,
            why: String::new(),
        }
    }
}
