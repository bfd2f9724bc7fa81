//! Reminders by mail: one digest of the dates for which the ladder says that today is a day to remind, as each person wants it.
//!
//! The ladder is data (`data/library/attention.toml`); what a person wants is kept for them alone. Serves ISO/IEC 42001 7.4.

use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AccountRow, NewDue, Write};

use crate::account::actor_of;
use crate::attention::Ladder;
use crate::dates::{Due, Whose};
use crate::{Actor, Aims, Error, Via};

/// How somebody wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// When a digest is sent.
    pub digest: Often,
    /// Whether a date that passes is told at once, apart from digests.
    pub at_once: bool,
}

/// How often a digest is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Often {
    /// On each day on which there is something to say.
    Daily,
    /// On Mondays, with everything of the week.
    Weekly,
    /// Not at all.
    Never,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish { digest: Often::Daily, at_once: true }
    }
}

/// Under which name a wish is kept.
const WISH: &str = "reminders";
/// Hour of the day, UTC, at which digests are sent.
const HOUR: i8 = 6;
/// Days that reminders look back for what is overdue.
const BACK: i64 = 400;

impl Aims {
    /// How the one who asks wants to be reminded.
    pub async fn wish(&self, actor: &Actor) -> Result<Wish, Error> {
        let kept = self.personal(actor, WISH).await?;
        Ok(kept.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default())
    }

    /// Keeps how the one who asks wants to be reminded.
    pub async fn set_wish(&self, actor: &Actor, wish: Wish) -> Result<(), Error> {
        self.set_personal(actor, WISH, Some(json!(wish))).await
    }

    /// The dates of which somebody would be reminded on this day.
    pub async fn reminders(&self, actor: &Actor, often: Often) -> Result<Vec<Due>, Error> {
        let configuration = self.configuration();
        let ladder = &configuration.libraries.attention.ladder;
        let day = |it: i64| self.today().saturating_add(Span::new().days(it));
        let dues = self.dates(actor, Whose::Mine, day(-BACK), day(ladder.reach() + 6)).await?;
        Ok(dues.into_iter().filter(|it| reminded(ladder, it.left, often)).collect())
    }

    /// Queues the digests of the next morning, unless they are queued.
    pub(crate) async fn queue_digests(&self) -> Result<(), Error> {
        let (at, day) = next_morning(self.clock());
        let key = format!("digests/{day}");
        let known = key.clone();
        if self.0.store.read_async(move |read| Ok::<_, Error>(read.due_by_key(&known)?.is_some())).await? {
            return Ok(());
        }
        let due = NewDue { what: "digests".to_owned(), key, record: None, payload: json!({}), at };
        let queue = move |tx: &mut Write| Ok::<_, Error>(tx.add_due(&due).map(|_| ())?);
        self.0.store.write_async(queue).await
    }

    /// Queues one digest for each person who wants one today, so that a mail that fails is tried again alone.
    pub(crate) async fn fan_out_digests(&self) -> Result<(), Error> {
        let today = self.today();
        let accounts = self.people_with_mail().await?;
        let (time, mut dues) = (self.clock(), Vec::new());
        for account in accounts {
            let often = self.wish(&actor_of(&account, Via::System)).await?.digest;
            if often == Often::Daily || (often == Often::Weekly && today.weekday() == Weekday::Monday) {
                let payload = json!({ "account": account.id });
                let key = format!("digest/{}/{today}", account.id);
                dues.push(NewDue { what: "digest".to_owned(), key, record: None, payload, at: time });
            }
        }
        let queue = move |tx: &mut Write| {
            for due in &dues {
                tx.add_due(due)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(queue).await
    }

    /// Accounts of people who can be written to.
    async fn people_with_mail(&self) -> Result<Vec<AccountRow>, Error> {
        let accounts = self.0.store.read_async(|read| Ok::<_, Error>(read.accounts()?)).await?;
        let person = |it: &AccountRow| it.person.is_some() && !it.service && it.disabled.is_none();
        Ok(accounts.into_iter().filter(person).collect())
    }

    /// Sends one person's digest, when there is something to say.
    pub(crate) async fn send_digest(&self, account: &str) -> Result<(), Error> {
        let Some(account) = self.people_with_mail().await?.into_iter().find(|it| it.id == account) else {
            return Ok(());
        };
        let actor = actor_of(&account, Via::System);
        let wish = self.wish(&actor).await?;
        let dues = self.reminders(&actor, wish.digest).await?;
        if dues.is_empty() || wish.digest == Often::Never {
            return Ok(());
        }
        let (subject, text) = letter(&dues);
        let post = self.0.post.clone();
        crate::due::blocking(move || post.send_mail(&account.email, &subject, &text)).await
    }
}

/// Whether somebody who wants digests so often is reminded of a date with so many days left.
fn reminded(ladder: &Ladder, left: i64, often: Often) -> bool {
    match often {
        Often::Daily => ladder.reminds(left),
        // A weekly digest tells what the days until the next one would have told.
        Often::Weekly => (0..7).any(|it| ladder.reminds(left - it)),
        Often::Never => false,
    }
}

/// Subject and text of a digest: what has passed first, then what comes, the earliest first.
pub fn letter(dues: &[Due]) -> (String, String) {
    let passed = dues.iter().filter(|it| it.left < 0).count();
    let subject = match (passed, dues.len() - passed) {
        (0, coming) => format!("aims: {coming} coming up"),
        (passed, 0) => format!("aims: {passed} overdue"),
        (passed, coming) => format!("aims: {passed} overdue, {coming} coming up"),
    };
    let line = |it: &Due| format!("{} {}\n    {} {}{}\n", it.id, it.title, it.says, it.on, distance(it.left));
    (subject, dues.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn distance(left: i64) -> String {
    match left {
        0 => " (today)".to_owned(),
        1 => " (tomorrow)".to_owned(),
        -1 => " (yesterday)".to_owned(),
        it if it > 0 => format!(" (in {it} days)"),
        it => format!(" ({} days ago)", -it),
    }
}

/// The next moment at which digests are sent, and its day.
fn next_morning(now: Timestamp) -> (Timestamp, Date) {
    let zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
    let morning = |day: Date| day.at(HOUR, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|it| it.timestamp());
    let today = zoned.date();
    match morning(today).filter(|it| *it > now) {
        Some(at) => (at, today),
        None => {
            let day = today.tomorrow().unwrap_or(today);
            (morning(day).unwrap_or(now), day)
        }
    }
}
