//! Lists as of a past place: the versions that were valid then, judged in Rust by the same rules as in SQL.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::PoisonError;

use record::{DRAFT, Id};

use crate::StoreError;
use crate::list::countable;
use crate::query::{Condition, Direction, Facet, Key, Op, Query, Scalar, Visible};
use crate::read::{Read, VERSION, version_row};
use crate::rows::{Class, Derived, RecordRow, Term};
use crate::value::p;
use crate::words::{searched, term_text, words};

/// A link condition and the records that satisfied it then.
type Linked = HashMap<(bool, Option<String>, Id), HashSet<Id>>;

/// The records that a query found at a past place, in its order.
pub(crate) struct Past<'a> {
    query: &'a Query,
    found: Vec<(RecordRow, Derived)>,
}

impl<'a> Past<'a> {
    /// Judges every version that was valid at `place`; terms are derived only where the query or `facet` asks for them.
    pub(crate) fn new(read: &Read, query: &'a Query, place: u64, facet: Option<&Key>) -> Result<Past<'a>, StoreError> {
        let derive = read.derive.read().unwrap_or_else(PoisonError::into_inner).clone();
        let asks = query.text.is_some()
            || matches!(facet, Some(Key::Field(_)))
            || query.sort.iter().any(|it| matches!(it.0, Key::Field(_)))
            || query.conditions.iter().any(asks_for_terms);
        let judge = Judge::new(read, query, place)?;
        let mut params = vec![p(place)];
        let mut sql = format!(
            "SELECT {VERSION}, r.unit, r.owner, r.access, r.state FROM version v JOIN record r ON r.id = v.record \
             WHERE v.from_place <= $1 AND (v.until_place IS NULL OR v.until_place > $1)"
        );
        if let Some(kind) = &query.kind {
            sql.push_str(" AND r.kind = $2");
            params.push(p(kind));
        }
        let judged = read.conn.query(&sql, &params, |row| {
            let record = version_row(row)?.record;
            let now = Class { kind: record.kind.clone(), unit: row.filled()?, access: String::new() };
            let owner = row.filled()?;
            let now = Class { access: row.text()?, ..now };
            let state = row.text()?;
            // What was tightened since is not shown by asking for the time before.
            let then = judge.visible(&record.id, &record.owner, &record.class(), &record.state);
            if !then || !judge.visible(&record.id, &owner, &now, &state) {
                return Ok(None);
            }
            let derived = if asks { derive(&record) } else { Derived::default() };
            Ok(judge.holds(&record, &derived).then_some((record, derived)))
        })?;
        let mut found: Vec<_> = judged.into_iter().flatten().collect();
        found.sort_by(|a, b| order(&query.sort, a, b));
        Ok(Past { query, found })
    }

    pub(crate) fn len(&self) -> u64 {
        self.found.len() as u64
    }

    pub(crate) fn page(self) -> Vec<RecordRow> {
        let offset = usize::try_from(self.query.offset).unwrap_or(usize::MAX);
        self.found.into_iter().skip(offset).take(self.query.limit as usize).map(|it| it.0).collect()
    }

    pub(crate) fn facet(&self, key: &Key, limit: u32) -> Result<Vec<Facet>, StoreError> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (record, derived) in &self.found {
            for value in values(key, record, derived)? {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut facets: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
        facets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        facets.truncate(limit as usize);
        Ok(facets)
    }
}

/// Whether a condition looks at terms.
fn asks_for_terms(condition: &Condition) -> bool {
    match condition {
        Condition::Field { .. } => true,
        Condition::Any(several) | Condition::All(several) => several.iter().any(asks_for_terms),
        Condition::Not(inner) => asks_for_terms(inner),
        _ => false,
    }
}

/// The values of a record under a key, each once.
fn values(key: &Key, record: &RecordRow, derived: &Derived) -> Result<HashSet<String>, StoreError> {
    if let Key::Field(field) = key {
        return Ok(derived.terms.iter().filter(|it| it.field == *field).map(|it| it.text.clone()).collect());
    }
    countable(key)?;
    let value = match key {
        Key::Kind => &record.kind,
        Key::Unit => record.unit.as_ref().unwrap_or(const { &String::new() }),
        Key::Owner => record.owner.as_ref().unwrap_or(const { &String::new() }),
        _ => &record.state,
    };
    Ok(HashSet::from([value.clone()]))
}

/// Decides whether a record of the past belongs to a query.
struct Judge<'a> {
    query: &'a Query,
    sought: Vec<String>,
    allowed: HashSet<&'a Class>,
    published: HashSet<&'a Class>,
    mine: HashSet<&'a Class>,
    linked: Linked,
}

impl<'a> Judge<'a> {
    fn new(read: &Read, query: &'a Query, place: u64) -> Result<Judge<'a>, StoreError> {
        let mut linked = Linked::new();
        for condition in &query.conditions {
            gather(read, condition, place, &mut linked)?;
        }
        let (allowed, published, mine) = match &query.visible {
            Visible::Classes { allowed, published, mine, .. } => {
                (allowed.iter().collect(), published.iter().collect(), mine.iter().collect())
            }
            _ => Default::default(),
        };
        let sought = query.text.as_deref().map(words).unwrap_or_default();
        Ok(Judge { query, sought, allowed, published, mine, linked })
    }

    fn holds(&self, record: &RecordRow, derived: &Derived) -> bool {
        (self.query.retired || !record.retired)
            && self.query.conditions.iter().all(|it| self.one(it, record, derived))
            && self.has_words(record, derived)
    }

    fn visible(&self, id: &Id, owner: &Option<String>, class: &Class, state: &str) -> bool {
        match &self.query.visible {
            Visible::All => true,
            Visible::Nothing => false,
            Visible::Classes { except, .. } if except.contains(id) => false,
            Visible::Classes { person, also, .. } => {
                let asks = person.as_deref().filter(|it| !it.is_empty());
                let own = asks.is_some() && (owner.as_deref() == asks || also.contains(id));
                self.allowed.contains(class)
                    || (state != DRAFT && self.published.contains(class))
                    || (own && self.mine.contains(class))
            }
        }
    }

    fn has_words(&self, record: &RecordRow, derived: &Derived) -> bool {
        if self.sought.is_empty() {
            return true;
        }
        let (title, body) = searched(record, derived);
        self.sought.iter().all(|sought| title.iter().chain(&body).any(|it| it.starts_with(sought.as_str())))
    }

    fn one(&self, condition: &Condition, record: &RecordRow, derived: &Derived) -> bool {
        let linked = |to: bool, field: &Option<String>, other: &Id| {
            self.linked.get(&(to, field.clone(), other.clone())).is_some_and(|it| it.contains(&record.id))
        };
        satisfies(condition, record, derived, &linked)
    }
}

/// Whether a record that was read satisfies conditions, by the same rules as in lists. Links away from it are those that `derived` holds;
/// nothing can be said of links to it, so that such a condition is not satisfied.
pub fn fits(conditions: &[Condition], record: &RecordRow, derived: &Derived) -> bool {
    let linked = |to: bool, field: &Option<String>, other: &Id| {
        to && derived.links.iter().any(|it| it.1 == *other && field.as_ref().is_none_or(|field| it.0 == *field))
    };
    conditions.iter().all(|it| satisfies(it, record, derived, &linked))
}

/// Whether a link condition is satisfied: whether it leads away from the record, its field, the other end.
type AsksLink<'a> = &'a dyn Fn(bool, &Option<String>, &Id) -> bool;

fn satisfies(condition: &Condition, record: &RecordRow, derived: &Derived, linked: AsksLink) -> bool {
    match condition {
        Condition::Field { field, op, values } => holds_field(&derived.terms, field, *op, values),
        Condition::Kind(kinds) => kinds.contains(&record.kind),
        Condition::State(states) => states.contains(&record.state),
        Condition::Number(from, until) => (*from..=*until).contains(&record.id.number),
        Condition::Owner(owner) => record.owner == *owner,
        Condition::Unit(units) => units.contains(&record.unit),
        Condition::Access(accesses) => accesses.contains(&record.access),
        Condition::Changed(from, until) => {
            from.is_none_or(|it| record.changed.as_millisecond() >= it.as_millisecond())
                && until.is_none_or(|it| record.changed.as_millisecond() < it.as_millisecond())
        }
        Condition::Created(until) => until.is_none_or(|it| record.created.as_millisecond() < it.as_millisecond()),
        Condition::LinkedTo { field, target } => linked(true, field, target),
        Condition::LinkedFrom { field, source } => linked(false, field, source),
        Condition::Ids(ids) => ids.contains(&record.id),
        Condition::All(all) => all.iter().all(|it| satisfies(it, record, derived, linked)),
        Condition::Any(any) => any.iter().any(|it| satisfies(it, record, derived, linked)),
        Condition::Not(inner) => !satisfies(inner, record, derived, linked),
    }
}

/// Reads the links that the conditions ask about, as they were at a place.
fn gather(read: &Read, condition: &Condition, place: u64, linked: &mut Linked) -> Result<(), StoreError> {
    let (to, field, other) = match condition {
        Condition::LinkedTo { field, target } => (true, field, target),
        Condition::LinkedFrom { field, source } => (false, field, source),
        Condition::Any(several) | Condition::All(several) => {
            return several.iter().try_for_each(|it| gather(read, it, place, linked));
        }
        Condition::Not(inner) => return gather(read, inner, place, linked),
        _ => return Ok(()),
    };
    let (here, there) = if to { ("source", "target") } else { ("target", "source") };
    let mut params = vec![p(other), p(place)];
    let mut sql = format!(
        "SELECT {here} FROM link WHERE {there} = $1 AND from_place <= $2 AND (until_place IS NULL OR until_place > $2)"
    );
    if let Some(field) = field {
        sql.push_str(" AND field = $3");
        params.push(p(field));
    }
    let found = read.conn.query(&sql, &params, |row| row.id())?;
    linked.insert((to, field.clone(), other.clone()), found.into_iter().collect());
    Ok(())
}

/// Whether a record's terms satisfy a condition upon one of its fields.
fn holds_field(terms: &[Term], field: &str, op: Op, values: &[Scalar]) -> bool {
    let mut terms = terms.iter().filter(|it| it.field == field);
    let first = |how: fn(Ordering) -> bool| {
        values.first().map(|value| move |term: &Term| compare(term, value).is_some_and(how))
    };
    let equal = |term: &Term| values.iter().any(|it| compare(term, it) == Some(Ordering::Equal));
    let ordered = match op {
        Op::Eq | Op::In => return terms.any(equal),
        Op::Ne => return !terms.any(equal),
        Op::Has => return terms.next().is_some(),
        Op::Missing => return terms.next().is_none(),
        Op::Contains => return terms.any(|term| values.iter().any(|it| term.text.contains(&needle(it)))),
        Op::Lt => first(Ordering::is_lt),
        Op::Le => first(Ordering::is_le),
        Op::Gt => first(Ordering::is_gt),
        Op::Ge => first(Ordering::is_ge),
    };
    ordered.is_some_and(|holds| terms.any(holds))
}

fn needle(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => term_text(text),
        Scalar::Number(number) => term_text(&number.to_string()),
    }
}

/// How a term stands to a value; `None` when it has no number to compare.
fn compare(term: &Term, value: &Scalar) -> Option<Ordering> {
    match value {
        Scalar::Text(text) => Some(term.text.as_str().cmp(term_text(text).as_str())),
        Scalar::Number(number) => term.number?.partial_cmp(number),
    }
}

/// The order of two records under the keys of a query.
fn order(sort: &[(Key, Direction)], a: &(RecordRow, Derived), b: &(RecordRow, Derived)) -> Ordering {
    let by_number = |a: &RecordRow, b: &RecordRow| (&a.kind, a.id.number).cmp(&(&b.kind, b.id.number));
    for (key, direction) in sort {
        let turn = |it: Ordering| if *direction == Direction::Ascending { it } else { it.reverse() };
        let (x, y) = (&a.0, &b.0);
        let found = match key {
            Key::Number => turn(by_number(x, y)),
            Key::Title => turn(term_text(&x.title).cmp(&term_text(&y.title))),
            Key::State => turn(x.state.cmp(&y.state)),
            Key::Changed => turn(x.place.cmp(&y.place)),
            Key::Created => turn(x.created.as_millisecond().cmp(&y.created.as_millisecond())),
            Key::Kind => turn(x.kind.cmp(&y.kind)),
            Key::Unit => turn(x.unit.as_deref().unwrap_or("").cmp(y.unit.as_deref().unwrap_or(""))),
            Key::Owner => turn(x.owner.as_deref().unwrap_or("").cmp(y.owner.as_deref().unwrap_or(""))),
            Key::Field(field) => by_field(field, &a.1, &b.1, turn),
        };
        if found != Ordering::Equal {
            return found;
        }
    }
    by_number(&a.0, &b.0)
}

/// The order by the first value of a field; what is absent comes last either way.
fn by_field(field: &str, a: &Derived, b: &Derived, turn: impl Fn(Ordering) -> Ordering) -> Ordering {
    let first = |it: &'_ Derived| it.terms.iter().find(|it| it.field == field).cloned();
    let (Some(a), Some(b)) = (first(a), first(b)) else {
        return first(a).is_none().cmp(&first(b).is_none());
    };
    let numbers = match (a.number, b.number) {
        (Some(a), Some(b)) => turn(a.total_cmp(&b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    numbers.then_with(|| turn(a.text.cmp(&b.text)))
}
