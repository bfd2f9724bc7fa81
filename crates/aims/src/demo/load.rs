//! Entering an organisation from files: people, roles and accounts first, then every record and move on its day.

use std::collections::{BTreeMap, HashMap};

use governance::account::NewAccount;
use governance::monitoring::taking::Sent;
use governance::{Actor, Aims, Via};
use jiff::Timestamp;
use record::{Change, Document, Id};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::acts::{self, ActFile};
use super::file::{BatchFile, DemoFile, Files, MeasureFile, Move, PersonFile, RecordFile};
use super::{Calendar, days_from};
use crate::command::account::made_password;
use crate::exit::Failure;
use crate::first::{self, SignIn};
use crate::selftest::Folder;

/// An organisation that was entered: the store, and who and what the names in its files are.
pub struct Entered {
    /// The management system; its clock is the one by which it was entered.
    pub aims: Aims,
    /// Sign-ins to show.
    pub sign_ins: Vec<SignIn>,
    calendar: Calendar,
    now: Timestamp,
    refs: HashMap<String, Id>,
    actors: HashMap<String, Actor>,
    files: Files,
}

/// A step on a day.
enum Step<'a> {
    Create(&'a RecordFile),
    Move(&'a RecordFile, &'a Move),
    Measure(&'a MeasureFile),
    Batch(&'a BatchFile),
    Act(&'a ActFile),
}

/// Enters all files.
pub async fn everything(
    aims: Aims,
    calendar: Calendar,
    now: Timestamp,
    files: &[DemoFile],
    beside: Files,
) -> Result<Entered, Failure> {
    let (sign_ins, refs) = (Vec::new(), HashMap::new());
    let mut entered = Entered { aims, sign_ins, calendar, now, refs, actors: HashMap::new(), files: beside };
    let roles = first::roles(&entered.aims, &Actor::operator(Via::System)).await?;
    entered.refs.extend(roles.iter().map(|(key, id)| (format!("role:{key}"), id.clone())));
    for record in files.iter().flat_map(|it| &it.record).filter(|it| it.by.is_none()) {
        entered.create(record).await?;
    }
    for person in files.iter().flat_map(|it| &it.person) {
        entered.person(person, &roles).await?;
    }
    for person in files.iter().flat_map(|it| &it.person) {
        entered.managed(person).await?;
    }
    for (_, steps) in by_day(files) {
        for step in steps {
            match step {
                Step::Create(record) => entered.create(record).await?,
                Step::Move(record, movement) => entered.movement(record, movement).await?,
                Step::Measure(file) => entered.measured(file).await?,
                Step::Batch(file) => entered.batch(file).await?,
                Step::Act(file) => entered.act(file).await?,
            }
        }
    }
    entered.calendar.forward_to(now);
    Ok(entered)
}

/// What people do, day after day, and within a day in the order of the files.
fn by_day(files: &[DemoFile]) -> BTreeMap<i64, Vec<Step<'_>>> {
    let mut days: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for record in files.iter().flat_map(|it| &it.record) {
        if record.by.is_some() {
            days.entry(record.at).or_default().push(Step::Create(record));
        }
        for movement in &record.moves {
            days.entry(movement.at).or_default().push(Step::Move(record, movement));
        }
    }
    for file in files.iter().flat_map(|it| &it.measure) {
        days.entry(file.at).or_default().push(Step::Measure(file));
    }
    for file in files.iter().flat_map(|it| &it.batch) {
        days.entry(file.at).or_default().push(Step::Batch(file));
    }
    for file in files.iter().flat_map(|it| &it.act) {
        days.entry(file.at).or_default().push(Step::Act(file));
    }
    days
}

impl Entered {
    /// Measures a file on its day, and keeps that for the record.
    async fn measured(&mut self, file: &MeasureFile) -> Result<(), Failure> {
        self.calendar.forward_to(days_from(self.now, file.at));
        let (actor, of) = (self.by(Some(&file.by))?, self.id(&file.of)?);
        let report = crate::context::blocking(|| super::measured::report(&self.files, file))?;
        let whole = assess::form::json(&report)?.into_bytes();
        let kept = self.aims.keep_measurement(&actor, &of, None, assess::kept::fields(&report), whole, None).await;
        kept.map(|_| ()).map_err(|error| failed(&file.file, "measured", Some(&file.by), &error))
    }

    /// Sends a batch to its monitor on its day.
    async fn batch(&mut self, file: &BatchFile) -> Result<(), Failure> {
        self.calendar.forward_to(days_from(self.now, file.at));
        let (actor, monitor, folder) = (self.by(Some(&file.by))?, self.id(&file.monitor)?, Folder::make()?);
        let path = super::measured::written(folder.path(), &self.files, &file.file)?;
        let day = self.day(file.day.unwrap_or(file.at)).parse().ok();
        let sent = Sent { files: vec![path.into()], day, most: None, threads: Some(1) };
        let taken = self.aims.take_batch(&actor, &monitor, sent).await;
        taken.map(|_| ()).map_err(|error| failed(&file.file, "sent", Some(&file.by), &error))
    }

    /// Somebody does what the program then enters.
    async fn act(&mut self, file: &ActFile) -> Result<(), Failure> {
        self.calendar.forward_to(days_from(self.now, file.at));
        let (actor, of) = (self.by(Some(&file.by))?, self.id(&file.of)?);
        let refs = self.refs.iter().map(|(name, id)| (name.as_str(), id)).collect();
        let filter = acts::numbered(&file.filter, &refs);
        let done = acts::act(&self.aims, &actor, &of, file, filter).await;
        done.map_err(|error| failed(&file.of, "acted upon", Some(&file.by), &error))
    }

    /// Enters who somebody reports to, once everybody is there.
    async fn managed(&self, file: &PersonFile) -> Result<(), Failure> {
        let Some(manager) = &file.manager else { return Ok(()) };
        let (id, manager) = (self.id(&format!("@{}", file.name_here))?, self.id(manager)?);
        let set = object(serde_json::json!({ "manager": manager }));
        self.aims.commit(&Actor::operator(Via::System), Change::Edit { id, base: None, set, why: None }, None).await?;
        Ok(())
    }

    async fn person(&mut self, file: &PersonFile, roles: &[(String, Id)]) -> Result<(), Failure> {
        let operator = Actor::operator(Via::System);
        let unit = self.id(&file.unit)?;
        let document = object(serde_json::json!({
            "title": file.name, "email": file.email, "job": file.job, "unit": unit, "engagement": "employee",
            "from": self.day(-900),
        }));
        let change = Change::Create { kind: "person".to_owned(), state: None, document };
        let person = self.aims.commit(&operator, change, None).await?.id;
        let covers = file.covers.as_deref().map(|it| self.id(it)).transpose()?;
        for key in &file.roles {
            let (_, role) = roles
                .iter()
                .find(|(known, _)| known == key)
                .ok_or_else(|| broken(&file.name_here, &format!("holds the role `{key}`, which does not exist")))?;
            let title = format!("{}: {}", file.name, key.replace('_', " "));
            let (from, until) = (file.since.map(|it| self.date(it)), file.ends.map(|it| self.date(it)));
            let held = first::Held { covers: covers.as_ref(), from, until };
            first::assign(&self.aims, &operator, &person, role, held, &title).await?;
        }
        let password = if file.sign_in { Some(made_password()?) } else { None };
        let account = NewAccount {
            name: file.name.clone(),
            email: file.email.clone(),
            password: password.clone(),
            person: Some(person.clone()),
            service: false,
        };
        let account = self.aims.add_account(&operator, account).await?;
        let actor = Actor {
            account: account.id.to_string(),
            name: file.name.clone(),
            person: Some(person.clone()),
            roles: Vec::new(),
            ..Actor::operator(Via::System)
        };
        self.actors.insert(file.name_here.clone(), actor);
        self.refs.insert(file.name_here.clone(), person);
        self.sign_ins.extend(password.map(|password| super::sign_in(file, password)));
        Ok(())
    }

    async fn create(&mut self, record: &RecordFile) -> Result<(), Failure> {
        self.calendar.forward_to(days_from(self.now, record.at));
        let actor = self.by(record.by.as_deref())?;
        let document = self.document(&actor, &record.fields).await?;
        let change = Change::Create { kind: record.kind.clone(), state: None, document };
        let made = self.aims.commit(&actor, change, None).await;
        let made = made.map_err(|error| failed(&record.name_here, "entered", record.by.as_deref(), &error))?;
        self.refs.insert(record.name_here.clone(), made.id);
        Ok(())
    }

    async fn movement(&mut self, record: &RecordFile, movement: &Move) -> Result<(), Failure> {
        self.calendar.forward_to(days_from(self.now, movement.at));
        let actor = self.by(Some(&movement.by))?;
        let id = self.id(&format!("@{}", record.name_here))?;
        let set = self.document(&actor, &movement.set).await?;
        let (base, why) = (None, movement.why.clone());
        let change = match &movement.name {
            Some(name) => Change::Move { id, base, transition: name.clone(), set, why },
            None => Change::Edit { id, base, set, why },
        };
        let done = self.aims.commit(&actor, change, None).await;
        let what = movement.name.as_deref().unwrap_or("edited");
        done.map(|_| ()).map_err(|error| failed(&record.name_here, what, Some(&movement.by), &error))
    }

    fn by(&self, name: Option<&str>) -> Result<Actor, Failure> {
        name.map_or_else(|| Ok(Actor::operator(Via::System)), |name| self.actor(name))
    }

    /// Who is meant by a name in the files.
    pub fn actor(&self, name: &str) -> Result<Actor, Failure> {
        match name {
            "public" => Ok(Actor::public(Via::System)),
            "operator" => Ok(Actor::operator(Via::System)),
            _ => self.actors.get(name).cloned().ok_or_else(|| broken(name, "is nobody here")),
        }
    }

    /// The record that is meant by a name in the files, as `@name`.
    pub fn id(&self, name: &str) -> Result<Id, Failure> {
        let known = name.strip_prefix('@').and_then(|name| self.refs.get(name));
        known.cloned().ok_or_else(|| broken(name, "is named before it is entered"))
    }

    fn day(&self, days: i64) -> String {
        self.date(days).to_string()
    }

    fn date(&self, days: i64) -> jiff::civil::Date {
        days_from(self.now, days).to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Fields with their days counted, their names replaced by numbers and their files stored.
    pub async fn document(&self, actor: &Actor, table: &toml::Table) -> Result<Document, Failure> {
        let mut document = Document::new();
        for (name, value) in table {
            document.insert(name.clone(), Box::pin(self.value(actor, value)).await?);
        }
        Ok(document)
    }

    /// A value with its days counted, its names replaced by numbers and its files stored.
    async fn value(&self, actor: &Actor, value: &toml::Value) -> Result<Value, Failure> {
        match value {
            toml::Value::String(text) if text.starts_with('@') => Ok(Value::String(self.id(text)?.to_string())),
            toml::Value::String(text) => Ok(Value::String(text.clone())),
            toml::Value::Table(table) => match table.iter().next() {
                Some((key, toml::Value::Integer(days))) if key == "days" && table.len() == 1 => {
                    Ok(Value::String(self.day(*days)))
                }
                Some((key, toml::Value::String(name))) if key == "file" && table.len() == 1 => {
                    self.file(actor, name).await
                }
                Some((key, toml::Value::String(name))) if key == "digest" && table.len() == 1 => self.digest(name),
                _ => Ok(Value::Object(Box::pin(self.document(actor, table)).await?)),
            },
            toml::Value::Array(items) => {
                let mut values = Vec::new();
                for item in items {
                    values.push(Box::pin(self.value(actor, item)).await?);
                }
                Ok(Value::Array(values))
            }
            other => serde_json::to_value(other).map_err(|cause| broken("a value", &cause.to_string())),
        }
    }

    /// The digest of a file that comes with it.
    fn digest(&self, name: &str) -> Result<Value, Failure> {
        let hash = Sha256::digest(self.files.get(name)?);
        Ok(Value::String(format!("sha256:{}", ledger::to_hex(&hash))))
    }

    async fn file(&self, actor: &Actor, name: &str) -> Result<Value, Failure> {
        let stored = self.aims.put_file(actor, name, self.files.get(name)?).await?;
        serde_json::to_value(stored).map_err(|cause| broken(name, &cause.to_string()))
    }
}

fn object(value: Value) -> Document {
    match value {
        Value::Object(document) => document,
        _ => Document::new(),
    }
}

fn broken(name: &str, what: &str) -> Failure {
    Failure::failed(format!("the demonstration is broken: `{name}` {what}"))
}

fn failed(name: &str, what: &str, by: Option<&str>, error: &governance::Error) -> Failure {
    let by = by.unwrap_or("the operator");
    Failure::failed(format!("the demonstration is broken: `{name}` could not be {what} by {by}: {error}"))
}
