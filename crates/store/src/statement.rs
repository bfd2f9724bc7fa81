//! Turns a query into one SQL condition and one order, the same for both databases.
//!
//! Every condition is either true or false and never NULL, so that `NOT` means the same here as in [`crate::past`].

use std::collections::{BTreeMap, BTreeSet};

use record::DRAFT;

use crate::Class;
use crate::dialect::Dialect;
use crate::query::{Condition, Direction, Key, Op, Query, Scalar, Visible};
use crate::value::{Param, p};
use crate::words::{term_text, words};

/// The parts of a statement under construction, with its parameters.
pub(crate) struct Statement<'a> {
    pub(crate) params: Vec<Param<'a>>,
    dialect: Dialect,
    kind: Option<&'a str>,
    /// The column that holds the number of the record in question.
    id: &'static str,
}

impl<'a> Statement<'a> {
    pub(crate) fn new(dialect: Dialect) -> Statement<'a> {
        Statement { params: Vec::new(), dialect, kind: None, id: "r.id" }
    }

    /// Takes a parameter and returns its name.
    pub(crate) fn bind(&mut self, value: impl Into<Param<'a>>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Takes several parameters and returns their names with commas between them; an impossible one when there are none.
    fn bind_all<T: Into<Param<'a>>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let names: Vec<String> = values.into_iter().map(|it| self.bind(it)).collect();
        if names.is_empty() { "NULL".to_owned() } else { names.join(", ") }
    }

    /// The whole condition of a query upon the table `record r`; `present` are the classes of the store.
    pub(crate) fn condition(&mut self, query: &'a Query, present: &[Class]) -> String {
        self.kind = query.kind.as_deref();
        let mut all = Vec::new();
        if let Some(kind) = self.kind {
            all.push(format!("r.kind = {}", self.bind(kind)));
        }
        if !query.retired {
            all.push("r.retired = 0".to_owned());
        }
        all.extend(query.conditions.iter().map(|it| self.one(it)));
        all.extend(self.sought(query));
        if query.visible != Visible::All {
            all.push(self.visible(&query.visible, present));
        }
        if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") }
    }

    /// The condition upon the term `f` of a record for which a query on one kind counts the values of a field.
    ///
    /// What the number alone decides is asked of the term, and only the rest of the record: the values of a whole kind are
    /// counted without looking at its records.
    pub(crate) fn facet(&mut self, query: &'a Query, kind: &'a str, field: &'a str, present: &[Class]) -> String {
        self.kind = Some(kind);
        let of_term = format!("f.kind = {} AND f.field = {}", self.bind(kind), self.bind(field));
        let (by_number, others): (Vec<&Condition>, Vec<&Condition>) =
            query.conditions.iter().partition(|it| by_number(it));
        self.id = "f.record";
        let mut all = vec![of_term];
        all.extend(by_number.into_iter().map(|it| self.one(it)));
        all.extend(self.sought(query));
        self.id = "r.id";
        let mut record: Vec<String> = others.into_iter().map(|it| self.one(it)).collect();
        if query.visible != Visible::All {
            record.push(self.visible(&query.visible, present));
        }
        let (within, retired) = if record.is_empty() { ("NOT IN", 1) } else { ("IN", 0) };
        if !query.retired {
            record.push(format!("r.retired = {retired}"));
        }
        if !record.is_empty() {
            let ids = format!("SELECT r.id FROM record r WHERE r.kind = {}", self.bind(kind));
            all.push(format!("f.record {within} ({ids} AND {})", record.join(" AND ")));
        }
        all.join(" AND ")
    }

    /// That the record holds the words of a query, when it has some.
    fn sought(&mut self, query: &Query) -> Option<String> {
        let sought = query.text.as_deref().map(words).filter(|it| !it.is_empty())?;
        let name = self.bind(self.dialect.sought(&sought));
        Some(format!("{} IN ({})", self.id, self.dialect.matching(&name)))
    }

    fn one(&mut self, condition: &'a Condition) -> String {
        match condition {
            Condition::Field { field, op, values } => self.field(field, *op, values),
            Condition::Kind(kinds) => some_of("r.kind", &self.texts(kinds)),
            Condition::State(states) => some_of("r.state", &self.texts(states)),
            Condition::Number(from, until) => {
                format!("r.number BETWEEN {} AND {}", self.bind(*from), self.bind(*until))
            }
            // The index of owners leaves out records that have none, which a parameter could ask for.
            Condition::Owner(Some(owner)) => format!("(r.owner <> '' AND r.owner = {})", self.bind(owner)),
            Condition::Owner(None) => "r.owner = ''".to_owned(),
            Condition::Unit(units) => {
                let units = self.bind_all(units.iter().map(|it| it.as_deref().unwrap_or("")));
                some_of("r.unit", &units)
            }
            Condition::Access(accesses) => some_of("r.access", &self.texts(accesses)),
            Condition::Changed(from, until) => {
                let from = from.map(|it| format!("r.changed >= {}", self.bind(it)));
                let until = until.map(|it| format!("r.changed < {}", self.bind(it)));
                joined(from.into_iter().chain(until).collect(), " AND ", "1 = 1")
            }
            Condition::Created(until) => {
                let until = until.map(|it| format!("r.created < {}", self.bind(it)));
                joined(until.into_iter().collect(), " AND ", "1 = 1")
            }
            Condition::LinkedTo { field, target } => self.linked("source", "target", field.as_deref(), p(target)),
            Condition::LinkedFrom { field, source } => self.linked("target", "source", field.as_deref(), p(source)),
            Condition::Ids(ids) => some_of(self.id, &self.bind_all(ids)),
            Condition::All(all) => {
                let all = all.iter().map(|it| self.one(it)).collect();
                joined(all, " AND ", "1 = 1")
            }
            Condition::Any(any) => {
                let any = any.iter().map(|it| self.one(it)).collect();
                joined(any, " OR ", "1 = 0")
            }
            Condition::Not(inner) => format!("NOT ({})", self.one(inner)),
        }
    }

    fn texts(&mut self, values: &'a [String]) -> String {
        self.bind_all(values.iter().map(String::as_str))
    }

    fn linked(&mut self, here: &str, there: &str, field: Option<&'a str>, other: Param<'a>) -> String {
        let other = self.bind(other);
        let field = field.map(|it| format!(" AND l.field = {}", self.bind(it))).unwrap_or_default();
        let id = self.id;
        format!("{id} IN (SELECT l.{here} FROM link l WHERE l.{there} = {other} AND l.until_place IS NULL{field})")
    }

    fn field(&mut self, field: &'a str, op: Op, values: &'a [Scalar]) -> String {
        let matching = self.compare(op, values);
        let name = self.bind(field);
        let found = match self.kind {
            Some(kind) => {
                let kind = self.bind(kind);
                let id = self.id;
                format!("{id} IN (SELECT t.record FROM term t WHERE t.kind = {kind} AND t.field = {name}{matching})")
            }
            None => {
                format!("EXISTS (SELECT 1 FROM term t WHERE t.record = {} AND t.field = {name}{matching})", self.id)
            }
        };
        if matches!(op, Op::Ne | Op::Missing) { format!("NOT ({found})") } else { found }
    }

    /// What a term must satisfy, beginning with ` AND `; nothing when any term will do.
    fn compare(&mut self, op: Op, values: &'a [Scalar]) -> String {
        let sign = match op {
            Op::Has | Op::Missing => return String::new(),
            Op::Eq | Op::Ne | Op::In | Op::Contains => "",
            Op::Lt => "<",
            Op::Le => "<=",
            Op::Gt => ">",
            Op::Ge => ">=",
        };
        let one = |it: &'a Scalar, this: &mut Self| match (it, op) {
            (Scalar::Text(text), Op::Contains) => format!("t.text LIKE {} ESCAPE '\\'", this.bind(pattern(text))),
            (Scalar::Number(number), Op::Contains) => {
                format!("t.text LIKE {} ESCAPE '\\'", this.bind(pattern(&number.to_string())))
            }
            (Scalar::Text(text), _) if sign.is_empty() => format!("t.text = {}", this.bind(term_text(text))),
            (Scalar::Text(text), _) => format!("t.text {sign} {}", this.bind(term_text(text))),
            (Scalar::Number(number), _) => {
                let sign = if sign.is_empty() { "=" } else { sign };
                format!("(t.number IS NOT NULL AND t.number {sign} {})", this.bind(*number))
            }
        };
        let taken = if sign.is_empty() { values.len() } else { values.len().min(1) };
        let any = values[..taken].iter().map(|it| one(it, self)).collect();
        format!(" AND {}", joined(any, " OR ", "1 = 0"))
    }

    /// What a person may see: kinds of which every class is allowed together, others by access and units.
    pub(crate) fn visible(&mut self, visible: &'a Visible, present: &[Class]) -> String {
        let Visible::Classes { allowed, published, mine, also, person, except } = visible else {
            return if *visible == Visible::All { "1 = 1" } else { "1 = 0" }.to_owned();
        };
        let mut any = self.classes(allowed, present);
        if !published.is_empty() {
            let published = joined(self.classes(published, present), " OR ", "1 = 0");
            any.push(format!("(r.state <> {} AND {published})", self.bind(DRAFT)));
        }
        if let Some(person) = person.as_deref().filter(|it| !it.is_empty() && !mine.is_empty()) {
            let mine = self.classes(mine, present);
            let mine = joined(mine, " OR ", "1 = 0");
            let owner = self.bind(person);
            let own = match also.is_empty() {
                true => format!("r.owner = {owner}"),
                false => format!("(r.owner = {owner} OR r.id IN ({}))", self.bind_all(also)),
            };
            any.push(format!("({own} AND {mine})"));
        }
        let seen = joined(any, " OR ", "1 = 0");
        match except.is_empty() {
            true => seen,
            false => format!("({seen} AND r.id NOT IN ({}))", self.bind_all(except)),
        }
    }

    fn classes(&mut self, allowed: &'a [Class], present: &[Class]) -> Vec<String> {
        let held: BTreeSet<&Class> = allowed.iter().collect();
        let partial: BTreeSet<&str> =
            present.iter().filter(|it| !held.contains(it)).map(|it| it.kind.as_str()).collect();
        let mut whole = BTreeSet::new();
        let mut units: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for class in held {
            if self.kind.is_some_and(|kind| kind != class.kind) {
                continue;
            }
            if partial.contains(class.kind.as_str()) {
                units.entry((&class.kind, &class.access)).or_default().push(class.unit.as_deref().unwrap_or(""));
            } else {
                whole.insert(class.kind.as_str());
            }
        }
        let mut alike: BTreeMap<(&str, Vec<&str>), Vec<&str>> = BTreeMap::new();
        for ((kind, access), units) in units {
            alike.entry((access, units)).or_default().push(kind);
        }
        let mut any = Vec::new();
        if !whole.is_empty() {
            any.push(format!("r.kind IN ({})", self.bind_all(whole)));
        }
        for ((access, units), kinds) in alike {
            let kinds = self.bind_all(kinds);
            let access = self.bind(access);
            let units = self.bind_all(units);
            any.push(format!("(r.kind IN ({kinds}) AND r.access = {access} AND r.unit IN ({units}))"));
        }
        any
    }

    /// Joins and ORDER BY of a query's sort keys; the number decides at last.
    pub(crate) fn order(&mut self, sort: &'a [(Key, Direction)]) -> (String, String) {
        let mut joins = String::new();
        let mut keys = Vec::new();
        for (index, (key, direction)) in sort.iter().enumerate() {
            let way = if *direction == Direction::Ascending { "ASC" } else { "DESC" };
            if let Key::Field(field) = key {
                let (term, name) = (format!("s{index}"), self.bind(field));
                joins.push_str(&format!(
                    " LEFT JOIN term {term} ON {term}.record = r.id AND {term}.field = {name} AND {term}.ord = 0"
                ));
                keys.push(format!("({term}.record IS NULL), {term}.number {way} NULLS LAST, {term}.text {way}"));
            } else if let Some(column) = column(key) {
                keys.push(format!("{column} {way}"));
            } else {
                keys.push(format!("r.kind {way}, r.number {way}"));
            }
        }
        keys.push("r.kind, r.number".to_owned());
        (joins, keys.join(", "))
    }
}

/// Whether a condition can be decided by the number of a record and the tables beside it.
fn by_number(condition: &Condition) -> bool {
    match condition {
        Condition::Field { .. } | Condition::LinkedTo { .. } | Condition::LinkedFrom { .. } | Condition::Ids(_) => true,
        Condition::Any(any) => any.iter().all(by_number),
        Condition::Not(inner) => by_number(inner),
        _ => false,
    }
}

/// The column of a key that has exactly one.
pub(crate) fn column(key: &Key) -> Option<&'static str> {
    match key {
        Key::Title => Some("r.title_key"),
        Key::State => Some("r.state"),
        // Places grow as time does, and a kind's records are indexed by them.
        Key::Changed => Some("r.place"),
        Key::Created => Some("r.created"),
        Key::Kind => Some("r.kind"),
        Key::Unit => Some("r.unit"),
        Key::Owner => Some("r.owner"),
        Key::Number | Key::Field(_) => None,
    }
}

/// `column IN (…)`, which is false rather than NULL of an empty list.
fn some_of(column: &str, names: &str) -> String {
    if names == "NULL" { "1 = 0".to_owned() } else { format!("{column} IN ({names})") }
}

/// Conditions with a word between them, in brackets; `none` when there are none.
fn joined(conditions: Vec<String>, between: &str, none: &str) -> String {
    if conditions.is_empty() { none.to_owned() } else { format!("({})", conditions.join(between)) }
}

/// A LIKE pattern that finds the text anywhere.
fn pattern(text: &str) -> String {
    let text = term_text(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{text}%")
}
