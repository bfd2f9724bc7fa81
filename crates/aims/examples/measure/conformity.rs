//! Conformity of a large organisation: coverage whole and after one record changed, a statement for all AI systems, and an evidence pack.

use std::time::{Duration, Instant};

use governance::libraries::Libraries;
use governance::{Actor, Aims, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::client::Client;
use crate::machine::{Server, milliseconds};
use crate::world::World;

/// AI systems of the organisation.
pub const SYSTEMS: usize = 1_000;
/// Requirements that controls meet, of each framework.
const REQUIREMENTS: usize = 200;
/// Frameworks, those with the most requirements first.
const FRAMEWORKS: usize = 5;
/// Pieces of evidence with a file each.
const FILES: usize = 10_000;
/// Bytes of such a file.
const BYTES: usize = 20_000;
/// Changes in one transaction.
const TOGETHER: usize = 500;
/// The framework that is asked for.
const ASKED: &str = "/api/v1/conformity?framework=ISO%2FIEC%2042001";

/// One row a figure.
pub fn measure(program: &str, world: &World, row: impl Fn(&str, &str, &str)) -> Result<(), String> {
    let server = Server::start(program, world)?;
    let mut client = Client::connect(&server.address, &world.token)?;
    let cold = asked(&mut client)?;
    row(&format!("coverage of {SYSTEMS} AI systems, nothing kept"), &milliseconds(cold), "200 ms");
    let kept = asked(&mut client)?;
    row("the same, kept", &milliseconds(kept), "");
    for (what, path, set) in [
        ("a piece of evidence", "evidence/EVD-0042", json!({ "valid_until": "2026-06-03" })),
        ("a control", "control/CTL-0077", json!({ "statement": "Once a month." })),
        ("an AI system", "ai_system/SYS-0042", json!({ "outputs": "A score from 0 to 10." })),
        ("the parts played in an AI system", "ai_system/SYS-0043", json!({ "our_parts": ["deployer"] })),
        ("a risk", "risk/RSK-0042", json!({ "rationale": "Counted again." })),
    ] {
        edit(&mut client, path, &set)?;
        let after = asked(&mut client)?;
        row(&format!("the same, after {what} changed"), &milliseconds(after), "30 ms");
    }
    let begun = Instant::now();
    let body = json!({ "framework": "ISO/IEC 42001" }).to_string();
    let answer = client.send("POST", "/api/v1/conformity/statements", "Idempotency-Key: bench\r\n", &body)?;
    if answer.status != 201 {
        return Err(format!("statement: {}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
    }
    row("a statement of applicability for all of them, proposed", &milliseconds(begun.elapsed()), "1 s");
    drop(server);
    pack(program, world, row)
}

fn pack(program: &str, world: &World, row: impl Fn(&str, &str, &str)) -> Result<(), String> {
    let file = world.home.join("pack.zip");
    let mut command = std::process::Command::new(program);
    command
        .args(["readiness", "pack", "--framework", "ISO/IEC 42001"])
        .arg(&file)
        .args(["--quiet", "--data"])
        .arg(&world.home);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
    let spent = crate::machine::ended(command.spawn().map_err(|it| it.to_string())?, 0)?;
    let size = std::fs::metadata(&file).map_err(|it| it.to_string())?.len();
    row(&format!("evidence pack of {FILES} files, {} MB", size / 1_000_000), &spent.to_string(), "30 s, streamed");
    Ok(())
}

/// How long coverage takes, told as people and programs get it.
fn asked(client: &mut Client) -> Result<Duration, String> {
    let begun = Instant::now();
    let answer = client.send("GET", ASKED, "", "")?;
    match answer.status {
        200 => Ok(begun.elapsed()),
        status => Err(format!("coverage: {status}: {}", String::from_utf8_lossy(&answer.body))),
    }
}

fn edit(client: &mut Client, path: &str, set: &Value) -> Result<(), String> {
    let path = format!("/api/v1/records/{path}");
    let tag = client.send("GET", &path, "", "")?.tag.ok_or(format!("{path}: no entity tag"))?;
    let headers = format!("If-Match: {tag}\r\nIdempotency-Key: {}\r\n", path.replace('/', "-"));
    let answer = client.send("PATCH", &path, &headers, &json!({ "document": set }).to_string())?;
    match answer.status {
        200 => Ok(()),
        status => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&answer.body))),
    }
}

/// Enters controls that meet requirements of several frameworks, and evidence of them, each with a file.
pub async fn enter(aims: &Aims) -> Result<(), String> {
    let operator = Actor::operator(Via::System);
    let shipped = Libraries::shipped();
    let mut frameworks: Vec<_> = shipped.shelf().frameworks().iter().collect();
    // The one that is asked for comes first, whatever its length.
    frameworks.sort_by_key(|it| (it.prefix != "ISO/IEC 42001", std::cmp::Reverse(it.assessable().count())));
    let asked: Vec<(&str, Vec<&str>)> = frameworks[..FRAMEWORKS]
        .iter()
        .map(|it| (it.prefix.as_str(), it.assessable().take(REQUIREMENTS).map(|it| it.id.as_str()).collect()))
        .collect();
    let control = |number: usize| {
        let meets = asked
            .iter()
            .map(|(framework, all)| json!({ "framework": framework, "reference": all[number % all.len()] }));
        let document = json!({ "title": format!("Bound control {number}"), "meets": meets.collect::<Vec<_>>() });
        create("control", "operating", &document)
    };
    let controls = commit(aims, (0..REQUIREMENTS).map(control).collect()).await?;
    let systems: Vec<String> = (1..=SYSTEMS).map(|it| format!("SYS-{it:04}")).collect();
    let mut changes = Vec::with_capacity(FILES);
    for number in 0..FILES {
        let text = format!("{number}: {}", "a line of a log that nobody reads twice; ".repeat(BYTES / 42));
        let name = format!("sample-{number}.txt");
        let file = aims.put_file(&operator, &name, text.into_bytes()).await.map_err(|it| it.to_string())?;
        let document = json!({
            "title": format!("Bound sample {number}"), "form": "record", "serves": [controls[number % controls.len()]],
            "about": [systems[number % SYSTEMS]], "collected_on": format!("2026-{:02}-{:02}", number % 11 + 1, number % 28 + 1),
            "file": file,
        });
        changes.push(create("evidence", "accepted", &document));
    }
    commit(aims, changes).await.map(drop)
}

fn create(kind: &str, state: &str, value: &Value) -> Change {
    let document: Document = value.as_object().cloned().unwrap_or_default();
    Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document }
}

async fn commit(aims: &Aims, changes: Vec<Change>) -> Result<Vec<record::Id>, String> {
    let (operator, mut made) = (Actor::operator(Via::System), Vec::new());
    for part in changes.chunks(TOGETHER) {
        let done = aims.commit_all(&operator, part.to_vec(), None).await.map_err(|it| it.to_string())?;
        made.extend(done.into_iter().map(|it| it.id));
    }
    Ok(made)
}
