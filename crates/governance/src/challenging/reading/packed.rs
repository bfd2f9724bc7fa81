//! A packed log of Inspect (`.eval`): an archive with its head and a part for each sample, deflated or in Zstandard. It is read to the same value as the
//! log as JSON, of each sample what is asked of one alone; what it unpacks to is counted while it flows, because the sizes that an archive states may lie.

use std::io::{Cursor, Read};

use serde_json::{Map, Value};
use zip::ZipArchive;
use zip::result::ZipError;

use super::refused;
use crate::Error;

/// What is read of a sample; transcripts, which are most of a log, are not.
const KEPT: [&str; 5] = ["id", "epoch", "input", "scores", "metadata"];
/// Most parts of an archive.
const PARTS: usize = 200_000;
/// Most bytes that a part and all parts unpack to.
const PART: u64 = 256 << 20;
const ALL: u64 = 4 << 30;
const HEAD: &str = "header.json";
const SAMPLES: &str = "samples/";

/// Whether a file is such a log.
pub(super) fn is_one(bytes: &[u8], name: &str) -> bool {
    bytes.starts_with(b"PK") && name.to_lowercase().ends_with(".eval")
}

/// Reads an archive to the log that it holds.
///
/// Errors: an archive that is damaged, too large, or of a run that has not ended; a part that is no JSON.
pub(super) fn unpacked(bytes: &[u8], name: &str) -> Result<Value, Error> {
    let damaged = |it: ZipError| refused(format!("`{name}` cannot be unpacked: {it}; bring in the whole log as Inspect wrote it"));
    // Counted before the directory is read, which takes memory for each part.
    if bytes.windows(4).filter(|it| it == b"PK\x01\x02").count() > PARTS {
        return Err(refused(format!("`{name}` has more than {PARTS} parts; bring in a log of fewer samples")));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = ALL;
    let mut whole: Option<Value> = None;
    let mut samples: Vec<(u64, String, Value)> = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let of = part.name().map_err(damaged)?.into_owned();
        if of == HEAD {
            whole = Some(value(part, name, &of, &mut left)?);
        } else if of.starts_with(SAMPLES) && of.ends_with(".json") {
            let sample = kept(value(part, name, &of, &mut left)?);
            samples.push((sample["epoch"].as_u64().unwrap_or_default(), of, sample));
        }
    }
    let Some(Value::Object(mut whole)) = whole else {
        let says = format!("`{name}` has no `{HEAD}`, so its run has not ended; bring in the log once it has");
        return Err(refused(says));
    };
    samples.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    if !samples.is_empty() {
        whole.insert("samples".to_owned(), samples.into_iter().map(|it| it.2).collect());
    }
    Ok(Value::Object(whole))
}

/// A part as JSON, of no more bytes than are left.
fn value(part: impl Read, name: &str, of: &str, left: &mut u64) -> Result<Value, Error> {
    let most = PART.min(*left);
    let mut text = Vec::new();
    let read = part.take(most + 1).read_to_end(&mut text).map_err(|it| {
        refused(format!("`{of}` of `{name}` cannot be unpacked: {it}; bring in the whole log as Inspect wrote it"))
    })?;
    if read as u64 > most {
        return Err(refused(format!("`{of}` of `{name}` unpacks to more than {most} bytes; bring in a smaller log")));
    }
    *left -= read as u64;
    serde_json::from_slice(&text).map_err(|it| refused(format!("`{of}` of `{name}` {}", super::json::broken(&it))))
}

/// What is asked of a sample.
fn kept(sample: Value) -> Value {
    let Value::Object(mut all) = sample else { return Value::Null };
    let kept: Map<String, Value> = KEPT.iter().filter_map(|it| Some(((*it).to_owned(), all.remove(*it)?))).collect();
    Value::Object(kept)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use serde_json::json;
    use zip::CompressionMethod::{Deflated, Stored, Zstd};
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, &str, zip::CompressionMethod)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text, method) in parts {
            out.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn each_way_of_packing_gives_the_log_with_its_samples_in_order() {
        let head = (HEAD, r#"{"version": 2, "status": "success"}"#, Deflated);
        let one = ("samples/1_epoch_1.json", r#"{"id": 1, "epoch": 1, "input": "a", "events": [1, 2]}"#, Zstd);
        let two = ("samples/1_epoch_2.json", r#"{"id": 1, "epoch": 2, "input": "b"}"#, Stored);
        let journal = ("_journal/start.json", "{}", Deflated);
        let whole = unpacked(&archive(&[two, journal, one, head]), "log.eval").unwrap();
        let samples = json!([{ "id": 1, "epoch": 1, "input": "a" }, { "id": 1, "epoch": 2, "input": "b" }]);
        assert_eq!(whole, json!({ "version": 2, "status": "success", "samples": samples }));
        let says = |bytes: &[u8]| unpacked(bytes, "log.eval").unwrap_err().to_string();
        assert!(says(&archive(&[one])).contains("has not ended"));
        assert!(says(&archive(&[(HEAD, "{", Deflated)])).contains("breaks off"));
        let all = archive(&[head, one]);
        assert!(says(&all[..all.len() / 2]).contains("cannot be unpacked"));
    }
}
