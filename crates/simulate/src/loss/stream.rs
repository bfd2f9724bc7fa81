//! Streams of chance that depend on what is drawn and on nothing else: not on threads, not on the order of risks.
//!
//! A stream is named by words (the risk, what of it) and counted in blocks of [`BLOCK`] years. Each year takes the same number of draws
//! from it whatever happens in that year, so that the same year is met by the same chance before and after a treatment
//! (common random numbers; Glasserman and Yao, Management Science 38, 1992).

use measure::Chance;

/// Years that are drawn in a row; a block is the unit of work of a thread and of a sum.
pub(crate) const BLOCK: usize = 4096;

/// The name of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

impl Key {
    /// The key of words in this order; a word ends where the next begins, so that `ab`, `c` is not `a`, `bc`.
    pub(crate) fn of(words: &[&str]) -> Key {
        // FNV-1a (Fowler, Noll and Vo), which is written down and stays the same in every version.
        let bytes = words.iter().flat_map(|it| it.bytes().chain([0xFF]));
        Key(bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)))
    }

    /// The key of something that belongs to both.
    pub(crate) fn and(self, other: Key) -> Key {
        Key(mixed(self.0).wrapping_add(other.0))
    }

    /// The chance of one block.
    pub(crate) fn block(self, seed: u64, block: usize) -> Chance {
        let name = mixed(self.0);
        Chance::new(mixed(mixed(seed ^ name).wrapping_add(block as u64)), name)
    }
}

/// The chance of one year, from bits that its block gave for it.
#[inline]
pub(crate) fn of_year(bits: u64) -> Chance {
    Chance::new(bits, 0)
}

/// Bits of which each depends on each of `bits` (finaliser of SplitMix64; Steele, Lea and Flood 2014).
fn mixed(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
