//! The private corner: one person's own chat with the bot.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AboutPage, Action, Button, ChatId, Class, Command, Effect, Message, MessageId, Outgoing, Phrase, Press, QueryId,
    Ring, Show, TOO_LATE, UserId, about, screens,
};

/// Groups that a corner lists. More are served there as well; only from here they cannot be left.
pub const MOST_COUPLES: usize = 200;

/// What is kept about one person across groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// The groups in which this person is one of the two, and since when (UTC).
    #[serde(default)]
    pub couples: BTreeMap<ChatId, DateTime<Utc>>,
    /// Whether the bot may write to them: they pressed Start and have not blocked it.
    #[serde(default)]
    pub door: Door,
}

/// Whether the bot may write to a person in private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    #[default]
    Closed,
    Open,
}

/// What can happen in a private chat.
#[derive(Clone, Debug, PartialEq)]
pub enum CornerEvent {
    Command(Command),
    Tap {
        query: QueryId,
        message: MessageId,
        press: Press,
    },
    /// Words, a picture, anything that is no command. What it said does not come in.
    Spoke,
    /// They blocked the bot, or closed their account.
    Blocked,
    Unblocked,
}

/// The outcome of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct CornerStep {
    pub corner: Corner,
    pub effects: Vec<Outgoing>,
    /// The couple that this person leaves.
    pub leaves: Option<ChatId>,
}

impl Corner {
    /// Whether there is nothing to remember.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.couples.is_empty() && self.door == Door::Closed
    }

    /// What follows from `event` in the private chat of `user`.
    #[must_use]
    pub fn handle(mut self, user: UserId, event: CornerEvent, now: DateTime<Utc>) -> CornerStep {
        let chat = user.private_chat();
        let row = |effect| Outgoing {
            chat,
            thread: None,
            class: Class::Reply,
            expires: Some(now + TOO_LATE),
            tag: None,
            effect,
        };
        let say = |message| row(Effect::Say { message, ring: Ring::Aloud });
        let mut leaves = None;
        let effects = match event {
            CornerEvent::Blocked => {
                self.door = Door::Closed;
                Vec::new()
            }
            CornerEvent::Unblocked => {
                self.door = Door::Open;
                Vec::new()
            }
            CornerEvent::Command(command) => {
                self.door = Door::Open;
                vec![say(self.command(&command, &mut leaves))]
            }
            CornerEvent::Spoke => {
                self.door = Door::Open;
                vec![say(Message::new([Phrase::new("corner-spoke")]))]
            }
            CornerEvent::Tap { query, message, press } => {
                self.door = Door::Open;
                if press == Press::Known(Action::OpenAbout) {
                    let answer = row(Effect::Answer { query, show: Show::Nothing });
                    vec![answer, say(about::page(AboutPage::Intro))]
                } else {
                    let (show, screen) = self.tap(&press, &mut leaves);
                    let edit = screen.map(|screen| row(Effect::Edit { id: message, message: screen }));
                    std::iter::once(row(Effect::Answer { query, show })).chain(edit).collect()
                }
            }
        };
        CornerStep { corner: self, effects, leaves }
    }

    fn command(&self, command: &Command, leaves: &mut Option<ChatId>) -> Message {
        let invite = Button::Invite { label: Phrase::new("button-invite") };
        let about = Button::new("button-about", Action::OpenAbout);
        match command {
            Command::Start(_) if self.couples.is_empty() => {
                let body = ["corner-hello", "greeting-privacy", "corner-how"].map(Phrase::new);
                Message::new(body).row([invite]).row([about])
            }
            Command::Start(_) => Message::new([Phrase::new("corner-open")]).row([about]),
            Command::Help => Message::new([Phrase::new("corner-help")]).row([invite]).row([about]),
            Command::About => about::page(AboutPage::Intro),
            Command::Leave => self.leave(leaves),
            Command::Card
            | Command::Date(_)
            | Command::Dates
            | Command::Kept
            | Command::Pause(_)
            | Command::Resume
            | Command::Settings(_) => Message::new([Phrase::new("corner-in-your-group")]),
            Command::Unknown => Message::new([Phrase::new("corner-unknown-command")]),
        }
    }

    /// `/leave`: at once where it is clear which couple is meant, else they choose.
    fn leave(&self, leaves: &mut Option<ChatId>) -> Message {
        let mut couples = self.couples.iter();
        match (couples.next(), couples.next()) {
            (None, _) => Message::new([Phrase::new("nothing-to-leave")]),
            (Some((chat, _)), None) => {
                *leaves = Some(*chat);
                Message::new([Phrase::new("corner-left")])
            }
            _ => Message::new([Phrase::new("corner-leave-which")]).grid(
                1,
                self.couples.iter().map(|(chat, since)| Button::Act {
                    label: Phrase::new("button-since").with("date", screens::date(since.date_naive())),
                    action: Action::Leave(*chat),
                }),
            ),
        }
    }

    fn tap(&self, press: &Press, leaves: &mut Option<ChatId>) -> (Show, Option<Message>) {
        match press {
            Press::Known(Action::About(page)) => (Show::Nothing, Some(about::page(*page))),
            Press::Known(Action::Leave(chat)) if self.couples.contains_key(chat) => {
                *leaves = Some(*chat);
                (Show::Nothing, Some(Message::new([Phrase::new("corner-left")])))
            }
            _ => (Show::Box(Phrase::new("alert-old-button")), None),
        }
    }
}
