//! What every command has at hand: the options, the output, and the opened management system.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use governance::{Actor, Aims, Configuration, Moment, Options, Via};
use record::{Id, Kind};

use crate::cli::{Command, Global, OutputFormat};
use crate::exit::Failure;
use crate::output::Output;
use crate::settings::Settings;

/// What every command has at hand.
pub struct Context {
    /// Options of this run.
    pub global: Global,
    /// Where answers go.
    pub output: Output,
    /// What was opened; closed after the last task has ended, since closing a database may wait for it.
    opened: Mutex<Vec<Aims>>,
}

impl Context {
    /// The context of a run with these options.
    pub fn new(global: Global) -> Context {
        let output = Output { json: global.format == OutputFormat::Json, quiet: global.quiet };
        Context { global, output, opened: Mutex::default() }
    }

    /// The data folder.
    pub fn home(&self) -> PathBuf {
        self.global.data.clone().unwrap_or_else(|| PathBuf::from("aims-data"))
    }

    /// Options of the store in the data folder, from `aims.toml` and the command line.
    pub fn options(&self) -> Result<Options, Failure> {
        options(&self.home(), self.global.store.as_deref())
    }

    /// Opens the management system in the data folder.
    pub fn open(&self) -> Result<Aims, Failure> {
        let home = self.home();
        if !home.exists() {
            let folder = home.display();
            return Err(Failure::missing(format!(
                "there is no data folder `{folder}`; create it with `aims init --data {folder}` or name another with --data"
            )));
        }
        self.open_with(self.options()?)
    }

    /// Opens the management system of these options.
    pub fn open_with(&self, options: Options) -> Result<Aims, Failure> {
        self.keep(blocking(|| Aims::open(options))?)
    }

    /// Creates the management system of these options.
    pub fn create(&self, options: Options, origin: &str) -> Result<Aims, Failure> {
        self.keep(blocking(|| Aims::init(options, origin))?)
    }

    /// Keeps what was opened elsewhere until everything has ended.
    pub fn keep(&self, aims: Aims) -> Result<Aims, Failure> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(aims.clone());
        Ok(aims)
    }

    /// Signs what was entered in the ledgers that were opened, so that each command leaves a checkpoint that covers it.
    pub async fn sign(&self) -> Result<(), Failure> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // A trial run works in a folder that is gone by now.
        for aims in opened.into_iter().filter(|it| it.home().exists()) {
            aims.checkpoint().await?;
        }
        Ok(())
    }

    /// Who acts at the command line: the operator, who has the store at hand anyway.
    pub fn actor(&self) -> Actor {
        Actor::operator(Via::Cli)
    }

    /// The moment of `--as-of`.
    pub fn moment(&self) -> Result<Moment, Failure> {
        match &self.global.as_of {
            None => Ok(Moment::Now),
            Some(text) => Moment::from_str(text).map_err(|cause| Failure::input(cause.to_string())),
        }
    }

    /// Refuses forms of answers that only reports have.
    pub fn known_format(&self, command: &Command) -> Result<(), Failure> {
        match (self.global.format, command) {
            (OutputFormat::Text | OutputFormat::Json, _) => Ok(()),
            (_, Command::Measure(it)) if it.reports() => Ok(()),
            (_, Command::Measure(_)) => Err(Failure::input(
                "only the reports of `measure` have this form; choose --format text or --format json",
            )),
            (OutputFormat::Csv | OutputFormat::Svg, Command::Privacy(it)) if it.draws() => Ok(()),
            (OutputFormat::Csv | OutputFormat::Svg, _) => {
                Err(Failure::input("only `privacy front` answers in this form; choose --format text or --format json"))
            }
            _ => Err(Failure::input("only `measure` answers in this form; choose --format text or --format json")),
        }
    }

    /// Refuses `--as-of` where it has no meaning.
    pub fn only_now(&self, command: &str) -> Result<(), Failure> {
        match &self.global.as_of {
            None => Ok(()),
            Some(_) => Err(Failure::input(format!("`{command}` knows no --as-of; the past can be read, not changed"))),
        }
    }
}

/// Runs what may wait for a database, where an async task must not wait.
pub fn blocking<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// Options for the store at `home`, with what `aims.toml` says there; `store` overrides the database.
pub fn options(home: &Path, store: Option<&str>) -> Result<Options, Failure> {
    let settings = Settings::read(home)?;
    let mut options = Options::embedded(home.to_path_buf());
    if let Some(address) = store.or(settings.store.as_deref()) {
        options.place = place(address)?;
    }
    if let Some(blobs) = settings.blobs {
        options.blobs = Some(blobs);
    }
    options.mail = settings.mail;
    options.webhooks = settings.webhook;
    options.address = settings.public_url.map(|it| public_url(&it)).transpose()?;
    Ok(options)
}

/// The address at which people reach the program, without a stroke at its end.
pub fn public_url(text: &str) -> Result<String, Failure> {
    let known = text.starts_with("https://") || text.starts_with("http://");
    match known && !text.contains(char::is_whitespace) {
        true => Ok(text.trim_end_matches('/').to_owned()),
        false => Err(Failure::Said {
            code: crate::exit::CONFIGURATION,
            sentence: format!("`{text}` is no public address; write one such as `https://aims.example.org`"),
        }),
    }
}

fn place(address: &str) -> Result<store::Place, Failure> {
    let known = ["postgres://", "postgresql://", "host="];
    match known.iter().any(|it| address.starts_with(it)) {
        true => Ok(store::Place::Postgres(address.to_owned())),
        false => Err(Failure::input(format!(
            "`{address}` is not a database address; write `postgres://user@host/name`, or leave it out for SQLite"
        ))),
    }
}

/// The kind that `text` means: its name, prefix, label or plural, in any case.
pub fn kind<'a>(configuration: &'a Configuration, text: &str) -> Result<&'a Kind, Failure> {
    let wanted = text.to_lowercase().replace('-', "_");
    let spaced = wanted.replace('_', " ");
    let fits = |kind: &&Kind| {
        kind.kind == wanted
            || kind.prefix.to_lowercase() == wanted
            || kind.label.to_lowercase() == spaced
            || kind.plural.to_lowercase() == spaced
    };
    let catalog = &configuration.catalog;
    let near = || {
        let distance = |kind: &Kind| strsim::osa_distance(&kind.kind, &wanted);
        catalog.kinds().min_by_key(|kind| distance(kind)).map(|kind| kind.kind.clone()).unwrap_or_default()
    };
    catalog.kinds().find(fits).ok_or_else(|| {
        Failure::missing(format!("there is no kind `{text}`; did you mean `{}`? `aims kinds` lists them all", near()))
    })
}

/// The number of a record, as people type it.
pub fn id(text: &str) -> Result<Id, Failure> {
    text.parse().map_err(Failure::input)
}
