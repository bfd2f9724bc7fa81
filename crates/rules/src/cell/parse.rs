//! Reads cells: `-`, `>= 50000`, `[1..10)`, `"EU", "US"`, `not("EU")`, `any of ("x", "y")`, `missing`.

use std::collections::BTreeSet;

use super::{Atom, End, Holding, Test};
use crate::model::{Domain, Input};
use crate::number::Number;
use crate::problem::{Problem, listed, short};
use crate::value::Value;

/// Characters of a cell that are read.
pub(crate) const LONGEST: usize = 4000;

/// What a cell of this input asks.
pub(crate) fn parse(input: &Input, text: &str) -> Result<Test, Problem> {
    if text.chars().count() > LONGEST {
        return Err(Problem::new(format!("the cell has more than {LONGEST} characters; split the row")));
    }
    let trimmed = text.trim();
    match trimmed {
        "" | "-" => return Ok(Test::Any),
        "missing" => return optional(input, Test::Missing),
        _ => {}
    }
    // A value that is in the list may hold commas and brackets without quotes.
    if let Domain::Choice(values) = &input.domain
        && values.iter().any(|it| it == trimmed)
    {
        return Ok(Test::OneOf(vec![Atom::Is(Value::word(trimmed))]));
    }
    let mut reader = Reader { letters: text.chars().collect(), at: 0, domain: &input.domain };
    let test = match reader.word_and_bracket("not") {
        true => {
            reader.blanks();
            let test = match reader.rest().trim_end().strip_suffix(')').map(str::trim) == Some("missing") {
                true => {
                    reader.at = reader.letters.len();
                    return optional(input, Test::Known);
                }
                false => Test::NotOneOf(reader.atoms()?),
            };
            reader.expect(')')?;
            test
        }
        false => Test::OneOf(reader.atoms()?),
    };
    reader.end()?;
    Ok(test)
}

fn optional(input: &Input, test: Test) -> Result<Test, Problem> {
    match input.optional {
        true => Ok(test),
        false => {
            Err(Problem::new("only an input that may be missing can be asked for it; say `optional = true` of it"))
        }
    }
}

/// A single value of a domain, as cases and allowed values write it.
pub(crate) fn value(domain: &Domain, text: &str) -> Result<Value, Problem> {
    let raw = text.trim();
    let text = unquoted(raw);
    match domain {
        Domain::Number { whole, least, most } => {
            let number = Number::parse(&text)?;
            if *whole && !number.is_whole() {
                return Err(Problem::new(format!(
                    "`{}` is not whole, and only whole numbers are allowed",
                    short(&text)
                )));
            }
            within(&number, least, most)?;
            Ok(Value::Number(number))
        }
        Domain::Date { least, most } => {
            let day = date(&text)?;
            within(&day, least, most)?;
            Ok(Value::Date(day))
        }
        Domain::Choice(values) => listed_in(values, &text).map(|()| Value::Word(text)),
        Domain::Flag => match text.as_str() {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => Err(Problem::new(format!("`{}` is neither `true` nor `false`", short(&text)))),
        },
        Domain::Set(values) => set(values, raw).map(Value::Set),
        Domain::Unit(units) => units.known(&text).map(|()| Value::Word(text)),
    }
}

/// Values of a closed list, separated by commas or semicolons, with quotes around those that hold such signs.
fn set(values: &[String], raw: &str) -> Result<BTreeSet<String>, Problem> {
    let inner = raw.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(raw).trim();
    let words = match inner {
        "" => Vec::new(),
        one if values.iter().any(|it| it == one) => vec![one.to_owned()],
        several => words(several)?,
    };
    words.iter().try_for_each(|it| listed_in(values, it))?;
    Ok(words.into_iter().collect())
}

fn listed_in(values: &[String], word: &str) -> Result<(), Problem> {
    match values.iter().any(|it| it == word) {
        true => Ok(()),
        false => Err(Problem::new(format!("`{}` is not in the list; allowed are {}", short(word), listed(values)))),
    }
}

fn within<T: PartialOrd + std::fmt::Display>(value: &T, least: &Option<T>, most: &Option<T>) -> Result<(), Problem> {
    if let Some(least) = least.as_ref().filter(|it| value < it) {
        return Err(Problem::new(format!("`{value}` is less than {least}, the least that is allowed")));
    }
    match most.as_ref().filter(|it| value > it) {
        Some(most) => Err(Problem::new(format!("`{value}` is more than {most}, the most that is allowed"))),
        None => Ok(()),
    }
}

/// A day, written bare or as `date("…")`.
pub(crate) fn date(text: &str) -> Result<jiff::civil::Date, Problem> {
    let inner = text.strip_prefix("date(").and_then(|it| it.strip_suffix(')')).map(|it| unquoted(it.trim()));
    let text = inner.as_deref().unwrap_or(text);
    let shaped = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    shaped
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| Problem::new(format!("`{}` is no day; write it as `2026-08-02`", short(text))))
}

/// Text without the quotes around it.
pub(crate) fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(inner) if text.len() > 1 => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        _ => text.to_owned(),
    }
}

/// Goes through the characters of a cell.
struct Reader<'a> {
    letters: Vec<char>,
    at: usize,
    domain: &'a Domain,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn rest(&self) -> String {
        self.letters[self.at..].iter().collect()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn takes(&mut self, word: &str) -> bool {
        let letters: Vec<char> = word.chars().collect();
        let found = self.letters[self.at..].starts_with(&letters);
        self.at += if found { letters.len() } else { 0 };
        found
    }

    /// A word and the bracket that opens behind it.
    fn word_and_bracket(&mut self, word: &str) -> bool {
        self.blanks();
        let before = self.at;
        if self.takes(word) {
            self.blanks();
            if self.takes("(") {
                return true;
            }
        }
        self.at = before;
        false
    }

    fn expect(&mut self, letter: char) -> Result<(), Problem> {
        self.blanks();
        match self.peek() {
            Some(it) if it == letter => {
                self.at += 1;
                Ok(())
            }
            Some(it) => Err(self.problem(format!("`{it}` stands where `{letter}` is expected"))),
            None => Err(self.problem(format!("the cell ends where `{letter}` is expected"))),
        }
    }

    fn end(&mut self) -> Result<(), Problem> {
        self.blanks();
        match self.peek() {
            None => Ok(()),
            Some(it) => Err(self.problem(format!(
                "`{it}` is not expected here; separate parts by commas, and put values with signs in quotes"
            ))),
        }
    }

    fn problem(&self, says: impl Into<String>) -> Problem {
        Problem::new(says).at(self.at + 1)
    }

    fn atoms(&mut self) -> Result<Vec<Atom>, Problem> {
        let mut atoms = vec![self.atom()?];
        loop {
            self.blanks();
            match self.peek() {
                Some(',') => self.at += 1,
                _ => return Ok(atoms),
            }
            atoms.push(self.atom()?);
        }
    }

    fn atom(&mut self) -> Result<Atom, Problem> {
        self.blanks();
        if let Domain::Set(_) = self.domain {
            return self.holding();
        }
        let sign = [">=", "<=", ">", "<"].into_iter().find(|it| self.takes(it));
        if let Some(sign) = sign {
            self.ordered()?;
            let end = Some(End { value: self.value()?, within: sign.ends_with('=') });
            return Ok(if sign.starts_with('>') { Atom::Between(end, None) } else { Atom::Between(None, end) });
        }
        match self.peek() {
            Some('[' | ']' | '(') => self.interval(),
            None => Err(self.problem("a value is expected where the cell ends")),
            _ => {
                // `= 5` says no more than `5`.
                self.takes("=");
                Ok(Atom::Is(self.value()?))
            }
        }
    }

    fn ordered(&self) -> Result<(), Problem> {
        match self.domain {
            Domain::Number { .. } | Domain::Date { .. } | Domain::Choice(_) => Ok(()),
            _ => Err(self.problem("flags, sets and units have no order; compare numbers, dates and choices only")),
        }
    }

    fn interval(&mut self) -> Result<Atom, Problem> {
        self.ordered()?;
        let begun = self.at;
        let low_within = self.peek() == Some('[');
        self.at += 1;
        let low = self.value()?;
        self.blanks();
        if !self.takes("..") {
            return Err(self.problem("an interval needs `..` between its ends, as in `[1..10]`"));
        }
        let high = self.value()?;
        self.blanks();
        let high_within = match self.peek() {
            Some(']') => true,
            Some('[' | ')') => false,
            _ => return Err(self.problem("an interval ends with `]`, `)` or `[`, as in `[1..10)`")),
        };
        self.at += 1;
        if self.rank(&low) > self.rank(&high) {
            let says = format!("the interval ends before it begins; write it as `[{high}..{low}]`");
            return Err(Problem::new(says).at(begun + 1));
        }
        let end = |value, within| Some(End { value, within });
        Ok(Atom::Between(end(low, low_within), end(high, high_within)))
    }

    /// What compares two values of the domain.
    fn rank(&self, value: &Value) -> i128 {
        match (value, self.domain) {
            (Value::Word(word), Domain::Choice(values)) => {
                values.iter().position(|it| it == word).map_or(0, |it| it as i128)
            }
            (Value::Number(it), _) => it.0,
            (Value::Date(it), _) => i128::from(crate::axis::day(*it)),
            _ => 0,
        }
    }

    fn holding(&mut self) -> Result<Atom, Problem> {
        let how = match self.word_and_bracket("contains") {
            true => Some(Holding::AllOf),
            false => Holding::ALL.iter().find(|it| self.word_and_bracket(it.0)).map(|it| it.1),
        };
        let Some(how) = how else {
            return Err(self.problem(
                "a set is asked by `contains(\"x\")`, `any of (…)`, `all of (…)` or `none of (…)`; `not(…)` may stand around it",
            ));
        };
        let mut words = Vec::new();
        loop {
            self.blanks();
            let begun = self.at;
            let word = if self.peek() == Some('"') { self.quoted()? } else { self.bare() };
            if let Domain::Set(values) = self.domain {
                listed_in(values, &word).map_err(|it| it.at(begun + 1))?;
            }
            words.push(word);
            self.blanks();
            match self.peek() {
                Some(',') => self.at += 1,
                _ => break,
            }
        }
        self.expect(')')?;
        Ok(Atom::Holds(how, words))
    }

    /// A value, in quotes or up to the next sign.
    fn value(&mut self) -> Result<Value, Problem> {
        self.blanks();
        let begun = self.at;
        let text = match self.peek() {
            Some('"') => self.quoted()?,
            _ if self.takes("date(") => {
                self.blanks();
                let inner = if self.peek() == Some('"') { self.quoted()? } else { self.bare() };
                self.expect(')')?;
                inner
            }
            _ => self.bare(),
        };
        if text.is_empty() {
            return Err(Problem::new("a value is expected here").at(begun + 1));
        }
        value(self.domain, &crate::value::quoted(&text)).map_err(|it| it.at(begun + 1))
    }

    fn quoted(&mut self) -> Result<String, Problem> {
        let begun = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            match letter {
                '"' => return Ok(text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                it => text.push(it),
            }
        }
        Err(Problem::new("the quotes that open here are never closed").at(begun + 1))
    }

    fn bare(&mut self) -> String {
        let begun = self.at;
        while let Some(letter) = self.peek() {
            let dots = letter == '.' && self.letters.get(self.at + 1) == Some(&'.');
            if dots || matches!(letter, ',' | '(' | ')' | '[' | ']' | '"' | '<' | '>' | '=') {
                break;
            }
            self.at += 1;
        }
        self.letters[begun..self.at].iter().collect::<String>().trim().to_owned()
    }
}

/// Words of a list, with or without quotes, separated by commas.
pub(crate) fn words(text: &str) -> Result<Vec<String>, Problem> {
    let mut reader = Reader { letters: text.chars().collect(), at: 0, domain: &Domain::Flag };
    let mut words = Vec::new();
    loop {
        reader.blanks();
        let begun = reader.at;
        let word = match reader.peek() {
            Some('"') => reader.quoted()?,
            _ => {
                while reader.peek().is_some_and(|it| !matches!(it, ',' | ';')) {
                    reader.at += 1;
                }
                reader.letters[begun..reader.at].iter().collect::<String>().trim().to_owned()
            }
        };
        if word.is_empty() {
            return Err(Problem::new("a word is expected here").at(begun + 1));
        }
        words.push(word);
        reader.blanks();
        match reader.peek() {
            Some(',' | ';') => reader.at += 1,
            _ => break,
        }
    }
    reader.end()?;
    Ok(words)
}
