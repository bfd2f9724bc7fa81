//! The first minutes of somebody with an empty store and a spreadsheet, with the keyboard alone: who they are, their list of
//! AI systems, and an inventory with its owners and units.

use serde_json::json;

use crate::chromium::Browser;
use crate::house::House;
use crate::keyboard::Hands;

/// A list as people keep it: headers of their own, a spelling that fits nothing, owners and units by name.
const LIST: &str = "Name,Purpose,Owner,Department,Risk\n\
                    Benefit check,Estimates who is entitled,Ada Byron,Castle Bank,High!!\n\
                    Letter sorter,Sorts letters by topic,Ada Byron,Castle Bank,low\n";

#[test]
fn the_first_minutes_need_no_mouse() {
    let (house, administrator) = House::empty();
    let mut hands = Hands::at(Browser::open());
    hands.browser.goto(&house.address);
    hands.fill("E-mail", &administrator.email);
    hands.fill("Password", &administrator.password);
    hands.enter("button", "Sign in");
    hands.enter("main a", "Begin");
    hands.enter("main a", "Start mine");
    hands.fill("Name of the organisation", "Castle Bank");
    hands.fill("Countries", "IE");
    hands.enter("main button", "Keep and go on");
    hands.enter("main a", "Import AI systems");
    bring(&mut hands);
    inventory(&house, &mut hands);
    hands.all_seen();
}

/// Chooses the file, looks at the preview, and imports.
fn bring(hands: &mut Hands) {
    hands.reach("input[type=file]", "");
    let list = std::env::temp_dir().join(format!("aims-list-{}.csv", std::process::id()));
    std::fs::write(&list, LIST).unwrap();
    // The dialog in which a file is chosen is the system's; what it gives is what it gave.
    let input = hands.browser.call("Runtime.evaluate", json!({ "expression": "document.activeElement" }));
    let params = json!({ "files": [list.display().to_string()], "objectId": input["result"]["objectId"] });
    hands.browser.call("DOM.setFileInputFiles", params);
    hands.enter("main button", "Preview");
    assert!(hands.page().contains("Benefit check"), "{}", hands.page());
    hands.enter("main button", "Import");
    let _ = std::fs::remove_file(&list);
}

/// What the list has become.
fn inventory(house: &House, hands: &mut Hands) {
    let systems = house.ids("ai_system", 10);
    assert_eq!(systems.len(), 2, "{}", hands.page());
    hands.browser.goto(&format!("{}/start", house.address));
    hands.enter("main a", "Go to the inventory");
    let page = hands.page();
    for shown in ["Benefit check", "Letter sorter", "Ada Byron", "Castle Bank"] {
        assert!(page.contains(shown), "the inventory does not show {shown}: {page}");
    }
}
