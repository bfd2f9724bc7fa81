//! One connection to PostgreSQL that sends what nobody waits for, and asks ahead what will be asked.
//!
//! A round trip costs more than most statements do. Statements without an answer are sent at once and judged when
//! somebody waits the next time; questions that are certain to come are sent together. The order on the wire is the
//! order of the calls, so a connection behaves as if each call had waited.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;
use crate::value::Param;

/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 256;
/// Statements that may be under way before somebody waits for them, so that neither side's buffers fill up.
const UNDER_WAY: usize = 256;

/// A connection to PostgreSQL, used by one thread at a time.
pub(crate) struct Postgres {
    client: Arc<Client>,
    inner: RefCell<Inner>,
    /// Drives the connection, and everything under way, while somebody waits.
    runtime: Runtime,
}

#[derive(Default)]
struct Inner {
    prepared: HashMap<String, Statement>,
    /// Requests that go on the wire, in this order, when somebody waits the next time. Nothing travels before that anyway, and a
    /// runtime that does not run has to be woken for each of them.
    unsent: Vec<Request>,
    sent: Vec<Sent>,
    ahead: Vec<Ahead>,
}

type Request = Pin<Box<dyn Future<Output = ()> + Send>>;
type Promise<T> = oneshot::Receiver<Result<T, Error>>;

/// A statement under way, and how many rows it must touch.
struct Sent {
    outcome: Promise<u64>,
    rows: Option<(u64, StoreError)>,
}

/// A question under way.
struct Ahead {
    sql: String,
    params: Vec<Param<'static>>,
    rows: Promise<Vec<Row>>,
}

impl Postgres {
    /// Opens a connection, encrypted as the address asks.
    pub(crate) fn connect(config: &Config, tls: MakeRustlsConnect) -> Result<Postgres, String> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|it| it.to_string())?;
        let (client, connection) = runtime.block_on(config.connect(tls)).map_err(|it| {
            let cause = std::error::Error::source(&it).map(|it| format!(": {it}")).unwrap_or_default();
            format!("{it}{cause}")
        })?;
        runtime.spawn(async move {
            // Whoever waits for an answer is told that the connection broke; here is nobody to tell.
            let _ = connection.await;
        });
        Ok(Postgres { client: Arc::new(client), inner: RefCell::default(), runtime })
    }

    /// Runs statements without parameters, and waits.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        let done = self.wait(self.client.batch_execute(sql));
        self.judged(done)
    }

    /// Runs a statement, and waits for how many rows it touched.
    pub(crate) fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.inner.borrow_mut().ahead.clear();
        let statement = self.prepare(sql)?;
        let done = self.wait(self.client.execute(&statement, &as_dyn(params)));
        self.judged(done)
    }

    /// Sends a statement; [`Postgres::settle`] tells what came of it.
    pub(crate) fn send(
        &self,
        sql: &str,
        params: &[Param<'_>],
        rows: Option<(u64, StoreError)>,
    ) -> Result<(), StoreError> {
        if self.inner.borrow().sent.len() >= UNDER_WAY {
            self.settle()?;
        }
        let outcome = self.begin_statement(sql, params)?;
        let mut inner = self.inner.borrow_mut();
        inner.ahead.clear();
        inner.sent.push(Sent { outcome, rows });
        Ok(())
    }

    /// Sends a statement of which nobody will ask what came of it.
    pub(crate) fn tell(&self, sql: &str) -> Result<(), StoreError> {
        self.begin_statement(sql, &[]).map(|_| ())
    }

    fn begin_statement(&self, sql: &str, params: &[Param<'_>]) -> Result<Promise<u64>, StoreError> {
        let (client, statement, params) = (self.client.clone(), self.prepare(sql)?, owned(params));
        Ok(self.begin(async move { client.execute(&statement, &as_dyn(&params)).await }))
    }

    /// Sends a question that will be asked with the same words, unless something is changed before that.
    pub(crate) fn ask_ahead(&self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        let (client, statement, params) = (self.client.clone(), self.prepare(sql)?, owned(params));
        let asked = params.clone();
        let rows = self.begin(async move { client.query(&statement, &as_dyn(&asked)).await });
        self.inner.borrow_mut().ahead.push(Ahead { sql: sql.to_owned(), params, rows });
        Ok(())
    }

    /// Runs a question and waits for its rows, which may be under way already.
    pub(crate) fn query(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let asked = {
            let mut inner = self.inner.borrow_mut();
            let place = inner.ahead.iter().position(|it| it.sql == sql && it.params == params);
            place.map(|it| inner.ahead.swap_remove(it).rows)
        };
        let Some(asked) = asked else {
            let statement = self.prepare(sql)?;
            return self.judged(self.wait(self.client.query(&statement, &as_dyn(params))));
        };
        self.judged(self.wait(asked).map_err(|_| StoreError::Lost)?)
    }

    /// Waits for everything that was sent, and tells the first thing that went wrong.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        let sent = std::mem::take(&mut self.inner.borrow_mut().sent);
        if sent.is_empty() {
            return Ok(());
        }
        self.wait(async {
            let mut first = Ok(());
            for Sent { outcome, rows } in sent {
                let judged = match (outcome.await, rows) {
                    (Ok(Ok(touched)), Some((due, error))) if touched != due => Err(error),
                    (Ok(Ok(_)), _) => Ok(()),
                    (Ok(Err(error)), _) => Err(error.into()),
                    (Err(_), _) => Err(StoreError::Lost),
                };
                first = first.and(judged);
            }
            first
        })
    }

    /// Gives the connection a turn, in which it writes what was sent.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        self.wait(tokio::task::yield_now());
        if self.is_closed() { Err(StoreError::Lost) } else { Ok(()) }
    }

    /// Whether the connection is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// An error of what was sent before comes first: what follows it fails for no reason of its own.
    fn judged<T>(&self, outcome: Result<T, Error>) -> Result<T, StoreError> {
        outcome.map_err(|error| self.settle().err().unwrap_or_else(|| error.into()))
    }

    /// Puts a request behind those that are to be sent.
    fn begin<T: Send + 'static>(&self, work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Promise<T> {
        let (told, promise) = oneshot::channel();
        let request = async move {
            // Whoever asked may not want to know any more.
            let _ = told.send(work.await);
        };
        self.inner.borrow_mut().unsent.push(Box::pin(request));
        promise
    }

    /// Sends what is to be sent, in its order, then does this work and waits for it; what is under way goes on meanwhile.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let unsent = std::mem::take(&mut self.inner.borrow_mut().unsent);
        self.runtime.block_on(async {
            for mut request in unsent {
                // The first look at a request is when it is sent.
                if request.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
                    tokio::spawn(request);
                }
            }
            work.await
        })
    }

    /// Prepares a statement, or finds it prepared.
    fn prepare(&self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.inner.borrow().prepared.get(sql) {
            return Ok(statement.clone());
        }
        let made = self.wait(self.client.prepare(sql));
        let statement = self.judged(made)?;
        let mut inner = self.inner.borrow_mut();
        if inner.prepared.len() >= STATEMENTS {
            inner.prepared.clear();
        }
        inner.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn owned(params: &[Param<'_>]) -> Vec<Param<'static>> {
    params.iter().cloned().map(Param::into_owned).collect()
}

fn as_dyn<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}
