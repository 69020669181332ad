//! Every key of the configuration: how it is written in the file and in the environment, and what it is for. The file and
//! the environment are read by this table, and `docs/configuration.md` is made from it.

use std::fmt::Write;

/// One thing a host can choose.
#[derive(Debug)]
pub(super) struct Key {
    /// The section of the file; the top of it has no name.
    pub section: &'static str,
    pub name: &'static str,
    pub form: Form,
    /// A variable of another name that gives it too, and goes before ours.
    pub older: Option<&'static str>,
    /// As the file would have it; empty where there is none.
    pub default: &'static str,
    meaning: &'static str,
}

impl Key {
    const fn new(
        section: &'static str,
        name: &'static str,
        form: Form,
        default: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { section, name, form, older: None, default, meaning }
    }

    const fn or(self, older: &'static str) -> Self {
        Self { older: Some(older), ..self }
    }

    /// The variable of the environment: `NEARER_`, the section and the key.
    pub fn variable(&self) -> String {
        let section = if self.section.is_empty() { String::new() } else { format!("{}_", self.section) };
        format!("{PREFIX}{section}{}", self.name).to_uppercase()
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Texts,
    Number,
    Numbers,
    Address,
    LogFormat,
}

impl Form {
    /// In plain words, and an example: as in the file.
    pub fn in_the_file(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("a text in quotes", "\"…\""),
            Self::Texts => ("a list of texts in quotes", "[\"…\", \"…\"]"),
            Self::Number => ("a whole number, 0 or more", "8"),
            Self::Numbers => ("a list of whole numbers", "[123456789]"),
            Self::Address => ("an address with a port, in quotes", "\"127.0.0.1:9464\""),
            Self::LogFormat => ("\"plain\" or \"json\"", "\"plain\""),
        }
    }

    /// The same, as in the environment: without quotes and brackets.
    pub fn in_the_environment(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("a text", "…"),
            Self::Texts => ("texts, separated by commas", "…,…"),
            Self::Number => ("a whole number, 0 or more", "8"),
            Self::Numbers => ("whole numbers, separated by commas", "123456789,987654321"),
            Self::Address => ("an address with a port", "127.0.0.1:9464"),
            Self::LogFormat => ("plain or json", "plain"),
        }
    }

    /// What a variable holds, as the file would have it. A comma alone is the empty list.
    pub fn as_in_the_file(self, held: &str) -> String {
        let quoted = |text: &str| toml::Value::from(text.trim()).to_string();
        let parts = || held.split(',').map(str::trim).filter(|part| !part.is_empty());
        match self {
            Self::Text | Self::Address | Self::LogFormat => quoted(held),
            Self::Number => held.trim().to_owned(),
            Self::Texts => format!("[{}]", parts().map(quoted).collect::<Vec<_>>().join(", ")),
            Self::Numbers => format!("[{}]", parts().collect::<Vec<_>>().join(", ")),
        }
    }
}

/// How the names of our variables begin.
pub(super) const PREFIX: &str = "NEARER_";
/// The variable that holds the host's key itself. It has no key in the file, which would be copied with it.
pub(super) const HOST_KEY: &str = "NEARER_KEY";

use Form::{Address, LogFormat, Number, Numbers, Text, Texts};

pub(super) const KEYS: [Key; 27] = [
    Key::new("", "token", Text, "", "The bot's token, from @BotFather.").or("TELOXIDE_TOKEN"),
    Key::new("", "token_file", Text, "", "A file that holds the token and nothing else."),
    Key::new("", "data_dir", Text, "data", "Where the store lives. One process at a time may use it."),
    Key::new(
        "",
        "store",
        Text,
        "",
        "A database in the place of that folder: `postgres://…`, with several hosts if you like.",
    ),
    Key::new("", "store_file", Text, "", "A file that holds that address and nothing else."),
    Key::new("", "store_ca", Text, "", "The certificate (PEM) of the authority that signed the database's own."),
    Key::new(
        "",
        "key_file",
        Text,
        "",
        "The file of the host's key; without it, `host.key` in the folder of the store.",
    ),
    Key::new("", "api_url", Text, "https://api.telegram.org", "Another Bot API server.").or("TELOXIDE_API_URL"),
    Key::new("", "prompts_dir", Text, "", "A folder of cards, dates and words that replaces the built-in one."),
    Key::new("", "prompts_beside", Text, "", "A folder of the same form that is added to the others."),
    Key::new("", "packs", Texts, "", "Packs of cards for every couple that does not choose for itself."),
    Key::new("", "families_off", Texts, "", "Families whose cards and tellings do not come."),
    Key::new("", "never", Texts, "", "Cards, date ideas and tellings that do not come, by their ids."),
    Key::new("", "default_zone", Text, "UTC", "The time zone of a couple until they choose their own."),
    Key::new("", "cache_megabytes", Number, "8", "Memory for the store's pages, in megabytes (1 to 4096)."),
    Key::new("", "watch", Address, "", "Where a program of yours may ask for `/healthz` and `/metrics`."),
    Key::new("pace", "all_per_second", Number, "30", "Messages a second in all; 0 lifts the limit."),
    Key::new("pace", "chat_per_second", Number, "1", "Messages a second to one chat; 0 lifts the limit."),
    Key::new("pace", "group_per_minute", Number, "20", "Messages a minute to one group; 0 lifts the limit."),
    Key::new("allowed", "chats", Numbers, "", "The groups that are let in, by their ids; without any, all."),
    Key::new("allowed", "users", Numbers, "", "The people who are let in, by their ids; without any, all."),
    Key::new(
        "webhook",
        "url",
        Text,
        "",
        "The public address at which Telegram brings updates; without it, they are asked for.",
    ),
    Key::new("webhook", "listen", Address, "", "Where your proxy passes them on to; 127.0.0.1:8443 unless told."),
    Key::new("webhook", "secret", Text, "", "What Telegram shows with each; made at each start unless told."),
    Key::new("webhook", "secret_file", Text, "", "A file that holds that secret and nothing else."),
    Key::new("log", "format", LogFormat, "plain", "How the log is written."),
    Key::new("log", "level", Text, "info", "How much is logged; also such as `info,nearer::telegram=debug`."),
];

/// The key of this name. Every name that is read stands in the table; reading an empty file asks for all of them.
pub(super) fn key(section: &str, name: &str) -> &'static Key {
    KEYS.iter().find(|key| key.section == section && key.name == name).expect("a key of the table")
}

/// The names of the sections, and for the top of the file the keys and sections that stand there.
pub(super) fn names_in(section: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> = KEYS.iter().filter(|key| key.section == section).map(|key| key.name).collect();
    if section.is_empty() {
        names.extend(KEYS.iter().map(|key| key.section).filter(|section| !section.is_empty()));
        names.dedup();
    }
    names
}

/// Every variable that is read.
pub(super) fn variables() -> impl Iterator<Item = String> {
    let older = KEYS.iter().filter_map(|key| key.older).map(str::to_owned);
    KEYS.iter().map(Key::variable).chain(older).chain([HOST_KEY.to_owned()])
}

/// The table of `docs/configuration.md`, in Markdown.
#[must_use]
pub fn table() -> String {
    let mut page = "| key | variable | takes | default | what it is for |\n|---|---|---|---|---|\n".to_owned();
    for key in &KEYS {
        let section = if key.section.is_empty() { String::new() } else { format!("[{}] ", key.section) };
        let older = key.older.map(|older| format!(" or `{older}`")).unwrap_or_default();
        let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
        let (takes, _) = key.form.in_the_environment();
        // Writing to a text cannot fail.
        let _ = writeln!(
            page,
            "| `{section}{}` | `{}`{older} | {takes} | {default} | {} |",
            key.name,
            key.variable(),
            key.meaning
        );
    }
    let _ = writeln!(page, "| | `{HOST_KEY}` | a text | | The host's key itself: its line of 64 hexadecimal digits. |");
    page
}
