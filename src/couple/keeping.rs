//! What is kept of two people, for how long, and why (method 7): one table for all of it.
//!
//! | what | how long | why |
//! |---|---|---|
//! | a group in which nobody has paired | [`UNPAIRED`] after the greeting | one of the two may come back to it |
//! | a couple whose group the bot was taken out of, or cannot write to | [`OUT_OF_REACH`] | it may be a mistake; everything is as it was then |
//! | two who said in their first day that they are none | nothing | it was a mistake |
//! | a couple that one has left: the ids of the group and of the two | until the group hears of it, a day and an hour at most | to say one line ([`super::Closing`]) |
//! | whom one has left, with the one who left | [`super::APART`]; for good where they asked for that | that they are not bound again by a tap ([`super::KeptApart`]) |
//! | what one without a couple chose in their private chat | [`ALONE`] after their last tap or word there | they may be about to become one of two |
//! | a screen about doors or topics, open in a private chat | a minute after the last tap | nobody else is to find it |
//! | answers in private: ids of messages, places of choices | [`super::FORGOTTEN_AFTER`] from their card | to open them, or to share what did not open |
//! | a question in a private chat: eight at most, and eight whose day is over | [`super::FORGOTTEN_AFTER`], and until something next happens there | to know what an answer belongs to, and when one comes too late |
//! | the title of an evening | thirty days after it | the calendar, and the list of evenings |
//! | a draft of an evening | a day | to go on with it |
//! | an evening that was called off, a talk that was stopped | five minutes | it may have been a mistake |
//! | what each said of an evening | two days | the weight of its idea |
//! | private taps on ideas | until one is proposed, at the hour that stands there; two days after it where nothing can be said | the proposal |
//! | a talk that was parked | seven days | to take it up again |
//! | an invitation to a talk, and each one's private yes to it | a day | to accept it |
//! | that a lighter week was asked for | that week | to keep it light |
//! | when something was asked: greetings, talks, evenings | a day, and until something next happens there | that one alone cannot ask without end |
//! | a wish for a faster pace, or for something at night | until the other shares it, or another wish | it takes both |
//! | the day on which one of the two last did something in the group, not who | until the next | to come less often where nobody taps |
//! | a card that was just kept or put aside, and who kept it | five minutes, and until something next happens there | to undo it |
//! | the cards that were put aside today | until something next happens there on another day | they come on another day |
//! | cards, ideas and thoughts shown | the last 995, 400 and 300 | that none comes again too soon |
//! | evenings that were | the last thirty, without their titles | the list of evenings |
//! | places of a regular evening that were left out | 400 days after them | that none comes back when the clock was wrong |
//! | cards of their own: ids of messages, 30 of each at most | [`super::OWN_KEPT`], and until something next happens there; no longer than until it is taken back, or is missed in Telegram on its day | that they come on a day |
//! | a question in the group for such a card, and who answered it: four at most | seven days, and until something next happens there | to know what is a card, and to say that it is over |
//! | the days that they keep: day and month, no year; and which cards came on them, the last 64 | until they are taken back, or `/leave` | the card of that day, and that none comes again too soon |
//! | settings, their life now, doors, topics, cards kept | until they are changed, or `/leave` | they are the couple's own |
//!
//! What has an age is forgotten by a timer that follows from the state, like everything else that comes by itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Bond, Corner, Couple, Presence};

/// A group in which nobody has paired.
pub const UNPAIRED: TimeDelta = TimeDelta::days(30);
/// A person who belongs to no couple and has not tapped or written.
pub const ALONE: TimeDelta = TimeDelta::days(30);
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

impl Corner {
    /// When something of it is forgotten or closed by itself (UTC).
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        let alone = self.seen.map(|at| at + ALONE).filter(|_| self.holds_choices());
        let alone = alone.filter(|_| self.couples.is_empty());
        alone.into_iter().chain(self.screen_rests_at()).chain(self.apart.next_end()).min()
    }

    /// Who belongs to no couple and has not been here for long: all but whom they are kept apart from goes.
    pub(super) fn forget_if_alone(&mut self, now: DateTime<Utc>) {
        if self.couples.is_empty() && self.seen.is_some_and(|at| now - at >= ALONE) {
            *self = Self { apart: std::mem::take(&mut self.apart), ..Self::default() };
        }
    }
}
