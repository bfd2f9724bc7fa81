//! The charts of a dataset, each under a name of its own: drawn on its page, and served as a picture and as data.
//!
//! Serves ISO/IEC 42001 A.7.2, A.7.4 and 9.1.

use axum::extract::Path;
use chart::Chart;
use governance::data::DATASET;
use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use crate::call::Call;
use crate::html::Html;
use crate::html::figure::figure;
use crate::reply::Reply;
use crate::screens::pictures;

/// A chart and the name under which it is served.
pub(super) type Named = (String, Chart);

/// Where the charts of a dataset come from.
const SOURCES: &[fn(&View<'_>) -> Vec<Named>] = &[
    super::trend::charts,
    super::representation::charts,
    super::representation::labels::charts,
    super::privacy::charts,
];

/// The figures of these charts, with their files; several stand beside each other where there is room.
pub(super) fn figures(view: &View<'_>, charts: &[Named]) -> Html {
    let address = |name: &str| format!("/data/{}/charts/{name}", view.whole.dataset.id);
    maud! {
        div class=(if charts.len() > 1 { "beside" } else { "" }) {
            @for (name, chart) in charts {
                (figure(view.call.language(), chart, &format!("picture-{name}"), Some(&address(name))))
            }
        }
    }
    .memoize()
}

/// `GET /data/{id}/charts/{file}`: a chart of a dataset, such as `trend-0.svg`; those of a version name it, as `representation-DSV-1.csv`.
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(DATASET)?, &id)?;
    let whole = call.aims().data(&call.actor, &id).await?;
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let views = whole.versions.iter().map(Some).chain([None]);
    let all = views.map(|chosen| View { call: &call, whole: &whole, chosen });
    let found = all.flat_map(|view| SOURCES.iter().flat_map(|charts| charts(&view)).collect::<Vec<_>>());
    let chart = found.into_iter().find(|it| it.0 == name).ok_or_else(|| pictures::unknown(&call, &file))?.1;
    pictures::answer(&call, &chart, &format!("{id}-{name}"), ending)
}
