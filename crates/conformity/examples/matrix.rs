//! How long coverage takes: so many AI systems, requirements and frameworks, whole and after one record changed.
//!
//! `cargo run -p conformity --release --example matrix`
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::time::Instant;

use conformity::ground::{Control, Form, Ground, Proof, Rules, Stage, System};
use conformity::{Change, Matrix, Plan};
use jiff::ToSpan;
use jiff::civil::Date;
use library::{Links, Shelf};

const SYSTEMS: usize = 1_000;
const REQUIREMENTS: usize = 200;
const FRAMEWORKS: usize = 5;
const TODAY: Date = Date::constant(2026, 6, 30);

fn main() {
    let shelf = shelf();
    let start = Instant::now();
    let plan = Plan::of(&shelf, &Links::of(&shelf, &[]), &Rules::default(), TODAY);
    println!("plan of {} nodes: {:?}", plan.lines.len(), start.elapsed());
    let ground = ground();
    println!("{} systems, {} controls, {} proofs", ground.systems.len(), ground.controls.len(), ground.proofs.len());
    let copy = ground.clone();
    let start = Instant::now();
    let mut matrix = Matrix::of(plan, copy);
    println!("whole matrix: {:?}", start.elapsed());
    let mut proof = ground.proofs["EVD-7"].clone();
    proof.until = TODAY;
    let start = Instant::now();
    matrix.change(vec![Change::Proof("EVD-7".to_owned(), Some(proof))]);
    println!("after one proof changed: {:?}", start.elapsed());
    let mut control = ground.controls["CTL-7"].clone();
    control.stage = Stage::None;
    let start = Instant::now();
    matrix.change(vec![Change::Control("CTL-7".to_owned(), Some(control))]);
    println!("after one control changed: {:?}", start.elapsed());
    let mut system = ground.systems["SYS-7"].clone();
    system.since = Some(TODAY);
    let start = Instant::now();
    matrix.change(vec![Change::System("SYS-7".to_owned(), Some(system))]);
    println!("after one AI system changed: {:?}", start.elapsed());
    let start = Instant::now();
    let told: usize = (0..REQUIREMENTS).map(|it| matrix.explain(it, None).weighed.len()).sum();
    println!("one framework explained, {told} lines: {:?}", start.elapsed());
}

fn shelf() -> Shelf {
    let frameworks = (0..FRAMEWORKS).map(|it| {
        let head = format!(
            "schema = \"aims.library/v1\"\nurn = \"urn:F{it}\"\nprefix = \"F{it}\"\ntitle = \"t\"\npublisher = \"p\"\nversion = \"1\"\n\
             jurisdictions = [\"INT\"]\nedition = {{ name = \"1\", published = \"2026\", status = \"current\" }}\n\
             rights = {{ text = \"own-words\", licence = \"x\", source_licence = \"x\", notice = \"n\", redistributable = true }}\n\
             provenance = {{ authors = [], sources = [] }}\npart = [{{ name = \"c\", label = \"c\", normative = true, binding = true }}]\n"
        );
        let node = |it: usize| {
            let about = if it.is_multiple_of(2) { "system" } else { "organisation" };
            format!(
                "[[node]]\nid = \"{it}\"\npart = \"c\"\nlevel = \"control\"\ntitle = \"t\"\nmodality = \"shall\"\nassessable = true\n\
                 applies = {{ about = \"{about}\" }}\nevidence = [{{ id = \"r\", what = \"w\", form = \"record\", mandatory = true, \
                 freshness = \"P1Y\" }}]\n"
            )
        };
        toml::from_str(&(head + &(0..REQUIREMENTS).map(node).collect::<String>())).unwrap()
    });
    let walk = |it: usize| {
        let head = format!(
            "schema = \"aims.library/v1\"\nurn = \"urn:W{it}\"\ntitle = \"t\"\nsource = \"urn:F0\"\ntarget = \"urn:F{it}\"\nversion = \"1\"\n\
             rights = {{ text = \"own-words\", licence = \"x\", source_licence = \"x\", notice = \"n\", redistributable = true }}\n\
             provenance = {{ authors = [], sources = [] }}\n"
        );
        let map = |it: usize| {
            let relation = ["equal-to", "superset-of", "subset-of", "intersects-with"][it % 4];
            format!(
                "[[map]]\nfrom = \"{it}\"\nto = \"{it}\"\nrelation = \"{relation}\"\nstrength = 5\nrationale = \"r\"\nreviewer = \"PER-1\"\n"
            )
        };
        toml::from_str(&(head + &(0..REQUIREMENTS).map(map).collect::<String>())).unwrap()
    };
    Shelf::new(frameworks.collect(), (1..FRAMEWORKS).map(walk).collect())
}

/// A control a requirement of the first framework, two records a control, and two records about each system.
fn ground() -> Ground {
    let day = |ago: usize| TODAY.checked_sub(i64::try_from(ago).unwrap().days()).unwrap();
    let mut ground = Ground { today: TODAY, ..Ground::default() };
    for it in 0..SYSTEMS {
        let since = it.is_multiple_of(3).then(|| day(it % 700));
        ground.systems.insert(format!("SYS-{it}"), System { since, ..System::default() });
    }
    for it in 0..REQUIREMENTS {
        let control = Control {
            meets: BTreeSet::from([format!("F0:{it}")]),
            systems: BTreeSet::new(),
            beyond: false,
            stage: Stage::Operating,
            state: "operating".to_owned(),
            since: Some(day(600)),
            owner: None,
        };
        ground.controls.insert(format!("CTL-{it}"), control);
    }
    let proof = |it: usize, controls: BTreeSet<String>, systems: BTreeSet<String>| Proof {
        kind: "evidence".to_owned(),
        meets: BTreeSet::new(),
        controls,
        systems,
        beyond: false,
        form: Form::Record,
        from: day(it % 500),
        until: day(it % 500),
        expires: None,
        refused: None,
        denies: false,
        owner: None,
    };
    for it in 0..2 * REQUIREMENTS {
        let controls = BTreeSet::from([format!("CTL-{}", it % REQUIREMENTS)]);
        ground.proofs.insert(format!("EVD-{it}"), proof(7 * it, controls, BTreeSet::new()));
    }
    for it in 0..2 * SYSTEMS {
        let controls = BTreeSet::from([format!("CTL-{}", 2 * it % REQUIREMENTS)]);
        let systems = BTreeSet::from([format!("SYS-{}", it % SYSTEMS)]);
        ground.proofs.insert(format!("EVD-S{it}"), proof(11 * it, controls, systems));
    }
    ground
}
