//! The description against the server and against itself.

use serde_json::{Value, json};
use web::ROUTES;

use crate::house::House;
use crate::routes::sample;

#[test]
fn the_description_names_every_route_and_resolves() {
    let house = House::new();
    let document = house.ask("GET", "/api/v1/openapi.json").send().json();
    assert_eq!(document["openapi"], "3.1.0");
    let configuration = house.aims.configuration();
    let paths = document["paths"].as_object().unwrap();
    let mut operations = std::collections::BTreeSet::new();
    for route in ROUTES.iter().filter(|it| it.path.starts_with("/api/v1")) {
        let kinds: Vec<String> = match route.path.starts_with("/api/v1/records/{kind}") {
            true => configuration.catalog.kinds().map(|it| it.kind.clone()).collect(),
            false => vec!["{kind}".to_owned()],
        };
        for kind in kinds {
            let path = route.path.replace("{kind}", &kind).replace("{*path}", "{path}");
            let operation = &paths[&path][route.method.to_lowercase()];
            let id =
                operation["operationId"].as_str().unwrap_or_else(|| panic!("{} {path} is not described", route.method));
            assert!(operations.insert(id.to_owned()), "`{id}` is there twice");
        }
    }
    let mut broken = Vec::new();
    references(&document, &mut |to| {
        let pointer = to.strip_prefix('#').unwrap();
        if document.pointer(pointer).is_none() {
            broken.push(to.to_owned());
        }
    });
    assert!(broken.is_empty(), "references that lead nowhere: {broken:?}");
}

fn references(value: &Value, seen: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => {
            if let Some(to) = members.get("$ref").and_then(Value::as_str) {
                seen(to);
            }
            members.values().for_each(|it| references(it, seen));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, seen)),
        _ => {}
    }
}

/// What stands between signs in a sentence: names of members in back quotes.
fn quoted(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn the_description_names_every_query_parameter_that_routes_take_and_no_other() {
    let house = House::new();
    let document = house.ask("GET", "/api/v1/openapi.json").send().json();
    let (mut asked, mut wrong) = (0, Vec::new());
    for route in ROUTES.iter().filter(|it| it.method == "GET" && it.path.starts_with("/api/v1/")) {
        let of_records = route.path.starts_with("/api/v1/records/{kind}");
        let path = if of_records { route.path.replace("{kind}", "risk") } else { route.path.to_owned() };
        let told = &document["paths"][&path.replace("{*path}", "{path}")]["get"]["parameters"];
        let name = |it: &Value| match it["$ref"].as_str() {
            Some(to) => document.pointer(&to[1..]).unwrap().clone(),
            None => it.clone(),
        };
        let told: Vec<Value> = told.as_array().unwrap().iter().map(name).collect();
        let mut told: Vec<&str> =
            told.iter().filter(|it| it["in"] == "query").filter_map(|it| it["name"].as_str()).collect();
        told.sort_unstable();
        let sample = sample(route);
        let sent = house.ask("GET", &format!("{}?no_such_name=1", sample.split('?').next().unwrap())).send();
        let text = sent.text();
        let Some((_, known)) = text.split_once("is not a known query parameter; this address ") else { continue };
        let known = known.split('"').next().unwrap();
        let mut known: Vec<&str> = known.strip_prefix("knows ").map(|it| it.split(", ").collect()).unwrap_or_default();
        known.sort_unstable();
        if told != known {
            wrong.push(format!("{}: {told:?} is described, {known:?} is taken", route.path));
        }
        asked += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked >= 60, "{asked} routes said what they know");
}

#[test]
fn the_description_names_every_member_of_the_bodies_that_routes_read_and_no_other() {
    let house = House::new();
    let document = house.ask("GET", "/api/v1/openapi.json").send().json();
    let (mut asked, mut silent) = (0, Vec::new());
    for route in ROUTES.iter().filter(|it| it.method == "POST" && it.path.starts_with("/api/v1/")) {
        let of_records = route.path.starts_with("/api/v1/records/{kind}");
        let path = if of_records { route.path.replace("{kind}", "risk") } else { route.path.to_owned() };
        let operation = &document["paths"][&path]["post"];
        let sent = house.ask("POST", &sample(route)).header("if-match", "*").json(&json!({ "no_such_name": 1 })).send();
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let text = sent.json()["detail"].as_str().unwrap_or_default().to_owned();
        let Some((_, known)) = text.split_once("unknown field `no_such_name`, expected ") else {
            silent.push(route.path);
            continue;
        };
        let schema = match schema["$ref"].as_str() {
            Some(to) => document.pointer(&to[1..]).unwrap(),
            None => schema,
        };
        let mut told: Vec<String> =
            schema["properties"].as_object().into_iter().flatten().map(|it| it.0.clone()).collect();
        told.sort();
        assert_eq!(told, quoted(known), "{}", route.path);
        asked += 1;
    }
    assert!(asked >= 15, "{asked} routes said what they know; these said nothing: {silent:?}");
}

#[test]
fn the_reference_of_a_kind_holds_its_schema() {
    let house = House::new();
    let kind = house.ask("GET", "/api/v1/kinds/risk").send().json();
    assert!(kind["schema"]["properties"]["likelihood"].is_object());
    assert_eq!(kind["lifecycle"]["initial"], "identified");
    let all = house.ask("GET", "/api/v1/kinds").send().json();
    assert!(all["kinds"].as_array().unwrap().len() >= 30);
}
