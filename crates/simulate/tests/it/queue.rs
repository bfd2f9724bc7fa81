//! Waits of a pool: closed forms from textbooks, and the simulation against them.

use proptest::prelude::*;
use simulate::queue::{Class, Draws, Law, Pool, erlang_c, expected, simulate};

fn pool(people: u32, classes: &[(f64, Law, u32)]) -> Pool {
    let class = |(place, (arrivals, service, priority)): (usize, &(f64, Law, u32))| Class {
        name: format!("class {place}"),
        arrivals: *arrivals,
        service: *service,
        priority: *priority,
    };
    Pool { people, classes: classes.iter().enumerate().map(class).collect() }
}

fn exponential(mean: f64) -> Law {
    Law::Exponential { mean }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1e-12)
}

/// Erlang's C as it is printed: sums of powers over factorials.
fn by_definition(people: u32, offered: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 0.0;
    for k in 0..people {
        sum += term;
        term *= offered / f64::from(k + 1);
    }
    let all_busy = term * f64::from(people) / (f64::from(people) - offered);
    all_busy / (sum + all_busy)
}

#[test]
fn reviewers_wait_as_erlang_says() {
    // Nine reviews a month, each reviewer does five: 26 days with two, 1.8 with three.
    let month = 365.2425 / 12.0;
    let wait = |people| expected(&pool(people, &[(9.0, exponential(0.2), 0)])).unwrap()[0].wait * month;
    assert!((wait(2) - 0.852_631_578_947_368 * month).abs() < 1e-9, "{}", wait(2));
    assert!((25.5..26.5).contains(&wait(2)) && (1.75..1.85).contains(&wait(3)), "{} {}", wait(2), wait(3));
}

#[test]
fn the_simulation_agrees_within_a_twentieth() {
    let draws = Draws { runs: 24, arrivals: 50_000, seed: 42 };
    let cases = [
        pool(3, &[(9.0, exponential(0.2), 0)]),
        pool(1, &[(0.6, Law::Fixed { mean: 1.0 }, 0)]),
        pool(1, &[(0.5, Law::Lognormal { mean: 1.0, spread: 0.7 }, 0)]),
        pool(1, &[(0.2, Law::Fixed { mean: 1.0 }, 1), (0.25, exponential(2.0), 2)]),
        pool(4, &[(1.0, exponential(1.0), 1), (2.0, exponential(1.0), 2)]),
    ];
    for case in cases {
        let theory = expected(&case).unwrap();
        for (by_formula, by_chance) in theory.iter().zip(simulate(&case, draws).unwrap()) {
            assert!(by_formula.exact);
            let seen = by_chance.wait.unwrap();
            assert!((seen.value / by_formula.wait - 1.0).abs() < 0.05, "{case:?}: {} {}", seen.value, by_formula.wait);
            let interval = seen.interval.unwrap();
            assert!(interval.high - interval.low < 0.2 * by_formula.wait, "{interval:?}");
        }
    }
}

#[test]
fn several_people_with_fixed_times_are_an_approximation_and_say_so() {
    let fixed = pool(3, &[(2.4, Law::Fixed { mean: 1.0 }, 0)]);
    let theory = expected(&fixed).unwrap();
    assert!(!theory[0].exact);
    let seen = simulate(&fixed, Draws { runs: 24, arrivals: 50_000, seed: 1 }).unwrap()[0].wait.clone().unwrap();
    assert!((seen.value / theory[0].wait - 1.0).abs() < 0.1, "{} {}", seen.value, theory[0].wait);
}

#[test]
fn what_cannot_be_told_has_a_reason() {
    let why = |it: &Pool| expected(it).unwrap_err().to_string();
    assert!(why(&pool(0, &[])).contains("nobody"));
    assert!(why(&pool(2, &[(10.0, exponential(0.2), 0)])).contains("takes 100 %"));
    assert!(why(&pool(2, &[(f64::NAN, exponential(0.2), 0)])).contains("`class 0`"));
    assert!(why(&pool(2, &[(1.0, exponential(0.0), 0)])).contains("above 0"));
    let idle = pool(2, &[(0.0, exponential(1.0), 0), (1.0, exponential(1.0), 1)]);
    let seen = simulate(&idle, Draws { runs: 3, arrivals: 100, seed: 1 }).unwrap();
    assert!(seen[0].wait.is_err() && seen[1].wait.is_ok());
    let nothing = pool(2, &[(0.0, exponential(1.0), 0)]);
    assert!(simulate(&nothing, Draws { runs: 3, arrivals: 100, seed: 1 }).unwrap()[0].wait.is_err());
}

#[test]
fn the_same_seed_gives_the_same_numbers() {
    let two = pool(2, &[(1.0, exponential(1.0), 0)]);
    let seen = |seed| simulate(&two, Draws { runs: 4, arrivals: 500, seed }).unwrap();
    assert_eq!(seen(7), seen(7));
    assert_ne!(seen(7), seen(8));
}

proptest! {
    #[test]
    fn the_recursion_is_the_definition(people in 1_u32..60, share in 0.01_f64..0.99) {
        let offered = share * f64::from(people);
        prop_assert!(near(erlang_c(people, offered), by_definition(people, offered)));
    }

    /// Kleinrock's law (1965): waits weighed by the work of their class are the same under every order of priorities.
    #[test]
    fn priorities_only_move_the_wait(
        people in 1_u32..6,
        shares in proptest::collection::vec(0.01_f64..1.0, 2..5),
        busy in 0.1_f64..0.95,
    ) {
        let scale = busy * f64::from(people) / shares.iter().sum::<f64>();
        let weighed = |levels: &dyn Fn(u32) -> u32| -> f64 {
            let classes: Vec<_> =
                shares.iter().enumerate().map(|(k, it)| (it * scale, exponential(1.0), levels(k as u32))).collect();
            let pool = pool(people, &classes);
            expected(&pool).unwrap().iter().zip(&pool.classes).map(|(it, class)| it.wait * class.arrivals).sum()
        };
        let alike = weighed(&|_| 0);
        prop_assert!((weighed(&|it| it) / alike - 1.0).abs() < 1e-9);
        prop_assert!((weighed(&|it| 9 - it) / alike - 1.0).abs() < 1e-9);
    }
}
