//! Bytes as lower-case hexadecimal digits, alone and inside serde shapes.

use crate::error::LedgerError;
use crate::merkle::Hash;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Writes bytes as lower-case hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|it| [DIGITS[usize::from(it >> 4)] as char, DIGITS[usize::from(it & 15)] as char]).collect()
}

/// Reads 32 bytes from 64 lower-case hexadecimal digits.
pub fn hash_from_hex(text: &str) -> Result<Hash, LedgerError> {
    let wrong = || LedgerError::Entry(format!("`{}` is not 64 hexadecimal digits", text.escape_default()));
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return Err(wrong());
    }
    let mut hash = [0; 32];
    for (out, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
        *out = digit(pair[0]).zip(digit(pair[1])).map(|(high, low)| high << 4 | low).ok_or_else(wrong)?;
    }
    Ok(hash)
}

/// The value of one hexadecimal digit; capital letters are not canonical and count as none.
pub(crate) fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// `#[serde(with = "hex::hash")]`: one hash.
pub(crate) mod hash {
    use super::{Hash, hash_from_hex, to_hex};
    use serde::de::{Deserializer, Error, Visitor};

    pub fn serialize<S: serde::Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(hash))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Hash;
            fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
                out.write_str("64 hexadecimal digits")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Hash, E> {
                hash_from_hex(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Digits)
    }
}

/// `#[serde(with = "hex::maybe")]`: perhaps a hash.
pub(crate) mod maybe {
    use super::Hash;
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Digits(#[serde(with = "super::hash")] Hash);

    pub fn serialize<S: Serializer>(hash: &Option<Hash>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&hash.map(Digits), serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hash>, D::Error> {
        Ok(Option::<Digits>::deserialize(deserializer)?.map(|it| it.0))
    }
}

/// `#[serde(with = "hex::map")]`: a hash by name.
pub(crate) mod map {
    use super::Hash;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Digits(#[serde(with = "super::hash")] Hash);

    pub fn serialize<S: Serializer>(map: &BTreeMap<String, Hash>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(name, hash)| (name, Digits(*hash))))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Hash>, D::Error> {
        let map = BTreeMap::<String, Digits>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(name, hash)| (name, hash.0)).collect())
    }
}
