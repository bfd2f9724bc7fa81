//! `aims bodies`: which governance bodies could decide today, which of their decisions do not count and why, how a meeting stands, and charters and
//! minutes as files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::bodies::whole::{Checked, Standing};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims bodies`.
#[derive(Debug, Args)]
pub struct Bodies {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find what is wrong: bodies that cannot decide, decisions that do not count, mandates that overlap
    Check,
    /// Show one body: seats, what it decided and what waits for it
    Show(One),
    /// Show a meeting: quorum, votes and what is wrong, item by item
    Meeting(One),
    /// Write the charter of a body or the minutes of a meeting as PDF, HTML, XLSX or JSON
    Paper {
        /// Its number, such as `BOD-1` or `MTG-4`
        number: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

/// A record.
#[derive(Debug, Args)]
struct One {
    /// Its number, such as `BOD-1` or `MTG-4`
    number: String,
}

impl Bodies {
    /// Checks, shows or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("bodies")?;
        match self.what {
            What::Check => check(context).await,
            What::Show(it) => show(context, &it.number).await,
            What::Meeting(it) => meeting(context, &it.number).await,
            What::Paper { number, out } => {
                let ending = ending_of(&out);
                let bytes = context.open()?.body_file(&context.actor(), &context::id(&number)?, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
                Ok(())
            }
        }
    }
}

async fn check(context: &Context) -> Result<(), Failure> {
    let checked = context.open()?.check_bodies(&context.actor()).await?;
    if !context.output.json(&checked) {
        print(context, &checked);
    }
    match checked.wrong() {
        0 => {
            context.output.remark(format!("nothing is wrong with governance bodies on {}", checked.day));
            Ok(())
        }
        many => Err(Failure::failed(format!("{many} findings about governance bodies on {}", checked.day))),
    }
}

fn print(context: &Context, checked: &Checked) {
    let mut table = Table::new(["where", "what", "next step"]);
    for body in &checked.bodies {
        faults(&mut table, body);
    }
    for it in &checked.overlaps {
        let says = format!("{}; for example {}", it.says, it.case);
        table.row([it.tables.join(", "), says, "let one of the tables leave this case to the other".to_owned()]);
    }
    for it in &checked.unfollowed {
        let next = "put an edition in force that names what there is".to_owned();
        table.row([it.id.to_string(), format!("`{}` cannot be followed any more: {}", it.title, it.says), next]);
    }
    if !table.is_empty() {
        context.output.table(&table);
    }
}

/// What is wrong with a body and with what it decided.
fn faults(table: &mut Table, body: &Standing) {
    for it in body.faults.iter().filter(|_| body.state == "chartered") {
        table.row([body.id.to_string(), it.clone(), "fill the seats or renew the terms".to_owned()]);
    }
    for it in &body.neglected {
        table.row([body.id.to_string(), it.clone(), "fill the seat, or plan the meeting and hold it".to_owned()]);
    }
    for decision in &body.decisions {
        for it in &decision.reasons {
            let next = governance::bodies::ground::of(it.ground).map_or("", |it| it.next);
            table.row([decision.id.to_string(), it.says.clone(), next.to_owned()]);
        }
    }
}

async fn show(context: &Context, number: &str) -> Result<(), Failure> {
    let (body, overlaps) = context.open()?.body(&context.actor(), &context::id(number)?).await?;
    if context.output.json(&body) {
        return Ok(());
    }
    context.output.line(format!("{} {} ({}), {} seats must take part", body.id, body.title, body.state, body.quorum));
    let mut table = Table::new(["seat", "held by", "until"]);
    for it in &body.seats {
        let who = it.person.as_ref().map_or_else(|| "nobody".to_owned(), |id| named(id, &body));
        table.row([it.seat.clone(), who, it.until.map(|it| it.to_string()).unwrap_or_default()]);
    }
    context.output.table(&table);
    let mut table = Table::new(["where", "what", "next step"]);
    faults(&mut table, &body);
    if !table.is_empty() {
        context.output.table(&table);
    }
    for it in &body.waiting {
        context.output.line(format!("waits: {} {} ({}), {}", it.id, it.title, it.asked, it.why));
    }
    for it in &overlaps {
        context.output.line(format!("overlaps: {}; for example {}", it.says, it.case));
    }
    Ok(())
}

fn named(id: &record::Id, body: &Standing) -> String {
    body.names.get(&id.to_string()).map_or_else(|| id.to_string(), |name| format!("{id} {name}"))
}

async fn meeting(context: &Context, number: &str) -> Result<(), Failure> {
    let it = context.open()?.sitting(&context.actor(), &context::id(number)?).await?;
    if context.output.json(&it) {
        return Ok(());
    }
    let mut table = Table::new(["item", "asked", "take part", "must", "for", "against", "what is wrong"]);
    for item in &it.items {
        let wrong: Vec<&str> = item.reasons.iter().map(|it| it.says.as_str()).collect();
        table.row([
            item.item.to_string(),
            item.asked.clone(),
            item.there.to_string(),
            item.needed.to_string(),
            item.votes[0].to_string(),
            item.votes[1].to_string(),
            wrong.join("; "),
        ]);
    }
    context.output.table(&table);
    for it in &it.waiting {
        context.output.line(format!("waits: {} {} ({}), {}", it.id, it.title, it.asked, it.why));
    }
    Ok(())
}
