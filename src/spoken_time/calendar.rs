//! Days of the calendar: the next of a name, of a number, of a date. Nothing here fails on the 29th of February.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Within so many years every date of the calendar comes: the 29th of February may be eight years away.
const EVERY_DATE: i32 = 8;
/// Within so many days every number up to 31 comes.
const TWO_MONTHS: u64 = 62;

/// The days from `from` on, that one included.
pub fn days_from(from: NaiveDate, count: u64) -> impl Iterator<Item = NaiveDate> {
    (0..count).filter_map(move |n| from.checked_add_days(Days::new(n)))
}

/// The next such day, today included.
pub(super) fn coming(day: Weekday, today: NaiveDate) -> NaiveDate {
    days_from(today, 7).find(|date| date.weekday() == day).unwrap_or(today)
}

/// The next such day, today not included.
pub(super) fn after(day: Weekday, today: NaiveDate) -> NaiveDate {
    today.succ_opt().map_or(today, |tomorrow| coming(day, tomorrow))
}

/// This day in the week of today, which begins on Monday.
pub(super) fn of_this_week(day: Weekday, today: NaiveDate) -> NaiveDate {
    let since_monday = u64::from(today.weekday().num_days_from_monday());
    let monday = today.checked_sub_days(Days::new(since_monday)).unwrap_or(today);
    coming(day, monday)
}

/// The day of this name that lies nearest to `date`.
pub(super) fn nearest(day: Weekday, date: NaiveDate) -> Option<NaiveDate> {
    Some(coming(day, date.checked_sub_days(Days::new(3))?))
}

/// The last such day before today.
pub(super) fn last(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    after(day, today).checked_sub_days(Days::new(if today.weekday() == day { 14 } else { 7 }))
}

pub(super) fn weeks_later(date: NaiveDate, weeks: u32) -> NaiveDate {
    date.checked_add_days(Days::new(7 * u64::from(weeks))).unwrap_or(NaiveDate::MAX)
}

/// So many days from today, which may lie behind it.
pub(super) fn days_away(today: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let date = if days < 0 { today.checked_sub_days(distance) } else { today.checked_add_days(distance) };
    date.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// The next day of this number within two months. `None`: no month has it.
pub(super) fn of_number(day: u32, today: NaiveDate) -> Option<NaiveDate> {
    days_from(today, TWO_MONTHS).find(|date| date.day() == day)
}

/// The next day of this number that is this day of the week.
pub(super) fn of_number_and_name(number: u32, day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    days_from(today, TWO_MONTHS).find(|date| date.day() == number && date.weekday() == day)
}

/// This date in `year`, or the next time that it comes. `None`: it never comes.
pub(super) fn of_date(day: u32, month: u32, year: Option<i32>, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => (today.year()..=today.year() + EVERY_DATE)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| *date >= today),
    }
}

/// So many months ahead.
pub(super) fn months_later(today: NaiveDate, months: u32) -> NaiveDate {
    today.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_29th_of_february_is_the_next_that_there_is() {
        for (today, next) in [
            ("2027-11-25", "2028-02-29"),
            ("2028-02-29", "2028-02-29"),
            ("2028-03-01", "2032-02-29"),
            ("2096-03-01", "2104-02-29"),
        ] {
            assert_eq!(of_date(29, 2, None, day(today)), Some(day(next)), "{today}");
        }
        assert_eq!(of_date(30, 2, None, day("2027-11-25")), None);
        assert_eq!(of_date(29, 2, Some(2027), day("2026-11-25")), None);
    }
}
