//! The report for CI: one test case a rule, which fails, is skipped because it cannot be judged yet, or passes.

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use measure::Verdict;

use super::{conclusion, title};
use crate::Error;
use crate::number;
use crate::report::{Report, Ruling};

/// The report as JUnit XML.
///
/// What needs more data or cannot be assessed is an error and no skip: a skip passes unseen.
pub fn write(report: &Report) -> Result<String, Error> {
    let mut suite = TestSuite::new(title(report));
    match report.rulings.is_empty() {
        true => {
            let mut case = TestCase::new(report.family, TestCaseStatus::skipped());
            case.status.set_message(conclusion(report));
            suite.add_test_case(case)
        }
        false => suite.add_test_cases(report.rulings.iter().map(|it| case(report, it))),
    };
    let mut suites = Suites::new("aims measure");
    suites.add_test_suite(suite);
    suites.to_string().map_err(|it| Error::failed(format!("the report cannot be written as XML ({it})")))
}

fn case(report: &Report, it: &Ruling) -> TestCase {
    // Two rules of one check on one column, as one for all rows and one for most, stay apart by what they ask.
    let alike = report.rulings.iter().filter(|other| other.title() == it.title()).count() > 1;
    let name = if alike { format!("{}: {}", it.title(), it.wanted) } else { it.title() };
    let found = format!("found {}, wanted {}", number::estimate(&it.found), it.wanted);
    let between = it.between.as_ref().map(|it| format!(", between `{}` and `{}`", it[0], it[1])).unwrap_or_default();
    let broken = |kind: NonSuccessKind, word: &str, message: String| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(word.to_owned()).set_message(message).set_description(it.examples.join("\n"));
        status
    };
    let status = match &it.verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Fail => broken(NonSuccessKind::Failure, "fail", format!("{found}{between}")),
        Verdict::Inconclusive => {
            broken(NonSuccessKind::Error, "inconclusive", format!("{found}; more data are needed"))
        }
        Verdict::NotAssessable { why } => broken(NonSuccessKind::Error, "not assessable", why.to_string()),
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("aims.{}", report.family));
    case
}
