//! The files of one language, read whole: from the program itself or from a host's directory.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::prompts::finding::Finding;

/// The only language so far; its files lie in a directory of this name.
const LANGUAGE: &str = "en";

/// The prompts as they were when the program was built.
static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Folders below the language's own nest this deep at most.
const DEEPEST: usize = 4;

/// One text file.
pub struct Source {
    /// As its writer would name it: `prompts/en/cards/trust.toml`.
    pub name: String,
    /// Its place below the language: `cards/trust.toml`.
    pub place: String,
    pub text: String,
    /// Where its lines end: asked for once an entry, which is a thousand times at every start.
    ends: Vec<usize>,
}

impl Source {
    pub fn new(name: String, place: String, text: String) -> Self {
        let ends = text.bytes().enumerate().filter_map(|(at, byte)| (byte == b'\n').then_some(at)).collect();
        Self { name, place, text, ends }
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.ends.partition_point(|end| *end < offset) + 1
    }

    pub fn has_ending(&self, ending: &str) -> bool {
        Path::new(&self.place).extension().is_some_and(|found| found == ending)
    }
}

fn line_at(text: &[u8], offset: usize) -> usize {
    text[..offset.min(text.len())].split(|byte| *byte == b'\n').count()
}

/// How a writer would name a file that is not there.
pub fn name_beside(sources: &[Source], place: &str) -> String {
    let base = sources.iter().find_map(|source| source.name.strip_suffix(&source.place));
    format!("{}{place}", base.unwrap_or_default())
}

/// The files built into the program.
pub fn embedded() -> (Vec<Source>, Vec<Finding>) {
    let (mut sources, mut findings) = (Vec::new(), Vec::new());
    if let Some(dir) = EMBEDDED.get_dir(LANGUAGE) {
        collect_embedded(dir, &mut sources, &mut findings);
    }
    (sources, findings)
}

fn collect_embedded(dir: &Dir, sources: &mut Vec<Source>, findings: &mut Vec<Finding>) {
    for file in dir.files() {
        let path = file.path();
        let place = path.strip_prefix(LANGUAGE).unwrap_or(path);
        let (name, place) = (format!("prompts/{}", path.display()), place.display().to_string());
        if is_ours(&place) {
            add(name, &place, file.contents().to_vec(), sources, findings);
        }
    }
    for inner in dir.dirs() {
        collect_embedded(inner, sources, findings);
    }
}

/// The files of a host's own directory, which holds `en/`. `Err` where that cannot be read: then all else that could be
/// said, such as what is missing, would only follow from it.
pub fn from_dir(dir: &Path) -> Result<(Vec<Source>, Vec<Finding>), Finding> {
    let (mut sources, mut findings) = (Vec::new(), Vec::new());
    let top = dir.join(LANGUAGE);
    fs::read_dir(&top).map_err(|error| unreadable(&top, &error))?;
    let mut walk = FolderWalk {
        top: &top,
        read: HashSet::new(),
        links: Vec::new(),
        sources: &mut sources,
        findings: &mut findings,
    };
    walk.folder(&top);
    while let Some(link) = walk.links.pop() {
        walk.folder(&link);
    }
    // A directory has no fixed order; findings and cards are to come out the same each time.
    sources.sort_by(|a, b| a.place.cmp(&b.place));
    Ok((sources, findings))
}

/// A directory that is to be a library of its own, and holds none of its files.
pub fn nothing_in(dir: &Path) -> Finding {
    let mend = "copy prompts/ of the repository there, or leave prompts_dir out";
    Finding::error(dir.join(LANGUAGE).display().to_string(), None, "holds no prompts", mend)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Finding {
    let mend = format!("give a readable directory that holds {LANGUAGE}/, like prompts/ in the repository");
    Finding::error(path.display().to_string(), None, format!("cannot be read: {error}"), mend)
}

/// A walk through the folders of a host.
struct FolderWalk<'a> {
    /// The folder of the language.
    top: &'a Path,
    /// The folders that were read, as they are really called.
    read: HashSet<PathBuf>,
    /// Links to folders, left until the folders themselves are read: one may lead to a folder that comes anyway.
    links: Vec<PathBuf>,
    sources: &'a mut Vec<Source>,
    findings: &'a mut Vec<Finding>,
}

impl FolderWalk<'_> {
    fn folder(&mut self, dir: &Path) {
        let (real, entries) = match fs::canonicalize(dir).and_then(|real| Ok((real, fs::read_dir(dir)?))) {
            Ok(found) => found,
            Err(error) => return self.findings.push(unreadable(dir, &error)),
        };
        if dir.strip_prefix(self.top).is_ok_and(|place| place.components().count() > DEEPEST) {
            return self.pass_over(
                dir,
                format!("is not read: folders nest {DEEPEST} deep at most"),
                "move its files up",
            );
        }
        if !self.read.insert(real) {
            return self.pass_over(dir, "is a link to a folder that is read already".to_owned(), "take the link out");
        }
        for entry in entries {
            match entry {
                Ok(entry) => self.take(&entry.path()),
                Err(error) => self.findings.push(unreadable(dir, &error)),
            }
        }
    }

    fn pass_over(&mut self, dir: &Path, what: String, mend: &str) {
        self.findings.push(Finding::warning(dir.display().to_string(), None, what, mend));
    }

    fn take(&mut self, path: &Path) {
        if is_hidden(path) {
            return;
        }
        if path.is_dir() {
            if path.is_symlink() {
                self.links.push(path.to_owned());
            } else {
                self.folder(path);
            }
            return;
        }
        let place = path.strip_prefix(self.top).unwrap_or(path).display().to_string();
        if is_ours(&place) {
            match fs::read(path) {
                Ok(bytes) => add(path.display().to_string(), &place, bytes, self.sources, self.findings),
                Err(error) => self.findings.push(unreadable(path, &error)),
            }
        }
    }
}

/// What editors leave behind, and what tools keep beside the files: old versions, or all files of a mounted volume.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'))
}

/// Notes and pictures may lie beside the prompts.
fn is_ours(place: &str) -> bool {
    let path = Path::new(place);
    let is = |kind: &str| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(kind));
    !path.ancestors().filter(|part| !part.as_os_str().is_empty()).any(is_hidden) && (is("toml") || is("ftl"))
}

fn add(name: String, place: &str, bytes: Vec<u8>, sources: &mut Vec<Source>, findings: &mut Vec<Finding>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            // Some editors put a byte order mark in front, and Fluent would take it for a part of the first key.
            let text = text.trim_start_matches('\u{feff}').to_owned();
            sources.push(Source::new(name, with_small_ending(place), text));
        }
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = line_at(error.as_bytes(), good);
            findings.push(Finding::error(name, Some(line), "is not UTF-8 text", "save the file as UTF-8"));
        }
    }
}

/// `dates.TOML` is read as `dates.toml` is.
fn with_small_ending(place: &str) -> String {
    match place.rsplit_once('.') {
        Some((name, ending)) => format!("{name}.{}", ending.to_ascii_lowercase()),
        None => place.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let text = "a\nb\n\nc";
        let source = Source::new("x.toml".to_owned(), "x.toml".to_owned(), text.to_owned());
        for (offset, line) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (99, 4)] {
            assert_eq!(source.line(offset), line, "{offset}");
            assert_eq!(line_at(text.as_bytes(), offset), line, "{offset}");
        }
    }
}
