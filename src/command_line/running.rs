//! `nearer run`: the bot in service, from the first thread to the last commit.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use nearer::clock::Clock;
use nearer::config::Config;
use nearer::host::{Watch, systemd};
use nearer::prompts::Library;
use nearer::service::{Parts, Service};
use nearer::store::SledStore;
use nearer::{rehearsal, telegram, zones};
use tracing::info;

use super::options;

pub async fn run(config: Config, clock: Option<String>, seed: Option<u64>) -> anyhow::Result<ExitCode> {
    keep_memory_private();
    let mut stopped = std::pin::pin!(stop_signal());
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
    let service = Service::start(Parts {
        bot: telegram::client(token.reveal(), config.api_url.clone())?,
        library: Arc::clone(&library),
        store: Box::new(SledStore::open(&config.data_dir, &options(&config))?),
        clock,
        pace: config.pace,
        allowed: config.allowed.clone(),
        webhook: config.webhook.clone(),
        default_zone: config.default_zone,
        seed,
    });
    // A signal must be heard while Telegram cannot be reached, too.
    let service = tokio::select! {
        service = service => service?,
        () = &mut stopped => return Ok(ExitCode::SUCCESS),
    };
    tell_good_start(&service.username, &config, &library);
    let watch = Watch::begin(&service.username, config.data_dir.clone(), service.progress.clone(), config.watch);
    if let Some(rehearsal) = &rehearsal {
        rehearsal.report(&service.progress);
    }
    let rehearsal_ends = async {
        match &rehearsal {
            Some(rehearsal) => rehearsal.lost().await,
            None => std::future::pending().await,
        }
    };
    let stop = async {
        tokio::select! {
            () = stopped => {}
            () = rehearsal_ends => {}
        }
        systemd::stopping();
    };
    service.serve_until(stop).await?;
    drop(watch);
    Ok(ExitCode::SUCCESS)
}

/// Who is in service with what, and how couples get it.
fn tell_good_start(username: &str, config: &Config, library: &Library) {
    info!(
        bot = %format_args!("@{username}"),
        store = %config.data_dir.display(),
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
