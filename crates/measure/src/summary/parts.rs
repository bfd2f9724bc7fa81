//! Rows by which part of all words theirs belongs to: very many words are compared by parts that hang on the word alone, so that nothing that
//! is seen decides which words are counted together.

/// Parts into which all words fall; a power of two, so that fewer follow by taking neighbours together.
pub const PARTS: usize = 1_024;

/// The part of a word, the same on every machine and in every version: FNV-1a of 64 bits (Fowler, Noll, Vo), mixed so that its last bits hang on all.
pub fn part_of(word: &str) -> usize {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = word.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fold);
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

/// The rows of words by part.
pub fn parts<'a>(words: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<u64> {
    let mut parts = vec![0; PARTS];
    words.into_iter().for_each(|(word, count)| parts[part_of(word)] += count);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fall_into_all_parts_alike_and_always_into_the_same() {
        let names: Vec<String> = (0..102_400).map(|it| format!("K{it:06}")).collect();
        let counts = parts(names.iter().map(|it| (it.as_str(), 1)));
        assert_eq!(counts.iter().sum::<u64>(), 102_400);
        // A hundred in each: chi-square of 1,023 degrees lies within five deviations of its mean.
        let spread: f64 = counts.iter().map(|&it| (it as f64 - 100.0).powi(2) / 100.0).sum();
        assert!((spread - 1023.0).abs() < 5.0 * (2.0f64 * 1023.0).sqrt(), "{spread}");
        // By the definition, in Python.
        assert_eq!((part_of(""), part_of("a"), part_of("Zürich")), (533, 522, 722));
    }
}
