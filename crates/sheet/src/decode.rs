//! From bytes to text: which encoding it is, and what each byte means in it; no byte is ever replaced.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Fault, Place};

/// The text and the name of its encoding.
pub(crate) fn decode(bytes: &[u8], wanted: Option<&str>) -> Result<(String, &'static str), Place> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(Fault::Utf32.into());
    }
    let marked = Encoding::for_bom(bytes);
    let body = marked.and_then(|(_, length)| bytes.get(length..)).unwrap_or(bytes);
    let encoding = match (wanted, marked) {
        (Some(name), _) => Encoding::for_label(name.as_bytes())
            .ok_or_else(|| Place::from(Fault::UnknownEncoding { name: name.to_owned() }))?,
        (None, Some((encoding, _))) => encoding,
        (None, None) => guess(body),
    };
    let text = decode_as(body, encoding)?;
    Ok((text, encoding.name()))
}

/// The encoding of a file that does not say it.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = guess_utf16(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() || is_broken_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // Where both read the same characters, the commoner name is the right one.
    match (decode_as(bytes, guessed), decode_as(bytes, WINDOWS_1252)) {
        (Ok(one), Ok(other)) if one == other => WINDOWS_1252,
        _ => guessed,
    }
}

/// Every second byte of western text in UTF-16 is zero.
fn guess_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|it| **it == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs >= 2 {
        true if second * 2 > pairs && first == 0 => Some(UTF_16LE),
        true if first * 2 > pairs && second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes are UTF-8 with a few mistakes: text in another encoding hardly ever forms a valid sequence.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|it| *it >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 4 * invalid
}

/// Decodes, or says which byte cannot be.
fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Place> {
    let undecodable = |byte: u8| Fault::Undecodable { byte, encoding: encoding.name().to_owned() };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()).saturating_add(4));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(bad, extra), read) => {
            let at = read.saturating_sub(usize::from(bad) + usize::from(extra));
            return Err(Place::after(&text, undecodable(bytes.get(at).copied().unwrap_or_default())));
        }
        (DecoderResult::OutputFull, _) => return Err(Fault::TooLarge { limit: bytes.len() as u64 }.into()),
        (DecoderResult::InputEmpty, _) => {}
    }
    // The web's tables read the bytes that an 8-bit encoding leaves undefined as control characters.
    if encoding.is_single_byte()
        && let Some((at, found)) = text.char_indices().find(|(_, it)| ('\u{80}'..='\u{9F}').contains(it))
    {
        return Err(Place::after(&text[..at], undecodable(found as u32 as u8)));
    }
    Ok(text)
}
