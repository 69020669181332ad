//! The file as it is written, read key by key: what is wrong with one key does not hide what is wrong with the next.

use std::ops::Range;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::text::ConfigText;
use super::{ConfigError, LogFormat};
use crate::telegram::allowed::Allowed;
use crate::telegram::pace::SendLimits;

/// Every section with its keys; the first has no name.
const SECTIONS: [(&str, &[&str]); 5] = [
    (
        "",
        &[
            "token",
            "token_file",
            "data_dir",
            "key_file",
            "api_url",
            "prompts_dir",
            "prompts_beside",
            "packs",
            "families_off",
            "never",
            "default_zone",
            "cache_megabytes",
            "pace",
            "allowed",
            "webhook",
            "log",
        ],
    ),
    ("pace", &["all_per_second", "chat_per_second", "group_per_minute"]),
    ("allowed", &["chats", "users"]),
    ("webhook", &["url", "listen", "secret", "secret_file"]),
    ("log", &["format", "level"]),
];

/// What a key takes, in plain words, and an example.
type Form = (&'static str, &'static str);

const TEXT: Form = ("a text in quotes", "\"…\"");
const TEXTS: Form = ("a list of texts in quotes", "[\"…\", \"…\"]");
const NUMBER: Form = ("a whole number, 0 or more", "8");
const NUMBERS: Form = ("a list of whole numbers", "[123456789]");
const FORMAT: Form = ("\"plain\" or \"json\"", "\"plain\"");

/// The file as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub token: Option<Spanned<String>>,
    pub token_file: Option<Spanned<PathBuf>>,
    pub data_dir: Option<Spanned<PathBuf>>,
    pub key_file: Option<Spanned<PathBuf>>,
    pub api_url: Option<Spanned<String>>,
    pub prompts_dir: Option<Spanned<PathBuf>>,
    pub prompts_beside: Option<Spanned<PathBuf>>,
    pub packs: Vec<Spanned<String>>,
    pub families_off: Option<Spanned<Vec<Spanned<String>>>>,
    pub never: Vec<Spanned<String>>,
    pub default_zone: Option<Spanned<String>>,
    pub cache_megabytes: Option<Spanned<u32>>,
    pub pace: SendLimits,
    pub allowed: Allowed,
    pub webhook: Option<WrittenWebhook>,
    pub format: LogFormat,
    pub level: Option<Spanned<String>>,
}

/// The section of that name, if it is there.
#[derive(Debug)]
pub(super) struct WrittenWebhook {
    /// Where the section begins.
    pub span: Range<usize>,
    /// Whether there is such a key, readable or not.
    pub url_is_there: bool,
    pub url: Option<Spanned<String>>,
    pub listen: Option<Spanned<String>>,
    pub secret: Option<Spanned<String>>,
    pub secret_file: Option<Spanned<PathBuf>>,
}

impl ConfigText<'_> {
    /// Reads every key that can be read.
    pub(super) fn parse(&self, mistakes: &mut Vec<ConfigError>) -> Written {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // An error's own display shows the line's text, which may be the token's.
        let mend = "a line is `key = value`; see config.example.toml for every key and its form";
        mistakes.extend(errors.iter().map(|error| self.error(error.span(), error.message(), mend)));
        if !errors.is_empty() {
            // What could be made out of such a file may not be what was meant.
            return Written::default();
        }
        let mut top = Section { source: self, name: "", table: table.into_inner(), mistakes };
        let mut file = Written {
            token: top.read("token", TEXT),
            token_file: top.read("token_file", TEXT),
            data_dir: top.read("data_dir", TEXT),
            key_file: top.read("key_file", TEXT),
            api_url: top.read("api_url", TEXT),
            prompts_dir: top.read("prompts_dir", TEXT),
            prompts_beside: top.read("prompts_beside", TEXT),
            packs: top.read("packs", TEXTS).map(Spanned::into_inner).unwrap_or_default(),
            families_off: top.read("families_off", TEXTS),
            never: top.read("never", TEXTS).map(Spanned::into_inner).unwrap_or_default(),
            default_zone: top.read("default_zone", TEXT),
            cache_megabytes: top.read("cache_megabytes", NUMBER),
            ..Written::default()
        };
        let webhook_span = top.table.get("webhook").map(Spanned::span).unwrap_or_default();
        let (pace, allowed, log) = (top.section("pace"), top.section("allowed"), top.section("log"));
        let webhook = top.section("webhook");
        top.finish();
        if let Some(table) = pace {
            let mut section = Section { source: self, name: "pace", table, mistakes };
            section.fill(&mut file.pace.all_per_second, "all_per_second", NUMBER);
            section.fill(&mut file.pace.chat_per_second, "chat_per_second", NUMBER);
            section.fill(&mut file.pace.group_per_minute, "group_per_minute", NUMBER);
            section.finish();
        }
        if let Some(table) = allowed {
            let mut section = Section { source: self, name: "allowed", table, mistakes };
            section.fill(&mut file.allowed.chats, "chats", NUMBERS);
            section.fill(&mut file.allowed.users, "users", NUMBERS);
            section.finish();
        }
        if let Some(table) = webhook {
            let mut section = Section { source: self, name: "webhook", table, mistakes };
            file.webhook = Some(WrittenWebhook {
                span: webhook_span,
                url_is_there: section.table.contains_key("url"),
                url: section.read("url", TEXT),
                listen: section.read("listen", TEXT),
                secret: section.read("secret", TEXT),
                secret_file: section.read("secret_file", TEXT),
            });
            section.finish();
        }
        if let Some(table) = log {
            let mut section = Section { source: self, name: "log", table, mistakes };
            section.fill(&mut file.format, "format", FORMAT);
            file.level = section.read("level", TEXT);
            section.finish();
        }
        file
    }
}

/// One section, of which key after key is taken.
struct Section<'a, 'i> {
    source: &'a ConfigText<'i>,
    name: &'static str,
    table: DeTable<'i>,
    mistakes: &'a mut Vec<ConfigError>,
}

impl<'i> Section<'_, 'i> {
    /// What stands behind the key, if it is there and of this form.
    fn read<T: DeserializeOwned>(&mut self, key: &'static str, (form, example): Form) -> Option<Spanned<T>> {
        let value = self.table.remove(key)?;
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some(Spanned::new(span, read)),
            Err(error) => {
                let span = error.span().unwrap_or(span);
                let mend = format!("write {form}, like {key} = {example}");
                self.mistakes.push(self.source.error(Some(span), format!("`{key}` is not {form}"), mend));
                None
            }
        }
    }

    /// Puts what stands behind the key into its place, if it is there.
    fn fill<T: DeserializeOwned>(&mut self, place: &mut T, key: &'static str, form: Form) {
        if let Some(read) = self.read(key, form) {
            *place = read.into_inner();
        }
    }

    fn section(&mut self, name: &'static str) -> Option<DeTable<'i>> {
        let value = self.table.remove(name)?;
        let span = value.span();
        if let DeValue::Table(table) = value.into_inner() {
            return Some(table);
        }
        let mend = format!("write [{name}] on a line of its own, and its keys below it");
        self.mistakes.push(self.source.error(Some(span), format!("`{name}` is not a section"), mend));
        None
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
    match SECTIONS.iter().find(|(_, keys)| keys.contains(&written)) {
        Some(("", _)) => {
            return "write it above the first section: what stands below a [section] belongs to that".to_owned();
        }
        Some((name, _)) => return format!("write it below [{name}]"),
        None => {}
    }
    let keys = SECTIONS.iter().find(|(name, _)| *name == section).map_or(&[][..], |(_, keys)| keys);
    let near = keys
        .iter()
        .map(|key| (strsim::damerau_levenshtein(written, key), key))
        .min()
        .filter(|(distance, key)| *distance <= 1 + key.len() / 4);
    match near {
        Some((_, key)) => format!("did you mean `{key}`?"),
        None => "take it out, or see config.example.toml for every key".to_owned(),
    }
}
