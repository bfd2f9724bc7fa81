//! The list of metrics: complete, without doubles, in the words of the house.

use std::collections::BTreeSet;

use measure::Family;
use measure::metric::{find, metrics};

#[test]
fn every_metric_has_its_own_id_and_all_its_words() {
    let mut ids = BTreeSet::new();
    for it in metrics() {
        assert!(ids.insert(it.id), "`{}` stands there twice", it.id);
        assert!(it.id.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_'), "{}", it.id);
        assert_eq!(find(it.id), Some(it));
        for text in [it.title, it.definition, it.formula, it.reading, it.source] {
            assert!(!text.trim().is_empty() && text == text.trim(), "`{}` lacks words", it.id);
        }
        assert!(it.definition.ends_with('.') && it.definition.len() > 20, "`{}`: its definition is a sentence", it.id);
        // What 0 or 1 means is said of every judgement; a mean or a range of values has no such ends.
        let judges = !matches!(it.family, Family::Profile | Family::Quality | Family::Drift);
        let ends = it.reading.contains(|it: char| it.is_ascii_digit()) || it.reading.contains("(c, l)");
        assert!(!judges || ends, "`{}`: its reading says what 0 or 1 means", it.id);
        assert!(!it.reading.ends_with('.'), "`{}`: its reading is no sentence", it.id);
    }
    assert!(ids.len() >= 100, "{} metrics", ids.len());
    assert!(find("no_such_metric").is_none());
}
