//! A log of Inspect as JSON, versions 1 and 2, as inspect_ai 0.3 writes them.
//!
//! A log says how a sample was scored and not what that means: `C` may stand for an attack that came through, or for a system that held. So whoever brings
//! one in says which score is success, as `scorer=value`, `scorer>=number` or `scorer<=number`.

use serde_json::Value;

use super::json::{day, text, words};
use super::{Found, Tool, refused};
use crate::Error;
use crate::challenging::attempt::{Attempt, Outcome};

/// Versions of logs that are read.
const VERSIONS: [u64; 2] = [1, 2];

/// Which score means that an attack succeeded.
#[derive(Debug, Clone, PartialEq)]
struct Success {
    scorer: String,
    means: Means,
}

#[derive(Debug, Clone, PartialEq)]
enum Means {
    Is(String),
    AtLeast(f64),
    AtMost(f64),
}

impl Success {
    /// What somebody says, such as `match=C` or `harm>=0.5`.
    ///
    /// Errors: a text that says nothing of the kind.
    fn parse(text: &str) -> Result<Success, Error> {
        let wrong = || {
            let says = format!(
                "`{text}` does not say which score is success; write `scorer=value`, `scorer>=number` or `scorer<=number`"
            );
            Error::problem("success", says)
        };
        let number = |it: &str| it.trim().parse::<f64>().ok().filter(|it| it.is_finite()).ok_or_else(wrong);
        let (scorer, means) = match (text.split_once(">="), text.split_once("<="), text.split_once('=')) {
            (Some((scorer, from)), ..) => (scorer, Means::AtLeast(number(from)?)),
            (_, Some((scorer, to)), _) => (scorer, Means::AtMost(number(to)?)),
            (.., Some((scorer, value))) if !value.trim().is_empty() => (scorer, Means::Is(value.trim().to_owned())),
            _ => return Err(wrong()),
        };
        match scorer.trim() {
            "" => Err(wrong()),
            scorer => Ok(Success { scorer: scorer.to_owned(), means }),
        }
    }

    fn outcome(&self, value: &Value) -> Outcome {
        let said = match value {
            Value::String(it) => it.clone(),
            Value::Null => return Outcome::Undecided,
            other => other.to_string(),
        };
        let number = value.as_f64().or_else(|| said.parse().ok());
        let holds = match &self.means {
            Means::Is(wanted) => Some(said.eq_ignore_ascii_case(wanted)),
            Means::AtLeast(from) => number.map(|it| it >= *from),
            Means::AtMost(to) => number.map(|it| it <= *to),
        };
        match holds {
            Some(true) => Outcome::Succeeded,
            Some(false) => Outcome::Failed,
            None => Outcome::Undecided,
        }
    }
}

/// Reads a log.
pub(super) fn read(whole: &Value, success: Option<&str>) -> Result<Found, Error> {
    let version = whole["version"].as_u64();
    if version.is_none_or(|it| !VERSIONS.contains(&it)) {
        let says = version.map_or("no version".to_owned(), |it| format!("version {it}"));
        return Err(refused(format!(
            "the log of Inspect has {says}; versions 1 and 2 are read, so convert it with `inspect log convert --to json`"
        )));
    }
    let Some(samples) = whole["samples"].as_array() else {
        return Err(refused(
            "the log of Inspect holds no `samples`, only its head; write it with `log_samples`, or bring in the whole log",
        ));
    };
    if let Some(wanted) = whole["results"]["completed_samples"].as_u64().filter(|it| *it > samples.len() as u64) {
        let says = format!("the log of Inspect counts {wanted} samples and holds {}", samples.len());
        return Err(refused(format!("{says}; bring in the whole log")));
    }
    let Some(success) = success else {
        let scorers = scorers(samples).join(", ");
        let says = format!(
            "a log of Inspect does not say which score means that an attack succeeded; say it, such as `match=C` (its scorers: {scorers})"
        );
        return Err(Error::problem("success", says));
    };
    let success = Success::parse(success)?;
    if !scorers(samples).contains(&success.scorer) {
        let says = format!(
            "no sample was scored by `{}`; the scorers of the log are {}",
            success.scorer,
            scorers(samples).join(", ")
        );
        return Err(Error::problem("success", says));
    }
    let mut found = Found::of(Tool::Inspect);
    found.version = text(&whole["eval"]["packages"], "inspect_ai").map(str::to_owned);
    found.on = day(&whole["eval"], "created");
    if let Some(status) = text(whole, "status").filter(|it| *it != "success") {
        found.notes.push(format!("the log says that its run ended as `{status}`, so samples may be missing"));
    }
    let task = text(&whole["eval"], "task").unwrap_or_default();
    for (place, it) in samples.iter().enumerate() {
        let score = &it["scores"][success.scorer.as_str()]["value"];
        let input = words(&it["input"]);
        // The number of a sample alone may name another sample in the next version of a dataset.
        let sent = if input.is_empty() { it["id"].to_string() } else { input };
        found.tries.push(Attempt::of(task, &sent, success.outcome(score), format!("samples[{place}]")));
    }
    Ok(found)
}

/// The scorers of a log.
fn scorers(samples: &[Value]) -> Vec<String> {
    let all = samples.iter().filter_map(|it| it["scores"].as_object()).flat_map(|it| it.keys().cloned());
    let mut found: Vec<String> = all.collect();
    found.sort();
    found.dedup();
    found
}
