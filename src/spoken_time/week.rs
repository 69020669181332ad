//! The week of a day of the week, where it is said: `friday in two weeks`, `friday next week`, `sunday week`.

use chrono::{NaiveDate, Weekday};

use super::calendar::{after, coming, days_from, of_this_week, weeks_later};
use super::words::{self, Sense, Unit, count};

/// Which week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Week {
    Last,
    This,
    Next,
    /// "In two weeks."
    In(u32),
    /// "Two weeks from friday."
    From(u32),
    /// "Sunday week": a week after the one to come.
    AfterTheNext,
}

impl Week {
    /// The day of this week that is meant, in each of the ways in which people count.
    pub(super) fn days(self, day: Weekday, today: NaiveDate) -> Vec<NaiveDate> {
        let this = of_this_week(day, today);
        let mut days: Vec<NaiveDate> = match self {
            Self::Last => this.checked_sub_days(chrono::Days::new(7)).into_iter().collect(),
            Self::This => vec![this],
            // Where weeks begin on Sunday, the Sunday of the next week is the one that comes first.
            Self::Next if day == Weekday::Sun => vec![after(day, today), weeks_later(this, 1)],
            Self::Next => vec![weeks_later(this, 1)],
            Self::In(weeks) => vec![weeks_later(coming(day, today), weeks), weeks_later(this, weeks)],
            Self::From(weeks) => vec![weeks_later(coming(day, today), weeks)],
            // Said on a Sunday, it may be counted from today.
            Self::AfterTheNext => vec![weeks_later(coming(day, today), 1), weeks_later(after(day, today), 1)],
        };
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// All days from today on of a week that is named alone: `next week`, `this week`.
pub(super) fn whole(plain: &[&str], today: NaiveDate) -> Option<(Vec<NaiveDate>, usize)> {
    let (week, taken) = said(plain)?;
    let monday = of_this_week(Weekday::Mon, today);
    let monday = match week {
        Week::This => monday,
        Week::Next => weeks_later(monday, 1),
        Week::Last | Week::In(_) | Week::From(_) | Week::AfterTheNext => return None,
    };
    Some((days_from(monday, 7).filter(|day| *day >= today).collect(), taken))
}

/// The week that follows directly on a day of the week, and how many words it takes.
pub(super) fn behind_a_day(plain: &[&str]) -> Option<(Week, usize)> {
    match plain {
        ["week", ..] => Some((Week::AfterTheNext, 1)),
        _ => said(plain),
    }
}

/// `in two weeks on friday`, `next week friday`, `a week on friday`.
pub(super) fn before_a_day(plain: &[&str]) -> Option<(Week, Weekday, usize)> {
    match plain {
        ["a" | "1" | "one", "week", "on" | "from", day, ..] => {
            return Some((Week::AfterTheNext, words::weekday(day)?, 4));
        }
        [number, "week" | "weeks" | "wks", "from", day, ..] => {
            return Some((Week::From(count(number)?), words::weekday(day)?, 4));
        }
        _ => {}
    }
    let (week, taken) = said(plain)?;
    let on = usize::from(plain.get(taken).is_some_and(|word| words::means(word, Sense::On)));
    Some((week, words::weekday(plain.get(taken + on)?)?, taken + on + 1))
}

/// `next week`, `nächste Woche`, `la semaine prochaine`, `in two weeks`.
pub(super) fn said(plain: &[&str]) -> Option<(Week, usize)> {
    let turn = |word: &str| {
        [(Sense::Next, Week::Next), (Sense::This, Week::This), (Sense::Last, Week::Last)]
            .into_iter()
            .find_map(|(sense, week)| words::means(word, sense).then_some(week))
    };
    let is_week = |word: &str| word != "w" && words::unit(word) == Some(Unit::Week);
    match plain {
        [next, week, ..] if is_week(week) && turn(next).is_some() => Some((turn(next)?, 2)),
        [week, next, ..] if is_week(week) && *week != "week" && turn(next).is_some() => Some((turn(next)?, 2)),
        ["la" | "a", week, next, ..] if is_week(week) && turn(next).is_some() => Some((turn(next)?, 3)),
        [within, number, week, ..] if words::means(within, Sense::In) && count(number).is_some() => {
            match words::unit(week)? {
                Unit::Week => Some((Week::In(count(number)?), 3)),
                Unit::Fortnight => Some((Week::In(2 * count(number)?), 3)),
                _ => None,
            }
        }
        _ => None,
    }
}
