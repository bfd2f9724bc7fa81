//! Treatments from the command line: made, recorded, measured, weighed, chosen; budgets; and what is typed badly.

use serde_json::{Value, json};

use crate::support::Program;

/// Persons of a made-up register and others that were held out, with a label that follows from age and zone.
fn people(first: usize, count: usize) -> String {
    let row = |at: usize| {
        // Digits of a congruence stand for chance.
        let drawn = (at + 1) * 1_103_515_245 % 2_147_483_648;
        let (age, zone) = (20 + drawn / 65_536 % 60, ["10115", "10117", "20095", "20097"][drawn / 4_096 % 4]);
        let label = u8::from(age + if zone.starts_with("10") { 15 } else { 0 } + drawn / 97 % 61 > 85);
        format!("{age},{zone},{label}\n")
    };
    let rows: String = (first..first + count).map(row).collect();
    format!("age,zone,granted\n{rows}")
}

fn numbers<'a>(report: &'a Value, metric: &str, of: &str) -> &'a Value {
    let lines = report["lines"].as_array().unwrap();
    let is = |it: &&Value| it["metric"] == metric && it["of"].as_str().unwrap_or_default() == of;
    lines.iter().find(is).unwrap_or_else(|| panic!("no `{metric}` of `{of}`: {report}"))
}

const TASK: [&str; 10] =
    ["--quasi", "age", "--quasi", "zone", "--label", "granted", "--original", "people.csv", "--held-out", "held.csv"];

#[test]
fn treatments_are_made_measured_weighed_and_chosen() {
    let program = Program::ready();
    program.file("people.csv", people(0, 400));
    program.file("held.csv", people(400, 300));
    program.done(&["add", "dataset", "title=Register", "privacy_budget=1"]);
    program.done(&["lineage", "record", "--for", "DST-1", "--out", "people.csv"]);
    for (number, k) in [(2, "5"), (3, "40")] {
        let out = format!("k{k}.csv");
        let made = program.done(&[
            "treat",
            "generalise",
            "people.csv",
            "--quasi",
            "age",
            "--quasi",
            "zone",
            "--k",
            k,
            "--out",
            &out,
        ]);
        assert!(made["k"].as_u64().unwrap() >= k.parse().unwrap(), "{made}");
        program.done(&[
            "lineage",
            "record",
            "--for",
            "DST-1",
            "--in",
            "people.csv",
            "--out",
            &out,
            "--step",
            "generalise",
        ]);
        let (id, how) = (format!("DSV-{number}"), ["treats=DSV-1", "privacy_techniques=k_anonymity"]);
        program.done(&["set", &id, how[0], how[1]]);
        let typed = [&["measure", "privacy", &out, "--for", &id][..], &TASK].concat();
        let report = program.done(&typed);
        let (found, wanted) = (numbers(&report, "k_anonymity", "")["value"].as_f64(), made["k"].as_f64());
        assert_eq!(found, wanted, "what was made is what is measured");
        let loss = numbers(&report, "auc_loss", "");
        assert!(loss["interval"]["low"].is_number() && loss["n"] == 300, "{loss}");
        assert!(numbers(&report, "membership_inference_advantage", "model of the treated data")["value"].is_number());
        assert!(numbers(&report, "distribution_distance", "age")["value"].is_number());
    }
    let front = program.done(&["privacy", "front", "DST-1"]);
    let points = front[0]["points"].as_array().unwrap();
    assert_eq!((points.len(), front[0]["outside"].as_array().unwrap().len()), (2, 0), "{front}");
    // The front by looking at both: the second hides better, so it is beaten by nobody.
    assert_eq!(points[1]["stands"], "on_front", "{front}");
    let csv = program.run(&["privacy", "front", "DST-1", "--format", "csv"]).out;
    assert!(csv.lines().count() == 3 && csv.contains("k40"), "one line a treatment: {csv}");
    let written = program.run(&["privacy", "front", "DST-1", "--format", "svg", "--out", "front.svg"]);
    let svg = std::fs::read_to_string(program.path("front.svg")).unwrap();
    assert!(written.code == 0 && svg.starts_with("<svg") && svg.contains("DSV-0001"), "{}", written.err);
    let json = program.run(&["privacy", "front", "DST-1", "--format", "json", "--of", "DSV-0001"]).json();
    assert_eq!(json, front, "the same as without a form");
    let other = program.run(&["privacy", "front", "DST-1", "--format", "svg", "--of", "DSV-0009"]);
    assert!(other.code != 0 && other.err.contains("nothing treats `DSV-0009`"), "{}", other.err);
    let shown = program.run(&["privacy", "front", "DST-1"]).out;
    assert!(shown.contains("treatments of DSV-0001 by prosecutor_risk, auc_loss"), "{shown}");
    assert!(program.run(&["show", "DSV-3"]).out.contains("trade_off: on_front"));
    let budget = program.done(&["privacy", "budget", "DST-1"]);
    assert_eq!((&budget["standing"], &budget["left"]), (&json!("unspent"), &json!(1.0)));
    let said = program.run(&["privacy", "budget", "DST-1"]).out;
    assert!(said.contains("nothing of 1 of epsilon is spent"), "{said}");
}

#[test]
fn parties_learn_together_without_their_rows() {
    let program = Program::empty();
    let plain = people(0, 400);
    let with_party = plain.lines().enumerate().map(|(at, it)| match at {
        0 => format!("{it},party\n"),
        _ => format!("{it},{}\n", ["east", "west"][at % 2]),
    });
    program.file("people.csv", with_party.collect::<String>());
    program.file("held.csv", people(400, 300));
    let report = program.done(&[
        "measure",
        "privacy",
        "people.csv",
        "--label",
        "granted",
        "--party",
        "party",
        "--held-out",
        "held.csv",
    ]);
    let loss = numbers(&report, "federated_auc_loss", "")["value"].as_f64().unwrap();
    let area = |of: &str| numbers(&report, "roc_auc", of)["value"].as_f64().unwrap();
    assert!((area("central model") - area("averaged model") - loss).abs() < 1e-12);
    assert!(area("averaged model") > 0.8, "what is learned together is worth something");
    for party in ["east", "west"] {
        assert!(numbers(&report, "federated_auc_gain", party)["value"].is_number());
        assert!(numbers(&report, "membership_inference_advantage", &format!("{party} model"))["value"].is_number());
    }
}

#[test]
fn noise_on_counts_is_seeded_only_when_asked() {
    let program = Program::empty();
    program.file("counts.csv", "zone,count\na,10\nb,0\nc,123\n");
    let noisy = |out: &str, more: &[&str]| {
        let start = ["treat", "noise", "counts.csv", "--column", "count", "--epsilon", "0.1", "--out", out];
        program.done(&[&start, more].concat());
        std::fs::read_to_string(program.path(out)).unwrap()
    };
    assert_eq!(noisy("a.csv", &["--seed", "7"]), noisy("b.csv", &["--seed", "7"]));
    assert_ne!(noisy("c.csv", &["--seed", "8"]), noisy("d.csv", &["--seed", "9"]));
    assert_ne!(noisy("e.csv", &[]), noisy("f.csv", &[]), "bits of the operating system are not those of before");
    let written = noisy("g.csv", &[]);
    assert!(written.contains("zone,count") && written.lines().count() == 4, "{written}");
}

/// Levels of age and zone.
const LEVELS: &str =
    "[[column]]\nname = \"age\"\nwidths = [5, 10, 20, 40]\n\n[[column]]\nname = \"zone\"\nkeep = [4, 2]\n";

#[test]
fn levels_of_hierarchies_are_searched_and_k_is_what_is_measured() {
    let program = Program::empty();
    program.file("people.csv", people(0, 400));
    program.file("levels.toml", LEVELS);
    let typed = |k: &str, out: &str| {
        let start = "treat generalise people.csv --quasi age --quasi zone --hierarchies levels.toml";
        let all: Vec<String> = start.split(' ').chain(["--k", k, "--out", out]).map(str::to_owned).collect();
        program.run(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let told = typed("10", "ten.csv");
    assert!(
        told.code == 0 && told.out.contains("none that loses less makes classes of 10"),
        "{}{}",
        told.out,
        told.err
    );
    let text = std::fs::read_to_string(program.path("ten.csv")).unwrap();
    let mut classes = std::collections::HashMap::new();
    for line in text.trim_start_matches('\u{feff}').lines().skip(1) {
        *classes.entry(line.rsplit_once(',').unwrap().0.to_owned()).or_insert(0) += 1;
    }
    let least = *classes.values().min().unwrap();
    assert!(least >= 10 && told.out.contains(&format!("the smallest of {least}")), "{least}: {}", told.out);
    let report = program.done(&["measure", "privacy", "ten.csv", "--quasi", "age", "--quasi", "zone"]);
    assert_eq!(numbers(&report, "k_anonymity", "")["value"].as_f64(), Some(f64::from(least)));
    for (levels, said) in [
        ("[[column]]\nname = \"zip\"\n", "a hierarchy for `zip`, which no --quasi names"),
        ("[[column]]\nname = \"zone\"\nwidths = [2]\nkeep = [2]\n", "in several ways"),
        ("[[column]]\nname = \"age\"\nwidths = [10, 15]\n", "parts words that the level before it joins"),
        ("[[column]]\nname = \"zone\"\ngroups = [{ north = [\"20095\"] }]\n", "is in no group"),
    ] {
        program.file("levels.toml", levels);
        let run = typed("10", "none.csv");
        assert!(run.code != 0 && run.err.contains(said), "{levels}: {}{}", run.out, run.err);
        assert!(!program.path("none.csv").exists());
    }
}

#[test]
fn what_cannot_be_treated_is_said() {
    let program = Program::ready();
    program.file("data.csv", "zone,count\na,1\nb,x\n");
    program.done(&["add", "risk", "title=R"]);
    let cases = [
        ("treat noise data.csv --column count --epsilon 1 --out o.csv", "line 3: `x` in `count` is no count"),
        ("treat noise data.csv --column zone2 --epsilon 1 --out o.csv", "the columns are `zone`, `count`"),
        ("treat noise data.csv --column count --epsilon 0 --out o.csv", "`0` is no epsilon"),
        ("treat noise data.csv --column count --epsilon 1 --sensitivity 0 --out o.csv", "from 1 to 1,000,000"),
        ("treat noise data.csv --column count --epsilon 1 --out data.csv", "no count"),
        ("treat generalise data.csv --quasi zone --k 1 --out data.csv", "`data.csv` exists"),
        ("treat generalise data.csv --quasi zone --k 3 --out o.csv", "2 rows cannot be classes of 3"),
        ("treat generalise missing.csv --quasi zone --out o.csv", "missing.csv"),
        ("privacy front RSK-1", "`RSK-1` is no dataset"),
        ("privacy budget DST-9", "DST-0009"),
        ("privacy front", "ID"),
    ];
    for (typed, words) in cases {
        let run = program.run(&typed.split_whitespace().collect::<Vec<_>>());
        assert!(run.code != 0 && run.err.contains(words), "{typed}: {}{}", run.out, run.err);
        assert!(!program.path("o.csv").exists(), "{typed} wrote something");
    }
}
