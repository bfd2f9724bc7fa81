//! What went wrong with a request, before it is known whether a program or a person reads it.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use governance::Error;
use policy::Refusal;
use record::Problem;
use serde_json::{Map, Value, json};

use crate::language::Language;

/// Why a request was not done; becomes a problem document or a page in [`crate::frame`].
#[derive(Debug, Clone)]
pub(crate) struct Failure(Box<Told>);

/// What is told of a failure.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Status of the response.
    pub status: StatusCode,
    /// Last part of the problem's type.
    pub slug: &'static str,
    /// One sentence.
    pub detail: String,
    /// Problems with single fields.
    pub problems: Vec<Problem>,
    /// What policies said.
    pub refusals: Vec<Refusal>,
    /// Further members of the problem document.
    pub more: Map<String, Value>,
    /// Further headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What really went wrong, for the log alone.
    pub cause: Option<String>,
}

impl Failure {
    /// A failure with one sentence.
    pub fn new(status: StatusCode, slug: &'static str, detail: impl Into<String>) -> Failure {
        Failure(Box::new(Told {
            status,
            slug,
            detail: detail.into(),
            problems: Vec::new(),
            refusals: Vec::new(),
            more: Map::new(),
            headers: Vec::new(),
            cause: None,
        }))
    }

    /// What came in cannot be read.
    pub fn input(detail: impl Into<String>) -> Failure {
        Failure::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// Nothing is there, or nothing that this person may see.
    pub fn missing(detail: impl Into<String>) -> Failure {
        Failure::new(StatusCode::NOT_FOUND, "missing", detail)
    }

    /// The body is larger than the limit.
    pub fn too_large(limit: usize) -> Failure {
        let size = match limit >> 20 {
            0 => format!("{limit} bytes"),
            mebibytes => format!("{mebibytes} MiB"),
        };
        Failure::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("the body is larger than {size}; send less at once"),
        )
    }

    /// The body is of another sort than this route reads.
    pub fn media(wanted: &str, given: &str) -> Failure {
        let detail = match given.is_empty() {
            true => format!("the request has no content type; send `{wanted}`"),
            false => format!("`{given}` cannot be read here; send `{wanted}`"),
        };
        Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", detail)
    }

    /// Nobody is signed in.
    pub fn anonymous() -> Failure {
        let detail = "sign in, or send an API token as `Authorization: Bearer …`";
        let challenge = (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"aims\""));
        Failure::new(StatusCode::UNAUTHORIZED, "not-signed-in", detail).header(challenge)
    }

    /// Somebody without any role that reads what is internal asks for what is computed from records of many.
    pub fn outsider() -> Failure {
        let detail = "this is computed from internal records, and no role of yours reads what is internal; ask an administrator for one";
        Failure::new(StatusCode::FORBIDDEN, "refused", detail)
    }

    /// One problem with one field.
    pub fn problem(field: &str, message: impl Into<String>) -> Failure {
        Error::problem(field, message).into()
    }

    /// The same, told of one field of a form.
    pub fn at(mut self, field: &str) -> Failure {
        self.0.problems.push(Problem { field: field.to_owned(), message: self.0.detail.clone() });
        self
    }

    /// The same with one more header.
    fn header(mut self, header: (HeaderName, HeaderValue)) -> Failure {
        self.0.headers.push(header);
        self
    }

    /// The same with one more member in the problem document.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Failure {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    /// The problem document, RFC 9457.
    pub fn document(&self, request: &str) -> Value {
        let mut document = json!({
            "type": format!("urn:aims:problem:{}", self.slug),
            "title": self.title(),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "request": request,
        });
        if let Some(members) = document.as_object_mut() {
            if !self.problems.is_empty() {
                members.insert("problems".to_owned(), self.problems.iter().map(pointed).collect());
            }
            if !self.refusals.is_empty() {
                members.insert("refusals".to_owned(), self.refusals.iter().map(refused).collect());
            }
            members.extend(self.more.clone());
        }
        document
    }

    /// The sort of failure in a few words of the reader's language.
    pub fn said(&self, language: Language) -> &'static str {
        language.say(match self.slug {
            "stale" => "failure.stale",
            "refused" => "failure.refused",
            "invalid" => "failure.invalid",
            "missing" => "failure.missing",
            "not-signed-in" => "failure.anonymous",
            "too-large" => "failure.large",
            "too-slow" => "failure.slow",
            "failed" => "failure.failed",
            "busy" => "failure.busy",
            "malformed" => "failure.malformed",
            _ => "failure.other",
        })
    }

    /// The sort of failure in a few words, for programs.
    pub fn title(&self) -> &'static str {
        match self.slug {
            "stale" => "Changed meanwhile",
            "refused" => "Not permitted",
            "invalid" => "Does not fit its kind",
            "missing" => "Not found",
            "not-signed-in" => "Not signed in",
            "too-large" => "Too large",
            "too-slow" => "Took too long",
            "failed" => "Something failed",
            "busy" => "Busy",
            "malformed" => "Cannot be read",
            _ => self.status.canonical_reason().unwrap_or("Not done"),
        }
    }
}

/// A problem with a JSON pointer to the field that it is about.
fn pointed(problem: &Problem) -> Value {
    let pointer = match problem.field.is_empty() {
        true => "/document".to_owned(),
        false => format!("/document/{}", problem.field.replace('~', "~0").replace('/', "~1")),
    };
    json!({ "pointer": pointer, "field": problem.field, "detail": problem.message })
}

fn refused(refusal: &Refusal) -> Value {
    json!({ "policy": refusal.policy, "detail": refusal.message, "clause": refusal.clause })
}

impl std::ops::Deref for Failure {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.0
    }
}

impl From<assess::Error> for Failure {
    fn from(error: assess::Error) -> Failure {
        match error {
            // The form was read well; it is the question or the data that cannot be answered.
            assess::Error::Input(sentence) => Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "not-measured", sentence),
            assess::Error::Missing(sentence) => Failure::missing(sentence),
            assess::Error::Failed(sentence) => failed(&sentence),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let detail = error.to_string();
        match error {
            Error::Refused(refusals) => {
                let mut failure = Failure::new(StatusCode::FORBIDDEN, "refused", detail);
                failure.0.refusals = refusals;
                failure
            }
            Error::Problems(problems) => {
                let mut failure = Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail);
                failure.0.problems = problems;
                failure
            }
            Error::Stale { id, base, now } => Failure::new(StatusCode::CONFLICT, "stale", detail)
                .with("record", id)
                .with("base_version", base)
                .with("current_version", now),
            Error::Missing(_) => Failure::missing(detail),
            Error::Input(_) => Failure::input(detail),
            Error::TooLarge(_) => Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail),
            Error::Unknown(_) => Failure::new(StatusCode::UNAUTHORIZED, "not-signed-in", detail),
            Error::Later(_) => {
                let wait = (header::RETRY_AFTER, HeaderValue::from_static("60"));
                Failure::new(StatusCode::TOO_MANY_REQUESTS, "too-many", detail).header(wait)
            }
            Error::Store(_) if error.is_busy() => busy(&detail),
            Error::Configuration(_) | Error::Rollback(_) | Error::Store(_) | Error::Outside(_) => failed(&detail),
        }
    }
}

/// A failure that is nobody's fault who asked: the log has the cause, the answer only where to find it.
pub(crate) fn failed(cause: &str) -> Failure {
    let detail = "the server could not do this; nothing was changed by it, try again or give the incident number to the operator";
    let mut failure = Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", detail);
    failure.0.cause = Some(cause.to_owned());
    failure
}

/// The store has more to do than it can take; nothing is wrong with what was asked.
fn busy(cause: &str) -> Failure {
    let wait = (header::RETRY_AFTER, HeaderValue::from_static("2"));
    let detail = "the store is busy and nothing was changed; wait a moment and send the same again";
    let mut failure = Failure::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).header(wait);
    failure.0.cause = Some(cause.to_owned());
    failure
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.headers_mut().extend(self.headers.iter().cloned());
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::StoreError;

    #[test]
    fn a_busy_store_asks_for_patience_and_a_failing_one_does_not() {
        for error in [StoreError::Busy, StoreError::Locked] {
            let failure = Failure::from(Error::Store(error));
            assert_eq!((failure.status.as_u16(), failure.slug), (503, "busy"));
            assert!(failure.headers.iter().any(|it| it.0 == header::RETRY_AFTER));
        }
        for error in [StoreError::Full, StoreError::Stopped, StoreError::Lost, StoreError::Damaged("x".to_owned())] {
            let failure = Failure::from(Error::Store(error.clone()));
            assert_eq!((failure.status.as_u16(), failure.slug), (500, "failed"), "{error}");
            assert_eq!(failure.cause, Some(error.to_string()), "the log has the cause");
            assert!(!failure.document("1").to_string().contains(&error.to_string()), "the answer does not");
        }
    }
}
