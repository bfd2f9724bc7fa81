//! Whether a team is impartial: nobody audits what they answer for, run or decided, unless they said so and leave it to others. Pure over what
//! ties people to things.

use std::collections::BTreeSet;

use serde::Serialize;

/// What ties a person to something that is audited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Tie {
    /// The person.
    pub person: String,
    /// The record to which they are tied.
    pub record: String,
    /// How, such as `answers for it`.
    pub how: String,
    /// Requirements that it is about; nothing where it is an AI system or a unit.
    pub references: BTreeSet<String>,
}

/// Somebody of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The person.
    pub person: String,
    /// The part that they take.
    pub part: String,
    /// What they declare.
    pub declares: String,
    /// What they leave to others.
    pub keeps_off: BTreeSet<String>,
}

/// Parts that judge nothing.
const LOOK_ON: &[&str] = &["observer", "expert", "trainee"];

impl Member {
    /// Whether they judge what they see.
    pub fn judges(&self) -> bool {
        !LOOK_ON.contains(&self.part.as_str())
    }
}

/// What keeps a team from being impartial, each in a sentence.
pub fn conflicts(team: &[Member], ties: &[Tie]) -> Vec<String> {
    let judging = || team.iter().filter(|it| it.judges());
    let mut found = Vec::new();
    for member in judging() {
        for tie in ties.iter().filter(|it| it.person == member.person) {
            if member.keeps_off.contains(&tie.record) && !member.declares.trim().is_empty() {
                continue;
            }
            found.push(format!(
                "{} {} {}; let somebody else audit, or declare it and leave {} to the others",
                tie.person, tie.how, tie.record, tie.record
            ));
        }
    }
    let kept_off: BTreeSet<&String> = judging().flat_map(|it| &it.keeps_off).collect();
    let left = |it: &&&String| judging().all(|member| member.keeps_off.contains(**it));
    found.extend(
        kept_off.iter().filter(left).map(|it| format!("nobody of the team looks at {it}; add somebody who does")),
    );
    found
}

/// Those who cannot judge a line about a subject and a criterion.
pub fn partial<'a>(ties: &'a [Tie], subject: Option<&str>, criterion: &str) -> BTreeSet<&'a str> {
    let touches = |it: &&Tie| subject == Some(it.record.as_str()) || it.references.contains(criterion);
    ties.iter().filter(touches).map(|it| it.person.as_str()).collect()
}
