//! The risk cockpit, at the write path, on both databases: over registers by chance every cell, list and drill-down holds exactly the risks that brute force puts there;
//! what moved is the difference of two maps; losses, hazards and acceptances are those of their own pages; what somebody may not see counts nowhere.

use std::collections::{BTreeMap, BTreeSet};

use governance::risking::cockpit::arrows::{At, marks};
use governance::risking::cockpit::asked::Asked;
use governance::risking::cockpit::ending::When;
use governance::risking::cockpit::grid::Place;
use governance::risking::cockpit::whole::Told;
use governance::risking::level::Basis;
use governance::{Actor, Error};
use jiff::civil::date;
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put};

/// Criteria with two types of consequence, of which scales of another version can be told for one alone.
fn criteria(version: &str) -> Value {
    let level = |of: &str, name: &str| json!({ "type": of, "level": name });
    let translations = match version {
        "2" => json!([
            { "version": "1", "axis": "likelihood", "from": 1, "to": 1 }, { "version": "1", "axis": "likelihood", "from": 2, "to": 3 },
            { "version": "1", "axis": "consequence", "type": "individuals", "from": 1, "to": 2 },
        ]),
        _ => json!([]),
    };
    json!({
        "title": format!("Criteria {version}"), "scale_version": version, "from": "2026-01-01",
        "likelihood": [{ "level": "Rare", "up_to": 0.2 }, { "level": "Unlikely", "up_to": 1.0 }, { "level": "Likely" }],
        "consequences": [
            { "type": "individuals", "level": "Slight" }, { "type": "individuals", "level": "Grave" },
            level("organisation", "Small"), level("organisation", "Large"), level("organisation", "Ruin"),
        ],
        "matrix": [
            { "likelihood": "Rare", "levels": "low, medium", "type": "individuals" },
            { "likelihood": "Unlikely", "levels": "medium, high", "type": "individuals" },
            { "likelihood": "Likely", "levels": "medium, critical", "type": "individuals" },
            { "likelihood": "Rare", "levels": "low, low, medium" }, { "likelihood": "Unlikely", "levels": "low, medium, high" },
            { "likelihood": "Likely", "levels": "medium, high, critical" },
        ],
        "line": [
            { "type": "individuals", "acceptable": "low", "tolerable": "medium", "pursue": "medium" },
            { "type": "organisation", "acceptable": "medium", "tolerable": "high", "pursue": "high" },
        ],
        "appetites": [{ "type": "organisation", "unit": "EUR", "loss": 1_000_000, "probability": 0.05 }],
        "intervals": [{ "every": "P1Y" }], "triggers": ["incident"], "translations": translations,
    })
}

/// Numbers by chance that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }
}

/// What is asked for, and what that keeps by brute force.
type Filter<'a> = (Asked, Box<dyn Fn(&Own) -> bool + 'a>);

/// A risk as a test knows it.
#[derive(Debug, Clone)]
struct Own {
    id: Id,
    opportunity: bool,
    system: Option<usize>,
    unit: Option<usize>,
    owner: usize,
    /// Place by type as brute force has it; the type alone where it is in no cell.
    types: BTreeMap<&'static str, Option<Place>>,
    over: bool,
}

struct World {
    /// The whole, two parts of it, and a part of the first part.
    units: Vec<Id>,
    systems: Vec<Id>,
    owners: Vec<Actor>,
    risks: Vec<Own>,
    by: Id,
    /// Units of AI systems.
    lies: [usize; 3],
}

/// A register by chance.
async fn world(house: &House, seed: u64, risks: usize) -> World {
    let dice = &mut Dice(seed);
    let before = put(house, "risk_criteria", "superseded", criteria("1")).await;
    let by = put(house, "risk_criteria", "in_force", criteria("2")).await;
    let mut units = vec![house.add("organization_unit", json!({ "title": "Whole" })).await.id];
    for above in [0, 0, 1] {
        let part = json!({ "title": format!("Part of {above}"), "parent": units[above] });
        units.push(house.add("organization_unit", part).await.id);
    }
    let lies = [1, 2, 3];
    let mut systems = Vec::new();
    for unit in lies {
        systems.push(house.add("ai_system", json!({ "title": "System", "unit": units[unit] })).await.id);
    }
    let owners = vec![house.person("One", "system_owner", None).await, house.person("Two", "risk_officer", None).await];
    let mut it = World { units, systems, owners, risks: Vec::new(), by, lies };
    for at in 0..risks {
        let own = by_chance(house, dice, &it, &before, at).await;
        it.risks.push(own);
    }
    it
}

async fn by_chance(house: &House, dice: &mut Dice, it: &World, before: &Id, at: usize) -> Own {
    let opportunity = dice.below(5) == 0;
    let system = Some(dice.below(4)).filter(|it| *it < 3);
    let unit = Some(dice.below(6)).filter(|it| *it < 4);
    let owner = dice.below(2);
    let old = dice.below(5) == 0;
    let likelihood = Some(1 + dice.below(if old { 2 } else { 3 })).filter(|_| dice.below(6) > 0);
    let mut fields = json!({
        "title": format!("Risk {at}"), "direction": if opportunity { "opportunity" } else { "threat" }, "owner": it.owners[owner].person,
        "criteria": if old { before } else { &it.by }, "assessed_on": "2026-03-01",
    });
    let mut set = |name: &str, value: Value| fields[name] = value;
    system.into_iter().for_each(|of| set("systems", json!([it.systems[of]])));
    unit.into_iter().for_each(|of| set("unit", json!(it.units[of])));
    likelihood.into_iter().for_each(|of| set("likelihood", json!(of)));
    let (mut rows, mut types) = (Vec::new(), BTreeMap::new());
    for (of, most) in [("individuals", 2), ("organisation", 3)] {
        if dice.below(3) == 0 {
            continue;
        }
        let consequence = Some(1 + dice.below(most)).filter(|_| dice.below(6) > 0);
        // By hand what the criteria say of scales of the first version.
        let place = likelihood.zip(consequence).and_then(|(row, column)| match (old, of, column) {
            (false, ..) => Some((row, column)),
            (true, "individuals", 1) => Some((if row == 1 { 1 } else { 3 }, 2)),
            (true, ..) => None,
        });
        match consequence {
            Some(level) => rows.push(json!({ "type": of, "current": level })),
            None => rows.push(json!({ "type": of })),
        }
        types.insert(of, place);
    }
    set("by_type", json!(rows));
    let over = dice.below(9) == 0;
    let id = put(house, "risk", if over { "closed" } else { "identified" }, fields).await;
    Own { id, opportunity, system, unit, owner, types, over }
}

impl World {
    /// Whether a risk is borne in a unit or below it.
    fn within(&self, of: &Own, asked: usize) -> bool {
        let unit = of.unit.or_else(|| of.system.map(|it| self.lies[it]));
        let chain: &[usize] = match unit {
            Some(0) => &[0],
            Some(1) => &[1, 0],
            Some(2) => &[2, 0],
            Some(_) => &[3, 1, 0],
            None => &[],
        };
        chain.contains(&asked)
    }

    /// Every filter with what it keeps by brute force.
    fn filters(&self) -> Vec<Filter<'_>> {
        let mut all: Vec<Filter<'_>> = vec![(Asked::default(), Box::new(|_| true))];
        for (at, id) in self.systems.iter().enumerate() {
            let asked = Asked { system: Some(id.clone()), ..Asked::default() };
            all.push((asked, Box::new(move |it| it.system == Some(at))));
        }
        for (at, id) in self.units.iter().enumerate() {
            let asked = Asked { unit: Some(id.clone()), ..Asked::default() };
            all.push((asked, Box::new(move |it| self.within(it, at))));
        }
        let owner = Asked { owner: self.owners[1].person.clone(), ..Asked::default() };
        all.push((owner, Box::new(|it| it.owner == 1)));
        for of in ["individuals", "organisation"] {
            let asked = Asked { of: Some(of.to_owned()), ..Asked::default() };
            all.push((asked, Box::new(move |it| it.types.is_empty() || it.types.contains_key(of))));
        }
        for opportunities in [false, true] {
            let asked =
                Asked { opportunities: Some(opportunities), unit: Some(self.units[0].clone()), ..Asked::default() };
            all.push((asked, Box::new(move |it| it.opportunity == opportunities && self.within(it, 0))));
        }
        all
    }
}

async fn told(house: &House, asked: &Asked) -> Told {
    house.aims.cockpit(&operator(), asked.clone()).await.unwrap()
}

#[test]
fn cells_and_what_is_in_none_are_all_risks_of_the_filter_and_each_drill_down_keeps_its_promise() {
    on_both(async |house: House| {
        let it = world(&house, 7, 48).await;
        for (asked, keeps) in it.filters() {
            let all = told(&house, &asked).await;
            let wanted: BTreeSet<&Id> = it.risks.iter().filter(|it| !it.over && keeps(it)).map(|it| &it.id).collect();
            assert_eq!((all.n, all.map.n), (wanted.len(), wanted.len()), "{asked:?}");
            let placed = all.map.cells.iter().flat_map(|it| &it.risks);
            let found: Vec<&Id> = placed.chain(all.map.not_placed.iter().map(|it| &it.risk)).collect();
            assert_eq!(found.len(), wanted.len(), "each risk stands once: {asked:?}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted, "{asked:?}");
            let opportunities = asked.opportunities == Some(true);
            for cell in &all.map.cells {
                let here = |of: &&Own| {
                    wanted.contains(&of.id)
                        && of.opportunity == opportunities
                        && of.types.get(all.map.of.as_str()).copied().flatten() == Some(cell.place())
                };
                let own: BTreeSet<&Id> = it.risks.iter().filter(here).map(|it| &it.id).collect();
                assert_eq!(cell.risks.iter().collect::<BTreeSet<_>>(), own, "{:?} of {asked:?}", cell.place());
                let drilled = told(&house, &Asked { cell: Some(cell.place()), ..asked.clone() }).await;
                let rows: BTreeSet<&Id> = drilled.rows.iter().map(|it| &it.risk).collect();
                assert_eq!((rows, drilled.rows.len()), (own, cell.risks.len()), "{:?} of {asked:?}", cell.place());
            }
            assert_eq!(all.rows.len(), wanted.len());
            assert!(all.map.not_placed.iter().all(|it| !it.why.is_empty()));
        }
    });
}

#[test]
fn the_line_and_the_level_of_each_cell_are_those_of_the_criteria() {
    on_both(async |house: House| {
        world(&house, 3, 6).await;
        let of = |of: &str| Asked { of: Some(of.to_owned()), ..Asked::default() };
        let map = told(&house, &of("individuals")).await.map;
        let beyond: Vec<Place> = map.cells.iter().filter(|it| it.beyond()).map(|it| it.place()).collect();
        assert_eq!(beyond, [(2, 2), (3, 2)]);
        assert_eq!(map.line.as_deref(), Some("acceptable to low, tolerable to medium"));
        let map = told(&house, &of("organisation")).await.map;
        assert_eq!((map.cells.len(), map.cell((3, 3)).unwrap().level.as_deref()), (9, Some("critical")));
        assert_eq!(map.cells.iter().filter(|it| it.beyond()).map(|it| it.place()).collect::<Vec<_>>(), [(3, 3)]);
        let inherent = told(&house, &Asked { basis: Some(Basis::Inherent), ..of("organisation") }).await.map;
        assert!(
            inherent.placed() == 0
                && inherent.not_placed.iter().any(|it| it.why.contains("inherent likelihood is not scored"))
        );
    });
}

#[test]
fn what_moved_is_the_difference_of_two_maps_and_names_its_cause() {
    on_both(async |house: House| {
        let it = world(&house, 11, 30).await;
        let of = Asked { of: Some("individuals".to_owned()), ..Asked::default() };
        house.later(48);
        let inside: Vec<&Own> =
            it.risks.iter().filter(|it| !it.over && it.types.get("individuals").is_some_and(Option::is_some)).collect();
        let incident = json!({ "title": "Wrong", "risks": [inside[0].id], "detected_on": "2026-03-03" });
        let incident = put(&house, "incident", "confirmed", incident).await;
        let again = json!({
            "likelihood": 3, "by_type": [{ "type": "individuals", "current": 2 }], "criteria": it.by, "direction": "threat",
            "assessed_because": incident, "rationale": "It happened.",
        });
        house.edit_as(&operator(), &inside[0].id, again).await.unwrap();
        house.move_as(&operator(), &inside[1].id, "close", json!({})).await.unwrap();
        let new = json!({
            "title": "New", "direction": "threat", "criteria": it.by, "likelihood": 2, "by_type": [{ "type": "individuals", "current": 1 }],
        });
        let new = put(&house, "risk", "identified", new).await;
        house.later(48);
        let now = told(&house, &Asked { since: Some(date(2026, 3, 4)), ..of.clone() }).await;
        let then =
            told(&house, &Asked { on: Some(date(2026, 3, 3)), since: Some(date(2026, 3, 1)), ..of.clone() }).await;
        for cell in &now.map.cells {
            let (came, left) = marks(&now.flows, cell.place());
            let before = then.map.cell(cell.place()).unwrap().risks.len();
            assert_eq!(before + came - left, cell.risks.len(), "{:?}: {:#?}", cell.place(), now.flows);
        }
        let flow = now.flows.iter().find(|it| it.risks.contains(&new)).unwrap();
        assert_eq!((flow.from, flow.to), (At::NotThere, At::Cell((2, 1))));
        let because = now.flows.iter().find(|it| it.causes.contains(&incident)).expect("a cause");
        assert!(because.risks.contains(&inside[0].id) && because.to == At::Cell((3, 2)), "{because:?}");
        let gone = now.flows.iter().find(|it| it.to == At::NotThere).expect("one that is over");
        assert!(gone.risks == [inside[1].id.clone()] && gone.reasons == ["because"], "{gone:?}");
        // The cause calls for nothing in what those are shown who may not see it, and a filter narrows what moved.
        let apart = Asked { unit: Some(it.units[2].clone()), since: Some(date(2026, 3, 4)), ..of };
        assert!(told(&house, &apart).await.flows.iter().all(|it| !it.risks.contains(&new)));
    });
}

/// A loss of the organisation in numbers.
fn loss(title: &str, amount: u64) -> Value {
    json!({
        "title": title, "direction": "threat", "loss_type": "organisation", "frequency_law": "poisson",
        "frequency_parameters": [{ "parameter": "mean", "value": 2 }], "severity_law": "point",
        "severity_parameters": [{ "parameter": "amount", "value": amount }],
    })
}

#[test]
fn losses_are_those_of_their_page_and_a_part_is_never_said_to_hold() {
    on_both(async |house: House| {
        let it = world(&house, 5, 0).await;
        let mut first = loss("First", 100);
        first["systems"] = json!([it.systems[0]]);
        let first = put(&house, "risk", "identified", first).await;
        let second = put(&house, "risk", "identified", loss("Second", 300)).await;
        let all = told(&house, &Asked::default()).await;
        let page = house.aims.quantified(&operator(), Default::default()).await.unwrap();
        let total = |it: &governance::risking::quantifying::whole::Told| it.types[0].numbers.clone().unwrap();
        let own = total(all.losses.as_ref().unwrap());
        assert_eq!((&own.losses, &own.appetites), (&total(&page).losses, &total(&page).appetites));
        assert_eq!((own.appetites[0].verdict, own.swings.len()), ("holds", 0));
        let part = told(&house, &Asked { system: Some(it.systems[0].clone()), ..Asked::default() }).await;
        let numbers = total(part.losses.as_ref().unwrap());
        assert_eq!(numbers.losses.risks.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), [first.to_string()]);
        assert_eq!(numbers.appetites[0].verdict, "cannot_tell", "{:?}", numbers.appetites);
        // Of what is accepted the sum is of those alone that are kept.
        assert!(all.accepted.unwrap().types.is_empty());
        let kept = json!({ "title": "Kept", "risk": second, "level": "medium", "why": "Watched.", "from": "2026-03-01", "expires": "2026-03-20",
            "owner": it.owners[1].person, "reviews": [{ "due": "2026-03-05" }] });
        let system = Actor::operator(governance::Via::System);
        let change = record::Change::Create {
            kind: "risk_acceptance".into(),
            state: Some("granted".into()),
            document: crate::house::object(kept),
        };
        let kept = house.aims.commit(&system, change, None).await.unwrap().id;
        let all = told(&house, &Asked::default()).await;
        let accepted = total(all.accepted.as_ref().unwrap());
        assert_eq!(accepted.losses.risks[0].id, second.to_string());
        let whens = |all: &Told| all.ending.acceptances.iter().map(|it| (it.id.clone(), it.when)).collect::<Vec<_>>();
        assert_eq!(whens(&all), [(kept.clone(), When::Soon)]);
        assert!(whens(&part).is_empty());
        // Its review stands in the inbox of whoever answers for it, before its day and once it has passed.
        let inbox = async || house.aims.inbox(&it.owners[1]).await.unwrap().dues;
        let reviews = |all: &[governance::dates::Due]| -> Vec<(Id, i64, String)> {
            all.iter().filter(|it| it.field == "reviews").map(|it| (it.id.clone(), it.left, it.says.clone())).collect()
        };
        assert_eq!(reviews(&inbox().await), [(kept.clone(), 3, "review of the acceptance".to_owned())]);
        assert!(inbox().await.iter().any(|of| of.id == kept && of.field == "expires"));
        house.later(24 * 10);
        assert_eq!(reviews(&inbox().await), [(kept.clone(), -7, "review of the acceptance missed since".to_owned())]);
        house.later(24 * 20);
        assert!(reviews(&inbox().await).is_empty(), "nothing is reviewed that keeps nothing any more");
        let ended = told(&house, &Asked::default()).await;
        assert_eq!(whens(&ended), [(kept, When::Ended)]);
        assert!(ended.accepted.unwrap().types.is_empty());
    });
}

#[test]
fn hazards_stand_as_on_the_page_of_each_system_with_what_nothing_brings_up() {
    on_both(async |house: House| {
        let it = world(&house, 2, 0).await;
        let learns = json!({ "techniques": ["deep_learning"], "origin": "bought" });
        house.edit_as(&operator(), &it.systems[0], learns).await.unwrap();
        let model = house.add("model", json!({ "title": "Model", "systems": [it.systems[0]] })).await.id;
        let data = house.add("dataset", json!({ "title": "Data" })).await.id;
        let old = house
            .add("dataset_version", json!({ "title": "Old", "dataset": data, "outputs_of": [it.systems[0]] }))
            .await
            .id;
        let new =
            house.add("dataset_version", json!({ "title": "New", "dataset": data, "derived_from": [old] })).await.id;
        let version =
            json!({ "title": "One", "model": model, "data": [{ "dataset_version": new, "used_for": "train" }] });
        house.add("model_version", version).await;
        let all = told(&house, &Asked::default()).await.hazards;
        assert_eq!(all.len(), 3);
        let catalogue = house.aims.configuration().libraries.hazards.hazard.len();
        for own in &all {
            let page = house.aims.hazards(&operator(), &own.system, None).await.unwrap();
            for (standing, hazards) in own.hazards.iter().filter(|it| *it.0 != "untouched") {
                let there =
                    page.hazards.iter().filter(|it| it.standing.name() == *standing).map(|it| it.hazard.clone());
                assert_eq!(*hazards, there.collect::<Vec<_>>(), "{standing} of {}", own.system);
            }
            assert_eq!(own.hazards.values().map(Vec::len).sum::<usize>(), catalogue, "each hazard stands once");
        }
        let one = told(&house, &Asked { unit: Some(it.units[1].clone()), ..Asked::default() }).await.hazards;
        assert_eq!(one.len(), 2, "the unit and what lies below it");
    });
}

#[test]
fn what_somebody_may_not_see_counts_nowhere_and_nothing_tells_how_much_it_is() {
    on_both(async |house: House| {
        let it = world(&house, 13, 0).await;
        let reader = house.person("Reader", "reader", None).await;
        let mut hidden = loss("Hidden", 5_000);
        for (name, value) in [("access", json!("restricted")), ("criteria", json!(it.by)), ("likelihood", json!(3))] {
            hidden[name] = value;
        }
        hidden["by_type"] = json!([{ "type": "organisation", "current": 3 }]);
        let hidden = put(&house, "risk", "identified", hidden).await;
        assert_eq!(told(&house, &Asked::default()).await.map.placed(), 1);
        let seen = house.aims.cockpit(&reader, Asked::default()).await.unwrap();
        assert_eq!((seen.n, seen.map.placed(), seen.map.not_placed.len(), seen.flows.len()), (0, 0, 0, 0));
        let losses = seen.losses.as_ref().unwrap();
        assert!(losses.types.is_empty() && losses.hidden == 0, "{losses:?}");
        let text = serde_json::to_string(&seen).unwrap();
        assert!(!text.contains(&hidden.to_string()) && !text.contains("Hidden"), "{text}");
        // Nothing is offered that the rights do not give.
        let request = json!({ "title": "Keep", "risk": hidden, "level": "critical", "why": "So.", "from": "2026-03-02", "expires": "2026-03-09" });
        house.add("risk_acceptance", request).await;
        let of = async |who: &Actor| house.aims.cockpit(who, Asked::default()).await.unwrap().ending;
        assert!(of(&reader).await.acceptances.is_empty());
        let officer = of(&it.owners[1]).await;
        assert!(officer.acceptances.iter().all(|it| it.when == When::Waits && !it.may), "{officer:#?}");
    });
}

#[test]
fn what_cannot_be_is_refused_and_without_criteria_nothing_is_in_a_cell() {
    on_both(async |house: House| {
        let bare = house.add("risk", json!({ "title": "Bare" })).await.id;
        let empty = told(&house, &Asked::default()).await;
        assert_eq!(
            (empty.n, empty.map.cells.len(), empty.map.not_placed[0].why.as_str()),
            (1, 0, "no risk criteria are in force")
        );
        let asks = async |asked: Asked| house.aims.cockpit(&operator(), asked).await.map(|it| it.n);
        let wrong = [
            Asked { of: Some("planets".to_owned()), ..Asked::default() },
            Asked { cell: Some((9, 9)), ..Asked::default() },
            Asked { since: Some(date(2027, 1, 1)), ..Asked::default() },
            Asked { on: Some(date(2027, 1, 1)), ..Asked::default() },
        ];
        for asked in wrong {
            assert!(matches!(asks(asked.clone()).await, Err(Error::Problems(_))), "{asked:?}");
        }
        for of in
            [Asked { system: Some(bare.clone()), ..Asked::default() }, Asked { unit: Some(bare), ..Asked::default() }]
        {
            assert!(asks(of).await.is_err());
        }
        let ghost = Asked { owner: Some("PER-99".parse().unwrap()), ..Asked::default() };
        assert!(matches!(asks(ghost).await, Err(Error::Missing(_))));
    });
}
