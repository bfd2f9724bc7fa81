//! What is asked, allowed and reminded beside the records, as data: the files of `data/library/` and some of `data/tables/` and
//! `data/plans/`, with what an organisation lays over them.
//!
//! In a file of the organisation a key takes the place of that key of the shipped file, whole; a list below `also` is added to the
//! list of that name. Each part says itself what is wrong with it. Serves ISO/IEC 42001 4.4 and 7.5.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use library::Shelf;
use record::{Catalog, Fault, FieldType, Source};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use crate::accepting::library::Accepting;
use crate::access::limits::{Alerts, Limits};
use crate::allocation::library::Allocation;
use crate::attention::Attention;
use crate::auditing::library::Auditing;
use crate::bodies::gate::Deciding;
use crate::certifying::library::Certifying;
use crate::challenging::library::Challenging;
use crate::competence::library::Competences;
use crate::concerns::library::Concerns;
use crate::conflicts::precedence::Precedence;
use crate::conformity::library::Conformity;
use crate::consequences::library::Consequences;
use crate::correcting::library::Correcting;
use crate::data::library::{Elements, Licences, Needs, Plan, Tiers, TradeOff};
use crate::data::retention::library::Keeping;
use crate::data::supplier::clause::Clauses;
use crate::data::supplier::concentration::Asked;
use crate::documents::library::Policies;
use crate::escalating::calendar::Calendars;
use crate::escalating::check::Triggers;
use crate::gaps::library::Gaps;
use crate::hazards::library::Hazards;
use crate::impacting::library::Impacts;
use crate::integrating::library::Enterprise;
use crate::obligations::library::Obligations;
use crate::packing::library::{Packs, Reviewed};
use crate::practising::library::Practice;
use crate::readying::library::Readiness;
use crate::resourcing::marks::Marks;
use crate::responsibility::catalogue::Catalogue;
use crate::reviewing::library::Reviews;
use crate::risking::cockpit::library::Cockpit;
use crate::risking::library::Method;
use crate::risking::moving::library::Moving;
use crate::scoping::library::Scoping;
use crate::strategy::starting::Starters;
use crate::tiering::library::{Facts, Tiering};
use crate::treating::library::Treating;

/// Everything that is asked, allowed and reminded beside the records.
#[derive(Debug, Default)]
pub struct Libraries {
    /// What acceptances of risks go by.
    pub accepting: Accepting,
    /// What challenges of risks go by.
    pub challenging: Challenging,
    /// What grants of access are held against.
    pub access: Limits,
    /// What logs of access are held against.
    pub alerts: Alerts,
    /// What supplied components must be backed by, and harms that are asked about.
    pub allocation: Allocation,
    /// What wants attention, and when people are reminded.
    pub attention: Attention,
    /// What audits go by.
    pub auditing: Auditing,
    /// What contracts must speak of.
    pub clauses: Clauses,
    /// Cycles of certificates, and what their bodies are told.
    pub certifying: Certifying,
    /// Working calendars.
    pub calendars: Calendars,
    /// What the risk cockpit goes by.
    pub cockpit: Cockpit,
    /// What competence goes by.
    pub competence: Competences,
    /// What the channel for concerns goes by.
    pub concerns: Concerns,
    /// What is asked about dependence on suppliers.
    pub concentration: Asked,
    /// From when proof shows that something operates.
    pub conformity: Conformity,
    /// What belongs to breaches.
    pub consequences: Consequences,
    /// What the order of findings goes by.
    pub correcting: Correcting,
    /// Which transitions are decisions, and what decision rights can ask for.
    pub deciding: Deciding,
    /// The duty catalogue.
    pub duties: Catalogue,
    /// Registers of the enterprise beside ours.
    pub enterprise: Enterprise,
    /// What triggers of escalations ask of their ladders.
    pub escalation: Triggers,
    /// Which field of an AI system answers which fact.
    pub facts: Facts,
    /// What gap assessments go by.
    pub gaps: Gaps,
    /// Hazards of AI systems.
    pub hazards: Hazards,
    /// What impact assessments go by.
    pub impacts: Impacts,
    /// Licences that are known.
    pub licences: Licences,
    /// What uses need of licences.
    pub needs: Needs,
    /// What duties of laws and contracts go by.
    pub obligations: Obligations,
    /// The plans of quality by name, with their limits.
    pub plans: BTreeMap<String, Plan>,
    /// What packs show to those who direct.
    pub packs: Packs,
    /// What an AI policy must say.
    pub policies: Policies,
    /// From when a difference between policy and practice is told.
    pub practice: Practice,
    /// Which of two tables that clash goes before.
    pub precedence: Precedence,
    /// What must be known of where data come from.
    pub provenance: Elements,
    /// Stages of audits from outside, contradictions and drills.
    pub readiness: Readiness,
    /// From when figures of resource plans stand out.
    pub resources: Marks,
    /// What disposal knows of each kind of record.
    pub retention: Keeping,
    /// What a review by top management looks at.
    pub reviewed: Reviewed,
    /// What the lanes of review need.
    pub reviews: Reviews,
    /// Events that reach risks, and what moves their levels.
    pub moving: Moving,
    /// Stages and steps of the risk process, and what is asked before an AI system moves on.
    pub risks: Method,
    /// What scopes go by.
    pub scoping: Scoping,
    /// Indicators to start with.
    pub starters: Starters,
    /// What overrides of tiers need, and what each tier asks for.
    pub tiering: Tiering,
    /// How strictly data are looked at.
    pub tiers: Tiers,
    /// What treatment plans go by.
    pub treating: Treating,
    /// What can be weighed when treatments are compared.
    pub trade_off: TradeOff,
    /// Frameworks and crosswalks, where an organisation has some of its own.
    shelf: Option<Arc<Shelf>>,
}

/// A part of the libraries.
pub(crate) trait Part: DeserializeOwned {
    /// What is wrong with it beside its form, each in a sentence.
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String>;
}

/// A file, and where what it says goes.
struct File {
    path: &'static str,
    read: fn(&mut Libraries, Value) -> Result<(), toml::de::Error>,
    faults: fn(&Libraries, &Catalog) -> Vec<String>,
}

/// A file that is read into a field and says itself what is wrong with it.
macro_rules! part {
    ($field:ident: $path:literal) => {
        File { path: $path, read: |to, it| set(&mut to.$field, it), faults: |of, on| of.$field.faults(of, on) }
    };
}

/// Every file but the plans, whose names are free.
const FILES: &[File] = &[
    part!(accepting: "library/accepting.toml"),
    part!(access: "library/access.toml"),
    part!(policies: "library/ai_policy.toml"),
    part!(allocation: "library/allocation.toml"),
    part!(attention: "library/attention.toml"),
    part!(auditing: "library/auditing.toml"),
    part!(packs: "library/board_pack.toml"),
    part!(calendars: "library/calendars.toml"),
    part!(certifying: "library/certification.toml"),
    part!(challenging: "library/challenging.toml"),
    part!(clauses: "library/clauses.toml"),
    part!(competence: "library/competence.toml"),
    part!(concentration: "library/concentration.toml"),
    part!(concerns: "library/concerns.toml"),
    part!(consequences: "library/consequences.toml"),
    part!(correcting: "library/correcting.toml"),
    part!(conformity: "library/conformity.toml"),
    part!(tiers: "library/data_tiers.toml"),
    part!(deciding: "library/decision_rights.toml"),
    part!(duties: "library/duties.toml"),
    part!(enterprise: "library/enterprise.toml"),
    part!(escalation: "library/escalation.toml"),
    part!(facts: "library/facts_of_systems.toml"),
    part!(gaps: "library/gaps.toml"),
    part!(hazards: "library/hazards.toml"),
    part!(impacts: "library/impacts.toml"),
    part!(starters: "library/indicators.toml"),
    part!(licences: "library/licences.toml"),
    part!(reviewed: "library/management_review.toml"),
    part!(obligations: "library/obligations.toml"),
    part!(practice: "library/practice.toml"),
    part!(provenance: "library/provenance.toml"),
    part!(readiness: "library/readiness.toml"),
    part!(resources: "library/resources.toml"),
    part!(retention: "library/retention.toml"),
    part!(reviews: "library/reviews.toml"),
    part!(cockpit: "library/risk_cockpit.toml"),
    part!(moving: "library/risk_events.toml"),
    part!(risks: "library/risk_method.toml"),
    part!(scoping: "library/scope.toml"),
    part!(tiering: "library/tiering.toml"),
    part!(treating: "library/treating.toml"),
    part!(trade_off: "library/trade_off.toml"),
    part!(alerts: "tables/access_alerts.toml"),
    part!(needs: "tables/licence_use.toml"),
    part!(precedence: "tables/precedence.toml"),
];

/// The folder of plans of quality.
const PLANS: &str = "plans/";

/// The folders of frameworks and of crosswalks, whose names are free.
const SHELF: [&str; 2] = ["frameworks/", "crosswalks/"];

/// The shelf that ships. It is large, so that it is read when something asks for it.
static SHIPPED_SHELF: LazyLock<Shelf> =
    LazyLock::new(|| shelf(&crate::configuration::shipped(), &[]).unwrap_or_default());

/// Where a file of the organisation adds to lists instead of replacing them.
const ALSO: &str = "also";

static SHIPPED: LazyLock<Arc<Libraries>> =
    LazyLock::new(|| Arc::new(Libraries::read(&crate::configuration::shipped(), &[]).unwrap_or_default()));

impl Libraries {
    /// What the program ships, which a test reads; the same for everybody, so it is read once.
    pub fn shipped() -> Arc<Libraries> {
        SHIPPED.clone()
    }

    /// Whether a file lies where libraries do.
    pub(crate) fn is_one(path: &str) -> bool {
        ["library/", "tables/", PLANS].iter().chain(&SHELF).any(|it| path.starts_with(it))
    }

    /// Frameworks and crosswalks.
    pub fn shelf(&self) -> &Shelf {
        self.shelf.as_deref().unwrap_or(&SHIPPED_SHELF)
    }

    /// What is wrong with the frameworks and crosswalks in force.
    pub(crate) fn faults_of_shelf(&self, catalog: &Catalog) -> Vec<Fault> {
        let own = self.shelf().faults().into_iter().map(|it| Fault::of_file(&it.file, it.to_string()));
        own.chain(crate::modality::known::faults(self.shelf(), catalog)).collect()
    }

    /// What would be wrong with frameworks and crosswalks, were these laid over those of the base.
    pub(crate) fn faults_with(base: &[Source], over: &[Source], catalog: &Catalog) -> Vec<Fault> {
        // What was laid over already comes after what ships and takes its place.
        let last = |at: usize, it: &Source| !base.iter().skip(at + 1).any(|later| later.path == it.path);
        let base: Vec<Source> =
            base.iter().enumerate().filter(|(at, it)| last(*at, it)).map(|(_, it)| it.clone()).collect();
        match shelf(&base, over) {
            Ok(read) => crate::modality::known::faults(&read, catalog),
            Err(faults) => faults,
        }
    }

    /// Whether a file belongs to the libraries.
    pub(crate) fn has(path: &str) -> bool {
        path.starts_with(PLANS) || on_shelf(path) || FILES.iter().any(|it| it.path == path)
    }

    /// What is shipped with these files laid over it, all faults at once.
    pub(crate) fn load(base: &[Source], over: &[Source], catalog: &Catalog) -> Result<Arc<Libraries>, Vec<Fault>> {
        let unknown = over.iter().filter(|it| Libraries::is_one(&it.path) && !Libraries::has(&it.path));
        let unknown: Vec<Fault> = unknown.map(|it| Fault::of_file(&it.path, not_known())).collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        if !over.iter().any(|it| Libraries::has(&it.path)) {
            return Ok(Libraries::shipped());
        }
        let read = Libraries::read(base, over)?;
        let faults = read.faults(catalog);
        if faults.is_empty() { Ok(Arc::new(read)) } else { Err(faults) }
    }

    fn read(base: &[Source], over: &[Source]) -> Result<Libraries, Vec<Fault>> {
        let (mut all, mut faults) = (Libraries::default(), Vec::new());
        for file in FILES {
            let read = laid(base, over, file.path)
                .and_then(|it| (file.read)(&mut all, it).map_err(|it| Fault::of_value(file.path, &it)));
            faults.extend(read.err());
        }
        for source in base.iter().chain(over).filter(|it| it.path.starts_with(PLANS)) {
            match toml::from_str::<Plan>(&source.text) {
                Ok(plan) => _ = all.plans.insert(plan.name.clone(), plan),
                Err(error) => faults.push(Fault::of_toml(&source.path, &source.text, &error)),
            }
        }
        if over.iter().any(|it| on_shelf(&it.path)) {
            match shelf(base, over) {
                Ok(read) => all.shelf = Some(Arc::new(read)),
                Err(unread) => faults.extend(unread),
            }
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    /// What is wrong with them beside their form.
    pub(crate) fn faults(&self, catalog: &Catalog) -> Vec<Fault> {
        let of =
            |file: &File| (file.faults)(self, catalog).into_iter().map(|it| Fault::of_file(file.path, it)).collect();
        let shelf = self.shelf.iter().flat_map(|it| crate::modality::known::faults(it, catalog));
        FILES.iter().flat_map(|it| -> Vec<Fault> { of(it) }).chain(shelf).collect()
    }
}

fn on_shelf(path: &str) -> bool {
    SHELF.iter().any(|it| path.starts_with(it))
}

/// The frameworks and crosswalks of these files; a file of the organisation takes the place of the shipped one of its name.
fn shelf(base: &[Source], over: &[Source]) -> Result<Shelf, Vec<Fault>> {
    let of_base = base.iter().filter(|it| !over.iter().any(|own| own.path == it.path));
    let files = of_base.chain(over).filter(|it| on_shelf(&it.path));
    let (read, unread) = Shelf::read(files.map(|it| (it.path.as_str(), it.text.as_str())));
    let form = unread.iter().map(|it| Fault::of_file(&it.path, it.message.clone()));
    let sense = read.iter().flat_map(Shelf::faults).map(|it| Fault::of_file(&it.file, it.to_string()));
    let faults: Vec<Fault> = form.chain(sense).collect();
    match read {
        Some(read) if faults.is_empty() => Ok(read),
        _ => Err(faults),
    }
}

fn not_known() -> String {
    let names: Vec<&str> = FILES.iter().map(|it| it.path).collect();
    format!(
        "nothing reads this file; files of an organisation are {}, those of `{PLANS}` and of {}",
        names.join(", "),
        SHELF.map(|it| format!("`{it}`")).join(" and ")
    )
}

fn set<T: DeserializeOwned>(to: &mut T, from: Value) -> Result<(), toml::de::Error> {
    *to = from.try_into()?;
    Ok(())
}

/// The shipped file of this path with that of the organisation laid over it.
fn laid(base: &[Source], over: &[Source], path: &str) -> Result<Value, Fault> {
    let table = |sources: &[Source]| match sources.iter().find(|it| it.path == path) {
        None => Ok(Table::new()),
        Some(it) => it.text.parse::<Table>().map_err(|error| Fault::of_toml(path, &it.text, &error)),
    };
    let (mut whole, mut own) = (table(base)?, table(over)?);
    let also = own.remove(ALSO);
    whole.extend(own);
    for (name, added) in also.as_ref().and_then(Value::as_table).into_iter().flatten() {
        match (whole.get_mut(name), added) {
            (Some(Value::Array(list)), Value::Array(added)) => list.extend(added.iter().cloned()),
            _ => return Err(Fault::of_file(path, format!("`{ALSO}.{name}` adds to a list, and `{name}` is none"))),
        }
    }
    Ok(Value::Table(whole))
}

/// Those of these texts that are no length of time, each in a sentence.
pub(crate) fn lengths<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let unread = texts.into_iter().filter(|it| it.parse::<jiff::Span>().is_err());
    unread.map(|it| format!("`{it}` is no length of time; write one as `P90D`")).collect()
}

/// States that are named and that a kind does not have.
pub(crate) fn no_states<'a>(catalog: &Catalog, kind: &str, named: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let known = catalog.kind(kind).map(|it| it.states()).unwrap_or_default();
    let unknown = named.into_iter().filter(|it| !known.contains(&it.as_str()));
    unknown.map(|it| format!("`{kind}` has no state `{it}`")).collect()
}

/// Words of files, by their keys.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// A word; its key where there is none, which loading does not let happen.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// Those without which something cannot be written, and that are missing.
    pub(crate) fn missing(&self, wanted: &[&str]) -> Vec<String> {
        let missing = wanted.iter().filter(|it| !self.0.contains_key(**it));
        missing.map(|it| format!("the word `{it}` is missing")).collect()
    }
}

/// Sorts of `what` that are looked for and have no words, and those that have words and are not looked for.
pub(crate) fn unmatched<'a>(
    what: &str,
    looked_for: impl Iterator<Item = &'a str>,
    worded: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let (looked_for, worded): (Vec<&str>, Vec<&str>) = (looked_for.collect(), worded.collect());
    let missing = looked_for.iter().filter(|it| !worded.contains(it));
    let missing = missing.map(|it| format!("the {what} `{it}` has no words; add them"));
    let unknown = worded.iter().filter(|it| !looked_for.contains(it));
    let unknown = unknown.map(|it| format!("nothing looks for the {what} `{it}`; take it out"));
    missing.chain(unknown).collect()
}

/// The choices of a field; none where it has none.
pub(crate) fn choices(catalog: &Catalog, kind: &str, field: &str) -> Vec<String> {
    match catalog.kind(kind).and_then(|it| it.field(field)).map(|it| &it.ty) {
        Some(FieldType::Choice { choices } | FieldType::Choices { choices }) => choices.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(path: &str, text: &str) -> Result<Arc<Libraries>, Vec<String>> {
        let over = [Source { path: path.to_owned(), text: text.to_owned() }];
        let base = crate::configuration::shipped();
        let catalog = Catalog::load(&base, &[]).unwrap();
        Libraries::load(&base, &over, &catalog)
            .map_err(|it| it.iter().map(|it| format!("{}: {}", it.file, it.message)).collect())
    }

    #[test]
    fn what_is_shipped_is_sound() {
        let base = crate::configuration::shipped();
        let catalog = Catalog::load(&base, &[]).unwrap();
        assert_eq!(Libraries::read(&base, &[]).unwrap().faults(&catalog), Vec::new());
        let shelf = super::shelf(&base, &[]).unwrap();
        assert_eq!(crate::modality::known::faults(&shelf, &catalog), Vec::new());
    }

    #[test]
    fn a_key_replaces_and_also_adds() {
        let all = over("library/access.toml", "most_holders = 3").unwrap();
        assert_eq!((all.access.most_holders, &all.access.longest), (3, &Libraries::shipped().access.longest));
        let own = "[[also.licence]]\nid = \"LicenseRef-House\"\nnames = []\nnote = \"ours\"\nsource = \"https://house.example/\"\n\
                   terms = { use = \"yes\", commercial_use = \"yes\", derivatives = \"yes\", redistribution = \"no\", machine_learning = \
                   \"yes\", share_alike = \"no\", attribution = \"no\" }";
        let all = over("library/licences.toml", own).unwrap();
        assert_eq!(all.licences.licence.len(), Libraries::shipped().licences.licence.len() + 1);
    }

    #[test]
    fn frameworks_of_an_organisation_stand_beside_those_shipped() {
        let shipped = Libraries::shipped();
        assert!(shipped.shelf().find("ISO/IEC 42001:6.1.3").is_some_and(|it| it.binding()));
        let text =
            crate::configuration::shipped().into_iter().find(|it| it.path == "frameworks/iso-42001.toml").unwrap().text;
        let all = over(
            "frameworks/house.toml",
            &text
                .replace("prefix = \"ISO/IEC 42001\"", "prefix = \"House\"")
                .replace("urn:aims:framework:iso-iec-42001:2023", "urn:house"),
        )
        .unwrap();
        assert!(all.shelf().find("House:6.1.3").is_some() && all.shelf().find("ISO/IEC 42001:6.1.3").is_some());
        assert!(over("frameworks/house.toml", "schema = 1").is_err());
    }

    const OWN: &str =
        "[[also.calendar]]\nname = \"own\"\nzone = \"UTC\"\ndays = []\nfrom = \"09:00\"\nuntil = \"17:00\"";

    /// A figure that counts by a field that its kind has not.
    const COUNTS: &str = "[[also.figure]]\nkey = \"own\"\nsection = \"exposure\"\ntitle = \"Own\"\nsays = \"own\"\nkind = \"risk\"\n\
                          form = \"share\"\ncounts = { field = \"moon\", values = [\"full\"] }";
    /// A register with a gap on one axis, an overlap on the other, and a cell without a level.
    const GAP: &str = "[[also.register]]\nname = \"gap\"\nlabel = \"Gap\"\nappetite = \"green\"\nlevels = [\"green\"]\n\
        likelihood = [{ level = \"low\", from = 0.0, below = 0.2 }, { level = \"high\", from = 0.3 }]\n\
        impact = [{ level = \"low\", from = 0.0, below = 0.2 }, { level = \"high\", from = 0.1 }]\n\
        cells = [[\"green\", \"green\"], [\"green\", \"red\"]]\ncategories = []\nstates = []\n\
        risk = { key = \"a\", title = \"b\" }\ncontrol = { key = \"a\", title = \"b\" }";
    /// One whose levels are in no order.
    const ORDER: &str = "[[also.register]]\nname = \"order\"\nlabel = \"Order\"\nappetite = \"green\"\nlevels = [\"green\"]\n\
        likelihood = [{ level = \"high\", from = 0.2, below = 0.1 }, { level = \"low\", from = 0.1 }]\n\
        impact = [{ level = \"low\", from = 0.0, below = 0.2 }, { level = \"high\", from = 0.2 }]\n\
        cells = [[\"green\", \"green\"], [\"green\", \"green\"]]\ncategories = []\nstates = []\n\
        risk = { key = \"a\", title = \"b\" }\ncontrol = { key = \"a\", title = \"b\" }";

    /// A scale that leaves a status out, falls where it should rise, and ends before 1.
    const STEPS: &str = "[[also.scale]]\nname = \"own\"\nlabel = \"Own\"\n\
        level = [{ name = \"a\", label = \"a\", share = 0.0, anchor = \"a\" }, { name = \"b\", label = \"b\", share = 0.5, anchor = \"b\" }]\n\
        band = [{ status = \"failing\", level = \"a\" }, { status = \"not_started\", level = \"a\" }, { status = \"designed\", level = \"a\" }, \
        { status = \"designed_not_operating\", level = \"b\" }, { status = \"operating\", level = \"a\" }]";

    #[test]
    fn the_examples_of_the_guide_load() {
        let guide = std::fs::read_to_string("../../docs/guide/kinds.md").unwrap();
        let examples = guide.split("```toml\n# library/").skip(1).map(|rest| rest.split("```").next().unwrap());
        let examples: Vec<(&str, &str)> = examples.map(|it| it.split_once('\n').unwrap()).collect();
        assert_eq!(examples.len(), 2);
        for (file, text) in examples {
            over(&format!("library/{file}"), text).unwrap();
        }
    }

    #[test]
    fn the_register_of_the_guide_loads() {
        let guide = std::fs::read_to_string("../../docs/guide/enterprise-risk.md").unwrap();
        let example = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        assert!(over("library/enterprise.toml", example).unwrap().enterprise.find("group").is_some());
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_place() {
        const MOON: &str = "[[law]]\nname = \"data_protection\"\nlabel = \"m\"\nreference = \"Moon Act:1\"\n\
            [[law.question]]\nid = \"1\"\nasks = \"?\"\nfrom = [{ field = \"tides\" }]";
        for (path, text, says) in [
            ("library/acces.toml", "", "nothing reads this file"),
            ("library/access.toml", "most_holders = \"many\"", "invalid type"),
            ("library/access.toml", "longest = \"a year\"", "`a year` is no length of time"),
            ("library/access.toml", "most = 3", "there is no key `most`"),
            ("library/data_tiers.toml", "unused = \"lowest\"", "`lowest` is no tier of data"),
            ("library/escalation.toml", "[[also.trigger]]\nname = \"moon\"", "`moon` is no trigger"),
            (
                "library/board_pack.toml",
                "[[also.otherwise]]\nkind = \"moon\"\nsays = \"it sets\"",
                "there is no kind `moon`",
            ),
            ("library/board_pack.toml", COUNTS, "figure `own`: `risk` has no field `moon`"),
            ("library/calendars.toml", OWN, "calendar `own`: it has no working day"),
            ("library/enterprise.toml", GAP, "register `gap`: `likelihood` has a gap from 0.2 to 0.3, before `high`"),
            ("library/enterprise.toml", GAP, "`low` and `high` of `impact` overlap from 0.1 to 0.2"),
            ("library/enterprise.toml", GAP, "`red` in `cells` is no level"),
            (
                "library/enterprise.toml",
                ORDER,
                "`high` of `likelihood` ends at 0.1, where it has not begun; put it in order",
            ),
            (
                "library/gaps.toml",
                "scale = []\n[agreement]\nleast = 1\nlevel = 0.9",
                "agreement is told from 2 ratings on",
            ),
            ("library/gaps.toml", STEPS, "scale `own` says nothing of `stale`"),
            ("library/gaps.toml", STEPS, "scale `own` gives `operating` a lower step than what is less"),
            ("library/gaps.toml", STEPS, "the shares of scale `own` rise from 0 to 1"),
            (
                "library/impacts.toml",
                "[natures]\nsocietal = [\"technical\", \"group\"]",
                "`societal` goes with the technical lane or with the lanes of people, never with both",
            ),
            ("library/impacts.toml", "of_harms = [\"colour\"]", "`colour` is no column of `impacts`"),
            ("library/impacts.toml", MOON, "no framework has `Moon Act:1`"),
            (
                "library/impacts.toml",
                MOON,
                "`tides` is no field of `impact_assessment`, which 1 of data_protection asks",
            ),
            ("library/licences.toml", "[also]\nunused = [1]", "`also.unused` adds to a list"),
            ("library/resources.toml", "busy = 85", "`busy` is a share between 0 and 1, not 85"),
            (
                "tables/precedence.toml",
                "[[also.rank]]\nname = \"own\"\npurposes = [\"tiering\"]",
                "`tiering` has two ranks",
            ),
        ] {
            let faults = over(path, text).unwrap_err();
            assert!(faults.iter().any(|it| it.starts_with(path) && it.contains(says)), "{path} {text}: {faults:?}");
        }
    }
}
