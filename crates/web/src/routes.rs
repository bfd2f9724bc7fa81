//! Every route, in one list; the router is made from it.

use axum::Router;
use axum::routing::{MethodFilter, on};

use crate::route::Leaves::{Change, Event, Nothing};
use crate::route::{Route, public, route};
use crate::screens::audits;
use crate::{App, admit, api, asset, pages, screens};

/// Every route.
pub const ROUTES: &[Route] = &[
    // The interface for programs.
    public("GET", "/api/v1/health", Nothing, "whether the server answers", |it| on(it, api::health::health)),
    public("POST", "/api/v1/session", Event, "sign in with a cookie", |it| on(it, api::session::sign_in)),
    public("DELETE", "/api/v1/session", Event, "sign out", |it| on(it, api::session::sign_out)),
    route("GET", "/api/v1/openapi.json", Nothing, "this description", |it| on(it, api::openapi::openapi)),
    route("GET", "/api/v1/me", Nothing, "who is asking", |it| on(it, api::me::me)),
    route("GET", "/api/v1/kinds", Nothing, "the kinds of records", |it| on(it, api::kinds::all)),
    route("GET", "/api/v1/kinds/{kind}", Nothing, "schema and lifecycle of a kind", |it| on(it, api::kinds::one)),
    route("GET", "/api/v1/records/{kind}", Nothing, "list records", |it| on(it, api::list::list)),
    route("POST", "/api/v1/records/{kind}", Change, "make a record", |it| on(it, api::create::create)),
    route("GET", "/api/v1/records/{kind}/{id}", Nothing, "read a record", |it| on(it, api::read::read)),
    route("PATCH", "/api/v1/records/{kind}/{id}", Change, "change fields of a record", |it| on(it, api::patch::patch)),
    route("POST", "/api/v1/records/{kind}/{id}/moves/{transition}", Change, "move a record to another state", |it| {
        on(it, api::moves::transition)
    }),
    route("POST", "/api/v1/records/{kind}/{id}/retire", Change, "take a record out of use", |it| {
        on(it, api::retire::retire)
    }),
    route("POST", "/api/v1/records/{kind}/{id}/restore", Change, "take a record back into use", |it| {
        on(it, api::retire::restore)
    }),
    route("POST", "/api/v1/records/{kind}/{id}/erase", Change, "erase values from every version", |it| {
        on(it, api::erase::erase)
    }),
    route("GET", "/api/v1/records/{kind}/{id}/history", Nothing, "versions of a record", |it| {
        on(it, api::history::history)
    }),
    route("GET", "/api/v1/records/{kind}/{id}/offers", Nothing, "possible moves of a record", |it| {
        on(it, api::history::offers)
    }),
    route("POST", "/api/v1/records/{kind}/{id}/links", Change, "add a link", |it| on(it, api::links::add)),
    route("DELETE", "/api/v1/records/{kind}/{id}/links/{field}/{to}", Change, "take a link away", |it| {
        on(it, api::links::remove)
    }),
    route("POST", "/api/v1/bulk", Change, "make many changes, all or none", |it| on(it, api::bulk::bulk)),
    route("GET", "/api/v1/search", Nothing, "search all records", |it| on(it, api::search::search)),
    route("POST", "/api/v1/files", Event, "store a file", |it| on(it, api::files::put)),
    route("GET", "/api/v1/files/{digest}", Event, "fetch a file", |it| on(it, api::files::get)),
    route("GET", "/api/v1/access/{id}", Nothing, "who can see what of a dataset", |it| on(it, api::access::matrix)),
    route("GET", "/api/v1/access/{id}/data", Event, "open the data of a version for a purpose", |it| {
        on(it, api::access::data)
    }),
    route("POST", "/api/v1/access/logs", Change, "bring in a log of access", |it| on(it, api::access::log)),
    route("GET", "/api/v1/imports", Nothing, "list imports", |it| on(it, api::imports::list)),
    route("POST", "/api/v1/imports", Change, "import a file", |it| on(it, api::imports::import)),
    route("POST", "/api/v1/imports/proposals", Nothing, "propose how to import a file", |it| {
        on(it, api::imports::propose)
    }),
    route("POST", "/api/v1/imports/{batch}/undo", Change, "undo an import", |it| on(it, api::imports::undo)),
    route("POST", "/api/v1/monitors/{id}/batches", Change, "send a batch to a monitor", |it| {
        on(it, screens::monitor::api)
    }),
    route("GET", "/api/v1/exports/{file}", Event, "export a list", |it| on(it, api::exports::export)),
    route("GET", "/api/v1/export", Event, "export every record and file", |it| on(it, api::whole::export)),
    route("GET", "/api/v1/backup", Event, "make a backup", |it| on(it, api::whole::backup)),
    route("GET", "/api/v1/tokens", Nothing, "list API tokens", |it| on(it, api::tokens::list)),
    route("POST", "/api/v1/tokens", Event, "make an API token", |it| on(it, api::tokens::add)),
    route("DELETE", "/api/v1/tokens/{id}", Event, "revoke an API token", |it| on(it, api::tokens::revoke)),
    route("GET", "/api/v1/accounts", Nothing, "list accounts", |it| on(it, api::accounts::list)),
    route("POST", "/api/v1/accounts", Event, "make an account", |it| on(it, api::accounts::add)),
    route("POST", "/api/v1/accounts/{id}/disable", Event, "disable an account", |it| on(it, api::accounts::disable)),
    route("POST", "/api/v1/accounts/{id}/enable", Event, "enable an account again", |it| on(it, api::accounts::enable)),
    route("POST", "/api/v1/accounts/{id}/password", Event, "set a password", |it| on(it, api::accounts::password)),
    route("GET", "/api/v1/ledger/checkpoint", Nothing, "newest signed checkpoint", |it| {
        on(it, api::ledger::checkpoint)
    }),
    route("GET", "/api/v1/ledger/tile/{*path}", Nothing, "a tile of the ledger", |it| on(it, api::ledger::tile)),
    route("GET", "/api/v1/ledger/entries", Nothing, "entries of the ledger", |it| on(it, api::ledger::entries)),
    route("GET", "/api/v1/retention", Nothing, "what is due, held and contradictory by retention rules", |it| {
        on(it, api::retention::retention)
    }),
    route("POST", "/api/v1/retention/{rule}/plan", Change, "plan a disposal of what is due by a rule", |it| {
        on(it, api::retention::plan)
    }),
    route("GET", "/api/v1/responsibilities", Nothing, "who answers for what, and what is wrong with it", |it| {
        on(it, api::duties::survey)
    }),
    route("GET", "/api/v1/duties/{id}", Nothing, "duties of a person, an AI system or an assignment", |it| {
        on(it, api::duties::one)
    }),
    route("GET", "/api/v1/duties/{id}/leaves", Nothing, "what falls when a person goes", |it| {
        on(it, api::duties::leaves)
    }),
    route("GET", "/api/v1/systems/{id}/boundary", Nothing, "who takes which part in an AI system, and what if", |it| {
        on(it, api::boundary::one)
    }),
    route("GET", "/api/v1/obligations", Nothing, "duties of all AI systems on a day, as known on a day", |it| {
        on(it, api::obligations::all)
    }),
    route("GET", "/api/v1/systems/{id}/obligations", Nothing, "duties of an AI system, with reasons", |it| {
        on(it, api::obligations::one)
    }),
    route("POST", "/api/v1/systems/{id}/obligations", Change, "make records of duties that apply", |it| {
        on(it, api::obligations::adopt)
    }),
    route("GET", "/api/v1/deadlines", Nothing, "when something is due after an event", |it| {
        on(it, api::obligations::deadlines)
    }),
    route("GET", "/api/v1/competences", Nothing, "who is asked for what", |it| on(it, api::competence::matrix)),
    route("GET", "/api/v1/competences/before", Nothing, "what would be lacking", |it| on(it, api::competence::before)),
    route("GET", "/api/v1/corrections", Nothing, "findings and corrective action in their order", |it| {
        on(it, api::corrections::board)
    }),
    route(
        "GET",
        "/api/v1/corrections/{id}",
        Nothing,
        "what is known of a nonconformity, a finding or an action",
        |it| on(it, api::corrections::one),
    ),
    route("GET", "/api/v1/breaches", Nothing, "breaches with what is proposed and what is missing", |it| {
        on(it, api::breaches::docket)
    }),
    route("GET", "/api/v1/breaches/consistency", Nothing, "whether units and types are treated alike", |it| {
        on(it, api::breaches::consistency)
    }),
    route("POST", "/api/v1/breaches/detect", Change, "look for breaches and enter them as alleged", |it| {
        on(it, api::breaches::detect)
    }),
    route("GET", "/api/v1/escalations", Nothing, "ladders of escalation, what is wrong and what is open", |it| {
        on(it, api::escalations::all)
    }),
    route("GET", "/api/v1/escalations/simulated", Nothing, "many events on the ladders of escalation", |it| {
        on(it, api::escalations::simulated)
    }),
    route("GET", "/api/v1/escalations/{id}/next", Nothing, "who would be told next of an escalation", |it| {
        on(it, api::escalations::next)
    }),
    route("GET", "/api/v1/resources/{id}", Nothing, "a resource plan, and what if", |it| on(it, api::resources::one)),
    route("GET", "/api/v1/reviews", Nothing, "lanes of review", |it| on(it, api::reviews::board)),
    route("GET", "/api/v1/reviews/{id}", Nothing, "where a request for review stands", |it| on(it, api::reviews::one)),
    route("GET", "/api/v1/reviews/replay/{table}", Nothing, "what other rules would have done with requests", |it| {
        on(it, api::reviews::replay)
    }),
    route("GET", "/api/v1/tiers", Nothing, "AI systems by tier", |it| on(it, api::tiers::all)),
    route("GET", "/api/v1/tiers/{id}", Nothing, "work out the tier of an AI system", |it| on(it, api::tiers::one)),
    route("POST", "/api/v1/tiers/{id}", Change, "enter a classification that was worked out", |it| {
        on(it, api::tiers::keep)
    }),
    route("GET", "/api/v1/tiers/replay/{table}", Nothing, "AI systems that a decision table would move", |it| {
        on(it, api::tiers::replay)
    }),
    route("GET", "/api/v1/bodies", Nothing, "how governance bodies and their decisions stand", |it| {
        on(it, api::bodies::all)
    }),
    route("GET", "/api/v1/bodies/{id}", Nothing, "a governance body, or a meeting item by item", |it| {
        on(it, api::bodies::one)
    }),
    route("GET", "/api/v1/may/{action}/{id}", Nothing, "whether I may decide something about a record", |it| {
        on(it, api::bodies::may)
    }),
    route("GET", "/api/v1/decision-rights", Nothing, "who may decide what", |it| on(it, api::bodies::rights)),
    route("GET", "/api/v1/decision-rights/who", Nothing, "who would decide, without a record", |it| {
        on(it, api::bodies::who)
    }),
    route("GET", "/api/v1/decision-rights/delegations", Nothing, "what was passed on to whom", |it| {
        on(it, api::bodies::delegations)
    }),
    route("GET", "/api/v1/decision-rights/simulated/{table}", Nothing, "what a proposed table would change", |it| {
        on(it, api::bodies::simulated)
    }),
    route("GET", "/api/v1/board", Nothing, "the pack for those who direct, as of a day", |it| on(it, api::board::pack)),
    route("POST", "/api/v1/board", Change, "issue the pack for those who direct", |it| on(it, api::board::issue)),
    route("GET", "/api/v1/board/{file}", Event, "the pack for those who direct as a file", |it| {
        on(it, screens::board::file)
    }),
    route("GET", "/api/v1/management-reviews/{id}", Nothing, "inputs of a management review", |it| {
        on(it, api::board::review)
    }),
    route("GET", "/api/v1/documents", Nothing, "documents under control and who has acknowledged them", |it| {
        on(it, api::documents::all)
    }),
    route("GET", "/api/v1/conformity", Nothing, "requirements with their status from evidence", |it| {
        on(it, api::conformity::all)
    }),
    route("GET", "/api/v1/conformity/requirement", Nothing, "what counted for a requirement, and why not more", |it| {
        on(it, api::conformity::requirement)
    }),
    route("POST", "/api/v1/conformity/statements", Change, "propose a statement of applicability", |it| {
        on(it, api::conformity::propose)
    }),
    route(
        "GET",
        "/api/v1/conformity/statements/{id}",
        Nothing,
        "a statement of applicability with what is wrong",
        |it| on(it, api::conformity::told),
    ),
    route("GET", "/api/v1/audits/{id}", Nothing, "an audit with its checklist", |it| on(it, api::audits::told)),
    route("GET", "/api/v1/audits/programmes/{id}", Nothing, "a programme told", |it| on(it, api::audits::programme)),
    route("GET", "/api/v1/audits/frozen/{id}", Nothing, "frozen evidence", |it| on(it, api::audits::reopened)),
    route("POST", "/api/v1/audits/{id}/lines", Change, "enter lines", |it| on(it, api::audits::lines)),
    route("POST", "/api/v1/audits/{id}/sample", Change, "draw a sample", |it| on(it, api::audits::sample)),
    route("POST", "/api/v1/audits/{id}/freeze", Change, "freeze a sample", |it| on(it, api::audits::freeze)),
    route("POST", "/api/v1/audits/{id}/finding", Change, "make a finding", |it| on(it, api::audits::finding)),
    route("POST", "/api/v1/audits/{id}/answers", Change, "take a sheet back", |it| on(it, api::audits::answers)),
    route("POST", "/api/v1/audits/{id}/report", Change, "issue a report", |it| on(it, api::audits::report)),
    route("GET", "/api/v1/gaps/{id}", Nothing, "a gap assessment", |it| on(it, api::gaps::one)),
    route("POST", "/api/v1/gaps/{id}/ratings", Change, "enter ratings of an assessor", |it| on(it, api::gaps::rate)),
    route("POST", "/api/v1/gaps/{id}/actions", Change, "open gaps as actions, each once", |it| on(it, api::gaps::act)),
    route("GET", "/api/v1/readiness", Nothing, "readiness for an audit", |it| on(it, api::readiness::one)),
    route("GET", "/api/v1/readiness/drill", Nothing, "an auditor's questions", |it| on(it, api::readiness::drill)),
    route("GET", "/api/v1/strategy", Nothing, "objectives, indicators and what follows", |it| {
        on(it, api::strategy::all)
    }),
    route("GET", "/api/v1/practice", Nothing, "policy and practice", |it| on(it, api::practice::matrix)),
    route("GET", "/api/v1/practice/{id}", Nothing, "a statement and practice", |it| on(it, api::practice::one)),
    route("POST", "/api/v1/practice/{id}/runs", Change, "run a statement", |it| on(it, api::practice::run)),
    route("POST", "/api/v1/practice/{id}/logs", Change, "hold a log", |it| on(it, api::practice::log)),
    route("POST", "/api/v1/practice/{id}/attestations", Change, "ask people", |it| on(it, api::practice::ask)),
    route("POST", "/api/v1/practice/{id}/findings", Change, "raise a finding", |it| on(it, api::practice::raise)),
    route("GET", "/api/v1/erm", Nothing, "AI risks and controls beside a register of the enterprise", |it| {
        on(it, api::erm::all)
    }),
    route("POST", "/api/v1/erm/imports", Change, "bring a file of a register in", |it| on(it, api::erm::import)),
    route("POST", "/api/v1/erm/reconciliations", Nothing, "compare a file of a register", |it| {
        on(it, api::erm::reconcile)
    }),
    route("GET", "/api/v1/erm/exports/{file}", Event, "what a register should load", |it| on(it, api::erm::export)),
    route("POST", "/api/v1/erm/{id}/settle", Change, "let ours or theirs go", |it| on(it, api::erm::settle)),
    route("GET", "/api/v1/library", Nothing, "frameworks and crosswalks", |it| on(it, api::library::all)),
    route("GET", "/api/v1/library/{framework}", Nothing, "a framework", |it| on(it, api::library::framework)),
    route("GET", "/api/v1/library/{framework}/next", Nothing, "what is open of a framework", |it| {
        on(it, api::library::next)
    }),
    route("GET", "/api/v1/library/{framework}/nodes/{node}", Nothing, "a node of a framework", |it| {
        on(it, api::library::node)
    }),
    route("GET", "/api/v1/conflicts", Nothing, "conflicts between tables in force", |it| on(it, api::conflicts::all)),
    route("POST", "/api/v1/conflicts", Change, "look for conflicts and keep them", |it| on(it, api::conflicts::look)),
    route("POST", "/api/v1/conflicts/proposals", Nothing, "the text of a procedure as a proposed table", |it| {
        on(it, api::conflicts::propose)
    }),
    route("GET", "/api/v1/authority", Nothing, "who may do what", |it| on(it, api::authority::authority)),
    // Pages for people.
    public("GET", "/static/{*path}", Nothing, "styles and images", |it| on(it, asset::asset)),
    public("GET", "/sign-in", Nothing, "form to sign in", |it| on(it, pages::sign_in::form)),
    public("POST", "/sign-in", Event, "sign in", |it| on(it, pages::sign_in::sign_in)),
    public("POST", "/appearance", Nothing, "choose theme and density", |it| on(it, pages::appearance::choose)),
    public("POST", "/sign-out", Event, "sign out", |it| on(it, pages::sign_in::sign_out)),
    route("GET", "/", Nothing, "what waits for me", |it| on(it, screens::today::today)),
    route("POST", "/today/{id}/moves/{transition}", Change, "take a decision", |it| {
        on(it, screens::today::acts::decide)
    }),
    route("POST", "/today/{id}/delegate", Change, "pass a record on", |it| on(it, screens::today::acts::delegate)),
    route("POST", "/today/{id}/later", Nothing, "put a record off", |it| on(it, screens::today::acts::later)),
    route("POST", "/today/{id}/now", Nothing, "show what was put off", |it| on(it, screens::today::acts::now)),
    route("POST", "/today/seen", Nothing, "mark changes as seen", |it| on(it, screens::today::acts::seen)),
    route("GET", "/start", Nothing, "first steps", |it| on(it, screens::start::start)),
    route("POST", "/start/demonstration", Nothing, "open the demonstration", |it| on(it, screens::demonstration::open)),
    route("POST", "/start/demonstration/remove", Nothing, "remove the demonstration", |it| {
        on(it, screens::demonstration::remove)
    }),
    route("POST", "/start/organisation", Change, "the organisation and its people", |it| on(it, screens::start::found)),
    route("GET", "/reviews", Nothing, "lanes of review", |it| on(it, screens::reviews::page)),
    route("GET", "/reviews/charts/{file}", Nothing, "a chart of lanes of review", |it| on(it, screens::reviews::file)),
    route("GET", "/tiering", Nothing, "AI systems by tier", |it| on(it, screens::tiering::tiering)),
    route("GET", "/tiering/{id}", Nothing, "work out a classification", |it| on(it, screens::tiering::one::form)),
    route("POST", "/tiering/{id}", Change, "enter a classification that was worked out", |it| {
        on(it, screens::tiering::one::keep)
    }),
    route("GET", "/escalations", Nothing, "ladders of escalation and what is open", |it| {
        on(it, screens::escalations::survey)
    }),
    route("GET", "/resources", Nothing, "the resource plan in force", |it| on(it, screens::resources::newest)),
    route("GET", "/resources/{id}", Nothing, "a resource plan, and what if", |it| on(it, screens::resources::one)),
    route("GET", "/resources/{id}/charts/{file}", Nothing, "a chart of a resource plan", |it| {
        on(it, screens::resources::file)
    }),
    route("GET", "/tables/{id}", Nothing, "edit a decision table", |it| on(it, screens::tiering::table::edit)),
    route("POST", "/tables/{id}", Change, "save a decision table", |it| on(it, screens::tiering::table::save)),
    route("POST", "/tables/{id}/check", Nothing, "check a decision table", |it| on(it, screens::tiering::table::check)),
    route("GET", "/board", Nothing, "what those who direct are told and asked", |it| on(it, screens::board::page)),
    route("POST", "/board", Change, "issue the pack for those who direct", |it| on(it, screens::board::issue)),
    route("GET", "/board/{file}", Event, "the pack for those who direct as a file", |it| on(it, screens::board::file)),
    route("GET", "/management-reviews/{id}/{file}", Event, "the papers of a management review as a file", |it| {
        on(it, screens::board::review::file)
    }),
    route("POST", "/management-reviews/{id}/issue", Change, "issue the papers of a management review", |it| {
        on(it, screens::board::review::issue)
    }),
    route("GET", "/documents", Nothing, "documents under control and what I have to acknowledge", |it| {
        on(it, screens::documents::page)
    }),
    route("POST", "/documents/{id}/acknowledge", Change, "acknowledge a document in one's own name", |it| {
        on(it, screens::documents::acknowledge)
    }),
    route("GET", "/conformity", Nothing, "requirements with their status from evidence", |it| {
        on(it, screens::conformity::page)
    }),
    route("GET", "/conformity/requirement", Nothing, "what counted for a requirement, and why not more", |it| {
        on(it, screens::conformity::one::page)
    }),
    route("POST", "/conformity/action", Change, "an action that closes the gap of a requirement", |it| {
        on(it, screens::conformity::action)
    }),
    route("POST", "/conformity/statement", Change, "propose a statement of applicability", |it| {
        on(it, screens::conformity::propose)
    }),
    route("GET", "/conformity/statements/{file}", Event, "a statement of applicability as a file", |it| {
        on(it, screens::conformity::statement::file)
    }),
    route("GET", "/audits", Nothing, "audits and programmes", |it| on(it, audits::page)),
    route("GET", "/audits/charts/{file}", Nothing, "audits over time as a file", |it| on(it, audits::picture)),
    route("GET", "/audits/lists/{file}", Event, "a checklist as a file", |it| on(it, audits::one::list)),
    route("GET", "/audits/reports/{file}", Event, "a report as a file", |it| on(it, audits::one::report)),
    route("GET", "/audits/frozen/{id}", Nothing, "frozen evidence opened again", |it| on(it, audits::line::reopened)),
    route("POST", "/audits/{id}/lines", Change, "enter the lines", |it| on(it, audits::doing::lines)),
    route("POST", "/audits/{id}/sample", Change, "draw a sample", |it| on(it, audits::doing::sample)),
    route("POST", "/audits/{id}/freeze", Change, "freeze a sample", |it| on(it, audits::doing::freeze)),
    route("POST", "/audits/{id}/finding", Change, "make a finding", |it| on(it, audits::doing::finding)),
    route("POST", "/audits/{id}/issue", Change, "issue the report", |it| on(it, audits::doing::issue)),
    route("POST", "/audits/{id}/answers", Change, "take a sheet back", |it| on(it, audits::doing::answers)),
    route("GET", "/practice", Nothing, "policy and practice", |it| on(it, screens::practice::matrix)),
    route("GET", "/practice/files/{file}", Event, "practice as a file", |it| on(it, screens::practice::file)),
    route("GET", "/practice/{id}", Nothing, "a statement and practice", |it| on(it, screens::practice::one)),
    route("POST", "/practice/{id}/run", Change, "run a statement", |it| on(it, screens::practice::run)),
    route("POST", "/practice/{id}/ask", Change, "ask people", |it| on(it, screens::practice::ask)),
    route("POST", "/practice/{id}/findings", Change, "raise a finding", |it| on(it, screens::practice::raise)),
    route("GET", "/gaps", Nothing, "gap assessments", |it| on(it, screens::gaps::all)),
    route("GET", "/gaps/files/{file}", Event, "a gap assessment as a file", |it| on(it, screens::gaps::file)),
    route("GET", "/gaps/{id}", Nothing, "a gap assessment", |it| on(it, screens::gaps::one)),
    route("POST", "/gaps/{id}/actions", Change, "gaps as actions, each once", |it| on(it, screens::gaps::actions)),
    route("GET", "/gaps/{id}/rate", Nothing, "form to rate requirements", |it| on(it, screens::gaps::rate::page)),
    route("POST", "/gaps/{id}/rate", Change, "enter ratings of an assessor", |it| on(it, screens::gaps::rate::save)),
    route("GET", "/readiness", Nothing, "readiness for an audit", |it| on(it, screens::readiness::page)),
    route("GET", "/readiness/files/{file}", Event, "readiness as a file", |it| on(it, screens::readiness::file)),
    route("GET", "/strategy", Nothing, "objectives beside the goals of the enterprise", |it| {
        on(it, screens::strategy::page)
    }),
    route("GET", "/strategy/charts/{file}", Nothing, "the map of objectives as a file", |it| {
        on(it, screens::strategy::file)
    }),
    public("GET", "/concerns", Nothing, "form to raise a concern", |it| on(it, screens::concerns::form)),
    public("POST", "/concerns", Change, "raise a concern", |it| on(it, screens::concerns::raise)),
    public("GET", "/concerns/follow", Nothing, "form for the code of a concern", |it| {
        on(it, screens::concerns::follow_form)
    }),
    public("POST", "/concerns/follow", Nothing, "what became of a concern", |it| on(it, screens::concerns::follow)),
    public("POST", "/concerns/follow/words", Change, "add words to a concern", |it| on(it, screens::concerns::add)),
    route("POST", "/concerns/watch", Event, "what happened to those who raised concerns", |it| {
        on(it, screens::concerns::watch)
    }),
    route("POST", "/concerns/{id}/answer", Change, "answer a concern", |it| on(it, screens::concerns::answer)),
    route("POST", "/concerns/{id}/reporter", Event, "the name that was given in confidence", |it| {
        on(it, screens::concerns::reporter)
    }),
    route("GET", "/enterprise-risk", Nothing, "AI risks and controls beside a register of the enterprise", |it| {
        on(it, screens::enterprise::page)
    }),
    route("GET", "/enterprise-risk/exports/{file}", Event, "what a register should load", |it| {
        on(it, screens::enterprise::export)
    }),
    route("POST", "/enterprise-risk/compare", Nothing, "compare a file of a register", |it| {
        on(it, screens::enterprise::compare)
    }),
    route("POST", "/enterprise-risk/import", Change, "bring a file of a register in", |it| {
        on(it, screens::enterprise::import)
    }),
    route("POST", "/enterprise-risk/{id}/settle", Change, "let ours or theirs go", |it| {
        on(it, screens::enterprise::settle)
    }),
    route("GET", "/library", Nothing, "frameworks and crosswalks", |it| on(it, screens::library::shelf)),
    route("GET", "/library/{framework}", Nothing, "a framework", |it| on(it, screens::library::framework)),
    route("GET", "/library/{framework}/next", Nothing, "what is open of a framework", |it| {
        on(it, screens::library::next)
    }),
    route("GET", "/library/{framework}/{node}", Nothing, "a requirement, control or guidance", |it| {
        on(it, screens::library::node)
    }),
    route("GET", "/conflicts", Nothing, "conflicts between tables in force", |it| on(it, screens::conflicts::board)),
    route("POST", "/conflicts/look", Change, "look for conflicts and keep them", |it| on(it, screens::conflicts::look)),
    route("POST", "/conflicts/{id}/decide", Change, "bring a conflict under decision", |it| {
        on(it, screens::conflicts::decide)
    }),
    route("GET", "/conflicts/paste", Nothing, "form to paste a procedure", |it| {
        on(it, screens::conflicts::paste::form)
    }),
    route("POST", "/conflicts/paste", Nothing, "read a procedure as a proposed table", |it| {
        on(it, screens::conflicts::paste::read)
    }),
    route("POST", "/conflicts/tables", Change, "keep a proposed table as a draft", |it| {
        on(it, screens::conflicts::paste::keep)
    }),
    route("GET", "/reminders", Nothing, "how I am reminded", |it| on(it, screens::reminders::reminders)),
    route("POST", "/reminders", Nothing, "keep how I am reminded", |it| on(it, screens::reminders::wish)),
    route("POST", "/reminders/calendars", Event, "make a calendar", |it| on(it, screens::reminders::add)),
    route("POST", "/reminders/calendars/{id}/revoke", Event, "take a calendar back", |it| {
        on(it, screens::reminders::revoke)
    }),
    public("GET", "/calendar/{file}", Nothing, "a calendar, for who knows its address", |it| {
        on(it, screens::feeds::calendar)
    }),
    route("GET", "/inventory", Nothing, "AI systems and their health", |it| on(it, screens::inventory::inventory)),
    route("POST", "/inventory/compare", Nothing, "choose systems to compare", |it| on(it, screens::inventory::choose)),
    route("GET", "/inventory/compare", Nothing, "AI systems side by side", |it| on(it, screens::compare::compare)),
    route("GET", "/inventory/charts/{file}", Nothing, "a chart of the inventory", |it| {
        on(it, screens::pictures::of_inventory)
    }),
    route("POST", "/inventory/views", Nothing, "save or forget a view of the inventory", |it| {
        on(it, screens::inventory::keep)
    }),
    route("GET", "/system/{id}/dossier", Nothing, "everything about an AI system", |it| {
        on(it, screens::dossier::dossier)
    }),
    route("GET", "/system/{id}/charts/{file}", Nothing, "a chart of an AI system", |it| {
        on(it, screens::pictures::of_system)
    }),
    route("GET", "/system/{id}/boundary", Nothing, "who takes which part in an AI system, and what if", |it| {
        on(it, screens::boundary::page)
    }),
    route("GET", "/system/{id}/boundary/{file}", Nothing, "the boundary of an AI system as a file", |it| {
        on(it, screens::boundary::file)
    }),
    route("GET", "/obligations", Nothing, "duties of all AI systems on a day", |it| {
        on(it, screens::obligations::overview)
    }),
    route("GET", "/system/{id}/obligations", Nothing, "duties of an AI system, with reasons", |it| {
        on(it, screens::obligations::one)
    }),
    route("POST", "/system/{id}/obligations/adopt", Change, "make records of duties that apply", |it| {
        on(it, screens::obligations::adopt)
    }),
    route("GET", "/system/{id}/hand-off", Nothing, "the sheet of a hand-off across a boundary", |it| {
        on(it, screens::boundary::sheet)
    }),
    route("GET", "/competences", Nothing, "who is asked for what", |it| on(it, screens::competence::overview)),
    route("GET", "/competences/files/{file}", Event, "competence as a file", |it| on(it, screens::competence::file)),
    route("GET", "/competences/quiz/{id}", Nothing, "a quiz to take", |it| on(it, screens::competence::paper)),
    route("POST", "/competences/quiz/{id}", Change, "take a quiz", |it| on(it, screens::competence::take)),
    route("GET", "/competences/{id}", Nothing, "one person's proofs", |it| on(it, screens::competence::one)),
    route("GET", "/corrections", Nothing, "findings and corrective action in their order", |it| {
        on(it, screens::corrections::board)
    }),
    route("GET", "/corrections/charts/{file}", Nothing, "a chart of findings", |it| on(it, screens::corrections::file)),
    route("GET", "/breaches", Nothing, "breaches, and whether units are treated alike", |it| {
        on(it, screens::breaches::docket)
    }),
    route("POST", "/breaches/detect", Change, "look for breaches and enter them as alleged", |it| {
        on(it, screens::breaches::detect)
    }),
    route("GET", "/breaches/charts/{file}", Nothing, "a chart of breaches", |it| on(it, screens::breaches::file)),
    route("GET", "/breaches/again", Nothing, "a case to decide again without names", |it| {
        on(it, screens::breaches::again::form)
    }),
    route("POST", "/breaches/again", Change, "keep what was decided again without names", |it| {
        on(it, screens::breaches::again::keep)
    }),
    route("GET", "/lineage/{id}", Nothing, "from what a record was made and where it is used", |it| {
        on(it, screens::data::lineage::page)
    }),
    route("GET", "/data/{id}/charts/{file}", Nothing, "a chart of a dataset", |it| on(it, screens::data::charts::file)),
    route("GET", "/lineage/{id}/charts/{file}", Nothing, "the lineage of a record as a file", |it| {
        on(it, screens::data::lineage::file)
    }),
    route("GET", "/retention", Nothing, "how long what is kept, and what is due", |it| {
        on(it, screens::retention::retention)
    }),
    route("GET", "/suppliers", Nothing, "on whom AI systems hang, and how concentrated that is", |it| {
        on(it, screens::suppliers::page)
    }),
    route("GET", "/suppliers/charts/{file}", Nothing, "a chart of suppliers", |it| on(it, screens::suppliers::file)),
    route("POST", "/retention/{rule}/plan", Change, "plan a disposal of what is due by a rule", |it| {
        on(it, screens::retention::plan)
    }),
    route(
        "POST",
        "/retention/{rule}/decide",
        Change,
        "decide about models made with what a disposal destroyed",
        |it| on(it, screens::retention::decide),
    ),
    route("GET", "/responsibilities", Nothing, "who answers for what, and what is wrong with it", |it| {
        on(it, screens::duties::survey)
    }),
    route("GET", "/duties/{id}", Nothing, "duties of a person, an AI system or an assignment", |it| {
        on(it, screens::duties::one)
    }),
    route("GET", "/bodies", Nothing, "governance bodies and their decisions", |it| on(it, screens::bodies::bodies)),
    route("GET", "/bodies/{id}", Nothing, "a governance body or a meeting", |it| on(it, screens::bodies::one)),
    route("POST", "/bodies/{id}/votes", Change, "enter how members voted on an item", |it| {
        on(it, screens::bodies::meeting::votes)
    }),
    route("POST", "/bodies/{id}/agenda", Change, "put a record on the agenda of a meeting", |it| {
        on(it, screens::bodies::meeting::agenda)
    }),
    route("GET", "/rights", Nothing, "who may decide what, and whether I may", |it| {
        on(it, screens::bodies::rights::rights)
    }),
    route("GET", "/access/{id}", Nothing, "who can see which data and why", |it| on(it, screens::access::page)),
    route("POST", "/access/{id}/subject", Event, "what is held about a person", |it| {
        on(it, screens::access::subject::answer)
    }),
    route("POST", "/access/{id}/log", Change, "bring in a log of access", |it| on(it, screens::access::log::bring_in)),
    route("POST", "/access/{id}/review", Change, "open a review of access", |it| on(it, screens::access::review::open)),
    route("POST", "/access/{id}/close", Change, "close a review of access", |it| {
        on(it, screens::access::review::close)
    }),
    route("GET", "/data/{id}/open", Event, "open the data of a version for a purpose", |it| {
        on(it, screens::access::open::open)
    }),
    route("GET", "/measured/{id}", Event, "the report that a measurement keeps", |it| {
        on(it, screens::measure::of_record)
    }),
    route("GET", "/measure", Nothing, "form to measure data", |it| on(it, screens::measure::form)),
    route("POST", "/measure", Nothing, "measure data", |it| on(it, screens::measure::measure)),
    route("GET", "/measure/{key}", Nothing, "a report of a measurement", |it| on(it, screens::measure::report)),
    route("GET", "/measure/{key}/{form}", Nothing, "a report of a measurement as a file", |it| {
        on(it, screens::measure::file)
    }),
    route("POST", "/measure/{key}/record", Change, "record a measurement", |it| on(it, screens::measure::record)),
    route("GET", "/monitors/{id}/charts/{file}", Nothing, "a chart of a monitor", |it| on(it, screens::monitor::file)),
    route("POST", "/monitors/{id}/batches", Change, "send a batch to a monitor", |it| on(it, screens::monitor::send)),
    route("GET", "/go", Nothing, "every place, for those without scripts", |it| on(it, pages::go::go)),
    route("GET", "/keys", Nothing, "what keys do", |it| on(it, pages::keys::keys)),
    route("GET", "/parts", Nothing, "the parts of which pages are made", |it| on(it, pages::showcase::showcase)),
    route("GET", "/search", Nothing, "search", |it| on(it, pages::search::search)),
    route("GET", "/import", Nothing, "form to import a file", |it| on(it, pages::import::form)),
    route("POST", "/import", Nothing, "preview an import", |it| on(it, pages::import::preview)),
    route("POST", "/import/mapping", Nothing, "the mapping of an import as a file", |it| {
        on(it, pages::import::mapping)
    }),
    route("POST", "/import/errors", Nothing, "rows that would be rejected, as a file", |it| {
        on(it, pages::import::errors)
    }),
    route("GET", "/import/running/{key}", Nothing, "how far an import is", |it| on(it, pages::import::progress)),
    route("GET", "/import/running/{key}/errors", Nothing, "rows that were rejected, as a file", |it| {
        on(it, pages::import::running_errors)
    }),
    route("POST", "/import/chart", Nothing, "preview an organisation chart", |it| on(it, pages::chart::preview)),
    route("POST", "/import/chart/run", Change, "import an organisation chart", |it| on(it, pages::chart::run)),
    route("POST", "/import/run", Change, "import", |it| on(it, pages::import::run)),
    route("POST", "/import/{batch}/undo", Change, "undo an import", |it| on(it, pages::import::undo)),
    route("GET", "/pick", Nothing, "records that a link input offers", |it| on(it, pages::pick::pick)),
    route("GET", "/files/{digest}", Event, "fetch a file", |it| on(it, api::files::get)),
    route("GET", "/ledger/{place}", Nothing, "an entry of the ledger and its proof", |it| on(it, pages::ledger::entry)),
    route("GET", "/ledger/{place}/proof", Nothing, "the proof of an entry as a file", |it| {
        on(it, pages::ledger::proof)
    }),
    route("GET", "/ledger/{place}/bytes", Nothing, "an entry as it was hashed", |it| on(it, pages::ledger::bytes)),
    route("GET", "/accounts", Nothing, "accounts", |it| on(it, pages::accounts::list)),
    route("POST", "/accounts", Event, "make an account", |it| on(it, pages::accounts::add)),
    route("POST", "/accounts/{id}/disable", Event, "disable an account", |it| on(it, pages::accounts::disable)),
    route("POST", "/accounts/{id}/enable", Event, "enable an account again", |it| on(it, pages::accounts::enable)),
    route("POST", "/accounts/{id}/password", Event, "set a password", |it| on(it, pages::accounts::password)),
    route("GET", "/tokens", Nothing, "API tokens", |it| on(it, pages::tokens::list)),
    route("POST", "/tokens", Event, "make an API token", |it| on(it, pages::tokens::add)),
    route("POST", "/tokens/{id}/revoke", Event, "revoke an API token", |it| on(it, pages::tokens::revoke)),
    route("GET", "/authority", Nothing, "who may do what", |it| on(it, pages::authority::authority)),
    route("GET", "/kinds", Nothing, "reference of kinds", |it| on(it, pages::kinds::all)),
    route("GET", "/kinds/{kind}", Nothing, "reference of a kind", |it| on(it, pages::kinds::one)),
    route("GET", "/{kind}", Nothing, "list of records", |it| on(it, pages::list::list)),
    route("GET", "/{kind}/counts", Nothing, "how often each value occurs in a list", |it| {
        on(it, pages::list::facets::counts)
    }),
    route("POST", "/{kind}/columns", Nothing, "choose the columns of a list", |it| {
        on(it, pages::list::columns::choose)
    }),
    route("POST", "/{kind}/views", Nothing, "save or forget a view of a list", |it| on(it, pages::list::views::keep)),
    route("POST", "/{kind}/bulk/preview", Nothing, "what changing many records would lead to", |it| {
        on(it, pages::bulk::preview::preview)
    }),
    route("POST", "/{kind}/bulk", Change, "change many records", |it| on(it, pages::bulk::bulk)),
    route("GET", "/{kind}/new", Nothing, "form for a new record", |it| on(it, pages::new::form)),
    route("POST", "/{kind}/new", Change, "make a record", |it| on(it, pages::new::create)),
    route("GET", "/{kind}/{id}", Nothing, "a record", |it| on(it, pages::detail::detail)),
    route("GET", "/{kind}/{id}/edit", Nothing, "form for a record", |it| on(it, pages::edit::form)),
    route("POST", "/{kind}/{id}/edit", Change, "change a record", |it| on(it, pages::edit::save)),
    route("POST", "/{kind}/{id}/moves/{transition}", Change, "move a record", |it| on(it, pages::moves::transition)),
    route("POST", "/{kind}/{id}/retire", Change, "take a record out of use", |it| on(it, pages::moves::retire)),
    route("POST", "/{kind}/{id}/restore", Change, "take a record back into use", |it| on(it, pages::moves::restore)),
    route("GET", "/{kind}/{id}/history", Nothing, "what became of a record", |it| on(it, pages::history::history)),
    route("POST", "/{kind}/{id}/draft", Nothing, "keep a form that is not finished", |it| on(it, pages::draft::keep)),
    route("POST", "/{kind}/{id}/files", Change, "add a file to a record", |it| on(it, pages::files::add)),
    route("POST", "/{kind}/{id}/comments", Change, "comment on a record", |it| on(it, crate::panels::comments::add)),
    route("POST", "/{kind}/{id}/comments/{comment}/{transition}", Change, "settle or reopen a thread", |it| {
        on(it, crate::panels::comments::settle)
    }),
];

/// The router of [`ROUTES`]; every route that is not public asks who is there.
pub(crate) fn router(app: &App) -> Router<App> {
    let admitted = axum::middleware::from_fn_with_state(app.clone(), admit::admit);
    ROUTES.iter().fold(Router::new(), |router, route| {
        let handler = (route.handler)(filter(route.method));
        router.route(route.path, if route.public { handler } else { handler.route_layer(admitted.clone()) })
    })
}

fn filter(method: &str) -> MethodFilter {
    match method {
        "POST" => MethodFilter::POST,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    }
}
