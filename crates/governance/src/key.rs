//! The key of the ledger, what it signs, and the memory of what it signed. Serves ISO/IEC 42001 7.5.3.
//!
//! The order is the safety property: entries are durable, then size and root are written beside the store, then the
//! checkpoint is signed, then it is published. A store that holds less than what was signed is refused at the start.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use ledger::{Checkpoint, Hash, SignerKey, root_from_tiles, to_hex};
use store::{Read, Write};

use crate::{Aims, Error};

/// The signing key and the file that remembers the newest signed size and root.
pub(crate) struct LogKey {
    pub signer: SignerKey,
    pub origin: String,
    memory: PathBuf,
}

/// Where the ledger stands.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Head {
    /// Entries.
    pub size: u64,
    /// Root of the Merkle tree, hexadecimal.
    pub root: String,
    /// Name of the log.
    pub origin: String,
    /// Key that verifies its checkpoints.
    pub vkey: String,
}

impl LogKey {
    /// Makes a new key in `home`, readable by its owner alone; refuses to replace one.
    pub fn create(home: &Path, origin: &str, seed: &[u8; 32]) -> Result<(), Error> {
        let path = home.join("ledger.key");
        let text = SignerKey::new(origin, seed).map_err(Error::input)?.to_secret_text();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let write = |mut file: File| file.write_all(format!("{text}\n").as_bytes()).and_then(|()| file.sync_all());
        options.open(&path).and_then(write).map_err(|it| Error::outside(&format!("writing `{}`", path.display()), it))
    }

    /// Reads the key of `home`.
    pub fn open(home: &Path) -> Result<LogKey, Error> {
        let path = home.join("ledger.key");
        let text =
            fs::read_to_string(&path).map_err(|it| Error::outside(&format!("reading `{}`", path.display()), it))?;
        let signer = SignerKey::parse(text.trim()).map_err(|it| Error::input(format!("`{}`: {it}", path.display())))?;
        Ok(LogKey { origin: signer.name().to_owned(), signer, memory: home.join("signed_head") })
    }

    /// Size and root that were last signed, if any were.
    fn signed(&self) -> Result<Option<(u64, String)>, Error> {
        let text = match fs::read_to_string(&self.memory) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::outside("reading what was last signed", error)),
        };
        let mut words = text.split_whitespace();
        let parsed = words.next().and_then(|it| it.parse().ok()).zip(words.next().map(str::to_owned));
        parsed
            .map(Some)
            .ok_or_else(|| Error::Rollback(format!("`{}` is damaged; restore it from a backup", self.memory.display())))
    }

    /// Remembers size and root durably, before they are signed.
    fn remember(&self, size: u64, root: &Hash) -> Result<(), Error> {
        // Another program at the same folder writes a file of its own.
        let beside = self.memory.with_extension(format!("{}.new", std::process::id()));
        let write = || {
            let mut file = File::create(&beside)?;
            writeln!(file, "{size} {}", to_hex(root))?;
            file.sync_all()?;
            fs::rename(&beside, &self.memory)?;
            self.memory.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        };
        write().map_err(|it: std::io::Error| Error::outside("remembering what is signed", it))
    }

    /// Refuses a store that holds less than, or other than, what was signed.
    pub fn check(&self, read: &Read) -> Result<(), Error> {
        let Some((size, root)) = self.signed()? else { return Ok(()) };
        let head = read.head()?;
        let advice = "the store was replaced by an older or another one; restore the newest backup, or keep this one for reading only";
        if head.size < size {
            return Err(Error::Rollback(format!(
                "rollback detected: {size} entries were signed and the store holds {}; {advice}",
                head.size
            )));
        }
        let then = root_from_tiles(size, |level, index| read.tile(level, index).ok().flatten());
        match then.map(|it| to_hex(&it)) {
            Ok(now) if now == root => Ok(()),
            _ => Err(Error::Rollback(format!(
                "rollback detected: the first {size} entries are not those that were signed; {advice}"
            ))),
        }
    }
}

impl Aims {
    /// Where the ledger stands.
    pub async fn head(&self) -> Result<Head, Error> {
        let this = self.clone();
        self.0
            .store
            .read_async(move |read| {
                let head = read.head()?;
                let (origin, vkey) = (this.0.key.origin.clone(), this.0.key.signer.verifier().to_string());
                Ok(Head { size: head.size, root: to_hex(&read.tree()?.root()), origin, vkey })
            })
            .await
    }

    /// A signed checkpoint of all entries; signs a new one when entries were added since the last.
    pub async fn checkpoint(&self) -> Result<String, Error> {
        let (head, tree) = self.0.store.read_async(|read| Ok::<_, Error>((read.head()?, read.tree()?))).await?;
        if let Some(kept) = head.checkpoint.filter(|_| head.signed == tree.size()) {
            return Ok(kept);
        }
        // What a snapshot shows is durable; it is remembered, signed, and only then published.
        let checkpoint = Checkpoint { origin: self.0.key.origin.clone(), size: tree.size(), root: tree.root() };
        self.0.key.remember(checkpoint.size, &checkpoint.root)?;
        let note = checkpoint.sign(&[&self.0.key.signer]).map_err(Error::input)?;
        let (size, text) = (checkpoint.size, note.clone());
        let publish = move |tx: &mut Write| Ok::<_, Error>(tx.set_checkpoint(&text, size, head.signed)?);
        // Somebody else may have published a newer one meanwhile; this one is as true as that.
        self.0.store.write_async(publish).await?;
        Ok(note)
    }

    /// One stored tile of the ledger.
    pub async fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<Hash>>, Error> {
        self.0.store.read_async(move |read| Ok(read.tile(level, index)?)).await
    }

    /// Entries from a place on.
    pub async fn entries(&self, actor: &crate::Actor, from: u64, limit: u32) -> Result<Vec<store::EntryRow>, Error> {
        self.require(actor, "read_ledger").await?;
        self.0.store.read_async(move |read| Ok(read.entries(from, limit.min(1000))?)).await
    }
}
