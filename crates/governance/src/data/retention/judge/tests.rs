//! What rules say, against walking day by day: a record may go on a day when no shortest time still runs, and must have gone when a
//! longest time has ended.

use jiff::Span;
use jiff::civil::{Date, date};
use record::Id;

use super::*;

const MADE: Date = date(2023, 3, 31);

fn rule(number: i64, least: Option<Span>, most: Option<Span>) -> Rule {
    Rule {
        id: Id::new("RET", number),
        title: String::new(),
        hold: false,
        of: vec!["evidence".to_owned()],
        content: Vec::new(),
        systems: Default::default(),
        countries: Vec::new(),
        holds: Default::default(),
        from: From::Made,
        least,
        most,
        until: None,
        basis: "legal".to_owned(),
        method: String::new(),
    }
}

fn item() -> Item {
    Item { kind: "evidence".to_owned(), made: Some(MADE), entered: Some(MADE), ..Item::default() }
}

/// What follows from one day of walking: whether some rule still keeps it, and whether some rule's time is over.
fn walked(rules: &[Rule], today: Date) -> (bool, bool) {
    let age = |span: &Span| {
        let mut end = MADE;
        while end < MADE.checked_add(*span).unwrap() {
            end = end.tomorrow().unwrap();
        }
        end
    };
    let keeps = rules.iter().any(|it| it.least.as_ref().is_some_and(|it| today < age(it)));
    let over = rules.iter().any(|it| it.most.as_ref().is_some_and(|it| today >= age(it)));
    (keeps, over)
}

#[test]
fn every_day_is_as_walking_says() {
    let spans = [None, Some(Span::new().days(10)), Some(Span::new().months(1)), Some(Span::new().days(45))];
    for (one, two) in spans.iter().flat_map(|one| spans.iter().map(move |two| (*one, *two))) {
        for (three, four) in spans.iter().flat_map(|one| spans.iter().map(move |two| (*one, *two))) {
            let rules = [rule(1, one, two), rule(2, three, four)];
            let asks = |it: &Rule| it.least.is_some() || it.most.is_some();
            let timeless = !rules.iter().any(asks);
            let mut today = MADE;
            while today < date(2023, 5, 31) {
                let (keeps, over) = walked(&rules, today);
                let word = judge(&rules, &item(), today).word;
                let longest = rules.iter().filter_map(|it| it.days(MADE).0).max();
                let shortest = rules.iter().filter_map(|it| it.days(MADE).1).min();
                let contradict = longest.zip(shortest).is_some_and(|(may, must)| may > must);
                let expected = match () {
                    () if timeless => "kept",
                    () if contradict => "conflict",
                    () if keeps => "kept",
                    () if over || shortest.is_none() => "due",
                    () => "may_go",
                };
                assert_eq!(word, expected, "{today}: {one:?} {two:?} {three:?} {four:?}");
                today = today.tomorrow().unwrap();
            }
        }
    }
}

#[test]
fn the_last_day_of_a_month_counts_to_the_last_day() {
    let rules = [rule(1, Some(Span::new().months(11)), None)];
    assert_eq!(judge(&rules, &item(), date(2024, 2, 28)).word, "kept");
    assert_eq!(judge(&rules, &item(), date(2024, 2, 29)).word, "due", "the month has no 31st");
}

#[test]
fn a_hold_stops_what_is_due_until_its_day_is_over() {
    let mut hold = rule(9, None, None);
    hold.hold = true;
    hold.until = Some(date(2024, 6, 30));
    hold.holds = [Id::new("EVD", 7)].into();
    let rules = [rule(1, Some(Span::new().months(1)), Some(Span::new().months(2))), hold];
    let held = Item { belongs: [Id::new("EVD", 7)].into(), ..item() };
    let told = judge(&rules, &held, date(2024, 6, 30));
    assert_eq!((told.word, told.turns), ("held", Some(date(2024, 7, 1))));
    assert!(told.why.contains("RET-0009") && told.why.contains("asks that it went by 2023-05-31"), "{}", told.why);
    assert_eq!(judge(&rules, &held, date(2024, 7, 1)).word, "due");
    assert_eq!(judge(&rules, &item(), date(2024, 6, 30)).word, "due", "another record is not held");
}

#[test]
fn what_is_in_use_or_has_no_day_is_not_counted() {
    let mut in_use = rule(1, Some(Span::new().months(1)), None);
    in_use.from = From::OutOfUse;
    assert_eq!(judge(&[in_use.clone()], &item(), date(2030, 1, 1)).word, "kept");
    let ended = Item { out_of_use: Some(date(2029, 12, 15)), ..item() };
    let told = judge(&[in_use], &ended, date(2030, 1, 1));
    assert_eq!((told.word, told.turns), ("kept", Some(date(2030, 1, 15))));
    let undated = Item { made: None, ..item() };
    assert_eq!(judge(&[rule(1, Some(Span::new().months(1)), None)], &undated, date(2030, 1, 1)).word, "undated");
    assert_eq!(judge(&[], &item(), date(2030, 1, 1)).word, "no_rule");
    let gone = Item { gone: true, ..item() };
    assert_eq!(judge(&[rule(1, Some(Span::new().months(1)), None)], &gone, date(2030, 1, 1)).word, "gone");
}
