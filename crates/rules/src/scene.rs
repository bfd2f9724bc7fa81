//! Tables in one common space: each row as a box, with the boxes of the rows that keep it from winning.

use crate::cells::{Region, meet};
use crate::engine::Space;
use crate::model::{Policy, Table};

/// Tables in one common space.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub tables: Vec<&'a Table>,
    pub space: Space,
    /// For each table the boxes of its rows.
    pub regions: Vec<Vec<Region>>,
}

impl<'a> Scene<'a> {
    pub fn of(tables: &[&'a Table]) -> Scene<'a> {
        let columns: Vec<_> = tables.iter().map(|it| (it.inputs.as_slice(), it.rows.as_slice())).collect();
        let space = Space::of(&columns);
        let regions = tables.iter().map(|it| space.regions(&it.inputs, &it.rows)).collect();
        Scene { tables: tables.to_vec(), space, regions }
    }

    /// Boxes of a table's rows that keep a row from winning where they hit too.
    pub fn rivals(&self, table: usize, row: usize) -> Vec<usize> {
        let own = &self.regions[table][row];
        rivals(self.tables[table], row).filter(|it| meet(&self.regions[table][*it], own)).collect()
    }

    /// The same as boxes.
    pub fn rival_regions(&self, table: usize, row: usize) -> Vec<&Region> {
        self.rivals(table, row).into_iter().map(|it| &self.regions[table][it]).collect()
    }
}

/// The rows of a table that keep a row from winning where they hit too, by the hit policy.
pub(crate) fn rivals(table: &Table, row: usize) -> Box<dyn Iterator<Item = usize> + '_> {
    let all = 0..table.rows.len();
    match table.policy {
        Policy::Unique => Box::new(all.filter(move |it| *it != row)),
        Policy::Any => Box::new(all.filter(move |it| table.rows[*it].then != table.rows[row].then)),
        Policy::First | Policy::Priority => {
            Box::new(table.engine.order.iter().copied().take_while(move |it| *it != row))
        }
        Policy::Collect(_) => Box::new(std::iter::empty()),
    }
}
