//! Columns, estimates, verdicts, chance.

use measure::*;

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn a_bitmap_is_read_from_its_offset() {
    let bits = Bits::new(&[0b1010_0110, 0b0000_0001], 2, 7).unwrap();
    assert_eq!(bits.iter().collect::<Vec<_>>(), [true, false, false, true, false, true, true]);
    assert_eq!(bits.ones(), 4);
    assert!(Bits::new(&[0], 2, 7).is_none());
}

#[test]
fn a_batch_says_what_is_wrong_with_it() {
    let dictionary = words(&["a", "b"]);
    let number = Column::new("x", Values::Number(&[1.0, 2.0]));
    let short = Column::new("y", Values::Integer(&[1]));
    let beyond = Column::new("z", Values::Coded { codes: &[0, 2], words: &dictionary });
    assert_eq!(
        Batch::new(vec![number, short]).unwrap_err().to_string(),
        "column `y` has 1 rows where the others have 2; read the file again"
    );
    assert!(matches!(Batch::new(vec![number, number]), Err(ColumnError::Twice(_))));
    assert!(matches!(Batch::new(vec![beyond]), Err(ColumnError::Code(_))));
    let masked = beyond.with_valid(Bits::new(&[0b01], 0, 2).unwrap());
    let batch = Batch::new(vec![number, masked]).unwrap();
    assert_eq!(batch.column("age").unwrap_err().to_string(), "there is no column `age`; the columns are `x`, `z`");
    assert_eq!(batch.column("z").unwrap().coded(9).unwrap().codes.as_ref(), [0, 2]);
}

#[test]
fn numbers_become_groups_in_rising_order() {
    let column = Column::new("x", Values::Integer(&[30, 7, 30, 100]));
    let coded = column.coded(3).unwrap();
    assert_eq!(coded.codes.as_ref(), [1, 0, 1, 2]);
    assert_eq!(coded.words.as_ref(), words(&["7", "30", "100"]));
    assert!(matches!(column.coded(2), Err(ColumnError::Distinct { .. })));
}

#[test]
fn a_verdict_follows_the_interval() {
    let interval = |low, high| Interval { low, high, level: 0.95, method: Method::Wilson };
    let measured = |low, high| Measured::from(Ok(Estimate::plain(0.5, 9).unwrap().with(interval(low, high))));
    let limit = Limit::AtLeast(0.4);
    assert_eq!(limit.judge(&measured(0.41, 0.6)), Verdict::Pass);
    assert_eq!(limit.judge(&measured(0.3, 0.6)), Verdict::Inconclusive);
    assert_eq!(limit.judge(&measured(0.3, 0.39)), Verdict::Fail);
    assert_eq!(Limit::AtMost(0.35).judge(&measured(0.36, 0.6)), Verdict::Fail);
    assert_eq!(Limit::AtMost(0.35).judge(&measured(0.3, 0.6)), Verdict::Inconclusive);
    assert_eq!(Limit::AtMost(0.6).judge(&measured(0.3, 0.6)), Verdict::Pass);
    assert_eq!(Limit::Within(0.1, 0.2).judge(&measured(0.3, 0.39)), Verdict::Fail);
    let none = Measured::from(Err(Undefined::because("no rows")));
    assert_eq!(serde_json::to_string(&limit.judge(&none)).unwrap(), r#"{"verdict":"not_assessable","why":"no rows"}"#);
    assert!(Estimate::plain(f64::NAN, 3).is_err());
}

#[test]
fn chance_repeats_itself_and_streams_differ() {
    let draw = |seed, stream| (0..4).map(move |_| 0).scan(Chance::new(seed, stream), |it, _| Some(it.bits()));
    assert!(draw(1, 0).eq(draw(1, 0)));
    assert!(draw(1, 0).ne(draw(1, 1)) && draw(1, 0).ne(draw(2, 0)));
    let mut chance = Chance::new(7, 7);
    let mut counts = [0; 3];
    chance.multinomial(1000, &[0.5, 0.0, 0.5], &mut counts);
    assert_eq!((counts[1], counts.iter().sum::<u64>()), (0, 1000));
    let mean = (0..10_000).map(|_| chance.unit()).sum::<f64>() / 10_000.0;
    assert!((mean - 0.5).abs() < 0.02, "{mean}"); // nearly seven standard errors
}
