//! Plans from files: those that somebody wrote and those that the program ships, and what is wrong with one, with its line.

use std::path::Path;

use measure::metric;
use record::Fault;
use rust_embed::RustEmbed;

use super::{Plan, range};
use crate::{Error, FAMILIES, Family};

#[derive(RustEmbed)]
#[folder = "../../data/plans"]
#[include = "*.toml"]
struct Shipped;

impl Plan {
    /// The plan that somebody named for a family, a file or a shipped one, completed; without a name that of the family.
    pub fn of(family: &Family, named: Option<&str>) -> Result<Plan, Error> {
        match named {
            Some(name) if Path::new(name).exists() || !names().iter().any(|it| it == name) => {
                Plan::complete(family, name, &text_of(name)?)
            }
            _ => Plan::shipped(family, named),
        }
    }

    /// A shipped plan for a family, completed; no file is looked for.
    pub fn shipped(family: &Family, named: Option<&str>) -> Result<Plan, Error> {
        match named {
            None => shipped(family.name),
            Some(name) => Plan::complete(family, &format!("{name}.toml"), &text_of_shipped(name)?),
        }
    }

    /// The plan in a text, with what it leaves out from the shipped plan of the family, for which it must be.
    pub fn complete(family: &Family, file: &str, text: &str) -> Result<Plan, Error> {
        let plan = Plan::read(file, text)?;
        if plan.family == family.name {
            return Ok(plan.over(shipped(family.name)?));
        }
        let (of, wanted) = (&plan.family, family.name);
        let message = format!("the plan is for `{of}`; run `aims measure {of}`, or name a plan for `{wanted}`");
        Err(fault(Fault::about(file, text, of, message)))
    }

    /// A plan as it stands in a file, checked; a mistake is told with its line.
    pub fn read(file: &str, text: &str) -> Result<Plan, Error> {
        let plan: Plan = toml::from_str(text).map_err(|it| fault(Fault::of_toml(file, text, &it)))?;
        match plan.mistake(file, text) {
            None => Ok(plan),
            Some(mistake) => Err(fault(mistake)),
        }
    }

    /// The first thing that is wrong with it.
    fn mistake(&self, file: &str, text: &str) -> Option<Fault> {
        if !FAMILIES.iter().any(|it| it.name == self.family) {
            let known: Vec<String> = FAMILIES.iter().map(|it| format!("`{}`", it.name)).collect();
            let message = format!("there is no family `{}`; the families are {}", self.family, known.join(", "));
            return Some(Fault::about(file, text, &self.family, message));
        }
        let named = self.limit.iter().map(|it| &it.metric).chain(self.show.iter().flatten());
        if let Some(strange) = named.into_iter().find(|it| metric::find(it).is_none()) {
            let near = metric::metrics().min_by_key(|it| strsim::osa_distance(it.id, strange)).map_or("", |it| it.id);
            let message =
                format!("there is no metric `{strange}`; did you mean `{near}`? `aims measure metrics` lists them all");
            return Some(Fault::about(file, text, strange, message));
        }
        let family = FAMILIES.iter().find(|it| it.name == self.family);
        let foreign = |id: &str| metric::find(id).filter(|it| family.is_some_and(|own| !own.measures(it)));
        if let Some(strange) = self.limit.iter().find_map(|it| foreign(&it.metric)) {
            let able: Vec<String> =
                FAMILIES.iter().filter(|it| it.measures(strange)).map(|it| format!("`{}`", it.name)).collect();
            let (id, own, able) = (strange.id, &self.family, able.join(" or "));
            let message = format!(
                "`{own}` does not measure `{id}`, so a limit of it could never be kept; put it into a plan for {able}"
            );
            return Some(Fault::about(file, text, id, message));
        }
        if let Some(bare) = self.limit.iter().find(|it| it.limit().is_none()) {
            let message = format!("the limit of `{}` says neither `at_most` nor `at_least`; add one", bare.metric);
            return Some(Fault::about(file, text, &bare.metric, message));
        }
        if let Some(odd) = range::mistake(self, file, text) {
            return Some(odd);
        }
        let wrong = measure::quality::rules(self.rule.clone()).err()?;
        let line = text.lines().enumerate().filter(|it| it.1.trim() == "[[rule]]").nth(wrong.place - 1);
        let line = line.map_or(0, |it| it.0 + 1);
        Some(Fault { file: file.to_owned(), line, column: 1, message: wrong.why })
    }
}

/// A shipped plan as it stands.
pub fn shipped(name: &str) -> Result<Plan, Error> {
    Plan::read(&format!("{name}.toml"), &text_of_shipped(name)?)
}

/// The shipped plans of a family.
pub fn of_family(family: &str) -> Vec<Plan> {
    names().iter().filter_map(|it| shipped(it).ok()).filter(|it| it.family == family).collect()
}

/// The names of all shipped plans.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Shipped::iter().map(|it| it.trim_end_matches(".toml").to_owned()).collect();
    names.sort();
    names
}

pub(super) fn text_of_shipped(name: &str) -> Result<String, Error> {
    let known = || names().iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let lacking = || Error::missing(format!("there is no plan `{name}`; those that are shipped are {}", known()));
    let file = Shipped::get(&format!("{name}.toml")).ok_or_else(lacking)?;
    Ok(String::from_utf8_lossy(&file.data).into_owned())
}

fn text_of(name: &str) -> Result<String, Error> {
    let path = Path::new(name);
    if !path.exists() {
        return Err(unknown(name));
    }
    let bytes = crate::data::bytes(path)?;
    String::from_utf8(bytes).map_err(|_| Error::input(format!("`{name}` is not text in UTF-8; save it as UTF-8")))
}

fn unknown(name: &str) -> Error {
    let known: Vec<String> = names().iter().map(|it| format!("`{it}`")).collect();
    let known = known.join(", ");
    Error::missing(format!("there is no plan `{name}`; name a file, or one of those that are shipped: {known}"))
}

fn fault(fault: Fault) -> Error {
    Error::input(fault.to_string())
}
