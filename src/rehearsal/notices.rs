//! What a phone tells of without being opened: what rings, what comes without a sound, and what changes unnoticed.

use chrono::{DateTime, Utc};

use super::world::{Change, World};

/// How a phone tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    /// A notification, with sound or buzzing as the person has set it.
    Rings,
    /// A notification that makes no sound: its sender wished so.
    Silent,
    /// No notification: Telegram tells nobody of an edit.
    Unnoticed,
}

/// Something that came, or changed, in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub chat: i64,
    /// Who said it; their phone tells them nothing.
    pub from: i64,
    /// Their name.
    pub name: String,
    pub at: DateTime<Utc>,
    /// The words as they stood at that moment.
    pub text: String,
    pub bell: Bell,
}

impl World {
    /// Notes what the phones in this chat tell of.
    pub fn notice(&mut self, chat: i64, id: i64, change: Change, text: &str) {
        let Some(message) = self.chats.get(&chat).and_then(|known| known.messages.get(&id)) else { return };
        let bell = match change {
            Change::New if message.silent => Bell::Silent,
            Change::New => Bell::Rings,
            Change::Words | Change::Buttons => Bell::Unnoticed,
        };
        let (from, name, at, text) = (message.from, self.name(message.from), self.now(), text.to_owned());
        self.notices.push(Notice { chat, from, name, at, text, bell });
    }

    /// What the phone of this person has told of in its private chat and in this group, oldest first.
    pub fn notices_on(&self, person: i64, group: i64) -> Vec<Notice> {
        let here = |chat: i64| chat == person || self.current(chat) == group;
        let on_it = |notice: &&Notice| here(notice.chat) && notice.from != person;
        self.notices.iter().filter(on_it).cloned().collect()
    }
}
