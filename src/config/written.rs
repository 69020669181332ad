//! The file as it is written, and the environment, read key by key: what is wrong with one key does not hide what is wrong
//! with the next.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use zeroize::Zeroizing;

use super::keys::{KEYS, key, names_in};
use super::text::ConfigText;
use super::{ConfigError, Environment, LogFormat};
use crate::telegram::allowed::Allowed;
use crate::telegram::pace::SendLimits;

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A line of the file, counted from 1.
    Line(usize),
    /// A variable of the environment.
    Variable(String),
}

/// What a host has written, and where.
#[derive(Clone, Debug)]
pub(super) struct Given<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Given<T> {
    /// Whether it goes before another that says the same in other words: the environment wins over the file.
    pub fn goes_before<U>(&self, other: &Given<U>) -> bool {
        matches!((&self.place, &other.place), (Place::Variable(_), Place::Line(_)))
    }
}

/// The file as it is written, with what the environment says in its place.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub token: Option<Given<String>>,
    pub token_file: Option<Given<PathBuf>>,
    pub data_dir: Option<Given<PathBuf>>,
    pub store: Option<Given<String>>,
    pub store_file: Option<Given<PathBuf>>,
    pub store_ca: Option<Given<PathBuf>>,
    pub key_file: Option<Given<PathBuf>>,
    pub api_url: Option<Given<String>>,
    pub prompts_dir: Option<Given<PathBuf>>,
    pub prompts_beside: Option<Given<PathBuf>>,
    pub packs: Vec<Given<String>>,
    pub families_off: Option<Given<Vec<Given<String>>>>,
    pub never: Vec<Given<String>>,
    pub default_zone: Option<Given<String>>,
    pub cache_megabytes: Option<Given<u32>>,
    pub watch: Option<Given<SocketAddr>>,
    pub pace: SendLimits,
    pub allowed: Allowed,
    pub webhook: Option<WrittenWebhook>,
    pub format: LogFormat,
    pub level: Option<Given<String>>,
}

/// The section of that name, if any of it is given.
#[derive(Debug)]
pub(super) struct WrittenWebhook {
    /// Where it begins: its line, or one of its variables.
    pub place: Place,
    pub url: Url,
    pub listen: Option<Given<SocketAddr>>,
    pub secret: Option<Given<String>>,
    pub secret_file: Option<Given<PathBuf>>,
}

/// The address that the section has to name.
#[derive(Debug)]
pub(super) enum Url {
    Missing,
    /// It was refused, and that is noted.
    Refused,
    Given(Given<String>),
}

impl ConfigText<'_> {
    /// Reads every key that can be read.
    pub(super) fn parse(&self, environment: &Environment, mistakes: &mut Vec<ConfigError>) -> Written {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // An error's own display shows the line's text, which may be the token's.
        let mend = "a line is `key = value`; see config.example.toml for every key and its form";
        mistakes.extend(errors.iter().map(|error| self.error(error.span(), error.message(), mend)));
        if !errors.is_empty() {
            // What could be made out of such a file may not be what was meant.
            return Written::default();
        }
        mistakes.extend(environment.unknown());
        let mut top = Section { source: self, environment, name: "", table: table.into_inner(), mistakes };
        let webhook_place = top.begins("webhook");
        let webhook = top.section("webhook");
        let (pace, allowed, log) = (top.section("pace"), top.section("allowed"), top.section("log"));
        let mut file = Written {
            token: top.read("token"),
            token_file: top.read("token_file"),
            data_dir: top.read("data_dir"),
            store: top.read("store"),
            store_file: top.read("store_file"),
            store_ca: top.read("store_ca"),
            key_file: top.read("key_file"),
            api_url: top.read("api_url"),
            prompts_dir: top.read("prompts_dir"),
            prompts_beside: top.read("prompts_beside"),
            packs: top.texts("packs").map(|all| all.value).unwrap_or_default(),
            families_off: top.texts("families_off"),
            never: top.texts("never").map(|all| all.value).unwrap_or_default(),
            default_zone: top.read("default_zone"),
            cache_megabytes: top.read("cache_megabytes"),
            watch: top.read("watch"),
            ..Written::default()
        };
        top.finish();
        let mut section = Section { source: self, environment, name: "pace", table: pace, mistakes };
        section.fill(&mut file.pace.all_per_second, "all_per_second");
        section.fill(&mut file.pace.chat_per_second, "chat_per_second");
        section.fill(&mut file.pace.group_per_minute, "group_per_minute");
        section.finish();
        let mut section = Section { source: self, environment, name: "allowed", table: allowed, mistakes };
        section.fill(&mut file.allowed.chats, "chats");
        section.fill(&mut file.allowed.users, "users");
        section.finish();
        let mut section = Section { source: self, environment, name: "webhook", table: webhook, mistakes };
        file.webhook = webhook_place.map(|place| section.webhook(place));
        section.finish();
        let mut section = Section { source: self, environment, name: "log", table: log, mistakes };
        section.fill(&mut file.format, "format");
        file.level = section.read("level");
        section.finish();
        file
    }
}

/// One section, of which key after key is taken.
struct Section<'a, 'i> {
    source: &'a ConfigText<'i>,
    environment: &'a Environment,
    name: &'static str,
    table: DeTable<'i>,
    mistakes: &'a mut Vec<ConfigError>,
}

impl<'i> Section<'_, 'i> {
    /// What is written for the key, if there is something and it is of the key's form.
    fn read<T: DeserializeOwned>(&mut self, name: &str) -> Option<Given<T>> {
        let key = key(self.name, name);
        let in_the_file = self.table.remove(name);
        if let Some((variable, held)) = self.environment.gives(key) {
            let held = held.map(|held| Zeroizing::new(key.form.as_in_the_file(held)));
            let read = held.and_then(|held| T::deserialize(ValueDeserializer::parse(&held).ok()?).ok());
            if read.is_none() {
                let (form, example) = key.form.in_the_environment();
                let mend = format!("write {form}, like {variable}={example}");
                let wrong = format!("this is not {form}");
                self.mistakes.push(ConfigError { file: variable.clone(), line: None, wrong, mend });
            }
            return read.map(|value| Given { value, place: Place::Variable(variable) });
        }
        let value = in_the_file?;
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Given { value, place: self.source.place(&span) }),
            Err(error) => {
                let (form, example) = key.form.in_the_file();
                let span = error.span().unwrap_or(span);
                let mend = format!("write {form}, like {name} = {example}");
                self.mistakes.push(self.source.error(Some(span), format!("`{name}` is not {form}"), mend));
                None
            }
        }
    }

    /// A list of texts, each with its own place.
    fn texts(&mut self, name: &str) -> Option<Given<Vec<Given<String>>>> {
        let Given { value, place } = self.read::<Vec<Spanned<String>>>(name)?;
        let placed = |one: Spanned<String>| match &place {
            Place::Line(_) => Given { place: self.source.place(&one.span()), value: one.into_inner() },
            Place::Variable(_) => Given { place: place.clone(), value: one.into_inner() },
        };
        Some(Given { value: value.into_iter().map(placed).collect(), place })
    }

    /// Puts what is written for the key into its place, if there is something.
    fn fill<T: DeserializeOwned>(&mut self, place: &mut T, name: &str) {
        if let Some(read) = self.read(name) {
            *place = read.value;
        }
    }

    /// Where the section of this name begins, if the file has it or a variable gives one of its keys.
    fn begins(&self, name: &str) -> Option<Place> {
        let in_the_file = self.table.get(name).map(|value| self.source.place(&value.span()));
        let keys = || KEYS.iter().filter(|key| key.section == name);
        let variable = || keys().find_map(|key| self.environment.gives(key));
        in_the_file.or_else(|| variable().map(|(variable, _)| Place::Variable(variable)))
    }

    /// The keys of `[webhook]`, which begins here.
    fn webhook(&mut self, place: Place) -> WrittenWebhook {
        let noted = self.mistakes.len();
        let url = match self.read("url") {
            Some(url) => Url::Given(url),
            None if self.mistakes.len() > noted => Url::Refused,
            None => Url::Missing,
        };
        let (listen, secret) = (self.read("listen"), self.read("secret"));
        WrittenWebhook { place, url, listen, secret, secret_file: self.read("secret_file") }
    }

    /// The keys that the file has below this name.
    fn section(&mut self, name: &'static str) -> DeTable<'i> {
        let Some(value) = self.table.remove(name) else { return DeTable::new() };
        let span = value.span();
        if let DeValue::Table(table) = value.into_inner() {
            return table;
        }
        let mend = format!("write [{name}] on a line of its own, and its keys below it");
        self.mistakes.push(self.source.error(Some(span), format!("`{name}` is not a section"), mend));
        DeTable::new()
    }

    /// Names the keys that nobody asked for.
    fn finish(self) {
        for (key, _) in self.table {
            let written: &str = key.get_ref();
            let whose =
                if self.name.is_empty() { "the top of this file".to_owned() } else { format!("[{}]", self.name) };
            let wrong = format!("`{written}` is no key of {whose}");
            self.mistakes.push(self.source.error(Some(key.span()), wrong, suggestion(written, self.name)));
        }
    }
}

/// The section in which there is such a key, or the nearest key of this one if one is near.
fn suggestion(written: &str, section: &str) -> String {
    match KEYS.iter().find(|key| key.name == written).map(|key| key.section) {
        Some("") => {
            return "write it above the first section: what stands below a [section] belongs to that".to_owned();
        }
        Some(name) => return format!("write it below [{name}]"),
        None => {}
    }
    let near = names_in(section)
        .into_iter()
        .map(|key| (strsim::damerau_levenshtein(written, key), key))
        .min()
        .filter(|(distance, key)| *distance <= 1 + key.len() / 4);
    match near {
        Some((_, key)) => format!("did you mean `{key}`?"),
        None => "take it out, or see config.example.toml for every key".to_owned(),
    }
}
