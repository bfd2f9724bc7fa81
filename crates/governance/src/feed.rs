//! Calendars that other programs subscribe to, one for a person and one for each AI system, under an address that is a secret
//! and can be taken back. Serves ISO/IEC 42001 7.4 and 9.1.

use jiff::Span;
use record::Id;
use store::{TokenRow, Write};

use crate::account::hash_of;
use crate::dates::{Due, Whose};
use crate::event::Event as Entered;
use crate::ical::{Calendar, Event};
use crate::{Actor, Aims, Error, Moment, Via};

/// The scope of a feed of one's own dates; the feed of a record adds a colon and its number.
const SCOPE: &str = "calendar";
/// Days that feeds look back and ahead.
const BACK: i64 = 60;
const AHEAD: i64 = 550;

/// A feed that somebody made.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Names it when it is to be taken back.
    pub id: String,
    /// The record whose dates it carries; one's own dates when `None`.
    pub about: Option<Id>,
    /// When it was made.
    pub created: jiff::Timestamp,
    /// When a calendar program last asked.
    pub used: Option<jiff::Timestamp>,
}

impl Aims {
    /// Makes a feed of one's own dates or of those about a record; the secret is returned once.
    pub async fn add_feed(&self, actor: &Actor, about: Option<Id>) -> Result<String, Error> {
        if actor.is_public() || actor.scopes.is_some() {
            return Err(Error::Unknown("sign in with a password to make a calendar".to_owned()));
        }
        if let Some(id) = &about {
            self.record(actor, id, &Moment::Now).await?;
        }
        let secret = self.secret::<32>();
        let scope = about.as_ref().map_or_else(|| SCOPE.to_owned(), |id| format!("{SCOPE}:{id}"));
        let row = TokenRow {
            hash: hash_of(&secret),
            account: actor.account.clone(),
            label: "Calendar".to_owned(),
            scopes: vec![scope.clone()],
            created: self.clock(),
            expires: None,
            used: None,
            revoked: None,
        };
        let (this, who) = (self.clone(), actor.clone());
        let add = move |tx: &mut Write| {
            tx.put_token(&row)?;
            this.enter_in(tx, &who, &Entered::new("token.created").with("scopes", SCOPE))
        };
        self.0.store.write_async(add).await?;
        Ok(secret)
    }

    /// The feeds of the one who asks that were not taken back.
    pub async fn feeds(&self, actor: &Actor) -> Result<Vec<Feed>, Error> {
        let tokens = self.tokens(actor).await?;
        let feed = |it: crate::account::Token| {
            let about = it.scopes.first().and_then(|it| about(it))?;
            Some(Feed { id: it.id, about, created: it.created, used: it.used })
        };
        Ok(tokens.into_iter().filter(|it| it.revoked.is_none()).filter_map(feed).collect())
    }

    /// The calendar behind a secret; `base` is where browsers reach this server. Nothing when there is none any more.
    pub async fn calendar(&self, secret: &str, base: &str, request: &str) -> Result<Option<Calendar>, Error> {
        let Some(token) = self.token_actor(secret, request).await? else { return Ok(None) };
        let scope = token.scopes.iter().flatten().find_map(|it| about(it));
        let Some(about) = scope else { return Ok(None) };
        // Whoever holds the address sees what its owner may see, and may do nothing.
        let actor = Actor { scopes: None, via: Via::Web, ..token };
        let mine = about.is_none();
        let (name, whose) = match about {
            None => (actor.name.clone(), Whose::Mine),
            Some(id) => match self.record(&actor, &id, &Moment::Now).await {
                Ok(record) => (format!("{id} {}", title(&record.document)), Whose::About(id)),
                Err(Error::Missing(_)) => return Ok(None),
                Err(error) => return Err(error),
            },
        };
        let day = |it: i64| self.today().saturating_add(Span::new().days(it));
        let mut dues = self.dates(&actor, whose.clone(), day(-BACK), day(AHEAD)).await?;
        dues.extend(self.disposal_days(&actor, whose, (day(-BACK), day(AHEAD))).await?);
        let mut events: Vec<Event> = dues.iter().map(|it| event(it, base)).collect();
        if mine {
            events.extend(self.obligations_calendar(&actor).await?.events);
        }
        Ok(Some(Calendar { name: format!("aims: {name}"), made: self.clock(), events }))
    }
}

fn title(document: &record::Document) -> &str {
    document.get("title").and_then(|it| it.as_str()).unwrap_or_default()
}

/// What a scope says that a feed is about: a record, or nothing in particular; nothing at all when it is no feed.
fn about(scope: &str) -> Option<Option<Id>> {
    match scope.strip_prefix(SCOPE)?.strip_prefix(':') {
        Some(id) => id.parse().ok().map(Some),
        None => (scope == SCOPE).then_some(None),
    }
}

fn event(due: &Due, base: &str) -> Event {
    let number = due.id.to_string();
    Event {
        uid: format!("{number}-{}@aims", due.field),
        on: due.on,
        summary: format!("{}: {}", due.title, due.says),
        description: format!("{number} {}, {}", due.title, due.state.replace('_', " ")),
        url: if base.is_empty() { String::new() } else { format!("{base}/{}/{number}", due.kind) },
        changed: due.changed,
        version: due.version,
        category: due.kind.replace('_', " "),
    }
}
