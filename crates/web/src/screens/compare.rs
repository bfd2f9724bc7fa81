//! Two to four AI systems side by side: health, and every field in which at least one of them says something.

use governance::health::Around;
use governance::listing::Titles;
use governance::surroundings::{SYSTEM, Summary, summary};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Field;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::value::Shown;
use crate::html::{Html, page, parts};
use crate::reply::Reply;
use crate::screens::{inventory, lights};

/// One system as it is compared: itself with what is around it, and what that comes to.
struct Row {
    around: Around,
    summary: Summary,
}

/// `GET /inventory/compare`
pub(crate) async fn compare(call: Call) -> Reply {
    call.query.only(&["ids"])?;
    let kind = call.kind(SYSTEM)?;
    let ids = call.query.list("ids");
    if !(2..=4).contains(&ids.len()) {
        return Err(Failure::input(call.tell("inventory.compare_some", &[("count", &ids.len())])));
    }
    let (mut rows, mut titles) = (Vec::new(), Titles::new());
    for id in &ids {
        let (around, known) = call.aims().system(&call.actor, &call.id(kind, id)?).await?;
        rows.push(Row { summary: summary(&around), around });
        titles.extend(known);
    }
    let said = |field: &&Field| rows.iter().any(|it| it.around.system.document.contains_key(&field.name));
    let fields: Vec<&Field> = kind.fields.iter().filter(|it| it.name != "title").filter(said).collect();
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &titles, keep: "" };
    let body = maud! {
        (Heading { crumbs: &[("/inventory".to_owned(), call.say("inventory.title").to_owned())], ..Heading::of(call.say("inventory.compared")) }.draw(call.language()))
        p .help { (call.say("inventory.differs_help")) }
        div .scroll tabindex="0" role="group" aria-label=(call.say("inventory.compared")) {
            table .compare {
                thead { tr { td {} @for row in &rows { (heading(&row.around.system.id.to_string(), &row.around.system.title)) } } }
                tbody {
                    (line(call.say("inventory.stage"), &rows.iter().map(|it| parts::state(&call, SYSTEM, &it.around.system.state, false)).collect::<Vec<_>>()))
                    (line(call.say("inventory.tier"), &rows.iter().map(|it| inventory::tier(&call, &it.summary, &it.around.system.id.to_string())).collect::<Vec<_>>()))
                    (line(call.say("inventory.health"), &rows.iter().map(|it| lights::all(&call, &it.summary.signs)).collect::<Vec<_>>()))
                    @for field in &fields { (line(&field.label, &values(field, &rows, &shown))) }
                }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("inventory.compared"), body))
}

fn heading(id: &str, title: &str) -> Html {
    maud! { th scope="col" { a href={ "/" (SYSTEM) "/" (id) } { span .number { (id) } " " (title) } } }.memoize()
}

fn values(field: &Field, rows: &[Row], shown: &Shown<'_>) -> Vec<Html> {
    let one = |it: &Row| {
        let value = it.around.system.document.get(&field.name);
        value.map_or_else(|| maud! {}.memoize(), |value| shown.value(field, value))
    };
    rows.iter().map(one).collect()
}

/// One line; it is marked when its cells differ.
fn line(label: &str, cells: &[Html]) -> Html {
    let differs = cells.windows(2).any(|it| it[0].as_inner() != it[1].as_inner());
    maud! {
        tr class=[differs.then_some("differs")] {
            th scope="row" { (label) @if differs { " " span aria-hidden="true" { "≠" } } }
            @for cell in cells { td { (cell) } }
        }
    }
    .memoize()
}
