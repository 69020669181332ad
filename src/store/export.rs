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
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Days, NaiveDateTime, SecondsFormat, Utc};
use lz4_flex::frame::{FrameEncoder, FrameInfo};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sled::IVec;

use super::database::Database;
use super::opened::Opened;
use super::trees::Tree;
use super::{SledStore, StoreError, guard, json, rights, sealed};

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

/// How many bytes of rows that changed meanwhile are kept in memory for an export. Beyond that it is given up.
const MOST_KEPT: usize = 64 << 20;

impl SledStore {
    /// Writes the whole store to `exports/nearer-<now>.jsonl.lz4` beside it and removes all but the newest
    /// [`EXPORTS_KEPT`], and of those what is older than [`EXPORT_DAYS`].
    ///
    /// All of it at once: for one who has nothing else to do.
    pub fn export(&self, now: DateTime<Utc>) -> Result<Exported, StoreError> {
        let mut export = Export::begin(&self.opened, now)?;
        while !export.go_on(&self.opened.database, Duration::MAX)? {}
        export.publish()
    }
}

/// Every record of the store, opened, as a line of JSON.
pub(super) fn legible(opened: &Opened) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for tree in Tree::ALL.into_iter().filter(|tree| *tree != Tree::Meta) {
        for row in opened.database.tree(tree) {
            let (key, stored) = row.map_err(opened.database.failed("reading"))?;
            let value = Some(json::from_record(tree, &opened.record(tree, &key, &stored)?)?);
            let row = Row { tree: tree.name().to_owned(), key: hex(&key), value, sealed: None };
            lines.push(serde_json::to_string(&row).map_err(|_| json::misfit(tree))?);
        }
    }
    Ok(lines)
}

/// An export that is being written, in slices between commits.
///
/// It shows the store as it was when it was begun. sled has no snapshot that would do so for all trees; but there is one
/// who commits, and who says for every row that changes what it was before. Of rows that were not written out yet, that
/// is kept until their turn comes. So in memory are the row at hand, and the rows that changed meanwhile.
pub(super) struct Export {
    out: ExportLines,
    dir: PathBuf,
    name: String,
    now: DateTime<Utc>,
    /// The tree at hand, by its place, and the last key that is done in it.
    tree: usize,
    done: Option<IVec>,
    rows: u64,
    end: BTreeMap<String, u64>,
    /// By tree and key: rows as they were when this began, where they are others now. `None`: there was none.
    before: BTreeMap<(usize, IVec), Option<IVec>>,
    /// How many bytes `before` has held in all.
    kept: usize,
}

impl Export {
    /// Begins one of the store `opened`.
    pub(super) fn begin(opened: &Opened, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let dir = opened.dir.join(DIR);
        rights::make_private_dir(&dir)?;
        remove(&dir, |name| name.ends_with(UNFINISHED))?;
        let name = format!("{PREFIX}{}{SUFFIX}", now.format(MOMENT));
        let mut out = ExportLines::begin(dir.join(name.clone() + UNFINISHED))?;
        let (created, keys) = (now.to_rfc3339_opts(SecondsFormat::Secs, true), Some(hex(&opened.keyring()?.id())));
        out.line(&Header { nearer_export: EXPORT_FORMAT, created, keys })?;
        let (end, before) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { out, dir, name, now, tree: 0, done: None, rows: 0, end, before, kept: 0 })
    }

    /// Hears of a row that has just changed, and what it was.
    pub(super) fn keep(&mut self, tree: Tree, key: &IVec, before: Option<IVec>) {
        let place = tree.index();
        let passed = place < self.tree || place == self.tree && self.done.as_ref().is_some_and(|done| key <= done);
        if !passed && tree != Tree::Meta {
            self.kept += key.len() + before.as_ref().map_or(0, |before| before.len());
            // What was kept first is how it was at the beginning.
            self.before.entry((place, key.clone())).or_insert(before);
        }
    }

    /// Goes on for `time`, and at least by one row. Whether all is written.
    pub(super) fn go_on(&mut self, database: &Database, time: Duration) -> Result<bool, StoreError> {
        let begun = Instant::now();
        if self.kept > MOST_KEPT {
            return Err(StoreError::ExportOverrun { path: self.dir.join(&self.name) });
        }
        while let Some(&tree) = Tree::ALL.get(self.tree).filter(|&&tree| tree != Tree::Meta) {
            let from = self.done.clone().map_or(Bound::Unbounded, Bound::Excluded);
            for row in database.tree(tree).range((from, Bound::Unbounded::<IVec>)) {
                let (key, stored) = row.map_err(database.failed("reading"))?;
                self.removed_before(tree, Some(&key))?;
                let before = self.before.remove(&(self.tree, key.clone()));
                self.done = Some(key.clone());
                match before {
                    Some(Some(before)) => self.row(tree, &key, &before)?,
                    // It came later. Passed over at once: where rows come at the end of a tree, there is an end to it.
                    Some(None) => continue,
                    None => self.row(tree, &key, &stored)?,
                }
                if begun.elapsed() >= time {
                    return Ok(false);
                }
            }
            self.removed_before(tree, None)?;
            self.end.insert(tree.name().to_owned(), std::mem::take(&mut self.rows));
            self.tree += 1;
            self.done = None;
        }
        Ok(true)
    }

    /// Writes the rows that are gone now and stood before `key`, or at the end of the tree.
    fn removed_before(&mut self, tree: Tree, key: Option<&IVec>) -> Result<(), StoreError> {
        while let Some(first) = self.before.first_entry()
            && first.key().0 == self.tree
            && key.is_none_or(|key| first.key().1 < *key)
        {
            if let ((_, key), Some(before)) = first.remove_entry() {
                self.row(tree, &key, &before)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, tree: Tree, key: &[u8], stored: &[u8]) -> Result<(), StoreError> {
        let (value, sealed) = match sealed::key_of(stored).filter(|_| sealed::is_sealed(tree)) {
            Some(_) => (None, Some(BASE64.encode(stored))),
            None => (Some(json::from_record(tree, stored)?), None),
        };
        self.rows += 1;
        self.out.line(&Row { tree: tree.name().to_owned(), key: hex(key), value, sealed })
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
