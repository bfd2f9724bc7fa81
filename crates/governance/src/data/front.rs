//! The Pareto front: which of several choices no other beats in everything that is weighed, and which cannot be told apart.
//!
//! Pure over readings in which less is better. One choice beats another when it is no worse in anything and better in something;
//! it surely beats it when at least one of the differences is more than both intervals allow for.

/// One thing that was read of a choice; less is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The number.
    pub value: f64,
    /// Its interval; none where it is exact.
    pub interval: Option<(f64, f64)>,
}

impl Reading {
    /// The same where more is better, so that less is.
    pub fn turned(self) -> Reading {
        Reading { value: -self.value, interval: self.interval.map(|(low, high)| (-high, -low)) }
    }

    /// Whether it is better than another by more than both intervals allow for.
    fn surely_below(&self, other: &Reading) -> bool {
        let (high, low) = (self.interval.map_or(self.value, |it| it.1), other.interval.map_or(other.value, |it| it.0));
        self.value < other.value && high < low
    }
}

/// Where a choice stands; the others are named by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nothing beats it.
    Front {
        /// Choices that read the same in everything.
        ties: Vec<usize>,
        /// Choices that are surely better in something, and worse only by what intervals allow for.
        perhaps: Vec<usize>,
    },
    /// Others beat it, but none of the differences is more than intervals allow for.
    NotDistinguishable {
        /// Those others.
        by: Vec<usize>,
    },
    /// Others surely beat it.
    Beaten {
        /// Those others.
        by: Vec<usize>,
    },
}

/// Where each choice stands; every choice has the same number of readings.
pub fn front(choices: &[Vec<Reading>]) -> Vec<Place> {
    let others = |at: usize| (0..choices.len()).filter(move |it| *it != at);
    let place = |at: usize| {
        let own = &choices[at];
        let beating: Vec<usize> = others(at).filter(|&it| beats(&choices[it], own)).collect();
        let sure: Vec<usize> = beating.iter().copied().filter(|&it| surely(&choices[it], own)).collect();
        match (sure.is_empty(), beating.is_empty()) {
            (false, _) => Place::Beaten { by: sure },
            (true, false) => Place::NotDistinguishable { by: beating },
            (true, true) => Place::Front {
                ties: others(at).filter(|&it| values(&choices[it]).eq(values(own))).collect(),
                perhaps: others(at).filter(|&it| perhaps(&choices[it], own)).collect(),
            },
        }
    };
    (0..choices.len()).map(place).collect()
}

fn values(choice: &[Reading]) -> impl Iterator<Item = f64> + '_ {
    choice.iter().map(|it| it.value)
}

fn pairs<'a>(one: &'a [Reading], other: &'a [Reading]) -> impl Iterator<Item = (&'a Reading, &'a Reading)> {
    one.iter().zip(other)
}

fn beats(one: &[Reading], other: &[Reading]) -> bool {
    pairs(one, other).all(|(a, b)| a.value <= b.value) && pairs(one, other).any(|(a, b)| a.value < b.value)
}

fn surely(one: &[Reading], other: &[Reading]) -> bool {
    pairs(one, other).any(|(a, b)| a.surely_below(b))
}

/// Whether one is surely better in something, and worse than the other only by what intervals allow for.
fn perhaps(one: &[Reading], other: &[Reading]) -> bool {
    let worse = |it: &(&Reading, &Reading)| it.0.value > it.1.value;
    let mut lost = pairs(one, other).filter(worse).peekable();
    lost.peek().is_some() && lost.all(|(a, b)| !b.surely_below(a)) && surely(one, other)
}
