//! The description against the server and against itself.

use serde_json::Value;
use web::ROUTES;

use crate::house::House;

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

#[test]
fn the_reference_of_a_kind_holds_its_schema() {
    let house = House::new();
    let kind = house.ask("GET", "/api/v1/kinds/risk").send().json();
    assert!(kind["schema"]["properties"]["likelihood"].is_object());
    assert_eq!(kind["lifecycle"]["initial"], "identified");
    let all = house.ask("GET", "/api/v1/kinds").send().json();
    assert!(all["kinds"].as_array().unwrap().len() >= 30);
}
