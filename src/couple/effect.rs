//! What a handler may ask for. It never acts: delivery does, after the commit.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{MessageId, Phrase, ThreadId};

/// A timer of a couple. Its place in the due index is `due ‖ chat ‖ code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    /// The scheduled card.
    Card,
    /// The end of a rest.
    Wake,
}

impl TimerKind {
    /// The kind as it stands in the due index: a kind and a number within it (0 where there is only one).
    #[must_use]
    pub fn code(self) -> (u8, u32) {
        match self {
            Self::Card => (1, 0),
            Self::Wake => (2, 0),
        }
    }

    /// The reverse of [`TimerKind::code`]; `None` for a code of a newer version.
    #[must_use]
    pub fn from_code(code: (u8, u32)) -> Option<Self> {
        match code {
            (1, 0) => Some(Self::Card),
            (2, 0) => Some(Self::Wake),
            _ => None,
        }
    }
}

/// How urgent a message is: who is kept waiting when the pace is short. In order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Someone tapped or wrote and looks at the screen.
    Reply,
    /// A reminder that has its hour.
    Reminder,
    /// The daily card and all else that nobody waits for.
    Daily,
}

/// One row of the outbox: one call to Telegram that is still to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    pub class: Class,
    /// The forum topic it goes to.
    #[serde(default)]
    pub thread: Option<ThreadId>,
    /// Not sent any more after this moment (UTC): an old card is no gift.
    #[serde(default)]
    pub expires: Option<DateTime<Utc>>,
    pub deed: Deed,
}

/// What is to be done in the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// A new message.
    Say { body: Vec<Phrase> },
    /// A message of ours, changed in place.
    Edit { message: MessageId, body: Vec<Phrase> },
}
