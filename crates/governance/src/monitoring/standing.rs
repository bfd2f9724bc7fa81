//! How a monitor stands: what its state, its batches and the clock say together, with the reason and when to ask again.

use jiff::Timestamp;
use jiff::civil::Date;

use super::batches::Batch;
use super::contribution::effect;
use super::judge::{Judged, Word, judge};
use super::settings::Settings;
use crate::derived::day_after;

/// How a monitor stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// One of the choices of the field `standing`.
    pub word: &'static str,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
    /// The stretch of time that it stands for, where people are told of it: a word and where it began.
    pub episode: Option<String>,
}

/// Standings of which people are told, each with its severity.
pub const TOLD: &[(&str, &str)] = &[("drifting", "high"), ("not_assessable", "medium"), ("silent", "medium")];

impl Standing {
    fn plain(word: &'static str, why: impl Into<String>) -> Standing {
        Standing { word, why: why.into(), until: None, episode: None }
    }
}

/// How it stands at a moment.
pub fn standing(settings: &Settings, batches: &[Batch], time: Timestamp) -> Standing {
    let judged = judge(batches);
    match settings.state.as_str() {
        "retired" => return Standing::plain("retired", "it watches nothing any more"),
        "paused" => return Standing::plain("paused", format!("it takes no batch until it goes on{}", last(&judged))),
        "draft" => return Standing::plain("draft", "it is not active yet"),
        _ => {}
    }
    if !settings.has_baseline() {
        return Standing::plain("no_baseline", "there is nothing to compare with; add the file of a baseline");
    }
    let expected = settings.expected_by(heard(batches));
    let until = expected.and_then(day_after);
    match (judged.last(), expected) {
        (_, Some(by)) if until.is_some_and(|it| it <= time) => silent(by, batches, &judged),
        (Some(newest), _) => Standing { until, ..stands(newest, &judged) },
        (None, _) => Standing { until, ..Standing::plain("waiting", "no batch has come yet") },
    }
}

/// The day on which the newest batch came.
pub fn heard(batches: &[Batch]) -> Option<Date> {
    batches.iter().map(|it| it.heard).max()
}

fn silent(by: Date, batches: &[Batch], judged: &[Judged<'_>]) -> Standing {
    let since = heard(batches)
        .map_or_else(|| "it never heard anything".to_owned(), |it| format!("the last batch came on {it}"));
    let why = format!("{since}, and the next was expected by {by}{}", last(judged));
    Standing { word: "silent", why, until: None, episode: Some(format!("silent since {by}")) }
}

fn stands(newest: &Judged<'_>, judged: &[Judged<'_>]) -> Standing {
    let Judged { batch, word, why } = newest;
    let told = effect(batch).filter(|_| *word != Word::NotAssessable).map(|it| format!("; {it}")).unwrap_or_default();
    let against =
        if batch.compared_with == "baseline" { String::new() } else { format!(" against `{}`", batch.compared_with) };
    let begun = judged.iter().rev().take_while(|it| it.word == *word).last().map(|it| &it.batch.id);
    Standing {
        word: word.name(),
        why: format!("{} of {}{against}: {why}{told}", batch.id, batch.day),
        until: None,
        episode: begun.filter(|_| *word != Word::InOrder).map(|it| format!("{} since {it}", word.name())),
    }
}

/// What the newest batch said, after a comma.
fn last(judged: &[Judged<'_>]) -> String {
    judged.last().map_or_else(String::new, |it| {
        format!("; the last batch, {}, was {}", it.batch.id, it.word.name().replace('_', " "))
    })
}
