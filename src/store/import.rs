//! A new store from an export.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use lz4_flex::frame::FrameDecoder;

use super::database::Write;
use super::export::{EXPORT_FORMAT, Footer, Header, Row, unhex};
use super::marker::Unfinished;
use super::opening;
use super::trees::Tree;
use super::{Options, StoreError, guard, json, rights};

/// How many rows go into one transaction.
const AT_ONCE: usize = 1_000;

const LZ4_MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

/// The most bytes of one line. A record is at most a megabyte before it is packed, and no sign of it takes more than
/// six in JSON; whatever is longer is none of ours, and is not read into memory.
const MOST_OF_A_LINE: u64 = 8 << 20;

/// Makes a new store in `dir`, which must be empty or not there, from the export in `file`. How many records it holds.
///
/// The file is read twice: once to its last line, with all counts, before anything is made; then to be taken in. From
/// its first file on the directory says that it is unfinished, and says so until all is on the disk: what a failed or
/// killed import leaves is never opened as a store. In memory are held a thousand records, and one line.
pub fn import(file: &Path, dir: &Path, options: Options) -> Result<u64, StoreError> {
    if Unfinished::read(dir)?.is_some() {
        return Err(StoreError::ImportUnfinished { dir: dir.to_owned() });
    }
    if !guard::names(dir)?.is_empty() {
        return Err(StoreError::NotEmpty { dir: dir.to_owned() });
    }
    read_all(file, |_| Ok(()))?;

    rights::make_private_dir(dir)?;
    Unfinished::Import.begin(dir)?;
    let mut opened = opening::begin_import(dir, options)?;
    let mut writes = Vec::with_capacity(AT_ONCE);
    let rows = read_all(file, |write| {
        writes.push(write);
        if writes.len() == AT_ONCE {
            opened.write(&writes)?;
            writes.clear();
        }
        Ok(())
    })?;
    opened.write(&writes)?;
    opened.seal()?;
    Ok(rows)
}

/// Reads the whole export and hands out each of its rows. Returns how many there were.
///
/// An error may come after rows: only the end says that all of it was there.
fn read_all(file: &Path, mut each: impl FnMut(Write) -> Result<(), StoreError>) -> Result<u64, StoreError> {
    let mut lines = ImportLines::open(file)?;
    let header: Header = lines.next()?.and_then(parse).ok_or_else(|| lines.bad("it does not begin as one"))?;
    if header.nearer_export > EXPORT_FORMAT {
        return Err(lines.bad("it was written by a newer version of the bot"));
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    loop {
        let Some(line) = lines.next()? else { return Err(lines.bad("its end is missing")) };
        if let Some(Footer { end }) = parse(line) {
            // Every tree is named there, also those without rows.
            let named = |tree: &String| Tree::named(tree).is_some() && end.contains_key(tree);
            let counted = end.iter().all(|(tree, rows)| counts.get(tree).unwrap_or(&0) == rows);
            if !counted || !end.keys().chain(counts.keys()).all(named) || lines.next()?.is_some() {
                return Err(lines.bad("it does not hold the rows that its end counts"));
            }
            return Ok(counts.values().sum());
        }
        let row: Row = parse(line).ok_or_else(|| lines.bad("it is no row"))?;
        let tree = Tree::named(&row.tree).ok_or_else(|| lines.bad("its tree is not known"))?;
        let key = unhex(&row.key).filter(|key| json::is_key(tree, key)).ok_or_else(|| lines.bad("its key is none"))?;
        let value = json::to_stored(tree, &row.value)
            .map_err(|error| if error.is_refusal() { lines.bad(&error.to_string()) } else { error })?;
        each(Write::new(tree, &key, Some(value)))?;
        *counts.entry(row.tree).or_default() += 1;
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

    fn bad(&self, what: &str) -> StoreError {
        StoreError::BadExport { path: self.path.to_owned(), line: self.number, what: what.to_owned() }
    }
}
