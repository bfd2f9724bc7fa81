//! Somebody alters the database behind the program's back: verification names what was done, and only that.

use std::collections::BTreeSet;

use governance::Aims;
use serde_json::json;

use crate::house::{House, On, operator};

/// A way of tampering, as SQL for both databases, and every code that the report must then hold.
struct Way {
    name: &'static str,
    sql: &'static str,
    codes: &'static [&'static str],
}

/// Stands for the bytes of an entry with another channel in them, which the databases write differently.
const OTHER_BYTES: &str = "{other bytes}";

/// Classes of tampering; the entries are those of [`fill`].
const WAYS: &[Way] = &[
    Way { name: "nothing", sql: "", codes: &[] },
    Way {
        name: "a value of a record",
        sql: "UPDATE record SET document = replace(document, 'Scores people.', 'Scores nobody.')",
        codes: &["opening-mismatch"],
    },
    Way {
        name: "the state of a record",
        sql: "UPDATE record SET state = 'retired' WHERE kind = 'ai_system'",
        codes: &["record-state-mismatch"],
    },
    Way {
        name: "a record deleted",
        sql: "DELETE FROM record WHERE kind = 'risk'",
        codes: &["record-missing", "entry-without-version"],
    },
    Way {
        name: "a record slipped in",
        sql: "INSERT INTO record SELECT 'RSK-9999', kind, 9999, version, state, title, title_key, unit, owner, access, \
              retired, place, created, changed, document, creator, editor, mover, commitment FROM record WHERE kind = 'risk'",
        codes: &["record-without-entry"],
    },
    Way {
        name: "a value in the history",
        sql: "UPDATE version SET document = replace(document, 'Guesses.', 'Knows all.')",
        codes: &["opening-mismatch"],
    },
    Way {
        name: "a value taken out of the history",
        sql: "UPDATE version SET document = replace(document, ',\"purpose\":\"Guesses.\"', '')",
        codes: &["opening-mismatch"],
    },
    Way {
        name: "a version deleted",
        sql: "DELETE FROM version WHERE version = 1 AND record = 'SYS-0001'",
        codes: &["entry-without-version"],
    },
    Way {
        name: "a version slipped in",
        sql: "INSERT INTO version SELECT record, 9, from_place, until_place, time, state, title, unit, owner, access, \
              retired, actor, via, act, why, opening, commitment, configuration, document FROM version WHERE record = 'RSK-0001'",
        codes: &["version-without-entry"],
    },
    Way {
        name: "an entry altered",
        sql: "UPDATE entry SET bytes = {other bytes} WHERE place = (SELECT max(place) FROM entry)",
        codes: &["root-mismatch"],
    },
    Way {
        name: "an entry altered under a whole tile",
        sql: "UPDATE entry SET bytes = {other bytes} WHERE place = 3",
        codes: &["entry-altered", "root-mismatch", "head-mismatch"],
    },
    Way { name: "an entry deleted", sql: "DELETE FROM entry WHERE place = 3", codes: &["entry-missing"] },
    Way {
        name: "the last entry deleted",
        sql: "DELETE FROM entry WHERE place = (SELECT max(place) FROM entry)",
        codes: &["entries-truncated", "tile-altered"],
    },
    Way {
        name: "an entry added",
        sql: "INSERT INTO entry SELECT place + 1, time, kind, ent, bytes FROM entry WHERE place = (SELECT max(place) FROM entry)",
        codes: &["entries-surplus"],
    },
    Way {
        name: "a tile altered",
        sql: "UPDATE tile SET hashes = (SELECT commitment FROM version WHERE record = 'RSK-0001') WHERE level = 1",
        codes: &["tile-altered", "head-mismatch"],
    },
    Way {
        name: "the checkpoint altered",
        sql: "UPDATE head SET checkpoint = replace(checkpoint, 'example.org/aims', 'example.com/aims')",
        codes: &["note-signature"],
    },
    Way {
        name: "evidence no longer listed",
        sql: "DELETE FROM blob WHERE media = 'text/plain'",
        codes: &["blob-missing"],
    },
    Way {
        name: "a state and the version that made it",
        sql: "UPDATE record SET state = 'retired' WHERE kind = 'risk'; UPDATE version SET state = 'retired' WHERE record = 'RSK-0001'",
        codes: &["record-state-mismatch"],
    },
];

#[test]
fn tampering_with_the_database_is_found_by_its_own_code() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut failures = Vec::new();
    for on in [On::Sqlite, On::Postgres] {
        for way in WAYS {
            let house = House::build(on);
            runtime.block_on(fill(&house, 260));
            store::testing::tamper(&house.place, &sql(way, on)).unwrap();
            let found = runtime.block_on(codes(&house.aims));
            let wanted: BTreeSet<String> = way.codes.iter().map(|it| (*it).to_owned()).collect();
            if found != wanted {
                failures.push(format!("{on:?}, {}: wanted {wanted:?}, found {found:?}", way.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What follows from records is no evidence and stands in no entry; the doctor compares it with what it should be.
const DERIVED: &[&str] = &[
    "UPDATE record SET title = 'Fair refusals' WHERE kind = 'risk'",
    "UPDATE record SET owner = 'PER-0001' WHERE kind = 'risk'",
    "UPDATE record SET unit = 'ORG-0009' WHERE kind = 'risk'",
    "UPDATE record SET access = 'public' WHERE kind = 'risk'",
    "UPDATE record SET creator = 'PER-0001' WHERE kind = 'risk'",
    "UPDATE record SET mover = 'PER-0001' WHERE kind = 'risk'",
    "UPDATE record SET changed = changed + 1 WHERE kind = 'risk'",
    "UPDATE version SET actor = 'PER-0001' WHERE record = 'SYS-0001' AND version = 1",
    "UPDATE version SET act = 'move.approve' WHERE record = 'SYS-0001' AND version = 2",
    "UPDATE version SET time = time + 1 WHERE record = 'SYS-0001' AND version = 1",
    "UPDATE entry SET kind = 'record.edit' WHERE place = 0",
    "DELETE FROM link WHERE source = 'RSK-0001'",
    "INSERT INTO link SELECT 'RSK-0001', 'owner', 'PER-0001', 0, NULL",
    "DELETE FROM term WHERE record = 'SYS-0001'",
    "DELETE FROM search WHERE record = 'RSK-0001'",
];

#[test]
fn tampering_with_what_is_derived_is_seen_by_the_doctor() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut unseen = Vec::new();
    for on in [On::Sqlite, On::Postgres] {
        for sql in std::iter::once(&"").chain(DERIVED) {
            let house = House::build(on);
            runtime.block_on(fill(&house, 3));
            store::testing::tamper(&house.place, sql).unwrap();
            let report = runtime.block_on(house.aims.doctor(false)).unwrap();
            if report.ok() != sql.is_empty() {
                unseen.push(format!("{on:?}, `{sql}`: {:?}", report.checks));
            }
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

fn sql(way: &Way, on: On) -> String {
    let bytes = match on {
        On::Sqlite => r#"CAST(replace(CAST(bytes AS TEXT), '"via":"cli"', '"via":"web"') AS BLOB)"#,
        On::Postgres => r#"convert_to(replace(convert_from(bytes, 'UTF8'), '"via":"cli"', '"via":"web"'), 'UTF8')"#,
    };
    way.sql.replace(OTHER_BYTES, bytes)
}

async fn codes(aims: &Aims) -> BTreeSet<String> {
    let report = aims.verify_live(None, None).await.unwrap();
    report.findings.iter().map(|it| it.code.to_string()).collect()
}

/// An AI system with a history, a risk, evidence and people; 260 of them are more than one tile holds.
async fn fill(house: &House, people: usize) {
    let system = house.add("ai_system", json!({ "title": "Credit score", "purpose": "Guesses." })).await.id;
    house.edit_as(&operator(), &system, json!({ "purpose": "Scores people." })).await.unwrap();
    house.add("risk", json!({ "title": "Unfair refusals", "systems": [system] })).await;
    let file = house.aims.put_file(&operator(), "note.txt", b"evidence".to_vec()).await.unwrap();
    house.add("evidence", json!({ "title": "Proof", "file": file })).await;
    let people = (0..people).map(|it| crate::house::create("person", json!({ "title": format!("Person {it}") })));
    house.aims.commit_all(&operator(), people.collect(), None).await.unwrap();
    house.aims.checkpoint().await.unwrap();
}
