//! What is asked of data, as data: elements of provenance, tiers with their plans, licences, and what each use needs of them.

use std::collections::BTreeMap;

use record::Catalog;
use serde::Deserialize;

use crate::data::licence::VERDICTS;
use crate::libraries::{Libraries, Part, Words, choices, lengths};

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
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The field, or a table and its column.
    pub field: String,
    /// The values.
    pub any: Vec<String>,
}

/// A licence that is known.
#[derive(Debug, Clone, Deserialize)]
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

/// What must be known of where data come from.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elements {
    /// Each thing.
    pub element: Vec<Element>,
    /// Words of datasheets.
    pub words: Words,
}

/// Licences that are known.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licences {
    /// Each licence; the first of a name counts.
    pub licence: Vec<Licence>,
}

/// What uses need of licences.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Each need.
    pub need: Vec<Need>,
}

/// A plan of quality; what else it holds is left to those who measure.
#[derive(Debug, Default, Deserialize)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// Its limits.
    #[serde(default)]
    pub limit: Vec<Limit>,
}

impl Tiers {
    /// How strict a tier is; the weakest is 0, and what is no tier is the strictest.
    pub fn rank(&self, name: &str) -> usize {
        self.tier.iter().position(|it| it.name == name).unwrap_or(self.tier.len().saturating_sub(1))
    }

    /// Those of these names that are no tier, each in a sentence.
    pub(crate) fn unknown<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
        let unknown = names.into_iter().filter(|name| !self.tier.iter().any(|it| it.name == **name));
        unknown.map(|it| format!("`{it}` is no tier of data; `library/data_tiers.toml` names them")).collect()
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

impl Licences {
    /// The licence of that identifier or whole name.
    pub fn of(&self, name: &str) -> Option<&Licence> {
        let name = plain(name);
        let fits = |it: &&Licence| plain(&it.id) == name || it.names.iter().any(|other| plain(other) == name);
        self.licence.iter().find(fits).filter(|_| !name.is_empty())
    }
}

impl Part for Tiers {
    fn faults(&self, all: &Libraries, _: &Catalog) -> Vec<String> {
        let named = [&self.unclassified, &self.unused].into_iter().chain(self.outcome.iter().map(|it| &it.tier));
        let mut faults = self.unknown(named);
        faults.extend(lengths(self.tier.iter().map(|it| &it.lasts)));
        let empty = |plan: &str| all.plans.get(plan).is_none_or(|it| it.limit.is_empty());
        let without = self.tier.iter().filter(|it| empty(&it.plan));
        faults.extend(without.map(|it| {
            format!(
                "tier `{}` asks for the plan `{}`, which has no limits; write it as `plans/{}.toml`",
                it.name, it.plan, it.plan
            )
        }));
        faults
    }
}

impl Part for Elements {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults: Vec<String> = self.element.iter().flat_map(|it| all.tiers.unknown(&it.tiers)).collect();
        let field = |it: &&Element| {
            let name = it.field.split('.').next().unwrap_or_default();
            catalog.kind(&it.of).is_none_or(|kind| kind.field(name).is_none())
        };
        let without = self.element.iter().filter(field);
        faults
            .extend(without.map(|it| format!("`{}` has no field `{}`, which `{}` asks for", it.of, it.field, it.name)));
        faults.extend(self.words.missing(&super::datasheet::words()));
        faults
    }
}

impl Part for Licences {
    fn faults(&self, all: &Libraries, _: &Catalog) -> Vec<String> {
        let (mut faults, mut known) = (Vec::new(), BTreeMap::new());
        for it in &self.licence {
            for name in std::iter::once(&it.id).chain(&it.names).map(|it| plain(it)) {
                match known.insert(name.clone(), &it.id) {
                    Some(other) if *other != it.id => {
                        faults.push(format!("`{name}` is the name of both `{other}` and `{}`", it.id))
                    }
                    _ => {}
                }
            }
            let answers = it.terms.iter().filter(|it| !["yes", "no", "unsaid"].contains(&it.1.as_str()));
            faults.extend(answers.map(|term| {
                format!("`{}` answers `{}` with `{}`; answers are yes, no and unsaid", it.id, term.0, term.1)
            }));
            let open = all.needs.need.iter().filter(|need| !it.terms.contains_key(&need.term));
            faults.extend(open.map(|need| format!("`{}` does not say what it says to `{}`", it.id, need.term)));
            if !it.source.starts_with("https://") {
                faults.push(format!("`{}` needs the address of its text as its source", it.id));
            }
        }
        faults.sort();
        faults.dedup();
        faults
    }
}

impl Part for Needs {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let said = self.need.iter().flat_map(|it| [&it.yes, &it.no, &it.unsaid, &it.unknown]).flatten();
        let unknown = said.filter(|it| !VERDICTS.contains(&it.as_str()));
        unknown.map(|it| format!("`{it}` is no verdict; verdicts are {}", VERDICTS.join(", "))).collect()
    }
}

impl Part for TradeOff {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let named = |name: &String| self.measure.iter().any(|it| it.name == *name);
        let mut faults: Vec<String> =
            self.unsaid.iter().filter(|it| !named(it)).map(|it| format!("`{it}` of `unsaid` is no measure")).collect();
        let both = self.measure.iter().filter(|it| it.metric.is_some() == it.field.is_some());
        faults.extend(both.map(|it| format!("`{}` needs a metric or a field, and not both", it.name)));
        let choices = choices(catalog, super::DATASET, "trade_off_by");
        let unnamed = self.measure.iter().filter(|it| !choices.contains(&it.name));
        faults.extend(unnamed.map(|it| format!("no dataset can name `{}`; add it to `trade_off_by`", it.name)));
        faults
    }
}

#[cfg(test)]
mod tests {
    use crate::libraries::Libraries;

    #[test]
    fn a_licence_is_known_by_its_whole_name_alone() {
        let all = &Libraries::shipped().licences;
        assert_eq!(all.of("cc-by-4.0").unwrap().id, "CC-BY-4.0");
        assert_eq!(all.of("Research only").unwrap().id, "LicenseRef-Research-Only");
        for unknown in ["", "county use only", "CC-BY-4.0 with changes", "cc"] {
            assert!(all.of(unknown).is_none(), "{unknown}");
        }
    }
}
