//! Every page that there is: the routes of the program with their parameters filled from the demonstration.
//!
//! Nothing is listed here by hand that the list of routes knows already; a route with a parameter that nobody can fill is
//! reported, and one that is left out stands in [`LEFT_OUT`] with the reason.

use web::ROUTES;

use crate::house::House;

/// Widths at which nothing may stick out, in CSS pixels: a phone, a tablet, a laptop, a large screen.
pub const WIDTHS: &[u32] = &[360, 768, 1280, 1920];

/// Who looks at pages: leads the management system.
pub const LEAD: &str = "maren";
/// Who looks at what the lead may not see.
pub const ADMINISTRATOR: &str = "tobias";
/// Who may see least of those who sign in.
pub const ENGINEER: &str = "jun";

/// Kinds whose pages are looked at most closely: between them they have every type of field, many links and none.
const CLOSELY: &[&str] = &[
    "ai_system",
    "risk",
    "evidence",
    "person",
    "decision",
    "document",
    "dataset",
    "dataset_version",
    "monitor",
    "contract",
    "external_party",
    "decision_table",
    "resource_plan",
    "governance_body",
    "meeting",
];

/// Routes that are not visited, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("/static/{*path}", "a page loads them, and a failed load is a finding of that page"),
    ("/calendar/{file}", "a file with a secret in its name"),
    ("/files/{digest}", "a file to keep, no page"),
    ("/inventory/charts/{file}", "pictures and tables, which the inventory shows"),
    ("/system/{id}/charts/{file}", "pictures and tables, which the page of the system shows"),
    ("/system/{id}/impacts/files/{file}", "a file to keep, entered in the ledger"),
    ("/system/{id}/impacts/{file}", "a picture and a table, which the page of the impacts shows"),
    ("/system/{id}/boundary/{file}", "a picture and a table, which the page of the boundary shows"),
    ("/system/{id}/hand-off", "there only where something crosses a boundary; the page of the boundary links to it"),
    ("/competences/files/{file}", "a file to keep, entered in the ledger"),
    ("/competences/quiz/{id}", "there only where a quiz may be taken; the page of competence links to it"),
    ("/data/{id}/files/{file}", "a file to keep, entered in the ledger"),
    ("/treatments/files/{file}", "a file to keep, entered in the ledger"),
    ("/tables/files/{file}", "a file to keep, entered in the ledger"),
    ("/acceptances/files/{file}", "a file to keep, entered in the ledger"),
    ("/challenges/files/{file}", "a file to keep, entered in the ledger"),
    ("/treatments/charts/{file}", "pictures and tables, which the page of treatments shows"),
    ("/risks/cockpit/files/{file}", "a file to keep, entered in the ledger"),
    ("/risks/cockpit/charts/{file}", "a picture and a table, which the cockpit shows"),
    ("/risks/moved/files/{file}", "a file to keep, entered in the ledger"),
    ("/risks/files/{file}", "a file to keep, entered in the ledger"),
    ("/risks/losses/charts/{file}", "pictures and tables, which the page of losses shows"),
    ("/corrections/charts/{file}", "pictures and tables, which the page of findings shows"),
    ("/breaches/charts/{file}", "pictures and tables, which the page of breaches shows"),
    ("/lineage/{id}/charts/{file}", "pictures and tables, which the page of the lineage shows"),
    ("/conformity/statements/{file}", "a file to keep, which the page of a statement shows"),
    ("/conformity/requirement", "it asks for a requirement, to which the page of conformity leads"),
    ("/audits/charts/{file}", "pictures and tables, which the page of audits shows"),
    ("/audits/lists/{file}", "a checklist as a file, entered in the ledger"),
    ("/audits/reports/{file}", "a report as a file, entered in the ledger"),
    ("/audits/frozen/{id}", "there only where samples are, to which the page of a line leads"),
    ("/practice/{id}", "the demonstration has no statement of a policy; a suite of its own walks it"),
    ("/practice/files/{file}", "a file to keep, which the page of policy and practice shows"),
    ("/gaps/files/{file}", "a file to keep, which the page of an assessment shows"),
    ("/readiness/files/{file}", "a file to keep, which the page of readiness shows"),
    ("/scope/files/{file}", "a file to keep, which the page of the scope shows"),
    ("/strategy/charts/{file}", "pictures and tables, which the page of objectives shows"),
    ("/monitors/{id}/charts/{file}", "pictures and tables, which the page of the monitor shows"),
    ("/resources/{id}/charts/{file}", "pictures and tables, which the page of the plan shows"),
    ("/data/{id}/open", "there only under a grant of one's own, and entered in the ledger"),
    ("/data/{id}/charts/{file}", "pictures and tables, which the page of the dataset shows"),
    ("/reviews/charts/{file}", "pictures and tables, which the page of reviews shows"),
    ("/suppliers/charts/{file}", "pictures and tables, which the page of suppliers shows"),
    ("/enterprise-risk/exports/{file}", "a file"),
    ("/board/{file}", "the pack as a file, entered in the ledger"),
    ("/management-reviews/{id}/{file}", "the papers of a review as a file, entered in the ledger"),
    ("/bodies/{id}/{file}", "a charter or minutes as a file, entered in the ledger"),
    ("/measured/{id}", "there only where a report is kept, and entered in the ledger"),
    ("/measure/{key}", "there only for who measured"),
    ("/measure/{key}/{form}", "a file"),
    ("/import/running/{key}", "there only while an import runs"),
    ("/import/running/{key}/errors", "there only while an import runs"),
];

/// Values of parameters that mean the same in every route.
const VALUES: &[(&str, &str)] = &[
    ("{version}", "1"),
    ("{batch}", "1"),
    ("{place}", "7"),
    ("{framework}", "iso-iec-42001"),
    ("{node}", "A.6.2.4"),
    ("{crosswalk}", "iso-iec-42001--nist-ai-rmf"),
];

/// Kinds whose own pages have another first word than the kind.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("system", "ai_system"),
    ("lineage", "dataset_version"),
    ("access", "dataset"),
    ("competences", "person"),
    ("duties", "person"),
    ("tiering", "ai_system"),
    ("tables", "decision_table"),
    ("gaps", "assessment"),
    ("hazards", "ai_system"),
    ("practice", "policy_statement"),
    ("resources", "resource_plan"),
    ("bodies", "meeting"),
];

/// Queries without which a route has nothing to show.
const NEEDED: &[(&str, &str)] = &[("/inventory/compare", "?ids=SYS-0001,SYS-0002")];

/// Queries that change what a page shows.
const QUERIES: &[(&str, &[&str])] = &[
    ("/sign-in", &["?next=/risk"]),
    ("/search", &["?q=benefit", "?q=nothing-like-this"]),
    ("/library", &["?q=impact", "?q=nothing-like-this"]),
    ("/library/{framework}", &["?part=annex_b"]),
    ("/library/crosswalks/{crosswalk}", &["?show=passing"]),
    ("/import", &["?kind=risk"]),
    ("/measure", &["?family=drift&for=DSV-0001", "?family=fairness", "?family=agreement"]),
    ("/inventory", &["?sort=-title", "?filter=title:nothing-like-this"]),
    ("/responsibilities", &["?tier=T1"]),
    ("/board", &["?audience=risk&from=2026-01-01", "?audience=executive"]),
    ("/resources/{id}", &["?plus=T1=2&people=validator=3"]),
    ("/rights", &["?what=approve&tier=T1", "?class=significant", "?what=approve&record=SYS-0001"]),
    ("/enterprise-risk", &["?register=operational_risk"]),
    ("/start", &["?step=choose", "?step=organisation", "?step=inventory"]),
    ("/{kind}", &["?sort=-title", "?filter=title:nothing-like-this", "?retired=yes", "?done=changed"]),
    ("/{kind}/{id}", &["?done=made", "?as_of=now"]),
];

/// Addresses that fail, and with which status.
const FAILING: &[(&str, &str, u16)] = &[
    (LEAD, "/nowhere/at/all/there-is/no-such-page", 404),
    (LEAD, "/risk/RSK-9999", 404),
    (LEAD, "/risk?filter=colour:red", 400),
    (ENGINEER, "/accounts", 403),
];

/// A page to look at.
#[derive(Debug, Clone)]
pub struct Place {
    /// The route's path, with its parameters in braces.
    pub route: String,
    /// The address, without the host.
    pub path: String,
    /// Who looks; nobody in particular when empty.
    pub who: &'static str,
    /// The status that it should have.
    pub status: u16,
    /// Whether it is looked at most closely.
    pub closely: bool,
}

/// Every page of every route, and the routes that nobody could fill.
pub fn places(house: &House) -> (Vec<Place>, Vec<String>) {
    let (mut places, mut unknown) = (Vec::new(), Vec::new());
    for route in ROUTES.iter().filter(|it| it.method == "GET" && !it.path.starts_with("/api/")) {
        if LEFT_OUT.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        match filled(house, route.path) {
            Ok(paths) => places.extend(paths.into_iter().map(|(path, closely)| Place {
                route: route.path.to_owned(),
                path,
                who: if route.public() { "" } else { LEAD },
                status: 200,
                closely,
            })),
            Err(parameter) => unknown.push(format!("{}: nothing is known to fill `{parameter}`", route.path)),
        }
    }
    let queried: Vec<Place> = places.iter().flat_map(queried).collect();
    places.extend(queried);
    places.extend(FAILING.iter().map(|(who, path, status)| Place {
        route: format!("error {status}"),
        path: (*path).to_owned(),
        who,
        status: *status,
        closely: true,
    }));
    (places, unknown)
}

/// A page with the queries that change it, once a route.
fn queried(place: &Place) -> Vec<Place> {
    let queries = QUERIES.iter().filter(|(route, _)| *route == place.route).flat_map(|(_, queries)| *queries);
    let first = !place.route.contains("{kind}") || place.path.starts_with("/risk");
    let with = |query: &&str| Place { path: format!("{}{query}", place.path), ..place.clone() };
    queries.filter(|_| first).map(with).collect()
}

/// The paths of a route, or the parameter that nobody can fill.
fn filled(house: &House, route: &str) -> Result<Vec<(String, bool)>, String> {
    if !route.contains("{kind}") {
        let word = route.split('/').nth(1).unwrap_or_default();
        let kind = OTHER_WORDS.iter().find(|(it, _)| *it == word).map_or(word, |(_, kind)| kind);
        let query = NEEDED.iter().find(|(path, _)| *path == route).map_or("", |(_, query)| query);
        return Ok(vec![(rest_filled(house, route, kind)? + query, true)]);
    }
    let configuration = house.aims.configuration();
    let mut paths = Vec::new();
    for kind in configuration.catalog.kinds().map(|it| it.kind.as_str()) {
        let path = route.replace("{kind}", kind);
        if !path.contains("{id}") || !house.ids(kind, 1).is_empty() {
            paths.push((rest_filled(house, &path, kind)?, CLOSELY.contains(&kind)));
        }
    }
    Ok(paths)
}

/// The path with all that depends on its kind.
fn rest_filled(house: &House, path: &str, kind: &str) -> Result<String, String> {
    let mut path = path.to_owned();
    if path.contains("{id}") && house.aims.configuration().catalog.kind(kind).is_some() {
        let id = house.ids(kind, 1).first().map(ToString::to_string).unwrap_or_default();
        path = path.replace("{id}", &id);
    }
    let path = VALUES.iter().fold(path, |path, (parameter, value)| path.replace(parameter, value));
    match path.split_once('{') {
        Some((_, rest)) => Err(rest.split('}').next().unwrap_or_default().to_owned()),
        None => Ok(path),
    }
}
