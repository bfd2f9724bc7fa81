//! Access to data from the command line: opened for a purpose under a grant or refused, hidden columns in every form, logs of a
//! warehouse, reviews, answers about people, and what leaves the store otherwise.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::{Program, Run};

const LOANS: &str = "client,name,income,branch\nC1,Ada,31000,North\nC2,Bo,42000,South\nC1,Ada,31500,North\n";

/// A program with a dataset that holds one version, and people: a steward, an analyst, somebody without a grant.
struct Desk {
    program: Program,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { program: Program::ready() };
        desk.person("Wren Ito", "wren@example.org", "data_steward");
        desk.person("Jun Park", "jun@example.org", "engineer");
        desk.person("Mia Lund", "mia@example.org", "engineer");
        desk.person("Maren Holt", "maren@example.org", "governance_lead");
        let dataset = json!({
            "title": "Loans", "owner": desk.of("Wren Ito"), "external_ids": [{ "register": "dwh", "key": "dwh.loans" }],
            "purposes": [{ "purpose": "training" }, { "purpose": "audit" }],
            "fields": [
                { "field": "client", "class": "identifier" }, { "field": "name", "class": "personal" },
                { "field": "income", "class": "special_category" }, { "field": "branch", "class": "ordinary" },
            ],
        });
        desk.add("dataset", dataset, None);
        desk.program.file("loans.csv", LOANS);
        desk.program.done(&["add", "dataset_version", "title=Loans 1", "dataset=DST-1", "file=@loans.csv"]);
        desk
    }

    fn add(&self, kind: &str, document: Value, state: Option<&str>) -> String {
        let mut words = vec!["add", kind, "-", "--format", "json"];
        if let Some(state) = state {
            words.extend(["--state", state]);
        }
        let run = self.program.run_with(&words, &document.to_string());
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run.json()["id"].as_str().unwrap().to_owned()
    }

    fn person(&self, name: &str, email: &str, role: &str) {
        let person = self.add("person", json!({ "title": name, "email": email }), None);
        let roles = self.program.done(&["list", "role", &format!("key:{role}")]);
        let role = roles["records"][0]["id"].as_str().unwrap_or_else(|| panic!("{roles}")).to_owned();
        let document = json!({ "title": name, "person": person, "role": role, "from": "2020-01-01" });
        self.add("role_assignment", document, Some("accepted"));
        assert_eq!(self.program.run(&["account", "add", email, "--person", &person]).code, 0);
    }

    /// The number of a person.
    fn of(&self, name: &str) -> String {
        let found = self.program.done(&["list", "person"]);
        let rows = found["records"].as_array().unwrap();
        let row = rows.iter().find(|it| it["title"] == name).unwrap_or_else(|| panic!("{found}"));
        row["id"].as_str().unwrap().to_owned()
    }

    /// A grant in force for a person; the days are counted from today.
    fn grant(&self, name: &str, purpose: &str, classes: &[&str], expires: &str) -> String {
        let document = json!({
            "title": format!("{name}, {purpose}"), "who": self.of(name), "dataset": "DST-1", "purpose": purpose,
            "classes": classes, "from": "2026-01-01", "expires": expires, "owner": self.of("Wren Ito"),
        });
        self.add("access_grant", document, Some("granted"))
    }

    fn open(&self, name: &str, purpose: &str, to: &str) -> Run {
        let person = self.of(name);
        self.program.run(&["access", "open", "DSV-1", "--purpose", purpose, "--to", to, "--as", &person])
    }

    fn trail(&self) -> Vec<Value> {
        self.program.done(&["access", "log", "DST-1"]).as_array().unwrap().clone()
    }
}

/// A day far enough away.
const LATER: &str = "2099-12-31";

#[test]
fn data_are_opened_for_a_purpose_under_a_grant_and_every_refusal_is_in_the_trail() {
    let desk = Desk::new();
    let refused = desk.open("Jun Park", "", "csv");
    assert_eq!(refused.code, 4, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("data are opened for a purpose"), "{}", refused.err);
    let refused = desk.open("Jun Park", "training", "csv");
    assert!(refused.code == 4 && refused.err.contains("nobody has given you access to DST-0001"), "{}", refused.err);
    let strange = desk.open("Jun Park", "marketing", "csv");
    assert!(
        strange.err.contains("`marketing` is no purpose of DST-0001, which names training, audit"),
        "{}",
        strange.err
    );
    let grant = desk.grant("Jun Park", "training", &["personal"], LATER);
    let opened = desk.open("Jun Park", "Training", "csv");
    assert_eq!(opened.code, 0, "{}", opened.err);
    assert!(opened.out.contains("client,name,income,branch"), "{}", opened.out);
    assert!(opened.out.contains("withheld,Ada,withheld,North"), "{}", opened.out);
    assert!(opened.err.contains("withheld: client (identifier), income (special_category)"), "{}", opened.err);
    let other = desk.open("Jun Park", "audit", "csv");
    assert!(other.code == 4 && other.err.contains("is for `training`, not for `audit`"), "{}", other.err);
    let nobody = desk.program.run(&["access", "open", "DSV-1", "--purpose", "training"]);
    assert!(nobody.code == 4 && nobody.err.contains("belongs to no person"), "{}", nobody.err);

    let trail = desk.trail();
    let told: Vec<(&str, &str)> =
        trail.iter().rev().map(|it| (it["outcome"].as_str().unwrap(), it["purpose"].as_str().unwrap())).collect();
    let refused = ("refused", "training");
    assert_eq!(
        told,
        [("refused", "none"), refused, ("refused", "another"), ("opened", "training"), ("refused", "audit"), refused]
    );
    assert_eq!((&trail[2]["grant"], &trail[2]["withheld"]), (&json!(grant), &json!("client; income")));
    assert_eq!(trail[2]["person"], json!(desk.of("Jun Park")));
    let shown = desk.program.done(&["show", &grant]);
    assert!(shown["standing"].to_string().contains("last_used"), "{shown}");
    assert_eq!(desk.program.run(&["verify"]).code, 0);
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

#[test]
fn restricted_columns_are_hidden_in_every_form_and_the_file_is_given_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.grant("Jun Park", "training", &["personal"], LATER);
    for to in ["csv", "json"] {
        let opened = desk.open("Jun Park", "training", to);
        assert!(!opened.out.contains("31000") && !opened.out.contains("C1"), "{to}: {}", opened.out);
        assert!(opened.out.contains("Ada") && opened.out.contains("withheld"), "{to}: {}", opened.out);
    }
    let whole = desk.open("Jun Park", "training", "original");
    assert!(whole.code != 0 && whole.err.contains("does not open client, income"), "{}", whole.err);
    assert!(whole.out.is_empty());
    let every = ["personal", "special_category", "identifier", "undeclared"];
    desk.grant("Mia Lund", "audit", &every, LATER);
    assert_eq!(desk.open("Mia Lund", "audit", "original").out, LOANS, "the bytes as they are held");

    // A column that the dataset does not list is withheld too, and so is everything of lines that cannot be told apart.
    desk.program.file("more.csv", "branch,secret\nNorth,x\n");
    desk.program.done(&["add", "dataset_version", "title=Loans 2", "dataset=DST-1", "file=@more.csv"]);
    let jun = desk.of("Jun Park");
    let more = desk.program.run(&["access", "open", "DSV-2", "--purpose", "training", "--as", &jun]);
    assert!(
        more.out.contains("North,withheld") && more.err.contains("secret (undeclared)"),
        "{}{}",
        more.out,
        more.err
    );
    desk.program.file("ragged.csv", "branch\nNorth,C1\n");
    desk.program.done(&["add", "dataset_version", "title=Loans 3", "dataset=DST-1", "file=@ragged.csv"]);
    let ragged = desk.program.run(&["access", "open", "DSV-3", "--purpose", "training", "--as", &jun]);
    assert!(ragged.code != 0 && !ragged.out.contains("C1") && ragged.err.contains("line 2"), "{}", ragged.err);
}

#[test]
fn parquet_is_opened_column_by_column() {
    let desk = Desk::new();
    let golden = crate::support::root().join("crates/read/tests/it");
    let found = walk(&golden).into_iter().find(|it| it.extension().is_some_and(|it| it == "parquet"));
    let Some(found) = found else { panic!("no Parquet file below {}", golden.display()) };
    let file = format!("file=@{}", found.display());
    desk.program.done(&["add", "dataset_version", "title=Columns", "dataset=DST-1", &file]);
    desk.grant("Jun Park", "training", &[], LATER);
    let jun = desk.of("Jun Park");
    let opened = desk.program.run(&["access", "open", "DSV-2", "--purpose", "training", "--to", "json", "--as", &jun]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    let told: Value = serde_json::from_str(&opened.out).unwrap();
    assert!(!told["withheld"].as_array().unwrap().is_empty(), "columns that are not listed are withheld: {told}");
    assert!(told["rows"].as_array().unwrap().iter().all(|it| it.as_object().unwrap().is_empty()), "{told}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path().is_dir() {
            true => found.extend(walk(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found.sort();
    found
}

#[test]
fn grants_end_by_the_clock_by_revocation_and_with_their_person() {
    let desk = Desk::new();
    desk.grant("Jun Park", "training", &["personal"], "2026-01-31");
    let expired = desk.open("Jun Park", "training", "csv");
    assert!(expired.code == 4 && expired.err.contains("expired after 2026-01-31"), "{}", expired.err);
    let grant = desk.grant("Jun Park", "training", &[], LATER);
    assert_eq!(desk.open("Jun Park", "training", "csv").code, 0);
    desk.program.done(&["move", &grant, "revoke", "--why", "work ended"]);
    let revoked = desk.open("Jun Park", "training", "csv");
    assert!(revoked.code == 4 && revoked.err.contains("it is revoked"), "{}", revoked.err);
    let mia = desk.of("Mia Lund");
    let grant = desk.grant("Mia Lund", "audit", &[], LATER);
    desk.program.done(&["set", &mia, "until=2026-02-01"]);
    desk.program.done(&["move", &mia, "leave"]);
    let left = desk.program.done(&["show", &grant]);
    assert!(left["standing"].to_string().contains("left on 2026-02-01"), "{left}");
    assert_eq!(
        desk.open("Mia Lund", "audit", "csv").code,
        7,
        "who has left holds no role and sees nothing that roles show"
    );
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

#[test]
fn nobody_confirms_their_own_access_and_what_was_given_is_fixed() {
    let desk = Desk::new();
    let confirm = |who: &str, grant: &str| {
        desk.program.run(&["access", "confirm", grant, "--why", "needed", "--as", &desk.of(who)])
    };
    let fixed = desk.grant("Wren Ito", "training", &[], LATER);
    let own = confirm("Wren Ito", &fixed);
    assert!(own.code == 4 && own.err.contains("nobody grants or confirms their own access"), "{}", own.err);
    assert_eq!(confirm("Maren Holt", &fixed).code, 0);
    let edited = desk.program.run(&["set", &fixed, "expires=2100-01-01"]);
    assert!(edited.code == 4 && edited.err.contains("revoke it and request it anew"), "{}", edited.err);
}

#[test]
fn what_grants_are_held_against_is_the_organisations_own() {
    let desk = Desk::new();
    desk.grant("Jun Park", "training", &["special_category"], "2099-12-31");
    let excessive = || desk.program.done(&["access", "matrix", "DST-1"])["grants"][0]["excessive"].clone();
    assert!(excessive().as_str().unwrap().contains("longer than P1Y"));
    let library = desk.program.data().join("config/library");
    std::fs::create_dir_all(&library).unwrap();
    let file = library.join("access.toml");
    for (text, says) in [
        ("longest = \"a century\"", "`a century` is no length of time"),
        ("longest = ", "library/access.toml"),
        ("longst = \"P100Y\"", "there is no key `longst`"),
    ] {
        std::fs::write(&file, text).unwrap();
        let refused = desk.program.run(&["config", "check"]);
        assert!(refused.code == 8 && refused.err.contains(says), "{} {}", refused.code, refused.err);
    }
    std::fs::write(&file, "longest = \"P100Y\"").unwrap();
    let preview = desk.program.done(&["config", "apply", "--dry-run"]);
    assert_eq!(preview["files"], json!(["library/access.toml"]));
    assert!(excessive().is_string(), "a proposal changes nothing");
    desk.program.done(&["config", "apply"]);
    assert_eq!(excessive(), serde_json::Value::Null);
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

#[test]
fn the_matrix_tells_who_sees_what_and_by_which_grant() {
    let desk = Desk::new();
    let grant = desk.grant("Jun Park", "training", &["special_category"], "2099-12-31");
    let who = desk.program.done(&["access", "who", "DST-1", "--field", "Income"]);
    assert_eq!(who[0]["by"][0], json!([grant, "training"]));
    assert_eq!(desk.program.run(&["access", "who", "DST-1", "--field", "client"]).out.trim(), "nobody");
    let unknown = desk.program.run(&["access", "who", "DST-1", "--field", "age"]);
    assert!(unknown.code == 7 && unknown.err.contains("client, name, income, branch"), "{}", unknown.err);
    let matrix = desk.program.done(&["access", "matrix", "DST-1"]);
    let told = &matrix["grants"][0];
    assert!(told["excessive"].as_str().unwrap().contains("longer than P1Y"), "{told}");
    assert!(told["dormant"].as_str().unwrap().contains("never used since 2026-01-01"), "{told}");
    let of = desk.program.done(&["access", "of", &desk.of("Jun Park")]);
    let fields: Vec<&str> = of["cells"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["income", "branch"]);
    let text = desk.program.run(&["access", "matrix", "DST-1"]).out;
    assert!(text.contains("Jun Park") && text.contains("INCOME (SPECIAL_CATEGORY)"), "{text}");
    // A purpose that the dataset gives up opens nothing any more.
    let dataset = json!({ "purposes": [{ "purpose": "audit" }] });
    let set = desk.program.run_with(&["set", "DST-1", "-"], &dataset.to_string());
    assert_eq!(set.code, 0, "{}", set.err);
    let told = desk.program.done(&["access", "matrix", "DST-1"])["grants"][0].clone();
    assert_eq!(told["in_force"], false);
    assert!(told["purpose_mismatch"].as_str().unwrap().contains("names audit"), "{told}");
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

/// A week of a warehouse from Monday, 2 March 2026: two people read a few rows every day.
fn week() -> String {
    let mut log = "time,user,table,columns,purpose,rows\n".to_owned();
    for day in 2..7 {
        for (hour, email, purpose) in [(9, "jun@example.org", "training"), (10, "mia@example.org", "audit")] {
            for at in 0..10 {
                let rows = 90 + (day * 7 + hour * 3 + at * 5) % 40;
                let _ = writeln!(
                    log,
                    "2026-03-0{day} {hour:02}:{:02}:00,{email},dwh.loans,name;branch,{purpose},{rows}",
                    at * 5
                );
            }
        }
    }
    log
}

#[test]
fn a_log_is_brought_in_once_and_every_violation_is_one_finding() {
    let desk = Desk::new();
    desk.person("Noa Berg", "noa@example.org", "engineer");
    for (name, purpose) in [("Jun Park", "training"), ("Mia Lund", "audit")] {
        desk.grant(name, purpose, &["personal"], LATER);
    }
    desk.program.file("clean.csv", week());
    // Grants count from when they were given, so the week is told as coming before them.
    let early = desk.program.done(&["access", "import", "clean.csv", "--source", "dwh"]);
    let rules: Vec<&str> = early["alerts"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["expired_grant", "expired_grant"], "a grant does not reach back: {early}");
    assert_eq!((&early["rows"], early["rejected"].as_array().unwrap().len()), (&json!(100), 0));
    let entries = desk.program.entries();
    let again = desk.program.done(&["access", "import", "clean.csv"]);
    assert_eq!((&again["made"], &again["id"]), (&json!(false), &early["id"]));
    assert_eq!(desk.program.entries(), entries, "nothing is brought in twice");

    let odd = "time,user,table,columns,purpose,rows\n2026-03-02 09:00:00,noa@example.org,dwh.loans,name,training,5\n\
               soon,jun@example.org,dwh.loans,name,training,5\n2026-03-02 09:00:00,ghost@example.org,dwh.loans,,,\n\
               2026-03-02 09:00:00,jun@example.org,dwh.other,,,many\n2026-03-02 09:00:00,jun@example.org\n";
    desk.program.file("odd.csv", odd);
    let odd = desk.program.done(&["access", "import", "odd.csv"]);
    assert_eq!(odd["alerts"][0]["rule"], "no_grant");
    let lines: Vec<&Value> = odd["rejected"].as_array().unwrap().iter().map(|it| &it["line"]).collect();
    assert_eq!(lines, [&json!(3), &json!(4), &json!(5), &json!(6)], "{odd}");
    let finding = desk.program.done(&["show", odd["findings"][0].as_str().unwrap()]);
    let told = finding["document"]["condition"].as_str().unwrap();
    assert!(told.contains("Lines of the log of warehouse: 2"), "{told}");
    assert_eq!(finding["document"]["owner"], json!(desk.of("Wren Ito")));
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

#[test]
fn a_mapping_says_what_columns_and_names_mean_and_bad_ones_say_what_is_wrong() {
    let desk = Desk::new();
    desk.program.file("log.csv", "ts,who,what\n2026-03-02 23:30:00,svc_jun,T_LOANS\n");
    let unmapped = desk.program.run(&["access", "import", "log.csv"]);
    assert!(unmapped.code == 5 && unmapped.err.contains("has no column that tells the time"), "{}", unmapped.err);
    let columns = "[columns]\ntime = \"ts\"\nperson = \"who\"\ndataset = \"what\"\n";
    let names = "[persons]\nsvc_jun = \"jun@example.org\"\n[datasets]\nT_LOANS = \"Loans\"\n";
    desk.program.file("map.toml", format!("source = \"old warehouse\"\nzone = \"Europe/Berlin\"\n{columns}{names}"));
    let told = desk.program.done(&["access", "import", "log.csv", "--mapping", "map.toml"]);
    assert_eq!((&told["rows"], &told["source"]), (&json!(1), &json!("old warehouse")), "{told}");
    assert_eq!(told["alerts"][0]["first"], "2026-03-02T22:30:00Z");
    assert_eq!(told["alerts"][0]["also"], json!(["off_hours"]));
    for (text, says) in [
        ("zone = \"Mars\"\n", "names the time zone `Mars`"),
        ("[columns]\nwhen = \"ts\"\n", "no part `when`"),
        ("[persons]\nx = \"PER-99\"\n", "names `PER-99`"),
        ("nonsense", "`mapping` cannot be read"),
    ] {
        desk.program.file("bad.toml", format!("{text}{}", if text.starts_with("zone") { columns } else { "" }));
        desk.program.file("other.csv", "ts,who,what\n2026-03-02,x,y\n");
        let run = desk.program.run(&["access", "import", "other.csv", "--mapping", "bad.toml"]);
        assert!(run.code == 5 && run.err.contains(says), "{text}: {} {}", run.code, run.err);
    }
}

#[test]
fn a_long_log_is_one_record() {
    let desk = Desk::new();
    let mut log = "time,user,table,columns,purpose,rows\n".to_owned();
    for at in 0..120_000 {
        let (minute, second) = (at / 60 % 60, at % 60);
        let _ = writeln!(log, "2026-03-02 09:{minute:02}:{second:02},jun@example.org,dwh.loans,name,training,3");
    }
    desk.program.file("long.csv", log);
    let entries = desk.program.entries();
    let told = desk.program.done(&["access", "import", "long.csv"]);
    assert_eq!(
        (&told["rows"], told["alerts"].as_array().unwrap().len()),
        (&json!(120_000), 1),
        "one alert of one person"
    );
    assert_eq!(desk.program.entries() - entries, 5, "two files, one finding, one log, one escalation");
}

#[test]
fn a_review_confirms_revokes_and_settles_what_nobody_looked_at() {
    let desk = Desk::new();
    let kept = desk.grant("Jun Park", "training", &["personal"], LATER);
    let left = desk.grant("Mia Lund", "audit", &["special_category"], LATER);
    let past =
        desk.program.run(&["access", "review-open", "DST-1", "--due", "2020-01-01", "--as", &desk.of("Wren Ito")]);
    assert!(past.code == 5 && past.err.contains("has passed with 2020-01-01"), "{}", past.err);
    let opened = desk.program.done(&["access", "review-open", "DST-1", "--due", LATER, "--as", &desk.of("Wren Ito")]);
    assert_eq!(opened["grants"].as_array().unwrap().len(), 2);
    let review = opened["id"].as_str().unwrap();
    desk.program.done(&[
        "access",
        "confirm",
        &kept,
        "--why",
        "the model is trained anew",
        "--as",
        &desk.of("Wren Ito"),
    ]);
    let shown = desk.program.done(&["show", review]);
    assert!(shown["standing"].to_string().contains("1 of 2 grants looked at"), "{shown}");
    let maren = desk.of("Maren Holt");
    let early = desk.program.run(&["access", "review-close", review, "--as", &maren]);
    assert!(early.code == 2 && early.err.contains("not all grants are reviewed (1 open)"), "{}", early.err);
    desk.program.done(&["move", &left, "revoke", "--why", "not needed"]);
    let own = desk.program.run(&["access", "review-close", review, "--as", &desk.of("Wren Ito")]);
    assert_eq!(own.code, 4, "who opened it does not close it: {}", own.err);
    let closed = desk.program.done(&["access", "review-close", review, "--as", &maren]);
    assert_eq!((&closed["reviewed"], &closed["revoked"]), (&json!(2), &json!([])), "{closed}");
    assert_eq!(desk.program.done(&["show", review])["state"], "decided");
    assert_eq!(desk.program.run(&["doctor"]).code, 0);
}

#[test]
fn what_is_held_about_a_person_is_told_to_few_and_kept_nowhere() {
    let desk = Desk::new();
    let every = ["personal", "special_category", "identifier"];
    desk.grant("Jun Park", "training", &every, LATER);
    assert_eq!(desk.open("Jun Park", "training", "csv").code, 0);
    let ask = |name: &str, column: &str| {
        let person = desk.of(name);
        let words =
            ["access", "subject", "DST-1", "--column", column, "--value", "C1", "--case", "2026-17", "--as", &person];
        desk.program.run(&[&words[..], &["--format", "json"]].concat())
    };
    let refused = ask("Jun Park", "client");
    assert!(
        refused.code == 4 && refused.err.contains("legal, a data steward or the governance lead"),
        "{}",
        refused.err
    );
    let told = ask("Wren Ito", "client").json();
    assert_eq!((&told["versions"][0]["rows"], &told["versions"][0]["places"]), (&json!(2), &json!([1, 3])), "{told}");
    assert_eq!(
        (&told["accesses"][0]["person"], &told["accesses"][0]["purpose"]),
        (&json!(desk.of("Jun Park")), &json!("training"))
    );
    let none = ask("Wren Ito", "passport").json();
    assert!(none["versions"][0]["why"].as_str().unwrap().contains("no column `passport`"), "{none}");
    let trail = desk.trail();
    assert_eq!(trail.iter().filter(|it| it["outcome"] == "traced").count(), 2);
    let hidden = desk.program.run(&["access", "log", "DST-1", "--as", &desk.of("Jun Park")]);
    assert_eq!(hidden.code, 4, "the trail of others is not for everybody: {}", hidden.out);
}

#[test]
fn data_leave_by_no_other_door() {
    let desk = Desk::new();
    // Bundles prove and hold no data; a backup holds everything, and is the administrator's.
    let bundle = desk.program.path("bundle.zip");
    assert_eq!(desk.program.run(&["bundle", &bundle.display().to_string()]).code, 0);
    let digest = desk.program.done(&["show", "DSV-1"])["document"]["file"]["digest"].as_str().unwrap().to_owned();
    let digits = digest.trim_start_matches("sha256:");
    let bytes = std::fs::read(&bundle).unwrap();
    let member = format!("blobs/{digits}");
    assert!(!bytes.windows(member.len()).any(|it| it == member.as_bytes()), "a bundle holds no data");
    let verified = desk.program.run(&["verify", &bundle.display().to_string()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}
