//! What to say, before it has words: a key of the voice under `prompts/` and what to fill in.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// A line of the bot's voice: the id of a Fluent message and its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Id of the message in `prompts/<language>/*.ftl`.
    pub key: String,
    /// Arguments by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Value)>,
}

/// One argument of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Text from outside or from a card; escaped when it is rendered.
    Text(String),
    /// A number, formatted by Fluent.
    Number(i64),
    /// Another line of the voice, rendered in place.
    Phrase(Phrase),
    /// Lines one below the other.
    Lines(Vec<Phrase>),
    /// A person, by the name that Telegram shows of them. The name itself is kept nowhere.
    Person(UserId),
    /// Text of a script, in which `{speaker}` and `{listener}` are people.
    Spoken { text: String, speaker: UserId, listener: UserId },
}

impl Phrase {
    /// A line without arguments.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    /// The people whom it names.
    #[must_use]
    pub fn people(&self) -> Vec<UserId> {
        let of = |(_, value): &(String, Value)| match value {
            Value::Person(user) => vec![*user],
            Value::Spoken { speaker, listener, .. } => vec![*speaker, *listener],
            Value::Phrase(phrase) => phrase.people(),
            Value::Lines(lines) => lines.iter().flat_map(Self::people).collect(),
            Value::Text(_) | Value::Number(_) => Vec::new(),
        };
        self.args.iter().flat_map(of).collect()
    }

    /// The same line with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}
impl From<UserId> for Value {
    fn from(user: UserId) -> Self {
        Self::Person(user)
    }
}
