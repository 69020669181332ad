//! `nearer run`: the bot in service, from the first thread to the last commit.

use std::cell::Cell;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use nearer::clock::Clock;
use nearer::config::{Config, StorePlace};
use nearer::host::{Watch, systemd};
use nearer::prompts::Library;
use nearer::service::{Parts, Service, ServiceError};
use nearer::store::postgres::{self, Standby, Term};
use nearer::store::{Leading, SledStore, Store};
use nearer::{rehearsal, telegram, zones};
use tracing::{info, warn};

use super::options;

/// Who could not reach Telegram lets others try for so long.
const GIVES_WAY: Duration = Duration::from_secs(10);

pub async fn run(
    config: Config,
    clock: Option<String>,
    seed: Option<u64>,
    term: Option<u64>,
) -> anyhow::Result<ExitCode> {
    keep_memory_private();
    let mut stopped = std::pin::pin!(stop_signal());
    let term = term.map_or_else(Term::default, |milliseconds| Term::of(Duration::from_millis(milliseconds)));
    let Some(token) = &config.token else {
        bail!(
            "there is no token. Get one from @BotFather, then set it by TELOXIDE_TOKEN, or by `token` or `token_file` \
             in a configuration file. To try Nearer without one: nearer rehearse"
        );
    };
    let rehearsal = match clock {
        Some(url) => Some(rehearsal::clock_follower::follow(&url).await?),
        None => None,
    };
    let clock = rehearsal.as_ref().map_or_else(Clock::system, |rehearsal| rehearsal.clock.clone());
    // Before the store: with words that cannot be used, none is made.
    let library = Arc::new(Library::open(&config.prompts)?);
    let bot = telegram::client(token.reveal(), config.api_url.clone())?;
    let mut gives_way = None;
    loop {
        let held = tokio::select! {
            held = hold_store(&config, term, gives_way.take()) => held?,
            () = &mut stopped => return Ok(ExitCode::SUCCESS),
        };
        let service = Service::start(Parts {
            bot: bot.clone(),
            library: Arc::clone(&library),
            store: held.store,
            leading: held.leading,
            clock: clock.clone(),
            pace: config.pace,
            allowed: config.allowed.clone(),
            webhook: config.webhook.clone(),
            default_zone: config.default_zone,
            seed,
        });
        // A signal must be heard while Telegram cannot be reached, too.
        let service = tokio::select! {
            service = service => service,
            () = &mut stopped => return Ok(ExitCode::SUCCESS),
        };
        let ended = match service {
            Ok(service) => {
                drop(held.standing_by);
                serve(service, &config, &library, rehearsal.as_ref(), &mut stopped).await
            }
            Err(error) => Ended::Broke(error),
        };
        match ended {
            Ended::Told(ended) => return ended.map(|()| ExitCode::SUCCESS).map_err(Into::into),
            Ended::Broke(error) if error.passes() => {
                gives_way = matches!(error, ServiceError::OutOfReach).then_some(GIVES_WAY);
                warn!(%error, "serves no more; stands by again");
            }
            Ended::Broke(error) => return Err(error.into()),
        }
    }
}

/// How a service ended.
enum Ended {
    /// It was told to, and this came of it.
    Told(Result<(), ServiceError>),
    Broke(ServiceError),
}

/// Serves until it is told to end, or cannot go on.
async fn serve(
    service: Service,
    config: &Config,
    library: &Library,
    rehearsal: Option<&rehearsal::clock_follower::Follower>,
    stopped: &mut Pin<&mut impl Future<Output = ()>>,
) -> Ended {
    tell_good_start(&service.username, config, library);
    let watch = Watch::begin(&service.username, config.data_dir.clone(), service.progress.clone(), config.watch);
    if let Some(rehearsal) = rehearsal {
        rehearsal.report(&service.progress);
    }
    let rehearsal_ends = async {
        match rehearsal {
            Some(rehearsal) => rehearsal.lost().await,
            None => std::future::pending().await,
        }
    };
    let told = Cell::new(false);
    let stop = async {
        tokio::select! {
            () = stopped => {}
            () = rehearsal_ends => {}
        }
        told.set(true);
        systemd::stopping();
    };
    let ended = service.serve_until(stop).await;
    drop(watch);
    match ended {
        Err(error) if !told.get() => Ended::Broke(error),
        ended => Ended::Told(ended),
    }
}

/// A store that is ours.
struct Held {
    store: Box<dyn Store>,
    leading: Leading,
    /// What answers for one that stands by, until it serves.
    standing_by: Option<Watch>,
}

/// Opens the store; where several bots know the same one, waits until this one leads, and at first lets others try.
async fn hold_store(config: &Config, term: Term, gives_way: Option<Duration>) -> anyhow::Result<Held> {
    let address = match &config.store {
        StorePlace::Folder => {
            let store = Box::new(SledStore::open(&config.data_dir, &options(config))?);
            return Ok(Held { store, leading: Leading::alone(), standing_by: None });
        }
        StorePlace::Postgres(address) => address.clone(),
    };
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("the folder {} cannot be made", config.data_dir.display()))?;
    let standing_by = Some(Watch::standing_by(config.data_dir.clone(), config.watch));
    if let Some(gives_way) = gives_way {
        tokio::time::sleep(gives_way).await;
    }
    let (dir, options, holder) = (config.data_dir.clone(), options(config), holder());
    // Dropped together with this future: then the thread ends.
    let (_goes_on, ends) = std::sync::mpsc::channel::<()>();
    let (tell, stood_by) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().name("standby".to_owned()).spawn(move || {
        // Whoever waited may be gone; then the store is closed at once.
        let _ = tell.send(postgres::stand_by(&address, &dir, &options, &holder, term, &ends));
    })?;
    match stood_by.await? {
        Ok(Standby::Leads(store)) => Ok(Held { leading: store.leading(), store, standing_by }),
        Ok(Standby::Ended) => bail!("the waiting for the store was ended"),
        Err(error) => Err(error.into()),
    }
}

/// What others are told of who leads: the name of the machine, and the process.
fn holder() -> String {
    #[cfg(unix)]
    let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let machine = std::env::var("COMPUTERNAME").unwrap_or_default();
    format!("{machine}, process {}", std::process::id())
}

/// Who is in service with what, and how couples get it.
fn tell_good_start(username: &str, config: &Config, library: &Library) {
    info!(
        bot = %format_args!("@{username}"),
        store = %config.store_place(),
        host_key = %config.host_key_place(),
        updates = %config.updates_place(),
        time_zones = %zones::table(),
        words = %format_args!("{}, {} cards", config.words_place(), library.cards().len()),
        "in service"
    );
    info!(
        link = %format_args!("https://t.me/{username}?startgroup=us"),
        "this link adds it to a group; group privacy can stay on, and it need not be an admin"
    );
}

/// Done at SIGTERM or Ctrl-C. Listens from the moment of this call: a signal that comes before it is awaited counts.
pub fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let listening = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::terminate(), SignalKind::interrupt()].map(signal)
    };
    async move {
        #[cfg(unix)]
        if let [Ok(mut terminate), Ok(mut interrupt)] = listening {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// What is opened in memory, and the keys, are not to be written to the disk when the process ends by a fault.
fn keep_memory_private() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        let limited = setrlimit(Resource::Core, none).is_ok();
        // Where dumps go to another program, the limit alone does not count.
        #[cfg(target_os = "linux")]
        let limited =
            limited & rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).is_ok();
        if !limited {
            tracing::warn!("core dumps cannot be switched off here: forbid them where the bot is started");
        }
    }
}
