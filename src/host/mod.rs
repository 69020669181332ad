//! What a host sees of the bot from outside: how it is, what it counts, and what to mend.
//!
//! | file | what it is for |
//! |---|---|
//! | `health.rs` | whether all parts still work |
//! | `status.rs` | how the bot is, in one piece |
//! | `watch.rs` | what it answers: `/healthz`, `/status`, `/metrics`, on a socket beside the store and where the host wants it |
//! | `asking.rs` | another process of the same program asks it |
//! | `systemd.rs` | ready, stopping, alive: as systemd wants to hear it |
//! | `doctor.rs` | everything outside of the bot that can keep it from serving, each with its mend |
//!
//! None of it holds a word, and but for the doctor none an id: whoever watches the bot learns how much there is to do, and
//! not for whom. The doctor names the groups to which the bot may not write, to the host alone.

pub mod asking;
pub mod doctor;
pub mod health;
pub mod status;
pub mod systemd;
pub mod watch;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use tokio::sync::watch as channel;
use tokio::task::JoinHandle;

use crate::progress::Progress;
use health::Health;
use status::Source;

/// All that a host can see of a bot in service, for as long as this is kept.
pub struct Watch {
    tasks: Vec<JoinHandle<()>>,
    socket: PathBuf,
}

impl Watch {
    /// Begins to look after the bot's health and to answer who asks; tells systemd that the bot is ready.
    #[must_use]
    pub fn begin(bot: &str, data_dir: PathBuf, progress: Progress, address: Option<SocketAddr>) -> Self {
        let (health, watched) = channel::channel(Health::Well);
        let looking = tokio::spawn(health::look(progress.clone(), health));
        systemd::ready(&format!("in service as @{bot}"));
        Self::answer(bot, data_dir, progress, address, &watched, looking)
    }

    /// Answers for a bot that stands by; systemd hears that it is ready, for so it is.
    #[must_use]
    pub fn standing_by(data_dir: PathBuf, address: Option<SocketAddr>) -> Self {
        let (health, watched) = channel::channel(Health::StandsBy);
        let held = tokio::spawn(async move { health.closed().await });
        systemd::ready("stands by");
        Self::answer("", data_dir, Progress::default(), address, &watched, held)
    }

    fn answer(
        bot: &str,
        data_dir: PathBuf,
        progress: Progress,
        address: Option<SocketAddr>,
        watched: &channel::Receiver<Health>,
        looking: JoinHandle<()>,
    ) -> Self {
        let socket = watch::socket(&data_dir);
        let source = Source { bot: bot.to_owned(), data_dir, progress, since: Instant::now() };
        let tasks = vec![
            looking,
            tokio::spawn(systemd::keep_awake(watched.clone())),
            tokio::spawn(watch::answer(source, watched.clone(), address)),
        ];
        Self { tasks, socket }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        // One that stays is no harm: nobody answers there, and the next start takes its place.
        let _ = std::fs::remove_file(&self.socket);
    }
}
