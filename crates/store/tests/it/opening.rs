//! Opening a store: what is refused, and how that is said.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use store::{Place, Store, StoreError};

use crate::bed::{Bed, record};

both!(several_make_one_store, opens_again, refuses_a_newer_layout, refuses_foreign_tables);

fn open(place: &Place) -> Result<Store, StoreError> {
    Store::open(place, Arc::new(|| Timestamp::from_second(1_800_000_000).unwrap()))
}

fn refusal(place: &Place) -> String {
    open(place).err().map(|it| it.to_string()).unwrap_or_default()
}

/// Runs a statement behind the store's back.
fn meddle(place: &Place, sql: &str) {
    match place {
        Place::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Place::Postgres(address) => {
            postgres::Client::connect(address, postgres::NoTls).unwrap().batch_execute(sql).unwrap()
        }
    }
}

fn several_make_one_store(bed: Bed) {
    let place = match &bed.place {
        Place::Sqlite(_) => Place::Sqlite(bed.folder.path().join("new.db")),
        Place::Postgres(_) => store::testing::postgres().unwrap(),
    };
    let names: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
        let open = || open(&place).unwrap().read(|it| it.head()).unwrap().store;
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(names.len(), 1);
}

fn opens_again(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({})));
    let head = bed.read(|it| it.head());
    let Bed { store, place, folder, .. } = bed;
    drop(store);
    let again = open(&place).unwrap();
    assert_eq!(again.read(|it| it.head()).unwrap(), head);
    assert_eq!(head.store.len(), 32);
    drop(folder);
}

fn refuses_a_newer_layout(bed: Bed) {
    meddle(&bed.place, "UPDATE head SET layout = 999");
    let said = refusal(&bed.place);
    assert!(said.contains("layout 999") && said.contains("install the newer release"), "{said}");
}

fn refuses_foreign_tables(bed: Bed) {
    let Bed { store, place, folder, .. } = bed;
    drop(store);
    meddle(&place, "DROP TABLE head");
    assert!(matches!(open(&place), Err(StoreError::NotAStore { .. })), "{}", refusal(&place));
    drop(folder);
}

#[test]
fn sqlite_is_new_enough() {
    let version = rusqlite::version_number();
    assert!(version >= 3_051_003, "SQLite {version} can corrupt its write-ahead log");
}

#[test]
fn says_what_is_wrong_with_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| Place::Sqlite(folder.path().join(name));
    assert!(refusal(&Place::Sqlite(folder.path().to_owned())).contains("it is a folder"));
    assert!(refusal(&at("missing/aims.db")).contains("create the folder first"));
    std::fs::write(folder.path().join("text.db"), "this is not a database, and it is long enough to tell".repeat(20))
        .unwrap();
    assert!(refusal(&at("text.db")).contains("is not a store of this program"), "{}", refusal(&at("text.db")));
    rusqlite::Connection::open(folder.path().join("other.db")).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
    assert!(refusal(&at("other.db")).contains("is not a store of this program"));
    let kept: i64 = rusqlite::Connection::open(folder.path().join("other.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM mine", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 0);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let bed = Bed::sqlite();
    let Place::Sqlite(path) = &bed.place else { panic!() };
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn says_when_a_file_is_held() {
    let bed = Bed::sqlite();
    let Place::Sqlite(path) = bed.place.clone() else { panic!() };
    drop(bed.store);
    let holder = rusqlite::Connection::open(&path).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    assert_eq!(open(&bed.place).err(), Some(StoreError::Locked));
}

#[test]
fn hides_the_password_of_an_address() {
    let place = Place::parse("postgres://aims:secret@127.0.0.1:1/mine?connect_timeout=1");
    assert_eq!(format!("{place} {place:?}"), "PostgreSQL mine PostgreSQL mine");
    let said = refusal(&place);
    assert!(said.starts_with("cannot open the store `PostgreSQL mine`: ") && !said.contains("secret"), "{said}");
    assert_eq!(Place::parse("data/aims.db"), Place::Sqlite("data/aims.db".into()));
}

#[test]
fn refuses_a_postgres_that_forgets() {
    let place = store::testing::postgres().unwrap();
    meddle(
        &place,
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$",
    );
    assert_eq!(open(&place).err(), Some(StoreError::Unsafe("synchronous_commit".to_owned())));
}
