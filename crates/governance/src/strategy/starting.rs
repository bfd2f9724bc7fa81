//! Indicators to start with, as data: entered as drafts, each once, for whoever answers for one to complete and activate.

use std::collections::BTreeSet;

use record::{Catalog, Change, Document, Id};
use serde::{Deserialize, Serialize};
use store::{Query, Visible, Write};

use super::{INDICATOR, entered};
use crate::aims::Admission;
use crate::libraries::{Libraries, Part};
use crate::{Actor, Aims, Error};

/// The indicators that ship, with those of the organisation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starters {
    /// Fields of each, as a record holds them.
    pub indicator: Vec<Document>,
}

impl Starters {
    fn title(it: &Document) -> &str {
        it.get("title").and_then(|it| it.as_str()).unwrap_or_default()
    }
}

impl Part for Starters {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let Some(kind) = catalog.kind(INDICATOR) else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let one = |it: &Document| {
            let title = Starters::title(it);
            let strange = it.keys().filter(|name| kind.field(name).is_none_or(|it| !it.is_input()));
            let mut found: Vec<String> =
                strange.map(|it| format!("an indicator has no field `{it}` to fill in")).collect();
            found.extend(
                ["population", "denominator", "direction"]
                    .iter()
                    .filter(|name| !it.contains_key(**name))
                    .map(|it| format!("`{it}` is missing")),
            );
            found.extend(entered::unclear(catalog, it).into_iter().map(|(field, says)| format!("`{field}` {says}")));
            if !seen.insert(title.to_owned()) || title.is_empty() {
                found.push("each indicator needs a title of its own".to_owned());
            }
            found.into_iter().map(|it| format!("`{title}`: {it}")).collect::<Vec<_>>()
        };
        self.indicator.iter().flat_map(one).collect()
    }
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Started {
    /// The drafts that were made.
    pub made: Vec<Id>,
    /// Indicators that were there already, by their titles.
    pub there: usize,
}

impl Aims {
    /// Enters the indicators to start with as drafts, all or none; those whose title is there already are left out.
    pub async fn start_indicators(&self, actor: &Actor) -> Result<Started, Error> {
        let may = self.require_create(actor, INDICATOR).await;
        self.denied(actor, may).await?;
        let (this, who) = (self.clone(), actor.clone());
        let enter = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            let starters = this.configuration().libraries.starters.clone();
            // Whoever asks: a draft that they may not see is not made twice.
            let rows = tx.list(&Query { limit: u32::MAX, retired: true, ..Query::of(INDICATOR, Visible::All) })?;
            let known: BTreeSet<String> = rows.into_iter().map(|it| it.title).collect();
            let fresh: Vec<Document> =
                starters.indicator.iter().filter(|it| !known.contains(Starters::title(it))).cloned().collect();
            let there = starters.indicator.len() - fresh.len();
            let mut made = Vec::new();
            for document in fresh {
                let create = Change::Create { kind: INDICATOR.to_owned(), state: None, document };
                made.push(this.apply(tx, &who, &create, &Admission::default())?.id);
            }
            Ok(Started { made, there })
        };
        let outcome = self.0.store.write_async(enter).await;
        self.denied(actor, outcome).await
    }
}
