//! The demonstration beside a running server: in a folder and on a port of its own, gone with the server or when asked.

use std::net::IpAddr;
use std::sync::Arc;

use governance::{Aims, Options};
use tokio::sync::{Mutex, oneshot};
use web::{Demonstration, Shown};

use crate::exit::Failure;
use crate::folder::Folder;

/// A demonstration that runs; dropped, its server stops and its folder goes.
struct Running {
    shown: Shown,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
    folder: Folder,
}

/// What the pages may ask for; on `host`, which is that of the server itself.
pub fn demonstration(host: IpAddr) -> Demonstration {
    let kept: Arc<Mutex<Option<Running>>> = Arc::default();
    let (opened, removed) = (kept.clone(), kept);
    Demonstration {
        open: Arc::new(move || Box::pin(open(opened.clone(), host))),
        remove: Arc::new(move || Box::pin(remove(removed.clone()))),
    }
}

async fn open(kept: Arc<Mutex<Option<Running>>>, host: IpAddr) -> Result<Shown, String> {
    let mut kept = kept.lock().await;
    if let Some(running) = kept.as_ref().filter(|it| !it.served.is_finished()) {
        return Ok(running.shown.clone());
    }
    let running = start(host).await.map_err(|it| it.to_string())?;
    Ok(kept.insert(running).shown.clone())
}

async fn remove(kept: Arc<Mutex<Option<Running>>>) {
    let Some(running) = kept.lock().await.take() else { return };
    let Running { stop, served, folder, .. } = running;
    drop(stop);
    if let Err(cause) = served.await {
        tracing::warn!(%cause, "the demonstration did not end in order");
    }
    drop(folder);
}

async fn start(host: IpAddr) -> Result<Running, Failure> {
    let folder = Folder::make()?;
    let home = folder.path().join("store");
    let entered =
        super::enter(Options::embedded(&home), jiff::Timestamp::now(), &super::files()?, super::Files::Embedded)
            .await?;
    let sign_ins = entered.sign_ins.iter().map(|it| [&it.name, &it.role, &it.email, &it.password].map(String::clone));
    let sign_ins = sign_ins.collect();
    crate::context::blocking(|| drop(entered));
    let aims = crate::context::blocking(|| Aims::open(Options::embedded(&home)))?;
    let unheard = |cause: std::io::Error| Failure::failed(format!("no port for the demonstration ({cause})"));
    let listener = tokio::net::TcpListener::bind((host, 0)).await.map_err(unheard)?;
    let address = listener.local_addr().map_err(unheard)?;
    let app = web::app(aims, web::Settings::on_port(address.port()));
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(async move {
        let ended = async {
            let _ = stopped.await;
        };
        if let Err(cause) = web::serve(listener, app, ended).await {
            tracing::warn!(%cause, "the demonstration stopped");
        }
    });
    Ok(Running { shown: Shown { url: format!("http://{address}"), sign_ins }, stop, served, folder })
}
