//! Every route, in two lists, those of the interface and those of pages; the router is made from both.

mod interface;
mod pages;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::MethodFilter;

use crate::route::Route;
use crate::{App, admit};

/// Every route.
pub static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| [interface::INTERFACE, pages::PAGES].concat());

/// The router of [`ROUTES`]; every route that is not public asks who is there.
pub(crate) fn router(app: &App) -> Router<App> {
    let admitted = axum::middleware::from_fn_with_state(app.clone(), admit::admit);
    ROUTES.iter().fold(Router::new(), |router, route| {
        let handler = (route.handler)(filter(route.method));
        router.route(route.path, if route.public { handler } else { handler.route_layer(admitted.clone()) })
    })
}

fn filter(method: &str) -> MethodFilter {
    match method {
        "POST" => MethodFilter::POST,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    }
}
