//! The way to PostgreSQL, encrypted: which servers are trusted, and what is said of the others.

use std::sync::Arc;

use jiff::Timestamp;
use store::testing::Encrypted;
use store::{Place, Store, StoreError};

fn open(place: &Place) -> Result<Store, StoreError> {
    Store::open(place, Arc::new(|| Timestamp::from_second(1_800_000_000).unwrap()))
}

fn refusal(server: &Encrypted, host: &str, words: &str) -> String {
    match open(&server.at(host, words)) {
        Ok(_) => "opened".to_owned(),
        Err(why) => why.to_string(),
    }
}

#[test]
fn a_server_is_trusted_by_the_authority_that_is_named() {
    let server = store::testing::encrypted().unwrap();
    let named = format!("sslmode=require sslrootcert={}", server.authority().display());

    // Nobody is trusted without a name, and no other name than the one in the certificate.
    let unknown = refusal(&server, "localhost", "sslmode=require");
    assert!(unknown.contains("certificate") && unknown.contains("sslrootcert=FILE"), "{unknown}");
    let elsewhere = refusal(&server, "db.example", &named);
    assert!(elsewhere.contains("by the name that its certificate holds"), "{elsewhere}");
    assert_eq!(server.encrypted_connections().unwrap(), 0);

    // In the clear only where the address says so.
    let clear = open(&server.at("localhost", "sslmode=disable")).unwrap();
    assert_eq!(server.encrypted_connections().unwrap(), 0);
    let made = clear.read(|it| it.head()).unwrap().store;
    drop(clear);

    let store = open(&server.at("localhost", &named)).unwrap();
    assert_eq!(store.read(|it| it.head()).unwrap().store, made);
    assert!(server.encrypted_connections().unwrap() > 0);
}
