//! What records and buttons of date nights call by a number or a name.

use serde::{Deserialize, Serialize};

use crate::prompts::named;

/// The number of an evening, in the order in which they were set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EveningId(pub u32);

/// The number of an offer: tells today's buttons from yesterday's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfferSerial(pub u32);

named!(
    /// How long before the evening.
    Lead {
        /// The day before, at the hour of their card.
        DayBefore = "day",
        /// On the day, five hours ahead.
        FiveHours = "five",
        TwoHours = "two",
    }
);

named!(
    /// How long an evening may take, at most.
    Span {
        Short = "short",
        Medium = "medium",
        Long = "long",
    }
);

named!(
    /// How it was.
    Verdict {
        Loved = "loved",
        Fine = "fine",
        NotForUs = "not-for-us",
        /// It did not happen then.
        Moved = "moved",
    }
);

/// What a delivered message about date nights was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateTag {
    Offer(OfferSerial),
    Reminder(EveningId, Lead),
    After(EveningId),
    /// An evening's own card.
    Evening(EveningId),
}

/// Whether the two were asked before something goes, or stands twice on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    NotYet,
    Yes,
}
