//! The bot as a process: where it lives, how it is started, and all the ways to end it.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use chrono::TimeDelta;
use nearer::rehearsal::SimulatedTelegram;
use tempfile::TempDir;

/// Planted where people put words: none of them may ever stand in a log or in the store.
pub const NAMES: [&str; 2] = ["Quillfeather", "Brackenrood"];
pub const TITLE: &str = "Moonmarrow";
pub const WORDS: &str = "snarkelbloom";

/// Where Telegram brings updates to a bot behind a proxy, and by what it is known there.
const PROXY: &str = "https://bot.example.org/nearer";
const WEBHOOK_SECRET: &str = "Threadneedle-and-0ther_w0rds";

/// How long a test waits for a process or its log, in real time.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a configuration, a store and a log that all runs write to.
pub struct Home {
    dir: TempDir,
    data_dir: PathBuf,
}

/// A bot that runs. It is killed when it is dropped, so that a failed test leaves no process behind.
pub struct Bot {
    child: Child,
    log: PathBuf,
    telegram: SimulatedTelegram,
}

impl Home {
    pub fn new() -> Self {
        Self::with_store_in(|home| home.join("data"))
    }

    /// The store lies where `store` says, seen from this home; the log lies here.
    pub fn with_store_in(store: impl Fn(&Path) -> PathBuf) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let data_dir = store(dir.path());
        let home = Self { dir, data_dir };
        for format in ["plain", "json"] {
            let config = format!(
                "data_dir = '{}'\n\
                 [pace]\nall_per_second = 0\nchat_per_second = 0\ngroup_per_minute = 0\n\
                 [log]\nlevel = 'debug'\nformat = '{format}'\n",
                home.data_dir.display()
            );
            fs::write(home.config(format), config).expect("a file");
        }
        home
    }

    /// From its next start on its store is in this database, and the host's key is the one that another home has, if it
    /// has one.
    pub fn keeps_its_store_in(&self, url: &str, other: Option<&Self>) {
        self.configures(&format!("store = '{url}'"));
        fs::create_dir_all(&self.data_dir).expect("a folder");
        if let Some(other) = other {
            fs::copy(other.data_dir.join("host.key"), self.data_dir.join("host.key")).expect("the key");
        }
    }

    /// From its next start on the bot is brought its updates.
    pub fn moves_behind_a_proxy(&self, telegram: &SimulatedTelegram) {
        let listen = telegram.proxy(PROXY).expect("a free port");
        let section = format!("[webhook]\nurl = '{PROXY}'\nlisten = '{listen}'\nsecret = '{WEBHOOK_SECRET}'\n");
        for format in ["plain", "json"] {
            let text = fs::read_to_string(self.config(format)).expect("a file");
            fs::write(self.config(format), format!("{text}{section}")).expect("a file");
        }
    }

    /// It hears at the same place as another.
    pub fn copies_the_place_of(&self, other: &Self) {
        for format in ["plain", "json"] {
            let text = fs::read_to_string(other.config(format)).expect("a file");
            let (_, section) = text.split_once("[webhook]").expect("it is behind a proxy");
            let own = fs::read_to_string(self.config(format)).expect("a file");
            fs::write(self.config(format), format!("{own}[webhook]{section}")).expect("a file");
        }
    }

    /// From its next start on it asks for them.
    pub fn moves_away_from_the_proxy(&self) {
        for format in ["plain", "json"] {
            let text = fs::read_to_string(self.config(format)).expect("a file");
            let (before, _) = text.split_once("[webhook]").expect("it was behind a proxy");
            fs::write(self.config(format), before).expect("a file");
        }
    }

    fn config(&self, format: &str) -> PathBuf {
        self.dir.path().join(format!("{format}.toml"))
    }

    /// What another command of the program says about this home, and how it ends.
    pub fn asks(&self, telegram: &SimulatedTelegram, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_nearer"))
            .args(arguments)
            .arg("--config")
            .arg(self.config("plain"))
            .env("TELOXIDE_TOKEN", telegram.token())
            .env("TELOXIDE_API_URL", telegram.api_url())
            .env_remove("CREDENTIALS_DIRECTORY")
            .output()
            .expect("the program runs")
    }

    /// Adds lines to the head of the configuration.
    pub fn configures(&self, lines: &str) {
        for format in ["plain", "json"] {
            let path = self.config(format);
            let config = fs::read_to_string(&path).expect("a file");
            fs::write(&path, format!("{lines}\n{config}")).expect("a file");
        }
    }

    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// Starts the bot. Every second run writes its log as JSON.
    pub fn start(&self, telegram: &SimulatedTelegram, run: u64) -> Bot {
        self.start_with_token(telegram, run, telegram.token())
    }

    pub fn start_with_token(&self, telegram: &SimulatedTelegram, run: u64, token: &str) -> Bot {
        self.start_with(telegram, run, token, &[])
    }

    /// With more in its environment.
    pub fn start_with(&self, telegram: &SimulatedTelegram, run: u64, token: &str, more: &[(&str, &OsStr)]) -> Bot {
        let log = self.dir.path().join("log");
        let stderr: File = OpenOptions::new().create(true).append(true).open(&log).expect("a log");
        let child = Command::new(env!("CARGO_BIN_EXE_nearer"))
            .arg("run")
            // A lead of two seconds: it counts only where the store is in a database.
            .args(["--clock", &telegram.clock_url(), "--seed", &run.to_string(), "--term", "2000", "--config"])
            .arg(self.config(if run.is_multiple_of(2) { "plain" } else { "json" }))
            .env("TELOXIDE_TOKEN", token)
            .env("TELOXIDE_API_URL", telegram.api_url())
            .env_remove("CREDENTIALS_DIRECTORY")
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .expect("the bot starts");
        Bot { child, log, telegram: telegram.clone() }
    }

    /// Nothing that people said, no name and no token stands in the log, nor did anything break in silence.
    pub fn log_is_clean(&self, telegram: &SimulatedTelegram) {
        let log = self.log();
        assert!(log.contains("in service"), "there is a log to judge");
        let secret = telegram.token().split_once(':').map_or("", |(_, secret)| secret);
        for canary in NAMES.into_iter().chain([TITLE, WORDS, secret, WEBHOOK_SECRET]) {
            let found = log.lines().find(|line| line.to_lowercase().contains(&canary.to_lowercase()));
            assert_eq!(found, None, "{canary} in the log");
        }
        for trouble in ["panicked", "ERROR"] {
            assert_eq!(log.lines().find(|line| line.contains(trouble)), None);
        }
    }

    /// Nor does it stand in the store.
    pub fn store_is_clean(&self) {
        let mut bytes = Vec::new();
        read(&self.data_dir(), &mut bytes);
        assert!(!bytes.is_empty());
        for canary in NAMES.into_iter().chain([TITLE, WORDS]) {
            let found = bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()));
            assert!(!found, "{canary} in the store");
        }
    }
}

fn read(dir: &Path, into: &mut Vec<u8>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, into);
        } else if path.is_file() {
            into.extend(fs::read(path).expect("a file"));
        }
    }
}

impl Bot {
    /// `kill -9`. It must have been alive until then.
    pub fn kill(mut self) {
        let ended = self.child.try_wait().expect("a child");
        assert_eq!(ended, None, "it ended by itself:\n{}", self.end_of_log());
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }

    /// `kill -TERM`.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// `kill -STOP`: it does nothing more until it goes on.
    pub fn stops(&self) {
        self.signal("STOP");
    }

    /// `kill -CONT`.
    pub fn goes_on(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status();
        assert!(sent.expect("a shell").success());
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends.
    pub async fn ended(&mut self) -> ExitStatus {
        let waiting = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("a child") {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(status) => status,
            Err(late) => panic!("it does not end ({late}):\n{}", self.end_of_log()),
        }
    }

    /// Waits until `holds`, but not for a bot that has died: the test ends at once with its last words.
    pub async fn until(&mut self, what: &str, holds: impl Fn(&SimulatedTelegram) -> bool) {
        let telegram = self.telegram.clone();
        tokio::select! {
            biased;
            () = telegram.wait_until(what, holds) => {}
            status = self.ended() => panic!("it ended by itself ({status}) before {what}:\n{}", self.end_of_log()),
        }
    }

    /// Waits until every update is confirmed.
    pub async fn has_read_all(&mut self) {
        self.until("all updates are confirmed", |telegram| telegram.updates_pending() == 0).await;
    }

    /// Waits until it says that nothing is left to do: what has arrived in the group is on its disk.
    pub async fn settles(&mut self) {
        self.has_read_all().await;
        // A movement of the clock by nothing: a report that knows of it is younger than this moment.
        self.telegram.clock().advance(TimeDelta::zero());
        let moved = *self.telegram.clock().movements().borrow();
        let idle = |telegram: &SimulatedTelegram| telegram.report().is_some_and(|r| r.idle && r.movements >= moved);
        self.until("it has nothing left to do", idle).await;
    }

    /// Waits until its log says this.
    pub async fn says(&self, words: &str) {
        let log = || fs::read_to_string(&self.log).unwrap_or_default();
        let waiting = async {
            while !log().contains(words) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let said = tokio::time::timeout(PATIENCE, waiting).await.is_ok();
        assert!(said, "it never said {words:?}:\n{}", self.end_of_log());
    }

    pub fn end_of_log(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
