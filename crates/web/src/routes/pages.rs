//! Routes of pages for people.

use axum::routing::on;

use crate::route::Leaves::{Change, Event, Nothing};
use crate::route::{Route, public, route, told};
use crate::screens::audits;
use crate::{api, asset, pages, screens};

/// Every route of a page.
pub(super) const PAGES: &[Route] = &[
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
    told("GET", "/reviews", Nothing, "lanes of review", |it| on(it, screens::reviews::page)),
    told("GET", "/reviews/charts/{file}", Nothing, "a chart of lanes of review", |it| on(it, screens::reviews::file)),
    told("GET", "/tiering", Nothing, "AI systems by tier", |it| on(it, screens::tiering::tiering)),
    told("GET", "/tiering/{id}", Nothing, "work out a classification", |it| on(it, screens::tiering::one::form)),
    route("POST", "/tiering/{id}", Change, "enter a classification that was worked out", |it| {
        on(it, screens::tiering::one::keep)
    }),
    told("GET", "/escalations", Nothing, "ladders of escalation and what is open", |it| {
        on(it, screens::escalations::survey)
    }),
    told("GET", "/resources", Nothing, "the resource plan in force", |it| on(it, screens::resources::newest)),
    told("GET", "/resources/{id}", Nothing, "a resource plan, and what if", |it| on(it, screens::resources::one)),
    told("GET", "/resources/{id}/charts/{file}", Nothing, "a chart of a resource plan", |it| {
        on(it, screens::resources::file)
    }),
    route("GET", "/tables/{id}", Nothing, "edit a decision table", |it| on(it, screens::tiering::table::edit)),
    route("POST", "/tables/{id}", Change, "save a decision table", |it| on(it, screens::tiering::table::save)),
    told("GET", "/tables/files/{file}", Event, "a decision table as a file", |it| {
        on(it, screens::tiering::table::file)
    }),
    route("POST", "/tables/{id}/sheet", Change, "take a spreadsheet as a decision table", |it| {
        on(it, screens::tiering::table::take)
    }),
    route("POST", "/tables/{id}/check", Nothing, "check a decision table", |it| on(it, screens::tiering::table::check)),
    told("GET", "/board", Nothing, "what those who direct are told and asked", |it| on(it, screens::board::page)),
    route("POST", "/board", Change, "issue the pack for those who direct", |it| on(it, screens::board::issue)),
    told("GET", "/board/{file}", Event, "the pack for those who direct as a file", |it| on(it, screens::board::file)),
    told("GET", "/management-reviews/{id}/{file}", Event, "the papers of a management review as a file", |it| {
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
    told("GET", "/conformity", Nothing, "requirements with their status from evidence", |it| {
        on(it, screens::conformity::page)
    }),
    told("GET", "/conformity/requirement", Nothing, "what counted for a requirement, and why not more", |it| {
        on(it, screens::conformity::one::page)
    }),
    route("POST", "/conformity/action", Change, "an action that closes the gap of a requirement", |it| {
        on(it, screens::conformity::action)
    }),
    route("POST", "/conformity/statement", Change, "propose a statement of applicability", |it| {
        on(it, screens::conformity::propose)
    }),
    told("GET", "/conformity/statements/{file}", Event, "a statement of applicability as a file", |it| {
        on(it, screens::conformity::statement::file)
    }),
    told("GET", "/audits", Nothing, "audits and programmes", |it| on(it, audits::page)),
    told("GET", "/audits/charts/{file}", Nothing, "audits over time as a file", |it| on(it, audits::picture)),
    told("GET", "/audits/lists/{file}", Event, "a checklist as a file", |it| on(it, audits::one::list)),
    told("GET", "/audits/reports/{file}", Event, "a report as a file", |it| on(it, audits::one::report)),
    told("GET", "/audits/frozen/{id}", Nothing, "frozen evidence opened again", |it| on(it, audits::line::reopened)),
    route("POST", "/audits/{id}/lines", Change, "enter the lines", |it| on(it, audits::doing::lines)),
    route("POST", "/audits/{id}/sample", Change, "draw a sample", |it| on(it, audits::doing::sample)),
    route("POST", "/audits/{id}/freeze", Change, "freeze a sample", |it| on(it, audits::doing::freeze)),
    route("POST", "/audits/{id}/finding", Change, "make a finding", |it| on(it, audits::doing::finding)),
    route("POST", "/audits/{id}/issue", Change, "issue the report", |it| on(it, audits::doing::issue)),
    route("POST", "/audits/{id}/answers", Change, "take a sheet back", |it| on(it, audits::doing::answers)),
    told("GET", "/practice", Nothing, "policy and practice", |it| on(it, screens::practice::matrix)),
    told("GET", "/practice/files/{file}", Event, "practice as a file", |it| on(it, screens::practice::file)),
    told("GET", "/practice/{id}", Nothing, "a statement and practice", |it| on(it, screens::practice::one)),
    route("POST", "/practice/{id}/run", Change, "run a statement", |it| on(it, screens::practice::run)),
    route("POST", "/practice/{id}/ask", Change, "ask people", |it| on(it, screens::practice::ask)),
    route("POST", "/practice/{id}/findings", Change, "raise a finding", |it| on(it, screens::practice::raise)),
    told("GET", "/gaps", Nothing, "gap assessments", |it| on(it, screens::gaps::all)),
    told("GET", "/gaps/files/{file}", Event, "a gap assessment as a file", |it| on(it, screens::gaps::file)),
    told("GET", "/gaps/{id}", Nothing, "a gap assessment", |it| on(it, screens::gaps::one)),
    route("POST", "/gaps/{id}/actions", Change, "gaps as actions, each once", |it| on(it, screens::gaps::actions)),
    told("GET", "/gaps/{id}/rate", Nothing, "form to rate requirements", |it| on(it, screens::gaps::rate::page)),
    route("POST", "/gaps/{id}/rate", Change, "enter ratings of an assessor", |it| on(it, screens::gaps::rate::save)),
    told("GET", "/readiness", Nothing, "readiness for an audit", |it| on(it, screens::readiness::page)),
    told("GET", "/readiness/files/{file}", Event, "readiness as a file", |it| on(it, screens::readiness::file)),
    told("GET", "/scope", Nothing, "what belongs to the management system", |it| on(it, screens::scope::page)),
    told("GET", "/scope/files/{file}", Event, "a scope as a file", |it| on(it, screens::scope::file)),
    told("GET", "/hazards/{id}", Nothing, "hazards of an AI system", |it| on(it, screens::hazards::page)),
    route("POST", "/hazards/{id}", Change, "exclude a hazard for a reason", |it| on(it, screens::hazards::exclude)),
    told("GET", "/strategy", Nothing, "objectives beside the goals of the enterprise", |it| {
        on(it, screens::strategy::page)
    }),
    route("POST", "/strategy/indicators", Change, "enter indicators to start with", |it| {
        on(it, screens::strategy::start)
    }),
    told("GET", "/strategy/charts/{file}", Nothing, "the map of objectives as a file", |it| {
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
    told("GET", "/enterprise-risk", Nothing, "AI risks and controls beside a register of the enterprise", |it| {
        on(it, screens::enterprise::page)
    }),
    told("GET", "/enterprise-risk/exports/{file}", Event, "what a register should load", |it| {
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
    route("GET", "/library/crosswalks/{crosswalk}", Nothing, "a crosswalk and its reviews", |it| {
        on(it, screens::library::crosswalk::page)
    }),
    route("POST", "/library/crosswalks/{crosswalk}/reviews", Change, "confirm, change or reject relations", |it| {
        on(it, screens::library::crosswalk::decide)
    }),
    route("GET", "/library/{framework}", Nothing, "a framework", |it| on(it, screens::library::framework)),
    told("GET", "/library/{framework}/next", Nothing, "what is open of a framework", |it| {
        on(it, screens::library::next)
    }),
    route("GET", "/library/{framework}/{node}", Nothing, "a requirement, control or guidance", |it| {
        on(it, screens::library::node)
    }),
    told("GET", "/conflicts", Nothing, "conflicts between tables in force", |it| on(it, screens::conflicts::board)),
    route("POST", "/conflicts/look", Change, "look for conflicts and keep them", |it| on(it, screens::conflicts::look)),
    route("POST", "/conflicts/{id}/decide", Change, "bring a conflict under decision", |it| {
        on(it, screens::conflicts::decide)
    }),
    told("GET", "/conflicts/paste", Nothing, "form to paste a procedure", |it| on(it, screens::conflicts::paste::form)),
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
    told("GET", "/inventory", Nothing, "AI systems and their health", |it| on(it, screens::inventory::inventory)),
    route("POST", "/inventory/compare", Nothing, "choose systems to compare", |it| on(it, screens::inventory::choose)),
    told("GET", "/inventory/compare", Nothing, "AI systems side by side", |it| on(it, screens::compare::compare)),
    told("GET", "/inventory/charts/{file}", Nothing, "a chart of the inventory", |it| {
        on(it, screens::pictures::of_inventory)
    }),
    route("POST", "/inventory/views", Nothing, "save or forget a view of the inventory", |it| {
        on(it, screens::inventory::keep)
    }),
    told("GET", "/system/{id}/dossier", Nothing, "everything about an AI system", |it| {
        on(it, screens::dossier::dossier)
    }),
    told("GET", "/system/{id}/charts/{file}", Nothing, "a chart of an AI system", |it| {
        on(it, screens::pictures::of_system)
    }),
    told("GET", "/system/{id}/impacts", Nothing, "what an AI system does to people and society", |it| {
        on(it, screens::impacts::page)
    }),
    told("GET", "/system/{id}/impacts/{file}", Nothing, "the two lanes of an AI system as a file", |it| {
        on(it, screens::impacts::file)
    }),
    told("GET", "/system/{id}/impacts/files/{file}", Event, "the impacts of an AI system as a file", |it| {
        on(it, screens::impacts::paper)
    }),
    told("GET", "/system/{id}/boundary", Nothing, "who takes which part in an AI system, and what if", |it| {
        on(it, screens::boundary::page)
    }),
    told("GET", "/system/{id}/boundary/{file}", Nothing, "the boundary of an AI system as a file", |it| {
        on(it, screens::boundary::file)
    }),
    told("GET", "/obligations", Nothing, "duties of all AI systems on a day", |it| {
        on(it, screens::obligations::overview)
    }),
    told("GET", "/system/{id}/obligations", Nothing, "duties of an AI system, with reasons", |it| {
        on(it, screens::obligations::one)
    }),
    route("POST", "/system/{id}/obligations/adopt", Change, "make records of duties that apply", |it| {
        on(it, screens::obligations::adopt)
    }),
    told("GET", "/system/{id}/hand-off", Nothing, "the sheet of a hand-off across a boundary", |it| {
        on(it, screens::boundary::sheet)
    }),
    told("GET", "/competences", Nothing, "who is asked for what", |it| on(it, screens::competence::overview)),
    told("GET", "/competences/effect", Nothing, "effect of training", |it| {
        on(it, screens::competence::effect::overview)
    }),
    told("GET", "/competences/files/{file}", Event, "competence as a file", |it| on(it, screens::competence::file)),
    route("GET", "/competences/quiz/{id}", Nothing, "a quiz to take", |it| on(it, screens::competence::paper)),
    route("POST", "/competences/quiz/{id}", Change, "take a quiz", |it| on(it, screens::competence::take)),
    route("GET", "/competences/{id}", Nothing, "one person's proofs", |it| on(it, screens::competence::one)),
    told("GET", "/risks", Nothing, "how risks stand, and what the process lacks", |it| {
        on(it, screens::risks::overview)
    }),
    told("GET", "/risks/files/{file}", Event, "the risk process as a file", |it| on(it, screens::risks::file)),
    told(
        "GET",
        "/risks/cockpit",
        Nothing,
        "where risks lie, what moved, what they cost, and what is to be done",
        |it| on(it, screens::risks::cockpit::overview),
    ),
    told("GET", "/risks/cockpit/files/{file}", Event, "the risk cockpit as a file", |it| {
        on(it, screens::risks::cockpit::paper)
    }),
    told("GET", "/risks/cockpit/charts/{file}", Nothing, "the heat map as a picture or as data", |it| {
        on(it, screens::risks::cockpit::chart)
    }),
    told("GET", "/risks/moved", Nothing, "which risks are assessed again and why, and what moved", |it| {
        on(it, screens::risks::moving::overview)
    }),
    told("GET", "/risks/moved/files/{file}", Event, "what moves risks as a file", |it| {
        on(it, screens::risks::moving::paper)
    }),
    route("POST", "/risks/{id}/take", Change, "take a likelihood over that incidents or an indicator show", |it| {
        on(it, screens::risks::moving::take)
    }),
    told("GET", "/risks/losses", Nothing, "what risks cost, and whether the appetite holds", |it| {
        on(it, screens::risks::losses::overview)
    }),
    told("GET", "/risks/losses/charts/{file}", Nothing, "a chart of what risks cost", |it| {
        on(it, screens::risks::losses::file)
    }),
    told("GET", "/treatments", Nothing, "what is done about risks, and whether it worked", |it| {
        on(it, screens::treatments::board)
    }),
    told("GET", "/treatments/charts/{file}", Nothing, "how the tasks of a treatment burnt down", |it| {
        on(it, screens::treatments::chart)
    }),
    told("GET", "/treatments/files/{file}", Event, "treatment plans as a file", |it| {
        on(it, screens::treatments::paper)
    }),
    told("GET", "/acceptances", Nothing, "which risks are kept, by whom, and whether that counts", |it| {
        on(it, screens::acceptances::register)
    }),
    told("GET", "/acceptances/files/{file}", Event, "the register of acceptances as a file", |it| {
        on(it, screens::acceptances::paper)
    }),
    told("GET", "/challenges", Nothing, "what was challenged, and what came of it", |it| {
        on(it, screens::challenges::overview)
    }),
    told("GET", "/challenges/files/{file}", Event, "challenges as a file", |it| on(it, screens::challenges::paper)),
    route("POST", "/challenges/{id}/runs", Change, "bring a file of attempts into an exercise", |it| {
        on(it, screens::challenges::bring_in)
    }),
    route("POST", "/challenges/{id}/actions", Change, "make actions of what no monitor saw, each once", |it| {
        on(it, screens::challenges::act)
    }),
    route("POST", "/challenges/{id}/take", Change, "take a likelihood over that an exercise shows", |it| {
        on(it, screens::challenges::take)
    }),
    route("POST", "/risk-assessments/{id}/take", Change, "take over what assessors agreed on", |it| {
        on(it, screens::risks::take)
    }),
    told("GET", "/corrections", Nothing, "findings and corrective action in their order", |it| {
        on(it, screens::corrections::board)
    }),
    told("GET", "/corrections/charts/{file}", Nothing, "a chart of findings", |it| on(it, screens::corrections::file)),
    told("GET", "/breaches", Nothing, "breaches, and whether units are treated alike", |it| {
        on(it, screens::breaches::docket)
    }),
    route("POST", "/breaches/detect", Change, "look for breaches and enter them as alleged", |it| {
        on(it, screens::breaches::detect)
    }),
    told("GET", "/breaches/charts/{file}", Nothing, "a chart of breaches", |it| on(it, screens::breaches::file)),
    told("GET", "/breaches/again", Nothing, "a case to decide again without names", |it| {
        on(it, screens::breaches::again::form)
    }),
    route("POST", "/breaches/again", Change, "keep what was decided again without names", |it| {
        on(it, screens::breaches::again::keep)
    }),
    told("GET", "/lineage/{id}", Nothing, "from what a record was made and where it is used", |it| {
        on(it, screens::data::lineage::page)
    }),
    route("GET", "/data/{id}/files/{file}", Event, "the datasheet of a dataset as a file", |it| {
        on(it, screens::data::file)
    }),
    route("GET", "/data/{id}/charts/{file}", Nothing, "a chart of a dataset", |it| on(it, screens::data::charts::file)),
    told("GET", "/lineage/{id}/charts/{file}", Nothing, "the lineage of a record as a file", |it| {
        on(it, screens::data::lineage::file)
    }),
    told("GET", "/retention", Nothing, "how long what is kept, and what is due", |it| {
        on(it, screens::retention::retention)
    }),
    told("GET", "/suppliers", Nothing, "on whom AI systems hang, and how concentrated that is", |it| {
        on(it, screens::suppliers::page)
    }),
    told("GET", "/suppliers/charts/{file}", Nothing, "a chart of suppliers", |it| on(it, screens::suppliers::file)),
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
    told("GET", "/responsibilities", Nothing, "who answers for what, and what is wrong with it", |it| {
        on(it, screens::duties::survey)
    }),
    told("GET", "/duties/{id}", Nothing, "duties of a person, an AI system or an assignment", |it| {
        on(it, screens::duties::one)
    }),
    told("GET", "/bodies", Nothing, "governance bodies and their decisions", |it| on(it, screens::bodies::bodies)),
    told("GET", "/bodies/{id}", Nothing, "a governance body or a meeting", |it| on(it, screens::bodies::one)),
    told("GET", "/bodies/{id}/{file}", Event, "a charter or minutes as a file", |it| on(it, screens::bodies::file)),
    route("POST", "/bodies/{id}/votes", Change, "enter how members voted on an item", |it| {
        on(it, screens::bodies::meeting::votes)
    }),
    route("POST", "/bodies/{id}/agenda", Change, "put a record on the agenda of a meeting", |it| {
        on(it, screens::bodies::meeting::agenda)
    }),
    told("GET", "/rights", Nothing, "who may decide what, and whether I may", |it| {
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
