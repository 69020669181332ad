//! What can happen to a couple: something a person did, a timer, or news of a delivery.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Action, AnswerAction, CardSerial, Command, Door, MessageId, Outgoing, OwnDeed, Says, Size, Tag, TalkSerial,
    ThreadId, TimerKind, UserId,
};
use crate::prompts::{Gate, Skip};

/// One event for one couple.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The bot was put into the group, or may write there again.
    Added,
    /// The bot was taken out of the group, or the group is no more.
    Removed,
    /// Other people came into the group (bots are not counted).
    Joined(Vec<UserId>),
    /// A person left the group, or a bot.
    Left(UserId),
    /// Someone sent a command.
    Command { from: Sender, thread: Option<ThreadId>, command: Command },
    /// Someone edited a message of theirs, and it is a command now. It was read when it was sent.
    CommandEdited { from: Sender, thread: Option<ThreadId> },
    /// Someone tapped a button under `message`.
    Tap { from: Sender, query: QueryId, message: MessageId, press: Press },
    /// Someone said something that the bot can see: an answer to a message of its, or anything at all where it may
    /// read along. What it was does not come in.
    Spoke { from: Sender, thread: Option<ThreadId>, said: Said },
    /// One of the two opened or closed a door, in private.
    Opened { user: UserId, gate: Gate, door: Door },
    /// What one of the two would like to be left out, as they said in private. All of it, each time.
    LeavesOut { user: UserId, topics: BTreeSet<Skip> },
    /// Whether the bot can write to one of the two in private.
    Reach { user: UserId, door: Door },
    /// One of the two came to their private chat by the link of a card.
    AsksForQuestion { user: UserId, serial: CardSerial },
    /// One of the two sent something in private, to the question of a card. What it was does not come in.
    Answered { user: UserId, serial: CardSerial, message: MessageId },
    /// One of the two tapped a button about an answer, in private, under `screen`.
    AnswerTap { user: UserId, screen: MessageId, action: AnswerAction },
    /// One of the two did something in private about cards of their own.
    Own { user: UserId, deed: OwnDeed },
    /// One of the two answered in private whether they would like the talk that is asked about under this number.
    Says { user: UserId, number: TalkSerial, says: Says },
    /// One of the two leaves, and said so in private.
    Leaves(UserId),
    /// One of the two says in private that these two are no couple.
    NotUs(UserId),
    /// One of the two would like a lighter week, and said so in private.
    Lighter,
    /// A timer fell due.
    Due { kind: TimerKind, due: DateTime<Utc> },
    /// A tagged message stands in the chat.
    Delivered { tag: Tag, message: MessageId },
    /// A tagged message was given up: too late, or refused for good.
    Undelivered { tag: Tag },
    /// What was to be copied is not there any more.
    CopyGone { tag: Tag },
    /// This was for the two alone and was not sent: others can read along in the group.
    HeldBack(Box<Outgoing>),
    /// Who is in the group was counted: the two and this bot, or more.
    Counted { alone: bool },
    /// Telegram says that the bot is not here any more.
    Unreachable,
    /// Telegram refuses what the bot writes here, which may pass.
    Refused,
    /// The forum topic is closed or gone.
    TopicGone(ThreadId),
    /// There are new rules for clocks: the table of time zones is another one than when they were last settled by.
    ClocksChanged,
    /// The clock was wrong: what is due is looked at again.
    LookAgain(Doubt),
    /// The group became a supergroup: the ids of old messages mean nothing in it.
    Moved,
}

impl Event {
    /// Who did this, where a person did.
    #[must_use]
    pub fn from(&self) -> Option<Sender> {
        match self {
            Self::Command { from, .. }
            | Self::CommandEdited { from, .. }
            | Self::Tap { from, .. }
            | Self::Spoke { from, .. } => Some(*from),
            _ => None,
        }
    }

    /// Who did something in their private chat that is about this couple's cards or talks.
    pub(super) fn in_private(&self) -> Option<UserId> {
        match self {
            Self::Reach { user, .. }
            | Self::AsksForQuestion { user, .. }
            | Self::Answered { user, .. }
            | Self::AnswerTap { user, .. }
            | Self::Own { user, .. }
            | Self::Says { user, .. } => Some(*user),
            _ => None,
        }
    }

    /// Whether this shows that the bot can write in the group again.
    pub(super) fn is_sign_of_life(&self) -> bool {
        matches!(
            self,
            Self::Added | Self::Joined(_) | Self::Command { .. } | Self::Tap { .. } | Self::Spoke { .. } | Self::Moved
        )
    }
}

/// How sure it is that the clock was ahead of the time that it shows now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    WasAhead,
    /// The bot has just started. The clock may be a little behind as well, until somebody sets it.
    MayHaveBeenAhead,
}

/// That something was said: where it stands, what it answers, and how much it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub message: MessageId,
    /// The message that it is a reply to.
    pub to: Option<MessageId>,
    pub size: Size,
}

/// Who did something in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A human account.
    Human(UserId),
    /// A bot, a channel, an anonymous administrator: nobody in particular.
    Nobody,
}

/// What a tapped button carried.
#[derive(Clone, Debug, PartialEq)]
pub enum Press {
    Known(Action),
    /// Data that no button of this version carries.
    Unreadable,
}

/// The id under which a tap can be answered, once and within seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QueryId(pub String);
