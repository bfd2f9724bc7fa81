//! Two schedules that cannot both be kept: one keeps longer what the other asks to destroy. Found over the rules alone, before any
//! record meets both; each with a case that shows it.
//!
//! Two rules speak of the same when one class of data, one AI system and one country can satisfy both. A record that has two
//! classes, each named by one rule only, is found when it is judged. Rules that count from different days cannot be compared
//! without a record.

use jiff::civil::Date;
use record::Id;

use super::rule::{From, Rule};

/// Two rules that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The rule that keeps longer.
    pub keeps: Id,
    /// The rule that asks to destroy sooner.
    pub destroys: Id,
    /// A case: what is covered by both, and its days.
    pub witness: String,
}

/// A day of reference on which durations are compared; months and years differ in length, so a case is a day.
const CASE: Date = jiff::civil::date(2024, 1, 1);

/// Every pair of schedules that contradict each other, in the order of their numbers.
pub fn conflicts(rules: &[Rule]) -> Vec<Conflict> {
    let mut schedules: Vec<&Rule> = rules.iter().filter(|it| !it.hold).collect();
    schedules.sort_by(|one, other| one.id.cmp(&other.id));
    let pairs = schedules.iter().flat_map(|one| schedules.iter().map(move |other| (*one, *other)));
    pairs.filter_map(|(keeps, destroys)| conflict(keeps, destroys)).collect()
}

fn conflict(keeps: &Rule, destroys: &Rule) -> Option<Conflict> {
    if keeps.from != destroys.from {
        return None;
    }
    let (may, must) = (keeps.days(CASE).0?, destroys.days(CASE).1?);
    let of = common(&kinds(keeps)?, &kinds(destroys)?)?;
    let content = common(&keeps.content, &destroys.content)?;
    let country = common(&keeps.countries, &destroys.countries)?;
    let named = |rule: &Rule| rule.systems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let system = common(&named(keeps), &named(destroys))?;
    (may > must).then(|| {
        let mut what = of.unwrap_or_else(|| "record".to_owned()).replace('_', " ");
        what += &content.map(|it| format!(" with {} data", it.replace('_', " "))).unwrap_or_default();
        what += &system.map(|it| format!(" of {it}")).unwrap_or_default();
        what += &country.map(|it| format!(" in {}", it.to_uppercase())).unwrap_or_default();
        let began = match keeps.from {
            From::Made => "made",
            From::Entered => "entered",
            From::OutOfUse => "out of use since",
        };
        let (one, other) = (&keeps.id, &destroys.id);
        let witness =
            format!("{what}, {began} {CASE}: {one} keeps it until {may}, and {other} asks that it goes by {must}");
        Conflict { keeps: one.clone(), destroys: other.clone(), witness }
    })
}

/// The kinds of which a rule can speak, `None` where it speaks of nothing: a class is said of versions of datasets alone.
fn kinds(rule: &Rule) -> Option<Vec<String>> {
    let version = crate::data::VERSION.to_owned();
    match (rule.content.is_empty(), rule.of.is_empty() || rule.of.contains(&version)) {
        (true, _) => Some(rule.of.clone()),
        (false, true) => Some(vec![version]),
        (false, false) => None,
    }
}

/// What satisfies both lists, where an empty one is satisfied by all: outer `None` when nothing does, inner when all does.
fn common(one: &[String], other: &[String]) -> Option<Option<String>> {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => Some(None),
        (true, false) => other.first().cloned().map(Some),
        (false, true) => one.first().cloned().map(Some),
        (false, false) => one.iter().find(|it| other.contains(it)).cloned().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(number: i64, least: i64, most: i64) -> Rule {
        let years = |it: i64| (it > 0).then(|| jiff::Span::new().years(it));
        Rule {
            id: Id::new("RET", number),
            title: String::new(),
            hold: false,
            of: vec!["dataset_version".to_owned(), "evidence".to_owned()],
            content: Vec::new(),
            systems: Default::default(),
            countries: Vec::new(),
            holds: Default::default(),
            from: From::Made,
            least: years(least),
            most: years(most),
            until: None,
            basis: "legal".to_owned(),
            method: String::new(),
        }
    }

    #[test]
    fn a_shortest_time_beyond_a_longest_one_is_a_conflict_with_a_case() {
        let mut short = rule(2, 0, 2);
        short.content = vec!["personal".to_owned()];
        let found = conflicts(&[rule(1, 5, 0), short.clone()]);
        assert_eq!(found.len(), 1);
        let case = "dataset version with personal data, made 2024-01-01: RET-0001 keeps it until 2029-01-01, \
                    and RET-0002 asks that it goes by 2026-01-01";
        assert_eq!(found[0].witness, case);
        assert!(conflicts(&[rule(1, 2, 0), rule(2, 0, 2)]).is_empty(), "the same day fits both");
    }

    #[test]
    fn rules_that_speak_of_different_things_do_not_clash() {
        let long = rule(1, 5, 0);
        let apart: [fn(&mut Rule); 5] = [
            |it| it.of = vec!["document".to_owned()],
            |it| it.from = From::OutOfUse,
            |it| it.hold = true,
            |it| (it.of, it.content) = (vec!["evidence".to_owned()], vec!["personal".to_owned()]),
            |it| it.most = None,
        ];
        for change in apart {
            let mut short = rule(2, 0, 2);
            change(&mut short);
            assert!(conflicts(&[long.clone(), short]).is_empty());
        }
        let mut one = rule(1, 5, 0);
        let mut other = rule(2, 0, 2);
        (one.countries, other.countries) = (vec!["de".to_owned()], vec!["fr".to_owned()]);
        assert!(conflicts(&[one.clone(), other.clone()]).is_empty());
        other.countries.push("de".to_owned());
        assert!(conflicts(&[one, other])[0].witness.contains("in DE"));
    }

    #[test]
    fn a_rule_may_contradict_itself() {
        let found = conflicts(&[rule(1, 5, 2)]);
        assert_eq!((found.len(), found[0].keeps == found[0].destroys), (1, true));
    }
}
