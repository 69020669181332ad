//! A person with a phone, as tests let them act.

mod alone;
mod sending;

use std::sync::Arc;

use crate::zones::Zone;
use serde_json::{Map, Value, json};

use super::chat::Contact;
use super::ephemeral::Tapped;
use super::groups::Group;
use super::journal::{Seen, transcript};
use super::params::Upload;
use super::seen::{self, SeenMessage};
use super::server::Shared;
use super::speech::{Speech, text_content, voice_content};
use super::world::{AnswerShown, NewMessage, World};

/// Somebody who talks, taps, comes and goes.
#[derive(Debug, Clone)]
pub struct Person {
    shared: Arc<Shared>,
    id: i64,
    voice: SpokenFor,
}

/// In whose name somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpokenFor {
    Own,
    /// A group (an anonymous administrator) or a linked channel.
    Chat(i64),
}

/// A tap on a button.
#[derive(Debug, Clone)]
pub struct Tap {
    shared: Arc<Shared>,
    /// The id of the callback query.
    pub query_id: String,
}

impl Tap {
    /// What was shown to the one who tapped, if anything was.
    pub fn shown(&self) -> Option<AnswerShown> {
        self.shared.look().taps.get(&self.query_id)?.answer.clone()
    }

    /// The link that the answer opened on the phone of the one who tapped, if it was one; see [`Person::follows`].
    pub fn opens(&self) -> Option<String> {
        self.shared.look().taps.get(&self.query_id)?.opens.clone()
    }

    /// Whether the bot answered at all: until then the button shows a small clock.
    pub fn is_answered(&self) -> bool {
        self.shared.look().taps.get(&self.query_id).is_some_and(|tap| tap.answered)
    }
}

impl Person {
    pub(super) fn new(shared: Arc<Shared>, id: i64, voice: SpokenFor) -> Self {
        Self { shared, id, voice }
    }

    /// The user id, and the id of the private chat.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The name.
    pub fn name(&self) -> String {
        self.shared.look().name(self.id)
    }

    /// Sets the language of this person's app.
    pub fn speaks(&self, language: &str) {
        self.change_account(|account| account.language = Some(language.to_owned()));
    }

    /// Goes by another name from now on.
    pub fn is_called(&self, name: &str) {
        self.change_account(|account| name.clone_into(&mut account.first_name));
        self.shared.change(|world| world.chats.get_mut(&self.id).map(|chat| name.clone_into(&mut chat.title)));
    }

    fn change_account(&self, with: impl FnOnce(&mut super::chat::Account)) {
        self.shared.change(|world| world.accounts.get_mut(&self.id).map(with));
    }

    // In a group.

    /// Says something; returns the message's id.
    pub fn says(&self, group: &Group, text: &str) -> i64 {
        self.post(group.id(), text_content(text), None, None)
    }

    /// Says something in a topic.
    pub fn says_in(&self, group: &Group, topic: i64, text: &str) -> i64 {
        self.post(group.id(), text_content(text), Some(topic), None)
    }

    /// Forwards into the group what somebody said elsewhere.
    pub fn forwards(&self, group: &Group, text: &str) -> i64 {
        let mut content = text_content(text);
        let origin = json!({"type": "hidden_user", "sender_user_name": "Somebody", "date": 1});
        content.insert("forward_origin".to_owned(), origin);
        self.post(group.id(), content, None, None)
    }

    /// Replies to a message.
    pub fn replies(&self, group: &Group, message_id: i64, text: &str) -> i64 {
        self.post(group.id(), text_content(text), None, Some(message_id))
    }

    /// Sends a voice message, perhaps as a reply.
    pub fn sends_voice(&self, group: &Group, reply_to: Option<i64>) -> i64 {
        self.post(group.id(), voice_content(), None, reply_to)
    }

    /// Sends a voice message in a topic.
    pub fn sends_voice_in(&self, group: &Group, topic: i64) -> i64 {
        self.post(group.id(), voice_content(), Some(topic), None)
    }

    /// Sends a file, perhaps in a topic, perhaps as a reply.
    pub fn sends_file(&self, group: &Group, file: Upload, topic: Option<i64>, reply_to: Option<i64>) -> i64 {
        let mut speech = Speech::file(file, "");
        (speech.topic, speech.reply_to) = (topic, reply_to);
        self.sends(group, speech)
    }

    // In private.

    /// Opens the private chat by "/start", perhaps from a link with a payload.
    pub fn starts(&self, payload: &str) -> i64 {
        self.says_privately(format!("/start {payload}").trim_end())
    }

    /// Goes where the answer to a tap leads: the private chat opens, and "/start" with the payload is sent. Apps show
    /// a button for that where the chat is new, and send it by themselves where it is not. Returns the message's id.
    ///
    /// # Panics
    ///
    /// When the answer opened no link: the test has failed.
    #[track_caller]
    pub fn follows(&self, tap: &Tap) -> i64 {
        let link = tap.opens();
        let payload = link.as_deref().and_then(|link| link.split_once("?start=")).map(|(_, payload)| payload);
        let Some(payload) = payload else { panic!("the answer to this tap of {} opens no link", self.name()) };
        self.starts(payload)
    }

    /// Says something to the bot alone.
    pub fn says_privately(&self, text: &str) -> i64 {
        self.post(self.id, text_content(text), None, None)
    }

    /// Replies to a message in the private chat.
    pub fn replies_privately(&self, message_id: i64, text: &str) -> i64 {
        self.post(self.id, text_content(text), None, Some(message_id))
    }

    /// Sends a voice message to the bot alone.
    pub fn sends_voice_privately(&self, reply_to: Option<i64>) -> i64 {
        self.post(self.id, voice_content(), None, reply_to)
    }

    /// Sends a file to the bot alone.
    pub fn sends_file_privately(&self, name: &str, bytes: &[u8], caption: &str) -> i64 {
        self.sends_privately(Speech::file(Upload { name: name.to_owned(), bytes: bytes.to_vec() }, caption))
    }

    /// Replies to a message in the private chat with a file.
    pub fn replies_with_file_privately(&self, message_id: i64, file: Upload) -> i64 {
        self.sends_privately(Speech::file(file, "").replying_to(message_id))
    }

    /// Blocks the bot.
    pub fn blocks_bot(&self) {
        self.shared.change(|world| world.set_door(self.id, Contact::Blocked));
    }

    /// Takes that back.
    pub fn unblocks_bot(&self) {
        self.shared.change(|world| world.set_door(self.id, Contact::Open));
    }

    /// Whether that is so now.
    pub fn has_blocked_bot(&self) -> bool {
        self.shared.look().chats.get(&self.id).is_some_and(|chat| chat.door == Contact::Blocked)
    }

    /// The account is deleted; the bot learns of it only when it writes.
    pub fn is_gone(&self) {
        self.shared.change(|world| world.chats.get_mut(&self.id).map(|chat| chat.door = Contact::Deactivated));
    }

    /// The private chat with the bot, oldest first.
    pub fn private_messages(&self) -> Vec<SeenMessage> {
        seen::messages(&self.shared.look(), self.id)
    }

    /// The message that is pinned in the private chat.
    pub fn private_pinned(&self) -> Option<i64> {
        self.shared.look().chats.get(&self.id)?.pinned
    }

    /// The newest of what the bot said in private.
    pub fn last_private(&self) -> Option<SeenMessage> {
        self.private_messages().into_iter().rfind(|message| message.by_bot)
    }

    /// The private chat to read, with local times.
    pub fn private_transcript(&self, zone: Zone) -> String {
        let world = self.shared.look();
        transcript(world.journal.iter().filter(|entry| entry.chat == self.id), zone, |_| None)
    }

    // Taps.

    /// Taps the newest button in the group that has this label or contains it. On a greyed one that does nothing.
    ///
    /// # Panics
    ///
    /// When there is none: the test has failed.
    #[track_caller]
    pub fn presses(&self, group: &Group, label: &str) -> Tap {
        self.press(group.id(), None, label)
    }

    /// Taps a button below a certain message.
    ///
    /// # Panics
    ///
    /// When there is no such button: the test has failed.
    #[track_caller]
    pub fn presses_on(&self, group: &Group, message_id: i64, label: &str) -> Tap {
        self.press(group.id(), Some(message_id), label)
    }

    /// Taps the newest button in the private chat that has this label or contains it.
    ///
    /// # Panics
    ///
    /// When there is none: the test has failed.
    #[track_caller]
    pub fn presses_privately(&self, label: &str) -> Tap {
        self.press(self.id, None, label)
    }

    /// Sends a tap with any data, as an old or forged button would.
    pub fn presses_data(&self, chat: i64, message_id: i64, data: &str) -> Tap {
        self.tap(chat, Tapped::Ordinary(message_id), data, data)
    }

    /// Sends a tap with this data from a button of this label.
    pub fn presses_named(&self, chat: i64, message_id: i64, data: &str, label: &str) -> Tap {
        self.tap(chat, Tapped::Ordinary(message_id), data, label)
    }

    #[track_caller]
    fn press(&self, chat: i64, message_id: Option<i64>, label: &str) -> Tap {
        let messages = seen::messages(&self.shared.look(), chat);
        let mut with_buttons = messages.iter().rev().filter(|message| {
            message.by_bot && !message.buttons.is_empty() && message_id.is_none_or(|id| id == message.id)
        });
        let found = with_buttons.clone().find_map(|message| {
            let button = message.button(label)?;
            if button.disabled {
                return Some((message.id, None, button.label.clone()));
            }
            Some((message.id, Some(button.data.clone()?), button.label.clone()))
        });
        let Some((message_id, data, label)) = found else {
            let newest = with_buttons.next().map(SeenMessage::labels);
            panic!("{} finds no button \u{201c}{label}\u{201d}; the newest buttons are {newest:?}", self.name())
        };
        match data {
            Some(data) => self.tap(chat, Tapped::Ordinary(message_id), &data, &label),
            // A greyed button: the bot hears nothing, and the tap is never answered.
            None => Tap { shared: Arc::clone(&self.shared), query_id: String::new() },
        }
    }

    fn tap(&self, chat: i64, on: Tapped, data: &str, label: &str) -> Tap {
        let query_id = self.shared.change(|world| {
            let query_id = world.add_tap(self.id, chat, on);
            let who = world.name(self.id);
            world.note(chat, Seen::Tapped { who, label: label.to_owned() });
            let instance = world.chats.get(&chat).map(|chat| chat.instance).unwrap_or_default();
            let mut query = json!({
                "id": query_id,
                "from": world.user_json(self.id),
                "chat_instance": instance.to_string(),
                "data": data,
            });
            let (message, message_id) = match on {
                Tapped::Ordinary(id) => (world.message_json(chat, id), id),
                Tapped::Ephemeral(id) => (world.ephemeral_json(chat, id), 0),
            };
            query["message"] = match message {
                // Of a message that is gone only the number is left.
                Value::Null => json!({"chat": world.chat_json(chat), "message_id": message_id, "date": 0}),
                message => message,
            };
            world.updates.push("callback_query", &query);
            query_id
        });
        Tap { shared: Arc::clone(&self.shared), query_id }
    }

    // Used by several of these.

    fn post(&self, chat: i64, content: Map<String, Value>, thread: Option<i64>, reply_to: Option<i64>) -> i64 {
        let draft = NewMessage { thread, content, reply_to, ..NewMessage::default() };
        self.shared.change(|world| self.post_as(world, chat, draft))
    }

    /// The chat in whose name this person speaks, if it is not their own.
    fn speaks_as(&self, world: &World) -> Option<i64> {
        match self.voice {
            SpokenFor::Own => None,
            SpokenFor::Chat(chat) => Some(world.current(chat)),
        }
    }
}

/// A reply stays in the topic of what it replies to.
fn topic_of(world: &World, chat: i64, message: i64) -> Option<i64> {
    world.chats.get(&chat).filter(|chat| chat.is_forum())?.messages.get(&message)?.thread
}
