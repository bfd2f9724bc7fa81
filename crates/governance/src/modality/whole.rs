//! What the records say of requirements, told to a person at a moment: all of it from what they may see.

use std::collections::{BTreeMap, HashMap};

use library::{Framework, Node};
use serde::Serialize;
use store::Read;

use super::answers::necessity;
use super::order::{Item, Standing, order};
use super::seen::{Seen, seen, standing};
use crate::conformity::statement::left_out;
use crate::{Actor, Aims, Error, Listing, Moment};

/// What comes next for a framework.
#[derive(Debug, Clone, Serialize)]
pub struct Next {
    /// How references to it begin.
    pub prefix: String,
    /// What is open, in order.
    pub items: Vec<Item>,
    /// How many requirements are met as far as records show.
    pub met: usize,
    /// How many requirements there are.
    pub asked: usize,
}

impl Aims {
    /// What the checks of a node say.
    pub async fn checks_of(&self, actor: &Actor, node: &Node, moment: Moment) -> Result<Vec<Seen>, Error> {
        let mut all = self.checks(actor, vec![node.clone()], moment).await?;
        Ok(all.pop().unwrap_or_default())
    }

    /// What is open of a framework, in the order in which it can be met.
    pub async fn next_of(&self, actor: &Actor, framework: &Framework, moment: Moment) -> Result<Next, Error> {
        let nodes: Vec<Node> = framework.assessable().cloned().collect();
        let ids: Vec<String> = nodes.iter().map(|it| it.id.clone()).collect();
        let told = self.checks(actor, nodes, moment).await?;
        let necessary = necessity(self.left_out(moment).await?);
        let standings: HashMap<String, Standing> = ids.into_iter().zip(told.iter().map(|it| standing(it))).collect();
        let unknown = || Standing::NotAssessable("nobody can be held against it".to_owned());
        let met = |it: &library::Found| standings.get(&it.node.id).cloned().unwrap_or_else(unknown);
        Ok(Next {
            prefix: framework.prefix.clone(),
            items: order(framework, &met, &necessary),
            met: standings.values().filter(|it| **it == Standing::Met).count(),
            asked: standings.len(),
        })
    }

    /// Controls that statements in force leave out, which say nothing that would have to be hidden from whoever sees the order.
    async fn left_out(&self, moment: Moment) -> Result<BTreeMap<String, bool>, Error> {
        let this = self.clone();
        let look = move |read: &Read| {
            let place = moment.place(read)?;
            left_out(&this.snapshot(read, place))
        };
        self.0.store.read_async(look).await
    }

    /// What the checks of nodes say, in their order; records that this person may not see do not count.
    async fn checks(&self, actor: &Actor, nodes: Vec<Node>, moment: Moment) -> Result<Vec<Vec<Seen>>, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0
            .store
            .read_async(move |read| {
                let actor = this.with_roles(read, &actor)?;
                let (visible, as_of) = (this.visible(read, &actor)?, moment.place(read)?);
                let configuration = this.configuration();
                let mut known: HashMap<(String, String), u64> = HashMap::new();
                let mut count = |kind: &str, filter: &str| {
                    let key = (kind.to_owned(), filter.to_owned());
                    if let Some(counted) = known.get(&key) {
                        return Ok(*counted);
                    }
                    let listing = Listing { filter: filter.to_owned(), ..Listing::of(kind) };
                    let query = listing.query(&configuration.catalog, &actor, visible.clone(), as_of)?;
                    let counted = read.count(&query)?;
                    known.insert(key, counted);
                    Ok(counted)
                };
                nodes.iter().map(|it| seen(it, &mut count)).collect()
            })
            .await
    }
}
