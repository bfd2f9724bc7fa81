//! `aims account`: who can sign in.

use clap::{Args, Subcommand};
use governance::account::{Account as Row, NewAccount};
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims account`.
#[derive(Debug, Args)]
pub struct Account {
    #[command(subcommand)]
    action: Action,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
enum Action {
    /// Add an account; its password is made and shown once, or read from standard input
    Add {
        /// E-mail address to sign in with
        email: String,
        /// Name that people read
        #[arg(long)]
        name: Option<String>,
        /// Number of the person record behind the account; it gives the account its roles
        #[arg(long)]
        person: Option<String>,
        /// A service account, which signs in with tokens only and never approves
        #[arg(long)]
        service: bool,
        /// Read the password from standard input
        #[arg(long, conflicts_with = "service")]
        password_stdin: bool,
    },
    /// Give an account a new password
    Password {
        /// E-mail address
        email: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Disable an account and end its sessions and tokens
    Disable {
        /// E-mail address
        email: String,
        /// Enable it again
        #[arg(long)]
        undo: bool,
    },
    /// List accounts
    List,
}

impl Account {
    /// Runs the sub-command.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("account")?;
        match self.action {
            Action::Add { email, name, person, service, password_stdin } => {
                let person = person.as_deref().map(context::id).transpose()?;
                let (password, shown) = if service { (None, None) } else { password(password_stdin)? };
                let name = name.unwrap_or_else(|| email.clone());
                add(context, NewAccount { name, email, password, person, service }, shown).await
            }
            Action::Password { email, password_stdin } => set_password(context, &email, password_stdin).await,
            Action::Disable { email, undo } => disable(context, &email, undo).await,
            Action::List => list(context).await,
        }
    }
}

/// The password to set, and the same when it has to be shown.
fn password(from_stdin: bool) -> Result<(Option<String>, Option<String>), Failure> {
    if !from_stdin {
        let made = made_password()?;
        return Ok((Some(made.clone()), Some(made)));
    }
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|cause| Failure::input(format!("the password cannot be read ({cause})")))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    match password.is_empty() {
        true => Err(Failure::input("standard input holds no password; write it as one line")),
        false => Ok((Some(password), None)),
    }
}

/// A password of 96 bits that can be read aloud and typed.
pub fn made_password() -> Result<String, Failure> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Failure::failed(format!("the system gives no randomness ({cause})")))?;
    let letters: Vec<char> = bytes.iter().map(|byte| LETTERS[usize::from(byte % 32)] as char).collect();
    Ok(letters.chunks(5).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

async fn add(context: &Context, account: NewAccount, shown: Option<String>) -> Result<(), Failure> {
    let aims = context.open()?;
    let added = aims.add_account(&context.actor(), account).await?;
    let answer = json!({ "id": added.id, "name": added.name, "email": added.email, "password": shown });
    if !context.output.json(&answer) {
        context.output.line(format!("added {} <{}>", added.name, added.email));
        if let Some(password) = shown {
            context.output.line(format!("password, shown once: {password}"));
        }
    }
    Ok(())
}

async fn set_password(context: &Context, email: &str, from_stdin: bool) -> Result<(), Failure> {
    let aims = context.open()?;
    let account = find(&aims, context, email).await?;
    let (password, shown) = password(from_stdin)?;
    aims.set_password(&context.actor(), &account.id, &password.unwrap_or_default()).await?;
    if !context.output.json(&json!({ "email": email, "password": shown })) {
        match shown {
            Some(password) => context.output.line(format!("new password of {email}, shown once: {password}")),
            None => context.output.line(format!("{email} has a new password")),
        }
    }
    Ok(())
}

async fn disable(context: &Context, email: &str, back: bool) -> Result<(), Failure> {
    let aims = context.open()?;
    let account = find(&aims, context, email).await?;
    aims.disable_account(&context.actor(), &account.id, !back).await?;
    if !context.output.json(&json!({ "email": email, "disabled": !back })) {
        let said = if back { "is enabled again" } else { "is disabled; its sessions and tokens have ended" };
        context.output.line(format!("{email} {said}"));
    }
    Ok(())
}

/// The account with this e-mail address.
pub async fn find(aims: &governance::Aims, context: &Context, email: &str) -> Result<Row, Failure> {
    let accounts = aims.accounts(&context.actor()).await?;
    let found = accounts.into_iter().find(|it| it.email.eq_ignore_ascii_case(email));
    found.ok_or_else(|| Failure::missing(format!("there is no account `{email}`; `aims account list` shows all")))
}

async fn list(context: &Context) -> Result<(), Failure> {
    let aims = context.open()?;
    let accounts = aims.accounts(&context.actor()).await?;
    if context.output.json(&json!({ "accounts": accounts })) {
        return Ok(());
    }
    let mut table = Table::new(["e-mail", "name", "person", "sort", "state"]);
    for it in &accounts {
        let person = it.person.as_ref().map(ToString::to_string).unwrap_or_default();
        let sort = if it.service { "service" } else { "person" };
        let state = if it.disabled.is_some() { "disabled" } else { "active" };
        table.row([it.email.as_str(), &it.name, &person, sort, state]);
    }
    context.output.table(&table);
    Ok(())
}
