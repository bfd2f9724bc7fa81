//! `aims rules conflicts`: what clashes among the tables in force of a store; with `--record` it is kept. `aims rules paste`: the text of a
//! procedure as a proposed table.

use std::path::PathBuf;

use clap::Args;
use governance::conflicts::board::{Board, Item};

use crate::context::Context;
use crate::exit::{Failure, verdict};

/// Arguments of `aims rules conflicts`.
#[derive(Debug, Args)]
pub(super) struct Conflicts {
    /// Keep what is new as records, and bring back what is there again
    #[arg(long)]
    record: bool,
    /// Only conflicts in this state, such as `found`
    #[arg(long, value_name = "STATE", conflicts_with = "record")]
    state: Option<String>,
}

/// Arguments of `aims rules paste`.
#[derive(Debug, Args)]
pub(super) struct Paste {
    /// Text with one rule a line, such as `when amount is at least 1000 then decider is board`
    file: PathBuf,
    /// Name of the table
    #[arg(long, value_name = "NAME", default_value = "procedure")]
    name: String,
}

impl Conflicts {
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        if self.record {
            let recorded = aims.record_conflicts(&actor).await?;
            if !context.output.json(&recorded) {
                recorded.made.iter().for_each(|it| context.output.line(format!("entered {it}")));
                recorded.back.iter().for_each(|it| context.output.line(format!("{it} is back")));
                recorded.unsettled.iter().for_each(|it| context.output.line(format!("not settled: {it}")));
                context.output.line(format!("{} conflicts are there", recorded.present));
            }
            return Ok(());
        }
        let board = aims.conflicts(&actor, self.state.as_deref()).await?;
        if !context.output.json(&board) {
            print(context, &board);
        }
        let there = board.conflicts.iter().any(|it| it.present) || !board.unrecorded.is_empty();
        match (there, board.unsettled.is_empty()) {
            (true, _) => Err(Failure::Verdict(verdict::FAIL)),
            (false, false) => Err(Failure::Verdict(verdict::OPEN)),
            (false, true) => Ok(()),
        }
    }
}

fn print(context: &Context, board: &Board) {
    board.conflicts.iter().chain(&board.unrecorded).for_each(|it| one(context, it));
    board.unsettled.iter().for_each(|it| context.output.line(format!("not settled: {it}")));
    let (known, new) = (board.conflicts.len(), board.unrecorded.len());
    context.output.line(format!("{} tables in force, {known} conflicts entered, {new} not entered yet", board.tables));
}

fn one(context: &Context, it: &Item) {
    let id = it.id.as_ref().map_or_else(|| "not entered".to_owned(), ToString::to_string);
    let present = if it.present { "" } else { ", gone" };
    let state = if it.state.is_empty() { String::new() } else { format!(", {}", it.state.replace('_', " ")) };
    context.output.line(format!("{id} ({}{state}{present}): {}", it.form.replace('_', " "), it.says));
    for row in &it.rows {
        context.output.line(format!("    {} `{}`: {} -> {}", row.title, row.row, row.asks, row.says));
    }
    if !it.witness.is_empty() {
        context.output.line(format!("    case: {}", it.witness));
    }
    if let Some(proposal) = &it.proposal {
        context.output.line(format!("    proposed: {} goes before ({})", proposal.table, proposal.why));
    }
}

impl Paste {
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let bytes = crate::assignment::read_file(&self.file)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::input(format!("`{}` is not text in UTF-8; save it as UTF-8 and repeat", self.file.display()))
        })?;
        let proposed = context.open()?.paste_procedure(&context.actor(), &self.name, &text).await?;
        if !context.output.json(&proposed) {
            context.output.line(&proposed.toml);
            if !proposed.declared.is_empty() {
                let words = proposed.declared.join(", ");
                context
                    .output
                    .remark(format!("the table declares itself what the vocabulary has no word for: {words}"));
            }
            proposed
                .unread
                .iter()
                .for_each(|it| context.output.remark(format!("line {}: {}: {}", it.line, it.why, it.text)));
        }
        match proposed.unread.is_empty() && proposed.rows > 0 {
            true => Ok(()),
            false => Err(Failure::Verdict(verdict::OPEN)),
        }
    }
}
