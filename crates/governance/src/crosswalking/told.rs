//! A crosswalk with what people decided about its relations, and what deciding more would change, as far as somebody may see it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use library::{Crosswalk, Gaps, Links, Map, Relation, Reviewed, Shelf, Step, gaps};
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::foreseen::{Foreseen, Would};
use super::reviewed::{PROPOSED, REJECTED, decided, mappings, said, word};
use crate::derived::date;
use crate::integrating::{MAPPING, REVIEWED};
use crate::{Actor, Aims, Error};

/// Relations of a page for which it is computed what confirming them would change.
const FORESEEN: usize = 25;

/// A side of a relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// Its identifier within its framework.
    pub id: String,
    /// Its reference.
    pub reference: String,
    /// Its title; blank where no library has it.
    pub title: String,
    /// What it wants.
    pub intent: String,
}

/// What somebody decided, or proposed instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The record.
    pub id: Id,
    /// Its state.
    pub state: String,
    /// The relation that it states.
    pub relation: String,
    /// Why.
    pub why: String,
    /// Who decided; nothing where nobody did yet or they may not be seen.
    pub by: Option<Id>,
    /// When.
    pub on: Option<Date>,
    /// Whether it counts: it is decided, and the crosswalk says what it said then.
    pub counts: bool,
}

/// A relation of a crosswalk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// From which it is read.
    pub from: End,
    /// To which it is read.
    pub to: End,
    /// What the crosswalk says.
    pub relation: Relation,
    /// How much they have in common, from 1 to 10.
    pub strength: u8,
    /// Why, as the crosswalk says.
    pub rationale: String,
    /// Who confirmed it in the file of the crosswalk.
    pub in_file: Option<String>,
    /// The latest decision that counts; else the latest of all.
    pub decided: Option<Decided>,
    /// A proposal of another relation that waits for somebody else.
    pub proposed: Option<Decided>,
    /// Whether nobody decided about what it says now.
    pub open: bool,
    /// Whether proof would pass along it in a direction, were it confirmed.
    pub passes: bool,
    /// What confirming it would change; nothing where it is not open, passes nothing on, or was not computed.
    pub would: Vec<Would>,
}

impl Row {
    /// Whether proof would pass along it, and nobody decided.
    fn waits(&self) -> bool {
        self.open && self.passes
    }

    fn is_shown(&self, show: Show) -> bool {
        match show {
            Show::All => true,
            Show::Open => self.open,
            Show::Passing => self.passes,
            Show::Decided => self.decided.is_some() || self.proposed.is_some() || self.in_file.is_some(),
        }
    }
}

/// Which relations are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Every one.
    #[default]
    All,
    /// Those about which nobody decided.
    Open,
    /// Those along which proof would pass.
    Passing,
    /// Those about which somebody did.
    Decided,
}

impl std::str::FromStr for Show {
    type Err = Error;

    fn from_str(text: &str) -> Result<Show, Error> {
        match text {
            "" | "all" => Ok(Show::All),
            "open" => Ok(Show::Open),
            "passing" => Ok(Show::Passing),
            "decided" => Ok(Show::Decided),
            _ => Err(Error::problem(
                "show",
                format!("`{text}` is nothing to show; say `all`, `open`, `passing` or `decided`"),
            )),
        }
    }
}

/// A crosswalk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How references to the framework begin from which relations are read.
    pub source: String,
    /// How references to the other one begin.
    pub target: String,
    /// How many relations it has.
    pub relations: usize,
    /// Of how many nobody decided.
    pub open: usize,
    /// Of these, along how many proof would pass.
    pub open_passing: usize,
    /// Relations that are shown.
    pub rows: Vec<Row>,
    /// What confirming every open relation along which proof would pass would change.
    pub would: Vec<Would>,
    /// What is missing in both directions, by what is decided.
    pub gaps: Option<Gaps>,
    /// Whether whoever asks may enter decisions at all.
    pub may: bool,
    /// Titles of people and records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// The crosswalk of a name or urn.
pub(super) fn found<'a>(shelf: &'a Shelf, name: &str) -> Result<&'a Crosswalk, Error> {
    let own = shelf.crosswalks().iter().find(|it| it.name() == name || it.urn == name);
    own.ok_or_else(|| {
        let all: Vec<String> = shelf.crosswalks().iter().map(|it| format!("`{}`", it.name())).collect();
        Error::Missing(format!("there is no crosswalk `{name}`; crosswalks are {}", all.join(", ")))
    })
}

/// Mappings by the pair that they are about, in both orders, the latest last.
pub(super) type ByPair = BTreeMap<(String, String), Vec<(RecordRow, Reviewed)>>;

/// Mappings by what they are about, each as it is read in that order.
pub(super) fn by_pair(rows: Vec<RecordRow>) -> ByPair {
    let mut all = ByPair::new();
    for row in rows {
        let Some(said) = said(&row) else { continue };
        let turned = Reviewed { step: said.step.turned(), proposed: said.proposed.map(Relation::turned) };
        all.entry((turned.step.from.clone(), turned.step.to.clone())).or_default().push((row.clone(), turned));
        all.entry((said.step.from.clone(), said.step.to.clone())).or_default().push((row, said));
    }
    all
}

/// The references of the two sides of a relation.
pub(super) fn pair(shelf: &Shelf, of: &Crosswalk, map: &Map) -> Option<(String, String)> {
    let (source, target) = (shelf.by_urn(&of.source)?, shelf.by_urn(&of.target)?);
    Some((format!("{}:{}", source.prefix, map.from), format!("{}:{}", target.prefix, map.to)))
}

/// A relation as it would be, were it confirmed as it is.
fn confirmed(pair: &(String, String), map: &Map) -> Reviewed {
    let step = Step {
        from: pair.0.clone(),
        to: pair.1.clone(),
        relation: map.relation,
        strength: map.strength,
        rationale: String::new(),
        reviewer: Some(String::new()),
    };
    Reviewed { step, proposed: Some(map.relation) }
}

fn passes(of: Relation) -> bool {
    of.passes_on() || of.turned().passes_on()
}

impl Aims {
    /// A crosswalk with what was decided about it.
    pub async fn crosswalk(&self, actor: &Actor, name: &str, show: Show) -> Result<Told, Error> {
        let may = self.may_create(actor, MAPPING).await?;
        let (this, who, name) = (self.clone(), actor.clone(), name.to_owned());
        self.0.store.read_async(move |read| this.crosswalk_in(read, &who, (&name, show), may)).await
    }

    /// The relations between requirements as they are, each reviewer by their name as far as it may be seen.
    pub async fn links_of_library(&self, actor: &Actor) -> Result<Links, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let told = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let at = this.snapshot(read, None);
            let mut all = super::reviewed::reviewed(&at)?;
            let people = all.iter().filter_map(|it| it.step.reviewer.as_ref()?.parse().ok()).collect();
            let titles = this.names_of(read, &who, people)?;
            for it in &mut all {
                let name = it.step.reviewer.take().and_then(|it| titles.get(&it).cloned());
                it.step.reviewer = Some(name.unwrap_or_else(|| "somebody".to_owned()));
            }
            Ok(Links::of(at.libraries.shelf(), &all))
        };
        self.0.store.read_async(told).await
    }

    fn crosswalk_in(&self, read: &Read, actor: &Actor, (name, show): (&str, Show), may: bool) -> Result<Told, Error> {
        let who = self.with_roles(read, actor)?;
        let at = self.snapshot(read, None);
        let (shelf, covered) = (at.libraries.shelf(), self.covered(read)?);
        let of = found(shelf, name)?;
        let all = mappings(&at, &[PROPOSED, REVIEWED, REJECTED])?;
        let known: Vec<Reviewed> = all.iter().filter(|it| decided(it)).filter_map(said).collect();
        let named = all.iter().flat_map(|it| [Some(it.id.clone()), it.link("reviewed_by")]).flatten().collect();
        let titles = self.names_of(read, &who, named)?;
        let pairs = by_pair(all);
        let told = |map: &Map| {
            let pair = pair(shelf, of, map)?;
            Some((row(shelf, map, &pair, &pairs, &titles), confirmed(&pair, map)))
        };
        let mut all: Vec<(Row, Reviewed)> = of.map.iter().filter_map(told).collect();
        let open = all.iter().filter(|it| it.0.open).count();
        let waiting: Vec<Reviewed> = all.iter().filter(|it| it.0.waits()).map(|it| it.1.clone()).collect();
        all.retain(|it| it.0.is_shown(show));
        let mut foreseen = (!waiting.is_empty()).then(|| Foreseen::of(&covered.matrix, shelf, &known));
        let mut would = |more: &[Reviewed]| foreseen.as_mut().map(|it| it.would(more)).unwrap_or_default();
        for (row, own) in all.iter_mut().filter(|it| it.0.waits()).take(FORESEEN) {
            row.would = would(std::slice::from_ref(own));
        }
        let prefix = |urn: &str| shelf.by_urn(urn).map(|it| it.prefix.clone()).unwrap_or_default();
        Ok(Told {
            name: of.name(),
            title: of.title.clone(),
            source: prefix(&of.source),
            target: prefix(&of.target),
            relations: of.map.len(),
            open,
            open_passing: waiting.len(),
            would: would(&waiting),
            gaps: gaps(shelf, &Links::of(shelf, &known), of),
            rows: all.into_iter().map(|it| it.0).collect(),
            may,
            titles,
        })
    }
}

/// A relation with what was decided about it.
fn row(shelf: &Shelf, map: &Map, pair: &(String, String), pairs: &ByPair, titles: &BTreeMap<String, String>) -> Row {
    let end = |reference: &str, id: &str| {
        let node = shelf.find(reference).map(|it| it.node);
        let title = node.map(|it| it.title.clone()).unwrap_or_default();
        let intent = node.map(|it| it.intent.clone()).unwrap_or_default();
        End { id: id.to_owned(), reference: reference.to_owned(), title, intent }
    };
    let (from, to) = (end(&pair.0, &map.from), end(&pair.1, &map.to));
    let told = |(row, said): &(RecordRow, Reviewed)| Decided {
        id: row.id.clone(),
        state: row.state.clone(),
        relation: match row.state == REJECTED {
            true => "none".to_owned(),
            false => word(said.step.relation).to_owned(),
        },
        why: row.text("rationale").unwrap_or_default().to_owned(),
        by: row.link("reviewed_by").filter(|it| titles.contains_key(&it.to_string())),
        on: date(&row.document, "reviewed_on"),
        counts: decided(row) && said.proposed.is_none_or(|it| it == map.relation),
    };
    let all = pairs.get(pair).map(Vec::as_slice).unwrap_or_default();
    let own: Vec<Decided> = all.iter().filter(|it| decided(&it.0)).map(told).collect();
    let counting = own.iter().rev().find(|it| it.counts).or_else(|| own.last()).cloned();
    let proposed = all.iter().rev().find(|it| it.0.state == PROPOSED).map(told);
    let open = map.reviewer.is_none() && !counting.as_ref().is_some_and(|it| it.counts);
    Row {
        from,
        to,
        relation: map.relation,
        strength: map.strength,
        rationale: map.rationale.clone(),
        in_file: map.reviewer.clone(),
        decided: counting,
        proposed,
        open,
        passes: passes(map.relation),
        would: Vec::new(),
    }
}
