//! The regular evening: every week or fortnight, on a day and at an hour.
//!
//! It is worked out on the clock on the wall, from the first by whole weeks, and only then put into the zone: so the hour stays the hour across both clock changes, and an hour that a clock change leaves out
//! becomes the next minute that there is.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::evening::{Hold, Origin, Title};
use super::wall::Wall;
use crate::couple::{Couple, Rest, UserId};
use crate::spoken_time::Every;

/// So many of them are laid ahead.
const AHEAD: usize = 3;
/// The same, and one that begins at this very minute.
const AHEAD_AND_NOW: u16 = 4;
/// So long after its day it is known that one was left out.
const SKIPPED_KEPT: TimeDelta = TimeDelta::days(400);
/// Places of the rule that are looked at for them: a rest and what was skipped may lie over two years of weeks.
const PLACES_LOOKED_AT: u16 = 120;

impl Every {
    fn weeks(self) -> u16 {
        match self {
            Self::Week => 1,
            Self::Fortnight => 2,
        }
    }
}

/// The regular evening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regular {
    pub every: Every,
    /// The first of all, by the clock on the wall, wherever the two live.
    pub first: NaiveDateTime,
    #[serde(default)]
    pub title: Option<Title>,
    /// Who plans the next one that is laid.
    pub planner: UserId,
    pub hold: Hold,
    /// Places in the rule that the two left out.
    #[serde(default)]
    pub skipped: BTreeSet<NaiveDateTime>,
}

impl Regular {
    /// So many from `from` on, by the clock on the wall. The rule has no end.
    #[must_use]
    pub fn places(&self, from: NaiveDateTime, count: u16) -> Vec<NaiveDateTime> {
        let step = TimeDelta::weeks(self.every.weeks().into());
        let weeks_gone = (from - self.first).num_weeks().max(0) / i64::from(self.every.weeks());
        // The first of these may lie before `from`, by less than one step.
        let counted = i32::try_from(weeks_gone).unwrap_or(i32::MAX)..;
        let places = counted.map_while(|n| self.first.checked_add_signed(step.checked_mul(n)?));
        places.filter(|place| *place >= from).take(count.into()).collect()
    }

    /// Whether a rule of this kind that begins at `local` is this one.
    pub(super) fn is_same(&self, every: Every, local: NaiveDateTime) -> bool {
        let step = TimeDelta::weeks(every.weeks().into());
        self.every == every && (local - self.first).num_seconds() % step.num_seconds() == 0
    }
}

impl Rest {
    /// Whether the rest lies over this day.
    pub(super) fn covers(self, day: NaiveDate) -> bool {
        match self {
            Self::Awake => false,
            Self::Until(end) => day < end,
            Self::UntilResumed => true,
        }
    }
}

impl Couple {
    /// Lays the next regular evenings, as far as they are not laid yet.
    pub(super) fn lay_regular(&mut self, now: DateTime<Utc>) {
        let Some(regular) = &mut self.dates.regular else { return };
        let wall = now.with_timezone(&self.settings.zone).naive_local();
        // For so long, as a clock that was wrong may say that they have passed.
        regular.skipped.retain(|place| wall - *place < SKIPPED_KEPT);
        let rest = self.rest;
        if rest == Rest::UntilResumed {
            return;
        }
        // Few are enough while nothing rests.
        let ahead = regular.skipped.iter().filter(|place| **place > wall).count();
        let skipped = u16::try_from(ahead).unwrap_or(PLACES_LOOKED_AT);
        let looked_at = if rest == Rest::Awake { skipped.saturating_add(AHEAD_AND_NOW) } else { PLACES_LOOKED_AT };
        let awake = regular.places(wall, looked_at).into_iter().filter(|place| !rest.covers(place.date()));
        let open: Vec<NaiveDateTime> =
            awake.filter(|place| *place > wall && !regular.skipped.contains(place)).take(AHEAD).collect();
        for place in open {
            let at = self.settings.instant(place.date(), place.time());
            if at <= now {
                continue;
            }
            if self.dates.evenings.iter().all(|evening| evening.origin.place() != Some(place)) {
                self.lay_one(place, at, now);
            }
        }
    }

    fn lay_one(&mut self, place: NaiveDateTime, at: DateTime<Utc>, now: DateTime<Utc>) {
        let zone = self.settings.zone;
        // One that was set for that very moment becomes the regular one.
        if let Some(there) = self.dates.evenings.iter_mut().find(|evening| evening.at == at) {
            // Its own place, from which it was moved, would be laid again if nobody held it.
            if let Some(regular) = &mut self.dates.regular {
                regular.skipped.extend(there.origin.place());
            }
            there.origin = Origin::Regular(place);
            there.wall = Some(Wall { local: place, zone });
            return;
        }
        let people = self.people();
        let Some(regular) = &mut self.dates.regular else { return };
        let (planner, hold, title) = (regular.planner, regular.hold, regular.title.clone());
        // They take turns.
        if let Some(other) = people.map(|two| two.other(planner)) {
            regular.planner = other;
        }
        let id = self.add_evening(planner, place, None, title, now);
        if let Some(evening) = self.dates.evening_mut(id) {
            evening.origin = Origin::Regular(place);
            match hold {
                Hold::Firm => evening.is_firm_now(),
                Hold::One(_) => evening.hold = hold,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::zones::Zone;
    use chrono::{Datelike, Timelike};
    use proptest::prelude::*;

    use super::*;
    use crate::couple::Settings;

    fn regular(every: Every, first: &str) -> Regular {
        let first = first.parse().expect("a local time");
        let skipped = BTreeSet::new();
        Regular { every, first, title: None, planner: UserId(1), hold: Hold::Firm, skipped }
    }

    #[test]
    fn every_week_and_every_fortnight() {
        let days = |every| {
            let regular = regular(every, "2026-11-27T19:30:00");
            let places = regular.places(regular.first, 4);
            places.iter().map(|at| at.format("%d.%m. %H:%M").to_string()).collect::<Vec<_>>()
        };
        assert_eq!(days(Every::Week), ["27.11. 19:30", "04.12. 19:30", "11.12. 19:30", "18.12. 19:30"]);
        assert_eq!(days(Every::Fortnight), ["27.11. 19:30", "11.12. 19:30", "25.12. 19:30", "08.01. 19:30"]);
    }

    /// A year of Fridays in zones that change their clocks on different days, to different sides, and by half an hour.
    #[test]
    fn the_hour_stays_the_hour_across_both_clock_changes() {
        let zones = [
            Zone::named("Europe/Lisbon").expect("a zone"),
            Zone::named("America/New_York").expect("a zone"),
            Zone::named("Australia/Lord_Howe").expect("a zone"),
            Zone::named("America/Santiago").expect("a zone"),
        ];
        for zone in zones {
            let regular = regular(Every::Week, "2026-09-04T19:30:00");
            let settings = Settings::new(zone);
            let instants: Vec<DateTime<Utc>> =
                regular.places(regular.first, 53).iter().map(|at| settings.instant(at.date(), at.time())).collect();
            let mut hours = instants.iter().map(|at| at.with_timezone(&zone).time());
            assert!(hours.all(|hour| (hour.hour(), hour.minute()) == (19, 30)), "{zone}");
            let weeks: Vec<TimeDelta> = instants.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(weeks.iter().any(|week| *week > TimeDelta::weeks(1)), "{zone} has an autumn");
            assert!(weeks.iter().any(|week| *week < TimeDelta::weeks(1)), "{zone} has a spring");
        }
    }

    #[test]
    fn an_hour_that_is_left_out_becomes_the_next_minute_that_there_is() {
        let regular = regular(Every::Week, "2027-03-21T02:30:00");
        let settings = Settings::new(Zone::named("Europe/Berlin").expect("a zone"));
        let places = regular.places(regular.first, 3);
        let instants = places.iter().map(|at| settings.instant(at.date(), at.time()));
        let local: Vec<String> =
            instants.map(|at| at.with_timezone(&settings.zone).format("%d %H:%M").to_string()).collect();
        assert_eq!(local, ["21 02:30", "28 03:00", "04 02:30"]);
    }

    proptest! {
        /// Whatever the day and hour: the next one is ahead, on that day of the week, at that hour.
        #[test]
        fn the_next_one_keeps_its_day_and_hour(
            days in 0_i64..3_000, minute in 0_i64..1440, later in 0_i64..1_000_000, fortnight: bool,
        ) {
            let first = DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::days(20_000 + days) + TimeDelta::minutes(minute);
            let every = if fortnight { Every::Fortnight } else { Every::Week };
            let regular = Regular { first, ..regular(every, "2026-11-27T19:30:00") };
            let from = first + TimeDelta::minutes(later);
            let next = *regular.places(from, 1).first().expect("there is no last one");
            prop_assert!(next >= from && next - from < TimeDelta::weeks(every.weeks().into()));
            prop_assert_eq!((next.weekday(), next.time()), (first.weekday(), first.time()));
            prop_assert_eq!((next - first).num_days() % i64::from(7 * every.weeks()), 0);
        }
    }
}
