//! What a handler may ask for. It never acts itself: delivery does, once the step is on disk.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answers::{Link, Piece};
use super::{
    Action, Calendar, CardSerial, ChatId, DateTag, MessageId, OwnId, Phrase, QueryId, TalkSerial, ThreadId, UserId,
};

/// A timer of a couple. Its place in the due index is `due ‖ chat ‖ code`.
///
/// Timers are part of the couple's state ([`super::Couple::timers`]); the engine keeps the index in step with
/// it, so that a timer can neither outlive its couple nor be set twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    /// The scheduled card.
    Card,
    /// The end of a rest.
    Wake,
    /// The end of a silence, a pause or an invitation in a conversation.
    Talk,
    /// Half the time of a step.
    Nudge,
    /// The morning after a conversation.
    Aftercare,
    /// The conversation that comes each week.
    Weekly,
    /// What comes next about date nights.
    Dates,
    /// The small thought that comes each week.
    Telling,
    /// Answers open, close or are forgotten.
    Answers,
    /// Whether Telegram lets the bot into the group again.
    TryAgain,
    /// All of it is forgotten.
    Forget,
    /// Of a private chat, not of a couple: a screen closes, or what is kept of a person without a couple is forgotten.
    Corner,
}

impl TimerKind {
    /// The kind as it stands in the due index: a kind and a number within it (0 where there is only one).
    #[must_use]
    pub fn code(self) -> (u8, u32) {
        match self {
            Self::Card => (1, 0),
            Self::Wake => (2, 0),
            Self::Talk => (3, 0),
            Self::Nudge => (4, 0),
            Self::Aftercare => (5, 0),
            Self::Weekly => (6, 0),
            Self::Dates => (10, 0),
            Self::Telling => (20, 0),
            Self::Answers => (30, 0),
            Self::TryAgain => (40, 0),
            Self::Forget => (50, 0),
            Self::Corner => (60, 0),
        }
    }

    /// The reverse of [`TimerKind::code`]; `None` for a code of a newer version.
    #[must_use]
    pub fn from_code(code: (u8, u32)) -> Option<Self> {
        match code {
            (1, 0) => Some(Self::Card),
            (2, 0) => Some(Self::Wake),
            (3, 0) => Some(Self::Talk),
            (4, 0) => Some(Self::Nudge),
            (5, 0) => Some(Self::Aftercare),
            (6, 0) => Some(Self::Weekly),
            (10, 0) => Some(Self::Dates),
            (20, 0) => Some(Self::Telling),
            (30, 0) => Some(Self::Answers),
            (40, 0) => Some(Self::TryAgain),
            (50, 0) => Some(Self::Forget),
            (60, 0) => Some(Self::Corner),
            _ => None,
        }
    }
}

/// How urgent a message is: who is served first when the pace is short. In order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Someone tapped or wrote and looks at the screen.
    Reply,
    /// A reminder that has its hour.
    Reminder,
    /// Someone tapped or wrote who is not one of two: they may have to wait for those who are.
    Guest,
    /// The daily card and all else that nobody waits for.
    Daily,
}

/// Whether the phone may make a sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ring {
    #[default]
    Aloud,
    /// It is night for one of the two.
    Silently,
}

/// One row of the outbox: one call to Telegram that is still to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The lane it travels in: the couple's group, or a person's private chat.
    pub chat: ChatId,
    /// The forum topic it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
    pub class: Class,
    /// Not sent any more after this moment (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<DateTime<Utc>>,
    /// What the couple wants to be told once it is delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    pub effect: Effect,
}

/// What is to be done in the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// A new message.
    Say {
        message: Message,
        #[serde(default)]
        ring: Ring,
        /// It stands under this message, if that is still there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// A calendar as a file, with a line about it.
    Document { calendar: Calendar, caption: Message },
    /// All that is held about one person, as a file for that person alone, with a line about it.
    MyData { json: String, caption: Message },
    /// A message of ours, changed in place; without buttons in `message`, its buttons go.
    Edit { id: MessageId, message: Message },
    /// The buttons of a message of ours go, its words stay.
    Unbutton { id: MessageId },
    /// Copies of messages in another chat, in their order; what is not there any more is left out.
    Copy {
        from: ChatId,
        messages: Vec<MessageId>,
        #[serde(default)]
        ring: Ring,
    },
    /// Count who is in the group; nobody sees it.
    Count,
    /// Messages of ours go.
    Delete { messages: Vec<MessageId> },
    /// The answer to a tap. Lost when it is late: Telegram forgets a tap within seconds.
    Answer { query: QueryId, show: Show },
}

/// The words and buttons of a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Paragraphs, set apart by an empty line.
    pub body: Vec<Phrase>,
    /// Rows of buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    #[serde(default)]
    pub eyes: Eyes,
    #[serde(default, skip_serializing_if = "Asks::is_nothing")]
    pub asks: Asks,
}

/// What a message in a private chat asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    #[default]
    Nothing,
    /// Something to be sent: the phone shows the field for it, as a reply to the message.
    ForWords,
    /// The same for a card of their own; in a group on the phone of the one who is named.
    ForCard,
}

impl Asks {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// Who may read a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Eyes {
    /// Whoever is in the chat.
    #[default]
    Anyones,
    /// Nobody but the two: it comes from behind a door. Delivery counts who is there, and sends it only then.
    TheTwo,
}

impl Show {
    /// A message that `to` alone sees in the group; `otherwise` where Telegram cannot do that.
    pub(super) fn alone(to: UserId, message: Message, spot: Spot, otherwise: Self) -> Self {
        Self::Alone { to, message: Box::new(message), spot, otherwise: Box::new(otherwise) }
    }
}

impl Outgoing {
    /// The message in it.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        match &self.effect {
            Effect::Say { message, .. }
            | Effect::Edit { message, .. }
            | Effect::Document { caption: message, .. }
            | Effect::MyData { caption: message, .. } => Some(message),
            Effect::Unbutton { .. }
            | Effect::Copy { .. }
            | Effect::Count
            | Effect::Delete { .. }
            | Effect::Answer { .. } => None,
        }
    }

    /// The people whom it names.
    #[must_use]
    pub fn people(&self) -> Vec<UserId> {
        let alone = match &self.effect {
            Effect::Answer { show: Show::Alone { message, .. }, .. } => Some(&**message),
            _ => None,
        };
        self.message().or(alone).into_iter().flat_map(|message| &message.body).flat_map(Phrase::people).collect()
    }

    /// Whether it is the answer to a tap with a message for one person.
    #[must_use]
    pub fn is_message_for_one(&self) -> bool {
        matches!(self.effect, Effect::Answer { show: Show::Alone { .. }, .. })
    }

    /// What is left to be shown by the answer to a tap once its message for one person was sent, or was not.
    pub fn show_instead(&mut self, sent: bool) {
        if let Effect::Answer { show, .. } = &mut self.effect
            && let Show::Alone { otherwise, .. } = show
        {
            let otherwise = std::mem::replace(&mut **otherwise, Show::Nothing);
            *show = if sent { Show::Nothing } else { otherwise };
        }
    }

    /// Who may read it.
    #[must_use]
    pub fn eyes(&self) -> Eyes {
        match self.effect {
            // What somebody said in private.
            Effect::Copy { .. } => Eyes::TheTwo,
            _ => self.message().map_or(Eyes::Anyones, |message| message.eyes),
        }
    }
}

impl Message {
    /// A message of these paragraphs, without buttons.
    #[must_use]
    pub fn new(body: impl IntoIterator<Item = Phrase>) -> Self {
        Self { body: body.into_iter().collect(), ..Self::default() }
    }

    /// The same message for the two alone, if so.
    #[must_use]
    pub fn for_the_two(mut self, alone: bool) -> Self {
        if alone {
            self.eyes = Eyes::TheTwo;
        }
        self
    }

    /// The same message, which asks for something.
    #[must_use]
    pub fn asking(mut self, asks: Asks) -> Self {
        self.asks = asks;
        self
    }

    /// The same message with one more row of buttons.
    #[must_use]
    pub fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }

    /// The same message with these buttons laid out in rows of `width`.
    #[must_use]
    pub fn grid(mut self, width: usize, buttons: impl IntoIterator<Item = Button>) -> Self {
        let buttons: Vec<Button> = buttons.into_iter().collect();
        self.buttons.extend(buttons.chunks(width.max(1)).map(<[Button]>::to_vec));
        self
    }
}

/// One button under a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Button {
    /// Does something when tapped.
    Act { label: Phrase, action: Action },
    /// Opens the person's private chat with the bot.
    Corner { label: Phrase },
    /// Opens *Support* in the person's private chat with the bot.
    Support { label: Phrase },
    /// Opens the list of groups that the bot can be added to.
    Invite { label: Phrase },
}

impl Button {
    /// A button that does something.
    #[must_use]
    pub fn new(label: Phrase, action: Action) -> Self {
        Self::Act { label, action }
    }
}

/// What a tap shows to the person who tapped, and to nobody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Show {
    /// Only the end of the waiting sign on the button.
    Nothing,
    /// A line that passes by itself; at most 200 characters.
    Passing(Phrase),
    /// A box that is closed by a tap; at most 200 characters.
    Box(Phrase),
    /// Nothing: the tap leads to the private chat, where a question waits.
    Link(Link),
    /// A message in the group that this person alone sees, with buttons of its own.
    Alone {
        to: UserId,
        message: Box<Message>,
        spot: Spot,
        /// What is shown where Telegram cannot do that.
        otherwise: Box<Show>,
    },
}

/// Where a message stands that one person alone sees in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// A message of its own.
    New,
    /// In the place of this one, which the same person alone sees.
    InPlace(MessageId),
}

/// What a delivered message was, so that the couple can remember where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// The card with this serial number.
    Card(CardSerial),
    /// The card of a conversation with this number.
    Talk(TalkSerial),
    /// Something about date nights.
    Date(DateTag),
    /// The question of a card, in a private chat.
    Question(Link),
    /// A piece of what opens for the card with this number.
    Opening(CardSerial, Piece),
    /// A copy of this card of their own.
    OwnCard(OwnId),
    /// What asks for a card of their own for this group, there or in a private chat.
    AsksCard(ChatId),
    /// A screen of a private chat that closes after a while.
    Screen,
}
