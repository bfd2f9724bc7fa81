//! `aims token`: tokens for programs that use the REST interface.

use clap::{Args, Subcommand};
use governance::account::Token as Row;
use governance::{Actor, Aims};
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims token`.
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    action: Action,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token; it is shown once
    Add {
        /// E-mail address of the account that it acts for
        email: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        label: String,
        /// What it may do: read, change, import, export, administer; separated by commas
        #[arg(long, value_delimiter = ',', default_value = "read")]
        scopes: Vec<String>,
        /// Days until it expires
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=365))]
        days: u32,
    },
    /// List the tokens of an account
    List {
        /// E-mail address
        email: String,
    },
    /// End a token
    Revoke {
        /// E-mail address of its account
        email: String,
        /// Its number, as `aims token list` shows it
        id: String,
    },
}

impl Token {
    /// Runs the sub-command.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("token")?;
        let aims = context.open()?;
        match self.action {
            Action::Add { email, label, scopes, days } => {
                let actor = acting(&aims, context, &email).await?;
                let token = aims.add_token(&actor, &label, scopes, days).await?;
                if !context.output.json(&json!({ "token": token, "email": email, "days": days })) {
                    context.output.line(format!("token, shown once: {token}"));
                }
                Ok(())
            }
            Action::List { email } => {
                let actor = acting(&aims, context, &email).await?;
                list(context, &aims.tokens(&actor).await?);
                Ok(())
            }
            Action::Revoke { email, id } => {
                let actor = acting(&aims, context, &email).await?;
                aims.revoke_token(&actor, &id).await?;
                if !context.output.json(&json!({ "revoked": id })) {
                    context.output.line(format!("token {id} has ended"));
                }
                Ok(())
            }
        }
    }
}

/// The account of this e-mail address as an actor: whoever sits at the store can act for any account.
async fn acting(aims: &Aims, context: &Context, email: &str) -> Result<Actor, Failure> {
    let account = super::account::find(aims, context, email).await?;
    let person = account.person.as_deref().map(crate::context::id).transpose()?;
    let Actor { via, request, .. } = context.actor();
    let actor =
        Actor { account: account.id, name: account.name, person, service: account.service, ..Actor::public(via) };
    Ok(Actor { roles: Vec::new(), request, ..actor })
}

fn list(context: &Context, tokens: &[Row]) {
    if context.output.json(&json!({ "tokens": tokens })) {
        return;
    }
    let moment = |it: Option<jiff::Timestamp>| it.map(|it| it.to_string()).unwrap_or_default();
    let mut table = Table::new(["token", "label", "scopes", "expires", "revoked"]);
    for it in tokens {
        table.row([it.id.as_str(), &it.label, &it.scopes.join(" "), &moment(it.expires), &moment(it.revoked)]);
    }
    context.output.table(&table);
}
