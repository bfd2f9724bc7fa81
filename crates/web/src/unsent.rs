//! What somebody sent after their session had ended: it rides through the sign-in and is lost by nobody.
//!
//! It stands in the sign-in page as one hidden text, never in the store before somebody has signed in, and never in a
//! place that another account can reach. Passwords are not taken along. Nothing is done with it but what its owner then
//! asks for: the form is shown again, filled, and sent by hand.

use axum::body::Body;
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::multipart::{Posted, posted};

/// A form that was sent in vain.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Unsent {
    /// Its texts, in their order.
    pub texts: Vec<(String, String)>,
}

impl Unsent {
    /// Reads a form up to a limit; nothing when it is no form, or too large to be carried along.
    pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Option<Unsent> {
        let Posted { texts, .. } = posted(headers, body, limit, limit).await.ok()?;
        let secret = |name: &str| name.contains("password") || name == "kept";
        let texts: Vec<_> = texts.into_iter().filter(|(name, _)| !secret(name)).collect();
        let size: usize = texts.iter().map(|(name, text)| name.len() + text.len()).sum();
        (!texts.is_empty() && size <= limit).then_some(Unsent { texts })
    }

    /// As the text of a hidden input.
    pub fn packed(&self) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(&self.texts);
        URL_SAFE_NO_PAD.encode(pairs.finish())
    }

    /// What [`Unsent::packed`] made.
    pub fn unpacked(text: &str) -> Option<Unsent> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let texts: Vec<_> = url::form_urlencoded::parse(&bytes).into_owned().collect();
        (!texts.is_empty()).then_some(Unsent { texts })
    }

    /// As a form that was just posted, without files.
    pub fn posted(self) -> Posted {
        Posted { texts: self.texts, files: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_out_as_it_went_in() {
        let texts = [("f.title", "a=b&c <\"'> \u{202e} ü"), ("f.event", "two\r\nlines"), ("f.title", "")];
        let unsent = Unsent { texts: texts.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec() };
        assert_eq!(Unsent::unpacked(&unsent.packed()), Some(unsent));
        assert_eq!(Unsent::unpacked("no base64!"), None);
    }

    #[tokio::test]
    async fn takes_no_password_along() {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        let body = Body::from("email=a%40b&password=secret");
        let unsent = Unsent::read(&headers, body, 1000).await.unwrap();
        assert_eq!(unsent.texts, [("email".to_owned(), "a@b".to_owned())]);
        assert_eq!(Unsent::read(&headers, Body::from("a=".to_owned() + &"x".repeat(2000)), 1000).await, None);
    }
}
