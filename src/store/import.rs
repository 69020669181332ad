//! A new store from an export.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lz4_flex::frame::FrameDecoder;
use serde_json::value::RawValue;

use super::export::{EXPORT_FORMAT, Footer, Header, Row, hex, unhex};
use super::marker::Unfinished;
use super::opening;
use super::postgres::{Address, OldTable};
use super::sealed::{self, Change, HostKeySource, Keyring, Keys, Opened};
use super::trees::Tree;
use super::{Options, StoreError, guard, json, rights};

/// How many rows go into one transaction.
pub(super) const AT_ONCE: usize = 1_000;

const LZ4_MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

/// The most bytes of one line. A record is at most a megabyte before it is packed, and no sign of it takes more than
/// six in JSON; whatever is longer is none of ours, and is not read into memory.
const MOST_OF_A_LINE: u64 = 8 << 20;

/// What an import took in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub records: u64,
    /// Records of those who have left since the export was written: their keys are destroyed. And timers without a couple or a person.
    pub left_out: u64,
}

/// Makes a new store in `dir`, which must be empty or not there, from the export in `file`.
///
/// A sealed export is read with the keys of the store that wrote it, in the folder `keys_from`; unless told, that is the
/// one above the folder in which the export lies. Whose key is destroyed there has left, and is left out. The new store
/// has keys of its own.
///
/// The file is read twice: once to its last line, with all counts, before anything is made; then to be taken in. From
/// its first file on the directory says that it is unfinished, and says so until all is on the disk: what a failed or
/// killed import leaves is never opened as a store. In memory are held a thousand records, and one line.
pub fn import(
    file: &Path,
    dir: &Path,
    options: &Options,
    keys_from: Option<&KeysFrom>,
) -> Result<Imported, StoreError> {
    if Unfinished::read(dir)?.is_some() {
        return Err(StoreError::ImportUnfinished { dir: dir.to_owned() });
    }
    let host_key = options.host_key.file(dir);
    // The host may have put the key in its place already.
    let is_host_key = |name: &String| host_key.as_ref().is_some_and(|path| *path == dir.join(name));
    if !guard::names(dir)?.iter().all(is_host_key) {
        return Err(StoreError::NotEmpty { dir: dir.to_owned() });
    }
    let old = OldKeys::of(file, keys_from, &options.host_key);
    read_all(file, &old, |_| Ok(Taken::In))?;

    rights::make_private_dir(dir)?;
    Unfinished::Import.begin(dir)?;
    let mut opened = opening::begin_import(dir, options)?;
    let mut changes = Vec::with_capacity(AT_ONCE);
    let imported = read_all(file, &old, |change| {
        let next_tree = changes.last().is_some_and(|last: &Change| last.tree != change.tree);
        if next_tree || changes.len() == AT_ONCE {
            opened.change(std::mem::take(&mut changes), &BTreeSet::new())?;
        }
        // Couples and people come before timers.
        if change.tree == Tree::Timers && !opened.has_owner_of(&change.key)? {
            return Ok(Taken::LeftOut);
        }
        changes.push(change);
        Ok(Taken::In)
    })?;
    opened.change(changes, &BTreeSet::new())?;
    opened.finish()?;
    Ok(imported)
}

/// The folder of the store that wrote this export, if the file lies where it was written.
fn store_of(export: &Path) -> PathBuf {
    let absolute = std::path::absolute(export).unwrap_or_else(|_| export.to_owned());
    absolute.parent().and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
}

/// Where the keys are of the store that wrote an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysFrom {
    /// In the folder of that store.
    Folder(PathBuf),
    /// In that database.
    Postgres(Box<Address>),
}

/// The keys of the store that wrote the export.
pub(super) struct OldKeys<'a> {
    file: &'a Path,
    from: KeysFrom,
    source: &'a HostKeySource,
}

impl<'a> OldKeys<'a> {
    pub(super) fn of(file: &'a Path, from: Option<&KeysFrom>, source: &'a HostKeySource) -> Self {
        Self { file, from: from.cloned().unwrap_or_else(|| KeysFrom::Folder(store_of(file))), source }
    }

    /// Those that the export's first line names.
    fn open(&self, named: &str) -> Result<Box<dyn Keys>, StoreError> {
        let (id, keys, place): (_, Box<dyn Keys>, _) = match &self.from {
            KeysFrom::Folder(dir) => {
                let keyring = Keyring::open_to_read(dir, self.source)?;
                (keyring.id(), Box::new(keyring), dir.display().to_string())
            }
            KeysFrom::Postgres(address) => {
                let table = OldTable::open(address, &store_of(self.file), self.source)?;
                (table.id(), Box::new(table), address.to_string())
            }
        };
        if hex(&id) != named {
            return Err(StoreError::ExportOfAnother { path: self.file.to_owned(), place });
        }
        Ok(keys)
    }
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    In,
    /// It is about people who have left.
    LeftOut,
}

/// Reads the whole export and hands out each of its rows. Returns how many there were.
///
/// An error may come after rows: only the end says that all of it was there.
pub(super) fn read_all(
    file: &Path,
    old: &OldKeys<'_>,
    mut each: impl FnMut(Change) -> Result<Taken, StoreError>,
) -> Result<Imported, StoreError> {
    let mut lines = ImportLines::open(file)?;
    let header: Header = lines.next()?.and_then(parse).ok_or_else(|| lines.bad("it does not begin as one"))?;
    if header.nearer_export > EXPORT_FORMAT {
        return Err(lines.bad("it was written by a newer version of the bot"));
    }
    let keyring = header.keys.map(|named| old.open(&named)).transpose()?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut left_out = 0;
    loop {
        let Some(line) = lines.next()? else { return Err(lines.bad("its end is missing")) };
        if let Some(Footer { end }) = parse(line) {
            // Every tree is named there, also those without rows.
            let named = |tree: &String| Tree::named(tree).is_some() && end.contains_key(tree);
            let counted = end.iter().all(|(tree, rows)| counts.get(tree).unwrap_or(&0) == rows);
            if !counted || !end.keys().chain(counts.keys()).all(named) || lines.next()?.is_some() {
                return Err(lines.bad("it does not hold the rows that its end counts"));
            }
            return Ok(Imported { records: counts.values().sum::<u64>() - left_out, left_out });
        }
        let row: Row = parse(line).ok_or_else(|| lines.bad("it is no row"))?;
        let tree = Tree::named(&row.tree).ok_or_else(|| lines.bad("its tree is not known"))?;
        let key = unhex(&row.key).filter(|key| json::is_key(tree, key)).ok_or_else(|| lines.bad("its key is none"))?;
        *counts.entry(row.tree).or_default() += 1;
        let record = match row.sealed {
            // What is `null` counts as no value.
            None => json::to_record(tree, row.value.as_deref().unwrap_or(RawValue::NULL)),
            Some(sealed) => {
                let keyring = keyring.as_ref().ok_or_else(|| lines.bad("it is sealed, and no keys are named"))?;
                let stored = BASE64.decode(sealed).map_err(|_| lines.bad("it is no base64"))?;
                match sealed::open_record(&**keyring, tree, &key, &stored) {
                    Ok(Opened::Record(record)) => json::of_today(tree, &record),
                    Ok(Opened::Destroyed) => {
                        left_out += 1;
                        continue;
                    }
                    Err(error) => Err(error),
                }
            }
        };
        let record = record.map_err(|error| lines.bad_because(error))?;
        left_out += u64::from(each(Change::new(tree, &key, Some(record)))? == Taken::LeftOut);
    }
}

/// `None` if the line is something else. (Errors may quote the record.)
fn parse<T: serde::de::DeserializeOwned>(line: &[u8]) -> Option<T> {
    serde_json::from_slice(line).ok()
}

/// The lines of an export, and where we are.
struct ImportLines<'a> {
    left: BufReader<Box<dyn Read>>,
    line: Vec<u8>,
    number: u64,
    path: &'a Path,
}

impl<'a> ImportLines<'a> {
    fn open(path: &'a Path) -> Result<Self, StoreError> {
        let failed = |reason| StoreError::Io { doing: "opening the export", path: path.to_owned(), reason };
        let mut file = File::open(path).map_err(failed)?;
        let mut magic = Vec::new();
        (&mut file).take(4).read_to_end(&mut magic).and_then(|_| file.rewind()).map_err(failed)?;
        let reader: Box<dyn Read> =
            if magic == LZ4_MAGIC { Box::new(FrameDecoder::new(BufReader::new(file))) } else { Box::new(file) };
        Ok(Self { left: BufReader::new(reader), line: Vec::new(), number: 0, path })
    }

    /// The next line, with its end; `None` after the last.
    fn next(&mut self) -> Result<Option<&[u8]>, StoreError> {
        self.number += 1;
        self.line.clear();
        let read = (&mut self.left).take(MOST_OF_A_LINE).read_until(b'\n', &mut self.line);
        let read = read.map_err(|_| self.bad("it is damaged or cut short"))?;
        if self.line.len() as u64 >= MOST_OF_A_LINE {
            return Err(self.bad("it is longer than any line of an export"));
        }
        Ok((read > 0).then_some(&self.line))
    }

    /// What is wrong with the row at hand is said with its line; what is wrong with its store is not.
    fn bad_because(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Damaged { .. } => self.bad(&error.to_string()),
            error if error.is_refusal() => self.bad(&error.to_string()),
            error => error,
        }
    }

    fn bad(&self, what: &str) -> StoreError {
        StoreError::BadExport { path: self.path.to_owned(), line: self.number, what: what.to_owned() }
    }
}
