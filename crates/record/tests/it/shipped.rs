//! The kinds, scales and map that ship with the program: sound, explained, and in step with each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use record::{Catalog, Field, FieldType, Kind, Source};
use serde::Deserialize;

/// `data/kinds-map.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    free: Vec<String>,
    kind: Vec<Entry>,
}

/// One kind of the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    prefix: String,
    area: String,
    state: String,
    clauses: Vec<String>,
}

/// Functions that the program has for computed and derived fields, by the field that they fill.
const FILLED: [&str; 73] = [
    "access_grant.dormant",
    "access_grant.excessive",
    "access_grant.in_force",
    "access_grant.last_used",
    "acknowledgement.overdue",
    "action.overdue",
    "ai_system.legal_class",
    "ai_system.tier",
    "breach.appeal_pending",
    "breach.executable",
    "breach.limitation",
    "breach.proposed_measure",
    "breach.repeat",
    "certification.next_visit",
    "certification.stage_due",
    "certification.standing",
    "classification.facts_moved",
    "classification.undecided",
    "classification.verdict",
    "competence_record.counts",
    "competence_record.counts_until",
    "component.boundary_crossings",
    "component.unbacked_duties",
    "conflict.goes_before",
    "conflict.still_present",
    "contract.breaches",
    "contract.coverage",
    "contract.decide_by",
    "contract.uncovered_liability",
    "dataset.licence_standing",
    "dataset.privacy_standing",
    "dataset.tier",
    "dataset_version.chain",
    "dataset_version.provenance",
    "dataset_version.quality_standing",
    "dataset_version.representation",
    "dataset_version.retention",
    "dataset_version.trade_off",
    "decision.in_effect",
    "decision.valid",
    "decision_table.verified",
    "disposition.destroyed",
    "disposition.proof",
    "document.review_due",
    "escalation.overdue",
    "evidence.fresh",
    "file.digest",
    "governance_body.attendance",
    "governance_body.latency",
    "governance_body.next_meeting",
    "governance_body.valid_today",
    "management_review.inputs_missing",
    "management_review.next_by",
    "meeting.quorum",
    "model.data_standing",
    "model_version.data_standing",
    "monitor.expected_by",
    "monitor.standing",
    "obligation.kept",
    "retention_rule.conflicts",
    "review_request.overdue",
    "review_request.reviewed",
    "risk_acceptance.expired",
    "risk_acceptance.review_overdue",
    "risk.above_line",
    "risk.appetite",
    "risk.assessment_overdue",
    "risk.held_line",
    "risk.inherent",
    "risk.level",
    "role_assignment.in_force",
    "role_assignment.qualified",
    "role_assignment.qualified_until",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of the shipped folders `kinds` and `scales`.
fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for shelf in ["kinds", "scales"] {
        let folder = root().join("data").join(shelf);
        for entry in fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            sources.push(Source::new(format!("{shelf}/{name}"), fs::read_to_string(folder.join(&name)).unwrap()));
        }
    }
    sources
}

fn load(overlay: &[Source]) -> Catalog {
    Catalog::load(&sources(), overlay).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(|it| format!("{it}\n")).collect::<String>());
    })
}

fn map() -> Map {
    toml::from_str(&fs::read_to_string(root().join("data/kinds-map.toml")).unwrap()).unwrap()
}

/// Each field and each column of its tables, with a name for messages.
fn fields_and_columns(kind: &Kind) -> Vec<(String, &Field)> {
    let mut all = Vec::new();
    for field in &kind.fields {
        all.push((format!("{}.{}", kind.kind, field.name), field));
        if let FieldType::Table { columns } = &field.ty {
            all.extend(columns.iter().map(|it| (format!("{}.{}.{}", kind.kind, field.name, it.name), it)));
        }
    }
    all
}

/// Fails with every complaint at once.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_file_loads_and_is_named_after_its_kind() {
    let catalog = load(&[]);
    let files = sources().iter().filter(|it| it.path.starts_with("kinds/") && !it.path.contains("/_")).count();
    assert_eq!(catalog.kinds().count(), files);
    assert!(files >= 34, "only {files} kinds");
    none(
        sources()
            .iter()
            .filter_map(|it| it.path.strip_prefix("kinds/")?.strip_suffix(".toml").filter(|it| !it.starts_with('_')))
            .filter(|name| catalog.kind(name).is_none())
            .map(|name| format!("kinds/{name}.toml holds another kind"))
            .collect(),
    );
}

#[test]
fn the_map_says_what_is_built() {
    let (catalog, map) = (load(&[]), map());
    let entries: BTreeMap<_, _> = map.kind.iter().map(|it| (it.kind.as_str(), it)).collect();
    assert_eq!(entries.len(), map.kind.len(), "a kind stands twice in the map");
    let mut complaints = Vec::new();
    for kind in catalog.kinds() {
        match entries.get(kind.kind.as_str()) {
            None => complaints.push(format!("{} is not in the map", kind.kind)),
            Some(it) if it.state != "built" => complaints.push(format!("{} is built", kind.kind)),
            Some(it) if (&it.prefix, &it.area, &it.clauses) != (&kind.prefix, &kind.area, &kind.clauses) => {
                complaints.push(format!("prefix, area or clauses of {} differ", kind.kind));
            }
            Some(_) => {}
        }
    }
    for it in &map.kind {
        match it.state.as_str() {
            "built" if catalog.kind(&it.kind).is_none() => complaints.push(format!("{} is not built", it.kind)),
            "built" | "planned" => {}
            other => complaints.push(format!("{}: `{other}` is neither built nor planned", it.kind)),
        }
        if it.clauses.is_empty() {
            complaints.push(format!("{} serves no clause", it.kind));
        }
    }
    none(complaints);
}

#[test]
fn prefixes_and_free_names_are_taken_once() {
    let map = map();
    let prefixes: BTreeSet<_> = map.kind.iter().map(|it| &it.prefix).collect();
    assert_eq!(prefixes.len(), map.kind.len(), "two kinds of the map share a prefix");
    assert!(map.kind.iter().all(|it| it.prefix.len() == 3 && !it.prefix.starts_with('X')));
    assert_eq!(map.free.iter().collect::<BTreeSet<_>>().len(), map.free.len());
    none(
        map.kind
            .iter()
            .filter(|it| map.free.contains(&it.kind))
            .map(|it| format!("{} is kept free", it.kind))
            .collect(),
    );
}

#[test]
fn every_field_and_transition_is_explained() {
    let catalog = load(&[]);
    let mut complaints = Vec::new();
    for kind in catalog.kinds() {
        for (name, field) in fields_and_columns(kind).iter().filter(|(_, it)| it.help.chars().count() < 15) {
            complaints.push(format!("{name} ({}) lacks help", field.label));
        }
        for it in kind.lifecycle.transitions.iter().filter(|it| it.help.chars().count() < 15) {
            complaints.push(format!("{}: transition {} lacks help", kind.kind, it.name));
        }
        if kind.summary.chars().count() < 15 || !kind.columns.iter().any(|it| it == "state") {
            complaints.push(format!("{} lacks a summary or the column `state`", kind.kind));
        }
    }
    none(complaints);
}

#[test]
fn clauses_exist_in_the_standard() {
    let catalog = load(&[]);
    let clauses = "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7.1 7.2 7.3 7.4 7.5 \
                   8.1 8.2 8.3 8.4 9.1 9.2 9.3 10.1 10.2";
    let areas = [(2, 2..=4), (3, 2..=3), (4, 2..=6), (5, 2..=5), (7, 2..=6), (8, 2..=5), (9, 2..=4), (10, 2..=4)];
    let mut known: BTreeSet<String> = clauses.split(' ').map(str::to_owned).collect();
    known.extend(areas.into_iter().flat_map(|(area, numbers)| numbers.map(move |it| format!("A.{area}.{it}"))));
    known.extend((2..=3).map(|it| format!("A.6.1.{it}")).chain((2..=8).map(|it| format!("A.6.2.{it}"))));
    assert_eq!(known.iter().filter(|it| it.starts_with('A')).count(), 38);
    let named = catalog.kinds().map(|it| (&it.kind, &it.clauses)).collect::<Vec<_>>();
    let map = map();
    let planned = map.kind.iter().map(|it| (&it.kind, &it.clauses));
    let wrong = |clause: &&String| !clause.strip_prefix("ISO/IEC 42001:").is_some_and(|it| known.contains(it));
    let complaint = |(kind, clauses): (&String, &Vec<String>)| match clauses.iter().find(wrong) {
        Some(clause) => Some(format!("{kind}: there is no clause {clause}")),
        None if clauses.is_empty() => Some(format!("{kind} serves no clause")),
        None => None,
    };
    none(named.into_iter().chain(planned).filter_map(complaint).collect());
}

#[test]
fn spreadsheet_names_point_to_one_field() {
    let catalog = load(&[]);
    let mut complaints = Vec::new();
    for kind in catalog.kinds() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for field in kind.fields.iter().filter(|it| it.is_input()) {
            let names = [field.name.replace('_', " "), field.label.to_lowercase()];
            let own: BTreeSet<String> = field.aliases.iter().cloned().chain(names).collect();
            for alias in own {
                if alias != alias.to_lowercase() || alias.trim() != alias || alias.is_empty() {
                    complaints.push(format!("{}.{}: alias `{alias}` is not in small letters", kind.kind, field.name));
                }
                if let Some(other) = seen.insert(alias.clone(), &field.name) {
                    complaints.push(format!("{}: `{alias}` means {other} and {}", kind.kind, field.name));
                }
            }
        }
    }
    none(complaints);
}

#[test]
fn an_inventory_goes_in_with_names_alone() {
    let catalog = load(&[]);
    for kind in ["ai_system", "organization_unit", "external_party", "model", "dataset", "risk", "use_case"] {
        let kind = catalog.kind(kind).unwrap();
        let required: Vec<_> = kind.fields.iter().filter(|it| it.required).map(|it| it.name.as_str()).collect();
        assert_eq!(required, ["title"], "{}", kind.kind);
        let conditional = kind.fields.iter().filter(|it| !it.required_when.is_empty()).count();
        assert_eq!(conditional, 0, "{}", kind.kind);
    }
}

#[test]
fn filled_fields_have_a_function_and_levels_come_from_the_matrix() {
    let catalog = load(&[]);
    let mut used = BTreeSet::new();
    for field in catalog.kinds().flat_map(|it| &it.fields) {
        used.extend(field.computed.as_deref().into_iter().chain(field.derived.as_deref()));
    }
    assert_eq!(used, FILLED.into_iter().collect());
    let matrix = catalog.matrix("risk").unwrap();
    let risk = catalog.kind("risk").unwrap();
    for level in ["inherent", "level"] {
        let FieldType::Choice { choices } = &risk.field(level).unwrap().ty else { panic!("{level} is no choice") };
        let cells: BTreeSet<_> = matrix.cells.iter().flatten().collect();
        assert_eq!(cells, choices.iter().collect(), "{level}");
        let rank = |cell: &String| choices.iter().position(|it| it == cell).unwrap();
        let rows = &matrix.cells;
        let falls = |row: usize, column: usize| {
            (row > 0 && rank(&rows[row][column]) < rank(&rows[row - 1][column]))
                || (column > 0 && rank(&rows[row][column]) < rank(&rows[row][column - 1]))
        };
        assert!(!(0..5).any(|row| (0..5).any(|column| falls(row, column))), "a graver cell has a lower level");
    }
}

#[test]
fn the_examples_of_the_guide_load() {
    let guide = fs::read_to_string(root().join("docs/guide/kinds.md")).unwrap();
    let overlay: Vec<Source> = guide
        .split("```toml\n# ")
        .skip(1)
        .map(|rest| {
            let (path, text) = rest.split_once('\n').unwrap();
            Source::new(path, text.split("```").next().unwrap())
        })
        .filter(|it| it.path.starts_with("kinds/"))
        .collect();
    assert_eq!(overlay.len(), 2);
    let catalog = load(&overlay);
    let system = catalog.kind("ai_system").unwrap();
    assert!(system.field("purpose").unwrap().required);
    assert!(system.transition("operate").unwrap().needs.iter().any(|it| it == "x_cost_centre"));
    assert!(catalog.kind("x_site_visit").unwrap().field("owner").is_some());
    assert_ne!(catalog.digest(), load(&[]).digest());
}
