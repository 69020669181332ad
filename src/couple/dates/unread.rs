//! What cannot be set, and the line that says so.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};

use crate::couple::{Couple, Phrase};
use crate::line;
use crate::spoken_time::{Unread, farthest};
use crate::zones::Zone;

/// The instant of a local time that an evening can be set at: one that is ahead, exists, and is not too far off. Where
/// the clock shows it twice, the first of the two.
pub(super) fn check(local: NaiveDateTime, zone: Zone, now: DateTime<Utc>) -> Result<DateTime<Utc>, Unread> {
    let today = now.with_timezone(&zone);
    if local.date() > farthest(today.date_naive()) {
        return Err(Unread::TooFar);
    }
    if local <= today.naive_local() {
        return Err(Unread::Past);
    }
    let at = zone.from_local_datetime(&local).earliest().ok_or(Unread::Skipped)?.to_utc();
    if at <= now { Err(Unread::Past) } else { Ok(at) }
}

impl Couple {
    /// The line that says why nothing is set.
    pub(super) fn unread(&self, why: Unread) -> Phrase {
        match why {
            Unread::Unclear => line::date_unclear(),
            Unread::Unsure => line::date_unsure(),
            Unread::EveryWhat => line::date_every_what(),
            Unread::NoSuchDay => line::date_no_such_day(),
            Unread::NoSuchHour => line::date_no_such_hour(),
            Unread::Past => line::date_past(),
            Unread::Skipped => line::date_skipped(),
            Unread::TooFar => line::date_too_far(),
            Unread::OtherWish => line::date_other_wish(),
            Unread::OtherClock => line::date_other_clock(self.settings.zone.city()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spoken_time::{Meaning, read};

    fn meant(typed: &str, zone: Zone, now: DateTime<Utc>) -> Result<Meaning, Unread> {
        let wall = now.with_timezone(&zone).naive_local();
        read(typed, wall)?.meaning(wall.date(), |local| check(local, zone, now).map(drop))
    }

    fn berlin() -> Zone {
        Zone::named("Europe/Berlin").expect("a zone")
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    #[test]
    fn an_hour_that_the_clocks_leave_out_or_show_twice() {
        let march = "2027-03-26T12:00:00Z".parse().expect("an instant");
        assert_eq!(meant("sun 02:30", berlin(), march), Err(Unread::Skipped));
        let after = Meaning::Moment(local("2027-03-28T03:30:00"));
        assert_eq!(meant("sun 03:30", berlin(), march), Ok(after));
        let now = "2027-10-29T12:00:00Z".parse().expect("an instant");
        let twice = local("2027-10-31T02:30:00");
        let first = "2027-10-31T00:30:00Z".parse().expect("the first of the two");
        assert_eq!(check(twice, berlin(), now), Ok(first));
        // Between the two the first has gone by.
        let between = "2027-10-31T00:45:00Z".parse().expect("an instant");
        assert_eq!(check(twice, berlin(), between), Err(Unread::Past));
    }

    proptest! {
        /// What is accepted is ahead, within a year, and on the clock of every zone.
        #[test]
        fn what_is_accepted_is_on_the_clock(
            typed in "(fri|tomorrow|tonight|4/5|29 feb|sunday week|) ([0-9]{1,2}:[0-9]{2}|[0-9]{1,2}(|pm|am| at night)|midnight)",
            zone in 0..crate::zones::table().zones().len(), seconds in 1_700_000_000_i64..2_000_000_000,
        ) {
            let zone = crate::zones::table().zones().nth(zone).expect("a zone");
            let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
            let moments = match meant(&typed, zone, now) {
                Ok(Meaning::Moment(one)) => vec![one],
                Ok(Meaning::OneOf(all)) => all,
                _ => Vec::new(),
            };
            for local in moments {
                let at = check(local, zone, now).expect("it was accepted");
                prop_assert!(at > now && at - now < chrono::TimeDelta::days(368));
                prop_assert_eq!(at.with_timezone(&zone).naive_local(), local);
            }
        }
    }
}
