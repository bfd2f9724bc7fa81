//! A throw-away PostgreSQL for tests: one cluster a process, one empty database a test.
//!
//! The cluster is made from the installed binaries, listens on a socket in a new folder below the system's temporary
//! one, and is stopped and removed by a small shell that waits for the end of this process, however it ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Place;

pub use encrypted::{Encrypted, encrypted};

mod encrypted;

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    databases: AtomicU64,
    _keeper: Child,
}

static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();

/// An empty database of PostgreSQL, or a sentence that says why there is none.
pub fn postgres() -> Result<Place, String> {
    match CLUSTER.get_or_init(|| Cluster::start(new_folder()?, 5432, &[])) {
        Ok(cluster) => cluster.database(),
        Err(error) => Err(error.clone()),
    }
}

impl Cluster {
    /// A cluster in a folder that may hold what its settings name.
    fn start(folder: PathBuf, port: u16, settings: &[String]) -> Result<Cluster, String> {
        let programs = programs().ok_or("PostgreSQL is not installed; run scripts/install, then the tests again")?;
        let prefix = if is_root()? { "setpriv --reuid=postgres --regid=postgres --clear-groups" } else { "" };
        let script = format!(
            "folder=$1; programs=$2; shift 2\n\
             cd \"$folder\" || exit 1\n\
             [ -z \"{prefix}\" ] || chown -R postgres \"$folder\" || exit 1\n\
             {prefix} \"$programs/initdb\" -D \"$folder/data\" -U postgres -A trust -E UTF8 --locale=C --no-sync > \"$folder/log\" 2>&1 || exit 1\n\
             {prefix} \"$programs/postgres\" -D \"$folder/data\" -k \"$folder\" -c listen_addresses= -c port={port} -c max_connections=300 \
             -c shared_buffers=64MB \"$@\" >> \"$folder/log\" 2>&1 &\n\
             server=$!\n\
             while read -r _; do :; done\n\
             kill -INT $server; wait $server; rm -rf \"$folder\"\n"
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh"]).arg(&folder).arg(programs).args(settings);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let keeper = command.spawn().map_err(|it| format!("cannot start PostgreSQL: {it}"))?;
        let mut cluster = Cluster { folder, port, databases: AtomicU64::new(0), _keeper: keeper };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Waits until the server takes connections.
    fn wait(&mut self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(60) {
            if postgres::Client::connect(&self.address("postgres"), postgres::NoTls).is_ok() {
                return Ok(());
            }
            if matches!(self._keeper.try_wait(), Ok(Some(_))) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not start; run scripts/install, then the tests again; it said: {log}"))
    }

    fn database(&self) -> Result<Place, String> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let said = |it: postgres::Error| format!("no database for the test: {it}");
        let mut client = postgres::Client::connect(&self.address("postgres"), postgres::NoTls).map_err(said)?;
        client.batch_execute(&format!("CREATE DATABASE {name}")).map_err(said)?;
        Ok(Place::Postgres(self.address(&name)))
    }

    fn address(&self, database: &str) -> String {
        format!("host={} port={} user=postgres dbname={database}", self.folder.display(), self.port)
    }
}

/// The folder with PostgreSQL's server programs, the newest where there are several.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|it| it.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    found.sort();
    found.reverse();
    found.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    found.into_iter().find(|it| is_program(&it.join("initdb")) && is_program(&it.join("postgres")))
}

fn is_program(path: &Path) -> bool {
    path.is_file()
}

fn is_root() -> Result<bool, String> {
    let said = Command::new("id").arg("-u").output().map_err(|it| format!("cannot ask who runs the tests: {it}"))?;
    Ok(said.stdout.trim_ascii() == b"0")
}

fn new_folder() -> Result<PathBuf, String> {
    let mut bytes = [0_u8; 6];
    getrandom::fill(&mut bytes).map_err(|it| format!("no name for a folder: {it}"))?;
    let name: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    let folder = std::env::temp_dir().join(format!("aims-pg-{name}"));
    std::fs::create_dir(&folder).map_err(|it| format!("no folder for PostgreSQL: {it}"))?;
    Ok(folder)
}

/// Changes a database behind the program's back, as somebody with its password or its file can: triggers do not stop them.
pub fn tamper(place: &Place, sql: &str) -> Result<(), String> {
    match place {
        Place::Sqlite(path) => tamper_file(path, sql).map_err(|it| format!("{sql}: {it}")),
        Place::Postgres(address) => {
            let mut client = postgres::Client::connect(address, postgres::NoTls).map_err(|it| it.to_string())?;
            let freed = format!("SET session_replication_role = replica; {sql}");
            client.batch_execute(&freed).map_err(|it| format!("{sql}: {it:?}"))
        }
    }
}

fn tamper_file(path: &Path, sql: &str) -> rusqlite::Result<()> {
    let conn = rusqlite::Connection::open(path)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    let mut triggers =
        conn.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'search%'")?;
    let names = triggers.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    drop(triggers);
    let freed: String = names.iter().map(|it| format!("DROP TRIGGER {it};")).collect();
    conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {freed} {sql}"))
}
