//! What `aims access` shows: the matrix, one field, one person, the trail, a person in data, and a review.

use std::collections::BTreeMap;

use governance::Actor;
use governance::access::matrix::{Looked, Seen};
use governance::access::subject::Asked;
use record::Id;

use super::{Dataset, Of, Review, Subject, Who};
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// A number with the name behind it, where it may be seen.
fn named(id: &Id, names: &BTreeMap<String, String>) -> String {
    names.get(&id.to_string()).map_or_else(|| id.to_string(), |name| format!("{id} {name}"))
}

/// Grants and purposes of a cell.
fn by(cell: &Seen) -> String {
    cell.by.iter().map(|(grant, purpose)| format!("{grant} ({purpose})")).collect::<Vec<_>>().join(", ")
}

/// What is remarkable about a grant.
fn remarks(grant: &Looked) -> String {
    let said = |name: &str, why: &Option<String>| why.as_ref().map(|it| format!("{name}: {it}"));
    let all = [
        said("purpose", &grant.purpose_mismatch),
        said("dormant", &grant.dormant),
        said("excessive", &grant.excessive),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn grants(context: &Context, all: &[Looked], names: &BTreeMap<String, String>) {
    let mut table =
        Table::new(["grant", "who", "dataset", "purpose", "opens", "until", "in force", "last used", "remarks"]);
    for it in all {
        let who = it.who.as_ref().map(|it| named(it, names)).unwrap_or_default();
        let dataset = it.dataset.as_ref().map(ToString::to_string).unwrap_or_default();
        let force = if it.in_force { "yes".to_owned() } else { format!("no: {}", it.why) };
        let used = it.last_used.clone().unwrap_or_else(|| "never".to_owned());
        let (purpose, expires) = (it.purpose.clone(), it.expires.clone());
        table.row([it.id.to_string(), who, dataset, purpose, it.opens.join(", "), expires, force, used, remarks(it)]);
    }
    context.output.table(&table);
}

pub(super) async fn matrix(context: &Context, actor: &Actor, asked: Dataset) -> Result<(), Failure> {
    let matrix = context.open()?.access_matrix(actor, &context::id(&asked.dataset)?).await?;
    if context.output.json(&matrix) {
        return Ok(());
    }
    context.output.line(format!("{} {}, purposes: {}", matrix.dataset, matrix.title, matrix.purposes.join(", ")));
    let restricted: Vec<_> = matrix.fields.iter().filter(|it| it.2).collect();
    let heads = restricted.iter().map(|it| format!("{} ({})", it.0, it.1));
    let mut table = Table::new(["person".to_owned()].into_iter().chain(heads).chain(["other fields".to_owned()]));
    for person in &matrix.people {
        let of = |field: &str| matrix.cells.iter().find(|it| it.person == *person && it.field == field).map(by);
        let cells = restricted.iter().map(|it| of(&it.0).unwrap_or_else(|| "-".to_owned()));
        let free = matrix.grants.iter().filter(|it| it.in_force && it.holders.contains(person));
        let free = free.map(|it| format!("{} ({})", it.id, it.purpose)).collect::<Vec<_>>().join(", ");
        table.row([named(person, &matrix.names)].into_iter().chain(cells).chain([free]));
    }
    context.output.table(&table);
    context.output.line("");
    grants(context, &matrix.grants, &matrix.names);
    Ok(())
}

pub(super) async fn who(context: &Context, actor: &Actor, asked: Who) -> Result<(), Failure> {
    let matrix = context.open()?.access_matrix(actor, &context::id(&asked.dataset)?).await?;
    if !matrix.fields.iter().any(|it| governance::access::same(&it.0, &asked.field)) {
        let known: Vec<&str> = matrix.fields.iter().map(|it| it.0.as_str()).collect();
        let (dataset, field, known) = (&matrix.dataset, &asked.field, known.join(", "));
        return Err(Failure::missing(format!("{dataset} lists no field `{field}`; it lists {known}")));
    }
    let seen = matrix.who(&asked.field);
    if context.output.json(&seen) {
        return Ok(());
    }
    if seen.is_empty() {
        context.output.line("nobody");
    }
    for it in seen {
        context.output.line(format!("{}: {}", named(&it.person, &matrix.names), by(it)));
    }
    Ok(())
}

pub(super) async fn of(context: &Context, actor: &Actor, asked: Of) -> Result<(), Failure> {
    let found = context.open()?.access_of_person(actor, &context::id(&asked.person)?).await?;
    if context.output.json(&found) {
        return Ok(());
    }
    let mut table = Table::new(["dataset", "field", "class", "by"]);
    for it in &found.cells {
        table.row([named(&it.dataset, &found.names), it.field.clone(), it.class.clone(), by(it)]);
    }
    context.output.table(&table);
    context.output.line("");
    grants(context, &found.grants, &found.names);
    Ok(())
}

pub(super) async fn log(context: &Context, actor: &Actor, asked: Dataset) -> Result<(), Failure> {
    let trail = context.open()?.access_trail(actor, &context::id(&asked.dataset)?).await?;
    if context.output.json(&trail) {
        return Ok(());
    }
    let mut table =
        Table::new(["place", "time", "outcome", "who", "of", "purpose", "grant or policy", "form", "withheld"]);
    for it in trail {
        let who = it.person.map_or(it.account, |it| it.to_string());
        let by = it.grant.map_or(it.policies, |it| it.to_string());
        let (place, time) = (it.place.to_string(), it.time.to_string());
        table.row([place, time, it.outcome, who, it.of, it.purpose, by, it.form, it.withheld]);
    }
    context.output.table(&table);
    Ok(())
}

pub(super) async fn subject(context: &Context, actor: &Actor, asked: Subject) -> Result<(), Failure> {
    let dataset = context::id(&asked.dataset)?;
    let asked = Asked { dataset, column: asked.column, value: asked.value, case: asked.case };
    let answer = context.open()?.subject_access(actor, asked).await?;
    if context.output.json(&answer) {
        return Ok(());
    }
    context.output.line(format!(
        "{} {}, searched by `{}` for {}, ledger place {}",
        answer.dataset, answer.title, answer.column, answer.case, answer.place
    ));
    let mut table = Table::new(["version", "title", "state", "rows", "fields"]);
    for it in answer.versions {
        let rows = it.rows.map_or_else(|| format!("not searched: {}", it.why), |it| it.to_string());
        table.row([it.version.to_string(), it.title, it.state, rows, it.fields.join(", ")]);
    }
    context.output.table(&table);
    context.output.line("");
    let mut table = Table::new(["opened at", "who", "version", "purpose", "grant"]);
    for it in answer.accesses {
        let who = it.person.map_or(it.account, |it| it.to_string());
        let grant = it.grant.map(|it| it.to_string()).unwrap_or_default();
        table.row([it.time.to_string(), who, it.of, it.purpose, grant]);
    }
    context.output.table(&table);
    Ok(())
}

pub(super) async fn review(context: &Context, actor: &Actor, asked: Review) -> Result<(), Failure> {
    let campaign = context.open()?.access_review(actor, &context::id(&asked.review)?).await?;
    if context.output.json(&campaign) {
        return Ok(());
    }
    let late = if campaign.overdue { ", overdue" } else { "" };
    context.output.line(format!("{} {}: {}, due {}{late}", campaign.id, campaign.title, campaign.state, campaign.due));
    let mut table = Table::new(["grant", "title", "purpose", "outcome", "last used", "remarks"]);
    for (grant, outcome) in &campaign.grants {
        let used = grant.last_used.clone().unwrap_or_else(|| "never".to_owned());
        let outcome = format!("{outcome:?}").to_lowercase();
        let (id, title, purpose) = (grant.id.to_string(), grant.title.clone(), grant.purpose.clone());
        table.row([id, title, purpose, outcome, used, remarks(grant)]);
    }
    context.output.table(&table);
    Ok(())
}
