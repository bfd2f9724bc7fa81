//! Full-text search.

use serde_json::json;
use store::{Class, Query, Visible};

use crate::bed::{Bed, next, record};

both!(
    finds_words_as_people_type_them,
    ranks_titles_first,
    follows_changes,
    respects_what_is_visible,
    survives_odd_queries,
    finds_what_was_meant
);

fn found(bed: &Bed, text: &str) -> Vec<String> {
    let hits = bed.read(|it| it.search(text, &[], &Visible::All, 20));
    hits.into_iter().map(|it| it.record.id.to_string()).collect()
}

fn finds_words_as_people_type_them(bed: Bed) {
    bed.put(&record(
        "RSK-0042",
        "Über-Wachung der Mitarbeiter",
        json!({"note": "Société générale, naïve Straße; v1.2-beta"}),
    ));
    for text in
        ["uber", "ÜBERWACHUNG", "wachung", "societe gen", "strasse", "straße", "rsk-0042", "beta", "Mitarb über"]
    {
        let expected = if text == "ÜBERWACHUNG" { vec![] } else { vec!["RSK-0042"] };
        assert_eq!(found(&bed, text), expected, "{text}");
    }
    assert_eq!(found(&bed, "ber"), Vec::<String>::new());
    assert_eq!(found(&bed, "uber nothing"), Vec::<String>::new());
}

fn ranks_titles_first(bed: Bed) {
    bed.put(&record("RSK-0001", "Something else", json!({"note": "it is about bias here"})));
    bed.put(&record("RSK-0002", "Bias", json!({"note": "of a model"})));
    assert_eq!(found(&bed, "bias"), ["RSK-0002", "RSK-0001"]);
}

fn follows_changes(bed: Bed) {
    let row = bed.put(&record("RSK-0001", "One", json!({"note": "alpha"})));
    let row = bed.put(&next(&row, json!({"note": "beta"})));
    assert_eq!(found(&bed, "alpha"), Vec::<String>::new());
    assert_eq!(found(&bed, "beta"), ["RSK-0001"]);
    let mut retired = next(&row, json!({"note": "beta"}));
    retired.retired = true;
    bed.put(&retired);
    assert_eq!(found(&bed, "beta"), Vec::<String>::new());
    let listed = |retired| {
        let mut query = Query::of("risk", Visible::All);
        query.text = Some("bet".to_owned());
        query.retired = retired;
        bed.read(|it| it.count(&query))
    };
    assert_eq!((listed(false), listed(true)), (0, 1));
}

fn respects_what_is_visible(bed: Bed) {
    let mut secret = record("RSK-0001", "Bias of the board", json!({}));
    secret.access = "secret".to_owned();
    secret.owner = Some("PER-0001".to_owned());
    bed.put(&secret);
    bed.put(&record("RSK-0002", "Bias of the model", json!({})));
    bed.put(&record("THG-0001", "Bias of the thing", json!({})));
    let open = Class { kind: "risk".to_owned(), unit: None, access: "internal".to_owned() };
    let hidden = Class { access: "secret".to_owned(), ..open.clone() };
    let visible = |mine: Vec<Class>| Visible::Classes {
        allowed: vec![open.clone()],
        published: Vec::new(),
        mine,
        also: Vec::new(),
        person: Some("PER-0001".to_owned()),
        except: Vec::new(),
    };
    let found = |visible: &Visible, kinds: &[&str]| {
        let hits = bed.read(|it| it.search("bias", kinds, visible, 20));
        hits.into_iter().map(|it| it.record.id.to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    let set = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
    assert_eq!(found(&visible(vec![]), &[]), set(&["RSK-0002"]));
    assert_eq!(found(&visible(vec![hidden]), &[]), set(&["RSK-0001", "RSK-0002"]));
    assert_eq!(found(&Visible::Nothing, &[]), set(&[]));
    assert_eq!(found(&Visible::All, &["thing"]), set(&["THG-0001"]));
}

fn survives_odd_queries(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({"note": "日本語 テスト"})));
    for text in
        ["", " ", "\"", "' OR 1=1 --", "a* NEAR b", "()", "\\", "%", ":*", "& |", "\u{0}", "AND", &"x".repeat(5_000)]
    {
        assert_eq!(found(&bed, text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(found(&bed, "日本"), ["RSK-0001"]);
}

fn finds_what_was_meant(bed: Bed) {
    bed.put(&record("RSK-0001", "Benefit eligibility check", json!({"note": "about households"})));
    bed.put(&record("RSK-0002", "Chat assistant", json!({"note": "eligibility is not its matter"})));
    assert_eq!(found(&bed, "eligiblity"), ["RSK-0001", "RSK-0002"]);
    for text in ["benifit", "elgibility chekc", "Benfit chec"] {
        assert_eq!(found(&bed, text), ["RSK-0001"], "{text}");
    }
    assert_eq!(found(&bed, "asistant"), ["RSK-0002"]);
    assert_eq!(found(&bed, "assitant eligibility"), ["RSK-0002"], "one word as it is, one with a slip");
    assert_eq!(found(&bed, "hous"), ["RSK-0001"]);
    assert_eq!(found(&bed, "xyzzy"), Vec::<String>::new());
}
