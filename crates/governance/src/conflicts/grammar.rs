//! The grammar of procedures: `when … then …`, read word by word. Nothing is guessed: what it does not know is told with the reason.

use rules::{Domain, Input};

/// Words between conditions, and between outcomes.
const AND: &str = " and ";
/// The output of `within 10 days`.
const TIME_LIMIT: &str = "time_limit";
/// Units of time, with how ISO 8601 writes them before and behind the number.
const TIMES: &[(&str, &str, &str)] =
    &[("hour", "PT", "H"), ("day", "P", "D"), ("week", "P", "W"), ("month", "P", "M"), ("year", "P", "Y")];

/// A line that was read.
pub(super) struct Rule {
    pub line: usize,
    pub text: String,
    /// Words with the cells that ask about them.
    pub when: Vec<(Word, String)>,
    /// Outputs with what they are.
    pub then: Vec<(String, Said)>,
}

/// A word that a condition asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub name: String,
    /// What it counts, where it is a number that the vocabulary does not know and the procedure brings along.
    pub own: Option<String>,
}

/// What an output is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Value(String),
    /// A period as ISO 8601 writes it.
    Period(String),
}

impl Said {
    pub fn text(&self) -> &str {
        match self {
            Said::Value(text) | Said::Period(text) => text,
        }
    }
}

/// Words that turn what is said into its opposite.
const DENIALS: &[&str] = &["not", "never", "no", "neither", "except", "unless", "without"];

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

pub(super) fn rule(line: usize, text: &str, inputs: &[Input]) -> Result<Rule, String> {
    let small = text.to_ascii_lowercase();
    let rest = small.strip_prefix("when ").or_else(|| small.strip_prefix("if "));
    let start = text.len() - rest.ok_or("it does not begin with `when`")?.len();
    let body = text[start..].trim_end_matches('.');
    let place = body.to_ascii_lowercase().find(" then ").ok_or("it has no `then`")?;
    let (asked, said) = (&body[..place], &body[place + " then ".len()..]);
    let when = whole(asked).iter().map(|it| condition(it, inputs)).collect::<Result<Vec<_>, _>>()?;
    let mut then = Vec::new();
    for part in split(said) {
        then.extend(outcome(part)?);
    }
    twice(when.iter().map(|it| &it.0.name)).or_else(|| twice(then.iter().map(|it| &it.0))).map_or(Ok(()), Err)?;
    Ok(Rule { line, text: text.to_owned(), when, then })
}

fn twice<'a>(names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    let again = names.into_iter().find(|it| !seen.insert(*it))?;
    Some(format!("it speaks of `{again}` twice"))
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

/// Conditions: what compares nothing belongs to the value before it, as the name of a unit may hold an `and`.
fn whole(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in split(text) {
        match all.last_mut() {
            Some(last) if parts(part.trim()).is_err() => *last = format!("{last}{AND}{part}"),
            _ => all.push(part.to_owned()),
        }
    }
    all
}

/// A condition: a word and the cell that asks about it. Comparisons with numbers may bring along a word that the vocabulary does not know.
fn condition(text: &str, inputs: &[Input]) -> Result<(Word, String), String> {
    let text = text.trim();
    let (name, values, cell) = parts(text)?;
    plainly(text, name, &values)?;
    let name = word(name);
    if let Some(input) = inputs.iter().find(|it| it.name == name) {
        let values: Vec<String> = values.iter().map(|it| spoken(input, it)).collect();
        return Ok((Word { name, own: None }, meant(input, &cell.of(&values))));
    }
    let amounts: Option<Vec<(String, String)>> = values.iter().map(|it| amount(it)).collect();
    let money = |all: &Vec<(String, String)>| all.iter().all(|it| !it.1.is_empty());
    let amounts = amounts.filter(|it| cell.compares() || money(it)).ok_or_else(|| {
        format!("`{name}` is no word of the vocabulary; say it with one of its words, or put a table in force that has `{name}` as an input")
    })?;
    let measures: Vec<&str> = amounts.iter().map(|it| it.1.as_str()).filter(|it| !it.is_empty()).collect();
    let values: Vec<String> = amounts.iter().map(|it| it.0.clone()).collect();
    let measure = measures.first().copied().unwrap_or_default();
    if measures.iter().any(|it| *it != measure) {
        return Err(format!("`{text}` compares {}; write one currency", measures.join(" with ")));
    }
    Ok((Word { name, own: Some(measure.to_owned()) }, cell.of(&values)))
}

/// Refuses what would be read as its opposite or as another number: a word that denies where no comparison knows it, and a point that may
/// stand between thousands.
fn plainly(text: &str, name: &str, values: &[&str]) -> Result<(), String> {
    let words = |it: &str| it.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let denies = |it: &str| words(it).into_iter().find(|it| DENIALS.contains(&it.as_str()));
    // a flag is `no`
    let said = || values.iter().filter(|it| !it.eq_ignore_ascii_case("no")).find_map(|it| denies(it));
    if let Some(denial) = denies(name).or_else(said) {
        return Err(format!("`{text}` says `{denial}`, which is only read in `is not`; say what holds instead"));
    }
    let twofold = |it: &&&str| {
        let groups: Vec<&str> = it.split('.').collect();
        groups.len() == 2 && groups[1].len() == 3 && groups.iter().all(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    match values.iter().find(twofold) {
        Some(number) => {
            let (plain, whole) = (number.replace('.', ""), number.split('.').next().unwrap_or_default());
            Err(format!("`{number}` may be {plain} or {whole} with three decimals; write it without the point"))
        }
        None => Ok(()),
    }
}

/// The cell that a comparison becomes.
enum Cell {
    Between,
    Test(&'static str, &'static str),
}

impl Cell {
    fn of(&self, values: &[String]) -> String {
        match self {
            Cell::Between => format!("[{}]", values.join("..")),
            Cell::Test(before, behind) => format!("{before}{}{behind}", values.join(", ")),
        }
    }

    fn compares(&self) -> bool {
        matches!(self, Cell::Between | Cell::Test(">= " | "<= " | "> " | "< ", _))
    }
}

/// The name, the values and the sort of a comparison.
fn parts(text: &str) -> Result<(&str, Vec<&str>, Cell), String> {
    if let Some((name, low, high)) = between(text) {
        return Ok((name, vec![low, high], Cell::Between));
    }
    let found = TESTS.iter().find_map(|it| Some((it, text.find(it.0)?)));
    let (test, place) = found.ok_or_else(|| format!("`{text}` is no comparison"))?;
    let (name, value) = (&text[..place], text[place + test.0.len()..].trim());
    let values = value.split(" or ").map(str::trim).collect();
    Ok((name, values, Cell::Test(test.1, test.2)))
}

fn between(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once(" is between ").or_else(|| text.split_once(" between "))?;
    let (low, high) = rest.split_once(AND)?;
    Some((name, low.trim(), high.trim()))
}

/// A number with what it counts, where that is said: `250000`, `250,000`, `EUR 250,000`, `250000 EUR`.
fn amount(text: &str) -> Option<(String, String)> {
    let money = |it: &str| it.len() == 3 && it.bytes().all(|it| it.is_ascii_uppercase());
    let (number, measure) = match text.split_once(' ') {
        None => (text, ""),
        Some((measure, number)) if money(measure) => (number, measure),
        Some((number, measure)) if money(measure) => (number, measure),
        Some(_) => return None,
    };
    let mut groups = number.split('.').next()?.split(',');
    let first = groups.next()?;
    let grouped = groups.clone().next().is_none() || (1..=3).contains(&first.len());
    let fits = grouped && groups.all(|it| it.len() == 3);
    let plain = number.replace(',', "");
    let digits = plain.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    (fits && digits && plain.parse::<f64>().is_ok()).then(|| (plain, measure.to_owned()))
}

/// A value as tables write it: numbers without signs between thousands and, where the word counts it, without the currency.
fn spoken(input: &Input, value: &str) -> String {
    let number = matches!(input.domain, Domain::Number { .. });
    let plain = amount(value).filter(|it| number && (it.1.is_empty() || it.1 == input.measure));
    plain.map_or_else(|| value.to_owned(), |it| it.0)
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

/// Outcomes: `decider is board`, and the time within which it is to be, `within 10 days`.
fn outcome(text: &str) -> Result<Vec<(String, Said)>, String> {
    let (text, limit) = match text.trim().rsplit_once("within ") {
        Some((before, time)) => {
            let time =
                period(time).ok_or_else(|| format!("`within {time}` is no time; write it like `within 10 days`"))?;
            (before.trim(), Some((TIME_LIMIT.to_owned(), Said::Period(time))))
        }
        None => (text.trim(), None),
    };
    if text.is_empty() {
        return Ok(limit.into_iter().collect());
    }
    let found = text.split_once(" is ").or_else(|| text.split_once(" = "));
    let (name, value) = found.ok_or_else(|| format!("`{text}` does not say what is what"))?;
    let (name, value) = (word(name), value.trim().trim_matches('"'));
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
    if name.is_empty() || !name.chars().all(plain) || value.is_empty() {
        return Err(format!("`{text}` is no name of an outcome"));
    }
    if DENIALS.iter().any(|it| value.split_whitespace().next() == Some(it)) {
        return Err(format!("`{text}` says what is not; say what it is"));
    }
    if let Some((_, time)) = value.rsplit_once(" in ").filter(|it| period(it.1).is_some()) {
        return Err(format!("`{text}` ends with a time; write it as `within {time}`"));
    }
    let said = period(value).map_or_else(|| Said::Value(value.to_owned()), Said::Period);
    Ok([(name, said)].into_iter().chain(limit).collect())
}

/// A time as people write it or as ISO 8601 does: `10 days`, `P10D`.
fn period(text: &str) -> Option<String> {
    let text = text.trim();
    if rules::Period::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    let (count, unit) = text.split_once(' ')?;
    let count: u32 = count.parse().ok()?;
    let (_, before, behind) = TIMES.iter().find(|it| unit == it.0 || unit.strip_suffix('s') == Some(it.0))?;
    Some(format!("{before}{count}{behind}"))
}

/// A name as tables write it.
pub(super) fn word(text: &str) -> String {
    text.trim().trim_start_matches("the ").to_lowercase().replace([' ', '-'], "_")
}
