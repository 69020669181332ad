//! One thing alone, where the question says what it is: an hour, two hours, a day of the week, a day to come. Read by
//! the same rules as a whole line; a word too many, and nothing is read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::figures::{Bare, Clock};
use super::line::Line;
use super::meaning::{Day, Spoken};
use super::reader::{self, Wanted};
use super::repetition;
use super::unread::Unread;
use super::whole::read_as;
use super::words::{self, Sense};
use super::{clock, dates};

/// The day on whose clock an hour alone is read. It could be any.
const ANY_DAY: NaiveDateTime = DateTime::UNIX_EPOCH.naive_utc();

/// An hour: one, or two where it may be of the morning or of the evening, the evening first.
pub fn hours(typed: &str) -> Result<Vec<NaiveTime>, Unread> {
    let spoken = read_as(typed, ANY_DAY, Wanted::Hour)?;
    let Spoken { every: None, day: Day::Soonest, title: None, .. } = spoken else { return Err(Unread::Unclear) };
    let mut hours: Vec<NaiveTime> = Vec::new();
    for hour in spoken.hours {
        if !hours.contains(&hour.time) {
            hours.push(hour.time);
        }
    }
    Ok(hours)
}

/// A stretch from one hour to another, as `23:00 7:00`, `10 pm to 7 am`, `22-7`. Where one of the two is of the clock of
/// 24 hours, so is the other. Where both could be of the morning or of the evening, it lasts half a day at most; if that
/// leaves two readings, both come back.
pub fn hours_between(typed: &str) -> Result<Vec<(NaiveTime, NaiveTime)>, Unread> {
    let line = Line::cut(typed).ok_or(Unread::Unclear)?;
    let ((from, from_part), (until, until_part)) = ends(&line).ok_or(Unread::Unclear)?;
    let of_24 = from.is_of_24() || until.is_of_24();
    let as_written = |clock: Clock| if of_24 { clock.as_of_24() } else { clock };
    let mut all = Vec::new();
    for begin in &as_written(from.until(until)).within(from_part)? {
        for end in &as_written(until).within(until_part)? {
            if !all.contains(&(begin.time, end.time)) {
                all.push((begin.time, end.time));
            }
        }
    }
    let short = |(from, until): &(NaiveTime, NaiveTime)| {
        let lasts = until.signed_duration_since(*from);
        let lasts = if lasts < TimeDelta::zero() { lasts + TimeDelta::days(1) } else { lasts };
        lasts > TimeDelta::zero() && lasts <= TimeDelta::hours(12)
    };
    if all.len() > 1 {
        all.retain(short);
    }
    if all.is_empty() { Err(Unread::Unsure) } else { Ok(all) }
}

/// An hour and the part of the day that was named with it.
type End = (Clock, Option<words::Part>);

/// The two ends of a stretch that is the whole line.
fn ends(line: &Line<'_>) -> Option<(End, End)> {
    let skip = |at: usize, links: &[&str]| at + usize::from(links.contains(&line.text(at)));
    let end = |at: usize| {
        let (clock, taken) = clock::one(line, at, Bare::Hour)?;
        let (part, more) = reader::part_at(line, at + taken).map_or((None, 0), |(part, more)| (Some(part), more));
        Some(((clock, part), at + taken + more))
    };
    if line.len() == 1 {
        let (from, until) = clock::both_of_a_range(line.text(0))?;
        return Some(((from, None), (until, None)));
    }
    let (from, at) = end(skip(0, &["from", "between", "von", "de", "dalle", "с"]))?;
    let joint = line.text(at);
    let links =
        matches!(joint, "-" | "and" | "und" | "y" | "et" | "e" | "и" | "a") || words::means(joint, Sense::Until);
    let at = at + usize::from(links);
    let (until, at) = end(at)?;
    (at == line.len()).then_some((from, until))
}

/// A day of the week: `friday`, `thurs`, `on fridays`, `every friday`.
#[must_use]
pub fn weekday(typed: &str) -> Option<Weekday> {
    let line = Line::cut(typed)?;
    let every = repetition::begins(&line, 0).1;
    let at = every + usize::from(words::means(line.text(every), Sense::On));
    let name = line.text(at);
    let feira = line.text(at + 1) == "feira";
    let named = words::weekday(name).or_else(|| words::weekdays(name)).or_else(|| words::feira(name));
    named.filter(|_| at + 1 + usize::from(feira) == line.len())
}

/// A day that comes each year, by its next time: `12 May`, `3/25`, `christmas day`. A year behind it changes nothing.
/// Where people of different countries mean different days by it, both come back.
pub fn day_of_each_year(typed: &str, today: NaiveDate) -> Result<Vec<NaiveDate>, Unread> {
    let line = Line::cut(typed).ok_or(Unread::Unclear)?;
    let at = usize::from(words::means(line.text(0), Sense::On));
    let found = dates::of_each_year(&line, at, today)?.ok_or(Unread::Unclear)?;
    if at + found.taken == line.len() { Ok(found.days) } else { Err(Unread::Unclear) }
}

/// Days that are meant by one that is to come, the soonest first: `friday`, `24 December`, `two weeks`.
pub fn days_ahead(typed: &str, now: NaiveDateTime) -> Result<Vec<NaiveDate>, Unread> {
    let spoken = read_as(typed, now, Wanted::Day)?;
    let Spoken { every: None, day: Day::Named(days), title: None, part: None, .. } = spoken else {
        return Err(Unread::Unclear);
    };
    if !spoken.hours.is_empty() {
        return Err(Unread::Unclear);
    }
    let mut ahead: Vec<NaiveDate> = days.into_iter().filter(|day| *day > now.date()).collect();
    ahead.sort_unstable();
    if ahead.is_empty() { Err(Unread::Past) } else { Ok(ahead) }
}
