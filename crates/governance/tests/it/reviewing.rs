//! Lanes of review on both databases: what takes which and why, what the program may answer by itself, requests in parts, and other rules.

use governance::reviewing::lane::Laned;
use governance::{Actor, Error, Listing};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

/// Enters a record in a state, as whole stores come in.
async fn entered(house: &House, kind: &str, state: &str, fields: Value) -> Id {
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document: object(fields) };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

/// Where everything happens: a unit and a person who owns what is in it.
struct Bank {
    house: House,
    unit: Id,
    owner: Id,
}

impl Bank {
    async fn open(house: House) -> Bank {
        let unit = house.add("organization_unit", json!({ "title": "Retail" })).await.id;
        let owner = house.add("person", json!({ "title": "Ann" })).await.id;
        Bank { house, unit, owner }
    }

    /// A system of a tier with nothing wrong about it; eight points by its own facts, with nine hundred people.
    async fn system(&self, title: &str, tier: &str) -> Id {
        let (house, unit, owner) = (&self.house, &self.unit, &self.owner);
        let system = house
            .add(
                "ai_system",
                json!({
                    "title": title, "owner": owner, "unit": unit, "law_area": "none", "law_exception": "none", "profiling": false,
                    "prohibited_practice": "none", "safety_component": false, "reversibility": "with_effort",
                    "people_affected": [{ "group": "customers", "count": 900, "vulnerable": false }],
                    "autonomy": "direct_human_oversight", "decision_effect": "triage", "data_sensitivity": "business",
                    "exposure": "partners",
                }),
            )
            .await
            .id;
        let class = json!({ "title": title, "subject": system, "scheme": "own_tier", "outcome": tier });
        entered(house, "classification", "confirmed", class).await;
        let impact = json!({ "title": title, "systems": [system], "review_by": "2030-01-01" });
        entered(house, "impact_assessment", "in_force", impact).await;
        house.add("risk", json!({ "title": title, "systems": [system], "likelihood": 1, "consequence": 1 })).await;
        system
    }

    async fn request(&self, subject: &Id, form: &str) -> Id {
        let fields =
            json!({ "title": form, "subject": subject, "form": form, "asked": "may it?", "owner": self.owner });
        self.house.add("review_request", fields).await.id
    }

    async fn lane(&self, request: &Id) -> Laned {
        self.house.aims.review_lane(&operator(), request).await.unwrap()
    }

    async fn go(&self, who: &Actor, request: &Id, transition: &str) -> Result<(), String> {
        match self.house.move_as(who, request, transition, json!({})).await {
            Ok(_) => Ok(()),
            Err(Error::Refused(all)) => Err(all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; ")),
            Err(other) => Err(other.to_string()),
        }
    }

    async fn document(&self, id: &Id) -> record::Document {
        self.house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap().document
    }
}

#[test]
fn the_fast_lane_is_for_what_has_passed_every_check() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let lead = bank.house.person("Lee", "governance_lead", None).await;
        let system = bank.system("Churn", "T4").await;
        let request = bank.request(&system, "change").await;
        let found = bank.lane(&request).await;
        assert_eq!(
            (found.lane.as_str(), found.asked.tier.as_str(), found.unpassed.len()),
            ("fast", "T4", 0),
            "{found:?}"
        );
        // One check fails: the same request is for people, and the program says so wherever it is asked.
        let incident = bank.house.add("incident", json!({ "title": "Wrong letters", "systems": [system] })).await.id;
        let found = bank.lane(&request).await;
        assert_eq!(found.lane, "standard");
        assert!(found.unpassed.iter().any(|it| it.check == "incidents"), "{found:?}");
        let why = bank.go(&lead, &request, "settle").await.unwrap_err();
        assert!(why.contains("does not answer this by the fast lane") && why.contains("incidents"), "{why}");
        let retire = Change::Retire { id: incident, base: None, why: "it was none".to_owned() };
        bank.house.aims.commit(&operator(), retire, None).await.unwrap();
        bank.go(&lead, &request, "settle").await.unwrap();
        let document = bank.document(&request).await;
        assert_eq!((document["lane"].as_str(), document["answered_on"].as_str()), (Some("fast"), Some("2026-03-02")));
        assert_eq!(document["path"][0]["row"], "fast");
        let board = bank.house.aims.review_board(&operator()).await.unwrap();
        assert_eq!((board.sampled.0, board.lanes[0].answered.clone()), (1, vec![request.clone()]));
        // A stricter tier that is settled later shows that too little was looked at.
        let class = json!({ "title": "again", "subject": system, "scheme": "own_tier", "outcome": "T2" });
        entered(&bank.house, "classification", "confirmed", class).await;
        let board = bank.house.aims.review_board(&operator()).await.unwrap();
        assert_eq!(
            board.under.iter().map(|it| (it.id.clone(), it.now.as_str())).collect::<Vec<_>>(),
            [(request, "standard")]
        );
    });
}

#[test]
fn a_lane_follows_from_tier_and_question_and_is_kept_when_somebody_takes_it_up() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let lead = bank.house.person("Lee", "governance_lead", None).await;
        let grave = bank.system("Scoring", "T1").await;
        let nobody =
            bank.house.add("ai_system", json!({ "title": "Found", "owner": bank.owner, "unit": bank.unit })).await.id;
        let banned = bank.system("Emotions", "T0").await;
        let mild = bank.system("Search", "T4").await;
        for (system, form, lane) in [
            (&grave, "change", "deep"),
            (&nobody, "release", "deep"),
            (&banned, "new_system", "prohibited"),
            (&mild, "exception", "standard"),
            (&mild, "release", "fast"),
        ] {
            let request = bank.request(system, form).await;
            assert_eq!(bank.lane(&request).await.lane, lane, "{form}");
            bank.house.move_as(&operator(), &request, "withdraw", json!({})).await.unwrap();
        }
        let risk = bank.house.add("risk", json!({ "title": "Bias", "systems": [grave] })).await.id;
        let request = bank.request(&risk, "acceptance").await;
        let found = bank.lane(&request).await;
        assert_eq!(
            (found.lane.as_str(), found.systems.as_slice()),
            ("deep", std::slice::from_ref(&grave)),
            "through the risk"
        );
        bank.house.edit_as(&operator(), &request, json!({ "lane": "fast" })).await.unwrap();
        let why = bank.go(&lead, &request, "take_up").await.unwrap_err();
        assert!(why.contains("`fast` is milder than `deep`"), "{why}");
        bank.house.edit_as(&operator(), &request, json!({ "lane": null })).await.unwrap();
        bank.go(&lead, &request, "take_up").await.unwrap();
        let kept = bank.document(&request).await;
        assert_eq!((kept["lane"].as_str(), kept["path"][0]["tier"].as_str()), (Some("deep"), Some("T1")));
        let edited = bank.house.edit_as(&lead, &request, json!({ "lane": "fast" })).await;
        assert!(format!("{edited:?}").contains("settled when the request was taken up"), "{edited:?}");
        bank.house.move_as(&operator(), &request, "withdraw", json!({})).await.unwrap();
        // A stricter lane may be chosen.
        let request = bank.request(&mild, "release").await;
        bank.house.edit_as(&operator(), &request, json!({ "lane": "deep" })).await.unwrap();
        let why = bank.go(&lead, &request, "settle").await.unwrap_err();
        assert!(why.contains("somebody chose the lane `deep`"), "{why}");
        bank.go(&lead, &request, "take_up").await.unwrap();
        assert_eq!(bank.document(&request).await["lane"], "deep");
    });
}

/// The system that a request is about.
async fn system_of(bank: &Bank, request: &Id) -> Id {
    bank.document(request).await["subject"].as_str().unwrap().parse().unwrap()
}

#[test]
fn asking_in_parts_does_not_get_past_a_tier() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let mut requests = Vec::new();
        for part in ["North", "South", "East"] {
            let system = bank.system(part, "T3").await;
            requests.push(bank.request(&system, "release").await);
        }
        let found = bank.lane(&requests[2]).await;
        let group = found.together.as_ref().unwrap();
        assert_eq!((found.asked.tier.as_str(), found.lane.as_str(), group.requests.len()), ("T2", "standard", 3));
        assert!(found.tier_why.contains("come to T2 together, and to T3 alone"), "{}", found.tier_why);
        // A part below the unit of the others, or in none, is a part all the same; one of another unit is not.
        let [north, south] = [system_of(&bank, &requests[0]).await, system_of(&bank, &requests[1]).await];
        let below = json!({ "title": "Branch", "parent": bank.unit });
        let below = bank.house.add("organization_unit", below).await.id;
        let other = bank.house.add("organization_unit", json!({ "title": "Elsewhere" })).await.id;
        let own = json!(bank.unit);
        for (unit, of_south, size) in [
            (json!(below), own.clone(), 3),
            (json!(below), json!(null), 3),
            (json!(other), own.clone(), 2),
            (own.clone(), own, 3),
        ] {
            bank.house.edit_as(&operator(), &north, json!({ "unit": unit })).await.unwrap();
            bank.house.edit_as(&operator(), &south, json!({ "unit": of_south })).await.unwrap();
            let together = bank.lane(&requests[2]).await.together;
            assert_eq!(together.map_or(0, |it| it.requests.len()), size, "{unit}");
        }
        // Parts of one thing with an owner each are parts where they serve one field of work in one unit.
        let south = system_of(&bank, &requests[1]).await;
        let last = system_of(&bank, &requests[2]).await;
        let owner = bank.house.add("person", json!({ "title": "Another owner" })).await.id;
        for (of_one, of_others, size) in [
            (json!("human_resources"), "human_resources", 3),
            (json!("security"), "human_resources", 2),
            (json!(null), "human_resources", 2),
        ] {
            let set = json!({ "owner": owner, "domain": of_one });
            bank.house.edit_as(&operator(), &north, set).await.unwrap();
            for it in [&south, &last] {
                bank.house.edit_as(&operator(), it, json!({ "domain": of_others })).await.unwrap();
            }
            let together = bank.lane(&requests[2]).await.together;
            assert_eq!(together.map_or(0, |it| it.requests.len()), size, "{of_one}");
        }
        bank.house.edit_as(&operator(), &north, json!({ "owner": bank.owner })).await.unwrap();
        // A tier that is stricter than that of the group is not made milder by it, and none is milder than one that nobody knows.
        let class = json!({ "title": "again", "subject": system_of(&bank, &requests[2]).await, "scheme": "own_tier", "outcome": "T1" });
        let class = entered(&bank.house, "classification", "confirmed", class).await;
        let found = bank.lane(&requests[2]).await;
        assert_eq!((found.asked.tier.as_str(), found.lane.as_str(), found.together), ("T1", "deep", None));
        let retire = Change::Retire { id: class, base: None, why: "it was wrong".to_owned() };
        bank.house.aims.commit(&operator(), retire, None).await.unwrap();
        // Its clean twin: alone, or long after, each is what it is.
        for it in &requests[..2] {
            bank.house.move_as(&operator(), it, "withdraw", json!({})).await.unwrap();
        }
        let found = bank.lane(&requests[2]).await;
        assert_eq!((found.together, found.lane.as_str()), (None, "fast"));
    });
}

/// Nobody says yes to what is prohibited, whatever lane it was taken up in; a no is entered.
#[test]
fn what_is_prohibited_is_never_answered_with_yes() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let lead = bank.house.person("Lee", "governance_lead", None).await;
        let other = bank.house.person("Eve", "governance_lead", None).await;
        let (banned, mild) = (bank.system("Emotions", "T0").await, bank.system("Search", "T3").await);
        let decision = async |about: &Id, outcome: &str| {
            let fields = json!({ "title": outcome, "subject": about, "form": "approve", "outcome": outcome });
            entered(&bank.house, "decision", "taken", fields).await
        };
        let answer = async |request: &Id, outcome: &str| {
            let decision = decision(request, outcome).await;
            let set = json!({ "decision": decision });
            match bank.house.move_as(&other, request, "decide", set).await {
                Ok(_) => Ok(()),
                Err(Error::Refused(all)) => Err(all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; ")),
                Err(other) => Err(other.to_string()),
            }
        };
        let request = bank.request(&banned, "new_system").await;
        bank.go(&lead, &request, "take_up").await.unwrap();
        for yes in ["yes", "yes_with_conditions"] {
            let why = answer(&request, yes).await.unwrap_err();
            assert!(why.contains("not answered with yes") && why.contains("T0 is not built"), "{why}");
        }
        answer(&request, "no").await.unwrap();
        // Taken up when nobody knew better: what is known today counts too.
        let request = bank.request(&mild, "new_system").await;
        bank.go(&lead, &request, "take_up").await.unwrap();
        let class = json!({ "title": "again", "subject": mild, "scheme": "own_tier", "outcome": "T0" });
        let class = entered(&bank.house, "classification", "confirmed", class).await;
        assert!(answer(&request, "yes").await.unwrap_err().contains("not answered with yes"));
        let retire = Change::Retire { id: class, base: None, why: "it was wrong".to_owned() };
        bank.house.aims.commit(&operator(), retire, None).await.unwrap();
        answer(&request, "yes").await.unwrap();
    });
}

/// Who asks does not answer, by no decision of theirs either.
#[test]
fn nobody_answers_their_own_request_by_a_decision_of_their_own() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let asks = bank.house.person("Ash", "governance_lead", None).await;
        let takes = bank.house.person("Tam", "governance_lead", None).await;
        let decides = bank.house.person("Dee", "governance_lead", None).await;
        let system = bank.system("Search", "T3").await;
        let fields =
            json!({ "title": "new", "subject": system, "form": "new_system", "asked": "may it?", "owner": bank.owner });
        let request = bank.house.add_as(&asks, "review_request", fields).await.unwrap().id;
        bank.go(&takes, &request, "take_up").await.unwrap();
        let answered = async |by: &Actor| {
            let fields = json!({
                "title": "yes", "subject": request, "form": "approve", "outcome": "yes", "reasons": "seen",
                "deciders": [by.person], "decided_on": "2026-03-02",
            });
            let decision = bank.house.add_as(by, "decision", fields).await.unwrap().id;
            bank.house.move_as(&decides, &request, "decide", json!({ "decision": decision })).await
        };
        let own = format!("{:?}", answered(&asks).await.unwrap_err());
        assert!(own.contains("who asked; somebody else decides"), "{own}");
        answered(&decides).await.unwrap();
    });
}

/// An answer costs the hours of its lane at the rate of the plan of today, told to whoever may see that plan.
#[test]
fn an_answer_costs_its_hours_at_the_rate_of_the_plan() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let cost = async |who: &Actor| {
            let board = bank.house.aims.review_board(who).await.unwrap();
            board.lanes.iter().map(|it| it.cost.clone().map(|it| (it.amount, it.currency))).collect::<Vec<_>>()
        };
        assert!(cost(&operator()).await[1].clone().unwrap_err().contains("no resource plan"));
        let lead = bank.house.person("Lee", "governance_lead", None).await;
        let ann = bank.house.person("Ann", "engineer", None).await;
        let keyed = Listing { filter: "key:governance_lead".to_owned(), ..Listing::of("role") };
        let role = bank.house.aims.list(&operator(), &keyed).await.unwrap().rows[0].id.clone();
        let rate = json!({ "amount": "80.50", "currency": "EUR" });
        let plan = json!({
            "title": "2026", "from": "2026-01-01", "until": "2026-12-31", "access": "restricted",
            "capacity": [{ "role": role, "people": 2, "hours": 1600, "rate": rate }],
        });
        entered(&bank.house, "resource_plan", "in_force", plan).await;
        let told = cost(&lead).await;
        assert_eq!((told[0].clone(), told[1].clone()), (Ok((20.125, "EUR".to_owned())), Ok((483.0, "EUR".to_owned()))));
        assert!(told[2].clone().unwrap_err().contains("has no rate for `validator`"), "{told:?}");
        assert!(cost(&ann).await[1].clone().unwrap_err().contains("that you may see"));
    });
}

/// What a reader may not see counts all the same, and is not named.
#[test]
fn a_group_counts_whoever_looks_and_names_what_they_may_see() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let mut requests = Vec::new();
        for part in ["North", "South", "East"] {
            let system = bank.system(part, "T3").await;
            requests.push((bank.request(&system, "release").await, system));
        }
        let (hidden, shut) = requests[0].clone();
        bank.house.edit_as(&operator(), &shut, json!({ "access": "restricted" })).await.unwrap();
        bank.house.edit_as(&operator(), &hidden, json!({ "access": "restricted" })).await.unwrap();
        let ann = bank.house.person("Ann", "engineer", None).await;
        let found = bank.house.aims.review_lane(&ann, &requests[2].0).await.unwrap();
        let group = found.together.as_ref().unwrap();
        assert_eq!((found.lane.as_str(), group.requests.len(), group.others), ("standard", 2, 1));
        assert!(!group.requests.contains(&hidden) && !group.systems.contains(&shut), "{group:?}");
        let board = bank.house.aims.review_board(&ann).await.unwrap();
        let lanes: Vec<&str> = board.open.iter().map(|it| it.lane.as_str()).collect();
        assert_eq!(lanes, ["standard", "standard"], "the board and the page of a request say the same");
        assert!(!serde_json::to_string(&board).unwrap().contains(&format!("\"{hidden}\"")));
    });
}

/// Requests are of one group only within the time that is looked back.
#[test]
fn a_group_is_formed_by_what_was_asked_within_its_time() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let mut requests = Vec::new();
        for (part, day) in [("North", "2025-10-01"), ("South", "2025-12-10"), ("East", "2026-03-01")] {
            let system = bank.system(part, "T3").await;
            let request = bank.request(&system, "release").await;
            bank.house.edit_as(&operator(), &request, json!({ "submitted_on": day })).await.unwrap();
            requests.push(request);
        }
        let found = bank.lane(&requests[2]).await;
        assert_eq!(found.together.map(|it| it.requests), Some(requests[1..].to_vec()));
        // A day further back there is nobody to form a group with.
        bank.house.edit_as(&operator(), &requests[1], json!({ "submitted_on": "2025-11-30" })).await.unwrap();
        assert_eq!(bank.lane(&requests[2]).await.together, None);
    });
}

#[test]
fn other_rules_are_replayed_over_what_was_known() {
    on_both(async |house| {
        let bank = Bank::open(house).await;
        let system = bank.system("Churn", "T4").await;
        bank.house.add("incident", json!({ "title": "Late", "systems": [system], "happened_on": "2026-02-10" })).await;
        let asked = |tier: &str, lane: &str| json!([{ "tier": tier, "request": "change", "unpassed": 0, "repeated": 1, "lane": lane, "row": lane }]);
        let mut ids = Vec::new();
        for (tier, lane, days) in [("T4", "fast", 2), ("T3", "fast", 2), ("T2", "standard", 20)] {
            let answered = format!("2026-02-{:02}", 1 + days);
            let fields = json!({
                "title": tier, "subject": system, "form": "change", "asked": "may it?", "lane": lane, "path": asked(tier, lane),
                "submitted_on": "2026-02-01", "answered_on": answered, "times_returned": i32::from(days > 10),
            });
            ids.push(entered(&bank.house, "review_request", "decided", fields).await);
        }
        let stricter = include_str!("../../../../data/tables/review_path.toml").replace(
            "id = \"standard_tier\"\nwhen.tier = '\"T2\"'",
            "id = \"standard_tier\"\nwhen.tier = '\"T3\",\"T2\"'",
        );
        let table = json!({ "title": "Stricter", "purpose": "review_path", "rules": stricter });
        let table = bank.house.add("decision_table", table).await.id;
        let points = include_str!("../../../../data/tables/own_tier/points.toml");
        let other = json!({ "title": "Points", "purpose": "tiering", "scheme": "own_tier", "rules": points });
        let other = bank.house.add("decision_table", other).await.id;
        let unfit = bank.house.aims.review_replay(&operator(), &other).await.unwrap_err().to_string();
        assert!(unfit.contains("is no table of review paths"), "{unfit}");
        let found = bank.house.aims.review_replay(&operator(), &table).await.unwrap();
        let moved: Vec<(Id, &str, &str)> =
            found.moved.iter().map(|it| (it.id.clone(), it.from.as_str(), it.to.as_str())).collect();
        assert_eq!(moved, [(ids[1].clone(), "fast", "standard")]);
        assert_eq!(
            (found.before.missed.clone(), found.after.missed.clone()),
            (vec![ids[0].clone(), ids[1].clone()], vec![ids[0].clone()])
        );
        let board = bank.house.aims.review_board(&operator()).await.unwrap();
        let figures = |at: usize| {
            let it = &board.lanes[at];
            (
                it.days.as_ref().map(|it| it.value),
                it.first_pass.as_ref().map(|it| it.value),
                it.in_time.as_ref().map(|it| it.value),
            )
        };
        assert_eq!((figures(0), figures(1)), ((Some(2.0), Some(1.0), Some(0.0)), (Some(20.0), Some(0.0), Some(0.0))));
        assert!(
            board.lanes[1].predicted.as_ref().unwrap_err().contains("nobody holds the role"),
            "{:?}",
            board.lanes[1].predicted
        );
    });
}
