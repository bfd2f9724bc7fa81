//! The pure half of an import: proposals, mappings, keys, and rows that become documents or say why not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use governance::import::{
    Column, ColumnRef, How, KeyColumns, LinkBy, Mapping, Proposal, ReadyRow, RejectedRow, RowOutcome, Unmapped,
    convert, duplicates, keys, propose,
};
use proptest::prelude::*;
use record::{Catalog, Source};
use serde_json::json;
use sheet::{Limits, Table};

const CLEAN: &str = include_str!("data/import_clean.csv");
const FAULTY: &str = include_str!("data/import_faulty.csv");

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let files = |folder: &'static str| {
            std::fs::read_dir(data.join(folder)).unwrap().map(move |it| (folder, it.unwrap().path()))
        };
        let source = |(folder, path): (&str, PathBuf)| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            Source::new(format!("{folder}/{name}"), std::fs::read_to_string(path).unwrap())
        };
        Catalog::load(&files("kinds").chain(files("scales")).map(source).collect::<Vec<_>>(), &[]).unwrap()
    })
}

fn table(text: &str) -> Table {
    sheet::read(text.as_bytes(), "test.csv", &Limits::default()).unwrap()
}

fn proposal(table: &Table) -> Proposal {
    propose(catalog().kind("ai_system").unwrap(), catalog(), table)
}

fn column<'a>(mapping: &'a Mapping, field: &str) -> &'a Column {
    mapping.columns.iter().find(|it| it.field == field).unwrap_or_else(|| panic!("`{field}` is not mapped"))
}

fn sorted(outcomes: Vec<RowOutcome>) -> (Vec<ReadyRow>, Vec<RejectedRow>) {
    let (mut ready, mut rejected) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            RowOutcome::Ready(row) => ready.push(row),
            RowOutcome::Rejected(row) => rejected.push(row),
        }
    }
    (ready, rejected)
}

#[test]
fn a_clean_file_becomes_documents_without_a_word_from_a_person() {
    let table = table(CLEAN);
    let proposal = proposal(&table);
    let fields: Vec<&str> = proposal.mapping.columns.iter().map(|it| it.field.as_str()).collect();
    let expected = [
        "title",
        "unit",
        "unit",
        "owner",
        "state",
        "in_service_on",
        "supplier",
        "personal_data",
        "own_data",
        "decisions_a_year",
        "origin",
    ];
    assert_eq!(fields, expected);
    assert_eq!(proposal.mapping.key.columns, [ColumnRef { position: 1, header: "System ID".to_owned() }]);
    let (ready, rejected) = sorted(convert(&proposal.mapping, catalog(), &table).unwrap());
    assert_eq!(rejected, []);
    assert!(ready.iter().all(|it| it.notices.is_empty()));
    assert_eq!(
        json!(ready[0].document),
        json!({
            "title": "Invoice reader", "in_service_on": "2023-02-28", "personal_data": true,
            "own_data": "Invoices since 2019", "decisions_a_year": 12500, "origin": "bought",
        })
    );
    assert_eq!(json!(ready[1].document)["own_data"], "CRM extract,\nmonthly");
    assert!(!ready[1].document.contains_key("decisions_a_year"));
    assert_eq!(json!(ready[2].document)["origin"], "bought_and_adapted");
    let states: Vec<_> = ready.iter().map(|it| it.state.as_deref().unwrap()).collect();
    assert_eq!(states, ["operation", "development", "retired", "operation"]);
    assert_eq!(ready.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3, 5, 6]);
    assert_eq!(ready[2].key.to_string(), r#"["A-3",1]"#);
    assert_eq!(ready[3].cells[1], "Site search");
}

#[test]
fn links_are_named_by_level_and_by_what_the_cells_hold() {
    let table = table(CLEAN);
    let (ready, _) = sorted(convert(&proposal(&table).mapping, catalog(), &table).unwrap());
    let link =
        |row: usize, field: &str| ready[row].links.iter().find(|it| it.field == field).map(|it| it.to[0].clone());
    let team = link(0, "unit").unwrap();
    assert_eq!((team.value.as_str(), team.by, team.create), ("Accounts payable", LinkBy::Title, true));
    let (field, department) = team.parent.unwrap();
    assert_eq!((field.as_str(), department.value.as_str()), ("parent", "Finance"));
    assert_eq!(link(1, "unit").unwrap().value, "Sales");
    assert!(link(1, "unit").unwrap().parent.is_none());
    let owner = link(0, "owner").unwrap();
    assert_eq!((owner.value.as_str(), owner.by, owner.create), ("mara.lind@example.org", LinkBy::Email, false));
    assert_eq!(link(0, "supplier").unwrap().value, "Paperless Ltd");
    assert_eq!(link(1, "supplier"), None);
}

#[test]
fn a_faulty_file_is_refused_row_by_row_with_every_reason() {
    let mapping = proposal(&table(CLEAN)).mapping;
    let (ready, rejected) = sorted(convert(&mapping, catalog(), &table(FAULTY)).unwrap());
    let reasons: Vec<(u64, usize, &str)> = rejected
        .iter()
        .flat_map(|row| row.findings.iter().map(|it| (row.line, it.position, it.reason.as_str())))
        .collect();
    assert_eq!(
        reasons,
        [
            (3, 6, "no state fits this with confidence"),
            (5, 2, "`title` is required and not given"),
            (5, 12, "no choice of `origin` fits this with confidence"),
            (7, 0, "the row has 11 cells and the header 12"),
        ]
    );
    assert_eq!(rejected[0].findings[0].value, "Almost there");
    assert_eq!(rejected[0].findings[0].header, "Status");
    assert_eq!(rejected[1].cells.len(), 12);
    assert_eq!(ready.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 6]);
    let left_out: Vec<(usize, &str)> = ready[1].notices.iter().map(|it| (it.position, it.value.as_str())).collect();
    assert_eq!(left_out, [(7, "31.4.2024"), (11, "many")]);
    assert!(!ready[1].document.contains_key("in_service_on"));
}

#[test]
fn what_is_left_out_or_rejected_is_for_the_mapping_to_say() {
    let mut mapping = proposal(&table(CLEAN)).mapping;
    for column in &mut mapping.columns {
        column.unmapped = if column.field == "state" { Unmapped::Blank } else { Unmapped::Reject };
        if column.field == "decisions_a_year" {
            column.values.insert("many".to_owned(), "1000".to_owned());
        }
    }
    let (ready, rejected) = sorted(convert(&mapping, catalog(), &table(FAULTY)).unwrap());
    assert_eq!(rejected.iter().map(|it| it.line).collect::<Vec<_>>(), [5, 6, 7]);
    assert_eq!(rejected[1].findings.len(), 1, "only the date, since `many` has a meaning now");
    assert_eq!((ready[1].line, ready[1].state.as_deref(), ready[1].notices.len()), (3, None, 1));
}

#[test]
fn a_mapping_is_a_file_that_reads_back_the_same() {
    let proposal = proposal(&table(CLEAN));
    let text = proposal.to_toml().unwrap();
    assert_eq!(Mapping::from_toml("m.toml", &text).unwrap(), proposal.mapping);
    let fault =
        Mapping::from_toml("m.toml", &text.replace("unmapped = \"reject\"", "unmaped = \"reject\"")).unwrap_err();
    assert!(fault.line > 10 && fault.message.contains("unmaped"), "{fault}");
    assert!(Mapping::from_toml("m.toml", &text.replace("D.M.YYYY", "whenever")).is_err());
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_with_the_place() {
    let mut mapping = proposal(&table(CLEAN)).mapping;
    let swapped = table(&CLEAN.replace("Department;Team", "Team;Department"));
    let faults = convert(&mapping, catalog(), &swapped).unwrap_err();
    assert_eq!(faults.len(), 2);
    assert!(faults[0].starts_with("column 3 is headed `Team`, and the mapping expects `Department`"), "{faults:?}");
    let fault = |mapping: &Mapping| convert(mapping, catalog(), &table(CLEAN)).unwrap_err().join("\n");
    mapping.columns[0].field = "nonsense".to_owned();
    assert!(fault(&mapping).contains("`ai_system` has no field `nonsense`"));
    mapping.columns[0].field = "owner".to_owned();
    assert!(fault(&mapping).contains("column 2: `owner` is a link and cannot be read like this"));
    mapping.columns[0].position = 99;
    assert!(fault(&mapping).contains("there is no column 99"));
    mapping.kind = "spaceship".to_owned();
    assert!(fault(&mapping).contains("there is no kind `spaceship`"));
}

#[test]
fn the_order_of_day_and_month_is_found_in_the_file_or_left_to_a_person() {
    let file = |dates: [&str; 3], other: &str| {
        let rows: String = dates.iter().enumerate().map(|(at, it)| format!("System {at},{it},{other}\n")).collect();
        table(&format!("Name,Date implemented,Date retired\n{rows}"))
    };
    let formats = |table: &Table| match &column(&proposal(table).mapping, "in_service_on").how {
        How::Date { formats } => formats.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        other => panic!("{other:?}"),
    };
    assert_eq!(formats(&file(["1/2/2024", "1/13/2024", "3/4/2024"], "")), "M/D/YYYY");
    assert_eq!(formats(&file(["1/2/2024", "13/1/2024", "3/4/2024"], "")), "D/M/YYYY");
    assert_eq!(formats(&file(["1/2/2024", "2/3/2024", "3/4/2024"], "12/31/2024")), "M/D/YYYY");
    for dates in [["1/2/2024", "2/3/2024", "3/4/2024"], ["13/1/2024", "1/13/2024", "3/4/2024"]] {
        let table = file(dates, "");
        let proposal = proposal(&table);
        assert!(!proposal.mapping.columns.iter().any(|it| it.field == "in_service_on"), "{dates:?}");
        let note = proposal.notes.iter().find(|it| it.column == 2).unwrap();
        assert!(note.why.contains("`M/D/YYYY` or `D/M/YYYY`"), "{note:?}");
    }
}

#[test]
fn a_cell_that_lists_rows_becomes_the_table_that_it_means() {
    let table =
        table("Name,Schema\nLoans,age | years | personal; income\nVisits,\"ip; v4 | address\nagent\"\nOdd,a|b|c|d\n");
    let kind = catalog().kind("dataset").unwrap();
    let mut mapping = propose(kind, catalog(), &table).mapping;
    assert_eq!(
        mapping.columns.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(),
        ["title"],
        "one in three is odd"
    );
    let short = sheet::read("Name,Schema\nLoans,age; income\n".as_bytes(), "test.csv", &Limits::default()).unwrap();
    mapping.columns = propose(kind, catalog(), &short).mapping.columns;
    mapping.columns.iter_mut().for_each(|it| it.unmapped = Unmapped::Reject);
    let (ready, rejected) = sorted(convert(&mapping, catalog(), &table).unwrap());
    assert_eq!(
        json!(ready[0].document)["fields"],
        json!([{ "field": "age", "meaning": "years", "class": "personal" }, { "field": "income" }])
    );
    assert_eq!(
        json!(ready[1].document)["fields"],
        json!([{ "field": "ip; v4", "meaning": "address" }, { "field": "agent" }])
    );
    let said = &rejected[0].findings[0];
    assert!(said.reason.contains("has 4 cells; the columns are field | meaning | class"), "{said:?}");
}

#[test]
fn rows_with_the_same_key_are_counted_and_never_merged() {
    let table = table("Name,Agency\nChat,A\nChat,B\nChat,A\n Chat ,A\nForm,A\nForm,A\n");
    let key = proposal(&table).mapping.key;
    assert_eq!(key.columns.iter().map(|it| it.position).collect::<Vec<_>>(), [1, 2]);
    let shown: Vec<String> = keys(&key, &table).iter().map(ToString::to_string).collect();
    let expected = [
        r#"["Chat","A",1]"#,
        r#"["Chat","B",1]"#,
        r#"["Chat","A",2]"#,
        r#"["Chat","A",3]"#,
        r#"["Form","A",1]"#,
        r#"["Form","A",2]"#,
    ];
    assert_eq!(shown, expected);
    let found = duplicates(&key, &table);
    assert_eq!(found.ambiguous, [vec![2, 4, 5]]);
    assert_eq!(found.copies, [vec![2, 4], vec![6, 7]]);
}

#[test]
fn a_unit_that_only_repeats_the_one_above_is_that_one() {
    let table = table(
        "Name,Agency,Agency Abbreviation,Bureau\nA,Presidio Trust,PT,presidio trust\nB,Valley Authority,TVA,TVA\n\
         C,Valley Authority,TVA,Rivers\nD,,,Rivers\n",
    );
    let (ready, _) = sorted(convert(&proposal(&table).mapping, catalog(), &table).unwrap());
    let units: Vec<_> = ready.iter().map(|it| &it.links[0].to[0]).collect();
    assert_eq!(
        units.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(),
        ["Presidio Trust", "Valley Authority", "Rivers", "Rivers"]
    );
    assert_eq!(units[0].fills.get("short_name").map(String::as_str), Some("PT"));
    assert_eq!(units[2].parent.as_ref().unwrap().1.value, "Valley Authority");
    assert!(units[3].parent.is_none());
}

#[test]
fn values_for_every_row_go_before_the_cells() {
    let table = table("Name,Origin\nA,bought\n");
    let mut mapping = proposal(&table).mapping;
    mapping.set.insert("found_by".to_owned(), "import".to_owned());
    mapping.set.insert("origin".to_owned(), "in_house".to_owned());
    let (ready, _) = sorted(convert(&mapping, catalog(), &table).unwrap());
    assert_eq!(json!(ready[0].document), json!({ "title": "A", "found_by": "import", "origin": "in_house" }));
    mapping.set.insert("state".to_owned(), "operation".to_owned());
    let (ready, _) = sorted(convert(&mapping, catalog(), &table).unwrap());
    assert_eq!(ready[0].state.as_deref(), Some("operation"));
    mapping.set.insert("state".to_owned(), "floating".to_owned());
    assert!(convert(&mapping, catalog(), &table).unwrap_err()[0].contains("`floating` is no state"));
    mapping.set.remove("state");
    mapping.set.insert("nonsense".to_owned(), "x".to_owned());
    assert!(convert(&mapping, catalog(), &table).is_err());
}

/// What an export writes comes back as the same documents, for every kind and every sample of it.
#[test]
fn an_export_comes_back_identical() {
    for kind in catalog().kinds() {
        let fields: Vec<_> = kind.fields.iter().filter(|it| it.is_input()).collect();
        let headers: Vec<&str> =
            ["id", "state", "version", "retired"].into_iter().chain(fields.iter().map(|it| it.name.as_str())).collect();
        let mut documents = record::samples(catalog(), kind);
        for (document, title) in documents.iter_mut().zip(["=1+1", "'=x", "N/A", " -12.5 ", "- a"]) {
            document.insert("title".to_owned(), json!(title));
        }
        let input = |it: &str| fields.iter().any(|field| field.name == it);
        documents.iter_mut().for_each(|it| it.retain(|name, _| input(name)));
        let line = |(index, document): (usize, &record::Document)| {
            let lead = [
                format!("{}-{:04}", kind.prefix, index + 1),
                kind.lifecycle.initial.clone(),
                "1".into(),
                "false".into(),
            ];
            let shown =
                fields.iter().map(|it| document.get(&it.name).map(|value| record::show(it, value)).unwrap_or_default());
            lead.into_iter().chain(shown).collect::<Vec<String>>()
        };
        let lines: Vec<Vec<String>> = documents.iter().enumerate().map(line).collect();
        let files = [sheet::write_csv(&headers, &lines), sheet::write_xlsx(&kind.plural, &headers, &lines).unwrap()];
        for bytes in files {
            let table = sheet::read(&bytes, "export", &Limits::default()).unwrap();
            let mapping = propose(kind, catalog(), &table).mapping;
            let (ready, rejected) = sorted(convert(&mapping, catalog(), &table).unwrap());
            assert_eq!(rejected, [], "{}", kind.kind);
            for (index, (row, document)) in ready.iter().zip(&documents).enumerate() {
                assert_eq!(row.number.as_ref().map(|it| it.number), Some(index as i64 + 1));
                assert_eq!(row.state.as_deref(), Some(kind.lifecycle.initial.as_str()));
                let mut made = row.document.clone();
                for links in &row.links {
                    assert!(links.to.iter().all(|it| it.by == LinkBy::Number && it.parent.is_none()));
                    let ids: Vec<&str> = links.to.iter().map(|it| it.value.as_str()).collect();
                    made.insert(links.field.clone(), if links.many { json!(ids) } else { json!(ids[0]) });
                }
                assert_eq!(json!(made), json!(document), "{} {}", kind.kind, row.line);
            }
            assert_eq!(ready.len(), documents.len());
        }
    }
}

/// Every column of a real inventory finds its field, and every row becomes a document or says why not.
#[test]
fn a_real_inventory_is_mapped_without_help() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/federal-ai-use-cases-2024/inventory.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("left out: the real inventory is not there");
        return;
    };
    let table = sheet::read(&bytes, "inventory.csv", &Limits::default()).unwrap();
    let proposal = proposal(&table);
    let mapping = &proposal.mapping;
    for (field, position) in
        [("title", 1), ("state", 10), ("declared_impact", 11), ("origin", 16), ("in_service_on", 14)]
    {
        assert_eq!(column(mapping, field).position, position, "{field}");
    }
    let units: Vec<usize> = mapping.columns.iter().filter(|it| it.field == "unit").map(|it| it.position).collect();
    assert_eq!(units, [2, 3, 4]);
    assert_eq!(mapping.key.columns.iter().map(|it| it.position).collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(proposal.duplicates.copies.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
    let shared = duplicates(&KeyColumns { occurrence: true, columns: mapping.key.columns.clone() }, &table);
    assert_eq!(shared, proposal.duplicates);
    let (ready, rejected) = sorted(convert(mapping, catalog(), &table).unwrap());
    assert_eq!(ready.len() + rejected.len(), 2133);
    assert!(rejected.len() < 20, "{} rows are rejected", rejected.len());
    assert!(rejected.iter().all(|it| it.findings.iter().all(|it| it.position > 0 && !it.value.is_empty())));
    let rights = table.rows.iter().filter(|it| it.cells[10].trim() == "Both").count();
    assert_eq!(ready.iter().filter(|it| json!(it.document)["declared_impact"] == "rights_and_safety").count(), rights);
    for row in &ready {
        let original = table.rows.iter().find(|it| it.line == row.line).unwrap();
        assert_eq!(row.cells, original.cells);
        assert_eq!(row.links.iter().filter(|it| it.field == "unit").count(), 1, "line {}", row.line);
    }
}

proptest! {
    /// Whatever a table holds, each row has one outcome, in order, and the mapping reads back the same.
    #[test]
    fn every_row_has_one_outcome(rows in proptest::collection::vec(("\\PC{0,10}", "[0-9/.]{0,10}", "\\PC{0,6}", "\\PC{0,6}"), 1..6)) {
        let rows: Vec<[String; 4]> = rows.into_iter().map(|(a, b, c, d)| [format!("x{a}"), b, c, d]).collect();
        let bytes = sheet::write_csv(&["Name", "Date retired", "Status", "Agency"], &rows);
        let table = sheet::read(&bytes, "f", &Limits::default()).unwrap().unguarded();
        let proposal = proposal(&table);
        let outcomes = convert(&proposal.mapping, catalog(), &table).unwrap();
        let lines: Vec<u64> = outcomes.iter().map(|it| match it {
            RowOutcome::Ready(row) => row.line,
            RowOutcome::Rejected(row) => row.line,
        }).collect();
        prop_assert_eq!(lines, table.rows.iter().map(|it| it.line).collect::<Vec<_>>());
        let again = Mapping::from_toml("m", &proposal.to_toml().unwrap()).unwrap();
        prop_assert_eq!(again, proposal.mapping);
    }
}
