//! Drawing a place from a list of weights by inversion, in constant time: more chance always gives a place further on.
//!
//! The guide tells where to begin to look (Chen and Asau, AIIE Transactions 6, 1974). Inversion is what keeps two laws in step under
//! the same chance; rejection does not.

/// Cumulated weights with their guide.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inverse {
    upper: Vec<f64>,
    guide: Vec<u32>,
}

impl Inverse {
    /// Of weights that are not negative and not all 0; they need not sum to 1.
    pub(crate) fn of(weights: &[f64]) -> Inverse {
        let whole: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let mut upper: Vec<f64> = weights
            .iter()
            .map(|it| {
                sum += it / whole;
                sum
            })
            .collect();
        // Rounding must not leave chance without a place: everything from the last weight on ends at 1.
        let last = weights.iter().rposition(|it| *it > 0.0).unwrap_or(0);
        upper.truncate(last + 1);
        upper[last] = 1.0;
        let cells = upper.len();
        let begin = |cell: usize| upper.partition_point(|it| *it <= cell as f64 / cells as f64) as u32;
        let guide = (0..cells).map(begin).collect();
        Inverse { upper, guide }
    }

    /// The place of `u` in [0, 1).
    #[inline]
    pub(crate) fn at(&self, u: f64) -> usize {
        let mut place = self.guide[(u * self.guide.len() as f64) as usize] as usize;
        // The product may have been rounded up into the next cell.
        while place > 0 && self.upper[place - 1] > u {
            place -= 1;
        }
        while self.upper[place] <= u {
            place += 1;
        }
        place
    }

    /// The place of `u` and how far it lies within that place, in [0, 1).
    #[inline]
    pub(crate) fn within(&self, u: f64) -> (usize, f64) {
        let place = self.at(u);
        let below = if place == 0 { 0.0 } else { self.upper[place - 1] };
        (place, (u - below) / (self.upper[place] - below))
    }
}
