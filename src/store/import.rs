//! A new store from an export.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use lz4_flex::frame::FrameDecoder;

use super::database::Write;
use super::export::{EXPORT_FORMAT, Footer, Header, Row, unhex};
use super::opening::{self, Opened};
use super::trees::Tree;
use super::{Options, StoreError, guard, json};

/// How many rows go into one transaction.
const AT_ONCE: usize = 1_000;

const LZ4_MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

/// Makes a new store in `dir`, which must be empty or not there, from the export in `file`. How many records it holds.
///
/// The store is declared made only when the last line was read and its counts agree; before that it cannot be opened.
pub fn import(file: &Path, dir: &Path, options: Options) -> Result<u64, StoreError> {
    if !guard::names(dir)?.is_empty() {
        return Err(StoreError::NotEmpty { dir: dir.to_owned() });
    }
    let mut lines = ImportLines::open(file)?;
    let header: Header =
        lines.next()?.and_then(|line| parse(&line)).ok_or_else(|| lines.bad("it does not begin as one"))?;
    if header.nearer_export > EXPORT_FORMAT {
        return Err(lines.bad("it was written by a newer version of the bot"));
    }

    let mut opened = opening::begin(dir, options)?;
    let counts = read_rows(&mut lines, &mut opened)?;
    opened.seal()?;
    Ok(counts.values().sum())
}

fn read_rows(lines: &mut ImportLines, opened: &mut Opened) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut writes = Vec::new();
    loop {
        let Some(line) = lines.next()? else { return Err(lines.bad("its end is missing")) };
        if let Some(Footer { end }) = parse(&line) {
            if end.iter().any(|(tree, rows)| counts.get(tree).unwrap_or(&0) != rows) || lines.next()?.is_some() {
                return Err(lines.bad("it does not hold the rows that its end counts"));
            }
            break;
        }
        let row: Row = parse(&line).ok_or_else(|| lines.bad("it is no row"))?;
        let tree = Tree::named(&row.tree).ok_or_else(|| lines.bad("its tree is not known"))?;
        let key = unhex(&row.key).filter(|key| json::is_key(tree, key)).ok_or_else(|| lines.bad("its key is none"))?;
        let value = json::to_stored(tree, &row.value)
            .map_err(|error| if error.is_refusal() { lines.bad(&error.to_string()) } else { error })?;
        writes.push(Write::new(tree, &key, Some(value)));
        *counts.entry(row.tree).or_default() += 1;
        if writes.len() == AT_ONCE {
            opened.database.write(&writes)?;
            writes.clear();
        }
    }
    opened.database.write(&writes)?;
    Ok(counts)
}

/// `None` if the line is something else. (Errors may quote the record.)
fn parse<T: serde::de::DeserializeOwned>(line: &str) -> Option<T> {
    serde_json::from_str(line).ok()
}

/// The lines of an export, and where we are.
struct ImportLines<'a> {
    left: std::io::Lines<BufReader<Box<dyn Read>>>,
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
        Ok(Self { left: BufReader::new(reader).lines(), number: 0, path })
    }

    fn next(&mut self) -> Result<Option<String>, StoreError> {
        self.number += 1;
        self.left.next().transpose().map_err(|_| self.bad("it is damaged or cut short"))
    }

    fn bad(&self, what: &str) -> StoreError {
        StoreError::BadExport { path: self.path.to_owned(), line: self.number, what: what.to_owned() }
    }
}
