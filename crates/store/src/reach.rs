//! Records that can be reached along links, however far away: one statement for any depth, which a circle of links ends.

use record::Id;
use serde_json::Value;

use crate::StoreError;
use crate::read::Read;
use crate::value::{Param, p};

/// A way along links: those by which records of a kind link to records of another in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Kind of the record that holds the link.
    pub source: &'static str,
    /// Field that holds it.
    pub field: &'static str,
    /// Kind of the record to which it leads.
    pub target: &'static str,
    /// Whether it is gone along, rather than against.
    pub along: bool,
}

impl Way {
    /// From the record that holds the link to the one that it names.
    pub const fn along(source: &'static str, field: &'static str, target: &'static str) -> Way {
        Way { source, field, target, along: true }
    }

    /// From the record that is named to the one that names it.
    pub const fn against(source: &'static str, field: &'static str, target: &'static str) -> Way {
        Way { source, field, target, along: false }
    }
}

impl Read {
    /// Those of these records that exist, and all that can be reached from them by these ways, now or after the entry at a place.
    pub fn reach(&self, from: &[Id], ways: &[Way], as_of: Option<u64>) -> Result<Vec<Id>, StoreError> {
        let texts = |place: &str| self.conn.dialect().texts(place);
        let named = |along: bool| {
            let name = |it: &Way| format!("{}.{}.{}", it.source, it.field, it.target);
            Value::from_iter(ways.iter().filter(|it| it.along == along).map(name)).to_string()
        };
        let from = Value::from_iter(from.iter().map(ToString::to_string)).to_string();
        let mut params: Vec<Param<'_>> = vec![p(from), p(named(true)), p(named(false))];
        let valid = match as_of {
            None => "l.until_place IS NULL".to_owned(),
            Some(place) => {
                params.push(p(place));
                "l.from_place <= $4 AND (l.until_place IS NULL OR l.until_place > $4)".to_owned()
            }
        };
        let way = "s.kind || '.' || l.field || '.' || t.kind";
        // Cross joins keep SQLite from beginning with anything but what was reached last.
        let sql = format!(
            "WITH RECURSIVE reached(id) AS ( \
               SELECT r.id FROM record r WHERE r.id IN ({}) \
               UNION \
               SELECT CASE WHEN l.source = c.id THEN l.target ELSE l.source END \
               FROM reached c CROSS JOIN link l CROSS JOIN record s CROSS JOIN record t \
               WHERE (l.source = c.id OR l.target = c.id) AND s.id = l.source AND t.id = l.target AND {valid} \
               AND ((l.source = c.id AND {way} IN ({})) OR (l.target = c.id AND {way} IN ({}))) \
             ) SELECT id FROM reached",
            texts("$1"),
            texts("$2"),
            texts("$3"),
        );
        self.conn.query(&sql, &params, |row| row.id())
    }
}
