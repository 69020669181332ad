//! What the bot hears of what people say, with privacy mode on.

use serde_json::{Value, json};

use super::chat::{ChatKind, Membership};
use super::world::World;
use crate::html::utf16_len;

/// The entities that Telegram finds by itself: commands and mentions.
pub fn entities(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut previous = None;
    for (at, c) in text.char_indices() {
        let free = previous.is_none_or(|p: char| !p.is_alphanumeric() && p != '/' && p != '@' && p != '_');
        previous = Some(c);
        let (kind, end) = match c {
            '/' if free => {
                let name = word_len(&text[at + 1..]);
                let mut end = at + 1 + name;
                if text[end..].starts_with('@') {
                    let bot = word_len(&text[end + 1..]);
                    if bot > 0 {
                        end += 1 + bot;
                    }
                }
                if name == 0 || name > 32 {
                    continue;
                }
                ("bot_command", end)
            }
            '@' if free => {
                let name = word_len(&text[at + 1..]);
                if name < 3 {
                    continue;
                }
                ("mention", at + 1 + name)
            }
            _ => continue,
        };
        let (offset, length) = (utf16_len(&text[..at]), utf16_len(&text[at..end]));
        // The name of the bot in a command is no mention of its own: the "@" follows a letter.
        entities.push(json!({"type": kind, "offset": offset, "length": length}));
    }
    entities
}

fn word_len(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Whether the text, as in "/card" or "/card@bot", is a command that this bot gets to hear.
fn is_command_for(text: &str, username: &str) -> bool {
    let Some(rest) = text.strip_prefix('/') else { return false };
    let name = word_len(rest);
    if name == 0 {
        return false;
    }
    match rest[name..].strip_prefix('@') {
        Some(bot) => bot[..word_len(bot)].eq_ignore_ascii_case(username),
        None => true,
    }
}

impl World {
    /// Gives the bot an update about a person's message, if it gets to hear it.
    pub fn tell_bot(&mut self, chat: i64, id: i64, kind: &str) {
        if self.hears(chat, id) {
            let json = self.message_json(chat, id);
            self.updates.push(kind, &json);
        }
    }

    fn hears(&self, chat_id: i64, id: i64) -> bool {
        let Some(chat) = self.chats.get(&chat_id) else { return false };
        let Some(message) = chat.messages.get(&id) else { return false };
        if chat.kind == ChatKind::Private {
            return true;
        }
        let standing = chat.standing(self.bot);
        // A bot never hears another bot; the one that speaks for unnamed administrators is none.
        let from_bot = self.accounts.get(&message.from).is_some_and(|account| account.is_bot);
        if !standing.is_inside() || (from_bot && message.sender_chat.is_none()) {
            return false;
        }
        let username = self.bot_username();
        let to_bot = message
            .reply_to
            .and_then(|id| chat.messages.get(&id))
            .is_some_and(|replied| replied.from == self.bot && !replied.service);
        let mentioned = message.text().to_ascii_lowercase().contains(&format!("@{}", username.to_ascii_lowercase()));
        standing == Membership::Administrator || to_bot || mentioned || is_command_for(message.text(), username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_mentions_are_found() {
        assert_eq!(
            entities("💛 /card@nearer_bot and/or @ana_b"),
            [
                json!({"type": "bot_command", "offset": 3, "length": 16}),
                json!({"type": "mention", "offset": 27, "length": 6}),
            ]
        );
        assert_eq!(entities("1/2 a@b.c /"), [Value::Null; 0]);
    }

    #[test]
    fn a_command_to_another_bot_is_not_ours() {
        assert!(is_command_for("/card", "nearer_bot"));
        assert!(is_command_for("/card@Nearer_Bot now", "nearer_bot"));
        assert!(!is_command_for("/card@other_bot", "nearer_bot"));
        assert!(!is_command_for("see /card", "nearer_bot"));
    }
}
