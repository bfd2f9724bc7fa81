//! Challenges as sheets, on paper and as data; every attack as a table that can be filled in and brought in again.

use jiff::civil::Date;
use record::Id;

use super::EXERCISE;
use super::attempt::Outcome;
use super::coverage::Part as Share;
use super::likelihood::Beside;
use super::rate::Rate;
use super::whole::{Line, Part, Told, Waiting};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, spaced};
use crate::{Actor, Aims, Error};

const EXERCISES: [&str; 12] = [
    "number",
    "exercise",
    "form",
    "state",
    "from",
    "until",
    "challengers",
    "independent",
    "attacks",
    "found",
    "now",
    "detection",
];
const BY_RISK: [&str; 5] = ["number", "risk", "found", "now", "detection"];
const BESIDES: [&str; 6] = ["risk", "assessed", "least", "most", "verdict", "why"];
const QUEUE: [&str; 7] = ["number", "attack", "technique", "says", "severity", "risk", "run"];
const MISSED: [&str; 7] = ["number", "attack", "technique", "says", "severity", "risk", "action"];
const REPLAYS: [&str; 8] = ["number", "run", "fixed", "still", "regressed", "held", "not_repeated", "p"];
const COVERAGE: [&str; 2] = ["figure", "value"];
const NEVER: [&str; 1] = ["risk"];
const GAPS: [&str; 3] = ["gap", "what", "records"];
/// Heads of the table of attacks. They are no words of the reader's language: the same table comes in again.
const ATTACKS: [&str; 12] = [
    "exercise",
    "attack",
    "technique",
    "prompt",
    "risk",
    "severity",
    "first",
    "outcome",
    "run",
    "tries",
    "seen",
    "seen by",
];
/// The form beside those that every document has: every attack, with its media type.
pub const MORE: [(&str, &str); 1] = [("csv", "text/csv; charset=utf-8")];

impl Aims {
    /// Challenges as a file, also every attack as a table; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::challenges`]; an ending that is no form.
    pub async fn challenge_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.challenges(actor, part).await?;
        let configuration = self.configuration();
        let by = &configuration.libraries.challenging;
        let said = &by.words;
        let of = told.of.as_ref().map(|it| format!(": {}", it.1)).unwrap_or_default();
        let title = format!("{}{of}", said.say("title"));
        let head = (said, (title.as_str(), said.say("reads")), told.on);
        let bytes = match ending {
            "csv" => Some(sheet::write_csv(&ATTACKS.map(str::to_owned), attacks(&told))),
            _ => self.filed_as_tables(ending, &told, head, || tables(said, &told, by.most_listed)).await?,
        };
        let bytes = bytes.ok_or_else(|| no_form(ending, "challenges", ", csv"))?;
        let rows = if ending == "csv" { told.attacks.len() } else { told.exercises.len() };
        self.enter(actor, Event::new("export").with("kind", EXERCISE).with("rows", rows)).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = [
        "title",
        "reads",
        "none",
        "exercises",
        "by_risk",
        "besides",
        "queue",
        "missed",
        "replays",
        "coverage",
        "never",
        "gaps",
        "covered",
        "tested",
        "yes",
        "no",
    ];
    let tables: [&[&str]; 9] = [&EXERCISES, &BY_RISK, &BESIDES, &QUEUE, &MISSED, &REPLAYS, &COVERAGE, &NEVER, &GAPS];
    own.into_iter().chain(tables.into_iter().flatten().copied()).collect()
}

/// Every attack, a row each.
fn attacks(told: &Told) -> Vec<Vec<String>> {
    let word = |it: Outcome| match it {
        Outcome::Succeeded => "succeeded",
        Outcome::Failed => "failed",
        Outcome::Undecided => "unknown",
    };
    let seen = |it: Option<bool>| it.map_or("", |it| if it { "yes" } else { "no" });
    let row = |(exercise, it): &(Id, super::pool::Attack)| {
        let first =
            [exercise.to_string(), it.attack.clone(), it.technique.clone(), it.says.clone(), one(it.risk.as_ref())];
        let middle = [it.severity.clone().unwrap_or_default(), word(it.first).to_owned(), word(it.last).to_owned()];
        let last = [
            it.run.to_string(),
            it.tries.to_string(),
            seen(it.seen).to_owned(),
            it.seen_by.clone().unwrap_or_default(),
        ];
        first.into_iter().chain(middle).chain(last).collect()
    };
    told.attacks.iter().map(row).collect()
}

fn one(it: Option<&Id>) -> String {
    it.map(ToString::to_string).unwrap_or_default()
}

fn tables(said: &Words, told: &Told, most: usize) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &Id| match told.names.get(&it.to_string()) {
        Some(title) => format!("{it} {title}"),
        None => it.to_string(),
    };
    let named = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let exercises = told.exercises.iter().map(|it| exercise(it, &named, &say));
    let by_risk = told.exercises.iter().flat_map(|it| {
        it.by_risk.iter().map(move |of| {
            let risk = of.risk.as_ref().map(name).unwrap_or_default();
            vec![it.id.to_string(), risk, rate(&of.first), rate(&of.now), rate(&of.detection)]
        })
    });
    let waiting = |it: &Waiting, last: String| {
        let (id, of) = (it.exercise.to_string(), &it.attack);
        let risk = of.risk.as_ref().map(name).unwrap_or_default();
        vec![
            id,
            of.attack.clone(),
            of.technique.clone(),
            of.says.clone(),
            of.severity.clone().unwrap_or_default(),
            risk,
            last,
        ]
    };
    let queue = told.queue.iter().take(most).map(|it| waiting(it, it.attack.run.to_string()));
    let missed = told.missed.iter().take(most).map(|it| waiting(it, one(it.action.as_ref())));
    let replays = told.exercises.iter().flat_map(|it| {
        it.runs.iter().filter_map(move |run| {
            let (of, replay) = (&run.moved, run.replay.as_ref()?);
            let counts = [of.fixed.len(), of.still.len(), of.regressed.len(), of.held as usize, of.not_repeated.len()];
            let first = [it.id.to_string(), run.id.to_string()];
            let p = format!("{:.4}", replay.p);
            Some(first.into_iter().chain(counts.map(|it| it.to_string())).chain([p]).collect::<Vec<String>>())
        })
    });
    let covered = |it: Share| format!("{} of {}", it.k, it.n);
    let coverage = [vec![say("covered"), covered(told.coverage.top)], vec![say("tested"), covered(told.coverage.all)]];
    let gaps = told.gaps.iter().map(|it| vec![spaced(it.sort), it.says.clone(), named(&it.records)]);
    vec![
        Rows::said(say, "exercises", &EXERCISES, exercises),
        Rows::said(say, "by_risk", &BY_RISK, by_risk),
        Rows::said(say, "besides", &BESIDES, told.besides.iter().map(|it| beside(it, &name))),
        Rows::said(say, "replays", &REPLAYS, replays),
        Rows::said(say, "queue", &QUEUE, queue),
        Rows::said(say, "missed", &MISSED, missed),
        Rows::said(say, "coverage", &COVERAGE, coverage),
        Rows::said(say, "never", &NEVER, told.coverage.never.iter().map(|it| vec![name(it)])),
        Rows::said(say, "gaps", &GAPS, gaps),
    ]
}

fn exercise(it: &Line, named: &impl Fn(&[Id]) -> String, say: &impl Fn(&str) -> String) -> Vec<String> {
    let independent = match it.dependences.first() {
        Some(why) => format!("{}: {}", say("no"), why.says),
        None => say("yes"),
    };
    let first = [it.id.to_string(), it.title.clone(), spaced(&it.form), spaced(&it.state), day(it.from), day(it.until)];
    let middle = [named(&it.challengers), independent, it.attacks.to_string()];
    let last = [rate(&it.all.first), rate(&it.all.now), rate(&it.all.detection)];
    first.into_iter().chain(middle).chain(last).collect()
}

fn beside(it: &Beside, name: &impl Fn(&Id) -> String) -> Vec<String> {
    let level = |it: &Option<(usize, String)>| it.as_ref().map(|it| it.1.clone()).unwrap_or_default();
    let first = [name(&it.risk), level(&it.assessed), level(&it.least), level(&it.most)];
    first.into_iter().chain([spaced(it.verdict.name()), it.says.clone()]).collect()
}

fn rate(it: &Rate) -> String {
    it.says()
}

fn day(it: Option<Date>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}
