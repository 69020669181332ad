//! What people type, and what it means on a Wednesday at six in the evening.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::*;

mod again;
mod days;
mod hours;
mod languages;
mod phrases;
mod rules;
mod single;

/// Wednesday, 25 November 2026, 18:00.
const NOW: &str = "2026-11-25T18:00:00";

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a time on the wall")
}

/// What is possible where the clocks never change.
fn possible(now: NaiveDateTime) -> impl Fn(NaiveDateTime) -> Result<(), Unread> {
    move |local| match local {
        _ if local.date() > meaning::farthest(now.date()) => Err(Unread::TooFar),
        _ if local <= now => Err(Unread::Past),
        _ => Ok(()),
    }
}

fn told_at(typed: &str, now: NaiveDateTime) -> String {
    let read = read(typed, now).and_then(|spoken| Ok((spoken.meaning(now.date(), possible(now))?, spoken)));
    let at = |local: NaiveDateTime| local.format("%a %-d %b %Y %H:%M").to_string();
    let on = |day: NaiveDate| day.format("%a %-d %b %Y").to_string();
    let (meaning, spoken) = match read {
        Ok(read) => read,
        Err(why) => return refusal(why).to_owned(),
    };
    let mut told = match meaning {
        Meaning::Moment(local) => at(local),
        Meaning::OneOf(all) => all.into_iter().map(at).collect::<Vec<_>>().join(" | "),
        Meaning::Day(day) => format!("{} ?", on(day)),
        Meaning::OneOfDays(all) => all.into_iter().map(|day| format!("{} ?", on(day))).collect::<Vec<_>>().join(" | "),
    };
    if let Some(every) = spoken.every {
        told.insert_str(0, if every == Every::Week { "weekly " } else { "fortnightly " });
    }
    if spoken.spelt == Spelt::Nearly {
        told.insert_str(0, "nearly ");
    }
    if let Some(title) = spoken.title {
        let _ = write!(told, " ({title})");
    }
    told
}

fn refusal(why: Unread) -> &'static str {
    match why {
        Unread::Unclear => "unclear",
        Unread::Unsure => "unsure",
        Unread::EveryWhat => "every-what",
        Unread::NoSuchDay => "no-such-day",
        Unread::NoSuchHour => "no-such-hour",
        Unread::Past => "past",
        Unread::Skipped => "skipped",
        Unread::TooFar => "too-far",
        Unread::OtherClock => "other-clock",
        Unread::OtherWish => "other-wish",
    }
}

/// Each row means what stands behind it.
#[track_caller]
fn agree(table: &[(&str, &str)]) {
    let told = table.iter().map(|(typed, meant)| (*typed, told_at(typed, wall(NOW)), *meant));
    let wrong: Vec<_> = told.filter(|(_, told, meant)| told != meant).collect();
    assert!(wrong.is_empty(), "typed, read, meant: {wrong:#?}");
}
