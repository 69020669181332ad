//! The host's key: the one secret under which all other keys lie, and where it comes from.
//!
//! In a file it is one line of 64 hexadecimal digits; lines that begin with `#` are for people.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::{StoreError, guard, rights};

/// The name of the file where no other is given, in the store's own folder.
const FILE: &str = "host.key";

/// How many digits the key has.
const DIGITS: usize = 64;

/// 256 bits from the system's source of chance. Never printed, and wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct HostKey(Zeroizing<[u8; 32]>);

impl HostKey {
    /// A new one.
    pub(super) fn draw() -> Self {
        Self(super::cipher::draw_key())
    }

    /// Reads what a host gave: 64 hexadecimal digits. `None` if it is anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.trim().as_bytes();
        if digits.len() != DIGITS {
            return None;
        }
        let mut key = Zeroizing::new([0; 32]);
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |sign: u8| char::from(sign).to_digit(16).and_then(|value| u8::try_from(value).ok());
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(key))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn digits(&self) -> Zeroizing<String> {
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
        for half in self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            digits.push(char::from_digit(u32::from(half), 16).unwrap_or_default());
        }
        digits
    }
}

impl fmt::Debug for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostKey(…)")
    }
}

/// Where the host's key comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HostKeySource {
    /// From `host.key` in the store's own folder, which is made together with the store.
    #[default]
    BesideTheStore,
    /// From this file, which is made together with the store.
    File(PathBuf),
    /// From the environment or from a credential of systemd's: the host keeps it.
    Given(HostKey),
}

impl HostKeySource {
    /// The file, for a store in `dir`.
    pub(in crate::store) fn file(&self, dir: &Path) -> Option<PathBuf> {
        match self {
            Self::BesideTheStore => Some(dir.join(FILE)),
            Self::File(path) => Some(path.clone()),
            Self::Given(_) => None,
        }
    }

    /// The key for the store in `dir`; an error where there is none.
    pub(super) fn find(&self, dir: &Path) -> Result<HostKey, StoreError> {
        match (self, self.file(dir)) {
            (Self::Given(key), _) => Ok(key.clone()),
            (_, Some(path)) => read(&path)?.ok_or(StoreError::NoHostKey { path }),
            (_, None) => Err(StoreError::NoHostKey { path: dir.join(FILE) }),
        }
    }

    /// The key for a store that is only now made in `dir`: drawn and written where there is none yet.
    pub(in crate::store) fn find_or_make(&self, dir: &Path) -> Result<HostKey, StoreError> {
        let Some(path) = self.file(dir) else { return self.find(dir) };
        if let Some(key) = read(&path)? {
            return Ok(key);
        }
        let key = HostKey::draw();
        write(&path, &key)?;
        Ok(key)
    }
}

/// The key in the file at `path`; `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<HostKey>, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(StoreError::bad_host_key(path)),
        Err(error) => return Err(StoreError::io("reading", path)(error)),
    };
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    match (lines.next().and_then(HostKey::read), lines.next()) {
        (Some(key), None) => Ok(Some(key)),
        _ => Err(StoreError::bad_host_key(path)),
    }
}

/// Writes `key` into the file at `path`, whole or not at all, closed to others.
pub(super) fn write(path: &Path, key: &HostKey) -> Result<(), StoreError> {
    let temporary = path.with_added_extension("part");
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        rights::make_private_dir(folder)?;
    }
    let mut file = rights::create_new(&temporary)?;
    let text = Zeroizing::new(format!(
        "# The key under which Nearer's store is sealed. Without it nothing in the store or its exports can be read:\n\
         # keep a copy apart from both. Whoever has it and them can read them.\n{}\n",
        *key.digits()
    ));
    file.write_all(text.as_bytes()).map_err(StoreError::io("writing", &temporary))?;
    guard::publish(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_file_and_is_never_printed() {
        let dir = tempfile::tempdir().unwrap();
        let key = HostKeySource::BesideTheStore.find_or_make(dir.path()).unwrap();
        assert_eq!(HostKeySource::BesideTheStore.find(dir.path()).unwrap(), key);
        assert_eq!(HostKeySource::BesideTheStore.find_or_make(dir.path()).unwrap(), key, "made once");
        assert_eq!(HostKey::read(&key.digits()), Some(key.clone()));
        assert_ne!(HostKey::draw(), key);
        assert_eq!(format!("{:?}", HostKeySource::Given(key)), "Given(HostKey(…))");
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_quoted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("host.key");
        let digits = "0123456789abcdef".repeat(4);
        for wrong in
            ["", "secret", &digits[1..], &format!("{digits}0"), &format!("{digits}\n{digits}"), "é", &"g".repeat(64)]
        {
            fs::write(&path, wrong).unwrap();
            let said = HostKeySource::BesideTheStore.find(dir.path()).unwrap_err().to_string();
            assert!(said.contains("64 hexadecimal digits") && !said.contains("0123"), "{said}");
        }
        fs::write(&path, format!("# mine\n\n {digits} \n")).unwrap();
        assert!(HostKeySource::File(path).find(dir.path()).is_ok());
    }

    #[test]
    fn where_there_is_none_the_place_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let said = HostKeySource::BesideTheStore.find(dir.path()).unwrap_err().to_string();
        assert!(said.contains("host.key") && said.contains("NEARER_KEY"), "{said}");
    }
}
