//! What a bot in another process tells the rehearsal of its work, so that the clock can be turned to what is due
//! and nobody has to guess whether it is still busy.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::progress::WorkState;

/// How the bot's work stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkReport {
    /// The movements of the clock that the bot had followed by then.
    pub movements: u64,
    /// Whether nothing was left to do before something new happened or the clock moved on.
    pub idle: bool,
    /// When delivery may go on where only its pace holds it back.
    pub held_until: Option<DateTime<Utc>>,
    /// What falls due first.
    pub next_due: Option<DateTime<Utc>>,
}

impl WorkReport {
    /// How work stands at `now`, after so many movements of the clock.
    pub fn of(standing: WorkState, movements: u64, now: DateTime<Utc>) -> Self {
        Self { movements, idle: standing.is_idle(now), held_until: standing.held(now), next_due: standing.next_due }
    }
}
