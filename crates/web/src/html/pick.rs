//! What link inputs offer and understand: records by number or by title.

use std::collections::BTreeMap;

use governance::Listing;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Id, Target};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::filled::{Filled, name_of};
use crate::language::Language;

/// Most records that one input offers by itself; the rest is found by searching.
const OFFERED: u32 = 50;
/// Most records that a search offers.
const FOUND: u32 = 20;

/// Records that link inputs offer, by kind.
#[derive(Default)]
pub(crate) struct Picks(BTreeMap<String, Vec<(String, String)>>);

impl Picks {
    /// What the link inputs among `fields` offer.
    pub async fn load(call: &Call, fields: &[&Field]) -> Result<Picks, Failure> {
        let mut picks = Picks::default();
        let mut kinds: Vec<&str> = fields.iter().flat_map(|it| targets(it)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for (kind, id, title) in call.aims().offered(&call.actor, &kinds, OFFERED).await? {
            picks.0.entry(kind).or_default().push((id.to_string(), title));
        }
        Ok(picks)
    }

    /// The lists to which link inputs refer by name, one a set of kinds.
    pub fn lists(&self, fields: &[&Field]) -> Html {
        let mut sets: Vec<Vec<&str>> = fields.iter().flat_map(|it| links(it)).map(|it| kinds_of(&it.ty)).collect();
        sets.retain(|it| !it.is_empty());
        sets.sort();
        sets.dedup();
        maud! {
            @for kinds in &sets {
                datalist id=(list_name(kinds)) {
                    @for (id, title) in kinds.iter().filter_map(|it| self.0.get(*it)).flatten() {
                        option value={ (id) " " (title) } {}
                    }
                }
            }
        }
        .memoize()
    }
}

/// The name of the list that a link input refers to; `None` when it may point to any kind.
pub(crate) fn list_of(ty: &FieldType) -> Option<String> {
    Some(kinds_of(ty)).filter(|it| !it.is_empty()).map(|it| list_name(&it))
}

fn list_name(kinds: &[&str]) -> String {
    format!("pick-{}", kinds.join("-"))
}

/// Records of these kinds, of any when there are none, that a text finds: a number, words, or the first ones by title.
pub(crate) async fn found(call: &Call, kinds: &[&str], text: &str) -> Result<Vec<(String, String)>, Failure> {
    let text = text.trim();
    let fits = |id: &Id| {
        call.configuration
            .catalog
            .kind_of_prefix(&id.prefix)
            .is_some_and(|it| kinds.is_empty() || kinds.contains(&it.kind.as_str()))
    };
    if let Some(id) = number_in(text).filter(fits) {
        let one = call.aims().record(&call.actor, &id, &governance::Moment::Now).await;
        let title = |it: &governance::Record| {
            it.document.get("title").and_then(|it| it.as_str()).unwrap_or_default().to_owned()
        };
        return Ok(one.map(|it| vec![(id.to_string(), title(&it))]).unwrap_or_default());
    }
    let mut found = Vec::new();
    match text.is_empty() {
        true => {
            for kind in kinds {
                let listing = Listing { limit: FOUND, sort: vec!["title".to_owned()], ..Listing::of(kind) };
                let page = call.aims().list(&call.actor, &listing).await?;
                found.extend(page.rows.into_iter().map(|it| (it.id.to_string(), it.title)));
            }
        }
        false => {
            let kinds: Vec<String> = kinds.iter().map(|it| (*it).to_owned()).collect();
            let text: String = text.chars().take(200).collect();
            let hits = call.aims().search(&call.actor, &text, &kinds, FOUND).await?;
            found.extend(hits.into_iter().map(|it| (it.record.id.to_string(), it.record.title)));
        }
    }
    found.truncate(FOUND as usize);
    Ok(found)
}

pub(crate) fn kinds_of(ty: &FieldType) -> Vec<&str> {
    match ty {
        FieldType::Link { to: Target::Kinds(kinds) } | FieldType::Links { to: Target::Kinds(kinds) } => {
            kinds.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// The field itself, or the columns of a table, as far as they are links.
fn links(field: &Field) -> Vec<&Field> {
    match &field.ty {
        FieldType::Link { .. } | FieldType::Links { .. } => vec![field],
        FieldType::Table { columns } => columns.iter().flat_map(links).collect(),
        _ => Vec::new(),
    }
}

fn targets(field: &Field) -> Vec<&str> {
    links(field).into_iter().flat_map(|it| kinds_of(&it.ty)).collect()
}

/// Records that people named by title: the number, or what is wrong with the name, by list and text.
pub(crate) struct Named {
    /// Language in which it is said what is wrong.
    pub language: Language,
    numbers: BTreeMap<(String, String), Result<String, String>>,
}

impl Named {
    /// Looks up every title that the link inputs among `fields` hold.
    pub async fn look_up(call: &Call, fields: &[&Field], filled: &Filled) -> Result<Named, Failure> {
        let mut named = Named { language: call.language(), numbers: BTreeMap::new() };
        for field in fields {
            for (link, name) in inputs(field, &name_of(field), filled) {
                for text in filled.all(&name) {
                    if number_in(text).is_none() {
                        let found = by_title(call, &kinds_of(&link.ty), text.trim()).await?;
                        named.numbers.insert((list_of(&link.ty).unwrap_or_default(), text.trim().to_owned()), found);
                    }
                }
            }
        }
        Ok(named)
    }

    /// The number that a text means.
    pub fn number(&self, ty: &FieldType, text: &str) -> Result<String, String> {
        if let Some(id) = number_in(text) {
            return Ok(id.to_string());
        }
        let key = (list_of(ty).unwrap_or_default(), text.trim().to_owned());
        let unknown = || Err(self.language.tell("pick.no_number", &[("text", &text.trim())]));
        self.numbers.get(&key).cloned().unwrap_or_else(unknown)
    }
}

/// The names of the link inputs of a field, those in the rows of a table too.
fn inputs<'a>(field: &'a Field, name: &str, filled: &Filled) -> Vec<(&'a Field, String)> {
    match &field.ty {
        FieldType::Link { .. } | FieldType::Links { .. } => vec![(field, name.to_owned())],
        FieldType::Table { columns } => {
            let cell = |row: usize| columns.iter().map(move |it| (it, row));
            let cells = (0..filled.rows(name)).flat_map(cell);
            cells.flat_map(|(column, row)| inputs(column, &format!("{name}.{row}.{}", column.name), filled)).collect()
        }
        _ => Vec::new(),
    }
}

/// The number with which a text begins, as `SYS-0001 Benefits check` does.
pub(crate) fn number_in(text: &str) -> Option<Id> {
    text.split_whitespace().next()?.parse().ok()
}

/// The one record of these kinds with this title.
pub(crate) async fn by_title(call: &Call, kinds: &[&str], title: &str) -> Result<Result<String, String>, Failure> {
    if title.chars().count() > 500 || title.contains('"') || kinds.is_empty() {
        return Ok(Err(call.tell("pick.no_number", &[("text", &title)])));
    }
    let mut found = Vec::new();
    for kind in kinds {
        let listing = Listing { filter: format!("title:\"{title}\""), limit: 10, ..Listing::of(kind) };
        let page = call.aims().list(&call.actor, &listing).await?;
        found.extend(
            page.rows.into_iter().filter(|it| it.title.eq_ignore_ascii_case(title)).map(|it| it.id.to_string()),
        );
    }
    Ok(match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => {
            let kinds = kinds.join(call.say("kinds.or"));
            Err(call.tell("pick.none", &[("kinds", &kinds), ("title", &title)]))
        }
        many => Err(call.tell("pick.several", &[("title", &title), ("numbers", &many.join(", "))])),
    })
}
