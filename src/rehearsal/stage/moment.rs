//! A moment as it is written on the command line: when a rehearsal begins.

use chrono::{DateTime, Datelike, Local, NaiveDateTime, TimeZone, Utc};

/// The years in which a rehearsal may begin. The tables of time zones say little of others.
const YEARS: std::ops::Range<i32> = 2000..2100;

/// A moment that cannot be read, and how to write one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAMoment {
    #[error(
        "write a day and an hour: 2026-11-24T18:00 by this machine's clock, 2026-11-24T18:00Z in UTC, or \
         2026-11-24T18:00+01:00"
    )]
    Unreadable,
    #[error("this machine's clock skips that hour; take one an hour later, or write it in UTC: 2026-11-24T18:00Z")]
    Skipped,
    #[error("that is too far from today: a rehearsal begins in one of the years from 2000 to 2099")]
    TooFar,
}

/// Reads a moment: an ISO 8601 day and hour, by this machine's clock unless `Z` or an offset stands behind it.
pub fn read(text: &str) -> Result<DateTime<Utc>, NotAMoment> {
    read_in(text, &Local)
}

fn read_in(text: &str, here: &impl TimeZone) -> Result<DateTime<Utc>, NotAMoment> {
    let text = text.trim().replacen(' ', "T", 1);
    let with_offset = ["%Y-%m-%dT%H:%M%#z", "%Y-%m-%dT%H:%M:%S%#z"];
    let without = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let elsewhere = with_offset.iter().find_map(|shape| DateTime::parse_from_str(&text, shape).ok());
    let moment = if let Some(moment) = elsewhere {
        moment.with_timezone(&Utc)
    } else {
        let local = without.iter().find_map(|shape| NaiveDateTime::parse_from_str(&text, shape).ok());
        // Of an hour that comes twice, the first.
        let moment = local.ok_or(NotAMoment::Unreadable)?.and_local_timezone(here.clone()).earliest();
        moment.ok_or(NotAMoment::Skipped)?.with_timezone(&Utc)
    };
    if YEARS.contains(&moment.year()) { Ok(moment) } else { Err(NotAMoment::TooFar) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zones::Zone;

    fn berlin() -> Zone {
        Zone::named("Europe/Berlin").expect("a zone")
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        for (text, moment) in [
            ("2026-11-24T18:00", "2026-11-24T17:00:00Z"),
            ("2026-11-24 18:00", "2026-11-24T17:00:00Z"),
            (" 2026-11-24T18:00:30 ", "2026-11-24T17:00:30Z"),
            ("2026-11-24T18:00Z", "2026-11-24T18:00:00Z"),
            ("2026-11-24T18:00:05z", "2026-11-24T18:00:05Z"),
            ("2026-11-24T18:00+05:30", "2026-11-24T12:30:00Z"),
            ("2026-11-24 18:00-0800", "2026-11-25T02:00:00Z"),
            ("2028-02-29T23:59", "2028-02-29T22:59:00Z"),
            // An hour that comes twice.
            ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        ] {
            assert_eq!(read_in(text, &berlin()), Ok(moment.parse().expect("an instant")), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "now", "18:00", "2026-11-24", "24.11.2026 18:00", "2027-02-29T18:00", "2026-11-24T25:00", "x"]
        {
            assert_eq!(read_in(text, &berlin()), Err(NotAMoment::Unreadable), "{text}");
        }
        assert_eq!(read_in("2027-03-28T02:30", &berlin()), Err(NotAMoment::Skipped));
        for text in ["1999-12-31T12:00", "2100-01-02T12:00", "9999-12-31T23:59Z", "0000-01-01T00:00Z"] {
            assert_eq!(read_in(text, &berlin()), Err(NotAMoment::TooFar), "{text}");
        }
    }
}
