//! The matrix of a day, kept with the place of the ledger to which it was made. What changed since is converted alone, and only requirements
//! that hang on it are weighed anew; another day or another configuration makes it whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use conformity::{Change, Form, Ground, Judgement, Matrix, Plan, Proof};
use jiff::civil::Date;
use library::Node;
use record::Id;
use store::{Read, RecordRow};

use super::behind::Behind;
use super::checks::{derived_fields, said};
use super::classed::{Own, classes};
use super::entered::Entered;
use super::ground::{Excluded, With, control, document, evidence, excluded, system};
use super::known::Records;
use super::runs::runs;
use super::{CONTROL, DOCUMENT, EVIDENCE, MEASUREMENT, STATEMENT};
use crate::derived::{Snapshot, date, day};
use crate::documents::STATEMENT as POLICY;
use crate::responsibility::UNIT;
use crate::surroundings::SYSTEM;
use crate::{Aims, Configuration, Error};

/// Versions that are read to renew what is kept; after more it is made whole.
const MOST_CHANGED: u32 = 2_000;
/// Kinds on which coverage hangs beside those that checks look at.
const ALWAYS: &[&str] = &[SYSTEM, CONTROL, EVIDENCE, DOCUMENT, MEASUREMENT, STATEMENT, POLICY, UNIT];

/// A matrix with what it was made of.
#[derive(Clone)]
pub(crate) struct Covered {
    /// Entries of the ledger that it knows.
    size: u64,
    configuration: String,
    rows: HashMap<String, Records>,
    /// AI systems with their titles and units, as records.
    pub matrix: Matrix,
    excluded: Excluded,
    /// The classes of each AI system, as far as they are settled.
    classes: HashMap<Id, Own>,
    /// AI systems behind what is no AI system.
    behind: Arc<Behind>,
    /// Since when records at which checks look are in their states.
    entered: Entered,
    runs: BTreeMap<String, Proof>,
    shown: BTreeMap<String, BTreeMap<String, Proof>>,
    /// AI systems that the scope in force leaves out, by number; of them nothing is asked.
    pub out: BTreeSet<String>,
}

/// What is kept of one store.
#[derive(Default)]
pub(crate) struct Keep(Mutex<Option<Arc<Covered>>>);

impl Covered {
    /// An AI system as it was read.
    pub fn record(&self, kind: &str, id: &Id) -> Option<&RecordRow> {
        self.rows.get(kind)?.get(id)
    }

    /// Records of a kind.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &RecordRow> {
        self.rows.get(kind).into_iter().flat_map(Records::rows)
    }

    /// AI systems that count and that the scope does not leave out.
    pub fn systems(&self) -> impl Iterator<Item = &RecordRow> {
        self.of_kind(SYSTEM).filter(|it| crate::surroundings::counts(it) && !self.out.contains(&it.id.to_string()))
    }
}

impl Aims {
    /// Coverage now, kept from before as far as nothing changed.
    pub(crate) fn covered(&self, read: &Read) -> Result<Arc<Covered>, Error> {
        let (size, configuration, today) = (read.head()?.size, self.configuration(), day(self.clock()));
        // Whoever asks meanwhile waits, and finds it made.
        let mut keep = self.0.covered.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |it: &Arc<Covered>| {
            it.configuration == configuration.digest && it.matrix.ground.today == today && it.size <= size
        };
        let kept = keep.take().filter(same);
        let renewed = match kept {
            Some(it) if it.size == size => Some(it),
            Some(it) => {
                // Nobody else holds it for long, so that it is seldom copied.
                let own = Arc::try_unwrap(it).unwrap_or_else(|it| (*it).clone());
                renew(self, read, &configuration, own, size)?.map(Arc::new)
            }
            None => None,
        };
        let made = match renewed {
            Some(it) => it,
            None => Arc::new(whole(&self.snapshot(read, None), &configuration, today, size)?),
        };
        *keep = Some(made.clone());
        Ok(made)
    }

    /// Coverage as it was at a place of the ledger, for a day; inside a change, coverage as that change sees it.
    pub(crate) fn covered_at(&self, at: &Snapshot, today: Date) -> Result<Covered, Error> {
        whole(at, &self.configuration(), today, 0)
    }
}

/// Everything, made of all records.
fn whole(at: &Snapshot, configuration: &Configuration, today: Date, size: u64) -> Result<Covered, Error> {
    covered_in(at, true, configuration.digest.clone(), today, size)
}

/// The same; where it is not checked, controls and proofs alone count.
pub(crate) fn covered_in(
    at: &Snapshot,
    checked: bool,
    configuration: String,
    today: Date,
    size: u64,
) -> Result<Covered, Error> {
    let out = crate::scoping::left_out(at)?;
    covered_without(at, out, checked, (configuration, today, size))
}

/// The same, were these AI systems left out of the scope and no others.
pub(crate) fn covered_without(
    at: &Snapshot,
    out: BTreeSet<String>,
    checked: bool,
    (configuration, today, size): (String, Date, u64),
) -> Result<Covered, Error> {
    let links = crate::crosswalking::reviewed::links(at)?;
    let plan = Plan::of(at.libraries.shelf(), &links, &at.libraries.conformity.rules, today);
    let catalog = checked.then_some(&*at.catalog);
    let mut with = With { catalog, libraries: &at.libraries, behind: Arc::default() };
    let mut rows: HashMap<String, Records> = HashMap::new();
    for (name, checks) in kinds(&with) {
        let all = at.list(&name, Vec::new())?;
        let kind = with.catalog.and_then(|it| it.kind(&name)).filter(|_| !checks.is_empty());
        let records = match kind {
            Some(kind) => Records::checked(kind, derived_fields(kind, checks.into_iter()), all),
            None => Records::unchecked(all),
        };
        rows.insert(name, records);
    }
    with.behind = Arc::new(Behind::of(&at.catalog, &at.libraries.conformity.between.kinds, &rows));
    let mut ground = Ground { today, ..Ground::default() };
    let of = |kind: &str| rows.get(kind).into_iter().flat_map(Records::rows);
    let classes = classes(at, of(SYSTEM))?;
    let inside = of(SYSTEM).filter(|it| !out.contains(&it.id.to_string()));
    let systems = inside.filter_map(|it| Some((it.id.to_string(), system(it, classes.get(&it.id))?)));
    ground.systems = systems.collect();
    ground.controls = of(CONTROL).filter_map(|it| Some((it.id.to_string(), control(&with, it)?))).collect();
    let failed = failed(of(MEASUREMENT));
    ground.proofs = of(EVIDENCE).filter_map(|it| Some((it.id.to_string(), evidence(&with, it, &failed)?))).collect();
    let since = since(at, of(DOCUMENT))?;
    let documents =
        of(DOCUMENT).filter_map(|it| Some((it.id.to_string(), document(&with, it, since.get(&it.id).copied())?)));
    ground.proofs.extend(documents);
    let runs = runs(&with, of(MEASUREMENT), of(POLICY), of(DOCUMENT));
    ground.proofs.extend(runs.clone());
    let there = ground.systems.keys().cloned().collect();
    ground.excluded = excluded(of(STATEMENT), &there);
    let mut covered = Covered {
        size,
        configuration,
        excluded: ground.excluded.clone(),
        classes,
        behind: with.behind.clone(),
        entered: Entered::default(),
        runs,
        rows,
        matrix: Matrix::of(plan.clone(), Ground { today, ..Ground::default() }),
        shown: BTreeMap::new(),
        out,
    };
    moved(at, &mut covered)?;
    enter(at, &with, &mut covered, |_| true)?;
    for (reference, judgements, shown) in judged(&with, &covered, None) {
        ground.judgements.insert(reference.clone(), judgements);
        covered.shown.insert(reference, shown);
    }
    ground.proofs.extend(merged(&covered.shown));
    covered.matrix = Matrix::of(plan, ground);
    Ok(covered)
}

/// What is kept, with what changed since; nothing where too much did.
fn renew(
    aims: &Aims,
    read: &Read,
    configuration: &Configuration,
    mut covered: Covered,
    size: u64,
) -> Result<Option<Covered>, Error> {
    let versions = read.versions_from(covered.size, MOST_CHANGED)?;
    if versions.len() >= MOST_CHANGED as usize {
        return Ok(None);
    }
    let at = aims.snapshot(read, None);
    let mut with =
        With { catalog: Some(&configuration.catalog), libraries: &at.libraries, behind: covered.behind.clone() };
    let ids: BTreeSet<Id> = versions.into_iter().map(|it| it.record.id).collect();
    covered.size = size;
    let mut touched: BTreeMap<String, Vec<RecordRow>> = BTreeMap::new();
    let (mut scope_touched, mut classes_touched, mut related) = (false, false, false);
    let mut hangs_otherwise = false;
    for row in read.records(&ids.into_iter().collect::<Vec<_>>())? {
        scope_touched |= crate::scoping::KINDS.contains(&row.kind.as_str());
        classes_touched |= crate::tiering::answers::moves(&row.kind);
        related |= row.kind == crate::integrating::MAPPING;
        let Some(rows) = covered.rows.get_mut(&row.kind) else { continue };
        let kind = configuration.kind(&row.kind)?;
        hangs_otherwise |= rows.get(&row.id).is_none_or(|it| hangs(kind, it) != hangs(kind, &row));
        rows.put(kind, row.clone());
        touched.entry(row.kind.clone()).or_default().push(row);
    }
    if related {
        let links = crate::crosswalking::reviewed::links(&at)?;
        let plan = covered.matrix.plan.related(&links);
        covered.matrix.pass_on(Arc::new(plan));
    }
    let out = if scope_touched { crate::scoping::left_out(&at)? } else { covered.out.clone() };
    let left = covered.out != out;
    covered.out = out;
    let mut judging = moved(&at, &mut covered)?;
    judging.extend(touched.keys().cloned());
    if judging.is_empty() && !left && !classes_touched {
        return Ok(Some(covered));
    }
    reclassify(&at, &mut covered, touched.get(SYSTEM), classes_touched)?;
    let between = &at.libraries.conformity.between.kinds;
    if hangs_otherwise
        && [SYSTEM, UNIT].into_iter().chain(between.iter().map(String::as_str)).any(|it| touched.contains_key(it))
    {
        with.behind = Arc::new(Behind::of(&configuration.catalog, between, &covered.rows));
    }
    let behind_moved = with.behind != covered.behind;
    if behind_moved {
        covered.behind = with.behind.clone();
        judging.extend(covered.rows.keys().cloned());
    }
    enter(&at, &with, &mut covered, |kind| touched.contains_key(kind))?;
    let changes = changes(&at, &with, &mut covered, &touched, (left, behind_moved, &judging))?;
    covered.matrix.change(changes);
    Ok(Some(covered))
}

/// What of a record bears on which AI systems stand behind others: whether it is there, and to what it points.
fn hangs(kind: &record::Kind, row: &RecordRow) -> (bool, Option<String>, Vec<(String, Id)>) {
    (row.retired, row.unit.clone(), crate::writing::links(kind, &row.document))
}

/// Renews the classes of AI systems: of all where something changed on which any of them may hang, else of those that changed themselves.
fn reclassify(at: &Snapshot, covered: &mut Covered, systems: Option<&Vec<RecordRow>>, all: bool) -> Result<(), Error> {
    if all {
        covered.classes = classes(at, covered.of_kind(SYSTEM))?;
        return Ok(());
    }
    let own = systems.map(Vec::as_slice).unwrap_or_default();
    let now = classes(at, own.iter())?;
    own.iter().for_each(|it| _ = covered.classes.remove(&it.id));
    covered.classes.extend(now);
    Ok(())
}

/// What changes of the matrix follow from these rows, and from AI systems that entered or left the scope.
fn changes(
    at: &Snapshot,
    with: &With,
    covered: &mut Covered,
    touched: &BTreeMap<String, Vec<RecordRow>>,
    (scope_moved, behind_moved, judging): (bool, bool, &BTreeSet<String>),
) -> Result<Vec<Change>, Error> {
    let mut all = Vec::new();
    let of = |kind: &str| touched.get(kind).into_iter().flatten();
    let gone = of(SYSTEM).filter(|it| it.retired).map(|it| Change::System(it.id.to_string(), None));
    all.extend(gone);
    for row in covered.of_kind(SYSTEM) {
        let name = row.id.to_string();
        let inside = !covered.out.contains(&name);
        let now = system(row, covered.classes.get(&row.id)).filter(|_| inside);
        if covered.matrix.ground.systems.get(&name) != now.as_ref() {
            all.push(Change::System(name, now));
        }
    }
    // Where other AI systems stand behind what proofs and controls name, each of them may count for others.
    let again = |kind: &'static str| covered.of_kind(kind).filter(move |_| behind_moved);
    all.extend(of(CONTROL).chain(again(CONTROL)).map(|it| Change::Control(it.id.to_string(), control(with, it))));
    let failed = failed(covered.of_kind(MEASUREMENT));
    let measured = touched.contains_key(MEASUREMENT);
    let proofs: Vec<&RecordRow> = if measured || behind_moved {
        covered.of_kind(EVIDENCE).chain(of(EVIDENCE).filter(|it| it.retired)).collect()
    } else {
        of(EVIDENCE).collect()
    };
    all.extend(proofs.into_iter().map(|it| Change::Proof(it.id.to_string(), evidence(with, it, &failed))));
    let since = since(at, of(DOCUMENT).chain(again(DOCUMENT)))?;
    let papers = of(DOCUMENT).chain(again(DOCUMENT));
    all.extend(papers.map(|it| Change::Proof(it.id.to_string(), document(with, it, since.get(&it.id).copied()))));
    // What says the same as before is not weighed anew.
    let ground = &covered.matrix.ground;
    all.retain(|it| match it {
        Change::Control(name, now) => ground.controls.get(name) != now.as_ref(),
        Change::Proof(name, now) => ground.proofs.get(name) != now.as_ref(),
        _ => true,
    });
    if [MEASUREMENT, POLICY, DOCUMENT].iter().any(|it| touched.contains_key(*it)) {
        let now = runs(with, covered.of_kind(MEASUREMENT), covered.of_kind(POLICY), covered.of_kind(DOCUMENT));
        let names: BTreeSet<String> = now.keys().chain(covered.runs.keys()).cloned().collect();
        let moved = names.into_iter().filter(|it| now.get(it) != covered.runs.get(it));
        all.extend(moved.map(|it| Change::Proof(it.clone(), now.get(&it).cloned())));
        covered.runs = now;
    }
    if touched.contains_key(STATEMENT) || touched.contains_key(SYSTEM) || scope_moved {
        let there = covered.systems().map(|it| it.id.to_string()).collect();
        let now = excluded(covered.of_kind(STATEMENT), &there);
        let names: BTreeSet<String> = now.keys().chain(covered.excluded.keys()).cloned().collect();
        all.extend(names.into_iter().map(|it| Change::Excluded(it.clone(), now.get(&it).cloned().unwrap_or_default())));
        covered.excluded = now;
    }
    let before = merged(&covered.shown);
    for (reference, judgements, shown) in judged(with, covered, Some(judging)) {
        covered.shown.insert(reference.clone(), shown);
        all.push(Change::Judgements(reference, judgements));
    }
    let after = merged(&covered.shown);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let moved = names.into_iter().filter(|it| before.get(*it) != after.get(*it));
    all.extend(moved.map(|it| Change::Proof(it.clone(), after.get(it).cloned())));
    Ok(all)
}

/// Kinds on which coverage hangs, each with the checks that look at it.
fn kinds<'a>(with: &With<'a>) -> BTreeMap<String, Vec<&'a library::Check>> {
    let mut found: BTreeMap<String, Vec<&library::Check>> = BTreeMap::new();
    let between = with.libraries.conformity.between.kinds.iter().map(String::as_str);
    found.extend(ALWAYS.iter().copied().chain(between).map(|it| (it.to_owned(), Vec::new())));
    for check in nodes(with).flat_map(|it| &it.1.check) {
        if with.catalog.is_some_and(|all| all.kind(&check.kind).is_some()) {
            found.entry(check.kind.clone()).or_default().push(check);
        }
    }
    found
}

/// Kinds of records of which a derived value that checks name is another than before.
fn moved(at: &Snapshot, covered: &mut Covered) -> Result<BTreeSet<String>, Error> {
    let mut found = BTreeSet::new();
    for (kind, records) in &mut covered.rows {
        if records.derive(at)? {
            found.insert(kind.clone());
        }
    }
    Ok(found)
}

fn nodes<'a>(with: &With<'a>) -> impl Iterator<Item = (String, &'a Node)> {
    let frameworks = with.libraries.shelf().frameworks().iter();
    frameworks.flat_map(|it| it.assessable().map(move |node| (it.reference(node), node)))
}

/// What is said of a node, and records that are proof of it.
type Judged = (String, Vec<Judgement>, BTreeMap<String, Proof>);

/// What checks and measurements say of nodes: of all, or of those that look at kinds of which something changed.
fn judged(with: &With, covered: &Covered, changed: Option<&BTreeSet<String>>) -> Vec<Judged> {
    let Some(catalog) = with.catalog else { return Vec::new() };
    let (none, between) = (Records::default(), with.libraries.conformity.between.kinds.as_slice());
    let mut found = Vec::new();
    for (reference, node) in nodes(with) {
        if !node.check.iter().any(|it| changed.is_none_or(|all| all.contains(&it.kind))) {
            continue;
        }
        let (mut judgements, mut shown) = (Vec::new(), BTreeMap::new());
        for check in &node.check {
            let records = covered.rows.get(&check.kind).unwrap_or(&none);
            let said = said((catalog, between), (&reference, node), check, (records, &with.behind));
            judgements.extend(said.judgements);
            for (id, form, systems) in said.shown {
                if let Some(row) = covered.record(&check.kind, &id) {
                    show(&mut shown, &reference, (row, covered.entered.since(row)), form, systems);
                }
            }
        }
        found.push((reference, judgements, shown));
    }
    found
}

/// Fields by which records of any kind say how long they count.
const ENDS: &[&str] = &["valid_until", "review_by"];

/// Adds a record that a check found as proof of a node, since the day on which it came into its state.
fn show(
    to: &mut BTreeMap<String, Proof>,
    reference: &str,
    (row, since): (&RecordRow, Date),
    form: Form,
    systems: BTreeSet<String>,
) {
    let name = format!("{}#{}", row.id, if form == Form::Document { DOCUMENT } else { "record" });
    let proof = to.entry(name).or_insert_with(|| Proof {
        kind: row.kind.clone(),
        meets: BTreeSet::from([reference.to_owned()]),
        controls: BTreeSet::new(),
        systems: BTreeSet::new(),
        beyond: false,
        form,
        from: since,
        until: since,
        expires: ENDS.iter().filter_map(|it| date(&row.document, it)).min(),
        refused: None,
        denies: false,
        owner: row.owner.clone(),
    });
    proof.systems.extend(systems);
}

/// Records that checks found, each once for all the nodes of which it is proof with the same AI systems.
fn merged(shown: &BTreeMap<String, BTreeMap<String, Proof>>) -> BTreeMap<String, Proof> {
    let mut all: BTreeMap<String, Proof> = BTreeMap::new();
    for (name, proof) in shown.values().flatten() {
        // What is proof of one node for all and of another for some AI systems is two proofs.
        let key = if proof.systems.is_empty() { name.clone() } else { format!("{name}#systems") };
        match all.get_mut(&key) {
            Some(it) => it.meets.extend(proof.meets.iter().cloned()),
            None => _ = all.insert(key, proof.clone()),
        }
    }
    all
}

/// Looks up since when records of these kinds at which checks look are in their states.
fn enter(at: &Snapshot, with: &With, covered: &mut Covered, of: impl Fn(&str) -> bool) -> Result<(), Error> {
    let Some(catalog) = with.catalog else { return Ok(()) };
    let Covered { entered, rows, .. } = covered;
    for (kind, _) in kinds(with).into_iter().filter(|it| !it.1.is_empty() && of(&it.0)) {
        let initial = catalog.kind(&kind).map(|it| it.lifecycle.initial.as_str()).unwrap_or_default();
        entered.renew(at, rows.get(&kind).into_iter().flat_map(Records::rows).map(|it| (initial, it)))?;
    }
    Ok(())
}

/// Measurements that say no.
fn failed<'a>(rows: impl Iterator<Item = &'a RecordRow>) -> BTreeSet<Id> {
    rows.filter(|it| it.state == "recorded" && it.text("verdict") == Some("fail")).map(|it| it.id.clone()).collect()
}

/// The day on which each document came into force for the first time.
fn since<'a>(at: &Snapshot, rows: impl Iterator<Item = &'a RecordRow>) -> Result<HashMap<Id, Date>, Error> {
    let ids: Vec<Id> = rows.map(|it| it.id.clone()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut first: HashMap<Id, Date> = HashMap::new();
    for state in &at.libraries.conformity.evidence.in_force {
        for (id, time) in at.read.first_in(&ids, state, at.place)? {
            let told = day(time);
            first.entry(id).and_modify(|it| *it = (*it).min(told)).or_insert(told);
        }
    }
    Ok(first)
}
