//! The real program in this process: the demonstration's organisation, served on a port of its own.

use aims::demo;
use aims::first::SignIn;
use governance::{Aims, Options};
use record::Id;
use store::Place;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A running server with the demonstration's people and records.
pub struct House {
    pub aims: Aims,
    /// Where it answers, such as `http://127.0.0.1:1234`.
    pub address: String,
    /// People who sign in.
    pub people: Vec<SignIn>,
    runtime: Runtime,
    folder: TempDir,
}

impl House {
    /// On an embedded store.
    pub fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().join("aims.db"));
        House::at(folder, place)
    }

    /// On PostgreSQL.
    pub fn on_postgres() -> House {
        House::at(tempfile::tempdir().unwrap(), store::testing::postgres().unwrap())
    }

    /// A new store with nobody but its first administrator.
    pub fn empty() -> (House, SignIn) {
        let (folder, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let aims = Aims::init(Options::embedded(folder.path()), "empty.example/ledger").unwrap();
        let operator = governance::Actor::operator(governance::Via::System);
        let administrator = runtime.block_on(aims::first::administrator(&aims, &operator)).unwrap();
        (House::serve(aims, Vec::new(), runtime, folder), administrator)
    }

    fn at(folder: TempDir, place: Place) -> House {
        let runtime = Runtime::new().unwrap();
        let mut options = Options::embedded(folder.path());
        options.place = place;
        let now = jiff::Timestamp::now();
        let files = demo::files().unwrap();
        let entered = runtime.block_on(async { tokio::spawn(entered(options, now, files)).await.unwrap() });
        let (aims, people) = entered;
        House::serve(aims, people, runtime, folder)
    }

    fn serve(aims: Aims, people: Vec<SignIn>, runtime: Runtime, folder: TempDir) -> House {
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let demonstration = Some(aims::demo::demonstration(std::net::Ipv4Addr::LOCALHOST.into()));
        let app = web::app(aims.clone(), web::Settings { demonstration, ..web::Settings::default() });
        runtime.spawn(web::serve(listener, app, std::future::pending()));
        House { aims, address, people, runtime, folder }
    }

    /// The person of the demonstration whose job or role holds this word, and the secret of a new session.
    pub fn session(&self, who: &str) -> String {
        let person = self.person(who);
        let signed_in = self.wait(self.aims.sign_in(&person.email, &person.password, "browser"));
        signed_in.unwrap().secret
    }

    /// The first person whose e-mail address begins so.
    pub fn person(&self, email: &str) -> &SignIn {
        self.people.iter().find(|it| it.email.starts_with(email)).unwrap_or_else(|| panic!("nobody is called {email}"))
    }

    /// Overwrites the file of the store with noise, as a broken disk would.
    pub fn ruin(&self) {
        let path = self.folder.path().join("aims.db");
        let size = std::fs::metadata(&path).unwrap().len() as usize;
        std::fs::write(&path, vec![0x5a; size]).unwrap();
        let _ = std::fs::write(self.folder.path().join("aims.db-wal"), []);
    }

    /// Waits for something of the management system itself.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Numbers of up to so many records of a kind.
    pub fn ids(&self, kind: &str, limit: u32) -> Vec<Id> {
        let operator = governance::Actor::operator(governance::Via::System);
        let listing = governance::Listing { limit, ..governance::Listing::of(kind) };
        let page = self.wait(self.aims.list(&operator, &listing)).unwrap();
        page.rows.into_iter().map(|it| it.id).collect()
    }
}

async fn entered(options: Options, now: jiff::Timestamp, files: Vec<demo::DemoFile>) -> (Aims, Vec<SignIn>) {
    let entered = demo::enter(options, now, &files, demo::Files::Embedded).await.unwrap();
    (entered.aims, entered.sign_ins)
}
