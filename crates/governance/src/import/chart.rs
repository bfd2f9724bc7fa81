//! An organisation chart: people with their managers, from a table or from a list of users as SCIM 2.0 writes it (RFC 7643), made
//! ready for the general import. Whose manager stands in the same file is found by key, e-mail address or name, in any order of rows.
//!
//! Rows of people who report to themselves, in a circle, or to nobody are rejected by name; nothing is guessed.

use std::collections::{BTreeMap, HashMap};

use record::Catalog;
use serde_json::Value;
use sheet::{Format, Header, Row, Table};

use super::keys::RowKey;
use super::mapping::{ColumnRef, How, KeyColumns, LinkBy, Mapping};
use super::propose::{Note, propose};
use super::rows::{Finding, LinkRef, ReadyRow, RejectedRow, RowOutcome, convert};
use super::words::{plain, tidy};
use crate::responsibility::PERSON;
use crate::responsibility::lines::circles_of;

/// The extension of users that names department and manager.
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// Most users of one file.
const USERS: usize = 100_000;
/// Columns that a list of users becomes; each is known to the general import by its head.
const HEADS: &[&str] = &["id", "name", "email", JOB, "department", "manager", "state"];
/// The head of what somebody does.
const JOB: &str = "job title";

/// A chart that was read: rows that can become people, managers before those who report to them.
#[derive(Debug)]
pub struct Chart {
    /// The table that was read or made of the list of users.
    pub table: Table,
    /// Which column becomes which field.
    pub mapping: Mapping,
    /// What was decided about columns.
    pub notes: Vec<Note>,
    /// Rows that can become people, managers first.
    pub ready: Vec<ReadyRow>,
    /// Rows that cannot, and why.
    pub rejected: Vec<RejectedRow>,
    /// Managers that stand in no row, by the words that name them.
    pub outside: Vec<LinkRef>,
}

/// Reads a chart; a file whose name or first letter says JSON is a list of users.
///
/// Errors: why the file as a whole cannot be read, in a sentence.
pub fn chart(catalog: &Catalog, name: &str, bytes: &[u8]) -> Result<Chart, String> {
    let json = name.to_lowercase().ends_with(".json") || bytes.trim_ascii_start().first() == Some(&b'{');
    let mut table = match json {
        true => users(bytes)?,
        false => sheet::read(bytes, name, &sheet::Limits::default()).map_err(|it| it.to_string())?,
    };
    told_apart(&mut table);
    still_here(&mut table);
    let kind = catalog.kind(PERSON).ok_or("there is no kind of people; the configuration has lost it")?;
    let mut proposal = propose(kind, catalog, &table);
    let people = People::of(&mut proposal.mapping, &table)?;
    let findings = people.managers(&mut table);
    let outcomes = convert(&proposal.mapping, catalog, &table).map_err(|it| it.join("; "))?;
    let (mut ready, mut rejected) = (Vec::new(), Vec::new());
    for (place, outcome) in outcomes.into_iter().enumerate() {
        match (outcome, findings.get(&place)) {
            (RowOutcome::Ready(row), None) => ready.push(row),
            (RowOutcome::Ready(row), Some(finding)) => {
                let (findings, cells) = (vec![finding.clone()], row.cells);
                rejected.push(RejectedRow { line: row.line, key: row.key, findings, cells });
            }
            (RowOutcome::Rejected(mut row), finding) => {
                row.findings.extend(finding.cloned());
                rejected.push(row);
            }
        }
    }
    let ready = managers_first(ready);
    let keys: std::collections::BTreeSet<&str> = table.rows.iter().map(|it| people.key(it)).collect();
    let named = ready.iter().filter_map(manager);
    let outside = named.filter(|it| !keys.contains(it.value.as_str())).cloned().collect();
    Ok(Chart { table, mapping: proposal.mapping, notes: proposal.notes, ready, rejected, outside })
}

/// Reads `Title` as SCIM does, as what somebody does, where another column holds the name.
fn told_apart(table: &mut Table) {
    let is = |it: &Header, words: &[&str]| words.contains(&plain(&it.text).as_str());
    if table.headers.iter().any(|it| is(it, &["name", "full name", "display name", "displayname"])) {
        table.headers.iter_mut().filter(|it| is(it, &["title"])).for_each(|it| it.text = JOB.to_owned());
    }
}

/// Reads `Active` as SCIM does, as whether somebody still works here, where no other column says so.
fn still_here(table: &mut Table) {
    let at = |word: &str| table.headers.iter().position(|it| plain(&it.text) == word);
    let Some(column) = at("active").filter(|_| at("state").is_none() && at("status").is_none()) else { return };
    table.headers[column].text = "state".to_owned();
    for cell in table.rows.iter_mut().filter_map(|it| it.cells.get_mut(column)) {
        match tidy(cell).to_lowercase().as_str() {
            "false" | "no" | "0" => *cell = "left".to_owned(),
            "true" | "yes" | "1" => *cell = "active".to_owned(),
            _ => {}
        }
    }
}

/// Who a row names as manager.
fn manager(row: &ReadyRow) -> Option<&LinkRef> {
    row.links.iter().find(|it| it.field == "manager")?.to.first()
}

/// Rows with each manager before those who report to them; those in no circle stand somewhere in such an order.
fn managers_first(rows: Vec<ReadyRow>) -> Vec<ReadyRow> {
    let key = |it: &ReadyRow| it.key.parts.concat();
    let above: HashMap<String, Option<String>> =
        rows.iter().map(|it| (key(it), manager(it).map(|it| it.value.clone()))).collect();
    let depth = |row: &ReadyRow| {
        let (mut depth, mut at) = (0, key(row));
        while let Some(Some(next)) = above.get(&at).filter(|_| depth <= rows.len()) {
            (depth, at) = (depth + 1, next.clone());
        }
        depth
    };
    let mut placed: Vec<(usize, ReadyRow)> = rows.iter().map(|it| (depth(it), it.clone())).collect();
    placed.sort_by_key(|it| it.0);
    placed.into_iter().map(|it| it.1).collect()
}

/// Where people stand in a table.
struct People {
    /// Column of the key, from 0.
    key: usize,
    /// Column of the manager.
    manager: Option<usize>,
    /// Columns of e-mail address and name.
    others: Vec<usize>,
}

impl People {
    /// Finds the columns, and makes the mapping read a manager by key.
    fn of(mapping: &mut Mapping, table: &Table) -> Result<People, String> {
        let column = |field: &str| mapping.columns.iter().find(|it| it.field == field).map(|it| it.position - 1);
        let named: Vec<usize> = ["email", "title"].into_iter().filter_map(column).collect();
        let single = (mapping.key.columns.len() == 1).then(|| mapping.key.columns[0].position - 1);
        let own = single.filter(|it| !named.contains(it)).or(named.first().copied());
        let key = own.ok_or("no column names people; give one the head `name` or `email`")?;
        let manager = column("manager");
        for it in mapping.columns.iter_mut().filter(|it| it.field == "manager") {
            let by = LinkBy::Key;
            it.how = How::Link { by, create: false, level: 1, parent: None, fills: None, separator: None };
        }
        let header = table.headers.get(key).map(|it| tidy(&it.text)).unwrap_or_default();
        mapping.key = KeyColumns { occurrence: true, columns: vec![ColumnRef { position: key + 1, header }] };
        Ok(People { key, manager, others: named.into_iter().filter(|it| *it != key).collect() })
    }

    fn key<'a>(&self, row: &'a Row) -> &'a str {
        row.cells.get(self.key).map(|it| it.trim()).unwrap_or_default()
    }

    /// Writes the key of each manager in place of the words that name them; what is wrong, by the place of its row.
    fn managers(&self, table: &mut Table) -> BTreeMap<usize, Finding> {
        let mut findings = BTreeMap::new();
        let Some(column) = self.manager else { return self.twice(table) };
        let names = self.names(table);
        let mut above: Vec<Option<usize>> = vec![None; table.rows.len()];
        for (place, slot) in above.iter_mut().enumerate() {
            let said = table.rows[place].cells.get(column).map(|it| tidy(it)).unwrap_or_default();
            match names.get(&said.to_lowercase()).map(Vec::as_slice) {
                Some([one]) if *one == place => {
                    findings.insert(place, self.wrong(table, column, &said, "names the person's own row".to_owned()));
                }
                Some([one]) => {
                    *slot = Some(*one);
                    let key = self.key(&table.rows[*one]).to_owned();
                    table.rows[place].cells[column] = key;
                }
                Some(several) if !said.is_empty() => {
                    let why =
                        format!("names the people of rows {}; use a key or an e-mail address", lines(table, several));
                    findings.insert(place, self.wrong(table, column, &said, why));
                }
                _ => {}
            }
        }
        for circle in circles_of((0..above.len()).collect::<Vec<_>>().iter(), |it| above[*it]) {
            let why = format!("rows {} report to each other in a circle", lines(table, &circle));
            for place in &circle {
                let said = table.rows[*place].cells[column].clone();
                findings.insert(*place, self.wrong(table, column, &said, why.clone()));
            }
        }
        findings.extend(self.twice(table));
        findings
    }

    /// Rows of one person: only the first can be told from the others.
    fn twice(&self, table: &Table) -> BTreeMap<usize, Finding> {
        let (mut seen, mut found) = (HashMap::new(), BTreeMap::new());
        for (place, row) in table.rows.iter().enumerate() {
            let key = self.key(row).to_lowercase();
            match seen.get(&key) {
                Some(first) => {
                    let why = format!("is the key of row {} too", table.rows[*first as usize].line);
                    found.insert(place, self.wrong(table, self.key, self.key(row), why));
                }
                None => drop(seen.insert(key, place as u64)),
            }
        }
        found
    }

    /// The places of rows by each word that names their person, in lower case: the key before the address before the name.
    fn names(&self, table: &Table) -> HashMap<String, Vec<usize>> {
        let mut all: HashMap<String, Vec<usize>> = HashMap::new();
        for column in [self.key].iter().chain(&self.others) {
            let mut here: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, row) in table.rows.iter().enumerate() {
                let word = row.cells.get(*column).map(|it| tidy(it).to_lowercase()).unwrap_or_default();
                here.entry(word).or_default().push(place);
            }
            here.retain(|word, _| !word.is_empty() && !all.contains_key(word));
            all.extend(here);
        }
        all
    }

    fn wrong(&self, table: &Table, column: usize, value: &str, reason: String) -> Finding {
        let header = table.headers.get(column).map(|it| it.text.clone()).unwrap_or_default();
        let next = "correct the row, and import the file again".to_owned();
        Finding { position: column + 1, header, value: value.to_owned(), reason, next }
    }
}

fn lines(table: &Table, places: &[usize]) -> String {
    let mut lines: Vec<u64> = places.iter().filter_map(|it| table.rows.get(*it)).map(|it| it.line).collect();
    lines.sort_unstable();
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A list of users as a table; its lines are the places of the users in the list, from 1.
fn users(bytes: &[u8]) -> Result<Table, String> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|it| {
        format!("the file is no JSON (line {}, column {}); export the users again", it.line(), it.column())
    })?;
    let list = ["Resources", "Users", "users"].iter().find_map(|it| whole[*it].as_array());
    let list = list
        .or(whole.as_array())
        .ok_or("the file holds no list `Resources` or `Users`; export users as SCIM 2.0 lists them")?;
    if let Some(total) = whole["totalResults"].as_u64().filter(|it| *it > list.len() as u64) {
        return Err(format!("the file holds {} of {total} users; export all of them into one file", list.len()));
    }
    if list.len() > USERS {
        return Err(format!("the file holds {} users, and at most {USERS} are read; split it by unit", list.len()));
    }
    let users: Vec<Vec<String>> = list.iter().map(user).collect();
    // What no user says at all, as without the extension that holds managers, says nothing about anybody.
    let said: Vec<usize> = (0..HEADS.len()).filter(|&at| users.iter().any(|it| !it[at].is_empty())).collect();
    let headers = said.iter().enumerate().map(|(at, &it)| Header { position: at + 1, text: HEADS[it].to_owned() });
    let headers = headers.collect();
    let cells = |it: &Vec<String>| said.iter().map(|&at| it[at].clone()).collect();
    let row = |(at, it): (usize, &Vec<String>)| Row { line: at as u64 + 1, cells: cells(it), ragged: false };
    let rows = users.iter().enumerate().map(row).collect();
    Ok(Table {
        format: Format::Csv,
        encoding: "UTF-8".to_owned(),
        delimiter: None,
        sheet: None,
        other_sheets: Vec::new(),
        header_line: 0,
        headers,
        rows,
        empty_lines: Vec::new(),
    })
}

/// The cells of a user, in the order of [`HEADS`]. A manager is named by the id or external id of another user.
fn user(it: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let first = |all: Vec<String>| all.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    let more = &it[ENTERPRISE];
    let parts = [text(&it["name"]["givenName"]), text(&it["name"]["familyName"])].join(" ").trim().to_owned();
    let name = first(vec![text(&it["displayName"]), text(&it["name"]["formatted"]), parts, text(&it["userName"])]);
    let emails: Vec<&Value> = it["emails"].as_array().into_iter().flatten().collect();
    let primary = emails.iter().find(|it| it["primary"] == true).or(emails.first()).map(|it| text(&it["value"]));
    let address = Some(text(&it["userName"])).filter(|it| it.contains('@'));
    let manager = match &more["manager"] {
        Value::Object(_) => first(vec![text(&more["manager"]["value"]), text(&more["manager"]["displayName"])]),
        other => text(other),
    };
    // Some directories write what SCIM has as a flag in words.
    let gone = it["active"] == false || it["active"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("false"));
    let state = if gone { "left" } else { "active" };
    vec![
        first(vec![text(&it["id"]), text(&it["externalId"]), text(&it["userName"])]),
        name,
        first(vec![primary.unwrap_or_default(), address.unwrap_or_default()]),
        text(&it["title"]),
        text(&more["department"]),
        manager,
        state.to_owned(),
    ]
}

/// The words by which people of a store can be named as managers: key under which they came in, address, name, number.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, Vec<record::Id>>);

impl Known {
    /// Adds words for somebody; blank ones are left out.
    pub fn add<'a>(&mut self, id: &record::Id, words: impl IntoIterator<Item = &'a str>) {
        for word in words.into_iter().map(|it| tidy(it).to_lowercase()).filter(|it| !it.is_empty()) {
            let all = self.0.entry(word).or_default();
            if !all.contains(id) {
                all.push(id.clone());
            }
        }
    }

    /// The one person that a word names.
    pub fn one(&self, word: &str) -> Option<&record::Id> {
        match self.0.get(&tidy(word).to_lowercase()).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        }
    }
}

/// The key of a row as imports keep it.
pub fn key_of(word: &str) -> String {
    RowKey { parts: vec![tidy(word)], occurrence: 1 }.to_string()
}
