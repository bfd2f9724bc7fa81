//! Treatment plans as sheets, on paper and as data.

use jiff::civil::Date;
use record::Id;

use super::TREATMENT;
use super::cost::PerUnit;
use super::whole::{Board, Part, Told};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, spaced};
use crate::{Actor, Aims, Error};

const PLANS: [&str; 11] =
    ["number", "treatment", "option", "treats", "owner", "due", "state", "verdict", "why", "approval", "tasks_done"];
const RISKS: [&str; 7] = ["risk", "type", "before", "after", "levels", "by", "how"];
const TASKS: [&str; 9] = ["treatment", "task", "title", "owner", "due", "state", "hours", "cost", "waits_for"];
const HOURS: [&str; 5] = ["treatment", "owner", "fits", "why", "formula"];
const COSTS: [&str; 8] = ["treatment", "a_year", "formula", "risk", "type", "unit_less", "interval", "how"];
const CONTROLS: [&str; 5] = ["control", "statement", "entry", "holds", "gone"];
const GAPS: [&str; 3] = ["gap", "what", "records"];

impl Aims {
    /// Treatment plans as a file; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::treatments`]; an ending that is no form.
    pub async fn treatment_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.treatments(actor, part).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.treating.words;
        let of = told.of.as_ref().map(|it| format!(": {}", it.1)).unwrap_or_default();
        let title = format!("{}{of}", said.say("title"));
        let head = (said, (title.as_str(), said.say("reads")), told.on);
        let bytes = self.filed_as_tables(ending, &told, head, || tables(said, &told)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "treatment plans", ""))?;
        self.enter(actor, Event::new("export").with("kind", TREATMENT).with("rows", told.plans.len())).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["title", "reads", "none", "plans", "risks", "tasks", "hours_of_people", "costs", "controls", "gaps"];
    own.into_iter()
        .chain(PLANS)
        .chain(RISKS)
        .chain(TASKS)
        .chain(HOURS)
        .chain(COSTS)
        .chain(CONTROLS)
        .chain(GAPS)
        .collect()
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &Id| match told.names.get(&it.to_string()) {
        Some(title) => format!("{it} {title}"),
        None => it.to_string(),
    };
    let named = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let who = |it: &Option<Id>| it.as_ref().map(name).unwrap_or_default();
    let plans = told.plans.iter().map(|it| {
        let option = spaced(it.option.as_deref().unwrap_or_default());
        let done = format!("{} / {}", it.progress.done, it.progress.tasks);
        let first = [it.id.to_string(), it.title.clone(), option, named(&it.treats), who(&it.owner), day(it.due)];
        let verdict = spaced(it.success.verdict.name());
        let last = [spaced(&it.state), verdict, it.success.why.clone(), it.agreement.why.clone(), done];
        first.into_iter().chain(last).collect::<Vec<String>>()
    });
    let risks = told.risks.iter().flat_map(|row| {
        row.moved.iter().map(move |it| {
            let level = |it: &crate::risking::level::Judged| match &it.level {
                Some(level) => format!("{level} ({})", spaced(it.verdict.name())),
                None => spaced(it.verdict.name()),
            };
            let fall = it.levels.map(|it| it.to_string()).unwrap_or_default();
            let by = it.by.iter().chain(&it.without).cloned().collect::<Vec<_>>().join("; ");
            vec![name(&row.risk), it.of.clone(), level(&it.before), level(&it.after), fall, by, it.after.says.clone()]
        })
    });
    let tasks = told.plans.iter().flat_map(|plan| {
        plan.tasks.iter().map(move |it| {
            let hours = it.hours.map(|it| it.to_string()).unwrap_or_default();
            let cost = it.cost.as_ref().map(|it| format!("{} {}", it.amount, it.currency)).unwrap_or_default();
            let first = [plan.id.to_string(), it.id.to_string(), it.title.clone(), who(&it.owner), day(it.due)];
            first.into_iter().chain([spaced(&it.state), hours, cost, named(&it.after)]).collect::<Vec<String>>()
        })
    });
    let hours = told.plans.iter().flat_map(|plan| {
        plan.owners.iter().map(move |it| {
            vec![plan.id.to_string(), name(&it.person), spaced(it.fits.name()), it.why.clone(), it.formula.clone()]
        })
    });
    let controls = told.controls.iter().map(|it| {
        let gone = it.gone.clone().unwrap_or_default();
        vec![name(&it.control), name(&it.statement), it.entry.clone(), spaced(it.holds.name()), gone]
    });
    let gaps = told.gaps.iter().map(|it| vec![spaced(it.sort), it.says.clone(), named(&it.records)]);
    vec![
        Rows::said(say, "plans", &PLANS, plans),
        Rows::said(say, "risks", &RISKS, risks),
        Rows::said(say, "tasks", &TASKS, tasks),
        Rows::said(say, "hours_of_people", &HOURS, hours),
        Rows::said(say, "costs", &COSTS, told.plans.iter().flat_map(|it| costs(it, &name))),
        Rows::said(say, "controls", &CONTROLS, controls),
        Rows::said(say, "gaps", &GAPS, gaps),
    ]
}

/// What a plan costs, and a row for each risk with what a unit less costs.
fn costs(plan: &Board, name: &impl Fn(&Id) -> String) -> Vec<Vec<String>> {
    let (yearly, formula) = match &plan.cost {
        Some(it) => (format!("{:.2} {}", it.yearly, it.currency), it.formula.clone()),
        None => (String::new(), plan.cost_why.clone().unwrap_or_default()),
    };
    let row = |risk: String, of: String, [unit, interval, how]: [String; 3]| {
        vec![plan.id.to_string(), yearly.clone(), formula.clone(), risk, of, unit, interval, how]
    };
    if plan.worth.is_empty() {
        return vec![row(String::new(), String::new(), Default::default())];
    }
    plan.worth.iter().map(|it| row(name(&it.risk), it.of.clone(), per_unit(&it.per, &it.says))).collect()
}

/// What a unit less costs, its interval, and how.
fn per_unit(it: &PerUnit, says: &str) -> [String; 3] {
    [it.each().unwrap_or_default(), it.ends("–").unwrap_or_default(), says.to_owned()]
}

fn day(it: Option<Date>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}
