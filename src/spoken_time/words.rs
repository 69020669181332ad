//! Looking words up: which of the words of time a word is, and what it can mean.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

use super::fold;
pub use super::vocabulary::Part;
use super::vocabulary::WORDS;
pub(super) use super::vocabulary::{Sense, Unit};

use Sense::{Feira, Month, MonthByNumber, Number, Weekdays};
use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

/// What each word can mean, by the word as it is folded.
static TABLE: LazyLock<HashMap<String, Vec<Sense>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Vec<Sense>> = HashMap::new();
    for (sense, words) in WORDS {
        for word in words.split(' ') {
            table.entry(fold::word(word)).or_default().push(*sense);
        }
    }
    table
});

/// All that this word, folded, can mean.
pub(super) fn senses(word: &str) -> &'static [Sense] {
    TABLE.get(word).map_or(&[], Vec::as_slice)
}

/// Whether the word can mean this.
pub(super) fn means(word: &str, sense: Sense) -> bool {
    senses(word).contains(&sense)
}

/// The first meaning that is wanted.
pub(super) fn find<T>(word: &str, wanted: impl Fn(Sense) -> Option<T>) -> Option<T> {
    senses(word).iter().find_map(|sense| wanted(*sense))
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Mon, "monday"),
    (Tue, "tuesday"),
    (Wed, "wednesday"),
    (Thu, "thursday"),
    (Fri, "friday"),
    (Sat, "saturday"),
    (Sun, "sunday"),
];

/// The day of the week of this name. In English every beginning of three letters and more is one, too.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let named = find(word, |sense| match sense {
        Sense::Weekday(day) => Some(day),
        _ => None,
    });
    let begun = || WEEKDAYS.iter().find(|(_, name)| word.len() >= 3 && name.starts_with(word)).map(|(day, _)| *day);
    named.or_else(begun)
}

pub(super) fn is_english_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|(_, name)| word.len() >= 3 && name.starts_with(word))
}

/// "Fridays".
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    find(word, |sense| match sense {
        Weekdays(day) => Some(day),
        _ => None,
    })
}

/// A day of the week in Portuguese that is a number elsewhere: "sexta".
pub(super) fn feira(word: &str) -> Option<Weekday> {
    find(word, |sense| match sense {
        Feira(day) => Some(day),
        _ => None,
    })
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

/// The month of this name, 1 to 12, where a number stands beside it.
pub(super) fn month(word: &str) -> Option<u32> {
    let named = find(word, |sense| match sense {
        Month(month) | MonthByNumber(month) => Some(month),
        _ => None,
    });
    let begun = || (1..).zip(MONTHS).find(|(_, name)| word.len() >= 3 && name.starts_with(word)).map(|(nth, _)| nth);
    named.or_else(begun)
}

/// Whether this is a month by its name alone.
pub(super) fn is_month_alone(word: &str) -> bool {
    senses(word).iter().any(|sense| matches!(sense, Month(_)))
}

/// The part of the day that this word names.
pub(super) fn part(word: &str) -> Option<Part> {
    find(word, |sense| match sense {
        Sense::Part(part) => Some(part),
        _ => None,
    })
}

/// A number that is written as a word, one to twelve.
pub(super) fn number(word: &str) -> Option<u32> {
    find(word, |sense| match sense {
        Number(number) => Some(number),
        _ => None,
    })
}

/// A number as it is said or written: "a week", "two weeks", "3 days".
pub(super) fn count(word: &str) -> Option<u32> {
    let figures = || (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten();
    number(word).or_else(figures)
}

/// The number of an hour in English words. In other languages the words are read behind "at" only, where nothing
/// else can be meant.
pub(super) fn hour_name(word: &str) -> Option<u32> {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    (1..).zip(names).find_map(|(number, name)| (name == word).then_some(number))
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    find(word, |sense| match sense {
        Sense::Unit(unit) => Some(unit),
        _ => None,
    })
}

/// Whether this names a day or a turn of days wherever it stands: a day of the week, a month that is nothing else,
/// today and the days around it, in any of the languages.
pub(super) fn names_a_day(word: &str) -> bool {
    weekday(word).is_some()
        || senses(word).iter().any(|sense| {
            matches!(
                sense,
                Weekdays(_)
                    | Month(_)
                    | Sense::Today
                    | Sense::Tonight
                    | Sense::Tomorrow
                    | Sense::TomorrowOrMorning
                    | Sense::AfterTomorrow
                    | Sense::Yesterday
                    | Sense::Group
            )
        })
}

/// Every word of the table.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}

#[cfg(test)]
fn all_that(wanted: impl Fn(Sense) -> bool) -> Vec<&'static str> {
    let rows = WORDS.iter().filter(|(sense, _)| wanted(*sense));
    rows.flat_map(|(_, words)| words.split(' ')).collect()
}

/// For the tests: the names of days and months in all languages.
#[cfg(test)]
pub(super) fn all_names_of_days() -> Vec<&'static str> {
    all_that(|sense| {
        matches!(sense, Sense::Weekday(_) | Weekdays(_) | Month(_) | Sense::Today | Sense::Tonight | Sense::Tomorrow)
            || matches!(sense, Sense::TomorrowOrMorning | Sense::AfterTomorrow | Sense::Yesterday)
    })
}

/// For the tests: words that ask for something else.
#[cfg(test)]
pub(super) fn all_wishes() -> Vec<&'static str> {
    all_that(|sense| sense == Sense::Wish)
}
