//! The configuration: a TOML file, the environment, and defaults that are enough without either.

use std::fs;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Deserialize;

use crate::couple::{Found, find_zone};
use crate::prompts::{CardId, Family, Named, Never, Selection};
use crate::telegram::pace::Pace;

/// The bot's token. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

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

/// Everything a host can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub token: Option<Token>,
    /// Where the store lives.
    pub data_dir: PathBuf,
    /// Another Bot API server, self-hosted or simulated.
    pub api_url: Option<reqwest::Url>,
    /// Which words the bot uses.
    pub prompts: Selection,
    /// The zone of a couple that has not chosen one.
    pub default_zone: Tz,
    /// Memory for the store's pages, in megabytes.
    pub cache_megabytes: u32,
    pub pace: Pace,
    pub log: Log,
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub format: LogFormat,
    /// As `tracing` reads it, such as `info` or `nearer=debug`.
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

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    token: Option<toml::Spanned<String>>,
    token_file: Option<toml::Spanned<PathBuf>>,
    data_dir: Option<PathBuf>,
    api_url: Option<toml::Spanned<String>>,
    prompts_dir: Option<toml::Spanned<PathBuf>>,
    prompts_beside: Option<toml::Spanned<PathBuf>>,
    families_off: Option<toml::Spanned<Vec<toml::Spanned<String>>>>,
    #[serde(default)]
    never: Vec<toml::Spanned<String>>,
    default_zone: Option<toml::Spanned<String>>,
    cache_megabytes: Option<toml::Spanned<u32>>,
    #[serde(default)]
    pace: Pace,
    #[serde(default)]
    log: Log,
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
    /// `CREDENTIALS_DIRECTORY`, where systemd lays a credential named `token`.
    pub credentials: Option<PathBuf>,
}

impl Environment {
    #[must_use]
    pub fn read() -> Self {
        let var = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            token: var("TELOXIDE_TOKEN"),
            api_url: var("TELOXIDE_API_URL"),
            credentials: var("CREDENTIALS_DIRECTORY").map(PathBuf::from),
        }
    }
}

impl Config {
    /// Reads the file, if there is one, then the environment, which wins.
    pub fn load(path: Option<&Path>, environment: &Environment) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Source { path: Path::new(""), text: "" }.resolve(Written::default(), environment);
        };
        let text = fs::read_to_string(path).map_err(|error| ConfigError {
            place: path.display().to_string(),
            wrong: format!("cannot be read: {error}"),
            mend: "give the path of a configuration file; config.example.toml is one to copy".to_owned(),
        })?;
        let source = Source { path, text: &text };
        let file: Written = toml::from_str(&text).map_err(|error| {
            // The error's own display shows the line's text, which may be the token's.
            source.error(error.span(), error.message().to_owned(), "see config.example.toml for every key and its form")
        })?;
        source.resolve(file, environment)
    }
}

/// The text of a file, to tell lines in it.
struct Source<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Source<'_> {
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

    /// Paths in the file are meant from the file's own folder.
    fn beside(&self, path: &Path) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    fn resolve(&self, file: Written, environment: &Environment) -> Result<Config, ConfigError> {
        let token = self.token(&file, environment)?;
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
            None => Tz::UTC,
            Some(name) => match find_zone(name.get_ref(), &std::collections::BTreeMap::new()) {
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
        Ok(Config {
            token,
            data_dir: file.data_dir.map_or_else(|| PathBuf::from("data"), |dir| self.beside(&dir)),
            api_url,
            prompts,
            default_zone,
            cache_megabytes,
            pace: file.pace,
            log: file.log,
        })
    }

    /// Which words the bot uses.
    fn prompts(&self, file: &Written) -> Result<Selection, ConfigError> {
        let folder = |key: &str, dir: &Option<toml::Spanned<PathBuf>>| {
            let Some(dir) = dir else { return Ok(None) };
            let path = self.beside(dir.get_ref());
            if path.is_dir() {
                return Ok(Some(path));
            }
            let wrong = format!("`{key}` is not a folder: {}", path.display());
            Err(self.error(Some(dir.span()), wrong, "give the folder that holds `en/`, or leave the key out"))
        };
        let mut families_off = Vec::new();
        for written in file.families_off.iter().flat_map(toml::Spanned::get_ref) {
            let Some(family) = Family::ALL.iter().find(|family| family.name() == written.get_ref()) else {
                let names: Vec<_> = Family::ALL.iter().map(|family| family.name()).collect();
                let wrong = format!("`families_off` knows no {:?}", written.get_ref());
                return Err(self.error(Some(written.span()), wrong, format!("it can hold {}", names.join(", "))));
            };
            families_off.push(*family);
        }
        if let Some(all) = &file.families_off
            && Family::INGREDIENTS.iter().all(|family| families_off.contains(family))
        {
            let wrong = "`families_off` leaves none of the four ingredients".to_owned();
            return Err(self.error(Some(all.span()), wrong, "leave one of them in"));
        }
        let never = |written: &toml::Spanned<String>| Never {
            id: CardId(written.get_ref().clone()),
            file: self.path.display().to_string(),
            line: self.line(&written.span()),
        };
        Ok(Selection {
            in_place: folder("prompts_dir", &file.prompts_dir)?,
            beside: folder("prompts_beside", &file.prompts_beside)?,
            families_off,
            never: file.never.iter().map(never).collect(),
        })
    }

    /// `TELOXIDE_TOKEN`, then `token`, then `token_file`, then systemd's credential.
    fn token(&self, file: &Written, environment: &Environment) -> Result<Option<Token>, ConfigError> {
        let read = |path: &Path, span: Option<std::ops::Range<usize>>| {
            fs::read_to_string(path).map_err(|error| {
                let wrong = format!("the token file {} cannot be read: {error}", path.display());
                self.error(span, wrong, "give a file that holds the token and nothing else")
            })
        };
        let credential = environment.credentials.as_ref().map(|dir| dir.join("token")).filter(|path| path.exists());
        let (token, place) = if let Some(token) = &environment.token {
            (token.clone(), Err("TELOXIDE_TOKEN"))
        } else if let Some(token) = &file.token {
            (token.get_ref().clone(), Ok(token.span()))
        } else if let Some(path) = &file.token_file {
            (read(&self.beside(path.get_ref()), Some(path.span()))?, Ok(path.span()))
        } else if let Some(path) = credential {
            (read(&path, None)?, Err("CREDENTIALS_DIRECTORY"))
        } else {
            return Ok(None);
        };
        let token = token.trim();
        let well_formed = token.split_once(':').is_some_and(|(id, secret)| {
            id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() && !secret.is_empty()
        });
        if !well_formed || token.contains(char::is_whitespace) {
            let mut error = self.error(
                place.clone().ok(),
                "the token does not look like one".to_owned(),
                "copy it from @BotFather; it is a number, a colon and a long word",
            );
            if let Err(variable) = place {
                variable.clone_into(&mut error.place);
            }
            return Err(error);
        }
        Ok(Some(Token(token.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, ConfigError> {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("config.toml");
        fs::write(&path, text).expect("a file");
        let mut loaded = Config::load(Some(&path), &Environment::default());
        if let Err(error) = &mut loaded {
            error.place = error.place.replace(&dir.path().display().to_string(), "");
        }
        loaded
    }

    #[test]
    fn without_a_file_the_defaults_are_enough() {
        let environment = Environment { token: Some("1:x".into()), ..Environment::default() };
        let config = Config::load(None, &environment).expect("a configuration");
        assert_eq!(config.token.expect("a token").reveal(), "1:x");
        assert_eq!((config.data_dir, config.default_zone), (PathBuf::from("data"), Tz::UTC));
        assert_eq!(config.pace, Pace::default());
    }

    #[test]
    fn the_example_says_the_defaults() {
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/config.example.toml");
        let config = Config::load(Some(Path::new(example)), &Environment::default()).expect("a configuration");
        let defaults = Config::load(None, &Environment::default()).expect("a configuration");
        assert_eq!(config.data_dir.file_name(), defaults.data_dir.file_name());
        assert_eq!(Config { data_dir: PathBuf::new(), ..config }, Config { data_dir: PathBuf::new(), ..defaults });
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_a_mend() {
        for (text, place, wrong) in [
            ("data_dir = 'x'\ncolour = 1\n", "/config.toml:2", "unknown field `colour`"),
            ("[pace]\nall_per_second = 'many'\n", "/config.toml:2", "invalid type"),
            ("[pace]\nper_day = 1\n", "/config.toml:2", "unknown field `per_day`"),
            ("\n\ndefault_zone = 'Lisbonne'\n", "/config.toml:3", "names no time zone"),
            ("api_url = 'telegram'\n", "/config.toml:1", "not an address"),
            ("token = 'secret'\n", "/config.toml:1", "does not look like one"),
            ("token_file = 'nowhere'\n", "/config.toml:1", "cannot be read"),
            ("prompts_dir = 'nowhere'\n", "/config.toml:1", "is not a folder"),
            ("\nprompts_beside = 'nowhere'\n", "/config.toml:2", "`prompts_beside` is not a folder"),
            ("families_off = [\n  'trust',\n  'hope',\n]\n", "/config.toml:3", "`families_off` knows no \"hope\""),
            (
                "families_off = ['love_friendship', 'vulnerability', 'trust', 'commitment']\n",
                "/config.toml:1",
                "leaves none of the four ingredients",
            ),
            ("never = 'lf-01'\n", "/config.toml:1", "invalid type"),
            ("cache_megabytes = 0\n", "/config.toml:1", "out of range"),
            ("data_dir = \n", "/config.toml:1", ""),
        ] {
            let error = load(text).expect_err(text);
            assert_eq!(error.place, place, "{text}");
            assert!(error.wrong.contains(wrong), "{text}: {}", error.wrong);
            assert!(!error.mend.is_empty());
            assert!(!error.to_string().contains("secret"), "the token is never shown");
        }
        let near = load("default_zone = 'Lisbonne'\n").expect_err("no such zone");
        assert!(near.mend.contains("Europe/Lisbon"), "{}", near.mend);
    }

    #[test]
    fn a_token_comes_from_a_file_and_the_environment_wins() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("config.toml"), "token_file = 'secret'\n").expect("a file");
        fs::write(dir.path().join("secret"), "7:from-file\n").expect("a file");
        let path = dir.path().join("config.toml");
        let token = |environment| Config::load(Some(&path), &environment).expect("a configuration").token;
        assert_eq!(token(Environment::default()), Some(Token("7:from-file".into())));
        let environment = Environment { token: Some("8:from-env".into()), ..Environment::default() };
        assert_eq!(token(environment), Some(Token("8:from-env".into())));
        assert_eq!(format!("{:?}", Token("8:x".into())), "Token(…)");
    }
}
