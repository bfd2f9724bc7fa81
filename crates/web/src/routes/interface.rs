//! Routes of the interface for programs.

use axum::routing::on;

use crate::route::Leaves::{Change, Event, Nothing};
use crate::route::{Route, public, route, told};
use crate::{api, screens};

/// Every route of the interface.
pub(super) const INTERFACE: &[Route] = &[
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
    told("GET", "/api/v1/retention", Nothing, "what is due, held and contradictory by retention rules", |it| {
        on(it, api::retention::retention)
    }),
    route("POST", "/api/v1/retention/{rule}/plan", Change, "plan a disposal of what is due by a rule", |it| {
        on(it, api::retention::plan)
    }),
    told("GET", "/api/v1/responsibilities", Nothing, "who answers for what, and what is wrong with it", |it| {
        on(it, api::duties::survey)
    }),
    told("GET", "/api/v1/duties/{id}", Nothing, "duties of a person, an AI system or an assignment", |it| {
        on(it, api::duties::one)
    }),
    told("GET", "/api/v1/duties/{id}/leaves", Nothing, "what falls when a person goes", |it| {
        on(it, api::duties::leaves)
    }),
    told("GET", "/api/v1/systems/{id}/impacts", Nothing, "what an AI system does to people and society", |it| {
        on(it, api::impacts::one)
    }),
    told("GET", "/api/v1/systems/{id}/boundary", Nothing, "who takes which part in an AI system, and what if", |it| {
        on(it, api::boundary::one)
    }),
    told("GET", "/api/v1/obligations", Nothing, "duties of all AI systems on a day, as known on a day", |it| {
        on(it, api::obligations::all)
    }),
    told("GET", "/api/v1/systems/{id}/obligations", Nothing, "duties of an AI system, with reasons", |it| {
        on(it, api::obligations::one)
    }),
    route("POST", "/api/v1/systems/{id}/obligations", Change, "make records of duties that apply", |it| {
        on(it, api::obligations::adopt)
    }),
    route("GET", "/api/v1/deadlines", Nothing, "when something is due after an event", |it| {
        on(it, api::obligations::deadlines)
    }),
    told("GET", "/api/v1/competences", Nothing, "who is asked for what", |it| on(it, api::competence::matrix)),
    told("GET", "/api/v1/competences/effect", Nothing, "the effect of training", |it| on(it, api::competence::effect)),
    told("GET", "/api/v1/competences/before", Nothing, "what would be lacking", |it| on(it, api::competence::before)),
    told("GET", "/api/v1/risks", Nothing, "how risks stand, and what the process lacks", |it| {
        on(it, api::risks::method)
    }),
    told(
        "GET",
        "/api/v1/risks/cockpit",
        Nothing,
        "where risks lie, what moved, what they cost, and what is to be done",
        |it| on(it, api::risks::cockpit),
    ),
    told("GET", "/api/v1/risks/moved", Nothing, "which risks are assessed again and why, and what moved", |it| {
        on(it, api::risks::moved)
    }),
    route(
        "POST",
        "/api/v1/risks/{id}/take",
        Change,
        "take a likelihood over that incidents or an indicator show",
        |it| on(it, api::risks::take_shown),
    ),
    told("GET", "/api/v1/risks/losses", Nothing, "what risks cost, and whether the appetite holds", |it| {
        on(it, api::risks::losses)
    }),
    told("GET", "/api/v1/risks/replay", Nothing, "what other risk criteria would move", |it| {
        on(it, api::risks::replay)
    }),
    told("GET", "/api/v1/treatments", Nothing, "what is done about risks, and whether it worked", |it| {
        on(it, api::treatments::told)
    }),
    told("GET", "/api/v1/acceptances", Nothing, "which risks are kept, by whom, and whether that counts", |it| {
        on(it, api::acceptances::told)
    }),
    told("GET", "/api/v1/challenges", Nothing, "what was challenged, and what came of it", |it| {
        on(it, api::challenges::told)
    }),
    route("POST", "/api/v1/challenges/{id}/runs", Change, "bring a file of attempts into an exercise", |it| {
        on(it, api::challenges::run)
    }),
    route("POST", "/api/v1/challenges/{id}/actions", Change, "make actions of what no monitor saw, each once", |it| {
        on(it, api::challenges::act)
    }),
    route("POST", "/api/v1/challenges/{id}/take", Change, "take a likelihood over that an exercise shows", |it| {
        on(it, api::challenges::take)
    }),
    told("GET", "/api/v1/risks/agreement", Nothing, "how far assessors agree", |it| on(it, api::risks::agreement)),
    route("POST", "/api/v1/risk-assessments/{id}/take", Change, "take over to a risk what assessors agreed on", |it| {
        on(it, api::risks::take)
    }),
    told("GET", "/api/v1/corrections", Nothing, "findings and corrective action in their order", |it| {
        on(it, api::corrections::board)
    }),
    told(
        "GET",
        "/api/v1/corrections/{id}",
        Nothing,
        "what is known of a nonconformity, a finding or an action",
        |it| on(it, api::corrections::one),
    ),
    told("GET", "/api/v1/breaches", Nothing, "breaches with what is proposed and what is missing", |it| {
        on(it, api::breaches::docket)
    }),
    told("GET", "/api/v1/breaches/consistency", Nothing, "whether units and types are treated alike", |it| {
        on(it, api::breaches::consistency)
    }),
    route("POST", "/api/v1/breaches/detect", Change, "look for breaches and enter them as alleged", |it| {
        on(it, api::breaches::detect)
    }),
    told("GET", "/api/v1/escalations", Nothing, "ladders of escalation, what is wrong and what is open", |it| {
        on(it, api::escalations::all)
    }),
    told("GET", "/api/v1/escalations/simulated", Nothing, "many events on the ladders of escalation", |it| {
        on(it, api::escalations::simulated)
    }),
    told("GET", "/api/v1/escalations/{id}/next", Nothing, "who would be told next of an escalation", |it| {
        on(it, api::escalations::next)
    }),
    told("GET", "/api/v1/resources/{id}", Nothing, "a resource plan, and what if", |it| on(it, api::resources::one)),
    told("GET", "/api/v1/reviews", Nothing, "lanes of review", |it| on(it, api::reviews::board)),
    told("GET", "/api/v1/reviews/{id}", Nothing, "where a request for review stands", |it| on(it, api::reviews::one)),
    told("GET", "/api/v1/reviews/replay/{table}", Nothing, "what other rules would have done with requests", |it| {
        on(it, api::reviews::replay)
    }),
    told("GET", "/api/v1/tiers", Nothing, "AI systems by tier", |it| on(it, api::tiers::all)),
    told("GET", "/api/v1/tiers/{id}", Nothing, "work out the tier of an AI system", |it| on(it, api::tiers::one)),
    route("POST", "/api/v1/tiers/{id}", Change, "enter a classification that was worked out", |it| {
        on(it, api::tiers::keep)
    }),
    told("GET", "/api/v1/tiers/replay/{table}", Nothing, "AI systems that a decision table would move", |it| {
        on(it, api::tiers::replay)
    }),
    told("GET", "/api/v1/bodies", Nothing, "how governance bodies and their decisions stand", |it| {
        on(it, api::bodies::all)
    }),
    told("GET", "/api/v1/bodies/{id}", Nothing, "a governance body, or a meeting item by item", |it| {
        on(it, api::bodies::one)
    }),
    route("GET", "/api/v1/may/{action}/{id}", Nothing, "whether I may decide something about a record", |it| {
        on(it, api::bodies::may)
    }),
    told("GET", "/api/v1/decision-rights", Nothing, "who may decide what", |it| on(it, api::bodies::rights)),
    told("GET", "/api/v1/decision-rights/who", Nothing, "who would decide, without a record", |it| {
        on(it, api::bodies::who)
    }),
    told("GET", "/api/v1/decision-rights/delegations", Nothing, "what was passed on to whom", |it| {
        on(it, api::bodies::delegations)
    }),
    told("GET", "/api/v1/decision-rights/simulated/{table}", Nothing, "what a proposed table would change", |it| {
        on(it, api::bodies::simulated)
    }),
    told("GET", "/api/v1/board", Nothing, "the pack for those who direct, as of a day", |it| on(it, api::board::pack)),
    route("POST", "/api/v1/board", Change, "issue the pack for those who direct", |it| on(it, api::board::issue)),
    told("GET", "/api/v1/board/{file}", Event, "the pack for those who direct as a file", |it| {
        on(it, screens::board::file)
    }),
    told("GET", "/api/v1/management-reviews/{id}", Nothing, "inputs of a management review", |it| {
        on(it, api::board::review)
    }),
    route("GET", "/api/v1/documents", Nothing, "documents under control and who has acknowledged them", |it| {
        on(it, api::documents::all)
    }),
    told("GET", "/api/v1/conformity", Nothing, "requirements with their status from evidence", |it| {
        on(it, api::conformity::all)
    }),
    told("GET", "/api/v1/conformity/requirement", Nothing, "what counted for a requirement, and why not more", |it| {
        on(it, api::conformity::requirement)
    }),
    route("POST", "/api/v1/conformity/statements", Change, "propose a statement of applicability", |it| {
        on(it, api::conformity::propose)
    }),
    told(
        "GET",
        "/api/v1/conformity/statements/{id}",
        Nothing,
        "a statement of applicability with what is wrong",
        |it| on(it, api::conformity::told),
    ),
    told("GET", "/api/v1/audits/{id}", Nothing, "an audit with its checklist", |it| on(it, api::audits::told)),
    told("GET", "/api/v1/audits/programmes/{id}", Nothing, "a programme told", |it| on(it, api::audits::programme)),
    told("GET", "/api/v1/audits/frozen/{id}", Nothing, "frozen evidence", |it| on(it, api::audits::reopened)),
    route("POST", "/api/v1/audits/{id}/lines", Change, "enter lines", |it| on(it, api::audits::lines)),
    route("POST", "/api/v1/audits/{id}/sample", Change, "draw a sample", |it| on(it, api::audits::sample)),
    route("POST", "/api/v1/audits/{id}/freeze", Change, "freeze a sample", |it| on(it, api::audits::freeze)),
    route("POST", "/api/v1/audits/{id}/finding", Change, "make a finding", |it| on(it, api::audits::finding)),
    route("POST", "/api/v1/audits/{id}/answers", Change, "take a sheet back", |it| on(it, api::audits::answers)),
    route("POST", "/api/v1/audits/{id}/report", Change, "issue a report", |it| on(it, api::audits::report)),
    told("GET", "/api/v1/gaps/{id}", Nothing, "a gap assessment", |it| on(it, api::gaps::one)),
    route("POST", "/api/v1/gaps/{id}/ratings", Change, "enter ratings of an assessor", |it| on(it, api::gaps::rate)),
    route("POST", "/api/v1/gaps/{id}/actions", Change, "open gaps as actions, each once", |it| on(it, api::gaps::act)),
    told("GET", "/api/v1/readiness", Nothing, "readiness for an audit", |it| on(it, api::readiness::one)),
    told("GET", "/api/v1/readiness/certificates", Nothing, "certificates and their cycle", |it| {
        on(it, api::readiness::certificates)
    }),
    told("GET", "/api/v1/readiness/drill", Nothing, "an auditor's questions", |it| on(it, api::readiness::drill)),
    told("GET", "/api/v1/scope", Nothing, "what belongs to the management system", |it| on(it, api::scope::one)),
    told("GET", "/api/v1/scope/effect", Nothing, "what follows where a unit moves", |it| on(it, api::scope::effect)),
    route("POST", "/api/v1/strategy/indicators", Change, "enter indicators to start with", |it| {
        on(it, api::strategy::start)
    }),
    told("GET", "/api/v1/hazards/{id}", Nothing, "hazards of an AI system", |it| on(it, api::hazards::all)),
    route("POST", "/api/v1/hazards/{id}/exclude", Change, "exclude a hazard for a reason", |it| {
        on(it, api::hazards::exclude)
    }),
    told("GET", "/api/v1/strategy", Nothing, "objectives, indicators and what follows", |it| {
        on(it, api::strategy::all)
    }),
    told("GET", "/api/v1/practice", Nothing, "policy and practice", |it| on(it, api::practice::matrix)),
    told("GET", "/api/v1/practice/{id}", Nothing, "a statement and practice", |it| on(it, api::practice::one)),
    route("POST", "/api/v1/practice/{id}/runs", Change, "run a statement", |it| on(it, api::practice::run)),
    route("POST", "/api/v1/practice/{id}/logs", Change, "hold a log", |it| on(it, api::practice::log)),
    route("POST", "/api/v1/practice/{id}/attestations", Change, "ask people", |it| on(it, api::practice::ask)),
    route("POST", "/api/v1/practice/{id}/findings", Change, "raise a finding", |it| on(it, api::practice::raise)),
    told("GET", "/api/v1/erm", Nothing, "AI risks and controls beside a register of the enterprise", |it| {
        on(it, api::erm::all)
    }),
    route("POST", "/api/v1/erm/imports", Change, "bring a file of a register in", |it| on(it, api::erm::import)),
    route("POST", "/api/v1/erm/reconciliations", Nothing, "compare a file of a register", |it| {
        on(it, api::erm::reconcile)
    }),
    told("GET", "/api/v1/erm/exports/{file}", Event, "what a register should load", |it| on(it, api::erm::export)),
    route("POST", "/api/v1/erm/{id}/settle", Change, "let ours or theirs go", |it| on(it, api::erm::settle)),
    route("GET", "/api/v1/library", Nothing, "frameworks and crosswalks", |it| on(it, api::library::all)),
    route("GET", "/api/v1/library/crosswalks/{crosswalk}", Nothing, "a crosswalk and its reviews", |it| {
        on(it, api::library::relations)
    }),
    route("POST", "/api/v1/library/crosswalks/{crosswalk}/reviews", Change, "decide about relations", |it| {
        on(it, api::library::decide)
    }),
    route("GET", "/api/v1/library/{framework}", Nothing, "a framework", |it| on(it, api::library::framework)),
    told("GET", "/api/v1/library/{framework}/next", Nothing, "what is open of a framework", |it| {
        on(it, api::library::next)
    }),
    route("GET", "/api/v1/library/{framework}/nodes/{node}", Nothing, "a node of a framework", |it| {
        on(it, api::library::node)
    }),
    told("GET", "/api/v1/tables/files/{file}", Event, "a decision table as a file", |it| {
        on(it, screens::tiering::table::file)
    }),
    route("POST", "/api/v1/tables/{id}/sheet", Change, "take a spreadsheet as a decision table", |it| {
        on(it, api::tables::take)
    }),
    told("GET", "/api/v1/conflicts", Nothing, "conflicts between tables in force", |it| on(it, api::conflicts::all)),
    route("POST", "/api/v1/conflicts", Change, "look for conflicts and keep them", |it| on(it, api::conflicts::look)),
    route("POST", "/api/v1/conflicts/proposals", Nothing, "the text of a procedure as a proposed table", |it| {
        on(it, api::conflicts::propose)
    }),
    route("GET", "/api/v1/authority", Nothing, "who may do what", |it| on(it, api::authority::authority)),
];
