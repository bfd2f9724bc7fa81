//! What policies may know of risks, their criteria, assessments, treatments, acceptances and what challenges them.

use crate::accepting::answers as accepting;
use crate::access::answers as access;
use crate::challenging::answers as challenging;
use crate::fact::Fact;
use crate::treating::answers as treating;

/// Facts about risks.
pub(crate) const OF_RISKS: &[Fact] = &[
    Fact::text(
        "criteria_problem",
        &["risk_criteria"],
        "the first thing that is wrong with its scales, matrix, line or translations, or that others are in force; empty where nothing is",
        crate::risking::answers::criteria_problem,
    ),
    Fact::text(
        "replaced_by",
        &["risk_criteria"],
        "the criteria in force that are gone by in their place; empty where there are none",
        crate::risking::taking_over::replaced_by,
    ),
    Fact::text(
        "score_problem",
        &["risk"],
        "what is wrong with its scores by type: no criteria, criteria that were never in force, a level that they have not; empty where nothing is",
        crate::risking::answers::score_problem,
    ),
    Fact::text(
        "above_the_line",
        &["risk"],
        "why it lies above the line of acceptance as it is now; empty where it does not, or that cannot be told",
        crate::risking::ending::above_the_line,
    ),
    Fact::text(
        "stays_in_sight",
        &["risk"],
        "why it is not retired: it was assessed, or an acceptance is about it; empty where nothing says so",
        crate::risking::ending::stays_in_sight,
    ),
    Fact::text("silent_move", &["risk"], "scores that would move though nothing says why; else empty", access::unasked),
    Fact::text(
        "run_problem",
        &["risk_assessment"],
        "what keeps it from being begun or concluded: its criteria, scores that are not handed in or not reconciled; empty where nothing does",
        crate::risking::answers::run_problem,
    ),
    Fact::text(
        "spoken_for",
        &["risk_assessment"],
        "who would agree, or be no assessor any more, by the hand of somebody else; empty where nobody would",
        access::unasked,
    ),
    Fact::text(
        "sheet_problem",
        &["score_sheet"],
        "what is wrong with a score sheet: its assessment, its assessor or a score; empty where nothing is",
        crate::risking::answers::sheet_problem,
    ),
    Fact::texts(
        "unassessed_stages",
        &["ai_system"],
        "what the stages of its life lack of the risk process before it may be in its state, each with the risk; nothing while no risk criteria were ever in force",
        crate::risking::answers::unassessed_stages,
    ),
    Fact::texts(
        "unconsulted",
        &["impact_assessment"],
        "who must be heard about its harms and was not, each with the row of the harm; empty where nobody is left out",
        crate::impacting::answers::unconsulted,
    ),
    Fact::text(
        "treatment_problem",
        &["treatment"],
        "what of a plan cannot be: rows about other risks or controls, no predicate that can be read, tasks in a circle, unlike currencies; empty where nothing",
        treating::treatment_problem,
    ),
    Fact::text(
        "agreement_problem",
        &["treatment"],
        "why the approval does not cover the plan as it says now and what it leaves now; empty where it does, or none was given here",
        treating::agreement_problem,
    ),
    Fact::text(
        "success_problem",
        &["treatment"],
        "why its success is not shown by fresh records from the day on which it is judged; empty where it is",
        treating::success_problem,
    ),
    Fact::text(
        "challenger_problem",
        &["exercise"],
        "why a challenger is not independent of an AI system that is challenged, by the organisation of its first day; empty where all are",
        challenging::challenger_problem,
    ),
    Fact::people(
        "run_challengers",
        &["exercise_run"],
        "the people who challenge in its exercise",
        challenging::run_challengers,
    ),
    Fact::text(
        "later_run",
        &["exercise_run"],
        "the newest run of its exercise that came after it; empty where none did",
        challenging::later_run,
    ),
    Fact::text(
        "acceptance_problem",
        &["risk_acceptance"],
        "what keeps an acceptance from being granted: its level, its days, its reviews, conditions that are not so or cannot be told; empty where nothing does",
        accepting::acceptance_problem,
    ),
    Fact::texts(
        "unaccepted",
        &["ai_system", "release"],
        "risks of the AI system that acceptances kept and that none keeps now, each with the acceptance, how it stands and why",
        accepting::unaccepted,
    ),
];
