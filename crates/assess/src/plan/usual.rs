//! What a section of a plan leaves out: the same key in the plan of its family that the program ships.
//!
//! Only keys without which nothing could be measured are filled in. Where a key that is left out means that something is
//! not looked at or not judged, as `near` and `margins` do, it stays left out.

use std::sync::LazyLock;

use serde::de::DeserializeOwned;

use super::file::text_of_shipped;
use super::sections::Shares;

/// Makes a function for each key of each section.
macro_rules! keys {
    ($($section:ident { $($key:ident: $type:ty),+ $(,)? })+) => {
        $(pub(super) mod $section {
            use super::*;
            $(pub fn $key() -> $type {
                of(&PLAN, stringify!($section), stringify!($key))
            })+
            static PLAN: LazyLock<toml::Table> = LazyLock::new(|| shipped(stringify!($section)));
        })+

        /// Each section with its keys.
        #[cfg(test)]
        const KEYS: &[(&str, &[&str])] = &[$((stringify!($section), &[$(stringify!($key)),+])),+];
    };
}

keys! {
    quality { near_rows: u64 }
    drift { bins: usize, replicates: usize, joint_cells: u64, evidently: bool }
    fairness { depth: usize, interval: Shares, bins: usize }
    performance { bins: usize }
    privacy { k: u64, l: usize, accepted: f64, few: f64, near: f64 }
    represent { half_width: f64, depth: usize, most: usize, alike: f64, label_margin: f64, tolerance: f64, bins: usize }
    hazard { bins: usize, quantile: f64 }
}

/// The shipped plan of a family as a table, so that reading it asks nothing of it again.
fn shipped(family: &str) -> toml::Table {
    text_of_shipped(family).ok().and_then(|it| it.parse().ok()).unwrap_or_default()
}

fn of<T: DeserializeOwned + Default>(plan: &toml::Table, section: &str, key: &str) -> T {
    let found = plan.get(section).and_then(|it| it.get(key)).cloned();
    found.and_then(|it| it.try_into().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn shipped_plans_say_every_key() {
        for (section, keys) in super::KEYS {
            let plan = super::shipped(section);
            let lacking: Vec<_> = keys.iter().filter(|it| plan[*section].get(**it).is_none()).collect();
            assert!(lacking.is_empty(), "{section}: {lacking:?}");
        }
    }
}
