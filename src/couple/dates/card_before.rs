//! The card of a day of the year that is theirs comes also where they have set an evening for that day: before it.

use chrono::{DateTime, TimeDelta, Utc};

use super::after::After;
use super::evening::Evening;
use super::reminders::{moment, next_waking};
use crate::couple::Couple;
use crate::couple::rhythm::jitter;

/// A card comes at its hour if the evening begins so long after that, or later.
const WELL_BEFORE: TimeDelta = TimeDelta::hours(2);
/// Else it comes so long before what they are told of the evening that day.
const BEFORE_A_REMINDER: TimeDelta = TimeDelta::hours(1);

impl Couple {
    /// When the card that is due at `due` comes instead, as they have an evening on that day (UTC); `None` where it comes at
    /// its hour, or nothing is left of the day before the evening.
    pub(in crate::couple) fn before_their_evening(
        &self,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let (settings, chat) = (&self.settings, self.chat);
        let day = settings.day_of_card(chat, due);
        let is_held = |evening: &&Evening| !evening.rests() && evening.after != After::Moved;
        let of_that_day = self.dates.evenings.iter().filter(|evening| settings.day(evening.at) == day);
        let at = of_that_day.filter(is_held).map(|evening| evening.at).min()?;
        if due + WELL_BEFORE <= at {
            return None;
        }
        let reminders = self.dates.reminders.0.iter().filter_map(|lead| moment(*lead, settings, at));
        let first = reminders.filter(|told| settings.day(*told) == day).fold(at - WELL_BEFORE, DateTime::min);
        let early = next_waking(settings, first - BEFORE_A_REMINDER) + jitter(chat);
        let comes = early.max(now);
        (comes < due && settings.day_of_card(chat, early) == day && comes + BEFORE_A_REMINDER <= at).then_some(comes)
    }
}
