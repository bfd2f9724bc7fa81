//! One measurement from beginning to end: open, measure on as many threads as wanted, judge, report.

use std::collections::BTreeMap;
use std::str::FromStr;

use governance::Moment;
use measure::inference::resample::Draws;
use read::Source;

use super::arguments::{Chosen, Given};
use super::columns::Columns;
use super::data::{self, Input};
use super::plan::Plan;
use super::report::{FORM, FileUsed, Found, Note, Report};
use super::{Family, verdict};
use crate::exit::Failure;

/// What a family is asked.
pub struct Ask<'a> {
    /// The family.
    pub family: &'static Family,
    /// The plan, complete.
    pub plan: &'a Plan,
    /// Columns by the part that they play.
    pub columns: &'a Columns,
    /// Resamples, seed and the level of every interval.
    pub draws: Draws,
    /// Rows that a group needs to be compared.
    pub minimum: u64,
    /// Threads that work.
    pub threads: usize,
    /// The moment for which freshness is asked, in microseconds since 1970-01-01T00:00:00Z.
    pub moment: Option<i64>,
    as_of: Option<&'a str>,
    data: &'a Input,
    others: &'a BTreeMap<&'static str, Input>,
}

impl<'a> Ask<'a> {
    /// The data, or a summary of them.
    pub fn input(&self) -> &'a Input {
        self.data
    }

    /// The rows of the data.
    pub fn source(&self) -> Result<&'a Source, Failure> {
        self.data.source(self.family.name)
    }

    /// Data that play another part, such as `reference`.
    pub fn other(&self, part: &str) -> Option<&'a Input> {
        self.others.get(part)
    }

    /// The rows of data that play another part.
    pub fn other_rows(&self, part: &str) -> Result<Option<&'a Source>, Failure> {
        self.other(part).map(|it| it.source(self.family.name)).transpose()
    }

    /// What the data are compared with, where nothing can be measured without it.
    pub fn reference(&self) -> Result<&'a Input, Failure> {
        let name = self.family.name;
        let lacking = || Failure::input(format!("`{name}` needs data to compare with; name them with --reference"));
        self.other("reference").ok_or_else(lacking)
    }

    /// A section of the plan.
    pub fn section<T>(&self, name: &str, section: &'a Option<T>) -> Result<&'a T, Failure> {
        section.as_ref().ok_or_else(|| Failure::input(format!("the plan has no section `{name}`; add it")))
    }
}

/// Measures what was asked for.
pub fn run(chosen: &Chosen, as_of: Option<&str>) -> Result<Report, Failure> {
    chosen.check()?;
    let plan = Plan::of(chosen.family, chosen.given.plan.as_deref())?;
    measure(chosen.family, &chosen.given, plan, as_of)
}

/// Measures by a plan that is complete.
pub fn measure(family: &'static Family, given: &Given, plan: Plan, as_of: Option<&str>) -> Result<Report, Failure> {
    let columns = given.columns.clone().over(&plan.columns);
    columns.only(family.name, family.takes)?;
    let plan = Plan { columns, seed: given.seed.or(plan.seed), ..plan };
    let options = given.reading.options();
    let data = Input::open("data", &given.files, &options)?;
    let mut others = BTreeMap::new();
    for (part, files) in given.others.parts().into_iter().filter(|it| !it.1.is_empty()) {
        others.insert(part, Input::open(part, files, &options)?);
    }
    let threads = given.threads.map_or_else(cores, usize::from);
    let ask = Ask {
        family,
        columns: &plan.columns,
        draws: draws(&plan)?,
        minimum: said(plan.minimum, "minimum")?,
        threads,
        as_of,
        moment: as_of.map(moment).transpose()?,
        plan: &plan,
        data: &data,
        others: &others,
    };
    // Measures share the threads of the process; a second measurement in it works on those of the first.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let found = (family.run)(&ask)?;
    let all = || [("data", &data)].into_iter().chain(others.iter().map(|it| (*it.0, it.1)));
    let files = all().flat_map(|(part, input)| input.files(part)).collect();
    let notes = all().flat_map(|(part, input)| input.notes(part)).collect();
    report(&ask, given, found, files, notes)
}

fn draws(plan: &Plan) -> Result<Draws, Failure> {
    Ok(Draws {
        replicates: said(plan.resamples, "resamples")?,
        seed: said(plan.seed, "seed")?,
        level: said(plan.level, "level")?,
    })
}

fn said<T: Copy>(value: Option<T>, key: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::input(format!("the plan has no `{key}`; add it")))
}

/// A moment in microseconds since 1970-01-01T00:00:00Z.
fn moment(text: &str) -> Result<i64, Failure> {
    match Moment::from_str(text)? {
        Moment::Time(moment) => Ok(moment.as_microsecond()),
        _ => {
            Err(Failure::input(format!("`{text}` is no day or moment; freshness is asked for one such as 2026-03-01")))
        }
    }
}

/// Cores of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn report(
    ask: &Ask<'_>,
    given: &Given,
    found: Found,
    data: Vec<FileUsed>,
    mut notes: Vec<Note>,
) -> Result<Report, Failure> {
    notes.extend(found.notes);
    let mut rulings = verdict::rulings(&found.lines, &ask.plan.limits());
    rulings.extend(found.rulings);
    let owned = |(part, named): (&'static str, Vec<&str>)| (part, named.into_iter().map(str::to_owned).collect());
    let columns: BTreeMap<&'static str, Vec<String>> =
        ask.columns.parts().into_iter().filter(|it| !it.1.is_empty()).map(owned).collect();
    Ok(Report {
        form: FORM,
        family: ask.family.name,
        engine: format!("aims {}", env!("CARGO_PKG_VERSION")),
        repeat: repeat(ask, given),
        plan: ask.plan.used()?,
        data,
        rows: found.rows,
        columns,
        overall: verdict::overall(&rulings),
        rulings,
        shown: ask.plan.show.clone(),
        lines: found.lines,
        tests: found.tests,
        notes,
        figures: found.figures,
        tables: found.tables,
    })
}

/// The command that measures the same again, with the names of files without their folders.
fn repeat(ask: &Ask<'_>, given: &Given) -> Vec<String> {
    let mut words: Vec<String> = ["aims", "measure", ask.family.name].map(str::to_owned).into();
    words.extend(given.files.iter().map(|it| data::base(it)));
    let mut say = |name: &str, value: &str| words.extend([format!("--{name}"), value.to_owned()]);
    given.plan.iter().for_each(|it| say("plan", &data::base(it)));
    for (part, files) in given.others.parts() {
        files.iter().for_each(|it| say(&part.replace('_', "-"), &data::base(it)));
    }
    for (part, named) in ask.columns.parts() {
        named.iter().for_each(|it| say(part, it));
    }
    say("seed", &ask.draws.seed.to_string());
    ask.as_of.iter().for_each(|it| say("as-of", it));
    words.extend(given.reading.words());
    words
}
