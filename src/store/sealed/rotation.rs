//! Another host's key in the place of the one there is: every other key is wrapped in it.
//!
//! Nothing that is sealed changes, and it takes no longer than reading the file of keys. Copies of that file from before
//! still open with the old host's key, and with nothing else: once that is gone, they are noise.

use std::path::{Path, PathBuf};

use super::super::guard::{self, Lock};
use super::super::{StoreError, opening};
use super::head::new_key_file;
use super::host_key::{self, HostKey, HostKeySource};
use super::keyring::Keyring;

/// Where the new key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// In the file in which the old one was.
    InItsPlace(PathBuf),
    /// In the file that was asked for; the host puts it where the old one came from.
    Written(PathBuf),
}

/// Draws a new host's key for the store in `dir`, which no bot may be using, and wraps all others in it.
///
/// A key that comes from a file is replaced there. One that the host keeps ([`HostKeySource::Given`]) is written to
/// `to`, which must not be there yet.
pub fn rotate_key(dir: &Path, source: &HostKeySource, to: Option<&Path>) -> Result<Rotated, StoreError> {
    opening::require(dir)?;
    refuse_in_the_way(to)?;
    let _lock = Lock::take(dir)?;
    let mut keyring = Keyring::open(dir, source)?;
    put_in_place(dir, source, to, |key| keyring.rewrap(key))
}

/// Refuses a place for the new key where something is already.
pub(in crate::store) fn refuse_in_the_way(to: Option<&Path>) -> Result<(), StoreError> {
    match to.filter(|to| to.exists()) {
        Some(to) => Err(StoreError::InTheWay { path: to.to_owned() }),
        None => Ok(()),
    }
}

/// Draws a new host's key, writes it where it is asked for, and has all others wrapped in it in between, so that at each
/// moment one of the two that are there opens them.
pub(in crate::store) fn put_in_place(
    dir: &Path,
    source: &HostKeySource,
    to: Option<&Path>,
    rewrap: impl FnOnce(&HostKey) -> Result<(), StoreError>,
) -> Result<Rotated, StoreError> {
    let key = HostKey::draw();
    match (source.file(dir), to) {
        (Some(path), None) => {
            let new = new_key_file(&path);
            host_key::write(&new, &key)?;
            rewrap(&key)?;
            guard::publish(&new, &path)?;
            Ok(Rotated::InItsPlace(path))
        }
        (Some(path), Some(_)) => Err(StoreError::NewKeyHasItsPlace { path }),
        (None, None) => Err(StoreError::NewKeyNeedsAPlace),
        (None, Some(to)) => {
            host_key::write(to, &key)?;
            rewrap(&key)?;
            Ok(Rotated::Written(to.to_owned()))
        }
    }
}
