//! What the page can do: what a person does on a phone, what happens to the world around, and the clock.

use std::time::Duration;

use crate::zones::Zone;
use serde::Deserialize;
use serde_json::{Value, json};

use super::turning::ClockTurn;
use super::worlds::Worlds;
use super::{Rehearsal, plays};
use crate::rehearsal::{Fault, Person, Tap, Upload};

/// So long a phone shows that a tap is under way; then it gives up, as Telegram's apps do.
const TAP_PATIENCE: Duration = Duration::from_secs(15);

/// The longest text that Telegram takes.
const TEXT_LIMIT: usize = 4_096;

/// The longest payload of a link to the bot.
const PAYLOAD_LIMIT: usize = 64;

/// One thing done on the page.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Deed {
    /// Somebody writes, perhaps as a reply, perhaps in a topic.
    Say {
        person: i64,
        chat: i64,
        text: String,
        reply_to: Option<i64>,
        thread: Option<i64>,
    },
    /// Somebody sends a voice message.
    Voice(UploadQuery),
    /// Somebody changes what they wrote.
    Edit {
        person: i64,
        chat: i64,
        message: i64,
        text: String,
    },
    /// Somebody deletes what they wrote.
    Delete {
        person: i64,
        chat: i64,
        message: i64,
    },
    /// Somebody taps a button.
    Tap {
        person: i64,
        chat: i64,
        message: i64,
        data: String,
        /// The message is one that this person alone sees.
        #[serde(default)]
        alone: bool,
    },
    /// Somebody opens the private chat from a link.
    Start {
        person: i64,
        payload: String,
    },
    /// A third person is brought into the group, or goes again.
    Invite,
    Leave {
        person: i64,
    },
    /// Somebody blocks the bot, or takes that back.
    Block {
        person: i64,
        on: bool,
    },
    /// The clock is turned.
    Turn {
        to: ClockTurn,
        zone: Zone,
    },
    /// Telegram cannot be reached, or can again.
    Down {
        on: bool,
    },
    /// Telegram asks for so many seconds of patience, once.
    TooMany {
        seconds: u32,
    },
    /// The next message takes effect, but its answer is lost on the way.
    LoseAnswer,
    /// The bot's process is killed.
    Kill,
    /// The bot is started on what it has stored.
    Wake,
    /// The group becomes a supergroup.
    Upgrade,
    /// An evening plays itself; one that goes on is stopped.
    Play {
        name: String,
    },
    Stop,
    /// The chat of a play is left for the audience's own.
    Back,
}

/// Where somebody sends something that is no text.
#[derive(Debug, Deserialize)]
pub struct UploadQuery {
    person: i64,
    chat: i64,
    reply_to: Option<i64>,
    thread: Option<i64>,
}

/// What is wrong with what the page asked for.
#[derive(Debug, thiserror::Error)]
pub enum DeedRefused {
    #[error("nobody here has the number {0}")]
    Nobody(i64),
    #[error("this chat is not on that phone")]
    NotTheirChat,
    #[error("a message has 1 to 4096 characters")]
    Length,
    #[error("a link carries at most 64 letters")]
    Payload,
    #[error("there is no such play")]
    NoSuchPlay,
    #[error("a fresh chat for the play could not be made: {0}")]
    NotSet(String),
}

impl Worlds {
    /// Does it; returns what the page is to know of it.
    pub async fn perform(&self, deed: Deed) -> Result<Value, DeedRefused> {
        let stage = self.current();
        match deed {
            Deed::Say { person, chat, text, reply_to, thread } => {
                let (person, place) = stage.place(person, chat)?;
                let text = fitting(&text)?;
                let id = match (place, reply_to, thread) {
                    (DeedPlace::Group, Some(id), _) => person.replies(&stage.group, id, text),
                    (DeedPlace::Group, None, Some(topic)) => person.says_in(&stage.group, topic, text),
                    (DeedPlace::Group, None, None) => person.says(&stage.group, text),
                    (DeedPlace::Private, Some(id), _) => person.replies_privately(id, text),
                    (DeedPlace::Private, None, _) => person.says_privately(text),
                };
                return Ok(json!({"message": id}));
            }
            Deed::Voice(UploadQuery { person, chat, reply_to, thread }) => {
                let (person, place) = stage.place(person, chat)?;
                match (place, thread) {
                    (DeedPlace::Group, Some(topic)) if reply_to.is_none() => person.sends_voice_in(&stage.group, topic),
                    (DeedPlace::Group, _) => person.sends_voice(&stage.group, reply_to),
                    (DeedPlace::Private, _) => person.sends_voice_privately(reply_to),
                };
            }
            Deed::Edit { person, chat, message, text } => {
                let (person, place) = stage.place(person, chat)?;
                match place {
                    DeedPlace::Group => person.edits(&stage.group, message, fitting(&text)?),
                    DeedPlace::Private => person.edits_privately(message, fitting(&text)?),
                }
            }
            Deed::Delete { person, chat, message } => {
                let (person, place) = stage.place(person, chat)?;
                match place {
                    DeedPlace::Group => person.deletes(&stage.group, message),
                    DeedPlace::Private => person.deletes_privately(message),
                }
            }
            Deed::Tap { person, chat, message, data, alone } => {
                let (person, _) = stage.place(person, chat)?;
                let tap = if alone {
                    person.presses_data_alone(&stage.group, message, &data)
                } else {
                    person.presses_data(chat, message, &data)
                };
                return Ok(stage.shown(&tap).await);
            }
            Deed::Start { person, payload } => {
                if payload.len() > PAYLOAD_LIMIT {
                    return Err(DeedRefused::Payload);
                }
                stage.person(person).ok_or(DeedRefused::Nobody(person))?.starts(payload.trim());
            }
            Deed::Invite => stage.invite(),
            Deed::Leave { person } => {
                let person = stage.person(person).ok_or(DeedRefused::Nobody(person))?;
                stage.group.leaves(&person);
            }
            Deed::Block { person, on } => {
                let person = stage.person(person).ok_or(DeedRefused::Nobody(person))?;
                if on { person.blocks_bot() } else { person.unblocks_bot() }
            }
            Deed::Turn { to, zone } => stage.turn(to, zone).await,
            Deed::Down { on } => stage.telegram.down(on),
            Deed::TooMany { seconds } => stage.telegram.fault(Fault::retry_after(seconds.min(600)).on_sends()),
            Deed::LoseAnswer => stage.telegram.fault(Fault::cut_after().on_sends()),
            Deed::Kill => stage.bot.kill().await,
            Deed::Wake => stage.bot.start(),
            Deed::Upgrade => drop(stage.group.upgrade()),
            Deed::Play { name } => {
                let play = plays::find(&name).ok_or(DeedRefused::NoSuchPlay)?;
                self.play(play).await.map_err(|error| DeedRefused::NotSet(format!("{error:#}")))?;
            }
            Deed::Stop => stage.stop_playing(),
            Deed::Back => self.go_back().await,
        }
        Ok(json!({}))
    }
}

impl Rehearsal {
    /// Somebody sends a file.
    pub fn send_file(&self, at: &UploadQuery, file: Upload) -> Result<Value, DeedRefused> {
        let (person, place) = self.place(at.person, at.chat)?;
        let id = match (place, at.reply_to) {
            (DeedPlace::Group, _) => person.sends_file(&self.group, file, at.thread, at.reply_to),
            (DeedPlace::Private, Some(id)) => person.replies_with_file_privately(id, file),
            (DeedPlace::Private, None) => person.sends_file_privately(&file.name, &file.bytes, ""),
        };
        Ok(json!({"message": id}))
    }

    /// Whose phone it is, and which of its two chats.
    fn place(&self, person: i64, chat: i64) -> Result<(Person, DeedPlace), DeedRefused> {
        let person = self.person(person).ok_or(DeedRefused::Nobody(person))?;
        if chat == person.id() {
            Ok((person, DeedPlace::Private))
        } else if chat == self.group.id() && self.group.has(person.id()) {
            Ok((person, DeedPlace::Group))
        } else {
            Err(DeedRefused::NotTheirChat)
        }
    }

    /// Waits for the answer to a tap: what it shows to this person alone, and the link that it opens, if any.
    async fn shown(&self, tap: &Tap) -> Value {
        let mut changes = self.telegram.changed();
        let answered = async {
            while !tap.is_answered() {
                // The sender lives in the Telegram that we hold; this cannot fail.
                let _ = changes.changed().await;
            }
        };
        let answered = tokio::time::timeout(TAP_PATIENCE, answered).await.is_ok();
        let shown = tap.shown().map(|shown| json!({"text": shown.text, "alert": shown.alert}));
        json!({"answered": answered, "shown": shown, "opens": tap.opens()})
    }

    /// Cara comes into the group, for the first time or again.
    pub fn invite(&self) {
        let mut people = self.people();
        if people.len() < 3 {
            let cara = self.telegram.person("Cara");
            if let Some(language) = &self.language {
                cara.speaks(language);
            }
            people.push(cara);
        }
        let cara = people[2].clone();
        if let Some(ana) = people.first().filter(|_| !self.group.has(cara.id())) {
            self.group.joins(&cara, ana);
        }
    }
}

enum DeedPlace {
    Group,
    Private,
}

fn fitting(text: &str) -> Result<&str, DeedRefused> {
    let text = text.trim();
    // Telegram counts UTF-16 units.
    if text.is_empty() || text.encode_utf16().count() > TEXT_LIMIT { Err(DeedRefused::Length) } else { Ok(text) }
}
