//! The whole store as lines of JSON: a copy that needs no database to be read, and the way to a smaller file.
//!
//! ```text
//! {"nearer_export":2,"created":"2025-06-01T12:00:00Z","keys":"1f0e…"}
//! {"tree":"couples","key":"7fffffffffffff9c","sealed":"8QAAAAF…"}
//! {"tree":"timers","key":"…","value":null}
//! …
//! {"end":{"couples":1,"users":0,…}}
//! ```
//!
//! What is sealed in the store stays sealed, in base64: an export can be taken in with the keys of the store that wrote
//! it, which its first line names, and says nothing without them. In format 1 nothing was sealed.
//!
//! The last line counts the rows of every tree: a file without it, or with other counts, is not whole and is never
//! imported. The file is LZ4 (`lz4 -d` reads it); an import takes it unpacked as well.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Days, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use lz4_flex::frame::{FrameEncoder, FrameInfo};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::sealed::KeyringId;
use super::trees::Tree;
use super::{StoreError, guard, json, rights, sealed};

/// How many exports are kept beside the store.
pub const EXPORTS_KEPT: usize = 24;

/// For how many days an export is kept at most. The newest one stays, however old it is.
pub const EXPORT_DAYS: u64 = 30;

/// The folder of the exports, in that of the store.
pub(super) const DIR: &str = "exports";

/// The format in which exports are written.
pub(super) const EXPORT_FORMAT: u32 = 2;

const PREFIX: &str = "nearer-";
/// The moment at which it was written, in UTC.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";
const SUFFIX: &str = ".jsonl.lz4";
const UNFINISHED: &str = ".part";

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) nearer_export: u32,
    pub(super) created: String,
    /// The keyring of the store, in hexadecimal digits; from format 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) keys: Option<String>,
}

/// A line for one record.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) tree: String,
    /// In hexadecimal digits.
    pub(super) key: String,
    /// The record, where it is not sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Box<RawValue>>,
    /// The row as it is stored, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sealed: Option<String>,
}

/// The last line: how many rows of each tree came before.
#[derive(Serialize, Deserialize)]
pub(super) struct Footer {
    pub(super) end: BTreeMap<String, u64>,
}

/// An export that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub path: PathBuf,
    pub records: u64,
}

/// How many bytes are written before they are brought to the disk. All at once at the end, they would hold up everything.
const SYNC_EVERY: usize = 1 << 20;

/// An export that is being written, row by row, in the order of [`Tree::ALL`].
pub(super) struct ExportFile {
    out: ExportLines,
    dir: PathBuf,
    name: String,
    now: DateTime<Utc>,
    rows: u64,
    end: BTreeMap<String, u64>,
}

impl ExportFile {
    /// Begins one in the store's directory, of rows that are sealed with the keys of this keyring.
    pub(super) fn begin(store_dir: &Path, keyring: KeyringId, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let dir = store_dir.join(DIR);
        rights::make_private_dir(&dir)?;
        remove(&dir, |name| is_abandoned(name, now))?;
        let name = format!("{PREFIX}{}{SUFFIX}", now.format(MOMENT));
        let mut out = ExportLines::begin(dir.join(name.clone() + UNFINISHED))?;
        let (created, keys) = (now.to_rfc3339_opts(SecondsFormat::Secs, true), Some(hex(&keyring)));
        out.line(&Header { nearer_export: EXPORT_FORMAT, created, keys })?;
        Ok(Self { out, dir, name, now, rows: 0, end: BTreeMap::new() })
    }

    /// Where it will be.
    pub(super) fn path(&self) -> PathBuf {
        self.dir.join(&self.name)
    }

    pub(super) fn row(&mut self, tree: Tree, key: &[u8], stored: &[u8]) -> Result<(), StoreError> {
        let (value, sealed) = match sealed::key_of(stored).filter(|_| sealed::is_sealed(tree)) {
            Some(_) => (None, Some(BASE64.encode(stored))),
            None => (Some(json::from_record(tree, stored)?), None),
        };
        self.rows += 1;
        self.out.line(&Row { tree: tree.name().to_owned(), key: hex(key), value, sealed })
    }

    /// All rows of this tree are written.
    pub(super) fn end_of(&mut self, tree: Tree) {
        self.end.insert(tree.name().to_owned(), std::mem::take(&mut self.rows));
    }

    /// Writes the end, gives the file its name and removes what is too old. Call this when all rows are written.
    pub(super) fn publish(mut self) -> Result<Exported, StoreError> {
        let records = self.end.values().sum();
        self.out.line(&Footer { end: self.end })?;
        let temporary = self.out.finish()?;
        let path = self.dir.join(&self.name);
        guard::publish(&temporary, &path)?;
        let old = too_old(guard::names(&self.dir)?, self.now);
        remove(&self.dir, |name| old.iter().any(|old| old == name))?;
        Ok(Exported { path, records })
    }
}

/// A record, opened, as a line of an export.
pub(super) fn legible_line(tree: Tree, key: &[u8], record: &[u8]) -> Result<String, StoreError> {
    let row = Row {
        tree: tree.name().to_owned(),
        key: hex(key),
        value: Some(json::from_record(tree, record)?),
        sealed: None,
    };
    serde_json::to_string(&row).map_err(|_| json::misfit(tree))
}

/// Whether there is any export in the store's directory `dir`.
pub(super) fn any(dir: &Path) -> Result<bool, StoreError> {
    Ok(guard::names(&dir.join(DIR))?.iter().any(|name| is_export(name)))
}

/// The newest export beside the store in `dir`, and the moment at which it was written. What cannot be read counts as not
/// there.
#[must_use]
pub fn newest_export(dir: &Path) -> Option<(DateTime<Utc>, PathBuf)> {
    let exports = guard::names(&dir.join(DIR)).unwrap_or_default();
    let newest = exports.into_iter().filter_map(|name| Some((read_name(&name)?, name))).max();
    newest.map(|(at, name)| (at, dir.join(DIR).join(name)))
}

/// Whether this is what is left of an export that was broken off. One of the last hour may be under way.
fn is_abandoned(name: &str, now: DateTime<Utc>) -> bool {
    let Some(whole) = name.strip_suffix(UNFINISHED) else { return false };
    read_name(whole).is_none_or(|begun| begun > now || now - begun >= TimeDelta::hours(1))
}

fn is_export(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// The moment at which the export of this name was written.
fn read_name(name: &str) -> Option<DateTime<Utc>> {
    let moment = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    NaiveDateTime::parse_from_str(moment, MOMENT).ok().map(|moment| moment.and_utc())
}

/// Which of these files are exports that nobody needs any more. Never the newest one.
fn too_old(names: Vec<String>, now: DateTime<Utc>) -> Vec<String> {
    let mut exports: Vec<String> = names.into_iter().filter(|name| is_export(name)).collect();
    // The names sort by age.
    exports.sort_unstable();
    exports.pop();
    let too_many = exports.len().saturating_sub(EXPORTS_KEPT - 1);
    let oldest = now.checked_sub_days(Days::new(EXPORT_DAYS)).unwrap_or(DateTime::<Utc>::MIN_UTC);
    let is_too_old = |name: &str| read_name(name).is_some_and(|at| at < oldest);
    let mut place = 0..;
    exports.retain(|name| place.next().is_some_and(|place| place < too_many) || is_too_old(name));
    exports
}

fn remove(dir: &Path, chosen: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    for name in guard::names(dir)?.into_iter().filter(|name| chosen(name)) {
        let path = dir.join(name);
        fs::remove_file(&path).map_err(StoreError::io("removing the old export", &path))?;
    }
    Ok(())
}

struct ExportLines {
    out: FrameEncoder<BufWriter<Synced>>,
    path: PathBuf,
}

impl ExportLines {
    fn begin(path: PathBuf) -> Result<Self, StoreError> {
        let file = Synced { file: rights::create_new(&path)?, unsynced: 0 };
        // The checksum tells an import of bytes that changed on the disk.
        let frame = FrameInfo::new().content_checksum(true);
        Ok(Self { out: FrameEncoder::with_frame_info(frame, BufWriter::new(file)), path })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), StoreError> {
        let written = serde_json::to_writer(&mut self.out, line).map_err(std::io::Error::from);
        written.and_then(|()| self.out.write_all(b"\n")).map_err(StoreError::io("writing the export", &self.path))
    }

    /// All of it is in the file then. Where it is.
    fn finish(self) -> Result<PathBuf, StoreError> {
        let finished = self.out.finish().map_err(std::io::Error::from).and_then(|mut file| file.flush());
        finished.map_err(StoreError::io("finishing the export", &self.path))?;
        Ok(self.path)
    }
}

/// A file that is brought to the disk bit by bit.
struct Synced {
    file: File,
    unsynced: usize,
}

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.unsynced += written;
        if self.unsynced >= SYNC_EVERY {
            self.file.sync_data()?;
            self.unsynced = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The reverse of [`hex`].
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_go_by_their_number_and_by_their_age_and_the_newest_stays() {
        let now: DateTime<Utc> = "2026-03-31T12:00:00Z".parse().unwrap();
        let name = |at: DateTime<Utc>| format!("{PREFIX}{}{SUFFIX}", at.format(MOMENT));
        let ago = |days: u64| name(now - Days::new(days));
        let kept = |names: &[String]| {
            let old = too_old(names.to_vec(), now);
            names.iter().filter(|name| !old.contains(name)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(kept(&[ago(300), ago(40)]), [ago(40)], "the only one that is left");
        assert_eq!(kept(&[ago(31), ago(30), ago(1)]), [ago(30), ago(1)]);
        let many: Vec<String> = (0..30).rev().map(ago).collect();
        assert_eq!(kept(&many), many[30 - EXPORTS_KEPT..]);
        let others = ["notes.txt".to_owned(), "nearer-of-old.jsonl.lz4".to_owned(), ago(1)];
        assert_eq!(kept(&others), others);
        assert_eq!(read_name(&name(now)), Some(now));
    }

    #[test]
    fn keys_are_written_in_hexadecimal_and_read_again() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(hex(&[0x0a, 0xff]), "0aff");
        for wrong in ["0", "0g", "é0", "0aff0"] {
            assert_eq!(unhex(wrong), None);
        }
    }
}
