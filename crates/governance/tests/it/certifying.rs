//! Certificates on both databases: what one may not contradict, how it turns by itself along its cycle, and what its body is to be told of when
//! units and AI systems move after the day of issue.

use governance::certifying::whole::Told;
use governance::{Actor, Listing};
use record::Id;
use serde_json::json;

use crate::house::{House, on_both, operator, put, refused};

async fn one(house: &House, on: Option<&str>) -> Told {
    let on = on.map(|it| it.parse().unwrap());
    let mut all = house.aims.certificates(&operator(), on).await.unwrap();
    all.certificates.pop().unwrap()
}

async fn standing(house: &House, is: &str) -> u64 {
    let listing = Listing { filter: format!("standing:{is}"), ..Listing::of("certification") };
    house.aims.list(&operator(), &listing).await.unwrap().total
}

/// A body, a scope with a unit, and a statement for it; the fields of a certificate about them.
async fn certified(house: &House, author: &Actor, unit: &Id) -> (Id, Id) {
    let body = json!({ "title": "Certifier", "parts_played": ["supplier"] });
    let body = put(house, "external_party", "approved", body).await;
    let scope = json!({ "title": "Scope", "units": [unit], "parts": ["customer"] });
    let scope = put(house, "aims_scope", "in_force", scope).await;
    let statement = json!({ "title": "Statement", "framework": "ISO/IEC 42001", "aims_scope": scope,
        "entries": [{ "control": "ISO/IEC 42001:A.2.2", "necessary": "yes", "why": "it is" }] });
    let statement = put(house, "statement_of_applicability", "in_force", statement).await;
    let fields = json!({ "title": "Certificate", "framework": "ISO/IEC 42001", "body": body, "scope": scope,
        "statement": statement, "certificate_number": "C-1", "owner": author.person });
    let id = house.add_as(author, "certification", fields).await.unwrap().id;
    house.move_as(author, &id, "apply", json!({})).await.unwrap();
    (id, body)
}

#[test]
fn a_certificate_is_what_it_names_and_turns_by_itself() {
    on_both(async |house: House| {
        let author = house.person("Author", "legal", None).await;
        let unit = put(&house, "organization_unit", "active", json!({ "title": "House" })).await;
        let (id, body) = certified(&house, &author, &unit).await;
        let days = json!({ "issued": "2026-03-01", "expires": "2029-02-28" });
        refused(house.move_as(&author, &id, "certify", days.clone()).await, "not entered as a certification body");
        house.edit_as(&operator(), &body, json!({ "parts_played": ["certification_body"] })).await.unwrap();
        let long = json!({ "issued": "2026-03-01", "expires": "2029-03-02" });
        refused(house.move_as(&author, &id, "certify", long).await, "more than P3Y");
        let turned = json!({ "issued": "2026-03-01", "expires": "2026-02-28" });
        refused(house.move_as(&author, &id, "certify", turned).await, "put the days right");
        let draft = put(&house, "aims_scope", "draft", json!({ "title": "Next", "units": [unit] })).await;
        let of_draft = json!({ "issued": "2026-03-01", "expires": "2029-02-28", "scope": draft });
        refused(house.move_as(&author, &id, "certify", of_draft).await, "a scope that was in force");
        let other = put(&house, "aims_scope", "superseded", json!({ "title": "Old", "units": [unit] })).await;
        let of_other = json!({ "issued": "2026-03-01", "expires": "2029-02-28", "scope": other });
        refused(house.move_as(&author, &id, "certify", of_other).await, "those that belong together");
        house.move_as(&author, &id, "certify", days).await.unwrap();
        assert_eq!((standing(&house, "current").await, standing(&house, "visit_missed").await), (1, 0));
        let told = one(&house, None).await;
        let next = told.next().unwrap();
        let next = (next.stage.as_str(), next.from.unwrap().to_string(), next.until.unwrap().to_string());
        assert_eq!(next, ("surveillance", "2026-12-01".to_owned(), "2027-03-01".to_owned()));

        house.later(24 * 370);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!((standing(&house, "current").await, standing(&house, "visit_missed").await), (0, 1));
        let visit = json!({ "title": "Visit", "type": "surveillance", "from": "2027-02-20", "until": "2027-02-21" });
        let visit = put(&house, "audit", "in_progress", visit).await;
        house.edit_as(&author, &id, json!({ "visits": [visit] })).await.unwrap();
        assert_eq!(standing(&house, "visit_missed").await, 1, "a visit that came to no result is none yet");
        put(&house, "audit_item", "concluded", json!({ "title": "Seen", "audit": visit })).await;
        let result = json!({ "conclusions": "Good.", "told": [author.person], "told_on": "2027-02-22" });
        house.move_as(&operator(), &visit, "report", result).await.unwrap();
        assert_eq!(standing(&house, "current").await, 1, "the certificate follows its visits");
        let finding = json!({ "title": "Gap", "in_audit": visit, "grade": "major_nonconformity", "criterion": "ISO/IEC 42001:6.1.3",
            "answer_by": "2027-03-01" });
        put(&house, "finding", "issued", finding).await;
        let told = one(&house, None).await;
        assert!(told.findings.len() == 1 && told.findings[0].late, "{:?}", told.findings);
        let doctor = house.aims.doctor(false).await.unwrap();
        // People of tests have no account, by which rows name their maker.
        assert!(doctor.checks.iter().filter(|it| it.name != "rows").all(|it| it.ok), "{doctor:?}");
    });
}

#[test]
fn what_moves_after_the_day_of_issue_is_told_against_what_was_certified() {
    on_both(async |house: House| {
        let author = house.person("Author", "legal", None).await;
        let unit = put(&house, "organization_unit", "active", json!({ "title": "House" })).await;
        let other = put(&house, "organization_unit", "active", json!({ "title": "Other" })).await;
        for (title, unit) in [("Desk", &unit), ("Till", &other)] {
            let fields = json!({ "title": title, "is_ai": true, "our_parts": ["deployer"], "unit": unit });
            put(&house, "ai_system", "operation", fields).await;
        }
        let (id, body) = certified(&house, &author, &unit).await;
        house.edit_as(&operator(), &body, json!({ "parts_played": ["certification_body"] })).await.unwrap();
        let days = json!({ "issued": "2026-03-02", "expires": "2029-03-01" });
        house.move_as(&author, &id, "certify", days).await.unwrap();
        let told = one(&house, None).await;
        assert_eq!((told.still_true, told.changes.len(), told.compared_from), (Some(true), 0, None));

        house.later(48);
        house.edit_as(&operator(), &other, json!({ "parent": unit })).await.unwrap();
        let told = one(&house, None).await;
        let sorts: Vec<&str> = told.changes.iter().map(|it| it.sort).collect();
        assert_eq!((sorts, told.untold), (vec!["unit_entered", "system_entered"], 2));
        assert_eq!(told.compared_from.map(|it| it.to_string()).as_deref(), Some("2026-03-02"));
        let rows = json!([{ "on": "2026-03-04", "about": [other, "SYS-0002"], "what": "a unit came in" }]);
        house.edit_as(&author, &id, json!({ "told": rows })).await.unwrap();
        let told = one(&house, None).await;
        assert_eq!((told.still_true, told.untold), (Some(false), 0));
        let before = one(&house, Some("2026-03-03")).await;
        assert_eq!((before.still_true, before.changes.len()), (Some(true), 0));

        // The next scope names another unit, and the next statement moves a control.
        let scope = json!({ "title": "Next", "units": [other], "parts": ["provider"] });
        let scope = put(&house, "aims_scope", "in_force", scope).await;
        let statement = json!({ "title": "Next", "framework": "ISO/IEC 42001", "aims_scope": scope,
            "entries": [{ "control": "ISO/IEC 42001:A.2.2", "necessary": "no", "why": "it is not" }] });
        let statement = put(&house, "statement_of_applicability", "in_force", statement).await;
        let told = one(&house, None).await;
        let open: Vec<(&str, &Id)> = told.changes.iter().filter(|it| it.open).map(|it| (it.sort, &it.record)).collect();
        for wanted in [
            ("scope_replaced", &scope),
            ("unit_left", &unit),
            ("part_changed", &scope),
            ("statement_replaced", &statement),
            ("control_moved", &statement),
        ] {
            assert!(open.contains(&wanted), "{wanted:?}: {open:?}");
        }
        let by = told.changes.iter().find(|it| it.sort == "scope_replaced").and_then(|it| it.by);
        assert_eq!(by.map(|it| it.to_string()).as_deref(), Some("2026-04-03"));
    });
}
