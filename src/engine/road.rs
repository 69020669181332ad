//! What travels on the road: from the intake to the engine, from the engine to delivery, and back.
//!
//! ```text
//!   intake ── Input::Updates ──►        ── Order ──►
//!   alarm  ── Input::Alarm ────► engine              delivery
//!                                       ◄── Input::Landed ──
//! ```
//!
//! These types belong to the engine, so that those who bring and take know it, and it knows neither.

use tokio::sync::{mpsc, oneshot};

use crate::couple::{CornerEvent, Event, Outgoing};
use crate::ids::{ChatId, MessageId, UpdateId, UserId};
use crate::progress::Progress;
use crate::store::OutboxKey;

/// What comes to the engine.
#[derive(Debug)]
pub enum Input {
    /// A batch of updates; `done` is told once it is on disk.
    Updates { updates: Vec<Incoming>, done: oneshot::Sender<()> },
    /// What became of a row of the outbox.
    Landed { key: OutboxKey, landing: Landing },
    /// The clock says that a timer may be due.
    Alarm,
    /// Write a logical export beside the store.
    Export,
    /// Commit what has come so far, and stop.
    Stop,
}

/// One update, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    pub update: UpdateId,
    /// What it means, in order. Often one thing, sometimes nothing.
    pub news: Vec<News>,
}

/// One thing that an update means, and whom it concerns.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Couple(ChatId, Event),
    Corner(UserId, CornerEvent),
    /// A group became a supergroup: everything of the first belongs to the second now.
    Moved {
        from: ChatId,
        to: ChatId,
    },
    /// An update that could not be read. Its kind and the trouble, no content.
    Poison {
        kind: String,
        error: String,
    },
}

/// What the engine hands over to delivery, after the commit.
#[derive(Debug)]
pub enum Order {
    /// A row of the outbox.
    Row(OutboxKey, Outgoing),
    /// An answer to a tap: at once, outside the lane, once.
    Answer(Outgoing),
    /// The row has left the outbox: its lane may go on.
    Free(OutboxKey),
    /// The row is not to be sent any more.
    Cancel(OutboxKey),
    /// Nothing new is begun; what is in flight is awaited.
    Finish,
}

/// What became of a row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// It stands in the chat, or stood as it should already; what is new there, under these ids.
    Delivered(Vec<MessageId>),
    /// Too late, or refused for good.
    GivenUp,
    /// What was to be copied is not there any more.
    CopyGone,
    /// It was for the two alone, and others can read along.
    HeldBack,
    /// Who is in the group was counted.
    Counted { alone: bool },
    /// The chat cannot be written to any more: Telegram says that we are out of it.
    Unreachable,
    /// The chat cannot be written to now, and that may pass.
    Refused,
    /// The topic is closed or gone.
    TopicGone,
    /// The group has another id now.
    Moved(ChatId),
}

/// The way in. Counts what is handed over, so that progress can be told.
#[derive(Clone, Debug)]
pub struct InputSender {
    sender: mpsc::UnboundedSender<Input>,
    progress: Progress,
}

impl InputSender {
    /// A way in, and its other end.
    #[must_use]
    pub fn channel(progress: Progress) -> (Self, mpsc::UnboundedReceiver<Input>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self { sender, progress }, receiver)
    }

    /// Hands something over. After the engine has stopped, this does nothing.
    pub fn send(&self, input: Input) {
        self.progress.update(|standing| standing.inputs += 1);
        if self.sender.send(input).is_err() {
            self.progress.update(|standing| standing.inputs -= 1);
        }
    }
}
