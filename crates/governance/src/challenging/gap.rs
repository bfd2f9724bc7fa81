//! What is missing of challenges, each with the records that it is about. Pure.

use record::Id;

use super::HELD;
use super::likelihood::Verdict;
use super::whole::{Line, Told};
pub use crate::lacking::Gap;

/// Every sort of gap, with what is to be done about it.
pub const GAPS: &[(&str, &str)] = &[
    ("likelihood_understated", "assess the risk again, or take over the level that is proposed"),
    ("not_independent", "let somebody else challenge, or let another exercise do it"),
    ("builder_not_known", "name who answers for the AI system, or who builds it by a role"),
    ("top_risk_untested", "plan an exercise with the risk among its hypotheses"),
    ("missed_without_action", "make actions of what no monitor saw"),
    ("regressed", "find what brought the attack back, mend it, and replay it"),
    ("not_repeated", "replay these attacks too, so that nothing is called fixed that was not tried"),
    ("hypothesis_untried", "try attacks on the risk, or say in the conclusion why not"),
    ("about_no_hypothesis", "name the techniques of each hypothesis before the next exercise begins"),
    ("undecided", "judge these attempts, and bring the judgements in as a table"),
    ("detection_not_told", "bring in as a table which attacks monitors saw"),
    ("likelihood_not_told", "bring a table for this scale in force, by the purpose likelihood challenge"),
    ("not_scored", "assess the likelihood of the risk"),
    ("run_unreadable", "withdraw the run, and bring its file in again"),
    ("nothing_brought_in", "bring in what came of it, or cancel the exercise"),
    ("late", "report the exercise, or move its last day"),
    ("no_owner", "name who answers for the exercise"),
];

fn gap(sort: &'static str, says: String, records: Vec<Id>) -> Gap {
    Gap { sort, says, records }
}

/// Every gap, sorted.
pub(super) fn gaps(told: &Told) -> Vec<Gap> {
    let mut found: Vec<Gap> = told.exercises.iter().flat_map(|it| of_exercise(told, it)).collect();
    for it in &told.besides {
        let sort = match it.verdict {
            Verdict::Understated => "likelihood_understated",
            Verdict::NotScored => "not_scored",
            Verdict::NotTold => "likelihood_not_told",
            Verdict::Fits | Verdict::Overstated => continue,
        };
        found.push(gap(sort, format!("{}: {}", it.risk, it.says), vec![it.risk.clone(), it.exercise.clone()]));
    }
    let since = told.coverage.since.map(|it| format!("since {it}")).unwrap_or_default();
    let untested = told.coverage.top_untested.iter();
    found.extend(
        untested.map(|it| gap("top_risk_untested", format!("nothing was tried on {it} {since}"), vec![it.clone()])),
    );
    found.sort();
    found.dedup();
    found
}

fn of_exercise(told: &Told, it: &Line) -> Vec<Gap> {
    let id = &it.id;
    let own = |sort, says: String| gap(sort, says, vec![id.clone()]);
    let mut found = Vec::new();
    if it.state == "cancelled" {
        return found;
    }
    for of in &it.dependences {
        let records = [id.clone(), of.person.clone(), of.system.clone()].into_iter().chain(of.behind.clone());
        found.push(gap("not_independent", format!("{id}: {}", of.says), records.collect()));
    }
    found.extend(it.untold.iter().map(|of| {
        let says =
            format!("nobody is known to build {of} or to answer for it, so whether {id} is independent cannot be told");
        gap("builder_not_known", says, vec![id.clone(), of.clone()])
    }));
    found.extend(it.owner.is_none().then(|| own("no_owner", format!("nobody answers for {id}"))));
    if !HELD.contains(&it.state.as_str()) {
        return found;
    }
    let late = it.until.filter(|until| *until < told.on && it.state == super::OPEN[0]);
    found.extend(late.map(|until| own("late", format!("{id} was to end by {until} and is still running"))));
    if it.runs.is_empty() && it.scenarios.is_empty() {
        found.push(own("nothing_brought_in", format!("nothing was brought in of {id}")));
        return found;
    }
    found.extend(it.runs.iter().filter(|it| !it.read).map(|run| {
        let says = format!("the attempts of {} are not there or cannot be read, so they count nowhere", run.id);
        gap("run_unreadable", says, vec![id.clone(), run.id.clone()])
    }));
    found.extend(of_attacks(told, it));
    found
}

/// What is missing of the attacks of an exercise.
fn of_attacks(told: &Told, it: &Line) -> Vec<Gap> {
    let id = &it.id;
    let own = |sort, says: String| gap(sort, says, vec![id.clone()]);
    let mut found = Vec::new();
    let bare = told.missed.iter().filter(|of| of.exercise == *id && of.action.is_none()).count();
    found.extend((bare > 0).then(|| {
        own("missed_without_action", format!("{bare} attacks of {id} were seen by no monitor and have no action"))
    }));
    for hypothesis in &it.hypotheses {
        let tried = it.by_risk.iter().any(|of| of.risk.as_ref() == Some(&hypothesis.risk) && of.now.n > 0);
        let thought = it.scenarios.iter().any(|of| of.risk == hypothesis.risk);
        if !tried && !thought {
            let says = format!("{id} tried nothing on {}", hypothesis.risk);
            found.push(gap("hypothesis_untried", says, vec![id.clone(), hypothesis.risk.clone()]));
        }
    }
    let stray = it.by_risk.iter().filter(|it| it.risk.is_none()).map(|it| it.now.n).sum::<u64>();
    found.extend(
        (stray > 0)
            .then(|| own("about_no_hypothesis", format!("{stray} attacks of {id} are about none of its hypotheses"))),
    );
    found.extend(
        (it.undecided > 0)
            .then(|| own("undecided", format!("whether {} attacks of {id} succeeded is not known", it.undecided))),
    );
    let untold = it.attacks.saturating_sub(it.all.detection.n);
    found
        .extend((untold > 0).then(|| {
            own("detection_not_told", format!("whether a monitor saw {untold} attacks of {id} is not known"))
        }));
    if let Some(run) = it.runs.iter().rev().find(|it| it.moved.replays()) {
        let pair = || vec![id.clone(), run.id.clone()];
        let (regressed, left) = (run.moved.regressed.len(), run.moved.not_repeated.len());
        found.extend((regressed > 0).then(|| {
            gap("regressed", format!("{regressed} attacks that failed before succeed in {}", run.id), pair())
        }));
        found.extend((left > 0).then(|| {
            gap(
                "not_repeated",
                format!("{left} attacks that succeeded before were not tried again in {}", run.id),
                pair(),
            )
        }));
    }
    found
}
