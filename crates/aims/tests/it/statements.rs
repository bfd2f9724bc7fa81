//! What pages cost: the number of SQL statements of a page is the same for a small organisation and for a larger one.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use governance::account::NewAccount;
use governance::{Actor, Aims, Options, Via};
use record::Change;
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

#[path = "../../examples/measure/large.rs"]
mod large;

/// AI systems of the smaller organisation: enough that every list has more than one page.
const SMALL: usize = 210;
/// Those of the larger one.
const LARGER: usize = 320;

/// Kinds of which the organisation has many records.
const KINDS: &[(&str, &str)] = &[
    ("ai_system", "SYS-0007"),
    ("risk", "RSK-0007"),
    ("treatment", "TRT-0007"),
    ("evidence", "EVD-0007"),
    ("finding", "FND-0007"),
    ("decision", "DEC-0007"),
    ("comment", "CMT-0007"),
    ("action", "ACT-0007"),
    ("person", "PER-0007"),
    ("control", "CTL-0007"),
    ("organization_unit", "ORG-0007"),
    ("dataset", "DST-0001"),
    ("dataset", "DST-0002"),
    ("dataset_version", "DSV-0001"),
    ("model_version", "MDV-0001"),
    ("monitor", "MON-0001"),
    ("access_grant", "GRT-0001"),
];

/// Addresses with queries that lists and searches know.
const QUERIES: &[&str] = &[
    "/search?q=sample",
    "/risk?filter=state:analysed&sort=-consequence",
    "/ai_system?filter=benefits&sort=title&page=2",
    "/evidence?filter=fresh:yes&sort=-changed",
    "/decision?sort=title",
];

/// A server with so many AI systems.
struct Office {
    aims: Aims,
    address: String,
    cookie: String,
    agent: ureq::Agent,
    _runtime: Runtime,
    _folder: TempDir,
}

impl Office {
    fn with(systems: usize) -> Office {
        let (folder, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let mut options = Options::embedded(folder.path());
        let (step, begin) = (AtomicI64::new(0), "2026-03-02T08:00:00Z".parse::<jiff::Timestamp>().unwrap());
        let later = move || begin + jiff::Span::new().milliseconds(step.fetch_add(1, Ordering::Relaxed));
        options.clock = Arc::new(later);
        let aims = Aims::init(options, "test.example/ledger").unwrap();
        let secret = runtime.block_on(filled(&aims, systems));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(web::serve(listener, web::app(aims.clone(), web::Settings::default()), std::future::pending()));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        Office { aims, address, cookie: format!("aims={secret}"), agent, _runtime: runtime, _folder: folder }
    }

    /// Status of a page, and the statements that it costs once everything that is remembered is remembered.
    fn cost(&self, path: &str) -> (u16, u64) {
        let ask = || {
            let before = self.aims.store().statements();
            let address = format!("{}{path}", self.address);
            let mut answer = self.agent.get(&address).header("cookie", &self.cookie).call().unwrap();
            answer.body_mut().read_to_vec().unwrap();
            (answer.status().as_u16(), self.aims.store().statements() - before)
        };
        ask();
        ask()
    }
}

/// Fills the store and signs somebody in who leads and owns something.
async fn filled(aims: &Aims, systems: usize) -> String {
    let operator = Actor::operator(Via::System);
    let person = json!({ "title": "Lena Lead", "email": "lead@test.example" });
    let document = person.as_object().cloned().unwrap();
    let change = Change::Create { kind: "person".to_owned(), state: None, document };
    let person = aims.commit(&operator, change, None).await.unwrap().id;
    let roles = aims::first::roles(aims, &operator).await.unwrap();
    for (_, role) in roles.iter().filter(|(key, _)| ["administrator", "governance_lead"].contains(&key.as_str())) {
        aims::first::assign(aims, &operator, &person, role, Default::default(), "leads").await.unwrap();
    }
    let password = "correct horse battery".to_owned();
    let (name, email) = ("Lena Lead".to_owned(), "lead@test.example".to_owned());
    let account = NewAccount { name, email, password: Some(password.clone()), person: Some(person), service: false };
    aims.add_account(&operator, account).await.unwrap();
    large::enter(aims, systems).await.unwrap();
    lineage(aims, systems).await;
    batches(aims, systems).await;
    aims.sign_in("lead@test.example", &password, "test").await.unwrap().secret
}

/// A lineage that grows with the organisation: each version is made from the one before, each trains a model version, and each
/// treats the first and spends of its privacy.
async fn lineage(aims: &Aims, systems: usize) {
    let operator = Actor::operator(Via::System);
    let add = async |kind: &str, fields: serde_json::Value| {
        let document = fields.as_object().cloned().unwrap();
        let change = Change::Create { kind: kind.to_owned(), state: None, document };
        aims.commit(&operator, change, None).await.unwrap().id.to_string()
    };
    let dataset = add("dataset", json!({ "title": "Sample", "systems": ["SYS-0007"] })).await;
    let model = add("model", json!({ "title": "Sample", "systems": ["SYS-0007"] })).await;
    let (mut before, mut first): (Vec<String>, Option<String>) = (Vec::new(), None);
    for at in 0..systems / 10 {
        let fields = json!({ "title": format!("sample {at}"), "dataset": dataset, "derived_from": before, "epsilon": 0.01,
                             "treats": first });
        let version = add("dataset_version", fields).await;
        let data = json!([{ "dataset_version": version, "used_for": "train" }]);
        add("model_version", json!({ "title": format!("sample {at}"), "model": model, "data": data })).await;
        first.get_or_insert_with(|| version.clone());
        before = vec![version];
    }
    let purposes = json!({ "title": "Opened", "purposes": [{ "purpose": "training" }] });
    let opened = add("dataset", purposes).await;
    for at in 1..=systems / 10 {
        let fields = json!({ "title": format!("access {at}"), "who": format!("PER-{at:04}"), "dataset": opened,
                             "purpose": "training", "from": "2026-01-01", "expires": "2026-12-31" });
        let document = fields.as_object().cloned().unwrap();
        let change = Change::Create { kind: "access_grant".to_owned(), state: Some("granted".to_owned()), document };
        aims.commit(&operator, change, None).await.unwrap();
    }
}

/// A monitor of an AI system with a batch for every ten systems.
async fn batches(aims: &Aims, systems: usize) {
    let operator = Actor::operator(Via::System);
    let add = async |kind: &str, state: &str, fields: serde_json::Value| {
        let document = fields.as_object().cloned().unwrap();
        let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
        aims.commit(&operator, change, None).await.unwrap().id.to_string()
    };
    let monitor =
        add("monitor", "active", json!({ "title": "Stream", "watches": "SYS-0007", "schedule": "P1M" })).await;
    for at in 0..systems / 10 {
        let day = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(at as i64)).to_string();
        let values =
            json!([{ "metric": "kolmogorov_smirnov", "of": "a", "value": 0.01, "at_most": 0.1, "verdict": "pass" }]);
        let fields = json!({ "title": format!("batch {at}"), "monitor": monitor, "batch_on": day, "measured_on": day, "verdict": "pass", "values": values });
        add("measurement", "recorded", fields).await;
    }
}

/// Every page of every route, filled with records of the organisation.
fn pages() -> Vec<String> {
    let routes = web::ROUTES.iter().filter(|it| it.method == "GET" && !it.path.starts_with("/api/"));
    let filled = routes.flat_map(|route| {
        KINDS
            .iter()
            .map(|(kind, id)| route.path.replace("{kind}", kind).replace("{id}", id).replace("{*path}", "aims.css"))
    });
    let mut pages: Vec<String> = filled.filter(|it| !it.contains('{')).collect();
    pages.extend(QUERIES.iter().map(|it| (*it).to_owned()));
    pages.sort();
    pages.dedup();
    pages
}

#[test]
fn no_page_grows_with_its_rows() {
    let (small, larger) = (Office::with(SMALL), Office::with(LARGER));
    let (mut grown, mut answered) = (Vec::new(), 0);
    for path in pages() {
        let ((status, few), (_, many)) = (small.cost(&path), larger.cost(&path));
        answered += usize::from(status == 200);
        if few != many {
            grown.push(format!("{path}: {few} statements for {SMALL} AI systems, {many} for {LARGER}"));
        }
    }
    assert!(answered > 50, "only {answered} pages answered");
    assert!(grown.is_empty(), "pages that grow:\n{}", grown.join("\n"));
}
