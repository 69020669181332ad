//! Reading when an evening is to be, as people type it: `fri 19:30`, `24 December 18:00`, `tomorrow 8pm dinner at
//! the harbour`, `every other friday 19:30`.
//!
//! Here it is only told which words are a day, which an hour and which a title; what the words of a day mean is the
//! business of a library ([`days`]). Where people of different countries mean different days by the same words, or
//! an hour could be of the morning or of the evening, both readings come back, and the two choose. What is left over
//! is a title, unless it speaks of time ([`leftover`]): then nothing is set, for it would be at a wrong one.

mod days;
mod hours;
mod leftover;
mod weeks;

use crate::line;
use crate::phrase::Phrase;
use crate::zones::Zone;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};

use super::evening::Title;
use super::regular::Every;
use hours::{Bare, Hours, Part};

/// So far ahead an evening can be set, in months.
const FARTHEST_MONTHS: u32 = 12;
/// Words that are looked at; what comes after them could only be a title, and is too long for one.
const MOST_WORDS: usize = 40;

/// What was typed, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    /// It comes again each week or fortnight.
    pub every: Option<Every>,
    pub day: Day,
    /// A day of the week was named, and not its week.
    weekday: Option<Weekday>,
    /// None if no hour was given; two where it may be of the morning or of the evening, the evening first.
    hours: Vec<NaiveTime>,
    pub title: Option<Title>,
}

/// The day that was typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Day {
    /// None: the first on which the hour is still ahead.
    Soonest,
    /// One, or two readings of the same words.
    Named(Vec<NaiveDate>),
}

/// Why nothing came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Unclear,
    /// A day or an hour was found, and beside it words that speak of another.
    Unsure,
    /// "Every" is understood of a day of the week only.
    EveryWhat,
    NoSuchDay,
    NoSuchHour,
    Past,
    /// The clocks leave this time out.
    Skipped,
    TooFar,
}

impl Unread {
    /// The line that says so.
    pub(super) fn line(self) -> Phrase {
        match self {
            Self::Unclear => line::date_unclear(),
            Self::Unsure => line::date_unsure(),
            Self::EveryWhat => line::date_every_what(),
            Self::NoSuchDay => line::date_no_such_day(),
            Self::NoSuchHour => line::date_no_such_hour(),
            Self::Past => line::date_past(),
            Self::Skipped => line::date_skipped(),
            Self::TooFar => line::date_too_far(),
        }
    }
}

/// What it means, at a moment and by a clock.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// One moment, by the clock on the wall.
    Moment(NaiveDateTime),
    /// Two readings, the likelier first.
    Either(NaiveDateTime, NaiveDateTime),
    /// A day without an hour.
    Day(NaiveDate),
    /// Two readings of a day without an hour.
    EitherDay(NaiveDate, NaiveDate),
}

/// Takes apart what was typed. `now` is the couple's clock on the wall.
pub(super) fn read(typed: &str, now: NaiveDateTime) -> Result<Typed, Unread> {
    let words = Word::all(typed);
    let (every, words) = Every::read(&words);
    if every.is_some() && !words.first().is_some_and(Word::is_weekday) {
        return Err(Unread::EveryWhat);
    }
    let mut when = When::default();
    let taken = when.take(words, 0, now)?;
    let mut left = taken..words.len();
    if !when.is_whole() {
        // What is missing may stand at the end: "dinner friday 8pm", "friday dinner at 8".
        for start in left.clone() {
            let mut more = when.clone();
            if more.take(words, start, now)? == words.len() && more != when {
                when = more;
                left.end = start;
                break;
            }
        }
    }
    if leftover::speaks_of_time(words, left.clone(), &when) {
        return Err(match every {
            Some(_) => Unread::EveryWhat,
            None if when == When::default() => Unread::Unclear,
            None => Unread::Unsure,
        });
    }
    let hours = when.hours.within(when.part)?;
    let day = match (when.days, hours.is_empty()) {
        (Some(days), _) => Day::Named(days),
        (None, false) => Day::Soonest,
        (None, true) => return Err(Unread::Unclear),
    };
    Ok(Typed { every, day, weekday: when.weekday, hours, title: Word::title(&words[left]) })
}

impl Typed {
    /// The same, with the day and the hour of `before` where none was typed. A day of the week may be the one nearest
    /// to it, too.
    pub(super) fn or_as_before(&self, before: NaiveDateTime) -> Self {
        let day = match &self.day {
            Day::Soonest => Day::Named(vec![before.date()]),
            Day::Named(days) => {
                let nearest = self.weekday.and_then(|weekday| nearest(weekday, before.date()));
                let others = days.iter().copied().filter(|day| Some(*day) != nearest);
                Day::Named(nearest.into_iter().chain(others).collect())
            }
        };
        let hours = if self.hours.is_empty() { vec![before.time()] } else { self.hours.clone() };
        Self { day, hours, ..self.clone() }
    }

    /// What it means at `now` in `zone`.
    pub(super) fn meaning(&self, zone: Zone, now: DateTime<Utc>) -> Result<Meaning, Unread> {
        let today = now.with_timezone(&zone).date_naive();
        let days = match &self.day {
            Day::Named(days) => days.clone(),
            Day::Soonest => today.succ_opt().into_iter().fold(vec![today], |mut days, day| {
                days.push(day);
                days
            }),
        };
        if self.hours.is_empty() {
            return whole_days(&days, today);
        }
        let mut open = Vec::new();
        let mut closed = None;
        for hour in &self.hours {
            let readings = days.iter().map(|day| day.and_time(*hour));
            for local in readings {
                match check(local, zone, now) {
                    Ok(_) => open.push(local),
                    Err(why) => closed = closed.or(Some(why)),
                }
                if self.day == Day::Soonest && open.last() == Some(&local) {
                    break;
                }
            }
            // Two days and two hours would be four readings: the evening is meant.
            if open.len() > 1 {
                break;
            }
        }
        match open[..] {
            [] => Err(closed.unwrap_or(Unread::Unclear)),
            [one] => Ok(Meaning::Moment(one)),
            [one, other, ..] => Ok(Meaning::Either(one, other)),
        }
    }
}

fn whole_days(days: &[NaiveDate], today: NaiveDate) -> Result<Meaning, Unread> {
    let ahead: Vec<NaiveDate> = days.iter().copied().filter(|day| *day >= today).collect();
    let near = ahead.iter().copied().filter(|day| *day <= farthest(today)).collect::<Vec<_>>();
    match near[..] {
        [] if ahead.is_empty() => Err(Unread::Past),
        [] => Err(Unread::TooFar),
        [one] => Ok(Meaning::Day(one)),
        [one, other, ..] => Ok(Meaning::EitherDay(one, other)),
    }
}

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

fn farthest(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(FARTHEST_MONTHS)).unwrap_or(NaiveDate::MAX)
}

/// One word as it was typed, and as it is compared: in small letters, and as nothing within quotes.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    raw: &'a str,
    plain: String,
}

/// Signs in which a title can stand.
const QUOTES: [char; 7] = ['"', '“', '”', '„', '«', '»', '‟'];

impl<'a> Word<'a> {
    /// The words of what was typed. Those in quotes are a title, whatever they say.
    fn all(typed: &'a str) -> Vec<Self> {
        let mut words: Vec<Self> = Vec::new();
        // Where the quotes that are open now began.
        let mut opened = None;
        for raw in typed.split_whitespace().take(MOST_WORDS) {
            let plain = raw.trim_matches([',', ';']).to_lowercase();
            words.push(Self { raw, plain });
            if opened.is_none() && raw.starts_with(QUOTES) {
                opened = Some(words.len() - 1);
            }
            let closes = raw.trim_end_matches([',', ';']).ends_with(QUOTES) && raw.chars().count() > 1;
            if let Some(from) = opened.filter(|_| closes) {
                words[from..].iter_mut().for_each(|word| word.plain.clear());
                opened = None;
            }
        }
        words
    }

    /// The title that these words are; quotes around the whole of it are not part of it.
    fn title(words: &[Self]) -> Option<Title> {
        let joined = words.iter().map(|word| word.raw).collect::<Vec<_>>().join(" ");
        let bare = joined.trim_matches(|c| QUOTES.contains(&c) || matches!(c, ',' | ';'));
        Title::read(if words.iter().all(|word| word.plain.is_empty()) { bare } else { &joined })
    }

    fn is_weekday(&self) -> bool {
        days::weekday(&self.plain).is_some()
    }

    /// As it is compared; empty within quotes.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }
}

/// The day and the hour, as far as they were found.
#[derive(Clone, Debug, Default, PartialEq)]
struct When {
    days: Option<Vec<NaiveDate>>,
    /// The day of the week that was named, as long as its week was not.
    weekday: Option<Weekday>,
    hours: Hours,
    /// "Tonight", "friday morning": the hour is of this part of the day.
    part: Option<Part>,
}

impl When {
    fn is_whole(&self) -> bool {
        self.days.is_some() && !self.hours.is_empty()
    }

    /// Takes words from this place on as long as they are a day or an hour; returns the place behind them.
    fn take(&mut self, words: &[Word<'_>], from: usize, now: NaiveDateTime) -> Result<usize, Unread> {
        let mut at = from;
        loop {
            let joined = words.get(at).is_some_and(|word| matches!(word.plain(), "on" | "at" | "@" | "for" | "from"));
            let here = &words[(at + usize::from(joined)).min(words.len())..];
            let joint = if joined { Some(at) } else { at.checked_sub(1) }.map(|at| words[at].plain());
            let taken = match self.take_day(here, now)?.or_else(|| self.take_week(here, now)) {
                Some(taken) => Some(taken),
                None => self.take_hour(here, joint)?,
            };
            let Some(taken) = taken else { return Ok(at) };
            at += usize::from(joined) + taken;
        }
    }

    fn take_day(&mut self, words: &[Word<'_>], now: NaiveDateTime) -> Result<Option<usize>, Unread> {
        if self.days.is_some() {
            return Ok(None);
        }
        let Some(found) = days::find(words, now)? else { return Ok(None) };
        self.part = found.part;
        self.weekday = found.weekday;
        self.days = Some(found.days);
        Ok(Some(found.words))
    }

    fn take_week(&mut self, words: &[Word<'_>], now: NaiveDateTime) -> Option<usize> {
        let day = self.weekday?;
        let plain: Vec<&str> = words.iter().take(3).map(Word::plain).collect();
        let (week, taken) = weeks::behind_a_day(&plain)?;
        self.weekday = None;
        self.days = Some(week.days(day, now.date()));
        Some(taken)
    }

    /// An hour, behind the word `joint`.
    fn take_hour(&mut self, words: &[Word<'_>], joint: Option<&str>) -> Result<Option<usize>, Unread> {
        if !self.hours.is_empty() {
            return Ok(None);
        }
        let bare = match (joint, &self.days) {
            (Some("at" | "@"), _) => Bare::Said,
            // "Dinner for 12" says how many come.
            (Some("for"), _) | (_, None) => Bare::Nothing,
            (_, Some(_)) => Bare::Hour,
        };
        let Some((found, taken)) = hours::find(words, bare)? else { return Ok(None) };
        self.hours = found;
        Ok(Some(taken))
    }
}

/// The day of this name that lies nearest to `date`.
fn nearest(weekday: Weekday, date: NaiveDate) -> Option<NaiveDate> {
    days_from(date.checked_sub_days(Days::new(3))?, 7).find(|day| day.weekday() == weekday)
}

/// The days from `from` on, that one included.
pub(super) fn days_from(from: NaiveDate, count: u64) -> impl Iterator<Item = NaiveDate> {
    (0..count).filter_map(move |n| from.checked_add_days(Days::new(n)))
}

#[cfg(test)]
mod tests;
