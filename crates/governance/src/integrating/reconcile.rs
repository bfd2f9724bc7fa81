//! What a register says against what stands here, three ways: by what both said when they agreed last. Pure.
//!
//! What only one side changed follows that side; what both changed, or what was never agreed and differs, waits for somebody. A value that would
//! cross the appetite on its way is never taken: it waits too, and says so. Serves ISO/IEC 42001 5.1 and 6.1.1.

use std::collections::{HashMap, HashSet};

use record::Id;
use serde::Serialize;

use super::library::Register;
use super::said::{Attribute, Reading, Said, Sort};
use super::scale::{Band, Cell, Scales, across};

/// A record of ours beside a register.
#[derive(Debug, Clone, Default)]
pub struct Ours {
    /// Its number.
    pub id: Option<Id>,
    /// What it is called.
    pub title: String,
    /// Its key in the register; none where it has no entry there.
    pub key: Option<String>,
    /// What stands here.
    pub held: Said,
    /// What stood here when both agreed last.
    pub agreed: Said,
    /// What the register said when both agreed last.
    pub said: Said,
    /// What it says, as it was last brought in.
    pub says: Option<Said>,
}

/// An entry of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theirs {
    /// Its key.
    pub key: String,
    /// The number of ours that it names.
    pub number: Option<Id>,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub says: Said,
}

/// How two values came to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both changed since they agreed.
    BothChanged,
    /// They were never agreed.
    NeverAgreed,
    /// The register changed, and taking it would cross the appetite.
    Crosses,
    /// The register changed.
    TheirsChanged,
    /// We changed.
    OursChanged,
    /// The level there does not follow from its own matrix.
    DoesNotFollow,
}

impl Verdict {
    /// Its name in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::BothChanged => "both_changed",
            Verdict::NeverAgreed => "never_agreed",
            Verdict::Crosses => "crosses",
            Verdict::TheirsChanged => "theirs_changed",
            Verdict::OursChanged => "ours_changed",
            Verdict::DoesNotFollow => "does_not_follow",
        }
    }
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which attribute.
    pub attribute: &'static str,
    /// What stands here, in words of the register.
    pub ours: String,
    /// What the register says.
    pub theirs: String,
    /// How they came to differ.
    pub verdict: Verdict,
}

/// Where something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// In our records.
    Here,
    /// In the register.
    There,
}

/// What is told of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its key there.
    pub key: String,
    /// Its number here.
    pub id: Option<Id>,
    /// What it is called.
    pub title: String,
    /// On which side it is missing.
    pub missing: Option<Missing>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What crosses the appetite, in one sentence.
    pub crosses: Option<String>,
}

/// Both sides of a comparison.
pub struct Between<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its scales.
    pub there: Scales,
    /// Our scales.
    pub own: Scales,
    /// What is compared.
    pub sort: &'static Sort,
}

impl Between<'_> {
    /// What differs, what is missing and what crosses; things that agree are left out.
    pub fn reconcile(&self, ours: &[Ours], theirs: &[Theirs]) -> Vec<Item> {
        let mut told = Vec::new();
        let by_key: HashMap<&str, &Theirs> = theirs.iter().map(|it| (it.key.as_str(), it)).collect();
        let by_number: HashMap<&Id, &Theirs> = theirs.iter().filter_map(|it| Some((it.number.as_ref()?, it))).collect();
        let mut met = HashSet::new();
        for record in ours {
            let entry =
                record.key.as_deref().and_then(|it| by_key.get(it)).or_else(|| by_number.get(record.id.as_ref()?));
            let item = match entry {
                Some(entry) => {
                    met.insert(entry.key.as_str());
                    self.item(record, entry)
                }
                None => Item { missing: Some(Missing::There), ..self.begun(record, record.key.as_deref()) },
            };
            told.extend((item != self.begun(record, Some(&item.key))).then_some(item));
        }
        let here = |it: &&Theirs| !met.contains(it.key.as_str());
        told.extend(theirs.iter().filter(here).map(|it| Item {
            key: it.key.clone(),
            title: it.title.clone(),
            missing: Some(Missing::Here),
            ..Item::default()
        }));
        told
    }

    fn begun(&self, record: &Ours, key: Option<&str>) -> Item {
        let key = key.unwrap_or_default().to_owned();
        Item { key, id: record.id.clone(), title: record.title.clone(), ..Item::default() }
    }

    /// What differs between a record and its entry.
    pub fn item(&self, record: &Ours, entry: &Theirs) -> Item {
        let mut item = self.begun(record, Some(&entry.key));
        let crosses = self.crossing(record, entry);
        for attribute in self.sort.attributes {
            let ours = self.in_their_words(record, entry, attribute);
            let theirs = entry.says.get(attribute.name);
            if ours == theirs {
                continue;
            }
            let mut verdict = self.verdict(record, entry, attribute);
            let on_axis = matches!(attribute.reading, Reading::Likelihood | Reading::Impact);
            if on_axis && verdict == Verdict::TheirsChanged && crosses.is_some() {
                verdict = Verdict::Crosses;
                item.crosses.clone_from(&crosses);
            }
            item.differences.push(Difference { attribute: attribute.name, ours, theirs: theirs.to_owned(), verdict });
        }
        item.crosses = item.crosses.or_else(|| self.sides(record, entry));
        item
    }

    fn verdict(&self, record: &Ours, entry: &Theirs, attribute: &Attribute) -> Verdict {
        if attribute.reading == Reading::Level {
            return Verdict::DoesNotFollow;
        }
        let name = attribute.name;
        let (ours, theirs) = (record.held.get(name), entry.says.get(name));
        let (held, said) = (record.agreed.get(name), record.said.get(name));
        match (ours != held, theirs != said) {
            // Nothing was agreed before, and one side has nothing to say.
            _ if held.is_empty() && said.is_empty() && ours.is_empty() => Verdict::TheirsChanged,
            _ if held.is_empty() && said.is_empty() && theirs.is_empty() => Verdict::OursChanged,
            _ if held.is_empty() && said.is_empty() => Verdict::NeverAgreed,
            (true, true) => Verdict::BothChanged,
            (false, true) => Verdict::TheirsChanged,
            _ => Verdict::OursChanged,
        }
    }

    /// What a record says in words of the register; where nothing changed since both agreed, what the register said then.
    pub fn in_their_words(&self, record: &Ours, entry: &Theirs, attribute: &Attribute) -> String {
        let (name, theirs) = (attribute.name, entry.says.get(attribute.name));
        let agreed = record.held.get(name) == record.agreed.get(name) && !record.said.get(name).is_empty();
        if attribute.reading == Reading::Level {
            // The level that follows from the cell that the register states itself.
            return match self.their_cell(&entry.says) {
                Some(cell) => self.there.level(cell).unwrap_or_default().to_owned(),
                None => theirs.to_owned(),
            };
        }
        match agreed {
            true => record.said.get(name).to_owned(),
            false => self.expressed(&record.held, attribute),
        }
    }

    /// A value of ours in words of the register.
    pub fn expressed(&self, held: &Said, attribute: &Attribute) -> String {
        let value = held.get(attribute.name);
        let to = |from: &[Band], to: &[Band]| {
            let place = value.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
            place.and_then(|it| to.get(across(from, it, to))).map(|it| it.level.clone()).unwrap_or_default()
        };
        match attribute.reading {
            Reading::Likelihood => to(&self.own.likelihood, &self.there.likelihood),
            Reading::Impact => to(&self.own.impact, &self.there.impact),
            Reading::State => self.register.state(self.sort.kind, value).unwrap_or_default().to_owned(),
            _ => value.to_owned(),
        }
    }

    /// A value of the register as it would stand here; none where it has no meaning here.
    pub fn taken(&self, says: &Said, attribute: &Attribute) -> Option<String> {
        let value = says.get(attribute.name);
        let to = |from: &[Band], to: &[Band]| {
            let place = from.iter().position(|it| it.level == value)?;
            Some((across(from, place, to) + 1).to_string())
        };
        match attribute.reading {
            _ if value.is_empty() => None,
            Reading::Likelihood => to(&self.there.likelihood, &self.own.likelihood),
            Reading::Impact => to(&self.there.impact, &self.own.impact),
            Reading::Level | Reading::State => None,
            _ => Some(value.to_owned()),
        }
    }

    /// The cell that an entry of the register states.
    fn their_cell(&self, says: &Said) -> Option<Cell> {
        let place = |bands: &[Band], value: &str| bands.iter().position(|it| it.level == value);
        let likelihood = place(&self.there.likelihood, says.get("likelihood"))?;
        Some(Cell { likelihood, impact: place(&self.there.impact, says.get("impact"))? })
    }

    /// The cell that stands here, by the numbers of its levels.
    fn own_cell(&self, held: &Said) -> Option<Cell> {
        let place = |name: &str| held.get(name).parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        Some(Cell { likelihood: place("likelihood")?, impact: place("impact")? })
    }

    /// What would cross if the cell of the register were taken over, with what stands here left where only we changed.
    fn crossing(&self, record: &Ours, entry: &Theirs) -> Option<String> {
        let theirs = self.their_cell(&entry.says)?;
        let mut held = record.held.clone();
        for attribute in self.sort.attributes.iter().filter(|it| it.reading.taken()) {
            if self.in_their_words(record, entry, attribute) != entry.says.get(attribute.name)
                && self.verdict(record, entry, attribute) == Verdict::TheirsChanged
            {
                held.set(attribute.name, &self.taken(&entry.says, attribute).unwrap_or_default());
            }
        }
        let would = self.own_cell(&held)?;
        let (above, here) = (self.there.above(theirs), self.own.above(would));
        (above != here).then(|| self.told(theirs, would))
    }

    /// Where both sides lie on different sides of the appetite as they stand.
    fn sides(&self, record: &Ours, entry: &Theirs) -> Option<String> {
        let theirs = self.their_cell(&entry.says)?;
        let ours = self.own_cell(&record.held)?;
        (self.there.above(theirs) != self.own.above(ours)).then(|| self.told(theirs, ours))
    }

    fn told(&self, theirs: Cell, ours: Cell) -> String {
        let side = |above| if above { "above the appetite" } else { "within the appetite" };
        let (there, here) = (self.there.level(theirs).unwrap_or_default(), self.own.level(ours).unwrap_or_default());
        format!(
            "`{there}` in the register is {}, and `{here}` here is {}",
            side(self.there.above(theirs)),
            side(self.own.above(ours))
        )
    }

    /// Why what goes to the register lies on another side of the appetite than what stands here, where it does.
    pub fn crosses_with(&self, record: &Ours, says: &Said) -> Option<String> {
        self.sides(record, &Theirs { says: says.clone(), ..Theirs::default() })
    }

    /// What the register should say of a record: ours where only we changed or nothing is there yet, else what it says itself.
    pub fn outgoing(&self, record: &Ours) -> Said {
        let entry = Theirs { says: record.says.clone().unwrap_or_default(), ..Theirs::default() };
        let mut out = Said::default();
        for attribute in self.sort.attributes.iter().filter(|it| it.reading != Reading::Level) {
            let (ours, theirs) = (self.in_their_words(record, &entry, attribute), entry.says.get(attribute.name));
            let goes = theirs.is_empty() || self.verdict(record, &entry, attribute) == Verdict::OursChanged;
            out.set(attribute.name, if goes { &ours } else { theirs });
        }
        if let Some(level) = self.their_cell(&out).and_then(|it| self.there.level(it)) {
            out.set("level", level);
        }
        out
    }
}
