//! Hours as people type them: `19:30`, `19.30`, `19h30`, `8pm`, `8 pm`.

use chrono::NaiveTime;

use super::{Unread, Word};

/// What a number without anything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// An hour: it stands behind a day, or behind "at".
    Hour,
    Nothing,
}

/// The half of the day that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
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
    let next = words.get(1).map(Word::plain);
    let (half, taken) = match next.map(|next| (half(next), next)) {
        Some((Some(half), _)) => (Some(half), 2),
        Some((None, "o'clock" | "o’clock" | "h" | "uhr")) => (None, 2),
        _ => (None, 1),
    };
    let bare = if taken == 2 { Bare::Hour } else { bare };
    let Some(clock) = Clock::read(word, bare) else { return Ok(None) };
    let half = clock.half.or(half);
    Ok(Some((Clock { half, ..clock }.hours()?, taken)))
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
        if digits.len() == 4 && bare == Bare::Hour && half.is_none() {
            let (hour, minute) = digits.split_at_checked(2)?;
            return Some(Self { hour: number(hour)??, minute: two_digits(minute)?, half, of_24: true });
        }
        let hour = number(digits)??;
        (half.is_some() || bare == Bare::Hour).then_some(Self { hour, minute: 0, half, of_24: zero })
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
