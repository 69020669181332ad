//! What the bot has stored, to be looked into: the records, and whether any word that somebody said is among them.
//!
//! The store belongs to the bot's process. So its files are copied as they are at that moment, and the copy is opened:
//! what is seen is what is on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::store::{Options, SledStore, Store};

/// A store that is being written may be copied in the middle of it.
const TRIES: u32 = 4;

/// Where to look, and what for.
#[derive(Debug)]
pub struct StoredRecords {
    pub store: PathBuf,
    pub dir: PathBuf,
    /// What people said. None of it should be found.
    pub said: Vec<String>,
}

/// What the couples of a store have before them.
#[derive(Debug, Default)]
pub struct Plans {
    /// When, and the name of the timer.
    pub first_due: Option<(DateTime<Utc>, String)>,
    /// The name of the time zone.
    pub zone: Option<String>,
}

impl StoredRecords {
    /// Reads the records; takes a moment.
    pub fn look(&self) -> anyhow::Result<Value> {
        let lines = self.read()?;
        let bytes = bytes_below(&self.store)?;
        let records = lines.join("\n");
        let found: Vec<&String> = self.said.iter().filter(|said| stands_in(said, &records, &bytes)).collect();
        let rows: Vec<Value> = lines
            .iter()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|line| line.get("tree").is_some())
            .collect();
        Ok(json!({"rows": rows, "bytes": bytes.len(), "said": self.said.len(), "found": found}))
    }

    /// What falls due first, as the couples' own records name it, and the zone that a couple has chosen.
    pub fn plans(&self) -> anyhow::Result<Plans> {
        let records = self.read()?;
        let records: Vec<Value> = records.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let timers = records.iter().filter_map(|record| record.get("value")?.get("timers")?.as_object().cloned());
        let timer = |(kind, due): (String, Value)| Some((due.as_str()?.parse().ok()?, kind));
        let zone = |record: &Value| {
            let couple = record.get("value").filter(|couple| couple["settling"] != "Unplaced")?;
            couple.get("settings")?.get("zone")?.as_str().map(str::to_owned)
        };
        Ok(Plans { first_due: timers.flatten().filter_map(timer).min(), zone: records.iter().find_map(zone) })
    }

    fn read(&self) -> anyhow::Result<Vec<String>> {
        let mut tries = 1;
        loop {
            match self.read_copy() {
                Err(_) if tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    fn read_copy(&self) -> anyhow::Result<Vec<String>> {
        let copy = Copy::of(&self.store, self.dir.join("copy-of-the-store"))?;
        Ok(SledStore::open(&copy.0, &Options::default())?.legible()?)
    }
}

/// Whether these words stand among the records or anywhere in the files.
fn stands_in(said: &str, records: &str, bytes: &[u8]) -> bool {
    let written = Value::from(said).to_string();
    let within_quotes = &written[1..written.len() - 1];
    records.contains(within_quotes) || bytes.windows(said.len().max(1)).any(|window| window == said.as_bytes())
}

fn bytes_below(dir: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes.extend(bytes_below(&path)?);
        } else if path.is_file() {
            bytes.extend(fs::read(&path)?);
        }
    }
    Ok(bytes)
}

/// A copy of the store's folder; gone when this is dropped.
struct Copy(PathBuf);

impl Copy {
    fn of(store: &Path, to: PathBuf) -> anyhow::Result<Self> {
        if !store.is_dir() {
            bail!("nothing has been stored yet");
        }
        let _ = fs::remove_dir_all(&to);
        let copy = Self(to);
        copy_folder(store, &copy.0).context("copying the store")?;
        Ok(copy)
    }
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    // As narrow as the store itself is.
    let mut folder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(to)?;
    let mut entries = fs::read_dir(from)?.collect::<std::io::Result<Vec<_>>>()?;
    // By name: the number of the last commit comes before the database, which may go on meanwhile, never back.
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &copy)?;
        } else if path.is_file() {
            // Not the socket of the bot that runs.
            fs::copy(&path, &copy)?;
        }
    }
    Ok(())
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_records_and_in_raw_bytes() {
        assert!(stands_in("a \"b\"", r#"{"text":"a \"b\""}"#, b""));
        assert!(stands_in("secret", "", b"..secret.."));
        assert!(!stands_in("secret", "{}", b"..secre"));
    }

    #[test]
    fn a_store_is_read_while_another_holds_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = dir.path().join("store");
        let _held = SledStore::open(&store, &Options::default()).expect("a store");
        let records = StoredRecords { store, dir: dir.path().to_owned(), said: vec!["good evening".to_owned()] };
        let seen = records.look().expect("a look");
        assert_eq!((&seen["rows"], &seen["said"], &seen["found"]), (&json!([]), &json!(1), &json!([])));
        assert!(!dir.path().join("copy-of-the-store").exists());
    }
}
