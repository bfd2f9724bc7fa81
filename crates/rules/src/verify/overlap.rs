//! Overlaps: rows of a unique table that hit the same case and say the same; where they differ it is a contradiction.

use super::{About, Inquiry};
use crate::cells::{common, inside};
use crate::model::Policy;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables.iter().filter(|it| it.policy == Policy::Unique) {
        let regions = &table.engine.regions;
        let mut told = 0;
        'rows: for high in 0..regions.len() {
            for low in 0..high {
                let (a, b) = (&regions[low], &regions[high]);
                // What lies in another row is a duplicate or subsumed.
                if table.rows[low].then != table.rows[high].then || inside(a, b) || inside(b, a) {
                    continue;
                }
                let Some(both) = common(a, b) else { continue };
                if inquiry.enough(&[table], told) {
                    break 'rows;
                }
                told += 1;
                inquiry.tell(About {
                    tables: vec![table],
                    rows: vec![(table, low), (table, high)],
                    says: format!(
                        "rows `{}` and `{}` hit the same case, and only one may",
                        table.rows[low].id, table.rows[high].id
                    ),
                    cases: vec![table.engine.space.case(&both)],
                    region: table.engine.space.told(&both),
                    ..About::default()
                });
            }
        }
    }
}
