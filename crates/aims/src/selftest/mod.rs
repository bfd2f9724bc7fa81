//! The self-test: cases with planted faults and their clean twins, whose answers are known from elsewhere.
//!
//! Cases lie in `selftest/<capability>/{faulty,clean}/`, each with a `key.toml` that names where its answers come from.

mod acceptances;
mod access;
mod allocation;
mod auditing;
mod audits;
mod authorisation;
mod board;
mod challenges;
mod competence;
mod concerns;
mod conflicts;
mod conformity;
mod consequences;
mod correcting;
mod enterprise;
mod escalation;
mod gaps;
mod hazards;
mod house;
mod impacts;
mod import;
mod losses;
mod measured;
mod modality;
mod moving;
mod obligations;
mod practice;
mod readiness;
mod resources;
mod responsibility;
mod reviews;
mod risks;
mod rules;
mod scope;
mod standing;
mod strategy;
mod tampering;
mod training;
mod treatments;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use crate::folder::Folder;

use crate::demo::{DemoFile, Entered, Files};
use crate::exit::Failure;

/// What the self-test of one capability found.
#[derive(Debug, Default, Clone, serde::Serialize)]
pub struct Outcome {
    /// Name of the capability.
    pub capability: String,
    /// Planted faults that were found, with the right reason.
    pub found: usize,
    /// Planted faults that were not found, or for another reason.
    pub missed: Vec<String>,
    /// What was called a fault and is none.
    pub false_alarms: Vec<String>,
    /// Clean cases that passed.
    pub clean: usize,
    /// How long it took.
    pub seconds: f64,
    /// Where the answers come from.
    pub origin: String,
}

impl Outcome {
    /// One comparison: found where it is as the key says.
    fn check(&mut self, right: bool, says: impl FnOnce() -> String) {
        if right { self.found += 1 } else { self.missed.push(says()) }
    }

    /// Two sets, told and wanted: found where both have it, missed or a false alarm where one has; `say` names a member.
    fn sets<T: Ord>(&mut self, told: &BTreeSet<T>, wanted: &BTreeSet<T>, say: impl Fn(&T) -> String) {
        self.found += told.intersection(wanted).count();
        self.missed.extend(wanted.difference(told).map(&say));
        self.false_alarms.extend(told.difference(wanted).map(&say));
    }

    /// What was right on the clean side is no fault that was found; `before` is how many were found until then.
    fn count_clean(&mut self, side: &str, before: usize) {
        if side == "clean" {
            self.clean += self.found - before;
            self.found = before;
        }
    }

    /// Both together.
    fn and(mut self, other: Outcome) -> Outcome {
        self.found += other.found;
        self.clean += other.clean;
        self.missed.extend(other.missed);
        self.false_alarms.extend(other.false_alarms);
        self.origin = format!("{}; {}", self.origin, other.origin);
        self
    }

    /// Whether everything was found and nothing else.
    pub fn ok(&self) -> bool {
        self.missed.is_empty() && self.false_alarms.is_empty() && self.found + self.clean > 0
    }
}

/// A capability that can be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capability {
    Import,
    Authorisation,
    Tampering,
    /// What follows for records.
    Standing,
    /// Measuring, and what follows for records in the folder `standing` beside the cases.
    Data,
    /// Decision tables.
    Rules,
    /// Requirement libraries.
    Modality,
    /// Objectives beside the goals of the enterprise.
    Strategy,
    /// Who answers for what.
    Responsibility,
    /// Parts that somebody takes in components of AI systems.
    Allocation,
    /// Breaches and what follows from them.
    Consequences,
    /// What policies say beside what is done.
    Practice,
    /// Findings in their order.
    Findings,
    /// What is done about nonconformities.
    Corrections,
    /// AI risks and controls beside a register of the enterprise.
    Enterprise,
    /// The pack for those who direct, management reviews, documents.
    Board,
    /// Ladders of escalation, and concerns in the folder `concerns` beside the cases.
    Escalation,
    /// Hours, people and money.
    Resources,
    /// Requirements with their status, and statements of applicability.
    Conformity,
    /// Ratings beside what evidence shows.
    Gaps,
    /// Requests in lanes.
    Reviews,
    /// Opening data, logs of a warehouse, and the trail.
    Access,
    /// What people must be able to do.
    Competence,
    /// The risk process along the life cycle.
    Risks,
    /// Hazards, measured and excluded.
    Hazards,
    /// Impacts on people and society beside failures of the technology.
    Impacts,
    /// Treatment plans, and whether they worked.
    Treatments,
    /// Acceptances of risks: who may, whether they count, what is kept together.
    Acceptances,
    /// Challenges of what is assumed about risks: files of attempts, monitors, likelihoods, replays.
    Challenges,
    /// What moves risks between assessments: events, laws whose days move, incidents that teach, levels that do not move silently.
    Moving,
    /// Losses in numbers.
    Losses,
    /// Duties of laws and contracts.
    Obligations,
    /// Checklists of audits.
    Checklists,
    /// Samples, teams and frozen evidence of audits.
    Audits,
    /// Readiness for an audit from outside.
    Readiness,
    /// What belongs to the management system.
    Scope,
}

/// Every capability with cases.
const CAPABILITIES: &[(&str, Capability)] = &[
    ("spine.import", Capability::Import),
    ("spine.authorisation", Capability::Authorisation),
    ("spine.tampering", Capability::Tampering),
    ("1.1", Capability::Scope),
    ("1.2", Capability::Responsibility),
    ("1.3", Capability::Strategy),
    ("1.4", Capability::Rules),
    ("1.5", Capability::Allocation),
    ("1.6", Capability::Modality),
    ("1.7", Capability::Gaps),
    ("1.8", Capability::Standing),
    ("2.3", Capability::Board),
    ("2.4", Capability::Enterprise),
    ("2.5", Capability::Escalation),
    ("2.6", Capability::Reviews),
    ("2.7", Capability::Resources),
    ("2.8", Capability::Consequences),
    ("2.1", Capability::Standing),
    ("2.2", Capability::Standing),
    ("3.1", Capability::Risks),
    ("3.2", Capability::Hazards),
    ("3.3", Capability::Losses),
    ("3.4", Capability::Impacts),
    ("3.5", Capability::Treatments),
    ("3.6", Capability::Acceptances),
    ("3.7", Capability::Challenges),
    ("3.8", Capability::Moving),
    ("4.1", Capability::Data),
    ("4.2", Capability::Data),
    ("4.3", Capability::Access),
    ("4.4", Capability::Data),
    ("4.5", Capability::Standing),
    ("4.6", Capability::Standing),
    ("4.7", Capability::Data),
    ("4.8", Capability::Data),
    ("8.3", Capability::Practice),
    ("8.4", Capability::Corrections),
    ("8.5", Capability::Findings),
    ("8.6", Capability::Readiness),
    ("8.1", Capability::Checklists),
    ("8.2", Capability::Audits),
    ("8.7", Capability::Competence),
    ("8.8", Capability::Obligations),
    ("10.6", Capability::Conformity),
];

/// Runs the cases of these capabilities, all when none is named.
pub async fn run(cases: &Path, ids: &[String], tell: &(dyn Fn(&str) + Sync)) -> Result<Vec<Outcome>, Failure> {
    if let Some(unknown) = ids.iter().find(|id| CAPABILITIES.iter().all(|(name, _)| name != id)) {
        let names: Vec<_> = CAPABILITIES.iter().map(|(name, _)| *name).collect();
        return Err(Failure::missing(format!("there is no capability `{unknown}`; there are {}", names.join(", "))));
    }
    if !cases.is_dir() {
        let says = "they come with the source; name where they lie with `--cases DIR`";
        return Err(Failure::input(format!("there is no folder `{}` with cases; {says}", cases.display())));
    }
    let wanted = CAPABILITIES.iter().filter(|(name, _)| ids.is_empty() || ids.iter().any(|id| id == name));
    let mut outcomes = Vec::new();
    for (name, capability) in wanted {
        tell(&format!("testing {name}"));
        let folder = cases.join(name);
        let begun = Instant::now();
        let mut outcome = tested(capability, &folder).await?;
        outcome.capability = (*name).to_owned();
        outcome.seconds = begun.elapsed().as_secs_f64();
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Runs the cases of one capability.
async fn tested(capability: &Capability, folder: &Path) -> Result<Outcome, Failure> {
    Ok(match capability {
        Capability::Import => import::run(folder).await?,
        Capability::Authorisation => authorisation::run(folder).await?,
        Capability::Tampering => tampering::run(folder).await?,
        Capability::Standing => standing::run(folder).await?,
        Capability::Strategy => strategy::run(folder).await?,
        Capability::Modality => modality::run(folder).await?,
        Capability::Rules => rules::run(folder).await?,
        Capability::Responsibility => responsibility::run(folder).await?,
        Capability::Allocation => allocation::run(folder).await?,
        Capability::Consequences => {
            let measures = consequences::run(folder).await?;
            measures.and(standing::run(&folder.join("standing")).await?)
        }
        Capability::Practice => practice::run(folder).await?,
        Capability::Findings => correcting::findings(folder).await?,
        Capability::Corrections => correcting::action(folder).await?,
        Capability::Enterprise => enterprise::run(folder).await?,
        Capability::Escalation => {
            let ladders = escalation::run(folder).await?;
            ladders.and(concerns::run(&folder.join("concerns")).await?)
        }
        Capability::Conformity => conformity::run(folder).await?,
        Capability::Gaps => gaps::run(folder).await?,
        Capability::Readiness => readiness::run(folder).await?,
        Capability::Scope => scope::run(folder).await?,
        Capability::Reviews => reviews::run(folder).await?,
        Capability::Resources => resources::run(folder).await?,
        Capability::Board => board::run(folder).await?,
        Capability::Access => access::run(folder).await?,
        Capability::Risks => risks::run(folder).await?,
        Capability::Hazards => hazards::run(folder).await?,
        Capability::Impacts => impacts::run(folder).await?,
        Capability::Treatments => treatments::run(folder).await?,
        Capability::Acceptances => acceptances::run(folder).await?,
        Capability::Challenges => challenges::run(folder).await?,
        Capability::Moving => moving::run(folder).await?,
        Capability::Losses => losses::run(folder).await?,
        Capability::Competence => {
            let proofs = competence::competence(folder).await?;
            proofs.and(training::effect(&folder.join("effect")).await?)
        }
        Capability::Obligations => obligations::run(folder).await?,
        Capability::Checklists => auditing::run(folder).await?,
        Capability::Audits => audits::run(folder).await?,
        Capability::Data => {
            let measured = crate::context::blocking(|| measured::run(folder))?;
            measured.and(standing::run(&folder.join("standing")).await?)
        }
    })
}

/// An answer key that is a list of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases<C> {
    /// Where the answers come from.
    origin: String,
    /// The cases.
    case: Vec<C>,
}

/// Enters the organisation whose `setup.toml` lies in a folder into a store of its own.
async fn enter(
    folder: &Path,
    home: &Folder,
    now: jiff::Timestamp,
    files: Files,
) -> Result<(Entered, DemoFile), Failure> {
    let text = crate::assignment::read_file(&folder.join("setup.toml"))?;
    let setup = [DemoFile::parse("setup.toml", &String::from_utf8_lossy(&text))?];
    let options = governance::Options::embedded(home.path().join("store"));
    let entered = crate::demo::enter(options, now, &setup, files).await?;
    let [setup] = setup;
    Ok((entered, setup))
}

/// Reads the answer key of a folder of cases.
fn key<T: DeserializeOwned>(folder: &Path) -> Result<T, Failure> {
    let path: PathBuf = folder.join("key.toml");
    let text = std::fs::read_to_string(&path).map_err(|cause| {
        let path = path.display();
        Failure::missing(format!("the answer key `{path}` cannot be read ({cause}); name the folder with --cases"))
    })?;
    toml::from_str(&text).map_err(|cause| {
        let fault = record::Fault::of_toml(&path.display().to_string(), &text, &cause);
        Failure::input(format!("the answer key cannot be understood: {fault}"))
    })
}
