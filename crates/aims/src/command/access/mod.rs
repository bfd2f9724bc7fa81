//! `aims access`: who can see which data and why, opening them for a purpose, logs of other places, and reviews of grants.

mod act;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use governance::Actor;
use governance::access::open::Form;
use governance::account::Account;

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims access`.
#[derive(Debug, Args)]
pub struct Access {
    #[command(subcommand)]
    what: What,
    /// Person for whom it is done, such as `PER-4`; what is opened and decided needs one, and the ledger names both
    #[arg(long = "as", global = true, value_name = "PERSON")]
    person: Option<String>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Open the data of a version for a purpose, under a grant and into the ledger
    Open(Open),
    /// Show who can see which fields of a dataset, and by which grant
    Matrix(Dataset),
    /// Show who can see one field of a dataset
    Who(Who),
    /// Show what a person can see, and by which grants
    Of(Of),
    /// Show who opened a dataset or was refused, and for what
    Log(Dataset),
    /// Bring in a log of a warehouse and hold it against the grants
    Import(Import),
    /// Answer what is held about a person in a dataset, and who saw it
    Subject(Subject),
    /// Open a review of all grants of a dataset or of a steward
    ReviewOpen(ReviewOpen),
    /// Show how far a review of grants is
    Review(Review),
    /// Confirm in a review that a grant is still needed
    Confirm(Confirm),
    /// Close a review; what nobody reviewed is revoked or escalated
    ReviewClose(Review),
}

/// Form in which data are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// Pages to read and keep.
    Pdf,
    /// JSON that names what is withheld.
    Json,
    /// The file as it is held.
    Original,
}

impl From<To> for Form {
    fn from(to: To) -> Form {
        match to {
            To::Csv => Form::Csv,
            To::Xlsx => Form::Xlsx,
            To::Pdf => Form::Pdf,
            To::Json => Form::Json,
            To::Original => Form::Original,
        }
    }
}

/// Arguments of `aims access open`.
#[derive(Debug, Args)]
struct Open {
    /// Number of the version, such as `DSV-3`
    version: String,
    /// Purpose, as the dataset names it
    #[arg(long, value_name = "WORDS", default_value = "")]
    purpose: String,
    /// Form of the data
    #[arg(long, value_enum, default_value_t = To::Csv)]
    to: To,
    /// File to write; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
}

/// Arguments that name a dataset.
#[derive(Debug, Args)]
struct Dataset {
    /// Number of the dataset, such as `DST-1`
    dataset: String,
}

/// Arguments of `aims access who`.
#[derive(Debug, Args)]
struct Who {
    /// Number of the dataset, such as `DST-1`
    dataset: String,
    /// Field of the dataset
    #[arg(long, value_name = "NAME")]
    field: String,
}

/// Arguments of `aims access of`.
#[derive(Debug, Args)]
struct Of {
    /// Number of the person, such as `PER-4`
    person: String,
}

/// Arguments of `aims access import`.
#[derive(Debug, Args)]
struct Import {
    /// The log, as CSV or XLSX
    log: PathBuf,
    /// What its columns and names mean, as TOML
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The warehouse or system that wrote it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

/// Arguments of `aims access subject`.
#[derive(Debug, Args)]
struct Subject {
    /// Number of the dataset, such as `DST-1`
    dataset: String,
    /// Column that identifies people
    #[arg(long, value_name = "NAME")]
    column: String,
    /// What stands there for the person
    #[arg(long, value_name = "TEXT")]
    value: String,
    /// Reference of the request, without personal data
    #[arg(long, value_name = "TEXT")]
    case: String,
}

/// Arguments of `aims access review-open`.
#[derive(Debug, Args)]
struct ReviewOpen {
    /// Number of the dataset, or of the steward who answers for the grants
    subject: String,
    /// Last day of the review
    #[arg(long, value_name = "DATE")]
    due: String,
}

/// Arguments that name a review.
#[derive(Debug, Args)]
struct Review {
    /// Number of the review, such as `RVR-2`
    review: String,
}

/// Arguments of `aims access confirm`.
#[derive(Debug, Args)]
struct Confirm {
    /// Number of the grant, such as `GRT-3`
    grant: String,
    /// Why it is still needed
    #[arg(long, value_name = "WORDS")]
    why: String,
}

impl Access {
    /// Does what was asked.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("access")?;
        let actor = acting(context, self.person.as_deref()).await?;
        match self.what {
            What::Open(it) => act::open(context, &actor, it).await,
            What::Matrix(it) => show::matrix(context, &actor, it).await,
            What::Who(it) => show::who(context, &actor, it).await,
            What::Of(it) => show::of(context, &actor, it).await,
            What::Log(it) => show::log(context, &actor, it).await,
            What::Import(it) => act::import(context, &actor, it).await,
            What::Subject(it) => show::subject(context, &actor, it).await,
            What::ReviewOpen(it) => act::review_open(context, &actor, it).await,
            What::Review(it) => show::review(context, &actor, it).await,
            What::Confirm(it) => act::confirm(context, &actor, it).await,
            What::ReviewClose(it) => act::review_close(context, &actor, it).await,
        }
    }
}

/// The operator, or the account of the person who is named, with the roles of that person and no others.
///
/// The ledger marks it as done at the console, where nobody but the operator can be.
async fn acting(context: &Context, person: Option<&str>) -> Result<Actor, Failure> {
    let Some(person) = person else { return Ok(context.actor()) };
    let id = context::id(person)?;
    let accounts = context.open()?.accounts(&context.actor()).await?;
    let own = |it: &&Account| it.person.as_deref() == Some(&id.to_string()) && it.disabled.is_none();
    let account = accounts.iter().find(own).ok_or_else(|| {
        Failure::missing(format!("no account belongs to `{id}`; make one with `aims account add EMAIL --person {id}`"))
    })?;
    let (name, service) = (account.name.clone(), account.service);
    Ok(Actor { account: account.id.clone(), name, person: Some(id), roles: Vec::new(), service, ..context.actor() })
}
