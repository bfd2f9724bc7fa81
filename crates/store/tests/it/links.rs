//! Links with their places in time.

use serde_json::json;

use crate::bed::{Bed, id, next, record};

both!(links_begin_and_end, links_are_read_as_of_a_place);

fn links_begin_and_end(bed: Bed) {
    bed.put(&record("THG-0001", "One", json!({})));
    bed.put(&record("THG-0002", "Two", json!({})));
    let risk = bed.put(&record("RSK-0001", "Bias", json!({"links": ["THG-0001", "THG-0002", "THG-0001"]})));
    let from = bed.read(|it| it.links_from(&risk.id, None));
    let ends: Vec<_> = from.iter().map(|it| (it.field.as_str(), it.end.title.as_str(), it.from)).collect();
    assert_eq!(ends, [("links", "One", 2), ("links", "Two", 2)]);
    bed.put(&next(&risk, json!({"links": ["THG-0002"]})));
    let from = bed.read(|it| it.links_from(&risk.id, None));
    assert_eq!(from.iter().map(|it| (it.end.title.as_str(), it.from)).collect::<Vec<_>>(), [("Two", 2)]);
    assert_eq!(bed.read(|it| it.links_to(&id("THG-0001"), None)), []);
    let to = bed.read(|it| it.links_to(&id("THG-0002"), None));
    assert_eq!(to.iter().map(|it| it.end.title.as_str()).collect::<Vec<_>>(), ["Bias"]);
}

fn links_are_read_as_of_a_place(bed: Bed) {
    let thing = bed.put(&record("THG-0001", "Before", json!({})));
    let risk = bed.put(&record("RSK-0001", "Bias", json!({"links": ["THG-0001"]})));
    let mut renamed = next(&thing, json!({}));
    renamed.title = "After".to_owned();
    bed.put(&renamed);
    let risk = bed.put(&next(&risk, json!({})));
    let risk = bed.put(&next(&risk, json!({"links": ["THG-0001"]})));
    let as_of = |place| {
        let links = bed.read(|it| it.links_from(&risk.id, Some(place)));
        links.into_iter().map(|it| (it.end.title, it.from, it.until)).collect::<Vec<_>>()
    };
    assert_eq!(as_of(0), []);
    assert_eq!(as_of(1), [("Before".to_owned(), 1, Some(3))]);
    assert_eq!(as_of(2), [("After".to_owned(), 1, Some(3))]);
    assert_eq!(as_of(3), []);
    assert_eq!(as_of(4), [("After".to_owned(), 4, None)]);
    let to = bed.read(|it| it.links_to(&thing.id, Some(2)));
    assert_eq!(to.iter().map(|it| it.end.id.to_string()).collect::<Vec<_>>(), ["RSK-0001"]);
}
