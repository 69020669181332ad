//! Messages in a group that one person alone sees, and only for a while.
//!
//! They have no number among the messages of the chat: `message_id` is 0, and they go by `ephemeral_message_id`.

use serde_json::{Value, json};

use super::chat::{Chat, ChatMessage};
use super::journal::Seen;
use super::seen::{SeenMessage, buttons};
use super::world::World;

/// Seen by one person.
#[derive(Debug, Clone)]
pub struct EphemeralMessage {
    /// Who sees it.
    pub receiver: i64,
    pub message: ChatMessage,
    /// The message in whose place it stands on that person's phone.
    pub replaces: Option<i64>,
}

/// Below which message somebody tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tapped {
    Ordinary(i64),
    Ephemeral(i64),
}

impl World {
    /// Shows a message to one person; returns its id among such messages.
    pub fn post_ephemeral(&mut self, chat: i64, shown: EphemeralMessage) -> i64 {
        let Some(known) = self.chats.get_mut(&chat) else { return 0 };
        known.last_ephemeral += 1;
        let id = known.last_ephemeral;
        known.ephemeral.insert(id, shown);
        self.note_ephemeral(chat, id);
        id
    }

    /// Adds it, new or edited, to what its receiver saw.
    pub fn note_ephemeral(&mut self, chat: i64, id: i64) {
        let Some(shown) = self.chats.get(&chat).and_then(|known| known.ephemeral.get(&id)) else { return };
        let mut text = shown.message.text().to_owned();
        for row in buttons(&shown.message) {
            let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
            text.push('\n');
            text.push_str(&labels.join(" "));
        }
        let who = self.name(shown.receiver);
        self.note(chat, Seen::Shown { who, text });
    }

    /// The Bot API's `Message` of it.
    pub fn ephemeral_json(&self, chat: i64, id: i64) -> Value {
        let Some(known) = self.chats.get(&chat) else { return Value::Null };
        let Some(shown) = known.ephemeral.get(&id) else { return Value::Null };
        let mut json = self.one_message_json(known, &shown.message);
        json["ephemeral_message_id"] = json!(id);
        json["receiver_user"] = self.user_json(shown.receiver);
        json
    }
}

/// What this person alone sees in the chat, oldest first.
pub fn seen_alone(world: &World, chat: &Chat, person: i64) -> Vec<SeenMessage> {
    let theirs = chat.ephemeral.iter().filter(|(_, shown)| shown.receiver == person);
    theirs
        .map(|(id, shown)| SeenMessage {
            id: *id,
            only_for: Some(person),
            replaces: shown.replaces,
            ..SeenMessage::of(world, &shown.message)
        })
        .collect()
}
