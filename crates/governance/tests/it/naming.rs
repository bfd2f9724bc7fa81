//! What tables name beyond themselves, on both databases: a role, a body, a lane, a measure, evidence or a hazard that there is not keeps a
//! table from coming into force, and one that there is does not; units stand in a table as the organisation puts them.

use governance::{Actor, Error};
use record::{Change, Id};
use serde_json::json;

use crate::house::{House, on_both, operator};

/// A table as it ships, and one word of it that is put in another's place everywhere.
struct Twin {
    purpose: &'static str,
    rules: &'static str,
    word: &'static str,
    /// What there is not, in words.
    sort: &'static str,
}

const TWINS: &[Twin] = &[
    Twin {
        purpose: "decision_right",
        rules: include_str!("../../../../data/tables/decision_rights.toml"),
        word: "risk_officer",
        sort: "role with this key",
    },
    Twin {
        purpose: "acceptance_authority",
        rules: include_str!("../../../../data/tables/acceptance_authority.toml"),
        word: "governance_lead",
        sort: "role with this key",
    },
    Twin {
        purpose: "responsibility",
        rules: include_str!("../../../../data/tables/responsibility.toml"),
        word: "governance_lead",
        sort: "role with this key",
    },
    Twin {
        purpose: "mandate",
        rules: include_str!("../../../../data/tables/mandates.toml"),
        word: "review_board",
        sort: "governance body with this key",
    },
    Twin {
        purpose: "consequence",
        rules: include_str!("../../../../data/tables/consequences.toml"),
        word: "access_suspension",
        sort: "measure of this name",
    },
];

/// Writes a table, hands it in and lets somebody else decide; what was said where it does not come into force.
async fn brought(house: &House, by: (&Actor, &Actor), purpose: &str, rules: &str) -> Result<Id, Error> {
    let fields = json!({ "title": "A table", "purpose": purpose, "rules": rules, "owner": by.0.person });
    let id = house.add_as(by.0, "decision_table", fields).await?.id;
    house.move_as(by.0, &id, "submit", json!({})).await?;
    house.move_as(by.1, &id, "approve", json!({})).await?;
    house.move_as(by.1, &id, "put_in_force", json!({})).await?;
    Ok(id)
}

fn said(outcome: Result<Id, Error>) -> String {
    match outcome {
        Err(Error::Refused(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

async fn people(house: &House) -> (Actor, Actor) {
    (house.person("Wim", "risk_officer", None).await, house.person("Dora", "legal", None).await)
}

#[test]
fn a_table_that_names_what_there_is_not_does_not_come_into_force_and_its_twin_does() {
    on_both(async |house| {
        let (writer, decider) = people(&house).await;
        for it in TWINS {
            let faulty = it.rules.replace(it.word, "moon_keeper");
            assert_ne!(faulty, it.rules, "{}", it.purpose);
            let told = said(brought(&house, (&writer, &decider), it.purpose, &faulty).await);
            assert!(told.contains("says `moon_keeper`") && told.contains(it.sort), "{}: {told}", it.purpose);
            let clean = brought(&house, (&writer, &decider), it.purpose, it.rules).await;
            assert!(clean.is_ok(), "{}: {}", it.purpose, said(clean));
        }
        let own = TWINS[0].rules.replace("risk_officer", "moon_keeper");
        house.add("role", json!({ "title": "Keeper", "key": "moon_keeper" })).await;
        let now = brought(&house, (&writer, &decider), "decision_right", &own).await;
        assert!(now.is_ok(), "a role that there is may decide: {}", said(now));
    });
}

/// A table by units: `Lending` lies below `Bank`, both below a name that only gathers them.
fn by_units(below: &str, name: &str) -> String {
    format!(
        "table = \"places\"\ndecision = \"place\"\npolicy = \"first\"\n\
         [[unit]]\nname = \"all\"\n[[unit]]\nname = \"Bank\"\nunder = \"all\"\n[[unit]]\nname = \"{name}\"\nunder = \"{below}\"\n\
         [[input]]\nname = \"unit\"\ntype = \"unit\"\n\
         [[output]]\nname = \"place\"\ntype = \"choice\"\nvalues = [\"here\", \"there\"]\n\
         [[row]]\nid = \"one\"\nwhen.unit = '\"{name}\"'\nthen.place = \"here\"\nsays = \"there\"\n\
         [[row]]\nid = \"rest\"\nthen.place = \"there\"\nsays = \"elsewhere\"\n"
    )
}

#[test]
fn units_of_a_table_are_those_of_the_organisation() {
    on_both(async |house| {
        let (writer, decider) = people(&house).await;
        let bank = house.add("organization_unit", json!({ "title": "Bank" })).await.id;
        house.add("organization_unit", json!({ "title": "Lending", "parent": bank })).await;
        house.add("organization_unit", json!({ "title": "Abroad" })).await;
        let both = (&writer, &decider);
        let unknown = said(brought(&house, both, "threshold", &by_units("Bank", "Landing")).await);
        assert!(unknown.contains("the unit `Landing`, and there is no unit"), "{unknown}");
        let moved = said(brought(&house, both, "threshold", &by_units("Bank", "Abroad")).await);
        assert!(moved.contains("puts `Abroad` below `Bank`, and the organisation does not"), "{moved}");
        let clean = brought(&house, both, "threshold", &by_units("Bank", "Lending")).await;
        assert!(clean.is_ok(), "{}", said(clean));
    });
}

/// A table in force is looked at again each time: the role that decides by it goes, and it has a fault from then on.
#[test]
fn a_table_in_force_has_a_fault_when_what_it_names_goes() {
    on_both(async |house| {
        let (writer, decider) = people(&house).await;
        let role = house.add("role", json!({ "title": "Keeper", "key": "moon_keeper" })).await.id;
        let rules = TWINS[0].rules.replace("risk_officer", "moon_keeper");
        let table = brought(&house, (&writer, &decider), TWINS[0].purpose, &rules).await.unwrap();
        let stands = async || {
            let record = house.aims.record(&operator(), &table, &governance::Moment::Now).await.unwrap();
            let found = record.standing.into_iter().find(|it| it.name == "verified").unwrap();
            (found.value.as_str().unwrap_or_default().to_owned(), found.why)
        };
        assert_eq!(stands().await.0, "clean");
        let away = Change::Retire { id: role, base: None, why: "nobody keeps it".to_owned() };
        house.aims.commit(&operator(), away, None).await.unwrap();
        let (word, why) = stands().await;
        assert!(word == "faults" && why.contains("says `moon_keeper`"), "{word}: {why}");
    });
}
