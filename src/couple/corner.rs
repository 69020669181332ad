//! The private corner: one person's own chat with the bot.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AboutPage, Action, Button, ChatId, Class, Command, Effect, Event, Message, MessageId, Outgoing, Phrase, Press,
    QueryId, Ring, Sender, Show, TOO_LATE, UserId, Wish, about, conversation, screens, topics,
};
use crate::prompts::{Gate, Named, Skip};

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
    /// The talks that they would be open to. The other of a couple never sees it.
    #[serde(default)]
    pub opened: BTreeSet<Gate>,
    /// The topics that they would like to be left out, with whomever they are. The other of a couple never sees it.
    #[serde(default)]
    pub left_out: BTreeSet<Skip>,
}

/// Whether something is open: a private chat to the bot's messages, a person to a kind of talk.
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
    /// What this person's couples are to hear of it.
    pub tells: Vec<(ChatId, Event)>,
}

/// What couples are to hear.
type Tells = Vec<(ChatId, Event)>;

fn leave(user: UserId) -> Event {
    Event::Command { from: Sender::Human(user), thread: None, command: Command::Leave }
}

impl Corner {
    /// Whether there is nothing to remember.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.couples.is_empty() && self.door == Door::Closed && self.opened.is_empty() && self.left_out.is_empty()
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
        let say = |message| row(Effect::Say { message, ring: Ring::Aloud, reply_to: None });
        let mut tells = Vec::new();
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
                vec![say(self.command(user, &command, &mut tells))]
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
                    let (show, screen) = self.tap(user, &press, &mut tells);
                    let edit = screen.map(|screen| row(Effect::Edit { id: message, message: screen }));
                    std::iter::once(row(Effect::Answer { query, show })).chain(edit).collect()
                }
            }
        };
        CornerStep { corner: self, effects, tells }
    }

    fn command(&self, user: UserId, command: &Command, tells: &mut Tells) -> Message {
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
            Command::Leave => self.leave(user, tells),
            Command::Settings(words) if words.is_empty() => self.doors(),
            // Zone, hour, pace: what the two set together.
            Command::Settings(_)
            | Command::Card
            | Command::Date(_)
            | Command::Dates
            | Command::Kept
            | Command::Listen(_)
            | Command::Path(_)
            | Command::Pause(_)
            | Command::Resume => Message::new([Phrase::new("corner-in-your-group")]),
            Command::Unknown => Message::new([Phrase::new("corner-unknown-command")]),
        }
    }

    /// `/leave`: at once where it is clear which couple is meant, else they choose.
    fn leave(&self, user: UserId, tells: &mut Tells) -> Message {
        let mut couples = self.couples.iter();
        match (couples.next(), couples.next()) {
            (None, _) => Message::new([Phrase::new("nothing-to-leave")]),
            (Some((chat, _)), None) => {
                tells.push((*chat, leave(user)));
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

    /// Closes every door; returns who is to hear of it.
    #[must_use]
    pub fn close_doors(&mut self, user: UserId) -> Vec<(ChatId, Event)> {
        let opened = std::mem::take(&mut self.opened);
        let closed = |gate: &Gate| Event::Opened { user, gate: *gate, door: Door::Closed };
        self.couples.keys().flat_map(|chat| opened.iter().map(|gate| (*chat, closed(gate)))).collect()
    }

    /// What this person leaves out, as a couple of theirs hears it.
    #[must_use]
    pub fn leaves_out(&self, user: UserId) -> Event {
        Event::LeavesOut { user, topics: self.left_out.clone() }
    }

    /// The talks that this person would be open to, each with a switch.
    fn doors(&self) -> Message {
        let doors = Gate::ALL.iter().copied().filter(|gate| *gate != Gate::Open).map(|gate| {
            let (key, door) = if self.opened.contains(&gate) {
                (format!("button-shut-{}", gate.name()), Door::Closed)
            } else {
                (format!("button-open-{}", gate.name()), Door::Open)
            };
            Button::Act { label: Phrase::new(key), action: Action::Gate(gate, door) }
        });
        Message::new(["corner-doors", "corner-doors-heavy", "corner-doors-intimate"].map(Phrase::new))
            .grid(1, doors)
            .row([Button::new("button-topics", Action::Topics)])
    }

    fn tap(&mut self, user: UserId, press: &Press, tells: &mut Tells) -> (Show, Option<Message>) {
        match press {
            Press::Known(Action::About(page)) => (Show::Nothing, Some(about::page(*page))),
            Press::Known(Action::Leave(chat)) if self.couples.contains_key(chat) => {
                tells.push((*chat, leave(user)));
                (Show::Nothing, Some(Message::new([Phrase::new("corner-left")])))
            }
            Press::Known(Action::Gate(gate, door)) => {
                match door {
                    Door::Open => drop(self.opened.insert(*gate)),
                    Door::Closed => drop(self.opened.remove(gate)),
                }
                let told = Event::Opened { user, gate: *gate, door: *door };
                tells.extend(self.couples.keys().map(|chat| (*chat, told.clone())));
                (Show::Passing(Phrase::new("alert-door")), Some(self.doors()))
            }
            Press::Known(Action::Doors) => (Show::Nothing, Some(self.doors())),
            Press::Known(Action::Topics) => (Show::Nothing, Some(topics::screen(&self.left_out))),
            Press::Known(Action::Topic(topic, to)) => {
                match to {
                    Wish::LeftOut => drop(self.left_out.insert(*topic)),
                    Wish::In => drop(self.left_out.remove(topic)),
                }
                let told = self.leaves_out(user);
                tells.extend(self.couples.keys().map(|chat| (*chat, told.clone())));
                (Show::Passing(Phrase::new("alert-door")), Some(topics::screen(&self.left_out)))
            }
            Press::Known(Action::After(chat)) => (Show::Nothing, Some(conversation::aftercare_question(*chat))),
            Press::Known(Action::Felt(chat, feeling)) => {
                (Show::Nothing, Some(conversation::aftercare_answer(*chat, *feeling)))
            }
            Press::Known(Action::Lighter(chat)) if self.couples.contains_key(chat) => {
                tells.push((*chat, Event::Lighter));
                (Show::Nothing, Some(Message::new([Phrase::new("after-lighter")])))
            }
            _ => (Show::Box(Phrase::new("alert-old-button")), None),
        }
    }
}
