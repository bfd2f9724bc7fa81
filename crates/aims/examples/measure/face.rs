//! The pages of a large organisation: how long the server takes for each, and how many bytes it sends.

use std::time::{Duration, Instant};

use crate::client::Client;
use crate::load::Latencies;
use crate::machine::{Server, milliseconds};
use crate::world::World;

/// Requests of one page.
const TIMES: usize = 40;
/// Most bytes of one page, compressed and without its images.
const BYTES: usize = 150_000;
/// What a list may take.
const LIST: Duration = Duration::from_millis(50);
/// What the heaviest page may take.
const HEAVIEST: Duration = Duration::from_millis(80);

/// Pages that are told one by one: name, address, what it may take.
const PAGES: &[(&str, &str, Duration)] = &[
    ("start", "/", HEAVIEST),
    ("list of AI systems", "/ai_system", LIST),
    ("list of AI systems, filtered and sorted", "/ai_system?filter=origin:bought&sort=-decisions_a_year", LIST),
    ("list of AI systems, by a word, sorted by title", "/ai_system?filter=benefits&sort=title", LIST),
    ("list of AI systems, last page", "/ai_system?sort=title&page=200", LIST),
    ("list of risks, filtered and sorted", "/risk?filter=likelihood%3E%3D2&sort=-consequence", LIST),
    ("list of evidence", "/evidence?sort=-changed", LIST),
    ("list of decisions, with what follows from others", "/decision", LIST),
    ("search, a common word", "/search?q=benefits", HEAVIEST),
    ("search, one case", "/search?q=4711", HEAVIEST),
    ("an AI system", "/ai_system/SYS-0042", HEAVIEST),
    ("a control with hundreds of links", "/control/CTL-0007", HEAVIEST),
    ("a person with hundreds of links", "/person/PER-0007", HEAVIEST),
    ("a unit with hundreds of links", "/organization_unit/ORG-0007", HEAVIEST),
    ("form of an AI system", "/ai_system/SYS-0042/edit", HEAVIEST),
    ("form for a new risk", "/risk/new", HEAVIEST),
];

/// One row a page, and one for the heaviest of all routes.
pub fn measure(program: &str, world: &World, row: impl Fn(&str, &str, &str)) -> Result<(), String> {
    let server = Server::start(program, world)?;
    let mut client = Client::connect(&server.address, &world.token)?;
    for (name, path, bar) in PAGES {
        let page = page(&server, &mut client, path)?;
        row(name, &page.told(), &format!("p95 {}, {} kB", milliseconds(*bar), BYTES / 1000));
    }
    let mut heaviest: Option<(String, Page)> = None;
    for path in routes() {
        let Ok(page) = page(&server, &mut client, &path) else { continue };
        if heaviest.as_ref().is_none_or(|(_, it)| it.times.quantile(0.95) < page.times.quantile(0.95)) {
            heaviest = Some((path, page));
        }
    }
    let (path, page) = heaviest.ok_or("no route answers a page")?;
    row(&format!("heaviest of all pages, `{path}`"), &page.told(), &format!("p95 {}", milliseconds(HEAVIEST)));
    Ok(())
}

/// Every page of every route, with the first record of each kind.
fn routes() -> Vec<String> {
    let kinds = ["ai_system", "risk", "treatment", "evidence", "finding", "decision", "action", "control", "person"];
    let numbers = ["SYS", "RSK", "TRT", "EVD", "FND", "DEC", "ACT", "CTL", "PER"];
    let pages = web::ROUTES.iter().filter(|it| it.method == "GET" && !it.path.starts_with("/api/"));
    let filled = pages.flat_map(|route| {
        kinds
            .iter()
            .zip(numbers)
            .map(|(kind, prefix)| route.path.replace("{kind}", kind).replace("{id}", &format!("{prefix}-0001")))
    });
    let mut all: Vec<String> = filled.filter(|it| !it.contains('{')).collect();
    all.sort();
    all.dedup();
    all
}

/// Times, processor time and size of a page.
struct Page {
    cpu: Duration,
    times: Latencies,
    bytes: usize,
}

impl Page {
    fn told(&self) -> String {
        let (median, high) = (self.times.quantile(0.5), self.times.quantile(0.95));
        let (median, high, cpu) = (milliseconds(median), milliseconds(high), milliseconds(self.cpu));
        format!("median {median}, p95 {high}, {cpu} of CPU, {:.1} kB", self.bytes as f64 / 1000.0)
    }
}

fn page(server: &Server, client: &mut Client, path: &str) -> Result<Page, String> {
    let before = server.cpu()?;
    let (mut times, mut bytes) = (Vec::with_capacity(TIMES), 0);
    for _ in 0..TIMES {
        let begun = Instant::now();
        let answer = client.send("GET", path, "Accept-Encoding: gzip\r\nAccept: text/html\r\n", "")?;
        times.push(begun.elapsed());
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status));
        }
        bytes = answer.body.len();
    }
    let cpu = (server.cpu()? - before) / TIMES as u32;
    Ok(Page { cpu, times: Latencies::of(times)?, bytes })
}
