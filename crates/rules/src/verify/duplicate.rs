//! Duplicates: rows with the same conditions and the same outcome.

use std::collections::HashMap;

use super::{About, Inquiry, outcomes};

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables {
        let mut first = HashMap::new();
        let mut told = 0;
        for (row, region) in table.engine.regions.iter().enumerate() {
            let before = *first.entry((region, &table.rows[row].then)).or_insert(row);
            if before == row {
                continue;
            }
            if inquiry.enough(&[table], told) {
                break;
            }
            told += 1;
            let (one, other) = (&table.rows[before], &table.rows[row]);
            inquiry.tell(About {
                tables: vec![table],
                rows: vec![(table, row), (table, before)],
                says: format!("row `{}` repeats row `{}`: {}", other.id, one.id, outcomes(table, other)),
                cases: vec![table.engine.space.case(region)],
                region: table.engine.space.told(region),
                ..About::default()
            });
        }
    }
}
