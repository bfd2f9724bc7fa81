//! What `aims access` does: opening data, bringing logs in, and reviewing grants.

use governance::Actor;
use governance::access::log::keep::LogFile;
use record::{Change, Document};
use serde_json::json;

use super::{Confirm, Import, Open, Review, ReviewOpen};
use crate::assignment::read_file;
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::write_bytes;

/// Most alerts and rejected lines that are printed; the report holds all.
const SHOWN: usize = 50;

pub(super) async fn open(context: &Context, actor: &Actor, asked: Open) -> Result<(), Failure> {
    let (aims, form) = (context.open()?, asked.to.into());
    let opened = aims.open_data(actor, &context::id(&asked.version)?, &asked.purpose, form).await?;
    let (bytes, _, _) = aims.opened_file(&opened, form).await?;
    write_bytes(&asked.out, &bytes)?;
    let (version, grant, place) = (&opened.version.id, &opened.grant, opened.place);
    context.output.remark(format!("opened {version} for `{}` under {grant}, ledger place {place}", opened.purpose));
    if !opened.withheld.is_empty() {
        let names: Vec<String> = opened.withheld.iter().map(|it| format!("{} ({})", it.field, it.class)).collect();
        context.output.remark(format!("withheld: {}", names.join(", ")));
    }
    Ok(())
}

pub(super) async fn import(context: &Context, actor: &Actor, asked: Import) -> Result<(), Failure> {
    let aims = context.open()?;
    let name = asked.log.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let mapping = asked.mapping.as_deref().map(read_file).transpose()?;
    let mapping = mapping.map(|it| String::from_utf8_lossy(&it).into_owned());
    let file = LogFile { name, bytes: read_file(&asked.log)?, mapping, source: asked.source };
    let report = aims.import_access_log(actor, file).await?;
    if context.output.json(&report) {
        return Ok(());
    }
    let id = report.id.as_ref().map(ToString::to_string).unwrap_or_default();
    if !report.made {
        context.output.line(format!("{id} has this log already; nothing was brought in"));
        return Ok(());
    }
    let (rows, rejected, alerts) = (report.rows, report.rejected.len(), report.alerts.len());
    context.output.line(format!("brought in {id}: {rows} accesses, {rejected} lines rejected, {alerts} alerts"));
    for (alert, finding) in report.alerts.iter().zip(&report.findings).take(SHOWN) {
        let also = if alert.also.is_empty() { String::new() } else { format!(" (also {})", alert.also.join(", ")) };
        let (lines, rows) = (alert.lines.len(), alert.rows);
        let (rule, person, dataset) = (&alert.rule, &alert.person, &alert.dataset);
        context.output.line(format!(
            "{finding} {rule}{also}: {person} and {dataset}, {lines} lines, {rows} rows: {}",
            alert.reason
        ));
    }
    if let Some(escalation) = &report.escalation {
        context.output.line(format!("{escalation} tells those who answer for the data"));
    }
    for line in report.rejected.iter().take(SHOWN) {
        context.output.line(format!("line {}: {}", line.line, line.why));
    }
    for note in &report.notes {
        context.output.line(format!("note: {note}"));
    }
    Ok(())
}

pub(super) async fn review_open(context: &Context, actor: &Actor, asked: ReviewOpen) -> Result<(), Failure> {
    let due =
        asked.due.parse().map_err(|_| Failure::input(format!("`{}` is no date; write `2026-12-31`", asked.due)))?;
    let aims = context.open()?;
    let id = aims.open_access_review(actor, &context::id(&asked.subject)?, due).await?;
    let campaign = aims.access_review(actor, &id).await?;
    if !context.output.json(&campaign) {
        context.output.line(format!("opened {id}: {} grants to review until {due}", campaign.grants.len()));
    }
    Ok(())
}

pub(super) async fn confirm(context: &Context, actor: &Actor, asked: Confirm) -> Result<(), Failure> {
    let (aims, id) = (context.open()?, context::id(&asked.grant)?);
    let today = aims.today().to_string();
    let set = Document::from_iter([("reviewed_on".to_owned(), json!(today))]);
    let (transition, why) = ("confirm".to_owned(), Some(asked.why));
    let change = Change::Move { id: id.clone(), base: None, transition, set, why };
    let done = aims.commit(actor, change, None).await?;
    if !context.output.json(&done) {
        context.output.line(format!("confirmed {id} (version {}, ledger place {})", done.version, done.place));
    }
    Ok(())
}

pub(super) async fn review_close(context: &Context, actor: &Actor, asked: Review) -> Result<(), Failure> {
    let id = context::id(&asked.review)?;
    let closed = context.open()?.close_access_review(actor, &id).await?;
    if !context.output.json(&closed) {
        let (reviewed, revoked, escalated) = (closed.reviewed, closed.revoked.len(), closed.escalated.len());
        context.output.line(format!(
            "closed {id}: {reviewed} reviewed or ended, {revoked} revoked unreviewed, {escalated} escalated"
        ));
    }
    Ok(())
}
