//! How we know that a store was here: a small file beside the database and a record inside it.
//!
//! A database that lost its files opens as an empty one and says nothing. So the record is written as the last of the
//! creation, then the file. The file without the record means that the database was lost; the record without the
//! file, that the creation was cut short after everything was in place.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{StoreError, guard};

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
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(StoreError::Io { doing: "reading", path, reason }),
        };
        match toml::from_str(&text) {
            Ok(marker) => Ok(Some(marker)),
            Err(_) => Err(StoreError::Foreign { dir: dir.to_owned(), name: FILE.to_owned() }),
        }
    }

    /// Writes the file, whole or not at all.
    pub(super) fn write(self, dir: &Path) -> Result<(), StoreError> {
        let (path, temporary) = (dir.join(FILE), dir.join("store.toml.part"));
        let text = format!(
            "# There is a store of Nearer in this directory. If its database is ever lost, this file keeps the bot\n\
             # from starting over with an empty one. Do not delete it.\nformat = {}\n",
            self.format
        );
        fs::write(&temporary, text).map_err(StoreError::io("writing", &temporary))?;
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
