//! Who may do what, as a table.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::api::authority::table;
use crate::call::Call;
use crate::html::{page, words};
use crate::reply::Reply;

/// `GET /authority`
pub(crate) async fn authority(call: Call) -> Reply {
    call.query.only(&[])?;
    let table = table(&call).await?;
    let body = maud! {
        h1 { "Who may do what" }
        p .help {
            "Found out by asking the policies every question. " strong { "yes" } ": all records of the unit; "
            strong { "own" } ": records that the person owns; " strong { "*" } ": not those on which the same person worked."
        }
        div .scroll {
            table .dense {
                thead { tr { th scope="col" { "Records" } th scope="col" { "Act" } @for role in &table.roles { th scope="col" { (words(role)) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            th scope="row" { (words(&row.kind)) } td { (words(&row.act)) }
                            @for cell in &row.cells { td { (cell.show()) } }
                        }
                    }
                }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, "Who may do what", body))
}
