//! What happens when: leased, idempotent jobs on an injected clock. Serves ISO/IEC 42001 9.1.
//!
//! Expiry is true when it is read; jobs only renew caches and tell people. A job that fails comes again later, one that
//! is leased by a node that died comes again when its lease ends, and one that ran is not run twice.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{DueRow, NewDue, StandingRow, Write};

use crate::{Actor, Aims, Error, Via};

/// Jobs that one round leases at most.
const ROUND: u32 = 50;

/// One sort of job.
pub struct Job {
    /// Name in the table of what is due.
    pub name: &'static str,
    /// What it does.
    pub summary: &'static str,
}

/// At which size of the ledger and on which day the round of jobs last looked: where neither has moved, nothing new can be seen.
pub(crate) type Looked = std::sync::Mutex<Option<(u64, jiff::civil::Date)>>;

/// Every sort of job.
pub const JOBS: &[Job] = &[
    Job { name: "digests", summary: "queues a digest for each person who wants one today" },
    Job { name: "digest", summary: "sends one person's digest of dates" },
    Job { name: "overdue", summary: "tells the owner of a record that a date has passed" },
    Job { name: "mention", summary: "tells a person that a comment mentions them" },
    Job { name: "destroy", summary: "deletes the bytes that a run of disposal destroyed" },
    Job { name: "alert", summary: "tells a person of an escalation" },
    Job { name: "webhook", summary: "tells a webhook that a record changed" },
];

impl Aims {
    /// One round: renews what the clock has overtaken, runs leased jobs, signs a checkpoint, sweeps; returns how many jobs ran.
    pub async fn run_due(&self) -> Result<u32, Error> {
        let mut turned = false;
        while self.refresh_expired().await? > 0 {
            turned = true;
        }
        self.raise_silent().await?;
        self.climb_due().await?;
        self.bring_conflicts_back().await?;
        self.look_again(turned).await?;
        if self.0.post.mail.is_some() {
            self.queue_digests().await?;
        }
        let now = self.clock();
        let lease = move |tx: &mut Write| Ok::<_, Error>(tx.lease_due(now, SignedDuration::from_mins(5), ROUND)?);
        let jobs = self.0.store.write_async(lease).await?;
        let mut ran = 0;
        for job in jobs {
            let outcome = self.run(&job).await;
            let failed = outcome.err().map(|it| it.to_string());
            ran += u32::from(failed.is_none());
            let settle = move |tx: &mut Write| {
                match failed {
                    None => tx.finish_due(&job, now)?,
                    Some(error) => tx.fail_due(&job, &error, now)?,
                };
                Ok::<_, Error>(())
            };
            self.0.store.write_async(settle).await?;
        }
        self.checkpoint().await?;
        let sweep = move |tx: &mut Write| {
            tx.sweep_idempotency(now)?;
            tx.sweep_sessions(now)?;
            tx.sweep_due(now - SignedDuration::from_hours(24 * 90))?;
            Ok::<_, Error>(())
        };
        self.0.store.write_async(sweep).await?;
        Ok(ran)
    }

    /// Looks for what follows from records and the day alone; nothing is read where neither the ledger nor the day has moved, and no moment has passed
    /// that turns a value.
    async fn look_again(&self, turned: bool) -> Result<(), Error> {
        let this = self.clone();
        let now = self.0.store.read_async(move |read| Ok::<_, Error>((read.head()?.size, this.today()))).await?;
        if !turned && self.0.looked.lock().is_ok_and(|it| *it == Some(now)) {
            return Ok(());
        }
        self.detect_due().await?;
        self.reopen_recurring().await?;
        self.tell_reopened().await?;
        self.tell_lapsed().await?;
        self.tell_contradicted().await?;
        self.practise_due().await?;
        if let Ok(mut looked) = self.0.looked.lock() {
            *looked = Some(now);
        }
        Ok(())
    }

    async fn run(&self, job: &DueRow) -> Result<(), Error> {
        match job.what.as_str() {
            "digests" => self.fan_out_digests().await,
            "digest" => {
                let account = job.payload.get("account").and_then(Value::as_str).unwrap_or_default();
                self.send_digest(account).await
            }
            "overdue" => self.tell_overdue(job).await,
            "mention" => self.tell_mentioned(job).await,
            "alert" => self.tell_alert(job).await,
            "webhook" => self.tell_webhook(job).await,
            crate::data::retention::run::DESTROY => match &job.record {
                Some(run) => self.destroy(run).await,
                None => Ok(()),
            },
            other => Err(Error::Outside(format!("this version knows no job `{other}`"))),
        }
    }

    /// Tells the owner, if the date has really passed and nothing was done meanwhile.
    async fn tell_overdue(&self, job: &DueRow) -> Result<(), Error> {
        let Some(id) = job.record.clone() else { return Ok(()) };
        let record = match self.record(&Actor::operator(Via::System), &id, &crate::Moment::Now).await {
            Ok(record) => record,
            Err(Error::Missing(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let name = job.payload.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(standing) = record.standing.iter().find(|it| it.name == name) else { return Ok(()) };
        let bad = job.payload.get("bad").cloned().unwrap_or(json!(true));
        let owner = record.document.get("owner").and_then(Value::as_str).map(str::to_owned);
        let (Some(owner), true) = (owner, standing.value == bad) else { return Ok(()) };
        let find = move |read: &store::Read| {
            Ok::<_, Error>(read.accounts_of(&owner)?.into_iter().find(|it| it.disabled.is_none()))
        };
        let Some(account) = self.0.store.read_async(find).await? else { return Ok(()) };
        if !self.wish(&crate::account::actor_of(&account, Via::System)).await?.at_once {
            return Ok(());
        }
        let title = record.document.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
        let subject = format!("{id}: {}", name.replace('_', " "));
        let text = format!("{id} {title}\n{}\n", standing.why);
        let post = self.0.post.clone();
        blocking(move || post.send_mail(&account.email, &subject, &text)).await
    }

    async fn tell_webhook(&self, job: &DueRow) -> Result<(), Error> {
        let url = job.payload.get("url").and_then(Value::as_str).unwrap_or_default();
        let Some(webhook) = self.0.post.webhooks.iter().find(|it| it.url == url).cloned() else { return Ok(()) };
        let message = job.payload.get("message").cloned().unwrap_or(Value::Null);
        let (post, seconds) = (self.0.post.clone(), self.clock().as_second());
        blocking(move || post.post(&webhook, &message, seconds)).await
    }

    /// Queues a message to each webhook that wants to know of this kind.
    pub(crate) fn queue_webhooks(&self, tx: &mut Write, row: &store::RecordRow, act: &str) -> Result<(), Error> {
        for webhook in self.0.post.webhooks.iter().filter(|it| it.kinds.is_empty() || it.kinds.contains(&row.kind)) {
            let message = json!({ "record": row.id, "kind": row.kind, "version": row.version, "state": row.state, "act": act, "place": row.place });
            let key = format!("webhook/{}/{}/{}", webhook.url, row.id, row.version);
            let at = tx.time();
            tx.add_due(&NewDue {
                what: "webhook".to_owned(),
                key,
                record: Some(row.id.clone()),
                payload: json!({ "url": webhook.url, "message": message }),
                at,
            })?;
        }
        Ok(())
    }
}

/// Queues the telling of a date that will pass.
pub(crate) fn queue_overdue(tx: &mut Write, standing: &StandingRow) -> Result<(), Error> {
    let Some(at) = standing.until.filter(|_| standing.value.is_boolean()) else { return Ok(()) };
    // The value that it will have when the clock has passed the moment is the one worth telling.
    let bad = standing.value != json!(true);
    let key = format!("overdue/{}/{}/{}", standing.record, standing.name, stamp(at));
    let payload = json!({ "name": standing.name, "bad": bad });
    tx.add_due(&NewDue { what: "overdue".to_owned(), key, record: Some(standing.record.clone()), payload, at })?;
    Ok(())
}

fn stamp(at: Timestamp) -> i64 {
    at.as_second()
}

/// Runs what blocks on a thread that may.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|it| Error::outside("running a job", it))?
}
