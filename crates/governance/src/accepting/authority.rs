//! Which authority an acceptance asks: a rung of the ladder, by the decision table with that purpose. The table narrows what the table of decision rights
//! says, so that whoever accepts is entitled by both. Pure over what is around.

use record::Id;
use rules::{Case, Form, Value, Verdict};
use serde::Serialize;

use super::acceptance::Acceptance;
use super::around::Around;
use super::borne::Borne;
use super::library::span;
use super::renewals::before;
use super::weighed::{Over, Together, beyond, together};
use crate::bodies::rights::table::Right;
use crate::deciding::purpose::Purpose;
use crate::deciding::shipped::Ruled;

const SHIPPED: &str = include_str!("../../../../data/tables/acceptance_authority.toml");

/// The table that says who may keep a risk.
pub(crate) static TABLE: Purpose = Purpose::new("acceptance_authority", SHIPPED);

/// The level of what nobody can tell, as the table writes it.
pub(super) const UNKNOWN: &str = "unknown";

/// What an acceptance asks of whoever grants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The level that counts: the gravest of what is stated, what is told now, and what parts of one risk come to.
    pub level: String,
    /// What the risk bears now.
    pub now: Borne,
    /// Parts of one risk, where they are graver together.
    pub together: Option<Together>,
    /// Limits above which it would bring what is kept together.
    pub beyond: Vec<Over>,
    /// Acceptances that it continues without a break, the newest first.
    pub renewals: Vec<Id>,
    /// The rung of the ladder.
    pub rung: String,
    /// Roles of which one decides.
    pub deciders: Vec<String>,
    /// Roles that sign as well.
    pub cosigners: Vec<String>,
    /// Whether it stands on the list of exceptions for those who direct.
    pub exception: bool,
    /// The table and its row.
    pub by: String,
    /// Everything that made it so, in a sentence.
    pub why: String,
}

/// What an acceptance asks.
///
/// Errors: why that cannot be told, in a sentence.
pub(crate) fn asked(around: &Around, it: &Acceptance) -> Result<Asked, String> {
    let Some(one) = around.kept(it) else { return Err(format!("{} names no risk that is there", it.id())) };
    let others: Vec<_> = around.weighed.iter().filter(|of| of.acceptance != *it.id()).cloned().collect();
    let by = &around.libraries.accepting;
    let now = around.borne.get(&one.risk).cloned().unwrap_or_else(|| around.unknown(&one.risk));
    let since = around.on.checked_sub(span(&by.within)).unwrap_or(jiff::civil::Date::MIN);
    let together = together(&one, &others, &around.risks, (by, &around.levels), since);
    let beyond = beyond(&one, &others, by);
    let renewals = before(it, &around.all, span(&by.follows_within));
    let level = together.as_ref().map(|it| it.level.clone()).or_else(|| one.level.clone());
    let level = level.unwrap_or_else(|| UNKNOWN.to_owned());
    let Some(ruled) = &around.table else { return Err("no table says who may keep a risk".to_owned()) };
    let ruling = ruling(ruled, (&level, now.side), renewals.len(), !beyond.is_empty())?;
    let mut why = vec![format!("{level}, {}", now.says)];
    why.extend(together.iter().map(|it| it.says.clone()));
    why.extend(beyond.iter().map(|it| it.says.clone()));
    if !renewals.is_empty() {
        let names = renewals.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        why.push(format!("renewal {} in a row, after {names}", renewals.len()));
    }
    Ok(Asked {
        level,
        now,
        together,
        beyond,
        why: format!("{}; by {}: {}", why.join("; "), ruling.by, ruling.says),
        rung: ruling.rung,
        deciders: ruling.deciders,
        cosigners: ruling.cosigners,
        exception: ruling.exception,
        by: ruling.by,
        renewals,
    })
}

/// What the table of authority says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ruling {
    /// The rung of the ladder.
    pub rung: String,
    /// Roles of which one decides.
    pub deciders: Vec<String>,
    /// Roles that sign as well.
    pub cosigners: Vec<String>,
    /// Whether it stands on the list of exceptions for those who direct.
    pub exception: bool,
    /// The table and its row.
    pub by: String,
    /// Why, in the words of the row.
    pub says: String,
}

/// What the table says of a level on a side of the line, kept so often before, above a limit or not.
///
/// Errors: it does not say who may keep that.
pub(crate) fn ruling(
    ruled: &Ruled,
    (level, side): (&str, &str),
    renewals: usize,
    beyond: bool,
) -> Result<Ruling, String> {
    let case = Case::default()
        .with("accepted_level", Value::word(level))
        .with("appetite_side", Value::word(side))
        .with("renewals", Value::whole(i64::try_from(renewals).unwrap_or(i64::MAX)))
        .with("beyond_limit", Value::Flag(beyond));
    let outcome = ruled.table.evaluate(&case).map_err(|it| it.to_string())?;
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => ruled.table.rows.get(*row),
        _ => return Err(format!("{} does not say who may keep it, so nobody may", ruled.name())),
    };
    let words = |name: &str| match outcome.value(name) {
        Some(Value::List(all)) => all.iter().map(Value::bare).collect(),
        Some(other) => vec![other.bare()],
        None => Vec::new(),
    };
    Ok(Ruling {
        rung: outcome.value("rung").map(Value::bare).unwrap_or_default(),
        deciders: words("decider"),
        cosigners: words("cosigner"),
        exception: outcome.value("exception") == Some(&Value::Flag(true)),
        by: format!("{}, row `{}`", ruled.name(), row.map_or("", |it| it.id.as_str())),
        says: row.map(|it| it.says.clone()).unwrap_or_default(),
    })
}

/// Rungs of the ladder from the lowest on, as its table lists them; none where it names them freely.
pub(crate) fn rungs(ruled: &Ruled) -> Vec<String> {
    let output = ruled.table.outputs.iter().find(|it| it.name == "rung");
    match output.map(|it| &it.form) {
        Some(Form::Choice(values)) => values.clone(),
        _ => Vec::new(),
    }
}

/// What is left of a right: those who decide by both tables; whoever signs by either of them signs.
pub(crate) fn narrowed(right: Right, asked: &Asked) -> Right {
    let both = |it: &String| asked.deciders.contains(it);
    let mut cosigners = right.cosigners.clone();
    cosigners.extend(asked.cosigners.iter().filter(|it| !right.cosigners.contains(it)).cloned());
    Right {
        deciders: right.deciders.iter().filter(|it| both(it)).cloned().collect(),
        cosigners,
        by: format!("{} and {} ({})", right.by, asked.by, asked.case()),
        ..right
    }
}

impl Asked {
    /// The case that the table decided, in few words that name no other record.
    fn case(&self) -> String {
        let mut found = vec![format!("level {}", self.level), self.now.side.replace('_', " ")];
        found.extend(self.together.iter().map(|it| format!("{} parts of one risk together", it.risks.len())));
        found.extend(self.beyond.iter().map(|it| format!("above the limit of its {}", it.by.name())));
        found.push(format!("renewals in a row: {}", self.renewals.len()));
        found.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_decides_every_case_once_and_more_never_asks_for_less() {
        let ruled = TABLE.shipped().unwrap();
        let findings = rules::verify(&[&ruled.table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:#?} {:#?}", findings.faults, findings.unsettled);
    }
}
