//! Waits in a steady state by closed form.
//!
//! One formula serves: the mean wait of level `k` is `R / ((1 - s[k-1]) (1 - s[k]))`, where `s[k]` is the share of the pool's time
//! that levels up to `k` take, and `R` is what is left of the work that an arrival finds, `C m (1 + v²) / (2 n)` with Erlang's C, the
//! mean time `m` and its spread `v`. It is exact for one person and any law (Cobham 1954) and for several with one exponential law
//! (Erlang 1917; Kella and Yechiali 1985); otherwise it is the approximation of Allen and Cunneen (1978).

use measure::Undefined;
use serde::Serialize;

use super::{Law, Pool};

/// What is expected of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expected {
    /// Name of the class.
    pub name: String,
    /// Mean time before somebody begins.
    pub wait: f64,
    /// Mean time until it is done.
    pub lead: f64,
    /// How many of the class wait, on average (Little 1961).
    pub waiting: f64,
    /// Share of arrivals that find everybody busy.
    pub delayed: f64,
    /// False where the formula is an approximation.
    pub exact: bool,
}

/// Probability that an arrival finds all `people` busy, with `offered` work in units of one person's time; 1 when it never ends.
///
/// Erlang's C (1917), through the recursion of his B, which neither overflows nor cancels.
pub fn erlang_c(people: u32, offered: f64) -> f64 {
    let n = f64::from(people);
    if offered >= n {
        return 1.0;
    }
    let blocked = (1..=people).fold(1.0, |blocked, k| offered * blocked / (f64::from(k) + offered * blocked));
    n * blocked / (n - offered * (1.0 - blocked))
}

/// What is expected of each class of a pool, in the order of its classes.
///
/// Undefined where the pool has nobody, a class is no rate, or the work takes all the time that there is.
pub fn expected(pool: &Pool) -> Result<Vec<Expected>, Undefined> {
    pool.checked()?;
    let people = f64::from(pool.people);
    let offered = people * pool.utilisation();
    let delayed = erlang_c(pool.people, offered);
    let left = delayed * left_of_one(pool) / people;
    let exact = is_exact(pool);
    let share_of = |within: &dyn Fn(u32) -> bool| -> f64 {
        let those = pool.classes.iter().filter(|it| within(it.priority));
        those.map(|it| it.arrivals * it.service.mean()).sum::<f64>() / people
    };
    let of_class = |class: &super::Class| {
        let before = share_of(&|it| it < class.priority);
        let with = share_of(&|it| it <= class.priority);
        let wait = left / ((1.0 - before) * (1.0 - with));
        Expected {
            name: class.name.clone(),
            wait,
            lead: wait + class.service.mean(),
            waiting: wait * class.arrivals,
            delayed,
            exact,
        }
    };
    Ok(pool.classes.iter().map(of_class).collect())
}

/// Mean of what is left of a piece of work that is looked at by chance: the second moment over twice the first.
fn left_of_one(pool: &Pool) -> f64 {
    let sum = |of: fn(Law) -> f64| -> f64 { pool.classes.iter().map(|it| it.arrivals * of(it.service)).sum() };
    match sum(Law::mean) {
        0.0 => 0.0,
        time => sum(Law::second_moment) / (2.0 * time),
    }
}

fn is_exact(pool: &Pool) -> bool {
    let mut laws = pool.classes.iter().filter(|it| it.arrivals > 0.0).map(|it| it.service);
    let first = laws.next();
    pool.people == 1 || (matches!(first, None | Some(Law::Exponential { .. })) && laws.all(|it| Some(it) == first))
}
