//! Objects of a store, by URL: each is copied once, piece by piece, into a nameless file beside the system's other
//! temporary files, so that what is hashed, looked at and measured are the same bytes.

use std::io::Write;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::error::Error;
use crate::place::{Place, is_data, some};

/// The object behind `url`, or the data files below it.
pub(crate) fn fetch(url: &str, settings: &[(String, String)]) -> Result<Vec<Place>, Error> {
    let unreadable = |why: String| Error::Unreadable { place: url.to_owned(), why };
    let mut parsed = url::Url::parse(url).map_err(|it| unreadable(it.to_string()))?;
    // Whoever writes an address without TLS means it.
    let plain = (parsed.scheme() == "http").then(|| ("allow_http".to_owned(), "true".to_owned()));
    let pattern =
        Pattern::of(&parsed).map_err(|it| Error::Setting(format!("`{url}` is not a pattern of names: {it}")))?;
    if let Some(it) = &pattern {
        parsed.set_path(&it.below);
    }
    let (store, path) = object_store::parse_url_opts(&parsed, settings.iter().cloned().chain(plain))
        .map_err(|it| unreadable(format!("{it}; buckets need a program built with the feature `buckets`")))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|it| unreadable(it.to_string()))?;
    let base = parsed.as_str().trim_end_matches('/').strip_suffix(path.as_ref()).unwrap_or(url).to_owned();
    runtime.block_on(async {
        let mut places = Vec::new();
        for object in listed(&*store, &path, url, pattern.as_ref()).await? {
            places.push(copy(&*store, &object, &base).await?);
        }
        some(places, url)
    })
}

/// A pattern of names in an address.
struct Pattern {
    /// The path below which they lie.
    below: String,
    /// The pattern of whole paths.
    names: glob::Pattern,
}

impl Pattern {
    /// The pattern of an address, where its path is one.
    fn of(url: &url::Url) -> Result<Option<Pattern>, glob::PatternError> {
        let path = url.path();
        let Some(first) = path.find(['*', '?', '[']) else { return Ok(None) };
        let below = path[..first].rsplit_once('/').map_or("", |it| it.0).to_owned();
        Ok(Some(Pattern { below, names: glob::Pattern::new(path.trim_start_matches('/'))? }))
    }
}

/// The object itself, or the objects below the path, those of the pattern where there is one, in the order of their names.
async fn listed(
    store: &dyn ObjectStore,
    path: &Path,
    url: &str,
    pattern: Option<&Pattern>,
) -> Result<Vec<ObjectMeta>, Error> {
    if pattern.is_none() {
        match store.head(path).await {
            Ok(object) => return Ok(vec![object]),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(url, &error)),
        }
    }
    let mut below: Vec<ObjectMeta> = store.list(Some(path)).try_collect().await.map_err(|it| failed(url, &it))?;
    let whole = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
    below.retain(|it| match pattern {
        Some(pattern) => pattern.names.matches_with(it.location.as_ref(), whole),
        None => is_data(it.location.as_ref()),
    });
    below.sort_by(|a, b| a.location.cmp(&b.location));
    match below.is_empty() {
        true => Err(Error::Missing(url.to_owned())),
        false => Ok(below),
    }
}

/// Copies one object; a store that knows versions of content refuses one that changed since it was listed.
async fn copy(store: &dyn ObjectStore, object: &ObjectMeta, base: &str) -> Result<Place, Error> {
    let name = format!("{base}{}", object.location);
    let as_listed = GetOptions { if_match: object.e_tag.clone(), ..GetOptions::default() };
    let found = store.get_opts(&object.location, as_listed).await.map_err(|it| failed(&name, &it))?;
    let mut file = tempfile::NamedTempFile::new().map_err(|it| Error::io(&name, &it))?;
    let (mut pieces, mut copied) = (found.into_stream(), 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|it| failed(&name, &it))?;
        copied += piece.len() as u64;
        file.write_all(&piece).map_err(|it| Error::io(&name, &it))?;
    }
    match copied == object.size {
        true => {
            let path = file.into_temp_path();
            Ok(Place { name, path: path.to_path_buf(), fetched: Some(Arc::new(path)) })
        }
        false => Err(Error::Changed(name)),
    }
}

fn failed(place: &str, error: &object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::Missing(place.to_owned()),
        object_store::Error::Precondition { .. } => Error::Changed(place.to_owned()),
        other => Error::Unreadable { place: place.to_owned(), why: other.to_string() },
    }
}
