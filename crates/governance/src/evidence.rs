//! Files as content-addressed evidence, in a folder or a bucket. Serves ISO/IEC 42001 7.5 and 9.1.
//!
//! A file is named by its SHA-256; what people called it is kept in the record that carries it. The bytes are durable
//! before a record can point to them.

use std::path::Path;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use record::Document;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{BlobRow, Condition, Query, Read};

use crate::event::Event;
use crate::{Actor, Aims, Error};

/// Largest file, in bytes.
pub const FILE_LIMIT: usize = 64 << 20;

/// What a `file` field holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoredFile {
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Name that the uploader gave.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type, found from the content.
    pub media: String,
}

/// Where the bytes lie.
pub(crate) struct Files {
    store: Arc<dyn ObjectStore>,
    folder: Option<std::path::PathBuf>,
}

impl Files {
    /// A folder, or a bucket by its URL.
    pub fn open(home: &Path, url: Option<&str>, settings: &[(String, String)]) -> Result<Files, Error> {
        match url {
            None => {
                let folder = home.join("blobs");
                std::fs::create_dir_all(&folder)
                    .map_err(|it| Error::outside(&format!("making `{}`", folder.display()), it))?;
                let store = LocalFileSystem::new_with_prefix(&folder)
                    .map_err(|it| Error::outside("opening the evidence folder", it))?;
                Ok(Files { store: Arc::new(store.with_fsync(true)), folder: Some(folder) })
            }
            Some(url) => {
                let parsed = url::Url::parse(url)
                    .map_err(|it| Error::input(format!("`{url}` is not an address of an object store: {it}")))?;
                let (store, prefix) = object_store::parse_url_opts(&parsed, settings.iter().cloned()).map_err(|it| {
                    Error::Input(format!("`{url}` cannot be opened as an object store: {it}; buckets need a program built with the feature `buckets`"))
                })?;
                Ok(Files { store: Arc::new(object_store::prefix::PrefixStore::new(store, prefix)), folder: None })
            }
        }
    }

    /// Stores bytes under their digest.
    pub async fn put(&self, digest: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.store
            .put(&key(digest)?, bytes.into())
            .await
            .map(|_| ())
            .map_err(|it| Error::outside("storing the file", it))
    }

    /// Deletes the bytes under a digest; what is not there is deleted already.
    pub async fn delete(&self, digest: &str) -> Result<(), Error> {
        match self.store.delete(&key(digest)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::outside("deleting the file", error)),
        }
    }

    /// Where the bytes lie, when they lie in a folder.
    pub fn path(&self, digest: &str) -> Result<Option<std::path::PathBuf>, Error> {
        let key = key(digest)?;
        Ok(self.folder.as_ref().map(|it| it.join(key.as_ref())))
    }

    /// The bytes under a digest, as they are.
    pub async fn get_unchecked(&self, digest: &str) -> Result<Vec<u8>, Error> {
        let found = self.store.get(&key(digest)?).await.map_err(|it| Error::outside("reading the file", it))?;
        let bytes = found.bytes().await.map_err(|it| Error::outside("reading the file", it))?;
        Ok(bytes.into())
    }

    /// The bytes under a digest, checked against it.
    pub async fn get(&self, digest: &str) -> Result<Vec<u8>, Error> {
        let bytes = self.get_unchecked(digest).await?;
        match digest_of(&bytes) == digest {
            true => Ok(bytes),
            false => Err(Error::Outside(format!("the stored file `{digest}` was altered; restore it from a backup"))),
        }
    }
}

/// `sha256:ab…` lies at `ab/ab…`, so that no folder grows without bound.
fn key(digest: &str) -> Result<Key, Error> {
    let digits = digest
        .strip_prefix("sha256:")
        .filter(|it| it.len() == 64 && it.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()));
    let digits = digits
        .ok_or_else(|| Error::input(format!("`{digest}` is not a file's digest; it is `sha256:` and 64 digits")))?;
    Ok(Key::from(format!("{}/{digits}", &digits[..2])))
}

/// `sha256:…` of bytes.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    format!("sha256:{}", ledger::to_hex(&Sha256::digest(bytes)))
}

impl Aims {
    /// Stores a file and says what a `file` field holds for it.
    pub async fn put_file(&self, actor: &Actor, name: &str, bytes: Vec<u8>) -> Result<StoredFile, Error> {
        if actor.is_public() {
            return Err(Error::Unknown("sign in to upload a file".to_owned()));
        }
        if bytes.len() > FILE_LIMIT {
            return Err(Error::TooLarge(format!(
                "`{name}` has {} bytes; a file has at most {FILE_LIMIT}",
                bytes.len()
            )));
        }
        if bytes.is_empty() {
            return Err(Error::input(format!("`{name}` is empty; choose the file again")));
        }
        let media = crate::media::media_type(name, &bytes)?;
        let file = StoredFile { digest: digest_of(&bytes), name: plain_name(name), size: bytes.len() as u64, media };
        self.0.files.put(&file.digest, bytes).await?;
        let (this, who, kept) = (self.clone(), actor.clone(), file.clone());
        let note = move |tx: &mut store::Write| {
            if tx.blob(&kept.digest)?.is_none() {
                let stored = tx.time();
                tx.put_blob(&BlobRow {
                    digest: kept.digest.clone(),
                    size: kept.size,
                    media: kept.media.clone(),
                    stored,
                })?;
                this.enter_in(tx, &who, &Event::new("file.stored").carrying(&kept.digest, kept.size)?)?;
                crate::data::retention::run::prove_anew(&this, tx, &kept.digest)?;
            }
            Ok::<_, Error>(())
        };
        self.0.store.write_async(note).await?;
        Ok(file)
    }

    /// A file that a visible record carries and that the policies let this person open; the download is entered in the ledger.
    pub async fn get_file(&self, actor: &Actor, digest: &str) -> Result<(StoredFile, Vec<u8>), Error> {
        let (this, who, wanted) = (self.clone(), actor.clone(), digest.to_owned());
        let carried = move |read: &Read| this.carried(read, &who, &wanted);
        let (record, file) = self.denied(actor, self.0.store.read_async(carried).await).await?;
        let bytes = self.0.files.get(&file.digest).await?;
        self.enter(actor, Event::new("file.downloaded").about(record).with("digest", &file.digest)).await?;
        Ok((file, bytes))
    }

    /// A visible record that carries this file, and the file as the record names it.
    fn carried(&self, read: &Read, actor: &Actor, digest: &str) -> Result<(String, StoredFile), Error> {
        let actor = self.with_roles(read, actor)?;
        let visible = self.visible(read, &actor)?;
        let missing = || Error::Missing(format!("no record that you may see carries the file `{digest}`"));
        let carries = Condition::is(crate::terms::FILE, digest);
        let query = Query { conditions: vec![carries], retired: true, limit: 1, ..Query::all(visible) };
        let row = read.list(&query)?.pop().ok_or_else(missing)?;
        let file =
            files_in(&row.document).into_iter().map(|it| it.1).find(|it| it.digest == digest).ok_or_else(missing)?;
        self.ask_for_file(read, &actor, &row, digest)?;
        Ok((row.id.to_string(), file))
    }
}

/// The files in a document, each with the field that holds it.
pub(crate) fn files_in(document: &Document) -> Vec<(&str, StoredFile)> {
    fn within(value: &Value, found: &mut Vec<StoredFile>) {
        match (serde_json::from_value(value.clone()), value) {
            (Ok(file), Value::Object(_)) => found.push(file),
            (_, Value::Object(fields)) => fields.values().for_each(|it| within(it, found)),
            (_, Value::Array(items)) => items.iter().for_each(|it| within(it, found)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for (field, value) in document {
        let mut found = Vec::new();
        within(value, &mut found);
        all.extend(found.into_iter().map(|it| (field.as_str(), it)));
    }
    all
}

/// A file's name without folders and control characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|it| !it.is_control()).take(200).collect();
    if plain.trim_matches('.').is_empty() { "file".to_owned() } else { plain }
}
