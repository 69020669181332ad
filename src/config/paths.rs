//! The paths of a configuration, and the database that it names, tried as the bot would use them: before it starts, and with nothing left there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::text::ConfigText;
use super::written::{Given, Written};
use super::{Config, ConfigError, StorePlace};
use crate::store::postgres::look;
use crate::store::{HostKey, HostKeySource};

/// Made and removed again, to see whether files can be made in a folder: rights alone do not tell of a full disk or of
/// one that can only be read.
const TRIAL: &str = ".nearer-check";

/// By this file one knows a folder that holds a store.
const STORE: &str = "store.toml";

/// Why a folder cannot be used.
enum Unfit {
    IsAFile(PathBuf),
    CannotBeRead(PathBuf, io::Error),
    CannotBeWritten(PathBuf, io::Error),
}

impl Unfit {
    /// What is wrong with what a key names, and how to mend it.
    fn told(&self, key: &str) -> (String, &'static str) {
        let rights = "let the user who runs the bot read and write there, or give another folder";
        match self {
            Self::IsAFile(path) => (
                format!("`{key}` leads to a file, not to a folder: {}", path.display()),
                "give a folder; if there is none of that name, the bot makes it",
            ),
            Self::CannotBeRead(path, error) => {
                (format!("`{key}`: the folder {} cannot be read: {error}", path.display()), rights)
            }
            Self::CannotBeWritten(path, error) => {
                (format!("`{key}`: nothing can be written in {}: {error}", path.display()), rights)
            }
        }
    }
}

impl ConfigText<'_> {
    /// Tries the folder of the store, its database and the file of the host's key. (That of the token has been read.)
    pub(super) fn try_paths(&self, file: &Written, config: &Config, mistakes: &mut Vec<ConfigError>) {
        if let StorePlace::Postgres(address) = &config.store
            && let Err(wrong) = look(address)
        {
            let mend = "see docs/two-machines.md for what a database needs";
            let place =
                file.store.as_ref().map(|store| &store.place).or(file.store_file.as_ref().map(|file| &file.place));
            let wrong = format!("`store`: {address} cannot be used: {wrong}");
            mistakes.push(match place {
                Some(place) => self.wrong(place, wrong, mend),
                None => self.error(None, wrong, mend),
            });
        }
        let mut note = |path: &Option<Given<PathBuf>>, (wrong, mend): (String, &str)| {
            mistakes.push(match path {
                Some(path) => self.wrong(&path.place, wrong, mend),
                None => self.error(None, wrong, mend),
            });
        };
        if let Err(unfit) = try_folder(&config.data_dir) {
            note(&file.data_dir, unfit.told("data_dir"));
        }
        if let HostKeySource::File(path) = &config.host_key
            && let Err(told) = try_key(path, &config.data_dir)
        {
            note(&file.key_file, told);
        }
    }
}

/// Whether the folder, or the one in which it would be made, can be read and written.
fn try_folder(dir: &Path) -> Result<(), Unfit> {
    let there = dir.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new(""));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    if !there.is_dir() {
        return Err(Unfit::IsAFile(there.to_owned()));
    }
    if there == dir {
        fs::read_dir(dir).map_err(|error| Unfit::CannotBeRead(dir.to_owned(), error))?;
    }
    let trial = there.join(TRIAL);
    fs::File::create_new(&trial)
        .and_then(|_| fs::remove_file(&trial))
        .map_err(|error| Unfit::CannotBeWritten(there.to_owned(), error))
}

/// Whether the file holds a host's key, or can be made together with the store.
fn try_key(path: &Path, data_dir: &Path) -> Result<(), (String, &'static str)> {
    match fs::read_to_string(path).map(Zeroizing::new) {
        Ok(text) => {
            let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            match (lines.next().and_then(HostKey::read), lines.next()) {
                (Some(_), None) => Ok(()),
                _ => Err((
                    format!("`key_file` is not a host's key: {}", path.display()),
                    "give the file that was made with the store: one line of 64 hexadecimal digits",
                )),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && data_dir.join(STORE).exists() => Err((
            format!(
                "`key_file` is not there, and the store in {} is sealed with it: {}",
                data_dir.display(),
                path.display()
            ),
            "put the key back from your copy of it",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            try_folder(path.parent().unwrap_or(Path::new(""))).map_err(|unfit| unfit.told("key_file"))
        }
        Err(error) => Err((
            format!("`key_file` cannot be read: {}: {error}", path.display()),
            "let the user who runs the bot read it",
        )),
    }
}
