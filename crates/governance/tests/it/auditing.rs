//! Internal audits: lines that follow and are entered once, teams that are refused, samples that are drawn again by anybody, evidence that is the same
//! a year later unless somebody falsified it, sheets that come back, and what a report needs.

use governance::auditing::entering::Asked;
use governance::auditing::paper::Paper;
use governance::auditing::sampling::{Wanted, draw};
use governance::{Actor, Error, Moment};
use proptest::prelude::{any, proptest};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put};

fn refused(outcome: Result<governance::Committed, Error>, says: &str) {
    let Err(Error::Refused(refusals)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(refusals.iter().any(|it| format!("{it:?}").contains(says)), "{says}: {refusals:?}");
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>, says: &str) {
    let Err(Error::Problems(problems)) = outcome else { panic!("no problem: {says}: {outcome:?}") };
    assert!(problems[0].message.contains(says), "{says}: {problems:?}");
}

/// An audit of verification by one auditor, and who that is.
async fn audit(house: &House, more: Value) -> (Id, Actor) {
    let auditor = house.person("Aron", "internal_auditor", None).await;
    let mut fields = json!({
        "title": "Verification", "type": "internal", "objectives": "To know.", "scope": "All of it.", "as_of": "2026-03-02", "from": "2026-03-02",
        "criteria": [{ "criterion": "A.6.2.4" }], "seed": "word", "team": [{ "person": auditor.person, "part": "lead" }], "owner": auditor.person,
    });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    (house.add_as(&auditor, "audit", fields).await.unwrap().id, auditor)
}

#[test]
fn lines_are_entered_once_and_only_the_program_writes_what_it_drew() {
    on_both(async |house: House| {
        let system = house.add("ai_system", json!({ "title": "Scorer" })).await.id;
        let (id, auditor) = audit(&house, json!({})).await;
        let told = house.aims.audit(&auditor, &id).await.unwrap();
        assert!(
            told.checklist.lines.iter().all(|it| it.subject == Some(system.to_string())),
            "{:?}",
            told.checklist.lines
        );
        let made = house.aims.make_lines(&auditor, &id).await.unwrap();
        assert_eq!(made.made.len(), told.checklist.lines.len());
        assert!(house.aims.make_lines(&auditor, &id).await.unwrap().made.is_empty());
        let line = &made.made[0];
        for field in ["sample", "seed", "proposed", "population_digest"] {
            let value = if field == "sample" { json!([{ "record": "ACT-1" }]) } else { json!("word") };
            refused(house.edit_as(&auditor, line, json!({ field: value })).await, "written by the program");
        }
        let own =
            json!({ "title": "Own", "audit": id, "criterion": "B.6.2.4", "question": "So?", "method": "examine" });
        let outcome = house.add_as(&auditor, "audit_item", own).await;
        refused(outcome, "cannot be breached");
        house.add("ai_system", json!({ "title": "Other" })).await;
        let reader = house.person("Rita", "reader", None).await;
        let outcome = house.aims.make_lines(&reader, &id).await;
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    });
}

#[test]
fn an_audit_is_held_against_policies_contracts_and_duties_and_what_cannot_be_breached_has_no_line() {
    on_both(async |house: House| {
        let policy =
            put(&house, "document", "in_force", json!({ "title": "Policy", "form": "policy", "body": "b" })).await;
        let say = async |title: &str, state: &str| {
            let fields = json!({ "title": title, "document": policy, "anchor": "S-1", "text": title, "records": "incident", "population": "severity:major" });
            put(&house, "policy_statement", state, fields).await
        };
        let (active, draft) = (say("Incidents are told", "active").await, say("Not yet", "draft").await);
        let party = put(&house, "external_party", "approved", json!({ "title": "Supplier" })).await;
        let over = put(&house, "contract", "ended", json!({ "title": "Old", "party": party })).await;
        let system = house.add("ai_system", json!({ "title": "Scorer" })).await.id;
        let duty = async |title: &str, state: &str, more: Value| {
            let mut fields = json!({ "title": title, "source": "law", "direction": "owed_to_us", "text": title });
            more.as_object().unwrap().iter().for_each(|(name, it)| fields[name] = it.clone());
            put(&house, "obligation", state, fields).await
        };
        let told = duty("Tells of changes", "applicable", json!({ "covers": [system] })).await;
        let aside = duty("Set aside", "not_applicable", json!({})).await;
        let later = duty("Later", "applicable", json!({ "from": "2099-01-01" })).await;
        let gone = duty("Of the old one", "applicable", json!({ "source": "contract", "contract": over })).await;
        let elsewhere = house.add("ai_system", json!({ "title": "Other" })).await.id;
        let other = duty("Of another system", "applicable", json!({ "covers": [elsewhere] })).await;
        let unit = put(&house, "organization_unit", "active", json!({ "title": "House" })).await;
        let programme = json!({ "title": "Cycle", "from": "2026-01-01", "until": "2028-12-31" });
        let programme = house.add("audit_programme", programme).await.id;
        let more = json!({ "criteria": [], "criteria_records": [policy, over, told, aside, later, other], "systems": [system], "units": [unit], "programme": programme });
        let (id, auditor) = audit(&house, more).await;
        let checklist = house.aims.audit(&auditor, &id).await.unwrap().checklist;
        let lines: Vec<(&str, Option<&str>)> =
            checklist.lines.iter().map(|it| (it.criterion.as_str(), it.subject.as_deref())).collect();
        let (a, b, of) = (active.to_string(), told.to_string(), system.to_string());
        assert_eq!(lines, [(b.as_str(), Some(of.as_str())), (a.as_str(), None)], "{checklist:?}");
        let plan = checklist.lines[1].sample.as_ref().unwrap();
        assert_eq!((plan.kind.as_str(), plan.filter.as_str()), ("incident", "severity:major"));
        for (record, why) in [
            (&draft, "is draft"),
            (&aside, "is not applicable"),
            (&later, "does not apply before 2099-01-01"),
            (&gone, "which is not in force"),
            (&other, "none of them is in the scope"),
        ] {
            let said = checklist.left_out.get(&record.to_string());
            assert!(said.is_some_and(|it| it.contains(why)), "{record}: {:?}", checklist.left_out);
        }
        // A line of one's own and a finding are refused alike against what asks for nothing.
        let own =
            json!({ "title": "Own", "audit": id, "criterion_record": aside, "question": "So?", "method": "examine" });
        refused(house.add_as(&auditor, "audit_item", own).await, "cannot be breached");
        let found =
            json!({ "title": "Found", "criterion_records": [draft], "condition": "so", "grade": "observation" });
        refused(house.add_as(&auditor, "finding", found).await, "cannot be breached");
        // A recommendation, and a law before its day, are no requirements that somebody failed; an observation may cite them.
        let cites = |criterion: &str, grade: &str, record: Option<&Id>| {
            let mut fields = json!({ "title": "Found", "criterion": criterion, "condition": "so", "grade": grade });
            record.iter().for_each(|it| fields["criterion_records"] = json!([it]));
            fields
        };
        for (criterion, why) in [
            ("NIST AI RMF:GOVERN 1.1", "is a recommendation; name the policy statement or duty"),
            ("EU AI Act:Art. 26(1)", "holds from 2026-08-02"),
        ] {
            refused(house.add_as(&auditor, "finding", cites(criterion, "minor_nonconformity", None)).await, why);
            house.add_as(&auditor, "finding", cites(criterion, "observation", None)).await.unwrap();
        }
        house
            .add_as(&auditor, "finding", cites("NIST AI RMF:GOVERN 1.1", "minor_nonconformity", Some(&active)))
            .await
            .unwrap();
        house.add_as(&auditor, "finding", cites("ISO/IEC 42001:6.1.3", "major_nonconformity", None)).await.unwrap();
        house.move_as(&auditor, &id, "prepare", json!({})).await.unwrap();
        let made = house.aims.make_lines(&auditor, &id).await.unwrap().made;
        assert_eq!((made.len(), house.aims.make_lines(&auditor, &id).await.unwrap().made.len()), (2, 0));
        let answer = json!({ "answer": "It did not." });
        house.move_as(&auditor, &made[0], "answer", answer).await.unwrap();
        let finding = house.aims.finding_of(&auditor, &made[0]).await.unwrap();
        let finding = house.aims.record(&operator(), &finding, &Moment::Now).await.unwrap();
        assert_eq!(finding.document["criterion_records"], json!([told]));
        let again = house.aims.audit(&auditor, &id).await.unwrap();
        assert!(again.gone.is_empty() && again.missing.is_empty(), "{:?} {:?}", again.gone, again.missing);
        // The programme counts which of them, and which units, the cycle looks at.
        let cycle = house.aims.audit_programme(&operator(), &programme).await.unwrap();
        let covered = |rows: &[governance::auditing::programme::Planned]| -> Vec<(String, bool)> {
            rows.iter().map(|it| (it.reference.clone(), it.covered)).collect()
        };
        let expected = [(&active, true), (&told, true), (&other, false)].map(|it| (it.0.to_string(), it.1));
        assert_eq!(covered(&cycle.records), expected);
        assert_eq!(covered(&cycle.units), [(unit.to_string(), true)]);
        assert!(cycle.rows.iter().all(|it| !it.covered), "an audit of records alone looks at no clause");
    });
}

/// A contract counts by the duties that stand in it, on the days on which it is in force and for the AI systems that it names; one with nothing in it
/// does not go unnoticed.
#[test]
fn an_audit_is_held_against_contracts_in_force_and_not_against_those_that_ran_out() {
    on_both(async |house: House| {
        let party = put(&house, "external_party", "approved", json!({ "title": "Supplier" })).await;
        let system = house.add("ai_system", json!({ "title": "Scorer" })).await.id;
        let elsewhere = house.add("ai_system", json!({ "title": "Other" })).await.id;
        let contract = async |state: &str, more: Value| {
            let mut fields = json!({ "title": "Supply", "form": "customer", "party": party });
            more.as_object().unwrap().iter().for_each(|(name, it)| fields[name] = it.clone());
            put(&house, "contract", state, fields).await
        };
        let clause = async |contract: &Id, more: Value| {
            let mut fields = json!({ "title": "Tells of changes", "source": "contract", "contract": contract, "direction": "owed_to_us", "text": "t" });
            more.as_object().unwrap().iter().for_each(|(name, it)| fields[name] = it.clone());
            put(&house, "obligation", "applicable", fields).await
        };
        let agreed =
            contract("in_force", json!({ "systems": [system], "from": "2026-03-02", "until": "2026-12-31" })).await;
        let (told, own) = (clause(&agreed, json!({})).await, clause(&agreed, json!({ "covers": [elsewhere] })).await);
        let goes_on = contract("in_force", json!({ "until": "2026-01-31", "renews_itself": true })).await;
        let always = clause(&goes_on, json!({})).await;
        let ran_out = contract("in_force", json!({ "until": "2026-03-01" })).await;
        let ahead = contract("in_force", json!({ "from": "2026-03-03" })).await;
        let draft = contract("draft", json!({})).await;
        let other = contract("in_force", json!({ "systems": [elsewhere] })).await;
        let faulty = [
            (clause(&ran_out, json!({})).await, "which ended on 2026-03-01"),
            (clause(&ahead, json!({})).await, "which does not apply before 2026-03-03"),
            (clause(&draft, json!({})).await, "which is not in force"),
            (clause(&other, json!({})).await, "none of them is in the scope"),
            (own, "none of them is in the scope"),
            (contract("in_force", json!({})).await, "holds nothing that could be breached"),
        ];
        let named = json!([agreed, goes_on, ran_out, ahead, draft, other, faulty[5].0]);
        let more = json!({ "criteria": [], "criteria_records": named, "systems": [system] });
        let (id, auditor) = audit(&house, more).await;
        let checklist = house.aims.audit(&auditor, &id).await.unwrap().checklist;
        let lines: Vec<(&str, Option<&str>)> =
            checklist.lines.iter().map(|it| (it.criterion.as_str(), it.subject.as_deref())).collect();
        let (a, b, of) = (told.to_string(), always.to_string(), system.to_string());
        assert_eq!(lines, [(a.as_str(), Some(of.as_str())), (b.as_str(), None)], "{checklist:?}");
        for (record, why) in &faulty {
            let said = checklist.left_out.get(&record.to_string());
            assert!(said.is_some_and(|it| it.contains(why)), "{record}: {:?}", checklist.left_out);
        }
        assert_eq!(checklist.left_out.len(), faulty.len(), "{:?}", checklist.left_out);
        house.move_as(&auditor, &id, "prepare", json!({})).await.unwrap();
        let made = house.aims.make_lines(&auditor, &id).await.unwrap().made;
        house.move_as(&auditor, &made[0], "answer", json!({ "answer": "It did not." })).await.unwrap();
        let finding = house.aims.finding_of(&auditor, &made[0]).await.unwrap();
        let finding = house.aims.record(&operator(), &finding, &Moment::Now).await.unwrap();
        assert_eq!(finding.document["criterion_records"], json!([told]));
        // The day after its last day nothing of it can be breached any more, though nobody touched it.
        house.later(24 * 305);
        let again = house.aims.audit(&auditor, &id).await.unwrap();
        assert_eq!(again.gone, [made[0].clone()]);
        assert!(again.checklist.left_out[&told.to_string()].contains("which ended on 2026-12-31"));
    });
}

/// A programme is told from as many statements for many audits as for few, and says of each audit how many of its rows it looks at.
#[test]
fn a_programme_reads_what_all_its_audits_are_held_against_together() {
    on_both(async |house: House| {
        let policy =
            put(&house, "document", "in_force", json!({ "title": "Policy", "form": "policy", "body": "b" })).await;
        let fields = json!({ "title": "Told", "document": policy, "anchor": "S-1", "text": "Incidents are told." });
        let said = put(&house, "policy_statement", "active", fields).await;
        let programme = json!({ "title": "Cycle", "from": "2026-01-01", "until": "2028-12-31" });
        let programme = house.add("audit_programme", programme).await.id;
        let named = async |count: usize| {
            for _ in 0..count {
                let fields = json!({ "title": "Held", "type": "internal", "criteria": [{ "criterion": "A.6.2.4" }, { "criterion": "B.6.2.4" }],
                                     "criteria_records": [policy], "programme": programme, "from": "2026-03-02" });
                house.add("audit", fields).await;
            }
        };
        let cost = async || {
            house.aims.audit_programme(&operator(), &programme).await.unwrap();
            let before = house.aims.store().statements();
            let told = house.aims.audit_programme(&operator(), &programme).await.unwrap();
            (told, house.aims.store().statements() - before)
        };
        named(2).await;
        let (_, few) = cost().await;
        named(12).await;
        let (told, many) = cost().await;
        assert_eq!((few, told.audits.len()), (many, 14));
        assert!(told.records.iter().any(|it| it.reference == said.to_string() && it.covered), "{:?}", told.records);
        // The control and the statement; guidance is no row of a programme.
        assert!(told.audits.iter().all(|it| it.covers == 2), "{:?}", told.audits);
    });
}

#[test]
fn nobody_audits_their_own_work_unless_they_leave_it_to_others() {
    on_both(async |house: House| {
        let (id, auditor) = audit(&house, json!({})).await;
        let person = auditor.person.clone();
        let system = house.add("ai_system", json!({ "title": "Scorer", "owner": person })).await.id;
        refused(house.move_as(&auditor, &id, "prepare", json!({})).await, "answers for");
        let other = house.person("Olga", "internal_auditor", None).await;
        let team = json!([{ "person": person, "part": "lead", "declares": "I own it", "keeps_off": [system] },
                          { "person": other.person, "part": "auditor" }]);
        house.edit_as(&auditor, &id, json!({ "team": team })).await.unwrap();
        house.move_as(&auditor, &id, "prepare", json!({})).await.unwrap();
        let line = house.aims.make_lines(&other, &id).await.unwrap().made[0].clone();
        let answer = json!({ "answer": "It was so." });
        refused(house.move_as(&auditor, &line, "answer", answer.clone()).await, "somebody else of the team judges it");
        house.move_as(&other, &line, "answer", answer).await.unwrap();
        let alone = json!([{ "person": person, "part": "lead" }]);
        refused(house.edit_as(&auditor, &id, json!({ "team": alone })).await, "answers for");
    });
}

/// Who led a unit or answered for a system on the days that an audit looks at does not audit it, whoever does today; who comes to lead it
/// once the audit is over takes nothing from it.
#[test]
fn a_team_is_judged_by_who_led_and_answered_on_the_days_that_matter() {
    on_both(async |house: House| {
        let ann = house.person("Ann", "internal_auditor", None).await;
        let (own, other) = (ann.person.clone().unwrap(), house.person("Otto", "reader", None).await.person.unwrap());
        let unit = house.add("organization_unit", json!({ "title": "Loans", "head": own })).await.id;
        let system = house.add("ai_system", json!({ "title": "Scorer", "owner": own })).await.id;
        house.later(24 * 10);
        house.edit_as(&operator(), &unit, json!({ "head": other })).await.unwrap();
        house.edit_as(&operator(), &system, json!({ "owner": other })).await.unwrap();
        house.later(24 * 10);
        let audited = async |about: Value| {
            let (id, _) = audit(&house, json!({})).await;
            let fields = json!({ "from": "2026-03-22", "owner": own, "team": [{ "person": own, "part": "lead" }] });
            house.edit_as(&operator(), &id, fields).await.unwrap();
            house.edit_as(&operator(), &id, about).await.unwrap();
            id
        };
        // As of a day on which Ann led the unit, and as of one on which she did not any more.
        let before = audited(json!({ "units": [unit], "as_of": "2026-03-05" })).await;
        refused(house.move_as(&ann, &before, "prepare", json!({})).await, "leads");
        let answered = audited(json!({ "systems": [system], "as_of": "2026-03-05" })).await;
        refused(house.move_as(&ann, &answered, "prepare", json!({})).await, "answers for");
        let after = audited(json!({ "units": [unit], "systems": [system], "as_of": "2026-03-20" })).await;
        house.move_as(&ann, &after, "prepare", json!({})).await.unwrap();
        // She leads it again while the audit goes on.
        house.edit_as(&operator(), &unit, json!({ "head": own })).await.unwrap();
        refused(house.move_as(&ann, &after, "begin", json!({})).await, "leads");
    });
}

/// What an auditor from outside asks for is told with its age until there is an answer, on any day, and nothing of an audit of our own.
#[test]
fn what_visitors_ask_for_is_told_with_how_long_it_took() {
    on_both(async |house: House| {
        let (id, auditor) = audit(&house, json!({ "type": "stage_1" })).await;
        let line = async |title: &str, audit: &Id| {
            let fields = json!({ "title": title, "audit": audit, "criterion": "A.6.2.4", "question": "So?", "method": "examine", "asked_of": auditor.person });
            house.add_as(&auditor, "audit_item", fields).await.unwrap().id
        };
        let own = house.add_as(&auditor, "audit", json!({ "title": "Own", "type": "internal" })).await.unwrap().id;
        let (first, second, never) = (line("First", &id).await, line("Second", &id).await, line("Never", &id).await);
        for it in [&first, &second, &line("Ours", &own).await] {
            house.move_as(&auditor, it, "request", json!({})).await.unwrap();
        }
        let told = async |who: &Actor, on| house.aims.readiness(who, "", on).await.unwrap().requests;
        let now = told(&operator(), None).await;
        assert_eq!((now.all.len(), now.open, now.late, now.days), (2, 2, 0, None));
        house.later(24);
        house.move_as(&auditor, &first, "answer", json!({ "answer": "Here it is." })).await.unwrap();
        house.later(48);
        let now = told(&operator(), None).await;
        let one =
            |of: &Id| now.all.iter().find(|it| it.item == *of).map(|it| (it.days, it.late, it.answered_on.is_some()));
        assert_eq!((one(&first), one(&second), one(&never)), (Some((1, false, true)), Some((3, true, false)), None));
        assert_eq!((now.open, now.late, now.days.map(|it| (it.value, it.n))), (1, 1, Some((1.0, 1))));
        let then = told(&operator(), Some("2026-03-02".parse().unwrap())).await;
        assert_eq!((then.open, then.late, then.days), (2, 0, None), "nothing was answered on that day");
        house.edit_as(&auditor, &second, json!({ "access": "restricted" })).await.unwrap();
        let reader = house.person("Rita", "reader", None).await;
        assert_eq!(told(&reader, None).await.all.iter().map(|it| &it.item).collect::<Vec<_>>(), [&first]);
    });
}

/// By hand: what equals a criterion of the other framework is looked at with it, once somebody confirmed that; what merely intersects never is.
#[test]
fn an_audit_of_two_frameworks_saves_what_confirmed_relations_let_it_look_at_once() {
    on_both(async |house: House| {
        let of = |framework: &str, it: &str| json!({ "criterion": format!("{framework}:{it}") });
        let (own, other) = ("ISO/IEC 42001", "ISO/IEC 27001");
        let criteria = [of(own, "7.5.2"), of(other, "7.5.2"), of(own, "6.1.3"), of(other, "6.1.3")];
        let (id, auditor) = audit(&house, json!({ "criteria": criteria })).await;
        let told = house.aims.audit(&auditor, &id).await.unwrap();
        let minutes = |name: &str| -> u64 {
            let own = told.checklist.lines.iter().filter(|it| it.criterion == name).map(|it| it.minutes);
            own.sum()
        };
        // Two criteria of ISO/IEC 27001 have no questions; a line of the auditor's own by examining takes 20 minutes.
        let first = told.combined.clone().unwrap();
        let apart = minutes("ISO/IEC 42001:7.5.2") + minutes("ISO/IEC 42001:6.1.3");
        assert_eq!(first.apart, [(other.to_owned(), 40), (own.to_owned(), apart)].into());
        assert_eq!((first.saved, first.proposed, first.days_saved), (0, 20, 0.0));
        let shared: Vec<(&str, &str)> =
            first.shared.iter().map(|it| (it.criterion.as_str(), it.with.as_str())).collect();
        assert_eq!(shared, [("ISO/IEC 27001:7.5.2", "ISO/IEC 42001:7.5.2")]);
        let reviewer = house.person("Rea", "risk_officer", None).await;
        crate::crosswalking::decide(
            &house,
            &reviewer,
            governance::crosswalking::deciding::Act::Confirm,
            &["7.5.2=7.5.2", "6.1.3=6.1.3"],
        )
        .await
        .unwrap();
        let then = house.aims.audit(&auditor, &id).await.unwrap().combined.unwrap();
        assert_eq!((then.saved, then.proposed), (20, 0));
        assert!(then.shared[0].confirmed);
        // One framework saves nothing beside itself.
        let alone = json!({ "criteria": [of(own, "7.5.2")] });
        house.edit_as(&auditor, &id, alone).await.unwrap();
        assert_eq!(house.aims.audit(&auditor, &id).await.unwrap().combined, None);
    });
}

/// A line with a drawn sample of actions.
async fn sampled(house: &House, auditor: &Actor, id: &Id, count: usize) -> Id {
    for n in 0..count {
        house.add("action", json!({ "title": format!("Action {n}"), "form": "task" })).await;
    }
    let line = json!({ "title": "Line", "audit": id, "criterion": "A.6.2.4", "question": "So?", "method": "examine" });
    let line = house.add_as(auditor, "audit_item", line).await.unwrap().id;
    let asked = Asked { kind: "action".into(), ..Asked::default() };
    house.aims.draw_sample(auditor, &line, &asked).await.unwrap();
    line
}

#[test]
fn a_sample_is_drawn_frozen_and_the_same_a_year_later_and_what_is_falsified_is_found() {
    on_both(async |house: House| {
        let (id, auditor) = audit(&house, json!({})).await;
        let line = sampled(&house, &auditor, &id, 30).await;
        let record = house.aims.record(&auditor, &line, &Moment::Now).await.unwrap();
        let drawn: Vec<&str> =
            record.document["sample"].as_array().unwrap().iter().filter_map(|it| it["record"].as_str()).collect();
        let names: Vec<String> = (1..=30).map(|n| format!("ACT-{n:04}")).collect();
        let size = Wanted { confidence: 0.95, tolerable: 0.05 }.size(30);
        let seed = record.document["seed"].as_str().unwrap();
        assert_eq!(drawn, draw(seed, &names, usize::try_from(size).unwrap()));
        // The word that somebody chose is bound to what the ledger holds of its entry, which nobody knew before.
        let entered = seed.strip_prefix(&format!("word {line} ")).unwrap();
        let entries = house.aims.entries(&operator(), 0, 1000).await.unwrap();
        let set = entries.iter().find(|it| it.ent.as_deref() == Some(&id.to_string())).unwrap();
        assert!(String::from_utf8_lossy(&set.bytes).contains(entered), "{seed}");
        refused(house.edit_as(&auditor, &id, json!({ "seed": "a better word" })).await, "not changed any more");
        house.aims.freeze_sample(&auditor, &line).await.unwrap();
        problem(house.aims.freeze_sample(&auditor, &line).await, "frozen already");
        problem(house.aims.draw_sample(&auditor, &line, &Asked::default()).await, "is frozen");
        let first: Id = drawn[0].parse().unwrap();
        house.later(24 * 365);
        house.edit_as(&operator(), &first, json!({ "title": "Something else" })).await.unwrap();
        let opened = house.aims.reopen(&auditor, &id).await.unwrap();
        assert!(opened.len() == 1 && opened[0].same, "{opened:?}");
        assert!(opened[0].records[0].title.starts_with("Action "), "{:?}", opened[0].records[0]);
        let sql = format!(
            "UPDATE version SET document = replace(document, 'Action ', 'Forged ') WHERE record = '{}'",
            drawn[1]
        );
        // A database is reached from a thread of its own, since no runtime begins within another.
        let place = house.place.clone();
        std::thread::spawn(move || store::testing::tamper(&place, &sql).unwrap()).join().unwrap();
        let opened = house.aims.reopen(&auditor, &id).await.unwrap();
        let wrong: Vec<&str> =
            opened[0].records.iter().filter(|it| !it.same).map(|it| it.frozen.record.as_str()).collect();
        assert_eq!(wrong, [drawn[1]]);
        assert!(opened[0].records[1].why.contains("was frozen with"), "{:?}", opened[0].records[1]);
    });
}

#[test]
fn a_sample_by_judgement_has_no_interval_and_one_by_chance_has_it_once_all_is_looked_at() {
    on_both(async |house: House| {
        let (id, auditor) = audit(&house, json!({ "seed": null })).await;
        let line =
            json!({ "title": "Line", "audit": id, "criterion": "A.6.2.4", "question": "So?", "method": "examine" });
        let line = house.add_as(&auditor, "audit_item", line).await.unwrap().id;
        let one = house.add("action", json!({ "title": "One", "form": "task" })).await.id;
        let mut asked = Asked { kind: "action".into(), ..Asked::default() };
        problem(house.aims.draw_sample(&auditor, &line, &asked).await, "has no seed");
        asked.chosen = vec![one.clone()];
        problem(house.aims.draw_sample(&auditor, &line, &asked).await, "say why");
        asked.because = "the largest".into();
        house.aims.draw_sample(&auditor, &line, &asked).await.unwrap();
        let checked = json!([{ "record": one, "result": "exception" }]);
        house.edit_as(&auditor, &line, json!({ "checked": checked })).await.unwrap();
        let item = |told: governance::auditing::whole::Told| told.items[0].sample.clone().unwrap();
        let sample = item(house.aims.audit(&auditor, &id).await.unwrap());
        assert!(sample.supported.is_none() && sample.why.contains("judgement"), "{sample:?}");
        house.edit_as(&auditor, &id, json!({ "seed": "word" })).await.unwrap();
        house.aims.draw_sample(&auditor, &line, &Asked { kind: "action".into(), ..Asked::default() }).await.unwrap();
        assert!(item(house.aims.audit(&auditor, &id).await.unwrap()).why.contains("not every record"));
        house.edit_as(&auditor, &line, json!({ "checked": [{ "record": one, "result": "exception" }] })).await.unwrap();
        let supported = item(house.aims.audit(&auditor, &id).await.unwrap()).supported.unwrap();
        assert_eq!((supported.interval, supported.at_most, supported.tolerated), ((1, 1), 1, false));
        problem(
            house.aims.draw_sample(&auditor, &line, &Asked { kind: "acton".into(), ..Asked::default() }).await,
            "no kind of record",
        );
    });
}

#[test]
fn nothing_is_reported_while_a_line_is_open_and_the_report_is_kept() {
    on_both(async |house: House| {
        let system = house.add("ai_system", json!({ "title": "Scorer" })).await.id;
        let (id, auditor) = audit(&house, json!({})).await;
        for transition in ["prepare", "begin"] {
            house.move_as(&auditor, &id, transition, json!({})).await.unwrap();
        }
        let end = json!({ "conclusions": "It works.", "told": [auditor.person], "told_on": "2026-03-03" });
        refused(house.move_as(&auditor, &id, "report", end.clone()).await, "make the checklist first");
        let lines = house.aims.make_lines(&auditor, &id).await.unwrap().made;
        refused(house.move_as(&auditor, &id, "report", end.clone()).await, &lines[0].to_string());
        for line in &lines[1..] {
            let reason = json!({ "result": "not_examined", "reason": "nobody was there" });
            house.move_as(&auditor, line, "leave_out", reason).await.unwrap();
        }
        house.move_as(&auditor, &lines[0], "answer", json!({ "answer": "Nothing was there." })).await.unwrap();
        house.move_as(&auditor, &lines[0], "conclude", json!({ "result": "does_not_conform" })).await.unwrap();
        refused(house.edit_as(&auditor, &lines[0], json!({ "answer": "Yes." })).await, "concluded");
        let finding = house.aims.finding_of(&auditor, &lines[0]).await.unwrap();
        assert_eq!(house.aims.finding_of(&auditor, &lines[0]).await.unwrap(), finding);
        let made = house.aims.record(&auditor, &finding, &Moment::Now).await.unwrap().document;
        assert_eq!(
            (&made["criterion"], &made["condition"]),
            (&json!("ISO/IEC 42001:A.6.2.4"), &json!("Nothing was there."))
        );
        assert_eq!((&made["in_audit"], &made["about"]), (&json!(id), &json!([system])));
        problem(house.aims.issue_audit_report(&auditor, &id).await, "is issued once it is reported");
        house.move_as(&auditor, &id, "report", end).await.unwrap();
        let issued = house.aims.issue_audit_report(&auditor, &id).await.unwrap();
        assert_eq!((issued.state.as_str(), &issued.document["form"]), ("issued", &json!("audit_report")));
        house.move_as(&auditor, &id, "close", json!({})).await.unwrap();
        for (ending, begins) in [("pdf", &b"%PDF"[..]), ("html", b"<!"), ("json", b"{")] {
            let bytes = house.aims.audit_file(&auditor, &id, Paper::Report, ending).await.unwrap();
            assert!(bytes.starts_with(begins), "{ending}: {:?}", &bytes[..8]);
        }
        refused(house.move_as(&auditor, &lines[0], "look_again", json!({})).await, "its audit is reported");
    });
}

#[test]
fn a_programme_says_what_is_due_and_what_no_audit_covers() {
    on_both(async |house: House| {
        let fields = json!({ "title": "Cycle", "from": "2026-01-01", "until": "2028-12-31" });
        let programme = house.add("audit_programme", fields).await.id;
        let told = house.aims.audit_programme(&operator(), &programme).await.unwrap();
        assert_eq!(told.covered, 0);
        assert!(told.rows.iter().all(|it| it.wrong.iter().any(|it| it.contains("no audit of the cycle"))));
        let (_, _) = audit(&house, json!({ "programme": programme })).await;
        let entries = json!([{ "control": "ISO/IEC 42001:A.8.5", "necessary": "no", "why": "not ours" }]);
        let statement = json!({ "title": "SoA", "framework": "ISO/IEC 42001", "entries": entries });
        put(&house, "statement_of_applicability", "in_force", statement).await;
        let after = house.aims.audit_programme(&operator(), &programme).await.unwrap();
        assert_eq!((after.covered, after.left_out.as_slice()), (1, ["ISO/IEC 42001:A.8.5".to_owned()].as_slice()));
        assert_eq!(after.rows.len() + 1, told.rows.len());
        let months = |reference: &str| after.rows.iter().find(|it| it.reference.ends_with(reference)).unwrap().months;
        let before = months(":7.4");
        let gap = json!({ "title": "Gap", "requirement": "ISO/IEC 42001:7.4" });
        put(&house, "nonconformity", "opened", gap).await;
        let after = house.aims.audit_programme(&operator(), &programme).await.unwrap();
        let row = after.rows.iter().find(|it| it.reference.ends_with(":7.4")).unwrap();
        assert!(row.months < before && row.because.iter().any(|it| it.contains("NCR-")), "{before}: {row:?}");
        let blank = house.add("audit_programme", json!({ "title": "Blank" })).await.id;
        problem(house.aims.audit_programme(&operator(), &blank).await, "when its cycle begins");
    });
}

proptest! {
    /// The size is the smallest that is enough, the interval holds what was seen, and more exceptions never support less.
    #[test]
    fn sizes_and_intervals_keep_their_promise(population in 1u64..400, drawn in any::<proptest::sample::Index>(), found in any::<proptest::sample::Index>()) {
        let wanted = Wanted { confidence: 0.95, tolerable: 0.05 };
        let size = wanted.size(population);
        assert!(size >= 1 && size <= population);
        assert!(size == population || wanted.supported(population, size, 0).tolerated || population < 20);
        let looked_at = drawn.index(usize::try_from(population).unwrap()) as u64 + 1;
        let exceptions = found.index(usize::try_from(looked_at).unwrap() + 1) as u64;
        let told = wanted.supported(population, looked_at, exceptions);
        assert!(told.interval.0 >= exceptions && told.interval.1 <= population - (looked_at - exceptions));
        assert!(told.interval.0 <= told.interval.1 && told.at_most <= told.interval.1);
        if exceptions < looked_at {
            assert!(wanted.supported(population, looked_at, exceptions + 1).at_most >= told.at_most);
        }
    }
}
