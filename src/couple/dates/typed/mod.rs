//! Reading when an evening is to be, as people type it: `fri 19:30`, `24 December 18:00`, `tomorrow 8pm dinner at
//! the harbour`, `every other friday 19:30`.
//!
//! Here it is only told which words are a day, which an hour and which a title; what the words of a day mean is the
//! business of a library ([`days`]). Where people of different countries mean different days by the same words, or
//! an hour could be of the morning or of the evening, both readings come back, and the two choose.

mod days;
mod hours;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::evening::Title;
use super::regular::Every;

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
    /// The key of the line that says so.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Unclear => "date-unclear",
            Self::EveryWhat => "date-every-what",
            Self::NoSuchDay => "date-no-such-day",
            Self::NoSuchHour => "date-no-such-hour",
            Self::Past => "date-past",
            Self::Skipped => "date-skipped",
            Self::TooFar => "date-too-far",
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
    let words: Vec<Word> = typed.split_whitespace().take(MOST_WORDS).map(Word::new).collect();
    let (every, words) = Every::read(&words);
    if every.is_some() && !words.first().is_some_and(Word::is_weekday) {
        return Err(Unread::EveryWhat);
    }
    let mut when = When::default();
    let mut title: Vec<&str> = Vec::new();
    let taken = when.take(words, now)?;
    title.extend(words[taken..].iter().map(|word| word.raw));
    if !when.is_whole() {
        // What is missing may stand at the end: "dinner friday 8pm", "friday dinner at 8".
        let rest = &words[taken..];
        for start in 0..rest.len() {
            let mut more = when.clone();
            if more.take(&rest[start..], now)? == rest.len() - start && more != when {
                when = more;
                title.truncate(start);
                break;
            }
        }
    }
    let day = match (when.days, when.hours.is_empty()) {
        (Some(days), _) => Day::Named(days),
        (None, false) => Day::Soonest,
        (None, true) => return Err(Unread::Unclear),
    };
    Ok(Typed { every, day, hours: when.hours, title: Title::read(&title.join(" ")) })
}

impl Typed {
    /// What it means at `now` in `zone`.
    pub(super) fn meaning(&self, zone: Tz, now: DateTime<Utc>) -> Result<Meaning, Unread> {
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
pub(super) fn check(local: NaiveDateTime, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, Unread> {
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

/// One word as it was typed, and as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    raw: &'a str,
    plain: String,
}

impl<'a> Word<'a> {
    fn new(raw: &'a str) -> Self {
        let plain = raw.trim_matches([',', ';']).to_lowercase();
        Self { raw, plain }
    }

    fn is_weekday(&self) -> bool {
        days::weekday(&self.plain).is_some()
    }

    pub(super) fn plain(&self) -> &str {
        &self.plain
    }
}

/// The day and the hour, as far as they were found.
#[derive(Clone, Debug, Default, PartialEq)]
struct When {
    days: Option<Vec<NaiveDate>>,
    hours: Vec<NaiveTime>,
    /// "Tonight": the hour is one of the evening.
    tonight: bool,
}

impl When {
    fn is_whole(&self) -> bool {
        self.days.is_some() && !self.hours.is_empty()
    }

    /// Takes words from the beginning as long as they are a day or an hour; returns how many.
    fn take(&mut self, words: &[Word<'_>], now: NaiveDateTime) -> Result<usize, Unread> {
        let mut at = 0;
        loop {
            let joined = words.get(at).is_some_and(|word| matches!(word.plain(), "on" | "at" | "@" | "for" | "from"));
            let here = &words[(at + usize::from(joined)).min(words.len())..];
            let said_at = joined && matches!(words[at].plain(), "at" | "@");
            let taken = match self.take_day(here, now)? {
                Some(taken) => Some(taken),
                None => self.take_hour(here, said_at)?,
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
        self.tonight = words[0].plain() == "tonight";
        self.days = Some(found.days);
        Ok(Some(found.words))
    }

    fn take_hour(&mut self, words: &[Word<'_>], said_at: bool) -> Result<Option<usize>, Unread> {
        if !self.hours.is_empty() {
            return Ok(None);
        }
        let bare = if said_at || self.days.is_some() { hours::Bare::Hour } else { hours::Bare::Nothing };
        let Some((mut found, taken)) = hours::find(words, bare)? else { return Ok(None) };
        if self.tonight && found.len() > 1 {
            found.truncate(1);
        }
        self.hours = found;
        Ok(Some(taken))
    }
}

/// The days from `from` on, that one included.
pub(super) fn days_from(from: NaiveDate, count: u64) -> impl Iterator<Item = NaiveDate> {
    (0..count).filter_map(move |n| from.checked_add_days(Days::new(n)))
}

#[cfg(test)]
mod tests;
