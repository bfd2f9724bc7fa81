//! Lists, counts, facets and ranked search, of now by SQL and of the past by reading versions.

use record::Id;

use crate::StoreError;
use crate::past::Past;
use crate::query::{Facet, Key, Query, Stage, Visible};
use crate::read::{Read, heading, heading_of};
use crate::rows::{Class, Hit, RecordRow};
use crate::statement::{Statement, column};
use crate::value::p;
use crate::words::words;

/// With fewer hits than this a search also looks for words that may have been meant.
const FEW: usize = 3;

impl Read {
    /// The records that a query asks for, in its order.
    pub fn list(&self, query: &Query) -> Result<Vec<RecordRow>, StoreError> {
        if let Some(place) = query.as_of {
            return Ok(Past::new(self, query, place, None)?.page());
        }
        self.records(&self.list_ids(query)?)
    }

    /// The numbers of the records that a query asks for, in its order; cheaper than [`Read::list`].
    pub fn list_ids(&self, query: &Query) -> Result<Vec<Id>, StoreError> {
        if let Some(place) = query.as_of {
            return Ok(Past::new(self, query, place, None)?.page().into_iter().map(|it| it.id).collect());
        }
        let mut statement = Statement::new(self.conn.dialect());
        let (joins, order) = statement.order(&query.sort);
        let condition = statement.condition(query, &self.present(&query.visible)?);
        let (limit, offset) = (statement.bind(i64::from(query.limit)), statement.bind(query.offset));
        let sql = format!(
            "SELECT r.id FROM record r{joins} WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
        );
        self.conn.query(&sql, &statement.params, |row| row.id())
    }

    /// The records of a page, and how many there are on all pages.
    pub fn page(&self, query: &Query) -> Result<(Vec<RecordRow>, u64), StoreError> {
        let by_field = query.sort.iter().any(|it| matches!(it.0, Key::Field(_)));
        let narrowed = !query.conditions.is_empty() || query.text.is_some();
        if query.as_of.is_none() && by_field && narrowed {
            return self.sorted_page(query);
        }
        let rows = self.list(query)?;
        let total = match (rows.len() as u64, query.offset) {
            (all, 0) if all < u64::from(query.limit) => all,
            _ => self.count(query)?,
        };
        Ok((rows, total))
    }

    /// The same where both need every record that the query finds: what it finds is looked for once.
    fn sorted_page(&self, query: &Query) -> Result<(Vec<RecordRow>, u64), StoreError> {
        let mut statement = Statement::new(self.conn.dialect());
        let (joins, order) = statement.order(&query.sort);
        let condition = statement.condition(query, &self.present(&query.visible)?);
        let (limit, offset) = (statement.bind(i64::from(query.limit)), statement.bind(query.offset));
        let mut columns = vec!["r.id", "r.kind", "r.number"];
        columns.extend(query.sort.iter().filter_map(|it| column(&it.0)));
        columns.sort_unstable();
        columns.dedup();
        let sql = format!(
            "WITH found AS MATERIALIZED (SELECT {} FROM record r WHERE {condition}) \
             SELECT r.id, (SELECT count(*) FROM found) FROM found r{joins} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            columns.join(", ")
        );
        let found = self.conn.query(&sql, &statement.params, |row| Ok((row.id()?, row.size()?)))?;
        let total = match found.first() {
            Some((_, total)) => *total,
            None => self.count(query)?,
        };
        let ids: Vec<Id> = found.into_iter().map(|it| it.0).collect();
        Ok((self.records(&ids)?, total))
    }

    /// How many records a query finds, whatever its page.
    pub fn count(&self, query: &Query) -> Result<u64, StoreError> {
        if let Some(place) = query.as_of {
            return Ok(Past::new(self, query, place, None)?.len());
        }
        let mut statement = Statement::new(self.conn.dialect());
        let condition = statement.condition(query, &self.present(&query.visible)?);
        let sql = format!("SELECT count(*) FROM record r WHERE {condition}");
        Ok(self.conn.first(&sql, &statement.params, |row| row.size())?.unwrap_or(0))
    }

    /// The values of a key among the records that a query finds, the most frequent ones first.
    pub fn facet(&self, query: &Query, key: &Key, limit: u32) -> Result<Vec<Facet>, StoreError> {
        if let Some(place) = query.as_of {
            return Past::new(self, query, place, Some(key))?.facet(key, limit);
        }
        let mut statement = Statement::new(self.conn.dialect());
        let present = self.present(&query.visible)?;
        // A field has each of its values once in a record, so counting terms counts records.
        let (value, from) = match (key, &query.kind) {
            (Key::Field(field), Some(kind)) => {
                ("f.text", format!("term f WHERE {}", statement.facet(query, kind, field, &present)))
            }
            (Key::Field(field), None) => {
                let name = statement.bind(field);
                let join = format!("record r JOIN term f ON f.record = r.id AND f.field = {name}");
                ("f.text", format!("{join} WHERE {}", statement.condition(query, &present)))
            }
            (key, _) => (countable(key)?, format!("record r WHERE {}", statement.condition(query, &present))),
        };
        let limit = statement.bind(i64::from(limit));
        let sql = format!("SELECT {value}, count(*) FROM {from} GROUP BY {value} ORDER BY 2 DESC, 1 LIMIT {limit}");
        self.conn.query(&sql, &statement.params, |row| Ok(Facet { value: row.text()?, count: row.size()? }))
    }

    /// The records that a query finds, by state; of the present.
    pub fn stages(&self, query: &Query) -> Result<Vec<Stage>, StoreError> {
        let mut statement = Statement::new(self.conn.dialect());
        let condition = statement.condition(query, &self.present(&query.visible)?);
        let without = |column: &str| format!("sum(CASE WHEN r.{column} = '' THEN 1 ELSE 0 END)");
        let (unowned, unhoused) = (without("owner"), without("unit"));
        let sql = format!(
            "SELECT r.state, count(*), {unowned}, {unhoused} FROM record r WHERE {condition} GROUP BY r.state ORDER BY r.state"
        );
        self.conn.query(&sql, &statement.params, |row| {
            Ok(Stage { state: row.text()?, count: row.size()?, unowned: row.size()?, unhoused: row.size()? })
        })
    }

    /// Records that are not retired and hold every word, the best ones first; no kinds means all of them.
    ///
    /// When few do, those follow that hold words which may have been meant.
    pub fn search(&self, text: &str, kinds: &[&str], visible: &Visible, limit: u32) -> Result<Vec<Hit>, StoreError> {
        let sought = words(text);
        if sought.is_empty() {
            return Ok(Vec::new());
        }
        let exactly: Vec<Vec<String>> = sought.iter().map(|it| vec![it.clone()]).collect();
        let mut hits = self.hits(&exactly, kinds, visible, limit)?;
        if hits.len() < FEW.min(limit as usize)
            && let Some(meant) = self.meant(&sought)?
        {
            let more = self.hits(&meant, kinds, visible, limit)?;
            hits.extend(more.into_iter().filter(|it| !exactly_found(&hits, it)).collect::<Vec<_>>());
            hits.truncate(limit as usize);
        }
        Ok(hits)
    }

    /// Records that hold one of the words in each place.
    fn hits(
        &self,
        sought: &[Vec<String>],
        kinds: &[&str],
        visible: &Visible,
        limit: u32,
    ) -> Result<Vec<Hit>, StoreError> {
        let dialect = self.conn.dialect();
        let (tables, matching, rank) = dialect.ranked();
        let mut statement = Statement::new(dialect);
        statement.bind(dialect.sought_any(sought));
        let mut condition = format!("{matching} AND r.retired = 0");
        if !kinds.is_empty() {
            let names: Vec<String> = kinds.iter().map(|it| statement.bind(*it)).collect();
            condition.push_str(&format!(" AND r.kind IN ({})", names.join(", ")));
        }
        if *visible != Visible::All {
            let visible = statement.visible(visible, &self.present(visible)?);
            condition.push_str(&format!(" AND {visible}"));
        }
        let limit = statement.bind(i64::from(limit));
        let sql = format!(
            "SELECT {}, {rank} AS rank FROM {tables} JOIN record r ON r.id = s.record WHERE {condition} \
             ORDER BY rank DESC, r.kind, r.number LIMIT {limit}",
            heading_of("r", "r.id")
        );
        self.conn.query(&sql, &statement.params, |row| {
            Ok(Hit { record: heading(row)?, rank: row.opt_real()?.unwrap_or(0.0) })
        })
    }

    /// The last place of the ledger at or before a moment; `None` when nothing had happened yet.
    pub fn place_at(&self, time: jiff::Timestamp) -> Result<Option<u64>, StoreError> {
        // Times never fall from one entry to the next, so halving finds the place without an index of times.
        let (mut before, mut after) = (0, self.head()?.size);
        while before < after {
            let middle = before + (after - before) / 2;
            let then = self.conn.first("SELECT time FROM entry WHERE place = $1", &[p(middle)], |row| row.time())?;
            let then = then.ok_or_else(|| StoreError::damaged(format!("entry {middle} is missing")))?;
            if then <= time { before = middle + 1 } else { after = middle }
        }
        Ok(before.checked_sub(1))
    }

    /// The classes of the store, when the condition of visibility needs them.
    pub(crate) fn present(&self, visible: &Visible) -> Result<Vec<Class>, StoreError> {
        if matches!(visible, Visible::Classes { .. }) { self.classes() } else { Ok(Vec::new()) }
    }
}

/// Whether a record was found by the words as they were typed.
fn exactly_found(hits: &[Hit], hit: &Hit) -> bool {
    hits.iter().any(|it| it.record.id == hit.record.id)
}

/// The column by which a facet counts.
pub(crate) fn countable(key: &Key) -> Result<&'static str, StoreError> {
    match key {
        Key::State | Key::Kind | Key::Unit | Key::Owner => Ok(column(key).unwrap_or("r.state")),
        _ => Err(StoreError::Invalid("only states, kinds, units, owners and fields can be counted".to_owned())),
    }
}
