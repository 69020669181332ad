//! The stage: one local web page with phones on it, on which the real bot is tried against the simulated Telegram.
//!
//! ```text
//!  browser ──► door ──► routes ──► Stage ──► people, taps, faults ──► SimulatedTelegram ◄── HTTP ──► the bot,
//!     ▲                   │          └─────► clock ────────────────────────── /clock ────────────────► a child process
//!     └── long poll ◄── screen
//! ```
//!
//! The page does what a person's app would do, through the simulated Telegram and in no other way. The bot is a
//! process of its own, this same program, so that it can be killed as a crash would kill it and started again on
//! what it had stored. Of the rehearsal it knows nothing but the clock.

mod bot;
mod deeds;
mod door;
mod home;
mod page;
mod routes;
mod screen;
mod turning;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use self::bot::BotProcess;
use self::home::Home;
use super::{Group, Person, SimulatedTelegram};
use crate::clock::Clock;

/// How a rehearsal is to be.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The port of the page; any free one if 0.
    pub port: u16,
    /// A folder of prompts to try instead of the built-in ones.
    pub prompts_dir: Option<PathBuf>,
    /// Where the bot's store lives and stays; otherwise it is gone at the end.
    pub store: Option<PathBuf>,
}

/// Two people, a group with the bot in it, and the clock.
struct Stage {
    telegram: SimulatedTelegram,
    clock: Clock,
    group: Group,
    people: Mutex<Vec<Person>>,
    bot: BotProcess,
    /// One who turns the clock finishes before the next begins.
    turning: tokio::sync::Mutex<()>,
    /// Fires when something changes that the simulated Telegram does not know of.
    changed: watch::Sender<u64>,
}

/// Opens the rehearsal, says where, and keeps it until `stop` is done.
pub async fn open(options: Options, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("port {} of this machine cannot be used", options.port))?;
    let home = Home::make(options.store.as_deref())?;
    let stage = Arc::new(Stage::set(Clock::system(), &home, &options).await?);
    let (port, key) = (listener.local_addr()?.port(), door::new_key());
    let url = format!("http://127.0.0.1:{port}/?key={key}");
    let router = routes::router(Arc::clone(&stage), door::Door { key: key.into(), port });
    println!("{url}");
    show(&url);
    let served = tokio::select! {
        () = stop => Ok(()),
        served = async { axum::serve(listener, router).await } => served.context("serving the page"),
    };
    stage.bot.kill().await;
    served
}

impl Stage {
    /// Ana and Ben have a group, and have just added the bot to it.
    async fn set(clock: Clock, home: &Home, options: &Options) -> anyhow::Result<Self> {
        let telegram = SimulatedTelegram::start(clock.clone()).await?;
        let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
        let group = telegram.group("Us two", &[&ana, &ben]);
        group.add_bot(&ana);
        let changed = watch::Sender::new(0);
        let config = home.write_config(options.prompts_dir.as_deref())?;
        let bot = BotProcess::new(bot::Orders::of(&telegram, config)?, telegram.clone(), changed.clone());
        bot.start();
        let people = Mutex::new(vec![ana, ben]);
        Ok(Self { telegram, clock, group, people, bot, turning: tokio::sync::Mutex::default(), changed })
    }

    fn people(&self) -> MutexGuard<'_, Vec<Person>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person with this id, if there is one on this stage.
    fn person(&self, id: i64) -> Option<Person> {
        self.people().iter().find(|person| person.id() == id).cloned()
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

/// Opens the page where there is a desktop to open it on. Where there is none, the address stands in the terminal.
fn show(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(unix) {
        "xdg-open"
    } else {
        return;
    };
    let has_desktop = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    if has_desktop {
        let quiet = std::process::Stdio::null;
        let _ = std::process::Command::new(opener).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    }
}
