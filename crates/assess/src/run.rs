//! One measurement from beginning to end: open, measure on as many threads as wanted, judge, report.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use measure::inference::resample::Draws;
use read::Source;

use super::asked::{Asked, MEASURED};
use super::columns::Columns;
use super::data::Input;
use super::plan::Plan;
use super::report::{FORM, FileUsed, Found, Note, Report};
use super::{Family, fitness, verdict};
use crate::Error;

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
    data: &'a Input,
    others: &'a BTreeMap<&'static str, Input>,
}

impl<'a> Ask<'a> {
    /// The same data, and no others, for another family by another plan.
    pub(crate) fn alone(&self, family: &'static Family, plan: &'a Plan) -> Ask<'a> {
        static NONE: BTreeMap<&str, Input> = BTreeMap::new();
        Ask { family, plan, columns: &plan.columns, others: &NONE, ..*self }
    }

    /// The data, or a summary of them.
    pub fn input(&self) -> &'a Input {
        self.data
    }

    /// The rows of the data.
    pub fn source(&self) -> Result<&'a Source, Error> {
        self.data.source(self.family.name)
    }

    /// Data that play another part, such as `reference`.
    pub fn other(&self, part: &str) -> Option<&'a Input> {
        self.others.get(part)
    }

    /// The rows of data that play another part.
    pub fn other_rows(&self, part: &str) -> Result<Option<&'a Source>, Error> {
        self.other(part).map(|it| it.source(self.family.name)).transpose()
    }

    /// What the data are compared with, where nothing can be measured without it.
    pub fn reference(&self) -> Result<&'a Input, Error> {
        let name = self.family.name;
        let lacking = || Error::input(format!("`{name}` needs data to compare with; name them with --reference"));
        self.other("reference").ok_or_else(lacking)
    }

    /// A section of the plan.
    pub fn section<T>(&self, name: &str, section: &'a Option<T>) -> Result<&'a T, Error> {
        section.as_ref().ok_or_else(|| Error::input(format!("the plan has no section `{name}`; add it")))
    }
}

/// Measures what was asked for.
pub fn run(family: &'static Family, asked: &Asked) -> Result<Report, Error> {
    asked.check(family)?;
    let plan = Plan::of(family, asked.plan.as_deref())?;
    let quality = asked.quality_plan.as_deref().map(|it| Plan::of(super::family("quality")?, Some(it))).transpose()?;
    by(family, asked, plan, quality)
}

/// Measures by a plan that is complete, and where there is one by a plan of quality that stands before its own.
pub fn by(family: &'static Family, asked: &Asked, plan: Plan, quality: Option<Plan>) -> Result<Report, Error> {
    measure(family, asked, Plan { quality_plan: quality.map(Box::new).or(plan.quality_plan.clone()), ..plan })
}

/// Measures by a plan that is complete.
pub fn measure(family: &'static Family, asked: &Asked, plan: Plan) -> Result<Report, Error> {
    let columns = asked.columns.clone().over(&plan.columns);
    columns.only(family.name, family.takes)?;
    columns.once()?;
    let plan = Plan { columns, seed: asked.seed.or(plan.seed), ..plan };
    let open = |part, files| Input::open(part, files, &asked.reading)?.at_most(asked.most);
    let data = open(MEASURED, &asked.files)?;
    let mut others = BTreeMap::new();
    for (part, files) in asked.others.iter().filter(|it| !it.1.is_empty()) {
        others.insert(*part, open(part, files)?);
    }
    let ask = Ask {
        family,
        columns: &plan.columns,
        draws: draws(&plan)?,
        minimum: said(plan.minimum, "minimum")?,
        threads: asked.threads.unwrap_or_else(cores),
        moment: asked.as_of.as_deref().map(moment).transpose()?,
        plan: &plan,
        data: &data,
        others: &others,
    };
    let found = fitness::held(&ask, (family.run)(&ask)?)?;
    let all = || [(MEASURED, &data)].into_iter().chain(others.iter().map(|it| (*it.0, it.1)));
    let files = all().flat_map(|(part, input)| input.files(part)).collect();
    let notes = all().flat_map(|(part, input)| input.notes(part)).collect();
    report(&ask, asked, found, files, notes)
}

fn draws(plan: &Plan) -> Result<Draws, Error> {
    Ok(Draws {
        replicates: said(plan.resamples, "resamples")?,
        seed: said(plan.seed, "seed")?,
        level: said(plan.level, "level")?,
    })
}

fn said<T: Copy>(value: Option<T>, key: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::input(format!("the plan has no `{key}`; add it")))
}

/// A moment in microseconds since 1970-01-01T00:00:00Z; a day is meant until its end.
fn moment(text: &str) -> Result<i64, Error> {
    let end_of_day = |date: Date| {
        let end = date.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Some(end - jiff::Span::new().milliseconds(1))
    };
    let time = text.parse::<Timestamp>().ok().or_else(|| text.parse::<Date>().ok().and_then(end_of_day));
    time.map(Timestamp::as_microsecond).ok_or_else(|| {
        Error::input(format!("`{text}` is no day or moment; freshness is asked for one such as 2026-03-01"))
    })
}

/// Cores of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn report(
    ask: &Ask<'_>,
    asked: &Asked,
    found: Found,
    data: Vec<FileUsed>,
    mut notes: Vec<Note>,
) -> Result<Report, Error> {
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
        repeat: asked.command(ask.family.name, ask.columns, ask.draws.seed, &data),
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
        weights: found.weights,
    })
}
