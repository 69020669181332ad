//! Hours as people type them: `19:30`, `19.30`, `19h30`, `8pm`, `8 pm`, `half past seven`.

use chrono::{NaiveTime, Timelike};

use super::{Unread, Word};

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

/// The part of the day that was named with the day: "friday morning", "tonight".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    /// The evening, and the night behind it.
    Evening,
}

/// Hours that words can mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hours {
    /// None, one, or two where it may be of the morning or of the evening, the evening first.
    open: Vec<NaiveTime>,
    half: Option<Half>,
}

impl Hours {
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Those of the part of the day that was named. At one in the night both are left.
    pub(super) fn within(&self, part: Option<Part>) -> Result<Vec<NaiveTime>, Unread> {
        match (part, &self.open[..]) {
            (Some(Part::Afternoon), [later, _]) => Ok(vec![*later]),
            (Some(Part::Morning), [_, sooner]) => Ok(vec![*sooner]),
            (Some(Part::Evening), [evening, morning]) if morning.hour() >= 4 => Ok(vec![*evening]),
            // Twelve in the night is of the next day, or it is noon; and "friday night 10am" is neither.
            (Some(Part::Evening), [one]) if one.hour() == 12 || self.half == Some(Half::Morning) => Err(Unread::Unsure),
            (Some(Part::Evening), [one]) if (4..12).contains(&one.hour()) => {
                Ok(one.with_hour(one.hour() + 12).into_iter().collect())
            }
            (_, open) => Ok(open.to_vec()),
        }
    }
}

/// The hours that the first words can mean, and how many words they take. `None`: these words are no hour at all.
pub(super) fn find(words: &[Word<'_>], bare: Bare) -> Result<Option<(Hours, usize)>, Unread> {
    let Some(first) = words.first() else { return Ok(None) };
    let word = first.plain().trim_end_matches('.');
    if matches!(word, "noon" | "midday") {
        let noon = |hour| Hours { open: vec![hour], half: None };
        return Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|hour| (noon(hour), 1)));
    }
    // Of "19:30-22:00" the beginning counts, if the end is an hour too.
    if let Some(from) = of_a_range(word, bare) {
        return Ok(Some((from.hours()?, 1)));
    }
    let Some((mut clock, mut taken)) = in_words(words).or_else(|| in_figures(words, bare)) else { return Ok(None) };
    // The same of "7 to 9pm".
    if let Some("to" | "until" | "till" | "-" | "–") = words.get(taken).map(Word::plain)
        && let Some((until, more)) = in_figures(&words[taken + 1..], Bare::Hour)
    {
        clock = clock.until(until);
        taken += 1 + more;
    }
    Ok(Some((clock.hours()?, taken)))
}

/// The beginning of `19:30-22:00`, `7-9pm`.
fn of_a_range(word: &str, bare: Bare) -> Option<Clock> {
    let (from, until) = word.split_once(['-', '–'])?;
    Some(Clock::read(from, bare)?.until(Clock::read(until, bare)?))
}

/// `half past seven`, `a quarter to 8 pm`.
fn in_words(words: &[Word<'_>]) -> Option<(Clock, usize)> {
    let skip = usize::from(words.first()?.plain() == "a");
    let words = &words[skip..];
    let (part, side) = (words.first()?.plain(), words.get(1)?.plain());
    let (clock, taken) = in_figures(words.get(2..)?, Bare::Said)?;
    let clock = match (part, side, clock.hour) {
        _ if clock.minute != 0 => return None,
        ("half", "past", _) => Clock { minute: 30, ..clock },
        ("quarter", "past", _) => Clock { minute: 15, ..clock },
        ("quarter", "to", 1) => Clock { hour: 12, minute: 45, ..clock },
        ("quarter", "to", 2..=24) => Clock { hour: clock.hour - 1, minute: 45, ..clock },
        _ => return None,
    };
    Some((clock, skip + 2 + taken))
}

/// `19:30`, `8 pm`, `8 o'clock`; `seven` and `seven thirty` where an hour is looked for.
fn in_figures(words: &[Word<'_>], bare: Bare) -> Option<(Clock, usize)> {
    let word = words.first()?.plain().trim_end_matches('.');
    let named_minute = match words.get(1).map(Word::plain) {
        Some("fifteen") => Some(15),
        Some("thirty") => Some(30),
        Some("forty-five") => Some(45),
        _ => None,
    };
    let told = 1 + usize::from(named_minute.is_some());
    let (half, taken) = match words.get(told).map(Word::plain) {
        Some("o'clock" | "o’clock" | "h" | "uhr") => (None, told + 1),
        Some(next) if half(next).is_some() => (half(next), told + 1),
        _ => (None, told),
    };
    if let Some(hour) = named(word) {
        let minute = named_minute.unwrap_or(0);
        let is_hour = bare == Bare::Said || taken > told;
        return is_hour.then_some((Clock { hour, minute, half, of_24: false }, taken));
    }
    let (half, taken) = if named_minute.is_some() { (None, 1) } else { (half, taken) };
    let bare = if taken == 2 { Bare::Hour } else { bare };
    let clock = Clock::read(word, bare)?;
    Some((Clock { half: clock.half.or(half), ..clock }, taken))
}

/// The number of an hour that is written as a word.
pub(super) fn named(word: &str) -> Option<u32> {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    names.iter().zip(1..).find_map(|(name, number)| (*name == word).then_some(number))
}

/// Whether these words are an hour, whatever stands before them.
pub(super) fn is_clock(words: &[Word<'_>], bare: Bare) -> bool {
    in_words(words).or_else(|| in_figures(words, bare)).is_some()
        || words.first().is_some_and(|word| of_a_range(word.plain(), bare).is_some())
}

fn half(word: &str) -> Option<Half> {
    match word {
        "am" | "a.m" | "a.m." => Some(Half::Morning),
        "pm" | "p.m" | "p.m." => Some(Half::Evening),
        _ => None,
    }
}

/// Numbers that look like an hour, possible or not.
#[derive(Clone, Copy, Debug)]
struct Clock {
    hour: u32,
    minute: u32,
    half: Option<Half>,
    /// Written in a way that only the clock of 24 hours has: `07:30`, `19h`, `11:00`.
    of_24: bool,
}

impl Clock {
    fn read(word: &str, bare: Bare) -> Option<Self> {
        let suffixes = [("a.m", Half::Morning), ("p.m", Half::Evening), ("am", Half::Morning), ("pm", Half::Evening)];
        let halved = suffixes.iter().find_map(|(suffix, half)| Some((word.strip_suffix(suffix)?, *half)));
        let (digits, half) = halved.map_or((word, None), |(digits, half)| (digits, Some(half)));
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let number =
            |text: &str| (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok());
        let zero = digits.len() > 1 && digits.starts_with('0');
        if let Some((hour, minute)) = digits.split_once([':', '.', 'h']) {
            let with_h = digits.contains('h');
            let minute = if minute.is_empty() && with_h { 0 } else { two_digits(minute)? };
            let hour = number(hour)??;
            // "11:00" is an hour of the morning; for one so late in the evening people write 23:00.
            return Some(Self { hour, minute, half, of_24: zero || with_h || hour >= 10 });
        }
        if digits.len() == 4 && bare != Bare::Nothing && half.is_none() {
            let (hour, minute) = digits.split_at_checked(2)?;
            return Some(Self { hour: number(hour)??, minute: two_digits(minute)?, half, of_24: true });
        }
        let hour = number(digits)??;
        (half.is_some() || bare != Bare::Nothing).then_some(Self { hour, minute: 0, half, of_24: zero })
    }

    /// The same as the beginning of what ends at `end`, whose half of the day says its own: "7-9pm" lies in one half,
    /// "11-1pm" goes over noon.
    fn until(self, end: Self) -> Self {
        let place = |clock: Self| (clock.hour % 12, clock.minute);
        let half = match (self.half, end.half) {
            (None, Some(half)) if (1..=12).contains(&self.hour) => {
                Some(if place(self) < place(end) { half } else { half.other() })
            }
            (half, _) => half,
        };
        Self { half, ..self }
    }

    /// What it can mean.
    fn hours(self) -> Result<Hours, Unread> {
        Ok(Hours { open: self.open()?, half: self.half })
    }

    fn open(self) -> Result<Vec<NaiveTime>, Unread> {
        let time = |hour| NaiveTime::from_hms_opt(hour, self.minute, 0).ok_or(Unread::NoSuchHour);
        match (self.half, self.hour) {
            (Some(Half::Morning), 1..=12) => Ok(vec![time(self.hour % 12)?]),
            (Some(Half::Evening), 1..=12) => Ok(vec![time(self.hour % 12 + 12)?]),
            // "19:30 pm" is no mistake worth a question.
            (Some(Half::Evening), 13..=23) => Ok(vec![time(self.hour)?]),
            (Some(_), _) => Err(Unread::NoSuchHour),
            (None, 1..=11) if !self.of_24 => Ok(vec![time(self.hour + 12)?, time(self.hour)?]),
            (None, hour) => Ok(vec![time(hour)?]),
        }
    }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
