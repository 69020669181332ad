//! How often something was put to the two of late: so that one alone cannot ask the other without end.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::zones::Zone;

/// So long it counts.
const LATELY: TimeDelta = TimeDelta::days(1);

/// When something was asked within the last day (UTC). Not by whom, nor what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lately(Vec<DateTime<Utc>>);

impl Lately {
    /// Whether it may be asked once more, where `most` within a day and a night are enough.
    pub(super) fn has_room(&self, most: usize, now: DateTime<Utc>) -> bool {
        self.0.iter().filter(|at| counts(**at, now)).count() < most
    }

    /// The same for `most` on one day by the clock of `zone`, the couple's: who is told "tomorrow" can go on tomorrow.
    pub(super) fn has_room_today(&self, most: usize, zone: Zone, now: DateTime<Utc>) -> bool {
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        self.0.iter().filter(|at| counts(**at, now) && day(**at) == day(now)).count() < most
    }

    /// It is asked now.
    pub(super) fn note(&mut self, now: DateTime<Utc>) {
        self.0.retain(|at| counts(*at, now));
        self.0.push(now);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets what has had its day.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>) {
        self.0.retain(|at| counts(*at, now));
    }
}

/// What lies ahead was noted by a clock that was wrong.
fn counts(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at <= now && now - at < LATELY
}
