//! What nobody else may see: the bot's token, and the key under which the store is sealed.

use std::fs;
use std::path::Path;

use zeroize::Zeroizing;

use super::text::ConfigText;
use super::written::Written;
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
        match (&environment.key, &file.key_file, credential) {
            (Some(text), _, _) => given(text, "NEARER_KEY"),
            (None, Some(path), _) => Ok(HostKeySource::File(self.beside("key_file", path)?)),
            (None, None, Some(path)) => {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let line = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
                given(line, &path.display().to_string())
            }
            (None, None, None) => Ok(HostKeySource::BesideTheStore),
        }
    }

    /// `TELOXIDE_TOKEN`, then `token`, then `token_file`, then systemd's credential.
    pub(super) fn token(&self, file: &Written, environment: &Environment) -> Result<Option<Token>, ConfigError> {
        // The place is a line of the file, or a variable of the environment.
        let refuse = |place: Result<std::ops::Range<usize>, &str>, wrong: String, mend: &str| match place {
            Ok(span) => self.error(Some(span), wrong, mend),
            Err(variable) => ConfigError { file: variable.to_owned(), line: None, wrong, mend: mend.to_owned() },
        };
        let read = |path: &Path, place| {
            fs::read_to_string(path).map_err(|error| {
                let wrong = format!("the token file {} cannot be read: {error}", path.display());
                refuse(place, wrong, "give a file that holds the token and nothing else")
            })
        };
        let credential = environment.credentials.as_ref().map(|dir| dir.join("token")).filter(|path| path.exists());
        let (token, place) = if let Some(token) = &environment.token {
            (token.clone(), Err("TELOXIDE_TOKEN"))
        } else if let Some(token) = &file.token {
            (token.get_ref().clone(), Ok(token.span()))
        } else if let Some(path) = &file.token_file {
            (read(&self.beside("token_file", path)?, Ok(path.span()))?, Ok(path.span()))
        } else if let Some(path) = credential {
            (read(&path, Err("CREDENTIALS_DIRECTORY"))?, Err("CREDENTIALS_DIRECTORY"))
        } else {
            return Ok(None);
        };
        // An editor may have put a byte order mark in front.
        let token = token.trim_start_matches('\u{feff}').trim();
        let well_formed = token.split_once(':').is_some_and(|(id, secret)| {
            id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() && !secret.is_empty()
        });
        if !well_formed || token.contains(char::is_whitespace) {
            let mend = "copy it from @BotFather; it is a number, a colon and a long word";
            return Err(refuse(place, "the token does not look like one".to_owned(), mend));
        }
        Ok(Some(Token(Zeroizing::new(token.to_owned()))))
    }
}
