//! Self-test of challenges: files of five sorts with what they come to, exact; monitors that saw some; assessed likelihoods beside what was shown; who may
//! not challenge; what no monitor saw as actions, once; a replay after a fix, attack by attack; and files from which nothing is taken.
//!
//! Data and keys are written by `selftest/3.7/make.py`, which shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use governance::challenging::pool::Moved;
use governance::challenging::rate::Rate;
use governance::challenging::reading::Given;
use governance::challenging::taken::TakenIn;
use governance::challenging::whole::{Part, Told};
use governance::{Actor, Committed, Error, Listing, Via};
use jiff::civil::Date;
use record::{Change, Document};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SAME, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    /// What keeps each exercise from being started; nothing where nothing does.
    refused_starts: BTreeMap<String, Option<String>>,
    files: Vec<File>,
    /// How likelihoods stand, by risk.
    besides: BTreeMap<String, Stands>,
    understated: Vec<String>,
    by_risk: BTreeMap<String, Share>,
    /// Attacks of `E1` that no monitor saw.
    missed: usize,
    never: Vec<String>,
    /// Top risks that were tested, and all of them.
    top: (usize, usize),
    /// Every gap with its records.
    gaps: Vec<String>,
    replay: Replay,
    after: After,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exercise: String,
    file: String,
    tool: String,
    version: Option<String>,
    attempts: u64,
    attacks: u64,
    success: Share,
    detection: Share,
    moved: Option<Shift>,
    success_is: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    k: u64,
    n: u64,
    low: f64,
    high: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stands {
    verdict: String,
    least: usize,
    most: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    new: u64,
    fixed: usize,
    still: usize,
    regressed: usize,
    not_repeated: usize,
    held: u64,
    p: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replay {
    exercise: String,
    file: String,
    moved: Shift,
    success: Share,
}

/// What is so after the replay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    now: Share,
    queue: usize,
    missed: usize,
    #[serde(rename = "K1")]
    stands: Stands,
}

impl Share {
    fn is(&self, it: &Rate) -> bool {
        (it.k, it.n) == (self.k, self.n) && (it.low - self.low).abs() < SAME && (it.high - self.high).abs() < SAME
    }
}

impl Shift {
    fn is(&self, it: &Moved, p: Option<f64>) -> bool {
        let sizes = [&it.fixed, &it.still, &it.regressed, &it.not_repeated].map(Vec::len);
        (it.new, it.held) == (self.new, self.held)
            && sizes == [self.fixed, self.still, self.regressed, self.not_repeated]
            && p.is_some_and(|it| (it - self.p).abs() < SAME)
    }
}

/// Challenges of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let before = outcome.found;
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        starting(&house, &key, side, &mut outcome).await?;
        bad_input(&house, folder, side, &mut outcome).await?;
        for file in &key.files {
            brought_in(&house, &folder.join(side), file, side, &mut outcome).await?;
        }
        let told = told(&house).await?;
        shown(&house, &told, &key, side, &mut outcome);
        gaps(&house, &told, &key, side, &mut outcome);
        acting(&house, &key, side, &mut outcome).await?;
        telling(&house, &key, side, &mut outcome).await?;
        taking(&house, &key, side, &mut outcome).await?;
        replaying(&house, &folder.join(side), &key, side, &mut outcome).await?;
        outcome.count_clean(side, before);
    }
    Ok(outcome)
}

fn console() -> Actor {
    Actor::operator(Via::Cli)
}

async fn told(house: &House) -> Result<Told, Failure> {
    Ok(house.aims.challenges(&console(), Part::default()).await?)
}

fn given(folder: &Path, name: &str, success: Option<&str>) -> Result<Given, Failure> {
    let bytes = crate::assignment::read_file(&folder.join(name))?;
    Ok(Given { name: name.to_owned(), bytes, tool: None, success: success.map(str::to_owned) })
}

async fn imported(house: &House, exercise: &str, given: Given) -> Result<Result<TakenIn, Error>, Failure> {
    Ok(house.aims.import_run(&console(), &house.record(exercise)?, given, false).await)
}

/// Whoever builds what is challenged, or depends on who does, does not challenge.
async fn starting(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for (name, wanted) in &key.refused_starts {
        let (id, set) = (house.record(name)?, Document::new());
        let change = Change::Move { id, base: None, transition: "start".to_owned(), set, why: None };
        let answer = house.aims.commit(&console(), change, None).await;
        let right = match (&answer, wanted) {
            (Ok(_), None) => true,
            (Err(Error::Refused(all)), Some(word)) => {
                all.iter().any(|it| it.message.contains("nobody challenges") && it.message.contains(word.as_str()))
            }
            _ => false,
        };
        outcome.check(right, || format!("{side}: {name} is started, where {wanted:?} keeps it: {answer:?}"));
    }
    Ok(())
}

/// Each file comes to what it was made to come to, once.
async fn brought_in(
    house: &House,
    folder: &Path,
    file: &File,
    side: &str,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let (name, success) = (&file.file, file.success_is.as_deref());
    let taken = imported(house, &file.exercise, given(folder, name, success)?).await??;
    let same = (taken.tool.as_str(), taken.version.as_ref(), taken.attempts, taken.attacks);
    let wanted = (file.tool.as_str(), file.version.as_ref(), file.attempts, file.attacks);
    outcome.check(taken.made && same == wanted, || format!("{side}: {name} is {same:?}, not {wanted:?}"));
    let right = file.success.is(&taken.success) && file.detection.is(&taken.detection);
    outcome.check(right, || {
        format!(
            "{side}: {name} comes to {:?} and {:?}, not {:?} and {:?}",
            taken.success, taken.detection, file.success, file.detection
        )
    });
    let moved = file.moved.as_ref().is_none_or(|it| it.is(&taken.moved, taken.replay.as_ref().map(|it| it.p)));
    outcome.check(moved, || format!("{side}: {name} moved {:?}, not {:?}", taken.moved, file.moved));
    let again = imported(house, &file.exercise, given(folder, name, success)?).await??;
    outcome.check(!again.made && again.id == taken.id, || format!("{side}: {name} was brought in twice: {again:?}"));
    Ok(())
}

/// Likelihoods beside what was shown, shares by risk, and which risks were tested.
fn shown(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    for (name, wanted) in &key.besides {
        let it = told.besides.iter().find(|it| house.number(&it.risk) == *name);
        let right = it.is_some_and(|it| stands(it, wanted));
        outcome.check(right, || format!("{side}: {name} stands {it:?}, not {wanted:?}"));
    }
    outcome.check(told.besides.len() == key.besides.len(), || format!("{side}: {} stand beside", told.besides.len()));
    for (name, wanted) in &key.by_risk {
        let all = told.exercises.iter().flat_map(|it| &it.by_risk);
        let it = all.filter(|it| it.risk.as_ref().is_some_and(|it| house.number(it) == *name)).map(|it| it.now).next();
        outcome
            .check(it.is_some_and(|it| wanted.is(&it)), || format!("{side}: {name} comes to {it:?}, not {wanted:?}"));
    }
    let proposed: Vec<String> = told.proposals.iter().map(|it| house.number(&it.risk)).collect();
    outcome
        .check(proposed == key.understated, || format!("{side}: {proposed:?} are proposed, not {:?}", key.understated));
    let of = &told.coverage;
    let never: Vec<String> = of.never.iter().map(|it| house.number(it)).collect();
    outcome.check(never == key.never && (of.top.k, of.top.n) == key.top, || format!("{side}: coverage is {of:?}"));
}

fn stands(it: &governance::challenging::likelihood::Beside, wanted: &Stands) -> bool {
    let place = |it: &Option<(usize, String)>| it.as_ref().map(|it| it.0);
    it.verdict.name() == wanted.verdict
        && (place(&it.least), place(&it.most)) == (Some(wanted.least), Some(wanted.most))
        && !it.says.is_empty()
}

/// Every gap with its records.
fn gaps(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let found = told.gaps.iter().map(|it| (it.sort, it.records.as_slice()));
    house.gaps(found, &key.gaps, side, outcome);
}

/// What no monitor saw becomes actions, as many, and once.
async fn acting(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let exercise = house.record("E1")?;
    for round in 1..=2 {
        let made = house.aims.act_on_missed(&console(), &exercise).await?;
        let wanted = if round == 1 { (key.missed, 0) } else { (0, key.missed) };
        let is = (made.made.len(), made.known.len());
        outcome.check(is == wanted && made.left == 0, || format!("{side}: round {round} made {is:?}, not {wanted:?}"));
    }
    let actions = house.aims.list(&console(), &Listing::of("action")).await?.rows.len();
    outcome.check(actions == key.missed, || format!("{side}: {actions} actions are there, not {}", key.missed));
    Ok(())
}

/// Whoever answers for a risk is told by the round of jobs, once.
async fn telling(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for round in 1..=2 {
        house.aims.run_due().await?;
        let raised = house.aims.list(&console(), &Listing::of("escalation")).await?;
        let own = raised.rows.iter().filter(|it| it.title.contains("contradicts the likelihood")).count();
        let wanted = key.understated.len();
        outcome.check(own == wanted, || format!("{side}: round {round} has told of {own}, not {wanted}"));
    }
    Ok(())
}

/// A proposed likelihood is taken over by whoever answers for the risk, and by nobody else.
async fn taking(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let risk = house.record("K1")?;
    let person =
        |name: &str| Ok::<_, Failure>(Actor { person: Some(house.record(name)?), roles: Vec::new(), ..console() });
    let contradicted = key.understated.iter().any(|it| it == "K1");
    let other = house.aims.take_likelihood(&person("P5")?, (&risk, None), None).await;
    outcome
        .check(matches!(other, Err(Error::Problems(_))), || format!("{side}: somebody else takes K1 over: {other:?}"));
    let own: Result<Committed, Error> = house.aims.take_likelihood(&person("P1")?, (&risk, None), None).await;
    outcome.check(own.is_ok() == contradicted, || format!("{side}: whoever answers takes K1 over: {own:?}"));
    let now = told(house).await?;
    let left = now.proposals.iter().any(|it| it.risk == risk);
    outcome.check(!left, || format!("{side}: K1 is contradicted still"));
    Ok(())
}

/// A replay after a fix is compared attack by attack.
async fn replaying(house: &House, folder: &Path, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let replay = &key.replay;
    let taken = imported(house, &replay.exercise, given(folder, &replay.file, None)?).await??;
    let p = taken.replay.as_ref().map(|it| it.p);
    outcome.check(replay.moved.is(&taken.moved, p), || {
        format!("{side}: the replay moved {:?} at {p:?}, not {:?}", taken.moved, replay.moved)
    });
    outcome.check(replay.success.is(&taken.success), || format!("{side}: the replay comes to {:?}", taken.success));
    let (told, exercise) = (told(house).await?, house.record(&replay.exercise)?);
    let line = told.exercises.iter().find(|it| it.id == exercise).map(|it| it.all.now);
    outcome.check(line.is_some_and(|it| key.after.now.is(&it)), || format!("{side}: after the replay it is {line:?}"));
    let of = |all: &[governance::challenging::whole::Waiting]| all.iter().filter(|it| it.exercise == exercise).count();
    let (queue, missed) = (of(&told.queue), of(&told.missed));
    let wanted = (key.after.queue, key.after.missed);
    outcome
        .check((queue, missed) == wanted, || format!("{side}: {queue} wait and {missed} are unseen, not {wanted:?}"));
    let it = told.besides.iter().find(|it| it.exercise == exercise);
    let right = it.is_some_and(|it| stands(it, &key.after.stands));
    outcome.check(right, || format!("{side}: after the replay it stands {it:?}, not {:?}", key.after.stands));
    Ok(())
}

/// From files that cannot be read whole nothing is taken, and a sentence says why; nobody types a run.
async fn bad_input(house: &House, folder: &Path, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let bad = folder.join("bad");
    let key: BTreeMap<String, String> = house::json(&bad.join("key.json"))?;
    for (name, says) in &key {
        let answer = imported(house, "E1", given(&bad, name, None)?).await?;
        let right =
            matches!(&answer, Err(Error::Problems(all)) if all.iter().any(|it| it.message.contains(says.as_str())));
        outcome.check(right, || format!("{side}: `{name}` is {answer:?}, not refused by `{says}`"));
    }
    let runs = house.aims.list(&console(), &Listing::of("exercise_run")).await?.rows.len();
    outcome.check(runs == 0, || format!("{side}: {runs} runs were left by files that cannot be read"));
    let fields = serde_json::json!({ "title": "Typed", "exercise": house.record("E1")?, "tool": "table", "digest": "sha256:00", "succeeded": 0 });
    let document = fields.as_object().cloned().unwrap_or_default().into_iter().collect();
    let change = Change::Create { kind: "exercise_run".to_owned(), state: None, document };
    let typed = house.aims.commit(&console(), change, None).await;
    outcome.check(matches!(typed, Err(Error::Refused(_))), || format!("{side}: a run is typed: {typed:?}"));
    if side == "faulty" {
        let answer = imported(house, "D0", given(&folder.join(side), "attacks.csv", None)?).await?;
        let says = |all: &[record::Problem]| all.iter().any(|it| it.message.contains("start it first"));
        let right = matches!(&answer, Err(Error::Problems(all)) if says(all));
        outcome.check(right, || format!("{side}: an exercise that is planned takes a run: {answer:?}"));
    }
    Ok(())
}
