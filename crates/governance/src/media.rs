//! What a file is, from its first bytes; a name that claims otherwise is refused.

use crate::Error;

/// How a type of file begins, its media type, and the endings that its name may have.
const MAGIC: &[(&[u8], &str, &[&str])] = &[
    (b"%PDF-", "application/pdf", &["pdf"]),
    (b"\x89PNG\r\n\x1a\n", "image/png", &["png"]),
    (b"\xff\xd8\xff", "image/jpeg", &["jpg", "jpeg"]),
    (b"GIF8", "image/gif", &["gif"]),
    (b"PK\x03\x04", "application/zip", &["zip", "xlsx", "docx", "pptx", "odt", "ods", "odp"]),
    (b"\x1f\x8b", "application/gzip", &["gz", "tgz"]),
    (b"PAR1", "application/vnd.apache.parquet", &["parquet"]),
    (b"ARROW1", "application/vnd.apache.arrow.file", &["arrow", "feather"]),
    (b"\x28\xb5\x2f\xfd", "application/zstd", &["zst"]),
    (b"\x89HDF\r\n\x1a\n", "application/x-hdf5", &["h5", "hdf5"]),
];

/// Media types of what a ZIP archive may be, by the ending of its name.
const ARCHIVES: &[(&str, &str)] = &[
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
];

/// Beginnings of programs, which are no evidence.
const PROGRAMS: &[&[u8]] = &[b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"];

/// The media type of a file, from its content and, within that, from its name.
pub(crate) fn media_type(name: &str, bytes: &[u8]) -> Result<String, Error> {
    let ending = name.rsplit_once('.').map(|it| it.1.to_ascii_lowercase()).unwrap_or_default();
    if PROGRAMS.iter().any(|it| bytes.starts_with(it)) {
        return Err(Error::input(format!("`{name}` is a program; store what it printed, or an archive of its source")));
    }
    let found = MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic));
    let claimed = MAGIC.iter().find(|(_, _, endings)| endings.contains(&ending.as_str()));
    match (found, claimed) {
        (Some((_, media, endings)), _) if endings.contains(&ending.as_str()) => {
            let archive = ARCHIVES.iter().find(|it| it.0 == ending).map(|it| it.1);
            Ok(archive.unwrap_or(media).to_owned())
        }
        (Some((_, media, _)), None) => Ok((*media).to_owned()),
        (_, Some(_)) => {
            Err(Error::input(format!("`{name}` is not what its ending `.{ending}` says; rename it or export it again")))
        }
        (None, None) => Ok(text_type(&ending, bytes).to_owned()),
    }
}

fn text_type(ending: &str, bytes: &[u8]) -> &'static str {
    if std::str::from_utf8(bytes).is_err() || bytes.contains(&0) {
        return "application/octet-stream";
    }
    match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "md" => "text/markdown",
        _ => "text/plain",
    }
}
