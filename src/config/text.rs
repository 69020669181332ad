//! What the file says, made into a configuration. What is wrong is noted, and the rest is read all the same.

use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use tracing_subscriber::filter::Targets;

use super::written::{Given, Place, Written};
use super::{Config, ConfigError, Environment, Log, StorePlace};
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

    /// The line on which something begins.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::Line(self.text[..span.start.min(self.text.len())].matches('\n').count() + 1)
    }

    /// The file with a line, or the variable: as a mistake names them.
    fn named(&self, place: &Place) -> (String, Option<usize>) {
        match place {
            Place::Line(line) => (self.path.display().to_string(), Some(*line)),
            Place::Variable(name) => (name.clone(), None),
        }
    }

    pub(super) fn error(
        &self,
        span: Option<Range<usize>>,
        wrong: impl Into<String>,
        mend: impl Into<String>,
    ) -> ConfigError {
        let line = span.map(|span| self.named(&self.place(&span)));
        let (file, line) = line.unwrap_or_else(|| (self.path.display().to_string(), None));
        ConfigError { file, line, wrong: wrong.into(), mend: mend.into() }
    }

    /// What is wrong with something that was written at this place.
    pub(super) fn wrong(&self, place: &Place, wrong: impl Into<String>, mend: impl Into<String>) -> ConfigError {
        let (file, line) = self.named(place);
        ConfigError { file, line, wrong: wrong.into(), mend: mend.into() }
    }

    /// A path in the file is meant from the file's own folder, one in the environment from where the bot is started. One
    /// that a shell would have to fill in is refused: taken as it stands, it would name a folder that nobody meant.
    pub(super) fn beside(&self, key: &str, written: &Given<PathBuf>) -> Result<PathBuf, ConfigError> {
        let path = &written.value;
        let here = match written.place {
            Place::Line(_) => "from the folder of this file",
            Place::Variable(_) => "from where the bot is started",
        };
        if let Some(sign) = shell_sign(&path.to_string_lossy()) {
            let wrong = format!("`{key}` has {sign}, which only a shell fills in: {}", path.display());
            let mend = format!("write the path in full, such as /srv/nearer, or {here}, such as data");
            return Err(self.wrong(&written.place, wrong, mend));
        }
        Ok(match written.place {
            Place::Line(_) => self.path.parent().unwrap_or(Path::new("")).join(path),
            Place::Variable(_) => path.clone(),
        })
    }

    /// The configuration; where something is wrong, with the default in its place.
    pub(super) fn resolve(&self, file: &Written, environment: &Environment, mistakes: &mut Vec<ConfigError>) -> Config {
        let token = noted(self.token(file, environment), mistakes).flatten();
        let host_key = noted(self.host_key(file, environment), mistakes).unwrap_or(HostKeySource::BesideTheStore);
        let store = noted(self.store(file, environment), mistakes).unwrap_or(StorePlace::Folder);
        let api_url = noted(self.api_url(file), mistakes).flatten();
        let default_zone = noted(self.default_zone(file), mistakes).unwrap_or(Zone::UTC);
        let cache_megabytes = match &file.cache_megabytes {
            Some(size) if !(1..=4096).contains(&size.value) => {
                let wrong = "`cache_megabytes` is out of range";
                mistakes.push(self.wrong(&size.place, wrong, "write a number from 1 to 4096"));
                None
            }
            size => size.as_ref().map(|size| size.value),
        };
        let data_dir = file.data_dir.as_ref().and_then(|dir| noted(self.beside("data_dir", dir), mistakes));
        let level = noted(self.level(file.level.as_ref()), mistakes).unwrap_or_else(|| Log::default().level);
        Config {
            token,
            data_dir: data_dir.unwrap_or_else(|| PathBuf::from("data")),
            store,
            store_ca: file.store_ca.as_ref().and_then(|path| self.beside("store_ca", path).ok()),
            host_key,
            api_url,
            prompts: self.prompts(file, mistakes).unwrap_or_default(),
            default_zone,
            cache_megabytes: cache_megabytes.unwrap_or(8),
            pace: file.pace,
            allowed: file.allowed.clone(),
            webhook: self.webhook(file, mistakes),
            watch: file.watch.as_ref().map(|address| address.value),
            log: Log { format: file.format, level },
        }
    }

    fn api_url(&self, file: &Written) -> Result<Option<reqwest::Url>, ConfigError> {
        let Some(url) = &file.api_url else { return Ok(None) };
        match reqwest::Url::parse(url.value.trim().trim_end_matches('/')) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
            _ => {
                let mend = "write it like https://api.telegram.org or http://127.0.0.1:8081";
                Err(self.wrong(&url.place, "`api_url` is not an address of a server", mend))
            }
        }
    }

    fn default_zone(&self, file: &Written) -> Result<Zone, ConfigError> {
        let Some(name) = &file.default_zone else { return Ok(Zone::UTC) };
        let offers = match find_zone(&name.value, &Places::default(), DateTime::UNIX_EPOCH) {
            Found::One(zone) => return Ok(zone),
            Found::Near(offers) => offers.iter().map(|(_, zone)| zone.name()).collect::<Vec<_>>().join(", "),
            _ => "Europe/Lisbon or America/New_York".to_owned(),
        };
        let wrong = format!("`default_zone` names no time zone: {:?}", name.value);
        Err(self.wrong(&name.place, wrong, format!("write an IANA name, such as {offers}")))
    }

    /// How much is logged. A word that `tracing` does not know it takes for the name of a part of the program, which
    /// would then be all that is heard; so such a word is refused.
    fn level(&self, written: Option<&Given<String>>) -> Result<String, ConfigError> {
        let Some(written) = written else { return Ok(Log::default().level) };
        let level = &written.value;
        let stands_alone = |part: &&str| !part.contains(['=', '[', ']']);
        let is_level = |part: &str| LEVELS.iter().any(|level| part.eq_ignore_ascii_case(level));
        // The program has no spans: who names one would hear nothing.
        let names_a_span = level.split(',').any(|part| part.contains('[') && !part.contains("[{"));
        if level.split(',').filter(stands_alone).all(is_level) && !names_a_span && level.parse::<Targets>().is_ok() {
            return Ok(level.clone());
        }
        let wrong = format!("`level` of the log cannot be read: {level:?}");
        let mend = format!("write {}, or such as \"nearer=debug\" and \"info,nearer=debug\"", LEVELS.join(", "));
        Err(self.wrong(&written.place, wrong, mend))
    }

    /// The names that the list `key` holds.
    fn names<'w, T: Named>(
        &self,
        key: &str,
        written: impl Iterator<Item = &'w Given<String>>,
        mistakes: &mut Vec<ConfigError>,
    ) -> Vec<T> {
        let read = |written: &Given<String>| {
            T::read(&written.value).ok_or_else(|| {
                let names: Vec<_> = T::ALL.iter().map(|name| name.name()).collect();
                let wrong = format!("`{key}` knows no {:?}", written.value);
                self.wrong(&written.place, wrong, format!("it can hold {}", names.join(", ")))
            })
        };
        written.filter_map(|one| noted(read(one), mistakes)).collect()
    }

    /// Which words the bot uses; nothing where that is not clear.
    pub(super) fn prompts(&self, file: &Written, mistakes: &mut Vec<ConfigError>) -> Option<Selection> {
        let before = mistakes.len();
        let folder = |key: &str, dir: &Option<Given<PathBuf>>| {
            let Some(dir) = dir else { return Ok(None) };
            let path = self.beside(key, dir)?;
            if path.is_dir() {
                return Ok(Some(path));
            }
            let wrong = format!("`{key}` is not a folder: {}", path.display());
            Err(self.wrong(&dir.place, wrong, "give the folder that holds `en/`, or leave the key out"))
        };
        let never = |written: &Given<String>| {
            let id = CardId::read(&written.value).ok_or_else(|| {
                let wrong = format!("`never` holds {:?}, which is not an id", written.value);
                self.wrong(&written.place, wrong, "write the id of a card, a date or a telling: \"lf-01\"")
            })?;
            let (file, line) = self.named(&written.place);
            Ok(Never { id, file, line })
        };
        let off = file.families_off.as_ref();
        let families_off: Vec<Family> = self.names("families_off", off.iter().flat_map(|all| &all.value), mistakes);
        if let Some(all) = off
            && Family::INGREDIENTS.iter().all(|family| families_off.contains(family))
        {
            let wrong = "`families_off` leaves none of the four ingredients";
            mistakes.push(self.wrong(&all.place, wrong, "leave one of them in"));
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
