//! The store that is measured: people who may write, and as many risks as a figure needs.

use std::path::{Path, PathBuf};

use aims::first;
use governance::account::NewAccount;
use governance::{Actor, Aims, Listing, Via};
use record::{Change, Document};
use serde_json::json;

/// Records that are made together.
const TOGETHER: usize = 1000;

/// A store with an account that may read and write.
pub struct World {
    /// Its data folder.
    pub home: PathBuf,
    /// Its database, when it is not the one in the folder.
    pub store: Option<String>,
    /// A token of the account.
    pub token: String,
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

fn said(cause: impl std::fmt::Display) -> String {
    cause.to_string()
}

/// A risk with twelve fields.
fn risk(number: usize) -> Document {
    let value = json!({
        "title": format!("Bench risk {number}"),
        "direction": "threat",
        "event": "Something happens that nobody wanted, in a sentence of ordinary length for such a field.",
        "effect": "Somebody waits longer than they should, and asks why.",
        "nature": "operational",
        "stage": "operation_and_monitoring",
        "consequence_types": ["organisation", "individuals"],
        "likelihood": number % 5 + 1,
        "consequence": number % 4 + 1,
        "rationale": "Counted over a year.",
        "assessed_on": "2026-01-31",
        "next_assessment": "2027-01-31",
    });
    value.as_object().cloned().unwrap_or_default()
}

impl World {
    pub fn make(home: &Path, store: Option<&str>) -> Result<World, String> {
        let options = aims::context::options(home, store).map_err(said)?;
        let aims = Aims::init(options, "bench.example/ledger").map_err(said)?;
        let token = runtime()?.block_on(writer(&aims))?;
        Ok(World { home: home.to_owned(), store: store.map(str::to_owned), token })
    }

    fn open(&self) -> Result<Aims, String> {
        Aims::open(aims::context::options(&self.home, self.store.as_deref()).map_err(said)?).map_err(said)
    }

    /// Makes risks until there are `all`.
    pub fn fill(&self, all: usize) -> Result<(), String> {
        let aims = self.open()?;
        runtime()?.block_on(async {
            let page = aims.list(&operator(), &Listing { limit: 1, ..Listing::of("risk") }).await.map_err(said)?;
            let mut count = page.total as usize;
            while count < all {
                let next = (count + TOGETHER).min(all);
                let change = |number| Change::Create { kind: "risk".to_owned(), state: None, document: risk(number) };
                aims.commit_all(&operator(), (count..next).map(change).collect(), None).await.map_err(said)?;
                count = next;
            }
            Ok(())
        })
    }

    /// Enters a large organisation with so many AI systems, ten records each.
    pub fn enlarge(&self, systems: usize) -> Result<(), String> {
        let aims = self.open()?;
        runtime()?.block_on(crate::large::enter(&aims, systems))
    }

    /// Enters controls and evidence that meet requirements of several frameworks.
    pub fn bind(&self) -> Result<(), String> {
        let aims = self.open()?;
        runtime()?.block_on(crate::conformity::enter(&aims))
    }

    /// Numbers of so many risks, which are there afterwards.
    pub fn targets(&self, count: usize) -> Result<Vec<String>, String> {
        self.fill(count)?;
        Ok((1..=count).map(|number| format!("RSK-{number:04}")).collect())
    }

    /// A body that changes a record of twelve fields.
    pub fn change(&self, round: usize) -> String {
        let mut document = risk(round);
        document.insert("title".to_owned(), json!(format!("Bench risk, round {round}")));
        json!({ "document": document }).to_string()
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Runtime::new().map_err(said)
}

/// A person who leads, with an account and a token.
async fn writer(aims: &Aims) -> Result<String, String> {
    let operator = operator();
    let roles = first::roles(aims, &operator).await.map_err(said)?;
    let person = json!({ "title": "Writer", "email": "writer@bench.example" });
    let document = person.as_object().cloned().unwrap_or_default();
    let change = Change::Create { kind: "person".to_owned(), state: None, document };
    let person = aims.commit(&operator, change, None).await.map_err(said)?.id;
    let (_, role) = roles.iter().find(|(key, _)| key == "governance_lead").ok_or("no role")?;
    first::assign(aims, &operator, &person, role, Default::default(), "Writer leads").await.map_err(said)?;
    let account = NewAccount {
        name: "Writer".to_owned(),
        email: "writer@bench.example".to_owned(),
        password: None,
        person: Some(person.clone()),
        service: true,
    };
    let account = aims.add_account(&operator, account).await.map_err(said)?;
    let actor = Actor { account: account.id, name: account.name, person: Some(person), ..Actor::operator(Via::Api) };
    let scopes = vec!["read".to_owned(), "change".to_owned()];
    aims.add_token(&actor, "bench", scopes, 1).await.map_err(said)
}

/// An inventory with made-up rows, for machines without the published one.
pub fn made_inventory(path: &Path, rows: usize) -> Result<(), String> {
    let mut text = "Use Case Name,Agency,Stage of Development,Date Implemented,Purpose\n".to_owned();
    for row in 0..rows {
        let agency = row % 41;
        text += &format!(
            "Made-up system {row},Agency {agency},Operation and Maintenance,01/15/2023,\"Helps with {row}\"\n"
        );
    }
    std::fs::write(path, text).map_err(said)
}
