//! Bytes of a text file to UTF-8, piece by piece: which encoding it is, found by looking at all of it, and a reader that
//! refuses the first byte that means nothing in it instead of replacing it.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::Error;

const PIECE: usize = 1 << 16;

/// The encoding of everything that `bytes` yields.
pub(crate) fn encoding(mut bytes: impl Read, wanted: Option<&str>, place: &str) -> Result<&'static Encoding, Error> {
    if let Some(label) = wanted {
        let unknown = || Error::Setting(format!("`{label}` is not an encoding; name one such as `windows-1252`"));
        return Encoding::for_label(label.as_bytes()).ok_or_else(unknown);
    }
    let mut utf8 = UTF_8.new_decoder_without_bom_handling();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut room, mut text, mut is_utf8, mut first, mut single) = (vec![0; PIECE], String::new(), true, true, true);
    loop {
        let read = bytes.read(&mut room).map_err(|it| Error::io(place, &it))?;
        let piece = &room[..read];
        if first && let Some(found) = marked(piece).or_else(|| wide(piece)) {
            return Ok(found);
        }
        first = false;
        text.clear();
        text.reserve(utf8.max_utf8_buffer_length_without_replacement(read).unwrap_or(4 * PIECE));
        if is_utf8 {
            let (result, _) = utf8.decode_to_string_without_replacement(piece, &mut text, read == 0);
            is_utf8 = matches!(result, DecoderResult::InputEmpty);
        }
        single &= !piece.iter().any(|it| (0x80..=0x9F).contains(it));
        detector.feed(piece, read == 0);
        if read == 0 {
            let guessed = || detector.guess(None, Utf8Detection::Deny);
            return Ok(match is_utf8 {
                true => UTF_8,
                false if single && guessed().name().starts_with("ISO-8859-1") => WINDOWS_1252,
                false => guessed(),
            });
        }
    }
}

fn marked(piece: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(piece).map(|(found, _)| found)
}

/// Every second byte of western text in UTF-16 is zero.
fn wide(piece: &[u8]) -> Option<&'static Encoding> {
    let head = piece.get(..piece.len().min(4096) & !1)?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|it| **it == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs >= 2 {
        true if second * 2 > pairs && first == 0 => Some(UTF_16LE),
        true if first * 2 > pairs && second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Reads UTF-8 out of bytes in an encoding, without its mark.
pub(crate) struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    piece: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    taken: u64,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// A reader of `bytes`.
    pub fn new(bytes: R, encoding: &'static Encoding) -> Decoded<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (piece, text) = (vec![0; PIECE], Vec::new());
        Decoded { bytes, decoder, encoding, piece, text, given: 0, taken: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = self.bytes.read(&mut self.piece)?;
        self.ended = read == 0;
        let room = self.decoder.max_utf8_buffer_length_without_replacement(read).unwrap_or(4 * PIECE) + 4;
        self.text.resize(room, 0);
        let (result, used, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.piece[..read], &mut self.text, self.ended);
        self.text.truncate(written);
        self.given = 0;
        if let DecoderResult::Malformed(bad, after) = result {
            let at = (self.taken + used as u64).saturating_sub(u64::from(bad) + u64::from(after));
            return Err(io::Error::other(Undecodable { at, encoding: self.encoding.name() }));
        }
        self.taken += read as u64;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.refill()?;
        }
        let given = room.len().min(self.text.len() - self.given);
        room[..given].copy_from_slice(&self.text[self.given..self.given + given]);
        self.given += given;
        Ok(given)
    }
}

/// A byte without meaning, carried through the reader that asked for it.
#[derive(Debug, thiserror::Error)]
#[error("byte {at} is not {encoding}")]
pub(crate) struct Undecodable {
    at: u64,
    encoding: &'static str,
}

/// The error behind a failed read of decoded text.
pub(crate) fn failed(place: &str, error: &io::Error) -> Error {
    match error.get_ref().and_then(|it| it.downcast_ref::<Undecodable>()) {
        Some(it) => Error::Undecodable { place: place.to_owned(), at: it.at, encoding: it.encoding.to_owned() },
        None => Error::io(place, error),
    }
}
