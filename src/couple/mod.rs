//! The domain: what happens between two people and their bot. Pure.
mod effect;
mod ids;
mod phrase;
pub use effect::*;
pub use ids::*;
pub use phrase::*;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One couple, whole. (Being written; fields will grow, all with serde defaults.)
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Couple {
    pub chat: ChatId,
    #[serde(default)]
    pub timers: BTreeMap<TimerKind, DateTime<Utc>>,
}

/// What we know of one person across chats: their private corner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// The groups in which this person is one of the two.
    #[serde(default)]
    pub chats: Vec<ChatId>,
}
