//! Change points: where the mean of a series moved, by an exact search over all segmentations with pruning.
//!
//! Source: Killick, Fearnhead and Eckley, JASA 107 (2012) (PELT).

/// The first places of new segments in `values`, rising; each costs `penalty` and must save more than that in squared error.
///
/// A usual penalty is 2 sigma^2 ln n, with the sigma of the noise.
pub fn change_points(values: &[f64], penalty: f64) -> Vec<usize> {
    let n = values.len();
    let sums = Sums::new(values);
    let mut best = vec![-penalty; n + 1];
    let mut last = vec![0; n + 1];
    let mut starts: Vec<usize> = vec![0];
    for end in 1..=n {
        let cost = |start: usize| best[start] + sums.cost(start, end);
        let (start, least) = starts
            .iter()
            .map(|&it| (it, cost(it)))
            .fold((0, f64::INFINITY), |least, it| if it.1 < least.1 { it } else { least });
        // A start that is beaten by more than the penalty now can never win later.
        let kept = starts.iter().copied().filter(|&it| cost(it) <= least + penalty).chain([end]).collect();
        (best[end], last[end]) = (least + penalty, start);
        starts = kept;
    }
    let mut points = Vec::new();
    let mut end = n;
    while end > 0 && last[end] > 0 {
        end = last[end];
        points.push(end);
    }
    points.reverse();
    points
}

/// Running sums, around the mean for the sake of precision.
struct Sums {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn new(values: &[f64]) -> Sums {
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let running = |power: i32| {
            let add = move |sum: &mut f64, it: &f64| {
                *sum += (it - mean).powi(power);
                Some(*sum)
            };
            std::iter::once(0.0).chain(values.iter().scan(0.0, add)).collect()
        };
        Sums { first: running(1), second: running(2) }
    }

    /// Squared error of `start..end` around its own mean.
    fn cost(&self, start: usize, end: usize) -> f64 {
        let sum = self.first[end] - self.first[start];
        self.second[end] - self.second[start] - sum * sum / (end - start) as f64
    }
}
