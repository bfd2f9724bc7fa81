//! The matrix of competence as sheets, on paper and as data.

use super::RECORD;
use super::proof::Why;
use super::whole::{Matrix, Part};
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Error};

impl Aims {
    /// The matrix, the learning plan and the certificates as a file; that it left is entered in the ledger.
    pub async fn competence_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let matrix = self.competence(actor, part).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.competence.words;
        let head = (said, (said.say("title"), said.say("reads")), matrix.on);
        let bytes = self.filed_as_tables(ending, &matrix, head, || tables(said, &matrix).into()).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "the matrix of competence", ""))?;
        self.enter(actor, Event::new("export").with("kind", RECORD).with("rows", matrix.people.len())).await?;
        Ok(bytes)
    }
}

const MATRIX: [&str; 9] = ["number", "person", "competence", "level", "roles", "tier", "status", "until", "ai_policy"];
const PLAN: [&str; 7] = ["by", "tier", "number", "person", "competence", "level", "status"];
const PROOFS: [&str; 7] = ["until", "number", "proof", "person", "competence", "level", "does_not_count"];

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["title", "reads", "none", "matrix", "plan", "proofs"];
    own.into_iter().chain(MATRIX).chain(PLAN).chain(PROOFS).collect()
}

/// One row a thing that is asked, a step of a plan, a proof.
fn tables(said: &Words, matrix: &Matrix) -> [Rows; 3] {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &record::Id| matrix.names.get(&it.to_string()).cloned().unwrap_or_else(|| it.to_string());
    let level = |at: usize| matrix.levels.get(at).map(|it| it.replace('_', " ")).unwrap_or_default();
    let word = |it: &str| it.replace('_', " ");
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
    let tier = |it: &Option<String>| it.clone().unwrap_or_default();
    let asked = matrix.people.iter().flat_map(|row| {
        row.cells.iter().map(move |it| {
            let roles: std::collections::BTreeSet<String> = it.because.iter().map(|it| name(&it.role)).collect();
            let of = &it.standing;
            let roles = roles.into_iter().collect::<Vec<_>>().join(", ");
            let first = [row.person.to_string(), name(&row.person), name(&of.competence), level(of.level), roles];
            let last = [tier(&it.tier), word(of.status.name()), day(of.until), word(row.aware.name())];
            first.into_iter().chain(last).collect::<Vec<String>>()
        })
    });
    let plan = matrix.plan.iter().map(|it| {
        let first = [it.by.to_string(), tier(&it.tier), it.person.to_string(), name(&it.person)];
        first
            .into_iter()
            .chain([name(&it.competence), level(it.level), word(it.status.name())])
            .collect::<Vec<String>>()
    });
    let proofs = matrix.certificates.iter().map(|it| {
        let why = it.why_not.iter().map(|it| Why::says(*it)).collect::<Vec<_>>().join("; ");
        let of = it.level.map(level).unwrap_or_default();
        vec![day(it.until), it.id.to_string(), name(&it.id), name(&it.person), name(&it.competence), of, why]
    });
    [
        Rows::said(say, "matrix", &MATRIX, asked),
        Rows::said(say, "plan", &PLAN, plan),
        Rows::said(say, "proofs", &PROOFS, proofs),
    ]
}
