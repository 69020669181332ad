//! Hours in figures, one word each: `19:30`, `19.30`, `19h30`, `8pm`; and what an hour means in a part of the day.

use chrono::{NaiveTime, Timelike};

use super::unread::Unread;
use super::words::Part;

/// What a number without anything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// An hour, and so is its name: it stands behind "at".
    Said,
    /// An hour: it stands behind a day.
    Hour,
    Nothing,
}

/// The half of the day that was said with the hour: "am", "pm".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Evening,
}

impl Half {
    fn other(self) -> Self {
        match self {
            Self::Morning => Self::Evening,
            Self::Evening => Self::Morning,
        }
    }
}

/// An hour of the day that is meant, or of the night behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub time: NaiveTime,
    /// After midnight: on the day after the one that is named.
    pub next_day: bool,
}

/// Numbers that look like an hour, possible or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub half: Option<Half>,
    /// Written in a way that only the clock of 24 hours has: `07:30`, `19h`, `11:00`.
    pub of_24: bool,
    pub midnight: bool,
}

impl Clock {
    pub(super) const NOON: Self = Self { hour: 12, minute: 0, half: None, of_24: true, midnight: false };
    pub(super) const MIDNIGHT: Self = Self { hour: 0, minute: 0, half: None, of_24: true, midnight: true };

    /// One word of figures.
    pub(super) fn read(word: &str, bare: Bare) -> Option<Self> {
        Self::read_with(word, bare, None)
    }

    /// One word of figures, before its half of the day.
    pub(super) fn read_with(word: &str, bare: Bare, behind: Option<Half>) -> Option<Self> {
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let word = word.strip_suffix("ish").unwrap_or(word);
        let suffixes = [
            ("a.m", Half::Morning),
            ("p.m", Half::Evening),
            ("am", Half::Morning),
            ("pm", Half::Evening),
            ("p", Half::Evening),
        ];
        let halved = suffixes.iter().find_map(|(suffix, half)| Some((word.strip_suffix(suffix)?, *half)));
        let (digits, half) = halved.map_or((word, behind), |(digits, half)| (digits, Some(half)));
        let named = ["uhr", "hrs", "ч", "h"].iter().find_map(|suffix| digits.strip_suffix(suffix));
        let (digits, named) = (named.unwrap_or(digits), named.is_some());
        let digits = digits.trim_end_matches('.');
        let number =
            |text: &str| (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok());
        let zero = digits.len() > 1 && digits.starts_with('0');
        let clock = |hour, minute, of_24| Some(Self { hour, minute, half, of_24, midnight: false });
        if let Some((hour, minute)) = digits.split_once([':', '.', 'h']).or_else(|| digits.split_once("uhr")) {
            let with_h = digits.contains('h');
            let hour = number(hour)??;
            // "11:00" is an hour of the morning; for one so late in the evening people write 23:00.
            return clock(hour, two_digits(minute)?, zero || with_h || named || hour >= 10);
        }
        // "1930" where an hour is looked for, and "230 pm".
        let long = (digits.len() == 4 && bare != Bare::Nothing) || (matches!(digits.len(), 3 | 4) && half.is_some());
        if long && digits.bytes().all(|b| b.is_ascii_digit()) {
            let (hour, minute) = digits.split_at_checked(digits.len() - 2)?;
            return clock(number(hour)??, two_digits(minute)?, half.is_none());
        }
        let hour = number(digits)??;
        let is_hour = half.is_some() || named || bare != Bare::Nothing;
        is_hour.then(|| clock(hour, 0, zero || (named && word.ends_with('h'))))?
    }

    /// The same as the beginning of what ends at `end`, whose half of the day says its own: "7-9pm" lies in one half,
    /// "11-1pm" goes over noon.
    pub(super) fn until(self, end: Self) -> Self {
        let place = |clock: Self| (clock.hour % 12, clock.minute);
        let half = match (self.half, end.half) {
            (None, Some(half)) if (1..=12).contains(&self.hour) => {
                Some(if place(self) < place(end) { half } else { half.other() })
            }
            (half, _) => half,
        };
        Self { half, ..self }
    }

    /// Whether it is written as only the clock of 24 hours has it: "23:00", "07:00", "20".
    pub(super) fn is_of_24(self) -> bool {
        self.half.is_none() && (self.of_24 || self.hour > 12)
    }

    /// The same, by the clock of 24 hours.
    pub(super) fn as_of_24(self) -> Self {
        Self { of_24: self.of_24 || self.half.is_none(), ..self }
    }

    /// What it can mean without a part of the day: one time, or two, the evening first.
    fn open(self) -> Result<Vec<NaiveTime>, Unread> {
        let time = |hour| NaiveTime::from_hms_opt(hour, self.minute, 0).ok_or(Unread::NoSuchHour);
        match (self.half, self.hour) {
            (Some(Half::Morning), 1..=12) => Ok(vec![time(self.hour % 12)?]),
            (Some(Half::Evening), 1..=12) => Ok(vec![time(self.hour % 12 + 12)?]),
            // "19:30 pm" is no mistake worth a question.
            (Some(Half::Evening), 13..=23) if self.of_24 => Ok(vec![time(self.hour)?]),
            (Some(_), _) => Err(Unread::NoSuchHour),
            (None, 1..=11) if !self.of_24 => Ok(vec![time(self.hour + 12)?, time(self.hour)?]),
            (None, 24) if self.minute == 0 && self.of_24 => Err(Unread::NoSuchHour),
            (None, hour) => Ok(vec![time(hour)?]),
        }
    }

    /// The hours that are meant in this part of the day, the likelier first.
    pub(super) fn within(self, part: Option<Part>) -> Result<Vec<Reading>, Unread> {
        let on = |time| Reading { time, next_day: false };
        let behind = |time| Reading { time, next_day: true };
        if self.midnight || (self.hour == 12 && self.half == Some(Half::Morning) && part == Some(Part::Night)) {
            // "Friday at midnight": most mean the end of that day, some its beginning.
            let time = NaiveTime::MIN;
            return Ok(vec![behind(time), on(time)]);
        }
        let open = self.open()?;
        let hour = open.first().map_or(0, Timelike::hour);
        let early = open.last().copied().unwrap_or_default();
        match (part, &open[..]) {
            (None, open) => Ok(open.iter().copied().map(on).collect()),
            (Some(Part::Morning), [_, early]) => Ok(vec![on(*early)]),
            (Some(Part::Morning), [_]) if hour < 12 => Ok(vec![on(early)]),
            (Some(Part::Afternoon), [later, ..]) if (12..21).contains(&hour) => Ok(vec![on(*later)]),
            // One in the night is of the next day, or of the night before.
            (Some(Part::Night), _) if early.hour() <= 4 && self.half != Some(Half::Evening) => {
                Ok(vec![behind(early), on(early)])
            }
            (Some(Part::Evening | Part::Night), [later, ..]) if hour >= 16 => Ok(vec![on(*later)]),
            // "Friday night 10:30" is half past ten in the evening; twelve in the night could be either day's.
            (Some(Part::Evening | Part::Night), [one]) if (4..12).contains(&hour) && self.half.is_none() => {
                Ok(one.with_hour(hour + 12).map(on).into_iter().collect())
            }
            _ => Err(Unread::Unsure),
        }
    }
}

/// Whether a word is an hour in figures, whatever stands before it.
pub(super) fn is_figures(word: &str) -> bool {
    Clock::read(word, Bare::Nothing).is_some()
}

/// Whether a word holds the figures of an hour, even where it cannot be read as one: "19:3", "8:15:30pm".
pub(super) fn looks_like_hour(word: &str) -> bool {
    let colon = word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    let figures = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let end = &word[figures.len()..];
    let timed = matches!(end, "am" | "pm" | "a.m" | "p.m" | "uhr" | "h" | "hrs") && !figures.is_empty();
    colon || (timed && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

pub(super) fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
