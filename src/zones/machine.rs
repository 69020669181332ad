//! The time zone database of this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::clock::ZoneClock;
use super::table::{Files, Table, TableOrigin, built_in_files};

/// Where systems keep it. `TZDIR` comes first.
const FOLDERS: [&str; 3] = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];
/// Copies of the database in other forms, and the machine's own choice: no names of zones.
const NOT_NAMES: [&str; 4] = ["posix", "right", "localtime", "posixrules"];
/// The largest file that is read, in bytes. The largest of 2026 has 4,000.
const MOST_BYTES: u64 = 64 * 1024;
/// Names have at most so many parts.
const PARTS: usize = 3;

/// The table of this machine, where it is newer than the one that is built in.
pub(super) fn newer_of_machine() -> Option<&'static Table> {
    let told = std::env::var_os("TZDIR").map(PathBuf::from);
    let folder = told.into_iter().chain(FOLDERS.map(PathBuf::from)).find(|folder| version(folder).is_some())?;
    newer_in(&folder)
}

/// The table in a folder of compiled files, where it is newer than the one that is built in.
///
/// Some machines leave the old names out, or have them in a package of their own: these follow the name that had the same
/// clock as they in the built-in table, so that an old name never keeps an old rule.
pub(super) fn newer_in(folder: &Path) -> Option<&'static Table> {
    let version = version(folder).filter(|version| version.as_str() > Table::built_in().version())?;
    let mut found = FoundFiles::default();
    found.read(folder, "", 1);
    let here = found.files;
    let built_in = built_in_files();
    let mut follows: BTreeMap<&[u8], &'static [u8]> = BTreeMap::new();
    for (name, file) in &built_in {
        if let Some(newer) = here.get(name) {
            follows.entry(file).or_insert(newer);
        }
    }
    let mut files: Files =
        built_in.iter().map(|(name, file)| (*name, follows.get(file).copied().unwrap_or(file))).collect();
    files.extend(here);
    Some(Table::make(version, TableOrigin::Machine(folder.to_owned()), files))
}

/// The version of the database in a folder: a year and letters.
fn version(folder: &Path) -> Option<String> {
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let first_line = |text: String| text.lines().next().map(|line| line.trim_start_matches("# version ").to_owned());
    let told = read("+VERSION").or_else(|| read("tzdata.zi")).and_then(first_line)?;
    let version = told.split(|sign: char| !sign.is_ascii_alphanumeric()).next()?;
    let (year, letters) = version.split_at_checked(4)?;
    let sound = year.bytes().all(|sign| sign.is_ascii_digit()) && letters.bytes().all(|sign| sign.is_ascii_lowercase());
    (sound && !letters.is_empty()).then(|| version.to_owned())
}

/// What was found in a folder. It is kept for as long as the program runs.
#[derive(Default)]
struct FoundFiles {
    files: Files,
    contents: BTreeSet<&'static [u8]>,
}

impl FoundFiles {
    /// Reads a folder, whose own name and a slash stand in `before`. What is no sound file is left out.
    fn read(&mut self, folder: &Path, before: &str, part: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let file_name = entry.file_name();
            let Some(own) = file_name.to_str().filter(|own| is_part_of_a_name(own)) else { continue };
            let (path, name) = (entry.path(), format!("{before}{own}"));
            // Links are followed: many names are one.
            let Ok(metadata) = fs::metadata(&path) else { continue };
            if metadata.is_dir() && part < PARTS {
                self.read(&path, &format!("{name}/"), part + 1);
            } else if metadata.is_file() && metadata.len() <= MOST_BYTES {
                let content = fs::read(&path).unwrap_or_default();
                if ZoneClock::is_sound(&content) {
                    self.keep(name, content);
                }
            }
        }
    }

    fn keep(&mut self, name: String, content: Vec<u8>) {
        let content = self.contents.get(content.as_slice()).copied().unwrap_or_else(|| content.leak());
        self.contents.insert(content);
        self.files.insert(name.leak(), content);
    }
}

fn is_part_of_a_name(own: &str) -> bool {
    let signs = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-' | b'+');
    own.starts_with(|first: char| first.is_ascii_uppercase()) && own.bytes().all(signs) && !NOT_NAMES.contains(&own)
}
