//! The cockpit as sheets, on paper and as data; and the rows of its heat map as a table.

use record::Id;

use super::super::RISK;
use super::arrows::At;
use super::asked::Asked;
use super::whole::{Row, Told};
use crate::event::Event;
use crate::hazards::spread::STANDINGS;
use crate::libraries::Words;
use crate::packing::issue::no_form;
use crate::packing::tables::{Rows, called, spaced};
use crate::{Actor, Aims, Error};

const RISKS: [&str; 9] = ["number", "risk", "systems", "owner", "cell", "level", "side", "why", "due"];
const CELLS: [&str; 5] = ["likelihood", "consequence", "level", "side", "count"];
const FLOWS: [&str; 5] = ["from", "to", "count", "risks", "cause"];
const ENDS: [&str; 7] = ["acceptance", "risk", "when", "expires", "standing", "why", "who"];
const TODO: [&str; 5] = ["due", "risk", "owner", "why", "witnesses"];
/// The form beside those that every document has: the rows of the heat map as a table, with its media type.
pub const MORE: [(&str, &str); 1] = [("csv", "text/csv; charset=utf-8")];

impl Aims {
    /// The cockpit as a file, also the rows of its heat map as a table; that it left is entered in the ledger.
    ///
    /// Errors: as of [`Aims::cockpit`]; an ending that is no form.
    pub async fn cockpit_file(&self, actor: &Actor, asked: Asked, ending: &str) -> Result<Vec<u8>, Error> {
        let told = self.cockpit(actor, asked).await?;
        let configuration = self.configuration();
        let by = &configuration.libraries.cockpit;
        let said = &by.words;
        let head = (said, (said.say("title"), said.say("reads")), told.on);
        let bytes = match ending {
            "csv" => Some(sheet::write_csv(&RISKS.map(str::to_owned), told.rows.iter().map(|it| row(&told, it)))),
            _ => self.filed_as_tables(ending, &told, head, || tables(said, &told)).await?,
        };
        let bytes = bytes.ok_or_else(|| no_form(ending, "the risk cockpit", ", csv"))?;
        self.enter(actor, Event::new("export").with("kind", RISK).with("rows", told.rows.len())).await?;
        Ok(bytes)
    }
}

/// Words without which no file can be written.
pub(super) fn words() -> Vec<&'static str> {
    let own = [
        "title",
        "reads",
        "none",
        "map",
        "cells",
        "moved",
        "hazards",
        "ending",
        "todo",
        "system",
        "not_placed",
        "not_there",
    ];
    let tables: [&[&str]; 6] = [&RISKS, &CELLS, &FLOWS, &ENDS, &TODO, &STANDINGS];
    own.into_iter().chain(tables.into_iter().flatten().copied()).collect()
}

fn names(told: &Told, all: &[Id]) -> String {
    all.iter().map(|it| called(&told.names, it)).collect::<Vec<_>>().join(", ")
}

/// A place of the heat map by the names of its levels.
pub fn at(told: &Told, (likelihood, consequence): (usize, usize)) -> String {
    let of = |all: &[String], it: usize| it.checked_sub(1).and_then(|it| all.get(it)).cloned().unwrap_or_default();
    format!("{} × {}", of(&told.map.likelihood, likelihood), of(&told.map.consequence, consequence))
}

/// A risk of the heat map.
fn row(told: &Told, it: &Row) -> Vec<String> {
    vec![
        it.risk.to_string(),
        told.names.get(&it.risk.to_string()).cloned().unwrap_or_default(),
        names(told, &it.systems),
        it.owner.as_ref().map(|it| called(&told.names, it)).unwrap_or_default(),
        it.cell.map(|it| at(told, it)).unwrap_or_default(),
        it.level.clone().unwrap_or_default(),
        it.side.map(|it| spaced(it.name())).unwrap_or_default(),
        it.why.clone().unwrap_or_default(),
        it.due.map(|it| it.to_string()).unwrap_or_default(),
    ]
}

fn tables(said: &Words, told: &Told) -> Vec<Rows> {
    let say = |key: &str| said.say(key).to_owned();
    let cells = told.map.cells.iter().map(|it| {
        let at = at(told, it.place());
        let (row, column) = at.split_once(" × ").unwrap_or((&at, ""));
        let level = it.level.clone().unwrap_or_default();
        vec![row.to_owned(), column.to_owned(), level, spaced(it.side.name()), it.risks.len().to_string()]
    });
    let place = |it: At| match it {
        At::Cell(of) => at(told, of),
        At::NotPlaced => say("not_placed"),
        At::NotThere => say("not_there"),
    };
    let flows = told.flows.iter().map(|it| {
        let because = [names(told, &it.causes), it.reasons.join("; ")].join(" ").trim().to_owned();
        vec![place(it.from), place(it.to), it.risks.len().to_string(), names(told, &it.risks), because]
    });
    let hazards = told.hazards.iter().map(|it| {
        let own = STANDINGS.map(|of| it.hazards.get(of).map(|it| spaced(&it.join(", "))).unwrap_or_default());
        std::iter::once(called(&told.names, &it.system)).chain(own).collect::<Vec<String>>()
    });
    let ends = told.ending.acceptances.iter().map(|it| {
        let last = it.expires.map(|it| it.to_string()).unwrap_or_default();
        let standing = spaced(it.stands.name());
        vec![
            called(&told.names, &it.id),
            called(&told.names, &it.risk),
            it.when.name().to_owned(),
            last,
            standing,
            it.why.clone(),
            it.who.clone(),
        ]
    });
    let todo = told.todo.iter().map(|it| {
        let owner = it.waiting.owner.as_ref().map(|it| called(&told.names, it)).unwrap_or_default();
        let due = &it.waiting.due;
        vec![
            due.on.to_string(),
            called(&told.names, &it.waiting.risk),
            owner,
            due.says.clone(),
            names(told, &it.witnesses),
        ]
    });
    let heads: Vec<&str> = std::iter::once("system").chain(STANDINGS).collect();
    vec![
        Rows::said(say, "map", &RISKS, told.rows.iter().map(|it| row(told, it))),
        Rows::said(say, "cells", &CELLS, cells),
        Rows::said(say, "moved", &FLOWS, flows),
        Rows::said(say, "hazards", &heads, hazards),
        Rows::said(say, "ending", &ENDS, ends),
        Rows::said(say, "todo", &TODO, todo),
    ]
}
