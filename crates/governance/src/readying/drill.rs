//! A drill: questions of an auditor drawn by a seed, each with the records that answer it and how long finding them took.
//!
//! The draw is that of samples ([`crate::auditing::sampling`]), so that anybody can repeat it.

use std::collections::BTreeMap;
use std::time::Instant;

use conformity::Status;
use library::{Framework, Node, Question};
use serde::Serialize;

use super::library::Drill;
use super::room::{Proof, Row};
use crate::auditing::sampling::draw;

/// Statuses of requirements that nothing shows now.
const UNSHOWN: &[Status] = &[Status::Failing, Status::NotStarted, Status::Stale, Status::NotAssessable];

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// How it is found out.
    pub method: library::Method,
    /// The requirement of which it is asked.
    pub reference: String,
    /// Records that answer it, or say something of it, the freshest first; none where nothing does.
    pub proof: Vec<Proof>,
    /// What is missing, where it is not answered; why it is not asked, where it is not.
    pub lacks: Vec<String>,
    /// Seconds from the question to the records.
    pub seconds: f64,
    /// Whether it is answered, and in time.
    pub answered: bool,
}

/// Questions drawn by a seed from those of a framework, each answered by `look`, which finds a requirement anew.
///
/// Errors: those of `look`.
pub fn drill<E>(
    framework: &Framework,
    seed: &str,
    rules: &Drill,
    look: impl Fn(&Node) -> Result<Option<Row>, E>,
) -> Result<Vec<Answer>, E> {
    let of = |node| {
        let key = move |at: usize| format!("{}#{at}", framework.reference(node));
        node.question.iter().enumerate().map(move |(at, asked)| (key(at), (node, asked)))
    };
    let all: BTreeMap<String, (&Node, &Question)> = framework.assessable().flat_map(of).collect();
    let names: Vec<String> = all.keys().cloned().collect();
    let answer = |(node, asked): &(&Node, &Question)| {
        let from = Instant::now();
        let row = look(node)?;
        let seconds = from.elapsed().as_secs_f64();
        // What is not asked here is answered by the reason for it.
        let (proof, lacks, excluded) = match row {
            Some(it) if it.status == Status::NotApplicable => (it.proof, vec![it.why], true),
            // Records about a requirement that does not stand do not answer what is asked about it.
            Some(it) if UNSHOWN.contains(&it.status) || it.proof.is_empty() => {
                (it.proof, if it.lacks.is_empty() { vec![it.why] } else { it.lacks }, false)
            }
            Some(it) => (it.proof, Vec::new(), false),
            None => (Vec::new(), Vec::new(), false),
        };
        let stands = excluded || (!proof.is_empty() && lacks.is_empty());
        Ok(Answer {
            question: asked.ask.clone(),
            method: asked.method,
            reference: framework.reference(node),
            answered: stands && seconds < rules.seconds,
            lacks,
            proof,
            seconds,
        })
    };
    draw(seed, &names, rules.questions).iter().filter_map(|it| all.get(it)).map(answer).collect()
}
