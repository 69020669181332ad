//! Weekends: `this weekend`, `next weekend`, `the weekend after next`, `the weekend`. To those who plan an evening Friday belongs to it as well: which
//! of its days is meant, they say themselves.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{of_this_week, weeks_later};
use super::words::{self, Sense};

/// Days of weekends that some words can mean.
pub(super) struct Found {
    /// Soonest first, none of them past.
    pub days: Vec<NaiveDate>,
    pub taken: usize,
    /// No word says which weekend. Such words are in titles, too.
    pub bare: bool,
}

/// The weekend that these words name.
pub(super) fn find(plain: &[&str], today: NaiveDate) -> Option<Found> {
    let is = |word: &str, sense: Sense| words::means(word, sense);
    let (days, taken, bare): (Vec<NaiveDate>, usize, bool) = match plain {
        ["the", weekend, "after", next, ..] if is_weekend(weekend) && is(next, Sense::Next) => {
            (after(&next_one(today)), 4 + usize::from(plain.get(4).is_some_and(|word| is_weekend(word))), false)
        }
        [weekend, "after", next, ..] if is_weekend(weekend) && is(next, Sense::Next) => {
            (after(&next_one(today)), 3, false)
        }
        [this, weekend, ..] if is_weekend(weekend) && is(this, Sense::This) => (of_week(today, 0).collect(), 2, false),
        [next, weekend, ..] if is_weekend(weekend) && is(next, Sense::Next) => (next_one(today), 2, false),
        ["the", weekend, ..] if is_weekend(weekend) => (alone(today), 2, true),
        [weekend, ..] if is_weekend(weekend) => (alone(today), 1, true),
        _ => return None,
    };
    Some(Found { days, taken, bare })
}

/// Some mean the one that comes, some the one after it. On a weekend only that is left.
fn next_one(today: NaiveDate) -> Vec<NaiveDate> {
    let coming = of_week(today, 0).filter(|_| !is_weekend_now(today));
    coming.chain(of_week(today, 1)).collect()
}

/// The same days a week later.
fn after(days: &[NaiveDate]) -> Vec<NaiveDate> {
    days.iter().map(|day| weeks_later(*day, 1)).collect()
}

/// The one that comes. Said on a weekend, it may be that one or the next.
fn alone(today: NaiveDate) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = of_week(today, 0).collect();
    if is_weekend_now(today) {
        days.extend(of_week(today, 1));
    }
    days
}

fn is_weekend_now(today: NaiveDate) -> bool {
    today.weekday().num_days_from_monday() >= 5
}

fn is_weekend(word: &str) -> bool {
    matches!(word, "weekend" | "wochenende" | "week-end")
}

/// Friday to Sunday, so many weeks after those of this week, without what is past.
fn of_week(today: NaiveDate, weeks: u32) -> impl Iterator<Item = NaiveDate> {
    let day = move |day| weeks_later(of_this_week(day, today), weeks);
    [Weekday::Fri, Weekday::Sat, Weekday::Sun].into_iter().map(day).filter(move |day| *day >= today)
}
