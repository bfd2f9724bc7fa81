//! Columns that tell too much: of the label, or of a protected attribute.

use measure::hazard::leak::{LEAKAGE, leaks};
use measure::represent::proxy::{METRIC as PROXY, Proxy, coarse, proxies as strengths};
use measure::{Batch, Coded};

use super::super::columns::needed;
use super::super::data::{self, said};
use super::super::report::{Found, Table};
use super::super::run::Ask;
use super::told;
use crate::Error;

/// How much of the label each column tells by itself.
pub(super) fn labels(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let label = needed(ask.columns.label.as_ref(), "label", "the column of labels")?;
    let table = data::table(ask.source()?, &data::names(ask.source()?), ask.threads)?;
    let batch = data::batch(&table)?;
    found.rows = batch.rows() as u64;
    let looked = others(&batch, &ask.columns.feature, &[label], settings.bins)?;
    let label = coarse(batch.column(label).map_err(said)?, settings.bins).map_err(said)?;
    let told_of = leaks(&label, &looked, ask.draws);
    shown(found, "Columns by what they tell of the label", "label", &[(label.name, &told_of)]);
    told_of.into_iter().for_each(|it| told(found, LEAKAGE.id, &it.column, it.strength, settings.leakage));
    Ok(())
}

/// How much of each protected attribute each column tells.
pub(super) fn proxies(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let table = data::table(ask.source()?, &data::names(ask.source()?), ask.threads)?;
    let batch = data::batch(&table)?;
    found.rows = batch.rows() as u64;
    let groups: Vec<&str> = ask.columns.group.iter().map(String::as_str).collect();
    let decided = ask.columns.label.iter().chain(&ask.columns.prediction).chain(&ask.columns.rater);
    let apart: Vec<&str> = groups.iter().copied().chain(decided.map(String::as_str)).collect();
    let looked = others(&batch, &ask.columns.quasi, &apart, settings.bins)?;
    for group in groups {
        let attribute = coarse(batch.column(group).map_err(said)?, settings.bins).map_err(said)?;
        let told_of = strengths(&attribute, &looked, ask.draws);
        shown(found, "Columns that give groups away", "attribute", &[(group, &told_of)]);
        for it in told_of {
            told(found, PROXY.id, &format!("{group} by {}", it.column), it.strength, settings.proxy);
        }
    }
    Ok(())
}

/// The columns that are looked at: those that are named, or all but some.
fn others<'a>(batch: &Batch<'a>, named: &[String], apart: &[&str], bins: usize) -> Result<Vec<Coded<'a>>, Error> {
    let wanted = |name: &str| match named.is_empty() {
        true => !apart.contains(&name),
        false => named.iter().any(|it| it == name),
    };
    for name in named {
        batch.column(name).map_err(said)?;
    }
    let columns = batch.columns().iter().filter(|it| wanted(it.name));
    columns.map(|it| coarse(it, bins).map_err(said)).collect()
}

fn shown(found: &mut Found, title: &str, what: &str, of: &[(&str, &Vec<Proxy>)]) {
    let mut table = Table::new(title, &[what, "column", "strength"]);
    for (name, all) in of {
        let row = |it: &Proxy| vec![(*name).to_owned().into(), it.column.clone().into(), it.strength.clone().into()];
        table.rows.extend(all.iter().map(row));
    }
    found.tables.extend((!table.rows.is_empty()).then_some(table));
}
