//! What is kept of two people, for how long, and why (method 7): one table for all of it.
//!
//! | what | how long | why |
//! |---|---|---|
//! | a group in which nobody has paired | [`UNPAIRED`] after the greeting | one of the two may come back to it |
//! | a couple whose group the bot was taken out of, or cannot write to | [`OUT_OF_REACH`] | it may be a mistake; everything is as it was then |
//! | answers in private: ids of messages, places of choices | [`super::FORGOTTEN_AFTER`] from their card | to open them, or to share what did not open |
//! | a question in a private chat: eight at most | a day, and until something next happens there | to know what an answer belongs to |
//! | the title of an evening | thirty days after it | the calendar, and the list of evenings |
//! | a draft of an evening | a day | to go on with it |
//! | private taps on ideas | until one is proposed, or two days after the evening | the proposal |
//! | a talk that was parked | seven days | to take it up again |
//! | an invitation to a talk | a day | to accept it |
//! | that a lighter week was asked for | that week | to keep it light |
//! | cards, ideas and thoughts shown | the last 800, 400 and 300 | that none comes again too soon |
//! | settings, doors, topics, cards kept, evenings | until they are changed, or `/leave` | they are the couple's own |
//!
//! What has an age is forgotten by a timer that follows from the state, like everything else that comes by itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Bond, Couple, Presence};

/// A group in which nobody has paired.
pub const UNPAIRED: TimeDelta = TimeDelta::days(30);
/// A couple that nothing reaches.
pub const OUT_OF_REACH: TimeDelta = TimeDelta::days(90);

impl Couple {
    /// When all of it is forgotten (UTC), unless something happens before.
    pub(super) fn forgotten_at(&self) -> Option<DateTime<Utc>> {
        match self.bond {
            Bond::Open { .. } => self.greeted_at.map(|at| at + UNPAIRED),
            Bond::Closing(closing) => Some(closing.at),
            Bond::Two { .. } => self.silent_since.map(|at| at + OUT_OF_REACH),
        }
    }

    /// Notes since when nothing reaches the group.
    pub(super) fn note_silence(&mut self, now: DateTime<Utc>) {
        self.silent_since = match self.presence {
            Presence::Here => None,
            Presence::Away | Presence::Refused { .. } => self.silent_since.or(Some(now)),
        };
    }
}
