//! What treatments save of the loss of a risk: the same drawn years before and after, where rows of treatments say what is left as a factor. Serves
//! ISO/IEC 42001 6.1.3.

use record::Id;
use simulate::loss::Factors;
use simulate::loss::comparison::{self, Compared, Told, compare};

use super::answered::Wanted;
use super::assembled::Ground;
use super::position::appetites;
use super::rates::Known;
use super::whole::{Asked, Rows};
use super::written::Written;
use crate::treating::cost::PerUnit;
use crate::{Actor, Aims, Error, Via};
use jiff::civil::Date;

/// What treatments do to a risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Treated {
    /// The risk.
    pub risk: Id,
    /// What is left of how often it happens, and of what an event costs, as factors.
    pub factors: (f64, f64),
    /// What they cost a year, and the currency.
    pub cost: Option<(f64, String)>,
}

/// What they save.
#[derive(Debug, Clone, PartialEq)]
pub struct Reduced {
    /// Who or what bears the loss.
    pub of: String,
    /// By how much the loss falls, and what a unit less costs.
    pub per: PerUnit,
    /// How, or why not.
    pub says: String,
}

impl Aims {
    /// What treatments save, each by itself, or why that cannot be told; nothing is read where nothing is asked.
    pub(crate) async fn losses_treated(
        &self,
        on: Option<Date>,
        asked: Vec<Treated>,
    ) -> Result<Vec<Result<Reduced, String>>, Error> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let all = Asked { on, ..Asked::default() };
        let (rows, known) = self.losses_of(&Actor::operator(Via::System), &all).await?;
        let compute = move || asked.iter().map(|it| reduced(&rows, &known, it)).collect();
        tokio::task::spawn_blocking(compute).await.map_err(|it| Error::outside("drawing losses", it))
    }
}

/// What one saves. Pure over what was read.
fn reduced(rows: &Rows, known: &Known, it: &Treated) -> Result<Reduced, String> {
    let written = rows.risks.iter().filter_map(|it| Written::read(it).ok().flatten()).collect();
    let ground = Ground::of(written, known);
    let own = ground.written.get(&it.risk).ok_or("its loss is not written in numbers")?;
    if let Some(why) = ground.lacks(own) {
        return Err(why);
    }
    let of = own.of.clone().ok_or("it does not say who or what bears the loss")?;
    let before = ground.model(&of, |id| *id == it.risk);
    let mut after = before.clone();
    for risk in after.risks.iter_mut().filter(|of| of.id == it.risk.to_string()) {
        risk.treated = Factors { frequency: it.factors.0, severity: it.factors.1 };
    }
    let checked = |it: &simulate::loss::Model| {
        it.checked()
            .map_err(|it| it.first().map(ToString::to_string).unwrap_or_else(|| "nothing can be drawn".to_owned()))
    };
    let (before, after) = (checked(&before)?, checked(&after)?);
    let draws = rows.method.draws(&before, Wanted::default()).map_err(|it| it.to_string())?;
    let unit = rows.by.iter().flat_map(appetites).find(|it| it.of == of).map(|it| it.unit);
    // Where no cost can be set against it, the comparison is asked with one that nobody sees.
    let cost = it.cost.as_ref().filter(|of| unit.as_ref() == Some(&of.1) && of.0 > 0.0);
    let likely = cost.map_or(1.0, |it| it.0);
    let cost_of = comparison::Cost { likely, least: None, most: None };
    let found = compare(&before, &after, cost_of, draws, rows.method.tail).map_err(|it| it.to_string())?;
    told(&found, it, of, (unit, cost.is_some(), draws.years))
}

fn told(
    found: &Compared,
    it: &Treated,
    of: String,
    (unit, priced, years): (Option<String>, bool, u32),
) -> Result<Reduced, String> {
    let saved = found.expected.reduction.get().map_err(|it| it.why.to_string())?;
    let (often, much) = it.factors;
    let how = format!(
        "mean loss of a year before less after, of {years} drawn years; {often} of how often and {much} of how much is left"
    );
    let (cost, why) = match &found.expected.cost {
        Told::Value { value, low, high } if priced => (Some((*value, *low, *high)), String::new()),
        Told::NotDistinguishable => {
            (None, "; before and after cannot be told apart, so no cost of a unit is told".to_owned())
        }
        Told::Worse => (None, "; the loss rises, so nothing is bought".to_owned()),
        Told::Undefined(it) => (None, format!("; {}", it.why)),
        Told::Value { .. } => (None, unpriced(it, unit.as_deref())),
    };
    let per = PerUnit::Loss {
        reduction: saved.value,
        interval: saved.interval.map(|it| (it.low, it.high)),
        n: years,
        cost,
        unit: unit.unwrap_or_default(),
    };
    Ok(Reduced { of, per, says: format!("by the loss of a year: {how}{why}") })
}

/// Why no cost is set against what is saved.
fn unpriced(it: &Treated, unit: Option<&str>) -> String {
    match (&it.cost, unit) {
        (None, _) => "; what it costs cannot be told".to_owned(),
        (Some(_), None) => "; the criteria state no unit for this loss".to_owned(),
        (Some((amount, _)), Some(unit)) if *amount <= 0.0 => format!("; it costs nothing in {unit}"),
        (Some((_, currency)), Some(unit)) => {
            format!("; it costs {currency} and the loss is counted in {unit}, and nothing is converted")
        }
    }
}
