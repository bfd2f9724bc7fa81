//! The list of commands agrees with the command line, and with what each command really leaves in the ledger.

use std::collections::BTreeSet;

use aims::cli::Cli;
use aims::commands::{COMMANDS, Leaves};
use clap::CommandFactory;

use crate::support::Program;

#[test]
fn the_list_names_every_command() {
    let line = Cli::command();
    let mut typed = BTreeSet::new();
    for command in line.get_subcommands() {
        let below: Vec<_> =
            command.get_subcommands().map(|it| format!("{} {}", command.get_name(), it.get_name())).collect();
        match below.is_empty() {
            true => typed.extend([command.get_name().to_owned()]),
            false => typed.extend(below),
        }
    }
    let listed: BTreeSet<_> = COMMANDS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(typed, listed);
}

#[test]
fn every_command_and_argument_is_explained() {
    fn check(command: &clap::Command, missing: &mut Vec<String>) {
        for argument in command.get_arguments().filter(|it| !matches!(it.get_id().as_str(), "help" | "version")) {
            if argument.get_help().is_none() {
                missing.push(format!("{} {}", command.get_name(), argument.get_id()));
            }
        }
        for below in command.get_subcommands() {
            if below.get_about().is_none() {
                missing.push(below.get_name().to_owned());
            }
            check(below, missing);
        }
    }
    let mut missing = Vec::new();
    check(&Cli::command(), &mut missing);
    assert!(missing.is_empty(), "{missing:?}");
}

/// A decision table that says the same of every case.
const TABLE: &str = "table = \"t\"\n[[input]]\nname = \"f\"\ntype = \"flag\"\n[[output]]\nname = \"o\"\ntype = \"text\"\n\
                     [[row]]\nid = \"all\"\nthen.o = \"yes\"\n";

/// What is typed for each command, after records, an import and an account were made.
fn typed(program: &Program) -> Vec<(&'static str, Vec<String>)> {
    let csv = program.file("more.csv", "Title\nFrom a file\n");
    let people = program.file("people.csv", "g,y,h\na,1,1\na,0,1\nb,1,0\nb,0,0\n");
    let table = program.file("table.toml", TABLE);
    let register =
        program.file("register.csv", "Risk ID,AIMS number,Risk,Likelihood,Impact\nR-1,RSK-1,One,possible,low\n");
    let flags = program.file("flags.csv", "f,o\ntrue,yes\n");
    let log = program.file("log.csv", "time,user,table\n2026-03-02 09:00:00,PER-1,DST-1\n");
    let steady = program.file("steady.csv", format!("word\n{}", "x\n".repeat(600)));
    let series = program.file("series.csv", "x\n1\n2\n1\n3\n2\n");
    let proposal = program.data().join("config/kinds");
    std::fs::create_dir_all(&proposal).unwrap();
    let field = "extends = \"risk\"\n[[field]]\nname = \"x_note\"\ntype = \"text\"\nhelp = \"A note of our own.\"\n";
    std::fs::write(proposal.join("risk.toml"), field).unwrap();
    program.file("own.toml", OWN_LIBRARY);
    let path = |name: &str| program.path(name).display().to_string();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let with = |text: &str, last: String| words(text).into_iter().chain([last]).collect::<Vec<_>>();
    vec![
        ("list", words("list risk")),
        ("show", words("show RSK-1")),
        ("add", words("add risk title=Another")),
        ("set", words("set RSK-1 title=Renamed")),
        ("move", words("move RSK-1 analyse likelihood=2 consequence=3")),
        ("link", words("link RSK-1 owner PER-1")),
        ("import", with("import risk", csv.clone())),
        ("export", words("export risk")),
        ("search", words("search renamed")),
        ("history", words("history RSK-1")),
        ("diff", words("diff RSK-1")),
        ("retire", words("retire RSK-2 --why gone")),
        ("unretire", words("unretire RSK-2 --why back")),
        ("erase", words("erase PER-1 email --why asked --yes")),
        ("undo", words("undo 1")),
        ("authority", words("authority")),
        ("config check", words("config check")),
        ("config apply", words("config apply")),
        ("config show", words("config show")),
        ("account add", words("account add new@example.org")),
        ("account password", words("account password new@example.org")),
        ("account list", words("account list")),
        ("token add", words("token add new@example.org")),
        ("token list", words("token list new@example.org")),
        ("backup", with("backup", path("backup.zip"))),
        ("measure profile", with("measure profile --for RSK-1", csv.clone())),
        ("measure quality", with("measure quality --for RSK-1", csv.clone())),
        ("measure drift", words(&format!("measure drift {steady} --reference {steady} --for RSK-1"))),
        ("measure fairness", words(&format!("measure fairness {people} --prediction h --group g --for RSK-1"))),
        ("measure performance", words(&format!("measure performance {people} --label y --prediction h --for RSK-1"))),
        ("measure privacy", words(&format!("measure privacy {people} --quasi g --for RSK-1"))),
        (
            "measure compare",
            words(&format!("measure compare {people} --label y --prediction h --prediction y --for RSK-1")),
        ),
        ("measure represent", words(&format!("measure represent {people} --group g --reference {people} --for RSK-1"))),
        ("measure power", words("measure power --rate 0.3 --gap 0.05")),
        ("measure series", words(&format!("measure series {series} --column x"))),
        ("measure repeat", with("measure repeat MSR-1", csv.clone())),
        ("measure summarise", with("measure summarise", csv.clone())),
        ("measure metrics", words("measure metrics")),
        ("measure checks", words("measure checks")),
        ("measure plan", with("measure plan quality", csv)),
        ("measure schema", words("measure schema")),
        ("rules check", with("rules check", table.clone())),
        ("rules explain", words(&format!("rules explain {table} --case f=true"))),
        ("rules test", words(&format!("rules test {table} --cases {flags}"))),
        ("rules diff", words(&format!("rules diff {table} {table}"))),
        ("rules replay", words(&format!("rules replay {table} {table} --cases {flags}"))),
        ("rules conflicts", words("rules conflicts --record")),
        ("rules paste", with("rules paste", path("procedure.txt"))),
        ("library list", words("library list")),
        ("library show", with("library show", "ISO/IEC 42001:6.1.3".to_owned())),
        ("library crosswalk", words("library crosswalk iso-iec-42001--iso-iec-27001 --show passing")),
        (
            "library confirm",
            words("library confirm iso-iec-42001--iso-iec-27001 --map 7.5.2=7.5.2 --why read --reviewer PER-1"),
        ),
        (
            "library reject",
            words("library reject iso-iec-42001--iso-iec-27001 --map 7.5.3=7.5.3 --why read --reviewer PER-1"),
        ),
        (
            "library change",
            words(
                "library change iso-iec-42001--iso-iec-27001 --map 6.3=6.3 --relation subset --why read --reviewer PER-1",
            ),
        ),
        ("library check", words("library check")),
        ("library diff", words("library diff iso-iec-42001 iso-iec-42001")),
        ("library import", with("library import", path("own.toml"))),
        ("library export", words("library export nist-ai-rmf --oscal catalog")),
        ("library next", words("library next")),
        ("library schema", words("library schema framework")),
        ("erm show", words("erm show")),
        ("erm import", words(&format!("erm import {register} --register enterprise"))),
        ("erm settle", words("erm settle RSK-1 --register enterprise --goes ours")),
        ("erm export", with("erm export --register enterprise", path("out.csv"))),
        ("hazard list", words("hazard list SYS-1")),
        ("hazard exclude", words("hazard exclude SYS-1 drift --reason nothing-changes")),
        ("impact show", words("impact show SYS-1 --lanes societal,technical")),
        ("impact gaps", words("impact gaps SYS-1")),
        ("impact statements", words("impact statements SYS-1")),
        ("impact work", words("impact work SYS-1")),
        ("impact law", words("impact law SYS-1")),
        ("acceptance show", words("acceptance show")),
        ("acceptance authority", words("acceptance authority")),
        ("acceptance conditions", words("acceptance conditions")),
        ("acceptance exposure", words("acceptance exposure")),
        ("acceptance days", words("acceptance days")),
        ("acceptance gaps", words("acceptance gaps")),
        ("acceptance export", with("acceptance export --out", path("acceptances.json"))),
        ("challenge show", words("challenge show")),
        ("challenge risks", words("challenge risks")),
        ("challenge runs", words("challenge runs")),
        ("challenge queue", words("challenge queue")),
        ("challenge missed", words("challenge missed")),
        ("challenge coverage", words("challenge coverage")),
        ("challenge gaps", words("challenge gaps")),
        ("challenge import", with("challenge import EXR-1", path("attacks.csv"))),
        ("challenge act", words("challenge act EXR-1")),
        ("challenge take", words("challenge take RSK-4")),
        ("challenge export", with("challenge export --out", path("challenges.json"))),
        ("treatment show", words("treatment show")),
        ("treatment risks", words("treatment risks")),
        ("treatment success", words("treatment success")),
        ("treatment tasks", words("treatment tasks")),
        ("treatment cost", words("treatment cost")),
        ("treatment gaps", words("treatment gaps")),
        ("treatment export", with("treatment export --out", path("treatments.json"))),
        ("strategy show", words("strategy show")),
        ("strategy check", words("strategy check")),
        ("strategy start", words("strategy start")),
        ("access open", words("access open DSV-1 --purpose training --as PER-1")),
        ("lineage datasheet", with("lineage datasheet DST-1 --out", path("datasheet.json"))),
        ("access matrix", words("access matrix DST-1")),
        ("access who", words("access who DST-1 --field branch")),
        ("access of", words("access of PER-1")),
        ("access log", words("access log DST-1")),
        ("access import", with("access import", log)),
        ("access subject", words("access subject DST-1 --column branch --value North --case 17")),
        ("access review-open", words("access review-open DST-1 --due 2099-12-31")),
        ("access confirm", words("access confirm GRT-1 --why needed --as PER-2")),
        ("access review", words("access review RVR-1")),
        ("access review-close", words("access review-close RVR-1 --as PER-2")),
        ("obligations show", words("obligations show SYS-1")),
        ("obligations adopt", words("obligations adopt SYS-1")),
        ("obligations clock", words("obligations clock 2027-12-20T10:00:00Z")),
        ("duties show", words("duties show --person PER-1")),
        ("duties leaves", words("duties leaves PER-1")),
        ("duties letter", words("duties letter ASG-1")),
        ("escalation simulate", words("escalation simulate --events 1")),
        ("escalation next", words("escalation next ESC-1")),
        ("resources", words("resources RSP-1 --plus T2=5")),
        ("documents show", words("documents show")),
        ("documents check", words("documents check")),
        ("conformity", words("conformity 6.1.3")),
        ("gap show", words("gap show ASM-1 --all")),
        ("gap rate", words("gap rate ASM-1 --by PER-1 --confirm")),
        ("gap act", words("gap act ASM-1 --first 1")),
        ("gap export", with("gap export ASM-1 --out", path("gap.json"))),
        ("readiness show", words("readiness show --all")),
        ("readiness certificates", words("readiness certificates")),
        ("readiness drill", words("readiness drill --seed 1")),
        ("readiness export", with("readiness export --out", path("readiness.json"))),
        ("readiness pack", with("readiness pack", path("pack.zip"))),
        ("scope show", words("scope show")),
        ("scope statement", words("scope statement --scope SCP-1")),
        ("scope export", with("scope export --scope SCP-1 --out", path("scope.json"))),
        ("scope effect", words("scope effect --scope SCP-1 --unit ORG-1 --to out")),
        ("scope define", words("scope define SYS-1 --answer rests_on=learned")),
        ("risk method", words("risk method")),
        ("risk cockpit", words("risk cockpit")),
        ("risk evaluate", words("risk evaluate RSK-1")),
        ("risk agreement", words("risk agreement RAS-1")),
        ("risk take", words("risk take RAS-1 RSK-3")),
        ("risk quantify", words("risk quantify --all")),
        ("risk moved", words("risk moved")),
        ("risk learn", words("risk learn RSK-5")),
        ("risk export", with("risk export --out", path("risks.json"))),
        ("soa generate", words("soa generate")),
        (
            "soa import",
            with(
                "soa import --framework=ISO/IEC27001",
                program.file("soa.csv", "Control,Applicable,Justification\nA.5.1,yes,it is asked for\n"),
            ),
        ),
        ("soa show", words("soa show SOA-1")),
        ("soa diff", words("soa diff SOA-1 SOA-1")),
        ("soa export", with("soa export SOA-1 --out", path("soa.json"))),
        ("audit plan", words("audit plan APR-1")),
        ("audit checklist", words("audit checklist AUD-1")),
        ("audit show", words("audit show AUD-1")),
        ("audit sheet", with("audit sheet AUD-1 --out", path("list.xlsx"))),
        ("audit sample", words("audit sample AUI-1 --kind risk")),
        ("audit freeze", words("audit freeze AUI-1")),
        ("audit verify", words("audit verify AUD-1")),
        (
            "audit import",
            with(
                "audit import AUD-1",
                program.file("answers.csv", "Item,Answer,Result\nAUI-0001,It is so.,conforms\n"),
            ),
        ),
        ("audit report", with("audit report AUD-1 --out", path("audit.json"))),
        ("audit issue", words("audit issue AUD-2")),
        ("report board", with("report board --out", path("pack.json"))),
        ("report issue", words("report issue")),
        ("report review", with("report review MRV-1 --out", path("papers.json"))),
        ("bodies check", words("bodies check")),
        ("bodies paper", with("bodies paper BOD-1 --out", path("charter.json"))),
        ("verify", words("verify")),
        ("bundle", with("bundle", path("bundle.zip"))),
        ("doctor", words("doctor")),
        ("kinds", words("kinds")),
        ("completions", words("completions bash")),
        ("account disable", words("account disable new@example.org")),
    ]
}

/// A requirement library of an organisation.
const OWN_LIBRARY: &str = include_str!("../../../../selftest/1.6/clean/sound.toml");

/// Data that one person may open and another answers for.
fn with_data(program: &Program) {
    let add = |words: &[&str], document: &str| {
        let run = program.run_with(words, document);
        assert_eq!(run.code, 0, "{words:?}: {}", run.err);
    };
    program.done(&["add", "person", "title=Lee", "email=lee@example.org"]);
    for (person, key) in [("PER-1", "engineer"), ("PER-2", "governance_lead")] {
        let roles = program.done(&["list", "role", &format!("key:{key}")]);
        let role = roles["records"][0]["id"].as_str().unwrap();
        let assigned = format!(r#"{{"title": "{key}", "person": "{person}", "role": "{role}", "from": "2020-01-01"}}"#);
        add(&["add", "role_assignment", "-", "--state", "accepted"], &assigned);
    }
    for (email, person) in [("ada@example.org", "PER-1"), ("lee@example.org", "PER-2")] {
        program.done(&["account", "add", email, "--person", person]);
    }
    let fields = r#""purposes": [{"purpose": "training"}], "fields": [{"field": "branch", "class": "ordinary"}]"#;
    add(&["add", "dataset", "-"], &format!(r#"{{"title": "Loans", {fields}}}"#));
    program.file("loans.csv", "branch\nNorth\n");
    program.done(&["add", "dataset_version", "title=Loans 1", "dataset=DST-1", "file=@loans.csv"]);
    let grant = r#"{"title": "Ada", "who": "PER-1", "dataset": "DST-1", "purpose": "training", "from": "2020-01-01", "expires": "2099-12-31"}"#;
    add(&["add", "access_grant", "-", "--state", "granted"], grant);
    let assessment = r#"{"title": "Quarter", "framework": "ISO/IEC 42001", "baseline": "2099-12-31", "scale": "nplf", "assessors": ["PER-1"]}"#;
    add(&["add", "assessment", "-", "--state", "in_progress"], assessment);
}

/// A programme, an audit that is planned, and one that is reported.
fn with_audits(program: &Program) {
    program.done(&["add", "audit_programme", "title=Cycle", "from=2026-01-01", "until=2028-12-31"]);
    let audit = |title: &str| {
        let criteria = r#""criteria": [{"criterion": "9.2"}], "as_of": "2099-01-01", "seed": "word""#;
        format!(r#"{{"title": "{title}", "type": "internal", {criteria}}}"#)
    };
    for (title, state) in [("One", "planned"), ("Two", "reported")] {
        let run = program.run_with(&["add", "audit", "-", "--state", state], &audit(title));
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

/// A third risk, and an assessment that was concluded, in which its assessor agreed otherwise than it says.
fn with_scores(program: &Program) {
    let add = |kind: &str, state: &str, document: &str| {
        let run = program.run_with(&["add", kind, "-", "--state", state], document);
        assert_eq!(run.code, 0, "{kind}: {}", run.err);
    };
    add("risk_criteria", "in_force", &crate::risk::criteria("medium"));
    let low =
        r#"{"title": "Three", "criteria": "RCR-1", "likelihood": 1, "by_type": [{"type": "groups", "current": 1}]}"#;
    add("risk", "identified", low);
    let run = r#"{"title": "Run", "criteria": "RCR-1", "assessors": ["PER-1"], "risks": ["RSK-3"], "stages": ["inception"],
        "conclusion": "graver", "assessed_on": "2026-03-01"}"#;
    add("risk_assessment", "in_progress", run);
    let sheet = r#"{"title": "Sheet", "assessment": "RAS-1", "owner": "PER-1",
        "scores": [{"risk": "RSK-3", "level": 2}, {"risk": "RSK-3", "type": "groups", "level": 2}]}"#;
    add("score_sheet", "handed_in", sheet);
    program.done(&["move", "RAS-1", "conclude"]);
}

/// A risk that is held to be rare, an exercise on it that runs, and attacks that contradict it.
fn with_exercise(program: &Program) {
    let risk = r#"{"title": "Four", "systems": ["SYS-1"], "likelihood": 1, "consequence": 2}"#;
    assert_eq!(program.run_with(&["add", "risk", "-"], risk).code, 0);
    let exercise = r#"{"title": "Spring", "form": "red_team", "systems": ["SYS-1"], "scope": "The copy.", "rules": "No data.",
        "hypotheses": [{"risk": "RSK-4"}], "challengers": ["PER-2"], "from": "2020-01-01", "until": "2099-12-31"}"#;
    let made = program.run_with(&["add", "exercise", "-"], exercise);
    assert_eq!(made.code, 0, "{}", made.err);
    program.done(&["move", "EXR-1", "start"]);
    let rows: String = (0..20).map(|at| format!("A{at},{},no\n", if at < 6 { "yes" } else { "no" })).collect();
    program.file("attacks.csv", format!("attack,outcome,seen\n{rows}"));
}

/// A risk that was held to be rare, and incidents that teach otherwise.
fn with_incidents(program: &Program) {
    let risk = r#"{"title": "Five", "systems": ["SYS-1"], "criteria": "RCR-1", "likelihood": 1, "owner": "PER-1",
        "by_type": [{"type": "groups", "current": 1}], "assessed_on": "2020-01-01"}"#;
    assert_eq!(program.run_with(&["add", "risk", "-"], risk).code, 0);
    for day in 1..=9 {
        let incident = format!(r#"{{"title": "Again", "risks": ["RSK-5"], "detected_on": "2020-02-0{day}"}}"#);
        assert_eq!(program.run_with(&["add", "incident", "-", "--state", "confirmed"], &incident).code, 0);
    }
}

/// Two tables in force that say other things of the same, and the text of a procedure.
fn with_conflict(program: &Program) {
    for (name, says) in [("one", "yes"), ("two", "no")] {
        let rules = TABLE.replace("\"t\"", &format!("\"{name}\"")).replace("\"yes\"", &format!("\"{says}\""));
        let document = serde_json::json!({ "title": name, "purpose": "threshold", "rules": rules }).to_string();
        let run = program.run_with(&["add", "decision_table", "-", "--state", "in_force"], &document);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    program.file("procedure.txt", "when people affected is at least 10 then decider is board\n");
}

#[test]
fn every_command_leaves_what_the_list_says() {
    let program = Program::ready();
    program.done(&["add", "risk", "title=One"]);
    program.done(&["add", "risk", "title=Two"]);
    let tool =
        r#"{"title": "Tool", "our_parts": ["deployer"], "countries": [{"country": "DE"}], "personal_data": true}"#;
    assert_eq!(program.run_with(&["add", "ai_system", "-"], tool).code, 0);
    program.done(&["add", "person", "title=Ada", "email=ada@example.org"]);
    program.done(&["add", "resource_plan", "title=Plan"]);
    program.done(&["add", "organization_unit", "title=House"]);
    program.done(&["add", "aims_scope", "title=Scope"]);
    program.done(&["add", "escalation", "title=Alarm"]);
    program.done(&["add", "management_review", "title=Review"]);
    with_audits(&program);
    with_data(&program);
    with_conflict(&program);
    with_scores(&program);
    with_exercise(&program);
    with_incidents(&program);
    program.done(&["add", "governance_body", "title=Board", "key=board"]);
    let mut wrong = Vec::new();
    let typed = typed(&program);
    let mut before = program.entries();
    for (name, words) in typed {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = program.run(&words);
        assert_eq!(run.code, 0, "{words:?}: {}{}", run.out, run.err);
        let after = program.entries();
        let left = after - before;
        before = after;
        let listed = COMMANDS.iter().find(|it| it.name == name).unwrap();
        let fits = match listed.leaves {
            Leaves::Change | Leaves::Event => left >= 1,
            Leaves::Nothing => left == 0,
        };
        if !fits {
            wrong.push(format!("{name}: {left} entries, the list says {:?}", listed.leaves));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_names_every_exit_code() {
    let help = Program::empty().run(&["--help"]).out;
    for code in 0..=8 {
        assert!(help.contains(&format!("\n  {code}  ")), "exit code {code} is not explained");
    }
}
