//! The text of a procedure as a proposed table, line by line by the grammar of `grammar`.
//!
//! A line that the grammar or the vocabulary does not know is not read, and is told with its number and the reason. Numbers that the
//! vocabulary has no word for are declared by the table itself, and told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rules::{Domain, Input, Table, Units, Vocabulary};
use serde::Serialize;
use store::{Query, Read, RecordRow, Visible};

use super::grammar::{Rule, Said, rule, word};
use crate::deciding::in_force::of_records;
use crate::deciding::shipped::shipped;
use crate::responsibility::{UNIT as ORGANIZATION_UNIT, unit::closed};
use crate::{Actor, Aims, Error};

/// The word by which tables ask for a unit of the organisation.
const UNIT: &str = "unit";

/// Lines that are read; a longer procedure is several.
const LINES: usize = 500;

/// A line that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Its number, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// Why it was not read.
    pub why: String,
}

/// A proposed table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// The table as TOML; blank where no line was read. What was not read stands in it as comments.
    pub toml: String,
    /// Rows that were read.
    pub rows: usize,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// Numbers that the vocabulary has no word for; the table declares them itself.
    pub declared: Vec<String>,
}

impl Aims {
    /// The text of a procedure as a proposed table, in the shared words and those of the tables in force that somebody may see.
    pub async fn paste_procedure(&self, actor: &Actor, name: &str, text: &str) -> Result<Proposed, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let words = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let (kind, visible) = (crate::deciding::KIND, this.visible(read, &who)?);
            let seen = read.list_ids(&Query { limit: super::MOST, ..Query::of(kind, visible.clone()) })?;
            let (mut words, mut decisions) = (shipped().vocabulary.clone(), BTreeMap::new());
            for it in of_records(&this.snapshot(read, None))? {
                if it.ruled.record.as_ref().is_some_and(|it| seen.contains(&it.0)) {
                    let new = it.ruled.table.inputs.iter().filter(|it| words.input(&it.name).is_none()).cloned();
                    let new: Vec<Input> = new.collect();
                    words.inputs.extend(new);
                    let outputs = it.ruled.table.outputs.iter().map(|it| it.name.clone());
                    decisions.extend(outputs.map(|output| (output, it.ruled.table.decision.clone())));
                }
            }
            if words.input(UNIT).is_none() {
                words.inputs.extend(organisation(read, visible)?);
            }
            Ok::<_, Error>((words, decisions))
        };
        let (words, decisions) = self.0.store.read_async(words).await?;
        Ok(read_text(name, text, &words, &decisions))
    }
}

/// The word for a unit of the organisation, with the units as they stand under each other; nothing where there are none, or where two are
/// called alike and a name would not say which.
fn organisation(read: &Read, visible: Visible) -> Result<Option<Input>, Error> {
    let rows = read.list(&Query { limit: super::MOST, ..Query::of(ORGANIZATION_UNIT, visible) })?;
    let rows: Vec<&RecordRow> = rows.iter().filter(|it| !closed(it)).collect();
    let title = |id: &record::Id| rows.iter().find(|it| it.id == *id).map(|it| it.title.clone());
    let pairs: Vec<_> = rows.iter().map(|it| (it.title.clone(), it.link("parent").as_ref().and_then(title))).collect();
    let units = Units::new(&pairs).ok().filter(|it| !it.names().is_empty());
    Ok(units.map(|units| Input {
        name: UNIT.to_owned(),
        says: "The unit of the organisation.".to_owned(),
        domain: Domain::Unit(Arc::new(units)),
        measure: String::new(),
        optional: false,
        harm: None,
    }))
}

/// Reads the text of a procedure as a table of this name, in these words. `decisions` says for outputs which decision they belong to, where
/// other tables take it.
///
/// Shapes: one rule a line, `when amount is at least 1000 and unit is HR then decider is board`; blank lines and lines that begin with `#`
/// are passed over.
pub fn read_text(name: &str, text: &str, words: &Vocabulary, decisions: &BTreeMap<String, String>) -> Proposed {
    let inputs = &words.inputs;
    let (mut rules, mut unread) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let (number, line) = (at + 1, line.trim());
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let read = if number > LINES {
            Err(format!("only {LINES} lines are read at once"))
        } else {
            rule(number, line, inputs)
        };
        match read.and_then(|it| alone(it, name, words, decisions)) {
            Ok(rule) => rules.push(rule),
            Err(why) => unread.push(Unread { line: number, text: line.to_owned(), why }),
        }
    }
    let mut toml = if rules.is_empty() { String::new() } else { written(name, &rules, decisions) };
    match Table::parse_toml_with(&toml, words) {
        Ok(table) => toml = table.to_toml(),
        // Which line it is stands in the problem; the text is kept, so that somebody can mend it.
        Err(problem) if !rules.is_empty() => {
            unread.push(Unread { line: 0, text: String::new(), why: problem.to_string() });
        }
        Err(_) => {}
    }
    unread
        .iter()
        .filter(|it| it.line > 0)
        .for_each(|it| toml.push_str(&format!("\n# line {} was not read ({}): {}", it.line, it.why, it.text)));
    let own = rules.iter().flat_map(|it| &it.when).filter(|it| it.0.own.is_some()).map(|it| it.0.name.clone());
    let declared = own.collect::<BTreeSet<String>>().into_iter().collect();
    Proposed { toml, rows: rules.len(), unread, declared }
}

/// A rule, when a table of it alone holds; else what is wrong with it, such as a value that a word does not have.
fn alone(rule: Rule, name: &str, words: &Vocabulary, decisions: &BTreeMap<String, String>) -> Result<Rule, String> {
    match Table::parse_toml_with(&written(name, std::slice::from_ref(&rule), decisions), words) {
        Ok(_) => Ok(rule),
        Err(problem) => Err(problem.says),
    }
}

/// The table, its outputs as closed lists in the order in which their values stand in the text.
fn written(name: &str, rules: &[Rule], decisions: &BTreeMap<String, String>) -> String {
    let quoted = |it: &str| toml::Value::String(it.to_owned()).to_string();
    let mut text = format!("table = {}\npolicy = \"unique\"\npartial = true\n", quoted(&word(name)));
    let decision = rules.iter().flat_map(|it| &it.then).find_map(|it| decisions.get(&it.0));
    decision.iter().for_each(|it| text.push_str(&format!("decision = {}\n", quoted(it))));
    for (asked, _) in once(rules.iter().flat_map(|it| &it.when), |it| &it.0.name) {
        text.push_str(&format!("\n[[input]]\nname = {}\n", quoted(&asked.name)));
        if let Some(measure) = &asked.own {
            text.push_str(&format!("type = \"number\"\nmeasure = {}\n", quoted(measure)));
        }
    }
    for (output, first) in once(rules.iter().flat_map(|it| &it.then), |it| &it.0) {
        let values = rules.iter().flat_map(|it| &it.then).filter(|it| it.0 == *output);
        let values: Vec<String> = once(values, |it| &it.1).iter().map(|it| quoted(it.1.text())).collect();
        text.push_str(&format!("\n[[output]]\nname = {}\n", quoted(output)));
        text.push_str(&match first {
            Said::Period(_) => "type = \"period\"\n".to_owned(),
            Said::Value(_) => format!("type = \"choice\"\nvalues = [{}]\n", values.join(", ")),
        });
    }
    for rule in rules {
        text.push_str(&format!("\n[[row]]\nid = \"line {}\"\n", rule.line));
        rule.when.iter().for_each(|it| text.push_str(&format!("when.{} = {}\n", it.0.name, quoted(&it.1))));
        rule.then.iter().for_each(|it| text.push_str(&format!("then.{} = {}\n", it.0, quoted(it.1.text()))));
        text.push_str(&format!("says = {}\n", quoted(&rule.text)));
    }
    text
}

/// Each of what has a name once, in the order in which it first comes.
fn once<'a, T, K: PartialEq>(all: impl Iterator<Item = &'a T>, name: impl Fn(&T) -> &K) -> Vec<&'a T> {
    let mut found: Vec<&T> = Vec::new();
    all.for_each(|it| {
        if !found.iter().any(|known| name(known) == name(it)) {
            found.push(it)
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use rules::Case;

    use super::*;

    #[test]
    fn lines_that_the_grammar_knows_become_rows_that_decide_as_the_text_says() {
        let text = "# Hiring\nWhen people affected is at least 1000 then decider is board and cosigner is works council\n\
                    when people affected is less than 1000 then decider is head.\n";
        let proposed = read_text("HR hiring", text, &shipped().vocabulary, &BTreeMap::new());
        assert_eq!((proposed.rows, proposed.unread.as_slice()), (2, &[][..]), "{}", proposed.toml);
        let table = Table::parse_toml_with(&proposed.toml, &shipped().vocabulary).unwrap();
        assert_eq!(table.name, "hr_hiring");
        let said = |people: i64, output: &str| {
            let case = Case::default().with("people_affected", rules::Value::whole(people));
            table.evaluate(&case).unwrap().value(output).map(|it| it.bare())
        };
        assert_eq!(
            (said(1000, "decider"), said(1000, "cosigner")),
            (Some("board".into()), Some("works council".into()))
        );
        assert_eq!((said(999, "decider"), said(999, "cosigner")), (Some("head".into()), None));
    }

    #[test]
    fn amounts_bring_their_word_along_and_times_are_compared_as_times() {
        let text = "when amount is at least EUR 250,000 then decider is board within 10 days\n\
                    when amount is between 1000 and 249999.99 then decider is head and limit is P5D\n\
                    when colour is red then decider is head\nwhen amount over 5 EUR and people affected over 1,000 then decider is head within soon";
        let proposed = read_text("credit", text, &shipped().vocabulary, &BTreeMap::new());
        assert_eq!((proposed.rows, proposed.declared.as_slice()), (2, &["amount".to_owned()][..]), "{}", proposed.toml);
        let lines: Vec<usize> = proposed.unread.iter().map(|it| it.line).collect();
        assert_eq!(lines, [3, 4], "{:?}", proposed.unread);
        let table = Table::parse_toml_with(&proposed.toml, &shipped().vocabulary).unwrap();
        let said = |amount: i64, output: &str| {
            let case = Case::default().with("amount", rules::Value::whole(amount));
            table.evaluate(&case).unwrap().value(output).map(|it| it.bare())
        };
        let all = |amount| (said(amount, "decider"), said(amount, "time_limit"), said(amount, "limit"));
        assert_eq!(all(250_000), (Some("board".into()), Some("P10D".into()), None));
        assert_eq!(all(249_999), (Some("head".into()), None, Some("P5D".into())));
        assert_eq!(table.inputs[0].measure, "EUR");
    }

    #[test]
    fn what_would_be_read_as_its_opposite_or_as_another_number_is_told() {
        let lines = [
            "when amount is not between 5 and 6 then decider is board",
            "when amount is never at least 5 then decider is board",
            "when amount is more than 250.000 then decider is board",
            "when amount is at least 5 then decider is not board",
            "when amount is at least 5 then decider is board in 10 days",
        ];
        for line in lines {
            let proposed = read_text("p", line, &shipped().vocabulary, &BTreeMap::new());
            assert_eq!((proposed.rows, proposed.unread.len()), (0, 1), "{line}: {}", proposed.toml);
        }
        let clean = "when amount is at least 249.50 and profiling is no then decider is board within 10 days";
        let proposed = read_text("p", clean, &shipped().vocabulary, &BTreeMap::new());
        assert_eq!((proposed.rows, proposed.unread.as_slice()), (1, &[][..]), "{}", proposed.toml);
    }

    #[test]
    fn a_value_that_a_word_does_not_have_is_told_with_its_line() {
        let text = "when tier is T1 then decider is board\nwhen tier is T9 then decider is head";
        let proposed = read_text("p", text, &shipped().vocabulary, &BTreeMap::new());
        assert_eq!((proposed.rows, proposed.unread[0].line), (1, 2), "{:?}", proposed.unread);
        assert!(proposed.unread[0].why.contains("T9"), "{:?}", proposed.unread);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line_and_stands_in_the_table_as_a_comment() {
        let text = "when people affected is between 10 and 20 then decider is head\nAll requests go to the board.\n\
                    when moon phase is full then decider is witch\nwhen people affected seems large then decider is board\n\
                    when people affected over 5 and people affected under 9 then decider is head";
        let proposed = read_text("p", text, &shipped().vocabulary, &BTreeMap::new());
        let told: Vec<(usize, &str)> = proposed.unread.iter().map(|it| (it.line, it.why.as_str())).collect();
        assert_eq!(
            told,
            [
                (2, "it does not begin with `when`"),
                (
                    3,
                    "`moon_phase` is no word of the vocabulary; say it with one of its words, or put a table in force that has \
                     `moon_phase` as an input"
                ),
                (4, "`people affected seems large` is no comparison"),
                (5, "it speaks of `people_affected` twice"),
            ]
        );
        assert!(proposed.toml.contains("# line 2 was not read"), "{}", proposed.toml);
        assert_eq!(Table::parse_toml_with(&proposed.toml, &shipped().vocabulary).unwrap().rows.len(), 1);
        assert_eq!(read_text("p", "nothing here", &shipped().vocabulary, &BTreeMap::new()).rows, 0);
        assert_eq!(read_text("p", "", &shipped().vocabulary, &BTreeMap::new()).unread, []);
        // Letters whose small form is longer do not break it.
        assert_eq!(read_text("p", "when İİİİ is 1 then a is b", &shipped().vocabulary, &BTreeMap::new()).rows, 0);
        assert_eq!(read_text("p", "İf x is 1 then a is b", &shipped().vocabulary, &BTreeMap::new()).unread.len(), 1);
    }
}
