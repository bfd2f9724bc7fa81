//! Records of a kind as coverage keeps them, with what lists know of each where checks look at them. What follows from a record alone is told when it
//! changes; derived values, which hang on others and on the clock, are asked for anew, and only those that a check names.

use record::{Id, Kind};
use store::{Derived, RecordRow, Term};

use crate::Error;
use crate::derived::Snapshot;
use crate::terms::without_words;

/// Records of a kind, in the order of their numbers.
#[derive(Clone, Default)]
pub(crate) struct Records {
    rows: Vec<RecordRow>,
    /// What lists know of each; nothing where no check looks at them.
    known: Vec<Known>,
    /// Derived fields that checks name, each with the value behind it.
    asked: Vec<(String, String)>,
    /// Whether checks look at them.
    checked: bool,
}

/// What lists know of a record.
#[derive(Clone)]
struct Known {
    all: Derived,
    /// How many terms are its own; those after them are derived.
    own: usize,
}

impl Known {
    fn of(kind: &Kind, row: &RecordRow) -> Known {
        // Words are not searched here.
        let all = without_words(kind, row);
        Known { own: all.terms.len(), all }
    }
}

impl Records {
    /// These records, at which no check looks.
    pub fn unchecked(mut rows: Vec<RecordRow>) -> Records {
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Records { rows, ..Records::default() }
    }

    /// These records with what lists know of them; of derived fields nothing yet but for which checks ask.
    pub fn checked(kind: &Kind, asked: Vec<(String, String)>, rows: Vec<RecordRow>) -> Records {
        let of = Records::unchecked(rows);
        Records { known: of.rows.iter().map(|it| Known::of(kind, it)).collect(), asked, checked: true, ..of }
    }

    /// All of them.
    pub fn rows(&self) -> &[RecordRow] {
        &self.rows
    }

    /// One of them.
    pub fn get(&self, id: &Id) -> Option<&RecordRow> {
        self.place(id).ok().map(|it| &self.rows[it])
    }

    /// All of them with what lists know of each; none where no check looks at them.
    pub fn known(&self) -> impl Iterator<Item = (&RecordRow, &Derived)> {
        self.rows.iter().zip(self.known.iter().map(|it| &it.all))
    }

    /// Puts a record in its place, or takes it away where it is retired.
    pub fn put(&mut self, kind: &Kind, row: RecordRow) {
        let place = self.place(&row.id);
        if row.retired {
            if let Ok(place) = place {
                self.rows.remove(place);
                self.checked.then(|| self.known.remove(place));
            }
            return;
        }
        let known = self.checked.then(|| Known::of(kind, &row));
        match place {
            Ok(place) => {
                self.rows[place] = row;
                known.into_iter().for_each(|it| self.known[place] = it);
            }
            Err(place) => {
                self.rows.insert(place, row);
                known.into_iter().for_each(|it| self.known.insert(place, it));
            }
        }
    }

    /// Asks anew for derived values that checks name; whether one is another than before.
    pub fn derive(&mut self, at: &Snapshot) -> Result<bool, Error> {
        if self.asked.is_empty() || self.rows.is_empty() {
            return Ok(false);
        }
        let standings = crate::derivable::derive(at, |_| self.asked.clone(), &self.rows)?;
        let mut moved = false;
        for (known, standings) in self.known.iter_mut().zip(standings) {
            let now: Vec<Term> = crate::standing::terms(&standings);
            if known.all.terms[known.own..] != now {
                known.all.terms.truncate(known.own);
                known.all.terms.extend(now);
                moved = true;
            }
        }
        Ok(moved)
    }

    fn place(&self, id: &Id) -> Result<usize, usize> {
        self.rows.binary_search_by(|it| it.id.cmp(id))
    }
}
