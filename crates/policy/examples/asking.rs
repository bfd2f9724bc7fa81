//! How long loading the shipped policies and asking them takes.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use policy::{
    Action, Actor, Class, Fact, FactShape, FactType, Policies, Question, RecordView, Resource, SYSTEM_ACTIONS,
    authority,
};
use record::{Catalog, Document, Fault, Source};

const ROUNDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sources = Vec::new();
    for folder in ["kinds", "scales", "policies"] {
        for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder))? {
            let file = file?;
            let path = format!("{folder}/{}", file.file_name().to_string_lossy());
            sources.push(Source::new(path, fs::read_to_string(file.path())?));
        }
    }
    let told = |faults: Vec<Fault>| faults.iter().map(|it| format!("{it}\n")).collect::<String>();
    let shape = |name: &str| FactShape { name: name.into(), ty: FactType::Person, kinds: None, summary: String::new() };
    let catalog = Catalog::load(&sources, &[]).map_err(told)?;
    let start = Instant::now();
    let shapes = ["last_editor", "submitted_by", "subject_owner"].map(shape);
    let policies = Policies::load(&catalog, &sources, &[], &shapes).map_err(told)?;
    println!(
        "{} kinds, {} policies, loaded in {:?}",
        catalog.kinds().count(),
        policies.listing().len(),
        start.elapsed()
    );

    let owner = Actor::session("ada", "PER-0001", ["system_owner", "engineer"]);
    let reader = Actor::session("ben", "PER-0002", ["reader"]);
    let document: Document = serde_json::from_value(serde_json::json!({
        "title": "Sorting of applications", "owner": "PER-0003", "unit": "ORG-0004", "access": "internal",
        "systems": ["SYS-0001", "SYS-0002"], "likelihood": 3, "consequence": 4, "level": "high", "response": "treat",
        "description": "Applications of older people might be sorted to the end more often than those of others.",
    }))?;
    let facts = [
        ("last_editor", Fact::Text("PER-0009".into())),
        ("submitted_by", Fact::Text("PER-0008".into())),
        ("subject_owner", Fact::Text("".into())),
    ];
    let record = RecordView {
        kind: "risk",
        id: "RSK-0042",
        state: "evaluated",
        retired: false,
        created_by: "PER-0007",
        document: &document,
    };
    let changed = ["title", "likelihood"];
    let edit = Question {
        actor: &owner,
        action: Action::Edit,
        resource: Resource::Record(record),
        changed: &changed,
        facts: &facts,
    };
    let read = Question {
        action: Action::Read,
        resource: Resource::Class(record.class(false)),
        changed: &[],
        facts: &[],
        ..edit
    };
    let refused = Question { actor: &reader, ..edit };
    let system = Question { action: Action::System(SYSTEM_ACTIONS[0].0), resource: Resource::Organization, ..read };
    let class = Class { kind: "risk", unit: "", access: "restricted", mine: false, draft: false };
    let unread = Question { resource: Resource::Class(class), ..read };

    println!("edit, permitted         {:?}", time(|| policies.ask(&edit).is_permitted()));
    println!("edit, refused, ask      {:?}", time(|| policies.ask(&refused).is_permitted()));
    println!("edit, refused, permits  {:?}", time(|| policies.permits(&refused)));
    println!("read, permitted         {:?}", time(|| policies.ask(&read).is_permitted()));
    println!("read, refused, permits  {:?}", time(|| policies.permits(&unread)));
    println!("import, permits         {:?}", time(|| policies.permits(&system)));
    let start = Instant::now();
    println!("{} rows of authority in {:?}", authority(&catalog, &policies).rows.len(), start.elapsed());
    Ok(())
}

fn time(ask: impl Fn() -> bool) -> Duration {
    let start = Instant::now();
    for _ in 0..ROUNDS {
        std::hint::black_box(ask());
    }
    start.elapsed() / ROUNDS
}
