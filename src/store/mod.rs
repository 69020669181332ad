//! The trees, keys and codecs. The only place that knows sled.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};

/// A timer as it stands in the due index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// UTC; whole milliseconds.
    pub due: DateTime<Utc>,
    pub chat: ChatId,
    pub kind: TimerKind,
}

/// The place of a row in the outbox: its lane, then its order in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxKey {
    pub chat: ChatId,
    /// Rises for ever across the whole store; made by the engine.
    pub seq: u64,
}

/// An update that could not be handled: what is left of it, without any content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    pub update: UpdateId,
    /// The kind of update, such as `message`.
    pub kind: String,
    /// What went wrong, without any content of the update.
    pub error: String,
    pub at: DateTime<Utc>,
}

/// Everything that one transaction changes. `None` (or `false`) removes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub couples: BTreeMap<ChatId, Option<Couple>>,
    pub corners: BTreeMap<UserId, Option<Corner>>,
    pub timers: BTreeMap<Timer, bool>,
    pub outbox: BTreeMap<OutboxKey, Option<Outgoing>>,
    pub seen: Vec<UpdateId>,
    pub dead: Vec<Dead>,
}

/// What the engine asks of any store. One writer: only [`Store::commit`] changes anything.
pub trait Store: Send {
    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError>;
    fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError>;
    /// The timer that falls due first.
    fn first_due(&self) -> Result<Option<Timer>, StoreError>;
    /// Timers due at or before `at`, earliest first, at most `most`.
    fn due(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<Timer>, StoreError>;
    /// All rows still to be sent, in the order of their keys.
    fn outbox(&self) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError>;
    /// The rows of one lane.
    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError>;
    /// Update ids handled lately, oldest first.
    fn seen(&self) -> Result<Vec<UpdateId>, StoreError>;
    /// Makes all of `batch` durable in one transaction: when this returns `Ok`, it is on disk.
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError>;
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("store")]
pub struct StoreError;
