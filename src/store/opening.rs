//! Opening safely: from nothing, or from what a crash left, to a store that can be trusted. Never to an empty one
//! where there was one before.

use std::path::Path;
use std::{fs, io};

use tracing::warn;

use super::database::{Contents, Database};
use super::guard::{self, Lock};
use super::marker::{Marker, Unfinished};
use super::opened::Opened;
use super::recovery::way_back;
use super::sealed::{self, HostKeySource};
use super::standing::{self, Beside, Noted, Standing};
use super::{StoreError, export, rights};

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much the database may keep in memory, in bytes. It takes more than this: with the default of 8 MB and
    /// 100,000 couples the whole process took 92 to 97 MB once every row was read at the opening (`benches/store.rs`).
    pub cache_bytes: u64,
    /// Where the key is under which all others are sealed.
    pub host_key: HostKeySource,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 8 << 20, host_key: HostKeySource::default() }
    }
}

/// Opens the store in `dir`, or makes one if there never was one.
pub(super) fn open(dir: &Path, options: &Options) -> Result<Opened, StoreError> {
    rights::make_private_dir(dir)?;
    let lock = Lock::take(dir)?;
    rights::narrow_all(dir)?;
    let written = Marker::read(dir)?;
    if let Some(marker) = written {
        marker.check(dir)?;
    }
    match Unfinished::read(dir)? {
        Some(Unfinished::Import) if written.is_none() => {
            return Err(StoreError::ImportUnfinished { dir: dir.to_owned() });
        }
        Some(Unfinished::Creation) if written.is_none() => remove_half_made(dir)?,
        // All was done but for taking the word away.
        Some(_) => Unfinished::end(dir)?,
        None => {}
    }
    let past = Past { written, noted: Beside::read(dir)?, exported: export::any(dir)? };
    if !dir.join("sled/db").exists() {
        if past.is_any() {
            return Err(emptied(dir));
        }
        Unfinished::Creation.begin(dir)?;
    }
    let mut opened = open_database(dir, lock, options, &past)?;
    let found = opened.database.read_through().map_err(|error| broken(dir, &past, error))?;
    match (written, opened.marker()?) {
        (Some(_), None) => return Err(emptied(dir)),
        (None, None) if found.rows > 0 => return Err(StoreError::HalfMade { dir: dir.to_owned() }),
        (None, None) if past.is_any() => return Err(emptied(dir)),
        (None, None) => {
            opened.make_keyring(&options.host_key)?;
            opened.finish()?;
            return Ok(opened);
        }
        (_, Some(marker)) => marker.check(dir)?,
    }
    take_up(&mut opened, &found, past.noted)?;
    opened.take_up_keyring(&options.host_key, &found)?;
    if written.is_none() {
        // The creation was cut short between the record and the file.
        opened.finish()?;
    }
    Ok(opened)
}

/// What lies beside the database and says that there was a store.
struct Past {
    written: Option<Marker>,
    noted: Noted,
    exported: bool,
}

impl Past {
    fn is_any(&self) -> bool {
        self.written.is_some() || self.noted != Noted::Missing || self.exported
    }
}

/// Opens the empty directory `dir` for an import, which has said already that it begins.
pub(super) fn begin_import(dir: &Path, options: &Options) -> Result<Opened, StoreError> {
    let lock = Lock::take(dir)?;
    let past = Past { written: None, noted: Noted::Missing, exported: false };
    let mut opened = open_database(dir, lock, options, &past)?;
    opened.make_keyring(&options.host_key)?;
    Ok(opened)
}

/// Refuses a `dir` in which there never was a store, and touches nothing in it.
pub(super) fn require(dir: &Path) -> Result<(), StoreError> {
    let never_was = Marker::read(dir)?.is_none()
        && !dir.join("sled/db").exists()
        && !export::any(dir)?
        && Unfinished::read(dir)?.is_none();
    if never_was { Err(StoreError::Missing { dir: dir.to_owned() }) } else { Ok(()) }
}

/// Opens whatever database is in `dir`, or a new one, without a judgement on what it holds.
fn open_database(dir: &Path, lock: Lock, options: &Options, past: &Past) -> Result<Opened, StoreError> {
    let sled_dir = dir.join("sled");
    guard::refuse_foreign(&sled_dir)?;
    if !sled_dir.join("db").exists() {
        remove_lone_settings(&sled_dir)?;
    }
    guard::remove_half_snapshots(&sled_dir)?;
    rights::make_private_dir(&sled_dir)?;
    let opening = || Database::open(&sled_dir, options.cache_bytes);
    let database = match opening() {
        Err(StoreError::Unreadable { .. }) => {
            // It may be the snapshot alone; without one, the database reads the whole log.
            let aside = guard::set_snapshots_aside(&sled_dir, dir)?;
            let database = opening().map_err(|error| broken(dir, past, error))?;
            if let Some(aside) = aside.first() {
                warn!(aside = %aside.display(), "a snapshot of the database was damaged and is set aside; nothing depends on it");
            }
            database
        }
        opened => opened?,
    };
    rights::narrow_within(&sled_dir)?;
    Ok(Opened::new(database, dir, lock))
}

/// Compares where the database stands with its rows and with what was noted beside it, and goes on from there.
fn take_up(opened: &mut Opened, found: &Contents, noted: Noted) -> Result<(), StoreError> {
    let dir = opened.dir.clone();
    let Some(standing) = found.standing else {
        return match noted {
            // A store of before, or one that was taking this up when it was cut short.
            Noted::Missing | Noted::Accepted | Noted::At(Standing { number: 0, .. }) => {
                opened.database.stands_at(Standing { number: 0, sum: found.sum });
                // The file first, at zero: a record without a file would mean that the file was lost.
                opened.note_in(Beside::make(&dir, opened.database.standing())?);
                opened.note_standing()
            }
            Noted::Damaged => Err(unproven(&dir, "cannot be read")),
            Noted::At(noted) => Err(rolled_back(&dir, 0, noted.number)),
        };
    };
    let same_rows = standing.sum == found.sum;
    let whole = Standing { number: standing.number, sum: found.sum };
    match noted {
        Noted::Accepted => {
            warn!(commit = whole.number, whole = same_rows, "the store is taken as it is, because its host said so");
            opened.database.stands_at(whole);
            opened.note_in(Beside::make(&dir, whole)?);
            return if same_rows { Ok(()) } else { opened.note_standing() };
        }
        Noted::At(noted) if noted.number > standing.number => {
            return Err(rolled_back(&dir, standing.number, noted.number));
        }
        _ if !same_rows => {
            let what = "some rows are missing, changed or older than others".to_owned();
            return Err(StoreError::Broken { what, way: way_or_accept(&dir), dir });
        }
        Noted::Missing => return Err(unproven(&dir, "is missing")),
        Noted::Damaged => return Err(unproven(&dir, "cannot be read")),
        Noted::At(noted) if noted.number == standing.number && noted != standing => {
            let what = "it is at the last commit, but with other rows than were written".to_owned();
            return Err(StoreError::Broken { what, way: way_or_accept(&dir), dir });
        }
        Noted::At(_) => {}
    }
    opened.database.stands_at(standing);
    opened.note_in(Beside::open(&dir)?);
    Ok(())
}

fn emptied(dir: &Path) -> StoreError {
    StoreError::Emptied { dir: dir.to_owned(), way: way_back(dir) }
}

fn rolled_back(dir: &Path, found: u64, acknowledged: u64) -> StoreError {
    StoreError::RolledBack { dir: dir.to_owned(), found, acknowledged, way: way_or_accept(dir) }
}

fn unproven(dir: &Path, what: &'static str) -> StoreError {
    let accept = Beside::how_to_accept(dir);
    let way = format!("If nobody put an older copy there, go on with it: {accept}. Otherwise: {}", way_back(dir));
    StoreError::Unproven { path: dir.join(standing::FILE), what, way }
}

/// Where the rest can still be read, a host may prefer it to an older export, or have none.
fn way_or_accept(dir: &Path) -> String {
    format!("{}. To go on with what is left instead, and lose the rest: {}", way_back(dir), Beside::how_to_accept(dir))
}

/// What is said of a database that cannot be read. Where nothing says that a store was ever finished, it was not.
fn broken(dir: &Path, past: &Past, error: StoreError) -> StoreError {
    match error {
        StoreError::Unreadable { .. } if !past.is_any() => StoreError::HalfMade { dir: dir.to_owned() },
        StoreError::Unreadable { .. } => {
            StoreError::Broken { dir: dir.to_owned(), what: error.to_string(), way: way_back(dir) }
        }
        other => other,
    }
}

/// Removes what a creation left that was cut short: nothing was acknowledged before its end, so nobody is in it.
fn remove_half_made(dir: &Path) -> Result<(), StoreError> {
    for name in [standing::FILE].iter().chain(&sealed::FILES) {
        remove(&dir.join(name), |path| fs::remove_file(path))?;
    }
    remove(&dir.join("sled"), |path| fs::remove_dir_all(path))
}

/// sled writes its settings in two steps and then makes its log. Settings without a log are the rest of a creation
/// that was cut short, maybe between the two steps, and would be refused as damaged.
fn remove_lone_settings(sled_dir: &Path) -> Result<(), StoreError> {
    remove(&sled_dir.join("conf"), |path| fs::remove_file(path))
}

/// Removes what may be there.
fn remove(path: &Path, by: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), StoreError> {
    match by(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io("removing", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
