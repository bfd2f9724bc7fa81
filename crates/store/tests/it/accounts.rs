//! Accounts, sessions, tokens.

use jiff::SignedDuration;
use store::{AccountRow, SessionRow, StoreError, TokenRow};

use crate::bed::Bed;

both!(an_address_belongs_to_one_account, sessions_end, tokens_are_revoked_once);

fn account(bed: &Bed, id: &str, email: &str) -> AccountRow {
    AccountRow {
        id: id.to_owned(),
        name: "Ada".to_owned(),
        email: email.to_owned(),
        person: Some("PER-0001".to_owned()),
        password: None,
        service: false,
        disabled: None,
        created: bed.now(),
    }
}

fn stored(bed: &Bed, id: &str, email: &str) -> Result<(), StoreError> {
    let account = account(bed, id, email);
    bed.store.write(move |tx| tx.put_account(&account))
}

fn an_address_belongs_to_one_account(bed: Bed) {
    stored(&bed, "a1", " Ada@Example.org ").unwrap();
    assert!(matches!(stored(&bed, "a2", "ADA@example.org"), Err(StoreError::Duplicate(_))));
    let mut held = bed.read(|it| it.account_by_email("ada@EXAMPLE.org")).unwrap();
    assert_eq!((held.id.as_str(), held.email.as_str()), ("a1", "ada@example.org"));
    held.disabled = Some(bed.now());
    let changed = held.clone();
    bed.write(move |tx| tx.put_account(&changed));
    assert_eq!(bed.read(|it| it.account("a1")), Some(held.clone()));
    assert_eq!(bed.read(|it| it.accounts_of("PER-0001")), [held.clone()]);
    assert_eq!(bed.read(|it| it.accounts()), [held]);
    assert_eq!(bed.read(|it| it.account("a9")), None);
}

fn sessions_end(bed: Bed) {
    stored(&bed, "a1", "ada@example.org").unwrap();
    let now = bed.now();
    let session = |hash: &str, hours| SessionRow {
        hash: hash.to_owned(),
        account: "a1".to_owned(),
        created: now,
        seen: now,
        expires: now + SignedDuration::from_hours(hours),
        mfa: None,
        csrf: "secret".to_owned(),
        agent: "browser".to_owned(),
    };
    let sessions = [session("s1", 1), session("s2", 2), session("s3", 3)];
    let put = sessions.clone();
    bed.write(move |tx| put.iter().try_for_each(|it| tx.put_session(it)));
    let (found, account) = bed.read(|it| it.session("s2")).unwrap();
    assert_eq!((found, account.id), (sessions[1].clone(), "a1".to_owned()));
    assert_eq!(bed.read(|it| it.session("s5")), None);
    let later = now + SignedDuration::from_mins(5);
    bed.write(move |tx| tx.see_session("s3", later));
    assert_eq!(bed.read(|it| it.sessions_of("a1"))[0].seen, later);
    assert_eq!(bed.write(move |tx| tx.sweep_sessions(now + SignedDuration::from_hours(1))), 1);
    assert!(bed.write(|tx| tx.delete_session("s2")));
    assert!(!bed.write(|tx| tx.delete_session("s2")));
    assert_eq!(bed.write(|tx| tx.delete_sessions_of("a1")), 1);
    let mut orphan = session("s4", 1);
    orphan.account = "nobody".to_owned();
    assert!(bed.store.write(move |tx| tx.put_session(&orphan)).is_err());
}

fn tokens_are_revoked_once(bed: Bed) {
    stored(&bed, "a1", "ada@example.org").unwrap();
    let now = bed.now();
    let token = TokenRow {
        hash: "t1".to_owned(),
        account: "a1".to_owned(),
        label: "nightly import".to_owned(),
        scopes: vec!["read".to_owned(), "import".to_owned()],
        created: now,
        expires: None,
        used: None,
        revoked: None,
    };
    let put = token.clone();
    bed.write(move |tx| tx.put_token(&put));
    let (found, account) = bed.read(|it| it.token("t1")).unwrap();
    assert_eq!((found, account.id), (token, "a1".to_owned()));
    bed.write(move |tx| tx.use_token("t1", now));
    assert!(bed.write(move |tx| tx.revoke_token("t1", now)));
    assert!(!bed.write(move |tx| tx.revoke_token("t1", now)));
    let held = bed.read(|it| it.tokens_of("a1")).remove(0);
    assert_eq!((held.used, held.revoked), (Some(now), Some(now)));
}
