//! Every route, in two lists, those of the interface and those of pages; the router is made from both.

mod interface;
mod pages;

use std::sync::LazyLock;

use axum::Router;
use axum::routing::MethodFilter;

use crate::route::{Route, Whom};
use crate::{App, admit};

/// Every route.
pub static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| [interface::INTERFACE, pages::PAGES].concat());

/// The router of [`ROUTES`]; every route that is not public asks who is there, and every one that tells of many whether they read what is internal.
pub(crate) fn router(app: &App) -> Router<App> {
    let admitted = axum::middleware::from_fn_with_state(app.clone(), admit::admit);
    let insider = axum::middleware::from_fn(admit::insider);
    ROUTES.iter().fold(Router::new(), |router, route| {
        let handler = (route.handler)(filter(route.method));
        // The layer that is added last is asked first.
        let handler = match route.whom {
            Whom::Public => handler,
            Whom::SignedIn => handler.route_layer(admitted.clone()),
            Whom::Insider => handler.route_layer(insider.clone()).route_layer(admitted.clone()),
        };
        router.route(route.path, handler)
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
