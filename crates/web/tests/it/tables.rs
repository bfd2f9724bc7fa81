//! Decision tables as spreadsheets, by page and by interface: out, changed where their authors write, and back.

use serde_json::json;

use crate::house::House;

const RULES: &str = r#"
table = "signs"
policy = "first"
[[input]]
name = "amount"
type = "number"
[[output]]
name = "signs"
type = "text"
[[row]]
id = "large"
when.amount = ">= 1000"
then.signs = "board"
[[row]]
id = "rest"
then.signs = "lead"
"#;

fn rules(house: &House) -> String {
    let record = house.ask("GET", "/api/v1/records/decision_table/DTB-0001").send().json();
    record["document"]["rules"].as_str().unwrap().to_owned()
}

#[test]
fn a_table_goes_into_a_spreadsheet_and_comes_back_changed() {
    for house in [House::new(), House::on_postgres()] {
        house.make("decision_table", json!({ "title": "Who signs", "purpose": "house_procedure", "rules": RULES }));
        for (ending, media) in [("csv", "text/csv"), ("xlsx", "spreadsheetml"), ("toml", "application/toml")] {
            for path in ["/tables/files", "/api/v1/tables/files"] {
                let sent = house.ask("GET", &format!("{path}/DTB-0001.{ending}")).send();
                assert!(sent.header("content-type").contains(media), "{path} {ending}");
                // What comes back unchanged changes nothing of what it decides.
                let back = house.ask("POST", "/api/v1/tables/DTB-0001/sheet").header("if-match", "*");
                let back = back.parts(&[], &[("file", &format!("t.{ending}"), &sent.bytes)]).send();
                assert_eq!(back.status, 200, "{}", back.text());
            }
        }
        assert!(rules(&house).contains(">= 1000"));
        let csv = house.ask("GET", "/tables/files/DTB-0001.csv").send().text();
        let changed = csv.replace("1000", "2500");
        let form = &[("file", "t.csv", changed.as_bytes())];
        let page = house.ask("POST", "/tables/DTB-0001/sheet").parts(&[], form).send();
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(rules(&house).contains(">= 2500") && !rules(&house).contains("1000"));
        let shown = house.ask("GET", "/tables/DTB-0001").send().text();
        assert!(shown.contains("/tables/DTB-0001/sheet") && shown.contains("2500"), "{shown}");
    }
}

#[test]
fn a_spreadsheet_that_is_no_table_is_refused_with_its_place_and_changes_nothing() {
    let house = House::new();
    house.make("decision_table", json!({ "title": "Who signs", "purpose": "house_procedure", "rules": RULES }));
    let before = rules(&house);
    let csv = house.ask("GET", "/tables/files/DTB-0001.csv").send().text();
    let take = |name: &str, bytes: &[u8]| {
        let asked = house.ask("POST", "/api/v1/tables/DTB-0001/sheet").header("if-match", "*");
        asked.parts(&[], &[("file", name, bytes)]).send()
    };
    take("t.csv", csv.replace(">= 1000", ">= many").as_bytes()).refused(422, "large");
    take("t.csv", b"a,b\n1,2\n").refused(422, "heads no row");
    take("t.xlsx", b"no workbook").refused(422, "t.xlsx");
    take("t.toml", &[0xff, 0xfe]).refused(422, "UTF-8");
    let asked = house.ask("POST", "/api/v1/tables/DTB-0001/sheet").header("if-match", "*");
    asked.parts(&[("other", "x")], &[]).send().refused(422, "choose a file");
    let stale = house.ask("POST", "/api/v1/tables/DTB-0001/sheet").version(9);
    stale.parts(&[], &[("file", "t.csv", csv.replace("1000", "5").as_bytes())]).send().refused(409, "version");
    house.ask("GET", "/api/v1/tables/files/DTB-0001.pdf").send().refused(404, "toml, csv, xlsx");
    house.make("risk", json!({ "title": "one" }));
    house.ask("GET", "/api/v1/tables/files/RSK-0001.csv").send().refused(404, "");
    assert_eq!(rules(&house), before);
}
