//! What a person wrote about the loss of a risk, as the engine takes it; or what is impossible in it, each with its field and the reason. Pure.

use jiff::civil::Date;
use record::{Document, Id};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use simulate::loss::indicator::Curve;
use simulate::loss::updating::{Prior, rate};
use simulate::loss::{Cause, Factors, Flaw, Frequency, Layer, Model, Risk, Severity, Strike, Terms, Uncertain};
use store::RecordRow;

use crate::derived::date;

/// Fields that speak of loss.
pub(crate) const FIELDS: &[&str] = &[
    "loss_type",
    "frequency_law",
    "frequency_parameters",
    "exposure",
    "indicator",
    "curve",
    "curve_points",
    "curve_parameters",
    "prior",
    "prior_parameters",
    "counted_from",
    "struck_by",
    "severity_law",
    "severity_parameters",
    "loss_cap",
    "loss_deductible",
    "loss_layers",
    "uncertain",
];

/// Parameters of which there are several, a row each.
const LISTS: [&str; 2] = ["years", "amounts"];
/// Parameters that count.
const WHOLE: [&str; 2] = ["years", "occasions"];

/// Something impossible, at its field; the sentence begins after the name of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field of the record.
    pub field: &'static str,
    /// What is wrong, and what is possible.
    pub says: String,
}

fn fault(field: &'static str, says: impl Into<String>) -> Fault {
    Fault { field, says: says.into() }
}

/// Where it is said how often it happens by itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Often {
    /// Nowhere.
    Unsaid,
    /// In a law.
    Stated(Frequency),
    /// By an indicator, through a declared curve.
    Bound(Id, Curve),
    /// By incidents from a day on, and what was thought before them.
    Learned(Prior, Date),
}

/// What is written about the loss of a risk, with nothing impossible in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The risk.
    pub id: Id,
    /// Who or what bears the loss.
    pub of: Option<String>,
    /// How often it happens by itself.
    pub often: Often,
    /// Units of exposure in a year.
    pub exposure: f64,
    /// Risks that make it happen, with the probability of each.
    pub struck: Vec<(Id, f64)>,
    /// What one event costs.
    pub severity: Option<Severity>,
    /// What of that counts, and who bears it.
    pub terms: Terms,
    /// How far off it may be.
    pub uncertain: Uncertain,
    /// Why nothing can be computed of it yet, in words.
    pub lacks: Vec<String>,
}

/// Whether a record says anything of its loss.
pub fn speaks(document: &Document) -> bool {
    FIELDS.iter().any(|it| document.contains_key(*it))
}

impl Written {
    /// What a record says of its loss; nothing where it says nothing.
    pub fn read(row: &RecordRow) -> Result<Option<Written>, Vec<Fault>> {
        if !speaks(&row.document) {
            return Ok(None);
        }
        let mut faults = Vec::new();
        let (mut lacks, exposure) = (Vec::new(), number(row.document.get("exposure")).unwrap_or(1.0));
        let often = kept(&mut faults, often(row, exposure, &mut lacks)).unwrap_or(Often::Unsaid);
        let severity = kept(&mut faults, law(row, "law", "severity_law", "severity_parameters", Map::new())).flatten();
        let uncertain = kept(&mut faults, uncertain(row)).unwrap_or_default();
        let of = row.text("loss_type").map(str::to_owned);
        if severity.is_some() && of.is_none() {
            lacks.push("`loss_type` does not say who or what bears the loss".to_owned());
        }
        let (id, struck, terms) = (row.id.clone(), struck(row), terms(row));
        if severity.is_some() && struck.is_empty() && often == Often::Unsaid && lacks.is_empty() {
            lacks.push("nothing says how often it happens: no law, no indicator, no incidents and no cause".to_owned());
        }
        let written = Written { id, of, often, exposure, struck, severity, terms, uncertain, lacks };
        if faults.is_empty() {
            faults.extend(written.flaws());
        }
        if faults.is_empty() { Ok(Some(written)) } else { Err(faults) }
    }

    /// What the engine finds impossible in it, taken by itself.
    fn flaws(&self) -> Vec<Fault> {
        let mut found = Vec::new();
        match &self.often {
            Often::Bound(_, curve) => found.extend(curve.checked("curve").err().map(|it| self.placed(&it))),
            Often::Learned(prior, _) => found.extend(
                rate(prior, 0, 1.0, 1.0, 0.9)
                    .err()
                    .map(|it| fault("prior_parameters", format!("hold `{}`, which {}", it.field, it.why))),
            ),
            Often::Unsaid | Often::Stated(_) => {}
        }
        let often = match &self.often {
            Often::Stated(law) => law.clone(),
            _ => Frequency::Poisson { mean: 0.0 },
        };
        let alone = |id: &Id| Cause {
            id: id.to_string(),
            frequency: Some(Frequency::Poisson { mean: 0.0 }),
            causes: Vec::new(),
        };
        let causes = self.struck.iter().map(|it| alone(&it.0)).collect();
        let severity = self.severity.clone().unwrap_or(Severity::Point { amount: 0.0 });
        let model = Model { risks: vec![self.risk(Some(often), severity, self.strikes())], causes };
        found.extend(model.checked().err().into_iter().flatten().map(|it| self.placed(&it)));
        found
    }

    /// Causes, as the engine takes them.
    pub(crate) fn strikes(&self) -> Vec<Strike> {
        self.struck
            .iter()
            .map(|(id, probability)| Strike { cause: id.to_string(), probability: *probability })
            .collect()
    }

    /// The risk, as the engine takes it.
    pub(crate) fn risk(&self, frequency: Option<Frequency>, severity: Severity, causes: Vec<Strike>) -> Risk {
        Risk {
            id: self.id.to_string(),
            system: None,
            frequency,
            causes,
            severity,
            terms: self.terms.clone(),
            treated: Factors::default(),
            uncertain: self.uncertain,
        }
    }

    /// A flaw of the engine at the field of the record that it speaks of.
    pub(crate) fn placed(&self, flaw: &Flaw) -> Fault {
        let (own, cause) = (format!("risk {}.", self.id), format!("cause {}.", self.id));
        let path = flaw.field.strip_prefix(&own).or_else(|| flaw.field.strip_prefix(&cause)).unwrap_or(&flaw.field);
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let field = match (first, rest) {
            ("frequency", _) => "frequency_parameters",
            ("severity", _) => "severity_parameters",
            ("curve", "points" | "points.at" | "points.frequency" | "steps" | "steps.at" | "steps.frequency") => {
                "curve_points"
            }
            ("curve", _) => "curve_parameters",
            ("terms", "cap") => "loss_cap",
            ("terms", "deductible") => "loss_deductible",
            ("terms", _) => "loss_layers",
            ("uncertain", _) => "uncertain",
            _ => "struck_by",
        };
        match (field, rest) {
            ("loss_cap" | "loss_deductible", _) | (_, "") => fault(field, flaw.why.clone()),
            _ => fault(field, format!("hold `{rest}`, which {}", flaw.why)),
        }
    }
}

/// What came out; what is wrong goes to the faults.
fn kept<T>(faults: &mut Vec<Fault>, found: Result<T, Fault>) -> Option<T> {
    found.map_err(|it| faults.push(it)).ok()
}

fn number(value: Option<&Value>) -> Option<f64> {
    value.and_then(Value::as_f64)
}

/// A number as the engine takes it: whole ones as such, so that counts can be read.
fn value(it: f64) -> Value {
    if it.fract() == 0.0 && it.abs() < 1e15 { Value::from(it as i64) } else { Value::from(it) }
}

/// Where it is said how often it happens: in one place at most.
fn often(row: &RecordRow, exposure: f64, lacks: &mut Vec<String>) -> Result<Often, Fault> {
    let indicator = row.link("indicator");
    let stated = row.text("frequency_law").is_some();
    let prior: Option<Prior> = law(row, "stated", "prior", "prior_parameters", Map::new())?;
    let places = [(stated, "frequency_law"), (indicator.is_some(), "indicator"), (prior.is_some(), "prior")];
    let said: Vec<&'static str> = places.iter().filter(|it| it.0).map(|it| it.1).collect();
    if let [first, second, ..] = said[..] {
        return Err(fault(second, format!("says how often it happens, and `{first}` says so too; keep one of them")));
    }
    let mut knots = Map::new();
    let points: Vec<Value> = row.list("curve_points").cloned().collect();
    if !points.is_empty() {
        let name = if row.text("curve") == Some("step") { "steps" } else { "points" };
        knots.insert(name.to_owned(), Value::Array(points));
    }
    let curve: Option<Curve> = law(row, "form", "curve", "curve_parameters", knots)?;
    let law: Option<Frequency> = law(row, "law", "frequency_law", "frequency_parameters", Map::new())?;
    Ok(match (law, indicator, curve, prior) {
        (Some(law), ..) => Often::Stated(exposed(law, exposure)?),
        (_, Some(indicator), Some(curve), _) => Often::Bound(indicator, curve),
        (_, Some(indicator), None, _) => {
            lacks.push(format!("no curve says how often follows from {indicator}"));
            Often::Unsaid
        }
        (.., Some(prior)) => match date(&row.document, "counted_from") {
            Some(from) => Often::Learned(prior, from),
            None => {
                lacks.push("`counted_from` does not say from when incidents are counted".to_owned());
                Often::Unsaid
            }
        },
        _ => Often::Unsaid,
    })
}

/// A law for the exposure of a year.
fn exposed(law: Frequency, exposure: f64) -> Result<Frequency, Fault> {
    match law {
        Frequency::Poisson { mean } => Ok(Frequency::Poisson { mean: mean * exposure }),
        law if exposure == 1.0 => Ok(law),
        _ => Err(fault(
            "exposure",
            "multiplies the law `poisson`, an indicator or incidents alone; state the other laws for the year",
        )),
    }
}

/// A law by its name and its parameters, with further `parts`; nothing where no law is named.
fn law<T: DeserializeOwned>(
    row: &RecordRow,
    tag: &str,
    name: &'static str,
    parameters: &'static str,
    mut parts: Map<String, Value>,
) -> Result<Option<T>, Fault> {
    let Some(named) = row.text(name) else {
        let stray = [(parameters, row.list(parameters).next().is_some()), ("curve_points", !parts.is_empty())];
        return match stray.into_iter().find(|it| it.1) {
            Some((field, _)) => {
                Err(fault(field, format!("stand there, and `{name}` is blank; choose what they belong to")))
            }
            None => Ok(None),
        };
    };
    for it in row.list(parameters) {
        let Some((of, given)) = it.get("parameter").and_then(Value::as_str).zip(number(it.get("value"))) else {
            continue;
        };
        if WHOLE.contains(&of) && (given.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&given)) {
            return Err(fault(
                parameters,
                format!("hold `{of}`, which is {given}; it must be a whole number of 0 or more"),
            ));
        }
        match parts.get_mut(of) {
            Some(Value::Array(all)) => all.push(value(given)),
            Some(_) => return Err(fault(parameters, format!("hold `{of}` twice; keep one"))),
            None if LISTS.contains(&of) => drop(parts.insert(of.to_owned(), Value::Array(vec![value(given)]))),
            None => drop(parts.insert(of.to_owned(), value(given))),
        }
    }
    parts.insert(tag.to_owned(), Value::from(named));
    let read = serde_json::from_value(Value::Object(parts));
    read.map(Some).map_err(|why| fault(parameters, format!("do not make the law `{named}`: {why}")))
}

fn struck(row: &RecordRow) -> Vec<(Id, f64)> {
    let cause = |it: &Value| Some((it.get("risk")?.as_str()?.parse().ok()?, number(it.get("probability"))?));
    row.list("struck_by").filter_map(cause).collect()
}

fn terms(row: &RecordRow) -> Terms {
    let layer = |it: &Value| Layer {
        retention: number(it.get("retention")).unwrap_or(0.0),
        limit: number(it.get("limit")),
        aggregate_limit: number(it.get("aggregate_limit")),
        share: number(it.get("share")).unwrap_or(1.0),
    };
    Terms {
        cap: number(row.document.get("loss_cap")),
        deductible: number(row.document.get("loss_deductible")).unwrap_or(0.0),
        layers: row.list("loss_layers").map(layer).collect(),
    }
}

fn uncertain(row: &RecordRow) -> Result<Uncertain, Fault> {
    let mut found = Uncertain::default();
    for it in row.list("uncertain") {
        let Some(ends) = number(it.get("low")).zip(number(it.get("high"))) else { continue };
        let part = it.get("part").and_then(Value::as_str).unwrap_or_default();
        let of = if part == "frequency" { &mut found.frequency } else { &mut found.severity };
        if of.replace([ends.0, ends.1]).is_some() {
            return Err(fault("uncertain", format!("has two rows for {part}; keep one")));
        }
    }
    Ok(found)
}
