//! The archive of a workbook, checked before it is opened: how many parts, how large, and nothing that climbs out.
//!
//! Every part is unpacked once into nothing, and counted while it flows, because the sizes that an archive states may
//! lie. The library that reads the workbook uses the same reader of archives, so what is checked is what is read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Fault, Place};
use crate::limits::Limits;

/// A part may always be unpacked to this size, however well it is packed.
const SMALL: u64 = 1 << 20;

/// Refuses an archive that is no workbook, is damaged, or holds more than the limits.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Place> {
    let hostile = |why: String| Place::from(Fault::Hostile { why });
    // Counted before the directory is parsed, which takes memory for each part.
    let listed = bytes.windows(4).filter(|it| it == b"PK\x01\x02").count();
    if listed > limits.archive_entries {
        return Err(hostile(format!("it has more than {} parts", limits.archive_entries)));
    }
    let damaged = |error: zip::result::ZipError| Place::from(Fault::Damaged { why: error.to_string() });
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() != listed {
        return Err(hostile("two of its parts have the same name, or another archive hides in it".to_owned()));
    }
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(hostile("its parts overlap".to_owned()));
    }
    let (mut total, mut workbook) = (0u64, false);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        if part.enclosed_name().is_none() || part.is_symlink() || name.starts_with('/') || name.contains('\\') {
            return Err(hostile(format!("the part `{name}` points outside it")));
        }
        workbook |= name == "xl/workbook.xml";
        total += unpacked(part, &name, limits, total)?;
    }
    if workbook { Ok(()) } else { Err(Fault::NotAWorkbook.into()) }
}

/// Bytes of a part, counted while it is unpacked.
fn unpacked<R: Read>(
    mut part: zip::read::ZipFile<'_, R>,
    name: &str,
    limits: &Limits,
    before: u64,
) -> Result<u64, Place> {
    let hostile = |why: String| Err(Place::from(Fault::Hostile { why }));
    let packed = part.compressed_size().max(1);
    let mut buffer = [0u8; 16 << 10];
    let mut size = 0u64;
    loop {
        let read = match part.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(read) => read,
            Err(error) => return Err(Fault::Damaged { why: format!("part `{name}`: {error}") }.into()),
        };
        if size == 0 && buffer.starts_with(b"PK\x03\x04") {
            return hostile(format!("the part `{name}` is an archive itself"));
        }
        size += read as u64;
        if before + size > limits.archive_bytes {
            return hostile(format!("it unpacks to more than {} MB", limits.archive_bytes / 1_000_000));
        }
        if size > SMALL && size > packed.saturating_mul(limits.archive_ratio) {
            return hostile(format!("the part `{name}` unpacks to more than {} times its size", limits.archive_ratio));
        }
    }
}
