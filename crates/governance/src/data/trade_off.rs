//! Treatments of the same version weighed against each other: what each is worth and what it protects, as it was measured of
//! these very bytes; which of them no other beats; and which cannot be weighed, with the reason.
//!
//! What is weighed is said by the dataset of the version that is treated, in words of `data/library/trade_off.toml`. Nothing is
//! measured here. Serves ISO/IEC 42001 A.7.2, A.7.6 and A.5.4.

use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::chain::{self, digest, short};
use super::front::{Place, Reading, front};
use super::library::{Better, TradeOff as Weighing, Weighed};
use super::lineage::Lineage;
use super::{OUT_OF_USE, VERSION};

/// A version that treats another, with what was read of it.
#[derive(Debug, Clone)]
pub struct Point {
    /// The version.
    pub version: Id,
    /// Its name.
    pub title: String,
    /// Whether it is in use: accepted.
    pub chosen: bool,
    /// What was read of it, in the order of what is weighed; as it was measured.
    pub readings: Vec<Reading>,
    /// The measurements that say so; none for a field of the version.
    pub by: Vec<Option<Id>>,
    /// Where it stands; others by their places among the points.
    pub place: Place,
}

/// Treatments of one version.
#[derive(Debug, Clone)]
pub struct TradeOff {
    /// The version that is treated.
    pub original: Id,
    /// What is weighed.
    pub weighed: Vec<Weighed>,
    /// Those that can be weighed, by number.
    pub points: Vec<Point>,
    /// Those that cannot, each with the reason.
    pub outside: Vec<(Id, String)>,
}

impl Point {
    /// `on_front`, `not_distinguishable` or `beaten`.
    pub fn word(&self) -> &'static str {
        match self.place {
            Place::Front { .. } => "on_front",
            Place::NotDistinguishable { .. } => "not_distinguishable",
            Place::Beaten { .. } => "beaten",
        }
    }
}

impl TradeOff {
    /// Every version that is weighed or cannot be.
    pub fn versions(&self) -> impl Iterator<Item = &Id> {
        self.points.iter().map(|it| &it.version).chain(self.outside.iter().map(|it| &it.0))
    }

    /// What follows for one of the versions: a word and its reason.
    pub fn of(&self, version: &Id) -> Option<(&'static str, String)> {
        let outside = self.outside.iter().find(|it| it.0 == *version);
        let outside = outside.map(|(_, why)| ("outside", why.clone()));
        let point = self.points.iter().find(|it| it.version == *version);
        outside.or_else(|| point.map(|it| (it.word(), self.why(it))))
    }

    /// Why a point stands where it does.
    pub fn why(&self, point: &Point) -> String {
        let names = |places: &[usize]| {
            let names: Vec<String> = places.iter().map(|it| self.points[*it].version.to_string()).collect();
            names.join(", ")
        };
        let weighed: Vec<String> = self.weighed.iter().map(|it| it.name.replace('_', " ")).collect();
        let weighed = weighed.join(" and ");
        match &point.place {
            Place::Beaten { by } => {
                format!("at least as good in {weighed}, and surely better in one of them: {}", names(by))
            }
            Place::NotDistinguishable { by } => {
                format!("better in {weighed} by no more than intervals allow for: {}", names(by))
            }
            Place::Front { ties, .. } if !ties.is_empty() => format!("the same in {weighed}: {}", names(ties)),
            Place::Front { perhaps, .. } if !perhaps.is_empty() => {
                format!("no other beats it, but worse only by what intervals allow for: {}", names(perhaps))
            }
            Place::Front { .. } => format!("no other treatment of {} beats it in {weighed}", self.original),
        }
    }
}

/// Treatments of a version weighed against each other; `None` where nothing treats it.
pub fn trade_off(lineage: &Lineage, original: &RecordRow) -> Option<TradeOff> {
    let mut treated = lineage.from(&original.id, VERSION, "treats");
    treated.sort_by_key(|it| it.id.number);
    let weighed = weighed(&lineage.libraries.trade_off, lineage.dataset(original));
    let (mut points, mut outside) = (Vec::new(), Vec::new());
    for version in &treated {
        match read(lineage, version, &weighed) {
            Ok(read) => points.push(point(version, read)),
            Err(why) => outside.push((version.id.clone(), why)),
        }
    }
    let readings: Vec<Vec<Reading>> = points.iter().map(|it| oriented(&it.readings, &weighed)).collect();
    points.iter_mut().zip(front(&readings)).for_each(|(point, place)| point.place = place);
    (!treated.is_empty()).then(|| TradeOff { original: original.id.clone(), weighed, points, outside })
}

/// A version with what was read of it, not yet held against others.
fn point(version: &RecordRow, read: Vec<(Reading, Option<Id>)>) -> Point {
    let (readings, by) = read.into_iter().unzip();
    let place = Place::Front { ties: Vec::new(), perhaps: Vec::new() };
    let chosen = version.state == super::ACCEPTED;
    Point { version: version.id.clone(), title: version.title.clone(), chosen, readings, by, place }
}

/// What follows for a version that treats another.
pub fn standing(lineage: &Lineage, version: &RecordRow) -> Option<(&'static str, String)> {
    let original = lineage.to(version, "treats").into_iter().next()?;
    trade_off(lineage, original)?.of(&version.id)
}

/// What a dataset wants to be weighed.
fn weighed(known: &Weighing, dataset: Option<&RecordRow>) -> Vec<Weighed> {
    let said = dataset.and_then(|it| it.document.get("trade_off_by")).and_then(Value::as_array);
    let said: Vec<&str> = said.into_iter().flatten().filter_map(Value::as_str).collect();
    let wanted = |it: &&Weighed| match said.is_empty() {
        true => known.unsaid.contains(&it.name),
        false => said.contains(&it.name.as_str()),
    };
    known.measure.iter().filter(wanted).cloned().collect()
}

fn oriented(readings: &[Reading], weighed: &[Weighed]) -> Vec<Reading> {
    let turn = |(it, of): (&Reading, &Weighed)| if of.better == Better::More { it.turned() } else { *it };
    readings.iter().zip(weighed).map(turn).collect()
}

/// Everything that is weighed of a version, or why it cannot be.
fn read(lineage: &Lineage, version: &RecordRow, weighed: &[Weighed]) -> Result<Vec<(Reading, Option<Id>)>, String> {
    if version.retired || OUT_OF_USE.contains(&version.state.as_str()) {
        let state = if version.retired { "retired" } else { version.state.as_str() };
        return Err(format!("it is {state}"));
    }
    let own = digest(version);
    let mut measured: Vec<&RecordRow> = lineage.from(&version.id, "measurement", "of");
    measured.retain(|it| it.state == "recorded" && it.text("family") == Some("privacy"));
    measured.sort_by_key(|it| std::cmp::Reverse((it.text("measured_on").unwrap_or_default().to_owned(), it.id.number)));
    let same = |it: &&RecordRow| !own.is_empty() && chain::measured(it) == own;
    let (same, other): (Vec<&RecordRow>, Vec<&RecordRow>) = measured.into_iter().partition(same);
    let one = |it: &Weighed| match &it.field {
        Some(field) => of_field(version, field).map(|it| (it, None)),
        None => of_metric(&same, it).map(|(reading, by)| (reading, Some(by))),
    };
    let unlike = other.first().filter(|_| same.is_empty());
    let unlike = unlike.map(|it| {
        let bytes = short(&chain::measured(it));
        format!("{} measured {bytes}, and {} is {}", it.id, version.id, short(&own))
    });
    weighed.iter().map(|it| one(it).map_err(|why| unlike.clone().unwrap_or(why))).collect()
}

fn of_field(version: &RecordRow, field: &str) -> Result<Reading, String> {
    let value = version.document.get(field).and_then(Value::as_f64);
    value
        .map(|value| Reading { value, interval: None })
        .ok_or_else(|| format!("{} does not say its {field}", version.id))
}

/// The newest measurement that says anything of a metric.
fn of_metric(measured: &[&RecordRow], weighed: &Weighed) -> Result<(Reading, Id), String> {
    let name = weighed.metric.as_deref().unwrap_or(&weighed.name);
    let rows = |it: &RecordRow| -> Vec<Value> {
        let rows = it.list("values");
        rows.filter(|it| it["metric"].as_str() == Some(name)).cloned().collect()
    };
    let is = |it: &&Value| it["of"].as_str().unwrap_or_default() == weighed.of.as_deref().unwrap_or_default();
    for it in measured {
        let rows = rows(it);
        // A number that is only of one thing, such as one attribute, needs no word for the whole.
        let row = rows.iter().find(is).or_else(|| rows.first().filter(|_| weighed.of.is_none() && rows.len() == 1));
        if let Some(row) = row {
            let value = row["value"].as_f64().ok_or_else(|| {
                format!("{}: `{name}` has no number: {}", it.id, row["note"].as_str().unwrap_or("no reason is given"))
            })?;
            let interval = row["low"].as_f64().zip(row["high"].as_f64());
            return Ok((Reading { value, interval }, it.id.clone()));
        }
    }
    Err(format!("`{name}` was not measured of these bytes"))
}
