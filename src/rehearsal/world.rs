//! All that the simulated Telegram knows: who there is, what was said, and what waits for the bot.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use rand::Rng;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::clock::Clock;

use super::calls::{CallEffect, CallLog};
use super::chat::{Account, Chat, ChatKind, ChatMessage, Membership};
use super::ephemeral::Tapped;
use super::faults::Faults;
use super::journal::{JournalEntry, Seen};
use super::limits::Limits;
use super::notices::Notice;
use super::params::Upload;
use super::seen::{SeenButton, buttons};
use super::updates::Updates;
use super::webhook::Webhooks;

/// Speaks for an administrator who wants to stay unnamed.
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
/// Forwards a channel's posts into its discussion group.
pub const TELEGRAM_ITSELF: i64 = 777_000;

/// Messages kept in a chat when nothing is logged.
const KEPT_WITHOUT_LOGGING: usize = 100;

/// What a test may turn off.
// Each of the flags is a switch of its own, not a state.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Copy)]
pub struct WorldSettings {
    /// Requests are checked against the description of the Bot API.
    pub checking: bool,
    /// Calls and what people see are kept.
    pub logging: bool,
    /// Every connection is cut.
    pub down: bool,
    /// Messages for one person of a group can be sent.
    pub ephemeral: bool,
    /// How long a tap can be answered, in seconds.
    pub tap_lifetime: i64,
}

/// A tap that the bot may answer.
#[derive(Debug, Clone)]
pub struct TapState {
    pub person: i64,
    pub chat: i64,
    pub on: Tapped,
    pub at: i64,
    pub answer: Option<AnswerShown>,
    /// The link that the app opens.
    pub opens: Option<String>,
    pub answered: bool,
}

/// What the one who tapped was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerShown {
    /// The text.
    pub text: String,
    /// Whether it stayed until it was put away, or passed by.
    pub alert: bool,
}

/// A message that is about to be posted.
// Each of the flags is a plain fact of its own, not a state.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Default)]
pub struct NewMessage {
    pub from: i64,
    pub sender_chat: Option<i64>,
    pub thread: Option<i64>,
    pub content: Map<String, Value>,
    pub html: Option<String>,
    pub markup: Option<Value>,
    pub reply_to: Option<i64>,
    pub forwarded: bool,
    /// Apps neither forward nor save it, and a bot cannot copy it.
    pub protected: bool,
    /// It makes no sound where it arrives.
    pub silent: bool,
    pub service: bool,
}

/// The state behind the server.
#[derive(Debug)]
pub struct World {
    pub clock: Clock,
    pub bot: i64,
    pub accounts: HashMap<i64, Account>,
    pub chats: HashMap<i64, Chat>,
    pub updates: Updates,
    /// Counts calls of `getUpdates`: the newest ends the others.
    pub polls: u64,
    /// Calls that have been held back by a fault.
    pub held: u64,
    pub taps: HashMap<String, TapState>,
    /// What the bot said about itself, by the method's noun, scope and language.
    pub profile: BTreeMap<String, Value>,
    pub webhooks: Webhooks,
    pub files: HashMap<String, Upload>,
    pub faults: Faults,
    pub limits: Limits,
    pub calls: CallLog,
    /// Who is told of each call that takes effect.
    pub listener: Option<UnboundedSender<CallEffect>>,
    pub violations: Vec<String>,
    pub journal: Vec<JournalEntry>,
    pub notices: Vec<Notice>,
    pub settings: WorldSettings,
    /// One counter for private chats and basic groups, as Telegram has it.
    last_common_message: i64,
    last_account: i64,
    last_group: i64,
    last_tap: u64,
    last_album: u64,
}

fn has_buttons(markup: &Value) -> bool {
    markup.get("inline_keyboard").and_then(Value::as_array).is_some_and(|rows| !rows.is_empty())
}

/// What happened to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is there now.
    New,
    /// Its words were edited.
    Words,
    /// Only what stands below it was.
    Buttons,
}

impl World {
    /// An empty world with a bot in it.
    pub fn new(clock: Clock, bot: Account) -> Self {
        let mut world = Self {
            clock,
            bot: bot.id,
            accounts: HashMap::new(),
            chats: HashMap::new(),
            updates: Updates::starting_at(rand::rng().random_range(100_000_000..900_000_000)),
            polls: 0,
            held: 0,
            taps: HashMap::new(),
            profile: BTreeMap::new(),
            webhooks: Webhooks::default(),
            files: HashMap::new(),
            faults: Faults::default(),
            limits: Limits::default(),
            calls: CallLog::default(),
            listener: None,
            violations: Vec::new(),
            journal: Vec::new(),
            notices: Vec::new(),
            settings: WorldSettings { checking: true, logging: true, down: false, ephemeral: true, tap_lifetime: 60 },
            last_common_message: 0,
            last_account: 1_000_000,
            last_group: 4_000_000,
            last_tap: 0,
            last_album: 0,
        };
        for (id, name, username) in
            [(ANONYMOUS_ADMIN, "Group", "GroupAnonymousBot"), (TELEGRAM_ITSELF, "Telegram", "telegram")]
        {
            let is_bot = id == ANONYMOUS_ADMIN;
            let account = Account {
                id,
                is_bot,
                first_name: name.to_owned(),
                username: Some(username.to_owned()),
                language: None,
            };
            world.accounts.insert(id, account);
        }
        world.accounts.insert(bot.id, bot);
        world
    }

    /// Now, by the simulation's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new account.
    pub fn add_account(&mut self, name: &str, is_bot: bool) -> i64 {
        self.last_account += 1;
        let id = self.last_account;
        let mut username: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        username.make_ascii_lowercase();
        let username =
            if username.is_empty() { None } else { Some(format!("{username}{}", if is_bot { "_bot" } else { "" })) };
        let language = (!is_bot).then(|| "en".to_owned());
        self.accounts.insert(id, Account { id, is_bot, first_name: name.to_owned(), username, language });
        self.chats.insert(id, Chat::new(id, ChatKind::Private, name));
        id
    }

    /// A new group or channel.
    pub fn add_chat(&mut self, kind: ChatKind, title: &str, members: &[i64]) -> i64 {
        self.last_group += 1;
        let id = if kind == ChatKind::Basic { -self.last_group } else { -1_000_000_000_000 - self.last_group };
        let mut chat = Chat::new(id, kind, title);
        for (i, member) in members.iter().enumerate() {
            chat.members.insert(*member, if i == 0 { Membership::Creator } else { Membership::Member });
        }
        self.chats.insert(id, chat);
        id
    }

    /// The id that a chat has now: a basic group changes it when it becomes a supergroup.
    pub fn current(&self, chat: i64) -> i64 {
        self.chats.get(&chat).and_then(|known| known.migrated_to).unwrap_or(chat)
    }

    /// A person's or bot's name.
    pub fn name(&self, account: i64) -> String {
        self.accounts.get(&account).map(|account| account.first_name.clone()).unwrap_or_default()
    }

    /// The bot's username.
    pub fn bot_username(&self) -> &str {
        self.accounts.get(&self.bot).and_then(|bot| bot.username.as_deref()).unwrap_or_default()
    }

    /// The Bot API's `User`.
    pub fn user_json(&self, account: i64) -> Value {
        self.accounts.get(&account).map(Account::json).unwrap_or_default()
    }

    /// The Bot API's `Chat`.
    pub fn chat_json(&self, chat: i64) -> Value {
        self.chats.get(&chat).map(|known| known.json(self.accounts.get(&chat))).unwrap_or_default()
    }

    /// Puts a message into a chat; returns its id.
    pub fn post(&mut self, chat_id: i64, draft: NewMessage) -> i64 {
        let now = self.now().timestamp();
        let Some(chat) = self.chats.get_mut(&chat_id) else { return 0 };
        let id = if matches!(chat.kind, ChatKind::Private | ChatKind::Basic) {
            self.last_common_message += 1;
            self.last_common_message
        } else {
            chat.last_message += 1;
            chat.last_message
        };
        chat.last_message = id;
        let in_topic = chat.is_forum() && draft.thread.is_some();
        // Without topics a supergroup still numbers its threads of replies, which look like topics and are none.
        let thread = draft.thread.or_else(|| {
            let replied = chat.messages.get(&draft.reply_to?).filter(|_| chat.is_supergroup() && !chat.is_forum())?;
            Some(replied.thread.unwrap_or(replied.id))
        });
        let message = ChatMessage {
            id,
            thread,
            in_topic,
            from: draft.from,
            sender_chat: draft.sender_chat,
            date: now,
            edited: None,
            content: draft.content,
            html: draft.html,
            markup: draft.markup,
            reply_to: draft.reply_to,
            forwarded: draft.forwarded,
            protected: draft.protected,
            silent: draft.silent,
            service: draft.service,
        };
        chat.messages.insert(id, message);
        // Where nothing is logged, nobody looks at old messages.
        while !self.settings.logging && chat.messages.len() > KEPT_WITHOUT_LOGGING {
            chat.messages.pop_first();
        }
        if !draft.service {
            self.note_message(chat_id, id, Change::New);
        }
        id
    }

    /// Posts a service message and tells the bot of it if it is there.
    pub fn post_service(&mut self, chat: i64, by: i64, content: Value, words: String) -> i64 {
        let content = match content {
            Value::Object(content) => content,
            _ => Map::new(),
        };
        let id = self.post(chat, NewMessage { from: by, content, service: true, ..NewMessage::default() });
        self.note(chat, Seen::Service(words));
        let inside = self.chats.get(&chat).is_some_and(|known| known.standing(self.bot).is_inside());
        if inside {
            let json = self.message_json(chat, id);
            self.updates.push("message", &json);
        }
        id
    }

    /// The Bot API's `Message`, with the message that it replies to.
    pub fn message_json(&self, chat: i64, id: i64) -> Value {
        let Some(known) = self.chats.get(&chat) else { return Value::Null };
        let Some(message) = known.messages.get(&id) else { return Value::Null };
        let mut json = self.one_message_json(known, message);
        // In a topic what replies to nothing replies to the message that opened the topic, which a bot
        // may take for a reply.
        let replied = message.reply_to.or(message.thread.filter(|_| message.in_topic));
        if let Some(replied) = replied.and_then(|id| known.messages.get(&id)) {
            json["reply_to_message"] = self.one_message_json(known, replied);
        }
        json
    }

    /// The same without the message that it replies to.
    pub fn one_message_json(&self, chat: &Chat, message: &ChatMessage) -> Value {
        let mut json = Map::with_capacity(10);
        json.insert("message_id".into(), json!(message.id));
        json.insert("from".into(), self.user_json(message.from));
        json.insert("chat".into(), chat.json(self.accounts.get(&chat.id)));
        json.insert("date".into(), json!(message.date));
        if let Some(sender) = message.sender_chat {
            json.insert("sender_chat".into(), self.chat_json(sender));
            if message.from == TELEGRAM_ITSELF {
                json.insert("is_automatic_forward".into(), json!(true));
            }
        }
        if let Some(thread) = message.thread {
            json.insert("message_thread_id".into(), json!(thread));
            if message.in_topic {
                json.insert("is_topic_message".into(), json!(true));
            }
        }
        if let Some(edited) = message.edited {
            json.insert("edit_date".into(), json!(edited));
        }
        if message.protected {
            json.insert("has_protected_content".into(), json!(true));
        }
        for (key, value) in &message.content {
            json.insert(key.clone(), value.clone());
        }
        // Only buttons come back; a request to reply does not.
        if let Some(markup) = message.markup.as_ref().filter(|markup| has_buttons(markup)) {
            json.insert("reply_markup".into(), markup.clone());
        }
        Value::Object(json)
    }

    /// Adds to what people saw.
    pub fn note(&mut self, chat: i64, event: Seen) {
        if self.settings.logging {
            self.journal.push(JournalEntry { chat, at: self.now(), event });
        }
    }

    /// Adds a message, new or edited, to what people saw.
    pub fn note_message(&mut self, chat: i64, id: i64, change: Change) {
        if !self.settings.logging {
            return;
        }
        let Some(message) = self.chats.get(&chat).and_then(|known| known.messages.get(&id)) else { return };
        let who = match message.sender_chat {
            Some(sender) => self.chats.get(&sender).map(|chat| chat.title.clone()).unwrap_or_default(),
            None => self.name(message.from),
        };
        let label = |button: SeenButton| button.label;
        let buttons = buttons(message).into_iter().map(|row| row.into_iter().map(label).collect()).collect();
        if change == Change::Buttons {
            self.note(chat, Seen::Rebuttoned { buttons });
            return;
        }
        let kind = ["voice", "video_note", "sticker", "document", "photo"]
            .iter()
            .find(|kind| message.content.contains_key(**kind));
        let kind = kind.map(|kind| format!("({kind}) ")).unwrap_or_default();
        let text = format!("{kind}{}", message.text()).trim_end().to_owned();
        self.notice(chat, id, change, &text);
        self.note(chat, Seen::Said { who, edits: change == Change::Words, text, buttons });
    }

    /// A new tap, to be answered within its lifetime; returns its id.
    pub fn add_tap(&mut self, person: i64, chat: i64, on: Tapped) -> String {
        self.last_tap += 1;
        let id = format!("{}", 4_000_000_000_000_000_000 + self.last_tap);
        let at = self.now().timestamp();
        self.taps.insert(id.clone(), TapState { person, chat, on, at, answer: None, opens: None, answered: false });
        id
    }

    /// The `media_group_id` of a new album.
    pub fn new_album(&mut self) -> String {
        self.last_album += 1;
        format!("{}", 14_000_000_000_000_000_u64 + self.last_album)
    }

    /// Keeps a file; returns the id by which a message names it.
    pub fn keep_file(&mut self, upload: Upload) -> String {
        let id = format!("file-{}", self.files.len() + 1);
        self.files.insert(id.clone(), upload);
        id
    }
}
