//! The bot as a process of its own: this same program, started, killed without warning, and started again.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::{mpsc, watch};

use crate::config::Environment;
use crate::rehearsal::SimulatedTelegram;

/// Lines of the bot's log that are kept.
const LOG_LINES: usize = 300;

/// How the process is started.
#[derive(Debug)]
pub struct Orders {
    program: PathBuf,
    config: PathBuf,
    token: String,
    api_url: String,
    clock_url: String,
    seed: Option<u64>,
}

impl Orders {
    /// To run against this Telegram, with this configuration.
    pub fn of(telegram: &SimulatedTelegram, config: PathBuf, seed: Option<u64>) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("finding this program, to run the bot")?;
        let (token, api_url, clock_url) = (telegram.token().to_owned(), telegram.api_url(), telegram.clock_url());
        Ok(Self { program, config, token, api_url, clock_url, seed })
    }

    fn spawn(&self) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        // What a host has set for the real bot is not for this one: its store least of all.
        for name in Environment::names() {
            command.env_remove(name);
        }
        command
            .args(["run", "--log-format", "plain", "--clock", &self.clock_url])
            .arg("--config")
            .arg(&self.config)
            .args(self.seed.map(|seed| format!("--seed={seed}")))
            .env("TELOXIDE_TOKEN", &self.token)
            .env("TELOXIDE_API_URL", &self.api_url)
            // It talks to this machine only, whatever proxy the environment names.
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }
}

/// How the process is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Life {
    /// It was started and has not ended.
    Runs { process: u32 },
    /// It was killed on demand.
    Killed,
    /// It ended by itself, or could not be started.
    Ended { why: String },
}

enum BotOrder {
    Start,
    Kill,
}

/// The process, whichever it is at the moment.
#[derive(Debug)]
pub struct BotProcess {
    wishes: mpsc::UnboundedSender<BotOrder>,
    life: watch::Receiver<Life>,
    log: Arc<BotLog>,
}

impl BotProcess {
    /// Not started yet.
    pub fn new(orders: Orders, telegram: SimulatedTelegram, changed: &watch::Sender<u64>) -> Self {
        let (wishes, to_do) = mpsc::unbounded_channel();
        let (life_is, life) = watch::channel(Life::Killed);
        let log = Arc::new(BotLog { lines: Mutex::default(), changed: changed.clone() });
        tokio::spawn(keep(orders, telegram, to_do, life_is, Arc::clone(&log)));
        Self { wishes, life, log }
    }

    /// How it is now.
    pub fn life(&self) -> Life {
        self.life.borrow().clone()
    }

    /// Starts it unless it runs.
    pub fn start(&self) {
        let _ = self.wishes.send(BotOrder::Start);
    }

    /// Kills it, as a crash would; returns once it is gone.
    pub async fn kill(&self) {
        let mut life = self.life.clone();
        let _ = self.wishes.send(BotOrder::Kill);
        let _ = life.wait_for(|life| !matches!(life, Life::Runs { .. })).await;
    }

    /// The newest lines of its log, oldest first.
    pub fn log(&self) -> Vec<String> {
        self.log.lines().iter().cloned().collect()
    }
}

/// Starts and kills the process as it is asked to, until nobody can ask any more.
async fn keep(
    orders: Orders,
    telegram: SimulatedTelegram,
    mut wished: mpsc::UnboundedReceiver<BotOrder>,
    life: watch::Sender<Life>,
    log: Arc<BotLog>,
) {
    let mut child: Option<Child> = None;
    loop {
        let ended = async {
            match &mut child {
                Some(child) => child.wait().await,
                None => std::future::pending().await,
            }
        };
        let now = tokio::select! {
            wish = wished.recv() => match wish {
                None => return,
                Some(BotOrder::Start) if child.is_some() => continue,
                Some(BotOrder::Start) => match orders.spawn() {
                    Ok(mut started) => {
                        if let Some(lines) = started.stderr.take() {
                            tokio::spawn(read(lines, Arc::clone(&log)));
                        }
                        let process = started.id().unwrap_or_default();
                        child = Some(started);
                        Life::Runs { process }
                    }
                    Err(error) => Life::Ended { why: error.to_string() },
                },
                Some(BotOrder::Kill) => {
                    if let Some(mut child) = child.take() {
                        let _ = child.kill().await;
                    }
                    Life::Killed
                }
            },
            status = ended => {
                child = None;
                // The last lines of the log say more than the status does.
                tokio::task::yield_now().await;
                let last = log.lines().back().cloned();
                Life::Ended { why: last.unwrap_or_else(|| status.map_or_else(|e| e.to_string(), |s| s.to_string())) }
            }
        };
        telegram.forget_report();
        let _ = life.send(now);
        log.changed.send_modify(|n| *n += 1);
    }
}

#[derive(Debug)]
struct BotLog {
    lines: Mutex<VecDeque<String>>,
    changed: watch::Sender<u64>,
}

impl BotLog {
    fn lines(&self) -> std::sync::MutexGuard<'_, VecDeque<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read(stderr: ChildStderr, log: Arc<BotLog>) {
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        {
            let mut kept = log.lines();
            if kept.len() == LOG_LINES {
                kept.pop_front();
            }
            kept.push_back(line);
        }
        log.changed.send_modify(|n| *n += 1);
    }
}
