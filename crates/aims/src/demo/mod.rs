//! The demonstration: a small fictional organisation, entered through the one write path by the people who would do it.
//!
//! Its days count from the day of loading, so it never ages; while it is entered the clock runs through the year before.

mod acts;
mod beside;
mod file;
mod load;
mod measured;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use governance::{Actor, Aims, Options, Via};
use jiff::Timestamp;

pub use acts::{ActFile, What};
pub use beside::demonstration;
pub use file::{BatchFile, DemoFile, Files, MeasureFile, Move, PersonFile, RecordFile, files};
pub use load::Entered;

use crate::command::account::made_password;
use crate::exit::Failure;
use crate::first::SignIn;

/// Name of the demonstration's ledger.
pub const ORIGIN: &str = "northfen.example/ledger";

/// A clock that the loader sets forward from step to step.
#[derive(Clone)]
pub struct Calendar(Arc<AtomicI64>);

impl Calendar {
    /// A calendar that stands at `moment`.
    pub fn at(moment: Timestamp) -> Calendar {
        Calendar(Arc::new(AtomicI64::new(moment.as_millisecond())))
    }

    /// Goes to `moment`, never backwards.
    pub fn forward_to(&self, moment: Timestamp) {
        self.0.fetch_max(moment.as_millisecond(), Ordering::SeqCst);
    }

    /// The moment at which it stands; each look is a millisecond later than the one before.
    pub fn look(&self) -> Timestamp {
        let millisecond = self.0.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Creates the store of `options` and enters the demonstration as of `now`; gives the sign-ins to show.
pub async fn load(options: Options, now: Timestamp) -> Result<Vec<SignIn>, Failure> {
    Ok(enter(options, now, &files()?, Files::Embedded).await?.sign_ins)
}

/// Creates the store of `options` and enters the organisation of these files as of `now`.
pub async fn enter(
    mut options: Options,
    now: Timestamp,
    files: &[DemoFile],
    beside: Files,
) -> Result<Entered, Failure> {
    let calendar = Calendar::at(days_from(now, earliest(files)));
    let clock = calendar.clone();
    options.clock = Arc::new(move || clock.look());
    let aims = crate::context::blocking(|| Aims::init(options, ORIGIN))?;
    load::everything(aims, calendar, now, files, beside).await
}

/// New passwords for the people who sign in to a demonstration that is there already.
pub async fn sign_ins(aims: &Aims) -> Result<Vec<SignIn>, Failure> {
    let operator = Actor::operator(Via::System);
    let accounts = aims.accounts(&operator).await?;
    let mut shown = Vec::new();
    for person in files()?.iter().flat_map(|it| &it.person).filter(|it| it.sign_in) {
        let Some(account) = accounts.iter().find(|it| it.email == person.email) else { continue };
        let password = made_password()?;
        aims.set_password(&operator, &account.id, &password).await?;
        shown.push(sign_in(person, password));
    }
    Ok(shown)
}

fn sign_in(person: &PersonFile, password: String) -> SignIn {
    SignIn { name: person.name.clone(), email: person.email.clone(), password, role: person.job.clone() }
}

/// The first day on which anything happens.
fn earliest(files: &[DemoFile]) -> i64 {
    files.iter().flat_map(|it| &it.record).map(|it| it.at).min().unwrap_or(0)
}

/// `now` and so many days, earlier for a negative number.
pub fn days_from(now: Timestamp, days: i64) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_hours(days * 24)).unwrap_or(now)
}
