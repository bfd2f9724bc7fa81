//! Self-test of objectives: twelve goals and eighteen objectives with orphans and clashing pulls, a clean twin, signs that are turned and a target
//! that is moved.
//!
//! Cases and keys are written by `make.py` beside them, which tries every path and shares no code with the product. Everything that is not
//! in the key is a false alarm.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use governance::strategy::whole::Strategy;
use governance::{Actor, Aims, Options, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Folder, Outcome};
use crate::exit::Failure;

/// A measurement: day, value, ends of the interval, and of how many.
type Measured = (String, f64, Option<f64>, Option<f64>, u64);

/// Shares that differ by less are the same.
const NEAR: f64 = 1e-9;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    day: jiff::civil::Date,
    /// Forms of components that are counted.
    components: Vec<String>,
    indicators: BTreeMap<String, Indicator>,
    objectives: Vec<Objective>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Indicator {
    direction: String,
    baseline: Option<f64>,
    target: f64,
    tolerance: f64,
    #[serde(default)]
    measured: Vec<Measured>,
    counts: Option<Counts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    kind: String,
    within: String,
    filter: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Objective {
    name: String,
    goal: bool,
    /// Upon which, with which sign and weight.
    effects: Vec<(String, String, f64)>,
    /// Indicator, target and weight.
    measured_by: Vec<(String, Option<f64>, f64)>,
}

/// Where pulls meet, and from where they come.
type Clash = (String, Vec<String>);
/// The share that is attained, and the part of which that is known.
type Shares = BTreeMap<String, (Option<f64>, f64)>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    orphans: BTreeSet<String>,
    uncovered: BTreeSet<String>,
    clashes: BTreeSet<Clash>,
    attained: Shares,
    flips: Vec<Flip>,
    retarget: Retarget,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flip {
    from: String,
    to: String,
    clashes: BTreeSet<Clash>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retarget {
    objective: String,
    indicator: String,
    target: f64,
    attained: Shares,
}

/// A case that was entered: its numbers by name.
struct House {
    aims: Aims,
    numbers: BTreeMap<String, Id>,
}

/// Enters both maps and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let home = Folder::make()?;
        let (case, key): (Case, Key) =
            (json_of(&folder.join(side).join("map.json"))?, json_of(&folder.join(side).join("key.json"))?);
        outcome.origin.clone_from(&key.origin);
        let house = enter(&home, &case).await?;
        compare(&house, side, &key, &mut outcome).await?;
        for flip in &key.flips {
            turned(&house, side, &case, flip, &mut outcome).await?;
        }
        retargeted(&house, side, &key.retarget, &mut outcome).await?;
    }
    Ok(outcome)
}

fn json_of<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    let shown = path.display();
    serde_json::from_slice(&bytes).map_err(|it| Failure::input(format!("`{shown}` cannot be understood: {it}")))
}

impl House {
    async fn make(&mut self, name: &str, kind: &str, state: Option<&str>, fields: Value) -> Result<Id, Failure> {
        let document = without_nulls(fields);
        let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
        let id = self.aims.commit(&Actor::operator(Via::System), change, None).await?.id;
        self.numbers.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    async fn set(&self, name: &str, field: &str, value: Value) -> Result<(), Failure> {
        let id = self.number(name)?;
        let set = Document::from_iter([(field.to_owned(), value)]);
        self.aims.commit(&Actor::operator(Via::System), Change::Edit { id, base: None, set, why: None }, None).await?;
        Ok(())
    }

    fn number(&self, name: &str) -> Result<Id, Failure> {
        let known = self.numbers.get(name).cloned();
        known.ok_or_else(|| Failure::missing(format!("the case names `{name}`, which is not there")))
    }

    fn name(&self, id: &Id) -> String {
        self.numbers.iter().find(|it| it.1 == id).map_or_else(|| id.to_string(), |it| it.0.clone())
    }

    async fn strategy(&self) -> Result<Strategy, Failure> {
        Ok(self.aims.strategy(&Actor::operator(Via::System), None).await?)
    }

    fn effects(&self, of: &Objective, turned: Option<&str>) -> Result<Value, Failure> {
        let row = |(to, sign, weight): &(String, String, f64)| {
            let other = if sign == "supports" { "hinders" } else { "supports" };
            let sign = if turned == Some(to) { other } else { sign };
            Ok(json!({ "objective": self.number(to)?, "sign": sign, "weight": weight }))
        };
        of.effects.iter().map(row).collect()
    }

    fn clashes(&self, strategy: &Strategy) -> BTreeSet<Clash> {
        let from = |it: &Vec<Id>| it.first().map(|it| self.name(it)).unwrap_or_default();
        let clash = |it: &governance::strategy::whole::Opposed| {
            let both: BTreeSet<String> = BTreeSet::from([from(&it.up), from(&it.down)]);
            (self.name(&it.at), both.into_iter().collect())
        };
        strategy.clashes.iter().map(clash).collect()
    }

    fn shares(&self, strategy: &Strategy) -> Shares {
        strategy.objectives.iter().map(|it| (self.name(&it.id), (it.attained, it.known))).collect()
    }
}

fn without_nulls(fields: Value) -> Document {
    let all = fields.as_object().cloned().unwrap_or_default();
    all.into_iter().filter(|it| !it.1.is_null() && it.1 != json!("") && it.1 != json!([])).collect()
}

async fn enter(home: &Folder, case: &Case) -> Result<House, Failure> {
    let mut options = Options::embedded(home.path().join("store"));
    let noon = case.day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let noon = noon.map_err(|it| Failure::input(format!("the day of the case cannot be used: {it}")))?.timestamp();
    options.clock = Arc::new(move || noon);
    let mut house = House { aims: Aims::init(options, "selftest.example/aims")?, numbers: BTreeMap::new() };
    for (at, form) in case.components.iter().enumerate() {
        house.make(&format!("component {at}"), "component", None, json!({ "title": form, "form": form })).await?;
    }
    for (name, it) in &case.indicators {
        indicator(&mut house, name, it).await?;
    }
    for it in &case.objectives {
        let level = if it.goal { "enterprise" } else { "responsible_use" };
        house.make(&it.name, "objective", None, json!({ "title": it.name, "level": level })).await?;
    }
    for it in &case.objectives {
        let row = |(indicator, target, weight): &(String, Option<f64>, f64)| {
            let row = json!({ "indicator": house.number(indicator)?, "target": target, "weight": weight });
            Ok::<_, Failure>(Value::Object(without_nulls(row)))
        };
        let rows = it.measured_by.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        if !it.effects.is_empty() {
            house.set(&it.name, "effects", house.effects(it, None)?).await?;
        }
        if !rows.is_empty() {
            house.set(&it.name, "measured_by", json!(rows)).await?;
        }
    }
    Ok(house)
}

/// An indicator with its measurements, or with what it counts.
async fn indicator(house: &mut House, name: &str, it: &Indicator) -> Result<(), Failure> {
    let counts = it.counts.as_ref();
    let plan = match counts {
        Some(_) => None,
        None => Some(house.make(&format!("plan of {name}"), "measurement_plan", None, json!({ "title": name })).await?),
    };
    let fields = json!({
        "title": name, "direction": it.direction, "baseline": it.baseline, "target": it.target, "tolerance": it.tolerance,
        "plan": plan, "metric": plan.as_ref().map(|_| "share"), "period": "P2M",
        "counts_kind": counts.map(|it| &it.kind), "counts_within": counts.map(|it| &it.within), "counts_filter": counts.map(|it| &it.filter),
    });
    house.make(name, "indicator", None, fields).await?;
    for (on, value, low, high, n) in &it.measured {
        let row = without_nulls(json!({ "metric": "share", "value": value, "low": low, "high": high, "n": n }));
        let fields = json!({ "title": on, "plan": plan, "measured_on": on, "values": [row], "of": house.numbers["component 0"] });
        house.make(&format!("{name} on {on}"), "measurement", Some("recorded"), fields).await?;
    }
    Ok(())
}

async fn compare(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let strategy = house.strategy().await?;
    let named = |all: &[Id]| all.iter().map(|it| house.name(it)).collect::<BTreeSet<_>>();
    sets((side, "orphan"), &key.orphans, &named(&strategy.orphans), outcome);
    sets((side, "uncovered goal"), &key.uncovered, &named(&strategy.uncovered), outcome);
    sets((side, "clash"), &key.clashes, &house.clashes(&strategy), outcome);
    outcome.false_alarms.extend(strategy.circles.iter().map(|it| format!("{side}: a circle of {it:?}")));
    outcome.missed.extend(strategy.unsettled.iter().map(|it| format!("{side}: {it}")));
    shares(side, &key.attained, &house.shares(&strategy), outcome);
    Ok(())
}

/// What must be found beside what was found.
fn sets<T: Ord + std::fmt::Debug>(
    (side, what): (&str, &str),
    wanted: &BTreeSet<T>,
    found: &BTreeSet<T>,
    outcome: &mut Outcome,
) {
    outcome.found += wanted.intersection(found).count();
    outcome.missed.extend(wanted.difference(found).map(|it| format!("{side}: {what} {it:?}")));
    outcome.false_alarms.extend(found.difference(wanted).map(|it| format!("{side}: {what} {it:?}")));
}

fn shares(side: &str, wanted: &Shares, found: &Shares, outcome: &mut Outcome) {
    for (name, (share, known)) in wanted {
        let near = |a: f64, b: f64| (a - b).abs() < NEAR;
        let right = found.get(name).is_some_and(|it| {
            near(it.1, *known) && it.0.is_some() == share.is_some() && it.0.zip(*share).is_none_or(|(a, b)| near(a, b))
        });
        match right {
            true => outcome.clean += 1,
            false => {
                outcome.missed.push(format!("{side}: {name} is {:?}, expected {share:?} of {known}", found.get(name)))
            }
        }
    }
}

/// One sign turned makes the clashes that were predicted, and turned back makes none of them.
async fn turned(house: &House, side: &str, case: &Case, flip: &Flip, outcome: &mut Outcome) -> Result<(), Failure> {
    let own = case.objectives.iter().find(|it| it.name == flip.from);
    let own =
        own.ok_or_else(|| Failure::missing(format!("the key turns an effect of `{}`, which is not there", flip.from)))?;
    house.set(&flip.from, "effects", house.effects(own, Some(&flip.to))?).await?;
    let found = house.clashes(&house.strategy().await?);
    let what = format!("clash after {} to {} is turned", flip.from, flip.to);
    sets((side, &what), &flip.clashes, &found, outcome);
    house.set(&flip.from, "effects", house.effects(own, None)?).await
}

/// Another target moves what is attained, all the way up.
async fn retargeted(house: &House, side: &str, to: &Retarget, outcome: &mut Outcome) -> Result<(), Failure> {
    let row = json!({ "indicator": house.number(&to.indicator)?, "target": to.target });
    house.set(&to.objective, "measured_by", json!([row])).await?;
    shares(side, &to.attained, &house.shares(&house.strategy().await?), outcome);
    Ok(())
}
