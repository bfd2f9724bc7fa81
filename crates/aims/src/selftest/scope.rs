//! Self-test of the scope: the verdict about sixty uses of AI, their AI systems and units with the rules behind each, what is to be asked where it
//! cannot be told, contradictions, what follows where a unit leaves as a question and as a real change, and whether something is an AI system at
//! all, kept with its table and replayed.
//!
//! Cases and keys are written by `scripts/scope.py`, which follows the rules of the guide by itself and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::conformity::whole::Asked as Coverage;
use governance::scoping::effect::{Effect, To};
use governance::scoping::verdict::{IN, Judged, OPEN, OUT};
use governance::scoping::whole::{Asked, Inventory, Told};
use governance::scoping::{DEFINITION, SCOPE};
use governance::{Actor, Moment, Via};
use record::{Change, Document};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The framework of the cases.
const FRAMEWORK: &str = "BOUND";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: jiff::civil::Date,
    uses: BTreeMap<String, Use>,
    systems: BTreeMap<String, String>,
    units: BTreeMap<String, String>,
    /// Sort and records of each contradiction.
    contradictions: BTreeSet<(String, Vec<String>)>,
    effect: Moves,
    definitions: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Use {
    verdict: String,
    /// The rule behind it; blank where several lead there.
    rule: String,
    /// Facts that can matter where it cannot be told.
    asks: Vec<String>,
    /// The reason that the scope gives.
    since: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moves {
    unit: String,
    uses: BTreeMap<String, (String, String)>,
    systems: BTreeMap<String, (String, String)>,
    before: Figures,
    after: Figures,
    leaving: BTreeSet<String>,
    requirement_1: (String, String),
    of_systems: BTreeSet<String>,
    lines: usize,
    lines_gone: usize,
    controls: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    known: usize,
    registered: usize,
    owned: usize,
    housed: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    answers: BTreeMap<String, String>,
    outcome: String,
}

/// Both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let files = ["frameworks/boundary.toml"];
        let (home, house, key) = house::side_beside(folder, side, |it: &Key| it.day, &files).await?;
        outcome.origin.clone_from(&key.origin);
        let told = house.aims.scope(&operator(), &Asked::default()).await?;
        verdicts(&house, side, &told, &key, &mut outcome);
        contradictions(&house, side, &told, &key, &mut outcome);
        let unit = house.record(&key.effect.unit)?;
        let effect = house.aims.scope_effect(&operator(), &Asked::default(), &unit, To::Out).await?;
        asked_for(&house, side, &effect, &key.effect, &mut outcome);
        carried_out(&house, side, &key, &mut outcome).await?;
        definitions(&house, side, &key, &mut outcome).await?;
        drop(home);
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

fn verdicts(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let found: BTreeMap<String, &Judged> = told.all.uses.iter().map(|it| (house.number(&it.id), it)).collect();
    for (name, wanted) in &key.uses {
        let Some(it) = found.get(name) else {
            outcome.missed.push(format!("{side}: nothing is said of {name}"));
            continue;
        };
        outcome.check(it.verdict == wanted.verdict, || {
            format!("{side}: {name} is {}, not {}: {}", it.verdict, wanted.verdict, it.why())
        });
        let fired =
            wanted.rule.is_empty() || it.reasons.iter().any(|of| of.ends_with(&format!("row `{}`)", wanted.rule)));
        let since = it.verdict == IN || it.excluded_since == wanted.since;
        // What cannot be told says everything that can matter, and nothing that is known.
        let matters = wanted.asks.iter().all(|it| asks(found[name], it)) && it.asks.len() >= wanted.asks.len();
        let known = it.facts.iter().all(|of| !asks(it, &of.fact));
        let open = it.verdict != OPEN || (matters && known && !it.asks.is_empty());
        outcome.check(fired && since && open && !it.why().is_empty(), || {
            format!("{side}: {name} is {} since {:?} ({:?}), not by {wanted:?}", it.verdict, it.reasons, it.asks)
        });
    }
    outcome.check(found.len() == key.uses.len(), || format!("{side}: {} uses", found.len()));
    for (what, all, wanted) in [("AI system", &told.all.systems, &key.systems), ("unit", &told.all.units, &key.units)] {
        let said: BTreeMap<String, String> = all.iter().map(|it| (house.number(&it.id), it.verdict.clone())).collect();
        for (name, verdict) in wanted {
            outcome.check(said.get(name) == Some(verdict), || format!("{side}: {what} {name} is {:?}", said.get(name)));
        }
        outcome.check(said.len() == wanted.len(), || format!("{side}: {} of sort {what}", said.len()));
    }
    let shown: usize = told.functions.iter().flat_map(|it| it.cells.values()).map(Vec::len).sum();
    outcome.check(shown == key.uses.len(), || format!("{side}: the grid shows {shown} uses"));
}

/// Whether a verdict that is open names a fact among those that are missing.
fn asks(it: &Judged, fact: &str) -> bool {
    let words = fact.replace('_', " ");
    let missing = it.reasons.first().and_then(|it| it.strip_prefix("it is not known: ")).unwrap_or_default();
    missing.split(", ").any(|it| it == words)
}

fn contradictions(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let found: BTreeSet<(String, Vec<String>)> = told
        .clashes
        .iter()
        .map(|(_, it)| {
            let mut records: Vec<String> = it.records.iter().map(|it| house.number(it)).collect();
            records.sort();
            records.dedup();
            (it.sort.to_owned(), records)
        })
        .collect();
    outcome.sets(&found, &key.contradictions, |it| format!("{side}: {} at {}", it.0, it.1.join(", ")));
    // A sort of which nothing was planted on this side and nothing is told is clean.
    let has = |all: &BTreeSet<(String, Vec<String>)>, sort: &str| all.iter().any(|it| it.0 == sort);
    let silent = |sort: &str| !has(&key.contradictions, sort) && !has(&found, sort);
    let sorts = &house.aims.configuration().libraries.scoping.check;
    outcome.clean += sorts.iter().filter(|it| silent(&it.name)).count();
}

fn figures(of: &Inventory) -> Figures {
    Figures { known: of.known, registered: of.registered, owned: of.owned, housed: of.housed }
}

/// What is said to follow where the unit leaves.
fn asked_for(house: &House, side: &str, effect: &Effect, key: &Moves, outcome: &mut Outcome) {
    for (what, all, wanted) in [("uses", &effect.uses, &key.uses), ("systems", &effect.systems, &key.systems)] {
        let pairs = all.iter().map(|it| (house.number(&it.id), (it.before.clone(), it.after.clone())));
        let found: BTreeMap<String, (String, String)> = pairs.collect();
        outcome.check(found == *wanted, || format!("{side}: {what} that move are {found:?}, not {wanted:?}"));
    }
    let (before, after) = (figures(&effect.inventory.0), figures(&effect.inventory.1));
    outcome.check((&before, &after) == (&key.before, &key.after), || format!("{side}: {before:?} becomes {after:?}"));
    let own: Vec<_> = effect.requirements.iter().filter(|it| it.reference.starts_with(FRAMEWORK)).collect();
    let asked: BTreeSet<String> =
        own.iter().filter(|it| !it.systems.is_empty()).map(|it| it.reference.clone()).collect();
    outcome.check(asked == key.of_systems, || format!("{side}: requirements that move are {asked:?}"));
    for it in own {
        let systems: BTreeSet<String> = it.systems.iter().map(|it| house.number(it)).collect();
        let entry = it.statement.as_ref().map(|it| house.number(it));
        outcome.check(systems == key.leaving && entry.as_deref() == Some("soa"), || {
            format!("{side}: {} moves for {systems:?} and stands in {entry:?}", it.reference)
        });
        if it.reference == format!("{FRAMEWORK}:1") {
            let moved = (it.before.name().to_owned(), it.after.name().to_owned());
            outcome.check(moved == key.requirement_1, || format!("{side}: {} goes {moved:?}", it.reference));
        }
    }
    let audit = effect.audits.iter().find(|it| house.number(&it.id) == "audit");
    let lines = audit.map(|it| (it.lines, it.gone.len(), it.new.len()));
    outcome.check(lines == Some((key.lines, key.lines_gone, 0)), || format!("{side}: the audit goes {lines:?}"));
    let alone = effect
        .controls
        .iter()
        .map(|it| (house.number(&it.id), it.evidence.iter().map(|it| house.number(it)).collect::<BTreeSet<_>>()));
    let alone: BTreeMap<String, BTreeSet<String>> = alone.collect();
    outcome.check(alone == key.controls, || format!("{side}: controls without evidence are {alone:?}"));
}

/// The unit leaves by the next edition of the scope: verdicts, coverage, inventory and audit follow at once.
async fn carried_out(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let unit = house.record(&key.effect.unit)?;
    let asked = Coverage { framework: FRAMEWORK.to_owned(), ..Coverage::default() };
    let before = house.aims.conformity(&operator(), &asked).await?;
    let former = house.aims.record(&operator(), &house.record("scope")?, &Moment::Now).await?;
    let mut document: Document = former.document.clone();
    document.insert("title".to_owned(), json!("Next scope"));
    let mut exclusions = document.get("exclusions").and_then(Value::as_array).cloned().unwrap_or_default();
    exclusions.push(json!({ "what": unit, "reason": "it was sold" }));
    document.insert("exclusions".to_owned(), Value::Array(exclusions));
    let change = Change::Create { kind: SCOPE.to_owned(), state: Some("in_force".to_owned()), document };
    house.aims.commit(&operator(), change, None).await?;
    let told = house.aims.scope(&operator(), &Asked::default()).await?;
    outcome.check(figures(&told.inventory) == key.effect.after, || format!("{side}: {:?} are left", told.inventory));
    let said: BTreeMap<String, &Judged> = told.all.uses.iter().map(|it| (house.number(&it.id), it)).collect();
    for (name, (_, after)) in &key.effect.uses {
        let is = said.get(name).map(|it| it.verdict.clone());
        outcome.check(is.as_ref() == Some(after), || format!("{side}: {name} became {is:?}, not {after}"));
    }
    let after = house.aims.conformity(&operator(), &asked).await?;
    let names = |of: &governance::conformity::whole::Coverage| -> BTreeSet<String> {
        of.systems.iter().map(|it| house.number(&it.0)).collect()
    };
    let (one, other) = (names(&before), names(&after));
    let left: BTreeSet<String> = one.difference(&other).cloned().collect();
    let inside: BTreeSet<String> = key.systems.iter().filter(|it| it.1 != OUT).map(|it| it.0.clone()).collect();
    outcome.check(one == inside && left == key.effect.leaving, || {
        format!("{side}: coverage asked {one:?}, lost {left:?}")
    });
    let first = after.rows.iter().find(|it| it.id == "1").map(|it| it.status.name());
    let wanted = Some(key.effect.requirement_1.1.as_str());
    outcome.check(first == wanted, || format!("{side}: requirement 1 became {first:?}"));
    let audit = house.aims.audit(&operator(), &house.record("audit")?).await?;
    let lines = audit.checklist.lines.len();
    let wanted = key.effect.lines - key.effect.lines_gone;
    outcome.check(lines == wanted, || format!("{side}: the audit has {lines} lines, not {wanted}"));
    Ok(())
}

/// Every combination of answers; one of them kept with its table, which stays as it was when another table comes into force.
async fn definitions(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let system = house.record("system-0")?;
    let given = |it: &Definition| it.answers.iter().map(|(a, b)| (a.clone(), b.clone())).collect::<Vec<_>>();
    for it in &key.definitions {
        let worked = house.aims.work_out(&operator(), &system, DEFINITION, &given(it)).await?;
        let found = worked.verdict.outcome.clone();
        let explained = !worked.verdict.reasons.is_empty();
        outcome.check(found.as_ref() == Some(&it.outcome) && explained, || {
            format!("{side}: {:?} gives {found:?}, not {}", it.answers, it.outcome)
        });
    }
    let Some(kept) = key.definitions.iter().find(|it| it.outcome == "yes") else { return Ok(()) };
    let made = house.aims.keep_worked_out(&operator(), (&system, DEFINITION), &given(kept), None).await?;
    // By the next edition of the table, what acts alone is borderline.
    let rules = "table = \"ai_definition\"\nversion = \"2\"\npolicy = \"first\"\n[[input]]\nname = \"infers\"\ntype = \"flag\"\n\
                 says = \"It works something out.\"\n[[input]]\nname = \"acts_alone\"\ntype = \"flag\"\nsays = \"It acts.\"\n\
                 [[output]]\nname = \"is_ai_system\"\ntype = \"choice\"\nvalues = [\"no\", \"borderline\", \"yes\"]\n\
                 [[row]]\nid = \"told\"\nwhen.infers = false\nthen.is_ai_system = \"no\"\n\
                 [[row]]\nid = \"alone\"\nwhen.acts_alone = true\nthen.is_ai_system = \"borderline\"\n\
                 [[row]]\nid = \"rest\"\nthen.is_ai_system = \"yes\"\n";
    let fields = json!({ "title": "Definition 2", "purpose": "applicability", "scheme": DEFINITION, "rules": rules });
    let Value::Object(fields) = fields else { return Ok(()) };
    let document = fields.into_iter().collect();
    let change = Change::Create { kind: "decision_table".to_owned(), state: Some("in_force".to_owned()), document };
    house.aims.commit(&operator(), change, None).await?;
    let record = house.aims.record(&operator(), &made.id, &Moment::Now).await?;
    let verdict = record.standing.iter().find(|it| it.name == "verdict").map(|it| it.value.clone());
    outcome
        .check(verdict == Some(json!("yes")), || format!("{side}: what was kept says {verdict:?} by the next table"));
    let anew = house.aims.work_out(&operator(), &system, DEFINITION, &given(kept)).await?;
    let found = anew.verdict.outcome.clone();
    outcome.check(found.as_deref() == Some("borderline"), || format!("{side}: the next table gives {found:?}"));
    Ok(())
}
