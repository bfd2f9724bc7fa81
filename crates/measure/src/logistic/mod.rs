//! A small classifier that learns from columns: logistic regression with a small penalty, by Newton's steps.
//!
//! It stands for what anybody could learn, not for the best model: drift asks it to tell two tables apart, privacy what data
//! are still worth after a treatment. [`features`] turns columns into numbers. Source: Hastie, Tibshirani and Friedman, The
//! Elements of Statistical Learning (2009), section 4.4.

pub(crate) mod features;

/// Steps of the regression; it stands still long before.
pub(crate) const STEPS: usize = 8;

/// A classifier that has learned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Logistic {
    /// One weight a feature, and that of the constant.
    pub weights: Vec<f64>,
}

impl Logistic {
    /// A classifier of `width` features that has learned nothing.
    pub fn blank(width: usize) -> Logistic {
        Logistic { weights: vec![0.0; width + 1] }
    }

    /// Learns from rows, whose last value is 1 for the constant, and their labels.
    pub fn fit(rows: &[Vec<f64>], labels: &[bool], width: usize) -> Logistic {
        (0..STEPS).fold(Logistic::blank(width), |before, _| before.step(rows, labels))
    }

    /// The logarithm of the odds that a row is labelled true.
    pub fn score(&self, row: &[f64]) -> f64 {
        self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum()
    }

    /// One step towards the best fit of these rows.
    pub fn step(&self, rows: &[Vec<f64>], labels: &[bool]) -> Logistic {
        let width = self.weights.len();
        let (mut hessian, mut gradient) = (vec![0.0; width * width], vec![0.0; width]);
        for (row, &label) in rows.iter().zip(labels) {
            let p = 1.0 / (1.0 + (-self.score(row)).exp());
            let (off, weight) = (f64::from(u8::from(label)) - p, (p * (1.0 - p)).max(1e-9));
            for (at, &value) in row.iter().enumerate().filter(|it| *it.1 != 0.0) {
                gradient[at] += off * value;
                let line = &mut hessian[at * width..=at * width + at];
                line.iter_mut().zip(row).for_each(|(sum, other)| *sum += weight * value * other);
            }
        }
        for at in 0..width {
            gradient[at] -= self.weights[at];
            hessian[at * width + at] += 1.0;
        }
        solve(&mut hessian, &mut gradient, width);
        Logistic { weights: self.weights.iter().zip(&gradient).map(|(weight, step)| weight + step).collect() }
    }
}

/// Solves a positive definite system in place (Cholesky), of which the lower triangle is given.
fn solve(matrix: &mut [f64], right: &mut [f64], width: usize) {
    for row in 0..width {
        for column in 0..=row {
            let (a, b) = (row * width, column * width);
            let known: f64 = (0..column).map(|at| matrix[a + at] * matrix[b + at]).sum();
            let left = matrix[a + column] - known;
            matrix[a + column] = if row == column { left.max(1e-12).sqrt() } else { left / matrix[b + column] };
        }
        let known: f64 = (0..row).map(|at| matrix[row * width + at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row * width + row];
    }
    for row in (0..width).rev() {
        let known: f64 = (row + 1..width).map(|at| matrix[at * width + row] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row * width + row];
    }
}
