//! Whether the bot can write in the group, and when it is tried again where Telegram refused.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Whether the bot can write in the group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    #[default]
    Here,
    /// Taken out. Everything waits, nothing is lost; any sign of life brings it back.
    Away,
    /// Telegram refused what was sent here, so many times by now. Everything waits in the same way; and as a refusal can
    /// pass, it is tried again then (UTC).
    Refused { times: u8, again: DateTime<Utc> },
}

/// How long it takes until the first new try where Telegram refused; each time it is twice as long …
const TRIED_AGAIN: TimeDelta = TimeDelta::hours(1);
/// … and this at the most.
const TRIED_AT_LEAST: TimeDelta = TimeDelta::days(7);

impl Presence {
    /// Where Telegram refused once more.
    pub(super) fn refused(self, now: DateTime<Utc>) -> Self {
        let times = match self {
            Self::Refused { times, .. } => times.saturating_add(1),
            Self::Here | Self::Away => 1,
        };
        let wait = TRIED_AGAIN * (1_i32 << (times - 1).min(10));
        Self::Refused { times, again: now + wait.min(TRIED_AT_LEAST) }
    }
}
