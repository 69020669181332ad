//! A message as a test looks at it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::chat::ChatMessage;
use super::markup;
use super::params::Upload;
use super::world::World;

/// A message in a chat.
// Each of the flags is a plain fact of its own, not a state.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, PartialEq)]
pub struct SeenMessage {
    /// Its id in the chat.
    pub id: i64,
    /// The name of who said it.
    pub from: String,
    /// Who said it.
    pub from_id: i64,
    /// Whether that is our bot.
    pub by_bot: bool,
    /// What is read.
    pub text: String,
    /// As the bot wrote it, with its markup.
    pub html: Option<String>,
    /// The Bot API's entities.
    pub entities: Vec<Value>,
    /// Its buttons, row by row.
    pub buttons: Vec<Vec<SeenButton>>,
    /// Whether it asks somebody to reply: it opens the reply bar, with buttons below it or without.
    pub asks_reply: bool,
    /// The message that it replies to.
    pub reply_to: Option<i64>,
    /// Its topic.
    pub thread: Option<i64>,
    /// When it was sent.
    pub sent: DateTime<Utc>,
    /// Whether it was edited.
    pub edited: bool,
    /// A file that came with it.
    pub file: Option<Upload>,
    /// Whether it only tells of an event.
    pub service: bool,
    /// Whether it can neither be forwarded nor copied.
    pub protected: bool,
    /// The album that it is part of; its other parts have the same.
    pub album: Option<String>,
    /// The one person who sees it, if not all do.
    pub only_for: Option<i64>,
    /// The message in whose place that person sees it.
    pub replaces: Option<i64>,
    /// The Bot API's fields that make it what it is: `text`, `voice`, `new_chat_members`.
    pub content: Map<String, Value>,
    /// What stands below it, as the bot sent it.
    pub markup: Option<Value>,
}

/// A button below a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenButton {
    /// Its label.
    pub label: String,
    /// What a tap sends to the bot.
    pub data: Option<String>,
    /// The address that it opens.
    pub url: Option<String>,
    /// Whether it is greyed: a tap on it does nothing.
    pub disabled: bool,
    /// Its colour, as the Bot API calls it: "danger", "success", "primary".
    pub style: Option<String>,
}

impl SeenMessage {
    pub(super) fn of(world: &World, message: &ChatMessage) -> Self {
        let file = |kind: &str| message.content.get(kind)?.get("file_id")?.as_str();
        let photo = || message.content.get("photo")?.get(0)?.get("file_id")?.as_str();
        let file = file("document").or_else(photo).and_then(|id| world.files.get(id).cloned());
        let entities = message.content.get("entities").or_else(|| message.content.get("caption_entities"));
        Self {
            id: message.id,
            from: world.name(message.from),
            from_id: message.from,
            by_bot: message.from == world.bot,
            text: message.text().to_owned(),
            html: message.html.clone(),
            entities: entities.and_then(Value::as_array).cloned().unwrap_or_default(),
            buttons: buttons(message),
            asks_reply: message.markup.as_ref().is_some_and(markup::asks_reply),
            reply_to: message.reply_to,
            thread: message.thread,
            sent: DateTime::from_timestamp(message.date, 0).unwrap_or_default(),
            edited: message.edited.is_some(),
            file,
            service: message.service,
            protected: message.protected,
            album: message.content.get("media_group_id").and_then(Value::as_str).map(str::to_owned),
            only_for: None,
            replaces: None,
            content: message.content.clone(),
            markup: message.markup.clone(),
        }
    }

    /// The labels of its buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.label.as_str()).collect()
    }

    /// The button with this label, or else one whose label contains it.
    pub fn button(&self, label: &str) -> Option<&SeenButton> {
        let mut all = self.buttons.iter().flatten();
        all.clone().find(|button| button.label == label).or_else(|| all.find(|button| button.label.contains(label)))
    }
}

/// The buttons below a message.
pub(super) fn buttons(message: &ChatMessage) -> Vec<Vec<SeenButton>> {
    let rows = message.markup.as_ref().and_then(|markup| markup.get("inline_keyboard")).and_then(Value::as_array);
    let text = |button: &Value, name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
    let button = |given: &Value| SeenButton {
        label: text(given, "text").unwrap_or_default(),
        data: text(given, "callback_data"),
        url: text(given, "url"),
        disabled: given.get("disabled").is_some(),
        style: text(given, "style"),
    };
    rows.into_iter().flatten().map(|row| row.as_array().into_iter().flatten().map(button).collect()).collect()
}

/// The messages of a chat, oldest first.
pub(super) fn messages(world: &World, chat: i64) -> Vec<SeenMessage> {
    let messages = world.chats.get(&chat).map(|chat| chat.messages.values());
    messages.into_iter().flatten().map(|message| SeenMessage::of(world, message)).collect()
}
