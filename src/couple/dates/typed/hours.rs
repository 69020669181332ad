//! Hours as people type them: `19:30`, `19.30`, `19h30`, `8pm`, `8 pm`, `half past seven`.

use chrono::NaiveTime;

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

/// The half of the day that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Evening,
}

/// The hours that the first words can mean, the evening first, and how many words they take. `None`: these words are
/// no hour at all.
pub(super) fn find(words: &[Word<'_>], bare: Bare) -> Result<Option<(Vec<NaiveTime>, usize)>, Unread> {
    let Some(first) = words.first() else { return Ok(None) };
    let word = first.plain().trim_end_matches('.');
    if matches!(word, "noon" | "midday") {
        return Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|noon| (vec![noon], 1)));
    }
    // Of "19:30-22:00" the beginning counts, if the end is an hour too.
    if let Some((from, until)) = word.split_once(['-', '–'])
        && let (Some(from), Some(until)) = (Clock::read(from, bare), Clock::read(until, bare))
    {
        let half = from.half.or(until.half);
        return Ok(Some((Clock { half, ..from }.hours()?, 1)));
    }
    let Some((clock, mut taken)) = in_words(words).or_else(|| in_figures(words, bare)) else { return Ok(None) };
    let mut half = clock.half;
    // The same of "7 to 9pm".
    if let Some("to" | "until" | "till" | "-" | "–") = words.get(taken).map(Word::plain)
        && let Some((until, more)) = in_figures(&words[taken + 1..], Bare::Hour)
    {
        half = half.or(until.half);
        taken += 1 + more;
    }
    Ok(Some((Clock { half, ..clock }.hours()?, taken)))
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

    /// What it can mean; the evening first.
    fn hours(self) -> Result<Vec<NaiveTime>, Unread> {
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
