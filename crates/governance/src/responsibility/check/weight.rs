//! Whether one person carries too much, and whether too much falls when one person goes. The limits are data.

use super::Found;
use crate::responsibility::load::loads;
use crate::responsibility::map::Map;

/// Somebody answers for more than one person should.
pub(super) fn overload(map: &Map, found: &mut Found) {
    let most = map.org.libraries.duties.limits.most_accountable;
    for (person, load) in loads(map).into_iter().filter(|it| it.1.accountable.len() > most) {
        let says = format!("{person} answers for {}, and one person should for at most {most}", load.accountable.len());
        found.add(&[&person], &[], load.accountable, says);
    }
}

/// More falls with one person than should.
pub(super) fn single(map: &Map, found: &mut Found) {
    let most = map.org.libraries.duties.limits.most_that_fall;
    for (person, load) in loads(map).into_iter().filter(|it| it.1.falls.len() > most) {
        let says = format!("{} fall when {person} goes, and at most {most} should", load.falls.len());
        found.add(&[&person], &[], load.falls, says);
    }
}
