//! The risk process as sheets, on paper and as data.

use record::Id;
use report::Document;

use super::RISK;
use super::whole::{Part, Told};
use crate::event::Event;
use crate::packing::issue::{filed, no_form};
use crate::packing::paper::{paper_day, words};
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Error};

impl Aims {
    /// How risks stand, the steps of each stage and the gaps as a file; that it left is entered in the ledger.
    pub async fn risk_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.risk_method(actor, part).await?;
        let configuration = self.configuration();
        let by =
            told.by.as_ref().map_or("no risk criteria in force".to_owned(), |it| format!("{} ({})", it.id, it.version));
        let on_paper = || Document {
            title: "Risk process".to_owned(),
            subtitle: format!("How risks stand by {by}, and what the process lacks"),
            language: "en".to_owned(),
            as_of: paper_day(told.on),
            sections: tables(&told).into_iter().map(|it| it.section("Nothing.")).collect(),
            words: words(&configuration.libraries.packs),
            ..Document::default()
        };
        let bytes = filed(ending, &told, || tables(&told).into_iter().map(Rows::leaf).collect(), on_paper).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "the risk process", ""))?;
        self.enter(actor, Event::new("export").with("kind", RISK).with("rows", told.risks.len())).await?;
        Ok(bytes)
    }
}

/// A row for each risk, basis and type; for each thing that a step lacks; for each gap and each version of scales.
fn tables(told: &Told) -> [Rows; 4] {
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
    let head =
        ["Number", "Risk", "AI systems", "Stage", "With what", "Type", "Level", "Verdict", "How", "Next assessment"];
    [
        Rows::said(str::to_owned, "Risks", &head, risks),
        Rows::said(str::to_owned, "Steps", &["AI system", "Tier", "Stage", "Step", "Risk", "Lacks"], steps),
        Rows::said(str::to_owned, "Gaps", &["Gap", "What", "Records"], gaps),
        Rows::said(str::to_owned, "Scales", &["Version", "Risks", "Told", "Warning"], scored),
    ]
}
