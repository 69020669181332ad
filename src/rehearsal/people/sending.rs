//! What a person sends beside plain words, and what becomes of it afterwards.

use serde_json::json;

use super::{Person, topic_of};
use crate::rehearsal::chat::Contact;
use crate::rehearsal::groups::Group;
use crate::rehearsal::params::Upload;
use crate::rehearsal::speech::Speech;
use crate::rehearsal::world::{Change, NewMessage, World};

impl Person {
    /// Sends anything to the group; returns the message's id.
    pub fn sends(&self, group: &Group, speech: Speech) -> i64 {
        self.send(group.id(), speech)
    }

    /// Sends anything to the bot alone; returns the message's id.
    pub fn sends_privately(&self, speech: Speech) -> i64 {
        self.send(self.id, speech)
    }

    /// Sends several pictures or files at once, perhaps as a reply. Each is a message and an update of its own, and
    /// the caption stands below the first; returns their ids.
    pub fn sends_album(&self, group: &Group, files: &[Upload], caption: &str, reply_to: Option<i64>) -> Vec<i64> {
        self.send_album(group.id(), files, caption, reply_to)
    }

    /// The same to the bot alone.
    pub fn sends_album_privately(&self, files: &[Upload], caption: &str, reply_to: Option<i64>) -> Vec<i64> {
        self.send_album(self.id, files, caption, reply_to)
    }

    /// Forwards into the group a message from another chat, by that chat's id. Nothing if it is not there or is
    /// protected: an app does not offer it then.
    pub fn forwards_message(&self, group: &Group, from_chat: i64, message_id: i64) -> Option<i64> {
        self.forward(group.id(), from_chat, message_id)
    }

    /// The same to the bot alone.
    pub fn forwards_message_privately(&self, from_chat: i64, message_id: i64) -> Option<i64> {
        self.forward(self.id, from_chat, message_id)
    }

    /// Deletes what this person said in the group; the bot is not told.
    pub fn deletes(&self, group: &Group, message_id: i64) {
        let chat = group.id();
        self.shared.change(|world| {
            let Some(known) = world.chats.get_mut(&chat) else { return };
            if known.messages.get(&message_id).is_some_and(|message| message.from == self.id) {
                known.messages.remove(&message_id);
            }
        });
    }

    /// Deletes a message in the private chat, whoever sent it; the bot is not told.
    pub fn deletes_privately(&self, message_id: i64) {
        self.shared.change(|world| world.chats.get_mut(&self.id).and_then(|chat| chat.messages.remove(&message_id)));
    }

    /// Changes what this person said in the group: the words, or the caption of a picture or file. The bot hears of
    /// it if it asked for edits.
    pub fn edits(&self, group: &Group, message_id: i64, text: &str) {
        self.edit(group.id(), message_id, text);
    }

    /// The same in private.
    pub fn edits_privately(&self, message_id: i64, text: &str) {
        self.edit(self.id, message_id, text);
    }

    pub(super) fn send(&self, chat: i64, speech: Speech) -> i64 {
        let (thread, reply_to, protected) = (speech.topic, speech.reply_to, speech.protected);
        self.shared.change(|world| {
            let content = speech.into_content(world);
            self.post_as(world, chat, NewMessage { thread, content, reply_to, protected, ..NewMessage::default() })
        })
    }

    fn send_album(&self, chat: i64, files: &[Upload], caption: &str, reply_to: Option<i64>) -> Vec<i64> {
        self.shared.change(|world| {
            let album = json!(world.new_album());
            let mut ids = Vec::with_capacity(files.len());
            for (i, file) in files.iter().enumerate() {
                let speech = Speech::file(file.clone(), if i == 0 { caption } else { "" });
                let mut content = speech.into_content(world);
                content.insert("media_group_id".to_owned(), album.clone());
                ids.push(self.post_as(world, chat, NewMessage { content, reply_to, ..NewMessage::default() }));
            }
            ids
        })
    }

    fn forward(&self, chat: i64, from_chat: i64, message_id: i64) -> Option<i64> {
        self.shared.change(|world| {
            let message = world.chats.get(&from_chat)?.messages.get(&message_id)?;
            let message = message.can_be_copied().then(|| message.clone())?;
            let mut content = message.content;
            content.remove("media_group_id");
            let origin = json!({"type": "user", "sender_user": world.user_json(message.from), "date": message.date});
            content.entry("forward_origin").or_insert(origin);
            let draft = NewMessage { content, html: message.html, forwarded: true, ..NewMessage::default() };
            Some(self.post_as(world, chat, draft))
        })
    }

    /// Posts this person's message and tells the bot of it, if it gets to hear it; returns its id.
    pub(super) fn post_as(&self, world: &mut World, chat: i64, draft: NewMessage) -> i64 {
        if chat == self.id {
            world.set_door(chat, Contact::Open);
        }
        let sender_chat = self.speaks_as(world);
        let thread = draft.thread.or_else(|| topic_of(world, chat, draft.reply_to?));
        let id = world.post(chat, NewMessage { from: self.id, sender_chat, thread, ..draft });
        world.tell_bot(chat, id, "message");
        id
    }

    fn edit(&self, chat: i64, id: i64, text: &str) {
        self.shared.change(|world| {
            let now = world.now().timestamp();
            let message = world.chats.get_mut(&chat).and_then(|chat| chat.messages.get_mut(&id));
            let Some(message) = message.filter(|message| message.from == self.id && !message.forwarded) else { return };
            // Of a picture, a file or a voice only the caption can be changed.
            if message.content.contains_key("text") {
                message.content.remove("entities");
                message.content.extend(super::text_content(text));
            } else {
                message.content.insert("caption".to_owned(), json!(text));
                message.content.remove("caption_entities");
            }
            message.edited = Some(now);
            world.note_message(chat, id, Change::Words);
            world.tell_bot(chat, id, "edited_message");
        });
    }
}
