//! Small libraries that are sound, to be spoiled by tests.

use library::{
    Crosswalk, Edition, Expected, Form, Framework, Map, Modality, Node, Part, Period, Provenance, Relation, Rights,
    SCHEMA, Seen, Shelf, Standing,
};

pub fn node(id: &str, parent: Option<&str>) -> Node {
    Node {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        part: "clause".to_owned(),
        level: "clause".to_owned(),
        title: format!("title of {id}"),
        intent: format!("intent of {id}"),
        modality: Some(Modality::Shall),
        assessable: true,
        guides: None,
        applies: None,
        needs: Vec::new(),
        slot: None,
        period: Vec::new(),
        evidence: Vec::new(),
        question: Vec::new(),
        check: Vec::new(),
        tags: Vec::new(),
    }
}

pub fn proof(id: &str) -> Expected {
    Expected {
        id: id.to_owned(),
        what: format!("proof {id}"),
        form: Form::Record,
        mandatory: true,
        kinds: Vec::new(),
        fields: Vec::new(),
        freshness: Some("P1Y".to_owned()),
        triggers: Vec::new(),
    }
}

pub fn period(from: &str, until: Option<&str>) -> Period {
    Period {
        from: Some(from.parse().unwrap()),
        until: until.map(|it| it.parse().unwrap()),
        known_from: None,
        known_until: None,
        standing: Standing::InForce,
        source: "a source".to_owned(),
        reading: None,
        concerns: None,
    }
}

fn rights() -> Rights {
    Rights {
        text: "own-words".to_owned(),
        licence: "Apache-2.0".to_owned(),
        source_licence: "none".to_owned(),
        notice: "made for a test".to_owned(),
        redistributable: true,
    }
}

fn provenance() -> Provenance {
    let seen = Seen { what: "nothing".to_owned(), on: "2026-01-02".parse().unwrap() };
    Provenance { authors: vec!["a test".to_owned()], sources: vec![seen], review: None }
}

/// A sound framework: two clauses below a group, the second of which needs the first, and guidance for the first.
pub fn framework(name: &str) -> Framework {
    let group =
        Node { level: "group".to_owned(), modality: None, assessable: false, intent: String::new(), ..node("1", None) };
    let first = Node {
        evidence: vec![proof("a"), proof("b")],
        period: vec![period("2025-01-01", Some("2026-01-01")), period("2026-01-01", None)],
        ..node("1.1", Some("1"))
    };
    let second = Node { needs: vec!["1.1".to_owned()], ..node("1.2", Some("1")) };
    let guide = Node {
        part: "guidance".to_owned(),
        level: "guidance".to_owned(),
        modality: Some(Modality::Should),
        assessable: false,
        guides: Some("1.1".to_owned()),
        ..node("G.1.1", None)
    };
    let part = |name: &str, binding| Part {
        name: name.to_owned(),
        label: name.to_owned(),
        normative: true,
        binding,
        instead: None,
    };
    Framework {
        schema: SCHEMA.to_owned(),
        urn: format!("urn:test:{name}"),
        prefix: name.to_uppercase(),
        title: name.to_owned(),
        publisher: "a test".to_owned(),
        edition: Edition {
            name: "1".to_owned(),
            published: "2026".to_owned(),
            status: "current".to_owned(),
            supersedes: None,
        },
        version: "1.0.0".to_owned(),
        rights: rights(),
        provenance: provenance(),
        jurisdictions: vec!["INT".to_owned()],
        part: vec![part("clause", true), part("guidance", false)],
        node: vec![group, first, second, guide],
    }
}

pub fn map(from: &str, to: &str, relation: Relation, reviewer: Option<&str>) -> Map {
    let rationale = "because of a test".to_owned();
    Map {
        from: from.to_owned(),
        to: to.to_owned(),
        relation,
        strength: 5,
        rationale,
        reviewer: reviewer.map(str::to_owned),
    }
}

pub fn crosswalk(source: &str, target: &str, map: Vec<Map>) -> Crosswalk {
    Crosswalk {
        schema: SCHEMA.to_owned(),
        urn: format!("urn:test:{source}-{target}"),
        title: format!("{source} and {target}"),
        source: format!("urn:test:{source}"),
        target: format!("urn:test:{target}"),
        version: "1.0.0".to_owned(),
        rights: rights(),
        provenance: provenance(),
        map,
    }
}

/// Two sound frameworks and a sound crosswalk.
pub fn sound() -> (Vec<Framework>, Vec<Crosswalk>) {
    let maps =
        vec![map("1.1", "1.1", Relation::EqualTo, Some("somebody")), map("1.2", "1.1", Relation::IntersectsWith, None)];
    (vec![framework("a"), framework("b")], vec![crosswalk("a", "b", maps)])
}

/// The text of every shipped file, by its path below `data/`.
pub fn shipped() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["frameworks", "crosswalks"] {
        let place = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder);
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            files.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    files
}

pub fn shelf() -> Shelf {
    let files = shipped();
    Shelf::read(files.iter().map(|it| (it.0.as_str(), it.1.as_str()))).0.unwrap()
}
