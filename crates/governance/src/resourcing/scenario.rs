//! What if: more systems of a tier, work that comes more or less often, other people, systems that come later.

use record::Id;
use serde::Serialize;

/// What differs from the plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scenario {
    /// Systems more of a tier, or fewer.
    pub plus: Vec<(String, f64)>,
    /// By what the times a year of a tier are multiplied.
    pub cadence: Vec<(String, f64)>,
    /// People of a role.
    pub people: Vec<(String, People)>,
    /// Days by which planned systems come later.
    pub delay: i32,
}

/// How many people a role has then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum People {
    /// So many.
    Exactly(u32),
    /// So many more, or fewer.
    More(i32),
}

/// Most people of a role, systems more and days of delay that are asked for; beyond, nobody plans and every figure is noise.
const MOST: f64 = 100_000.0;
/// By how much a cadence can be multiplied.
const OFTENER: f64 = 1_000.0;

impl Scenario {
    /// A scenario from words: `T2=5`, `T4=0.5`, `reviewer=3` or `reviewer=+1`, and days. Several stand between commas.
    pub fn read(plus: &str, cadence: &str, people: &str, delay: &str) -> Result<Scenario, (&'static str, String)> {
        let number = |text: &str, least: f64, most: f64| {
            let found = text.parse::<f64>().ok().filter(|it| (least..=most).contains(it));
            found.ok_or_else(|| format!("`{text}` is no number from {least} to {most}; write one such as `2`"))
        };
        let systems = pairs(plus, "T2=5", |it| number(it, -MOST, MOST)).map_err(|it| ("plus", it))?;
        let often = pairs(cadence, "T4=0.5", |it| number(it, 0.0, OFTENER)).map_err(|it| ("cadence", it))?;
        let staff = pairs(people, "reviewer=3", counted).map_err(|it| ("people", it))?;
        let later = match delay.trim() {
            "" => 0.0,
            text => number(text, -MOST, MOST).map_err(|it| ("delay", it))?,
        };
        Ok(Scenario { plus: systems, cadence: often, people: staff, delay: later.round() as i32 })
    }

    /// Whether nothing differs.
    pub fn is_plan(&self) -> bool {
        *self == Scenario::default()
    }

    /// Systems more of a tier.
    pub fn more(&self, tier: &str) -> f64 {
        self.plus.iter().filter(|it| it.0 == tier).map(|it| it.1).sum()
    }

    /// By what the times a year of a tier are multiplied.
    pub fn oftener(&self, tier: &str) -> f64 {
        self.cadence.iter().filter(|it| it.0 == tier).map(|it| it.1).product()
    }

    /// People of a role that has so many, by the words by which it is known.
    pub fn staffed(&self, role: &Known, people: u32) -> u32 {
        let ours = self.people.iter().filter(|it| role.is(&it.0));
        ours.fold(people, |now, it| match it.1 {
            People::Exactly(count) => count,
            People::More(more) => now.saturating_add_signed(more),
        })
    }
}

/// The words by which a role is known: its number, key and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Number.
    pub id: Id,
    /// Key, where it may be seen.
    pub key: String,
    /// Name; its number where it may not be seen.
    pub name: String,
}

impl Known {
    /// Whether this is the role that somebody means.
    pub fn is(&self, word: &str) -> bool {
        let same = |it: &str| !it.is_empty() && it.eq_ignore_ascii_case(word);
        same(&self.key) || same(&self.name) || word.to_uppercase().parse() == Ok(self.id.clone())
    }
}

fn counted(text: &str) -> Result<People, String> {
    let wrong = || format!("`{text}` is no number of people; write `3`, or `+1` for one more");
    let count = |it: &str| it.parse::<u32>().ok().filter(|it| f64::from(*it) <= MOST).ok_or_else(wrong);
    match text.split_at_checked(1) {
        Some(("+", more)) => Ok(People::More(count(more)? as i32)),
        Some(("-", fewer)) => Ok(People::More(-(count(fewer)? as i32))),
        _ => count(text).map(People::Exactly),
    }
}

fn pairs<T>(text: &str, such: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<(String, T)>, String> {
    let all = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    let pair = |it: &str| {
        let (name, value) =
            it.split_once('=').ok_or_else(|| format!("`{it}` is not understood; write it like `{such}`"))?;
        Ok((name.trim().to_owned(), read(value.trim())?))
    };
    all.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_scenario_and_wrong_ones_say_where() {
        let it = Scenario::read("T2=5, T1=-1", "T4=0.5", "reviewer=3,legal=+1", "90").unwrap();
        assert_eq!(
            (it.more("T2"), it.more("T1"), it.more("T4"), it.oftener("T4"), it.oftener("T1")),
            (5.0, -1.0, 0.0, 0.5, 1.0)
        );
        let role = Known { id: "ROL-2".parse().unwrap(), key: "reviewer".into(), name: "Reviewer".into() };
        let legal = Known { id: "ROL-3".parse().unwrap(), key: "legal".into(), name: "Legal".into() };
        assert_eq!((it.staffed(&role, 2), it.staffed(&legal, 2), it.delay), (3, 3, 90));
        let wrong = |plus: &str, cadence: &str, people: &str, delay: &str| {
            Scenario::read(plus, cadence, people, delay).unwrap_err().0
        };
        assert_eq!(wrong("T2", "", "", ""), "plus");
        assert_eq!(wrong("", "T4=-1", "", ""), "cadence");
        assert_eq!(wrong("", "", "legal=some", ""), "people");
        assert_eq!(wrong("", "", "", "soon"), "delay");
        assert!(Scenario::read(" ", "", "", "").unwrap().is_plan());
    }
}
