//! Lists of any kind: views, columns, facets, bulk edits seen beforehand, search with slips.

use serde_json::json;

use crate::house::House;

#[test]
fn a_view_is_saved_shown_as_a_tab_and_forgotten() {
    let house = House::new();
    house.make("risk", json!({ "title": "One", "nature": "legal" }));
    let saved = house
        .ask("POST", "/risk/views")
        .form(&[("name", "Legal <ones>"), ("query", "filter=nature:legal&sort=-title&page=3&evil=1")])
        .send();
    assert_eq!((saved.status, saved.header("location")), (303, "/risk?filter=nature%3Alegal&sort=-title"));
    let page = house.ask("GET", "/risk").send().text();
    assert!(page.contains("Legal &lt;ones&gt;"), "{page}");
    assert!(!house.reader_asks("GET", "/risk").send().text().contains("Legal &lt;"), "views are one's own");
    house.ask("POST", "/risk/views").form(&[("name", "Legal <ones>"), ("forget", "yes")]).send();
    assert!(!house.ask("GET", "/risk").send().text().contains("Legal &lt;"));
    assert_eq!(house.ask("POST", "/risk/views").form(&[("name", "  ")]).send().status, 422);
}

#[test]
fn columns_are_chosen_for_good_or_by_the_address() {
    let house = House::new();
    house.make("risk", json!({ "title": "One", "event": "The very event" }));
    assert!(!house.ask("GET", "/risk").send().text().contains("The very event"));
    let named = house.ask("GET", "/risk?columns=event,changed,nonsense").send().text();
    assert!(named.contains("The very event") && named.contains(" UTC"));
    let chosen = house.ask("POST", "/risk/columns").form(&[("columns", "event"), ("columns", "state")]).send();
    assert_eq!(chosen.header("location"), "/risk");
    assert!(house.ask("GET", "/risk").send().text().contains("The very event"));
    house.ask("POST", "/risk/columns").form(&[("reset", "yes")]).send();
    assert!(!house.ask("GET", "/risk").send().text().contains("The very event"));
}

#[test]
fn values_are_counted_within_what_the_filter_finds_and_each_narrows_it() {
    let house = House::new();
    for (title, nature) in
        [("Letters one", "legal"), ("Letters two", "legal"), ("Letters three", "technical"), ("Other", "legal")]
    {
        house.make("risk", json!({ "title": title, "nature": nature }));
    }
    let list = house.ask("GET", "/risk?filter=letters&page=1").send().text();
    assert!(list.contains("href=\"/risk/counts?filter=letters&amp;of=nature\""), "{list}");
    let counts = house.ask("GET", "/risk/counts?filter=letters&of=nature").send();
    let page = counts.text();
    assert!(page.contains("filter=letters+nature%3Alegal\">Legal</a><span class=\"count\">2</span>"), "{page}");
    assert!(page.contains("filter=letters+nature%3Atechnical\">Technical</a><span class=\"count\">1</span>"), "{page}");
    let chosen = house.ask("GET", "/risk/counts?filter=letters+nature%3Alegal&of=nature").send().text();
    assert!(chosen.contains("<li class=\"on\"><a href=\"/risk?filter=letters\">Legal</a>"), "{chosen}");
    let empty = house.ask("GET", "/risk/counts?filter=nothing-like-this&of=nature").send().text();
    assert!(empty.contains("No record in this list"), "{empty}");
    assert_eq!(house.ask("GET", "/risk/counts?of=title").send().status, 404);
    assert_eq!(house.ask("GET", "/risk/counts?filter=colour:red").send().status, 400);
}

#[test]
fn a_bulk_edit_is_seen_before_it_is_done() {
    let house = House::new();
    let (a, b) =
        (house.make("risk", json!({ "title": "A" })), house.make("risk", json!({ "title": "B", "nature": "legal" })));
    let (row_a, row_b) = (format!("{a}@1"), format!("{b}@1"));
    let ids = [("ids", row_a.as_str()), ("ids", row_b.as_str()), ("do", "set:nature")];
    let before = house.entries();
    let form = house.ask("POST", "/risk/bulk/preview").form(&ids).send();
    assert!(form.status == 200 && form.text().contains("name=\"f.nature\""), "{}", form.text());
    let with: Vec<(&str, &str)> = ids.iter().copied().chain([("ready", "yes"), ("f.nature", "legal")]).collect();
    let seen = house.ask("POST", "/risk/bulk/preview").form(&with).send();
    let page = seen.text();
    assert!(page.contains("1 would change") && page.contains("1 stays as it is"), "{page}");
    assert!(page.contains(&format!("value=\"{row_a}\"")) && !page.contains(&format!("value=\"{row_b}\"")));
    assert_eq!(house.entries(), before, "nothing is written");
    let done = [
        ("once", seen.hidden("once")),
        ("do", "set:nature".into()),
        ("ids", row_a.clone()),
        ("f.nature", "legal".into()),
    ];
    let done: Vec<(&str, &str)> = done.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(house.ask("POST", "/risk/bulk").form(&done).send().header("location"), "/risk?done=changed");
    assert_eq!(house.entries(), before + 1);
    let listed = house.ask("GET", "/api/v1/records/risk?filter=nature:legal").send().json();
    assert_eq!(listed["total"], 2);
}

#[test]
fn a_preview_says_what_refuses_and_everything_that_a_filter_finds_can_be_meant() {
    let house = House::new();
    for title in ["A", "B", "C"] {
        house.make("risk", json!({ "title": title }));
    }
    let moved = [("all", "yes"), ("filter", "A"), ("do", "move:analyse"), ("ready", "yes")];
    let page = house.ask("POST", "/risk/bulk/preview").form(&moved).send().text();
    assert!(page.contains("1 is refused and left out") && page.contains("Likelihood"), "{page}");
    let denied = [("all", "yes"), ("filter", ""), ("do", "retire"), ("why", "x"), ("ready", "yes")];
    let page = house.reader_asks("POST", "/risk/bulk/preview").form(&denied).send().text();
    assert!(page.contains("3 are refused and left out"), "{page}");
    for (wrong, words) in
        [("set:nothing", "choose what to do"), ("set:level", "choose what to do"), ("", "choose what to do")]
    {
        let answer = house.ask("POST", "/risk/bulk/preview").form(&[("ids", "RSK-0001@1"), ("do", wrong)]).send();
        assert!(answer.status == 400 && answer.text().to_lowercase().contains(words), "{wrong}: {}", answer.text());
    }
}

#[test]
fn an_empty_list_says_why_and_what_next() {
    let house = House::new();
    let none = house.ask("GET", "/risk").send().text();
    assert!(none.contains("No Risks yet") && none.contains("href=\"/risk/new\""));
    assert!(
        !house.reader_asks("GET", "/risk").send().text().contains("href=\"/risk/new\""),
        "who may not is not asked to"
    );
    house.make("risk", json!({ "title": "One" }));
    let narrowed = house.ask("GET", "/risk?filter=nobody").send().text();
    assert!(narrowed.contains("Nothing matches") && narrowed.contains("Take away nobody"));
}

#[test]
fn what_the_clock_decides_narrows_a_list_and_explains_itself() {
    let house = House::new();
    house.make("action", json!({ "title": "Late one", "due": "2026-01-01" }));
    house.make("action", json!({ "title": "Timely one", "due": "2027-01-01" }));
    let late = house.ask("GET", "/action?filter=overdue:yes&columns=overdue,due").send().text();
    assert!(late.contains("Late one") && !late.contains("Timely one"), "{late}");
    assert!(late.contains("The date was 2026-01-01."), "the light says why");
}

#[test]
fn search_finds_what_was_meant_and_shows_where_it_stands() {
    let house = House::new();
    house.make("risk", json!({ "title": "Wrong refusal of a household", "event": "A household waits for months" }));
    for text in ["refusal", "refusl", "houshold"] {
        let page = house.ask("GET", &format!("/search?q={text}")).send().text();
        assert!(page.contains("Wrong refusal of a household"), "{text}: {page}");
    }
    let page = house.ask("GET", "/search?q=months").send().text();
    assert!(page.contains("A household waits for months"));
    assert!(house.ask("GET", "/search?q=zzzz").send().text().contains("Nothing holds"));
    assert!(house.ask("GET", "/search?q=").send().text().contains("Search over everything"));
}

#[test]
fn theme_and_density_are_kept_without_scripts() {
    let house = House::new();
    let chosen = house.anonymous("POST", "/appearance").form(&[("theme", "dark"), ("next", "/risk")]).send();
    assert_eq!((chosen.status, chosen.header("location")), (303, "/risk"));
    assert!(chosen.header("set-cookie").starts_with("theme=dark;"));
    let page = house.anonymous("GET", "/sign-in").header("cookie", "theme=dark; density=compact").send().text();
    assert!(page.contains("data-theme=\"dark\"") && page.contains("data-density=\"compact\""));
    let odd = house.anonymous("GET", "/sign-in").header("cookie", "theme=\"><script>").send().text();
    assert!(odd.contains("data-theme=\"system\""));
    let away = house.anonymous("POST", "/appearance").form(&[("theme", "x"), ("next", "//evil.example")]).send();
    assert_eq!((away.header("location"), away.header("set-cookie")), ("/", ""));
}

#[test]
fn a_filter_on_what_no_list_searches_is_refused_rather_than_empty() {
    let house = House::new();
    house.make("incident", json!({ "title": "One", "cause": "A cable", "severity": "major" }));
    for filter in ["has:cause", "-has:cause", "cause:cable", "cause~cable"] {
        let page = house.ask("GET", &format!("/incident?filter={filter}")).send();
        assert!(page.status == 400 && page.text().contains("which no filter searches"), "{filter}: {}", page.text());
        let told = house.ask("GET", &format!("/api/v1/records/incident?filter={filter}")).send();
        assert!(told.status == 400 && told.text().contains("`cause` holds paragraphs"), "{filter}: {}", told.text());
    }
    let words = house.ask("GET", "/api/v1/records/incident?filter=cable").send().json();
    assert_eq!(words["total"], 1, "its words are found: {words}");
    let known = house.ask("GET", "/api/v1/records/incident?filter=has:severity").send().json();
    assert_eq!(known["total"], 1, "{known}");
}
