//! The configuration: a TOML file, the environment, and defaults that are enough without either.

mod environment;
mod keys;
mod paths;
mod secrets;
mod text;
mod webhook;
mod written;

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::zones::Zone;
use serde::Deserialize;

use crate::prompts::Selection;
use crate::store::HostKeySource;
use crate::store::postgres::Address;
use crate::telegram::allowed::Allowed;
use crate::telegram::intake::Webhook;
use crate::telegram::pace::SendLimits;

pub use environment::Environment;
pub use keys::table;
pub use secrets::Token;
use text::ConfigText;

/// Everything a host can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub token: Option<Token>,
    /// Where the store lives; or, where that is a database, what stays on this machine: exports, and the host's key.
    pub data_dir: PathBuf,
    pub store: StorePlace,
    /// The authority that a database's certificate must come from, beside those that all know.
    pub store_ca: Option<PathBuf>,
    /// Where the key is under which the store is sealed.
    pub host_key: HostKeySource,
    /// Another Bot API server, self-hosted or simulated.
    pub api_url: Option<reqwest::Url>,
    /// Which words the bot uses.
    pub prompts: Selection,
    /// The zone of a couple that has not chosen one.
    pub default_zone: Zone,
    /// Memory for the store's pages, in megabytes.
    pub cache_megabytes: u32,
    pub pace: SendLimits,
    /// Whom the host lets in.
    pub allowed: Allowed,
    /// Where Telegram brings updates; `None` where they are asked for.
    pub webhook: Option<Webhook>,
    /// Where health and figures can be asked for.
    pub watch: Option<SocketAddr>,
    pub log: Log,
}

/// What the store is kept in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorePlace {
    /// In `data_dir`.
    Folder,
    Postgres(Box<Address>),
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    /// As `tracing` reads it, such as `info` or `nearer=debug`. It has been proved that it can.
    pub level: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Plain,
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Plain, level: "info".to_owned() }
    }
}

/// One thing that is wrong with the configuration, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {wrong}\n  mend: {mend}", self.place())]
pub struct ConfigError {
    /// The file, or the variable of the environment.
    pub file: String,
    /// The line of the file, counted from 1.
    pub line: Option<usize>,
    pub wrong: String,
    pub mend: String,
}

impl ConfigError {
    /// The file with its line, or the variable.
    #[must_use]
    pub fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }
}

/// All that is wrong with a configuration, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<ConfigError>);

impl std::error::Error for Mistakes {}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(all) = self;
        let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))?;
        if all.len() > 1 { write!(f, "\n{} mistakes", all.len()) } else { Ok(()) }
    }
}

/// What a look at a whole configuration found.
#[derive(Debug)]
pub struct Checked {
    /// The words that it chooses, as far as their choice can be read.
    pub words: Option<Selection>,
    /// In the order of their lines.
    pub mistakes: Vec<ConfigError>,
}

impl Config {
    /// Reads the file, if there is one, then the environment, which wins.
    pub fn load(path: Option<&Path>, environment: &Environment) -> Result<Self, Mistakes> {
        let mut mistakes = Vec::new();
        match read(path) {
            Ok(text) => {
                let source = ConfigText::of(path, &text);
                let written = source.parse(environment, &mut mistakes);
                let config = source.resolve(&written, environment, &mut mistakes);
                in_order(mistakes).map(|()| config)
            }
            Err(error) => Err(Mistakes(vec![error])),
        }
    }

    /// Looks for everything that is wrong, and tries the paths as the bot would use them; nothing is left there.
    #[must_use]
    pub fn check(path: Option<&Path>, environment: &Environment) -> Checked {
        let mut mistakes = Vec::new();
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => return Checked { words: None, mistakes: vec![error] },
        };
        let source = ConfigText::of(path, &text);
        let written = source.parse(environment, &mut mistakes);
        let words = source.prompts(&written, &mut Vec::new());
        let config = source.resolve(&written, environment, &mut mistakes);
        source.try_paths(&written, &config, &mut mistakes);
        Checked { words, mistakes: in_order(mistakes).err().map(|Mistakes(all)| all).unwrap_or_default() }
    }

    /// Reads which words the file chooses, and nothing else of it: whoever tries the words needs no token.
    pub fn words(path: &Path) -> Result<Selection, Mistakes> {
        let text = read(Some(path)).map_err(|error| Mistakes(vec![error]))?;
        let source = ConfigText::of(Some(path), &text);
        let mut mistakes = Vec::new();
        let words = source.prompts(&source.parse(&Environment::default(), &mut mistakes), &mut mistakes);
        in_order(mistakes).map(|()| words.unwrap_or_default())
    }
}

impl Config {
    /// Where the store is, for a host to read.
    #[must_use]
    pub fn store_place(&self) -> String {
        match &self.store {
            StorePlace::Folder => self.data_dir.display().to_string(),
            StorePlace::Postgres(address) => address.to_string(),
        }
    }

    /// Where the host's key is, for a host to read.
    #[must_use]
    pub fn host_key_place(&self) -> String {
        match &self.host_key {
            HostKeySource::BesideTheStore if self.store == StorePlace::Folder => {
                "in the folder of the store".to_owned()
            }
            HostKeySource::BesideTheStore => format!("in {}", self.data_dir.display()),
            HostKeySource::File(path) => path.display().to_string(),
            HostKeySource::Given(_) => "given by the environment or a credential".to_owned(),
        }
    }

    /// How updates come in, for a host to read.
    #[must_use]
    pub fn updates_place(&self) -> String {
        match &self.webhook {
            None => "asked for".to_owned(),
            // Of the public address only where it leads.
            Some(Webhook { url, listen, .. }) => {
                format!("brought to {}, heard at {listen}", url.origin().ascii_serialization())
            }
        }
    }

    /// Where the words come from, for a host to read.
    #[must_use]
    pub fn words_place(&self) -> String {
        let built_in = || "built in".to_owned();
        let base = self.prompts.in_place.as_ref().map_or_else(built_in, |dir| dir.display().to_string());
        match &self.prompts.beside {
            None => base,
            Some(beside) => format!("{base} and {}", beside.display()),
        }
    }
}

/// Sorts what is wrong by the lines of the file.
fn in_order(mut mistakes: Vec<ConfigError>) -> Result<(), Mistakes> {
    mistakes.sort_by_key(|mistake| mistake.line);
    if mistakes.is_empty() { Ok(()) } else { Err(Mistakes(mistakes)) }
}

fn read(path: Option<&Path>) -> Result<String, ConfigError> {
    let Some(path) = path else { return Ok(String::new()) };
    fs::read_to_string(path).map_err(|error| ConfigError {
        file: path.display().to_string(),
        line: None,
        wrong: format!("cannot be read: {error}"),
        mend: "give the path of a configuration file; config.example.toml is one to copy".to_owned(),
    })
}

#[cfg(test)]
mod tests;
