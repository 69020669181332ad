//! For those who write prompts: what they save is read at once, and what is wrong in it is said with file and line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tracing::warn;

use super::Stage;
use crate::prompts::{self, Report, Severity};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(300);

/// Folders nest this deep at most: a link that leads back to its parent ends here.
const DEEPEST: usize = 4;

/// A folder of prompts, and what was found in it last.
#[derive(Debug)]
pub struct Writers {
    dir: PathBuf,
    report: Mutex<Report>,
}

/// The files, each with its time and size: different when something was saved.
type Print = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

impl Writers {
    /// Reads the folder for the first time.
    pub fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), report: Mutex::new(prompts::check(Some(dir))) }
    }

    fn report(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the bot can speak with what is there.
    pub fn is_usable(&self) -> bool {
        self.report().is_usable()
    }

    /// What the page shows: how much there is, and what is wrong with it.
    pub fn screen(&self) -> Value {
        let report = self.report();
        let findings: Vec<Value> = report
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "file": finding.file, "line": finding.line, "what": finding.what, "mend": finding.mend,
                    "error": finding.severity == Severity::Error,
                })
            })
            .collect();
        json!({
            "dir": self.dir.display().to_string(), "usable": report.is_usable(), "findings": findings,
            "cards": report.cards, "dates": report.dates, "lines": report.lines,
        })
    }
}

impl Stage {
    /// Reads the folder again whenever something in it was saved, and starts the bot anew with what is sound.
    pub async fn watch_writers(self: Arc<Self>) {
        let Some(writers) = &self.writers else { return };
        let mut known = print(&writers.dir);
        loop {
            tokio::time::sleep(EVERY).await;
            let mut now = print(&writers.dir);
            if now == known {
                continue;
            }
            // Editors save in several steps.
            loop {
                tokio::time::sleep(EVERY / 3).await;
                let later = print(&writers.dir);
                if later == now {
                    break;
                }
                now = later;
            }
            known = now;
            self.read_again(writers).await;
        }
    }

    async fn read_again(&self, writers: &Writers) {
        let dir = writers.dir.clone();
        let Ok(report) = tokio::task::spawn_blocking(move || prompts::check(Some(&dir))).await else {
            warn!("the prompts could not be read again");
            return;
        };
        let usable = report.is_usable();
        *writers.report() = report;
        self.changed.send_modify(|n| *n += 1);
        if usable {
            // What is on its way arrives first, in the old words.
            self.settle().await;
            self.bot.kill().await;
            self.bot.start();
        }
    }
}

fn print(dir: &Path) -> Print {
    let mut print = Print::new();
    collect(dir, DEEPEST, &mut print);
    print
}

fn collect(dir: &Path, depth: usize, print: &mut Print) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        // A file that is gone again is a change by itself.
        let Ok(data) = std::fs::metadata(&path) else { continue };
        if data.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, print);
            }
        } else if path.extension().is_some_and(|kind| kind == "toml" || kind == "ftl") {
            print.insert(path, (data.modified().ok(), data.len()));
        }
    }
}
