//! Who answers for what: after reorganisations on any day, when somebody goes, and charts of organisations that come again.

use governance::Moment;
use governance::importing::{ImportOptions, ImportReport};
use governance::responsibility::map::Part;
use governance::responsibility::whole::Asked;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

/// A record in a state.
async fn add(house: &House, kind: &str, state: &str, fields: Value) -> Id {
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document: object(fields) };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

async fn role(house: &House, key: &str, family: &str) -> Id {
    add(house, "role", "active", json!({ "title": key, "key": key, "family": family })).await
}

async fn person(house: &House, name: &str, manager: Option<&Id>) -> Id {
    let mut fields = json!({ "title": name, "email": format!("{}@test.example", name.to_lowercase()) });
    if let Some(manager) = manager {
        fields["manager"] = json!(manager);
    }
    add(house, "person", "active", fields).await
}

async fn assign(house: &House, person: &Id, role: &Id, more: Value) -> Id {
    let mut fields = json!({ "title": format!("{person} {role}"), "person": person, "role": role, "basis": "appointment", "from": "2026-01-01" });
    fields.as_object_mut().unwrap().extend(object(more));
    add(house, "role_assignment", "accepted", fields).await
}

fn day(text: &str) -> Option<jiff::civil::Date> {
    Some(text.parse().unwrap())
}

/// The person who answers for a group of duties of a system on a day.
async fn answering(house: &House, system: &Id, group: &str, on: &str) -> Vec<Id> {
    let answers = house.aims.answers_for(&operator(), system, day(on)).await.unwrap();
    let line = answers.lines.into_iter().find(|it| it.group == group).unwrap();
    line.accountable.into_iter().map(|it| it.person).collect()
}

#[test]
fn who_answered_on_a_day_is_right_after_two_reorganisations() {
    on_both(async |house| {
        let [lead, owner] =
            [role(&house, "governance_lead", "compliance").await, role(&house, "system_owner", "executive").await];
        let old = add(&house, "organization_unit", "active", json!({ "title": "Old" })).await;
        let new = add(&house, "organization_unit", "active", json!({ "title": "New" })).await;
        let [ada, bo, cy, dee] = [
            person(&house, "Ada", None).await,
            person(&house, "Bo", None).await,
            person(&house, "Cy", None).await,
            person(&house, "Dee", None).await,
        ];
        let first = assign(&house, &ada, &lead, json!({ "covers": old })).await;
        assign(&house, &bo, &lead, json!({ "covers": new })).await;
        let system =
            add(&house, "ai_system", "operation", json!({ "title": "Scores", "unit": old, "owner": cy })).await;
        let _ = owner;
        // 12 March: the system moves to another unit and owner. 21 March: who led the old unit is followed by somebody else.
        house.later(10 * 24);
        house.edit_as(&operator(), &system, json!({ "unit": new, "owner": dee })).await.unwrap();
        house.later(9 * 24);
        house.move_as(&operator(), &first, "end", json!({})).await.unwrap();
        assign(&house, &cy, &lead, json!({ "covers": old, "from": "2026-03-21" })).await;
        house.edit_as(&operator(), &system, json!({ "unit": old })).await.unwrap();
        house.later(24);

        assert_eq!(answering(&house, &system, "inception", "2026-03-05").await, std::slice::from_ref(&ada));
        assert_eq!(answering(&house, &system, "stop", "2026-03-05").await, std::slice::from_ref(&cy));
        assert_eq!(answering(&house, &system, "inception", "2026-03-15").await, std::slice::from_ref(&bo));
        assert_eq!(answering(&house, &system, "stop", "2026-03-15").await, std::slice::from_ref(&dee));
        assert_eq!(answering(&house, &system, "inception", "2026-03-22").await, std::slice::from_ref(&cy));
        let early = house.aims.answers_for(&operator(), &system, day("2026-02-01")).await.unwrap_err();
        assert!(early.to_string().contains("the ledger begins after 2026-02-01"), "{early}");

        // Who took over since answered for nothing then; what is entered later about the day itself is told beside what was known.
        let then = house.aims.answers_for(&operator(), &system, day("2026-03-05")).await.unwrap();
        assert!(then.later.iter().all(|it| it.0 != "stop"), "{:?}", then.later);
        assign(&house, &bo, &lead, json!({ "covers": old, "from": "2026-03-01", "until": "2026-03-10" })).await;
        let then = house.aims.answers_for(&operator(), &system, day("2026-03-05")).await.unwrap();
        assert!(then.later.iter().any(|it| it.0 == "inception" && it.1.contains(&bo)), "{:?}", then.later);
    });
}

#[test]
fn what_falls_when_somebody_goes_is_told_with_who_could_stand_in() {
    on_both(async |house| {
        let [legal, owner, risk] = [
            role(&house, "legal", "legal").await,
            role(&house, "system_owner", "executive").await,
            role(&house, "risk_officer", "risk").await,
        ];
        let head = person(&house, "Head", None).await;
        let [ada, bo, cy] = [
            person(&house, "Ada", Some(&head)).await,
            person(&house, "Bo", Some(&head)).await,
            person(&house, "Cy", Some(&head)).await,
        ];
        let held = assign(&house, &ada, &legal, json!({})).await;
        let stands_in = json!({ "basis": "deputising", "on_behalf_of": held });
        assign(&house, &bo, &legal, stands_in).await;
        assign(&house, &cy, &risk, json!({})).await;
        let system = add(&house, "ai_system", "operation", json!({ "title": "Scores", "owner": ada })).await;
        let _ = owner;
        let leaving = house.aims.if_leaves(&operator(), &ada).await.unwrap();
        let of = |group: &str| {
            leaving
                .duties
                .iter()
                .filter(|it| it.duty.group == group && it.part == Part::Accountable)
                .collect::<Vec<_>>()
        };
        let [concerns] = of("concerns")[..] else { panic!("{leaving:?}") };
        assert!(concerns.left.is_empty());
        let proposed = concerns.proposal.as_ref().unwrap();
        assert_eq!((&proposed.person, proposed.why.as_str()), (&bo, "stands in for the assignment already"));
        let [stop] = of("stop")[..] else { panic!("{leaving:?}") };
        assert_eq!(stop.duty.system, Some(system));
        assert_eq!(
            stop.proposal.as_ref().map(|it| &it.person),
            Some(&head),
            "nobody else holds the role, so the manager"
        );
        // A letter of an assignment that nobody accepted yet says what it would come to.
        let change = Change::Create {
            kind: "role_assignment".to_owned(),
            state: None,
            document: object(json!({ "title": "x", "person": cy, "role": legal, "from": "2027-01-01" })),
        };
        let proposed = house.aims.commit(&operator(), change, None).await.unwrap().id;
        let (letter, _) = house.aims.letter(&operator(), &proposed).await.unwrap();
        assert!(letter.duties.iter().any(|it| it.0 == Part::Accountable && it.1.group == "concerns"), "{letter:?}");
        assert!(house.aims.if_leaves(&operator(), &held).await.unwrap_err().to_string().contains("is no person"));
    });
}

async fn chart(house: &House, name: &str, text: &str) -> ImportReport {
    let report =
        house.aims.import_chart(&operator(), name, text.as_bytes().to_vec(), ImportOptions::default()).await.unwrap();
    assert!(report.ok(), "{report:?}");
    report
}

#[test]
fn a_title_beside_a_name_is_what_somebody_does() {
    on_both(async |house| {
        chart(&house, "people.csv", "Id,Name,Title,Manager\n1,Ann Boss,Director,\n2,Bo Line,Clerk,1\n").await;
        let rows = house.aims.list(&operator(), &governance::Listing::of("person")).await.unwrap().rows;
        let jobs: Vec<(&str, &Value)> = rows.iter().map(|it| (it.title.as_str(), &it.document["job"])).collect();
        assert!(
            jobs.contains(&("Ann Boss", &json!("Director"))) && jobs.contains(&("Bo Line", &json!("Clerk"))),
            "{jobs:?}"
        );
    });
}

/// Names, managers' names, states and last days of all people.
async fn people(house: &House) -> Vec<(String, String, String, String)> {
    let rows = house.aims.list(&operator(), &governance::Listing::of("person")).await.unwrap().rows;
    let title =
        |id: &str| rows.iter().find(|it| it.id.to_string() == id).map(|it| it.title.clone()).unwrap_or_default();
    let text = |it: &governance::listing::Row, field: &str| {
        it.document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut all: Vec<_> = rows
        .iter()
        .map(|it| (it.title.clone(), title(&text(it, "manager")), it.state.clone(), text(it, "until")))
        .collect();
    all.sort();
    all
}

fn line(name: &str, manager: &str, state: &str, until: &str) -> (String, String, String, String) {
    (name.to_owned(), manager.to_owned(), state.to_owned(), until.to_owned())
}

#[test]
fn a_chart_comes_in_any_order_and_its_leavers_are_marked_and_taken_back() {
    on_both(async |house| {
        let first = "ID,Name,E-mail,Department,Manager\n3,Cy,cy@test.example,Risk,2\n2,Bo,bo@test.example,Risk,1\n1,Ada,ada@test.example,Board,\n";
        let report = chart(&house, "people.csv", first).await;
        assert_eq!((report.created, report.rejected), (3, 0), "{:?}", report.errors);
        assert_eq!(
            people(&house).await,
            [line("Ada", "", "active", ""), line("Bo", "Ada", "active", ""), line("Cy", "Bo", "active", "")]
        );
        let begun = house.aims.clock();
        house.later(48);
        let dry = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let second = "ID,Name,E-mail,Department,Manager\n3,Cy,cy@test.example,Risk,1\n1,Ada,ada@test.example,Board,\n4,Dee,dee@test.example,Risk,Cy\n";
        let seen = house.aims.import_chart(&operator(), "people.csv", second.into(), dry).await.unwrap();
        assert_eq!((seen.created, seen.updated, seen.left.len()), (1, 1, 1), "{seen:?}");
        assert_eq!(people(&house).await.len(), 3, "a dry run leaves nothing");
        let report = chart(&house, "people.csv", second).await;
        assert_eq!((report.created, report.updated, report.unchanged, report.left.len()), (1, 1, 1, 1), "{report:?}");
        let after = [
            line("Ada", "", "active", ""),
            line("Bo", "Ada", "left", "2026-03-04"),
            line("Cy", "Ada", "active", ""),
            line("Dee", "Cy", "active", ""),
        ];
        assert_eq!(people(&house).await, after);
        let again = chart(&house, "people.csv", second).await;
        assert_eq!((again.created, again.updated, again.left.len(), again.batch), (0, 0, 0, None));
        let bo = house.aims.record(&operator(), &report.left[0], &Moment::Time(begun)).await.unwrap();
        assert_eq!(bo.state, "active", "history holds");
        house.aims.undo(&operator(), report.batch.unwrap()).await.unwrap();
        assert_eq!(
            people(&house).await,
            [line("Ada", "", "active", ""), line("Bo", "Ada", "active", ""), line("Cy", "Bo", "active", "")]
        );
    });
}

#[test]
fn a_table_says_who_still_works_here_as_a_list_of_users_does() {
    on_both(async |house| {
        let table = "ID,Name,Active\n1,Ada,TRUE\n2,Bo,false\n3,Cy,perhaps\n";
        let report = chart(&house, "people.csv", table).await;
        assert_eq!((report.created, report.rejected), (2, 1), "{:?}", report.errors);
        assert_eq!(
            people(&house).await.iter().map(|it| it.2.clone()).collect::<Vec<_>>(),
            ["active".to_owned(), "left".to_owned()]
        );
    });
}

#[test]
fn whom_a_chart_left_out_by_mistake_the_next_one_brings_back_and_whom_people_let_go_it_does_not() {
    on_both(async |house| {
        let whole = "ID,Name,E-mail,Department,Manager\n1,Ada,ada@test.example,Board,\n2,Bo,bo@test.example,Risk,1\n3,Cy,cy@test.example,Risk,1\n";
        chart(&house, "people.csv", whole).await;
        let bo = house.aims.list(&operator(), &governance::Listing::of("person")).await.unwrap();
        let of = |name: &str| bo.rows.iter().find(|it| it.title == name).unwrap().id.clone();
        let report =
            chart(&house, "people.csv", whole.split_inclusive('\n').take(2).collect::<String>().as_str()).await;
        assert_eq!(report.left.len(), 2, "{report:?}");
        house.later(24);
        let back = chart(&house, "people.csv", whole).await;
        assert_eq!((back.updated, back.left.len()), (2, 0), "{back:?}");
        let here = [line("Ada", "", "active", ""), line("Bo", "Ada", "active", ""), line("Cy", "Ada", "active", "")];
        assert_eq!(people(&house).await, here);
        house.move_as(&operator(), &of("Cy"), "leave", json!({ "until": "2026-03-03" })).await.unwrap();
        chart(&house, "people.csv", whole).await;
        assert_eq!(people(&house).await[2], line("Cy", "Ada", "left", "2026-03-03"));
    });
}

#[test]
fn who_returns_after_long_begins_without_roles_and_who_left_by_mistake_keeps_them() {
    on_both(async |house| {
        let who = house.person("Rita", "risk_officer", None).await;
        let id = who.person.clone().unwrap();
        let roles = async || house.aims.with_roles_now(&who).await.unwrap().roles.len();
        for (days, kept) in [(3, 1), (200, 0)] {
            house.move_as(&operator(), &id, "leave", json!({ "until": house.aims.today().to_string() })).await.unwrap();
            house.later(24 * days);
            assert_eq!(roles().await, 0, "who has gone holds nothing");
            house.move_as(&operator(), &id, "return", json!({})).await.unwrap();
            assert_eq!(roles().await, kept, "after {days} days");
        }
        let held = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap().rows;
        assert_eq!((held[0].state.as_str(), held[0].document.contains_key("until")), ("ended", true));
    });
}

#[test]
fn users_without_the_extension_for_managers_keep_theirs() {
    on_both(async |house| {
        let user = |id: &str, manager: Option<&str>| {
            let mut it =
                json!({ "id": id, "userName": format!("{id}@test.example"), "displayName": id, "active": true });
            if let Some(manager) = manager {
                it["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] =
                    json!({ "department": "Risk", "manager": { "value": manager } });
            }
            it
        };
        let list = |all: Vec<Value>| json!({ "totalResults": all.len(), "Resources": all }).to_string();
        chart(&house, "users.json", &list(vec![user("ada", None), user("bo", Some("ada"))])).await;
        let before = people(&house).await;
        assert_eq!(before[1], line("bo", "ada", "active", ""));
        let report = chart(&house, "users.json", &list(vec![user("ada", None), user("bo", None)])).await;
        assert_eq!((report.updated, people(&house).await), (0, before), "{report:?}");
    });
}

#[test]
fn users_as_scim_lists_them_become_people() {
    on_both(async |house| {
        add(&house, "person", "active", json!({ "title": "Ada Known", "email": "ada@test.example" })).await;
        let user = |id: &str, name: &str, manager: &str, active: bool| {
            json!({ "id": id, "userName": format!("{name}@test.example"), "displayName": name, "title": "Analyst", "active": active,
                    "emails": [{ "value": "other@x.example" }, { "value": format!("{name}@test.example"), "primary": true }],
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Risk", "manager": { "value": manager } } })
        };
        let list = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 3,
                           "Resources": [user("u3", "cy", "u2", true), user("u2", "bo", "u1", true), user("u1", "ada", "", true)] });
        let report = chart(&house, "users.json", &list.to_string()).await;
        assert_eq!((report.created, report.updated, report.rejected), (2, 1, 0), "{:?}", report.errors);
        assert_eq!(
            people(&house).await,
            [line("ada", "", "active", ""), line("bo", "ada", "active", ""), line("cy", "bo", "active", "")]
        );
        let list = json!({ "Users": [user("u3", "cy", "u1", true), user("u2", "bo", "u1", false), user("u1", "ada", "", true)] });
        chart(&house, "users.json", &list.to_string()).await;
        assert_eq!(people(&house).await[1], line("bo", "ada", "left", "2026-03-02"));
        for (text, says) in [
            ("{", "is no JSON"),
            ("{\"a\": 1}", "no list `Resources`"),
            ("{\"totalResults\": 9, \"Resources\": []}", "holds 0 of 9 users"),
        ] {
            let options = ImportOptions::default();
            let error = house.aims.import_chart(&operator(), "u.json", text.into(), options).await.unwrap_err();
            assert!(error.to_string().contains(says), "{text}: {error}");
        }
    });
}

#[test]
fn managers_who_cannot_be_are_refused_with_their_rows() {
    on_both(async |house| {
        let file = "Name,E-mail,Manager\nAda,ada@x.example,Ada\nBo,bo@x.example,Cy\nCy,cy@x.example,Dee\nDee,dee@x.example,Bo\n\
                    Eve,eve@x.example,Nobody\nFay,fay@x.example,\nGil,gil@x.example,Hal\nHal,hal1@x.example,\nHal,hal2@x.example,\nIda,ida@x.example,Fay\n";
        let report = chart(&house, "people.csv", file).await;
        let why = |line: u64| {
            report
                .errors
                .iter()
                .filter(|it| it.line == line)
                .map(|it| it.reason.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert!(why(2).contains("own row"), "{:?}", report.errors);
        for circle in [3, 4, 5] {
            assert!(why(circle).contains("rows 3, 4, 5 report to each other in a circle"), "{}", why(circle));
        }
        assert!(why(6).contains("`Nobody`, which is not there"), "{}", why(6));
        assert!(why(8).contains("names the people of rows 9, 10"), "{}", why(8));
        assert_eq!((report.created, report.rejected), (4, 6), "{:?}", report.errors);
        assert_eq!(people(&house).await.last(), Some(&line("Ida", "Fay", "active", "")));
    });
}

#[test]
fn nobody_is_entered_as_reporting_to_themself() {
    on_both(async |house| {
        let (ada, bo) = (person(&house, "Ada", None).await, person(&house, "Bo", None).await);
        let own = house.edit_as(&operator(), &ada, json!({ "manager": ada })).await.unwrap_err().to_string();
        assert!(own.contains("manager") && own.contains(&format!("{ada} would report to themself")), "{own}");
        house.edit_as(&operator(), &ada, json!({ "manager": bo })).await.unwrap();
    });
}

#[test]
fn the_survey_is_narrowed_to_a_unit_and_a_tier() {
    on_both(async |house| {
        role(&house, "system_owner", "executive").await;
        let above = add(&house, "organization_unit", "active", json!({ "title": "Above" })).await;
        let below = add(&house, "organization_unit", "active", json!({ "title": "Below", "parent": above })).await;
        let ada = person(&house, "Ada", None).await;
        add(&house, "ai_system", "operation", json!({ "title": "One", "unit": below, "owner": ada })).await;
        add(&house, "ai_system", "operation", json!({ "title": "Two" })).await;
        let of = async |unit: Option<&Id>, tier: Option<&str>| {
            let asked = Asked { unit: unit.cloned(), tier: tier.map(str::to_owned), on: None };
            house.aims.responsibilities(&operator(), asked).await.unwrap()
        };
        let (all, unit, tier) = (of(None, None).await, of(Some(&above), None).await, of(None, Some("T1")).await);
        assert!(all.duties > unit.duties && unit.duties > 0 && tier.duties == 0);
        assert!(
            unit.findings
                .iter()
                .flat_map(|it| &it.duties)
                .all(|it| it.system.as_ref().is_some_and(|it| it.number == 1))
        );
        assert!(tier.findings.is_empty());
        let asked = Asked { tier: Some("T9".to_owned()), ..Asked::default() };
        let error = house.aims.responsibilities(&operator(), asked).await.unwrap_err();
        assert!(error.to_string().contains("`T9` is no tier"), "{error}");
    });
}
