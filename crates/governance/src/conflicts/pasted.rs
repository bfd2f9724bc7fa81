//! The text of a procedure as a proposed table: lines of the form `when … then …`, read word by word by a small grammar.
//!
//! Nothing is guessed: a line, or a condition, that the grammar does not know is not read, and is told with its number and the reason.

use std::collections::BTreeMap;

use rules::{Domain, Input, Table, Vocabulary};
use serde::Serialize;
use store::{Query, Read};

use crate::deciding::in_force::of_records;
use crate::deciding::shipped::shipped;
use crate::{Actor, Aims, Error};

/// Lines that are read; a longer procedure is several.
const LINES: usize = 500;
/// Words between conditions, and between outcomes.
const AND: &str = " and ";

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
}

/// A line that was read.
struct Rule {
    line: usize,
    text: String,
    when: Vec<(String, String)>,
    then: Vec<(String, String)>,
}

/// How a condition begins and how the cell begins and ends that it becomes, the longest first.
const TESTS: &[(&str, &str, &str)] = &[
    (" is at least ", ">= ", ""),
    (" is at most ", "<= ", ""),
    (" is more than ", "> ", ""),
    (" is less than ", "< ", ""),
    (" is not ", "not(", ")"),
    (" is one of ", "", ""),
    (" at least ", ">= ", ""),
    (" at most ", "<= ", ""),
    (" more than ", "> ", ""),
    (" less than ", "< ", ""),
    (" over ", "> ", ""),
    (" under ", "< ", ""),
    (" >= ", ">= ", ""),
    (" <= ", "<= ", ""),
    (" > ", "> ", ""),
    (" < ", "< ", ""),
    (" = ", "", ""),
    (" is ", "", ""),
];

impl Aims {
    /// The text of a procedure as a proposed table, in the shared words and those of the tables in force that somebody may see.
    pub async fn paste_procedure(&self, actor: &Actor, name: &str, text: &str) -> Result<Proposed, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let words = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let kind = crate::deciding::KIND;
            let seen = read.list_ids(&Query { limit: super::MOST, ..Query::of(kind, this.visible(read, &who)?) })?;
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
            Ok::<_, Error>((words, decisions))
        };
        let (words, decisions) = self.0.store.read_async(words).await?;
        Ok(read_text(name, text, &words, &decisions))
    }
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
        match read {
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
    Proposed { toml, rows: rules.len(), unread }
}

fn rule(line: usize, text: &str, inputs: &[Input]) -> Result<Rule, String> {
    let small = text.to_ascii_lowercase();
    let rest = small.strip_prefix("when ").or_else(|| small.strip_prefix("if "));
    let start = text.len() - rest.ok_or("it does not begin with `when`")?.len();
    let body = text[start..].trim_end_matches('.');
    let place = body.to_ascii_lowercase().find(" then ").ok_or("it has no `then`")?;
    let (asked, said) = (&body[..place], &body[place + " then ".len()..]);
    let when = split(asked).into_iter().map(|it| condition(it, inputs)).collect::<Result<Vec<_>, _>>()?;
    let then = split(said).into_iter().map(outcome).collect::<Result<Vec<_>, _>>()?;
    for all in [&when, &then] {
        if let Some(twice) = all.iter().enumerate().find(|(at, it)| all[..*at].iter().any(|other| other.0 == it.0)) {
            return Err(format!("it speaks of `{}` twice", twice.1.0));
        }
    }
    Ok(Rule { line, text: text.to_owned(), when, then })
}

/// Parts between `and`, except in `between … and …`.
fn split(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let (mut from, mut next) = (0, 0);
    while let Some(at) = text[next..].find(AND).map(|it| it + next) {
        let part = &text[from..at];
        next = at + AND.len();
        if !part.contains(" between ") || part.matches(AND).count() > 0 {
            parts.push(part);
            from = next;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A condition: an input of the vocabulary and the cell that asks about it.
fn condition(text: &str, inputs: &[Input]) -> Result<(String, String), String> {
    let text = text.trim();
    let (name, cell) = match between(text) {
        Some((name, low, high)) => (name, format!("[{low}..{high}]")),
        None => {
            let found = TESTS.iter().find_map(|it| Some((it, text.find(it.0)?)));
            let (test, place) = found.ok_or_else(|| format!("`{text}` is no comparison"))?;
            let (name, value) = (&text[..place], text[place + test.0.len()..].trim().replace(" or ", ", "));
            (name, format!("{}{value}{}", test.1, test.2))
        }
    };
    let name = word(name);
    let input =
        inputs.iter().find(|it| it.name == name).ok_or_else(|| format!("`{name}` is no word of the vocabulary"))?;
    Ok((name, meant(input, &cell)))
}

fn between(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once(" is between ").or_else(|| text.split_once(" between "))?;
    let (low, high) = rest.split_once(AND)?;
    Some((name, low.trim(), high.trim()))
}

/// Yes and no are how people say the values of a flag; the values of sets are asked for one by one.
fn meant(input: &Input, cell: &str) -> String {
    match (&input.domain, cell) {
        (Domain::Flag, "yes") => "true".to_owned(),
        (Domain::Flag, "no") => "false".to_owned(),
        (Domain::Set(_), cell) if !cell.contains('(') => {
            let values: Vec<String> = cell.split(',').map(|it| format!("\"{}\"", it.trim())).collect();
            format!("any of ({})", values.join(", "))
        }
        _ => cell.to_owned(),
    }
}

/// An outcome: `decider is board`.
fn outcome(text: &str) -> Result<(String, String), String> {
    let found = text.split_once(" is ").or_else(|| text.split_once(" = "));
    let (name, value) = found.ok_or_else(|| format!("`{}` does not say what is what", text.trim()))?;
    let (name, value) = (word(name), value.trim().trim_matches('"').to_owned());
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
    match !name.is_empty() && name.chars().all(plain) && !value.is_empty() {
        true => Ok((name, value)),
        false => Err(format!("`{}` is no name of an outcome", text.trim())),
    }
}

/// A name as tables write it.
fn word(text: &str) -> String {
    text.trim().trim_start_matches("the ").to_lowercase().replace([' ', '-'], "_")
}

/// The table, its outputs as closed lists in the order in which their values stand in the text.
fn written(name: &str, rules: &[Rule], decisions: &BTreeMap<String, String>) -> String {
    let quoted = |it: &str| toml::Value::String(it.to_owned()).to_string();
    let mut outputs: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inputs: Vec<&str> = Vec::new();
    for rule in rules {
        inputs.extend(rule.when.iter().map(|it| it.0.as_str()));
        for (output, value) in &rule.then {
            let place = outputs.iter().position(|it| it.0 == output).unwrap_or_else(|| {
                outputs.push((output, Vec::new()));
                outputs.len() - 1
            });
            outputs[place].1.push(value);
        }
    }
    let once = |all: &mut Vec<&str>| {
        let mut seen = BTreeMap::new();
        all.retain(|it| seen.insert(it.to_string(), ()).is_none());
    };
    once(&mut inputs);
    outputs.iter_mut().for_each(|it| once(&mut it.1));
    let mut text = format!("table = {}\npolicy = \"unique\"\npartial = true\n", quoted(&word(name)));
    let decision = outputs.iter().find_map(|it| decisions.get(it.0));
    decision.iter().for_each(|it| text.push_str(&format!("decision = {}\n", quoted(it))));
    inputs.iter().for_each(|it| text.push_str(&format!("\n[[input]]\nname = {}\n", quoted(it))));
    for (output, values) in &outputs {
        let values: Vec<String> = values.iter().map(|it| quoted(it)).collect();
        text.push_str(&format!(
            "\n[[output]]\nname = {}\ntype = \"choice\"\nvalues = [{}]\n",
            quoted(output),
            values.join(", ")
        ));
    }
    for rule in rules {
        text.push_str(&format!("\n[[row]]\nid = \"line {}\"\n", rule.line));
        rule.when.iter().for_each(|(input, cell)| text.push_str(&format!("when.{input} = {}\n", quoted(cell))));
        rule.then.iter().for_each(|(output, value)| text.push_str(&format!("then.{output} = {}\n", quoted(value))));
        text.push_str(&format!("says = {}\n", quoted(&rule.text)));
    }
    text
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
                (3, "`moon_phase` is no word of the vocabulary"),
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
