//! How we know that a store was here: a small file beside the database and a record inside it.
//!
//! A database that lost its files opens as an empty one and says nothing. So the record is written as the last of the
//! creation, then the file. The file without the record means that the database was lost; the record without the
//! file, that the creation was cut short after everything was in place.
//!
//! And how we know that a store was never finished: a file that is the first to be made and goes when all is done.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{StoreError, guard, rights};

/// The layout of the store as a whole: which trees there are and how their keys are made.
pub(super) const FORMAT: u32 = 1;

/// The name of the file, beside the directory of the database.
const FILE: &str = "store.toml";

/// The key of the record in the meta tree.
pub(super) const RECORD: &[u8] = b"store";

/// What a store says of itself, in the file and in the record alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marker {
    pub(super) format: u32,
}

impl Marker {
    /// That of a store made now.
    pub(super) const NEW: Self = Self { format: FORMAT };

    /// The file's, if there is one.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(StoreError::BadMarker { path }),
            Err(reason) => return Err(StoreError::Io { doing: "reading", path, reason }),
        };
        toml::from_str(&text).map(Some).map_err(|_| StoreError::BadMarker { path })
    }

    /// Writes the file, whole or not at all.
    pub(super) fn write(self, dir: &Path) -> Result<(), StoreError> {
        let (path, temporary) = (dir.join(FILE), dir.join("store.toml.part"));
        let text = format!(
            "# There is a store of Nearer in this directory. If its database is ever lost, this file keeps the bot\n\
             # from starting over with an empty one. Do not delete it.\nformat = {}\n",
            self.format
        );
        let mut file = rights::create_new(&temporary)?;
        file.write_all(text.as_bytes()).map_err(StoreError::io("writing", &temporary))?;
        guard::publish(&temporary, &path)
    }

    /// Refuses a layout that this bot does not know.
    pub(super) fn check(self, dir: &Path) -> Result<(), StoreError> {
        if self.format > FORMAT {
            return Err(StoreError::NewerStore { dir: dir.to_owned(), found: self.format, known: FORMAT });
        }
        Ok(())
    }
}

/// What was begun in a directory, as long as it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A new store, in which nobody is yet: nothing is acknowledged before it is done.
    Creation,
    /// A store from an export.
    Import,
}

/// The name of the file that says what was begun.
const UNFINISHED: &str = "unfinished";

impl Unfinished {
    const fn word(self) -> &'static str {
        match self {
            Self::Creation => "creation",
            Self::Import => "import",
        }
    }

    /// What was begun in `dir` and is not done.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(UNFINISHED);
        match fs::read(&path) {
            // Whatever else stands there: an import is the case in which nothing may be made anew.
            Ok(word) if word == Self::Creation.word().as_bytes() => Ok(Some(Self::Creation)),
            Ok(_) => Ok(Some(Self::Import)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("reading", &path)(error)),
        }
    }

    /// Says in `dir` that this is begun, and brings that to the disk.
    pub(super) fn begin(self, dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(UNFINISHED);
        let mut file = rights::create_new(&path)?;
        file.write_all(self.word().as_bytes()).map_err(StoreError::io("writing", &path))?;
        guard::sync(&path)?;
        guard::sync(dir)
    }

    /// Says in `dir` that all is done.
    pub(super) fn end(dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(UNFINISHED);
        match fs::remove_file(&path) {
            Ok(()) => guard::sync(dir),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(StoreError::io("removing", &path)(error)),
        }
    }
}
