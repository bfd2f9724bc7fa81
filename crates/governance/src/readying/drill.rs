//! A drill: questions of an auditor drawn by a seed, each with the records that answer it and how long finding them took.
//!
//! The draw is that of samples ([`crate::auditing::sampling`]), so that anybody can repeat it.

use std::time::Instant;

use conformity::Status;
use library::Framework;
use serde::Serialize;

use super::library::Drill;
use super::room::{Proof, Row};
use crate::auditing::sampling::draw;

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// How it is found out.
    pub method: library::Method,
    /// The requirement of which it is asked.
    pub reference: String,
    /// Records that answer it, the freshest first; none where nothing does.
    pub proof: Vec<Proof>,
    /// What is missing, where nothing answers it; why it is not asked, where it is not.
    pub lacks: Vec<String>,
    /// Seconds from the question to the records.
    pub seconds: f64,
    /// Whether it is answered, and in time.
    pub answered: bool,
}

/// Questions drawn by a seed from those of a framework, each answered by `look`, which finds a requirement anew.
pub fn drill(framework: &Framework, seed: &str, rules: &Drill, look: impl Fn(&str) -> Option<Row>) -> Vec<Answer> {
    let questions = framework.assessable().flat_map(|node| node.question.iter().enumerate().map(move |it| (node, it)));
    let key = |node: &library::Node, at: usize| format!("{}#{at}", framework.reference(node));
    let all: Vec<(String, &library::Node, &library::Question)> =
        questions.map(|(node, (at, it))| (key(node, at), node, it)).collect();
    let names: Vec<String> = all.iter().map(|it| it.0.clone()).collect();
    let drawn = draw(seed, &names, rules.questions);
    let answer = |name: &String| {
        let (_, node, asked) = all.iter().find(|it| it.0 == *name)?;
        let (from, reference) = (Instant::now(), framework.reference(node));
        let row = look(&reference);
        let seconds = from.elapsed().as_secs_f64();
        // What is not asked here is answered by the reason for it.
        let (proof, lacks, excluded) = match row {
            Some(it) if it.status == Status::NotApplicable => (it.proof, vec![it.why], true),
            Some(it) if it.lacks.is_empty() => (it.proof, vec![it.why], false),
            Some(it) => (it.proof, it.lacks, false),
            None => Default::default(),
        };
        let answered = (excluded || !proof.is_empty()) && seconds < rules.seconds;
        Some(Answer {
            question: asked.ask.clone(),
            method: asked.method,
            reference,
            lacks: if excluded || proof.is_empty() { lacks } else { Vec::new() },
            proof,
            seconds,
            answered,
        })
    };
    drawn.iter().filter_map(answer).collect()
}
