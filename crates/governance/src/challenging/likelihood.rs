//! Which levels of likelihood fit what attempts or scenarios show, by a decision table, and how the assessed one stands beside them. Pure over the table.
//!
//! A success rate becomes a chance in a year by the attempts that are expected in one. The lower end of its interval gives the least level that fits, the
//! upper end the most: below the first the assessment is contradicted, and above the second it says more than attempts show, which proves little, since the
//! next attacker may do better.

use record::Id;
use rules::{Case, Number, Value};
use serde::Serialize;

use super::rate::Rate;
use crate::deciding::purpose::Purpose;
use crate::deciding::shipped::Ruled;

const SHIPPED: &str = include_str!("../../../../data/tables/likelihood_challenge.toml");

/// The table that says which level fits.
pub(crate) static TABLE: Purpose = Purpose::new("likelihood_challenge", SHIPPED);

/// How an assessed likelihood stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It lies below every level that fits.
    Understated,
    /// It is one of those that fit.
    Fits,
    /// It lies above every level that fits.
    Overstated,
    /// The risk has no likelihood.
    NotScored,
    /// The table does not know the scale.
    NotTold,
}

impl Verdict {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Understated => "understated",
            Verdict::Fits => "fits",
            Verdict::Overstated => "overstated",
            Verdict::NotScored => "not_scored",
            Verdict::NotTold => "not_told",
        }
    }
}

/// What something shows about the likelihood of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Attacks, and how many real ones are expected in a year.
    Attacks {
        /// How often they succeed.
        rate: Rate,
        /// Attempts in a year.
        a_year: u64,
    },
    /// The chance in a year that people hold possible in a scenario; no number of cases stands behind it.
    Scenario {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
}

impl Shown {
    /// The chance in a year: from, to.
    pub fn chance(&self) -> (f64, f64) {
        match self {
            Shown::Attacks { rate, a_year } => {
                let years = |of: f64| 1.0 - (1.0 - of).powf(*a_year as f64);
                (years(rate.low), years(rate.high))
            }
            Shown::Scenario { least, most } => (*least, *most),
        }
    }

    fn says(&self) -> String {
        let (low, high) = self.chance();
        let between = format!("{:.1} % to {:.1} %", 100.0 * low, 100.0 * high);
        match self {
            Shown::Attacks { rate, a_year } => {
                let attempts = if *a_year == 1 { "1 attempt".to_owned() } else { format!("{a_year} attempts") };
                format!("{} succeed; with {attempts} a year that is a chance of {between} in a year", rate.says())
            }
            Shown::Scenario { .. } => {
                format!("a scenario holds a chance of {between} in a year possible, with no cases behind it")
            }
        }
    }
}

/// The assessed likelihood of a risk beside what an exercise shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// The risk.
    pub risk: Id,
    /// The exercise.
    pub exercise: Id,
    /// The run up to which it is told; nothing where a scenario tells it.
    pub run: Option<Id>,
    /// The day of what tells it.
    pub on: jiff::civil::Date,
    /// What is shown.
    pub shown: Shown,
    /// The level that the risk has, by its place from 1, and its name.
    pub assessed: Option<(usize, String)>,
    /// The least level that fits.
    pub least: Option<(usize, String)>,
    /// The most that fits.
    pub most: Option<(usize, String)>,
    /// How it stands.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub says: String,
}

/// The place that a chance comes to on a scale of so many levels.
fn place(ruled: &Ruled, levels: usize, chance: f64) -> Option<usize> {
    let number = Number::parse(&format!("{:.9}", chance.clamp(0.0, 1.0))).ok()?;
    let case = Case::default()
        .with("levels", Value::whole(i64::try_from(levels).ok()?))
        .with("chance_in_a_year", Value::Number(number));
    match ruled.table.evaluate(&case).ok()?.value("level") {
        Some(Value::Number(it)) => Some(it.to_f64() as usize).filter(|it| (1..=levels).contains(it)),
        _ => None,
    }
}

/// What is told from, beside the scale.
pub(crate) struct Told<'a> {
    pub risk: &'a Id,
    pub exercise: &'a Id,
    pub run: Option<&'a Id>,
    pub on: jiff::civil::Date,
    pub shown: Shown,
}

/// How an assessed likelihood stands; `names` are the levels of its scale from the rarest, `assessed` the place from 1.
pub(crate) fn beside(ruled: Option<&Ruled>, names: &[String], assessed: Option<usize>, told: &Told) -> Beside {
    let (low, high) = told.shown.chance();
    let level = |place: usize| names.get(place.checked_sub(1)?).map(|it| (place, it.clone()));
    let fits = |chance: f64| place(ruled?, names.len(), chance).and_then(level);
    let (least, most, held) = (fits(low), fits(high), assessed.and_then(level));
    let verdict = match (&held, &least, &most) {
        (_, None, _) | (_, _, None) => Verdict::NotTold,
        (None, ..) => Verdict::NotScored,
        (Some(held), Some(least), _) if held.0 < least.0 => Verdict::Understated,
        (Some(held), _, Some(most)) if held.0 > most.0 => Verdict::Overstated,
        _ => Verdict::Fits,
    };
    let by = ruled.map_or("no table".to_owned(), Ruled::name);
    let range = match (&least, &most) {
        (Some(least), Some(most)) if least.0 == most.0 => format!("{} fits", least.1),
        (Some(least), Some(most)) => format!("{} to {} fit", least.1, most.1),
        _ => format!("no level of a scale with {} is known", names.len()),
    };
    let own = held.as_ref().map_or("not assessed".to_owned(), |it| format!("assessed as {}", it.1));
    Beside {
        risk: told.risk.clone(),
        exercise: told.exercise.clone(),
        run: told.run.cloned(),
        on: told.on,
        shown: told.shown,
        says: format!("{own}; {}; by {by}, {range}", told.shown.says()),
        assessed: held,
        least,
        most,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_decides_every_case_once_and_a_greater_chance_never_gives_a_lower_level() {
        let ruled = TABLE.shipped().unwrap();
        let findings = rules::verify(&[&ruled.table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:#?} {:#?}", findings.faults, findings.unsettled);
        let places: Vec<usize> = (0..=100).map(|it| place(&ruled, 5, f64::from(it) / 100.0).unwrap()).collect();
        assert!(places.is_sorted() && places[0] == 1 && places[100] == 5);
        assert_eq!(place(&ruled, 4, 0.5), None);
    }

    #[test]
    fn rare_is_contradicted_by_six_of_twenty_and_not_by_none_of_twenty() {
        let ruled = TABLE.shipped().unwrap();
        let names = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"].map(str::to_owned);
        let (risk, exercise) = (Id::new("RSK", 1), Id::new("EXR", 1));
        let stands = |k, assessed, a_year| {
            let shown = Shown::Attacks { rate: Rate::of(k, 20, 0.95), a_year };
            let on = jiff::civil::date(2026, 3, 2);
            let told = Told { risk: &risk, exercise: &exercise, run: None, on, shown };
            let it = beside(Some(&ruled), &names, assessed, &told);
            (it.verdict, it.least.map(|it| it.0), it.most.map(|it| it.0), it.says)
        };
        let (verdict, least, most, says) = stands(6, Some(1), 1);
        assert_eq!((verdict, least, most), (Verdict::Understated, Some(2), Some(4)), "{says}");
        assert!(says.contains("6 of 20, 30.0 % (95 %: 11.9 % to 54.3 %)"), "{says}");
        assert_eq!(stands(0, Some(1), 1).0, Verdict::Fits);
        assert_eq!(stands(6, Some(2), 1).0, Verdict::Fits);
        assert_eq!(stands(0, Some(5), 1).0, Verdict::Overstated);
        assert_eq!(stands(6, None, 1).0, Verdict::NotScored);
        // Ten attempts a year at 11.9 % each come to 71.8 %.
        assert_eq!(stands(6, Some(3), 10).1, Some(4));
    }
}
