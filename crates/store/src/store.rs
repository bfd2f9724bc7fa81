//! The store itself: one writer thread, some connections that read, and the way to both.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use ledger::Tree;

use crate::connection::{Conn, Use};
use crate::migrations::migrate;
use crate::read::{DeriveShared, Read};
use crate::rows::{Derived, RecordRow};
use crate::write::Write;
use crate::writer::{Job, Writer, job, whole_milliseconds};
use crate::{Clock, Expected, Place, StoreError, counting};

/// Connections that read at the same time.
const READERS: usize = 8;
/// Changes that may wait for the writer.
const WAITING: usize = 4_096;

/// A store of one organisation; a clone is another handle to the same one.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    queue: Option<Sender<Job>>,
    waiting: Arc<AtomicUsize>,
    writer: Option<JoinHandle<()>>,
    readers: Mutex<Readers>,
    returned: Condvar,
    statements: AtomicU64,
    derive: DeriveShared,
}

/// Connections that nobody uses now, and how many there are in all.
#[derive(Default)]
struct Readers {
    idle: Vec<Conn>,
    open: usize,
}

impl Store {
    /// Opens a store, makes it when the place is empty, and brings its tables to the newest layout.
    ///
    /// On PostgreSQL nothing else that blocks may be called from within an async task: use [`Store::read_async`].
    pub fn open(place: &Place, clock: Clock) -> Result<Store, StoreError> {
        let conn = away(|| {
            let conn = Conn::open(place, Use::Write)?;
            migrate(&conn, place, &clock).map(|()| conn)
        })?;
        let derive: DeriveShared = Arc::new(RwLock::new(Arc::new(Derived::plain)));
        let now = whole_milliseconds(clock());
        let write = Write {
            read: Read { conn, derive: derive.clone() },
            clock,
            tree: Tree::empty(),
            last: now,
            now,
            configuration: String::new(),
            failed: Default::default(),
            numbers: Default::default(),
        };
        let waiting = Arc::new(AtomicUsize::new(0));
        let writer =
            Writer { place: place.clone(), write, waiting: waiting.clone(), loaded: false, gathered: 0, stopped: None };
        let (queue, jobs) = channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.serve(&jobs))
            .map_err(|it| StoreError::Open { place: place.to_string(), why: it.to_string() })?;
        let shared = Shared {
            place: place.clone(),
            queue: Some(queue),
            waiting,
            writer: Some(thread),
            readers: Mutex::default(),
            returned: Condvar::new(),
            statements: AtomicU64::new(0),
            derive,
        };
        Ok(Store { shared: Arc::new(shared) })
    }

    /// Where it lives.
    pub fn place(&self) -> &Place {
        &self.shared.place
    }

    /// Says how lists of the past derive what they judge; must agree with what [`Write::put`] is given.
    pub fn derive_with(&self, derive: impl Fn(&RecordRow) -> Derived + Send + Sync + 'static) {
        *self.shared.derive.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(derive);
    }

    /// Runs work that writes, and returns when it is durable; an error undoes all of it.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Write) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        self.send(job(Expected::default(), work, move |result| {
            // Whoever asked may have gone; the change stands all the same.
            let _ = reply.send(result);
        }))?;
        answer.recv().unwrap_or_else(|_| Err(StoreError::Lost.into()))
    }

    /// The same as [`Store::write`], for async code.
    pub async fn write_async<T, E>(
        &self,
        work: impl FnOnce(&mut Write) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_expecting(Expected::default(), work).await
    }

    /// The same as [`Store::write_async`] for work that is certain to ask this first.
    pub async fn write_expecting<T, E>(
        &self,
        expected: Expected,
        work: impl FnOnce(&mut Write) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = tokio::sync::oneshot::channel();
        self.send(job(expected, work, move |result| {
            // Whoever asked may have gone; the change stands all the same.
            let _ = reply.send(result);
        }))?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Lost.into()))
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        let queue = self.shared.queue.as_ref().ok_or(StoreError::Lost)?;
        if self.shared.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            self.shared.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Busy);
        }
        queue.send(job).map_err(|_| StoreError::Lost)
    }

    /// Runs work that reads one consistent snapshot.
    pub fn read<T, E>(&self, work: impl FnOnce(&Read) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let lent = self.shared.lend()?;
        let before = counting::sent();
        let result = work(lent.read()?);
        self.shared.statements.fetch_add(counting::sent() - before, Ordering::Relaxed);
        lent.done();
        result
    }

    /// Statements that reading has sent since the store was opened, for tests of what pages cost.
    pub fn statements(&self) -> u64 {
        self.shared.statements.load(Ordering::Relaxed)
    }

    /// The same as [`Store::read`], for async code.
    pub async fn read_async<T, E>(&self, work: impl FnOnce(&Read) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || store.read(work)).await;
        done.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }

    /// Runs the one statement with which every request begins; it needs no snapshot, which is three more to send.
    ///
    /// Where a connection to a file of this machine is idle it is done at once: another thread would cost more than it.
    pub async fn look_up<T, E>(&self, work: impl Fn(&Read) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let at_once = matches!(self.shared.place, Place::Sqlite(_)) && !self.shared.readers().idle.is_empty();
        if at_once {
            return self.glance(work);
        }
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || store.glance(work)).await;
        done.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }

    /// Asks outside of any transaction, and once more on another connection when this one had broken while it was idle.
    fn glance<T, E>(&self, work: impl Fn(&Read) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let lent = self.shared.lend_bare()?;
        let result = work(lent.read()?);
        if lent.broken() {
            drop(lent);
            return self.read(work);
        }
        self.shared.statements.fetch_add(1, Ordering::Relaxed);
        lent.give_back();
        result
    }
}

/// Does blocking work on a thread of its own, since PostgreSQL's client refuses to block within an async task.
fn away<T: Send>(work: impl FnOnce() -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Err(StoreError::Panicked)))
}

impl Shared {
    fn readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a connection with a begun snapshot; one that broke while idle is replaced.
    fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let idle = self.take_or_reserve();
        let mut lent = Lent { shared: self, read: None };
        if let Some(conn) = idle
            && conn.steer(conn.dialect().begin_read()).is_ok()
        {
            lent.hold(conn);
            return Ok(lent);
        }
        let conn = Conn::open(&self.place, Use::Read)?;
        conn.steer(conn.dialect().begin_read())?;
        lent.hold(conn);
        Ok(lent)
    }

    /// Lends a connection as it is, without a snapshot.
    fn lend_bare(&self) -> Result<Lent<'_>, StoreError> {
        let idle = self.take_or_reserve();
        let mut lent = Lent { shared: self, read: None };
        lent.hold(idle.map_or_else(|| Conn::open(&self.place, Use::Read), Ok)?);
        Ok(lent)
    }

    /// An idle connection, or the right to open another one; waits while there is neither.
    fn take_or_reserve(&self) -> Option<Conn> {
        let mut readers = self.readers();
        loop {
            if let Some(conn) = readers.idle.pop() {
                return Some(conn);
            }
            if readers.open < READERS {
                readers.open += 1;
                return None;
            }
            readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A connection that is in use; dropped without being done with, it is closed.
struct Lent<'a> {
    shared: &'a Shared,
    read: Option<Read>,
}

impl Lent<'_> {
    fn hold(&mut self, conn: Conn) {
        self.read = Some(Read { conn, derive: self.shared.derive.clone() });
    }

    fn read(&self) -> Result<&Read, StoreError> {
        self.read.as_ref().ok_or(StoreError::Lost)
    }

    /// Whether the other end has gone away.
    fn broken(&self) -> bool {
        self.read.as_ref().is_none_or(|it| it.conn.is_closed())
    }

    /// Ends the snapshot and gives the connection back.
    fn done(self) {
        let ended = self.read.as_ref().is_some_and(|it| it.conn.tell("COMMIT").is_ok() && it.conn.flush().is_ok());
        if ended {
            self.give_back();
        }
    }

    fn give_back(mut self) {
        if let Some(read) = self.read.take() {
            self.shared.readers().idle.push(read.conn);
            self.shared.returned.notify_one();
            std::mem::forget(self);
        }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.shared.readers().open -= 1;
        self.shared.returned.notify_one();
    }
}

impl Drop for Shared {
    /// Lets the writer finish what waits, and closes every connection away from async code, which must not block.
    fn drop(&mut self) {
        drop(self.queue.take());
        let writer = self.writer.take();
        let idle = std::mem::take(&mut self.readers().idle);
        let inside = writer.as_ref().is_some_and(|it| it.thread().id() == std::thread::current().id());
        let closing = std::thread::spawn(move || {
            drop(idle);
            if let (Some(writer), false) = (writer, inside) {
                let _ = writer.join();
            }
        });
        if !inside {
            let _ = closing.join();
        }
    }
}
