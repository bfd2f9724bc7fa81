//! The words of charts in a report, which is written in English whoever reads it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chart::Words;

/// The texts of pages; of these only those of charts are wanted here.
const MESSAGES: &str = include_str!("../../../../data/messages/en.toml");

static CHART: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file: toml::Table = toml::from_str(MESSAGES).unwrap_or_default();
    let texts = file.get("chart").cloned().and_then(|it| it.try_into().ok());
    texts.unwrap_or_default()
});

/// The words of charts in English.
pub fn english() -> Words<'static> {
    Words(&|key| key.split_once('.').and_then(|(_, name)| CHART.get(name)).map_or(key, String::as_str))
}
