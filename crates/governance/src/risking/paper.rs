//! The risk process as sheets, on paper and as data.

use record::Id;
use report::Document;

use super::RISK;
use super::whole::{Part, Told};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Error};

impl Aims {
    /// How risks stand, the steps of each stage and the gaps as a file; that it left is entered in the ledger.
    pub async fn risk_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.risk_method(actor, part).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.risks.words;
        let on_paper = || {
            let by = told.by.as_ref().map(|it| format!("{} ({})", it.id, it.version));
            let by = by.unwrap_or_else(|| said.say("no_criteria").to_owned());
            let sections = tables(said, &told).into_iter().map(|it| it.section(said.say("none"))).collect();
            let titles = (said.say("title"), said.say("reads"));
            let document = document_of(&configuration.libraries.packs, titles, told.on, sections);
            Document { marks: vec![(said.say("criteria").to_owned(), by)], ..document }
        };
        let leaves = || tables(said, &told).into_iter().map(Rows::leaf).collect();
        let bytes = self.filed(ending, &told, leaves, on_paper).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "the risk process", ""))?;
        self.enter(actor, Event::new("export").with("kind", RISK).with("rows", told.risks.len())).await?;
        Ok(bytes)
    }
}

const RISKS: [&str; 10] =
    ["number", "risk", "systems", "stage", "basis", "type", "level", "verdict", "how", "next_assessment"];
const STEPS: [&str; 6] = ["system", "tier", "stage", "step", "risk", "lacks"];
const GAPS: [&str; 3] = ["gap", "what", "records"];
const SCALES: [&str; 4] = ["version", "risks", "told", "warning"];

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["title", "reads", "criteria", "no_criteria", "none", "risks", "steps", "gaps", "scales"];
    own.into_iter().chain(RISKS).chain(STEPS).chain(GAPS).chain(SCALES).collect()
}

/// A row for each risk, basis and type; for each thing that a step lacks; for each gap and each version of scales.
fn tables(said: &Words, told: &Told) -> [Rows; 4] {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &Id| told.names.get(&it.to_string()).cloned().unwrap_or_else(|| it.to_string());
    let word = |it: &str| it.replace('_', " ");
    let risks = told.risks.iter().flat_map(|row| {
        row.judged.iter().map(move |it| {
            let systems = row.systems.iter().map(name).collect::<Vec<_>>().join(", ");
            let stage = row.stage.as_deref().map(word).unwrap_or_default();
            let due = row.due.as_ref().map(|it| format!("{}: {}", it.on, it.says)).unwrap_or_default();
            let first = [row.risk.to_string(), name(&row.risk), systems, stage, word(it.basis.name()), it.of.clone()];
            let last = [it.level.clone().unwrap_or_default(), word(it.verdict.name()), it.says.clone(), due];
            first.into_iter().chain(last).collect::<Vec<String>>()
        })
    });
    let steps = told.systems.iter().flat_map(|system| {
        system.stages.iter().flat_map(move |stage| {
            let asked = stage.steps.iter().filter(|it| stage.reached && it.asked);
            asked.flat_map(move |step| {
                step.lacks.iter().map(move |it| {
                    let who = it.risk.as_ref().map(name).unwrap_or_default();
                    let tier = system.tier.clone().unwrap_or_default();
                    vec![
                        name(&system.system),
                        tier,
                        word(&stage.stage),
                        step.step.name().to_owned(),
                        who,
                        it.says.clone(),
                    ]
                })
            })
        })
    });
    let gaps = told.gaps.iter().map(|it| {
        let records = it.records.iter().map(name).collect::<Vec<_>>().join(", ");
        vec![word(it.sort), it.says.clone(), records]
    });
    let scored = told.scored.iter().map(|it| {
        let version = it.version.clone().unwrap_or_default();
        vec![version, it.risks.len().to_string(), it.told.to_string(), it.warning.clone().unwrap_or_default()]
    });
    [
        Rows::said(say, "risks", &RISKS, risks),
        Rows::said(say, "steps", &STEPS, steps),
        Rows::said(say, "gaps", &GAPS, gaps),
        Rows::said(say, "scales", &SCALES, scored),
    ]
}
