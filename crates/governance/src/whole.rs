//! A whole store as JSON Lines, out and in again: every record with its number, and every file. Serves ISO/IEC 42001 7.5.3.
//!
//! The history and its proof stay behind; those move with a backup. What comes in passes the one write path.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use record::{Change, Document, Id};
use serde::{Deserialize, Serialize};
use store::{BlobRow, Query, Visible, Write};

use crate::aims::Admission;
use crate::event::Event;
use crate::{Actor, Aims, Error};

/// The first line says what the file is.
const FORMAT: &str = "aims.records/v1";

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Head { format: String, configuration: String, records: usize, files: usize },
    Record { id: Id, kind: String, state: String, retired: bool, document: Document },
    File { digest: String, media: String, content: String },
}

/// What came in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WholeReport {
    /// Records made.
    pub records: usize,
    /// Files stored.
    pub files: usize,
}

impl Aims {
    /// Every record and file that this person may export, in order of their numbers.
    pub async fn export_whole(&self, actor: &Actor) -> Result<Vec<u8>, Error> {
        self.require(actor, "export").await?;
        let (this, who) = (self.clone(), actor.clone());
        let (rows, blobs) = self
            .0
            .store
            .read_async(move |read| {
                let who = this.with_roles(read, &who)?;
                let visible = this.visible(read, &who)?;
                let mut blobs = if visible == Visible::All { crate::bundle::all_blobs(read)? } else { Vec::new() };
                // Data leave for a purpose; only who may take a backup, which holds them all, takes them along.
                if this.ask_system(read, &who, "backup").is_err() {
                    let data = crate::access::open::data_digests(read)?;
                    blobs.retain(|it| !data.contains(&it.digest));
                }
                // The other store has a configuration of its own.
                blobs.retain(|it| it.media != crate::in_force::MEDIA);
                let query = Query { retired: true, limit: u32::MAX, ..Query::all(visible) };
                Ok::<_, Error>((read.list(&query)?, blobs))
            })
            .await?;
        let configuration = self.configuration().digest.clone();
        let mut out = Vec::new();
        write_line(
            &mut out,
            &Line::Head { format: FORMAT.to_owned(), configuration, records: rows.len(), files: blobs.len() },
        )?;
        for row in &rows {
            let (id, kind, state) = (row.id.clone(), row.kind.clone(), row.state.clone());
            let document = self.input_only(row);
            write_line(&mut out, &Line::Record { id, kind, state, retired: row.retired, document })?;
        }
        for blob in &blobs {
            let content = STANDARD.encode(self.0.files.get(&blob.digest).await?);
            write_line(&mut out, &Line::File { digest: blob.digest.clone(), media: blob.media.clone(), content })?;
        }
        self.enter(actor, Event::new("export").with("kind", "whole").with("rows", rows.len())).await?;
        Ok(out)
    }

    /// Brings a whole export into a store without records; all or nothing.
    pub async fn import_whole(&self, actor: &Actor, bytes: &[u8]) -> Result<WholeReport, Error> {
        self.require(actor, "import").await?;
        let (records, files) = self.read_whole(bytes)?;
        let report = WholeReport { records: records.len(), files: files.len() };
        for (row, content) in &files {
            self.0.files.put(&row.digest, content.clone()).await?;
        }
        let (this, who) = (self.clone(), actor.clone());
        let bring = move |tx: &mut Write| {
            if tx.count(&Query { retired: true, ..Query::all(Visible::All) })? > 0 {
                return Err(Error::input("the store holds records; a whole import needs a new store, see `aims init`"));
            }
            let batch = tx.begin_batch("whole", None, &serde_json::json!({}), &who.account)?;
            for (row, _) in &files {
                tx.put_blob(row)?;
                this.enter_in(tx, &who, &Event::new("file.stored").carrying(&row.digest, row.size)?)?;
            }
            for (id, change, retired) in &records {
                let admission =
                    Admission { id: Some(id.clone()), batch: Some(batch), links_later: true, ..Admission::default() };
                this.apply(tx, &who, change, &admission)?;
                if *retired {
                    let retire =
                        Change::Retire { id: id.clone(), base: None, why: "retired where it came from".to_owned() };
                    this.apply(tx, &who, &retire, &Admission { batch: Some(batch), ..Admission::default() })?;
                }
            }
            this.require_all_links(tx, &records.iter().map(|it| it.0.clone()).collect::<Vec<_>>())?;
            crate::following::recompute(tx, &this.configuration())?;
            tx.end_batch(batch, &serde_json::json!({ "created": records.len() }))?;
            Ok(())
        };
        self.0.store.write_async(bring).await?;
        Ok(report)
    }

    /// A record's fields without those that the program fills, which the store that takes it in fills again.
    fn input_only(&self, row: &store::RecordRow) -> Document {
        let configuration = self.configuration();
        let kind = configuration.catalog.kind(&row.kind);
        let filled = |name: &str| kind.and_then(|it| it.field(name)).is_some_and(|it| !it.is_input());
        row.document
            .iter()
            .filter(|(name, _)| !filled(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    #[allow(clippy::type_complexity)]
    fn read_whole(&self, bytes: &[u8]) -> Result<(Vec<(Id, Change, bool)>, Vec<(BlobRow, Vec<u8>)>), Error> {
        let text = std::str::from_utf8(bytes)
            .map_err(|it| Error::input(format!("the file is not UTF-8 at byte {}", it.valid_up_to())))?;
        let (mut records, mut files, mut head) = (Vec::new(), Vec::new(), None);
        for (index, line) in text.lines().enumerate().filter(|it| !it.1.trim().is_empty()) {
            let wrong = |why: String| Error::input(format!("line {}: {why}", index + 1));
            let line: Line =
                serde_json::from_str(line).map_err(|_| wrong(format!("is no line of the format {FORMAT}")))?;
            match line {
                Line::Head { format, records, files, .. } if format == FORMAT && index == 0 => {
                    head = Some((records, files))
                }
                Line::Head { format, .. } => {
                    return Err(wrong(format!("`{format}` is not {FORMAT} at the first line")));
                }
                Line::Record { id, kind, state, retired, document } => {
                    self.configuration().kind(&kind).map_err(|it| wrong(it.to_string()))?;
                    records.push((id, Change::Create { kind, state: Some(state), document }, retired));
                }
                Line::File { digest, media, content } => {
                    let content =
                        STANDARD.decode(content).map_err(|it| wrong(format!("the file's content is damaged: {it}")))?;
                    if crate::evidence::digest_of(&content) != digest {
                        return Err(wrong(format!("the content is not that of `{digest}`")));
                    }
                    files.push((BlobRow { digest, size: content.len() as u64, media, stored: self.clock() }, content));
                }
            }
        }
        match head {
            Some(counts) if counts == (records.len(), files.len()) => Ok((records, files)),
            Some((some, others)) => Err(Error::input(format!(
                "the first line promises {some} records and {others} files, the file holds {} and {}; export it again",
                records.len(),
                files.len()
            ))),
            None => Err(Error::input(format!("the file does not begin with a line of the format {FORMAT}"))),
        }
    }
}

fn write_line(out: &mut Vec<u8>, line: &Line) -> Result<(), Error> {
    serde_json::to_writer(&mut *out, line).map_err(Error::input)?;
    out.push(b'\n');
    Ok(())
}
