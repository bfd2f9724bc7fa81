//! Conflicts between tables in force, on both databases: found by the program alone, once each, decided about, and back when they are there.

use governance::conflicts::board::Board;
use governance::{Actor, Error, Moment};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, create, on_both, operator, somebody};

/// A table about who approves an amount.
fn rules(name: &str, rows: &str) -> String {
    format!(
        "table = \"{name}\"\ndecision = \"approval\"\npolicy = \"first\"\npartial = true\n\
         [[input]]\nname = \"amount\"\ntype = \"number\"\nwhole = true\nleast = 0\n\
         [[input]]\nname = \"branch\"\ntype = \"choice\"\nvalues = [\"HR\", \"Loans\"]\n\
         [[output]]\nname = \"decider\"\ntype = \"choice\"\nvalues = [\"board\", \"head\"]\n{rows}"
    )
}

fn row(id: &str, when: &str, then: &str, says: &str) -> String {
    format!("[[row]]\nid = \"{id}\"\n{when}\nthen.decider = \"{then}\"\nsays = \"{says}\"\n")
}

const MANDATE: &str = "when.amount = '>= 1000'";
const OLD: &str = "when.amount = '>= 500'\nwhen.branch = '\"HR\"'";

fn mandate() -> String {
    let rest = row("small", "when.amount = '< 1000'", "head", "small");
    rules("mandate", &format!("{}{rest}", row("large", MANDATE, "board", "large sums")))
}

/// The old procedure, with names for its row and its note.
fn procedure(id: &str, says: &str) -> String {
    rules("hiring", &row(id, OLD, "head", says))
}

fn said<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => format!("{:?}", other.unwrap_err()),
    }
}

/// Who writes tables and who decides.
struct People {
    writer: Actor,
    decider: Actor,
}

impl People {
    async fn of(house: &House) -> People {
        People {
            writer: house.person("Wim", "risk_officer", None).await,
            decider: house.person("Dora", "legal", None).await,
        }
    }

    async fn put_in_force(&self, house: &House, purpose: &str, rules: &str) -> Result<Id, Error> {
        let fields = json!({ "title": rules.split('"').nth(1), "purpose": purpose, "rules": rules, "owner": self.writer.person });
        let id = house.add_as(&self.writer, "decision_table", fields).await?.id;
        house.move_as(&self.writer, &id, "submit", json!({})).await?;
        house.move_as(&self.decider, &id, "approve", json!({})).await?;
        house.move_as(&self.decider, &id, "put_in_force", json!({})).await?;
        Ok(id)
    }
}

async fn board(house: &House) -> Board {
    house.aims.conflicts(&operator(), None).await.unwrap()
}

/// A field of a conflict that follows from the tables.
async fn follows(house: &House, id: &Id, name: &str, moment: &Moment) -> String {
    let record = house.aims.record(&operator(), id, moment).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name);
    found.and_then(|it| it.value.as_str()).unwrap_or_default().to_owned()
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.checks.iter().filter(|it| it.name != "rows").all(|it| it.ok), "{report:?}");
}

/// Two tables in force that clash, and the conflict that was found.
async fn clashing(house: &House, people: &People) -> (Id, Id, Id) {
    let first = people.put_in_force(house, "threshold", &mandate()).await.unwrap();
    assert!(board(house).await.conflicts.is_empty(), "a table alone clashes with nothing");
    let second = people.put_in_force(house, "house_procedure", &procedure("a", "as ever")).await.unwrap();
    let found = board(house).await;
    assert_eq!((found.conflicts.len(), found.unrecorded.len()), (1, 0), "{found:?}");
    (first, second, found.conflicts[0].id.clone().unwrap())
}

fn decision(about: &Id, by: &Actor) -> Value {
    json!({
        "title": "the mandate holds", "subject": about, "form": "resolve", "outcome": "yes", "reasons": "it is newer",
        "deciders": [by.person], "decided_on": "2026-03-02",
    })
}

#[test]
fn a_table_that_comes_into_force_brings_its_conflicts_and_a_new_version_brings_none_twice() {
    on_both(async |house| {
        let people = People::of(&house).await;
        let (first, second, id) = clashing(&house, &people).await;
        let found = &board(&house).await.conflicts[0];
        assert_eq!((found.form.as_str(), found.state.as_str(), found.present), ("contradiction", "found", true));
        assert_eq!(found.witness, "amount = 1000, branch = HR");
        let rows: Vec<_> = found.rows.iter().map(|it| (it.row.as_str(), it.says.as_str())).collect();
        assert_eq!(rows, [("large", "decider = board"), ("a", "decider = head")]);
        assert_eq!(found.proposal.as_ref().unwrap().table, first, "a mandate goes before a procedure");
        assert_eq!(follows(&house, &id, "still_present", &Moment::Now).await, "yes");
        assert_eq!(follows(&house, &id, "goes_before", &Moment::Now).await, first.to_string());
        agrees(&house).await;
        // Another number, another note: the same conflict, between the tables that are in force now.
        let third = people.put_in_force(&house, "house_procedure", &procedure("b", "renamed")).await.unwrap();
        let again = board(&house).await;
        assert_eq!(again.conflicts.len(), 1, "{again:?}");
        assert_eq!(again.conflicts[0].id.as_ref(), Some(&id));
        let record = house.aims.record(&operator(), &id, &Moment::Now).await.unwrap();
        assert_eq!(record.document["tables"], json!([first, third]));
        assert_ne!(second, third);
        agrees(&house).await;
        // Mended, it is gone, and was there.
        let place = record.place;
        let mended = rules("hiring", &row("b", OLD, "board", "as the mandate says").replace(">= 500", ">= 1000"));
        people.put_in_force(&house, "house_procedure", &mended).await.unwrap();
        assert_eq!(follows(&house, &id, "still_present", &Moment::Now).await, "no");
        assert_eq!(follows(&house, &id, "still_present", &Moment::Place(place)).await, "yes", "as it was then");
        agrees(&house).await;
        house.move_as(&people.decider, &id, "is_gone", json!({})).await.unwrap();
        house.aims.run_due().await.unwrap();
        assert_eq!(board(&house).await.states, [("resolved".to_owned(), 1)].into());
    });
}

#[test]
fn conflicts_are_not_typed_and_what_was_found_is_not_edited() {
    on_both(async |house| {
        let people = People::of(&house).await;
        let (_, _, id) = clashing(&house, &people).await;
        let typed = json!({ "title": "mine", "form": "gap" });
        let refused = said(house.add_as(&people.decider, "conflict", typed).await);
        assert!(refused.contains("conflicts are found and not typed"), "{refused}");
        for change in [json!({ "witness": "amount = 1" }), json!({ "tables": [] }), json!({ "fingerprint": "x" })] {
            let refused = said(house.edit_as(&people.decider, &id, change).await);
            assert!(refused.contains("what the verifier found is not edited"), "{refused}");
        }
        house.edit_as(&people.decider, &id, json!({ "owner": people.decider.person })).await.unwrap();
        let refused = said(house.move_as(&people.decider, &id, "is_gone", json!({})).await);
        assert!(refused.contains("still clash"), "{refused}");
        house.move_as(&operator(), &id, "bring_under_decision", json!({})).await.unwrap();
        // Whoever may not enter conflicts finds none either.
        house.aims.commit(&operator(), Change::Retire { id, base: None, why: "test".into() }, None).await.unwrap();
        assert!(house.aims.record_conflicts(&people.decider).await.unwrap().made.is_empty(), "out of use it stays");
        people.put_in_force(&house, "house_procedure", &rules("other", &row("a", OLD, "head", "s"))).await.unwrap();
        let wrong = house.aims.conflicts(&operator(), Some("moon")).await;
        assert!(said(wrong).contains("`moon` is no state of a conflict"));
    });
}

#[test]
fn a_decision_resolves_and_what_is_still_there_comes_back() {
    on_both(async |house| {
        let people = People::of(&house).await;
        let (first, _, id) = clashing(&house, &people).await;
        let owner = json!({ "owner": people.decider.person });
        house.move_as(&people.decider, &id, "bring_under_decision", owner).await.unwrap();
        let elsewhere = house.add_as(&people.writer, "decision", decision(&first, &people.decider)).await.unwrap().id;
        let refused = said(house.move_as(&people.decider, &id, "resolve", json!({ "resolution": elsewhere })).await);
        assert!(refused.contains("is about something else"), "{refused}");
        let made = house.add_as(&people.writer, "decision", decision(&id, &people.decider)).await.unwrap().id;
        let refused = said(house.move_as(&people.writer, &id, "resolve", json!({ "resolution": made })).await);
        assert!(refused.contains("executive or legal or governance_lead may"), "{refused}");
        house.move_as(&people.decider, &id, "resolve", json!({ "resolution": made })).await.unwrap();
        // Decided, and nothing was done about it.
        house.aims.run_due().await.unwrap();
        let state = |board: Board| board.conflicts[0].state.clone();
        assert_eq!(state(board(&house).await), "found");
        house.move_as(&people.decider, &id, "bring_under_decision", json!({})).await.unwrap();
        let until = json!({ "resolution": made, "tolerated_until": "2026-04-01" });
        house.move_as(&people.decider, &id, "tolerate", until).await.unwrap();
        house.later(24 * 30);
        house.aims.run_due().await.unwrap();
        assert_eq!(state(board(&house).await), "tolerated", "its last day is today");
        house.later(24);
        house.aims.run_due().await.unwrap();
        assert_eq!(state(board(&house).await), "found", "the day has passed");
        agrees(&house).await;
    });
}

#[test]
fn a_procedure_is_entered_as_it_stands_and_its_own_faults_are_conflicts() {
    on_both(async |house| {
        let people = People::of(&house).await;
        let twice = format!("{}{}", row("a", OLD, "head", "one"), row("b", OLD, "board", "two"));
        let clash = rules("hiring", &twice).replace("\"first\"", "\"unique\"");
        let refused = said(people.put_in_force(&house, "threshold", &clash).await);
        assert!(refused.contains("the table has a fault"), "{refused}");
        people.put_in_force(&house, "house_procedure", &clash).await.unwrap();
        let found = board(&house).await;
        let clash: Vec<_> = found.conflicts.iter().filter(|it| it.form == "contradiction").collect();
        assert!(clash.len() == 1 && clash[0].proposal.is_none(), "{found:?}");
        // Somebody who may enter no conflicts is refused as soon as there is something to enter.
        for (purpose, rules) in
            [("threshold", mandate()), ("house_procedure", procedure("a", "s").replace("hiring", "other"))]
        {
            let create = create("decision_table", json!({ "title": purpose, "purpose": purpose, "rules": rules }));
            let Change::Create { kind, document, .. } = create else { panic!("a creation") };
            let create = Change::Create { kind, document, state: Some("in_force".into()) };
            house.aims.commit(&operator(), create, None).await.unwrap();
        }
        assert!(!board(&house).await.unrecorded.is_empty(), "what is created in force is looked at when somebody asks");
        said(house.aims.record_conflicts(&somebody("eve", &["engineer"])).await);
        assert!(!house.aims.record_conflicts(&somebody("lea", &["legal"])).await.unwrap().made.is_empty());
        assert!(board(&house).await.unrecorded.is_empty());
    });
}

#[test]
fn the_text_of_a_procedure_becomes_a_proposed_table_in_the_words_of_the_tables_in_force() {
    on_both(async |house| {
        let people = People::of(&house).await;
        people.put_in_force(&house, "threshold", &mandate()).await.unwrap();
        let text = "when amount is at least 500 and branch is HR then decider is head\nas a rule the board decides";
        let proposed = house.aims.paste_procedure(&operator(), "Hiring", text).await.unwrap();
        assert_eq!((proposed.rows, proposed.unread.len()), (1, 1), "{proposed:?}");
        assert!(proposed.toml.contains("# line 2 was not read"), "{}", proposed.toml);
        people.put_in_force(&house, "house_procedure", &proposed.toml).await.unwrap();
        assert_eq!(board(&house).await.conflicts.len(), 1, "and clashes like the one that was typed as a table");
        let blind = house.aims.paste_procedure(&somebody("eve", &[]), "Hiring", text).await.unwrap();
        assert!(blind.unread[0].why.contains("`branch` is no word"), "what one may not see gives no words: {blind:?}");
    });
}

#[test]
fn a_pasted_procedure_speaks_of_the_units_of_the_organisation() {
    on_both(async |house| {
        let bank = house.add("organization_unit", json!({ "title": "Bank" })).await.id;
        house.add("organization_unit", json!({ "title": "Loans", "parent": bank })).await;
        let text = "when amount is at least 250000 and unit is Loans then decider is board\nwhen unit is Casino then decider is head";
        let proposed = house.aims.paste_procedure(&operator(), "Credit", text).await.unwrap();
        assert_eq!((proposed.rows, proposed.unread.len()), (1, 1), "{proposed:?}");
        assert!(proposed.unread[0].why.contains("Casino"), "{proposed:?}");
        let table = rules::Table::parse_toml_with(&proposed.toml, &Default::default()).unwrap();
        let decider = |unit: &str| {
            let case = rules::Case::default().with("amount", rules::Value::whole(300_000));
            table.evaluate(&case.with("unit", rules::Value::word(unit))).unwrap().value("decider").map(|it| it.bare())
        };
        assert_eq!((decider("Loans"), decider("Bank")), (Some("board".into()), None), "{}", proposed.toml);
        // A name that holds an `and`, with and without quotes, beside another condition.
        house.add("organization_unit", json!({ "title": "Cards and Payments", "parent": bank })).await;
        let named = "when unit is Cards and Payments and amount is EUR 5 then decider is head\n\
                     when amount is at least 6 and unit is \"Cards and Payments\" then decider is board";
        let proposed = house.aims.paste_procedure(&operator(), "Cards", named).await.unwrap();
        assert_eq!((proposed.rows, proposed.unread.as_slice()), (2, &[][..]), "{}", proposed.toml);
        // Whoever sees no unit has no word for them.
        let blind = house.aims.paste_procedure(&somebody("eve", &[]), "Credit", text).await.unwrap();
        assert!(blind.unread[0].why.contains("`unit` is no word"), "{blind:?}");
    });
}
