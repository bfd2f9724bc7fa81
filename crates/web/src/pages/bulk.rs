//! Changing many records of a list at once, all or none.

use axum::body::Body;
use axum::extract::Path;
use record::{Change, Document, Id};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::page;
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /{kind}/bulk`
pub(crate) async fn bulk(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    let selected = sent.posted.all("ids").map(|it| selected(&call, kind, it)).collect::<Result<Vec<_>, _>>()?;
    if selected.is_empty() {
        return Err(Failure::input("no record is selected; tick some in the list first"));
    }
    let changes = match sent.posted.text("act") {
        Some("owner") => owners(sent.posted.text("owner"), selected)?,
        Some("retire") => retirements(sent.why(), selected)?,
        _ => return Err(Failure::input("choose what to do with the selected records")),
    };
    call.aims().commit_all(&call.actor, changes, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{}?done=changed", kind.kind)))
}

/// A ticked row: number and version, as `RSK-0001@3`.
fn selected(call: &Call, kind: &record::Kind, text: &str) -> Result<(Id, i64), Failure> {
    let wrong = || Failure::input(format!("`{text}` is not a row of the list; open the list again"));
    let (id, version) = text.split_once('@').ok_or_else(wrong)?;
    Ok((call.id(kind, id)?, version.parse().map_err(|_| wrong())?))
}

fn owners(owner: Option<&str>, selected: Vec<(Id, i64)>) -> Result<Vec<Change>, Failure> {
    let owner = owner.ok_or_else(|| Failure::problem("owner", "is blank; write the number of a person"))?;
    let owner: Id = owner.parse().map_err(|message: String| Failure::problem("owner", message))?;
    let set = Document::from_iter([("owner".to_owned(), owner.to_string().into())]);
    let change = |(id, base)| Change::Edit { id, base: Some(base), set: set.clone(), why: None };
    Ok(selected.into_iter().map(change).collect())
}

fn retirements(why: Option<String>, selected: Vec<(Id, i64)>) -> Result<Vec<Change>, Failure> {
    let why = why.ok_or_else(|| Failure::problem("why", "is blank; say why these records are taken out of use"))?;
    Ok(selected.into_iter().map(|(id, base)| Change::Retire { id, base: Some(base), why: why.clone() }).collect())
}
