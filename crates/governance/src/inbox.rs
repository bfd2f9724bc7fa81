//! What waits for one person today: decisions they may take, dates they keep, what happened to what is theirs.
//!
//! Nothing of it is stored: it follows from records, their dates and the policies. Only what a person has put off until later
//! and when they looked last is kept, for them alone. Serves ISO/IEC 42001 5.3 and 7.4.

use jiff::{SignedDuration, Timestamp};
use policy::Action;
use record::Id;
use serde::{Deserialize, Serialize};
use store::{Condition, Direction, Heading, Key, Query, Read, RecordRow, Visible};

use crate::dates::Due;
use crate::listing::{Row, Titles};
use crate::{Actor, Aims, Error};

/// What waits for one person.
#[derive(Debug, Clone, Default)]
pub struct Inbox {
    /// Decisions that this person may take, the oldest first.
    pub decisions: Vec<Decision>,
    /// Dates of their records: those that have passed and those of the next days, the earliest first.
    pub dues: Vec<Due>,
    /// Open incidents, findings and nonconformities of the AI systems for which they answer.
    pub alerts: Vec<Row>,
    /// Open comments that name them.
    pub mentions: Vec<Row>,
    /// What changed since they looked last in what is theirs, by somebody else, the newest first; each with who changed it.
    pub changed: Vec<(Row, String)>,
    /// Their records that lack something, the newest first; each with the fields.
    pub incomplete: Vec<(Row, Vec<String>)>,
    /// Kind, title and state of what rows link to.
    pub titles: Titles,
    /// What they have put off, and why.
    pub snoozed: Vec<(Id, Snooze)>,
    /// Since when changes are listed.
    pub since: Timestamp,
}

/// A decision that somebody may take.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The record that waits for it.
    pub row: Row,
    /// Name of the transition.
    pub transition: String,
    /// Name of the transition that people read.
    pub label: String,
    /// Whether it can be taken at once: nothing is missing and no reason is asked for.
    pub ready: bool,
}

/// Something put off until later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snooze {
    /// Last day on which it is hidden.
    pub until: jiff::civil::Date,
    /// Why.
    pub why: String,
}

/// How far back dates that have passed are listed, in days.
const BACK: i64 = 400;
/// Most rows of each list.
const MOST: u32 = 100;
/// Kinds of which open records about an AI system alert those who answer for it, each with its last states.
const ALERTS: &[(&str, &[&str])] = &[
    ("incident", &["closed", "no_incident"]),
    ("finding", &["drafted", "closed", "withdrawn"]),
    ("nonconformity", &["closed"]),
    ("escalation", &["resolved", "suppressed"]),
];
/// Under which name a person's own marks are kept.
const SNOOZE: &str = "inbox/snooze/";
const SEEN: &str = "inbox/seen";

impl Aims {
    /// What waits for the person who asks; a fixed number of statements, whatever there is.
    pub async fn inbox(&self, actor: &Actor) -> Result<Inbox, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.0.store.read_async(move |read| this.inbox_in(read, &this.with_roles(read, &actor)?)).await
    }

    fn inbox_in(&self, read: &Read, actor: &Actor) -> Result<Inbox, Error> {
        let visible = self.visible(read, actor)?;
        let snoozed = snoozed(read, actor, self.today())?;
        let since = self.since(read, actor)?;
        let mut inbox = Inbox { decisions: self.decisions(read, actor, &visible)?, since, ..Inbox::default() };
        let mut rows: Vec<RecordRow> = Vec::new();
        if let Some(person) = &actor.person {
            let mine = Condition::Owner(Some(person.to_string()));
            let days = |it: i64| self.today().saturating_add(jiff::Span::new().days(it));
            let span = (days(-BACK), days(self.configuration().libraries.attention.ladder.reach()));
            inbox.dues = self.dates_in(read, visible.clone(), mine.clone(), span)?;
            inbox.dues.extend(self.reached_of(read, actor, person)?);
            inbox.dues.extend(self.reviews_of(read, &visible, person, span.1)?);
            inbox.dues.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
            let alerts = self.alerts(read, actor, mine.clone(), &visible)?;
            inbox.incomplete = self.incomplete(&read.list(&newest(vec![mine.clone()], &visible))?);
            let mentions = read.list(&mentioning(person, &visible))?;
            let changed = read.list(&changing(mine, since, &visible))?;
            let theirs = |it: &&RecordRow| it.makers.editor == actor.identity();
            rows.extend(alerts.iter().chain(&mentions).chain(&changed).cloned());
            inbox.changed =
                changed.iter().filter(|it| !theirs(it)).map(|it| (plain(it), it.makers.editor.clone())).collect();
            inbox.alerts = alerts.iter().map(plain).collect();
            inbox.mentions = mentions.iter().map(plain).collect();
        }
        let hidden = |id: &Id| snoozed.iter().any(|it| it.0 == *id);
        inbox.decisions.retain(|it| !hidden(&it.row.id));
        inbox.dues.retain(|it| !hidden(&it.id));
        inbox.alerts.retain(|it| !hidden(&it.id));
        inbox.incomplete.retain(|it| !hidden(&it.0.id));
        inbox.changed.retain(|it| !hidden(&it.0.id));
        let editors = inbox.changed.iter().filter_map(|it| it.1.parse().ok());
        inbox.titles = self.titles_with(read, actor, &rows, editors.collect())?;
        inbox.snoozed = snoozed;
        Ok(inbox)
    }

    /// Of these records, those that are not at their end and lack something.
    fn incomplete(&self, rows: &[RecordRow]) -> Vec<(Row, Vec<String>)> {
        let configuration = self.configuration();
        let lacking = |row: &RecordRow| {
            let kind = configuration.catalog.kind(&row.kind)?;
            let lacks = record::incomplete(kind, &row.document);
            let fields: Vec<String> = lacks.into_iter().map(|it| it.field).collect();
            let ended = kind.lifecycle.finals.contains(&row.state);
            (!ended && !fields.is_empty()).then(|| (plain(row), fields))
        };
        rows.iter().filter_map(lacking).collect()
    }

    /// The records that wait for a decision which this person may take.
    fn decisions(&self, read: &Read, actor: &Actor, visible: &Visible) -> Result<Vec<Decision>, Error> {
        let sort = vec![(Key::Changed, Direction::Ascending)];
        let configuration = self.configuration();
        let attention = &configuration.libraries.attention;
        let conditions = vec![attention.undecided()];
        let rows = read.list(&Query { conditions, sort, limit: MOST, ..Query::all(visible.clone()) })?;
        let mut asked = Vec::new();
        for row in &rows {
            let named = attention.awaited(&row.kind, &row.state);
            let transition = named.and_then(|it| configuration.catalog.kind(&row.kind)?.transition(it));
            asked.extend(transition.map(|it| (row, it)));
        }
        let questions: Vec<_> = asked.iter().map(|(row, it)| (*row, Action::Move(&it.name))).collect();
        let verdicts = self.verdicts(read, actor, &questions)?;
        let permitted = asked.into_iter().zip(verdicts).filter(|(_, verdict)| verdict.is_permitted());
        let decision = |(row, transition): (&RecordRow, &record::Transition)| {
            let blank = |name: &String| row.document.get(name).is_none_or(record::is_blank);
            Decision {
                row: plain(row),
                transition: transition.name.clone(),
                label: transition.label(),
                ready: !transition.reason && !transition.needs.iter().any(blank),
            }
        };
        Ok(permitted.map(|(asked, _)| decision(asked)).collect())
    }

    /// Open records of the kinds that alert, about the AI systems for which this person answers; the newest first.
    fn alerts(&self, read: &Read, actor: &Actor, mine: Condition, visible: &Visible) -> Result<Vec<RecordRow>, Error> {
        let systems = Query { conditions: vec![mine], limit: 1000, ..Query::of("ai_system", visible.clone()) };
        let kinds: Vec<&str> = ALERTS.iter().map(|it| it.0).collect();
        let linked = read.links_to_any(&read.list_ids(&systems)?, &kinds)?;
        let (configuration, units) = (self.configuration(), self.units(read, actor)?);
        let open = |it: &Heading| {
            !it.retired && !ALERTS.iter().any(|(kind, ended)| *kind == it.kind && ended.contains(&it.state.as_str()))
        };
        let may = |it: &Heading| self.may_read_heading(&units, &configuration, actor, it);
        let mut ids: Vec<Id> =
            linked.into_iter().map(|it| it.1.end).filter(|it| open(it) && may(it)).map(|it| it.id).collect();
        ids.sort();
        ids.dedup();
        let mut rows = read.records(&ids)?;
        rows.sort_by_key(|it| std::cmp::Reverse(it.changed));
        rows.truncate(MOST as usize);
        Ok(rows)
    }

    /// Since when changes are news: when they looked last, but at least a day ago.
    fn since(&self, read: &Read, actor: &Actor) -> Result<Timestamp, Error> {
        let day_ago = self.clock() - SignedDuration::from_hours(24);
        let seen = read.personal(&actor.account, SEEN)?;
        let seen = seen.and_then(|it| it.value.as_str()?.parse::<Timestamp>().ok());
        Ok(seen.map_or(day_ago, |it| it.min(day_ago).max(day_ago - SignedDuration::from_hours(24 * 13))))
    }

    /// Puts a record off until the end of a day, for the one who asks, with a reason; or shows it again.
    pub async fn snooze(&self, actor: &Actor, id: &Id, snooze: Option<Snooze>) -> Result<(), Error> {
        if let Some(snooze) = &snooze {
            let most = self.today().saturating_add(jiff::Span::new().days(90));
            if snooze.why.trim().is_empty() {
                return Err(Error::problem("why", "say why it can wait"));
            }
            if snooze.until < self.today() || snooze.until > most {
                return Err(Error::problem("until", format!("put it off until a day from today to {most}")));
            }
        }
        self.record(actor, id, &crate::Moment::Now).await?;
        let value = snooze.map(|it| serde_json::json!({ "until": it.until.to_string(), "why": it.why.trim() }));
        self.set_personal(actor, &format!("{SNOOZE}{id}"), value).await
    }

    /// Notes that the one who asks has seen what changed until now.
    pub async fn mark_seen(&self, actor: &Actor) -> Result<(), Error> {
        let now = serde_json::Value::from(self.clock().to_string());
        self.set_personal(actor, SEEN, Some(now)).await
    }
}

/// What somebody has put off beyond today.
fn snoozed(read: &Read, actor: &Actor, today: jiff::civil::Date) -> Result<Vec<(Id, Snooze)>, Error> {
    let kept = read.personals(&actor.account, SNOOZE)?;
    let snoozed = kept.into_iter().filter_map(|it| {
        let id = it.key.strip_prefix(SNOOZE)?.parse().ok()?;
        Some((id, serde_json::from_value::<Snooze>(it.value).ok()?))
    });
    Ok(snoozed.filter(|it| it.1.until >= today).collect())
}

fn newest(conditions: Vec<Condition>, visible: &Visible) -> Query {
    let sort = vec![(Key::Changed, Direction::Descending)];
    Query { conditions, sort, limit: MOST, ..Query::all(visible.clone()) }
}

/// Open comments that name somebody.
fn mentioning(person: &Id, visible: &Visible) -> Query {
    let named = Condition::is("mentions", &person.to_string());
    let conditions = vec![Condition::State(vec!["open".to_owned()]), named];
    Query { kind: Some("comment".to_owned()), ..newest(conditions, visible) }
}

/// What changed among somebody's records.
fn changing(mine: Condition, since: Timestamp, visible: &Visible) -> Query {
    newest(vec![mine, Condition::Changed(Some(since), None)], visible)
}

fn plain(row: &RecordRow) -> Row {
    crate::reading::row(row.clone(), Vec::new())
}
