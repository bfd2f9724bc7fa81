//! The table of mandates that ships with the program, and bodies whose mandates overlap.
//!
//! Tables of several bodies that speak of the same decision must agree; where they do not, the verifier says so with a case that shows it.

use rules::{Limits, Table, verify_within};

use super::around::Around;
use crate::deciding::purpose::Purpose;
use crate::deciding::shipped::{Ruled, shipped as words};
use jiff::civil::Date;

/// Work that one check may take, so that nobody waits for it.
const WORK: u64 = 2_000_000;
/// Faults of one sort that are told.
const TOLD: usize = 20;

const SHIPPED: &str = include_str!("../../../../data/tables/mandates.toml");

/// The table that speaks for bodies without tables of their own.
pub(crate) static TABLE: Purpose = Purpose::new("mandate", SHIPPED);

/// Two mandates that give the same case to different bodies.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Overlap {
    /// The tables.
    pub tables: Vec<String>,
    /// What is wrong, in words.
    pub says: String,
    /// A case that shows it.
    pub case: String,
}

/// Where the mandates of chartered bodies overlap on a day; the second list says what could not be settled.
pub fn overlaps(around: &Around, day: Date) -> (Vec<Overlap>, Vec<String>) {
    let all = around.mandates(day);
    // Tables of different records may have one name; the verifier tells them apart by it.
    let renamed = |ruled: &Ruled| {
        let mut table = ruled.table.clone();
        table.name = ruled.name().replace('`', "");
        table
    };
    let named: Vec<Table> = all.iter().map(|it| renamed(&it.ruled)).collect();
    let findings =
        verify_within(&named.iter().collect::<Vec<_>>(), &words().vocabulary, &Limits { work: WORK, faults: TOLD });
    let between = findings.faults.into_iter().filter(|it| it.tables.len() > 1);
    let overlap = |it: rules::Fault| Overlap {
        tables: it.tables.clone(),
        case: it.cases.first().map(ToString::to_string).unwrap_or_default(),
        says: it.says,
    };
    (between.map(overlap).collect(), findings.unsettled.into_iter().map(|it| it.says).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_read_and_proved_clean() {
        let ruled = Ruled::read(SHIPPED, None).unwrap();
        let findings = rules::verify(&[&ruled.table], &words().vocabulary);
        assert!(findings.clean(), "{:#?} {:#?}", findings.faults, findings.unsettled);
    }
}
