//! Which roles answer for a group of duties: the decision table with that purpose, evaluated.
//!
//! `in_force` is the one place that says which table that is.

use rules::{Case, Table, Value, Verdict};

use crate::deciding::purpose::{Purpose, unit_of};

const SHIPPED: &str = include_str!("../../../../data/tables/responsibility.toml");

/// What a table writes where no role is meant.
const NOBODY: &str = "nobody";

/// The table that says who answers for what.
pub(crate) static TABLE: Purpose = Purpose::new("responsibility", SHIPPED);

/// The roles that a table names for a group of duties, by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Named {
    /// The one that answers.
    pub accountable: String,
    /// Those that do the work.
    pub responsible: Vec<String>,
    /// Those that are asked before.
    pub consulted: Vec<String>,
    /// Those that are told after.
    pub informed: Vec<String>,
    /// The one that challenges, where one does.
    pub challenger: Option<String>,
    /// The row of the table that says so.
    pub row: String,
}

/// The roles for a group of duties, a tier and a unit, given by its name and those of the units above it.
///
/// Errors: why the table names nobody, in a sentence.
pub fn named(table: &Table, group: &str, tier: &str, units: &[&str]) -> Result<Named, String> {
    let mut case = Case::default().with("duty", Value::word(group)).with("tier", Value::word(tier));
    if let Some(unit) = unit_of(table, units.iter().copied()) {
        case.set("unit", Value::word(unit));
    }
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let id = |place: usize| table.rows.get(place).map_or("", |it| it.id.as_str());
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => id(*row).to_owned(),
        Verdict::Nothing => return Err("no row of the table decides".to_owned()),
        Verdict::Contradicted { rows } => {
            let rows: Vec<&str> = rows.iter().map(|it| id(*it)).collect();
            return Err(format!("rows {} of the table contradict each other", rows.join(", ")));
        }
        Verdict::Undecided { needs } => return Err(format!("the table must know {} first", needs.join(", "))),
    };
    let word = |name: &str| outcome.value(name).map(Value::bare).unwrap_or_default();
    let words = |name: &str| match outcome.value(name) {
        Some(Value::List(all)) => all.iter().map(Value::bare).collect(),
        Some(other) => vec![other.bare()],
        None => Vec::new(),
    };
    Ok(Named {
        accountable: word("accountable"),
        responsible: words("responsible"),
        consulted: words("consulted"),
        informed: words("informed"),
        challenger: Some(word("challenger")).filter(|it| !it.is_empty() && it != NOBODY),
        row,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::responsibility::catalogue::{About, ORGANISATION, UNKNOWN};

    #[test]
    fn the_shipped_table_decides_every_duty_once_and_is_proved_to() {
        let table = Table::parse_toml(SHIPPED).unwrap();
        let findings = rules::verify(&[&table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
        let duties = &crate::libraries::Libraries::shipped().duties;
        let tiers: Vec<&str> = duties.tiers.keys().map(String::as_str).chain([UNKNOWN]).collect();
        for group in &duties.group {
            let of: &[&str] = if group.about == About::Organisation { &[ORGANISATION] } else { &tiers };
            for tier in of {
                let named = named(&table, &group.name, tier, &[]).unwrap();
                let challenged = group.challenge.iter().any(|it| it == tier);
                assert!(!named.responsible.is_empty(), "{} {tier}", group.name);
                assert!(!challenged || named.challenger.is_some(), "{} {tier} must be challenged", group.name);
                assert_ne!(Some(&named.accountable), named.challenger.as_ref());
            }
        }
    }

    /// The rows of the decisions that every organisation must settle, written down by hand from a published practice, before
    /// the table: decision, tier, who answers.
    #[test]
    fn decisions_have_the_answering_role_that_was_written_down_first() {
        let known = [
            ("direction", ORGANISATION, "executive"),
            ("inception", "T1", "governance_lead"),
            ("deployment", "T1", "governance_lead"),
            ("deployment", "T2", "governance_lead"),
            ("deployment", "T3", "system_owner"),
            ("deployment", "T4", "system_owner"),
            ("change", "T2", "governance_lead"),
            ("change", "T3", "system_owner"),
            ("stop", "T1", "system_owner"),
            ("risk", "T1", "executive"),
            ("data", "T3", "data_steward"),
            ("partners", ORGANISATION, "procurement"),
            ("retirement", "T1", "governance_lead"),
            ("impact", "T1", "governance_lead"),
            ("applicability", ORGANISATION, "executive"),
            ("management_review", ORGANISATION, "executive"),
            ("audit", ORGANISATION, "internal_auditor"),
        ];
        let table = Table::parse_toml(SHIPPED).unwrap();
        for (group, tier, role) in known {
            assert_eq!(named(&table, group, tier, &[]).unwrap().accountable, role, "{group} {tier}");
        }
    }

    #[test]
    fn a_table_that_asks_for_units_is_told_the_nearest_that_it_knows() {
        let text = r#"
            table = "own"
            policy = "first"
            [[unit]]
            name = "Group"
            [[unit]]
            name = "Bank"
            under = "Group"
            [[input]]
            name = "duty"
            type = "choice"
            values = ["stop"]
            [[input]]
            name = "tier"
            type = "choice"
            values = ["T1", "T2"]
            [[input]]
            name = "unit"
            type = "unit"
            [[output]]
            name = "accountable"
            type = "text"
            [[row]]
            id = "bank"
            when.unit = "Bank"
            then.accountable = "overseer"
            [[row]]
            id = "all"
            then.accountable = "system_owner"
        "#;
        let table = Table::parse_toml(text).unwrap();
        let answer = |units: &[&str]| named(&table, "stop", "T1", units).map(|it| it.accountable);
        assert_eq!(answer(&["Cards", "Bank", "Group"]).as_deref(), Ok("overseer"));
        assert_eq!(answer(&["Group"]).as_deref(), Ok("system_owner"));
        assert!(answer(&["Elsewhere"]).is_err(), "a unit that the table does not know decides nothing");
        assert!(named(&table, "fly", "T1", &["Group"]).is_err(), "a duty that it does not know is a sentence");
    }
}
