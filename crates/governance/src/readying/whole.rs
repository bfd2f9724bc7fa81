//! Readiness for the page, the command and the interface, as far as somebody may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use library::Node;
use record::Id;
use serde::Serialize;
use store::Read;

use super::clash::CHECKS;
use super::drill::{Answer, drill};
use super::gathered::Gathered;
use super::requests::Requests;
use super::room::{Passed, Row, passed, row, rows};
use crate::certifying::whole::{Told as Certificate, named as of_certificate, seen as certificates_seen};
use crate::conformity::framework_named;
use crate::conformity::whole::{Choice, choices};
use crate::contradictions::{self, Clash, Sort, clashes};
use crate::{Actor, Aims, Error};

/// How ready the organisation is for an audit by a framework.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Prefix of the framework.
    pub framework: String,
    /// Frameworks that can be asked for.
    pub frameworks: Vec<Choice>,
    /// The day.
    pub on: Date,
    /// Entries of the ledger when it was told.
    pub place: u64,
    /// Digest of the configuration by which it is told.
    pub configuration: String,
    /// How far each stage is passed.
    pub stages: Vec<Passed>,
    /// Contradictions, each with what to do.
    pub clashes: Vec<(Sort, Clash)>,
    /// Contradictions between records of which one may not be seen.
    pub hidden: usize,
    /// Certificates with what follows for them.
    pub certificates: Vec<Certificate>,
    /// Certificates that may not be seen.
    pub hidden_certificates: usize,
    /// Every requirement.
    pub rows: Vec<Row>,
    /// What auditors from outside asked for.
    pub requests: Requests,
    /// Titles of records and people, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

impl Aims {
    /// Readiness by a framework, that of the rules where none is named, as of today or the end of a day.
    pub async fn readiness(&self, actor: &Actor, framework: &str, on: Option<Date>) -> Result<Told, Error> {
        let (this, who, framework) = (self.clone(), actor.clone(), framework.to_owned());
        let read = move |read: &Read| {
            let most = this.configuration().libraries.readiness.proof;
            this.readiness_in(read, &who, &framework, (on, most))
        };
        self.0.store.read_async(read).await
    }

    /// The same, with at most so many records of proof for each requirement.
    pub(super) fn readiness_in(
        &self,
        read: &Read,
        actor: &Actor,
        framework: &str,
        (on, most): (Option<Date>, usize),
    ) -> Result<Told, Error> {
        let actor = self.with_roles(read, actor)?;
        let configuration = self.configuration();
        let library = &configuration.libraries.readiness;
        let framework = framework_named(&configuration.libraries, framework)?;
        let (at, on, covered) = self.stood(read, on)?;
        let rows = rows(&covered.matrix, framework, &library.stage, most);
        let requests = Requests::read(&at, library, on)?;
        let certificates = self.certificates_at(&at, on)?;
        let all = clashes(CHECKS, &Gathered::read(&at, covered, certificates.clone(), on)?);
        let named = rows
            .iter()
            .flat_map(named)
            .chain(all.iter().flat_map(|it| it.records.iter().cloned()))
            .chain(requests.named())
            .chain(certificates.iter().flat_map(of_certificate));
        let titles = self.names_of(read, &actor, named.collect())?;
        let count = all.len();
        let clashes = contradictions::seen(&library.clash, all, |it| titles.contains_key(&it.to_string()));
        let (certificates, hidden_certificates) = certificates_seen(certificates, &titles);
        let mut told = Told {
            framework: framework.prefix.clone(),
            frameworks: choices(configuration.libraries.shelf()),
            on,
            place: read.head()?.size,
            configuration: configuration.digest.clone(),
            stages: passed(&rows, &library.stage),
            hidden: count - clashes.len(),
            clashes,
            certificates,
            hidden_certificates,
            rows,
            requests: requests.seen(|it| titles.contains_key(&it.to_string())),
            titles,
        };
        told.hide();
        Ok(told)
    }

    /// Questions of an auditor drawn by a seed, each with what answers it today.
    pub async fn drill(&self, actor: &Actor, framework: &str, seed: &str) -> Result<Vec<Answer>, Error> {
        if seed.trim().is_empty() {
            return Err(Error::problem("seed", "a drill is drawn by a seed; name any word or number"));
        }
        let (this, who, framework, seed) = (self.clone(), actor.clone(), framework.to_owned(), seed.to_owned());
        let asked = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let configuration = this.configuration();
            let library = &configuration.libraries.readiness;
            let framework = framework_named(&configuration.libraries, &framework)?;
            let look = |node: &Node| {
                let mut row = row(&this.covered(read)?.matrix, (framework, node), &library.stage, library.proof);
                let titles = this.names_of(read, &who, row.iter().flat_map(named).collect())?;
                row.iter_mut().for_each(|it| hide(it, &titles));
                Ok(row)
            };
            drill(framework, seed.trim(), &library.drill, look)
        };
        self.0.store.read_async(asked).await
    }
}

/// Records and people that a requirement names.
pub(super) fn named(row: &Row) -> impl Iterator<Item = Id> + '_ {
    let proof = row.proof.iter().map(|it| it.record.as_str());
    let all = proof.chain(row.owners.iter().map(String::as_str)).chain(row.controls.iter().map(String::as_str));
    all.filter_map(|it| it.parse().ok()).collect::<BTreeSet<Id>>().into_iter()
}

/// Leaves out the numbers of what may not be seen.
fn hide(row: &mut Row, titles: &BTreeMap<String, String>) {
    row.proof.retain(|it| titles.contains_key(&it.record));
    row.controls.retain(|it| titles.contains_key(it));
    row.owners.retain(|it| titles.contains_key(it));
}

impl Told {
    fn hide(&mut self) {
        let titles = &self.titles;
        self.rows.iter_mut().for_each(|it| hide(it, titles));
    }
}
