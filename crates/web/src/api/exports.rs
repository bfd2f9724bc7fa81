//! Lists of records as files.

use axum::extract::Path;
use governance::Listing;

use crate::api::list::moment;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// `GET /api/v1/exports/{file}`, where the file is `risk.csv`, `risk.xlsx`, `risk.json` or `risk.jsonl`.
pub(crate) async fn export(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&["filter", "sort", "as_of", "retired"])?;
    let endings = "an export is named after a kind and ends in .csv, .xlsx, .json or .jsonl, such as `risk.csv`";
    let (name, ending) = file.rsplit_once('.').ok_or_else(|| Failure::missing(endings))?;
    let (format, media) = format(ending).ok_or_else(|| Failure::missing(endings))?;
    let kind = call.kind(name)?;
    let listing = Listing {
        filter: call.query.get("filter").unwrap_or_default().to_owned(),
        sort: call.query.list("sort"),
        retired: call.query.flag("retired")?,
        moment: moment(&call)?,
        ..Listing::of(&kind.kind)
    };
    let bytes = call.aims().export(&call.actor, &listing, format).await?;
    Ok(reply::file(&file, media, bytes))
}

fn format(ending: &str) -> Option<(governance::export::Format, &'static str)> {
    use governance::export::Format;
    match ending {
        "csv" => Some((Format::Csv, "text/csv; charset=utf-8")),
        "xlsx" => Some((Format::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        "json" => Some((Format::Json, "application/json")),
        "jsonl" => Some((Format::JsonLines, "application/jsonl")),
        _ => None,
    }
}
