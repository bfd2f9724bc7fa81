//! The forms that strings take in documents: dates, durations, decimals, currencies, addresses, digests.
//!
//! Each form stands here twice, as a test and as the pattern that the JSON Schema publishes; a property test compares them.

use jiff::civil::Date;

/// `2026-01-31`; the schema adds that the day exists.
pub(crate) const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// A decimal with at most fifteen digits before the point and six after it.
pub(crate) const DECIMAL: &str = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$";
/// Three capital letters, as ISO 4217 has them.
pub(crate) const CURRENCY: &str = "^[A-Z]{3}$";
/// An ISO 8601 duration in whole units, at least one of them.
pub(crate) const DURATION: &str = "^P(?=[0-9T])([0-9]{1,4}Y)?([0-9]{1,5}M)?([0-9]{1,5}W)?([0-9]{1,6}D)?\
                                   (T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?$";
/// An absolute web address with a host and without user and password.
pub(crate) const URL: &str = "^[Hh][Tt][Tt][Pp][Ss]?://\
                              ([^\\s\\u0000-\\u0020\\u007f/?#@:\\\\<>\"\\[\\]%.-][^\\s\\u0000-\\u0020\\u007f/?#@:\\\\<>\"\\[\\]%]*\
                              |\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?([/?#][^\\s\\u0000-\\u0020\\u007f<>\"\\\\]*)?$";
/// The digest of a file.
pub(crate) const DIGEST: &str = "^sha256:[0-9a-f]{64}$";
/// A media type without parameters.
pub(crate) const MEDIA: &str = "^[a-z0-9!#$&^_.+-]{1,63}/[a-z0-9!#$&^_.+-]{1,63}$";
/// A file's name without folders.
pub(crate) const FILE_NAME: &str = r"^[^\u0000-\u001f\u007f-\u009f/\\]{1,255}$";

/// The date that `text` writes as `2026-01-31`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let digit_or_dash = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let shaped = text.len() == 10 && text.bytes().enumerate().all(digit_or_dash);
    text.parse().ok().filter(|_| shaped)
}

/// Whether `text` is a decimal such as `12.50`.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole, 15) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(|it| digits(it, 6))
}

/// Whether `text` has the form of an ISO 4217 code.
pub(crate) fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|it| it.is_ascii_uppercase())
}

/// Whether `text` is an ISO 8601 duration in whole units, such as `P30D` or `P1DT12H`.
pub(crate) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let units = parts(days, &[('Y', 4), ('M', 5), ('W', 5), ('D', 6)]);
    let timed = time.map(|it| parts(it, &[('H', 6), ('M', 6), ('S', 6)]));
    match (units, timed) {
        (Some(units), None) => units > 0,
        (Some(_), Some(Some(units))) => units > 0,
        _ => false,
    }
}

/// How many of `units` stand in `text`, in their order, each after its digits; nothing when something else does.
fn parts(text: &str, units: &[(char, usize)]) -> Option<usize> {
    let (mut rest, mut found) = (text, 0);
    for (unit, most) in units {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest.get(digits..)?;
        if let Some(after) = after.strip_prefix(*unit).filter(|_| (1..=*most).contains(&digits)) {
            rest = after;
            found += 1;
        }
    }
    rest.is_empty().then_some(found)
}

/// Whether `text` is an absolute `http` or `https` address with a host.
pub(crate) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = match authority.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((address, port)) => {
            let hexadecimal = address.bytes().all(|it| it.is_ascii_hexdigit() || matches!(it, b':' | b'.'));
            ((2..=45).contains(&address.len()) && hexadecimal, port)
        }
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            let outside = |it: char| it.is_whitespace() || it.is_control() || "/?#@:\\<>\"[]%".contains(it);
            (!host.is_empty() && !host.starts_with(['.', '-']) && !host.contains(outside), port)
        }
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let has_port = port.is_empty() || ((1..=5).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit()));
    let broken = |it: char| it.is_whitespace() || it.is_control() || "<>\"\\".contains(it);
    web && host && (port.is_empty() || port.starts_with(':')) && has_port && !tail.contains(broken)
}

/// Whether `text` is a digest such as `sha256:…` with 64 hexadecimal digits.
pub(crate) fn is_digest(text: &str) -> bool {
    let hexadecimal = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    text.strip_prefix("sha256:").is_some_and(|it| it.len() == 64 && it.bytes().all(hexadecimal))
}

/// Whether `text` is a media type such as `application/pdf`.
pub(crate) fn is_media(text: &str) -> bool {
    let allowed = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b"!#$&^_.+-".contains(&it);
    let part = |it: &str| (1..=63).contains(&it.len()) && it.bytes().all(allowed);
    text.split_once('/').is_some_and(|(a, b)| part(a) && part(b))
}

/// Whether `text` is a file's name without folders.
pub(crate) fn is_file_name(text: &str) -> bool {
    let allowed = |it: char| !it.is_control() && !matches!(it, '/' | '\\');
    (1..=255).contains(&text.chars().count()) && text.chars().all(allowed) && !text.trim().is_empty()
}
