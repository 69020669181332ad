//! What the file says, made into a configuration. What is wrong is noted, and the rest is read all the same.

use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use tracing_subscriber::filter::Targets;

use super::written::Written;
use super::{Config, ConfigError, Environment, Log};
use crate::couple::{Found, find_zone};
use crate::prompts::{CardId, Family, Named, Never, Places, Selection};
use crate::store::HostKeySource;
use crate::zones::Zone;

/// The levels of the log that can be named without a part of the program.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

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
pub(super) struct ConfigText<'a> {
    path: &'a Path,
    pub(super) text: &'a str,
}

impl<'a> ConfigText<'a> {
    pub(super) fn of(path: Option<&'a Path>, text: &'a str) -> Self {
        Self { path: path.unwrap_or(Path::new("")), text }
    }

    /// The line on which something begins, counted from 1.
    fn line(&self, span: &Range<usize>) -> usize {
        self.text[..span.start.min(self.text.len())].matches('\n').count() + 1
    }

    pub(super) fn error(
        &self,
        span: Option<Range<usize>>,
        wrong: impl Into<String>,
        mend: impl Into<String>,
    ) -> ConfigError {
        ConfigError {
            file: self.path.display().to_string(),
            line: span.map(|span| self.line(&span)),
            wrong: wrong.into(),
            mend: mend.into(),
        }
    }

    /// A path in the file is meant from the file's own folder. One that a shell would have to fill in is refused: taken
    /// as it stands, it would name a folder that nobody meant.
    pub(super) fn beside(&self, key: &str, written: &toml::Spanned<PathBuf>) -> Result<PathBuf, ConfigError> {
        let path = written.get_ref();
        if let Some(sign) = shell_sign(&path.to_string_lossy()) {
            let wrong = format!("`{key}` has {sign}, which only a shell fills in: {}", path.display());
            let mend = "write the path in full, such as /srv/nearer, or from the folder of this file, such as data";
            return Err(self.error(Some(written.span()), wrong, mend));
        }
        Ok(self.path.parent().unwrap_or(Path::new("")).join(path))
    }

    /// The configuration; where something is wrong, with the default in its place.
    pub(super) fn resolve(&self, file: &Written, environment: &Environment, mistakes: &mut Vec<ConfigError>) -> Config {
        let token = noted(self.token(file, environment), mistakes).flatten();
        let host_key = noted(self.host_key(file, environment), mistakes).unwrap_or(HostKeySource::BesideTheStore);
        let api_url = noted(self.api_url(file, environment), mistakes).flatten();
        let default_zone = noted(self.default_zone(file), mistakes).unwrap_or(Zone::UTC);
        let cache_megabytes = match &file.cache_megabytes {
            Some(size) if !(1..=4096).contains(size.get_ref()) => {
                let wrong = "`cache_megabytes` is out of range";
                mistakes.push(self.error(Some(size.span()), wrong, "write a number from 1 to 4096"));
                None
            }
            size => size.as_ref().map(|size| *size.get_ref()),
        };
        let data_dir = file.data_dir.as_ref().and_then(|dir| noted(self.beside("data_dir", dir), mistakes));
        let level = noted(self.level(file.level.as_ref()), mistakes).unwrap_or_else(|| Log::default().level);
        Config {
            token,
            data_dir: data_dir.unwrap_or_else(|| PathBuf::from("data")),
            host_key,
            api_url,
            prompts: self.prompts(file, mistakes).unwrap_or_default(),
            default_zone,
            cache_megabytes: cache_megabytes.unwrap_or(8),
            pace: file.pace,
            allowed: file.allowed.clone(),
            webhook: self.webhook(file, mistakes),
            log: Log { format: file.format, level },
        }
    }

    fn api_url(&self, file: &Written, environment: &Environment) -> Result<Option<reqwest::Url>, ConfigError> {
        let (text, span) = match (&environment.api_url, &file.api_url) {
            (Some(url), _) => (url.as_str(), None),
            (None, Some(url)) => (url.get_ref().as_str(), Some(url.span())),
            (None, None) => return Ok(None),
        };
        match reqwest::Url::parse(text.trim().trim_end_matches('/')) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
            _ => {
                let mend = "write it like https://api.telegram.org or http://127.0.0.1:8081";
                let mut error = self.error(span.clone(), "`api_url` is not an address of a server", mend);
                if span.is_none() {
                    "TELOXIDE_API_URL".clone_into(&mut error.file);
                }
                Err(error)
            }
        }
    }

    fn default_zone(&self, file: &Written) -> Result<Zone, ConfigError> {
        let Some(name) = &file.default_zone else { return Ok(Zone::UTC) };
        let offers = match find_zone(name.get_ref(), &Places::default(), DateTime::UNIX_EPOCH) {
            Found::One(zone) => return Ok(zone),
            Found::Near(offers) => offers.iter().map(|(_, zone)| zone.name()).collect::<Vec<_>>().join(", "),
            _ => "Europe/Lisbon or America/New_York".to_owned(),
        };
        let wrong = format!("`default_zone` names no time zone: {:?}", name.get_ref());
        Err(self.error(Some(name.span()), wrong, format!("write an IANA name, such as {offers}")))
    }

    /// How much is logged. A word that `tracing` does not know it takes for the name of a part of the program, which
    /// would then be all that is heard; so such a word is refused.
    fn level(&self, written: Option<&toml::Spanned<String>>) -> Result<String, ConfigError> {
        let Some(written) = written else { return Ok(Log::default().level) };
        let level = written.get_ref();
        let stands_alone = |part: &&str| !part.contains(['=', '[', ']']);
        let is_level = |part: &str| LEVELS.iter().any(|level| part.eq_ignore_ascii_case(level));
        // The program has no spans: who names one would hear nothing.
        let names_a_span = level.split(',').any(|part| part.contains('[') && !part.contains("[{"));
        if level.split(',').filter(stands_alone).all(is_level) && !names_a_span && level.parse::<Targets>().is_ok() {
            return Ok(level.clone());
        }
        let wrong = format!("`level` of the log cannot be read: {level:?}");
        let mend = format!("write {}, or such as \"nearer=debug\" and \"info,nearer=debug\"", LEVELS.join(", "));
        Err(self.error(Some(written.span()), wrong, mend))
    }

    /// The names that the list `key` holds.
    fn names<'w, T: Named>(
        &self,
        key: &str,
        written: impl Iterator<Item = &'w toml::Spanned<String>>,
        mistakes: &mut Vec<ConfigError>,
    ) -> Vec<T> {
        let read = |written: &toml::Spanned<String>| {
            T::read(written.get_ref()).ok_or_else(|| {
                let names: Vec<_> = T::ALL.iter().map(|name| name.name()).collect();
                let wrong = format!("`{key}` knows no {:?}", written.get_ref());
                self.error(Some(written.span()), wrong, format!("it can hold {}", names.join(", ")))
            })
        };
        written.filter_map(|one| noted(read(one), mistakes)).collect()
    }

    /// Which words the bot uses; nothing where that is not clear.
    pub(super) fn prompts(&self, file: &Written, mistakes: &mut Vec<ConfigError>) -> Option<Selection> {
        let before = mistakes.len();
        let folder = |key: &str, dir: &Option<toml::Spanned<PathBuf>>| {
            let Some(dir) = dir else { return Ok(None) };
            let path = self.beside(key, dir)?;
            if path.is_dir() {
                return Ok(Some(path));
            }
            let wrong = format!("`{key}` is not a folder: {}", path.display());
            Err(self.error(Some(dir.span()), wrong, "give the folder that holds `en/`, or leave the key out"))
        };
        let never = |written: &toml::Spanned<String>| {
            let id = CardId::read(written.get_ref()).ok_or_else(|| {
                let wrong = format!("`never` holds {:?}, which is not an id", written.get_ref());
                self.error(Some(written.span()), wrong, "write the id of a card, a date or a telling: \"lf-01\"")
            })?;
            Ok(Never { id, file: self.path.display().to_string(), line: self.line(&written.span()) })
        };
        let off = file.families_off.as_ref();
        let families_off: Vec<Family> = self.names("families_off", off.iter().flat_map(|all| all.get_ref()), mistakes);
        if let Some(all) = off
            && Family::INGREDIENTS.iter().all(|family| families_off.contains(family))
        {
            let wrong = "`families_off` leaves none of the four ingredients";
            mistakes.push(self.error(Some(all.span()), wrong, "leave one of them in"));
        }
        let selection = Selection {
            in_place: noted(folder("prompts_dir", &file.prompts_dir), mistakes).flatten(),
            beside: noted(folder("prompts_beside", &file.prompts_beside), mistakes).flatten(),
            packs: self.names("packs", file.packs.iter(), mistakes),
            families_off,
            never: file.never.iter().filter_map(|one| noted(never(one), mistakes)).collect(),
        };
        (mistakes.len() == before).then_some(selection)
    }
}

/// What was read; what was wrong instead is noted.
pub(super) fn noted<T>(read: Result<T, ConfigError>, mistakes: &mut Vec<ConfigError>) -> Option<T> {
    read.map_err(|error| mistakes.push(error)).ok()
}
