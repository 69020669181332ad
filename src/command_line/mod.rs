//! The commands, and what each of them does.

mod doctor;
mod log;
mod running;
mod telling;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand};
use nearer::clock::Clock;
use nearer::config::{Config, Environment, Log, LogFormat, StorePlace};
use nearer::host::asking::ask;
use nearer::host::status::Status;
use nearer::prompts::{self, Library, Selection};
use nearer::store::{self, KeysFrom, Rotated, SledStore, postgres};
use nearer::{rehearsal, zones};

use log::start_log;
use running::{run, stop_signal};
use telling::{check, tell};

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
        /// How long a lead lasts, in milliseconds (for tests).
        #[arg(long, hide = true)]
        term: Option<u64>,
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
    /// Look for whatever keeps the bot from serving: the token, Telegram, the clock, the disk, the store, the words.
    Doctor {
        #[command(flatten)]
        configured: Configured,
        /// The day by which the lines of support are fresh or old; today unless told (for tests).
        #[arg(long, hide = true, value_name = "DAY")]
        today: Option<NaiveDate>,
    },
    /// Ask the bot that runs how it is.
    Status {
        /// As JSON, for a program to read.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        configured: Configured,
    },
    /// End with 0 if the bot that runs is well, and with 1 if it is not: for containers and watchers.
    Healthcheck {
        #[command(flatten)]
        configured: Configured,
    },
    /// Write all words on one page: to read, to search and to print.
    Prompts {
        /// The file to write; otherwise the page goes to standard output.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        configured: Configured,
    },
    /// Write the whole store to a file in `data_dir` (of a store in a folder, the bot must not be running).
    Export {
        #[command(flatten)]
        configured: Configured,
    },
    /// Make a new store from an export; `data_dir`, or the database, must be empty.
    Import {
        /// The export.
        file: PathBuf,
        /// The folder of the store that wrote it, with its keys; or a file that holds its address (postgres://…), or the
        /// address itself. Unless told, the folder above that of the export.
        #[arg(long, value_name = "STORE")]
        keys_from: Option<String>,
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

/// Does what the command line says.
pub fn obey() -> ExitCode {
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
        Do::Run { configured, clock, seed, term } => on_one_thread(run(configured.load()?, clock, seed, term)),
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
        Do::Doctor { configured, today } => {
            configured.format()?;
            on_one_thread(doctor::doctor(configured.config.as_deref(), &Environment::read(), today))
        }
        Do::Status { json, configured } => {
            let config = configured.load()?;
            let answer = ask(&config.data_dir, "/status")?;
            let status: Status =
                serde_json::from_str(&answer.body).context("the bot that runs is of another version")?;
            tell(&if json { format!("{}\n", answer.body) } else { status.told() })?;
            Ok(ExitCode::SUCCESS)
        }
        Do::Healthcheck { configured } => {
            let answer = ask(&configured.load()?.data_dir, "/healthz")?;
            tell(&answer.body)?;
            Ok(if answer.code == 200 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
            let now = Clock::system().now();
            let exported = match &config.store {
                StorePlace::Folder => SledStore::reopen(&config.data_dir, &options(&config))?.export(now)?,
                StorePlace::Postgres(address) => postgres::export(address, &config.data_dir, now)?,
            };
            tell(&format!("{} records written to {}\n", exported.records, exported.path.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Do::Import { file, keys_from, configured } => {
            let config = configured.load()?;
            let keys_from = keys_from.map(|place| keys_place(place, &config)).transpose()?;
            let options = options(&config);
            let imported = match &config.store {
                StorePlace::Folder => store::import(&file, &config.data_dir, &options, keys_from.as_ref())?,
                StorePlace::Postgres(address) => {
                    postgres::import(&file, address, &config.data_dir, &options, keys_from.as_ref())?
                }
            };
            tell(&format!("{} records taken into {}\n", imported.records, config.store_place()))?;
            if imported.left_out > 0 {
                tell(&format!("{} records of people who have left since are left out\n", imported.left_out))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Do::RotateKey { to, configured } => {
            let config = configured.load()?;
            let rotated = match &config.store {
                StorePlace::Folder => store::rotate_key(&config.data_dir, &config.host_key, to.as_deref())?,
                StorePlace::Postgres(address) => {
                    postgres::rotate_key(address, &config.data_dir, &config.host_key, to.as_deref())?
                }
            };
            match rotated {
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

fn options(config: &Config) -> store::Options {
    store::Options { cache_bytes: u64::from(config.cache_megabytes) << 20, host_key: config.host_key.clone() }
}

/// Where the keys are by which an export is read.
fn keys_place(place: String, config: &Config) -> anyhow::Result<KeysFrom> {
    // A file holds an address, so that no password need stand on the command line.
    let place = if Path::new(&place).is_file() { std::fs::read_to_string(&place)? } else { place };
    if !postgres::Address::is_meant(place.trim()) {
        return Ok(KeysFrom::Folder(place.into()));
    }
    match postgres::Address::read(&place, config.store_ca.clone()) {
        Ok(address) => Ok(KeysFrom::Postgres(Box::new(address))),
        Err(wrong) => bail!("--keys-from is no address of a database: {wrong}"),
    }
}

/// The words of a rehearsal: a folder's, or those that a configuration chooses, or the built-in ones.
fn words_to_try(prompts_dir: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<Selection> {
    match config {
        Some(file) => Ok(Config::words(file)?),
        None => Ok(Selection { in_place: prompts_dir, ..Selection::default() }),
    }
}
