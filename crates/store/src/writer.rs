//! The one thread that writes: it gathers changes, stores them in one transaction, and answers when they are durable.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ledger::{TILE_WIDTH, Tree};

use crate::connection::{Conn, Use};
use crate::read::Read;
use crate::value::p;
use crate::write::Write;
use crate::{Expected, Place, StoreError};

/// Changes that are committed together at most.
const GROUP: usize = 128;
/// A group takes no further change after this time, so that those in it are not kept waiting.
const GROUP_TIME: Duration = Duration::from_millis(20);
/// A group waits so long for as many changes as the group before it had: where many change at the same time, one commit for all of
/// them costs less than the wait; whoever is alone never waits.
const GATHERING: Duration = Duration::from_millis(2);

/// Tells whoever asked what came of it; `None` means that it is durable.
pub(crate) type Answer = Box<dyn FnOnce(Option<StoreError>)>;

/// What running a change gave: whether to keep what it did, and how to answer.
pub(crate) struct Ran {
    pub(crate) keep: bool,
    pub(crate) answer: Answer,
}

/// A change that waits.
pub(crate) struct Job {
    expected: Expected,
    run: Run,
}

/// The work of a change; given an error instead of the store it only answers.
type Run = Box<dyn FnOnce(Result<&mut Write, StoreError>) -> Ran + Send>;

/// Makes a job of some work, of what it will ask first, and of the way back for its result.
pub(crate) fn job<T, E>(
    expected: Expected,
    work: impl FnOnce(&mut Write) -> Result<T, E> + Send + 'static,
    reply: impl FnOnce(Result<T, E>) + Send + 'static,
) -> Job
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let run = Box::new(move |write: Result<&mut Write, StoreError>| {
        let result = match write {
            Ok(write) => catch_unwind(AssertUnwindSafe(|| work(write))),
            Err(error) => Ok(Err(error.into())),
        };
        match result {
            Ok(Ok(done)) => {
                let answer = |failure: Option<StoreError>| reply(failure.map_or(Ok(done), |it| Err(it.into())));
                Ran { keep: true, answer: Box::new(answer) }
            }
            Ok(Err(error)) => Ran { keep: false, answer: Box::new(|_| reply(Err(error))) },
            Err(_) => Ran { keep: false, answer: Box::new(|_| reply(Err(StoreError::Panicked.into()))) },
        }
    });
    Job { expected, run }
}

/// The writer's own state.
pub(crate) struct Writer {
    pub(crate) place: Place,
    pub(crate) write: Write,
    pub(crate) waiting: Arc<AtomicUsize>,
    /// Whether the tree in memory is that of the head row.
    pub(crate) loaded: bool,
    /// Changes in the group before.
    pub(crate) gathered: usize,
    /// Set when the disk has failed: nothing is written any more.
    pub(crate) stopped: Option<StoreError>,
}

impl Writer {
    /// Serves changes until nobody can send any.
    pub(crate) fn serve(mut self, queue: &Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            let begun = match &self.stopped {
                Some(error) => Err(error.clone()),
                None => self.begin(&first.expected),
            };
            match begun {
                Ok(()) => self.group(first.run, queue),
                Err(error) => self.refuse(first, queue, &error),
            }
        }
    }

    /// Answers an error to everybody who waits.
    fn refuse(&mut self, first: Job, queue: &Receiver<Job>, error: &StoreError) {
        ((first.run)(Err(error.clone())).answer)(None);
        while let Ok(next) = queue.try_recv() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            ((next.run)(Err(error.clone())).answer)(None);
        }
    }

    /// Begins a transaction with what its first change expects; a connection that has broken meanwhile is replaced once.
    fn begin(&mut self, expected: &Expected) -> Result<(), StoreError> {
        if self.write.read.conn.has_left_transaction() && matches!(self.place, Place::Postgres(_)) {
            self.reconnect()?;
        }
        match self.try_begin(expected) {
            Err(StoreError::Lost) => {
                self.reconnect()?;
                self.try_begin(expected)
            }
            done => done,
        }
    }

    fn reconnect(&mut self) -> Result<(), StoreError> {
        self.loaded = false;
        self.write.read.conn = Conn::open(&self.place, Use::Write)?;
        Ok(())
    }

    fn try_begin(&mut self, expected: &Expected) -> Result<(), StoreError> {
        *self.write.failed.borrow_mut() = None;
        let conn = &self.write.read.conn;
        conn.tell(conn.dialect().begin_write())?;
        // On the wire the lock comes first: what is asked behind it is answered once the lock is held.
        conn.ask_ahead(conn.dialect().lock_head(), &[])?;
        let begun = self.write.look_ahead(expected).and_then(|()| self.lock_head());
        if begun.is_err() {
            self.roll_back();
        }
        begun
    }

    /// Locks the head row and loads the tree again when another program has appended to it.
    fn lock_head(&mut self) -> Result<(), StoreError> {
        let conn = &self.write.read.conn;
        let head = conn.first(conn.dialect().lock_head(), &[], |row| Ok((row.size()?, row.time()?, row.text()?)))?;
        let (size, time, configuration) = head.ok_or_else(|| StoreError::damaged("its head row is missing"))?;
        if !self.loaded || self.write.tree.size() != size {
            self.write.tree = load_tree(&self.write.read, size)?;
        }
        self.write.last = time;
        self.write.now = self.write.now.max(time);
        self.write.configuration = configuration;
        self.loaded = true;
        Ok(())
    }

    /// Runs a first change and those that wait behind it, commits them together, and answers.
    fn group(&mut self, first: Run, queue: &Receiver<Job>) {
        let started = Instant::now();
        let before = self.write.tree.size();
        let mut answers = Vec::new();
        let mut failure = None;
        let mut step = Some(self.step(first));
        while let Some(stepped) = step.take() {
            match stepped {
                Ok(answer) => answers.push(answer),
                Err((answer, error)) => {
                    answers.push(answer);
                    failure = Some(error);
                    break;
                }
            }
            if answers.len() < GROUP && started.elapsed() < GROUP_TIME {
                let gathering = if answers.len() < self.gathered { GATHERING } else { Duration::ZERO };
                let waits = gathering.saturating_sub(started.elapsed());
                step = queue.recv_timeout(waits).ok().map(|next| self.follow(next));
            }
        }
        self.gathered = answers.len();
        let failure = failure.or_else(|| self.commit(before).err());
        if let Some(error) = &failure {
            tracing::error!(%error, changes = answers.len(), "changes could not be stored");
            self.roll_back();
        }
        for answer in answers {
            answer(failure.clone());
        }
    }

    /// Runs a change behind another one.
    fn follow(&mut self, job: Job) -> Result<Answer, (Answer, StoreError)> {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        match self.write.look_ahead(&job.expected) {
            Ok(()) => self.step(job.run),
            Err(error) => Err(((job.run)(Err(error.clone())).answer, error)),
        }
    }

    /// Runs one change in a savepoint; an error besides the answer ends the whole group.
    fn step(&mut self, run: Run) -> Result<Answer, (Answer, StoreError)> {
        let write = &mut self.write;
        let mark = match write.set_mark() {
            Ok(mark) => mark,
            Err(error) => return Err((run(Err(error.clone())).answer, error)),
        };
        let ran = run(Ok(write));
        let released = if ran.keep { write.release() } else { Ok(()) };
        if ran.keep && released.is_ok() {
            return Ok(ran.answer);
        }
        if let Err(error) = write.back_to(mark) {
            return Err((ran.answer, error));
        }
        let answer = ran.answer;
        match released {
            Ok(()) => Ok(answer),
            Err(error) => Ok(Box::new(move |failure| answer(failure.or(Some(error))))),
        }
    }

    /// Writes tiles and head once, and makes the group durable; the last tile of leaves follows from the entries.
    fn commit(&mut self, before: u64) -> Result<(), StoreError> {
        let write = &mut self.write;
        if write.tree.size() != before {
            let sql = "INSERT INTO tile (level, position, hashes) VALUES ($1, $2, $3) \
                       ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes";
            for tile in write.tree.take_tiles().iter().filter(|it| it.level > 0 || it.hashes.len() == TILE_WIDTH) {
                let hashes = tile.hashes.concat();
                write.send(sql, &[p(i64::from(tile.level)), p(tile.index), p(hashes.as_slice())])?;
            }
            write.send("UPDATE head SET size = $1, time = $2 WHERE id = 1", &[p(write.tree.size()), p(write.last)])?;
        }
        let done = write.read.conn.steer("COMMIT");
        if done == Err(StoreError::Stopped) {
            self.stopped = Some(StoreError::Stopped);
        }
        done
    }

    fn roll_back(&mut self) {
        self.loaded = false;
        if !self.write.read.conn.has_left_transaction() {
            // What is undone needs no judgement; a connection that cannot even roll back is found broken, and replaced,
            // when the next group begins.
            let _ = self.write.read.conn.settle();
            let _ = self.write.read.conn.steer("ROLLBACK");
        }
    }
}

/// What the store keeps of a time.
pub(crate) fn whole_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}

/// The tree of `size` leaves, from the partial tiles at its right edge.
pub(crate) fn load_tree(read: &Read, size: u64) -> Result<Tree, StoreError> {
    let mut edge = Vec::new();
    for level in 0..8_u8 {
        let here = size >> (8 * level);
        if here == 0 {
            break;
        }
        let width = (here & 0xff) as usize;
        let mut hashes = if width == 0 { Vec::new() } else { read.tile(level, here >> 8)?.unwrap_or_default() };
        hashes.truncate(width);
        edge.push(hashes);
    }
    Tree::load(size, edge).map_err(|it| StoreError::damaged(it.to_string()))
}
