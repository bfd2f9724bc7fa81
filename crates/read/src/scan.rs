//! Reading in pieces, on several threads, with the same result on any number of them.
//!
//! A unit of work is a group of columns of a row group or block where the format lets columns be read apart, else a file.
//! Each unit fills accumulators of its own; these are merged in the order of the data, whoever finished first. A thread
//! that is far ahead waits, so memory is bounded by a few accumulators and one piece a thread.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::NullBuffer;
use measure::Batch;

use crate::column::{Dictionary, Field, hold};
use crate::error::Error;
use crate::source::{Content, Opened, Source};
use crate::table::Table;
use crate::{csv, ipc, json, parquet};

/// Most rows of a piece.
pub const ROWS: usize = 65_536;

/// Units that may be finished ahead of the one that is merged next.
const AHEAD: usize = 16;

/// A unit of work.
struct Unit {
    file: usize,
    part: usize,
    groups: Vec<usize>,
}

impl Source {
    /// Reads groups of columns: `start` makes an accumulator for a group, `step` adds a piece of at most [`ROWS`] rows to
    /// it, `merge` adds that of later rows to that of earlier ones; one accumulator a group comes back.
    pub fn scan<A: Send>(
        &self,
        groups: &[Vec<usize>],
        threads: usize,
        start: impl Fn(usize) -> A + Sync,
        step: impl Fn(&mut A, &Batch<'_>) + Sync,
        merge: impl Fn(&mut A, A) + Sync,
    ) -> Result<Vec<A>, Error> {
        let units = self.units(groups.len());
        let mut whole: Vec<Option<A>> = groups.iter().map(|_| None).collect();
        let work = |unit: &Unit| {
            let mut parts: Vec<A> = unit.groups.iter().map(|&group| start(group)).collect();
            self.read_unit(unit, groups, |slot, batch| step(&mut parts[slot], batch))?;
            Ok(unit.groups.iter().copied().zip(parts).collect())
        };
        let take = |parts: Vec<(usize, A)>| {
            for (group, part) in parts {
                match &mut whole[group] {
                    Some(whole) => merge(whole, part),
                    first => *first = Some(part),
                }
            }
        };
        let read = in_order(&units, threads, work, take);
        // Asked first: what a file that changed looks like says nothing of what to mend.
        self.unchanged()?;
        read?;
        Ok(whole.into_iter().enumerate().map(|(group, it)| it.unwrap_or_else(|| start(group))).collect())
    }

    /// Whether every file lets its columns be read apart.
    fn by_column(&self) -> bool {
        self.files.iter().all(|it| matches!(it.content, Content::Parquet(_)))
    }

    /// The units, so ordered that those of each group follow the data.
    fn units(&self, groups: usize) -> Vec<Unit> {
        let parts = self.files.iter().enumerate().flat_map(|(file, it)| (0..it.parts()).map(move |part| (file, part)));
        match self.by_column() {
            true => (0..groups)
                .flat_map(|group| parts.clone().map(move |(file, part)| Unit { file, part, groups: vec![group] }))
                .collect(),
            false => parts.map(|(file, part)| Unit { file, part, groups: (0..groups).collect() }).collect(),
        }
    }

    /// Reads one unit; `take` gets the place of a group among those of the unit, and a piece of it.
    fn read_unit(
        &self,
        unit: &Unit,
        groups: &[Vec<usize>],
        mut take: impl FnMut(usize, &Batch<'_>),
    ) -> Result<(), Error> {
        let file = &self.files[unit.file];
        let mut wanted: Vec<usize> = unit.groups.iter().flat_map(|&group| groups[group].iter().copied()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut dictionaries: Vec<Dictionary> = wanted.iter().map(|_| Dictionary::default()).collect();
        self.read_columns(file, unit.part, &wanted, |arrays| {
            let mut held = Vec::new();
            for (((array, parents), &at), dictionary) in arrays.iter().zip(&wanted).zip(&mut dictionaries) {
                held.push(hold(array, parents.clone(), self.fields[at].kind, dictionary, &file.place.name)?);
            }
            for (slot, &group) in unit.groups.iter().enumerate() {
                let lend = |&at: &usize| held[wanted.partition_point(|&it| it < at)].lend(&self.fields[at].name);
                let columns: Option<Vec<_>> = groups[group].iter().map(lend).collect();
                let short = || Error::damaged(&file.place.name, "a bitmap is shorter than its column");
                take(slot, &Batch::new(columns.ok_or_else(short)?)?);
            }
            Ok(())
        })
    }

    /// Reads the columns at `wanted` of one part of a file, as arrays with the validity of the groups around them.
    fn read_columns(
        &self,
        file: &Opened,
        part: usize,
        wanted: &[usize],
        mut piece: impl FnMut(Vec<(ArrayRef, Option<NullBuffer>)>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let flat = |arrays: Vec<ArrayRef>| arrays.into_iter().map(|it| (it, None)).collect();
        let mut roots: Vec<usize> =
            wanted.iter().filter_map(|&at| file.fields.get(at)?.path.first().copied()).collect();
        roots.dedup();
        let place = &file.place;
        let nested = |batch: &RecordBatch| -> Vec<_> {
            wanted.iter().map(|&at| leaf(batch, &roots, &file.fields[at])).collect()
        };
        match &file.content {
            Content::Csv(layout) => csv::columns(place, *layout, &self.csv, wanted, |it| piece(flat(it))),
            Content::Json(packing) => {
                let names: Vec<&str> = self.fields.iter().map(|it| it.name.as_str()).collect();
                json::columns(place, *packing, &names, &self.json, wanted, |it| piece(flat(it)))
            }
            _ => file.typed(part, &roots, |it| piece(nested(&it))),
        }
    }
}

impl Opened {
    /// Reads the columns `roots` of one part of a file that says its types itself; a file of text has none.
    pub(crate) fn typed(
        &self,
        part: usize,
        roots: &[usize],
        piece: impl FnMut(RecordBatch) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match &self.content {
            Content::Parquet(metadata) => parquet::columns(&self.place, metadata, part, roots, piece),
            Content::ArrowFile { .. } => ipc::block(&self.place, part, roots, piece),
            Content::ArrowStream(packing) => ipc::whole(&self.place, *packing, roots, piece),
            Content::Csv(_) | Content::Json(_) => Ok(()),
        }
    }

    /// Into how many parts the file can be divided.
    pub(crate) fn parts(&self) -> usize {
        match &self.content {
            Content::Parquet(metadata) => metadata.metadata().num_row_groups(),
            Content::ArrowFile { blocks } => *blocks,
            Content::Csv(_) | Content::Json(_) | Content::ArrowStream(_) => 1,
        }
    }
}

/// A field within the columns that were read, and where the groups around it have a value.
pub(crate) fn leaf(batch: &RecordBatch, roots: &[usize], field: &Field) -> (ArrayRef, Option<NullBuffer>) {
    let mut array = batch.column(roots.partition_point(|&it| it < field.path[0])).clone();
    let mut parents = None;
    for &at in &field.path[1..] {
        parents = NullBuffer::union(parents.as_ref(), array.nulls());
        array = array.as_struct().column(at).clone();
    }
    (array, parents)
}

/// What the threads share.
struct Shared<R> {
    next: usize,
    merged: usize,
    waiting: BTreeMap<usize, R>,
    failed: Option<(usize, Error)>,
}

/// Works on the units on several threads and takes the results in the order of the units; the first error of the data
/// wins, not the first in time.
fn in_order<R: Send>(
    units: &[Unit],
    threads: usize,
    work: impl Fn(&Unit) -> Result<R, Error> + Sync,
    take: impl FnMut(R) + Send,
) -> Result<(), Error> {
    let shared = Mutex::new((Shared { next: 0, merged: 0, waiting: BTreeMap::new(), failed: None }, take));
    let moved = Condvar::new();
    let worker = || {
        while let Some(at) = claim(&shared, &moved, units.len()) {
            let result = work(&units[at]);
            let mut guard = lock(&shared);
            let (state, take) = &mut *guard;
            match result {
                Ok(result) => drop(state.waiting.insert(at, result)),
                Err(error) if state.failed.as_ref().is_none_or(|it| at < it.0) => state.failed = Some((at, error)),
                Err(_) => {}
            }
            while let Some(result) = state.waiting.remove(&state.merged) {
                take(result);
                state.merged += 1;
            }
            drop(guard);
            moved.notify_all();
        }
    };
    std::thread::scope(|scope| {
        (1..threads.clamp(1, units.len().max(1))).for_each(|_| drop(scope.spawn(worker)));
        worker();
    });
    let (state, _) = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.failed.map_or(Ok(()), |(_, error)| Err(error))
}

/// The next unit, once it is not too far ahead; `None` when there is none or something failed.
fn claim<R, T>(shared: &Mutex<(Shared<R>, T)>, moved: &Condvar, units: usize) -> Option<usize> {
    let mut guard = lock(shared);
    loop {
        let state = &mut guard.0;
        if state.next >= units || state.failed.is_some() {
            return None;
        }
        if state.next < state.merged + AHEAD {
            state.next += 1;
            return Some(state.next - 1);
        }
        guard = moved.wait(guard).unwrap_or_else(PoisonError::into_inner);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Computes something for each column of that name in all sources, several columns at a time: column by column where the
/// formats allow it, so that few columns are in memory at once, and otherwise from whole tables.
pub fn each_column<T: Send>(
    sources: &[&Source],
    names: &[&str],
    threads: usize,
    each: impl Fn(usize, &[Table]) -> T + Sync,
) -> Result<Vec<T>, Error> {
    let mut places = Vec::new();
    for source in sources {
        places.push(names.iter().map(|name| source.position(name)).collect::<Result<Vec<usize>, Error>>()?);
    }
    let whole: Vec<Option<Table>> = sources
        .iter()
        .zip(&places)
        .map(|(source, places)| (!source.by_column()).then(|| source.table(places, threads)).transpose())
        .collect::<Result<_, Error>>()?;
    let units: Vec<Unit> = (0..names.len()).map(|at| Unit { file: 0, part: at, groups: Vec::new() }).collect();
    let mut results = Vec::new();
    let one = |unit: &Unit| {
        let mut tables = Vec::new();
        for ((source, places), whole) in sources.iter().zip(&places).zip(&whole) {
            tables.push(match whole {
                Some(table) => table.only(unit.part),
                None => source.table(&places[unit.part..=unit.part], 1)?,
            });
        }
        Ok(each(unit.part, &tables))
    };
    in_order(&units, threads, one, |it| results.push(it))?;
    Ok(results)
}
