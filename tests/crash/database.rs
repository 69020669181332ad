//! The database of those tests in which it is struck as well: their own, or one that stands elsewhere and is named by the
//! environment (`.ci/patroni`).

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cluster::Cluster;

/// Where a database stands that the tests are to use; it must be empty. (The bot knows every name that begins with `NEARER_`.)
const URL: &str = "TEST_POSTGRES_URL";
/// The program that strikes it. With `ready` it waits until that may be done; with `strike` it does it.
const STRIKER: &str = "TEST_POSTGRES_STRIKER";

pub enum Database {
    Own { cluster: Cluster, name: String },
    Elsewhere { url: String, striker: String },
}

impl Database {
    /// `None`, in words, where there is none.
    pub fn find() -> Option<Self> {
        if let Ok(url) = std::env::var(URL) {
            let striker = std::env::var(STRIKER).expect("who names a database says how it is struck");
            return Some(Self::Elsewhere { url, striker });
        }
        Self::own()
    }

    pub fn own() -> Option<Self> {
        let cluster = Cluster::start()?;
        let name = cluster.database();
        Some(Self::Own { cluster, name })
    }

    /// The cluster of a database of its own.
    pub fn cluster(&self) -> &Cluster {
        match self {
            Self::Own { cluster, .. } => cluster,
            Self::Elsewhere { .. } => panic!("it stands elsewhere"),
        }
    }

    /// How the bot is told of it.
    pub fn url(&self) -> String {
        match self {
            Self::Own { cluster, name } => cluster.url(name),
            Self::Elsewhere { url, .. } => url.clone(),
        }
    }

    /// What it answers to this; `None` where it cannot.
    pub fn says(&self, sql: &str) -> Option<String> {
        match self {
            Self::Own { cluster, name } => cluster.psql(name, sql),
            Self::Elsewhere { url, .. } => {
                let asked = Command::new("psql").args(["-Xqtc", sql, "-A", url]).stderr(Stdio::null()).output();
                let asked = asked.expect("psql");
                asked.status.success().then(|| String::from_utf8_lossy(&asked.stdout).trim().to_owned())
            }
        }
    }

    /// The longest that nobody may lead: a lead of two seconds, and the start of a bot on a busy machine; or until another
    /// machine has taken over from the one that had the database.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(if self.stands_elsewhere() { 120 } else { 30 })
    }

    pub fn stands_elsewhere(&self) -> bool {
        matches!(self, Self::Elsewhere { .. })
    }

    /// Waits until it may be struck.
    pub async fn is_ready(&self) {
        if let Self::Elsewhere { striker, .. } = self {
            run(striker, "ready").await;
        }
    }

    /// `kill -9`. It is started again, or another takes over.
    pub async fn is_struck(&self) {
        match self {
            Self::Own { cluster, .. } => {
                cluster.is_killed();
                cluster.starts();
            }
            Self::Elsewhere { striker, .. } => run(striker, "strike").await,
        }
    }
}

/// On a thread of its own: the simulated Telegram goes on meanwhile.
async fn run(striker: &str, what: &'static str) {
    let mut command = Command::new(striker);
    command.arg(what).stdin(Stdio::null());
    let ran = tokio::task::spawn_blocking(move || command.status()).await.expect("no panic");
    assert!(ran.expect("it runs").success(), "{what}");
}
