//! What was typed, at a moment: one time, several of which the people choose, or a day whose hour is still to come.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::calendar;
use super::figures::Reading;
use super::repetition::Every;
use super::unread::Unread;
use super::words::Part;

/// So far ahead a day can be, in months.
const FARTHEST_MONTHS: u32 = 12;

/// What was typed, taken apart.
#[derive(Clone, PartialEq)]
pub struct Spoken {
    /// It comes again each week or fortnight.
    pub every: Option<Every>,
    pub day: Day,
    /// A day of the week was named, and not its week.
    pub weekday: Option<Weekday>,
    /// None if no hour was given; two where it may be of the morning or of the evening, the likelier first.
    pub hours: Vec<Reading>,
    /// The part of the day that was named.
    pub part: Option<Part>,
    /// What is left over, as it was typed.
    pub title: Option<String>,
    pub spelt: Spelt,
}

/// How the day was spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelt {
    Right,
    /// One word is nearly the name of this day ("firday"), or names a feast and not surely its day ("valentine's dinner").
    /// Nothing is set before the people say so.
    Nearly,
}

/// Their words do not get into a log, whoever prints what.
impl fmt::Debug for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { every, day, hours, part, .. } = self;
        f.debug_struct("Spoken")
            .field("every", every)
            .field("day", day)
            .field("hours", hours)
            .field("part", part)
            .finish_non_exhaustive()
    }
}

/// The day that was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Day {
    /// None: the first on which the hour is still ahead.
    Soonest,
    /// One, or several readings of the same words.
    Named(Vec<NaiveDate>),
}

/// What it means, by the clock on the wall.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// One moment.
    Moment(NaiveDateTime),
    /// Several readings, the likelier first.
    OneOf(Vec<NaiveDateTime>),
    /// A day without an hour.
    Day(NaiveDate),
    /// Several readings of a day without an hour, or the days of a week.
    OneOfDays(Vec<NaiveDate>),
}

impl Spoken {
    /// What it means on the day `today`. `possible` says of a time on the wall whether it exists and is ahead.
    pub fn meaning(
        &self,
        today: NaiveDate,
        possible: impl Fn(NaiveDateTime) -> Result<(), Unread>,
    ) -> Result<Meaning, Unread> {
        let days = match &self.day {
            Day::Named(days) => days.clone(),
            Day::Soonest => calendar::days_from(today, 2).collect(),
        };
        if self.hours.is_empty() {
            return whole_days(&days, today);
        }
        let mut open: Vec<NaiveDateTime> = Vec::new();
        let mut closed = None;
        for hour in &self.hours {
            for day in &days {
                let Some(day) = (if hour.next_day { day.succ_opt() } else { Some(*day) }) else { continue };
                let local = day.and_time(hour.time);
                match possible(local) {
                    Ok(()) if open.contains(&local) => {}
                    Ok(()) => open.push(local),
                    Err(why) => closed = closed.or(Some(why)),
                }
                if self.day == Day::Soonest && open.contains(&local) {
                    break;
                }
            }
            // Two days and two hours would be four readings: the likelier hour is meant.
            if open.len() > 1 {
                break;
            }
        }
        match open[..] {
            [] => Err(closed.unwrap_or(Unread::Unclear)),
            [one] => Ok(Meaning::Moment(one)),
            [..] => Ok(Meaning::OneOf(open)),
        }
    }

    /// The same, with the day and the hour of `before` where none was typed. A day of the week may be the one nearest
    /// to it, too. `None`: a part of the day was typed without an hour, and the hour of `before` is not in it.
    #[must_use]
    pub fn or_as_before(&self, before: NaiveDateTime) -> Option<Self> {
        let day = match &self.day {
            Day::Soonest => Day::Named(vec![before.date()]),
            Day::Named(days) => {
                let nearest = self.weekday.and_then(|weekday| calendar::nearest(weekday, before.date()));
                let others = days.iter().copied().filter(|day| Some(*day) != nearest);
                Day::Named(nearest.into_iter().chain(others).collect())
            }
        };
        let own = vec![Reading { time: before.time(), next_day: false }];
        let hours = match (self.hours.is_empty(), self.part) {
            (false, _) => self.hours.clone(),
            (true, Some(part)) if !part.covers(before.time()) => return None,
            (true, _) => own,
        };
        Some(Self { day, hours, ..self.clone() })
    }
}

impl Part {
    /// Whether this hour of the day is in it.
    #[must_use]
    pub fn covers(self, time: NaiveTime) -> bool {
        match self {
            Self::Morning => (5..12).contains(&time.hour()),
            Self::Afternoon => (12..18).contains(&time.hour()),
            Self::Evening | Self::Night => time.hour() >= 17,
        }
    }
}

fn whole_days(days: &[NaiveDate], today: NaiveDate) -> Result<Meaning, Unread> {
    let ahead: Vec<NaiveDate> = days.iter().copied().filter(|day| *day >= today).collect();
    let farthest = farthest(today);
    let near = ahead.iter().copied().filter(|day| *day <= farthest).collect::<Vec<_>>();
    match near[..] {
        [] if ahead.is_empty() => Err(Unread::Past),
        [] => Err(Unread::TooFar),
        [one] => Ok(Meaning::Day(one)),
        [..] => Ok(Meaning::OneOfDays(near)),
    }
}

/// The last day that can be named.
#[must_use]
pub fn farthest(today: NaiveDate) -> NaiveDate {
    calendar::months_later(today, FARTHEST_MONTHS)
}
