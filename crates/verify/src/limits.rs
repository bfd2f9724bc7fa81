//! Limits on what is read, counted while it streams and never taken from a header.

use ledger::{Hash, LedgerError};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::io::{Error, Read, Result};

/// Most bytes that are read of one bundle.
pub const MOST_BYTES: u64 = 64 << 30;
/// Most bytes that one byte of an archive may become, beyond the allowance.
pub const MOST_RATIO: u64 = 100;
/// Bytes that an archive may hold whatever its ratio.
pub const ALLOWANCE: u64 = 64 << 20;
/// Most members of an archive.
pub const MOST_MEMBERS: usize = 1_000_000;

/// What may still be read of a bundle, over all its members.
pub struct Budget(Cell<u64>);

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: u64) -> Budget {
        Budget(Cell::new(bytes))
    }

    /// Counts what is read through the returned reader.
    pub fn counted<'a, R: Read + 'a>(&'a self, inner: R) -> Counted<'a, R> {
        Counted { inner, budget: self }
    }
}

/// A reader that spends a budget.
pub struct Counted<'a, R> {
    inner: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.budget.0.get().checked_sub(read as u64);
        let left = left.ok_or_else(|| Error::other("the bundle unpacks to far more than a ledger can be"))?;
        self.budget.0.set(left);
        Ok(read)
    }
}

/// Reads everything, unless it is more than `most` bytes.
pub fn whole(name: &str, reader: impl Read, most: usize) -> std::result::Result<Vec<u8>, LedgerError> {
    let mut bytes = Vec::new();
    let read = reader.take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|it| LedgerError::Bundle(format!("`{name}` cannot be read: {it}")))?;
    if bytes.len() > most {
        return Err(LedgerError::Bundle(format!("`{name}` has more than {most} bytes")));
    }
    Ok(bytes)
}

/// Digest and size of a content.
pub fn digest(mut reader: impl Read) -> std::result::Result<(Hash, u64), LedgerError> {
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((hasher.finalize().into(), size)),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                size += read as u64;
            }
            Err(error) => return Err(LedgerError::Bundle(format!("it cannot be read: {error}"))),
        }
    }
}
