//! Records that can be reached along links, whatever lies between.

use serde_json::json;
use store::Way;

use crate::bed::{Bed, id, next, record};

both!(what_lies_far_away_is_reached, circles_end_and_other_ways_are_not_gone, links_of_the_past_lead_on);

const UP: &[Way] = &[Way::along("thing", "links", "thing")];
const DOWN: &[Way] = &[Way::against("thing", "links", "thing")];

fn chain(bed: &Bed, count: usize) {
    bed.put(&record("THG-0001", "1", json!({})));
    for at in 2..=count {
        bed.put(&record(&format!("THG-{at:04}"), "n", json!({ "links": [format!("THG-{:04}", at - 1)] })));
    }
}

fn reached(bed: &Bed, from: &str, ways: &[Way], place: Option<u64>) -> Vec<String> {
    let mut found: Vec<String> =
        bed.read(|it| it.reach(&[id(from)], ways, place)).iter().map(ToString::to_string).collect();
    found.sort();
    found
}

fn what_lies_far_away_is_reached(bed: Bed) {
    chain(&bed, 60);
    assert_eq!(reached(&bed, "THG-0060", UP, None).len(), 60);
    assert_eq!(reached(&bed, "THG-0001", DOWN, None).len(), 60);
    assert_eq!(reached(&bed, "THG-0058", DOWN, None), ["THG-0058", "THG-0059", "THG-0060"]);
    assert!(reached(&bed, "THG-0099", UP, None).is_empty(), "what does not exist leads nowhere");
}

fn circles_end_and_other_ways_are_not_gone(bed: Bed) {
    chain(&bed, 3);
    let one = bed.read(|it| it.record(&id("THG-0001"))).unwrap();
    bed.put(&next(&one, json!({ "links": ["THG-0003"] })));
    bed.put(&record("RSK-0001", "Bias", json!({ "links": ["THG-0002"] })));
    assert_eq!(reached(&bed, "THG-0002", UP, None).len(), 3);
    assert_eq!(reached(&bed, "THG-0002", DOWN, None).len(), 3, "links of other kinds are left alone");
    assert_eq!(reached(&bed, "RSK-0001", &[Way::along("risk", "links", "thing")], None), ["RSK-0001", "THG-0002"]);
}

fn links_of_the_past_lead_on(bed: Bed) {
    chain(&bed, 3);
    let three = bed.read(|it| it.record(&id("THG-0003"))).unwrap();
    let place = three.place;
    bed.put(&next(&three, json!({ "links": [] })));
    assert_eq!(reached(&bed, "THG-0003", UP, None), ["THG-0003"]);
    assert_eq!(reached(&bed, "THG-0003", UP, Some(place)).len(), 3);
    assert_eq!(reached(&bed, "THG-0003", UP, Some(place - 1)), ["THG-0003"]);
}
