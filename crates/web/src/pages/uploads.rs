//! Files between the preview of an import and the import itself, so that nobody has to choose them twice.
//!
//! They are kept in memory, few and not for long; when one is gone the page asks for it again.

use std::sync::Mutex;

use axum::body::Bytes;

/// Most files that are kept.
const KEPT: usize = 16;
/// Most bytes that are kept.
const BYTES: usize = 128 << 20;

/// Files that were uploaded for an import.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<Vec<Kept>>);

struct Kept {
    key: String,
    account: String,
    name: String,
    bytes: Bytes,
}

impl Uploads {
    /// Keeps a file for an account under a key of its own; the oldest files make room.
    pub fn keep(&self, account: &str, name: &str, bytes: Bytes) -> String {
        let key = crate::frame::random_hex(16);
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.push(Kept { key: key.clone(), account: account.to_owned(), name: name.to_owned(), bytes });
        while kept.len() > KEPT || (kept.len() > 1 && kept.iter().map(|it| it.bytes.len()).sum::<usize>() > BYTES) {
            kept.remove(0);
        }
        key
    }

    /// The name and bytes of a file that this account uploaded.
    pub fn get(&self, account: &str, key: &str) -> Option<(String, Bytes)> {
        let kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = kept.iter().find(|it| it.key == key && it.account == account)?;
        Some((found.name.clone(), found.bytes.clone()))
    }

    /// Forgets a file that was imported.
    pub fn forget(&self, key: &str) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|it| it.key != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_few_and_only_for_their_owner() {
        let uploads = Uploads::default();
        let first = uploads.keep("a", "one.csv", Bytes::from_static(b"x"));
        assert!(uploads.get("a", &first).is_some());
        assert!(uploads.get("b", &first).is_none());
        for _ in 0..KEPT {
            uploads.keep("b", "more.csv", Bytes::from_static(b"y"));
        }
        assert!(uploads.get("a", &first).is_none());
    }
}
