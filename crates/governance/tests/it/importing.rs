//! Imports: every row is accounted for, nothing is merged or lost, the same file changes nothing, and all can be undone.

use governance::import::Mapping;
use governance::importing::ImportOptions;
use governance::{Listing, Moment};
use serde_json::json;

use crate::house::{House, on_both, operator};

const FILE: &str = "Use Case Name,Agency,Stage of Development,Purpose\n\
                    Chatbot,Treasury,Operation and Maintenance,\"Answers\nquestions\"\n\
                    Scoring,Treasury,Initiated,Scores\n\
                    Scoring,Treasury,Initiated,Scores again\n\
                    ,Treasury,Initiated,No name\n";

async fn import(house: &House, text: &str, dry_run: bool) -> governance::importing::ImportReport {
    let options = ImportOptions { dry_run, ..ImportOptions::default() };
    let report =
        house.aims.import(&operator(), "ai_system", "inventory.csv", text.as_bytes().to_vec(), options).await.unwrap();
    assert!(report.ok(), "{report:?}");
    report
}

#[test]
fn every_row_becomes_a_record_or_an_error() {
    on_both(async |house| {
        let dry = import(&house, FILE, true).await;
        assert_eq!(house.aims.counts(&operator()).await.unwrap(), []);
        let report = import(&house, FILE, false).await;
        assert_eq!((report.created, report.rejected), (3, 1), "{:?}", report.errors);
        assert_eq!((dry.created, dry.rejected), (3, 1));
        assert_eq!(report.errors[0].line, 6);
        assert_eq!(report.linked.get("organization_unit"), Some(&1));
        let page = house.aims.list(&operator(), &Listing::of("ai_system")).await.unwrap();
        assert_eq!(page.rows.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["Chatbot", "Scoring", "Scoring"]);
        let record = house.aims.record(&operator(), &page.rows[0].id, &Moment::Now).await.unwrap();
        let origin = record.origin.unwrap();
        assert_eq!(origin.line, 2);
        assert_eq!(origin.cells[3], ("Purpose".to_owned(), "Answers\nquestions".to_owned()));
        let again = import(&house, FILE, false).await;
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 3));
        assert_eq!(again.batch, None, "nothing came of it that could be undone");
        assert_eq!(house.aims.batches(&operator()).await.unwrap().len(), 1);
    });
}

const SYSTEMS: &str = "kind = \"ai_system\"\n[key]\ncolumns = [{ position = 1, header = \"Ref\" }]\n\
                       [[column]]\nposition = 2\nheader = \"Name\"\nfield = \"title\"\nhow = { as = \"text\" }\n";
const RISKS: &str = "kind = \"risk\"\n[key]\ncolumns = [{ position = 1, header = \"Risk\" }]\n\
                     [[column]]\nposition = 1\nheader = \"Risk\"\nfield = \"title\"\nhow = { as = \"text\" }\n\
                     [[column]]\nposition = 2\nheader = \"System\"\nfield = \"systems\"\n\
                     how = { as = \"link\", by = \"key\", separator = \";\" }\n";

#[test]
fn a_link_finds_its_record_by_the_key_of_an_earlier_import() {
    on_both(async |house| {
        let import = async |kind: &str, mapping: &str, text: &str| {
            let mapping = Some(Mapping::from_toml("mapping.toml", mapping).unwrap());
            let options = ImportOptions { mapping, ..ImportOptions::default() };
            house.aims.import(&operator(), kind, "file.csv", text.as_bytes().to_vec(), options).await.unwrap()
        };
        let systems = import("ai_system", SYSTEMS, "Ref,Name\nx-1,Chatbot\nx-2,Scoring\n").await;
        assert_eq!(systems.created, 2, "{systems:?}");
        let risks = import("risk", RISKS, "Risk,System\nWrong answers,x-1\nBoth,x-2;x-1\nNone,x-3\n").await;
        assert_eq!((risks.created, risks.rejected), (2, 1), "{risks:?}");
        assert!(risks.errors[0].reason.contains("`x-3`, which is not there"), "{:?}", risks.errors);
        let page = house.aims.list(&operator(), &Listing::of("risk")).await.unwrap();
        assert_eq!(page.rows[0].document["systems"], json!(["SYS-0001"]));
        assert_eq!(page.rows[1].document["systems"], json!(["SYS-0002", "SYS-0001"]));
    });
}

#[test]
fn a_changed_file_changes_only_what_it_changes() {
    on_both(async |house| {
        import(&house, FILE, false).await;
        let scoring = house.aims.list(&operator(), &Listing::of("ai_system")).await.unwrap().rows.remove(1);
        house.edit_as(&operator(), &scoring.id, json!({ "outputs": "A score." })).await.unwrap();
        let report = import(&house, &FILE.replace("Scores\n", "Scores applicants\n"), false).await;
        assert_eq!((report.created, report.updated, report.unchanged), (0, 1, 2));
        assert_eq!(report.changes[0].id, scoring.id);
        let record = house.aims.record(&operator(), &scoring.id, &Moment::Now).await.unwrap();
        assert_eq!(record.document["purpose"], "Scores applicants");
        assert_eq!(record.document["outputs"], "A score.");
    });
}

#[test]
fn an_import_is_taken_back_except_where_people_went_on() {
    on_both(async |house| {
        let report = import(&house, FILE, false).await;
        let rows = house.aims.list(&operator(), &Listing::of("ai_system")).await.unwrap().rows;
        house.edit_as(&operator(), &rows[0].id, json!({ "outputs": "Answers." })).await.unwrap();
        let undone = house.aims.undo(&operator(), report.batch.unwrap()).await.unwrap();
        assert_eq!((undone.retired, undone.reverted), (2, 0));
        assert_eq!(undone.skipped.iter().map(|it| it.id.to_string()).collect::<Vec<_>>(), ["SYS-0001", "ORG-0001"]);
        assert_eq!(house.aims.list(&operator(), &Listing::of("ai_system")).await.unwrap().total, 1);
        assert!(house.aims.undo(&operator(), report.batch.unwrap()).await.is_err());
        assert!(house.aims.verify_live(None, None).await.unwrap().ok());
    });
}

#[test]
fn an_import_is_taken_back_after_a_later_one_was() {
    on_both(async |house| {
        let first = import(&house, FILE, false).await.batch.unwrap();
        let changed = import(&house, &FILE.replace("Scores\n", "Scores applicants\n"), false).await.batch.unwrap();
        let undone = house.aims.undo(&operator(), changed).await.unwrap();
        assert_eq!((undone.reverted, undone.skipped.len()), (1, 0), "{undone:?}");
        let undone = house.aims.undo(&operator(), first).await.unwrap();
        assert_eq!((undone.retired, undone.skipped), (4, Vec::new()));
        assert_eq!(house.aims.list(&operator(), &Listing::of("ai_system")).await.unwrap().total, 0);
    });
}

#[test]
fn what_a_later_import_changed_and_was_not_taken_back_stays() {
    on_both(async |house| {
        let first = import(&house, FILE, false).await.batch.unwrap();
        import(&house, &FILE.replace("Scores\n", "Scores applicants\n"), false).await;
        let undone = house.aims.undo(&operator(), first).await.unwrap();
        assert_eq!(undone.skipped[0].why, "it was edited since");
        assert_eq!(undone.retired, 2);
    });
}

/// Sixty findings of earlier years as spreadsheets keep them: words of their own for grades and states, owners by address, and three rows that are
/// wrong in three ways.
fn findings() -> Vec<Vec<String>> {
    let owners = ["ana@house.example", "bo@house.example", "chi@house.example", "dee@house.example"];
    let grades = ["Major NC", "Minor NC", "OBS", "OFI"];
    let clauses = ["6.1.3", "ISO/IEC 42001:9.2.2", "A.6.2.4", "7.5.3", "10.2"];
    let row = |at: usize| {
        let day = format!("2025-{:02}-{:02}", at % 12 + 1, at % 27 + 1);
        let cells = [
            format!("Finding {at}"),
            "Audit 2025".to_owned(),
            clauses[at % clauses.len()].to_owned(),
            grades[at % grades.len()].to_owned(),
            format!("What was seen at place {at}"),
            owners[at % owners.len()].to_owned(),
            day,
            if at.is_multiple_of(3) { "Closed" } else { "Open" }.to_owned(),
        ];
        cells.to_vec()
    };
    let mut rows: Vec<Vec<String>> = (0..60).map(row).collect();
    rows[10][5] = "nobody@house.example".to_owned();
    rows[25][0] = String::new();
    rows[44][3] = "Purple".to_owned();
    rows
}

#[test]
fn sixty_findings_of_earlier_years_come_in_with_their_owners_and_three_bad_rows_are_told() {
    on_both(async |house: House| {
        for (name, email) in [
            ("Ana Arc", "ana@house.example"),
            ("Bo Berg", "bo@house.example"),
            ("Chi Cho", "chi@house.example"),
            ("Dee Dorn", "dee@house.example"),
        ] {
            house.add("person", json!({ "title": name, "email": email })).await;
        }
        let head = ["Finding", "Audit", "Clause", "Severity", "Observation", "Action owner", "Finding date", "Status"];
        let file = sheet::write_xlsx("Findings", &head, findings()).unwrap();
        let import = async |file: &[u8], dry_run: bool| {
            let options = ImportOptions { dry_run, ..ImportOptions::default() };
            house.aims.import(&operator(), "finding", "findings.xlsx", file.to_vec(), options).await.unwrap()
        };
        let dry = import(&file, true).await;
        assert_eq!((dry.created, dry.rejected), (57, 3), "{:?}", dry.errors);
        let report = import(&file, false).await;
        assert_eq!((report.created, report.rejected), (57, 3), "{:?}", report.errors);
        let bad: Vec<(u64, &str)> = report.errors.iter().map(|it| (it.line, it.reason.as_str())).collect();
        for (line, says) in [(12, "nobody@house.example"), (27, "`title` is required"), (46, "no choice of `grade`")] {
            assert!(bad.iter().any(|it| it.0 == line && it.1.contains(says)), "{line} {says}: {bad:?}");
        }
        let count = async |filter: &str| {
            let listing = Listing { filter: filter.to_owned(), ..Listing::of("finding") };
            house.aims.list(&operator(), &listing).await.unwrap().total
        };
        // Told by the rows themselves: who answers, how grave, and where each stands.
        let kept: Vec<usize> = (0..60).filter(|it| ![10, 25, 44].contains(it)).collect();
        let of = |fits: &dyn Fn(&usize) -> bool| kept.iter().filter(|it| fits(it)).count() as u64;
        assert_eq!(count("grade:major_nonconformity").await, of(&|it| it % 4 == 0));
        assert_eq!(count("state:closed").await, of(&|it| it % 3 == 0));
        assert_eq!(count("state:issued").await, of(&|it| it % 3 != 0));
        assert_eq!(count("owner:PER-2").await, of(&|it| it % 4 == 1));
        assert_eq!(count("has:owner").await, 57);
        let mended = {
            let mut rows = findings();
            (rows[10][5], rows[25][0], rows[44][3]) =
                ("bo@house.example".to_owned(), "Finding 25".to_owned(), "OBS".to_owned());
            sheet::write_xlsx("Findings", &head, rows).unwrap()
        };
        let again = import(&mended, false).await;
        assert_eq!((again.created, again.unchanged, again.rejected), (3, 57, 0), "{:?}", again.errors);
    });
}

/// A clause that no library knows refuses its row and no other, and owners of one column are named by address, by name, and by both.
#[test]
fn a_clause_that_nobody_knows_holds_up_its_row_alone_and_owners_are_found_by_address_or_by_name() {
    on_both(async |house: House| {
        let person =
            async |name: &str, email: &str| house.add("person", json!({ "title": name, "email": email })).await.id;
        let (ana, bo) = (person("Ana Arc", "ana@house.example").await, person("Bo Berg", "bo@house.example").await);
        person("Twin", "one@house.example").await;
        person("Twin", "two@house.example").await;
        let people = Listing::of("person");
        let before = house.aims.list(&operator(), &people).await.unwrap().total;
        let file = "Finding,Clause,Action owner\n\
                    By address,6.1.3,ana@house.example\nBy name,6.1.3,Bo Berg\nBy both,6.1.3,Ana Arc <ANA@house.example>\n\
                    Unknown clause,ISO/IEC 42001:99.9,Bo Berg\nGuidance,B.6.2.4,Bo Berg\n\
                    Nobody's address,6.1.3,nobody@house.example\nTwo of that name,6.1.3,Twin\nOne of them,6.1.3,two@house.example\n";
        let options = ImportOptions::default();
        let (who, bytes) = (operator(), file.as_bytes().to_vec());
        let report = house.aims.import(&who, "finding", "findings.csv", bytes, options).await.unwrap();
        assert!(report.ok(), "{report:?}");
        assert_eq!((report.created, report.rejected), (4, 4), "{:?}", report.errors);
        for (line, says) in [
            (5, "known to no library"),
            (6, "is guidance"),
            (7, "nobody has this address"),
            (8, "2 records are called so"),
        ] {
            let told = report.errors.iter().any(|it| it.line == line && it.reason.contains(says));
            assert!(told, "{line} {says}: {:?}", report.errors);
        }
        let owned = async |id: &record::Id| {
            let listing = Listing { filter: format!("owner:{id}"), ..Listing::of("finding") };
            house.aims.list(&operator(), &listing).await.unwrap().total
        };
        assert_eq!((owned(&ana).await, owned(&bo).await), (2, 1));
        let after = house.aims.list(&operator(), &people).await.unwrap();
        let named = after.rows.iter().filter(|it| it.title.contains('@')).count();
        assert_eq!((after.total, named), (before, 0), "nobody is made of an address");
        // Whoever may not enter findings at all is refused the file, not row by row.
        let reader = house.person("Rita", "reader", None).await;
        let refused = house
            .aims
            .import(&reader, "finding", "findings.csv", file.as_bytes().to_vec(), ImportOptions::default())
            .await;
        assert!(matches!(refused, Err(governance::Error::Refused(_))), "{refused:?}");
    });
}
