//! Proof for others: a bundle that verifies offline, and the same verification of the running store. Serves ISO/IEC 42001 9.2.

use std::collections::{BTreeSet, VecDeque};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::bundle::{self, BlobLine, BundleWriter, Member, RecordLine, VersionLine, json_line};
use ledger::verify::{Report, Source, verify};
use ledger::{Hash, LedgerError, Opening, hash_from_hex};
use record::{Document, Id};
use sha2::{Digest, Sha256};
use store::{Query, Read, RecordRow, StoreError, VersionRow, Visible};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::event::Event;
use crate::{Actor, Aims, Error};

/// Rows that are read at a time.
const PAGE: u32 = 1000;

/// Told how much of how much is done.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// What a bundle holds.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BundleReport {
    /// The archive.
    pub path: PathBuf,
    /// Entries of the ledger.
    pub entries: u64,
    /// Versions of records.
    pub versions: u64,
    /// Files of evidence.
    pub files: u64,
}

/// What of a store a bundle shows: everything, or some records with their files. The rest is withheld, and still verifies.
#[derive(Debug, Clone, Default)]
pub(crate) enum Shown {
    /// Everything.
    #[default]
    All,
    /// Some records and files, and members of its own beside them.
    Only {
        /// Records whose versions are shown.
        records: BTreeSet<Id>,
        /// Digests of files that are included.
        files: BTreeSet<String>,
        /// Members beside those of every bundle: path and content.
        beside: Vec<(String, Vec<u8>)>,
    },
}

impl Shown {
    fn record(&self, id: &Id) -> bool {
        match self {
            Shown::All => true,
            Shown::Only { records, .. } => records.contains(id),
        }
    }

    fn file(&self, digest: &str) -> bool {
        match self {
            Shown::All => true,
            Shown::Only { files, .. } => files.contains(digest),
        }
    }

    fn beside(&self) -> &[(String, Vec<u8>)] {
        match self {
            Shown::All => &[],
            Shown::Only { beside, .. } => beside,
        }
    }
}

impl Aims {
    /// Writes everything that somebody else needs to verify ledger, records and evidence without this program.
    pub async fn write_bundle(
        &self,
        actor: &Actor,
        path: &Path,
        progress: Option<Progress>,
    ) -> Result<BundleReport, Error> {
        self.write_bundle_of(actor, path, progress, Event::new(bundle::BUNDLE), Shown::All).await
    }

    /// The same of some records; the event says what left.
    pub(crate) async fn write_bundle_of(
        &self,
        actor: &Actor,
        path: &Path,
        progress: Option<Progress>,
        event: Event,
        shown: Shown,
    ) -> Result<BundleReport, Error> {
        self.require(actor, "bundle").await?;
        if path.exists() {
            return Err(Error::input(format!("`{}` exists; name a new file", path.display())));
        }
        self.enter(actor, event).await?;
        let checkpoint = self.checkpoint().await?;
        let (this, path) = (self.clone(), path.to_owned());
        let work =
            move || this.0.store.read(|read| this.bundle_in(read, &path, (&checkpoint, &shown), progress.as_ref()));
        tokio::task::spawn_blocking(work).await.map_err(|it| Error::outside("writing the bundle", it))?
    }

    fn bundle_in(
        &self,
        read: &Read,
        path: &Path,
        (checkpoint, shown): (&str, &Shown),
        progress: Option<&Progress>,
    ) -> Result<BundleReport, Error> {
        let size = ledger::Checkpoint::claimed(checkpoint).map_err(Error::input)?.size;
        let file = File::create(path).map_err(|it| Error::outside(&format!("making `{}`", path.display()), it))?;
        let mut zip = Archive { zip: ZipWriter::new(BufWriter::new(file)) };
        zip.add(bundle::CHECKPOINT, checkpoint.as_bytes())?;
        zip.add(bundle::VKEYS, format!("{}\n", self.0.key.signer.verifier()).as_bytes())?;
        zip.add(bundle::GUIDE_NAME, bundle::GUIDE.as_bytes())?;
        shown.beside().iter().try_for_each(|(name, bytes)| zip.add(name, bytes))?;
        let mut writer = BundleWriter::new();
        for entry in
            paged(size, |from| Ok(read.entries(from, PAGE)?.into_iter().map(|it| (it.place, it.bytes)).collect()))
        {
            let (place, bytes) = entry?;
            zip.members(writer.entry(&bytes).map_err(Error::input)?)?;
            if let Some(progress) = progress.filter(|_| place % 1024 == 0) {
                progress(place, size);
            }
        }
        zip.members(writer.finish().0)?;
        let versions = zip.lines(bundle::VERSIONS, version_lines(read, size, shown))?;
        zip.lines(bundle::RECORDS, record_lines(read, size, shown))?;
        let blobs = all_blobs(read)?;
        // A bundle proves; data go out for a purpose alone, so they are listed by their digests and not included.
        let data = crate::access::open::data_digests(read)?;
        let included = |it: &store::BlobRow| !data.contains(&it.digest) && shown.file(&it.digest);
        zip.lines(bundle::BLOBS, blobs.iter().map(|it| blob_line(&it.digest, it.size, included(it))))?;
        for blob in blobs.iter().filter(|it| included(it)) {
            let hash = hash_from_hex(blob.digest.trim_start_matches("sha256:")).map_err(Error::input)?;
            let mut content = self.open_file(&blob.digest)?;
            zip.start(&bundle::blob_path(&hash))?;
            std::io::copy(&mut content, &mut zip.zip).map_err(|it| Error::outside("writing the bundle", it))?;
        }
        let file = zip.zip.finish().map_err(|it| Error::outside("finishing the bundle", it))?;
        file.into_inner()
            .map_err(|it| it.into_error())
            .and_then(|it| it.sync_all())
            .map_err(|it| Error::outside("finishing the bundle", it))?;
        Ok(BundleReport { path: path.to_owned(), entries: size, versions, files: blobs.len() as u64 })
    }

    /// Verifies the running store: the tree from its entries, every version, every record, every file.
    pub async fn verify_live(&self, since: Option<String>, progress: Option<Progress>) -> Result<Report, Error> {
        let this = self.clone();
        let work = move || this.0.store.read(|read| this.verify_in(read, since, progress.as_ref()));
        tokio::task::spawn_blocking(work).await.map_err(|it| Error::outside("verifying", it))?
    }

    fn verify_in(&self, read: &Read, since: Option<String>, progress: Option<&Progress>) -> Result<Report, Error> {
        let head = read.head()?;
        let size = head.size;
        let entries = paged(u64::MAX, move |from| {
            if let Some(progress) = progress {
                progress(from, size);
            }
            Ok(read.entries(from, PAGE)?.into_iter().map(|it| (it.place, it.bytes)).collect())
        });
        let unread = |it: Error| LedgerError::Bundle(it.to_string());
        let blobs = all_blobs(read)?;
        let source = Source {
            checkpoint: head.checkpoint,
            keys: vec![self.0.key.signer.verifier()],
            pinned: true,
            since,
            head: Some((size, kept_root(read)?)),
            entries: Box::new(entries.map(move |it| it.map_err(unread))),
            versions: Box::new(version_lines(read, u64::MAX, &Shown::All).map(move |it| it.map_err(unread))),
            records: Box::new(record_lines(read, u64::MAX, &Shown::All).map(move |it| it.map_err(unread))),
            blobs: Box::new(blobs.iter().map(move |it| blob_line(&it.digest, it.size, true).map_err(unread))),
            tile: Box::new(move |level, index, _| read.tile(level, index).map_err(|it| unread(it.into()))),
            content: Box::new(move |hash| self.measure(hash).map_err(unread)),
            beside: None,
        };
        Ok(verify(source))
    }

    /// Digest and size of a stored file as it really is; nothing when it is gone.
    fn measure(&self, hash: &Hash) -> Result<Option<(Hash, u64)>, Error> {
        let digest = format!("sha256:{}", ledger::to_hex(hash));
        let Ok(mut content) = self.open_file(&digest) else { return Ok(None) };
        let (mut sum, mut size, mut part) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            match content.read(&mut part).map_err(|it| Error::outside("reading a file", it))? {
                0 => return Ok(Some((sum.finalize().into(), size))),
                some => {
                    sum.update(&part[..some]);
                    size += some as u64;
                }
            }
        }
    }

    /// A stored file for reading, from the folder or fetched from the object store.
    fn open_file(&self, digest: &str) -> Result<Box<dyn std::io::Read>, Error> {
        if let Some(path) = self.0.files.path(digest)? {
            let file = File::open(&path).map_err(|it| Error::outside(&format!("reading the file `{digest}`"), it))?;
            return Ok(Box::new(BufReader::new(file)));
        }
        let fetch = self.0.files.get_unchecked(digest);
        let bytes = tokio::runtime::Handle::current().block_on(fetch)?;
        Ok(Box::new(std::io::Cursor::new(bytes)))
    }
}

/// The archive of a bundle while it is written.
struct Archive {
    zip: ZipWriter<BufWriter<File>>,
}

impl Archive {
    fn start(&mut self, name: &str) -> Result<(), Error> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .large_file(true);
        self.zip.start_file(name, options).map_err(|it| Error::outside("writing the bundle", it))
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.start(name)?;
        self.zip.write_all(bytes).map_err(|it| Error::outside("writing the bundle", it))
    }

    fn members(&mut self, members: Vec<Member>) -> Result<(), Error> {
        members.iter().try_for_each(|it| self.add(&it.name, &it.bytes))
    }

    fn lines(&mut self, name: &str, lines: impl Iterator<Item = Result<Vec<u8>, Error>>) -> Result<u64, Error> {
        self.start(name)?;
        let mut count = 0;
        for line in lines {
            self.zip.write_all(&line?).map_err(|it| Error::outside("writing the bundle", it))?;
            count += 1;
        }
        Ok(count)
    }
}

/// Items with their places, read page by page, up to the place `end`.
fn paged<'a, T: 'a>(
    end: u64,
    page: impl Fn(u64) -> Result<Vec<(u64, T)>, Error> + 'a,
) -> impl Iterator<Item = Result<(u64, T), Error>> + 'a {
    let (mut next, mut waiting, mut over) = (0, VecDeque::new(), false);
    std::iter::from_fn(move || {
        if waiting.is_empty() && !over {
            match page(next) {
                Ok(items) if items.is_empty() => over = true,
                Ok(items) => {
                    next = items.last().map_or(next, |it| it.0 + 1);
                    waiting.extend(items);
                }
                Err(error) => {
                    over = true;
                    return Some(Err(error));
                }
            }
        }
        waiting.pop_front().filter(|it| it.0 < end).map(Ok)
    })
}

/// Lines of every version below a place, in the order of their places.
fn version_lines<'a>(read: &'a Read, end: u64, shown: &'a Shown) -> impl Iterator<Item = Result<Vec<u8>, Error>> + 'a {
    let page = move |from| Ok(read.versions_from(from, PAGE)?.into_iter().map(|it| (it.record.place, it)).collect());
    paged(end, page).map(|it| version_line(it?.1, shown))
}

fn version_line(version: VersionRow, shown: &Shown) -> Result<Vec<u8>, Error> {
    let VersionRow { mut record, mut made, .. } = version;
    let mut opening: Opening = serde_json::from_value(made.opening).map_err(Error::input)?;
    if !shown.record(&record.id) {
        let content = ledger::content(&record.document, made.why.as_deref());
        opening = opening.disclose(&content, &[]).map_err(Error::input)?.0;
        (record.document, made.why) = (Document::new(), None);
    }
    let line = VersionLine {
        id: record.id.to_string(),
        version: record.version,
        place: record.place,
        state: record.state,
        retired: record.retired,
        document: record.document,
        why: made.why,
        opening: Some(opening),
        commitment: made.commitment,
    };
    json_line(&line).map_err(Error::input)
}

/// Lines of every record as it stands, or as it stood when the ledger had `end` entries.
fn record_lines<'a>(read: &'a Read, end: u64, shown: &'a Shown) -> impl Iterator<Item = Result<Vec<u8>, Error>> + 'a {
    let offset = std::cell::Cell::new(0u64);
    let page = move |_| {
        let as_of = (end != u64::MAX).then(|| end.saturating_sub(1));
        let query = Query { retired: true, limit: PAGE, offset: offset.get(), as_of, ..Query::all(Visible::All) };
        let rows = read.list(&query)?;
        offset.set(offset.get() + rows.len() as u64);
        Ok(rows.into_iter().map(|it| (0, it)).collect())
    };
    paged(u64::MAX, page).map(move |it| record_line(read, it?.1, shown))
}

/// A record beside its newest version: the verifier holds the row against the commitment.
fn record_line(read: &Read, row: RecordRow, shown: &Shown) -> Result<Vec<u8>, Error> {
    if !shown.record(&row.id) {
        let RecordRow { id, version, state, retired, .. } = row;
        let line = RecordLine { id: id.to_string(), version, state, retired, document: None, why: None, opening: None };
        return json_line(&line).map_err(Error::input);
    }
    let made = read.version(&row.id, row.version)?.map(|it| it.made);
    let opening =
        made.as_ref().map(|it| serde_json::from_value(it.opening.clone())).transpose().map_err(Error::input)?;
    let line = RecordLine {
        id: row.id.to_string(),
        version: row.version,
        state: row.state,
        retired: row.retired,
        document: Some(row.document),
        why: made.and_then(|it| it.why),
        opening,
    };
    json_line(&line).map_err(Error::input)
}

/// Every file that the store knows.
pub(crate) fn all_blobs(read: &Read) -> Result<Vec<store::BlobRow>, Error> {
    let mut all: Vec<store::BlobRow> = Vec::new();
    loop {
        let after = all.last().map(|it| it.digest.clone()).unwrap_or_default();
        let page = read.blobs(&after, PAGE)?;
        match page.is_empty() {
            true => return Ok(all),
            false => all.extend(page),
        }
    }
}

fn blob_line(digest: &str, size: u64, included: bool) -> Result<Vec<u8>, Error> {
    let digest = hash_from_hex(digest.trim_start_matches("sha256:")).map_err(Error::input)?;
    json_line(&BlobLine { digest, size, included }).map_err(Error::input)
}

/// Root that the store's tree has. Where tiles and entries no longer make a tree it is one that nothing has, and the walk over the
/// entries tells what is gone.
fn kept_root(read: &Read) -> Result<Hash, Error> {
    match read.tree() {
        Ok(tree) => Ok(tree.root()),
        Err(StoreError::Damaged(_)) => Ok(Hash::default()),
        Err(error) => Err(error.into()),
    }
}
