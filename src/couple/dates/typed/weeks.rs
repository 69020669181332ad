//! The week of a day of the week, where it is said: `friday in two weeks`, `friday next week`, `sunday week`.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::days::{self, weekday};
use super::days_from;

/// Which week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Week {
    Last,
    This,
    Next,
    /// "In two weeks."
    In(u32),
    /// "Sunday week": a week after the one to come.
    AfterTheNext,
}

impl Week {
    /// The day of this week that is meant, in each of the ways in which people count.
    pub(super) fn days(self, day: Weekday, today: NaiveDate) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = match self {
            Self::Last => before(of_calendar(day, today), 7).into_iter().collect(),
            Self::This => vec![of_calendar(day, today)],
            // Where weeks begin on Sunday, the Sunday of the next week is the one that comes first.
            Self::Next if day == Weekday::Sun => [after(today, day), later(of_calendar(day, today), 1)].to_vec(),
            Self::Next => vec![later(of_calendar(day, today), 1)],
            Self::In(weeks) => vec![later(coming(day, today), weeks), later(of_calendar(day, today), weeks)],
            // Said on a Sunday, it may be counted from today.
            Self::AfterTheNext => vec![later(coming(day, today), 1), later(after(today, day), 1)],
        };
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// The week that follows a day of the week, and how many words it takes.
pub(super) fn behind_a_day(plain: &[&str]) -> Option<(Week, usize)> {
    match plain {
        ["week", ..] => Some((Week::AfterTheNext, 1)),
        _ => said(plain),
    }
}

/// `in two weeks on friday`, `next week friday`, `a week on friday`.
pub(super) fn before_a_day(plain: &[&str]) -> Option<(Week, Weekday, usize)> {
    if let ["a", "week", "on" | "from", day, ..] = plain {
        return Some((Week::AfterTheNext, weekday(day)?, 4));
    }
    let (week, taken) = said(plain)?;
    let on = usize::from(plain.get(taken) == Some(&"on"));
    Some((week, weekday(plain.get(taken + on)?)?, taken + on + 1))
}

/// The day of the week, the last that was before today.
pub(super) fn last(day: Weekday, today: NaiveDate) -> Vec<NaiveDate> {
    before(after(today, day), if today.weekday() == day { 14 } else { 7 }).into_iter().collect()
}

fn said(plain: &[&str]) -> Option<(Week, usize)> {
    match plain {
        ["last", "week", ..] => Some((Week::Last, 2)),
        ["this", "week", ..] => Some((Week::This, 2)),
        ["next", "week", ..] => Some((Week::Next, 2)),
        ["in", number, "week" | "weeks", ..] => Some((Week::In(days::count(number)?), 3)),
        ["in", "a", "fortnight", ..] => Some((Week::In(2), 3)),
        _ => None,
    }
}

/// This day in the week of today, which begins on Monday.
fn of_calendar(day: Weekday, today: NaiveDate) -> NaiveDate {
    let monday = before(today, today.weekday().num_days_from_monday().into()).unwrap_or(today);
    days_from(monday, 7).find(|date| date.weekday() == day).unwrap_or(today)
}

/// The next such day, today included.
fn coming(day: Weekday, today: NaiveDate) -> NaiveDate {
    days_from(today, 7).find(|date| date.weekday() == day).unwrap_or(today)
}

/// The next such day, today not included.
fn after(today: NaiveDate, day: Weekday) -> NaiveDate {
    today.succ_opt().map_or(today, |tomorrow| coming(day, tomorrow))
}

fn before(date: NaiveDate, days: u64) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(days))
}

fn later(date: NaiveDate, weeks: u32) -> NaiveDate {
    date.checked_add_days(Days::new(7 * u64::from(weeks))).unwrap_or(NaiveDate::MAX)
}
