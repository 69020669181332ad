//! How a time is said: as people say it, seen from the day on which they read it.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::{Phrase, line_for};
use crate::line;
use crate::zones::Zone;

/// So many days ahead a weekday alone says which day is meant.
const BY_ITS_WEEKDAY: i64 = 6;
/// So many days ahead its weekday and number say which day is meant.
const BY_ITS_NUMBER: i64 = 13;
/// Farther away than this, the year is said as well.
const HALF_A_YEAR: i64 = 182;
/// Farther away than this, a day of another year is said with it wherever it stands.
const FOUR_MONTHS: i64 = 120;
/// So long ahead one says how long it is, and not at what hour.
const SOON: TimeDelta = TimeDelta::hours(12);
/// The first hour of the day that is no morning any more.
const NOON: u32 = 12;

/// Where in a sentence a day is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    /// After "until" or "from": today, tomorrow, Friday, Thu 24 December.
    Name,
    /// The same in a message that is read on the days until then, too, when "tomorrow" would be another day: today, Friday,
    /// Thu 24 December.
    Deadline,
    /// As the answer to "when?": today, tomorrow, on Friday, on Thu 24 December.
    When,
}

/// A time of day, as `20:00`.
pub(super) fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A day, read on the day `today`.
pub(super) fn day(day: NaiveDate, today: NaiveDate, how: As) -> Phrase {
    let ahead = (day - today).num_days();
    let name = match ahead {
        0 => return line::said_today(),
        1 if how != As::Deadline => return line::said_tomorrow(),
        1..=BY_ITS_WEEKDAY => line_for::weekday(day.weekday()),
        _ => date(day, ahead),
    };
    if how == As::When { line::said_on(name) } else { name }
}

/// A day with its hour: "today 19:00", "on Friday 19:00", "Thu 24 December 19:00".
pub(super) fn moment(at: NaiveDateTime, today: NaiveDate, how: As) -> Phrase {
    let ahead = (at.date() - today).num_days();
    // Before a date that is a number already, "on" would only be in the way.
    let how = if how == As::When && !(0..=BY_ITS_WEEKDAY).contains(&ahead) { As::Name } else { how };
    line::SaidMoment { day: day(at.date(), today, how), time: clock(at.time()) }.phrase()
}

/// A day in full, as "Thursday 24 December": for what stays in the chat, where "today" would be wrong on the next day. With
/// its year, where on the day `today` it may not be plain which one is meant.
pub(super) fn in_full(day: NaiveDate, today: NaiveDate) -> Phrase {
    let (number, month) = (i64::from(day.day()), line_for::month(day));
    let weekday = line_for::weekday(day.weekday());
    if has_year(day, today) {
        line::SaidInFullYear { day: number, month, weekday, year: year(day) }.phrase()
    } else {
        line::SaidInFull { day: number, month, weekday }.phrase()
    }
}

/// A day without its weekday: "5 December".
pub(super) fn day_and_month(day: NaiveDate) -> Phrase {
    line::SaidDayMonth { day: i64::from(day.day()), month: line_for::month(day) }.phrase()
}

/// Whether a day is said with its year: it lies in another one, and not near.
fn has_year(day: NaiveDate, today: NaiveDate) -> bool {
    day.year() != today.year() && (day - today).num_days().abs() > FOUR_MONTHS
}

fn year(day: NaiveDate) -> String {
    day.format("%Y").to_string()
}

/// A day in a few letters, for a button.
pub(super) fn short(day: NaiveDate, today: NaiveDate) -> Phrase {
    let (number, month) = (i64::from(day.day()), line_for::month_short(day));
    let weekday = line_for::weekday_short(day.weekday());
    if has_year(day, today) {
        line::SaidShortYear { day: number, month, weekday, year: year(day) }.phrase()
    } else {
        line::SaidShort { day: number, month, weekday }.phrase()
    }
}

/// A moment in a few letters, for a list or for a button that has a row of its own.
pub(super) fn short_moment(at: NaiveDateTime, today: NaiveDate) -> Phrase {
    line::SaidShortMoment { day: short(at.date(), today), time: clock(at.time()) }.phrase()
}

/// A moment in the fewest letters, for a button in a row of two: "Thu 3, 18:00", farther ahead "24 Dec, 18:00", and of
/// another year "24 Dec 2027", as there is no room for its hour.
pub(super) fn shortest_moment(at: NaiveDateTime, today: NaiveDate) -> Phrase {
    if has_year(at.date(), today) {
        let month = line_for::month_short(at.date());
        return line::SaidShortestDayYear { day: i64::from(at.day()), month, year: year(at.date()) }.phrase();
    }
    shortest_of_a_year(at, today)
}

/// The same without a year.
fn shortest_of_a_year(at: NaiveDateTime, today: NaiveDate) -> Phrase {
    let (day, time) = (i64::from(at.day()), clock(at.time()));
    if (0..=BY_ITS_NUMBER).contains(&(at.date() - today).num_days()) {
        line::SaidShortestMoment { day, time, weekday: line_for::weekday_short(at.weekday()) }.phrase()
    } else {
        line::SaidShortestMomentMonth { day, month: line_for::month_short(at.date()), time }.phrase()
    }
}

/// From one moment to another, for a button that has a row of its own. A year would not fit twice.
pub(super) fn shift(from: NaiveDateTime, to: NaiveDateTime, today: NaiveDate) -> Phrase {
    line::SaidShift { from: shortest_of_a_year(from, today), to: shortest_of_a_year(to, today) }.phrase()
}

/// A day of the past, with its year: "26 November 2025".
pub(super) fn since(day: NaiveDate) -> Phrase {
    line::SaidSince { day: i64::from(day.day()), month: line_for::month(day), year: year(day) }.phrase()
}

/// How far away a moment is: "in two hours", "in 20 minutes"; what is not soon is said by its day and hour.
pub(super) fn from_now(at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> Phrase {
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    if at <= now || at - now > SOON {
        return moment(local(at), local(now).date(), As::When);
    }
    let minutes = ((at - now).num_seconds() + 30) / 60;
    match minutes {
        ..=7 => line::said_in_a_moment(),
        8..=52 if (25..=34).contains(&minutes) => line::said_in_half_an_hour(),
        8..=52 => line::said_in_minutes((minutes + 2) / 5 * 5),
        75..=104 => line::said_in_an_hour_and_a_half(),
        135..=164 => line::said_in_two_and_a_half_hours(),
        _ => line::said_in_hours((minutes + 30) / 60),
    }
}

/// Whether one says "good morning" at this hour.
pub(super) fn is_morning(time: NaiveTime) -> bool {
    time.hour() < NOON
}

fn date(day: NaiveDate, ahead: i64) -> Phrase {
    let (number, month) = (i64::from(day.day()), line_for::month(day));
    let weekday = line_for::weekday_short(day.weekday());
    if ahead.abs() > HALF_A_YEAR {
        line::SaidDateYear { day: number, month, weekday, year: year(day) }.phrase()
    } else {
        line::SaidDate { day: number, month, weekday }.phrase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::Library;

    fn said(phrase: &Phrase) -> String {
        let library = Library::embedded().expect("a sound library");
        library.voice().say(phrase, str::to_owned)
    }

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_day_is_said_as_one_says_it_on_that_day() {
        let today = at("2026-11-26T00:00:00").date();
        let cases = [
            ("2026-11-26T19:00:00", ["today 19:00", "today 19:00", "today 19:00"]),
            ("2026-11-27T19:00:00", ["tomorrow 19:00", "Friday 19:00", "tomorrow 19:00"]),
            ("2026-11-28T09:30:00", ["Saturday 09:30", "Saturday 09:30", "on Saturday 09:30"]),
            ("2026-12-02T19:00:00", ["Wednesday 19:00", "Wednesday 19:00", "on Wednesday 19:00"]),
            ("2026-12-03T19:00:00", ["Thu 3 December 19:00"; 3]),
            ("2026-11-25T19:00:00", ["Wed 25 November 19:00"; 3]),
            ("2027-11-20T19:00:00", ["Sat 20 November 2027 19:00"; 3]),
        ];
        for (when, expected) in cases {
            let ways = [As::Name, As::Deadline, As::When].map(|how| said(&moment(at(when), today, how)));
            assert_eq!(ways, expected);
        }
        let day_of = |text, how| said(&day(at(text).date(), today, how));
        assert_eq!(day_of("2026-12-24T00:00:00", As::When), "on Thu 24 December");
        assert_eq!(day_of("2026-11-27T00:00:00", As::When), "tomorrow");
    }

    #[test]
    fn what_stays_in_the_chat_names_its_day() {
        let eve = at("2026-12-24T18:00:00");
        let in_november = at("2026-11-26T00:00:00").date();
        assert_eq!(said(&in_full(eve.date(), in_november)), "Thursday 24 December");
        assert_eq!(said(&short_moment(eve, in_november)), "Thu 24 Dec, 18:00");
        assert_eq!(said(&in_full(at("2027-02-01T00:00:00").date(), in_november)), "Monday 1 February", "it is near");
        let in_a_year = at("2027-11-26T00:00:00");
        assert_eq!(said(&in_full(in_a_year.date(), in_november)), "Friday 26 November 2027");
        assert_eq!(said(&short_moment(in_a_year, in_november)), "Fri 26 Nov 2027, 00:00");
        let shifted = |to: &str, today: &str| said(&shift(eve, at(to), at(today).date()));
        assert_eq!(shifted("2026-12-25T18:30:00", "2026-12-20T00:00:00"), "Thu 24, 18:00 → Fri 25, 18:30");
        assert_eq!(shifted("2026-12-25T18:30:00", "2026-11-26T00:00:00"), "24 Dec, 18:00 → 25 Dec, 18:30");
        let shortest = |of: &str| said(&shortest_moment(at(of), in_november));
        assert_eq!(shortest("2026-12-09T19:00:00"), "Wed 9, 19:00");
        assert_eq!(shortest("2026-12-10T19:00:00"), "10 Dec, 19:00");
        assert_eq!(shortest("2027-01-10T19:00:00"), "10 Jan, 19:00", "it is near");
        assert_eq!(shortest("2027-10-31T20:00:00"), "31 Oct 2027");
        assert_eq!(said(&since(eve.date())), "24 December 2026");
    }

    #[test]
    fn what_is_soon_is_said_by_how_long_it_is() {
        let zone = Zone::named("Europe/Lisbon").expect("a zone");
        let now: DateTime<Utc> = "2026-11-26T15:00:00Z".parse().expect("an instant");
        let cases = [
            (3, "in a few minutes"),
            (10, "in 10 minutes"),
            (22, "in 20 minutes"),
            (30, "in half an hour"),
            (60, "in an hour"),
            (74, "in an hour"),
            (75, "in an hour and a half"),
            (104, "in an hour and a half"),
            (119, "in two hours"),
            (120, "in two hours"),
            (150, "in two and a half hours"),
            (165, "in three hours"),
            (300, "in five hours"),
            (720, "in twelve hours"),
            (1440, "tomorrow 15:00"),
            (-30, "today 14:30"),
        ];
        for (minutes, expected) in cases {
            assert_eq!(said(&from_now(now + TimeDelta::minutes(minutes), now, zone)), expected);
        }
    }

    #[test]
    fn the_morning_ends_at_noon() {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
        assert!(is_morning(hour(8)) && is_morning(hour(11)) && !is_morning(hour(12)) && !is_morning(hour(20)));
    }
}
