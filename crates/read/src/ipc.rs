//! Arrow IPC: the file layout, whose blocks can be read here and there, and the stream layout, which is read to its end.

use std::fs::File;
use std::io::BufReader;

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};

use crate::error::Error;
use crate::format::{Packing, unpacked};
use crate::place::Place;
use crate::scan::ROWS;

/// The columns of a file and the number of its blocks.
pub(crate) fn file_schema(place: &Place) -> Result<(SchemaRef, usize), Error> {
    let reader = file(place, None)?;
    Ok((reader.schema(), reader.num_batches()))
}

/// The columns of a stream.
pub(crate) fn stream_schema(place: &Place, packing: Packing) -> Result<SchemaRef, Error> {
    Ok(stream(place, packing, None)?.schema())
}

/// Reads the columns `roots` of one block of a file.
pub(crate) fn block(
    place: &Place,
    block: usize,
    roots: &[usize],
    piece: impl FnMut(RecordBatch) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut reader = file(place, Some(roots.to_vec()))?;
    reader.set_index(block).map_err(|it| Error::damaged(&place.name, it))?;
    cut(reader.take(1), place, piece)
}

/// Reads the columns `roots` of a stream.
pub(crate) fn whole(
    place: &Place,
    packing: Packing,
    roots: &[usize],
    piece: impl FnMut(RecordBatch) -> Result<(), Error>,
) -> Result<(), Error> {
    cut(stream(place, packing, Some(roots.to_vec()))?, place, piece)
}

/// Hands on batches in pieces of at most `ROWS` rows.
fn cut(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    place: &Place,
    mut piece: impl FnMut(RecordBatch) -> Result<(), Error>,
) -> Result<(), Error> {
    for batch in batches {
        let batch = batch.map_err(|it| Error::damaged(&place.name, it))?;
        for from in (0..batch.num_rows()).step_by(ROWS) {
            piece(batch.slice(from, ROWS.min(batch.num_rows() - from)))?;
        }
    }
    Ok(())
}

fn file(place: &Place, roots: Option<Vec<usize>>) -> Result<FileReader<BufReader<File>>, Error> {
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    FileReader::try_new_buffered(file, roots).map_err(|it| Error::damaged(&place.name, it))
}

type Stream = StreamReader<BufReader<Box<dyn std::io::Read + Send>>>;

fn stream(place: &Place, packing: Packing, roots: Option<Vec<usize>>) -> Result<Stream, Error> {
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    let bytes = unpacked(file, packing).map_err(|it| Error::io(&place.name, &it))?;
    StreamReader::try_new(BufReader::new(bytes), roots).map_err(|it| Error::damaged(&place.name, it))
}
