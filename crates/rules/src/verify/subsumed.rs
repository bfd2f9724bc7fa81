//! Subsumed rows: rows that lie in another with the same outcome, so that nothing changes when they go.

use super::{About, Inquiry, outcomes};
use crate::cells::{inside, meet};
use crate::model::{Policy, Table};

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables {
        let mut told = 0;
        for row in 0..table.rows.len() {
            let Some(by) = subsumes(table, row) else { continue };
            if inquiry.told("shadowed", table, row) || inquiry.told("duplicate", table, row) {
                continue;
            }
            if inquiry.enough(&[table], told) {
                break;
            }
            told += 1;
            tell(inquiry, table, row, by);
        }
    }
}

/// A row that says everything that this one says.
fn subsumes(table: &Table, row: usize) -> Option<usize> {
    let (regions, order) = (&table.engine.regions, &table.engine.order);
    let same = |it: usize| table.rows[it].then == table.rows[row].then;
    let wider = |it: usize| inside(&regions[row], &regions[it]) && regions[row] != regions[it];
    match table.policy {
        Policy::Unique | Policy::Any => (0..regions.len()).find(|it| *it != row && same(*it) && wider(*it)),
        Policy::First | Policy::Priority => {
            let after = order.iter().skip_while(|it| **it != row).skip(1).copied();
            // Up to the first row that says something else of a case of this one.
            let mut alike = after.take_while(|it| same(*it) || !meet(&regions[row], &regions[*it]));
            alike.find(|it| same(*it) && wider(*it))
        }
        Policy::Collect(_) => None,
    }
}

fn tell(inquiry: &mut Inquiry<'_>, table: &Table, row: usize, by: usize) {
    let (own, region) = (&table.rows[row], &table.engine.regions[row]);
    let wider = &table.rows[by].id;
    inquiry.tell(About {
        tables: vec![table],
        rows: vec![(table, row), (table, by)],
        says: format!("row `{}` is not needed: row `{wider}` says {} there too", own.id, outcomes(table, own)),
        cases: vec![table.engine.space.case(region)],
        region: table.engine.space.told(region),
        ..About::default()
    });
}
