//! Words that were taken for no day and no hour. They are a title, unless they speak of time all the same: of a
//! second day ("friday and saturday"), of one that is not understood ("fryday", "easter"), of a turn of its own
//! ("next month"). Then it is better to ask than to set an evening at a wrong time.

use std::ops::Range;

use super::hours::{self, Bare};
use super::{When, Word, days};

/// Whether the words in `left`, out of all `words`, speak of time. `when`: what was found in the others.
pub(super) fn speaks_of_time(words: &[Word<'_>], left: Range<usize>, when: &When) -> bool {
    let plain: Vec<&str> = words.iter().map(|word| core(word.plain())).collect();
    let near = |place: Option<usize>| place.and_then(|place| plain.get(place)).copied().unwrap_or_default();
    let speaks = |at: usize| {
        let (before, word, after) = (near(at.checked_sub(1)), plain[at], near(Some(at + 1)));
        is_of_time(before, word, after)
            || (word == "in" && days::count(after).is_some() && matches!(near(Some(at + 2)), "day" | "days" | "hours"))
            || is_bound(word, at + 1 == left.end, &words[at + 1..])
            // A second hour: in "sat 12 19:30" the first was the day of a month.
            || (!when.hours.is_empty() && hours::is_clock(&words[at..left.end], Bare::Nothing))
            || (before == "the" && at + 1 == left.end && is_day_of_month(word))
    };
    let mine = &plain[left.clone()];
    let bare = mine.len() == 1 || when.hours.is_empty();
    left.clone().any(speaks)
        || (bare && !mine.is_empty() && mine.iter().all(|word| is_number(word) || is_day_of_month(word)))
        || (when.days.is_none() && mine.iter().any(|word| is_of_a_day(word)))
}

/// A word without the signs around it and without "'s".
fn core(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Words that speak of time wherever they stand.
const ALWAYS: [&str; 16] = [
    "today",
    "tonight",
    "yesterday",
    "ago",
    "o'clock",
    "o’clock",
    "week",
    "weeks",
    "weekly",
    "fortnight",
    "fortnights",
    "fortnightly",
    "biweekly",
    "month",
    "months",
    "monthly",
];

/// A word that speaks of time between these two.
fn is_of_time(before: &str, word: &str, after: &str) -> bool {
    match word {
        _ if ALWAYS.contains(&word) => true,
        "half" | "quarter" => matches!(after, "past" | "to") || hours::named(after).is_some(),
        "past" | "to" => hours::named(before).is_some() && hours::named(after).is_some(),
        "days" | "day" | "hours" | "hour" | "minutes" | "years" | "year" => {
            days::count(before).is_some() && matches!(after, "later" | "earlier" | "from" | "before" | "after")
        }
        "last" | "next" | "this" | "coming" | "following" | "every" | "each" => is_of_calendar(after),
        _ => is_like_tomorrow(word) || names_a_weekday(before, word) || names_a_month(before, word, after),
    }
}

/// What comes after "next" and "every" where they speak of time.
fn is_of_calendar(word: &str) -> bool {
    let parts = ["day", "weekend", "year", "morning", "afternoon", "evening", "night", "time"];
    parts.contains(&word) || days::weekday(word).is_some() || days::month(word).is_some()
}

/// A word that is bound to what comes after it: to the day that was found ("not friday"), or to an hour ("or 20:30").
fn is_bound(word: &str, last: bool, behind: &[Word<'_>]) -> bool {
    let turns = matches!(word, "last" | "next" | "this" | "coming" | "following" | "every" | "each");
    let links = matches!(word, "or" | "and" | "to" | "until" | "till" | "before" | "after" | "not" | "but" | "except");
    let bare = if matches!(word, "or" | "to" | "until" | "till") { Bare::Hour } else { Bare::Nothing };
    (last && turns) || (last && links && !behind.is_empty()) || (links && hours::is_clock(behind, bare))
}

/// The names, and their beginnings. The sun may shine in a title.
fn names_a_weekday(before: &str, word: &str) -> bool {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    // One letter of a short name that is wrong, or two of a long one.
    let near = |name: &str| {
        let wrong = strsim::osa_distance(name, word);
        name.starts_with(word.chars().take(1).collect::<String>().as_str())
            && wrong <= if name.len() < 8 { 1 } else { 2 }
    };
    match days::weekday(word) {
        Some(_) => word.len() > 3 || before != "the",
        None => word.len() >= 5 && word.ends_with('y') && names.into_iter().any(near),
    }
}

/// Some months are names of people, or words.
fn names_a_month(before: &str, word: &str, after: &str) -> bool {
    let plain = matches!(word, "january" | "february" | "july" | "september" | "october" | "november" | "december");
    let placed = matches!(before, "in" | "of" | "early" | "late" | "mid" | "until" | "by")
        || days::number(before).is_some()
        || days::number(after).is_some();
    plain || (placed && days::month(word).is_some())
}

fn is_like_tomorrow(word: &str) -> bool {
    let short = ["tmrw", "tmr", "tmw", "tomo", "tmoro", "2moro", "2morrow", "tonite", "2nite", "yday"];
    short.contains(&word) || (word.len() >= 6 && strsim::osa_distance(word, "tomorrow") <= 2)
}

/// A figure or the name of a number: an hour, or the day of a month, that was not understood.
fn is_number(word: &str) -> bool {
    let tens = ["fifteen", "twenty", "thirty", "forty", "forty-five", "half", "quarter", "past", "am", "pm"];
    let figures = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || "/.-:–".contains(c));
    figures || tens.contains(&word) || hours::named(word).is_some()
}

fn is_day_of_month(word: &str) -> bool {
    days::is_ordinal(word) && days::number(word).is_some_and(|number| number <= 31)
}

/// A word that names a day, or part of the year, for which only a person has a calendar. Beside a day it is a title.
fn is_of_a_day(word: &str) -> bool {
    let figures = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['/', '.', '-', '–']);
    let days = [
        "christmas",
        "xmas",
        "easter",
        "halloween",
        "thanksgiving",
        "valentine",
        "valentines",
        "birthday",
        "anniversary",
        "eve",
        "nye",
        "day",
        "days",
        "weekend",
        "weekends",
        "year",
        "years",
        "holiday",
        "holidays",
    ];
    figures || days.contains(&word)
}
