//! A small organisation in a fresh store, with a clock that stands still until it is told to move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use governance::aims::Committed;
use governance::{Actor, Aims, Error, Held, Options, Via};
use jiff::Timestamp;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::Place;
use tempfile::TempDir;

/// A store with an administrator and nothing else.
pub struct House {
    pub aims: Aims,
    pub clock: Arc<AtomicI64>,
    pub place: Place,
    // Kept so that the folder lives as long as the store.
    pub home: TempDir,
}

/// The databases on which every test runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Runs a test on both databases.
pub fn on_both(test: impl AsyncFn(House)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for on in [On::Sqlite, On::Postgres] {
        runtime.block_on(test(House::build(on)));
    }
}

impl House {
    /// A fresh store on a database.
    pub fn build(on: On) -> House {
        House::build_with(on, |_| {})
    }

    /// A fresh store on a database, with options of its own.
    pub fn build_with(on: On, adjust: impl FnOnce(&mut Options)) -> House {
        let home = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new("2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap().as_millisecond()));
        let seed = AtomicU64::new(1);
        let ticking = clock.clone();
        let place = match on {
            On::Postgres => store::testing::postgres().unwrap(),
            On::Sqlite => Place::Sqlite(home.path().join("aims.db")),
        };
        let mut options = Options {
            place,
            clock: Arc::new(move || Timestamp::from_millisecond(ticking.load(Ordering::SeqCst)).unwrap()),
            entropy: Arc::new(move |bytes| {
                for byte in bytes {
                    let next = seed.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
                    *byte = (next ^ (next >> 29) ^ (next >> 47)) as u8;
                }
            }),
            ..Options::embedded(home.path())
        };
        adjust(&mut options);
        let place = options.place.clone();
        let aims = Aims::init(options, "example.org/aims").unwrap();
        House { aims, clock, place, home }
    }

    /// Moves the clock.
    pub fn later(&self, hours: i64) {
        self.clock.fetch_add(hours * 3_600_000, Ordering::SeqCst);
    }

    /// Makes a record as the operator.
    pub async fn add(&self, kind: &str, fields: Value) -> Committed {
        self.add_as(&operator(), kind, fields).await.unwrap()
    }

    /// Makes a record as somebody.
    pub async fn add_as(&self, actor: &Actor, kind: &str, fields: Value) -> Result<Committed, Error> {
        self.aims.commit(actor, create(kind, fields), None).await
    }

    /// Changes a record as somebody.
    pub async fn edit_as(&self, actor: &Actor, id: &Id, fields: Value) -> Result<Committed, Error> {
        let change = Change::Edit { id: id.clone(), base: None, set: object(fields), why: None };
        self.aims.commit(actor, change, None).await
    }

    /// Makes a transition as somebody.
    pub async fn move_as(&self, actor: &Actor, id: &Id, transition: &str, fields: Value) -> Result<Committed, Error> {
        let (transition, why) = (transition.to_owned(), Some("because".to_owned()));
        let change = Change::Move { id: id.clone(), base: None, transition, set: object(fields), why };
        self.aims.commit(actor, change, None).await
    }

    /// A person with a role, by record, over everything or over one unit.
    pub async fn person(&self, name: &str, role: &str, covers: Option<&Id>) -> Actor {
        let person = self.add("person", json!({ "title": name })).await.id;
        let existing = self
            .aims
            .list(
                &operator(),
                &governance::Listing { filter: format!("key:{role}"), ..governance::Listing::of("role") },
            )
            .await
            .unwrap();
        let role_id = match existing.rows.first() {
            Some(row) => row.id.clone(),
            None => self.add("role", json!({ "title": role, "key": role })).await.id,
        };
        let mut fields =
            json!({ "title": format!("{name} as {role}"), "person": person, "role": role_id, "from": "2026-01-01" });
        if let Some(covers) = covers {
            fields["covers"] = json!(covers);
        }
        let state = Some("accepted".to_owned());
        let change = Change::Create { kind: "role_assignment".to_owned(), state, document: object(fields) };
        self.aims.commit(&operator(), change, None).await.unwrap();
        Actor {
            account: format!("account-of-{person}"),
            name: name.to_owned(),
            person: Some(person),
            roles: Vec::new(),
            ..Actor::public(Via::Api)
        }
    }
}

/// The operator at the command line.
pub fn operator() -> Actor {
    Actor::operator(Via::Cli)
}

/// Somebody with fixed roles over everything, without a record.
pub fn somebody(account: &str, roles: &[&str]) -> Actor {
    let held = |role: &&str| Held { role: (*role).to_owned(), covers: None };
    Actor {
        account: account.to_owned(),
        name: account.to_owned(),
        roles: roles.iter().map(held).collect(),
        ..Actor::public(Via::Api)
    }
}

/// A change that makes a record.
pub fn create(kind: &str, fields: Value) -> Change {
    Change::Create { kind: kind.to_owned(), state: None, document: object(fields) }
}

/// The fields of a JSON object.
pub fn object(fields: Value) -> Document {
    match fields {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

/// Makes a record in a state as the operator; its number.
pub async fn put(house: &House, kind: &str, state: &str, fields: Value) -> Id {
    let change = Change::Create { kind: kind.into(), state: Some(state.into()), document: object(fields) };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

/// Whether a policy refuses something, with a message that says so.
pub fn refused(outcome: Result<Committed, Error>, says: &str) {
    let Err(Error::Refused(refusals)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(refusals.iter().any(|it| it.message.contains(says)), "{says}: {refusals:?}");
}
