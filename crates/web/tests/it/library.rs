//! The library by its addresses: frameworks, trees, nodes with what records say, what comes next, findings that cite guidance, and bad input.

use serde_json::json;

use crate::house::House;

#[test]
fn frameworks_trees_and_nodes_are_shown_and_guidance_is_marked() {
    let house = House::new();
    let shelf = house.ask("GET", "/library").send();
    assert_eq!(shelf.status, 200, "{}", shelf.text());
    let text = shelf.text();
    for wanted in ["ISO/IEC 42001", "NIST AI RMF", "ISO/IEC 27001", "ISO 9001", "looked through by nobody else yet"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let found = house.ask("GET", "/library?q=impact+assessment+process").send().text();
    assert!(found.contains("/library/iso-iec-42001/A.5.2"), "{found}");
    let none = house.ask("GET", "/library?q=%3Cscript%3E").send().text();
    assert!(none.contains("0 nodes found") && !none.contains("<script>"), "{none}");

    let tree = house.ask("GET", "/library/iso-iec-42001?part=annex_b").send().text();
    assert!(tree.contains("guidance, not a requirement") && tree.contains("B.10.4"), "{tree}");
    assert!(!tree.contains("/library/iso-iec-42001/A.10.4"), "the filter leaves other parts out");

    let control = house.ask("GET", "/library/iso-iec-42001/A.6.2.4").send().text();
    for wanted in
        ["B.6.2.4", "reusable, confirm", "NIST AI RMF:MEASURE 2.1", "What an auditor asks", "/measurement_plan"]
    {
        assert!(control.contains(wanted), "{wanted}: {control}");
    }
    let spaced = house.ask("GET", "/library/nist-ai-rmf/GOVERN%201.2").send();
    assert!(spaced.status == 200 && spaced.text().contains("ISO/IEC 42001:A.2.2"), "{}", spaced.text());
}

#[test]
fn checks_follow_the_records_and_what_is_met_leaves_the_list() {
    let house = House::new();
    let node = |house: &House| house.ask("GET", "/api/v1/library/iso-iec-42001/nodes/6.2").send().json();
    let passes = |told: &serde_json::Value| {
        told["checks"].as_array().unwrap().iter().map(|it| it["passes"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(passes(&node(&house)), [json!(false), json!(null)]);
    let open = |house: &House| -> Vec<String> {
        let next = house.ask("GET", "/api/v1/library/iso-iec-42001/next").send().json();
        next["items"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    assert!(open(&house).contains(&"6.2".to_owned()));
    let fields = json!({ "title": "Fair", "target": "1", "due": "2027-01-01", "judged": "by audit" });
    let document = serde_json::from_value(fields).unwrap();
    let change = record::Change::Create { kind: "objective".to_owned(), state: Some("in_force".to_owned()), document };
    house.wait(house.aims.commit(&governance::Actor::operator(governance::Via::System), change, None)).unwrap();
    assert_eq!(passes(&node(&house)), [json!(true), json!(true)]);
    assert!(!open(&house).contains(&"6.2".to_owned()));
    let page = house.ask("GET", "/library/iso-iec-42001/next").send();
    assert!(page.status == 200 && page.text().contains("must be met, and is not"), "{}", page.text());
}

#[test]
fn a_finding_that_cites_guidance_is_refused_by_page_and_interface_with_what_to_cite() {
    let house = House::new();
    for (cited, says) in [
        ("B.6.2.4", "ISO/IEC 42001:A.6.2.4"),
        ("ISO/IEC 42001:2023, C.3.1", "ISO/IEC 42001:6.1.3"),
        ("A.4.1", "known to no library"),
        ("clause 9.2", "ISO/IEC 42001:9.2.1"),
    ] {
        let fields = json!({ "title": "Not so", "criterion": cited });
        let answer = house.ask("POST", "/api/v1/records/finding").json(&json!({ "document": fields })).send();
        assert!(answer.status == 403 && answer.text().contains(says), "{cited}: {}", answer.text());
        let form = house.ask("POST", "/finding/new").form(&[("f.title", "Not so"), ("f.criterion", cited)]).send();
        assert!(form.status == 403 && form.text().contains(says), "{cited}: {} {}", form.status, form.text());
        let answer = house
            .ask("POST", "/api/v1/records/nonconformity")
            .json(&json!({ "document": { "title": "Not so", "requirement": cited } }))
            .send();
        assert!(answer.status == 403, "{cited}: {}", answer.text());
    }
    for cited in [
        "A.6.2.4",
        "ISO/IEC 42001:6.1.3",
        "clause 9.2.2",
        "Section 4 of the policy of 2025",
        "weekly check of fifty answers",
    ] {
        let fields = json!({ "title": "Not so", "criterion": cited });
        let answer = house.ask("POST", "/api/v1/records/finding").json(&json!({ "document": fields })).send();
        assert_eq!(answer.status, 201, "{cited}: {}", answer.text());
    }
}

#[test]
fn a_wrong_criterion_can_be_mended_and_goes_no_further_before() {
    let house = House::new();
    let id = house.make(
        "finding",
        json!({ "title": "Late", "criterion": "A.6.2.4", "condition": "seen", "grade": "observation" }),
    );
    let set = |house: &House, text: &str| {
        house
            .ask("PATCH", &format!("/api/v1/records/finding/{id}"))
            .header("if-match", "*")
            .json(&json!({ "document": { "criterion": text } }))
            .send()
    };
    assert_eq!(set(&house, "B.6.2.4").status, 200);
    let moved = house
        .ask("POST", &format!("/api/v1/records/finding/{id}/moves/issue"))
        .header("if-match", "*")
        .json(&json!({}))
        .send();
    assert!(moved.status == 403 && moved.text().contains("A.6.2.4"), "{} {}", moved.status, moved.text());
    assert_eq!(set(&house, "A.6.2.4").status, 200);
    let moved = house
        .ask("POST", &format!("/api/v1/records/finding/{id}/moves/issue"))
        .header("if-match", "*")
        .json(&json!({}))
        .send();
    assert_eq!(moved.status, 200, "{}", moved.text());
}

#[test]
fn a_text_that_was_bought_is_shown_and_in_no_export() {
    let house = House::new();
    let folder = house.folder().join("config/texts");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "framework = \"ISO/IEC 42001\"\n[text]\n\"6.1.3\" = \"zanzibar <b> of the standard\"\n";
    std::fs::write(folder.join("42001.toml"), text).unwrap();
    let page = house.ask("GET", "/library/iso-iec-42001/6.1.3").send().text();
    assert!(page.contains("zanzibar &lt;b&gt; of the standard"), "{page}");
    let other = house.ask("GET", "/library/iso-iec-42001/6.1.2").send().text();
    assert!(!other.contains("zanzibar"));
    for path in ["/api/v1/library", "/api/v1/library/iso-iec-42001", "/api/v1/library/iso-iec-42001/nodes/6.1.3"] {
        assert!(!house.ask("GET", path).send().text().contains("zanzibar"), "{path}");
    }
    let blob: String = house.aims.configuration().sources.iter().map(|it| it.text.clone()).collect();
    assert!(!blob.contains("zanzibar"), "the configuration that is kept and exported holds no word of it");
    std::fs::write(folder.join("42001.toml"), "framework = 3").unwrap();
    let wrong = house.ask("GET", "/library/iso-iec-42001/6.1.3").send();
    assert!(wrong.status == 400 && wrong.text().contains("42001.toml"), "{} {}", wrong.status, wrong.text());
}

#[test]
fn bad_addresses_are_answered_with_sentences() {
    let house = House::new();
    for (path, status, says) in [
        ("/library/nowhere", 404, "there is no framework `nowhere`"),
        ("/library/iso-iec-42001/A.4.1", 404, "has no node `A.4.1`"),
        ("/library/iso-iec-42001?part=annex_z", 400, "there is no part `annex_z`"),
        ("/library?colour=red", 400, "colour"),
        ("/api/v1/library/nowhere/next", 404, "there is no framework `nowhere`"),
        ("/api/v1/library/iso-9001/nodes/99", 404, "has no node `99`"),
    ] {
        let answer = house.ask("GET", path).send();
        assert!(
            answer.status == status && answer.text().to_lowercase().contains(&says.to_lowercase()),
            "{path}: {} {}",
            answer.status,
            answer.text()
        );
    }
}

/// Reads a crosswalk, and which of its relations are open.
fn open(house: &House) -> u64 {
    let told = house.ask("GET", "/api/v1/library/crosswalks/iso-iec-42001--iso-iec-27001").send().json();
    told["open"].as_u64().unwrap()
}

#[test]
fn relations_are_confirmed_rejected_and_changed_by_page_and_interface_with_a_reason() {
    let house = House::new();
    let path = "/library/crosswalks/iso-iec-42001--iso-iec-27001";
    let page = house.ask("GET", &format!("{path}?show=passing")).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in ["proof passes", "7.5.2|7.5.2", "nobody yet", "value=\"confirm\"", "/library/iso-iec-42001/7.5.2"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains("value=\"6.1.3|6.1.3\""), "the filter leaves out what merely intersects");
    assert_eq!(open(&house), 92);
    let reviews = format!("{path}/reviews");
    let none = house.ask("POST", &reviews).form(&[("act", "confirm"), ("map", "7.5.2|7.5.2")]).send();
    assert!(none.status == 422 && none.text().contains("say why"), "{}", none.text());
    let nothing = house.ask("POST", &reviews).form(&[("act", "confirm"), ("why", "read")]).send();
    assert!(nothing.status == 422 && nothing.text().contains("choose at least one"), "{}", nothing.text());
    let why = "<b>read</b> side by side";
    let two = [("act", "confirm"), ("why", why), ("map", "7.5.2|7.5.2"), ("map", "6.1.3|6.1.3"), ("show", "decided")];
    let done = house.ask("POST", &reviews).form(&two).send();
    assert_eq!((done.status, open(&house)), (303, 90), "{}", done.text());
    let page = house.ask("GET", &format!("{path}?show=decided")).send().text();
    assert!(page.contains("&lt;b&gt;read&lt;/b&gt;") && page.contains("/mapping/MAP-0001"), "{page}");
    let node = house.ask("GET", "/api/v1/library/iso-iec-42001/nodes/7.5.2").send().json();
    let shows = node["reaches"].as_array().unwrap().iter().find(|it| it["reference"] == "ISO/IEC 27001:7.5.2").unwrap();
    assert_eq!(shows["passing"], "shows", "{shows}");
    let shelf = house.ask("GET", "/api/v1/library").send().json();
    let walk =
        shelf["crosswalks"].as_array().unwrap().iter().find(|it| it["name"] == "iso-iec-42001--iso-iec-27001").unwrap();
    assert_eq!(walk["confirmed"], 2, "{walk}");

    let api = "/api/v1/library/crosswalks/iso-iec-42001--iso-iec-27001/reviews";
    let rejected = json!({ "maps": [{ "from": "6.3", "to": "6.3" }], "act": "reject", "why": "they differ" });
    assert_eq!(house.ask("POST", api).json(&rejected).send().status, 200);
    let changed =
        json!({ "maps": [{ "from": "10.2", "to": "10.2" }], "act": "change", "relation": "subset", "why": "narrower" });
    assert_eq!(house.ask("POST", api).json(&changed).send().status, 200);
    assert_eq!(open(&house), 89, "a proposal decides nothing");
    let page = house.ask("GET", path).send().text();
    assert!(page.contains("proposed instead") && page.contains("change 10.2|10.2"), "{page}");
    let own = house
        .ask("POST", &reviews)
        .form(&[("act", "change 10.2|10.2"), ("proposed.10.2|10.2", "subset"), ("why", "so")])
        .send();
    assert!(own.status == 403 && own.text().contains("created this record cannot approve it"), "{}", own.text());
    let strange =
        json!({ "maps": [{ "from": "6.3", "to": "6.3" }], "act": "change", "relation": "alike", "why": "so" });
    let strange = house.ask("POST", api).json(&strange).send();
    assert!(strange.status == 422 && strange.text().contains("is no relation"), "{}", strange.text());
    assert_eq!(house.ask("GET", "/library/crosswalks/nothing").send().status, 404);
    assert_eq!(house.ask("GET", &format!("{path}?show=some")).send().status, 422);
    let other = [("act", "confirm"), ("why", why), ("map", "4.1|4.1")];
    assert_eq!(house.reader_asks("POST", &reviews).form(&other).send().status, 403);
    // Whoever may not decide is refused before anything is looked at, also where nothing would change or nothing is asked.
    for form in [
        &[("act", "confirm"), ("why", why), ("map", "7.5.2|7.5.2")][..],
        &[("act", "confirm"), ("map", "no|such")][..],
        &[("act", "reject")][..],
    ] {
        let refused = house.reader_asks("POST", &reviews).form(form).send();
        assert_eq!(refused.status, 403, "{form:?}: {}", refused.text());
    }
    let again = house.ask("POST", &reviews).form(&[("act", "confirm"), ("why", why), ("map", "7.5.2|7.5.2")]).send();
    assert_eq!(
        (again.status, open(&house)),
        (303, 89),
        "asking twice changes nothing, and trying leaves no mapping: {}",
        again.text()
    );
}
