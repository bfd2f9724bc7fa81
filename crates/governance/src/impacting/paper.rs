//! The impacts of a system as sheets, on paper and as data: the answers in the order of each law first, then what they rest on.

use jiff::civil::Date;
use record::Id;
use serde_json::Value;

use super::ASSESSMENT;
use super::lanes::Lanes;
use super::whole::{Societal, Told};
use super::work::Estimate;
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, spaced};
use crate::{Actor, Aims, Error};

const LAWS: [&str; 6] = ["law", "assessment", "question", "asks", "answer", "missing"];
const IMPACTS: [&str; 9] =
    ["number", "group", "level", "direction", "effect", "arises_from", "severity", "people", "brought_about_by"];
const GROUPS: [&str; 4] = ["group", "people", "named_by", "looked_at"];
const HEARINGS: [&str; 5] = ["number", "group", "hear", "why", "lacks"];
const WORK: [&str; 5] = ["work", "task", "exposure", "people", "full_time"];
const GAPS: [&str; 3] = ["gap", "what", "records"];

impl Aims {
    /// Both lanes, answers for laws and gaps as a file; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::impacts`]; an ending that is no form.
    pub async fn impact_file(
        &self,
        actor: &Actor,
        system: &Id,
        on: Option<Date>,
        ending: &str,
    ) -> Result<Vec<u8>, Error> {
        let told = self.impacts(actor, system, Lanes::default(), on).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.impacts.words;
        let title = format!("{}: {}", said.say("title"), told.title);
        let head = (said, (title.as_str(), said.say("reads")), told.on);
        let bytes = self.filed_as_tables(ending, &told, head, || tables(said, &told)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "the impacts of a system", ""))?;
        self.enter(actor, Event::new("export").with("kind", ASSESSMENT).with("rows", told.laws.len())).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["title", "reads", "none", "laws", "impacts", "groups", "hearings", "exposed_work", "gaps"];
    own.into_iter().chain(LAWS).chain(IMPACTS).chain(GROUPS).chain(HEARINGS).chain(WORK).chain(GAPS).collect()
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &Id| match told.names.get(&it.to_string()) {
        Some(title) => format!("{it} {title}"),
        None => it.to_string(),
    };
    let named = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let laws = told.laws.iter().flat_map(|law| {
        law.questions.iter().map(move |it| {
            let answers = it.answers.iter().map(|it| format!("{}: {}", it.label, text(&it.value))).collect::<Vec<_>>();
            let first = [law.label.clone(), name(&law.assessment), it.id.clone(), it.asks.clone()];
            first.into_iter().chain([answers.join(". "), it.missing.join(", ")]).collect::<Vec<String>>()
        })
    });
    let mut tables = vec![Rows::said(say, "laws", &LAWS, laws)];
    if let Some(it) = &told.societal {
        tables.extend([
            Rows::said(say, "impacts", &IMPACTS, impacts(told, it)),
            Rows::said(
                say,
                "groups",
                &GROUPS,
                it.groups
                    .iter()
                    .map(|it| vec![it.name.clone(), number(it.people), named(&it.named_by), it.assessed.join(", ")]),
            ),
            Rows::said(
                say,
                "hearings",
                &HEARINGS,
                it.hearings.iter().map(|it| {
                    let hear = it.hear.map(|it| it.name().to_owned()).unwrap_or_default();
                    vec![
                        format!("{}#{}", it.assessment, it.row),
                        it.group.clone(),
                        hear,
                        it.says.clone(),
                        it.lacks.clone().unwrap_or_default(),
                    ]
                }),
            ),
            Rows::said(say, "exposed_work", &WORK, work(it)),
        ]);
    }
    let gaps = told.gaps.iter().map(|it| vec![spaced(it.sort), it.says.clone(), named(&it.records)]);
    tables.push(Rows::said(say, "gaps", &GAPS, gaps));
    tables
}

fn impacts(told: &Told, of: &Societal) -> Vec<Vec<String>> {
    let row = |it: &super::impact::Impact| {
        let roots = told.map.as_ref().and_then(|map| map.roots.get(&it.key())).map(|it| it.join(", "));
        let first =
            [it.key(), it.group.clone(), it.level.name().to_owned(), it.direction.name().to_owned(), it.effect.clone()];
        let last = [
            spaced(it.arises_from.as_deref().unwrap_or_default()),
            number(it.severity),
            number(it.people),
            roots.unwrap_or_default(),
        ];
        first.into_iter().chain(last).collect()
    };
    of.impacts.iter().map(row).collect()
}

fn work(of: &Societal) -> Vec<Vec<String>> {
    let ends = |it: &Estimate| format!("{:.3} [{:.3}, {:.3}]", it.likely, it.low, it.high);
    let mut rows = Vec::new();
    for it in &of.work {
        let people = number(it.people);
        rows.extend(it.tasks.iter().map(|of| {
            let exposed = of.full_time.as_ref().map(ends).unwrap_or_default();
            vec![of.work.clone(), of.task.clone(), ends(&of.exposure), people.clone(), exposed]
        }));
        let whole = it.full_time.as_ref().map(ends).or_else(|| it.why.clone()).unwrap_or_default();
        rows.push(vec![it.work.clone(), String::new(), String::new(), people, whole]);
    }
    rows
}

fn number(it: Option<u64>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}

/// What a field says, in a line; rows of a table one after the other.
fn text(value: &Value) -> String {
    match value {
        Value::String(it) => it.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join("; "),
        Value::Object(row) => {
            row.iter().map(|(name, it)| format!("{} {}", spaced(name), text(it))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
