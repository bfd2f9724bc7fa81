//! HTTP and HTML: the REST interface, sign-in, and pages that any kind of record shares.
//!
//! Knows nothing of storage or permission; asks `governance` for everything and says what came of it, as JSON or as a page.
//! Generic pages name no kind; what belongs to one kind stands in `panels`.

mod admit;
mod api;
mod asset;
mod body;
mod call;
mod crossing;
mod drafts;
mod failure;
mod frame;
mod html;
mod json;
mod language;
mod multipart;
mod navigation;
mod openapi;
mod pages;
mod panels;
mod query;
mod reader;
mod reply;
mod route;
mod routes;
mod screens;
mod serve;
mod unsent;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use governance::Aims;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

pub use openapi::document as description;
pub use route::{Leaves, Route, Whom};
pub use routes::ROUTES;
pub use screens::demonstration::{Demonstration, Shown};
pub use serve::{HEADERS_WITHIN, serve, serve_within};

/// What an operator may choose about the web.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Browsers reach this server by `https`, so cookies are sent over nothing else.
    pub https: bool,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long an upload, an import or an export may take.
    pub long_timeout: Duration,
    /// Largest JSON or form body, in bytes.
    pub body_limit: usize,
    /// Largest body with a file, in bytes.
    pub file_limit: usize,
    /// A sentence under the sign-in form, such as the accounts of a demonstration.
    pub sign_in_hint: Option<String>,
    /// What tells the cookie of this server from those of others on the same host; cookies do not tell ports apart.
    pub cookie_suffix: String,
    /// How to open a demonstration beside this server, where that is possible.
    pub demonstration: Option<Demonstration>,
}

impl Settings {
    /// Those of a server that is known by its port: its cookies are its own among those of the host.
    pub fn on_port(port: u16) -> Settings {
        Settings { cookie_suffix: format!("-{port}"), ..Settings::default() }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            https: false,
            timeout: Duration::from_secs(30),
            long_timeout: Duration::from_secs(300),
            body_limit: 1 << 20,
            file_limit: 64 << 20,
            sign_in_hint: None,
            cookie_suffix: String::new(),
            demonstration: None,
        }
    }
}

/// What every request has at hand.
#[derive(Clone)]
pub(crate) struct App {
    pub aims: Aims,
    pub settings: Arc<Settings>,
    pub uploads: Arc<pages::uploads::Uploads>,
    pub running: Arc<pages::running::Running>,
    pub authority: Arc<api::authority::Kept>,
    pub measured: Arc<screens::measure::Measured>,
}

/// The whole web: REST below `/api/v1`, pages everywhere else.
pub fn app(aims: Aims, settings: Settings) -> Router {
    let app = App {
        aims,
        settings: Arc::new(settings),
        uploads: Arc::default(),
        running: Arc::default(),
        authority: Arc::default(),
        measured: Arc::default(),
    };
    let compression = CompressionLayer::new().compress_when(SizeAbove::new(1024).and(NotForContentType::IMAGES));
    routes::router(&app)
        .layer(axum::middleware::from_fn_with_state(app.clone(), frame::frame))
        .layer(compression)
        .with_state(app)
}
