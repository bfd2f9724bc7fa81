//! The code by which a reporter comes back: 128 random bits, told once, of which only a salted slow hash is kept.
//!
//! The hash finds the concern by itself, so its salt is one for all codes: with 128 bits no two codes are alike and none can be guessed,
//! and the salt and the slowness are there so that a list of hashes of other programs is worth nothing. Codes leave out letters that are
//! mistaken for others.

use std::collections::HashMap;
use std::sync::Mutex;

use argon2::{Algorithm, Argon2, Params, Version};
use jiff::Timestamp;

use crate::Error;

/// Bytes of a code.
const BYTES: usize = 16;
/// Letters of a code (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters between two dashes, for reading and copying.
const GROUP: usize = 5;
/// What tells these hashes from those of any other program.
const SALT: &[u8] = b"aims: code of a concern";
/// Seconds within which attempts are counted.
const WINDOW: i64 = 3_600;

/// A code from random bytes, as a reporter reads it.
pub(crate) fn written(bytes: [u8; BYTES]) -> String {
    let mut number = u128::from_be_bytes(bytes);
    let mut letters = Vec::with_capacity(26);
    for _ in 0..26 {
        letters.push(LETTERS[(number & 31) as usize] as char);
        number >>= 5;
    }
    letters.chunks(GROUP).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The hash of a code as it was typed: without regard to case, dashes and spaces.
///
/// Errors: hashing failed for want of memory.
pub(crate) fn hash(code: &str) -> Result<String, Error> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()).collect();
    let plain = plain.replace('O', "0").replace(['I', 'L'], "1");
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or_default());
    let mut out = [0_u8; 32];
    argon.hash_password_into(plain.as_bytes(), SALT, &mut out).map_err(|it| Error::outside("hashing a code", it))?;
    Ok(ledger::to_hex(&out))
}

/// How often something was done within the last hour, by nobody in particular: who comes by the channel is not told apart.
#[derive(Default)]
pub(crate) struct Pace(Mutex<HashMap<&'static str, (i64, u32)>>);

impl Pace {
    /// Counts one, or refuses past the most.
    pub fn take(&self, what: &'static str, most: u32, now: Timestamp) -> Result<(), Error> {
        let mut seen = self.0.lock().unwrap_or_else(|it| it.into_inner());
        let entry = seen.entry(what).or_insert((now.as_second(), 0));
        if now.as_second() - entry.0 >= WINDOW {
            *entry = (now.as_second(), 0);
        }
        if entry.1 >= most {
            return Err(Error::Later("the channel has taken as much as it can; try again in an hour".to_owned()));
        }
        entry.1 += 1;
        Ok(())
    }

    /// Refuses where as many were counted, and counts none.
    pub fn check(&self, what: &'static str, most: u32, now: Timestamp) -> Result<(), Error> {
        let seen = self.0.lock().unwrap_or_else(|it| it.into_inner());
        match seen.get(what) {
            Some((since, count)) if *count >= most && now.as_second() - since < WINDOW => {
                Err(Error::Later("too many codes were wrong; try again in an hour".to_owned()))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_all_bits_and_is_found_however_it_is_typed() {
        let code = written([0xff; 16]);
        assert_eq!(code.replace('-', "").len(), 26);
        assert_ne!(written([1; 16]), written([2; 16]));
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(hash(&code).unwrap(), hash(&typed).unwrap());
        assert_ne!(hash(&code).unwrap(), hash(&written([0xfe; 16])).unwrap());
    }

    #[test]
    fn the_channel_takes_only_so_much_and_more_after_an_hour() {
        let (pace, now) = (Pace::default(), Timestamp::from_second(1_000_000).unwrap());
        assert!(pace.take("a", 1, now).is_ok() && pace.take("a", 1, now).is_err() && pace.take("b", 1, now).is_ok());
        let later = Timestamp::from_second(1_000_000 + WINDOW).unwrap();
        assert!(pace.check("a", 1, now).is_err() && pace.check("a", 1, later).is_ok());
        assert!(pace.take("a", 1, later).is_ok());
    }
}
