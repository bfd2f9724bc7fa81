//! Access to data, on both databases: what follows for grants moves with records and clock, the cache agrees with what is derived
//! anew, the past is told, and a line of the trail that is deleted or edited in the database is named by its place.

use governance::access::open::Form;
use governance::access::subject::Asked;
use governance::account::NewAccount;
use governance::{Actor, Error, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator};

const LOANS: &[u8] = b"client,income,branch\nC1,31000,North\nC2,42000,South\n";

struct Desk {
    dataset: Id,
    version: Id,
    steward: Actor,
    analyst: Actor,
}

/// The same person with an account, so that the ledger knows who it is.
async fn account(house: &House, actor: Actor) -> Actor {
    let (name, email) = (actor.name.clone(), format!("{}@example.org", actor.name));
    let account = NewAccount { name, email, password: None, person: actor.person.clone(), service: false };
    Actor { account: house.aims.add_account(&operator(), account).await.unwrap().id, ..actor }
}

async fn desk(house: &House) -> Desk {
    let steward = account(house, house.person("Wren", "data_steward", None).await).await;
    let analyst = account(house, house.person("Jun", "engineer", None).await).await;
    let fields = json!([{ "field": "client", "class": "identifier" }, { "field": "income", "class": "personal" }, { "field": "branch" }]);
    let dataset = json!({ "title": "Loans", "owner": steward.person, "fields": fields,
                          "purposes": [{ "purpose": "training" }, { "purpose": "audit" }] });
    let dataset = house.add("dataset", dataset).await.id;
    let file = house.aims.put_file(&operator(), "loans.csv", LOANS.to_vec()).await.unwrap();
    let version =
        house.add("dataset_version", json!({ "title": "Loans 1", "dataset": dataset, "file": file })).await.id;
    Desk { dataset, version, steward, analyst }
}

async fn asked_for(house: &House, desk: &Desk, who: &Id, expires: &str) -> Id {
    let grant = json!({ "title": "access", "who": who, "dataset": desk.dataset, "purpose": "training", "classes": ["personal"],
                        "from": "2026-03-01", "expires": expires, "owner": desk.steward.person });
    house.add("access_grant", grant).await.id
}

async fn standing(house: &House, id: &Id, name: &str, moment: &Moment) -> Value {
    let record = house.aims.record(&operator(), id, moment).await.unwrap();
    record.standing.into_iter().find(|it| it.name == name).map(|it| it.value).unwrap_or_default()
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.ok(), "{report:?}");
}

#[test]
fn grants_move_with_records_and_with_the_clock() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let analyst = desk.analyst.person.clone().unwrap();
        let grant = asked_for(&house, &desk, &analyst, "2026-03-20").await;
        assert_eq!(standing(&house, &grant, "in_force", &Moment::Now).await, json!(false));
        let refused = house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.unwrap_err();
        assert!(matches!(&refused, Error::Refused(it) if it[0].policy == "grant_in_force"), "{refused}");
        let granted = house.move_as(&desk.steward, &grant, "grant", json!({})).await.unwrap();
        assert_eq!(standing(&house, &grant, "in_force", &Moment::Now).await, json!(true));
        assert_eq!(standing(&house, &grant, "last_used", &Moment::Now).await, Value::Null);
        let opened = house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.unwrap();
        let withheld: Vec<&str> = opened.withheld.iter().map(|it| it.field.as_str()).collect();
        assert_eq!((withheld, &opened.cells.rows[0][0]), (vec!["client"], &"withheld".to_owned()));
        assert_eq!(standing(&house, &grant, "last_used", &Moment::Now).await, json!("2026-03-02"));
        assert_eq!(standing(&house, &grant, "last_used", &Moment::Place(granted.place)).await, Value::Null);
        agrees(&house).await;
        house.later(24 * 20);
        assert_eq!(standing(&house, &grant, "in_force", &Moment::Now).await, json!(false), "it ended by itself");
        let late = house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await;
        assert!(late.is_err(), "what opens data asks the clock and not the cache");
        agrees(&house).await;
    });
}

#[test]
fn a_role_brings_access_for_as_long_as_it_is_held() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let roles = house.aims.list(&operator(), &governance::Listing::of("role")).await.unwrap();
        let engineer = roles.rows.iter().find(|it| it.document["key"] == "engineer").unwrap().id.clone();
        let grant = asked_for(&house, &desk, &engineer, "2026-12-31").await;
        house.move_as(&desk.steward, &grant, "grant", json!({})).await.unwrap();
        assert!(house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.is_ok());
        let matrix = house.aims.access_matrix(&desk.steward, &desk.dataset).await.unwrap();
        assert_eq!(matrix.who("income")[0].person, desk.analyst.person.clone().unwrap());
        let of = house.aims.access_of_person(&desk.steward, &desk.analyst.person.clone().unwrap()).await.unwrap();
        assert_eq!(of.cells.len(), 2, "{:?}", of.cells);
        let held = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
        let held = held.rows.iter().find(|it| it.document["role"] == json!(engineer)).unwrap().id.clone();
        house.move_as(&operator(), &held, "end", json!({})).await.unwrap();
        assert!(house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.is_err());
        agrees(&house).await;
    });
}

#[test]
fn no_other_door_gives_the_bytes() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let digest =
            house.aims.record(&operator(), &desk.version, &Moment::Now).await.unwrap().document["file"]["digest"]
                .clone();
        let digest = digest.as_str().unwrap();
        let refused = house.aims.get_file(&operator(), digest).await.unwrap_err();
        assert!(matches!(&refused, Error::Refused(it) if it[0].policy == "purpose_is_named"), "{refused}");
        // The same bytes as evidence of somebody's own are the same data.
        let file = house.aims.put_file(&desk.analyst, "mine.csv", LOANS.to_vec()).await.unwrap();
        house
            .add_as(&desk.analyst, "evidence", json!({ "title": "mine", "file": file, "owner": desk.analyst.person }))
            .await
            .unwrap();
        assert!(matches!(house.aims.get_file(&desk.analyst, digest).await, Err(Error::Refused(_))));
        let other = house.aims.put_file(&desk.analyst, "other.txt", b"a note".to_vec()).await.unwrap();
        house
            .add_as(&desk.analyst, "evidence", json!({ "title": "note", "file": other, "owner": desk.analyst.person }))
            .await
            .unwrap();
        assert_eq!(house.aims.get_file(&desk.analyst, &other.digest).await.unwrap().1, b"a note");
        let lead = house.person("Maren", "governance_lead", None).await;
        let whole = String::from_utf8(house.aims.export_whole(&lead).await.unwrap()).unwrap();
        let content = base64_of(LOANS);
        assert!(!whole.contains(&content), "who may not make a backup takes no data along");
        let whole = String::from_utf8(house.aims.export_whole(&operator()).await.unwrap()).unwrap();
        assert!(whole.contains(&content));
    });
}

#[test]
fn bytes_that_were_replaced_are_guarded_like_those_that_stand() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let record = house.aims.record(&operator(), &desk.version, &Moment::Now).await.unwrap();
        let old = record.document["file"]["digest"].as_str().unwrap().to_owned();
        let plain = house.aims.put_file(&operator(), "plain.txt", b"nobody's data".to_vec()).await.unwrap();
        let newer = house.aims.put_file(&operator(), "loans.csv", b"client,income,branch\n".to_vec()).await.unwrap();
        house.edit_as(&operator(), &desk.version, json!({ "file": newer })).await.unwrap();
        assert!(house.aims.get_file(&operator(), &old).await.is_err(), "no record carries it any more");
        // Whoever still has them brings them in as something of their own: they are the same data.
        let file = house.aims.put_file(&desk.analyst, "mine.csv", LOANS.to_vec()).await.unwrap();
        let mine = json!({ "title": "mine", "file": file, "owner": desk.analyst.person });
        house.add_as(&desk.analyst, "evidence", mine).await.unwrap();
        house.add("evidence", json!({ "title": "plain", "file": plain })).await;
        let refused = house.aims.get_file(&desk.analyst, &old).await;
        assert!(matches!(&refused, Err(Error::Refused(it)) if it[0].policy == "purpose_is_named"), "{refused:?}");
        assert_eq!(house.aims.get_file(&operator(), &plain.digest).await.unwrap().1, b"nobody's data");
        let lead = house.person("Maren", "governance_lead", None).await;
        let whole = String::from_utf8(house.aims.export_whole(&lead).await.unwrap()).unwrap();
        assert!(!whole.contains(&base64_of(LOANS)) && whole.contains(&base64_of(b"nobody's data")));
        let bundle = house.home.path().join("bundle.zip");
        house.aims.write_bundle(&operator(), &bundle, None).await.unwrap();
        let archive = zip::ZipArchive::new(std::fs::File::open(&bundle).unwrap()).unwrap();
        let holds =
            |digest: &str| archive.file_names().any(|it| it.unwrap().contains(digest.trim_start_matches("sha256:")));
        assert_eq!((holds(&old), holds(&newer.digest), holds(&plain.digest)), (false, false, true));
        let whole = String::from_utf8(house.aims.export_whole(&operator()).await.unwrap()).unwrap();
        assert!(whole.contains(&base64_of(LOANS)), "who may make a backup takes them along");
    });
}

#[test]
fn openings_that_are_refused_again_and_again_are_counted_like_every_refusal() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let before = house.aims.head().await.unwrap().size;
        for _ in 0..200 {
            assert!(house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.is_err());
        }
        let flood = house.aims.head().await.unwrap().size - before;
        assert!((1..100).contains(&flood), "200 refusals made {flood} entries");
        house.later(1);
        assert!(house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await.is_err());
        let after = house.aims.head().await.unwrap().size - before;
        assert_eq!(after, flood + 2, "the number of those not entered, and the next one itself");
        let trail = house.aims.access_trail(&desk.steward, &desk.dataset).await.unwrap();
        assert!(trail.iter().all(|it| it.outcome == "refused") && trail.len() as u64 == flood + 1, "{}", trail.len());
    });
}

#[test]
fn a_log_with_alerts_is_one_escalation_with_a_clock() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let (who, data) = (desk.analyst.person.clone().unwrap(), &desk.dataset);
        let grant = asked_for(&house, &desk, &who, "2026-12-31").await;
        house.move_as(&desk.steward, &grant, "grant", json!({})).await.unwrap();
        house.later(24);
        let log = |rows: &str| governance::access::log::keep::LogFile {
            name: "week.csv".to_owned(),
            bytes: format!("time,user,dataset,columns,purpose,rows\n{rows}").into_bytes(),
            mapping: None,
            source: Some("lake".to_owned()),
        };
        let clean = format!("2026-03-02T10:00:00Z,{who},{data},branch,training,10\n");
        let clean = house.aims.import_access_log(&operator(), log(&clean)).await.unwrap();
        assert_eq!((clean.alerts.len(), &clean.escalation), (0, &None), "{:?}", clean.alerts);
        let faulty = format!(
            "2026-03-02T11:00:00Z,{who},{data},branch,audit,10\n2026-03-02T23:00:00Z,{who},{data},branch,training,10\n"
        );
        let found = house.aims.import_access_log(&operator(), log(&faulty)).await.unwrap();
        let rules: Vec<&str> = found.alerts.iter().map(|it| it.rule.as_str()).collect();
        assert_eq!(rules, ["wrong_purpose", "off_hours"]);
        let id = found.escalation.clone().unwrap();
        let told = house.aims.record(&operator(), &id, &Moment::Now).await.unwrap();
        let said = |field: &str| told.document[field].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            (said("severity").as_str(), said("answer_by").as_str()),
            ("medium", "2026-03-17"),
            "14 days are the shorter time"
        );
        assert_eq!(said("trigger"), found.id.as_ref().unwrap().to_string());
        assert_eq!(told.document["to"], json!([desk.steward.person]), "to the steward");
        let again = house.aims.import_access_log(&operator(), log(&faulty)).await.unwrap();
        assert_eq!((again.made, again.escalation.as_ref()), (false, Some(&id)), "the same log tells it once");
        let all = house.aims.list(&operator(), &governance::Listing::of("escalation")).await.unwrap();
        assert_eq!(all.total, 1);
        assert_eq!(standing(&house, &id, "overdue", &Moment::Now).await, json!(false));
        house.later(24 * 15);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(standing(&house, &id, "overdue", &Moment::Now).await, json!(true));
        agrees(&house).await;
    });
}

/// Base64 of bytes, by its table, so that it comes from nothing of ours.
fn base64_of(bytes: &[u8]) -> String {
    const TABLE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let all = chunk.iter().fold(0u32, |all, it| all << 8 | u32::from(*it)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let letter = TABLE[(all >> (18 - 6 * at)) as usize & 63] as char;
            out.push(if at > chunk.len() { '=' } else { letter });
        }
    }
    out
}

#[test]
fn an_answer_about_a_person_names_rows_and_leaves_no_identifier() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let ask = |actor: &Actor| {
            let asked =
                Asked { dataset: desk.dataset.clone(), column: "client".into(), value: "C1".into(), case: "17".into() };
            let (aims, actor) = (house.aims.clone(), actor.clone());
            async move { aims.subject_access(&actor, asked).await }
        };
        assert!(matches!(ask(&desk.analyst).await, Err(Error::Refused(_))));
        let answer = ask(&desk.steward).await.unwrap();
        assert_eq!((answer.versions[0].rows, &answer.versions[0].places), (Some(1), &vec![1]));
        let entries = house.aims.store().read_async(|read| Ok::<_, Error>(read.entries(0, 10_000)?)).await.unwrap();
        let traced: Vec<String> = entries.iter().map(|it| String::from_utf8_lossy(&it.bytes).into_owned()).collect();
        assert!(traced.iter().any(|it| it.contains("data.traced")) && !traced.iter().any(|it| it.contains("\"C1\"")));
    });
}

/// The newest entries have no stored leaf yet, so a line that is altered among them breaks the root and is named in a bundle; here
/// the trail is longer than a tile.
#[test]
fn a_line_of_the_trail_that_is_deleted_or_edited_is_named_by_its_place() {
    let edit = "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"training\"', '\"audit\"') AS BLOB) WHERE place = ";
    for how in ["DELETE FROM entry WHERE place = ", edit] {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let house = House::build(crate::house::On::Sqlite);
        runtime.block_on(async {
            let desk = desk(&house).await;
            for at in 0..260 {
                // More than some in a minute are only counted.
                if at % 20 == 0 {
                    house.later(1);
                }
                let refused = house.aims.open_data(&desk.analyst, &desk.version, "training", Form::Csv).await;
                assert!(refused.is_err());
            }
            house.aims.checkpoint().await.unwrap();
            let trail = house.aims.access_trail(&desk.steward, &desk.dataset).await.unwrap();
            let place = trail[trail.len() - 100].place;
            assert!(house.aims.verify_live(None, None).await.unwrap().ok());
            store::testing::tamper(&house.place, &format!("{how}{place}")).unwrap();
            let report = house.aims.verify_live(None, None).await.unwrap();
            assert_eq!(report.findings.iter().filter_map(|it| it.place).min(), Some(place), "{report}");
        });
    }
}

#[test]
fn access_is_asked_for_by_purposes_and_fields_that_are_there() {
    on_both(async |house| {
        let desk = desk(&house).await;
        let ask = async |fields: Value| {
            let mut grant = json!({ "title": "asked", "who": desk.analyst.person, "dataset": desk.dataset, "purpose": "training",
                                    "from": "2026-01-01", "expires": "2026-12-31", "owner": desk.steward.person });
            grant.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            house.add_as(&desk.analyst, "access_grant", grant).await
        };
        for (fields, says) in [
            (json!({ "purpose": "sales" }), "`sales` is no purpose of DST-0001"),
            (json!({ "fields": [{ "field": "salary" }] }), "does not list salary"),
        ] {
            let refused = ask(fields).await.unwrap_err();
            assert!(matches!(&refused, Error::Refused(_)) && refused.to_string().contains(says), "{refused}");
        }
        ask(json!({ "fields": [{ "field": "income" }] })).await.unwrap();
        // The operator brings a whole store back, with grants whose purposes have gone; they are not in force.
        let old = json!({ "title": "old", "who": desk.analyst.person, "dataset": desk.dataset, "purpose": "sales",
                          "from": "2026-01-01", "expires": "2026-12-31" });
        let document = crate::house::object(old);
        let old = record::Change::Create { kind: "access_grant".into(), state: Some("granted".into()), document };
        let old = house.aims.commit(&operator(), old, None).await.unwrap().id;
        assert_eq!(standing(&house, &old, "in_force", &Moment::Now).await, json!(false));
    });
}
