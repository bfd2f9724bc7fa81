//! Distribution functions against scipy.

use measure::inference::distribution::*;

use crate::support::{close, golden, rows};

#[test]
fn normal_chi_square_student_and_fisher_agree_with_scipy() {
    let golden = golden("distribution");
    for row in rows(&golden["normal"]) {
        close(normal_cdf(row[0]), row[1], 1e-9, &format!("normal {row:?}"));
        close(normal_sf(row[0]), row[2], 1e-9, &format!("normal {row:?}"));
    }
    for row in rows(&golden["normal_quantile"]) {
        close(normal_quantile(row[0]), row[1], 1e-12, &format!("normal quantile {row:?}"));
    }
    for row in rows(&golden["chi_square"]) {
        close(chi_square_sf(row[0], row[1]), row[2], 1e-10, &format!("chi-square {row:?}"));
    }
    for row in rows(&golden["student"]) {
        close(student_two_sided(row[0], row[1]), row[2], 1e-10, &format!("student {row:?}"));
    }
    for row in rows(&golden["student_quantile"]) {
        close(student_quantile(row[0], row[1]), row[2], 1e-10, &format!("student quantile {row:?}"));
    }
    for row in rows(&golden["fisher"]) {
        close(fisher_sf(row[0], row[1], row[2]), row[3], 1e-10, &format!("fisher {row:?}"));
    }
}

#[test]
fn beta_binomial_and_hypergeometric_agree_with_scipy() {
    let golden = golden("distribution");
    for row in rows(&golden["beta"]) {
        let (lower, upper) = beta_cdf(row[0], row[1], row[2], 1.0 - row[2]);
        close(lower, row[3], 1e-10, &format!("beta {row:?}"));
        close(upper, row[4], 1e-10, &format!("beta {row:?}"));
    }
    for row in rows(&golden["beta_quantile"]) {
        close(beta_quantile(row[0], row[1], row[2]), row[3], 1e-11, &format!("beta quantile {row:?}"));
    }
    for row in rows(&golden["binomial"]) {
        let (k, n) = (row[0] as u64, row[1] as u64);
        close(binomial_mass(k, n, row[2]), row[3], 1e-10, &format!("binomial mass {row:?}"));
        close(binomial_cdf(k, n, row[2]).0, row[4], 1e-10, &format!("binomial cdf {row:?}"));
        close(binomial_cdf(k, n, row[2]).1, row[5], 1e-10, &format!("binomial sf {row:?}"));
    }
    for row in rows(&golden["hypergeometric"]) {
        let [k, marked, unmarked, drawn] = [0, 1, 2, 3].map(|it| row[it] as u64);
        close(hypergeometric_mass(k, marked, unmarked, drawn), row[4], 1e-9, &format!("hypergeometric {row:?}"));
    }
}
