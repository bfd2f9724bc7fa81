//! t-closeness: how far is the spread of a sensitive attribute in a class from that in the whole file?

use super::classes::{Classes, shares};
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

const SOURCE: &str = "Li, Li and Venkatasubramanian (2007)";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "t_closeness",
        "t-closeness of words",
        "The largest total variation between the sensitive words of a class and those of the file.",
        "max over classes of 1/2 sum_w |q_w - p_w|",
        "0: every class looks like the file; near 1: a class tells the word",
        SOURCE,
    ),
    entry(
        "ordered_t_closeness",
        "t-closeness of ordered values",
        "The largest work of moving the sensitive values of a class to those of the file, over the distance of ranks.",
        "max over classes of 1/(m-1) sum_i |sum_(j<=i) (q_j - p_j)|",
        "0: every class looks like the file; 1: a class holds one end and the file the other",
        SOURCE,
    ),
];

/// Total variation, for words without an order.
pub fn categorical(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    let spread = classes.spread(sensitive)?;
    // What a class has too much of weighs as much as what it lacks, so the words that it holds are enough.
    let excess = |class: &[(u32, u64)]| shares(class).map(|(word, q)| (q - spread.share(word)).max(0.0)).sum();
    Estimate::plain(spread.largest(excess), classes.rows())
}

/// Ordered distance; the words must stand in rising order, as numbers turned into words do, and no row may be without one.
pub fn ordered(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    if sensitive.codes.contains(&sensitive.missing()) {
        return Err(Undefined::because("a row has no sensitive value, and nothing has no place in an order"));
    }
    let spread = classes.spread(sensitive)?;
    let ranks = Ranks::new(&spread.file);
    Estimate::plain(spread.largest(|class| ranks.distance(class)), classes.rows())
}

/// The distribution function of the file over the words that it holds.
struct Ranks {
    /// The rank of each word; ranks of words that the file does not hold are never asked for.
    rank: Vec<usize>,
    /// The distribution function at each rank.
    below: Vec<f64>,
    /// Sums of the distribution function over the ranks before each.
    sums: Vec<f64>,
}

impl Ranks {
    fn new(file: &[u64]) -> Ranks {
        let n = file.iter().sum::<u64>() as f64;
        let (mut rank, mut below, mut sums, mut running) = (Vec::new(), Vec::new(), vec![0.0], 0);
        for count in file {
            rank.push(below.len());
            if *count > 0 {
                running += count;
                below.push(running as f64 / n);
                sums.push(sums[sums.len() - 1] + running as f64 / n);
            }
        }
        Ranks { rank, below, sums }
    }

    /// The mean distance of the distribution functions of a class and of the file over all ranks but the last.
    fn distance(&self, class: &[(u32, u64)]) -> f64 {
        let (mut sum, mut level, mut from) = (0.0, 0.0, 0);
        for (word, share) in shares(class) {
            let to = self.rank[word as usize];
            sum += self.between(level, from, to);
            (level, from) = (level + share, to);
        }
        sum += self.between(level, from, self.below.len());
        sum / (self.below.len().max(2) - 1) as f64
    }

    /// The sum over the ranks `from..to` of the distance of the file's function from `level`.
    fn between(&self, level: f64, from: usize, to: usize) -> f64 {
        let split = from + self.below[from..to].partition_point(|it| *it < level);
        let (under, over) = ((split - from) as f64, (to - split) as f64);
        (under * level - (self.sums[split] - self.sums[from])) + (self.sums[to] - self.sums[split] - over * level)
    }
}
