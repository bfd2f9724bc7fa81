//! Who may do what, as one table: found out by asking every question, never by reading policies.
//!
//! A row is an act on records of a kind, a column is a role that somebody holds over the record's unit. Nothing stands in the
//! way but the policies themselves: facts say nothing, no field is filled but those of responsibility.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;
use record::{Catalog, Document, FieldType, Kind};

use crate::policies::Policies;
use crate::schema::ACTS;
use crate::{Action, Actor, Class, Fact, FactType, Question, RecordView, Resource, SYSTEM_ACTIONS, UNMARKED};

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Headings of the columns: role keys, then `signed in` for who holds no role, and `public`.
    pub roles: Vec<String>,
    /// One act each, with one cell for each column.
    pub rows: Vec<Row>,
}

/// One act and who may do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The kind; `every kind` or `store` where the act is not about one.
    pub kind: String,
    /// The act, with the states in parentheses when they make a difference.
    pub act: String,
    /// The answers in the order of the columns.
    pub cells: Vec<Cell>,
}

/// Whether one role may do one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// To which records.
    pub reach: Reach,
    /// Not to records on which the same person worked before.
    pub four_eyes: bool,
}

/// Which records an answer covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// None.
    None,
    /// Those that the person owns; for reading, those that are theirs in any way.
    Own,
    /// All.
    All,
}

const ME: &str = "PER-1";
const OTHER: &str = "PER-2";

/// The table of who may do what.
pub fn authority(catalog: &Catalog, policies: &Policies) -> Authority {
    let mut actors: Vec<Actor> = policies.roles().iter().map(|role| Actor::session("somebody", ME, [role])).collect();
    actors.push(Actor::session("somebody", ME, Vec::<String>::new()));
    actors.push(Actor::anonymous());
    let roles = policies.roles().iter().cloned().chain(["signed in".to_owned(), "public".to_owned()]).collect();

    let mut rows: Vec<Row> = SYSTEM_ACTIONS
        .iter()
        .map(|(name, _)| Row {
            kind: "store".to_owned(),
            act: (*name).to_owned(),
            cells: actors.iter().map(|actor| system_cell(policies, actor, name)).collect(),
        })
        .collect();
    rows.extend(reading(catalog, policies, &actors));
    let kinds: Vec<&Kind> = catalog.kinds().collect();
    let of_kinds: Vec<Vec<Row>> = kinds.par_iter().map(|it| of_kind(policies, it, &actors)).collect();
    rows.extend(of_kinds.into_iter().flatten());
    Authority { roles, rows }
}

/// The roles whose holders may take this transition of a record in this state, as far as policies say by themselves.
pub fn who_may_move(policies: &Policies, kind: &Kind, transition: &str, state: &str) -> Vec<String> {
    let may = |role: &&String| {
        let actor = Actor::session("somebody", ME, [*role]);
        record_cell(policies, kind, Action::Move(transition), state, &actor).reach == Reach::All
    };
    policies.roles().iter().filter(may).cloned().collect()
}

/// The rows of every act on records of a kind.
fn of_kind(policies: &Policies, kind: &Kind, actors: &[Actor]) -> Vec<Row> {
    let (states, mut rows) = (kind.states(), Vec::new());
    for (name, _) in ACTS {
        let action = match *name {
            "create" => Action::Create,
            "edit" => Action::Edit,
            "retire" => Action::Retire,
            "restore" => Action::Restore,
            "open" => Action::Open,
            _ => Action::Erase,
        };
        rows.extend(by_state(policies, kind, action, name, &states, actors));
    }
    for transition in &kind.lifecycle.transitions {
        let from: Vec<&str> = transition.from.iter().map(String::as_str).collect();
        rows.extend(by_state(policies, kind, Action::Move(&transition.name), &transition.name, &from, actors));
    }
    rows
}

/// The rows of one act: one when all states give the same answers, otherwise one for each answer.
fn by_state(
    policies: &Policies,
    kind: &Kind,
    action: Action,
    act: &str,
    states: &[&str],
    actors: &[Actor],
) -> Vec<Row> {
    let mut answers: Vec<(Vec<Cell>, Vec<&str>)> = Vec::new();
    // Where no policy looks at the state, one answer holds for all.
    let told = if policies.sees_state(action, &kind.kind) { states.len() } else { 1 };
    for state in states.iter().take(told) {
        let cells: Vec<Cell> = actors.iter().map(|actor| record_cell(policies, kind, action, state, actor)).collect();
        match answers.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, states)) => states.push(state),
            None => answers.push((cells, vec![state])),
        }
    }
    let several = answers.len() > 1;
    let row = |(cells, states): (Vec<Cell>, Vec<&str>)| {
        let act = if several { format!("{act} ({})", states.join(", ")) } else { act.to_owned() };
        Row { kind: kind.kind.clone(), act, cells }
    };
    answers.into_iter().map(row).collect()
}

fn record_cell(policies: &Policies, kind: &Kind, action: Action, state: &str, actor: &Actor) -> Cell {
    let may = |owner: &str, worked: &str| {
        let document = Document::from_iter([("owner".to_owned(), owner.into())]);
        let record = RecordView {
            kind: &kind.kind,
            id: "",
            state,
            retired: action == Action::Restore,
            // Who asks for a new record is the one who creates it.
            created_by: if action == Action::Create { &actor.person } else { worked },
            document: &document,
        };
        let fact = |ty: FactType| match ty {
            FactType::Person => Fact::Text(worked.to_owned()),
            FactType::People => Fact::Texts(vec![worked.to_owned()]),
            ty => ty.nothing(),
        };
        let facts: Vec<(&str, Fact)> =
            policies.facts(action, &kind.kind).map(|it| (it.name.as_str(), fact(it.ty))).collect();
        policies.permits(&Question { actor, action, resource: Resource::Record(record), changed: &[], facts: &facts })
    };
    let reach = match (may(OTHER, OTHER), may(ME, OTHER)) {
        (true, _) => Reach::All,
        (false, true) => Reach::Own,
        (false, false) => Reach::None,
    };
    let owner = if reach == Reach::All { OTHER } else { ME };
    Cell { reach, four_eyes: reach != Reach::None && !may(owner, ME) }
}

fn system_cell(policies: &Policies, actor: &Actor, name: &str) -> Cell {
    let question =
        Question { actor, action: Action::System(name), resource: Resource::Organization, changed: &[], facts: &[] };
    let reach = if policies.permits(&question) { Reach::All } else { Reach::None };
    Cell { reach, four_eyes: false }
}

/// One row an access class; kinds that answer otherwise than the others have rows of their own.
fn reading(catalog: &Catalog, policies: &Policies, actors: &[Actor]) -> Vec<Row> {
    let mut rows = Vec::new();
    for access in access_classes(catalog) {
        let mut answers: BTreeMap<Vec<Cell>, Vec<&str>> = BTreeMap::new();
        for kind in catalog.kinds() {
            let cells = actors.iter().map(|actor| class_cell(policies, actor, &kind.kind, &access)).collect();
            answers.entry(cells).or_default().push(&kind.kind);
        }
        let most = answers.values().map(Vec::len).max().unwrap_or_default();
        let mut usual = true;
        let act = format!("read {access}");
        for (cells, kinds) in answers {
            if usual && kinds.len() == most {
                usual = false;
                rows.push(Row { kind: "every kind".to_owned(), act: act.clone(), cells });
            } else {
                rows.extend(kinds.into_iter().map(|kind| Row {
                    kind: kind.to_owned(),
                    act: act.clone(),
                    cells: cells.clone(),
                }));
            }
        }
    }
    rows
}

fn class_cell(policies: &Policies, actor: &Actor, kind: &str, access: &str) -> Cell {
    let may = |mine| {
        let resource = Resource::Class(Class { kind, unit: "", access, mine, draft: false });
        policies.permits(&Question { actor, action: Action::Read, resource, changed: &[], facts: &[] })
    };
    let reach = match (may(false), actor.signed_in() && may(true)) {
        (true, _) => Reach::All,
        (false, true) => Reach::Own,
        (false, false) => Reach::None,
    };
    Cell { reach, four_eyes: false }
}

/// The choices of the field `access`, in the order of its file.
fn access_classes(catalog: &Catalog) -> Vec<String> {
    let field = catalog.kinds().find_map(|kind| kind.field("access"));
    match field.map(|field| &field.ty) {
        Some(FieldType::Choice { choices }) => choices.clone(),
        _ => vec![UNMARKED.to_owned()],
    }
}

impl Cell {
    /// `yes`, `own` or `-`, with `*` where a second person is needed.
    pub fn show(&self) -> &'static str {
        match (self.reach, self.four_eyes) {
            (Reach::None, _) => "-",
            (Reach::Own, false) => "own",
            (Reach::Own, true) => "own*",
            (Reach::All, false) => "yes",
            (Reach::All, true) => "yes*",
        }
    }
}

impl Authority {
    /// The table in aligned columns, with a legend of the shortened headings above it.
    pub fn to_text(&self) -> String {
        let heads = shortened(&self.roles);
        let mut out = String::from(
            "yes: all records of the unit   own: records that the person owns   *: not those on which the same person worked\n\n",
        );
        for (head, role) in heads.iter().zip(&self.roles) {
            let _ = writeln!(out, "{head:<5} {role}");
        }
        let width =
            |cell: fn(&Row) -> &String| self.rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or_default();
        let (kind, act) = (width(|row| &row.kind), width(|row| &row.act));
        let mut line = |first: &str, second: &str, cells: &mut dyn Iterator<Item = &str>| {
            let mut text = format!("{first:<kind$}  {second:<act$}");
            for cell in cells {
                let _ = write!(text, "  {cell:<4}");
            }
            out.push_str(text.trim_end());
            out.push('\n');
        };
        line("", "", &mut std::iter::empty());
        line("", "", &mut heads.iter().map(String::as_str));
        for row in &self.rows {
            line(&row.kind, &row.act, &mut row.cells.iter().map(Cell::show));
        }
        out
    }

    /// The table as CSV with full headings, for spreadsheets.
    pub fn to_csv(&self) -> String {
        let quoted = |text: &str| match text.contains([',', '"']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        };
        let mut out = String::from("kind,act");
        for role in &self.roles {
            let _ = write!(out, ",{}", quoted(role));
        }
        out.push('\n');
        for row in &self.rows {
            let _ = write!(out, "{},{}", quoted(&row.kind), quoted(&row.act));
            for cell in &row.cells {
                // A cell that is `-` alone would be taken for a formula by some spreadsheets.
                let _ = write!(out, ",{}", if cell.reach == Reach::None { "no" } else { cell.show() });
            }
            out.push('\n');
        }
        out
    }
}

/// The shortest beginnings, of at least three letters, that tell the names apart.
fn shortened(names: &[String]) -> Vec<String> {
    let head = |name: &String| {
        let beginning = |length: usize| name.chars().take(length).collect::<String>();
        let alone = |length: &usize| names.iter().filter(|it| it.starts_with(&beginning(*length))).count() == 1;
        (3..=name.chars().count()).find(alone).map_or(name.clone(), beginning)
    };
    names.iter().map(head).collect()
}
