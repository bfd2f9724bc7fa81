//! Monitors from the command line: batches go in, the sequence decides, people are told once, silence comes by the clock.

use serde_json::{Value, json};

use crate::support::{Program, Run};

/// The middle of value `at` of a stream of the standard normal, which repeats no value within 2^20 of them.
fn gauss(at: u64) -> f64 {
    // Sums of twelve numbers of a multiplicative generator have a standard normal shape.
    let mut state = at.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x2545_F491_4F6C_DD1D);
    let mut next = || {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) ^ (state >> 31);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..12).map(|_| next()).sum::<f64>() - 6.0
}

/// Rows of a stream: an amount, a word, and a note that may be missing.
struct Stream {
    rows: u64,
    seed: u64,
    shift: f64,
    scale: f64,
    /// Every so many rows carry a word of their own; none without it.
    strange: Option<u64>,
    /// Every so many rows lack a note.
    missing: u64,
}

impl Default for Stream {
    fn default() -> Stream {
        Stream { rows: 1000, seed: 1, shift: 0.0, scale: 1.0, strange: None, missing: 20 }
    }
}

impl Stream {
    fn csv(&self) -> String {
        let mut text = "amount,word,note\n".to_owned();
        for row in 0..self.rows {
            let at = self.seed * 1_000_003 + row;
            let amount = self.scale * (20.0 + gauss(at) + self.shift);
            let word = match self.strange {
                Some(each) if row.is_multiple_of(each) => format!("new-{row}"),
                _ => ["red", "green", "blue"][(at % 7 % 3) as usize].to_owned(),
            };
            let note = if row.is_multiple_of(self.missing) { "" } else { ["x", "y"][(at / 2 % 2) as usize] };
            text.push_str(&format!("{amount:.4},{word},{note}\n"));
        }
        text
    }
}

/// A store with an active monitor of a month, its baseline of 4,000 rows, and somebody who is told.
fn watched(more: &[&str]) -> Program {
    let program = Program::ready();
    program.done(&["add", "person", "title=Ada", "email=ada@example.org"]);
    program.done(&["add", "ai_system", "title=Sorter"]);
    let baseline = program.file("baseline.csv", Stream { rows: 4000, ..Stream::default() }.csv());
    let baseline = format!("baseline_file=@{baseline}");
    let start =
        ["add", "monitor", "title=Stream", "watches=SYS-1", "schedule=P1M", "owner=PER-1", "watch_from=2026-01-01"];
    let add: Vec<&str> = start.iter().chain(more).copied().chain([baseline.as_str()]).collect();
    program.done(&add);
    tell(&program);
    program.done(&["move", "MON-1", "activate"]);
    program
}

/// The monitor tells the only person.
fn tell(program: &Program) {
    program.done(&["link", "MON-1", "tells", "PER-1"]);
}

fn send(program: &Program, name: &str, stream: &Stream, at: &str) -> Run {
    program.file(name, stream.csv());
    program.run(&["monitor", "batch", "MON-1", name, "--at", at, "--format", "json"])
}

fn sent(program: &Program, name: &str, stream: &Stream, at: &str) -> Value {
    let run = send(program, name, stream, at);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run.json()
}

#[test]
fn a_shift_of_half_a_deviation_is_caught_in_its_first_batch_and_told_once() {
    let program = watched(&[]);
    let quiet = sent(&program, "one.csv", &Stream { seed: 2, ..Stream::default() }, "2026-01-31");
    assert_eq!((&quiet["standing"], &quiet["raised"]), (&json!("in_order"), &Value::Null), "{quiet}");
    let shift = Stream { seed: 3, shift: 0.5, ..Stream::default() };
    let caught = sent(&program, "two.csv", &shift, "2026-02-28");
    assert_eq!(caught["standing"], "drifting", "{caught}");
    assert_eq!(caught["raised"], "ESC-0001");
    let why = caught["why"].as_str().unwrap();
    assert!(
        why.contains("MSR-0002 of 2026-02-28")
            && why.contains("`amount` changed by")
            && why.contains("larger than before"),
        "{why}"
    );
    let again = sent(&program, "three.csv", &Stream { seed: 4, shift: 0.5, ..Stream::default() }, "2026-03-31");
    assert_eq!((&again["standing"], &again["raised"]), (&json!("drifting"), &Value::Null), "one episode is told once");
    let alert = program.done(&["show", "ESC-1"]);
    let document = &alert["document"];
    assert_eq!(
        (&document["owner"], &document["about"], &document["measurement"]),
        (&json!("PER-0001"), &json!("SYS-0001"), &json!("MSR-0002"))
    );
    assert!(document["reason"].as_str().unwrap().contains("amount"), "{document}");
    let healed = sent(&program, "four.csv", &Stream { seed: 5, ..Stream::default() }, "2026-04-30");
    assert_eq!(healed["standing"], "in_order");
    let anew = sent(&program, "five.csv", &Stream { seed: 6, shift: 0.5, ..Stream::default() }, "2026-05-31");
    assert_eq!(anew["raised"], "ESC-0002", "another episode is told again");
    let shown = program.done(&["monitor", "show", "MON-1"]);
    assert_eq!(shown["batches"].as_array().unwrap().len(), 5);
    assert_eq!(shown["batches"][1]["contributions"][0]["of"], "amount");
    let level = shown["batches"][1]["level"].as_f64().unwrap();
    assert!((level - 0.05 / 12.0).abs() < 1e-12, "a twelfth of the chance, not {level}");
    let listed = program.run(&["list", "monitor", "standing:drifting"]);
    assert!(listed.out.contains("MON-0001"), "{}{}", listed.out, listed.err);
    assert_eq!(program.run(&["doctor"]).code, 0);
    assert_eq!(program.run(&["verify"]).code, 0);
}

#[test]
fn causes_are_named() {
    let program = watched(&[]);
    let of = |name: &str, stream: Stream, at: &str| {
        let taken = sent(&program, name, &stream, at);
        assert_eq!(taken["standing"], "drifting", "{taken}");
        let id = taken["id"].as_str().unwrap();
        let causes = program.done(&["show", id])["document"]["causes"].clone();
        let named = causes
            .as_array()
            .unwrap()
            .iter()
            .map(|it| format!("{} {}", it["cause"].as_str().unwrap(), it["of"].as_str().unwrap()));
        (named.collect::<Vec<_>>(), taken["why"].as_str().unwrap().to_owned())
    };
    let (unit, why) = of("unit.csv", Stream { seed: 2, scale: 12.0, ..Stream::default() }, "2026-01-31");
    assert_eq!(unit, ["unit_change amount"]);
    assert!(why.contains("a factor of 12, as months for years"), "{why}");
    let (words, why) = of("words.csv", Stream { seed: 3, strange: Some(3), ..Stream::default() }, "2026-02-28");
    assert_eq!(words, ["category_explosion word"]);
    assert!(why.contains("334 values in 33.4 % of the rows that the baseline never held; it holds 3"), "{why}");
    let (missing, why) = of("missing.csv", Stream { seed: 4, missing: 2, ..Stream::default() }, "2026-03-31");
    assert_eq!(missing, ["missingness note"]);
    assert!(why.contains("45.0 % of the rows more lack a value than before"), "{why}");
}

#[test]
fn a_batch_that_fails_its_rules_is_not_assessable_and_never_a_drift() {
    let program = watched(&[]);
    let plan = "name = \"rules\"\nfamily = \"quality\"\n[[limit]]\nmetric = \"value_completeness\"\nat_least = 0.9\n";
    let plan = program.file("quality.toml", plan);
    program.done(&["set", "MON-1", &format!("quality_plan_file=@{plan}")]);
    let bad = Stream { seed: 2, shift: 3.0, missing: 1, ..Stream::default() };
    let taken = sent(&program, "bad.csv", &bad, "2026-01-31");
    assert_eq!(
        (&taken["standing"], &taken["verdict"]),
        (&json!("not_assessable"), &json!("not_assessable")),
        "{taken}"
    );
    assert!(taken["why"].as_str().unwrap().contains("fails its rules of quality: value_completeness is"), "{taken}");
    assert_eq!(taken["raised"], "ESC-0001", "a monitor that cannot see is told too");
    let good = sent(&program, "good.csv", &Stream { seed: 3, ..Stream::default() }, "2026-02-28");
    assert_eq!(good["standing"], "in_order");
}

#[test]
fn the_same_bytes_are_entered_once_and_bad_input_enters_nothing() {
    let program = watched(&[]);
    let stream = Stream { seed: 2, ..Stream::default() };
    assert_eq!(sent(&program, "one.csv", &stream, "2026-02-28")["made"], true);
    let entries = program.entries();
    let again = sent(&program, "copy.csv", &stream, "2026-01-31");
    assert_eq!((&again["made"], &again["id"]), (&json!(false), &json!("MSR-0001")));
    let refused =
        |run: Run, said: &str| assert!(run.code != 0 && run.err.contains(said), "{said}: {} {}", run.code, run.err);
    let other = Stream { seed: 3, ..Stream::default() };
    refused(send(&program, "old.csv", &other, "2026-02-27"), "older than the newest batch, MSR-0001 of 2026-02-28");
    refused(send(&program, "ahead.csv", &other, "2999-01-01"), "lies ahead");
    refused(program.run(&["monitor", "batch", "MON-9", "one.csv"]), "there is no record `MON-0009`");
    refused(program.run(&["monitor", "batch", "SYS-1", "ahead.csv"]), "`SYS-0001` is no monitor");
    refused(program.run(&["monitor", "batch", "MON-1", "gone.csv"]), "gone.csv");
    program.file("empty.csv", "");
    refused(program.run(&["monitor", "batch", "MON-1", "empty.csv"]), "empty.csv");
    program.file("head.csv", "amount,word,note\n");
    let head = program.run(&["monitor", "batch", "MON-1", "head.csv"]);
    assert!(head.code != 0, "a batch without a row is no batch: {}{}", head.out, head.err);
    program.file("wrong.csv", "a,b\n1,2\n3,4\n");
    refused(program.run(&["monitor", "batch", "MON-1", "wrong.csv"]), "no column in common");
    assert_eq!(program.entries(), entries, "nothing was entered");
    program.file("lost.csv", other.csv().replace("amount,word,note", "amount,word,remark"));
    let lost = program.done(&["monitor", "batch", "MON-1", "lost.csv", "--at", "2026-03-31"]);
    assert_eq!(lost["standing"], "not_assessable");
    assert!(lost["why"].as_str().unwrap().contains("lacks `note` of the baseline"), "{lost}");
}

#[test]
fn only_an_active_monitor_with_a_baseline_takes_batches() {
    let program = watched(&[]);
    let stream = Stream { seed: 2, ..Stream::default() };
    program.done(&["move", "MON-1", "pause", "--why", "maintenance"]);
    let paused = send(&program, "one.csv", &stream, "2026-01-31");
    assert!(paused.code == 5 && paused.err.contains("the monitor is paused"), "{} {}", paused.code, paused.err);
    assert!(program.run(&["show", "MON-1"]).out.contains("standing: paused"));
    program.done(&["move", "MON-1", "resume", "watch_from=2026-02-01"]);
    program.done(&["set", "MON-1", "baseline_file="]);
    assert_eq!(program.done(&["monitor", "show", "MON-1"])["standing"], "no_baseline");
    let bare = send(&program, "one.csv", &stream, "2026-01-31");
    assert!(bare.code != 0 && bare.err.contains("there is nothing to compare with"), "{} {}", bare.code, bare.err);
}

#[test]
fn what_a_season_declares_is_silent_and_the_same_change_outside_of_it_is_not() {
    let program = watched(&[]);
    let winter = program.file("winter.csv", Stream { rows: 4000, seed: 9, shift: 1.0, ..Stream::default() }.csv());
    program.done(&["add", "monitor", "title=Only to store a file", &format!("baseline_file=@{winter}")]);
    let file = program.done(&["show", "MON-2"])["document"]["baseline_file"].clone();
    let season = json!([{ "season": "holidays", "from": "12-01", "until": "01-31", "file": file }]);
    let set = program.run_with(&["set", "MON-1", "-"], &json!({ "seasons": season }).to_string());
    assert_eq!(set.code, 0, "{}{}", set.out, set.err);
    let like_winter = |seed| Stream { seed, shift: 1.0, ..Stream::default() };
    let inside = sent(&program, "january.csv", &like_winter(2), "2026-01-15");
    assert_eq!(inside["standing"], "in_order", "{inside}");
    assert!(inside["why"].as_str().unwrap().contains("against `holidays`"), "{inside}");
    let outside = sent(&program, "march.csv", &like_winter(3), "2026-03-15");
    assert_eq!(outside["standing"], "drifting", "{outside}");
}

/// Rows with a day, in which every July lies a deviation higher.
fn years(rows: u64, seed: u64, months: std::ops::RangeInclusive<u64>) -> String {
    let mut text = "day,amount\n".to_owned();
    for row in 0..rows {
        let month = months.start() + row % (months.end() - months.start() + 1);
        let july = if month == 7 { 1.0 } else { 0.0 };
        text.push_str(&format!(
            "2025-{month:02}-{:02},{:.4}\n",
            row % 28 + 1,
            20.0 + july + gauss(seed * 7_000_003 + row)
        ));
    }
    text
}

#[test]
fn a_month_is_compared_with_the_same_month_where_the_plan_says_so() {
    let program = watched(&[]);
    let baseline = program.file("year.csv", years(12_000, 1, 1..=12));
    let shipped = std::fs::read_to_string(crate::support::root().join("data/plans/monitor.toml")).unwrap();
    let plan = program.file("plan.toml", format!("{shipped}\n[drift.season]\ncolumn = \"day\"\nlike = \"month\"\n"));
    program.done(&["set", "MON-1", &format!("baseline_file=@{baseline}"), &format!("plan_file=@{plan}")]);
    let batch = |name: &str, seed: u64, month: u64, at: &str| {
        program.file(name, years(1000, seed, month..=month));
        program.done(&["monitor", "batch", "MON-1", name, "--at", at])
    };
    assert_eq!(batch("june.csv", 2, 6, "2026-06-30")["standing"], "in_order");
    let july = batch("july.csv", 3, 7, "2026-07-31");
    assert_eq!(july["standing"], "in_order", "July comes back every year: {july}");
    let august = batch("august.csv", 4, 7, "2026-08-31");
    assert_eq!(august["standing"], "drifting", "what is usual in July is not in August: {august}");
    let summary = program.run(&["measure", "summarise", "year.csv", "-o", "year.summary.json"]);
    assert_eq!(summary.code, 0, "{}", summary.err);
    program.done(&["set", "MON-1", "baseline_file=@year.summary.json"]);
    let refused = program.run(&["monitor", "batch", "MON-1", "july.csv", "--at", "2026-09-30"]);
    assert_eq!(refused.code, 0, "the same bytes are known: {}", refused.err);
    program.file("september.csv", years(1000, 5, 9..=9));
    let refused = program.run(&["monitor", "batch", "MON-1", "september.csv", "--at", "2026-09-30"]);
    assert!(
        refused.code != 0 && refused.err.contains("needs the rows of the reference, not a summary"),
        "{}",
        refused.err
    );
}

/// Scores with labels that come true as often as the scores say; the labels may not be there yet.
fn scored(rows: u64, seed: u64, sure: f64, labelled: bool) -> String {
    let mut text = "amount,score,approved\n".to_owned();
    for row in 0..rows {
        let at = seed * 3_000_017 + row;
        let score = if at.is_multiple_of(2) { sure } else { 1.0 - sure };
        // Of a hundred rows with the same score, as many are approved as the score says.
        let approved = ((row / 2 * 37) % 100) as f64 + 0.5 < 100.0 * score;
        let label = if labelled { u8::from(approved).to_string() } else { String::new() };
        text.push_str(&format!("{:.4},{score},{label}\n", gauss(at)));
    }
    text
}

#[test]
fn labels_that_are_awaited_are_not_missing_and_scores_stand_for_them() {
    let program = watched(&[]);
    let baseline = program.file("scored.csv", scored(4000, 1, 0.9, true));
    let shipped = std::fs::read_to_string(crate::support::root().join("data/plans/monitor.toml")).unwrap();
    let columns = "[columns]\nlabel = \"approved\"\nscore = [\"score\"]\npositive = \"1\"\n";
    let plan = program.file("plan.toml", format!("{shipped}\n{columns}"));
    let change = [format!("baseline_file=@{baseline}"), format!("plan_file=@{plan}")];
    program.done(&["set", "MON-1", &change[0], &change[1], "label_delay=P500Y"]);
    program.file("awaited.csv", scored(1000, 2, 0.8, false));
    let awaited = program.done(&["monitor", "batch", "MON-1", "awaited.csv", "--at", "2026-01-31"]);
    let why = awaited["why"].as_str().unwrap();
    assert!(!why.contains("`approved`"), "awaited labels are not missing: {why}");
    assert!(why.contains("accuracy changed by -0.1 [") && why.contains("as the scores promise"), "{why}");
    assert!(why.contains("`score` changed by"), "the scores themselves drifted: {why}");
    program.done(&["set", "MON-1", "label_delay="]);
    program.file("late.csv", scored(1001, 3, 0.8, false));
    let late = program.done(&["monitor", "batch", "MON-1", "late.csv", "--at", "2026-02-28"]);
    assert!(
        late["why"].as_str().unwrap().contains("`approved` changed by 1"),
        "labels that are late are missing: {late}"
    );
    program.file("known.csv", scored(1000, 2, 0.8, true));
    let known = program.done(&["monitor", "batch", "MON-1", "known.csv", "--at", "2026-01-31"]);
    assert_eq!(known["made"], true, "the same day again, with its labels, takes the place of the batch without");
    let shown = program.done(&["monitor", "show", "MON-1"]);
    let days: Vec<&str> = shown["batches"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(days, ["MSR-0003", "MSR-0002"]);
    assert!(shown["batches"][0]["effect"].as_str().unwrap().contains("by labels"), "{shown}");
    let lies = program.file("lies.csv", scored(4000, 1, 0.9, true).replace(",0.9,", ",0.99,"));
    program.done(&["set", "MON-1", &format!("baseline_file=@{lies}"), "label_delay=P500Y"]);
    program.file("march.csv", scored(1000, 4, 0.8, false));
    let march = program.done(&["monitor", "batch", "MON-1", "march.csv", "--at", "2026-03-31"]);
    assert!(march["why"].as_str().unwrap().contains("so scores cannot stand for labels"), "{march}");
    let strange = plan.replace("plan.toml", "strange.toml");
    std::fs::write(&strange, format!("{shipped}\n{}", columns.replace("[\"score\"]", "[\"scroe\"]"))).unwrap();
    program.done(&["set", "MON-1", &format!("plan_file=@{strange}")]);
    program.file("april.csv", scored(1000, 5, 0.8, false));
    let refused = program.run(&["monitor", "batch", "MON-1", "april.csv", "--at", "2026-04-30"]);
    assert!(refused.code != 0 && refused.err.contains("scroe"), "{}", refused.err);
}

/// The shipped plan with another text in it.
fn with_plan(program: &Program, from: &str, to: &str) {
    let shipped = std::fs::read_to_string(crate::support::root().join("data/plans/monitor.toml")).unwrap();
    assert!(shipped.contains(from));
    let plan = program.file("plan.toml", shipped.replace(from, to));
    program.done(&["set", "MON-1", &format!("plan_file=@{plan}")]);
}

#[test]
fn control_charts_state_their_false_alarms_and_see_a_shift() {
    for (rule, chance) in [("shewhart", 0.001_349_898), ("western_electric", 1.0 / 183.406_029), ("cusum", 0.0)] {
        let program = watched(&[]);
        with_plan(&program, "rule = \"spending\"", &format!("rule = \"{rule}\""));
        let quiet = sent(&program, "one.csv", &Stream { seed: 2, ..Stream::default() }, "2026-01-31");
        assert_eq!(quiet["standing"], "in_order", "{rule}: {quiet}");
        let caught = sent(&program, "two.csv", &Stream { seed: 3, shift: 0.5, ..Stream::default() }, "2026-02-28");
        assert_eq!(caught["standing"], "drifting", "{rule}: {caught}");
        let batch = program.done(&["show", "MSR-1"])["document"].clone();
        let (level, promised) = (batch["level"].as_f64().unwrap(), batch["promised"].as_f64().unwrap());
        let values = batch["values"].as_array().unwrap().iter().filter_map(|it| it["of"].as_str());
        let columns = values.collect::<std::collections::BTreeSet<_>>().len() as f64;
        let stated = if rule == "cusum" { 0.05 / 12.0 / columns } else { chance };
        assert!((level - stated).abs() < 1e-8, "{rule}: {level} for each column and batch, not {stated}");
        assert!((promised - (level * 12.0 * columns).min(1.0)).abs() < 1e-9, "{rule}: {promised} in a year");
    }
}

#[test]
fn a_limit_on_all_columns_together_decides_and_spends_its_part() {
    let program = watched(&[]);
    let limit = "[[limit]]\nmetric = \"joint_drift\"\nat_most = 0.6\n\n[drift.watch]";
    with_plan(&program, "[drift.watch]", limit);
    let quiet = sent(&program, "one.csv", &Stream { seed: 2, ..Stream::default() }, "2026-01-31");
    assert_eq!(quiet["standing"], "in_order", "{quiet}");
    let moved = sent(&program, "two.csv", &Stream { seed: 3, shift: 3.0, ..Stream::default() }, "2026-02-28");
    assert_eq!(moved["standing"], "drifting", "{moved}");
    let values = program.done(&["show", "MSR-2"])["document"]["values"].as_array().unwrap().clone();
    let joint = values.iter().find(|it| it["metric"] == "joint_drift").unwrap();
    assert_eq!((&joint["verdict"], &joint["at_most"]), (&json!("fail"), &json!(0.6)), "{joint}");
    let shipped = std::fs::read_to_string(crate::support::root().join("data/plans/monitor.toml")).unwrap();
    let both = shipped.replace("[drift.watch]", limit).replace("rule = \"spending\"", "rule = \"evidence\"");
    let plan = program.file("both.toml", both);
    program.done(&["set", "MON-1", &format!("plan_file=@{plan}")]);
    let refused = send(&program, "three.csv", &Stream::default(), "2026-03-31");
    assert!(refused.code != 0 && refused.err.contains("`spending` alone"), "{}", refused.err);
}

#[test]
fn a_measurement_carries_the_baseline_as_a_summary() {
    let program = watched(&[]);
    program.done(&["add", "measurement", "title=Baseline of 2025"]);
    program.done(&["set", "MON-1", "baseline_file=", "baseline_by=MSR-1"]);
    let empty = send(&program, "one.csv", &Stream { seed: 2, ..Stream::default() }, "2026-01-31");
    assert!(empty.code != 0 && empty.err.contains("MSR-0001 carries no summary"), "{}{}", empty.out, empty.err);
    let made = program.run(&["measure", "summarise", "baseline.csv", "--out", "summary.json"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    program.done(&["set", "MSR-1", &format!("summary=@{}", program.path("summary.json").display())]);
    let quiet = sent(&program, "one.csv", &Stream { seed: 2, ..Stream::default() }, "2026-01-31");
    assert_eq!(quiet["standing"], "in_order", "{quiet}");
    let moved = sent(&program, "two.csv", &Stream { seed: 3, shift: 0.5, ..Stream::default() }, "2026-02-28");
    assert_eq!(moved["standing"], "drifting", "{moved}");
}

#[test]
fn a_thin_batch_never_says_that_nothing_changed() {
    let program = watched(&["expected_rows=300"]);
    let thin = sent(&program, "one.csv", &Stream { rows: 120, seed: 2, ..Stream::default() }, "2026-01-31");
    assert_eq!(thin["standing"], "not_assessable", "{thin}");
    assert!(thin["why"].as_str().unwrap().contains("120 rows came where at least 300 are expected"), "{thin}");
    let full = sent(&program, "two.csv", &Stream { rows: 300, seed: 3, ..Stream::default() }, "2026-02-28");
    assert_eq!(full["standing"], "in_order", "{full}");
    let moved =
        sent(&program, "three.csv", &Stream { rows: 200, seed: 4, shift: 3.0, ..Stream::default() }, "2026-03-31");
    assert_eq!(moved["standing"], "drifting", "a change is told all the same: {moved}");
}

#[test]
fn evidence_over_batches_waits_until_it_has_enough() {
    let program = watched(&[]);
    let shipped = std::fs::read_to_string(crate::support::root().join("data/plans/monitor.toml")).unwrap();
    let plan = program.file("plan.toml", shipped.replace("rule = \"spending\"", "rule = \"evidence\""));
    program.done(&["set", "MON-1", &format!("plan_file=@{plan}")]);
    let slight = |seed| Stream { rows: 150, seed, shift: 0.5, ..Stream::default() };
    let words: Vec<String> = (0..4)
        .map(|it| {
            let taken = sent(&program, &format!("{it}.csv"), &slight(20 + it), &format!("2026-0{}-28", it + 1));
            format!("{} {}", taken["verdict"].as_str().unwrap(), taken["standing"].as_str().unwrap())
        })
        .collect();
    assert!(
        words[0] == "fail in_order" || words[0] == "inconclusive in_order",
        "one batch of 150 rows is no alarm yet: {words:?}"
    );
    assert!(words.last().unwrap() == "fail drifting", "four are: {words:?}");
}

#[test]
fn a_monitor_that_never_heard_anything_says_so_by_itself() {
    let program = watched(&[]);
    let shown = program.done(&["monitor", "show", "MON-1"]);
    assert_eq!(shown["standing"], "silent");
    assert!(
        shown["why"].as_str().unwrap().contains("never heard anything, and the next was expected by 2026-03-01"),
        "{shown}"
    );
}

#[test]
fn the_guide_shows_what_the_program_says() {
    let program = Program::ready();
    for name in ["drift_reference.csv", "drift_clean.csv", "drift_faulty.csv"] {
        let golden = crate::support::root().join("crates/aims/tests/it/measure/golden").join(name);
        program.file(name, std::fs::read(golden).unwrap());
    }
    crate::support::says_what_the_guide_shows(&program, "monitoring.md", 7);
}
