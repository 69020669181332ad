//! What nobody else may see: the bot's token, and the key under which the store is sealed.

use std::fs;
use std::path::Path;

use zeroize::Zeroizing;

use super::keys::HOST_KEY;
use super::text::ConfigText;
use super::written::{Place, Written};
use super::{ConfigError, Environment};
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
        let read = |path: &Path, place: &Place| {
            fs::read_to_string(path).map_err(|error| {
                let wrong = format!("the token file {} cannot be read: {error}", path.display());
                self.wrong(place, wrong, "give a file that holds the token and nothing else")
            })
        };
        let credential = environment.credentials.as_ref().map(|dir| dir.join("token")).filter(|path| path.exists());
        let (token, place) = match (&file.token, &file.token_file) {
            (token, Some(path)) if token.as_ref().is_none_or(|token| path.goes_before(token)) => {
                (read(&self.beside("token_file", path)?, &path.place)?, path.place.clone())
            }
            (Some(token), _) => (token.value.clone(), token.place.clone()),
            (None, _) => {
                let Some(path) = credential else { return Ok(None) };
                let place = Place::Variable("CREDENTIALS_DIRECTORY".to_owned());
                (read(&path, &place)?, place)
            }
        };
        // An editor may have put a byte order mark in front.
        let token = token.trim_start_matches('\u{feff}').trim();
        let well_formed = token.split_once(':').is_some_and(|(id, secret)| {
            id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() && !secret.is_empty()
        });
        if !well_formed || token.contains(char::is_whitespace) {
            let mend = "copy it from @BotFather; it is a number, a colon and a long word";
            return Err(self.wrong(&place, "the token does not look like one", mend));
        }
        Ok(Some(Token(Zeroizing::new(token.to_owned()))))
    }
}
