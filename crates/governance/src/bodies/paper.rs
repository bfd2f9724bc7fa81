//! The charter of a governance body and the minutes of a meeting as sheets, on paper and as data. Serves ISO/IEC 42001 5.1, 5.3 and 7.5.

use std::collections::{BTreeMap, BTreeSet};

use record::{Id, Kind};
use report::model::{Block, Section};
use serde_json::{Value, json};

use super::whole::{Chair, Judged, MeetingStanding, Power, Standing};
use super::{BODY, MEETING};
use crate::event::Event;
use crate::evidence::digest_of;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::reading::Record;
use crate::{Actor, Aims, Error, Moment};

/// Fields of a charter, in their order.
pub const CHARTER: &[&str] = &[
    "purpose",
    "quorum",
    "quorum_share",
    "majority",
    "majority_of",
    "independent_least",
    "interests",
    "cadence",
    "escalates_to",
    "chartered_on",
    "dissolved_on",
];
const RULES: [&str; 2] = ["rule", "says"];
const SEATS: [&str; 4] = ["seat", "member", "until", "kept_for"];
const MANDATE: [&str; 4] = ["action", "tiers", "changes", "by"];
const PRESENT: [&str; 2] = ["member", "remark"];
const INTERESTS: [&str; 4] = ["member", "item", "interest", "aside"];
const ITEMS: [&str; 6] = ["item", "asked", "took_part", "counted", "carried", "problem"];
const VOTES: [&str; 3] = ["item", "member", "vote"];
const DECISIONS: [&str; 5] = ["decision", "title", "item", "outcome", "problem"];

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = ["charter", "minutes", "version", "digest", "none", "seats", "mandate", "present", "interests", "items"];
    let more = ["votes", "decisions", "sign", "yes", "no", "required", "independent", "vacant", "all", "said"];
    let heads = RULES.into_iter().chain(SEATS).chain(MANDATE).chain(PRESENT).chain(INTERESTS).chain(ITEMS);
    own.into_iter().chain(more).chain(heads).chain(VOTES).chain(DECISIONS).collect()
}

/// What a file is about.
enum Of {
    /// A body, whose charter it is.
    Body(Standing),
    /// A meeting, with the body and what it decided there.
    Meeting(MeetingStanding, String, Vec<Judged>),
}

impl Aims {
    /// The charter of a body or the minutes of a meeting as a file; that it left is entered in the ledger.
    ///
    /// Errors: a record that is neither, and an ending that is no form.
    pub async fn body_file(&self, actor: &Actor, id: &Id, ending: &str) -> Result<Vec<u8>, Error> {
        let record = self.record(actor, id, &Moment::Now).await?;
        let of = match record.kind.as_str() {
            BODY => Of::Body(self.body(actor, id).await?.0),
            MEETING => self.minuted(actor, id).await?,
            _ => return Err(Error::Missing(format!("`{id}` is neither a governance body nor a meeting"))),
        };
        let configuration = self.configuration();
        let kind = configuration.catalog.kind(&record.kind).ok_or_else(|| Error::no_record(id))?;
        let said = Said { words: &configuration.libraries.deciding.words, kind, record: &record };
        let told = match &of {
            Of::Body(it) => json!({ "document": record.document, "version": record.version, "body": it }),
            Of::Meeting(it, _, decisions) => {
                json!({ "document": record.document, "version": record.version, "meeting": it, "decisions": decisions })
            }
        };
        let leaves = || said.tables(&of).into_iter().map(Rows::leaf).collect();
        let on_paper = || {
            let document =
                document_of(&configuration.libraries.packs, said.titles(&of), self.today(), said.sections(&of));
            report::Document { marks: said.marks(), ..document }
        };
        let bytes = self.filed(ending, &told, leaves, on_paper).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "a charter or of minutes", ""))?;
        self.enter(actor, Event::new("export").with("kind", record.kind.as_str()).with("rows", 1)).await?;
        Ok(bytes)
    }

    /// A meeting with its body and what was decided there, as far as it may be seen.
    async fn minuted(&self, actor: &Actor, id: &Id) -> Result<Of, Error> {
        let sitting = self.sitting(actor, id).await?;
        let Some(body) = sitting.body.clone() else { return Ok(Of::Meeting(sitting, String::new(), Vec::new())) };
        let (title, mut decisions) = match self.body(actor, &body).await {
            Ok((it, _)) => (it.title, it.decisions),
            Err(Error::Missing(_)) => (String::new(), Vec::new()),
            Err(error) => return Err(error),
        };
        decisions.retain(|it| it.meeting.as_ref() == Some(id));
        Ok(Of::Meeting(sitting, title, decisions))
    }
}

/// How it is said.
struct Said<'a> {
    words: &'a Words,
    kind: &'a Kind,
    record: &'a Record,
}

impl Said<'_> {
    fn say(&self, key: &str) -> String {
        self.words.say(key).to_owned()
    }

    fn text(&self, field: &str) -> String {
        self.record.document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// A record by its number and, as far as it may be seen, its title.
    fn named(&self, id: &str) -> String {
        self.record.titles.get(id).map_or_else(|| id.to_owned(), |it| format!("{} ({id})", it.1))
    }

    fn yes(&self, it: bool) -> String {
        self.say(if it { "yes" } else { "no" })
    }

    fn titles(&self, of: &Of) -> (String, String) {
        let title = self.text("title");
        match of {
            Of::Body(_) => (format!("{}: {title}", self.say("charter")), word(&self.record.state)),
            Of::Meeting(it, body, _) => {
                let day = it.day.map(|it| it.to_string()).unwrap_or_default();
                (format!("{}: {title}", self.say("minutes")), format!("{body}, {day}, {}", word(&self.record.state)))
            }
        }
    }

    /// Which version it is, so that a copy on paper can be told from a newer one.
    fn marks(&self) -> Vec<(String, String)> {
        let of = serde_json::to_vec(&self.record.document).unwrap_or_default();
        let digest = digest_of(&of).trim_start_matches("sha256:").to_owned();
        let version = format!("{} v{}", self.record.id, self.record.version);
        vec![(self.say("version"), version), (self.say("digest"), digest)]
    }

    fn tables(&self, of: &Of) -> Vec<Rows> {
        match of {
            Of::Body(it) => vec![
                self.rows("charter", &RULES, self.rules()),
                self.rows("seats", &SEATS, it.seats.iter().map(|seat| self.seat(seat, &it.names)).collect()),
                self.rows("mandate", &MANDATE, self.mandate(&it.mandate)),
            ],
            Of::Meeting(it, _, decisions) => vec![
                self.rows("present", &PRESENT, self.present()),
                self.rows("seats", &SEATS, it.seats.iter().map(|seat| self.seat(seat, &it.names)).collect()),
                self.rows("interests", &INTERESTS, self.interests()),
                self.rows("items", &ITEMS, self.items(it)),
                self.rows("votes", &VOTES, self.votes()),
                self.rows("decisions", &DECISIONS, decisions.iter().map(|it| self.decided(it)).collect()),
            ],
        }
    }

    fn rows(&self, key: &str, head: &[&str], rows: Vec<Vec<String>>) -> Rows {
        Rows::said(|it| self.say(it), key, head, rows)
    }

    /// The tables, what was said where it is a meeting, and a line to sign on.
    fn sections(&self, of: &Of) -> Vec<Section> {
        let none = self.say("none");
        let mut all: Vec<Section> = self.tables(of).into_iter().map(|it| it.section(&none)).collect();
        let plain = |text: &str| Block::Paragraph { text: text.to_owned(), note: String::new() };
        if matches!(of, Of::Meeting(..)) {
            let minutes = self.text("minutes");
            let said: Vec<Block> =
                minutes.split("\n\n").map(str::trim).filter(|it| !it.is_empty()).map(plain).collect();
            let blocks = if said.is_empty() { vec![plain(&none)] } else { said };
            all.push(Section { title: self.say("said"), anchor: "said".to_owned(), new_page: false, blocks });
        }
        let line = plain(&"_".repeat(40));
        all.push(Section { title: self.say("sign"), anchor: "sign".to_owned(), new_page: false, blocks: vec![line] });
        all
    }

    fn rules(&self) -> Vec<Vec<String>> {
        let label = |name: &str| self.kind.field(name).map_or_else(|| word(name), |it| it.label.clone());
        let text = |it: &Value| match it.as_str() {
            Some(id) if self.record.titles.contains_key(id) => self.named(id),
            Some(text) if text.contains(' ') => text.to_owned(),
            Some(text) => word(text),
            None => it.to_string(),
        };
        let rule = |name: &&str| Some(vec![label(name), text(self.record.document.get(*name)?)]);
        CHARTER.iter().filter_map(rule).collect()
    }

    fn seat(&self, it: &Chair, names: &BTreeMap<String, String>) -> Vec<String> {
        let name = |id: &Id| names.get(&id.to_string()).map_or_else(|| id.to_string(), |name| format!("{name} ({id})"));
        let kept = [(it.required, "required"), (it.independent, "independent")];
        let kept: Vec<String> = kept.into_iter().filter(|it| it.0).map(|it| self.say(it.1)).collect();
        let until = it.until.map(|it| it.to_string()).unwrap_or_default();
        vec![it.seat.clone(), it.person.as_ref().map_or_else(|| self.say("vacant"), name), until, kept.join(", ")]
    }

    /// Tiers for which an action has the same classes of change by the same row stand together.
    fn mandate(&self, all: &[Power]) -> Vec<Vec<String>> {
        let mut cells: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        for it in all {
            cells.entry((&it.action, &it.by, &it.tier)).or_default().insert(&it.change_class);
        }
        let mut alike: BTreeMap<(&str, &str, BTreeSet<&str>), Vec<String>> = BTreeMap::new();
        for ((action, by, tier), classes) in cells {
            alike.entry((action, by, classes)).or_default().push(word(tier));
        }
        let every = super::whole::words_of("change_class").len();
        let row = |((action, by, classes), tiers): ((&str, &str, BTreeSet<&str>), Vec<String>)| {
            let named: Vec<String> = classes.iter().map(|it| word(it)).collect();
            let classes = if classes.len() == every { self.say("all") } else { named.join(", ") };
            vec![word(action), tiers.join(", "), classes, by.to_owned()]
        };
        alike.into_iter().map(row).collect()
    }

    fn list(&self, field: &str) -> Vec<&Value> {
        self.record.document.get(field).and_then(Value::as_array).into_iter().flatten().collect()
    }

    /// A cell of a row that names a record, and one that holds words.
    fn cells(&self, row: &Value, links: &[&str], texts: &[&str]) -> Vec<String> {
        let text = |name: &&str| row.get(*name).and_then(Value::as_str).unwrap_or_default();
        let links = links.iter().map(|it| self.named(text(it)));
        links.chain(texts.iter().map(|it| text(it).to_owned())).collect()
    }

    fn present(&self) -> Vec<Vec<String>> {
        self.list("present").into_iter().map(|it| self.cells(it, &["person"], &["remark"])).collect()
    }

    fn interests(&self) -> Vec<Vec<String>> {
        let row = |it: &Value| {
            let mut cells = self.cells(it, &["person", "item"], &["interest"]);
            cells.push(self.yes(it.get("stood_aside").and_then(Value::as_bool) == Some(true)));
            cells
        };
        self.list("interests").into_iter().map(row).collect()
    }

    fn items(&self, meeting: &MeetingStanding) -> Vec<Vec<String>> {
        let row = |it: &super::whole::ItemStanding| {
            let problem: Vec<&str> = it.reasons.iter().map(|it| it.says.as_str()).collect();
            vec![
                self.named(&it.item.to_string()),
                word(&it.asked),
                format!("{} / {}", it.there, it.needed),
                it.votes.map(|it| it.to_string()).join(" : "),
                self.yes(it.carried),
                problem.join("; "),
            ]
        };
        meeting.items.iter().map(row).collect()
    }

    fn votes(&self) -> Vec<Vec<String>> {
        self.list("votes").into_iter().map(|it| self.cells(it, &["item", "person"], &["vote"])).collect()
    }

    fn decided(&self, it: &Judged) -> Vec<String> {
        let problem: Vec<&str> = it.reasons.iter().map(|it| it.says.as_str()).collect();
        let subject = it.subject.as_ref().map(|it| self.named(&it.to_string())).unwrap_or_default();
        vec![it.id.to_string(), it.title.clone(), subject, word(&it.outcome), problem.join("; ")]
    }
}

/// A name as people read it.
fn word(it: &str) -> String {
    it.replace('_', " ")
}
