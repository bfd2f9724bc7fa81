//! Which steps of the process are done in a stage of life, and what is lacking. Pure. Serves ISO/IEC 42001 6.1.2 and 8.2.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::due::Due;
use super::level::{Basis, Judged, Risk, Verdict};
use super::library::Step;
use super::moving::reach::Reached;

/// A risk with what is known of it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The risk.
    pub risk: Risk,
    /// How it stands by the criteria in force.
    pub judged: Vec<Judged>,
    /// When it is assessed again; nothing where no criteria are in force.
    pub due: Option<Due>,
    /// Everything that calls for it, the first first.
    pub dues: Vec<Due>,
    /// Events that reach it.
    pub reached: Vec<Reached>,
    /// Whether a treatment of it was approved and is not over.
    pub treated: bool,
    /// Whether a treatment that takes it for gain was approved and is not over.
    pub pursued: bool,
    /// Whether an acceptance of it holds.
    pub kept: bool,
}

impl Standing {
    /// How it stands as it is now.
    pub fn now(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|it| it.basis == Basis::Current)
    }
}

/// An assessment that came to an end, as far as steps ask.
#[derive(Debug, Clone)]
pub struct Run {
    /// The record.
    pub id: Id,
    /// The AI systems that it covers.
    pub covers: Vec<Id>,
    /// The stages that it looked at.
    pub stages: Vec<String>,
    /// The day for which it is true.
    pub on: Option<Date>,
    /// Whether it says to whom its result was told.
    pub told: bool,
    /// The impact assessments that it considered.
    pub considered: Vec<Id>,
}

/// Something that a step lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lack {
    /// The risk of which it is lacking; nothing where it is of the stage.
    pub risk: Option<Id>,
    /// What, in words.
    pub says: String,
}

/// A step of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The step.
    pub step: Step,
    /// Whether the tier asks for it.
    pub asked: bool,
    /// What is lacking; nothing where it is done.
    pub lacks: Vec<Lack>,
}

/// The steps of a stage of an AI system: `risks` are those of the stage, `runs` the assessments that cover the system.
pub fn steps(stage: &str, risks: &[&Standing], runs: &[&Run], asked: &[Step], today: Date) -> Vec<Done> {
    let looked: Vec<&Run> = runs.iter().copied().filter(|it| it.stages.iter().any(|it| it == stage)).collect();
    let last = looked.iter().max_by_key(|it| (it.on, it.id.number));
    let one = |step: Step| {
        let mut lacks: Vec<Lack> = risks
            .iter()
            .flat_map(|it| {
                lacking(step, it, today).into_iter().map(|says| Lack { risk: Some(it.risk.id.clone()), says })
            })
            .collect();
        let whole = match (step, last) {
            (Step::Identify, None) => Some("no risk assessment that was concluded looked at this stage".to_owned()),
            (Step::Communicate, None) => Some("there is no assessment whose result could be told".to_owned()),
            (Step::Communicate, Some(it)) if !it.told => {
                Some(format!("{} does not say to whom its result was told", it.id))
            }
            _ => None,
        };
        lacks.extend(whole.map(|says| Lack { risk: None, says }));
        Done { step, asked: asked.contains(&step), lacks }
    };
    Step::ALL.into_iter().map(one).collect()
}

/// What a risk lacks of a step.
fn lacking(step: Step, it: &Standing, today: Date) -> Vec<String> {
    match step {
        Step::Identify if it.risk.unsaid.is_empty() => Vec::new(),
        Step::Identify => vec![format!("it does not say {}", it.risk.unsaid.join(", "))],
        Step::Analyse => it.risk.unscored(),
        Step::Evaluate => unevaluated(it),
        Step::Treat => untreated(it).into_iter().collect(),
        Step::Monitor => unwatched(it, today),
        Step::Communicate => Vec::new(),
    }
}

fn unevaluated(it: &Standing) -> Vec<String> {
    let mut found: Vec<String> =
        it.now().filter(|it| it.verdict == Verdict::NotAssessable).map(|it| it.says.clone()).collect();
    if it.risk.touches.is_empty() {
        found.push("it touches nobody and nothing that could be compared with the line".to_owned());
    }
    if ["identified", "analysed"].contains(&it.risk.state.as_str()) {
        found.push(format!("it is {}, and nobody has evaluated it", it.risk.state));
    }
    found
}

fn untreated(it: &Standing) -> Option<String> {
    let worst = it.now().find(|it| matches!(it.verdict, Verdict::Above | Verdict::Pursue));
    let worst = worst.or_else(|| it.now().find(|it| it.verdict == Verdict::Tolerable));
    match worst {
        Some(of) if of.verdict == Verdict::Pursue => (!it.pursued)
            .then(|| format!("it is to be pursued for {}, and no approved treatment takes it for gain", of.of)),
        Some(of) => (!it.treated && !it.kept).then(|| {
            let side =
                if of.verdict == Verdict::Above { "above the line" } else { "tolerable only while it is treated" };
            format!("it is {side} for {}, and neither an approved treatment nor an acceptance is about it", of.of)
        }),
        None if it.judged.is_empty() || it.now().any(|it| it.verdict == Verdict::NotAssessable) => {
            Some("whether it must be treated cannot be told".to_owned())
        }
        None => None,
    }
}

fn unwatched(it: &Standing, today: Date) -> Vec<String> {
    let mut found = Vec::new();
    if it.risk.owner.is_none() {
        found.push("nobody answers for it".to_owned());
    }
    match &it.due {
        None => found.push("no day for its next assessment follows from the criteria".to_owned()),
        Some(due) if due.on <= today => {
            found.push(format!("it is to be assessed again since {}: {}", due.on, due.says))
        }
        Some(_) => {}
    }
    found
}
