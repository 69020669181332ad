//! How the bot is, in one piece: for `nearer status`, and for whatever asks `/status`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::health::Health;
use crate::clock::Clock;
use crate::progress::{IntakeProgress, Progress};
use crate::store;

/// All of it in seconds, bytes and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub version: String,
    /// The bot's user name, without the `@`; empty while it stands by.
    pub bot: String,
    /// `well`, `stands by`, or what is stuck.
    pub health: String,
    pub seconds_in_service: u64,
    /// Whether what was sent before this start has been read.
    pub has_read_what_waited: bool,
    /// How long ago Telegram was last heard: it answered when it was asked for updates (at least once a minute), or, where it
    /// brings them, brought some or told how that goes.
    pub seconds_since_telegram_answered: Option<u64>,
    pub updates: u64,
    pub rows_to_send: usize,
    pub longest_wait_seconds: u64,
    pub store_bytes: u64,
    /// The newest export, if there is one.
    pub export_age_seconds: Option<u64>,
    pub memory_bytes: Option<u64>,
}

/// Where a status is taken from.
#[derive(Clone, Debug)]
pub struct Source {
    pub bot: String,
    pub data_dir: PathBuf,
    pub progress: Progress,
    pub since: Instant,
}

impl Source {
    #[must_use]
    pub fn status(&self, health: Health) -> Status {
        let figures = &self.progress.figures;
        let (rows_to_send, longest_wait) = figures.outbox();
        Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            bot: self.bot.clone(),
            health: health.told().to_owned(),
            seconds_in_service: self.since.elapsed().as_secs(),
            has_read_what_waited: self.progress.standing().intake == IntakeProgress::UpToDate,
            seconds_since_telegram_answered: figures.heard().map(|ago| ago.as_secs()),
            updates: figures.updates_so_far(),
            rows_to_send,
            longest_wait_seconds: longest_wait.as_secs(),
            store_bytes: bytes_in(&self.data_dir.join("sled")),
            export_age_seconds: export_age(&self.data_dir).map(|age| age.as_secs()),
            memory_bytes: memory(),
        }
    }
}

/// How old the newest export of this store is.
pub(super) fn export_age(data_dir: &Path) -> Option<Duration> {
    let (written, _) = store::newest_export(data_dir)?;
    Some((Clock::system().now() - written).to_std().unwrap_or_default())
}

/// What all files below this folder take.
pub(super) fn bytes_in(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => bytes_in(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The memory that this process holds, where the system tells.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

impl Status {
    /// For people to read: what matters first.
    #[must_use]
    pub fn told(&self) -> String {
        let span = |seconds: u64| match seconds {
            0..120 => format!("{seconds} s"),
            120..7_200 => format!("{} min", seconds / 60),
            7_200..172_800 => format!("{} h", seconds / 3_600),
            _ => format!("{} days", seconds / 86_400),
        };
        let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "none yet".to_owned());
        let waiting = match self.rows_to_send {
            0 => "nothing".to_owned(),
            rows => format!("{rows} messages, the first for {}", span(self.longest_wait_seconds)),
        };
        let bot = match self.bot.as_str() {
            "" => format!("Nearer {}", self.version),
            bot => format!("@{bot}, Nearer {}", self.version),
        };
        let read = if self.has_read_what_waited { "" } else { "; what waited is still being read" };
        [
            ("bot", bot),
            ("health", self.health.clone()),
            ("in service for", span(self.seconds_in_service)),
            (
                "Telegram answered",
                or_none(self.seconds_since_telegram_answered.map(|ago| format!("{} ago{read}", span(ago)))),
            ),
            ("updates", self.updates.to_string()),
            ("waits to be sent", waiting),
            ("store", megabytes(self.store_bytes)),
            ("newest export", or_none(self.export_age_seconds.map(|age| format!("{} old", span(age))))),
            ("memory", or_none(self.memory_bytes.map(megabytes))),
        ]
        .map(|(name, value)| format!("{name:<18} {value}\n"))
        .concat()
    }
}
