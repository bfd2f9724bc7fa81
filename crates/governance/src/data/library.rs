//! What is asked of data, as data: elements of provenance, tiers with their plans, licences, and what each use needs of them.
//!
//! The files are read once. A file that cannot be read asks nothing, and a test reads every one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(RustEmbed)]
#[folder = "../../data"]
#[include = "library/*.toml"]
#[include = "tables/*.toml"]
#[include = "plans/quality*.toml"]
struct Shipped;

/// Everything that is asked.
#[derive(Debug, Default)]
pub struct Library {
    /// How strictly data are looked at.
    pub tiers: Tiers,
    /// What must be known of where data come from.
    pub elements: Vec<Element>,
    /// Licences that are known.
    pub licences: Vec<Licence>,
    /// What uses need of licences.
    pub needs: Vec<Need>,
    /// What can be weighed when treatments are compared.
    pub trade_off: TradeOff,
    /// The limits of each shipped plan of quality.
    pub plans: BTreeMap<String, Vec<Limit>>,
}

/// What can be weighed when treatments are compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TradeOff {
    /// Names of what is weighed where nobody says.
    pub unsaid: Vec<String>,
    /// Everything that can be weighed.
    pub measure: Vec<Weighed>,
}

/// Something that can be weighed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// Its name, as a dataset says it.
    pub name: String,
    /// The metric of a measurement.
    pub metric: Option<String>,
    /// What the metric is of; the whole, or the only one that there is, where it is not said.
    pub of: Option<String>,
    /// A field of the version, where it is no metric.
    pub field: Option<String>,
    /// Which end is better.
    pub better: Better,
}

/// Which end is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Less is better.
    Less,
    /// More is better.
    More,
}

/// How strictly data are looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Tier of data of an AI system that nobody has classified.
    pub unclassified: String,
    /// Tier of data that no AI system uses.
    pub unused: String,
    /// From the weakest to the strictest.
    pub tier: Vec<Tier>,
    /// Outcomes of classifications and the tier that follows.
    pub outcome: Vec<Outcome>,
    /// Limits that hold for some data only.
    #[serde(default)]
    pub only: Vec<Only>,
}

/// One tier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// The plan of quality that it asks for.
    pub plan: String,
    /// How long a measurement counts.
    pub lasts: String,
}

/// Outcomes of a scheme of classification.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The scheme.
    pub scheme: String,
    /// The outcomes, in lower case.
    pub says: Vec<String>,
    /// The tier that follows.
    pub tier: String,
}

/// A limit that can only be held where a field of the version has one of these values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The metric.
    pub metric: String,
    /// The field of the version.
    pub field: String,
    /// Its values.
    pub any: Vec<String>,
}

/// One thing that must be known of where data come from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// A short name that does not change.
    pub name: String,
    /// What it is, in words.
    pub label: String,
    /// Kind that has the field.
    pub of: String,
    /// The field, or a table and its column with a point between them.
    pub field: String,
    /// Tiers that ask for it.
    pub tiers: Vec<String>,
    /// The clause that it serves.
    pub clause: String,
    /// Where it is asked for at all.
    pub when: Option<When>,
    /// A family of measures whose number serves as well.
    pub measured: Option<String>,
    /// Whether it is asked of versions alone that were made from others.
    #[serde(default)]
    pub derived: bool,
}

/// A field of dataset or version that must hold one of these values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The field, or a table and its column.
    pub field: String,
    /// The values.
    pub any: Vec<String>,
}

/// A licence that is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Identifier of the SPDX list.
    pub id: String,
    /// Other names, each of which is the whole licence text of a dataset.
    pub names: Vec<String>,
    /// What it comes to, in a few words.
    pub note: String,
    /// Where its text is.
    pub source: String,
    /// What it says: `yes`, `no` or `unsaid` to each term.
    pub terms: BTreeMap<String, String>,
}

/// What a use needs of a licence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The use; `any` for all.
    #[serde(rename = "use")]
    pub of: String,
    /// The term.
    pub term: String,
    /// The verdict when the licence says yes.
    pub yes: Option<String>,
    /// The verdict when it says no.
    pub no: Option<String>,
    /// The verdict when it does not speak of it.
    pub unsaid: Option<String>,
    /// The verdict when nobody knows what it says.
    pub unknown: Option<String>,
    /// What the need is, in words.
    pub says: String,
}

/// A limit of a plan; what else a plan holds is left to those who measure.
#[derive(Debug, Clone, Deserialize)]
pub struct Limit {
    /// The metric.
    pub metric: String,
    /// The value may not be below.
    pub at_least: Option<f64>,
    /// The value may not be above.
    pub at_most: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ElementFile {
    element: Vec<Element>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct LicenceFile {
    licence: Vec<Licence>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct NeedFile {
    need: Vec<Need>,
}

#[derive(Deserialize)]
struct PlanFile {
    name: String,
    #[serde(default)]
    limit: Vec<Limit>,
}

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library {
    tiers: read("library/data_tiers.toml").unwrap_or_default(),
    elements: read::<ElementFile>("library/provenance.toml").unwrap_or_default().element,
    licences: read::<LicenceFile>("library/licences.toml").unwrap_or_default().licence,
    needs: read::<NeedFile>("tables/licence_use.toml").unwrap_or_default().need,
    trade_off: read("library/trade_off.toml").unwrap_or_default(),
    plans: plans(),
});

/// Everything that is asked.
pub fn library() -> &'static Library {
    &SHIPPED
}

pub(crate) fn read<T: DeserializeOwned>(path: &str) -> Option<T> {
    toml::from_str(&text(path)).ok()
}

fn text(path: &str) -> String {
    Shipped::get(path).map(|it| String::from_utf8_lossy(&it.data).into_owned()).unwrap_or_default()
}

fn plans() -> BTreeMap<String, Vec<Limit>> {
    let files = Shipped::iter().filter(|it| it.starts_with("plans/"));
    files.filter_map(|it| read::<PlanFile>(&it)).map(|it| (it.name, it.limit)).collect()
}

impl Tiers {
    /// How strict a tier is; the weakest is 0, and what is no tier is the strictest.
    pub fn rank(&self, name: &str) -> usize {
        self.tier.iter().position(|it| it.name == name).unwrap_or(self.tier.len().saturating_sub(1))
    }

    /// The tier that follows from an outcome of a scheme.
    pub fn of(&self, scheme: &str, outcome: &str) -> Option<usize> {
        let said = outcome.trim().to_lowercase();
        let found = self.outcome.iter().find(|it| it.scheme == scheme && it.says.contains(&said))?;
        Some(self.rank(&found.tier))
    }
}

/// A licence's name without what spellings differ in.
pub fn plain(name: &str) -> String {
    let letters = name.to_lowercase().chars().map(|it| if it.is_alphanumeric() { it } else { ' ' }).collect::<String>();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Library {
    /// The licence of that identifier or whole name.
    pub fn licence(&self, name: &str) -> Option<&Licence> {
        let name = plain(name);
        let fits = |it: &&Licence| plain(&it.id) == name || it.names.iter().any(|other| plain(other) == name);
        self.licences.iter().find(fits).filter(|_| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::licence::VERDICTS;

    #[test]
    fn every_file_reads_and_names_what_there_is() {
        let tiers: Tiers = toml::from_str(&text("library/data_tiers.toml")).unwrap();
        let known = |name: &String| tiers.tier.iter().any(|it| it.name == *name);
        assert!(known(&tiers.unclassified) && known(&tiers.unused) && tiers.outcome.iter().all(|it| known(&it.tier)));
        for tier in &tiers.tier {
            assert!(plans().get(&tier.plan).is_some_and(|it| !it.is_empty()), "{} asks for a plan", tier.name);
            assert!(tier.lasts.parse::<jiff::Span>().is_ok());
        }
        let weighed: TradeOff = toml::from_str(&text("library/trade_off.toml")).unwrap();
        let named = |name: &String| weighed.measure.iter().any(|it| it.name == *name);
        assert!(!weighed.unsaid.is_empty() && weighed.unsaid.iter().all(named));
        assert!(weighed.measure.iter().all(|it| it.metric.is_some() != it.field.is_some()));
        let kind = std::fs::read_to_string("../../data/kinds/dataset.toml").unwrap();
        assert!(weighed.measure.iter().all(|it| kind.contains(&format!("\"{}\"", it.name))), "a dataset can name each");
        let elements: ElementFile = toml::from_str(&text("library/provenance.toml")).unwrap();
        assert!(elements.element.iter().all(|it| it.tiers.iter().all(known) && it.clause.contains(':')));
        let licences: LicenceFile = toml::from_str(&text("library/licences.toml")).unwrap();
        let needs: NeedFile = toml::from_str(&text("tables/licence_use.toml")).unwrap();
        for it in &licences.licence {
            assert!(it.source.starts_with("https://"), "{} has a source", it.id);
            assert!(it.terms.values().all(|it| ["yes", "no", "unsaid"].contains(&it.as_str())), "{}", it.id);
            assert!(needs.need.iter().all(|need| it.terms.contains_key(&need.term)), "{} answers every term", it.id);
        }
        for need in &needs.need {
            let verdicts = [&need.yes, &need.no, &need.unsaid, &need.unknown];
            assert!(verdicts.into_iter().flatten().all(|it| VERDICTS.contains(&it.as_str())), "{need:?}");
        }
    }

    #[test]
    fn no_name_means_two_licences() {
        let mut names: Vec<String> = Vec::new();
        for it in &library().licences {
            names.push(plain(&it.id));
            names.extend(it.names.iter().map(|it| plain(it)).filter(|name| *name != plain(&it.id)));
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_licence_is_known_by_its_whole_name_alone() {
        assert_eq!(library().licence("cc-by-4.0").unwrap().id, "CC-BY-4.0");
        assert_eq!(library().licence("Research only").unwrap().id, "LicenseRef-Research-Only");
        for unknown in ["", "county use only", "CC-BY-4.0 with changes", "cc"] {
            assert!(library().licence(unknown).is_none(), "{unknown}");
        }
    }
}
