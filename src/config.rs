//! The configuration: a TOML file, the environment, and defaults that are enough without either.

mod secrets;

use std::fs;
use std::path::{Path, PathBuf};

use crate::zones::Zone;
use chrono::DateTime;
use serde::Deserialize;
use tracing_subscriber::filter::Targets;
use zeroize::Zeroizing;

use crate::couple::{Found, find_zone};
use crate::prompts::{CardId, Family, Named, Never, Places, Selection};
use crate::store::HostKeySource;
use crate::telegram::allowed::Allowed;
use crate::telegram::pace::SendLimits;

pub use secrets::Token;

/// Everything a host can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub token: Option<Token>,
    /// Where the store lives.
    pub data_dir: PathBuf,
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
    pub log: Log,
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    /// As `tracing` reads it, such as `info` or `nearer=debug`. It has been proved that it can.
    pub level: String,
}

/// The levels of the log that can be named without a part of the program.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

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

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    token: Option<toml::Spanned<String>>,
    token_file: Option<toml::Spanned<PathBuf>>,
    data_dir: Option<toml::Spanned<PathBuf>>,
    key_file: Option<toml::Spanned<PathBuf>>,
    api_url: Option<toml::Spanned<String>>,
    prompts_dir: Option<toml::Spanned<PathBuf>>,
    prompts_beside: Option<toml::Spanned<PathBuf>>,
    #[serde(default)]
    packs: Vec<toml::Spanned<String>>,
    families_off: Option<toml::Spanned<Vec<toml::Spanned<String>>>>,
    #[serde(default)]
    never: Vec<toml::Spanned<String>>,
    default_zone: Option<toml::Spanned<String>>,
    cache_megabytes: Option<toml::Spanned<u32>>,
    #[serde(default)]
    pace: SendLimits,
    #[serde(default)]
    allowed: Allowed,
    #[serde(default)]
    log: WrittenLog,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenLog {
    format: LogFormat,
    level: Option<toml::Spanned<String>>,
}

/// What is wrong with the configuration, where, and how to mend it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {wrong}\n  mend: {mend}")]
pub struct ConfigError {
    /// The file and the line, or the environment variable.
    pub place: String,
    pub wrong: String,
    pub mend: String,
}

/// The environment, as far as it concerns us.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `TELOXIDE_TOKEN`
    pub token: Option<String>,
    /// `TELOXIDE_API_URL`
    pub api_url: Option<String>,
    /// `NEARER_KEY`
    pub key: Option<Zeroizing<String>>,
    /// `CREDENTIALS_DIRECTORY`, where systemd lays the credentials named `token` and `key`.
    pub credentials: Option<PathBuf>,
}

impl Environment {
    #[must_use]
    pub fn read() -> Self {
        let var = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            token: var("TELOXIDE_TOKEN"),
            api_url: var("TELOXIDE_API_URL"),
            key: var("NEARER_KEY").map(Zeroizing::new),
            credentials: var("CREDENTIALS_DIRECTORY").map(PathBuf::from),
        }
    }
}

impl Config {
    /// Reads the file, if there is one, then the environment, which wins.
    pub fn load(path: Option<&Path>, environment: &Environment) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return ConfigText { path: Path::new(""), text: "" }.resolve(Written::default(), environment);
        };
        let text = read(path)?;
        let source = ConfigText { path, text: &text };
        source.resolve(source.parse()?, environment)
    }

    /// Reads which words the file chooses, and nothing else of it: whoever tries the words needs no token.
    pub fn words(path: &Path) -> Result<Selection, ConfigError> {
        let text = read(path)?;
        let source = ConfigText { path, text: &text };
        source.prompts(&source.parse()?)
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    fs::read_to_string(path).map_err(|error| ConfigError {
        place: path.display().to_string(),
        wrong: format!("cannot be read: {error}"),
        mend: "give the path of a configuration file; config.example.toml is one to copy".to_owned(),
    })
}

/// What a shell, and nobody else, would put something in the place of: `~` in front, `$HOME`, `${HOME}`, `%APPDATA%`.
fn shell_sign(path: &str) -> Option<&'static str> {
    let begins_name = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '{';
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if path.starts_with('~') {
        Some("a ~")
    } else if path.split('$').skip(1).any(|after| after.starts_with(begins_name)) {
        Some("a $")
    } else if path.split('%').skip(1).step_by(2).any(is_name) && path.matches('%').count() > 1 {
        Some("a %")
    } else {
        None
    }
}

/// The text of a file, to tell lines in it.
struct ConfigText<'a> {
    path: &'a Path,
    text: &'a str,
}

impl ConfigText<'_> {
    fn parse(&self) -> Result<Written, ConfigError> {
        toml::from_str(self.text).map_err(|error| {
            // The error's own display shows the line's text, which may be the token's.
            self.error(error.span(), error.message().to_owned(), "see config.example.toml for every key and its form")
        })
    }

    /// The line on which something begins, counted from 1.
    fn line(&self, span: &std::ops::Range<usize>) -> usize {
        self.text[..span.start.min(self.text.len())].matches('\n').count() + 1
    }

    fn error(&self, span: Option<std::ops::Range<usize>>, wrong: String, mend: impl Into<String>) -> ConfigError {
        let line = span.map(|span| self.line(&span));
        let path = self.path.display();
        ConfigError {
            place: line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}")),
            wrong,
            mend: mend.into(),
        }
    }

    /// A path in the file is meant from the file's own folder. One that a shell would have to fill in is refused: taken
    /// as it stands, it would name a folder that nobody meant.
    fn beside(&self, key: &str, written: &toml::Spanned<PathBuf>) -> Result<PathBuf, ConfigError> {
        let path = written.get_ref();
        if let Some(sign) = shell_sign(&path.to_string_lossy()) {
            let wrong = format!("`{key}` has {sign}, which only a shell fills in: {}", path.display());
            let mend = "write the path in full, such as /srv/nearer, or from the folder of this file, such as data";
            return Err(self.error(Some(written.span()), wrong, mend));
        }
        Ok(self.path.parent().unwrap_or(Path::new("")).join(path))
    }

    fn resolve(&self, file: Written, environment: &Environment) -> Result<Config, ConfigError> {
        let token = self.token(&file, environment)?;
        let host_key = self.host_key(&file, environment)?;
        let api_url = match (&environment.api_url, &file.api_url) {
            (Some(url), _) => Some((url.as_str(), None)),
            (None, Some(url)) => Some((url.get_ref().as_str(), Some(url.span()))),
            (None, None) => None,
        };
        let api_url = match api_url {
            None => None,
            Some((text, span)) => match reqwest::Url::parse(text.trim().trim_end_matches('/')) {
                Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Some(url),
                _ => {
                    let mut error = self.error(
                        span.clone(),
                        "`api_url` is not an address of a server".to_owned(),
                        "write it like https://api.telegram.org or http://127.0.0.1:8081",
                    );
                    if span.is_none() {
                        "TELOXIDE_API_URL".clone_into(&mut error.place);
                    }
                    return Err(error);
                }
            },
        };
        let default_zone = match &file.default_zone {
            None => Zone::UTC,
            Some(name) => match find_zone(name.get_ref(), &Places::default(), DateTime::UNIX_EPOCH) {
                Found::One(zone) => zone,
                near => {
                    let offers = match near {
                        Found::Near(offers) => {
                            offers.iter().map(|(_, zone)| zone.name()).collect::<Vec<_>>().join(", ")
                        }
                        _ => "Europe/Lisbon or America/New_York".to_owned(),
                    };
                    let wrong = format!("`default_zone` names no time zone: {:?}", name.get_ref());
                    return Err(self.error(Some(name.span()), wrong, format!("write an IANA name, such as {offers}")));
                }
            },
        };
        let prompts = self.prompts(&file)?;
        let cache_megabytes = match file.cache_megabytes {
            Some(size) if !(1..=4096).contains(size.get_ref()) => {
                let wrong = "`cache_megabytes` is out of range".to_owned();
                return Err(self.error(Some(size.span()), wrong, "write a number from 1 to 4096"));
            }
            size => size.map_or(8, toml::Spanned::into_inner),
        };
        let data_dir = match &file.data_dir {
            Some(dir) => self.beside("data_dir", dir)?,
            None => PathBuf::from("data"),
        };
        let log = Log { format: file.log.format, level: self.level(file.log.level)? };
        Ok(Config {
            token,
            data_dir,
            host_key,
            api_url,
            prompts,
            default_zone,
            cache_megabytes,
            pace: file.pace,
            allowed: file.allowed,
            log,
        })
    }

    /// How much is logged. A word that `tracing` does not know it takes for the name of a part of the program, which
    /// would then be all that is heard; so such a word is refused.
    fn level(&self, written: Option<toml::Spanned<String>>) -> Result<String, ConfigError> {
        let Some(written) = written else { return Ok(Log::default().level) };
        let (span, level) = (written.span(), written.into_inner());
        let stands_alone = |part: &&str| !part.contains(['=', '[', ']']);
        let is_level = |part: &str| LEVELS.iter().any(|level| part.eq_ignore_ascii_case(level));
        // The program has no spans: who names one would hear nothing.
        let names_a_span = level.split(',').any(|part| part.contains('[') && !part.contains("[{"));
        if level.split(',').filter(stands_alone).all(is_level) && !names_a_span && level.parse::<Targets>().is_ok() {
            return Ok(level);
        }
        let wrong = format!("`level` of the log cannot be read: {level:?}");
        let mend = format!("write {}, or such as \"nearer=debug\" and \"info,nearer=debug\"", LEVELS.join(", "));
        Err(self.error(Some(span), wrong, mend))
    }

    /// The names that the list `key` holds.
    fn names<'w, T: Named>(
        &self,
        key: &str,
        written: impl Iterator<Item = &'w toml::Spanned<String>>,
    ) -> Result<Vec<T>, ConfigError> {
        let read = |written: &toml::Spanned<String>| {
            T::read(written.get_ref()).ok_or_else(|| {
                let names: Vec<_> = T::ALL.iter().map(|name| name.name()).collect();
                let wrong = format!("`{key}` knows no {:?}", written.get_ref());
                self.error(Some(written.span()), wrong, format!("it can hold {}", names.join(", ")))
            })
        };
        written.map(read).collect()
    }

    /// Which words the bot uses.
    fn prompts(&self, file: &Written) -> Result<Selection, ConfigError> {
        let folder = |key: &str, dir: &Option<toml::Spanned<PathBuf>>| {
            let Some(dir) = dir else { return Ok(None) };
            let path = self.beside(key, dir)?;
            if path.is_dir() {
                return Ok(Some(path));
            }
            let wrong = format!("`{key}` is not a folder: {}", path.display());
            Err(self.error(Some(dir.span()), wrong, "give the folder that holds `en/`, or leave the key out"))
        };
        let families_off =
            self.names::<Family>("families_off", file.families_off.iter().flat_map(toml::Spanned::get_ref))?;
        if let Some(all) = &file.families_off
            && Family::INGREDIENTS.iter().all(|family| families_off.contains(family))
        {
            let wrong = "`families_off` leaves none of the four ingredients".to_owned();
            return Err(self.error(Some(all.span()), wrong, "leave one of them in"));
        }
        let never = |written: &toml::Spanned<String>| {
            let id = CardId::read(written.get_ref()).ok_or_else(|| {
                let wrong = format!("`never` holds {:?}, which is not an id", written.get_ref());
                self.error(Some(written.span()), wrong, "write the id of a card, a date or a telling: \"lf-01\"")
            })?;
            Ok(Never { id, file: self.path.display().to_string(), line: self.line(&written.span()) })
        };
        Ok(Selection {
            in_place: folder("prompts_dir", &file.prompts_dir)?,
            beside: folder("prompts_beside", &file.prompts_beside)?,
            packs: self.names("packs", file.packs.iter())?,
            families_off,
            never: file.never.iter().map(never).collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests;
