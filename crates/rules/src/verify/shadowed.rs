//! Shadowed rows: rows that never win, because others that come first cover them.

use std::collections::BTreeSet;

use super::{About, Inquiry};
use crate::cells::meet;
use crate::model::{Policy, Table};
use crate::search::Cover;

pub(super) fn ask(inquiry: &mut Inquiry<'_>) {
    for table in inquiry.tables.iter().filter(|it| matches!(it.policy, Policy::First | Policy::Priority)) {
        look(inquiry, table);
    }
}

fn look(inquiry: &mut Inquiry<'_>, table: &Table) {
    let (engine, mut told) = (&table.engine, 0);
    for (place, &row) in engine.order.iter().enumerate() {
        let own = &engine.regions[row];
        let before: Vec<usize> =
            engine.order[..place].iter().copied().filter(|it| meet(&engine.regions[*it], own)).collect();
        let regions: Vec<_> = before.iter().map(|it| &engine.regions[*it]).collect();
        let covered = inquiry.search.cover(own, &regions);
        match covered {
            Ok(Cover::Hole(_)) => {}
            Ok(Cover::By(by)) => {
                if inquiry.told("duplicate", table, row) {
                    continue;
                }
                if inquiry.enough(&[table], told) {
                    return;
                }
                told += 1;
                tell(inquiry, table, row, by.iter().map(|it| before[*it]).collect());
            }
            Err(exhausted) => {
                let what = format!("whether row `{}` or one that comes after it ever wins", table.rows[row].id);
                return inquiry.exhausted(&[table], &what, exhausted);
            }
        }
    }
}

fn tell(inquiry: &mut Inquiry<'_>, table: &Table, row: usize, by: BTreeSet<usize>) {
    let names: Vec<String> = by.iter().map(|it| format!("`{}`", table.rows[*it].id)).collect();
    let rows = [row].into_iter().chain(by).map(|it| (table, it)).collect();
    let own = &table.engine.regions[row];
    inquiry.tell(About {
        tables: vec![table],
        rows,
        says: format!(
            "row `{}` never wins, because {} {} first wherever it hits",
            table.rows[row].id,
            names.join(", "),
            if names.len() == 1 { "comes" } else { "come" }
        ),
        cases: vec![table.engine.space.case(own)],
        region: table.engine.space.told(own),
        ..About::default()
    });
}
