//! Which format and which packing a file has, from its bytes first and from its name second.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::Error;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Rows of cells with a header.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, the file layout.
    ArrowFile,
    /// Arrow IPC, the stream layout.
    ArrowStream,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

/// Endings of names that a folder's data files have, packed or not.
pub(crate) const ENDINGS: &[&str] =
    &["csv", "tsv", "txt", "tab", "jsonl", "ndjson", "json", "parquet", "pq", "arrow", "feather", "ipc", "arrows"];

/// Beginnings of files that people take for data.
const OTHERS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or a workbook"),
    (b"%PDF", "a PDF document"),
    (&[0xD0, 0xCF, 0x11, 0xE0], "an old workbook"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"BZh", "packed with bzip2"),
    (&[0xFD, b'7', b'z', b'X', b'Z'], "packed with xz"),
];

/// Looks at the beginning of a file.
pub(crate) fn detect(path: &Path, name: &str) -> Result<(Format, Packing), Error> {
    let file = File::open(path).map_err(|it| Error::io(name, &it))?;
    let packing = packing_of(&head(&file, name)?);
    let mut opened = unpacked(file, packing).map_err(|it| Error::io(name, &it))?;
    let mut head = Vec::new();
    opened.by_ref().take(4096).read_to_end(&mut head).map_err(|it| Error::damaged(name, it))?;
    if head.is_empty() {
        return Err(Error::Empty(name.to_owned()));
    }
    let found = |found: &str| Error::Format { place: name.to_owned(), found: found.to_owned() };
    if let Some((_, other)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(found(other));
    }
    let format = match &head[..] {
        [b'P', b'A', b'R', b'1', ..] => Format::Parquet,
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Format::ArrowFile,
        [0xFF, 0xFF, 0xFF, 0xFF, ..] => Format::ArrowStream,
        _ if is_wide(&head) => Format::Csv,
        _ if head.contains(&0) => return Err(found("neither text nor a known format")),
        _ => text_format(&head, name),
    };
    match (format, packing) {
        (Format::Parquet | Format::ArrowFile, Packing::Gzip | Packing::Zstd) => {
            Err(found("a packed file that must be read here and there; unpack it, or write it with packed pages"))
        }
        found => Ok(found),
    }
}

/// The reader of the unpacked bytes.
pub(crate) fn unpacked(file: File, packing: Packing) -> std::io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::Plain => Box::new(file),
        Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file))),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(file)?),
    })
}

/// Whether a file holds at most so many bytes when it is unpacked; no more than these are unpacked to tell.
pub fn unpacks_within(path: &Path, most: u64) -> Result<bool, Error> {
    let name = path.display().to_string();
    let said = |it: std::io::Error| Error::io(&name, &it);
    let file = File::open(path).map_err(said)?;
    let packing = packing_of(&head(&file, &name)?);
    let unpacked = unpacked(file, packing).map_err(said)?;
    let bytes = std::io::copy(&mut unpacked.take(most.saturating_add(1)), &mut std::io::sink()).map_err(said)?;
    Ok(bytes <= most)
}

fn head(mut file: &File, name: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    file.take(8).read_to_end(&mut bytes).map_err(|it| Error::io(name, &it))?;
    file.seek(SeekFrom::Start(0)).map_err(|it| Error::io(name, &it))?;
    Ok(bytes)
}

fn packing_of(head: &[u8]) -> Packing {
    match head {
        [0x1F, 0x8B, ..] => Packing::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Packing::Zstd,
        _ => Packing::Plain,
    }
}

/// UTF-16 by its mark, or because every second byte of its beginning is zero.
fn is_wide(head: &[u8]) -> bool {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|it| **it == 0).count() * 2;
    head.starts_with(&[0xFF, 0xFE])
        || head.starts_with(&[0xFE, 0xFF])
        || (zeros(0) == 0 && zeros(1) > head.len() / 2)
        || (zeros(1) == 0 && zeros(0) > head.len() / 2)
}

fn text_format(head: &[u8], name: &str) -> Format {
    let named = |endings: &[&str]| endings.iter().any(|it| name.contains(&format!(".{it}")));
    let first = head.iter().find(|it| !it.is_ascii_whitespace() && !matches!(it, 0xEF | 0xBB | 0xBF));
    match first {
        Some(b'{') if !named(&["csv", "tsv"]) => Format::JsonLines,
        _ if named(&["jsonl", "ndjson", "json"]) => Format::JsonLines,
        _ => Format::Csv,
    }
}
