//! `aims serve`: the server, on an organisation's own store or on the demonstration.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use governance::{Actor, Aims, Options, Via};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::first::{self, SignIn};
use crate::settings::Settings;

/// How often due work is looked for.
const ROUND: Duration = Duration::from_secs(5);
/// How long running requests may take after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Arguments of `aims serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Show a small fictional organisation, kept in `./aims-demo` unless --data names another folder
    #[arg(long)]
    demo: bool,
    /// Address and port to listen on [default: 127.0.0.1:7777]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Address by which browsers reach the server, when a proxy stands before it, such as `https://aims.example.org`
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl Serve {
    /// Serves until it is told to stop.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("serve")?;
        start_log(context.global.quiet);
        let home = self.home(context);
        let settings = Settings::read(&home)?;
        let wanted = self.listen.clone().or(settings.listen).unwrap_or_else(|| "127.0.0.1:7777".to_owned());
        let (listener, address) = listen(&wanted)?;
        let options = || -> Result<Options, Failure> {
            let mut options = context::options(&home, context.global.store.as_deref())?;
            let own = self.public_url.as_deref().map(context::public_url).transpose()?;
            options.address = own.or(options.address);
            Ok(options)
        };
        let fresh = !home.join("ledger.key").exists();
        let mut sign_ins = Vec::new();
        match (fresh, self.demo) {
            (true, true) => sign_ins = demonstration(context, options()?).await?,
            (true, false) => drop(context.create(options()?, super::init::ORIGIN)?),
            (false, _) => {}
        }
        let opening = options()?;
        let public_url = opening.address.clone();
        let aims = context.open_with(opening)?;
        if sign_ins.is_empty() {
            sign_ins = self.prepare(&aims).await?;
        }
        let url = public_url.clone().unwrap_or_else(|| format!("http://{address}"));
        announce(context, &url, &home, &sign_ins);
        if aims.proposes_configuration() {
            context.output.remark("`config/` differs from what is in force; see `aims config apply --dry-run`");
        }
        let local = address.ip().is_loopback() && public_url.is_none() && !self.demo;
        let settings = web::Settings {
            https: url.starts_with("https://"),
            demonstration: local.then(|| crate::demo::demonstration(address.ip())),
            // A proxy gives the server a name of its own, whatever its port.
            ..if public_url.is_some() { web::Settings::default() } else { web::Settings::on_port(address.port()) }
        };
        serve(aims, listener, settings).await
    }

    fn home(&self, context: &Context) -> PathBuf {
        match (&context.global.data, self.demo) {
            (Some(home), _) => home.clone(),
            (None, true) => PathBuf::from("aims-demo"),
            (None, false) => context.home(),
        }
    }

    /// The sign-ins to show: new passwords for a demonstration, an administrator for a store without accounts.
    async fn prepare(&self, aims: &Aims) -> Result<Vec<SignIn>, Failure> {
        if self.demo {
            return crate::demo::sign_ins(aims).await;
        }
        let actor = Actor::operator(Via::System);
        match aims.accounts(&actor).await?.is_empty() {
            true => Ok(vec![first::administrator(aims, &actor).await?]),
            false => Ok(Vec::new()),
        }
    }
}

/// Enters the demonstration; its store is closed with the others, at the end.
async fn demonstration(context: &Context, options: governance::Options) -> Result<Vec<SignIn>, Failure> {
    let entered =
        crate::demo::enter(options, jiff::Timestamp::now(), &crate::demo::files()?, crate::demo::Files::Embedded)
            .await?;
    let sign_ins = entered.sign_ins.clone();
    context.keep(entered.aims)?;
    Ok(sign_ins)
}

/// The server itself, and the rounds of due work beside it.
async fn serve(aims: Aims, listener: TcpListener, settings: web::Settings) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| Failure::failed(format!("the server stopped ({cause})"));
    listener.set_nonblocking(true).map_err(failed)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let rounds = tokio::spawn(due_work(aims.clone(), stopped.clone()));
    tokio::spawn(async move {
        signalled().await;
        let _ = stop.send(true);
    });
    let app = web::app(aims, settings);
    let shutdown = {
        let mut stopped = stopped.clone();
        async move {
            let _ = stopped.wait_for(|it| *it).await;
        }
    };
    let serving = web::serve(listener, app, shutdown);
    let mut stopped = stopped;
    tokio::select! {
        served = serving => served.map_err(failed)?,
        () = async { let _ = stopped.wait_for(|it| *it).await; tokio::time::sleep(GRACE).await } => {}
    }
    rounds.abort();
    Ok(())
}

/// Does what is due, round after round, until told to stop.
async fn due_work(aims: Aims, mut stopped: tokio::sync::watch::Receiver<bool>) {
    loop {
        match aims.run_due().await {
            Ok(0) => {}
            Ok(done) => tracing::info!(done, "due work"),
            Err(error) => tracing::warn!(%error, "due work failed and is tried again"),
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = stopped.wait_for(|it| *it) => return,
        }
    }
}

/// Waits until somebody asks the program to stop.
async fn signalled() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}

fn listen(wanted: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let address: SocketAddr = wanted.parse().map_err(|_| {
        Failure::input(format!("`{wanted}` is not an address with a port; write it like `127.0.0.1:7777`"))
    })?;
    let listener = TcpListener::bind(address).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => Failure::failed(format!(
            "another program listens on `{wanted}` already; stop it or choose another port with --listen"
        )),
        std::io::ErrorKind::PermissionDenied => {
            Failure::failed(format!("`{wanted}` may not be used by this user; choose a port above 1023 with --listen"))
        }
        _ => {
            Failure::failed(format!("`{wanted}` cannot be listened on ({cause}); choose another address with --listen"))
        }
    })?;
    let bound = listener.local_addr().unwrap_or(address);
    Ok((listener, bound))
}

fn announce(context: &Context, url: &str, home: &std::path::Path, sign_ins: &[SignIn]) {
    let output = &context.output;
    if output.json(&serde_json::json!({ "url": url, "data": home, "sign_ins": sign_ins })) {
        return;
    }
    output.line(format!("aims {} serves `{}` on {url}", env!("CARGO_PKG_VERSION"), home.display()));
    if !sign_ins.is_empty() {
        output.line("sign in with one of these; the passwords are shown only here:");
    }
    for it in sign_ins {
        output.line(format!("  {:34} {:26} {} ({})", it.email, it.password, it.name, it.role));
    }
    output.line("stop with Ctrl-C");
}

fn start_log(quiet: bool) {
    use tracing_subscriber::EnvFilter;
    let fallback = if quiet { "error" } else { "warn,governance=info,web=info,aims=info" };
    let filter = EnvFilter::try_from_env("AIMS_LOG").unwrap_or_else(|_| EnvFilter::new(fallback));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
