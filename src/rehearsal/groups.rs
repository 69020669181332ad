//! A group, as tests handle it.

use std::sync::Arc;

use crate::zones::Zone;
use serde_json::json;

use super::chat::{Membership, Topic};
use super::journal::{Seen, transcript};
use super::people::Person;
use super::seen::{self, SeenMessage};
use super::server::Shared;

/// A group. The handle stays good when the group becomes a supergroup.
#[derive(Debug, Clone)]
pub struct Group {
    shared: Arc<Shared>,
    first_id: i64,
}

impl Group {
    pub(super) fn new(shared: Arc<Shared>, first_id: i64) -> Self {
        Self { shared, first_id }
    }

    /// Its present chat id.
    pub fn id(&self) -> i64 {
        self.shared.look().current(self.first_id)
    }

    /// Adds the bot.
    pub fn add_bot(&self, by: &Person) {
        let chat = self.id();
        self.shared.change(|world| world.join(chat, world.bot, by.id()));
    }

    /// Removes the bot.
    pub fn remove_bot(&self, by: &Person) {
        let chat = self.id();
        self.shared.change(|world| world.leave(chat, world.bot, by.id()));
    }

    /// Makes the bot an administrator: it now hears everything.
    pub fn promote_bot(&self, by: &Person) {
        self.set_bot(Membership::Administrator, by);
    }

    /// Takes that back, and any muting.
    pub fn demote_bot(&self, by: &Person) {
        self.set_bot(Membership::Member, by);
    }

    /// The bot stays but may not write.
    pub fn mute_bot(&self, by: &Person) {
        self.set_bot(Membership::Muted, by);
    }

    fn set_bot(&self, to: Membership, by: &Person) {
        let chat = self.id();
        self.shared.change(|world| world.change_standing(chat, world.bot, to, by.id()));
    }

    /// Somebody comes in, brought by another (or by nobody: the same person twice).
    pub fn joins(&self, person: &Person, by: &Person) {
        let chat = self.id();
        self.shared.change(|world| world.join(chat, person.id(), by.id()));
    }

    /// Somebody leaves.
    pub fn leaves(&self, person: &Person) {
        let chat = self.id();
        self.shared.change(|world| world.leave(chat, person.id(), person.id()));
    }

    /// Becomes a supergroup; returns the new id.
    pub fn upgrade(&self) -> i64 {
        let chat = self.id();
        self.shared.change(|world| world.upgrade(chat))
    }

    /// Is deleted by its owner.
    pub fn delete(&self) {
        let chat = self.id();
        self.shared.change(|world| {
            if let Some(known) = world.chats.get_mut(&chat) {
                known.deleted = true;
            }
        });
    }

    /// Gets another title.
    pub fn rename(&self, title: &str, by: &Person) {
        let chat = self.id();
        self.shared.change(|world| {
            if let Some(known) = world.chats.get_mut(&chat) {
                title.clone_into(&mut known.title);
            }
            let words = format!("{} names the group \u{201c}{title}\u{201d}", world.name(by.id()));
            world.post_service(chat, by.id(), json!({"new_chat_title": title}), words);
        });
    }

    /// Opens a topic in a forum; returns its id, which is that of the message that opened it.
    pub fn topic(&self, name: &str, by: &Person) -> i64 {
        let chat = self.id();
        self.shared.change(|world| {
            let content = json!({"forum_topic_created": {"name": name, "icon_color": 7_322_096}});
            let id = world.post_service(chat, by.id(), content, format!("Topic \u{201c}{name}\u{201d} is opened"));
            if let Some(known) = world.chats.get_mut(&chat) {
                known.topics.insert(id, Topic { name: name.to_owned(), closed: false });
            }
            id
        })
    }

    /// Closes or reopens a topic.
    pub fn close_topic(&self, topic: i64, closed: bool) {
        let chat = self.id();
        self.shared.change(|world| {
            let Some(known) = world.chats.get_mut(&chat).and_then(|chat| chat.topics.get_mut(&topic)) else { return };
            known.closed = closed;
            let words =
                format!("Topic \u{201c}{}\u{201d} is {}", known.name, if closed { "closed" } else { "reopened" });
            world.note(chat, Seen::Service(words));
        });
    }

    /// Removes a topic with all that was said in it.
    pub fn delete_topic(&self, topic: i64) {
        let chat = self.id();
        self.shared.change(|world| {
            if let Some(known) = world.chats.get_mut(&chat) {
                known.topics.remove(&topic);
                known.messages.retain(|_, message| message.thread != Some(topic));
            }
        });
    }

    /// Somebody deletes a message; the bot is not told.
    pub fn loses(&self, message_id: i64) {
        let chat = self.id();
        self.shared.change(|world| world.chats.get_mut(&chat).and_then(|chat| chat.messages.remove(&message_id)));
    }

    /// Its title.
    pub fn title(&self) -> String {
        let chat = self.id();
        self.shared.look().chats.get(&chat).map(|known| known.title.clone()).unwrap_or_default()
    }

    /// Whether this account, a person or the bot, is in it.
    pub fn has(&self, account: i64) -> bool {
        let chat = self.id();
        self.shared.look().chats.get(&chat).is_some_and(|known| known.standing(account).is_inside())
    }

    /// The message that is pinned.
    pub fn pinned(&self) -> Option<i64> {
        let chat = self.id();
        self.shared.look().chats.get(&chat)?.pinned
    }

    /// Its topics, the id and the name of each; none where it is no forum.
    pub fn topics(&self) -> Vec<(i64, String)> {
        let chat = self.id();
        let world = self.shared.look();
        let topics = world.chats.get(&chat).map(|known| known.topics.iter());
        topics.into_iter().flatten().map(|(id, topic)| (*id, topic.name.clone())).collect()
    }

    /// Its messages, oldest first.
    pub fn messages(&self) -> Vec<SeenMessage> {
        let chat = self.id();
        seen::messages(&self.shared.look(), chat)
    }

    /// What was said before it became a supergroup. Apps show it above the rest; its messages have numbers of their own.
    pub fn messages_before(&self) -> Vec<SeenMessage> {
        let world = self.shared.look();
        if world.current(self.first_id) == self.first_id { Vec::new() } else { seen::messages(&world, self.first_id) }
    }

    /// The message with this id.
    pub fn message(&self, id: i64) -> Option<SeenMessage> {
        self.messages().into_iter().find(|message| message.id == id)
    }

    /// What the bot said, oldest first.
    pub fn from_bot(&self) -> Vec<SeenMessage> {
        let mut messages = self.messages();
        messages.retain(|message| message.by_bot && !message.service);
        messages
    }

    /// The newest of what the bot said.
    pub fn last(&self) -> Option<SeenMessage> {
        self.from_bot().pop()
    }

    /// What people saw here, with local times.
    pub fn transcript(&self, zone: Zone) -> String {
        let (first, now) = (self.first_id, self.id());
        let world = self.shared.look();
        let here = world.journal.iter().filter(|entry| entry.chat == first || entry.chat == now);
        transcript(here, zone, |_| None)
    }
}
