//! The private corner: one person's own chat with the bot.

use crate::couple::CornerAction;
use crate::line;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::corner_taps::Screen;
use super::questions::{About, AnswerTo, Questions};
use super::{
    Action, Arrival, Behind, ChatId, Class, Command, Couple, Effect, Event, KeptApart, Link, Message, MessageId,
    Outgoing, OwnAction, OwnDeed, Press, QueryId, Ring, Show, TOO_LATE, Tag, UserId, home, mydata,
};
use crate::prompts::{Library, Skip};

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
    /// The topics that they would like to be left out, with whomever they are. The other of a couple never sees it.
    #[serde(default)]
    pub left_out: BTreeSet<Skip>,
    /// What the couples know of `door`. Those of before there were answers in private know nothing yet.
    #[serde(default)]
    pub(super) known_as: Option<Door>,
    /// The questions of cards that stand in this chat.
    #[serde(default)]
    pub(super) questions: Questions,
    /// Whether the three sentences of the first time were shown. What was tapped then is kept nowhere.
    #[serde(default)]
    pub arrival: Arrival,
    /// The screen in this chat that is to be closed after a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) screen: Option<OpenScreen>,
    /// Those whom this person has left, with whom they are not to become two again for a while, or for good.
    #[serde(default, skip_serializing_if = "KeptApart::is_empty")]
    pub apart: KeptApart,
    /// When they were last here, where they belong to no couple (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seen: Option<DateTime<Utc>>,
    /// When something closes or is forgotten, as it stands in the due index (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer: Option<DateTime<Utc>>,
}

/// A screen about doors or topics. It shows no state; but what was tapped on it need not stand there for others to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OpenScreen {
    pub(super) message: MessageId,
    /// When it was tapped last (UTC).
    pub(super) at: DateTime<Utc>,
}

impl OpenScreen {
    pub(super) fn tapped(message: MessageId, now: DateTime<Utc>) -> Self {
        // The due index counts in milliseconds.
        Self { message, at: now.trunc_subsecs(3) }
    }
}

/// So long after the last tap a screen about doors or topics is closed.
const SCREEN_RESTS: TimeDelta = TimeDelta::minutes(1);

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
    /// They edited a message, and it is a command now. It was read when it was sent.
    CommandEdited,
    Tap {
        query: QueryId,
        message: MessageId,
        press: Press,
    },
    /// Words, a picture, anything that is no command, perhaps as a reply. What it said does not come in.
    Spoke {
        message: MessageId,
        to: Option<MessageId>,
    },
    /// The question of a card stands in the chat.
    Asked {
        link: Link,
        message: MessageId,
    },
    /// What asks for a card of their own, for this group, stands in the chat.
    AsksCard {
        group: ChatId,
        message: MessageId,
    },
    /// A screen that closes by itself stands in the chat.
    Stands(MessageId),
    /// The timer fell due.
    Due,
    /// They blocked the bot, or closed their account.
    Blocked,
    Unblocked,
}

impl CornerEvent {
    /// The message under which a button was tapped.
    fn tapped(&self) -> Option<MessageId> {
        match self {
            Self::Tap { message, .. } => Some(*message),
            _ => None,
        }
    }

    /// Whether the answer depends on the couples of this person.
    #[must_use]
    pub fn asks_for_couples(&self) -> bool {
        match self {
            Self::Command(Command::Start(payload)) => payload == SUPPORT,
            Self::Command(command) => {
                matches!(command, Command::Support(_) | Command::MyData | Command::Leave | Command::Kept)
            }
            Self::Tap { press: Press::Known(action), .. } => {
                matches!(
                    action,
                    Action::Own(OwnAction::List(_))
                        | Action::Corner(
                            CornerAction::Support
                                | CornerAction::Leave(_)
                                | CornerAction::MyData
                                | CornerAction::MyDataPage(_)
                                | CornerAction::Asked(..)
                                | CornerAction::Says(..)
                                | CornerAction::Door(..)
                        )
                )
            }
            Self::Tap { .. }
            | Self::CommandEdited
            | Self::Spoke { .. }
            | Self::Asked { .. }
            | Self::AsksCard { .. }
            | Self::Stands(_)
            | Self::Due
            | Self::Blocked
            | Self::Unblocked => false,
        }
    }
}

/// The payload of the link that leads to *Support*.
pub(super) const SUPPORT: &str = "support";

/// What comes in from outside.
pub struct CornerContext<'a> {
    /// UTC.
    pub now: DateTime<Utc>,
    pub library: &'a Library,
    /// The couples of this person, where the event [asks for them](CornerEvent::asks_for_couples).
    pub couples: &'a [Couple],
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
pub(super) type Tells = Vec<(ChatId, Event)>;

impl Corner {
    /// A group of this person's has another id.
    pub fn group_renamed(&mut self, from: ChatId, to: ChatId, now: DateTime<Utc>) {
        if let Some(since) = self.couples.remove(&from) {
            self.couples.insert(to, since);
            self.questions.rename(from, to, now);
        }
    }

    /// Whether there is nothing to remember.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.couples.is_empty() && !self.holds_choices() && self.apart.is_empty()
    }

    /// Whether they chose something, or opened this chat.
    pub(super) fn holds_choices(&self) -> bool {
        self.door == Door::Open || !self.left_out.is_empty()
    }

    /// Brings up to date when they were here and what is due. Called once for each change, after everything else.
    pub fn settle(&mut self, now: DateTime<Utc>) {
        if !self.couples.is_empty() {
            self.seen = None;
        } else if self.seen.is_none() && self.holds_choices() {
            // The due index counts in milliseconds.
            self.seen = Some(now.trunc_subsecs(3));
        }
        self.timer = self.due();
    }

    /// This person has left the other of this group. With the last one that they leave, all that they chose goes.
    pub fn has_left(&mut self, chat: ChatId, other: UserId, now: DateTime<Utc>) {
        self.couples.remove(&chat);
        self.apart.note(other, now);
        if self.couples.is_empty() {
            *self = Self { apart: std::mem::take(&mut self.apart), ..Self::default() };
        }
    }

    /// The question that a link from a card leads to, in a group of this person's.
    fn leads_to_question(&self, payload: &str) -> Option<Link> {
        let link = Link::read(payload)?;
        let link = Link { chat: self.questions.now_called(link.chat), ..link };
        self.couples.contains_key(&link.chat).then_some(link)
    }

    /// What follows from `event` in the private chat of `user`.
    #[must_use]
    pub fn handle(mut self, user: UserId, event: CornerEvent, cx: &CornerContext<'_>) -> CornerStep {
        let (chat, now) = (user.private_chat(), cx.now);
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
        let couples = &self.couples;
        self.questions.tidy(now, |chat| couples.contains_key(chat));
        self.apart.tidy(now);
        let was_blocked = event == CornerEvent::Blocked;
        let closed = if was_blocked { None } else { self.close_screen(now) };
        if matches!(event, CornerEvent::Command(_) | CornerEvent::Tap { .. } | CornerEvent::Spoke { .. }) {
            self.seen = None;
        }
        let (before, tapped) = (self.screen, event.tapped());
        let effects: Vec<Outgoing> = match event {
            CornerEvent::Blocked => {
                self.door = Door::Closed;
                Vec::new()
            }
            CornerEvent::Stands(message) => {
                self.screen = Some(OpenScreen::tapped(message, now));
                Vec::new()
            }
            CornerEvent::Due => {
                self.forget_if_alone(now);
                Vec::new()
            }
            CornerEvent::Unblocked => {
                self.door = Door::Open;
                Vec::new()
            }
            CornerEvent::Command(command) => {
                self.door = Door::Open;
                let file = if command == Command::MyData { mydata::file(user, &self, cx) } else { None };
                let answer = match &command {
                    Command::Start(payload) if self.leads_to_question(payload).is_some() => {
                        let asked = self.leads_to_question(payload);
                        let asks = |Link { chat, serial }| (chat, Event::AsksForQuestion { user, serial });
                        tells.extend(asked.map(asks));
                        // Who comes for the first time by a card reads the three sentences above its question.
                        self.arrives()
                    }
                    Command::Add(behind) if self.couples.len() == 1 => {
                        tells.extend(self.couples.keys().map(|chat| (*chat, would_add(user))));
                        (*behind == Behind::Words).then(|| Message::new([line::own_words_behind()]))
                    }
                    command => Some(self.command(user, command, cx, &mut tells)),
                };
                // A screen about doors that is never tapped closes as well.
                let of_doors = matches!(&command, Command::Settings(words) if words.is_empty());
                let tag = of_doors.then_some(Tag::Screen);
                let answer = answer.map(|answer| Outgoing { tag, ..say(answer) });
                answer.into_iter().chain(file.map(row)).collect()
            }
            CornerEvent::CommandEdited => vec![say(Message::new([line::command_edited()]))],
            CornerEvent::Spoke { message, to } => {
                self.door = Door::Open;
                match self.questions.answered(to, now) {
                    AnswerTo::One(about @ About::OwnCard { adds_to }) => {
                        self.questions.settle(about);
                        tells.push((adds_to, Event::Own { user, deed: OwnDeed::Adds(message) }));
                        Vec::new()
                    }
                    AnswerTo::One(About::Card(Link { chat, serial })) => {
                        tells.push((chat, Event::Answered { user, serial, message }));
                        Vec::new()
                    }
                    AnswerTo::Unclear => vec![say(Message::new([line::answer_which()]))],
                    AnswerTo::Taken => Vec::new(),
                    AnswerTo::TooLate => vec![say(Message::new([line::answer_too_late()]))],
                    AnswerTo::Nothing => vec![say(Message::new([line::corner_spoke()]))],
                }
            }
            CornerEvent::Asked { link, message } => {
                let link = Link { chat: self.questions.now_called(link.chat), ..link };
                self.questions.note(About::Card(link), message, now);
                Vec::new()
            }
            CornerEvent::AsksCard { group, message } => {
                let adds_to = self.questions.now_called(group);
                self.questions.note(About::OwnCard { adds_to }, message, now);
                Vec::new()
            }
            CornerEvent::Tap { query, message, .. } if closed == Some(message) => {
                self.door = Door::Open;
                vec![row(Effect::Answer { query, show: Show::Passing(line::corner_screen_closed()) })]
            }
            CornerEvent::Tap { query, message, press } => {
                self.door = Door::Open;
                let file = match press {
                    Press::Known(Action::Corner(CornerAction::MyData)) => mydata::file(user, &self, cx),
                    _ => None,
                };
                let (show, screen) = self.tap(user, message, press, cx, &mut tells);
                let screen = match screen {
                    Screen::Same => None,
                    Screen::InPlace(screen) => Some(row(Effect::Edit { id: message, message: screen })),
                    Screen::New(screen) => Some(say(screen)),
                };
                std::iter::once(row(Effect::Answer { query, show })).chain(screen).chain(file.map(row)).collect()
            }
        };
        let closing =
            |id| row(Effect::Edit { id, message: Message::new([line::corner_screen_closed()]).row([home::back()]) });
        // One screen is open at a time: another in its place closes it.
        let replaced = before.filter(|open| {
            let stands = self.screen.is_some_and(|now| now.message == open.message);
            !stands && tapped != Some(open.message) && !was_blocked
        });
        let closed = closed.into_iter().chain(replaced.map(|open| open.message));
        let effects = effects.into_iter().chain(closed.map(closing)).collect();
        let known = self.known_as.replace(self.door);
        if known != Some(self.door) && (self.door == Door::Open || known == Some(Door::Open) || was_blocked) {
            let reach = Event::Reach { user, door: self.door };
            tells.splice(0..0, self.couples.keys().map(|chat| (*chat, reach.clone())));
        }
        CornerStep { corner: self, effects, tells }
    }

    /// When the open screen has rested for long enough (UTC).
    pub(super) fn screen_rests_at(&self) -> Option<DateTime<Utc>> {
        self.screen.map(|screen| screen.at + SCREEN_RESTS)
    }

    /// The screen that has rested for long enough; it is to be closed.
    fn close_screen(&mut self, now: DateTime<Utc>) -> Option<MessageId> {
        self.screen.take_if(|screen| now - screen.at >= SCREEN_RESTS).map(|screen| screen.message)
    }

    /// What this person leaves out, as a couple of theirs hears it.
    #[must_use]
    pub fn leaves_out(&self, user: UserId) -> Event {
        Event::LeavesOut { user, topics: self.left_out.clone() }
    }
}

/// One would like to add a card of their own.
pub(super) fn would_add(user: UserId) -> Event {
    Event::Own { user, deed: OwnDeed::WouldAdd }
}
