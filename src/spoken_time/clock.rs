//! Hours as they stand in a line: `8 pm`, `8 Uhr 30`, `half past seven`, `halb acht`, `7 to 9pm`, `12 midnight`.

use super::figures::{Bare, Clock, Half, is_figures, two_digits};
use super::line::Line;
use super::words::{self, Sense};

/// The hour that stands here, and how many tokens it takes. `None`: these tokens are no hour at all.
pub(super) fn find(line: &Line<'_>, at: usize, bare: Bare) -> Option<(Clock, usize)> {
    if let Some(named) = middle(line, at) {
        return Some(named);
    }
    // Of "19:30-22:00" the beginning counts, if the end is an hour too.
    if let Some(from) = of_a_range(line.text(at), bare) {
        return Some((from, 1));
    }
    let (mut clock, mut taken) = in_words(line, at).or_else(|| in_figures(line, at, bare))?;
    // "12:00 midnight", "12 noon".
    if (clock.hour, clock.minute) == (12, 0)
        && let Some((named, more)) = middle(line, at + taken)
    {
        return Some((named, taken + more));
    }
    // The same of "7 to 9pm".
    let joint = line.text(at + taken);
    let sign = joint == "-";
    if (sign || words::means(joint, Sense::Until))
        && let Some((end, more)) = in_figures(line, at + taken + 1, Bare::Hour)
    {
        clock = clock.until(end);
        taken += 1 + more;
    }
    Some((clock, taken))
}

/// Noon or midnight.
fn middle(line: &Line<'_>, at: usize) -> Option<(Clock, usize)> {
    match (line.text(at), line.text(at + 1)) {
        ("meio", "dia") => Some((Clock::NOON, 2)),
        ("meia", "noite") => Some((Clock::MIDNIGHT, 2)),
        (word, _) if words::means(word, Sense::Noon) => Some((Clock::NOON, 1)),
        (word, _) if words::means(word, Sense::Midnight) => Some((Clock::MIDNIGHT, 1)),
        _ => None,
    }
}

/// The beginning of `19:30-22:00`, `7-9pm`.
fn of_a_range(word: &str, bare: Bare) -> Option<Clock> {
    let (from, until) = word.split_once('-')?;
    // One end that can only be an hour says that the other is one.
    let clear = is_figures(from) || is_figures(until);
    let bare = if clear { Bare::Hour } else { bare };
    Some(Clock::read(from, bare)?.until(Clock::read(until, bare)?))
}

/// Both ends of it, where nothing else can be meant.
pub(super) fn both_of_a_range(word: &str) -> Option<(Clock, Clock)> {
    let (from, until) = word.split_once('-')?;
    Some((Clock::read(from, Bare::Hour)?, Clock::read(until, Bare::Hour)?))
}

/// One hour that stands here, and not what may follow to the end of a stretch.
pub(super) fn one(line: &Line<'_>, at: usize, bare: Bare) -> Option<(Clock, usize)> {
    middle(line, at).or_else(|| in_words(line, at)).or_else(|| in_figures(line, at, bare))
}

/// `half past seven`, `a quarter to 8 pm`, `halb acht`, `viertel nach sieben`.
fn in_words(line: &Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let from = at + usize::from(line.text(at) == "a");
    let (part, side) = (line.text(from), line.text(from + 1));
    if part == "halb" {
        let (clock, taken) = in_figures(line, from + 1, Bare::Said).or_else(|| of_a_name(line, from + 1))?;
        let hour = clock.hour.checked_sub(1).filter(|_| clock.minute == 0 && clock.hour <= 12)?;
        return Some((Clock { hour: if hour == 0 { 12 } else { hour }, minute: 30, ..clock }, from - at + 1 + taken));
    }
    let (clock, taken) = in_figures(line, from + 2, Bare::Said).or_else(|| of_a_name(line, from + 2))?;
    let clock = match (part, side, clock.hour) {
        _ if clock.minute != 0 => return None,
        ("half", "past", _) => Clock { minute: 30, ..clock },
        ("quarter", "past", _) | ("viertel", "nach", _) => Clock { minute: 15, ..clock },
        ("quarter", "to", 1) | ("viertel", "vor", 1) => Clock { hour: 12, minute: 45, ..clock },
        ("quarter", "to", 2..=24) | ("viertel", "vor", 2..=24) => Clock { hour: clock.hour - 1, minute: 45, ..clock },
        _ => return None,
    };
    Some((clock, from - at + 2 + taken))
}

/// An hour whose number is a word of another language.
pub(super) fn of_a_name(line: &Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = words::number(line.text(at)).filter(|_| words::hour_name(line.text(at)).is_none())?;
    let (half, more) = followers(line, at + 1);
    Some((Clock { hour, minute: 0, half, of_24: false, midnight: false }, 1 + more))
}

/// `19:30`, `8 pm`, `8 o'clock`, `8 Uhr 30`; `seven` and `seven thirty` where an hour is looked for.
fn in_figures(line: &Line<'_>, at: usize, bare: Bare) -> Option<(Clock, usize)> {
    let word = line.text(at);
    if let Some(hour) = words::hour_name(word) {
        let minute = named_minute(line.text(at + 1));
        let told = 1 + usize::from(minute.is_some());
        let (half, more) = followers(line, at + told);
        let clock = Clock { hour, minute: minute.unwrap_or(0), half, of_24: false, midnight: false };
        return (bare == Bare::Said || more > 0).then_some((clock, told + more));
    }
    let (half, more) = followers(line, at + 1);
    let clock = Clock::read_with(word, if more > 0 { Bare::Hour } else { bare }, half)?;
    // "8 Uhr 30", "20 h 30".
    let minute = two_digits(line.text(at + 2)).filter(|_| clock.minute == 0 && half.is_none() && more == 1);
    if let Some(minute) = minute.filter(|_| !matches!(line.text(at + 1), "o'clock" | "oclock")) {
        return Some((Clock { minute, of_24: true, ..clock }, 3));
    }
    Some((clock, 1 + more))
}

fn named_minute(word: &str) -> Option<u32> {
    match word {
        "fifteen" => Some(15),
        "thirty" => Some(30),
        "forty-five" => Some(45),
        _ => None,
    }
}

/// "pm", "o'clock", "Uhr" behind the number of an hour, and how many tokens they take.
fn followers(line: &Line<'_>, at: usize) -> (Option<Half>, usize) {
    let clock = usize::from(words::means(line.text(at), Sense::OClock));
    let next = line.text(at + clock + 1);
    match line.text(at + clock) {
        // "20 Uhr am Freitag" is no morning: in German "am" stands before a day.
        "am" if words::names_a_day(next) && !words::is_english_weekday(next) => (None, clock),
        "am" | "a.m" => (Some(Half::Morning), clock + 1),
        "pm" | "p.m" | "p" => (Some(Half::Evening), clock + 1),
        _ => (None, clock),
    }
}

/// Whether these tokens are an hour, whatever stands before them.
pub(super) fn stands(line: &Line<'_>, at: usize, bare: Bare) -> bool {
    in_words(line, at).or_else(|| in_figures(line, at, bare)).is_some() || of_a_range(line.text(at), bare).is_some()
}
