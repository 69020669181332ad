//! For those who write prompts: what they save is read at once, and what is wrong in it is said with file and line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tracing::warn;

use super::Rehearsal;
use super::preview::{self, Faces};
use crate::prompts::{self, Library, Report, Selection, Severity, Unusable};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(300);

/// Folders are looked into so deep at most; that also ends a link that leads back to its parent.
const DEEPEST: usize = 4;

/// The words that are tried, and what was found in them last.
#[derive(Debug)]
pub struct Writers {
    words: Selection,
    found: Mutex<LastReading>,
}

#[derive(Debug)]
struct LastReading {
    report: Report,
    /// The words in use.
    faces: Option<Faces>,
    /// The cards that were saved last.
    cards: Vec<Value>,
}

impl LastReading {
    fn look(words: &Selection) -> Self {
        Self {
            report: prompts::check_selection(words),
            faces: Library::open(words).ok().as_ref().map(preview::faces),
            cards: Vec::new(),
        }
    }

    /// What is new since `before`. While it cannot be used, the old words stay.
    fn since(mut self, before: &mut Self) -> Self {
        self.cards = match (&before.faces, &self.faces) {
            (Some(old), Some(new)) => preview::changed(old, new),
            _ => Vec::new(),
        };
        self.faces = self.faces.or_else(|| before.faces.take());
        self
    }
}

/// The files, each with its time and size: different when something was saved.
type Print = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

impl Writers {
    /// Reads the words for the first time: it begins only with such as can be used.
    pub fn of(words: &Selection) -> Result<Self, Unusable> {
        let found = LastReading::look(words);
        if !found.report.is_usable() {
            return Err(Unusable(found.report.findings));
        }
        Ok(Self { words: words.clone(), found: Mutex::new(found) })
    }

    fn found(&self) -> MutexGuard<'_, LastReading> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the page shows: how much there is, and what is wrong with it.
    pub fn screen(&self) -> Value {
        let found = self.found();
        let report = &found.report;
        let folders: Vec<&Path> = self.words.folders().collect();
        // Where there is one folder, files are known by their place in it.
        let place = |file: &str| match *folders {
            [one] => Path::new(file).strip_prefix(one).unwrap_or(Path::new(file)).display().to_string(),
            _ => file.to_owned(),
        };
        let findings: Vec<Value> = report
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "file": place(&finding.file), "line": finding.line, "what": finding.what, "mend": finding.mend,
                    "error": finding.severity == Severity::Error,
                })
            })
            .collect();
        json!({
            "folders": folders, "usable": report.is_usable(), "findings": findings,
            "cards": report.cards, "dates": report.dates, "lines": report.lines, "saved": found.cards,
        })
    }
}

impl Rehearsal {
    /// Reads the words again whenever something in it was saved, and starts the bot anew with what is sound.
    pub async fn watch_writers(self: Arc<Self>) {
        let Some(writers) = &self.writers else { return };
        let mut known = print(&writers.words);
        loop {
            tokio::time::sleep(EVERY).await;
            let mut now = print(&writers.words);
            if now == known {
                continue;
            }
            // Editors save in several steps.
            loop {
                tokio::time::sleep(EVERY / 3).await;
                let later = print(&writers.words);
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
        let words = writers.words.clone();
        let Ok(found) = tokio::task::spawn_blocking(move || LastReading::look(&words)).await else {
            warn!("the prompts could not be read again");
            return;
        };
        let usable = found.report.is_usable();
        {
            let mut before = writers.found();
            let now = found.since(&mut before);
            *before = now;
        }
        self.changed.send_modify(|n| *n += 1);
        if usable {
            // What is on its way arrives first, in the old words.
            self.settle().await;
            self.bot.kill().await;
            self.bot.start();
        }
    }
}

fn print(words: &Selection) -> Print {
    let mut print = Print::new();
    for folder in words.folders() {
        collect(folder, DEEPEST, &mut print);
    }
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
