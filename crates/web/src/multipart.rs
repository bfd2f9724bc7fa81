//! Forms with files, read up to a limit.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::{HeaderMap, Request};

use crate::body::media_type;
use crate::failure::Failure;

/// A file that came with a form.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// Name of the form's field.
    pub field: String,
    /// Name of the file, without folders.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// A posted form: texts in their order, and files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posted {
    /// Names and texts.
    pub texts: Vec<(String, String)>,
    /// Files that are not empty.
    pub files: Vec<Upload>,
}

impl Posted {
    /// The first text of this name, when it is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(it, text)| it == name && !text.is_empty()).map(|(_, text)| text.as_str())
    }

    /// Every text of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.iter().filter(move |(it, _)| it == name).map(|(_, text)| text.as_str())
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|it| it.field == name)
    }
}

/// Reads a form of either sort: without files, or with them.
pub(crate) async fn posted(
    headers: &HeaderMap,
    body: Body,
    text_limit: usize,
    file_limit: usize,
) -> Result<Posted, Failure> {
    match media_type(headers).as_str() {
        "multipart/form-data" => parts(headers, body, file_limit).await,
        _ => Ok(Posted { texts: crate::body::form(headers, body, text_limit).await?, files: Vec::new() }),
    }
}

/// Reads a form with files, all together no larger than `limit`.
pub(crate) async fn parts(headers: &HeaderMap, body: Body, limit: usize) -> Result<Posted, Failure> {
    let media = media_type(headers);
    if media != "multipart/form-data" {
        return Err(Failure::media("multipart/form-data", &media));
    }
    // Room for the boundaries and the texts beside a file of the full size.
    let bytes = crate::body::bytes(headers, body, limit + (1 << 20)).await?;
    let mut request = Request::new(Body::from(bytes));
    *request.headers_mut() = headers.clone();
    DefaultBodyLimit::disable().apply(&mut request);
    let no_boundary = |_| Failure::input("the form has no boundary; send it as `multipart/form-data; boundary=…`");
    let mut parts = Multipart::from_request(request, &()).await.map_err(no_boundary)?;
    let broken = |_| Failure::input("the form is not complete; send it again");
    let mut posted = Posted::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(bare_name);
        let bytes = part.bytes().await.map_err(broken)?;
        match name {
            Some(_) if bytes.len() > limit => return Err(Failure::too_large(limit)),
            Some(name) if !name.is_empty() => posted.files.push(Upload { field, name, bytes }),
            Some(_) => {}
            None => {
                let text = String::from_utf8(bytes.to_vec());
                let text = text.map_err(|_| Failure::input(format!("`{field}` is not UTF-8 text")))?;
                posted.texts.push((field, text));
            }
        }
    }
    Ok(posted)
}

/// The last part of a path, as some browsers send whole paths.
fn bare_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}
