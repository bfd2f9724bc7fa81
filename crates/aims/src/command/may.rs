//! `aims may`: whether somebody may decide something about a record, with every reason.

use clap::Args;

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims may`.
#[derive(Debug, Args)]
pub struct May {
    /// What is to be decided, such as `approve`, `modify`, `stop` or `decommission`
    action: String,
    /// The record, such as `SYS-3` or `REL-2`
    record: String,
}

impl May {
    /// Says whether, and why not; fails where the one who asks may not.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("may")?;
        let id = context::id(&self.record)?;
        let found = context.open()?.may_decide(&context.actor(), &self.action, &id).await?;
        if !context.output.json(&found) {
            let class = found.change_class.replace('_', " ");
            context.output.line(format!("{} {} at {}, change {class}", self.action, found.id, found.tier));
            if let Some(right) = &found.right {
                context.output.line(format!("{} ({})", right.says, right.by));
            }
            let who: Vec<String> = found.who.iter().map(|it| format!("{} as {}", it.person, it.role)).collect();
            context
                .output
                .line(format!("may now: {}", if who.is_empty() { "nobody".to_owned() } else { who.join(", ") }));
            if let Some(body) = &found.body {
                context.output.line(format!("{body} decides about it first"));
            }
            found.reasons.iter().for_each(|it| context.output.line(format!("not you: {it}")));
        }
        match found.may {
            true => Ok(()),
            false => Err(Failure::failed(format!("you may not {} {id}", self.action))),
        }
    }
}
