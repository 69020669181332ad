//! The fields of Telegram's updates that mean something to us. All others, and kinds of text marks, files and
//! services that are newer than this bot, are passed over unread.

// The names are Telegram's.
#![allow(clippy::struct_field_names)]

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::tolerant::Maybe;

/// A part of which it matters only whether it is there.
type Presence = Option<IgnoredAny>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Update {
    pub update_id: Maybe<i64>,
    pub message: Option<Maybe<Message>>,
    pub callback_query: Option<Maybe<CallbackQuery>>,
    pub my_chat_member: Option<Maybe<Membership>>,
    pub edited_message: Option<Maybe<Message>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Message {
    pub message_id: Maybe<i32>,
    /// Of one that a single person sees in a group; its `message_id` is 0 then.
    pub ephemeral_message_id: Maybe<i32>,
    pub message_thread_id: Maybe<i32>,
    pub is_topic_message: Maybe<bool>,
    pub chat: Maybe<Chat>,
    pub from: Maybe<User>,
    pub sender_chat: Presence,
    pub forward_origin: Presence,
    pub is_automatic_forward: Maybe<bool>,
    pub via_bot: Presence,
    pub reply_to_message: Maybe<Replied>,
    pub text: Maybe<String>,
    pub rich_message: Maybe<Value>,
    pub caption: Maybe<String>,
    pub voice: Maybe<Recording>,
    pub video_note: Maybe<Recording>,
    pub audio: Maybe<Recording>,
    pub video: Maybe<Recording>,
    pub photo: Presence,
    pub live_photo: Presence,
    pub animation: Presence,
    pub document: Presence,
    pub new_chat_members: Maybe<Vec<Maybe<User>>>,
    pub left_chat_member: Maybe<User>,
    pub migrate_to_chat_id: Maybe<i64>,
    pub migrate_from_chat_id: Maybe<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chat {
    pub id: Maybe<i64>,
    /// `private`, `group`, `supergroup` or `channel`.
    #[serde(rename = "type")]
    pub kind: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    pub id: Maybe<u64>,
    pub is_bot: Maybe<bool>,
    pub username: Maybe<String>,
    pub first_name: Maybe<String>,
}

/// The message that is replied to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Replied {
    pub message_id: Maybe<i32>,
    pub from: Maybe<User>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Recording {
    /// Seconds.
    pub duration: Maybe<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CallbackQuery {
    pub id: Maybe<String>,
    pub from: Maybe<User>,
    /// The message under which the button is; of one that is too old or gone only chat and id are left.
    pub message: Option<Maybe<Message>>,
    pub data: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Membership {
    pub chat: Maybe<Chat>,
    pub old_chat_member: Maybe<Member>,
    pub new_chat_member: Maybe<Member>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Member {
    pub status: Maybe<String>,
    pub is_member: Maybe<bool>,
    pub can_send_messages: Maybe<bool>,
}

impl Message {
    /// What is read of it: its text, or the words of a text in blocks.
    pub fn words(&self) -> Option<String> {
        let rich = || {
            let mut words = String::new();
            collect_words(self.rich_message.0.as_ref()?, &mut words);
            Some(words).filter(|words| !words.is_empty())
        };
        self.text.0.clone().or_else(rich)
    }
}

/// The words of a `RichMessage`, whose blocks hold texts, lists, tables and further blocks.
fn collect_words(part: &Value, into: &mut String) {
    match part {
        Value::String(text) => into.push_str(text),
        Value::Array(parts) => parts.iter().for_each(|part| collect_words(part, into)),
        Value::Object(fields) => {
            let holding_words = ["summary", "text", "blocks", "items", "cells", "caption", "credit"];
            holding_words.iter().filter_map(|name| fields.get(*name)).for_each(|part| collect_words(part, into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
