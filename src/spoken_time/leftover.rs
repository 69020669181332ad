//! Words that no rule of the grammar took. They are a title only if nothing in them could be about time or another
//! wish.
//!
//! The rule: nothing is set where a word that is left over, outside quotes,
//! - names a day, a month, a week or a turn of days in any of the languages, or speaks of time together with the
//!   words beside it ("next", "or 20:30", "in 3 days");
//! - holds the figures of an hour or of a date;
//! - asks for something other than setting an evening ("cancel").
//!
//! Where no day was named, so that the hour would be of today, these hold as well:
//! - no word that is left over is one slip of a finger away from such a word of five letters or more; of a shorter one,
//!   no two of its letters have changed places and none is doubled;
//! - none is the name of a feast or of a group of days ("weekend"), or the short name of a day in front of the hour;
//! - they are not all numbers, or a part of the day alone.

use chrono::{Datelike, NaiveDate, Weekday};

use super::figures::{Bare, looks_like_hour};
use super::line::Line;
use super::meals::is_a_meal;
use super::reader::Found;
use super::slips::{self, Kind};
use super::words::{self, Sense, Unit, count};
use super::{clock, dates, repetition};

/// What the words that are left over are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing, or a title.
    Title,
    /// A title with a feast before it, which may be the day: "christmas dinner".
    Doubtful,
    /// They speak of time.
    OfTime,
    /// They speak of a repetition that is not read.
    OfRepetition,
    /// They ask for something else.
    Wish,
}

/// What the words are that the grammar left over.
pub(super) fn judge(line: &Line<'_>, found: &Found) -> Left {
    let words: Vec<usize> = found.left.iter().copied().filter(|at| !is_quoted(line, *at)).collect();
    let text = |at: usize| line.text(at);
    let is = |at: usize, sense: Sense| words::means(text(at), sense);
    let undated = found.days.is_none() && found.moment.is_none();
    let wish = |at: usize| {
        is(at, Sense::Wish)
            || slips::near_miss(text(at)) == Some(Kind::Wish)
            || (is(at, Sense::WishAtTheEdge) && (at == 0 || words.len() == 1))
            || (is(at, Sense::WishBeforeTime)
                && at == 0
                && (!found.left.contains(&1) || matches!(text(1), "it" | "that")))
            || matches!((text(at), text(at + 1)), ("call" | "put" | "take", "off" | "back") | ("push", "back"))
    };
    if words.iter().any(|at| wish(*at)) {
        return Left::Wish;
    }
    if found.every.is_some() && words.iter().any(|at| repetition::bounds(line, *at)) {
        return Left::OfRepetition;
    }
    let so_often = |at: usize| {
        matches!(text(at), "once" | "twice" | "thrice") && matches!(text(at + 1), "a" | "per" | "each" | "every")
    };
    if words.iter().any(|at| so_often(*at)) {
        return Left::OfRepetition;
    }
    if words.iter().any(|at| is(*at, Sense::Group) && !matches!(text(*at), "weekly" | "fortnightly" | "biweekly")) {
        return Left::OfRepetition;
    }
    let speaks = words.iter().any(|at| speaks_of_time(line, *at, found));
    let numbers = (words.len() == 1 || !found.has_hour())
        && !words.is_empty()
        && words.len() == found.left.len()
        && words.iter().all(|at| is_number(text(*at)) || is_day_of_month(text(*at)));
    let a_weekend = found.days.as_ref().is_some_and(|days| is_a_weekend_alone(line, &words, days));
    let today = undated && (words.iter().any(|at| could_be_a_day(line, *at)) || is_a_part_alone(line, &words, found));
    if speaks || numbers || today || a_weekend {
        Left::OfTime
    } else if found.doubtful && !words.is_empty() {
        if is_its_meal(line, &words) { Left::Doubtful } else { Left::OfTime }
    } else {
        Left::Title
    }
}

/// A weekend and nothing else, beside a day that is in none: "weekend in two weeks", typed on a Wednesday.
fn is_a_weekend_alone(line: &Line<'_>, left: &[usize], days: &[NaiveDate]) -> bool {
    let is_in_one = |day: &NaiveDate| matches!(day.weekday(), Weekday::Fri | Weekday::Sat | Weekday::Sun);
    let mut words = left.iter().map(|at| line.text(*at)).filter(|word| !matches!(*word, "the" | "a" | "of"));
    words.next() == Some("weekend") && words.next().is_none() && !days.iter().any(is_in_one)
}

/// A meal directly behind the name of a feast.
fn is_its_meal(line: &Line<'_>, left: &[usize]) -> bool {
    left.first().is_some_and(|at| {
        let before = line.before(*at);
        is_a_meal(line.text(*at)) && (names_a_feast(before) || before == "year's" || before == "years")
    })
}

fn is_quoted(line: &Line<'_>, at: usize) -> bool {
    line.get(at).is_some_and(|token| token.quoted)
}

/// Whether the word at this place speaks of time, in the midst of all others.
fn speaks_of_time(line: &Line<'_>, at: usize, found: &Found) -> bool {
    let (before, word, after) = (line.before(at), line.text(at), line.text(at + 1));
    let last = found.left.last() == Some(&at);
    let more = at + 1 < line.len();
    is_of_time(before, word, after)
        || is_counted(line, at)
        || (words::means(word, Sense::Not) && at == 0 && more)
        || is_bound(line, at, last && more)
        // A second hour: in "sat 12 19:30" the first was the day of a month.
        || (found.has_hour() && clock::stands(line, at, Bare::Nothing))
        || looks_like_hour(word)
        || is_figures_of_a_date(word)
        || is_after_another(line, at)
        || (before == "the" && last && is_day_of_month(word))
        || matches!((word, after), ("sur", "deux") | ("su", "due") | ("ago", _))
        || (matches!(before, "dia" | "le" | "el") && !found.has_hour() && is_number(word))
}

/// "Friday after next", "the saturday before that", "this weekend or next", "next friday but one": another day than the
/// one that was found.
fn is_after_another(line: &Line<'_>, at: usize) -> bool {
    let skip = usize::from(line.text(at + 1) == "the");
    let (word, next) = (line.text(at), line.text(at + 1 + skip));
    let turn = [Sense::Next, Sense::Last, Sense::This].iter().any(|sense| words::means(next, *sense));
    match word {
        "after" | "before" if next.is_empty() || next == "that" => of_days(line.before(at)),
        "after" | "before" if skip > 0 => (turn && of_days(line.before(at))) || next.starts_with("holiday"),
        "after" | "before" => turn,
        "or" => turn && at + 2 + skip >= line.len(),
        "but" => next == "one",
        _ => word.starts_with("ubernachst"),
    }
}

/// The name of a day, or of days.
fn of_days(word: &str) -> bool {
    words::weekday(word).is_some() || matches!(word, "weekend" | "week" | "day")
}

/// "In 3 days", "and 2 hours", "3 days later".
fn is_counted(line: &Line<'_>, at: usize) -> bool {
    let leads = words::means(line.text(at), Sense::In) || line.text(at) == "and";
    let behind = matches!(line.text(at + 2), "later" | "earlier" | "from" | "before" | "after" | "ago");
    let span = |at: usize| count(line.text(at)).is_some() && words::unit(line.text(at + 1)).is_some();
    (leads && span(at + 1)) || (behind && span(at))
}

/// A word that speaks of time between these two.
fn is_of_time(before: &str, word: &str, after: &str) -> bool {
    let turn = [Sense::Last, Sense::Next, Sense::This, Sense::Every].iter().any(|sense| words::means(word, *sense));
    match word {
        "o'clock" | "oclock" | "week" | "weeks" | "weekly" | "fortnight" | "fortnights" | "fortnightly"
        | "biweekly" | "month" | "months" => true,
        "half" | "quarter" => matches!(after, "past" | "to") || words::hour_name(after).is_some(),
        "past" | "to" => words::hour_name(before).is_some() && words::hour_name(after).is_some(),
        "following" => is_of_calendar(after),
        _ if turn && is_of_calendar(after) => true,
        _ if words::unit(word) == Some(Unit::Week) && word.len() > 2 => true,
        _ => names_a_day(before, word) || names_a_month(before, word, after) || is_like_a_day(word),
    }
}

/// What comes after "next" and "every" where they speak of time.
fn is_of_calendar(word: &str) -> bool {
    let parts = ["day", "weekend", "year", "morning", "afternoon", "evening", "night", "time"];
    parts.contains(&word)
        || words::weekday(word).is_some()
        || words::weekdays(word).is_some()
        || words::month(word).is_some()
        || (words::unit(word).is_some() && word.len() > 2 && !matches!(word, "days" | "hours" | "years" | "minutes"))
}

/// A word that is bound to what comes after it: to the day that was found ("not friday"), or to an hour ("or 20:30").
fn is_bound(line: &Line<'_>, at: usize, before_time: bool) -> bool {
    let word = line.text(at);
    let turns = matches!(word, "last" | "next" | "this" | "coming" | "following" | "every" | "each");
    let links = matches!(
        word,
        "or" | "and" | "to" | "until" | "till" | "before" | "after" | "not" | "but" | "except" | "oder" | "ou" | "или"
    );
    let bare = if matches!(word, "or" | "to" | "until" | "till") { Bare::Hour } else { Bare::Nothing };
    let feast = matches!(word, "until" | "till" | "before" | "after" | "except") && names_a_feast(line.text(at + 1));
    (before_time && (turns || links)) || (links && clock::stands(line, at + 1, bare)) || feast
}

/// The names, and their beginnings. The sun may shine in a title.
fn names_a_day(before: &str, word: &str) -> bool {
    let short = word.chars().count() <= 3 && words::is_english_weekday(word);
    words::names_a_day(word) && !(short && before == "the")
}

/// Some months are names of people, or words.
fn names_a_month(before: &str, word: &str, after: &str) -> bool {
    let placed = matches!(before, "in" | "of" | "early" | "late" | "mid" | "until" | "by")
        || dates::number(before).is_some()
        || dates::number(after).is_some();
    words::is_month_alone(word) || (placed && words::month(word).is_some())
}

/// One or two letters beside an English name of a day.
fn is_like_a_day(word: &str) -> bool {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    // One letter of a short name that is wrong, or two of a long one.
    let near = |name: &str| {
        word.starts_with(&name[..1]) && strsim::osa_distance(name, word) <= if name.len() < 8 { 1 } else { 2 }
    };
    let short = ["yday", "2morrow", "tomoz", "tomorow"];
    short.contains(&word)
        || (word.len() >= 5 && word.ends_with('y') && names.into_iter().any(near))
        || (word.len() >= 6 && strsim::osa_distance(word, "tomorrow") <= 2)
}

/// A figure or the name of a number: an hour, or the day of a month, that was not understood.
fn is_number(word: &str) -> bool {
    let tens = ["fifteen", "twenty", "thirty", "forty", "forty-five", "half", "quarter", "past", "am", "pm"];
    let figures =
        word.contains(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || "/.-:".contains(c));
    figures || tens.contains(&word) || words::hour_name(word).is_some() || words::means(word, Sense::OClock)
}

fn is_day_of_month(word: &str) -> bool {
    dates::is_ordinal(word) && dates::number(word).is_some_and(|number| number <= 31)
}

/// "24/12", "24-12", "99/99/9999": a date, possible or not. "20/20" in a title stands in quotes.
fn is_figures_of_a_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Beside a bare hour: a word that is, or may be a slip for, the name of a day.
fn could_be_a_day(line: &Line<'_>, at: usize) -> bool {
    let word = line.text(at);
    let alone = at + 1 < line.len() && clock::stands(line, at + 1, Bare::Nothing);
    let first = (0..at).all(|before| line.text(before).len() <= 3);
    let figures = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['/', '.', '-']);
    words::names_a_day(word)
        || slips::near_miss(word) == Some(Kind::Day)
        || slips::is_short_slip(word)
        || names_a_feast(word)
        || (words::means(word, Sense::Short) && alone && first)
        || figures
}

/// A part of the day and nothing else, beside a bare hour: "evening 8".
fn is_a_part_alone(line: &Line<'_>, left: &[usize], found: &Found) -> bool {
    let part = |at: &usize| words::part(line.text(*at)).is_some();
    let leads = |at: &usize| words::means(line.text(*at), Sense::OfThe);
    left.iter().any(part) && left.len() == found.left.len() && left.iter().all(|at| part(at) || leads(at))
}

/// A word that names a day, or part of the year, for which only a person has a calendar. Beside a day it is a title.
fn names_a_feast(word: &str) -> bool {
    let days = [
        "christmas",
        "xmas",
        "easter",
        "halloween",
        "thanksgiving",
        "valentine",
        "valentines",
        "valentine's",
        "birthday",
        "anniversary",
        "nye",
        "day",
        "days",
        "weekend",
        "weekends",
        "wochenende",
        "finde",
        "year",
        "years",
        "holiday",
        "holidays",
        "weihnachten",
        "ostern",
        "navidad",
        "noel",
        "natale",
        "natal",
        "ramadan",
        "eid",
        "hanukkah",
        "diwali",
        "новыи",
        "рождество",
        "пасха",
    ];
    days.contains(&word)
}
