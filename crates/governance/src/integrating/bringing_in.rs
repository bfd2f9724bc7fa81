//! A file of a register becomes an import: a dry run, errors by line, a batch that can be undone, and nothing the second time.
//!
//! What only the register changed is taken over, what only we changed stays, and what waits for somebody is told as a notice. Each record keeps what the
//! register says, and what both said when they agreed, beside its number there.

use std::collections::{BTreeMap, HashMap};

use record::{Change, Document, Id};
use serde_json::{Map, Value, json};
use store::{Read, RecordRow, Visible};

use super::file::{Entry, Reader, number};
use super::library::Register;
use super::reconcile::{Between, Item, Ours, Theirs, Verdict};
use super::said::{Attribute, Reading, Said, Sort};
use super::{ENTRIES, said};
use crate::derived::day;
use crate::import::{ColumnRef, FileShape, KeyColumns, Mapping, ReadyRow, RowKey};
use crate::importing::{ImportReport, Prepared, described};
use crate::resolving::Targets;
use crate::responsibility::PERSON;
use crate::{Actor, Aims, Committed, Configuration, Error};

/// Most records of a kind that are looked at.
const MOST: u32 = 200_000;
/// The mark of imports from registers, with the name of the register.
pub(crate) const MARK: &str = "register";

/// Which entries are meant.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The register, by its name.
    pub register: String,
    /// The kind of records.
    pub kind: String,
}

/// Whose word goes where two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Ours; the register gets it with the next export.
    Ours,
    /// That of the register.
    Theirs,
}

/// People by number, e-mail address and name.
pub(crate) struct People {
    words: HashMap<String, Option<Id>>,
    shown: HashMap<Id, String>,
}

impl People {
    pub(crate) fn read(read: &Read) -> Result<People, Error> {
        let mut all = People { words: HashMap::new(), shown: HashMap::new() };
        for row in seen(read, PERSON, &Visible::All)? {
            for word in row.text("email").into_iter().chain([row.title.as_str()]) {
                // A name that several people have names nobody.
                let known = all.words.entry(word.to_lowercase()).or_insert_with(|| Some(row.id.clone()));
                if known.as_ref().is_some_and(|it| *it != row.id) {
                    *known = None;
                }
            }
            all.shown.insert(row.id.clone(), row.text("email").unwrap_or(&row.title).to_owned());
        }
        Ok(all)
    }

    fn find(&self, word: &str) -> Option<&Id> {
        self.words.get(&word.to_lowercase())?.as_ref()
    }

    fn show(&self, id: &Id) -> Option<&str> {
        self.shown.get(id).map(String::as_str)
    }
}

impl Aims {
    /// Brings a file of a register in, or says what would come of it.
    ///
    /// Errors: no such register or kind, a file without the columns of key and title, or no right to import.
    pub async fn import_register(
        &self,
        actor: &Actor,
        asked: &Asked,
        name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<ImportReport, Error> {
        self.require(actor, "import").await?;
        let (this, asked, name) = (self.clone(), asked.clone(), name.to_owned());
        let prepared = self.0.store.read_async(move |read| this.registered(read, &asked, &name, &bytes)).await?;
        match dry_run {
            true => self.try_import(actor, prepared).await,
            false => self.run_import(actor, prepared, None).await,
        }
    }

    /// What a file of a register says against what stands here, for records that this person may see.
    pub async fn reconcile_register(
        &self,
        actor: &Actor,
        asked: &Asked,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<Item>, Error> {
        let (this, who, asked, name) = (self.clone(), actor.clone(), asked.clone(), name.to_owned());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let configuration = this.configuration();
            let between = between(&configuration, &asked)?;
            let table = sheet::read(&bytes, &name, &sheet::Limits::default()).map_err(Error::input)?;
            let mut reader = Reader::of(between.register, between.sort, &configuration.catalog, &table)?;
            let people = People::read(read)?;
            let entries: Vec<Entry> = table.rows.iter().map(|it| reader.read(it)).collect();
            let theirs: Vec<Theirs> = entries
                .into_iter()
                .filter(|it| it.findings.is_empty())
                .map(|it| known(&people, &between, it.theirs))
                .collect();
            let ours = ours(read, &this.visible(read, &who)?, &between, &people)?;
            let ours: Vec<Ours> = ours.into_iter().map(|it| it.1).collect();
            Ok::<_, Error>(between.reconcile(&ours, &theirs))
        };
        self.0.store.read_async(read).await
    }

    /// Lets one side go before where both differ.
    pub async fn settle_entry(&self, actor: &Actor, asked: &Asked, id: &Id, goes: Goes) -> Result<Committed, Error> {
        let (this, who, asked, number) = (self.clone(), actor.clone(), asked.clone(), id.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &number, None)?;
            let configuration = this.configuration();
            let between = between(&configuration, &asked)?;
            let people = People::read(read)?;
            let record = own(&row, &between, &people);
            let Some(says) = record.says.clone() else {
                let register = &between.register.name;
                return Err(Error::problem(
                    "",
                    format!("`{number}` has no entry in `{register}` that was brought in; bring the register in first"),
                ));
            };
            let theirs = Theirs { key: record.key.clone().unwrap_or_default(), says, ..Theirs::default() };
            let set = settled(&row, &record, &theirs, &between, &people, goes, &day(this.clock()).to_string());
            // Levels of an assessed risk do not move without a reason.
            let settled = || format!("settled with `{}`", between.register.name);
            let why = Some(between.item(&record, &theirs).crosses.unwrap_or_else(settled));
            Ok::<_, Error>(Change::Edit { id: number, base: Some(row.version), set, why })
        };
        let change = self.0.store.read_async(read).await?;
        self.commit(actor, change, None).await
    }

    fn registered(&self, read: &Read, asked: &Asked, name: &str, bytes: &[u8]) -> Result<Prepared, Error> {
        let configuration = self.configuration();
        let between = between(&configuration, asked)?;
        let table = sheet::read(bytes, name, &sheet::Limits::default()).map_err(Error::input)?;
        let mut reader = Reader::of(between.register, between.sort, &configuration.catalog, &table)?;
        let mapping = mapping(between.sort, &table, reader.key_position());
        let mut report = described(between.sort.kind, name, bytes, &table, &mapping, Vec::new())?;
        let people = People::read(read)?;
        let ours = ours(read, &Visible::All, &between, &people)?;
        let by_key: HashMap<&str, &(RecordRow, Ours)> =
            ours.iter().filter_map(|it| Some((it.1.key.as_deref()?, it))).collect();
        let by_number: HashMap<&Id, &(RecordRow, Ours)> = ours.iter().map(|it| (&it.0.id, it)).collect();
        let today = day(self.clock()).to_string();
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut entry = reader.read(row);
            if !entry.findings.is_empty() {
                report.reject(entry.line, entry.findings);
                continue;
            }
            let mut notices = Vec::new();
            let owner = entry.theirs.says.get("owner").to_owned();
            if !owner.is_empty() && people.find(&owner).is_none() {
                let says = format!("nobody here is known as `{owner}`");
                notices.push(reader.finding(
                    "owner",
                    row,
                    says,
                    "enter the person with this e-mail address, and bring the file in again",
                ));
            }
            entry.theirs = known(&people, &between, entry.theirs);
            let named = entry.theirs.number.as_ref().and_then(|it| by_number.get(it)).filter(|it| it.1.key.is_none());
            let found = by_key.get(entry.theirs.key.as_str()).or(named);
            if let (None, Some(number)) = (found, &entry.theirs.number) {
                let (says, next) = misnamed(number, by_number.get(number).and_then(|it| it.1.key.as_deref()));
                report.reject(entry.line, vec![reader.finding("number", row, says, next)]);
                continue;
            }
            let made = match found {
                Some((row, record)) => changed(row, record, &entry.theirs, &between, &people, &today),
                None => new(&entry, &between, &people, &today),
            };
            notices.extend(made.told.iter().map(|(name, says)| {
                reader.finding(name, row, says.clone(), "decide on the page of the register whose word goes")
            }));
            rows.push(ReadyRow {
                line: entry.line,
                key: RowKey { parts: vec![asked.register.clone(), entry.theirs.key], occurrence: 1 },
                number: found.map(|it| it.0.id.clone()),
                state: made.state,
                document: made.set,
                links: Vec::new(),
                cells: entry.cells,
                notices,
            });
        }
        let headers = table.headers.into_iter().map(|it| it.text).collect();
        let mark = Some((MARK, json!(asked.register)));
        Ok(Prepared { report, mapping, headers, rows, targets: Targets::default(), leavers: Vec::new(), mark })
    }
}

/// Why a row is no entry of the record that it names by number, and what to do.
fn misnamed(number: &Id, stands_as: Option<&str>) -> (String, &'static str) {
    match stands_as {
        Some(key) => (
            format!("{number} stands in the register as `{key}` already"),
            "give the row that key, or leave its number blank",
        ),
        None => (format!("there is no {number} here"), "leave the cell blank to bring the row in as something new"),
    }
}

/// Both sides of a comparison, from the configuration in force.
///
/// Errors: no such register, or a kind that registers do not hold.
pub(crate) fn between<'a>(configuration: &'a Configuration, asked: &Asked) -> Result<Between<'a>, Error> {
    let enterprise = &configuration.libraries.enterprise;
    let names: Vec<&str> = enterprise.register.iter().map(|it| it.name.as_str()).collect();
    let unknown = || {
        let (register, names) = (&asked.register, names.join(", "));
        Error::problem(
            "register",
            format!("`{register}` is no register of `library/enterprise.toml`; there are {names}"),
        )
    };
    let register: &Register = enterprise.find(&asked.register).ok_or_else(unknown)?;
    let kinds: Vec<&str> = said::SORTS.iter().map(|it| it.kind).collect();
    let sort = Sort::of(&asked.kind).ok_or_else(|| {
        Error::problem("kind", format!("registers hold no `{}`; use one of {}", asked.kind, kinds.join(", ")))
    })?;
    Ok(Between { register, there: register.scales(), own: enterprise.own(&configuration.catalog), sort })
}

/// The records of a kind that may be seen and are not out of use, by one statement however many there are.
pub(crate) fn seen(read: &Read, kind: &str, visible: &Visible) -> Result<Vec<RecordRow>, Error> {
    let mut rows = read.records_of(kind, 0, MOST)?;
    rows.retain(|it| !it.retired && visible.allows(&it.id, &it.class(), &it.state, it.owner.as_deref()));
    Ok(rows)
}

/// The records that may have an entry in a register, with what they say.
pub(crate) fn ours(
    read: &Read,
    visible: &Visible,
    between: &Between,
    people: &People,
) -> Result<Vec<(RecordRow, Ours)>, Error> {
    let rows = seen(read, between.sort.kind, visible)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = own(&row, between, people);
            (row, own)
        })
        .collect())
}

/// What a record says.
fn own(row: &RecordRow, between: &Between, people: &People) -> Ours {
    let entry = row.list(ENTRIES).find(|it| it["register"] == between.register.name.as_str());
    let text = |name: &str| entry.and_then(|it| it.get(name)).and_then(Value::as_str);
    let mut held = Said::default();
    for attribute in between.sort.attributes {
        held.set(attribute.name, &value(row, attribute, people));
    }
    Ours {
        id: Some(row.id.clone()),
        title: row.title.clone(),
        key: text("key").map(str::to_owned),
        held,
        agreed: Said::read(text("held").unwrap_or_default()),
        said: Said::read(text("said").unwrap_or_default()),
        says: text("says").map(Said::read),
    }
}

/// A field as it is compared.
fn value(row: &RecordRow, attribute: &Attribute, people: &People) -> String {
    let found = row.document.get(attribute.field);
    match (attribute.reading, found) {
        (Reading::State, _) => row.state.clone(),
        (Reading::Person, Some(Value::String(id))) => {
            let id = id.parse().ok();
            id.as_ref().and_then(|it| people.show(it)).unwrap_or_default().to_owned()
        }
        (Reading::Number, Some(it)) => {
            let text = it.as_str().map_or_else(|| it.to_string(), str::to_owned);
            number(&text).unwrap_or(text)
        }
        (_, Some(Value::String(text))) => text.clone(),
        (_, Some(Value::Number(it))) => it.to_string(),
        _ => String::new(),
    }
}

/// An entry whose owner is written as ours are; an owner who is not known here counts as blank.
fn known(people: &People, between: &Between, mut theirs: Theirs) -> Theirs {
    for attribute in between.sort.attributes.iter().filter(|it| it.reading == Reading::Person) {
        let word = theirs.says.get(attribute.name);
        let shown = people.find(word).and_then(|it| people.show(it)).unwrap_or_default().to_owned();
        theirs.says.set(attribute.name, &shown);
    }
    theirs
}

/// What a row leads to.
#[derive(Default)]
struct Made {
    set: Document,
    state: Option<String>,
    /// Attribute and sentence of what waits for somebody.
    told: Vec<(&'static str, String)>,
}

/// A record for an entry that has none.
fn new(entry: &Entry, between: &Between, people: &People, today: &str) -> Made {
    let (theirs, mut made) = (&entry.theirs, Made::default());
    made.set.insert("title".to_owned(), json!(theirs.title));
    if !entry.words.is_empty() {
        made.set.insert(between.sort.words.to_owned(), json!(entry.words));
    }
    let mut record = Ours { key: Some(theirs.key.clone()), ..Ours::default() };
    for attribute in between.sort.attributes {
        if let Some(value) = between.taken(&theirs.says, attribute) {
            made.set.extend(field(attribute, &value, people));
            record.held.set(attribute.name, &value);
            record.agreed.set(attribute.name, &value);
            record.said.set(attribute.name, theirs.says.get(attribute.name));
        }
    }
    let word = theirs.says.get("state");
    made.state = between.register.first_state(between.sort.kind, word).map(str::to_owned);
    if let Some(state) = &made.state {
        record.agreed.set("state", state);
        record.said.set("state", word);
    }
    made.set.insert(ENTRIES.to_owned(), json!([row(&Map::new(), &record, theirs, between, today)]));
    made.told.extend(between.item(&record, theirs).crosses.map(|it| ("impact", it)));
    made
}

/// What changes in the record of an entry.
fn changed(row: &RecordRow, record: &Ours, theirs: &Theirs, between: &Between, people: &People, today: &str) -> Made {
    let (item, mut made, mut record) = (between.item(record, theirs), Made::default(), record.clone());
    for attribute in between.sort.attributes {
        let theirs_say = theirs.says.get(attribute.name);
        match item.differences.iter().find(|it| it.attribute == attribute.name).map(|it| it.verdict) {
            None => agree(&mut record, attribute, theirs_say),
            Some(Verdict::TheirsChanged) if attribute.reading.taken() => {
                let Some(value) = between.taken(&theirs.says, attribute) else { continue };
                made.set.extend(field(attribute, &value, people));
                record.held.set(attribute.name, &value);
                agree(&mut record, attribute, theirs_say);
            }
            Some(Verdict::OursChanged) => {}
            Some(verdict) => made.told.push((attribute.name, waits(verdict, theirs_say, &item))),
        }
    }
    entries(row, &record, theirs, between, today, &mut made.set);
    made
}

/// Why a difference waits, in a sentence.
fn waits(verdict: Verdict, theirs: &str, item: &Item) -> String {
    match verdict {
        Verdict::Crosses => item.crosses.clone().unwrap_or_default(),
        Verdict::BothChanged => format!("the register says `{theirs}`, and both sides changed since they agreed"),
        Verdict::DoesNotFollow => format!("the register says `{theirs}`, which does not follow from its own matrix"),
        Verdict::TheirsChanged => format!("the register says `{theirs}`, which people enter here by a transition"),
        _ => format!("the register says `{theirs}`, which was never agreed"),
    }
}

/// What changes when one side goes before the other.
fn settled(
    row: &RecordRow,
    record: &Ours,
    theirs: &Theirs,
    between: &Between,
    people: &People,
    goes: Goes,
    today: &str,
) -> Document {
    let (mut set, mut record) = (Document::new(), record.clone());
    let differences = between.item(&record, theirs).differences;
    for it in differences.iter().filter_map(|it| between.sort.attribute(it.attribute)) {
        let says = theirs.says.get(it.name);
        match (goes, between.taken(&theirs.says, it)) {
            (Goes::Theirs, Some(value)) => {
                set.extend(field(it, &value, people));
                record.held.set(it.name, &value);
                agree(&mut record, it, says);
            }
            (Goes::Theirs, None) => {}
            (Goes::Ours, _) => {
                record.said.set(it.name, says);
                record.agreed.set(it.name, "");
            }
        }
    }
    entries(row, &record, theirs, between, today, &mut set);
    set
}

/// Keeps what both say now; a level follows from its cell on each side, so nobody agrees on it.
fn agree(record: &mut Ours, attribute: &Attribute, theirs: &str) {
    if attribute.reading == Reading::Level {
        return;
    }
    let held = record.held.get(attribute.name).to_owned();
    record.said.set(attribute.name, theirs);
    record.agreed.set(attribute.name, &held);
}

/// A value in the form of its field.
fn field(attribute: &Attribute, value: &str, people: &People) -> Option<(String, Value)> {
    let value = match attribute.reading {
        Reading::Likelihood | Reading::Impact => json!(value.parse::<u32>().ok()?),
        Reading::Person => json!(people.find(value)?.to_string()),
        Reading::Number => serde_json::from_str(value).ok()?,
        _ => json!(value),
    };
    Some((attribute.field.to_owned(), value))
}

/// The rows of a record about other registers, with that of this one as it would be, where it differs.
fn entries(row: &RecordRow, record: &Ours, theirs: &Theirs, between: &Between, today: &str, set: &mut Document) {
    let mut all: Vec<Value> = row.list(ENTRIES).cloned().collect();
    let place = all.iter().position(|it| it["register"] == between.register.name.as_str());
    let before = place.and_then(|it| all[it].as_object()).cloned().unwrap_or_default();
    let after = self::row(&before, record, theirs, between, today);
    if after == Value::Object(before) {
        return;
    }
    match place {
        Some(place) => all[place] = after,
        None => all.push(after),
    }
    set.insert(ENTRIES.to_owned(), Value::Array(all));
}

/// What a record keeps of an entry; the day moves only when what was agreed does.
fn row(before: &Map<String, Value>, record: &Ours, theirs: &Theirs, between: &Between, today: &str) -> Value {
    let (said, held) = (json!(record.said.to_string()), json!(record.agreed.to_string()));
    let moved = before.get("said").unwrap_or(&json!("")) != &said || before.get("held").unwrap_or(&json!("")) != &held;
    let mut after = before.clone();
    let day = if moved { json!(today) } else { before.get("agreed_on").cloned().unwrap_or_default() };
    let all: BTreeMap<&str, Value> = BTreeMap::from([
        ("register", json!(between.register.name)),
        ("key", json!(theirs.key)),
        ("says", json!(theirs.says.to_string())),
        ("said", said),
        ("held", held),
        ("agreed_on", day),
    ]);
    for (name, value) in all {
        match record::is_blank(&value) {
            true => after.remove(name),
            false => after.insert(name.to_owned(), value),
        };
    }
    Value::Object(after)
}

/// The mapping under which a file of a register is kept: which column tells its rows apart.
fn mapping(sort: &Sort, table: &sheet::Table, position: usize) -> Mapping {
    let header = table.headers.get(position - 1).map(|it| it.text.trim().to_owned()).unwrap_or_default();
    Mapping {
        kind: sort.kind.to_owned(),
        keep: true,
        blanks: Vec::new(),
        file: FileShape::of(table),
        key: KeyColumns { occurrence: true, columns: vec![ColumnRef { position, header }] },
        set: BTreeMap::new(),
        columns: Vec::new(),
    }
}
