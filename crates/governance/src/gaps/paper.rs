//! An assessment as a document, as sheets and as data. Nothing in it depends on the day on which it is written, so that a concluded one gives the
//! same bytes whenever it is asked for.

use report::Document;
use report::model::{Block, Figure, Section};
use sheet::Leaf;

use super::ASSESSMENT;
use super::claim::Rated;
use super::figures::{Agreed, Gap};
use super::whole::Told;
use crate::event::Event;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::paper::document_of;
use crate::packing::tables::Rows;
use crate::{Actor, Aims, Configuration, Error, Moment};

impl Aims {
    /// An assessment as a file; that it left is entered in the ledger.
    pub async fn gaps_file(
        &self,
        actor: &Actor,
        id: &record::Id,
        moment: &Moment,
        ending: &str,
    ) -> Result<Vec<u8>, Error> {
        let told = self.gaps(actor, id, moment).await?;
        let known = Some(told.configuration.as_str());
        let configuration = self.configuration_of(known)?;
        let leaves = || leaves(&configuration.libraries.gaps.words, &told);
        let bytes = self.filed(ending, &told, leaves, || document(&configuration, &told)).await?;
        let bytes = bytes.ok_or_else(|| no_form(ending, "an assessment", ""))?;
        self.enter(actor, Event::new("export").with("kind", ASSESSMENT).with("rows", told.cells.len())).await?;
        Ok(bytes)
    }
}

/// A share as people read it.
pub fn percent(share: Option<f64>) -> Option<String> {
    share.map(|it| format!("{:.1} %", it * 100.0))
}

/// Kappa with its interval, or why none can be told.
pub fn kappa(it: &Agreed) -> String {
    match (it.kappa, &it.interval, &it.why) {
        (Some(kappa), Some(interval), _) => format!("{kappa:.3} [{:.3}, {:.3}]", interval.low, interval.high),
        (Some(kappa), None, _) => format!("{kappa:.3}"),
        (None, _, why) => why.clone().unwrap_or_default(),
    }
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let column = |it: &str| told.column(it, said.say("organisation"), said.say("hidden")).to_owned();
    let name = |it: &String| told.titles.get(it).cloned().unwrap_or_else(|| said.say("hidden").to_owned());
    let step = |at: Option<usize>| told.step(at).to_owned();
    let steps = told.scale.level.iter().zip(&told.distribution.steps).map(|(level, it)| {
        let count = [it.evidenced, it.claimed, it.rated].map(|it| it.to_string());
        [vec![format!("{} {}", level.name, level.label), level.anchor.clone()], count.to_vec()].concat()
    });
    let mut across = vec![said.say("clause").to_owned()];
    across.extend(told.subjects.iter().map(|it| column(&it.id)));
    let heat = told.heat.iter().map(|it| {
        let cell = |gap: &Gap| percent(gap.share).map(|share| format!("{share} ({})", gap.cells)).unwrap_or_default();
        std::iter::once(format!("{} {}", it.group, it.title)).chain(it.gaps.iter().map(cell)).collect()
    });
    let order = told.order.iter().map(|it| {
        let columns = it.columns.iter().map(|(subject, level)| format!("{}: {level}", column(subject)));
        let title = format!("{} {}", it.item.id, it.item.title);
        vec![title, columns.collect::<Vec<_>>().join(", "), it.item.why.clone(), it.item.after.join(", ")]
    });
    let listed = |wanted: fn(&Rated) -> bool| {
        let own = told.cells.iter().filter(move |it| wanted(it));
        own.map(|it| {
            let by = it.claims.iter().map(|it| format!("{}: {}", name(&it.by), step(Some(it.level))));
            let row = vec![it.cell.id.clone(), column(&it.cell.subject), step(it.cell.evidenced)];
            [row, vec![by.collect::<Vec<_>>().join(", "), it.cell.why.clone()]].concat()
        })
        .collect::<Vec<_>>()
    };
    let all = told.cells.iter().map(|it| {
        let reasons: Vec<&str> = it.claims.iter().map(|it| it.reason.as_str()).filter(|it| !it.is_empty()).collect();
        let status = it.cell.status.name().replace('_', " ");
        let row = vec![format!("{} {}", it.cell.id, it.cell.title), column(&it.cell.subject), status];
        let settled = it.settled.as_ref().map(|it| it.reason.clone()).unwrap_or_else(|| reasons.join("; "));
        [row, vec![step(it.cell.evidenced), step(it.claimed), step(it.rated), settled]].concat()
    });
    let beside = &["requirement", "subject", "evidenced", "who", "why"];
    let say = |key: &str| said.say(key).to_owned();
    vec![
        Rows::said(say, "distribution", &["level", "anchor", "evidenced", "claimed", "rated"], steps),
        Rows { head: across, ..Rows::said(say, "heat", &[], heat) },
        Rows::said(say, "gaps", &["requirement", "subject", "why", "after"], order),
        Rows::said(say, "above", beside, listed(|it| it.above)),
        Rows::said(say, "differ", beside, listed(|it| it.differ)),
        Rows::said(say, "alone", beside, listed(|it| !it.alone.is_empty())),
        Rows::said(
            say,
            "ratings",
            &["requirement", "subject", "status", "evidenced", "claimed", "rated", "reason"],
            all,
        ),
    ]
}

/// By what the file can be made again.
fn marks(said: &Words, told: &Told) -> Vec<(String, String)> {
    let place = |it: Option<u64>| it.map_or_else(|| "–".to_owned(), |it| it.to_string());
    vec![
        (said.say("state").to_owned(), format!("{} ({})", told.id, told.state.replace('_', " "))),
        (said.say("baseline").to_owned(), told.on.to_string()),
        (said.say("scale").to_owned(), told.scale.label.clone()),
        (said.say("place").to_owned(), format!("{} / {}", place(told.place), place(told.evidence_place))),
        (said.say("configuration").to_owned(), told.configuration.trim_start_matches("sha256:").to_owned()),
    ]
}

/// An assessment as sheets.
pub fn leaves(said: &Words, told: &Told) -> Vec<Leaf> {
    let mut all: Vec<Leaf> = tables(said, told).into_iter().map(Rows::leaf).collect();
    let rows = marks(said, told).into_iter().map(|(name, value)| vec![name, value]);
    let figures = figures(said, told).into_iter().map(|it| vec![it.name, format!("{} {}", it.value, it.why)]);
    all.push(Leaf {
        title: said.say("figures").to_owned(),
        head: vec![said.say("title").to_owned(), told.title.clone()],
        rows: rows.chain(figures).collect(),
    });
    all
}

fn figures(said: &Words, told: &Told) -> Vec<Figure> {
    let link = format!("/gaps/{}", told.id);
    let gap = |key: &str, it: &Gap| Figure {
        name: said.say(key).to_owned(),
        value: percent(it.share).unwrap_or_else(|| said.say("none").to_owned()),
        why: format!("{} of {} cells, weight {}; {}", it.cells, told.distribution.all, it.weight, it.formula),
        link: link.clone(),
        ..Figure::default()
    };
    let name = |it: &String| told.titles.get(it).cloned().unwrap_or_else(|| said.say("hidden").to_owned());
    let mut all = vec![gap("by_evidence", &told.by_evidence), gap("by_ratings", &told.by_ratings)];
    all.extend(told.agreement.iter().map(|it| Figure {
        name: format!("{}: {}, {}", said.say("agreement"), name(&it.one), name(&it.other)),
        value: kappa(it),
        why: format!("the same on {} of {} that both rated", it.same, it.shared),
        link: link.clone(),
        ..Figure::default()
    }));
    let hours = told.effort.hours.map(|it| format!("{it:.1} h"));
    all.push(Figure {
        name: said.say("effort").to_owned(),
        value: hours.unwrap_or_else(|| said.say("none").to_owned()),
        why: format!(
            "known of {} of {} gaps{}",
            told.effort.known,
            told.effort.gaps,
            told.effort.why.as_ref().map(|it| format!("; {it}")).unwrap_or_default()
        ),
        link: link.clone(),
        ..Figure::default()
    });
    if let Some(trend) = &told.trend {
        let moved = trend.moved.map(|it| format!("{:+.1} points", it * 100.0));
        all.push(Figure {
            name: said.say("moved").to_owned(),
            value: moved.or_else(|| trend.why.clone()).unwrap_or_else(|| said.say("none").to_owned()),
            why: format!("{} rose, {} fell, of {} in both", trend.risen.len(), trend.fallen.len(), trend.both),
            link: format!("/gaps/{}", trend.earlier),
            ..Figure::default()
        });
    }
    all
}

/// An assessment as a document.
pub fn document(configuration: &Configuration, told: &Told) -> Document {
    let said = &configuration.libraries.gaps.words;
    let section = |title: &str, anchor: &str, blocks: Vec<Block>| Section {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
        new_page: false,
        blocks,
    };
    let mut sections =
        vec![section(said.say("figures"), "figures", vec![Block::Figures { figures: figures(said, told) }])];
    if !told.conclusion.is_empty() {
        let text = Block::Paragraph { text: told.conclusion.clone(), note: String::new() };
        sections.push(section(said.say("conclusion"), "conclusion", vec![text]));
    }
    sections.extend(tables(said, told).into_iter().map(|it| it.section(said.say("none"))));
    let document = document_of(&configuration.libraries.packs, (&told.title, said.say("reads")), told.on, sections);
    Document { marks: marks(said, told), ..document }
}
