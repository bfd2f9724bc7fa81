//! The effect of training and awareness as sheets, on paper and as data.

use super::looks::LOOKS;
use super::whole::{Effects, Part};
use crate::competence::RECORD;
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Error};

impl Aims {
    /// The effect of training and awareness as a file; that it left is entered in the ledger.
    pub async fn training_effect_file(&self, actor: &Actor, part: Part, ending: &str) -> Result<Vec<u8>, Error> {
        let effects = self.training_effect(actor, part).await?;
        let configuration = self.configuration();
        let said = &configuration.libraries.competence.words;
        let head = (said, (said.say("effect_title"), said.say("effect_reads")), effects.on);
        let bytes = self.filed_as_tables(ending, &effects, head, || tables(said, &effects).into()).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "the effect of training", ""))?;
        self.enter(actor, Event::new("export").with("kind", RECORD).with("rows", effects.compared.len())).await?;
        Ok(bytes)
    }
}

const COMPARED: [&str; 12] = [
    "competence",
    "sign",
    "look",
    "people",
    "counted",
    "figures",
    "difference",
    "interval",
    "p",
    "adjusted_p",
    "told",
    "why",
];
const SAYS: [&str; 2] = ["look", "can_say"];
const KNOWN: [&str; 8] = ["topic", "people", "confirmed", "open", "overdue", "not_asked", "passed", "know"];

/// Words without which no file can be written.
pub(in crate::competence) fn words() -> Vec<&'static str> {
    let own = ["effect_title", "effect_reads", "compared", "says", "known"];
    let looks = ["before_and_after", "trained_and_not", "quiz_score"];
    let says = ["before_and_after_says", "trained_and_not_says", "quiz_score_says"];
    own.into_iter().chain(looks).chain(says).chain(COMPARED).chain(SAYS).chain(KNOWN).collect()
}

/// One row a comparison, what each look can say, and a row a thing that people are to know.
fn tables(said: &Words, effects: &Effects) -> [Rows; 3] {
    let say = |key: &str| said.say(key).to_owned();
    let name = |it: &record::Id| effects.names.get(&it.to_string()).cloned().unwrap_or_else(|| it.to_string());
    let word = |it: &str| it.replace('_', " ");
    let sign = |key: &str| effects.signs.iter().find(|it| it.key == key).map_or(key.to_owned(), |it| it.title.clone());
    let number = |it: Option<f64>| it.map(|it| format!("{it:.4}")).unwrap_or_default();
    let p_value = |it: Option<f64>| it.map(assess::number::p_value).unwrap_or_default();
    let compared = effects.compared.iter().map(|it| {
        let figures = it.figures.map(|it| format!("{:.3} / {:.3}", it.0, it.1)).unwrap_or_default();
        let within = it.within.map(|it| format!("{:.3} to {:.3}", it.0, it.1)).unwrap_or_default();
        vec![
            name(&it.competence),
            sign(&it.sign),
            say(it.look.name()),
            format!("{} / {}", it.people.0, it.people.1),
            format!("{:.0} / {:.0}", it.counted.0, it.counted.1),
            figures,
            number(it.value),
            within,
            p_value(it.p),
            p_value(it.adjusted_p),
            word(it.told.name()),
            it.why.clone(),
        ]
    });
    let says = LOOKS.iter().map(|it| vec![say(it.name()), effects.says.get(it.name()).cloned().unwrap_or_default()]);
    let known = effects.known.iter().map(|it| {
        let numbers = [it.people, it.confirmed, it.open, it.overdue, it.not_asked, it.passed];
        let know = it.know.map_or_else(|| word("not_assessable"), |it| it.to_string());
        std::iter::once(it.title.clone()).chain(numbers.map(|it| it.to_string())).chain([know]).collect::<Vec<String>>()
    });
    [
        Rows::said(say, "compared", &COMPARED, compared),
        Rows::said(say, "says", &SAYS, says),
        Rows::said(say, "known", &KNOWN, known),
    ]
}
