//! Connections: taken one by one, each with a limit for how long its headers may take, and ended in order.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

/// How long a client may take for the headers of one request; who sends them byte by byte must not hold connections.
pub const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How long to wait when the machine gives no more connections.
const BREATH: Duration = Duration::from_millis(50);

/// Answers requests until `shutdown` is ready, then lets those under way end.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    serve_within(listener, app, HEADERS_WITHIN, shutdown).await
}

/// The same, with another limit for the headers of a request.
pub async fn serve_within(
    listener: TcpListener,
    app: Router,
    headers_within: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => answer(stream, &app, headers_within, &open),
                Err(cause) => {
                    tracing::warn!(%cause, "a connection could not be taken");
                    tokio::time::sleep(BREATH).await;
                }
            },
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    open.shutdown().await;
    Ok(())
}

/// Answers the requests of one connection in a task of its own.
fn answer(stream: TcpStream, app: &Router, headers_within: Duration, open: &GracefulShutdown) {
    // An answer that waits for more to send is a slow answer; when the system does not care, nothing is lost.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(app.clone());
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(headers_within)
        .serve_connection(TokioIo::new(stream), service);
    let watched = open.watch(connection);
    tokio::spawn(async move {
        if let Err(cause) = watched.await {
            tracing::debug!(%cause, "a connection ended early");
        }
    });
}
