//! The ledger: its newest checkpoint, its tiles as C2SP tlog-tiles lays them out, and its entries.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// Largest place that a store can hold.
const LAST: u64 = i64::MAX as u64;

/// `GET /api/v1/ledger/checkpoint`
pub(crate) async fn checkpoint(call: Call) -> Reply {
    call.query.only(&[])?;
    Ok(reply::text(call.aims().checkpoint().await?))
}

/// `GET /api/v1/ledger/tile/{*path}`: `0/000`, `1/x001/234.p/17`, `entries/000`.
pub(crate) async fn tile(call: Call, Path(path): Path<String>) -> Reply {
    call.query.only(&[])?;
    let none = || Failure::missing(format!("there is no tile `{path}`; see C2SP tlog-tiles for how tiles are named"));
    let (level, rest) = path.split_once('/').ok_or_else(none)?;
    let (index, width) = index(rest).ok_or_else(none)?;
    if level == "entries" {
        return entry_bundle(&call, index, width).await?.ok_or_else(none);
    }
    let level: u8 = level.parse().ok().filter(|it| *it < 8).ok_or_else(none)?;
    let hashes = call.aims().tile(level, index).await?.ok_or_else(none)?;
    let wanted = usize::from(width.unwrap_or(256));
    match hashes.len() >= wanted {
        true => Ok(octets(hashes.into_iter().take(wanted).flatten().collect())),
        false => Err(none()),
    }
}

/// 256 entries, or fewer at the right edge, each with its length in front.
async fn entry_bundle(call: &Call, index: u64, width: Option<u16>) -> Result<Option<Response>, Failure> {
    let wanted = u32::from(width.unwrap_or(256));
    let entries = call.aims().entries(&call.actor, index.saturating_mul(256).min(LAST), wanted).await?;
    if entries.len() < wanted as usize {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    for entry in &entries {
        let Ok(length) = u16::try_from(entry.bytes.len()) else { return Ok(None) };
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&entry.bytes);
    }
    Ok(Some(octets(bytes)))
}

/// Index and width of a tile from the rest of its path: `x001/x234/067` or `067.p/8`.
fn index(path: &str) -> Option<(u64, Option<u16>)> {
    let (path, width) = match path.split_once(".p/") {
        Some((path, width)) => (path, Some(width.parse::<u16>().ok().filter(|it| (1..256).contains(it))?)),
        None => (path, None),
    };
    let parts: Vec<&str> = path.split('/').collect();
    let mut index = 0_u64;
    for (at, part) in parts.iter().enumerate() {
        let digits = match at + 1 == parts.len() {
            true => *part,
            false => part.strip_prefix('x')?,
        };
        let three = digits.len() == 3 && digits.bytes().all(|it| it.is_ascii_digit());
        let number = digits.parse::<u64>().ok().filter(|_| three)?;
        index = index.checked_mul(1000)?.checked_add(number)?;
    }
    Some((index, width))
}

fn octets(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response
}

/// `GET /api/v1/ledger/entries`
pub(crate) async fn entries(call: Call) -> Reply {
    call.query.only(&["from", "limit"])?;
    let from = call.query.count("from", 0, LAST)?.unwrap_or(0);
    let limit = call.query.count("limit", 1, 1000)?.unwrap_or(100);
    let rows = call.aims().entries(&call.actor, from, u32::try_from(limit).unwrap_or(100)).await?;
    let entry = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    let entries: Vec<Value> = rows.iter().map(|it| json!({ "place": it.place, "entry": entry(&it.bytes) })).collect();
    let size = call.aims().head().await?.size;
    reply::ok(&json!({ "size": size, "entries": entries }))
}

#[cfg(test)]
mod tests {
    use super::index;

    #[test]
    fn reads_the_names_of_tiles() {
        assert_eq!(index("000"), Some((0, None)));
        assert_eq!(index("067.p/8"), Some((67, Some(8))));
        assert_eq!(index("x001/x234/067"), Some((1_234_067, None)));
        for wrong in ["", "0", "0000", "x001", "001/234", "000.p/0", "000.p/256", "a00", "x001/234.p/", "+01"] {
            assert_eq!(index(wrong), None, "{wrong}");
        }
    }
}
