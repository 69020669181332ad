//! What nobody else may see: the bot's token, the key under which the store is sealed, and the password of a database.

use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::keys::HOST_KEY;
use super::text::ConfigText;
use super::written::{Given, Place, Written};
use super::{ConfigError, Environment, StorePlace};
use crate::store::postgres::Address;
use crate::store::{HostKey, HostKeySource};

/// The bot's token. Never printed, and wiped from memory when it is dropped; the client keeps one of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// The token itself, for the client only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl ConfigText<'_> {
    /// `NEARER_KEY`, then `key_file`, then systemd's credential, then the file in the store's own folder.
    pub(super) fn host_key(&self, file: &Written, environment: &Environment) -> Result<HostKeySource, ConfigError> {
        let given = |text: &str, place: &str| match HostKey::read(text) {
            Some(key) => Ok(HostKeySource::Given(key)),
            None => Err(ConfigError {
                file: place.to_owned(),
                line: None,
                wrong: "this is no host's key".to_owned(),
                mend: "give the line of 64 hexadecimal digits that stands in the file of the key".to_owned(),
            }),
        };
        let credential = environment.credentials.as_ref().map(|dir| dir.join("key")).filter(|path| path.exists());
        match (environment.host_key(), &file.key_file, credential) {
            (Some(text), _, _) => given(text, HOST_KEY),
            (None, Some(path), _) => Ok(HostKeySource::File(self.beside("key_file", path)?)),
            (None, None, Some(path)) => {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let line = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
                given(line, &path.display().to_string())
            }
            (None, None, None) => Ok(HostKeySource::BesideTheStore),
        }
    }

    /// `token`, then `token_file`, then systemd's credential; of the first two, one in the environment goes before one
    /// in the file.
    pub(super) fn token(&self, file: &Written, environment: &Environment) -> Result<Option<Token>, ConfigError> {
        let Some((token, place)) = self.secret("token", file.token.as_ref(), file.token_file.as_ref(), environment)?
        else {
            return Ok(None);
        };
        let well_formed = token.split_once(':').is_some_and(|(id, secret)| {
            id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() && !secret.is_empty()
        });
        if !well_formed || token.contains(char::is_whitespace) {
            let mend = "copy it from @BotFather; it is a number, a colon and a long word";
            return Err(self.wrong(&place, "the token does not look like one", mend));
        }
        Ok(Some(Token(token)))
    }

    /// `store`, `store_file` or systemd's credential, in the same order; without any, the store is in its folder.
    pub(super) fn store(&self, file: &Written, environment: &Environment) -> Result<StorePlace, ConfigError> {
        let written = self.secret("store", file.store.as_ref(), file.store_file.as_ref(), environment)?;
        let Some((text, place)) = written else { return Ok(StorePlace::Folder) };
        let authority = file.store_ca.as_ref().map(|path| self.beside("store_ca", path)).transpose()?;
        Address::read(&text, authority).map(|address| StorePlace::Postgres(Box::new(address))).map_err(|wrong| {
            let mend = "write it like postgres://nearer:password@host1,host2/nearer, or leave it out: then the store is in \
                        `data_dir`";
            self.wrong(&place, format!("`store` is no address of a database: {wrong}"), mend)
        })
    }

    /// What is written under `name`, or in the file that `name_file` names, or in systemd's credential of that name.
    fn secret(
        &self,
        name: &str,
        text: Option<&Given<String>>,
        file: Option<&Given<PathBuf>>,
        environment: &Environment,
    ) -> Result<Option<(Zeroizing<String>, Place)>, ConfigError> {
        let read = |path: &Path, place: &Place| {
            fs::read_to_string(path).map_err(|error| {
                let wrong = format!("the {name} file {} cannot be read: {error}", path.display());
                self.wrong(place, wrong, format!("give a file that holds the {name} and nothing else"))
            })
        };
        let credential = environment.credentials.as_ref().map(|dir| dir.join(name)).filter(|path| path.exists());
        let (secret, place) = match (text, file) {
            (text, Some(path)) if text.is_none_or(|text| path.goes_before(text)) => {
                (read(&self.beside(&format!("{name}_file"), path)?, &path.place)?, path.place.clone())
            }
            (Some(text), _) => (text.value.clone(), text.place.clone()),
            (None, _) => {
                let Some(path) = credential else { return Ok(None) };
                let place = Place::Variable("CREDENTIALS_DIRECTORY".to_owned());
                (read(&path, &place)?, place)
            }
        };
        let secret = Zeroizing::new(secret);
        // An editor may have put a byte order mark in front.
        Ok(Some((Zeroizing::new(secret.trim_start_matches('\u{feff}').trim().to_owned()), place)))
    }
}
