//! A request by somebody who is signed in, with what handlers ask of it again and again.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use governance::{Actor, Aims, Configuration};
use record::{Id, Kind, Transition};

use crate::App;
use crate::admit::Admitted;
use crate::failure::Failure;
use crate::language::Language;
use crate::query::Query;
use crate::reader::Reader;

/// A request by somebody who is signed in.
pub(crate) struct Call {
    pub app: App,
    pub actor: Actor,
    pub configuration: Arc<Configuration>,
    pub headers: HeaderMap,
    pub query: Query,
    /// The path that was asked for.
    pub path: String,
    /// How the page is to look and to speak.
    pub reader: Reader,
    /// Whether whoever asks reads what is internal.
    pub insider: bool,
    bearer: bool,
}

impl FromRequestParts<App> for Call {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Call, Failure> {
        let admitted = parts.extensions.get::<Admitted>().cloned().ok_or_else(Failure::anonymous)?;
        Ok(Call {
            configuration: app.aims.configuration(),
            app: app.clone(),
            actor: admitted.actor,
            headers: parts.headers.clone(),
            query: Query::read(parts.uri.query()),
            path: parts.uri.path().to_owned(),
            reader: Reader::of(&parts.headers),
            insider: admitted.insider,
            bearer: admitted.bearer,
        })
    }
}

impl Call {
    /// The management system.
    pub fn aims(&self) -> &Aims {
        &self.app.aims
    }

    /// The moment as of which the page is shown, as links carry it on: `?as_of=2026-03-01`; nothing for now.
    pub fn keep(&self) -> String {
        let encoded = |it: &str| url::form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
        self.query.get("as_of").map(|it| format!("?as_of={}", encoded(it))).unwrap_or_default()
    }

    /// The language in which the page speaks.
    pub fn language(&self) -> Language {
        self.reader.language
    }

    /// The text of a key, such as `list.new`.
    pub fn say(&self, key: &'static str) -> &'static str {
        self.language().say(key)
    }

    /// The text of a key with its placeholders filled in.
    pub fn tell(&self, key: &'static str, with: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.language().tell(key, with)
    }

    /// The plural form of a text for a number.
    pub fn count(&self, key: &'static str, count: u64) -> String {
        self.language().count(key, count)
    }

    /// The plural form of a text for a number, with its other placeholders filled in.
    pub fn count_with(&self, key: &'static str, count: u64, with: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.language().count_with(key, count, with)
    }

    /// The kind of this name.
    pub fn kind(&self, name: &str) -> Result<&Kind, Failure> {
        Ok(self.configuration.kind(name)?)
    }

    /// The transition of this name, or which names there are.
    pub fn transition<'a>(&self, kind: &'a Kind, name: &str) -> Result<&'a Transition, Failure> {
        kind.transition(name).ok_or_else(|| {
            let names: Vec<_> = kind.lifecycle.transitions.iter().map(|it| it.name.as_str()).collect();
            Failure::missing(format!("{} has no transition `{name}`; it has {}", kind.kind, names.join(", ")))
        })
    }

    /// The number of a record of `kind`.
    pub fn id(&self, kind: &Kind, text: &str) -> Result<Id, Failure> {
        let id: Id = text.parse().map_err(Failure::missing)?;
        match id.prefix == kind.prefix {
            true => Ok(id),
            false => Err(Failure::missing(format!(
                "`{id}` is not a number of `{}`; these begin with {}",
                kind.kind, kind.prefix
            ))),
        }
    }

    /// The key under which a repetition of this request is recognised; programs must send one.
    pub fn key(&self) -> Result<Option<String>, Failure> {
        let Some(value) = self.headers.get("idempotency-key") else {
            return match self.bearer {
                true => Err(Failure::input(
                    "send an `Idempotency-Key` that is new for each change and the same for each repetition of it",
                )),
                false => Ok(None),
            };
        };
        let key = value.to_str().unwrap_or_default().trim();
        match (1..=200).contains(&key.len()) && key.bytes().all(|it| it.is_ascii_graphic()) {
            true => Ok(Some(key.to_owned())),
            false => Err(Failure::input("an `Idempotency-Key` has 1 to 200 letters, digits and signs, without spaces")),
        }
    }

    /// The version that the client saw, from `If-Match`; `None` when it says that any will do.
    pub fn base(&self) -> Result<Option<i64>, Failure> {
        let Some(value) = self.headers.get(header::IF_MATCH) else {
            let detail = "send `If-Match` with the `ETag` that you read, so that nobody's change is lost";
            return Err(Failure::new(StatusCode::PRECONDITION_REQUIRED, "version-required", detail));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(None);
        }
        let quoted = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let version = quoted.and_then(|it| it.parse::<i64>().ok()).filter(|it| *it > 0);
        version.map(Some).ok_or_else(|| {
            Failure::input(format!("`If-Match: {text}` is not an `ETag` of a record; it looks like `\"3\"`"))
        })
    }
}

/// A number of any kind of record, from an address.
pub(crate) fn number(id: &str) -> Result<Id, Failure> {
    id.parse().map_err(Failure::missing)
}
