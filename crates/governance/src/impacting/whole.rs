//! The impacts of an AI system for the command, the interface and pages: both lanes side by side, what leads from one to the other, and what is
//! missing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::answers::hearings;
use super::around::Around;
use super::cause::{self, Map, Node};
use super::considered::{Considered, considered};
use super::gap::{Gap, Seen, gaps};
use super::group::{Group, Standing, groups, standing};
use super::hearing::{self, Hearing};
use super::impact::{Direction, Impact, impacts};
use super::lane::{self, Lane, Placed, Statement, placed};
use super::lanes::Lanes;
use super::law::{Answered, answered};
use super::profile::{Asymmetry, Profile, asymmetry, profiles};
use super::work::{Work, works};
use super::{ASSESSMENT, STANDS};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::hazards::whole::hazards_of;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// What is known of the impacts of a system.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The system.
    pub system: Id,
    /// Its title.
    pub title: String,
    /// The day of which it is told.
    pub on: Date,
    /// The lanes that were asked for.
    pub lanes: Lanes,
    /// The decision tables that sort statements and say who is heard.
    pub tables: [String; 2],
    /// What can fail in the technology.
    pub technical: Option<Vec<Node>>,
    /// What people, groups, society and the environment feel.
    pub societal: Option<Societal>,
    /// What leads from one lane to the other; where both are asked for.
    pub map: Option<Map>,
    /// Statements of these lanes, and those that wait for a reviewer.
    pub statements: Vec<Placed>,
    /// Whether the risk assessment took up what was found.
    pub considered: Vec<Considered>,
    /// The same answers as laws ask for them.
    pub laws: Vec<Answered>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Parts that are left out, since they rest on records that the reader may not see.
    pub hidden: usize,
    /// Names of records.
    pub names: BTreeMap<String, String>,
}

/// The lane of people, groups, society and the environment.
#[derive(Debug, Clone, Serialize)]
pub struct Societal {
    /// How it stands.
    pub standing: Standing,
    /// Why, in a sentence.
    pub why: String,
    /// Assessments that stand or are in work.
    pub assessments: Vec<Brief>,
    /// Who is affected.
    pub groups: Vec<Group>,
    /// Impacts, also those of assessments in work.
    pub impacts: Vec<Impact>,
    /// What each group has.
    pub profiles: Vec<Profile>,
    /// Benefits for some and harms for others.
    pub asymmetry: Option<Asymmetry>,
    /// Who must be heard.
    pub hearings: Vec<Hearing>,
    /// Work that is exposed.
    pub work: Vec<Work>,
}

/// An assessment in short.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    /// The record.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether its result stands.
    pub stands: bool,
    /// The day for which it is true.
    pub assessed_on: Option<Date>,
    /// The assessment that it replaces.
    pub supersedes: Option<Id>,
    /// The day on which its public summary was published.
    pub published_on: Option<Date>,
}

impl Aims {
    /// The impacts of a system on a day, today without one. What rests on records that the reader may not see counts and is not named.
    ///
    /// Errors: no AI system of that number that the reader may see, a day before the ledger begins, tables that cannot be asked.
    pub async fn impacts(&self, actor: &Actor, system: &Id, lanes: Lanes, on: Option<Date>) -> Result<Told, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), system.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let (at, on) = this.at_day(read, on)?;
            let system = this.readable(read, &actor, &id, at.place)?;
            let told = impacts_of(&at, &system, lanes, on)?;
            let names = this.names_of(read, &actor, told.named())?;
            Ok::<_, Error>(told.shown(names))
        };
        self.0.store.read_async(read).await
    }
}

/// The impacts of a system at a moment, whoever asks.
pub(crate) fn impacts_of(at: &Snapshot, system: &RecordRow, lanes: Lanes, on: Date) -> Result<Told, Error> {
    if system.kind != SYSTEM {
        return Err(Error::Missing(format!("`{}` is no AI system; name one such as `SYS-1`", system.id)));
    }
    let (around, library) = (Around::read(at, &system.id)?, &at.libraries.impacts);
    let standing_rows: Vec<&RecordRow> = around.assessments.iter().filter(|it| stands(it)).collect();
    let impacts: Vec<Impact> = around.assessments.iter().flat_map(|it| impacts(library, it)).collect();
    let groups = groups(library, Some(system), &around.parties, &around.assessments, &impacts);
    let (standing, why) = standing(!standing_rows.is_empty(), &groups, &impacts);
    let hazards = hazards_of(at, system, on)?.hazards;
    let map = cause::map(library, &hazards, &around.hazards, &around.risks, &impacts);
    let hearings = hearings(at, &around.assessments, &impacts, &groups)?;
    let considered: Vec<Considered> =
        standing_rows.iter().map(|it| considered(it, &around.runs, &around.risks)).collect();
    let (statements, sorts) = sorted(at, &around, &impacts)?;
    let work: Vec<Work> = around.assessments.iter().flat_map(|it| works(it, &around.units)).collect();
    let laws = laws(at, &around);
    let seen = Seen {
        library,
        system,
        assessments: &around.assessments,
        standing,
        groups: &groups,
        impacts: &impacts,
        map: &map,
        hearings: &hearings,
        considered: &considered,
        statements: &statements,
        work: &work,
        laws: &laws,
    };
    let gaps = gaps(&seen);
    let hears = hearing::TABLE.in_force(at)?.map(|it| it.name()).unwrap_or_default();
    let (profiles, assessments) = (profiles(&groups, &impacts), around.assessments.iter().map(brief).collect());
    let asymmetry = asymmetry(&profiles);
    let societal = Societal { standing, why, assessments, groups, impacts, profiles, asymmetry, hearings, work };
    Ok(Told {
        system: system.id.clone(),
        title: system.title.clone(),
        on,
        lanes,
        tables: [sorts, hears],
        technical: lanes.technical.then(|| map.nodes.iter().filter(|it| !it.societal).cloned().collect()),
        societal: lanes.societal.then_some(societal),
        map: (lanes == Lanes::default()).then_some(map),
        statements: statements.into_iter().filter(|it| asked(lanes, it.lane)).collect(),
        considered,
        laws,
        gaps,
        hidden: 0,
        names: BTreeMap::new(),
    })
}

fn stands(row: &RecordRow) -> bool {
    STANDS.contains(&row.state.as_str())
}

/// Whether a lane was asked for; what waits for a reviewer always is.
fn asked(lanes: Lanes, lane: Option<Lane>) -> bool {
    lane.is_none_or(|it| if it.societal() { lanes.societal } else { lanes.technical })
}

/// Every statement with its lane, and the table that sorted them.
fn sorted(at: &Snapshot, around: &Around, impacts: &[Impact]) -> Result<(Vec<Placed>, String), Error> {
    let ruled = lane::TABLE.in_force(at)?;
    let ruled = ruled.ok_or_else(|| Error::Missing("no decision table sorts statements; enter one".to_owned()))?;
    let library = &at.libraries.impacts;
    let mut all: Vec<Statement> = around.assessments.iter().flat_map(collected).collect();
    all.extend(impacts.iter().filter(|it| it.direction != Direction::None).map(|it| Statement {
        of: it.assessment.clone(),
        place: ("impacts", it.row),
        text: it.effect.clone(),
        theme: it.theme.clone(),
        said: vec![it.level],
        why: None,
    }));
    all.extend(around.risks.iter().filter(|it| it.state != "closed").map(|it| {
        Statement {
            of: it.id.clone(),
            place: ("nature", 1),
            text: [Some(it.title.as_str()), it.text("event"), it.text("effect")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" / "),
            theme: None,
            said: cause::lanes(library, it).to_vec(),
            why: None,
        }
    }));
    let placed: Result<Vec<Placed>, String> = all.iter().map(|it| placed(library, &ruled.table, it)).collect();
    Ok((placed.map_err(|it| Error::problem("statements", it))?, ruled.name()))
}

/// The statements that an assessment collected.
fn collected(row: &RecordRow) -> Vec<Statement> {
    let filled = |it: Option<&str>| it.filter(|it| !it.trim().is_empty()).map(str::to_owned);
    let statements = row.list("statements").enumerate().map(|(at, it)| Statement {
        of: row.id.clone(),
        place: ("statements", at + 1),
        text: it["statement"].as_str().unwrap_or_default().to_owned(),
        theme: None,
        said: it["lane"].as_str().and_then(Lane::named).into_iter().collect(),
        why: filled(it["why"].as_str()),
    });
    statements.collect()
}

/// What each assessment answers of what laws ask.
fn laws(at: &Snapshot, around: &Around) -> Vec<Answered> {
    let kinds = [at.catalog.kind(ASSESSMENT), at.catalog.kind(SYSTEM)];
    let mut found = Vec::new();
    for row in &around.assessments {
        let own = targets(&row.document, "systems");
        let systems: Vec<RecordRow> = own.iter().filter_map(|it| around.covered.get(it)).cloned().collect();
        found.extend(at.libraries.impacts.law.iter().map(|it| answered(it, row, &systems, kinds)));
    }
    found
}

fn brief(row: &RecordRow) -> Brief {
    Brief {
        id: row.id.clone(),
        version: row.version,
        title: row.title.clone(),
        state: row.state.clone(),
        stands: stands(row),
        assessed_on: date(&row.document, "assessed_on"),
        supersedes: row.link("supersedes"),
        published_on: date(&row.document, "published_on"),
    }
}
