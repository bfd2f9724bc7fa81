//! A table that one capability asks by its purpose: that of a record in force, otherwise the one that ships.

use std::sync::{Arc, OnceLock};

use rules::{Domain, Table};

use super::in_force::of_records;
use super::shipped::Ruled;
use crate::Error;
use crate::derived::Snapshot;

/// A purpose of tables with the text of the one that ships, which is read when it is first asked for.
pub(crate) struct Purpose {
    /// Its name, as records of tables say it.
    pub name: &'static str,
    text: &'static str,
    read: OnceLock<Option<Arc<Ruled>>>,
}

impl Purpose {
    /// A purpose whose shipped table has this text.
    pub const fn new(name: &'static str, text: &'static str) -> Purpose {
        Purpose { name, text, read: OnceLock::new() }
    }

    /// The table that ships; none when it cannot be read, which tests rule out.
    pub fn shipped(&self) -> Option<Arc<Ruled>> {
        self.read.get_or_init(|| Ruled::read(self.text, None).ok().map(Arc::new)).clone()
    }

    /// The table that decides at a moment.
    pub fn in_force(&self, at: &Snapshot) -> Result<Option<Arc<Ruled>>, Error> {
        let own = of_records(at)?.into_iter().find(|it| it.purpose == self.name);
        Ok(own.map(|it| it.ruled).or_else(|| self.shipped()))
    }
}

/// The nearest of some units, by their names, of which a table knows.
pub(crate) fn unit_of<'a>(table: &Table, units: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    units.into_iter().find(|it| knows(table, it))
}

/// Whether a table decides by units and knows one of this name.
pub(crate) fn knows(table: &Table, unit: &str) -> bool {
    let mut units = table.inputs.iter().filter(|it| it.name == "unit");
    units.any(|it| matches!(&it.domain, Domain::Unit(known) if known.names().iter().any(|name| name == unit)))
}
