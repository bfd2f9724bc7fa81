//! The first page of a pack on paper: what is asked, and every figure, indicator and role in one line; all of it stands in full behind it.

use assess::number::number;
use report::model::{Block, Figure, Table};

use super::asks::Asks;
use super::capacity::{Capacity, Role};
use super::library::Shows;
use super::pack::{Pack, Part};
use super::paper::{Said, asked, share};
use crate::strategy::INDICATOR;
use crate::strategy::indicator::Reading;

impl Said<'_> {
    /// What stands on the first page.
    pub(super) fn front(&self, pack: &Pack) -> Vec<Block> {
        pack.sections.iter().flat_map(|it| self.in_short(pack, it)).collect()
    }

    fn in_short(&self, pack: &Pack, part: &Part) -> Vec<Block> {
        let lines = |figures: Vec<Figure>| vec![Block::Lines { caption: part.title.clone(), figures }];
        match part.shows {
            Shows::Figures => {
                lines(pack.figures.iter().filter(|it| it.section == part.name).map(|it| self.figure(it)).collect())
            }
            Shows::Indicators if pack.indicators.is_empty() => Vec::new(),
            Shows::Indicators => lines(pack.indicators.iter().map(|it| self.indicator(it)).collect()),
            Shows::Asks => self.most_urgent(&part.title, &pack.asks),
            Shows::Capacity if pack.capacity.roles.is_empty() => {
                vec![self.plain(format!("{}: {} {}", part.title, self.say("not_assessable"), pack.capacity.why))]
            }
            Shows::Capacity => lines(self.roles(&pack.capacity)),
        }
    }

    fn most_urgent(&self, title: &str, asks: &Asks) -> Vec<Block> {
        if asks.shown.is_empty() {
            return vec![self.plain(self.say("nothing_asked"))];
        }
        let most = self.packs.front_asks;
        let table = Table {
            caption: title.to_owned(),
            head: self.heads(&["record", "title", "asked", "asked_of", "due"]),
            widths: vec![2, 6, 3, 5, 2],
            rows: asks.shown.iter().take(most).map(asked).collect(),
        };
        let further = asks.further + asks.shown.len().saturating_sub(most) as u64;
        let further = (further > 0).then(|| self.plain(self.packs.tell("further_asks", &[("count", &further)])));
        std::iter::once(Block::Table(table)).chain(further).collect()
    }

    fn indicator(&self, it: &Reading) -> Figure {
        let ends = |(low, high)| self.packs.tell("interval", &[("low", &number(low)), ("high", &number(high))]);
        let certainty = it.now.as_ref().map(|point| {
            let n = point.n.map(|n| format!("n = {n}"));
            let said = [n, point.interval.map(ends), Some(point.on.to_string())];
            said.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let told = (it.standing != "not_assessable").then(|| self.say(it.standing));
        Figure {
            name: it.title.clone(),
            value: it.now.as_ref().map(|point| format!("{} {}", number(point.value), it.unit)).unwrap_or_default(),
            why: it.why.clone(),
            certainty: certainty.unwrap_or_default(),
            moved: told.into_iter().chain([self.say(it.trend)]).collect::<Vec<_>>().join(", "),
            source: String::new(),
            link: format!("/{INDICATOR}/{}", it.id),
        }
    }

    fn roles(&self, of: &Capacity) -> Vec<Figure> {
        let part = |key: &str, it: Option<f64>| it.map(|it| format!("{} {}", self.say(key), number(it)));
        let line = |it: &Role| {
            // What is left over is no news on a first page.
            let beside = [part("takes", it.takes), part("missing", it.missing.filter(|it| *it > 0.0))];
            Figure {
                name: it.name.clone(),
                value: it.use_of_hours.map(share).unwrap_or_default(),
                why: it.why.clone().unwrap_or_else(|| of.why.clone()),
                certainty: beside.into_iter().flatten().collect::<Vec<_>>().join(", "),
                moved: format!("{} {}", self.say("people"), it.people),
                ..Figure::default()
            }
        };
        of.roles.iter().map(line).collect()
    }
}
