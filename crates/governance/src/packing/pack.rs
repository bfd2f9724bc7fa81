//! A pack: everything that is told of a period as of a day.

use serde::Serialize;

use super::asks::Asks;
use super::capacity::Capacity;
use super::figure::Figure;
use super::library::{Audience, Packs, Section, Shows};
use super::period::{Asked, Period};
use crate::strategy::indicator::Reading;
use crate::{Actor, Aims, Error};

/// The form of its data; another one gets another name.
pub const FORMAT: &str = "aims.pack/v2";

/// A section of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its word.
    pub name: String,
    /// Heading.
    pub title: String,
    /// What it shows.
    pub shows: Shows,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pack {
    /// The form of its data.
    pub format: &'static str,
    /// Who is told.
    pub audience: Audience,
    /// Its days.
    pub period: Period,
    /// The period before.
    pub before: Option<Period>,
    /// Why nothing is told of it.
    pub before_why: String,
    /// Digest of the configuration by which it was told.
    pub configuration: String,
    /// The tightest class of what it was made of.
    pub access: String,
    /// Its sections, in order.
    pub sections: Vec<Part>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Indicators with their values.
    pub indicators: Vec<Reading>,
    /// What waits for a decision.
    pub asks: Asks,
    /// People and hours.
    pub capacity: Capacity,
}

impl Pack {
    /// Whether a section shows this.
    pub fn shows(&self, what: Shows) -> bool {
        self.sections.iter().any(|it| it.shows == what)
    }

    /// The pack as data: the same pack gives the same bytes.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(Error::input)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl Aims {
    /// A pack for an audience, with the rights of whoever asks.
    pub async fn pack(&self, actor: &Actor, asked: &Asked) -> Result<Pack, Error> {
        let configuration = self.configuration();
        let packs = &configuration.libraries.packs;
        let audience = audience(packs, &asked.audience)?;
        let period = asked.period(self.today(), packs.months)?;
        let (this, who) = (self.clone(), actor.clone());
        let gathered = self.0.store.read_async(move |read| this.gathered(read, &who, &audience, period)).await;
        let (mut pack, place) = gathered?;
        if pack.shows(Shows::Indicators) {
            let (readings, access) = self.readings_at(actor, place, period.as_of).await?;
            super::gathered::tighten(&mut pack.access, &access);
            pack.indicators = readings;
        }
        Ok(pack)
    }
}

/// The audience that is asked for; the first one where none is.
fn audience(packs: &Packs, name: &str) -> Result<Audience, Error> {
    let found = if name.is_empty() { packs.audience.first() } else { packs.audience(name) };
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = packs.audience.iter().map(|it| it.name.as_str()).collect();
        Error::problem("audience", format!("nobody is told as `{name}`; choose {}", known.join(", ")))
    })
}

/// The sections of an audience, in its order.
pub(super) fn parts(packs: &Packs, audience: &Audience) -> Vec<Part> {
    let section = |name: &String| packs.section.iter().find(|it| it.name == *name);
    let part = |it: &Section| Part { name: it.name.clone(), title: it.title.clone(), shows: it.shows };
    audience.sections.iter().filter_map(section).map(part).collect()
}
