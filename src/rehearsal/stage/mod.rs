//! The stage: one local web page with phones on it, on which the real bot is tried against the simulated Telegram.
//!
//! ```text
//!  browser ──► access ► routes ──► Rehearsal ──► people, taps, faults ──► SimulatedTelegram ◄── HTTP ──► the bot,
//!     ▲                   │          └─────► clock ────────────────────────── /clock ────────────────► a child process
//!     └── long poll ◄── screen
//! ```
//!
//! The page does what a person's app would do, through the simulated Telegram and in no other way. The bot is a
//! process of its own, this same program, so that it can be killed as a crash would kill it and started again on
//! what it had stored. Of the rehearsal it knows nothing but the clock.

mod access;
mod bot;
mod deeds;
mod due;
mod home;
mod moment;
mod page;
mod player;
mod plays;
mod preview;
mod routes;
mod screen;
mod stored;
mod turning;
mod worlds;
mod writers;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::task::AbortHandle;

use self::bot::BotProcess;
use self::due::Due;
use self::home::Home;
pub use self::moment::{NotAMoment, read as read_moment};
use self::player::{Showing, Speed};
use self::plays::StagePlay;
use self::worlds::Worlds;
use self::writers::Writers;
use super::{Group, Person, Seen, SimulatedTelegram};
use crate::clock::Clock;
use crate::prompts::{Library, Selection, Unusable};
use crate::zones::Zone;

/// How a rehearsal is to be.
#[derive(Debug, Clone, Default)]
pub struct RehearsalOptions {
    /// The port of the page; any free one if 0.
    pub port: u16,
    /// When it begins; otherwise a page begins now, and a transcript on a Monday evening.
    pub at: Option<DateTime<Utc>>,
    /// The words to try.
    pub words: Selection,
    /// Where the bot's store lives and stays; otherwise it is gone at the end.
    pub store: Option<PathBuf>,
    /// An evening that plays itself, by its name.
    pub play: Option<String>,
    /// The group has topics.
    pub topics: bool,
    /// The language of the people's apps, as Telegram tells the bot.
    pub language: Option<String>,
}

/// When a transcript begins: a Monday evening.
const TRANSCRIPT_BEGINS: i64 = 1_795_456_800;
/// Where its people live.
const TRANSCRIPT_ZONE: &str = "Europe/Lisbon";
/// Its cards are chosen by this number, so that it is the same every time.
const TRANSCRIPT_SEED: u64 = 7;

/// Two people, a group with the bot in it, and the clock.
#[derive(Debug)]
struct Rehearsal {
    telegram: SimulatedTelegram,
    clock: Clock,
    group: Group,
    people: Mutex<Vec<Person>>,
    bot: BotProcess,
    home: Home,
    words: Selection,
    language: Option<String>,
    /// `None` with the built-in words: nobody changes those meanwhile.
    writers: Option<Writers>,
    /// One who turns the clock finishes before the next begins.
    turning: tokio::sync::Mutex<()>,
    /// One who looks into the store finishes before the next begins.
    looking: tokio::sync::Mutex<()>,
    /// What falls due next, as it was looked up last.
    due: Mutex<Option<Due>>,
    /// The time zone that the couple has chosen.
    zone: Mutex<Option<String>>,
    playing: Mutex<Option<Showing>>,
    player: Mutex<Option<AbortHandle>>,
    /// Fires when something changes that the simulated Telegram does not know of.
    changed: watch::Sender<u64>,
}

/// Opens the rehearsal, says where, and keeps it until `stop` is done.
pub async fn open(options: RehearsalOptions, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let play = options.play.as_deref().map(find_play).transpose()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("port {} of this machine cannot be used", options.port))?;
    let clock = options.at.map_or_else(Clock::system, Clock::running_from);
    let stages = Arc::new(Worlds::of(Rehearsal::set(clock, None, options.clone()).await?, options));
    let (port, key) = (listener.local_addr()?.port(), access::new_key());
    let url = format!("http://127.0.0.1:{port}/?key={key}");
    let router = routes::router(Arc::clone(&stages), access::Access { key: key.into(), port });
    // Where nobody reads it, the page may still have opened by itself.
    let _ = writeln!(std::io::stdout(), "{url}");
    show(&url);
    let curtain = async {
        if let Some(play) = play {
            stages.audience.notified().await;
            stages.play(play).await?;
        }
        std::future::pending::<anyhow::Result<()>>().await
    };
    let served = tokio::select! {
        () = stop => Ok(()),
        ended = curtain => ended,
        served = async { axum::serve(listener, router).await } => served.context("serving the page"),
    };
    stages.end().await;
    served
}

/// Plays an evening without a page, as fast as it goes; returns what people saw.
pub async fn transcript(play: &str, options: RehearsalOptions) -> anyhow::Result<String> {
    let play = find_play(play)?;
    let begins = options.at.or_else(|| DateTime::from_timestamp(TRANSCRIPT_BEGINS, 0)).unwrap_or_default();
    let stage = Rehearsal::set(Clock::frozen(begins), Some(TRANSCRIPT_SEED), options).await?;
    stage.awake().await;
    stage.settle().await;
    let played = stage.play(play, Speed::AtOnce).await;
    let page = stage.telegram.transcript(Zone::named(TRANSCRIPT_ZONE).unwrap_or(Zone::UTC));
    stage.bot.kill().await;
    played.map(|()| page.clone()).with_context(|| page)
}

fn find_play(name: &str) -> anyhow::Result<&'static StagePlay> {
    plays::find(name).with_context(|| {
        let names: Vec<&str> = plays::PLAYS.iter().map(|play| play.name).collect();
        format!("there is no play of the name {name:?}; there are: {}", names.join(", "))
    })
}

impl Rehearsal {
    /// Ana and Ben have a group, and have just added the bot to it. Refused before anything is made if the words
    /// cannot be used: then there would be nothing to see.
    async fn set(clock: Clock, seed: Option<u64>, options: RehearsalOptions) -> anyhow::Result<Self> {
        let writers = if options.words.is_built_in() { None } else { Some(Writers::of(&options.words)?) };
        let home = Home::make(options.store.as_deref())?;
        if let Some(then) = home.last_time() {
            ensure!(
                options.at.is_none_or(|at| at >= then),
                "this store has been rehearsed with until {} already: begin later, or leave out --at",
                then.format("%Y-%m-%dT%H:%MZ")
            );
            clock.advance_to(then);
        }
        let telegram = SimulatedTelegram::start(clock.clone()).await?;
        let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
        if let Some(language) = &options.language {
            ana.speaks(language);
            ben.speaks(language);
        }
        let group = if options.topics {
            let group = telegram.forum("Us two", &[&ana, &ben]);
            group.topic("Cards", &ana);
            group
        } else {
            telegram.group("Us two", &[&ana, &ben])
        };
        group.add_bot(&ana);
        let changed = watch::Sender::new(0);
        let config = home.write_config(&options.words)?;
        let bot = BotProcess::new(bot::Orders::of(&telegram, config, seed)?, telegram.clone(), &changed);
        bot.start();
        Ok(Self {
            telegram,
            clock,
            group,
            people: Mutex::new(vec![ana, ben]),
            bot,
            home,
            words: options.words,
            language: options.language,
            writers,
            turning: tokio::sync::Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            due: Mutex::default(),
            zone: Mutex::default(),
            playing: Mutex::default(),
            player: Mutex::default(),
            changed,
        })
    }

    fn people(&self) -> MutexGuard<'_, Vec<Person>> {
        // The guarded values here are plain data, whole at every moment; a poisoned lock says nothing about them.
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn player(&self) -> MutexGuard<'_, Option<AbortHandle>> {
        self.player.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody has done anything here yet: a play finds the chat as it expects it.
    fn is_untouched(&self) -> bool {
        let people = self.people().clone();
        !self.home.stays()
            && people.len() == 2
            && matches!(self.bot.life(), bot::Life::Runs { .. })
            && people.iter().all(|person| self.group.has(person.id()) && !person.has_blocked_bot())
            && self.telegram.said_by_people().is_empty()
            && !self.telegram.journal().iter().any(|entry| matches!(entry.event, Seen::Tapped { .. }))
    }

    /// Where the play is, if one goes on.
    fn playing(&self) -> Option<Showing> {
        self.playing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show_playing(&self, change: impl FnOnce(&mut Option<Showing>)) {
        change(&mut self.playing.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_modify(|n| *n += 1);
    }

    /// The words that the bot uses.
    fn library(&self) -> Result<Library, Unusable> {
        Library::open(&self.words)
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
