//! In which lane a statement belongs: by its words and its theme the decision table with that purpose says so, a reviewer may say otherwise,
//! and where the two differ both are told. Pure.

use record::Id;
use rules::{Case, Table, Value, Verdict};
use serde::{Deserialize, Serialize};

use super::library::{Impacts, Sign};
use crate::deciding::purpose::Purpose;

const SHIPPED: &str = include_str!("../../../../data/tables/impact_lanes.toml");

/// The table that sorts statements.
pub(crate) static TABLE: Purpose = Purpose::new("impact_lane", SHIPPED);

/// The output that names the lane.
const OUTPUT: &str = "lane";

/// Where a statement belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// What fails in the technology.
    Technical,
    /// What single people feel.
    Individual,
    /// What people who have something in common feel.
    Group,
    /// What becomes of how people live together.
    Society,
    /// What becomes of the environment.
    Environment,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Lane; 5] = [Lane::Technical, Lane::Individual, Lane::Group, Lane::Society, Lane::Environment];

    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Technical => "technical",
            Lane::Individual => "individual",
            Lane::Group => "group",
            Lane::Society => "society",
            Lane::Environment => "environment",
        }
    }

    /// The lane of that name.
    pub fn named(name: &str) -> Option<Lane> {
        Lane::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether somebody or something outside the technology feels it.
    pub fn societal(self) -> bool {
        self != Lane::Technical
    }
}

/// What shows a sign in a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The sign.
    pub sign: String,
    /// The words, or the theme, that show it.
    pub by: Vec<String>,
}

/// What the rules say of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sorted {
    /// The lane; nothing where the rules leave it to a reviewer.
    pub lane: Option<Lane>,
    /// The row that says so.
    pub row: String,
    /// Why, in words.
    pub says: String,
    /// What was seen.
    pub seen: Vec<Seen>,
}

/// How rules and reviewer stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The rules say it, and nobody has reviewed it.
    Proposed,
    /// Both say the same.
    Agreed,
    /// They say different things; the reviewer counts.
    Differs,
    /// The rules left it to the reviewer, who said it.
    Reviewed,
    /// The rules leave it to a reviewer, and nobody has said it.
    Waits,
}

impl Agreement {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Agreement::Proposed => "proposed",
            Agreement::Agreed => "agreed",
            Agreement::Differs => "differs",
            Agreement::Reviewed => "reviewed",
            Agreement::Waits => "waits",
        }
    }
}

/// A statement as records hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The record.
    pub of: Id,
    /// Its field, and the row from 1 where that is a table.
    pub place: (&'static str, usize),
    /// What it says.
    pub text: String,
    /// Its theme, where it has one.
    pub theme: Option<String>,
    /// The lanes that fit what people said; none where nobody has said any.
    pub said: Vec<Lane>,
    /// Why they said it.
    pub why: Option<String>,
}

/// A statement with its lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// The record.
    pub of: Id,
    /// The field.
    pub field: &'static str,
    /// The row, from 1.
    pub row: usize,
    /// What it says.
    pub text: String,
    /// The lane that counts; nothing while it waits for a reviewer, or where people said only that it touches somebody.
    pub lane: Option<Lane>,
    /// How rules and reviewer stand to each other.
    pub agreement: Agreement,
    /// What the rules say.
    pub rules: Sorted,
    /// The lanes that fit what people said.
    pub said: Vec<Lane>,
    /// Why they said it.
    pub why: Option<String>,
}

/// A statement with its lane, by rules and reviewer.
///
/// Errors: a table that cannot be asked, in a sentence.
pub fn placed(library: &Impacts, table: &Table, it: &Statement) -> Result<Placed, String> {
    let rules = sorted(library, table, &it.text, it.theme.as_deref())?;
    let fits = rules.lane.filter(|lane| it.said.contains(lane));
    let agreement = match (it.said.is_empty(), rules.lane, fits) {
        (true, None, _) => Agreement::Waits,
        (true, Some(_), _) => Agreement::Proposed,
        (false, None, _) => Agreement::Reviewed,
        (false, Some(_), Some(_)) => Agreement::Agreed,
        (false, Some(_), None) => Agreement::Differs,
    };
    // Where people said only that it touches somebody, and the rules do not say whom, no one lane counts.
    let only = if let [one] = it.said.as_slice() { Some(*one) } else { None };
    let lane = if it.said.is_empty() { rules.lane } else { fits.or(only) };
    let (field, row) = it.place;
    let (of, text, said, why) = (it.of.clone(), it.text.clone(), it.said.clone(), it.why.clone());
    Ok(Placed { of, field, row, text, lane, agreement, rules, said, why })
}

/// What the rules say of a text.
pub fn sorted(library: &Impacts, table: &Table, text: &str, theme: Option<&str>) -> Result<Sorted, String> {
    let words = words_of(text);
    let seen: Vec<Seen> = library.sign.iter().filter_map(|it| seen(it, &words, theme)).collect();
    let mut case = Case::default();
    for sign in &library.sign {
        case.set(&sign.name, Value::Flag(seen.iter().any(|it| it.sign == sign.name)));
    }
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => table.rows.get(*row),
        _ => return Err("the table that sorts statements decides nothing here; let it decide every case".to_owned()),
    };
    let lane = outcome.value(OUTPUT).and_then(|it| Lane::named(&it.bare()));
    let (row, says) = row.map(|it| (it.id.clone(), it.says.clone())).unwrap_or_default();
    Ok(Sorted { lane, row, says, seen })
}

fn seen(sign: &Sign, words: &[String], theme: Option<&str>) -> Option<Seen> {
    let found = sign.words.iter().filter_map(|it| found(it, words));
    let mut by: Vec<String> = found.collect();
    by.extend(theme.filter(|it| sign.themes.iter().any(|of| of == it)).map(|it| format!("theme {it}")));
    (!by.is_empty()).then(|| Seen { sign: sign.name.clone(), by })
}

/// The words of the text that a word of the library stands for, where it stands for some.
fn found(entry: &str, words: &[String]) -> Option<String> {
    let begins = entry.ends_with('*');
    let asked = words_of(entry);
    let last = asked.len().checked_sub(1)?;
    let fits = |at: usize, word: &String| match begins && at == last {
        true => word.starts_with(asked[at].as_str()),
        false => *word == asked[at],
    };
    let own = |part: &&[String]| part.iter().enumerate().all(|(at, word)| fits(at, word));
    words.windows(asked.len()).find(own).map(|it| it.join(" "))
}

/// The words of a text without case; a hyphen parts words as a space does.
fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|it: char| !it.is_alphanumeric());
    parts.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libraries::Libraries;

    fn sort(text: &str, theme: Option<&str>) -> Sorted {
        sorted(&Libraries::shipped().impacts, &TABLE.shipped().unwrap().table, text, theme).unwrap()
    }

    #[test]
    fn the_shipped_table_decides_every_case_and_is_proved_clean() {
        let table = TABLE.shipped().unwrap();
        let findings = rules::verify(&[&table.table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
    }

    #[test]
    fn words_and_themes_make_lanes_and_say_which() {
        let technical = sort("The classifier drifts when the data feed changes its schema.", None);
        assert_eq!(technical.lane, Some(Lane::Technical));
        assert_eq!(technical.seen[0].by, ["classifier", "drifts", "schema", "data feed"]);
        let cases = [
            ("A wrong refusal leaves an applicant without rent.", None, Some(Lane::Individual)),
            ("Model errors fall on speakers of a dialect more often.", None, Some(Lane::Group)),
            ("Voters are misled before an ELECTION.", None, Some(Lane::Society)),
            ("Training takes as much electricity as a town.", None, Some(Lane::Environment)),
            ("It goes wrong.", None, None),
            ("It goes wrong.", Some("democracy"), Some(Lane::Society)),
            ("Energy for the model is saved at the cost of older people.", None, None),
            // `energetic` is not energy, and `humanitarian` is no man.
            ("An energetic humanitarian model.", None, Some(Lane::Technical)),
        ];
        for (text, theme, lane) in cases {
            assert_eq!(sort(text, theme).lane, lane, "{text} {theme:?}");
        }
    }

    #[test]
    fn a_reviewer_counts_and_a_difference_stays_visible() {
        let (library, table) = (Libraries::shipped(), TABLE.shipped().unwrap());
        let of = |text: &str, said: &[Lane]| {
            let it = Statement {
                of: "AIA-1".parse().unwrap(),
                place: ("statements", 1),
                text: text.to_owned(),
                theme: None,
                said: said.to_vec(),
                why: None,
            };
            let placed = placed(&library.impacts, &table.table, &it).unwrap();
            (placed.agreement, placed.lane)
        };
        let drift = "The model drifts.";
        assert_eq!(of(drift, &[]), (Agreement::Proposed, Some(Lane::Technical)));
        assert_eq!(of(drift, &[Lane::Technical]), (Agreement::Agreed, Some(Lane::Technical)));
        assert_eq!(of(drift, &[Lane::Group]), (Agreement::Differs, Some(Lane::Group)));
        assert_eq!(of("Nothing.", &[]), (Agreement::Waits, None));
        assert_eq!(of("Nothing.", &[Lane::Society]), (Agreement::Reviewed, Some(Lane::Society)));
        let people = [Lane::Individual, Lane::Group, Lane::Society, Lane::Environment];
        assert_eq!(of("A tenant is refused.", &people), (Agreement::Agreed, Some(Lane::Individual)));
        assert_eq!(of("Nothing.", &people), (Agreement::Reviewed, None));
        assert_eq!(of(drift, &people), (Agreement::Differs, None));
    }
}
