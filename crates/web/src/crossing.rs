//! Refuses changes that another site asks a browser to make.

use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::failure::Failure;

/// Why a request is refused, when it changes something, rides on a cookie and comes from another site.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; programs that send neither are
/// no browsers and carry no cookie that a site could abuse. A request with a token of its own rides on no cookie.
pub(crate) fn refused(method: &Method, headers: &HeaderMap) -> Option<Failure> {
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || headers.contains_key(header::AUTHORIZATION) || is_same_site(headers) {
        return None;
    }
    let detail = "another site asked for this change; open the page here and repeat it";
    Some(Failure::new(StatusCode::FORBIDDEN, "other-site", detail))
}

fn is_same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, it)| it.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(method: Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        refused(&method, &headers).is_some()
    }

    #[test]
    fn other_sites_change_nothing() {
        assert!(is_refused(Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(is_refused(Method::POST, &[("sec-fetch-site", "same-site")]));
        assert!(is_refused(Method::DELETE, &[("origin", "https://other.example"), ("host", "aims.example")]));
        assert!(is_refused(Method::POST, &[("origin", "null"), ("host", "aims.example")]));
        assert!(is_refused(Method::POST, &[("origin", "https://aims.example:8443"), ("host", "aims.example")]));
    }

    #[test]
    fn own_pages_programs_and_reads_pass() {
        assert!(!is_refused(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(!is_refused(Method::POST, &[("sec-fetch-site", "none")]));
        assert!(!is_refused(Method::POST, &[("origin", "http://127.0.0.1:7777"), ("host", "127.0.0.1:7777")]));
        assert!(!is_refused(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(!is_refused(Method::POST, &[]));
        assert!(!is_refused(Method::POST, &[("sec-fetch-site", "cross-site"), ("authorization", "Bearer x")]));
    }
}
