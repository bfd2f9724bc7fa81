//! `field=value` on the command line: from words to a document, by the types of the kind's fields.

use std::io::Read;
use std::path::Path;

use governance::{Actor, Aims};
use record::{Catalog, Document, Field, FieldType, Kind};
use serde_json::Value;

use crate::exit::Failure;

/// Largest document that is read from standard input.
const STDIN_LIMIT: u64 = 2 * 1024 * 1024;

/// The document that `words` describe: `field=value`, `field=` to clear, `field=@file`, or one `-` for JSON on standard input.
pub async fn document(aims: &Aims, actor: &Actor, kind: &Kind, words: &[String]) -> Result<Document, Failure> {
    if words.len() == 1 && words[0] == "-" {
        return from_stdin();
    }
    let mut document = Document::new();
    for word in words {
        let (name, text) = split(word)?;
        let field = field(kind, name)?;
        let value = value(aims, actor, field, text).await?;
        if document.insert(name.to_owned(), value).is_some() {
            return Err(Failure::input(format!("`{name}` is given twice; give it once")));
        }
    }
    Ok(document)
}

fn split(word: &str) -> Result<(&str, &str), Failure> {
    word.split_once('=')
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| Failure::input(format!("`{word}` is no assignment; write `field=value`, or `-` to read JSON")))
}

fn field<'a>(kind: &'a Kind, name: &str) -> Result<&'a Field, Failure> {
    kind.field(name).ok_or_else(|| {
        let near = kind.fields.iter().min_by_key(|it| strsim::osa_distance(&it.name, name)).map(|it| it.name.as_str());
        let problem = format!(
            "is no field of `{}`; did you mean `{}`? `aims kinds {}` lists them",
            kind.kind,
            near.unwrap_or_default(),
            kind.kind
        );
        Failure::System(governance::Error::problem(name, problem))
    })
}

async fn value(aims: &Aims, actor: &Actor, field: &Field, text: &str) -> Result<Value, Failure> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match (&field.ty, text.strip_prefix('@')) {
        (FieldType::File, Some(path)) => store_file(aims, actor, Path::new(path)).await,
        (FieldType::File, None) => {
            let sentence = format!("holds a file; write `{}=@path/to/file`", field.name);
            Err(Failure::System(governance::Error::problem(&field.name, sentence)))
        }
        (FieldType::Prose, Some(path)) => Ok(Value::String(read_text(Path::new(path))?)),
        _ => parse(&aims.configuration().catalog, field, text),
    }
}

fn parse(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, Failure> {
    record::parse_text(catalog, field, text)
        .map_err(|sentence| Failure::System(governance::Error::problem(&field.name, sentence)))
}

/// Stores a file of this machine and gives what a `file` field holds for it.
pub async fn store_file(aims: &Aims, actor: &Actor, path: &Path) -> Result<Value, Failure> {
    let bytes = read_file(path)?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let stored = aims.put_file(actor, &name, bytes).await?;
    serde_json::to_value(stored)
        .map_err(|cause| Failure::failed(format!("the stored file cannot be described ({cause})")))
}

/// The bytes of a file that somebody named.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.is_dir() {
        return Err(Failure::input(format!("`{}` is a folder; name a file", path.display())));
    }
    std::fs::read(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Failure::missing(format!("there is no file `{}`", path.display())),
        _ => Failure::input(format!("`{}` cannot be read ({cause})", path.display())),
    })
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(read_file(path)?);
    text.map_err(|_| Failure::input(format!("`{}` is not text in UTF-8; save it as UTF-8 and repeat", path.display())))
}

fn from_stdin() -> Result<Document, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(STDIN_LIMIT + 1).read_to_string(&mut text);
    read.map_err(|cause| Failure::input(format!("standard input cannot be read as UTF-8 text ({cause})")))?;
    if text.len() as u64 > STDIN_LIMIT {
        return Err(Failure::input("standard input holds more than 2 MiB; a record is at most 1 MiB"));
    }
    match serde_json::from_str(&text) {
        Ok(Value::Object(document)) => Ok(document),
        Ok(_) => Err(Failure::input("standard input holds no JSON object; write `{\"field\": \"value\"}`")),
        Err(cause) => Err(Failure::input(format!(
            "standard input is not valid JSON at line {}, column {}",
            cause.line(),
            cause.column()
        ))),
    }
}
