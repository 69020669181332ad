//! Accounts, chats and messages, as Telegram keeps them.

use std::collections::BTreeMap;

use super::ephemeral::EphemeralMessage;
use serde_json::{Map, Value, json};

/// A person or a bot.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: i64,
    pub is_bot: bool,
    pub first_name: String,
    pub username: Option<String>,
    pub language: Option<String>,
}

impl Account {
    /// The Bot API's `User`.
    pub fn json(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name});
        if let Some(username) = &self.username {
            user["username"] = json!(username);
        }
        if let Some(language) = &self.language {
            user["language_code"] = json!(language);
        }
        user
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    Private,
    Basic,
    Supergroup { forum: bool },
    Channel,
}

/// Someone's place in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    Creator,
    Administrator,
    Member,
    /// A member that may not write.
    Muted,
    Left,
    Kicked,
}

impl Membership {
    /// As the Bot API calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Muted => "restricted",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }

    /// Whether that is inside the group.
    pub fn is_inside(self) -> bool {
        !matches!(self, Self::Left | Self::Kicked)
    }
}

/// Whether the bot may write to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// The person never wrote to the bot.
    NeverOpened,
    Open,
    Blocked,
    /// The account is gone.
    Deactivated,
}

#[derive(Debug, Clone)]
pub struct Topic {
    pub name: String,
    pub closed: bool,
}

/// A chat that the bot could know.
#[derive(Debug, Clone)]
pub struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub title: String,
    pub members: BTreeMap<i64, Membership>,
    pub door: Contact,
    pub topics: BTreeMap<i64, Topic>,
    pub messages: BTreeMap<i64, ChatMessage>,
    pub last_message: i64,
    /// What single people see, by ids of its own.
    pub ephemeral: BTreeMap<i64, EphemeralMessage>,
    pub last_ephemeral: i64,
    pub migrated_to: Option<i64>,
    pub deleted: bool,
    pub pinned: Option<i64>,
    /// Told apart in `callback_query`; a number of the chat's own.
    pub instance: i64,
}

impl Chat {
    pub fn new(id: i64, kind: ChatKind, title: &str) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            members: BTreeMap::new(),
            door: Contact::NeverOpened,
            topics: BTreeMap::new(),
            messages: BTreeMap::new(),
            last_message: 0,
            ephemeral: BTreeMap::new(),
            last_ephemeral: 0,
            migrated_to: None,
            deleted: false,
            pinned: None,
            instance: id.wrapping_mul(7_919),
        }
    }

    pub fn is_group(&self) -> bool {
        matches!(self.kind, ChatKind::Basic | ChatKind::Supergroup { .. })
    }

    pub fn is_forum(&self) -> bool {
        self.kind == ChatKind::Supergroup { forum: true }
    }

    pub fn is_supergroup(&self) -> bool {
        matches!(self.kind, ChatKind::Supergroup { .. })
    }

    pub fn standing(&self, account: i64) -> Membership {
        self.members.get(&account).copied().unwrap_or(Membership::Left)
    }

    /// The Bot API's `Chat`; a private one goes by the person's names.
    pub fn json(&self, person: Option<&Account>) -> Value {
        let mut chat = json!({"id": self.id});
        match self.kind {
            ChatKind::Private => {
                chat["type"] = json!("private");
                chat["first_name"] = json!(self.title);
                if let Some(username) = person.and_then(|person| person.username.as_ref()) {
                    chat["username"] = json!(username);
                }
                return chat;
            }
            ChatKind::Basic => {
                chat["type"] = json!("group");
                chat["all_members_are_administrators"] = json!(false);
            }
            ChatKind::Supergroup { forum } => {
                chat["type"] = json!("supergroup");
                if forum {
                    chat["is_forum"] = json!(true);
                }
            }
            ChatKind::Channel => chat["type"] = json!("channel"),
        }
        chat["title"] = json!(self.title);
        chat
    }
}

/// A message, by whomever.
// Each of the flags is a plain fact of its own, not a state.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone)]
pub struct ChatMessage {
    pub id: i64,
    /// The forum topic, or the thread of replies in a supergroup without topics.
    pub thread: Option<i64>,
    pub in_topic: bool,
    pub from: i64,
    /// A chat in whose name it is said (an anonymous admin, a linked channel).
    pub sender_chat: Option<i64>,
    pub date: i64,
    pub edited: Option<i64>,
    /// The fields that make it what it is: text and entities, a voice message, a service message.
    pub content: Map<String, Value>,
    /// The text as the bot wrote it.
    pub html: Option<String>,
    pub markup: Option<Value>,
    pub reply_to: Option<i64>,
    pub forwarded: bool,
    /// Apps neither forward nor save it, and a bot cannot copy it.
    pub protected: bool,
    /// It makes no sound where it arrives.
    pub silent: bool,
    /// A service message: it tells of an event and cannot be copied.
    pub service: bool,
}

impl ChatMessage {
    /// Whether somebody can copy or forward it.
    pub fn can_be_copied(&self) -> bool {
        !self.service && !self.protected
    }

    /// The text, or the caption of a picture or file.
    pub fn text(&self) -> &str {
        let field = |name: &str| self.content.get(name).and_then(Value::as_str);
        field("text").or_else(|| field("caption")).unwrap_or_default()
    }
}
