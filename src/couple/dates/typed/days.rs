//! Days as people type them. Which words belong to a day is found here; what day they mean is told by `interim`, once
//! as the British read it and once as the Americans do ("4/5", "next friday"): where they differ, both come back.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, Utc, Weekday};
use interim::{DateError, Dialect, parse_date_string};

use super::hours::{self, Part};
use super::{Unread, Word, days_from, weeks};

/// Days that the first words can mean, and how many words they take.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub days: Vec<NaiveDate>,
    pub words: usize,
    /// The part of the day that was named with it: "tonight", "tomorrow morning".
    pub part: Option<Part>,
    /// A day of the week and nothing else: its week may be said further on.
    pub weekday: Option<Weekday>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Within so many days every number up to 31 comes.
const TWO_MONTHS: u64 = 62;

/// The day that the first words name. `None`: these words are no day at all.
pub(super) fn find(words: &[Word<'_>], now: NaiveDateTime) -> Result<Option<Found>, Unread> {
    let plain: Vec<&str> = words.iter().take(7).map(|word| word.plain().trim_end_matches('.')).collect();
    let found = match weeks::before_a_day(&plain) {
        Some((week, day, words)) => Some(Found { days: week.days(day, now.date()), words, ..Found::default() }),
        None => match near_today(&plain, now)? {
            Some(found) => Some(found),
            None => of_a_name(&plain, now)?,
        },
    };
    Ok(found.map(|found| {
        let part = plain.get(found.words).and_then(|word| part_of_day(word));
        let words = found.words + usize::from(part.is_some());
        Found { words, part: found.part.or(part), ..found }
    }))
}

/// A day that is counted from today.
fn near_today(plain: &[&str], now: NaiveDateTime) -> Result<Option<Found>, Unread> {
    let skip = usize::from(matches!(plain, ["the", "day", ..]));
    let (text, words) = match plain[skip..] {
        ["tonight", ..] => {
            let part = Some(Part::Evening);
            return Ok(Some(Found { days: vec![now.date()], words: 1, part, ..Found::default() }));
        }
        ["this", part, ..] if part_of_day(part).is_some() => {
            return Ok(Some(Found { days: vec![now.date()], words: 1, ..Found::default() }));
        }
        ["today", ..] => return Ok(Some(Found { days: vec![now.date()], words: 1, ..Found::default() })),
        ["day", "after", "tomorrow", ..] => ("2 days".to_owned(), 3),
        ["day", "before", "yesterday", ..] => ("2 days ago".to_owned(), 3),
        ["last", part, ..] if part_of_day(part).is_some() => ("yesterday".to_owned(), 1),
        ["yesterday", ..] => ("yesterday".to_owned(), 1),
        ["tomorrow" | "tomorow" | "tommorow" | "tommorrow" | "tmrw" | "tmr" | "tmw" | "2moro" | "2morrow", ..] => {
            ("tomorrow".to_owned(), 1)
        }
        ["in", number, unit, ..] if count(number).is_some() && unit_name(unit).is_some() => (span(number, unit, ""), 3),
        [number, unit, "ago", ..] if count(number).is_some() && unit_name(unit).is_some() => {
            (span(number, unit, " ago"), 3)
        }
        _ => return Ok(None),
    };
    Ok(Some(Found { days: ask(&text, now)?, words: skip + words, ..Found::default() }))
}

/// `3 days`, as the library reads it.
fn span(number: &str, unit: &str, end: &str) -> String {
    format!("{} {}{end}", count(number).unwrap_or_default(), unit_name(unit).unwrap_or_default())
}

fn part_of_day(word: &str) -> Option<Part> {
    match word {
        "morning" => Some(Part::Morning),
        "afternoon" => Some(Part::Afternoon),
        "evening" | "night" => Some(Part::Evening),
        _ => None,
    }
}

/// A day that has a name: of the week, of the month, of the year.
fn of_a_name(plain: &[&str], now: NaiveDateTime) -> Result<Option<Found>, Unread> {
    let found = |days: Vec<NaiveDate>, words| Ok(Some(Found { days, words, ..Found::default() }));
    if let Some((day, taken)) = of_week(plain) {
        // "Fri 27 November": the date counts; where the two disagree, the two people say which.
        let behind = plain.get(taken..).unwrap_or_default();
        if taken == 1
            && let Some((date, more)) = of_month(behind)
        {
            let mut days = ask_for_date(&date, now)?;
            if days.iter().any(|date| date.weekday() == day) {
                days.retain(|date| date.weekday() == day);
            } else {
                days.extend(days_from(now.date(), 7).find(|other| other.weekday() == day));
            }
            return found(days, taken + more);
        }
        // "Fri 4th", where there is such a Friday. "Sat 21st birthday" is a title.
        if taken == 1
            && let Some((number, more)) = of_this_month(behind)
        {
            let same = |date: &NaiveDate| date.day() == number && date.weekday() == day;
            match (days_from(now.date(), TWO_MONTHS).find(same), more) {
                (Some(date), _) => return found(vec![date], taken + more),
                (None, 2) => return Err(Unread::Unsure),
                (None, _) => {}
            }
        }
        let name = WEEKDAYS[day.num_days_from_monday() as usize];
        let mut days = match plain[0] {
            "next" => ask(&format!("next {name}"), now)?,
            "last" => return found(weeks::last(day, now.date()), taken),
            _ => ask(name, now)?,
        };
        if plain[0] != "next" && now.weekday() == day {
            // Said on a Friday, "friday" may be today.
            days.insert(0, now.date());
            if plain[0] == "this" {
                days.truncate(1);
            }
        }
        let weekday = (taken == 1).then_some(day);
        return Ok(Some(Found { days, words: taken, weekday, part: None }));
    }
    if let Some((date, taken)) = of_month(plain).or_else(|| of_year(plain)) {
        return found(ask_for_date(&date, now)?, taken);
    }
    if let Some((day, taken)) = of_this_month(plain) {
        return found(vec![next_of_that_number(day, now.date())?], taken);
    }
    Ok(None)
}

/// The day of the week of this name, or of its beginning.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    let place = WEEKDAYS.iter().position(|name| {
        word.len() >= 3 && (name.starts_with(word) || word.strip_suffix('s').is_some_and(|one| one == *name))
    })?;
    Weekday::try_from(u8::try_from(place).ok()?).ok()
}

/// `friday`, `next friday`, `this friday`, `last friday`.
fn of_week(plain: &[&str]) -> Option<(Weekday, usize)> {
    match plain {
        ["next" | "this" | "coming" | "last", day, ..] => Some((weekday(day)?, 2)),
        [day, ..] => Some((weekday(day)?, 1)),
        [] => None,
    }
}

/// A date as the library reads it, and whether its year was given.
struct Date {
    text: String,
    with_year: bool,
}

/// `24 december`, `24th of december 2026`, `december 24`, `2026-12-24`, `24/12`, `24.12.2026`.
fn of_month(plain: &[&str]) -> Option<(Date, usize)> {
    let skip = usize::from(plain.first() == Some(&"the"));
    let plain = &plain[skip..];
    let (day, month, taken) = match plain {
        [day, "of", name, ..] if number(day).is_some() && month(name).is_some() => (number(day)?, month(name)?, 3),
        [day, name, ..] | [name, day, ..] if number(day).is_some() && month(name).is_some() => {
            (number(day)?, month(name)?, 2)
        }
        [date, ..] => return Some((in_figures(date)?, skip + 1)),
        [] => return None,
    };
    let year = plain.get(taken).and_then(|word| year(word));
    let text = match year {
        Some(year) => format!("{day} {month} {year}"),
        None => format!("{day} {month}"),
    };
    Some((Date { text, with_year: year.is_some() }, skip + taken + usize::from(year.is_some())))
}

/// Days of the year that have a name and always the same date.
fn of_year(plain: &[&str]) -> Option<(Date, usize)> {
    let (text, taken) = match plain {
        ["christmas" | "xmas", "eve", ..] => ("24 december", 2),
        ["christmas" | "xmas", "day", ..] => ("25 december", 2),
        ["boxing", "day", ..] => ("26 december", 2),
        ["new", "year's" | "year’s" | "years" | "year", "eve", ..] => ("31 december", 3),
        ["new", "year's" | "year’s" | "years", "day", ..] => ("1 january", 3),
        ["valentine's" | "valentine’s" | "valentines", "day", ..] => ("14 february", 2),
        _ => return None,
    };
    Some((Date { text: text.to_owned(), with_year: false }, taken))
}

/// `2026-12-24`, `24/12/2026`, `24.12.`
fn in_figures(word: &str) -> Option<Date> {
    let parts = |by: char| word.split(by).map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>();
    if let Some([year, month, day]) = parts('-').as_deref() {
        let text = format!("{year:04}-{month:02}-{day:02}");
        return (word.len() == 10 && text.len() == 10).then_some(Date { text, with_year: true });
    }
    if let Some(figures) = parts('/') {
        return match figures[..] {
            [one, other] if one < 100 && other < 100 => Some(Date { text: format!("{one}/{other}"), with_year: false }),
            [one, other, year] if one < 100 && other < 100 => {
                full_year(year).map(|year| Date { text: format!("{one}/{other}/{year}"), with_year: true })
            }
            _ => None,
        };
    }
    // With dots the day comes first wherever dots are used; "19.30" is an hour.
    match parts('.')?[..] {
        [day, month @ 1..=12] if (1..=31).contains(&day) => {
            Some(Date { text: format!("{day} {}", MONTHS[month as usize - 1]), with_year: false })
        }
        [day, month @ 1..=12, year] => {
            let text = format!("{day} {} {}", MONTHS[month as usize - 1], full_year(year)?);
            Some(Date { text, with_year: true })
        }
        _ => None,
    }
}

fn full_year(year: u32) -> Option<u32> {
    match year {
        0..100 => Some(2000 + year),
        1900..2200 => Some(year),
        _ => None,
    }
}

/// `the 24th`, `24th`.
fn of_this_month(plain: &[&str]) -> Option<(u32, usize)> {
    match plain {
        ["the", day, ..] if is_ordinal(day) => Some((number(day)?, 2)),
        [day, ..] if is_ordinal(day) => Some((number(day)?, 1)),
        _ => None,
    }
}

fn next_of_that_number(day: u32, today: NaiveDate) -> Result<NaiveDate, Unread> {
    days_from(today, TWO_MONTHS).find(|date| date.day() == day).ok_or(Unread::NoSuchDay)
}

/// `4th`.
pub(super) fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end)) && number(word).is_some()
}

/// The number of a day, with or without "th". Not said to be possible: "32" is one.
pub(super) fn number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

pub(super) fn month(word: &str) -> Option<&'static str> {
    (word.len() >= 3)
        .then(|| MONTHS.into_iter().find(|name| name.starts_with(word)))?
        .or((word == "sept").then_some("september"))
}

/// A year that is one, and not an hour like 1930.
fn year(word: &str) -> Option<u32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (2000..2200).contains(year))
}

/// A number as it is said or written: "a week", "two weeks", "3 days".
pub(super) fn count(word: &str) -> Option<u32> {
    if word == "a" { Some(1) } else { hours::named(word).or_else(|| number(word)) }
}

fn unit_name(word: &str) -> Option<&'static str> {
    match word {
        "day" | "days" => Some("days"),
        "week" | "weeks" => Some("weeks"),
        _ => None,
    }
}

/// Asks for a date; without a year the one to come is meant.
fn ask_for_date(date: &Date, now: NaiveDateTime) -> Result<Vec<NaiveDate>, Unread> {
    let mut days = ask(&date.text, now)?;
    if !date.with_year {
        for day in days.iter_mut().filter(|day| **day < now.date()) {
            *day = day.checked_add_months(Months::new(12)).unwrap_or(*day);
        }
    }
    Ok(days)
}

/// What the library makes of `text`, in both dialects. It is given small letters of words that it knows and short
/// numbers only: on other input it has been seen to panic.
fn ask(text: &str, now: NaiveDateTime) -> Result<Vec<NaiveDate>, Unread> {
    let readings =
        [Dialect::Uk, Dialect::Us].map(|dialect| parse_date_string::<DateTime<Utc>>(text, now.and_utc(), dialect));
    let mut days: Vec<NaiveDate> = readings.iter().flatten().map(DateTime::date_naive).collect();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() {
        let no_such = readings.iter().any(|reading| matches!(reading, Err(DateError::MissingDate)));
        return Err(if no_such { Unread::NoSuchDay } else { Unread::Unclear });
    }
    Ok(days)
}
