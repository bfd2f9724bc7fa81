//! How a command ends: exit codes, and the one line that says why it failed.

use governance::Error;
use serde_json::json;

/// Done as asked.
pub const DONE: u8 = 0;
/// Failed for a reason outside the command: the store, a disk, a network.
pub const FAILED: u8 = 1;
/// What was typed or read cannot be understood.
pub const INPUT: u8 = 2;
/// Verification or the self-test found something, or the store is behind its published ledger.
pub const FINDINGS: u8 = 3;
/// A policy refused.
pub const REFUSED: u8 = 4;
/// The change does not fit its kind.
pub const PROBLEMS: u8 = 5;
/// Somebody changed the record meanwhile.
pub const STALE: u8 = 6;
/// Nothing of that name or number.
pub const MISSING: u8 = 7;
/// The configuration has mistakes.
pub const CONFIGURATION: u8 = 8;

/// Exit codes of `aims measure`, whose answer is a verdict that pipelines act upon.
pub mod verdict {
    use measure::Verdict;

    /// Every limit is kept, or there is none.
    pub const PASS: u8 = 0;
    /// A limit is broken.
    pub const FAIL: u8 = 1;
    /// It cannot be told: more data are needed, or something cannot be assessed.
    pub const OPEN: u8 = 2;
    /// Nothing was measured; standard error says why.
    pub const ERROR: u8 = 3;

    /// The exit code of a verdict; without one, what was asked for was done.
    pub fn code(verdict: Option<&Verdict>) -> u8 {
        match verdict {
            None | Some(Verdict::Pass) => PASS,
            Some(Verdict::Fail) => FAIL,
            Some(Verdict::Inconclusive | Verdict::NotAssessable { .. }) => OPEN,
        }
    }

    /// These exit codes as `aims measure --help` shows them.
    pub const HELP: &str = "\
Exit codes of `aims measure` (other commands have others):
  0  pass: every limit is kept, or the plan has none
  1  fail: a limit is broken
  2  cannot be told: more data are needed, or something cannot be assessed
  3  error: nothing was measured, standard error says why

Limits come from a plan: --plan FILE, or the name of a shipped one, such as `drift` or `fairness-four-fifths`.";
}

/// Exit codes of `aims rules` as its help shows them.
pub const RULES_HELP: &str = "\
Exit codes of `aims rules` (other commands have others):
  0  clean: no fault, every outcome as expected, no case decided differently
  1  faults, or outcomes that are not as expected, or cases that move
  2  not settled: no fault found, but not everything could be proved
  3  error: a file or an argument cannot be understood, standard error says why";

/// Exit codes as `aims --help` shows them.
pub const HELP: &str = "\
Exit codes:
  0  done
  1  failed: the store, a disk, a network
  2  bad input: an argument, a file, a value that cannot be read
  3  findings: verification or self-test found something, or the store was rolled back
  4  refused by a policy
  5  problems: the change does not fit the kind
  6  stale: somebody changed the record meanwhile
  7  missing: no such record, kind, transition or file
  8  faults in the configuration

`aims measure` and `aims rules` have exit codes of their own: 0 pass, 1 fail, 2 cannot be told, 3 error.

Every command takes --format json for output that programs can read.";

/// Why a command did not end well.
#[derive(Debug)]
pub enum Failure {
    /// The management system said no.
    System(Error),
    /// A sentence and its exit code.
    Said {
        /// Exit code.
        code: u8,
        /// One sentence, lower case, no full stop.
        sentence: String,
    },
    /// The command has already printed everything; only the code is left.
    Code(u8),
    /// A verdict other than a pass, already printed.
    Verdict(u8),
    /// Nothing was measured, for this reason.
    Measuring(Box<Failure>),
}

impl Failure {
    /// Something outside failed.
    pub fn failed(sentence: impl Into<String>) -> Failure {
        Failure::Said { code: FAILED, sentence: sentence.into() }
    }

    /// What was typed cannot be understood.
    pub fn input(sentence: impl Into<String>) -> Failure {
        Failure::Said { code: INPUT, sentence: sentence.into() }
    }

    /// Nothing of that name.
    pub fn missing(sentence: impl Into<String>) -> Failure {
        Failure::Said { code: MISSING, sentence: sentence.into() }
    }

    /// The same failure as `aims measure` ends with it: whatever is no verdict is an error.
    pub fn measuring(self) -> Failure {
        match self {
            Failure::Verdict(_) => self,
            other => Failure::Measuring(Box::new(other)),
        }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Code(code) | Failure::Said { code, .. } | Failure::Verdict(code) => *code,
            Failure::Measuring(_) => verdict::ERROR,
            Failure::System(error) => code_of(error),
        }
    }

    /// Writes to standard error why the command failed, as a line or as JSON.
    pub fn report(&self, json: bool) {
        let silent = |it: &Failure| matches!(it, Failure::Code(_) | Failure::Verdict(_));
        if silent(self) || matches!(self, Failure::Measuring(because) if silent(because)) {
            return;
        }
        let line = if json { self.to_json().to_string() } else { format!("error: {self}") };
        crate::output::complain(&line);
    }

    fn to_json(&self) -> serde_json::Value {
        let mut error = json!({ "code": self.code(), "message": self.to_string() });
        match self {
            Failure::System(Error::Problems(problems)) => error["problems"] = json!(problems),
            Failure::System(Error::Refused(refusals)) => {
                error["refusals"] =
                    refusals.iter().map(|it| json!({"policy": it.policy, "message": it.message})).collect();
            }
            Failure::System(Error::Configuration(faults)) => error["faults"] = json!(faults),
            Failure::System(Error::Stale { id, base, now }) => {
                error["record"] = json!(id);
                error["base"] = json!(base);
                error["now"] = json!(now);
            }
            _ => {}
        }
        json!({ "error": error })
    }
}

fn code_of(error: &Error) -> u8 {
    match error {
        Error::Refused(_) | Error::Unknown(_) | Error::Later(_) => REFUSED,
        Error::Problems(_) => PROBLEMS,
        Error::Stale { .. } => STALE,
        Error::Missing(_) => MISSING,
        Error::Input(_) | Error::TooLarge(_) => INPUT,
        Error::Configuration(_) => CONFIGURATION,
        Error::Rollback(_) => FINDINGS,
        Error::Store(_) | Error::Outside(_) => FAILED,
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::System(Error::Configuration(faults)) => {
                write!(out, "the configuration has {} fault(s)", faults.len())?;
                faults.iter().try_for_each(|fault| write!(out, "\n  {fault}"))
            }
            Failure::System(Error::Problems(problems)) if problems.len() > 1 => {
                write!(out, "{} problems", problems.len())?;
                problems.iter().try_for_each(|it| write!(out, "\n  `{}` {}", it.field, it.message))
            }
            Failure::System(error) => write!(out, "{error}"),
            Failure::Said { sentence, .. } => write!(out, "{sentence}"),
            Failure::Code(code) | Failure::Verdict(code) => write!(out, "exit code {code}"),
            Failure::Measuring(because) => write!(out, "{because}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::System(error)
    }
}

impl From<assess::Error> for Failure {
    fn from(error: assess::Error) -> Failure {
        match error {
            assess::Error::Input(sentence) => Failure::input(sentence),
            assess::Error::Missing(sentence) => Failure::missing(sentence),
            assess::Error::Failed(sentence) => Failure::failed(sentence),
        }
    }
}
