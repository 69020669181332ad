//! Dates: `24 december`, `december 24th 2026`, `24/12`, `24.12.`, `dec first`, `24 de diciembre`, `christmas eve`.

use chrono::{Datelike, NaiveDate};

use super::figures::Bare;
use super::line::Line;
use super::unread::Unread;
use super::words;
use super::{calendar, clock};

/// Days of the calendar, one for each reading, and how many tokens they take.
pub(super) struct Found {
    pub days: Vec<NaiveDate>,
    pub taken: usize,
}

/// A date as it was said: each reading is a day and a month.
struct Date {
    readings: Vec<(u32, u32)>,
    year: Option<i32>,
    taken: usize,
}

/// The date that stands here.
pub(super) fn find(line: &Line<'_>, at: usize, today: NaiveDate) -> Result<Option<Found>, Unread> {
    let date = in_words(line, at, today).or_else(|| of_year(line, at, today)).or_else(|| in_figures(line, at));
    date.map(|date| of_readings(&date, today)).transpose()
}

/// The date that stands here, as a day that comes each year: by its next time, whatever year is said with it.
pub(super) fn of_each_year(line: &Line<'_>, at: usize, today: NaiveDate) -> Result<Option<Found>, Unread> {
    let date = in_words(line, at, today).or_else(|| of_year(line, at, today)).or_else(|| in_figures(line, at));
    let Some(mut date) = date.or_else(|| with_dot(line.text(at))) else { return Ok(None) };
    let of = usize::from(words::means(line.text(at + date.taken), words::Sense::Of));
    if date.year.is_none() && full_year(line.text(at + date.taken + of)).is_some() {
        date.taken += 1 + of;
    }
    of_readings(&Date { year: None, ..date }, today).map(Some)
}

fn of_readings(date: &Date, today: NaiveDate) -> Result<Found, Unread> {
    let on = |(day, month): &(u32, u32)| calendar::of_date(*day, *month, date.year, today);
    let mut days: Vec<NaiveDate> = date.readings.iter().filter_map(on).collect();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() { Err(Unread::NoSuchDay) } else { Ok(Found { days, taken: date.taken }) }
}

/// `24 december`, `24th of december 2026`, `december 24`, `24. Dezember`, `24 de diciembre de 2026`.
fn in_words(line: &Line<'_>, at: usize, today: NaiveDate) -> Option<Date> {
    let skip = usize::from(matches!(line.text(at), "the" | "le" | "el" | "il" | "den" | "am"));
    let from = at + skip;
    let (first, second) = (line.text(from), line.text(from + 1));
    let of = usize::from(words::means(second, words::Sense::Of));
    let month_behind = words::month(line.text(from + 1 + of));
    let (day, month, taken) = match (day_number(first), month_behind, words::month(first), day_number(second)) {
        (Some(day), Some(month), ..) => (day, month, 2 + of),
        (_, _, Some(month), Some(day)) => (day, month, 2),
        _ => return None,
    };
    let of = usize::from(words::means(line.text(from + taken), words::Sense::Of));
    let year = year(line.text(from + taken + of)).filter(|year| {
        // "24 dec 2030" without another hour says half past eight.
        let near = (today.year()..=today.year() + 1).contains(year);
        let is_hour = clock::stands(line, from + taken + of, Bare::Hour);
        near || !is_hour || (0..line.len()).any(|other| clock::stands(line, other, Bare::Nothing))
    });
    let taken = taken + if year.is_some() { 1 + of } else { 0 };
    Some(Date { readings: vec![(day, month)], year, taken: skip + taken })
}

/// The number of a day, in figures or as an English ordinal.
fn day_number(word: &str) -> Option<u32> {
    let ordinals = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    number(word).or_else(|| (1..).zip(ordinals).find_map(|(number, name)| (name == word).then_some(number)))
}

/// Days of the year that have a name and always the same date.
fn of_year(line: &Line<'_>, at: usize, today: NaiveDate) -> Option<Date> {
    let (day, month, taken) = match line.texts(at)[..] {
        ["christmas" | "xmas", "eve", ..] => (24, 12, 2),
        ["christmas" | "xmas", "day", ..] => (25, 12, 2),
        ["boxing", "day", ..] => (26, 12, 2),
        ["new", "year's" | "years" | "year", "eve", ..] => (31, 12, 3),
        ["new", "year's" | "years", "day", ..] => (1, 1, 3),
        ["valentine's" | "valentines", "day", ..] => (14, 2, 2),
        ["heiligabend" | "nochebuena", ..] => (24, 12, 1),
        ["silvester" | "nochevieja", ..] => (31, 12, 1),
        _ => return None,
    };
    let year = year_behind(line.text(at + taken), today);
    Some(Date { readings: vec![(day, month)], year, taken: taken + usize::from(year.is_some()) })
}

/// The year behind a feast, where it is this one or the next: "christmas 2027" is at no hour.
fn year_behind(word: &str, today: NaiveDate) -> Option<i32> {
    year(word).filter(|year| (today.year()..=today.year() + 1).contains(year))
}

/// Feasts as they are called for short, where no other day stands in the line. Some keep Christmas on its eve.
pub(super) fn of_a_feast(plain: &[&str], today: NaiveDate) -> Option<Found> {
    let (readings, taken) = match plain {
        ["christmas" | "xmas" | "weihnachten" | "navidad" | "noel" | "natale" | "natal", ..] => {
            (vec![(24, 12), (25, 12)], 1)
        }
        ["new", "year's" | "years" | "year", ..] => (vec![(31, 12), (1, 1)], 2),
        ["nye", ..] => (vec![(31, 12)], 1),
        ["valentine's" | "valentines" | "valentine", ..] => (vec![(14, 2)], 1),
        ["halloween", ..] => (vec![(31, 10)], 1),
        _ => return None,
    };
    let year = plain.get(taken).and_then(|word| year_behind(word, today));
    of_readings(&Date { readings, year, taken: taken + usize::from(year.is_some()) }, today).ok()
}

/// `first friday in december`, `the 2nd sunday of may`, `last friday in november`: the next that comes.
pub(super) fn of_a_month(plain: &[&str], today: NaiveDate) -> Result<Option<Found>, Unread> {
    let skip = usize::from(plain.first() == Some(&"the"));
    let Some([nth, day, "in" | "of", month, behind @ ..]) = plain.get(skip..) else { return Ok(None) };
    let (Some(day), Some(month)) = (words::weekday(day), words::month(month)) else { return Ok(None) };
    let from_its_end = words::means(nth, words::Sense::Last);
    let number = day_number(nth).filter(|_| number(nth).is_none() || is_ordinal(nth));
    let number = number.and_then(|number| u8::try_from(number).ok()).filter(|number| (1..=5).contains(number));
    let Some(nths) = number.map(|nth| nth..=nth).or(from_its_end.then_some(4..=5)) else { return Ok(None) };
    let of = |year| nths.clone().rev().find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, day, nth));
    let this_year = today.year();
    let said = behind.first().and_then(|word| year(word)).filter(|year| (this_year..=this_year + 1).contains(year));
    let coming = if month < today.month() { this_year + 1 } else { this_year };
    let date = match said {
        Some(year) => of(year),
        None if of(coming).is_some_and(|date| date < today) => of(coming + 1),
        None => of(coming),
    };
    let taken = skip + 4 + usize::from(said.is_some());
    date.map(|date| Some(Found { days: vec![date], taken })).ok_or(Unread::NoSuchDay)
}

/// `2026-12-24`, `24/12/2026`, `24.12.`
fn in_figures(line: &Line<'_>, at: usize) -> Option<Date> {
    let word = line.text(at);
    let parts = |by: char| word.split(by).map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>();
    let date = |readings: Vec<(u32, u32)>, year| Some(Date { readings, year, taken: 1 });
    if let Some([year, month, day]) = parts('-').as_deref() {
        let whole = word.len() == 10 && *year > 999;
        return if whole { date(vec![(*day, *month)], i32::try_from(*year).ok()) } else { None };
    }
    if let Some(figures) = parts('/') {
        // In most of the world the day comes first, in America the month.
        return match figures[..] {
            [one, other] if one < 100 && other < 100 => date(vec![(one, other), (other, one)], None),
            [one, other, year] if one < 100 && other < 100 => date(vec![(one, other), (other, one)], Some(full(year)?)),
            [year, month, day] if year > 999 && month < 100 && day < 100 => date(vec![(day, month)], Some(full(year)?)),
            _ => None,
        };
    }
    // With dots the day comes first wherever dots are used.
    match parts('.')?[..] {
        [day, month @ 1..=12] if (1..=31).contains(&day) && is_date_with_dot(line, at) => {
            date(vec![(day, month)], None)
        }
        [day, month @ 1..=12, year] => date(vec![(day, month)], Some(full(year)?)),
        _ => None,
    }
}

/// `12.5`, where no hour can stand.
fn with_dot(word: &str) -> Option<Date> {
    let (day, month) = word.split_once('.')?;
    Some(Date { readings: vec![(day.parse().ok()?, month.parse().ok()?)], year: None, taken: 1 })
}

/// "19.10" is an hour and "24.12" a date: a date, if a full stop ends it, no hour has these figures, or another hour is there.
fn is_date_with_dot(line: &Line<'_>, at: usize) -> bool {
    let stop = line.get(at).is_some_and(|token| token.stop);
    let other_hour = (0..line.len()).any(|other| other != at && clock::stands(line, other, Bare::Nothing));
    stop || other_hour || !clock::stands(line, at, Bare::Nothing)
}

fn full(year: u32) -> Option<i32> {
    match year {
        0..100 => i32::try_from(2000 + year).ok(),
        1900..2200 => i32::try_from(year).ok(),
        _ => None,
    }
}

/// `4th`.
pub(super) fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end)) && number(word).is_some()
}

/// The number of a day, with or without "th". Not said to be possible: "32" is one.
pub(super) fn number(word: &str) -> Option<u32> {
    let ends = ["st", "nd", "rd", "th", "er"];
    let digits = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A year, where no hour can stand.
fn full_year(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().and_then(full)
}

/// A year that is one, and not an hour like 1930.
fn year(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (2000..2200).contains(year))
}
