//! A server with a few people, on an embedded store or on PostgreSQL, with its own time and randomness.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use governance::account::NewAccount;
use governance::{Actor, Aims, Options, Via};
use jiff::Timestamp;
use record::{Change, Document, Id};
use serde_json::{Value, json};
use store::Place;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use ureq::http::{HeaderMap, Request};

/// A running server.
pub struct House {
    pub aims: Aims,
    /// Leads the management system and administers it.
    pub lead: Person,
    /// Reads, and changes nothing.
    pub reader: Person,
    address: String,
    agent: ureq::Agent,
    runtime: Runtime,
    folder: TempDir,
}

/// Somebody with an account.
pub struct Person {
    pub id: Id,
    pub email: String,
    pub secret: String,
    pub actor: Actor,
}

/// Kinds of which the program makes the records.
const FOUND: &[&str] = &["conflict", "exercise_run", "quiz_attempt"];

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery";

impl House {
    /// On an embedded store.
    pub fn new() -> House {
        House::with(|home| Place::Sqlite(home.join("aims.db")), web::Settings::default())
    }

    /// On PostgreSQL.
    pub fn on_postgres() -> House {
        House::with(|_| store::testing::postgres().unwrap(), web::Settings::default())
    }

    /// On a store of one's own choice.
    pub fn with(place: impl Fn(&Path) -> Place, settings: web::Settings) -> House {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::embedded(folder.path());
        options.place = place(folder.path());
        let step = AtomicI64::new(0);
        let begin: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        options.clock = Arc::new(move || begin + jiff::Span::new().milliseconds(step.fetch_add(1, Ordering::Relaxed)));
        let state = AtomicU64::new(1);
        options.entropy = Arc::new(move |bytes| {
            bytes.iter_mut().for_each(|it| *it = scrambled(state.fetch_add(1, Ordering::Relaxed)));
        });
        let aims = Aims::init(options, "test.example/aims").unwrap();
        let runtime = Runtime::new().unwrap();
        let (lead, reader) = runtime.block_on(people(&aims));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = web::app(aims.clone(), settings);
        runtime.spawn(web::serve(listener, app, std::future::pending()));
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        House { aims, lead, reader, address, agent: config.new_agent(), runtime, folder }
    }

    /// Where everything lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits for something of the management system itself.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// A request by the lead.
    pub fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        self.anonymous(method, path).header("cookie", &format!("aims={}", self.lead.secret))
    }

    /// A request by the reader.
    pub fn reader_asks(&self, method: &str, path: &str) -> Ask<'_> {
        self.anonymous(method, path).header("cookie", &format!("aims={}", self.reader.secret))
    }

    /// A request with a token.
    pub fn program_asks(&self, token: &str, method: &str, path: &str) -> Ask<'_> {
        self.anonymous(method, path).header("authorization", &format!("Bearer {token}"))
    }

    /// A request by nobody in particular.
    pub fn anonymous(&self, method: &str, path: &str) -> Ask<'_> {
        Ask { house: self, method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// A new record made through the interface, or by the operator where nobody types one; its number.
    pub fn make(&self, kind: &str, document: Value) -> String {
        if FOUND.contains(&kind) {
            let document = serde_json::from_value(document).unwrap();
            let change = record::Change::Create { kind: kind.to_owned(), state: None, document };
            let operator = governance::Actor::operator(governance::Via::System);
            return self.wait(self.aims.commit(&operator, change, None)).unwrap().id.to_string();
        }
        let answer = self.ask("POST", &format!("/api/v1/records/{kind}")).json(&json!({ "document": document })).send();
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// A token of the lead with these scopes.
    pub fn token(&self, scopes: &[&str]) -> String {
        let scopes = scopes.iter().map(|it| (*it).to_owned()).collect();
        self.wait(self.aims.add_token(&self.lead.actor, "test", scopes, 30)).unwrap()
    }

    /// Entries in the ledger.
    pub fn entries(&self) -> u64 {
        self.wait(self.aims.head()).unwrap().size
    }
}

/// SplitMix64, one byte at a time: enough to keep secrets apart in a test.
fn scrambled(step: u64) -> u8 {
    let mut it = step.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (it >> 56) as u8
}

async fn people(aims: &Aims) -> (Person, Person) {
    let operator = Actor::operator(Via::System);
    let lead = person(aims, &operator, "Lena Lead", "lead@test.example", &["administrator", "governance_lead"]).await;
    let reader = person(aims, &operator, "Rita Reader", "reader@test.example", &["reader"]).await;
    (lead, reader)
}

/// Somebody with roles, and a session.
pub async fn person(aims: &Aims, operator: &Actor, name: &str, email: &str, roles: &[&str]) -> Person {
    let id = create(aims, operator, "person", None, json!({ "title": name, "email": email })).await;
    for key in roles {
        let role = create(aims, operator, "role", None, json!({ "title": key, "key": key })).await;
        let document = json!({ "title": format!("{name}: {key}"), "person": id, "role": role, "from": "2026-01-01" });
        create(aims, operator, "role_assignment", Some("accepted"), document).await;
    }
    let account = NewAccount {
        name: name.to_owned(),
        email: email.to_owned(),
        password: Some(PASSWORD.to_owned()),
        person: Some(id.clone()),
        service: false,
    };
    aims.add_account(operator, account).await.unwrap();
    let signed_in = aims.sign_in(email, PASSWORD, "test").await.unwrap();
    Person { id, email: email.to_owned(), secret: signed_in.secret, actor: signed_in.actor }
}

async fn create(aims: &Aims, actor: &Actor, kind: &str, state: Option<&str>, document: Value) -> Id {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    aims.commit(actor, change, None).await.unwrap().id
}

/// A request to be sent.
pub struct Ask<'a> {
    house: &'a House,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Ask<'_> {
    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a body of this type.
    pub fn body(mut self, media: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media)
    }

    /// With a JSON body.
    pub fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    /// With a form.
    pub fn form(self, pairs: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.body("application/x-www-form-urlencoded", text)
    }

    /// With a form that has texts and files (name, file name, content).
    pub fn parts(self, texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, text) in texts {
            let head = format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, file, bytes) in files {
            let head =
                format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b0undary--\r\n");
        self.body("multipart/form-data; boundary=b0undary", body)
    }

    /// With the version that was seen.
    pub fn version(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    /// With an idempotency key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sends it.
    pub fn send(self) -> Answer {
        let mut request =
            Request::builder().method(self.method.as_str()).uri(format!("{}{}", self.house.address, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let agent = &self.house.agent;
        let sent = match self.body.is_empty() && self.method != "POST" {
            true => agent.run(request.body(()).unwrap()),
            false => agent.run(request.body(self.body).unwrap()),
        };
        let mut response = sent.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.body_mut().with_config().limit(256 << 20).read_to_vec().unwrap();
        Answer { status, headers, bytes }
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text()))
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// The value of a hidden input of the first form that has it.
    pub fn hidden(&self, name: &str) -> String {
        let page = self.text();
        let mark = format!("name=\"{name}\" value=\"");
        let at = page.find(&mark).unwrap_or_else(|| panic!("no input `{name}` in {page}")) + mark.len();
        page[at..].split('"').next().unwrap().to_owned()
    }

    /// Checks the status and that the problem is told in words.
    #[track_caller]
    pub fn refused(&self, status: u16, words: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request"], self.header("x-request-id"));
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(words), "`{detail}` does not say `{words}`");
        problem
    }
}
