//! The command line.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand};
use nearer::clock::Clock;
use nearer::config::{Checked, Config, ConfigError, Environment, Log, LogFormat};
use nearer::prompts::{self, Finding, Library, Selection, Severity};
use nearer::service::{Parts, Service};
use nearer::store::{self, Rotated, SledStore};
use nearer::{rehearsal, telegram, zones};
use tracing::info;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// A Telegram bot for couples: a daily card, and the time to talk about it.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Do,
}

#[derive(Subcommand)]
enum Do {
    /// Run the bot.
    Run {
        #[command(flatten)]
        configured: Configured,
        /// Follow the clock of a simulated Telegram at this address (for tests and rehearsals).
        #[arg(long, hide = true)]
        clock: Option<String>,
        /// Choose cards by this seed (for tests and rehearsals).
        #[arg(long, hide = true)]
        seed: Option<u64>,
    },
    /// Try the bot without a token: a simulated Telegram, and a page to use it.
    Rehearse {
        /// The port of the page; any free one unless told.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Begin at this moment instead of now: 2026-11-24T18:00 by this machine's clock, 2026-11-24T18:00Z in UTC.
        #[arg(long, value_name = "MOMENT", value_parser = rehearsal::stage::read_moment)]
        at: Option<DateTime<Utc>>,
        /// A folder of prompts to try instead of the built-in ones.
        #[arg(long, value_name = "DIR", conflicts_with = "config")]
        prompts_dir: Option<PathBuf>,
        /// A configuration file whose choice of words to try, and nothing else of it.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Keep what the bot stores here, for the next rehearsal; otherwise it is gone at the end.
        #[arg(long, value_name = "DIR")]
        store: Option<PathBuf>,
        /// Give the group topics.
        #[arg(long)]
        topics: bool,
        /// The language of the people's apps, as Telegram tells the bot: `de`, `pt-br`. The built-in words are English.
        #[arg(long, value_name = "CODE")]
        language: Option<String>,
        /// Let an evening play itself: first-day, power-cut, open-together, listening, listening-power-cut, a-rest,
        /// date-night.
        #[arg(long, value_name = "NAME")]
        play: Option<String>,
        /// Print the play as text instead of opening a page.
        #[arg(long, requires = "play")]
        transcript: bool,
    },
    /// Check the configuration and every file of the prompts.
    Check {
        #[command(flatten)]
        configured: Configured,
        /// The day by which the lines of support are fresh or old; today unless told (for tests).
        #[arg(long, hide = true, value_name = "DAY")]
        today: Option<NaiveDate>,
    },
    /// Write all words on one page: to read, to search and to print.
    Prompts {
        /// The file to write; otherwise the page goes to standard output.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        configured: Configured,
    },
    /// Write the whole store to a file beside it (the bot must not be running).
    Export {
        #[command(flatten)]
        configured: Configured,
    },
    /// Make a new store from an export; `data_dir` must be empty.
    Import {
        /// The export.
        file: PathBuf,
        /// The folder of the store that wrote it, with its keys; unless told, the one above the folder of the export.
        #[arg(long, value_name = "DIR")]
        keys_from: Option<PathBuf>,
        #[command(flatten)]
        configured: Configured,
    },
    /// Put a new host's key in the place of the one under which the store is sealed (the bot must not be running).
    RotateKey {
        /// Where to write the new key, if the old one comes from the environment or a credential.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        #[command(flatten)]
        configured: Configured,
    },
}

#[derive(Args)]
struct Configured {
    /// The configuration file. Without one, defaults and the environment are enough.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to write the log, whatever the configuration says.
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl Configured {
    fn load(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref(), &Environment::read())?;
        config.log.format = self.format()?.unwrap_or(config.log.format);
        start_log(&config.log);
        Ok(config)
    }

    fn format(&self) -> anyhow::Result<Option<LogFormat>> {
        match self.log_format.as_deref() {
            None => Ok(None),
            Some("plain") => Ok(Some(LogFormat::Plain)),
            Some("json") => Ok(Some(LogFormat::Json)),
            Some(_) => bail!("--log-format: write `plain` or `json`"),
        }
    }
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    // Before anything is read that names a time zone.
    zones::use_newest();
    match go(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("nearer: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn go(command: Do) -> anyhow::Result<ExitCode> {
    match command {
        Do::Run { configured, clock, seed } => on_one_thread(run(configured.load()?, clock, seed)),
        Do::Rehearse { port, at, prompts_dir, config, store, topics, language, play, transcript } => {
            start_log(&Log { level: "warn".to_owned(), ..Log::default() });
            let words = words_to_try(prompts_dir, config.as_deref())?;
            let options =
                rehearsal::stage::RehearsalOptions { port, at, words, store, topics, language, play: play.clone() };
            match play.filter(|_| transcript) {
                Some(play) => tell(&on_one_thread(rehearsal::stage::transcript(&play, options))?)?,
                None => on_one_thread(async { rehearsal::stage::open(options, stop_signal()).await })?,
            }
            Ok(ExitCode::SUCCESS)
        }
        Do::Check { configured, today } => {
            configured.format()?;
            let checked = Config::check(configured.config.as_deref(), &Environment::read());
            check(checked, today.unwrap_or_else(|| Clock::system().now().date_naive()))
        }
        Do::Prompts { output, configured } => {
            let page = prompts::page(&Library::open(&configured.load()?.prompts)?);
            match output {
                Some(file) => std::fs::write(&file, page).with_context(|| {
                    format!("{} cannot be written: give a file in a folder of yours", file.display())
                })?,
                None => tell(&page)?,
            }
            Ok(ExitCode::SUCCESS)
        }
        Do::Export { configured } => {
            let config = configured.load()?;
            let store = SledStore::reopen(&config.data_dir, &options(&config))?;
            let exported = store.export(Clock::system().now())?;
            tell(&format!("{} records written to {}\n", exported.records, exported.path.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Do::Import { file, keys_from, configured } => {
            let config = configured.load()?;
            let imported = store::import(&file, &config.data_dir, &options(&config), keys_from.as_deref())?;
            tell(&format!("{} records taken into {}\n", imported.records, config.data_dir.display()))?;
            if imported.left_out > 0 {
                tell(&format!("{} records of people who have left since are left out\n", imported.left_out))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Do::RotateKey { to, configured } => {
            let config = configured.load()?;
            match store::rotate_key(&config.data_dir, &config.host_key, to.as_deref())? {
                Rotated::InItsPlace(path) => tell(&format!("the new key is in {}\n", path.display()))?,
                Rotated::Written(path) => tell(&format!(
                    "the new key is in {}: put it in the place of the old one before the bot starts again\n",
                    path.display()
                ))?,
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The bot waits far more than it works: one thread for the network, one for the store.
fn on_one_thread<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}

async fn run(config: Config, clock: Option<String>, seed: Option<u64>) -> anyhow::Result<ExitCode> {
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
    };
    service.serve_until(stop).await?;
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
fn stop_signal() -> impl Future<Output = ()> {
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

fn options(config: &Config) -> store::Options {
    store::Options { cache_bytes: u64::from(config.cache_megabytes) << 20, host_key: config.host_key.clone() }
}

/// The words of a rehearsal: a folder's, or those that a configuration chooses, or the built-in ones.
fn words_to_try(prompts_dir: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<Selection> {
    match config {
        Some(file) => Ok(Config::words(file)?),
        None => Ok(Selection { in_place: prompts_dir, ..Selection::default() }),
    }
}

/// Tells the figures first, and last what is wrong: in the configuration, and in the words that it chooses.
fn check(checked: Checked, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let Checked { words, mistakes } = checked;
    let mut usable = mistakes.is_empty();
    let mistakes = mistakes.into_iter().map(finding);
    let told = match words {
        None => prompts::told(&mistakes.collect::<Vec<_>>()),
        Some(words) => {
            let mut report = prompts::check_selection(&words).as_of(today);
            usable &= report.is_usable();
            report.findings.extend(mistakes);
            report.to_string()
        }
    };
    tell(&format!("time zones: {}\n{told}\n", zones::table()))?;
    Ok(if usable { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A mistake of the configuration, told as those of the words are.
fn finding(mistake: ConfigError) -> Finding {
    let ConfigError { file, line, wrong, mend } = mistake;
    Finding { file, line, severity: Severity::Error, what: wrong, mend }
}

/// Writes to standard output. Who reads only the beginning (`| head`) has what they wanted.
fn tell(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output cannot be written"),
        _ => Ok(()),
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

/// A fault in the program is logged by its place; its message might quote what people wrote.
fn log_faults_without_words() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program");
    }));
}

/// The log goes to standard error: ids, kinds, counts and durations, never words, names or tokens.
fn start_log(log: &Log) {
    // Colours are for a terminal: in a file or a journal they would be signs without a meaning.
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|wish| wish.is_empty());
    // The configuration has proved that it can be read.
    let heard = tracing_subscriber::registry().with(log.level.parse::<Targets>().unwrap_or_default());
    let lines = tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Plain => heard.with(lines).init(),
        LogFormat::Json => heard.with(lines.json()).init(),
    }
    log_faults_without_words();
}
