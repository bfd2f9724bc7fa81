//! Which measure follows from the facts of a breach: the decision table with that purpose, evaluated.

use rules::{Case, Table, Value, Verdict};
use serde::Serialize;

use crate::deciding::purpose::Purpose;

const SHIPPED: &str = include_str!("../../../../data/tables/consequences.toml");

/// The table of consequences.
pub(crate) static TABLE: Purpose = Purpose::new("consequence", SHIPPED);

/// What the table is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// A person, a unit or a supplier.
    pub whom: String,
    /// The type of breach.
    pub form: String,
    /// How grave it is.
    pub severity: String,
    /// Earlier ones of its type.
    pub repeat: usize,
    /// What the factors weigh together.
    pub weight: i64,
}

/// What the table proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The measure.
    pub measure: String,
    /// Whether they must be heard before.
    pub hearing: bool,
    /// The key of the role that decides.
    pub approver: String,
    /// Days within which they can appeal.
    pub appeal_days: i64,
    /// The row that says so.
    pub row: String,
    /// Why, in words.
    pub says: String,
}

/// The measure for facts.
///
/// Errors: why the table decides nothing, in a sentence.
pub fn proposal(table: &Table, asked: &Asked) -> Result<Proposal, String> {
    let number = |it: usize| Value::whole(i64::try_from(it).unwrap_or(i64::MAX));
    let mut case = Case::default()
        .with("whom", Value::word(&asked.whom))
        .with("repeat", number(asked.repeat))
        .with("weight", Value::whole(asked.weight));
    for (name, value) in [("type", &asked.form), ("severity", &asked.severity)] {
        if !value.is_empty() {
            case.set(name, Value::word(value));
        }
    }
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => table.rows.get(*row),
        Verdict::Nothing => return Err("no row of the table decides".to_owned()),
        Verdict::Contradicted { .. } => return Err("rows of the table contradict each other".to_owned()),
        Verdict::Undecided { needs } => return Err(format!("the table must know {} first", needs.join(", "))),
    };
    let word = |name: &str| outcome.value(name).map(Value::bare).unwrap_or_default();
    Ok(Proposal {
        measure: word("measure"),
        hearing: outcome.value("hearing") != Some(&Value::Flag(false)),
        approver: word("approver"),
        appeal_days: word("appeal_days").parse().unwrap_or_default(),
        row: row.map(|it| it.id.clone()).unwrap_or_default(),
        says: row.map(|it| it.says.clone()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libraries::Libraries;

    const FORMS: [&str; 4] = ["ungated_release", "falsified_evidence", "late_notice", "other"];
    const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];

    fn rank(whom: &str, form: &str, severity: usize, repeat: usize, weight: i64) -> usize {
        let table = TABLE.shipped().unwrap();
        let asked = Asked {
            whom: whom.to_owned(),
            form: form.to_owned(),
            severity: SEVERITIES[severity].to_owned(),
            repeat,
            weight,
        };
        let found = proposal(&table.table, &asked).unwrap();
        let harsh = !["coaching", "notice"].contains(&found.measure.as_str());
        assert_eq!(found.hearing, harsh, "{asked:?} asks for a hearing where the measure is more than a word");
        Libraries::shipped().consequences.rank(&found.measure).unwrap()
    }

    /// Every case by brute force: one step more of anything is never answered more mildly.
    #[test]
    fn more_of_anything_never_has_a_milder_measure() {
        for whom in ["person", "unit", "supplier"] {
            for form in FORMS {
                for (severity, repeat) in (0..4).flat_map(|it| (0..4).map(move |repeat| (it, repeat))) {
                    for weight in -4..5 {
                        let own = rank(whom, form, severity, repeat, weight);
                        let graver = (severity < 3).then(|| rank(whom, form, severity + 1, repeat, weight));
                        let further = [Some(rank(whom, form, severity, repeat + 1, weight)), graver];
                        let heavier = rank(whom, form, severity, repeat, weight + 1);
                        assert!(heavier >= own, "{whom} {form} {severity} {repeat} {weight}");
                        assert!(
                            further.into_iter().flatten().all(|it| it >= own),
                            "{whom} {form} {severity} {repeat} {weight}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_shipped_table_decides_every_case_once_and_is_proved_monotone() {
        let table = TABLE.shipped().unwrap();
        let findings = rules::verify(&[&table.table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_not_known_is_asked_for() {
        let table = TABLE.shipped().unwrap();
        let asked =
            Asked { whom: "person".to_owned(), form: String::new(), severity: String::new(), repeat: 0, weight: 0 };
        assert!(proposal(&table.table, &asked).unwrap_err().contains("severity"));
    }
}
