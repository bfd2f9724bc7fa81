//! An assessment for the page, the command and the interface: every cell with what evidence shows and assessors say, and what is computed of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use library::Found;
use record::Id;
use serde::Serialize;
use store::{Query, Read, Visible};

use super::around::Around;
use super::cell::{Cell, Subject, cells};
use super::claim::{Rated, claims, rated, settlements};
use super::figures::{Agreed, Distribution, Effort, Gap, agreements, distribution, effort, gap};
use super::library::Scale;
use super::trend::{Trend, moved};
use crate::conformity::making::{ACTION, OPEN, gap_key, gaps_of};
use crate::conformity::statement::left_out;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::modality::answers::necessity;
use crate::modality::order::{Item, Standing, order};
use crate::{Actor, Aims, Error, Moment};

/// Hours by requirement or by gap.
type Hours = BTreeMap<String, f64>;

/// A clause or area, with the gap of each column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heat {
    /// Its identifier.
    pub group: String,
    /// Its title.
    pub title: String,
    /// The weighted gap of each column, in their order.
    pub gaps: Vec<Gap>,
}

/// A requirement that has a gap, in the order in which it can be closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Next {
    /// The requirement, why it stands here, and what comes before it.
    #[serde(flatten)]
    pub item: Item,
    /// Columns with a gap: number, name of the step at which it stands.
    pub columns: Vec<(String, String)>,
}

/// An assessment as it is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Prefix of its framework.
    pub framework: String,
    /// Its baseline.
    pub baseline: Option<Date>,
    /// The day as of which practice is looked at.
    pub on: Date,
    /// The place of the ledger at which it is told; nothing for now.
    pub place: Option<u64>,
    /// The place from which evidence is told; nothing for now.
    pub evidence_place: Option<u64>,
    /// Digest of the configuration by which it is told.
    pub configuration: String,
    /// Its scale.
    pub scale: Scale,
    /// Its columns.
    pub subjects: Vec<Subject>,
    /// Who rates.
    pub assessors: Vec<String>,
    /// Every cell.
    pub cells: Vec<Rated>,
    /// How many stand at which step.
    pub distribution: Distribution,
    /// The weighted gap by evidence alone.
    pub by_evidence: Gap,
    /// The weighted gap as rated.
    pub by_ratings: Gap,
    /// How far assessors agree, pair by pair.
    pub agreement: Vec<Agreed>,
    /// Work to close all gaps.
    pub effort: Effort,
    /// What moved since the assessment before.
    pub trend: Option<Trend>,
    /// Gaps by clause and column.
    pub heat: Vec<Heat>,
    /// Requirements with a gap, in the order in which they can be closed.
    pub order: Vec<Next>,
    /// What follows, in the words of whoever leads it.
    pub conclusion: String,
    /// Titles of people, units and AI systems, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

impl Aims {
    /// An assessment, as it stands or stood.
    pub async fn gaps(&self, actor: &Actor, id: &Id, moment: &Moment) -> Result<Told, Error> {
        let (this, who, id, moment) = (self.clone(), actor.clone(), id.clone(), *moment);
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.gaps_in(read, &who, &id, moment.place(read)?)
        };
        self.0.store.read_async(read).await
    }

    pub(crate) fn gaps_in(&self, read: &Read, actor: &Actor, id: &Id, place: Option<u64>) -> Result<Told, Error> {
        let around = self.assessed(read, actor, id, place)?;
        let mut told = self.told(read, actor, &around)?;
        if let Some(earlier) = targets(&around.row.document, "earlier").first() {
            told.trend = Some(self.trend(read, actor, earlier, &told, around.place)?);
        }
        Ok(told)
    }

    /// Everything but what moved.
    fn told(&self, read: &Read, actor: &Actor, around: &Around) -> Result<Told, Error> {
        let (framework, scale) = (around.framework()?, around.scale()?.clone());
        let at = around.evidence_at(read, self);
        let mut subjects = around.subjects(&at)?;
        let all = self.rated_cells(read, actor, around, &subjects)?;
        let titles = self.titles_in(read, actor, around, &subjects, &all)?;
        for it in &mut subjects {
            it.title = titles.get(&it.id).cloned().unwrap_or_default();
        }
        let library = &around.configuration.libraries.gaps;
        let weights: BTreeMap<String, f64> = framework
            .assessable()
            .map(|it| (framework.reference(it), library.weight.of(&framework.reference(it), it)))
            .collect();
        let hours = self.hours(read, around)?;
        let order = ordered(&at, around, &all, &scale)?;
        let mut told = Told {
            id: around.row.id.to_string(),
            title: around.row.title.clone(),
            state: around.row.state.clone(),
            framework: framework.prefix.clone(),
            baseline: crate::derived::date(&around.row.document, "baseline"),
            on: around.on,
            place: around.place,
            evidence_place: around.evidence,
            configuration: around.configuration.digest.clone(),
            assessors: targets(&around.row.document, "assessors").iter().map(Id::to_string).collect(),
            distribution: distribution(&all, &scale),
            by_evidence: gap(all.iter(), &scale, &weights, |it| it.cell.evidenced),
            by_ratings: gap(all.iter(), &scale, &weights, |it| it.rated),
            agreement: agreements(&all, &scale, &library.agreement),
            effort: effort(&all, &scale, &hours.0, |it| {
                hours.1.get(&gap_key(&it.cell.reference, &it.cell.subject)).copied()
            }),
            trend: None,
            heat: heat(framework, &all, &subjects, &scale, &weights),
            order,
            conclusion: around.row.text("conclusion").unwrap_or_default().to_owned(),
            cells: all,
            subjects,
            scale,
            titles,
        };
        told.hide();
        Ok(told)
    }

    /// Every cell with what is said of it; reasons of sheets that somebody may not read are left out.
    fn rated_cells(
        &self,
        read: &Read,
        actor: &Actor,
        around: &Around,
        subjects: &[Subject],
    ) -> Result<Vec<Rated>, Error> {
        let scale = around.scale()?;
        let mut sheets = around.sheets.clone();
        let configuration = self.configuration();
        for sheet in &mut sheets {
            if !self.may_read(read, &configuration, actor, sheet)? {
                let rows = sheet.document.get_mut("rows").and_then(serde_json::Value::as_array_mut);
                for row in rows.into_iter().flatten().filter_map(serde_json::Value::as_object_mut) {
                    row.retain(|name, _| name != "reason" && name != "evidence");
                }
            }
        }
        let (mut said, mut settled) = (claims(sheets.iter(), scale), settlements(&around.row, scale));
        let of = |cell: Cell| {
            let key = cell.key();
            rated(cell, said.remove(&key).unwrap_or_default(), settled.remove(&key))
        };
        Ok(cells(&around.covered.matrix, around.framework()?, subjects, scale).into_iter().map(of).collect())
    }

    /// Titles as they were when it was told, of what may be seen now.
    fn titles_in(
        &self,
        read: &Read,
        actor: &Actor,
        around: &Around,
        subjects: &[Subject],
        all: &[Rated],
    ) -> Result<BTreeMap<String, String>, Error> {
        let mut names: BTreeSet<&str> = subjects.iter().map(|it| it.id.as_str()).collect();
        names.extend(all.iter().filter_map(|it| it.cell.through.as_deref()));
        for it in all.iter().flat_map(|it| &it.claims) {
            names.insert(&it.by);
            names.extend(it.evidence.iter().map(String::as_str));
        }
        let mut ids: Vec<Id> = names.into_iter().filter_map(|it| it.parse().ok()).collect();
        ids.extend(targets(&around.row.document, "assessors"));
        let mut titles = self.names_of(read, actor, ids.clone())?;
        if around.place.is_some() {
            for row in around.told_at(read, self).records(&ids)? {
                titles.entry(row.id.to_string()).and_modify(|it| it.clone_from(&row.title));
            }
        }
        Ok(titles)
    }

    /// Hours of the whole way of requirements as the assessment says, and of actions that close gaps, by the key of the gap.
    fn hours(&self, read: &Read, around: &Around) -> Result<(Hours, Hours), Error> {
        let row = |it: &serde_json::Value| {
            Some((super::claim::text(it, "requirement").to_owned(), it.get("hours")?.as_f64()?))
        };
        let whole = around.row.list("effort").filter_map(row).collect();
        let query = Query { limit: u32::MAX, as_of: around.place, ..Query::of(ACTION, Visible::All) };
        let mut own = BTreeMap::new();
        for action in read.list(&query)?.iter().filter(|it| OPEN.contains(&it.state.as_str())) {
            if let Some(hours) = action.document.get("effort").and_then(serde_json::Value::as_f64) {
                own.extend(gaps_of(action).map(|key| (key, hours)));
            }
        }
        Ok((whole, own))
    }

    /// What moved since an earlier assessment, as far as both are told on one scale.
    fn trend(&self, read: &Read, actor: &Actor, earlier: &Id, now: &Told, place: Option<u64>) -> Result<Trend, Error> {
        let around = self.assessed(read, actor, earlier, place)?;
        let then = self.told(read, actor, &around)?;
        let whole = |it: &Told| it.by_ratings.share.or(it.by_evidence.share);
        let mut trend = Trend {
            earlier: then.id.clone(),
            baseline: then.baseline.unwrap_or(then.on),
            then: whole(&then),
            moved: None,
            risen: Vec::new(),
            fallen: Vec::new(),
            both: 0,
            why: None,
        };
        if then.framework != now.framework || then.scale != now.scale {
            trend.why = Some("it is of another framework or on another scale".to_owned());
            return Ok(trend);
        }
        (trend.risen, trend.fallen, trend.both) = moved(&then.cells, &now.cells, &now.scale);
        trend.moved = whole(now).zip(trend.then).map(|(now, then)| now - then);
        Ok(trend)
    }
}

impl Told {
    /// Leaves out the names of what may not be seen.
    fn hide(&mut self) {
        let titles = &self.titles;
        for it in &mut self.cells {
            it.cell.through = it.cell.through.take().filter(|it| titles.contains_key(it));
            for claim in &mut it.claims {
                claim.evidence.retain(|it| titles.contains_key(it));
            }
        }
        for it in &mut self.subjects {
            it.systems.clear();
        }
    }

    /// The name of a column for people.
    pub fn column<'a>(&'a self, subject: &str, organisation: &'a str, hidden: &'a str) -> &'a str {
        let found = self.subjects.iter().find(|it| it.id == subject);
        match found {
            Some(it) if it.id.is_empty() => organisation,
            Some(it) if !it.title.is_empty() => &it.title,
            _ => hidden,
        }
    }

    /// The name of a step.
    pub fn step(&self, at: Option<usize>) -> &str {
        at.and_then(|it| self.scale.level.get(it)).map_or("", |it| it.name.as_str())
    }

    /// Cells with a gap: those that stand below the highest step.
    pub fn open(&self) -> impl Iterator<Item = &Rated> {
        self.cells.iter().filter(|it| it.stands().is_some_and(|at| at < self.scale.highest()))
    }
}

/// Requirements with a gap, each after what it needs.
fn ordered(at: &Snapshot, around: &Around, all: &[Rated], scale: &Scale) -> Result<Vec<Next>, Error> {
    let mut of: BTreeMap<&str, Vec<&Rated>> = BTreeMap::new();
    all.iter().filter(|it| it.cell.asked()).for_each(|it| of.entry(&it.cell.reference).or_default().push(it));
    let met = |found: &Found| {
        let own = of.get(found.framework.reference(found.node).as_str());
        let lowest = own.into_iter().flatten().filter(|it| it.stands().is_some()).min_by_key(|it| it.stands());
        match (lowest, own) {
            (Some(it), _) if it.stands() < Some(scale.highest()) => {
                Standing::Unmet(it.cell.lacks.first().unwrap_or(&it.cell.why).clone())
            }
            (None, Some(own)) => Standing::NotAssessable(own.first().map(|it| it.cell.why.clone()).unwrap_or_default()),
            _ => Standing::Met,
        }
    };
    let necessary = necessity(left_out(at)?);
    let items = order(around.framework()?, &met, &necessary);
    let columns = |it: &Item| {
        let own = of.get(it.reference.as_str()).into_iter().flatten();
        let gap = own.filter_map(|it| Some((it.cell.subject.clone(), it.stands().filter(|at| *at < scale.highest())?)));
        gap.filter_map(|(subject, level)| Some((subject, scale.level.get(level)?.name.clone()))).collect()
    };
    Ok(items.into_iter().map(|it| Next { columns: columns(&it), item: it }).collect())
}

/// The weighted gap of each clause and column, clauses in the order of the framework.
fn heat(
    framework: &library::Framework,
    all: &[Rated],
    subjects: &[Subject],
    scale: &Scale,
    weights: &BTreeMap<String, f64>,
) -> Vec<Heat> {
    let mut groups: Vec<&str> = Vec::new();
    for it in all {
        if !groups.contains(&it.cell.group.as_str()) {
            groups.push(&it.cell.group);
        }
    }
    let of = |group: &str, subject: &Subject| {
        let own = all.iter().filter(|it| it.cell.group == group && it.cell.subject == subject.id);
        gap(own, scale, weights, Rated::stands)
    };
    let row = |group: &str| Heat {
        group: group.to_owned(),
        title: framework.node(group).map(|it| it.title.clone()).unwrap_or_default(),
        gaps: subjects.iter().map(|it| of(group, it)).collect(),
    };
    groups.into_iter().map(row).collect()
}
